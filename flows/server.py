"""A Prefect server of our own, on loopback, for runs that nobody gave a server to.

Prefect's ephemeral server fires no schedules, writes its troubles between our lines, and outlives a killed parent. This
one keeps its files and its log in the desk, and ends with the process that started it, however that one ends.
"""

import flows.prefect_defaults  # noqa: F401 before Prefect, which reads it when it is imported

# isort: split

import os
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from flows.workers.child import python_path

if TYPE_CHECKING:
    from uvicorn import Server

STARTUP_SECONDS = 180
"""A first start migrates a new database and can take half a minute on an idle machine."""

STOP_SECONDS = 15


class ServerFailedError(RuntimeError):
    """The Prefect server did not start."""


@contextmanager
def prefect_server(home: Path, *, schedules: bool = False) -> Iterator[str]:
    """Give the address of the Prefect API to use: the configured one, or that of a server which lives as long as this.

    `home` is the folder for the database and log of a server of our own; `schedules` asks for one that also fires
    schedules and has the user interface. Prefect is set up to use the address in the meantime.

    Raises:
        ServerFailedError: it did not start; the message names its log.
    """
    if url := configured_api():
        _expect_answer(url)
        yield url
        return
    with _environment_for_us(home), _process(home, schedules=schedules) as (process, log):
        from prefect.settings import PREFECT_API_URL, temporary_settings

        url = f"http://127.0.0.1:{_port(process, log)}/api"
        _await_health(process, url, log)
        with temporary_settings(updates={PREFECT_API_URL: url}):
            try:
                yield url
            finally:
                _drain()


@contextmanager
def _environment_for_us(home: Path) -> Iterator[None]:
    """Let Prefect keep its files in `home`, unless the user names a place, and reach loopback without a proxy."""
    before = dict(os.environ)
    os.environ.setdefault("PREFECT_HOME", str(home.resolve()))
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1"]))
    try:
        yield
    finally:
        for name in ("PREFECT_HOME", "no_proxy", "NO_PROXY"):
            os.environ.pop(name, None)
            os.environ.update({name: before[name]} if name in before else {})


def configured_api() -> str | None:
    """Give the address of the Prefect API that the user chose, by environment, profile or project file, if any.

    Asking Prefect takes two seconds, so it is asked only where one of its files is there.
    """
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    files = home / "profiles.toml", Path("prefect.toml"), Path(".env")
    if "PREFECT_PROFILE" not in os.environ and not any(file.is_file() for file in files) and not _in_pyproject():
        return None
    from prefect.settings import PREFECT_API_URL

    url = PREFECT_API_URL.value()
    return str(url) if url else None


def _in_pyproject() -> bool:
    with suppress(OSError, tomllib.TOMLDecodeError):
        return "prefect" in tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8")).get("tool", {})
    return False


@contextmanager
def _process(home: Path, *, schedules: bool) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
    """Start the server and stop it, by its process, when the block is left."""
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    command = [sys.executable, "-m", "flows.server", *(["--schedules"] if schedules else [])]
    environment = {**os.environ, "PREFECT_HOME": str(home.resolve()), "PYTHONPATH": python_path()}
    with log.open("ab") as log_file:
        process = subprocess.Popen(  # noqa: S603 our own module, by our own interpreter
            command,
            env=environment,
            stdin=subprocess.PIPE,  # its end tells the server that we are gone
            stdout=subprocess.PIPE,
            stderr=log_file,
            start_new_session=True,  # Ctrl-C is for us; the server has to outlive what the run still tells it
        )
    try:
        yield process, log
    finally:
        _stop(process)


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    line = cast("IO[bytes]", process.stdout).readline()
    if not line:
        raise ServerFailedError(f"the Prefect server did not start; its log is {log}")
    return int(line)


def _await_health(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline:
        with suppress(URLError, OSError), urlopen(f"{url}/health", timeout=5) as answer:  # noqa: S310 http on loopback
            if answer.status == 200:
                return
        if process.poll() is not None:
            raise ServerFailedError(f"the Prefect server ended with status {process.returncode}; its log is {log}")
        time.sleep(0.05)
    raise ServerFailedError(f"the Prefect server did not answer within {STARTUP_SECONDS} s; its log is {log}")


def _expect_answer(url: str) -> None:
    """Find out at once whether anybody is there; Prefect would try for a minute and end in a traceback."""
    try:
        urlopen(f"{url}/health", timeout=10).close()  # noqa: S310 the user's own setting
    except HTTPError as answer:
        answer.close()  # an answer all the same
    except (OSError, ValueError) as error:
        why = getattr(error, "reason", error)
        message = f"the Prefect API at {url} does not answer ({why}); start it, or unset PREFECT_API_URL"
        raise ServerFailedError(message) from error


def _stop(process: "subprocess.Popen[bytes]") -> None:
    cast("IO[bytes]", process.stdin).close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    cast("IO[bytes]", process.stdout).close()


def _drain() -> None:
    """Let Prefect hand over what it still has to tell the server, before the server goes."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    for worker in (EventsWorker, APILogWorker):
        worker.drain_all(timeout=5, at_exit=False)


def _serve(*, schedules: bool) -> None:
    """Be the server, until our parent goes."""
    servers: list[Server] = []
    threading.Thread(target=_wait_for_parent, args=(servers,), daemon=True).start()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        os.environ["PREFECT_UI_API_URL"] = f"http://127.0.0.1:{port}/api"
        os.environ["PREFECT_SERVER_UI_ENABLED"] = str(schedules).lower()
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()

        import uvicorn
        from prefect.server.api.server import create_app

        _prune_in_every_mode()
        app = create_app(ephemeral=not schedules)
        config = uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=3)
        servers.append(uvicorn.Server(config))
        servers[0].run(sockets=[listener])


def _prune_in_every_mode() -> None:
    """Have old runs deleted by a server without schedules too: Prefect leaves that to one that stays."""
    from prefect.server.services.perpetual_services import get_perpetual_services

    for service in get_perpetual_services():
        if service.function.__name__ == "schedule_vacuum_tasks":
            service.run_in_ephemeral = True


def _wait_for_parent(servers: "list[Server]") -> None:
    """End the server when standard input ends, which is when whoever started it is gone."""
    sys.stdin.buffer.read()
    if not servers:
        os._exit(0)  # importing takes seconds, and nothing is open yet
    servers[0].should_exit = True


if __name__ == "__main__":
    _serve(schedules="--schedules" in sys.argv)
