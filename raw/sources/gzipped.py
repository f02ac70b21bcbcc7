"""What is packed with gzip: one document, or an archive."""

import gzip
import io
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from raw.media_type import HEAD_BYTES, TAR, WARC, media_type
from raw.receipt import Received
from raw.reception import Reception
from raw.sources import tar_archive, web_archive
from raw.sources.held import Held, Metered


def members(held: Held, reception: Reception) -> Iterator[Received]:
    """Yield the document that is packed, or those of the archive that is.

    Raises:
        ArchiveError: too much comes out of it.
        EOFError, OSError, zlib.error: it is damaged or was cut off.
    """
    with gzip.GzipFile(fileobj=held.stream) as packed:
        stream = io.BufferedReader(Metered(cast("BinaryIO", packed), held.allowance), HEAD_BYTES)
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

    >>> inner_name("news/a.txt.gz"), inner_name("https://news.example/get?id=1")
    ('a.txt', 'get?id=1')
    """
    name = PurePosixPath(uri).name
    return name[:-3] if name.lower().endswith(".gz") else name
