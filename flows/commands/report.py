"""`copydesk report`."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.exits import wrong
from flows.commands.options import DeskOption
from flows.commands.runs import progress
from flows.commands.surroundings import existing_desk
from flows.terminal import put
from flows.words import UnknownArticleError, UnknownRunError


def report(
    names: Annotated[list[str] | None, typer.Argument(metavar="ID|FILE", help="Articles by id, or files.")] = None,
    *,
    run: Annotated[str | None, typer.Option(metavar="ID", help="A run's id or its beginning [default: newest]")] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write here, in place of an earlier review.")
    ] = None,
    desk: DeskOption = None,
) -> None:
    """Write the review pages of a run, or of some articles.

    They show raw beside clean with every edit marked; printed is where they are.

    Example: copydesk report --run 3f2a
    """
    if names and run:
        wrong("name articles or a run, not both")
    place = existing_desk(desk)
    from flows.outputs.files import NotOursError
    from flows.review.report import report_articles, report_run

    try:
        with progress("Writing pages"):
            page = report_articles(place, names, output) if names else report_run(place, run, output)
    except (NotOursError, UnknownArticleError, UnknownRunError) as error:
        wrong(str(error))
    put(f"{page}\n")
