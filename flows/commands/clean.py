"""`copydesk clean`."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.exits import REJECTED, wrong
from flows.commands.options import MaxBytes
from flows.commands.surroundings import cap_on_documents
from flows.terminal import complain, paint_for_output, put, put_bytes
from flows.words import CleanFormat

if TYPE_CHECKING:
    from models import Article, Rejection


def clean(
    files: Annotated[list[str], typer.Argument(metavar="FILE...|-", help="Files, addresses, or - for standard input.")],
    output: Annotated[
        CleanFormat | None,
        typer.Option("--format", help="A record a line, the body only, or every edit [default: jsonl]"),
    ] = None,
    *,
    lines: Annotated[
        bool, typer.Option("--lines", help="Repair each line as a text of its own; nothing moves.")
    ] = False,
    media_type: Annotated[str | None, typer.Option(metavar="TYPE", help="Read as this, such as text/html.")] = None,
    max_bytes: MaxBytes = None,
) -> None:
    """Clean documents at once and print them as they are done; nothing is kept.

    Example: copydesk clean story.html --format diff
    """
    if lines:
        if output not in (None, CleanFormat.TEXT) or media_type:
            wrong("--lines prints lines of text; it goes with neither --format nor --media-type")
        raise typer.Exit(_clean_lines(files))
    from flows.at_once import clean_documents

    outcomes = clean_documents(files, media_type=media_type, max_bytes=max_bytes or cap_on_documents())
    raise typer.Exit(_print_outcomes(outcomes, output or CleanFormat.JSONL))


def _print_outcomes(outcomes: "Iterator[Article | Rejection]", output: CleanFormat) -> int:
    """Print outcomes as they come; give the exit status."""
    from flows.at_once import shown_as
    from models import Rejection

    status = 0
    for outcome in outcomes:
        put(shown_as(output, outcome, paint_for_output()))
        if isinstance(outcome, Rejection):
            from flows.differences import sentence

            status = REJECTED
            complain(sentence(outcome))
    return status


def _clean_lines(files: list[str]) -> int:
    from flows.at_once import clean_lines

    status = 0
    for file in files:
        unreadable = 0
        try:
            with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as source:
                for line in clean_lines(source):
                    put_bytes(line.data)
                    unreadable += not line.readable
        except OSError as error:
            complain(f"{file}: raw: unreadable: {error.strerror or error}; --lines reads files and standard input")
            status = REJECTED
        if unreadable:
            complain(f"{file}: parse: undecodable: {unreadable} lines are no UTF-8 and were left as they are")
            status = REJECTED
    return status
