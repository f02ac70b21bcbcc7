"""One file on disk."""

import stat
from collections.abc import Iterator
from pathlib import Path

from models import RawDocument, Reason, Source
from raw.media_type import HEAD_BYTES, media_type
from raw.receipt import Received, too_large, unreceived
from raw.reception import Reception
from raw.sources import archives, lists


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the document in the file at a path, those in the archive that it is, or those that the list in it leads to.

    Only a file that is itself named is followed as a list: what lies in a folder must not have us visit the web.
    """
    path = Path(argument)
    received = read_file(path, reception)
    listing = lists.as_list(received, reception) if isinstance(received, RawDocument) else None
    yield from lists.documents(listing, reception) if listing else _opened(received, path, reception)


def documents(path: Path, reception: Reception, *, container: str) -> Iterator[Received]:
    """Yield the document in a file that a folder or pattern led to, or those in the archive that it is."""
    yield from _opened(read_file(path, reception, container=container), path, reception)


def _opened(received: Received, path: Path, reception: Reception) -> Iterator[Received]:
    if isinstance(received, RawDocument):
        yield from archives.documents(received, reception)
    elif received.refusal.reason is Reason.TOO_LARGE and (kind := _kind(path)) in archives.ARCHIVES:
        # The cap is one on documents: an archive may be larger.
        source = received.source.model_copy(update={"media_type": kind})
        try:
            with path.open("rb") as file:
                yield from archives.from_stream(file, path.stat().st_size, source, reception)
        except OSError as error:
            yield _unreadable(source, error)
    else:
        yield received


def _kind(path: Path) -> str | None:
    """Tell the media type of a file by its first bytes."""
    try:
        with path.open("rb") as file:
            return media_type(file.read(HEAD_BYTES), path.name, None)
    except OSError:
        return None


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
        return _unreadable(source, error)
    return reception.document(content, source, path.name)


def _unreadable(source: Source, error: OSError | ValueError) -> Received:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return unreceived(source, Reason.UNREADABLE, f"the file cannot be read: {why}")


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
