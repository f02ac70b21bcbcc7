"""`copydesk clean`."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from flows.commands.exits import REJECTED, wrong
from flows.commands.options import MaxBytes
from flows.commands.surroundings import cap_and_bounds, expect_no_desk, fetcher_of_user
from flows.terminal import complain, paint_for_output, put, put_bytes
from flows.words import CleanFormat, counted

if TYPE_CHECKING:
    from models import Article, Reason, Rejection


def clean(
    files: Annotated[list[str], typer.Argument(metavar="FILE|-", help="Files, addresses, or - for standard input.")],
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
    """Clean documents at once and print them; nothing is kept.

    Example: copydesk clean story.html --format diff
    """
    if lines:
        if output not in (None, CleanFormat.TEXT) or media_type:
            wrong("--lines prints lines of text; it goes with neither --format nor --media-type")
        raise typer.Exit(_clean_lines(files))
    from flows.at_once import clean_documents

    expect_no_desk(files)
    cap, bounds = cap_and_bounds()
    outcomes = clean_documents(
        files, media_type=media_type, max_bytes=max_bytes or cap, bounds=bounds, fetcher=fetcher_of_user
    )
    raise typer.Exit(_print_outcomes(outcomes, output or CleanFormat.JSONL))


def _print_outcomes(outcomes: "Iterator[Article | Rejection]", output: CleanFormat) -> int:
    """Print outcomes as they come; give the exit status."""
    from flows.at_once import shown_as
    from models import Rejection

    status, between = 0, ""
    for outcome in outcomes:
        if shown := shown_as(output, outcome, paint_for_output()):
            put(between + shown)
            between = "\n" if output is CleanFormat.TEXT else ""
        if isinstance(outcome, Rejection):
            from flows.runs.tally import refused

            status = REJECTED
            complain(refused(outcome).sentence)
            if outcome.source.media_type in {"application/json", "application/jsonl"}:
                complain(f"if it holds records, `copydesk explain {outcome.source.uri}` shows them")
    return status


def _clean_lines(files: list[str]) -> int:
    from flows.at_once import clean_lines

    status = 0
    _, bounds = cap_and_bounds()
    for file in files:
        left: Counter[Reason] = Counter()
        try:
            with _opened(file) as source:
                for line in clean_lines(source, bounds):
                    put_bytes(line.data)
                    left.update([line.left] if line.left else [])
        except OSError as error:
            complain(f"{file}: raw: unreadable: {error.strerror or error}; --lines reads files and standard input")
            status = REJECTED
        for reason, count in left.items():
            complain(f"{file}: clean: {reason.value}: {counted(count, 'line')} left as found")
            status = REJECTED
    return status


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    """Open a file, or standard input, which stays open."""
    if file != "-":
        return Path(file).open("rb")
    if sys.stdin is None:
        raise OSError("this process has no standard input")
    return nullcontext(sys.stdin.buffer)
