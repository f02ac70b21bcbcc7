"""A Prefect server of our own, on loopback, for runs that nobody gave a server to.

Prefect's ephemeral server fires no schedules, writes its troubles between our lines, and outlives a killed parent. This
one keeps its files and its log in the desk, and ends with the process that started it, however that one ends.
"""

import flows.prefect_defaults  # noqa: F401 before Prefect, which reads it when it is imported

# isort: split

import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

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
    with _home_for_us(home), _process(home, schedules=schedules) as (process, log):
        from prefect.settings import PREFECT_API_URL, temporary_settings

        url = f"http://127.0.0.1:{_port(process, log)}/api"
        _await_health(process, url, log)
        with temporary_settings(updates={PREFECT_API_URL: url}):
            try:
                yield url
            finally:
                _drain()


@contextmanager
def _home_for_us(home: Path) -> Iterator[None]:
    """Let Prefect keep its files in `home` rather than in the user's folder, unless the user names one."""
    if "PREFECT_HOME" in os.environ:
        yield
        return
    os.environ["PREFECT_HOME"] = str(home.resolve())
    try:
        yield
    finally:
        del os.environ["PREFECT_HOME"]


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
    environment = {**os.environ, "PREFECT_HOME": str(home.resolve()), "PYTHONPATH": _python_path()}
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


def _python_path() -> str:
    root = str(Path(__file__).parent.parent)
    return os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))


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
    with suppress(HTTPError):  # an answer all the same
        try:
            urlopen(f"{url}/health", timeout=10).close()  # noqa: S310 the user's own setting
        except HTTPError:
            raise
        except (OSError, ValueError) as error:
            message = f"the Prefect API at {url} does not answer ({error}); start it, or unset PREFECT_API_URL"
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
    import socket
    import threading

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        os.environ["PREFECT_UI_API_URL"] = f"http://127.0.0.1:{port}/api"
        os.environ["PREFECT_SERVER_UI_ENABLED"] = str(schedules).lower()
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()

        import uvicorn
        from prefect.server.api.server import create_app

        app = create_app(ephemeral=not schedules)
        config = uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=3)
        server = uvicorn.Server(config)

        def wait_for_parent() -> None:
            sys.stdin.buffer.read()
            server.should_exit = True

        threading.Thread(target=wait_for_parent, daemon=True).start()
        server.run(sockets=[listener])


if __name__ == "__main__":
    _serve(schedules="--schedules" in sys.argv)
