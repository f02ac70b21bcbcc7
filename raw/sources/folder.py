"""All files below a folder."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from models import Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Reception
from raw.sources.file import documents, printable
from raw.sources.settling import is_unfinished, is_young, once_settled

logger = logging.getLogger(__name__)

Identity = tuple[int, int]
"""Device and inode: what tells a folder from its other names."""


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the documents below a folder, at every depth, ordered by name.

    Hidden files and folders (".git") are passed over. Links are followed; a folder that a link leads to again, a loop
    above all, is visited once, and the log says so. A folder that cannot be listed is an Unreceived of its own: what
    is in it is missing. Files that may still be written come last, when they have settled. An empty folder is no fault,
    and the log says so.
    """
    folder = Path(argument)
    container = printable(folder)
    young: list[Path] = []
    count = 0
    for count, found in enumerate(walk(folder, passed_over=reception.passed_over), start=1):  # noqa: B007 it is needed
        if isinstance(found, OSError):
            yield unlisted(found, container=container)
        elif reception.settle_seconds and is_unfinished(found):
            logger.info("%s is not whole yet: left to a later run", printable(found))
        elif reception.settle_seconds and is_young(found, reception.settle_seconds):
            young.append(found)
        else:
            yield from documents(found, reception, container=container)
    if not count:
        logger.warning("%s holds no documents; files whose names begin with a dot are passed over", container)
    yield from once_settled(young, reception, container=container)


def unlisted(error: OSError, *, container: str) -> Received:
    """Say that a folder could not be listed."""
    source = Source(uri=printable(Path(error.filename)), container=container)
    return unreceived(source, Reason.UNREADABLE, f"the folder cannot be listed: {error.strerror}")


def walk(folder: Path, *, passed_over: Path | None = None) -> Iterator[Path | OSError]:
    """Give every file below a folder that is not hidden, ordered by name, and an error for each unlisted folder."""
    for path in _below(folder, passed_over):
        if isinstance(path, OSError) or not is_folder(path):
            yield path


def subfolders(folder: Path) -> Iterator[Path | OSError]:
    """Give a folder and those below it that are not hidden, each once, ordered by name; errors as `walk` does."""
    for path in _below(folder, passed_over=None):
        if isinstance(path, OSError) or is_folder(path):
            yield path


def listed(folder: Path) -> list[Path]:
    """Give what is in a folder, ordered by name.

    Raises:
        OSError: it cannot be listed; its `filename` is the folder.
    """
    with os.scandir(folder) as entries:
        # Names are ordered as paths are, and in a third of the time.
        return [folder / name for name in sorted(entry.name for entry in entries)]


def _below(folder: Path, passed_over: Path | None) -> Iterator[Path | OSError]:
    """Give a folder, then all that is in it that is not hidden; a folder met again is not given again."""
    visited: dict[Identity, Path] = {}
    left_out = _folder_identity(passed_over) if passed_over else None
    pending = [folder]
    while pending:
        path = pending.pop()
        try:
            identity = _folder_identity(path)
            if identity and identity == left_out:
                continue
            if identity in visited:
                logger.warning("%s is %s again: visited once", printable(path), printable(visited[identity]))
                continue
            yield path
            if identity:
                visited[identity] = path
                # The last to be put in is the first to be taken out.
                pending += reversed([entry for entry in listed(path) if not entry.name.startswith(".")])
        except OSError as error:
            # The error itself does not always name the folder.
            yield OSError(error.errno, error.strerror, os.fspath(path))


def is_within(path: Path, folder: Path | None) -> bool:
    """Whether a path leads into a folder, whatever names it takes on the way."""
    # Not `Path.resolve`, which raises for a link that leads to itself.
    return folder is not None and Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _folder_identity(path: Path) -> Identity | None:
    """Tell which folder this is; None for a file, and for a link that leads nowhere."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return (facts.st_dev, facts.st_ino) if stat.S_ISDIR(facts.st_mode) else None


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; of what cannot be told it is not known to."""
    return _folder_identity(path) is not None
