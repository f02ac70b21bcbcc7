"""What archives have in common: a stream with a name, and a limit on how much may come out of it."""

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from models import Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Reception

MAX_DEPTH = 3
"""An archive in an archive in an archive is opened; one in that is not."""

MAX_MEMBERS = 100_000

PACKED_AT_MOST = 100
UNPACKED_ANYWAY = 100_000_000
"""As much may come out of an archive as this many times its size, and so many bytes in any case. News copy packs to a
fifth of its size, one line repeated to a thousandth."""

PIECE_BYTES = 65_536

NO_DOCUMENTS = ("image/", "audio/", "video/", "font/")
NO_DOCUMENT_TYPES = frozenset(
    {"text/css", "text/javascript", "application/javascript", "application/x-javascript", "text/calendar"}
)
"""What belongs to pages and mails and is none itself."""


class ArchiveError(Exception):
    """An archive cannot be read any further."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Allowance:
    """How much may still come out of the outermost archive, whatever it is packed in."""

    def __init__(self, packed_bytes: int) -> None:
        self._bytes = max(UNPACKED_ANYWAY, PACKED_AT_MOST * packed_bytes)
        self._members = MAX_MEMBERS

    def spend(self, size: int) -> None:
        """Take so many unpacked bytes from it.

        Raises:
            ArchiveError: there is not so much left.
        """
        self._bytes -= size
        if self._bytes < 0:
            detail = (
                f"more than {PACKED_AT_MOST} times the archive's size comes out of it, as out of a bomb: not read on"
            )
            raise ArchiveError(Reason.TOO_LARGE, detail)

    def spend_member(self) -> None:
        """Take one member from it.

        Raises:
            ArchiveError: there were too many.
        """
        self._members -= 1
        if self._members < 0:
            detail = f"the archive has more than {MAX_MEMBERS:,} members: not read on; split it"
            raise ArchiveError(Reason.TOO_LARGE, detail)


class Held(NamedTuple):
    """An archive that is open."""

    stream: BinaryIO
    source: Source
    allowance: Allowance
    depth: int = 1

    def member(self, name: str, **facts: object) -> Source:
        """Give the source of a member: its uri is the archive's, "!/" and its name."""
        uri = f"{self.source.uri}!/{printable(name)}"
        return Source(uri=uri, container=self.source.uri, **facts)

    def told(self, name: str, reason: Reason, detail: str) -> Received:
        """Say why a member is no document."""
        return unreceived(self.member(name), reason, detail)

    def document(self, name: str, content: bytes, reception: Reception) -> Received:
        """Make a document of a member's bytes, or say that they are too many."""
        return reception.document(content, self.member(name), name)


class Metered(io.RawIOBase):
    """A stream whose bytes are taken from an allowance as they are read."""

    def __init__(self, stream: BinaryIO, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def readable(self) -> bool:
        """Say that it is for reading."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Read some bytes."""
        piece = self._stream.read(min(len(buffer), PIECE_BYTES))
        self._allowance.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)


def is_part_of_a_page(declared: str | None) -> bool:
    """Whether a media type is that of what belongs to pages and is none itself: pictures, fonts, styles, scripts."""
    kind = (declared or "").partition(";")[0].strip().lower()
    return kind.startswith(NO_DOCUMENTS) or kind in NO_DOCUMENT_TYPES


def refused_name(name: str) -> str | None:
    """Say why a member's name is none that a document has; None for a good one.

    >>> refused_name("news/a.txt"), refused_name("../../etc/cron.d/x")
    (None, 'its name leads out of the archive')
    """
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or parts[0].endswith(":"):
        return "its name leads out of the archive"
    return None


def is_hidden(name: str) -> bool:
    """Whether a member is one that a folder would hide, or that a Mac leaves beside each file."""
    return any(
        (part.startswith(".") and part not in {".", ".."}) or part == "__MACOSX"
        for part in name.replace("\\", "/").split("/")
    )


def printable(name: str) -> str:
    """Give a member's name as text that can be recorded."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Read so many bytes, piece by piece.

    Raises:
        EOFError: there are fewer.
    """
    while size:
        piece = stream.read(min(size, PIECE_BYTES))
        if not piece:
            raise EOFError("the archive ends too early")
        size -= len(piece)
        yield piece
