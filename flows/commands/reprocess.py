"""`copydesk reprocess`."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.exits import REJECTED, wrong
from flows.commands.options import AsJson, DeskOption, Quiet
from flows.commands.runs import concluded, prefect_at, progress, show_summary
from flows.commands.surroundings import cap_and_bounds, existing_desk, settings_of_user
from flows.terminal import paint_for_output, put
from flows.words import Selection, UnknownArticleError

if TYPE_CHECKING:
    from flows.desk import Desk
    from flows.runs.tally import Summary


def reprocess(
    names: Annotated[list[str] | None, typer.Argument(metavar="ID|FILE", help="Articles by id, or files.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Every document of the desk.")] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="What is rejected now.")] = False,
    tracked: Annotated[bool, typer.Option("--tracked", help="As a Prefect flow run, by all `workers`.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
    desk: DeskOption = None,
) -> None:
    """Clean documents again and show what changed.

    They are taken from the raw store; what changed is told against the earlier record.

    Example: copydesk reprocess incoming/story.html
    """
    if sum([bool(names), everything, rejected]) != 1:
        wrong("name articles or files, or give one of --all and --rejected")
    place = existing_desk(desk)
    selection = Selection.ALL if everything else Selection.REJECTED if rejected else Selection.NAMED
    try:
        if names and not (tracked or as_json or quiet):
            raise typer.Exit(_reprocess_and_show(place, names))
        summary = _reprocess(place, selection, names or [], tracked=tracked, quiet=quiet)
    except UnknownArticleError as error:
        wrong(str(error))
    show_summary(summary, place, quiet=quiet, as_json=as_json)


def _reprocess_and_show(desk: "Desk", names: list[str]) -> int:
    from flows.again import reprocess_named
    from flows.workers.supervision import supervisor_of_program

    status = 0
    cap, bounds = cap_and_bounds()
    with closing(supervisor_of_program(bounds)) as supervisor:
        for shown, rejected in reprocess_named(desk, names, paint_for_output(), supervisor, max_bytes=cap):
            put(shown)
            status = REJECTED if rejected else status
    return status


def _reprocess(desk: "Desk", selection: Selection, names: list[str], *, tracked: bool, quiet: bool) -> "Summary":
    if not tracked:
        from flows.again import reprocess_here

        with progress("Reprocessing", quiet=quiet, kept="what is done is kept"):
            return reprocess_here(desk, selection, names, settings_of_user().limits)
    with prefect_at(desk, quiet=quiet), progress("Reprocessing", quiet=quiet):
        from flows.reprocess import reprocess as flow

        return concluded(lambda: flow(desk=desk.folder, selection=selection, names=names))
