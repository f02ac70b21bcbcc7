"""One file for each kind of place that raw documents come from."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from models import Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Opens, Reception
from raw.sources import file, folder, glob, remote, standard_input, url


class SourceKind(NamedTuple):
    """A kind of source: what arguments name one, and how it is opened."""

    means: Callable[[str], bool]
    opens: Opens


def _exists(argument: str) -> bool:
    with suppress(OSError, ValueError):
        return Path(argument).exists()
    return False


def _is_folder(argument: str) -> bool:
    with suppress(OSError, ValueError):
        return Path(argument).is_dir()
    return False


SOURCES: tuple[SourceKind, ...] = (
    # The first that an argument means is the one.
    SourceKind(standard_input.is_standard_input, standard_input.opens),
    SourceKind(url.is_address, url.opens),
    SourceKind(remote.is_remote, remote.opens),
    SourceKind(_is_folder, folder.opens),
    # Before patterns: a file may be called "results[1].txt".
    SourceKind(_exists, file.opens),
    SourceKind(glob.is_pattern, glob.opens),
    # What is left names a file that is not there, and says so.
    SourceKind(lambda _: True, file.opens),
)


def open_source(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the documents that an argument names, one by one, as they are got.

    Args:
        argument: "-", an http(s) address or a file (of a document, an archive, or a list: a feed, a sitemap, a file of
            addresses), a folder, a pattern, or an address that fsspec has a driver for; a `file:` address means its
            path.
        reception: the clock, the cap and the means of getting documents.

    Yields:
        A RawDocument, or an Unreceived that says why there is none. Nothing is raised for a document's sake, and what
        one document is does not touch the next.
    """
    if not argument:
        yield unreceived(Source(uri=""), Reason.NOT_FOUND, "an empty name names nothing; is a variable unset?")
        return
    argument = local_path(argument)
    kind = next(kind for kind in SOURCES if kind.means(argument))
    yield from kind.opens(argument, reception)


def local_path(argument: str) -> str:
    """Give the path that a `file:` address of this machine means; every other argument as it is.

    >>> local_path("file:///news/a%20b.txt")
    '/news/a b.txt'
    >>> local_path("news/a.txt")
    'news/a.txt'
    """
    if not argument.lower().startswith("file:"):
        return argument
    with suppress(ValueError):
        parts = urlsplit(argument)
        if parts.netloc in {"", "localhost"} and parts.path:
            return unquote(parts.path)
    return argument
