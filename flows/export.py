"""Gives out the records of the desk: the two files that every run keeps up to date, and what `copydesk export` asks."""

import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from clean.record.entry import Kind
from flows.desk import Desk
from flows.outputs.files import replace_file, sweep
from flows.outputs.json_lines import json_lines
from flows.versioning import pipeline_version

FILES: dict[str, Kind] = {"articles.jsonl": "article", "rejections.jsonl": "rejection"}
"""The files in the desk's folder of exports, and what each holds."""


def rebuild_exports(desk: Desk) -> list[Path]:
    """Write the desk's files of articles and rejections anew where they are no longer what the desk holds.

    Whoever reads one meanwhile sees the earlier file or the new one, whole. Gives their paths.
    """
    desk.exports.mkdir(parents=True, exist_ok=True)
    paths = [desk.exports / name for name in FILES]
    note = desk.exports / ".written"
    with _alone(desk.exports / ".lock", paths), closing(desk.open_store()) as store:
        # Taken first: what is kept while the files are written is news to the next one who asks.
        held = f"{pipeline_version()} {store.fingerprint()}"
        if _read(note) != _noted(held, paths):
            for path, kind in zip(paths, FILES.values(), strict=True):
                replace_file(path, json_lines(store.export(kind)))
            note.write_text(_noted(held, paths), encoding="utf-8")
    return paths


def exported(desk: Desk, *, since: datetime | None = None) -> Iterator[str]:
    """Give the desk's articles as JSON, one for each id and in order of ids; `since` leaves out what is older.

    An article is as old as its record that counts, which may have been made again since it was first taken in.
    """
    with closing(desk.open_store()) as store:
        yield from store.export("article", since=since)


def _noted(held: str, paths: Iterable[Path]) -> str:
    """Say what the desk held when these files were written, and by what they are known; of none that is missing."""
    facts = [path.stat() if path.is_file() else None for path in paths]
    files = [fact and (fact.st_ino, fact.st_size, fact.st_mtime_ns) for fact in facts]
    return json.dumps({"held": held, "files": files})


def _read(note: Path) -> str | None:
    """Read what was noted last; half a note, or none, is that of no file."""
    with suppress(OSError, UnicodeDecodeError):
        return note.read_text(encoding="utf-8")
    return None


@contextmanager
def _alone(lock: Path, paths: Iterable[Path]) -> Iterator[None]:
    """Wait until no other process rebuilds: the last to begin has read all that was kept before, and comes last.

    What a killed process left aside is swept here, where nobody else writes.
    """
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for path in paths:
            sweep(path, older_than=0)
        yield
