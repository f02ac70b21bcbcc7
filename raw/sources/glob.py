"""The files that match a pattern."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from models import Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Reception
from raw.sources.file import documents, printable
from raw.sources.folder import is_folder, is_within, listed, subfolders, unlisted

MAGIC = frozenset("*?[")
ANY_DEPTH = "**"


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the documents that match a pattern, ordered by path.

    `*`, `?` and `[...]` stand for characters of one name and `**` for folders at any depth. Hidden names match only
    what begins with a dot itself; folders that match are passed over. A folder on the way that cannot be looked into is
    an Unreceived, and so is a pattern that matches nothing, because somebody expected documents there. (Python's own
    `glob` runs in circles where links do; this does not.)
    """
    pattern = Path(argument)
    parts = [*pattern.parts, "*"] if pattern.name == ANY_DEPTH else list(pattern.parts)
    start = Path(parts.pop(0)) if pattern.is_absolute() else Path()
    files, closed = set[Path](), dict[str, OSError]()
    for found in matching(start, parts):
        if isinstance(found, OSError):
            closed[found.filename] = found
        elif not is_folder(found) and not is_within(found, reception.passed_over):
            files.add(found)
    for _, error in sorted(closed.items()):
        yield unlisted(error, container=printable(pattern))
    for path in sorted(files):
        yield from documents(path, reception, container=printable(pattern))
    if not files and not closed:
        source = Source(uri=printable(pattern), container=None)
        yield unreceived(source, Reason.NOT_FOUND, "no file has this name or matches this pattern; check the spelling")


def is_pattern(argument: str) -> bool:
    """Whether a path holds a character with a meaning for patterns."""
    return not MAGIC.isdisjoint(argument)


def matching(folder: Path, parts: list[str]) -> Iterator[Path | OSError]:
    """Give the paths below a folder that match the parts of a pattern, name for name; some may come twice.

    For a folder that cannot be looked into an error is given, whose `filename` it is.
    """
    if not parts:
        yield folder
        return
    part, rest = parts[0], parts[1:]
    if part == ANY_DEPTH:
        for below in subfolders(folder):
            yield from [below] if isinstance(below, OSError) else matching(below, rest)
        return
    try:
        named = _matching_here(folder, part)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        yield OSError(error.errno, error.strerror, os.fspath(folder))
        return
    for path in named:
        yield from matching(path, rest)


def _matching_here(folder: Path, part: str) -> list[Path]:
    """Give what is in a folder and matches one part of a pattern."""
    if not is_pattern(part):
        return [folder / part] if (folder / part).exists() else []
    hidden_too = part.startswith(".")
    return [
        path
        for path in listed(folder)
        if fnmatchcase(path.name, part) and (hidden_too or not path.name.startswith("."))
    ]
