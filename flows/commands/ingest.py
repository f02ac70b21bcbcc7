"""`copydesk ingest`."""

import logging
from typing import Annotated

import typer

from flows.commands.options import AsJson, DeskOption, MaxBytes, Quiet
from flows.commands.runs import concluded, prefect_at, progress, show_summary
from flows.commands.surroundings import expect_no_desk, settings_of_user


def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, globs, addresses, feeds.")],
    desk: DeskOption = None,
    max_documents: Annotated[int | None, typer.Option(metavar="NUMBER", min=1, help="Documents taken at most.")] = None,
    max_bytes: MaxBytes = None,
    *,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Take documents in, clean what is new, and keep it all.

    It is kept in the desk; each call is a Prefect flow run.

    Example: copydesk ingest incoming/ https://example.org/feed.xml --desk desk
    """
    expect_no_desk(sources)
    if quiet:
        logging.getLogger("raw").setLevel(logging.ERROR)
    place = settings_of_user().at_desk(desk)
    with prefect_at(place, quiet=quiet), progress("Ingesting", quiet=quiet):
        from flows.ingest import ingest as flow
        from flows.web import without_keys

        summary = concluded(
            lambda: flow(
                [without_keys(source) for source in sources],
                desk=place.folder,
                max_documents=max_documents,
                max_bytes=max_bytes,
            )
        )
    show_summary(summary, place, quiet=quiet, as_json=as_json)
