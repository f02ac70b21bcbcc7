"""Opens what holds documents: archives, mails, and those within each other."""

import io
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from models import RawDocument, Reason, Source
from raw.media_type import BZIP2, GZIP, MAIL, TAR, WARC, XZ, ZIP
from raw.receipt import Received, unreceived
from raw.reception import Reception
from raw.sources.held import MAX_DEPTH, Allowance, ArchiveError, Held

Opens = Callable[[Held, Reception], Iterator[Received]]

ARCHIVES: dict[str, str] = {
    # The module whose `members` opens each media type, imported when the first of its kind comes.
    ZIP: "raw.sources.zip_archive",
    TAR: "raw.sources.tar_archive",
    GZIP: "raw.sources.packed",
    BZIP2: "raw.sources.packed",
    XZ: "raw.sources.packed",
    WARC: "raw.sources.web_archive",
    MAIL: "raw.sources.mail",
}


def documents(document: RawDocument, reception: Reception) -> Iterator[Received]:
    """Yield a document, or, if it is an archive, the documents in it; `is_archive` tells.

    What is wrong with a member, or with the archive itself, is told in its place; nothing is raised.
    """
    if is_archive(document):
        yield from from_stream(io.BytesIO(document.content), len(document.content), document.source, reception)
    else:
        yield document


def is_archive(document: RawDocument) -> bool:
    """Whether there are documents in a document."""
    return document.source.media_type in ARCHIVES


def from_stream(stream: BinaryIO, size: int, source: Source, reception: Reception) -> Iterator[Received]:
    """Yield the documents in an archive that is open; `source` holds its media type, `size` is in bytes."""
    yield from _members(Held(stream, source, Allowance(size)), reception)


def _members(held: Held, reception: Reception) -> Iterator[Received]:
    found = 0
    try:
        opens: Opens = import_module(ARCHIVES[held.source.media_type or ""]).members
        for found, member in enumerate(opens(held, reception), start=1):  # noqa: B007 the count is needed
            yield from _opened(member, held, reception)
    except ArchiveError as error:
        yield unreceived(held.source, error.reason, error.detail)
    except Exception as error:
        # An archive is foreign input, and what reads it raises whatever its parts raise.
        words = str(error) or type(error).__name__
        yield unreceived(held.source, Reason.DAMAGED, f"the archive is damaged, and not read on from here: {words}")
    else:
        if not found:
            yield unreceived(held.source, Reason.EMPTY, "there is no document in it")


def _opened(member: Received, held: Held, reception: Reception) -> Iterator[Received]:
    if not isinstance(member, RawDocument) or not is_archive(member):
        yield member
    elif held.depth == MAX_DEPTH:
        detail = f"an archive within {MAX_DEPTH} others is not opened; unpack the outermost and hand over what is in it"
        yield unreceived(member.source, Reason.UNREADABLE, detail)
    else:
        inner = cast("BinaryIO", io.BytesIO(member.content))
        yield from _members(Held(inner, member.source, held.allowance, held.depth + 1), reception)
