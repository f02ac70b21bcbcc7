"""The records that a command is given: files of records as they are, documents as they are cleaned now."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from flows.at_once import clean_documents
from flows.limits import Bounds
from models import Article, Rejection, read_outcome

OPENING = b"{"


class NotARecordError(ValueError):
    """A line of a file of records is none; the message names it."""


def records_in(name: str, *, max_bytes: int, bounds: Bounds) -> Iterator[Article | Rejection]:
    """Give the records in a file of JSON Lines, or the record of the document that `name` names.

    A file of records begins with one, or is one that was printed over several lines; whatever else a file holds is a
    document, and is cleaned.

    Raises:
        NotARecordError: a line further down is no record.
    """
    path = Path(name)
    opening = _opening(path)
    if opening and _record(opening):
        yield from _line_by_line(path)
    elif opening and path.stat().st_size <= max_bytes and (whole := _record(path.read_bytes())):
        yield whole
    else:
        yield from clean_documents([name], max_bytes=max_bytes, bounds=bounds)


def _opening(path: Path) -> bytes:
    """Give the first line of a file that begins as JSON does; nothing of another, and of what is no file."""
    with suppress(OSError, ValueError), path.open("rb") as file:
        if file.read(1) == OPENING:
            return OPENING + file.readline()
    return b""


def _line_by_line(path: Path) -> Iterator[Article | Rejection]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if record := _record(line):
                yield record
            elif line.strip():
                raise NotARecordError(f"{path}: line {number} is no record; `copydesk schema` says what one holds")


def _record(content: bytes) -> Article | Rejection | None:
    with suppress(ValidationError):
        return read_outcome(content)
    return None
