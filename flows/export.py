"""Gives out the records of the desk: the two files that every run keeps up to date, and what `copydesk export` asks."""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from clean.store import Kind
from flows.desk import Desk
from flows.outputs.files import replace_file, sweep
from flows.outputs.json_lines import json_lines

FILES: dict[str, Kind] = {"articles.jsonl": "article", "rejections.jsonl": "rejection"}
"""The files in the desk's folder of exports, and what each holds."""


def rebuild_exports(desk: Desk) -> list[Path]:
    """Write the desk's files of articles and rejections anew, and give their paths.

    Whoever reads one meanwhile sees the earlier file or the new one, whole.
    """
    desk.exports.mkdir(parents=True, exist_ok=True)
    paths = [desk.exports / name for name in FILES]
    with _alone(desk.exports / ".lock", paths), closing(desk.open_store()) as store:
        for path, kind in zip(paths, FILES.values(), strict=True):
            replace_file(path, json_lines(store.export(kind)))
    return paths


def exported(desk: Desk, *, since: datetime | None = None) -> Iterator[str]:
    """Give the desk's articles as JSON, one for each id and in order of ids; `since` leaves out what is older.

    An article is as old as its record that counts, which may have been made again since it was first taken in.
    """
    with closing(desk.open_store()) as store:
        yield from store.export("article", since=since)


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
