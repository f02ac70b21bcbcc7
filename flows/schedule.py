"""Serves the configured sources on their cron schedules."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import TYPE_CHECKING

from flows.desk import Desk
from flows.server import prefect_server
from flows.settings import Settings, SourceSettings, settings_file
from flows.web import without_keys
from raw.sources import local_path
from raw.sources.remote import is_remote
from raw.sources.url import is_address

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment


class CannotServeError(RuntimeError):
    """There is nothing to serve, or it is served already; the message says what to do."""


def serve_schedules(settings: Settings, desk: Desk) -> None:
    """Ingest each source that has a cron schedule whenever it is due, until the process is told to end.

    Each run is a process of its own. Without a configured Prefect API a server of our own is started, for Prefect's
    ephemeral one fires no schedules; it ends with this process.

    Raises:
        CannotServeError: no source has a cron schedule, or another process serves this desk.
        flows.server.ServerFailedError: there is no Prefect server to be had.
    """
    scheduled = {name: source for name, source in settings.sources.items() if source.cron}
    if not scheduled:
        message = 'no source has a schedule; copydesk.toml takes one such as:\n[sources.wire]\narguments = ["incoming"]'
        raise CannotServeError(f'{message}\ncron = "*/15 * * * *"')
    file = settings_file()
    if file:
        # The runs are processes of their own and read the settings again.
        os.environ["COPYDESK_CONFIG"] = str(file.resolve())
    base = file.parent if file else Path()
    _say("Starting, which can take half a minute")
    with _only_one(desk), prefect_server(desk.prefect_home, schedules=True) as api:
        deployments = [_deployment(name, source, settings, desk, base) for name, source in scheduled.items()]
        for name, source in scheduled.items():
            _say(f"{name}: {source.cron} ({settings.timezone})")
        _say(f"Serving {len(deployments)} of {len(settings.sources)} sources at {api.removesuffix('/api')}")
        _run_until_told(deployments)


def _run_until_told(deployments: "list[RunnerDeployment]") -> None:
    """Start each run when it is due; SIGINT and SIGTERM end this, and the runs that go on, in good order."""
    import asyncio
    import signal

    from prefect.runner import Runner

    class TerminableRunner(Runner):
        def handle_sigterm(self, *_: object, **__: object) -> None:
            # Prefect's own handler ends the process in the middle of its event loop.
            signal.raise_signal(signal.SIGINT)

    # A schedule that nobody serves is paused: what it missed in the meantime is not made up for, run after run.
    runner = TerminableRunner(name="copydesk", pause_on_shutdown=True)
    for deployment in deployments:
        runner.add_deployment(deployment)
    # A shell starts what it puts in the background with interrupts ignored; then nothing could end us but a kill.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())


def _deployment(name: str, source: SourceSettings, settings: Settings, desk: Desk, base: Path) -> "RunnerDeployment":
    """Make what Prefect serves of a source: the flow with its arguments, and when it runs."""
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.ingest import ingest

    try:
        schedule = Cron(source.cron or "", timezone=settings.timezone)
    except ValueError as error:
        raise CannotServeError(f"sources.{name}.cron: {error}") from error
    return ingest.to_deployment(  # type: ignore[return-value]
        name=name,
        schedules=[schedule],
        parameters={
            "sources": [_from_anywhere(argument, base) for argument in source.arguments],
            "desk": str(desk.folder.resolve()),
            "max_documents": source.max_documents,
            "max_bytes": source.max_bytes,
            "max_rejected_share": source.max_rejected_share,
        },
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _from_anywhere(argument: str, base: Path) -> str:
    """Write a path so that it means the same in a process with another current folder; addresses stay.

    >>> _from_anywhere("https://example.org/feed.xml", Path("/srv/news"))
    'https://example.org/feed.xml'
    >>> _from_anywhere("incoming/*.txt", Path("/srv/news")), _from_anywhere("file:///news/a.txt", Path("/srv/news"))
    ('/srv/news/incoming/*.txt', '/news/a.txt')
    """
    if is_address(argument) or is_remote(argument):
        return without_keys(argument)
    return os.path.abspath(base / local_path(argument))  # noqa: PTH100 it may be a pattern


@contextmanager
def _only_one(desk: Desk) -> Iterator[None]:
    """Keep a second process from serving the same desk, on which each run would happen twice."""
    desk.prefect_home.mkdir(parents=True, exist_ok=True)
    with (desk.prefect_home / "schedule.lock").open("a+") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            message = f"{desk.folder} is served already, by process {file.read().strip() or 'unknown'}"
            raise CannotServeError(message) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
