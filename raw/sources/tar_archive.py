"""The documents in a tar archive, read strictly forward: what comes out of a gzip cannot be gone back in.

The standard library's reader reads as much of a header as the header asks for, and goes back now and then. This one
reads headers with it (`TarInfo.frombuf`) and does the walking itself.
"""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from models import Reason
from raw.receipt import Received, too_large
from raw.reception import Reception
from raw.sources.held import ArchiveError, Held, is_hidden, pieces, refused_name

BLOCK = tarfile.BLOCKSIZE

MAX_HEADER_BYTES = 1_000_000
"""The longest extended header that is read; they hold a name and a few numbers."""

LONG_NAMES = frozenset({tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK})
EXTENDED = frozenset({tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE})
FILES = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE})
LINKS = frozenset({tarfile.SYMTYPE, tarfile.LNKTYPE})


def members(held: Held, reception: Reception) -> Iterator[Received]:
    """Yield the documents in an archive in its order, or why one could not be had.

    Raises:
        ArchiveError: too much or too many come out of it, or a header is damaged.
        EOFError: it was cut off.
    """
    stated: dict[str, str] = {}
    while header := _header(held.stream):
        if header.type in EXTENDED | LONG_NAMES:
            stated |= _stated(header, held.stream)
            continue
        name = stated.get("path", header.name)
        size = _size(stated.get("size"), header.size)
        held.allowance.spend_member()
        if header.type in {tarfile.DIRTYPE, tarfile.XGLTYPE} or is_hidden(name):
            _pass_over(held.stream, size)
        elif refusal := _refused(name, header):
            _pass_over(held.stream, size)
            yield held.told(name, Reason.UNREADABLE, refusal)
        elif size > reception.max_bytes:
            _pass_over(held.stream, size)
            yield too_large(held.member(name), reception.max_bytes)
        else:
            yield held.document(name, _content(held.stream, size), reception)
        stated = {}


def _header(stream: BinaryIO) -> tarfile.TarInfo | None:
    """Read the next header; None at the end of the archive."""
    block = (
        b"".join(pieces(stream, BLOCK))
        if (first := stream.read(1)) == b""
        else first + b"".join(pieces(stream, BLOCK - 1))
    )
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
        return None
    except tarfile.HeaderError as error:
        raise ArchiveError(Reason.DAMAGED, f"a header of the archive is damaged: {error}") from None


def _refused(name: str, header: tarfile.TarInfo) -> str | None:
    if header.type in LINKS:
        return "it is a link, and links in archives are not followed"
    if header.type not in FILES:
        return "it is no regular file"
    return refused_name(name)


def _stated(header: tarfile.TarInfo, stream: BinaryIO) -> dict[str, str]:
    """Read what an extended header states of the member behind it."""
    if header.size > MAX_HEADER_BYTES:
        raise ArchiveError(Reason.DAMAGED, "a header of the archive is far too long")
    text = _content(stream, header.size).decode("utf-8", "surrogateescape")
    if header.type == tarfile.GNUTYPE_LONGNAME:
        return {"path": text.rstrip("\0")}
    return dict(_pairs(text)) if header.type in EXTENDED else {}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Read the lines of a pax header: "30 path=news/a long name.txt"; their lengths are not needed for what we read."""
    for line in text.split("\n"):
        key, found, value = line.partition(" ")[2].partition("=")
        if found:
            yield key, value


def _size(stated: str | None, size: int) -> int:
    size = int(stated) if stated and stated.isdecimal() and len(stated) < 20 else size
    if size < 0:
        raise ArchiveError(Reason.DAMAGED, "a member of the archive has less than no bytes")
    return size


def _content(stream: BinaryIO, size: int) -> bytes:
    content = b"".join(pieces(stream, size))
    _pass_over(stream, -size % BLOCK, padded=False)
    return content


def _pass_over(stream: BinaryIO, size: int, *, padded: bool = True) -> None:
    for _ in pieces(stream, size + (-size % BLOCK if padded else 0)):
        pass
