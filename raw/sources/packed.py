"""What is packed with gzip, bzip2 or xz: one document, or an archive."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol, cast

from raw.media_type import BZIP2, GZIP, HEAD_BYTES, TAR, WARC, XZ, media_type
from raw.receipt import Received
from raw.reception import Reception
from raw.sources import tar_archive, web_archive
from raw.sources.held import PIECE_BYTES, Held, Metered

MOST_MEMORY = 100_000_000
"""Bytes that unpacking xz may take; `xz -9` needs 65 million, and a hostile file may ask for billions."""

# The ending that packing puts behind a name: ".gz", ".XZ"; not ".tgz", which stands for two.
ENDING = re.compile(r"\.(?:gz|bz2|xz)$", re.IGNORECASE)


def members(held: Held, reception: Reception) -> Iterator[Received]:
    """Yield the document that is packed, or those of the archive that is.

    Raises:
        ArchiveError: too much comes out of it.
        EOFError, OSError, zlib.error, lzma.LZMAError: it is damaged or was cut off, or asks for too much memory.
    """
    with UNPACKED[held.source.media_type or ""](held.stream) as unpacked:
        stream = io.BufferedReader(Metered(unpacked, held.allowance), HEAD_BYTES)
        name = inner_name(held.source.uri)
        inner = held._replace(stream=cast("BinaryIO", stream))
        kind = media_type(stream.peek(HEAD_BYTES)[:HEAD_BYTES], name, None)
        if kind == TAR:
            yield from tar_archive.members(inner, reception)
        elif kind == WARC:
            yield from web_archive.members(inner, reception)
        else:
            yield held.document(name, stream.read(reception.max_bytes + 1), reception)


def inner_name(uri: str) -> str:
    """Give the name of what is packed.

    >>> inner_name("news/a.txt.gz"), inner_name("news/a.tar.xz"), inner_name("https://news.example/get?id=1")
    ('a.txt', 'a.tar', 'get?id=1')
    """
    return ENDING.sub("", PurePosixPath(uri).name)


class Decompressor(Protocol):
    """What `bz2` and `lzma` unpack one stream with, giving no more at a time than they are asked for."""

    @property
    def eof(self) -> bool:
        """Whether the stream is at its end."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more can be given before more is put in."""

    @property
    def unused_data(self) -> bytes:
        """What was put in and stands behind the stream's end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Unpack some bytes."""


class Unpacked(io.RawIOBase):
    """The bytes of streams that are packed one behind the other, to be read forward."""

    def __init__(self, packed: BinaryIO, start: Callable[[], Decompressor]) -> None:
        self._packed = packed
        self._start = start
        self._decompressor = start()

    def readable(self) -> bool:
        """Say that it is for reading."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Read some bytes."""
        piece = b""
        while not piece:
            if not self._decompressor.eof:
                data = self._more() if self._decompressor.needs_input else b""
            elif data := self._next_stream():
                self._decompressor = self._start()
            else:
                return 0
            piece = self._decompressor.decompress(data, len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _more(self) -> bytes:
        if data := self._packed.read(PIECE_BYTES):
            return data
        raise EOFError("the archive ends too early")

    def _next_stream(self) -> bytes:
        """Give the beginning of the next stream, without the zeros that may stand before it; at the end nothing."""
        data = self._decompressor.unused_data.lstrip(b"\0")
        while not data and (piece := self._packed.read(PIECE_BYTES)):
            data = piece.lstrip(b"\0")
        return data


def _gzip(packed: BinaryIO) -> BinaryIO:
    import gzip

    return cast("BinaryIO", gzip.GzipFile(fileobj=packed))


def _bzip2(packed: BinaryIO) -> BinaryIO:
    import bz2

    return cast("BinaryIO", Unpacked(packed, bz2.BZ2Decompressor))


def _xz(packed: BinaryIO) -> BinaryIO:
    import lzma

    return cast("BinaryIO", Unpacked(packed, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MOST_MEMORY)))


UNPACKED: dict[str, Callable[[BinaryIO], BinaryIO]] = {GZIP: _gzip, BZIP2: _bzip2, XZ: _xz}
