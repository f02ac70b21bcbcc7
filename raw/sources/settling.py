"""Waits for files that are still being written."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

from models import Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Reception
from raw.sources.file import documents, printable

logger = logging.getLogger(__name__)

PATIENCE = 30
"""A file that still changes after so many looks at it is left to the next run."""

BEING_WRITTEN = frozenset({".part", ".partial", ".filepart", ".crdownload", ".tmp"})
"""Endings that programs give to a file while they write it, to rename it when it is whole."""

Facts = tuple[int, int] | None
"""Size and moment of the last change; None for what is not there."""


def is_unfinished(path: Path) -> bool:
    """Whether a name says that its file is not whole yet."""
    return path.suffix.lower() in BEING_WRITTEN


def is_young(path: Path, seconds: float) -> bool:
    """Whether a file changed so lately that somebody may still be writing it; also one from the future."""
    facts = _facts(path)
    return facts is not None and time.time() - facts[1] / 1e9 < seconds


def once_settled(paths: list[Path], reception: Reception, *, container: str) -> Iterator[Received]:
    """Yield the documents in files as soon as they have not changed for `reception.settle_seconds`."""
    waiting = {path: _facts(path) for path in paths}
    for _ in range(PATIENCE):
        if not waiting:
            return
        logger.info("%s: waiting for %d files that may still be written", container, len(waiting))
        time.sleep(reception.settle_seconds)
        for path, before in list(waiting.items()):
            now = _facts(path)
            if now == before:
                del waiting[path]
                if now is not None:
                    yield from documents(path, reception, container=container)
            else:
                waiting[path] = now
    for path in waiting:
        source = Source(uri=printable(path), container=container)
        detail = "the file is still being written; the next run takes it"
        yield unreceived(source, Reason.UNREADABLE, detail)


def _facts(path: Path) -> Facts:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns
