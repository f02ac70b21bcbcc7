"""Cleans documents while whoever asked waits: no store, no server, no Prefect."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

from flows.desk import DESK, Desk
from flows.limits import Bounds
from flows.rejections import reject
from flows.terminal import Paint
from flows.words import CleanFormat
from flows.workers.child import LostError
from flows.workers.supervision import Supervisor, supervisor_of_program
from models import Article, RawDocument, Reason, Rejection, Unreceived
from raw.reception import MakesFetcher, Reception
from raw.sources import open_source
from raw.sources.url import is_address


class CleanedLine(NamedTuple):
    """A line with its line end, and why it was left as it is, if it had to be."""

    data: bytes
    left: Reason | None


def clean_documents(
    arguments: Iterable[str],
    *,
    media_type: str | None = None,
    max_bytes: int,
    bounds: Bounds,
    fetcher: MakesFetcher | None = None,
) -> Iterator[Article | Rejection]:
    """Give the outcome of each document that the arguments name, as soon as it is there.

    Documents are processed in a copy of this process, which a document that would hang or fill the memory ends.

    Args:
        arguments: what `raw.sources.open_source` takes.
        media_type: read documents as this, whatever their names and bytes say.
        max_bytes: the cap on one document.
        bounds: what processing one may take.
        fetcher: makes what gets documents from the web.
    """
    with closing(supervisor_of_program(bounds)) as supervisor:
        received = (_as(media_type, each) for each in received_from(arguments, max_bytes, fetcher))
        yield from outcomes_of(received, supervisor)


def outcomes_of(received: Iterable[RawDocument | Unreceived], supervisor: Supervisor) -> Iterator[Article | Rejection]:
    """Give the outcome of each document that was received or could not be."""
    for each in received:
        yield supervisor.process(each) if isinstance(each, RawDocument) else reject(each)


def received_from(
    arguments: Iterable[str], max_bytes: int, fetcher: MakesFetcher | None = None
) -> Iterator[RawDocument | Unreceived]:
    """Get each document that the arguments of `clean_documents` name; what a desk here holds is none of them."""
    desk = DESK if Desk(folder=DESK).is_in_folder() else None
    for argument in arguments:
        # When a file was read says nothing about it, and the same file gives the same record every time; when a page
        # was fetched is a fact of its own.
        clock = _now if is_address(argument) else _never
        yield from open_source(argument, Reception(clock, max_bytes=max_bytes, fetcher=fetcher, passed_over=desk))


def shown_as(output: CleanFormat, outcome: Article | Rejection, paint: Paint) -> str:
    """Give what is printed for an outcome: its record in one line, the article's body, or the edits."""
    if output is CleanFormat.JSONL:
        return f"{outcome.model_dump_json()}\n"
    if output is CleanFormat.TEXT:
        return f"{outcome.text}\n" if isinstance(outcome, Article) else ""
    from flows.review.differences import edits_of

    return "\n".join([*edits_of(outcome, paint), "", ""])


def clean_lines(source: BinaryIO, bounds: Bounds) -> Iterator[CleanedLine]:
    r"""Repair each line of a stream as a text of its own, and give it as soon as it is read.

    A line ends at "\n" and nowhere else. What stands at its very end ("\r\n", "\n" or nothing) stays. A line that is
    no UTF-8, or takes more than `bounds`, is given back as it is.
    """
    with closing(supervisor_of_program(bounds)) as supervisor:
        for line in source:
            body = line.removesuffix(b"\n").removesuffix(b"\r")
            try:
                repaired = supervisor.repair_line(body.decode("utf-8"))
            except UnicodeDecodeError:
                yield CleanedLine(line, Reason.UNDECODABLE)
            except LostError as lost:
                yield CleanedLine(line, lost.reason)
            else:
                yield CleanedLine(repaired.encode("utf-8") + line[len(body) :], None)


def _as(media_type: str | None, raw: RawDocument | Unreceived) -> RawDocument | Unreceived:
    if media_type is None or isinstance(raw, Unreceived):
        return raw
    return raw.model_copy(update={"source": raw.source.model_copy(update={"media_type": media_type})})


def _now() -> datetime:
    return datetime.now(UTC)


def _never() -> None:
    return None
