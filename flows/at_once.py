"""Cleans documents while whoever asked waits: no store, no server, no Prefect."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from flows.pipeline import process, process_lines, reject
from flows.terminal import Paint
from flows.words import CleanFormat
from models import Article, RawDocument, Rejection
from raw.reception import Reception
from raw.sources import open_source
from raw.sources.url import is_address


class CleanedLine(NamedTuple):
    """A line with its line end, and whether it could be read at all."""

    data: bytes
    readable: bool


def clean_documents(
    arguments: Iterable[str], *, media_type: str | None = None, max_bytes: int
) -> Iterator[Article | Rejection]:
    """Give the outcome of each document that the arguments name, as soon as it is there.

    Args:
        arguments: what `raw.sources.open_source` takes.
        media_type: read documents as this, whatever their names and bytes say.
        max_bytes: the cap on one document.
    """
    for argument in arguments:
        # When a file was read says nothing about it, and the same file gives the same record every time; when a page
        # was fetched is a fact of its own.
        clock = _now if is_address(argument) else _never
        for received in open_source(argument, Reception(clock, max_bytes=max_bytes)):
            yield process(_as(media_type, received)) if isinstance(received, RawDocument) else reject(received)


def shown_as(output: CleanFormat, outcome: Article | Rejection, paint: Paint) -> str:
    """Give what is printed for an outcome: its record in one line, the article's body, or the edits."""
    if output is CleanFormat.JSONL:
        return f"{outcome.model_dump_json()}\n"
    if output is CleanFormat.TEXT:
        return f"{outcome.text}\n" if isinstance(outcome, Article) else ""
    from flows.differences import edits_of

    return "\n".join([*edits_of(outcome, paint), "", ""])


def clean_lines(source: BinaryIO) -> Iterator[CleanedLine]:
    r"""Repair each line of a stream as a text of its own, and give it as soon as it is read.

    A line ends at "\n" and nowhere else. What stands at its very end ("\r\n", "\n" or nothing) stays. A line that is
    no UTF-8 is given back as it is.
    """
    for line in source:
        body = line.removesuffix(b"\n").removesuffix(b"\r")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            yield CleanedLine(line, readable=False)
        else:
            repaired = next(process_lines([text])).encode("utf-8")
            yield CleanedLine(repaired + line[len(body) :], readable=True)


def _as(media_type: str | None, raw: RawDocument) -> RawDocument:
    if media_type is None:
        return raw
    return raw.model_copy(update={"source": raw.source.model_copy(update={"media_type": media_type})})


def _now() -> datetime:
    return datetime.now(UTC)


def _never() -> None:
    return None
