"""One file on disk."""

import stat
from collections.abc import Iterator
from pathlib import Path

from models import RawDocument, Reason, Source
from raw.media_type import FEED_TYPES, media_type
from raw.receipt import Received, too_large, unreceived
from raw.reception import Reception
from raw.sources import feed


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the document in the file at a path, or the entries of the feed in it."""
    received = read_file(Path(argument), reception)
    if isinstance(received, RawDocument) and received.source.media_type in FEED_TYPES:
        yield from feed.entries(received, reception)
    else:
        yield received


def read_file(path: Path, reception: Reception, *, container: str | None = None) -> Received:
    """Read a file.

    `source.uri` is the path as it was given, relative or not, with forward slashes: the record of `news/a.txt` is the
    same on every machine. Only regular files are read: a pipe would block, a device may do anything.

    Returns:
        The document, or why it could not be got: `not_found`, `unreadable`, `too_large` (told from its size, without
        reading it all). Nothing is raised.
    """
    source = Source(uri=printable(path), container=container)
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return unreceived(source, Reason.UNREADABLE, _no_file(facts.st_mode))
        if facts.st_size > reception.max_bytes:
            return too_large(source, reception.max_bytes)
        with path.open("rb") as file:
            # The files of some file systems say that they are empty, and a file may grow while it is read.
            content = file.read(reception.max_bytes + 1)
    except FileNotFoundError:
        return unreceived(source, Reason.NOT_FOUND, "there is no such file; check the spelling and the folder")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return unreceived(source, Reason.UNREADABLE, f"the file cannot be read: {why}")
    if len(content) > reception.max_bytes:
        return too_large(source, reception.max_bytes)
    known = {"media_type": media_type(content, path.name, None), "retrieved_at": reception.clock()}
    return RawDocument(content=content, source=source.model_copy(update=known))


def printable(path: Path) -> str:
    r"""Give a path as text with forward slashes; bytes that are no UTF-8 are shown as `\xff`.

    >>> printable(Path("news/a.txt"))
    'news/a.txt'
    """
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _no_file(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "this is a folder, not a file"
    if stat.S_ISFIFO(mode):
        return "this is a pipe, not a file; send its output to standard input and give - instead"
    return "this is no regular file but a device or a socket; only regular files are read"
