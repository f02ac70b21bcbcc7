"""What commands that run flows have around them: a Prefect API, progress, the figures at the end."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from flows.commands.exits import REJECTED, wrong
from flows.terminal import complain

if TYPE_CHECKING:
    from flows.desk import Desk
    from flows.tally import Summary


@contextmanager
def prefect_at(desk: "Desk") -> Iterator[None]:
    """Have a Prefect API to run flows on; end the command where there is none to be had."""
    from flows.server import ServerFailedError, prefect_server
    from flows.watching import waiting

    with ExitStack() as server:
        try:
            with waiting("Starting Prefect"):
                server.enter_context(prefect_server(desk.prefect_home))
        except ServerFailedError as error:
            wrong(str(error))
        yield


@contextmanager
def progress(title: str) -> Iterator[None]:
    """Show how far a run is."""
    from flows.progress import listening
    from flows.watching import watching

    try:
        with watching(title) as listener, listening(listener):
            yield
    except KeyboardInterrupt:
        complain("interrupted; what is done is kept, and the same command goes on from there")
        raise


def show_summary(summary: "Summary", desk: "Desk") -> NoReturn:
    """Print the figures of a run, and end the command with the status that they mean."""
    from flows.watching import print_summary

    print_summary(summary, desk)
    raise typer.Exit(REJECTED if summary.rejections or summary.skipped_rejections else 0)
