"""What commands that run flows have around them: a Prefect API, progress, the figures at the end."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, NoReturn

import typer

from flows.commands.exits import REJECTED, wrong
from flows.commands.interrupts import hearing_interrupts
from flows.terminal import complain, put

if TYPE_CHECKING:
    from flows.desk import Desk
    from flows.runs.tally import Summary


KEPT = "what is done is kept, and the same command goes on from there"
"""What an interrupt leaves of a run that keeps records."""


@contextmanager
def prefect_at(desk: "Desk", *, quiet: bool = False) -> Iterator[None]:
    """Have a Prefect API to run flows on; end the command where there is none to be had."""
    from flows.commands.watching import waiting
    from flows.server import ServerFailedError, prefect_server

    with hearing_interrupts(KEPT), ExitStack() as server:
        try:
            with nullcontext() if quiet else waiting("Starting Prefect"):
                server.enter_context(prefect_server(desk.prefect_home))
        except ServerFailedError as error:
            wrong(str(error))
        yield


@contextmanager
def progress(title: str, *, quiet: bool = False, kept: str = "nothing was written") -> Iterator[None]:
    """Show how far a run is, unless it is to be quiet; `kept` is what an interrupt leaves, in words."""
    from flows.commands.watching import watching
    from flows.runs.progress import Stoppable, listening

    with hearing_interrupts(kept), nullcontext(Stoppable()) if quiet else watching(title) as heard, listening(heard):
        yield


def concluded(flow: "Callable[[], Summary]") -> "Summary":
    """Run a flow, and give its summary also where too much was rejected.

    End the command where no cluster is, and where the Prefect server went away: what the flow does needs none.
    """
    from httpx import TransportError

    from flows.runs.artifact import TooManyRejectedError
    from flows.runs.tasks import NoDaskError

    try:
        return flow()
    except TooManyRejectedError as error:
        complain(str(error))
        return error.summary
    except NoDaskError as error:
        wrong(str(error))
    except TransportError as error:
        complain(f"the Prefect server does not answer any more ({error}); what is done is kept, call it again")
        raise typer.Exit(REJECTED) from None


def show_summary(summary: "Summary", desk: "Desk", *, quiet: bool, as_json: bool) -> NoReturn:
    """Print the figures of a run, and end the command with the status that they mean."""
    if as_json:
        put(f"{summary.model_dump_json()}\n")
    elif not quiet:
        from flows.commands.watching import print_summary

        print_summary(summary, desk)
    raise typer.Exit(REJECTED if summary.rejections or summary.skipped_rejections else 0)
