"""The files that match a pattern."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from models import Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Reception
from raw.sources.file import documents, printable
from raw.sources.folder import is_within, listed, subfolders

MAGIC = frozenset("*?[")
ANY_DEPTH = "**"


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the documents that match a pattern, ordered by path.

    `*`, `?` and `[...]` stand for characters of one name and `**` for folders at any depth. Hidden names match only
    what begins with a dot itself; folders that match are passed over. A pattern that matches nothing is an Unreceived,
    because somebody expected documents there. (Python's own `glob` runs in circles where links do; this does not.)
    """
    pattern = Path(argument)
    parts = [*pattern.parts, "*"] if pattern.name == ANY_DEPTH else list(pattern.parts)
    start = Path(parts.pop(0)) if pattern.is_absolute() else Path()
    within_reach = {path for path in matching(start, parts) if not path.is_dir()}
    found = sorted(path for path in within_reach if not is_within(path, reception.passed_over))
    for path in found:
        yield from documents(path, reception, container=printable(pattern))
    if not found:
        source = Source(uri=printable(pattern), container=None)
        yield unreceived(source, Reason.NOT_FOUND, "no file has this name or matches this pattern; check the spelling")


def is_pattern(argument: str) -> bool:
    """Whether a path holds a character with a meaning for patterns."""
    return not MAGIC.isdisjoint(argument)


def matching(folder: Path, parts: list[str]) -> Iterator[Path]:
    """Give the paths below a folder that match the parts of a pattern, name for name; some may come twice."""
    if not parts:
        yield folder
        return
    part, rest = parts[0], parts[1:]
    if part == ANY_DEPTH:
        for below in subfolders(folder):
            yield from matching(below, rest)
    elif not is_pattern(part):
        if (folder / part).exists():
            yield from matching(folder / part, rest)
    else:
        for path in _listed(folder):
            hidden = path.name.startswith(".") and not part.startswith(".")
            if fnmatchcase(path.name, part) and not hidden:
                yield from matching(path, rest)


def _listed(folder: Path) -> list[Path]:
    """Give what is in a folder; nothing for what is none or cannot be listed: no pattern is known to match there."""
    try:
        return listed(folder)
    except OSError:
        return []
