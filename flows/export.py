"""Files of records for downstream tools, rebuilt from the store: written aside, synced, renamed."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from clean.store import Kind
from flows.desk import Desk
from flows.words import ExportFormat

FILES: dict[str, Kind] = {"articles.jsonl": "article", "rejections.jsonl": "rejection"}
"""The files in the desk's folder of exports, and what each holds."""


def rebuild_exports(desk: Desk) -> list[Path]:
    """Write the desk's files of articles and rejections anew, and give their paths.

    Whoever reads one meanwhile sees the earlier file or the new one, whole.
    """
    desk.exports.mkdir(parents=True, exist_ok=True)
    paths = [desk.exports / name for name in FILES]
    with _alone(desk.exports / ".lock"), closing(desk.open_store()) as store:
        for path, kind in zip(paths, FILES.values(), strict=True):
            replace_file(path, (f"{record}\n".encode() for record in store.export(kind)))
    return paths


def json_lines(desk: Desk) -> Iterator[bytes]:
    """Give the exported articles as JSON Lines, in order of their ids."""
    with closing(desk.open_store()) as store:
        for record in store.export("article"):
            yield f"{record}\n".encode()


FORMATS: dict[ExportFormat, Callable[[Desk], Iterator[bytes]]] = {ExportFormat.JSONL: json_lines}
"""What makes the bytes of each format."""


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file aside, sync it, and put it in the place of the earlier one.

    Raises:
        OSError: it could not be written; the earlier file is as it was.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("xb") as file:
            _write(file, pieces)
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    _sync(path.parent)


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    file.writelines(pieces)
    file.flush()
    os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Wait until no other process rebuilds: the last to begin has read all that was kept before, and comes last.

    What a killed process left aside is swept here, where nobody else writes.
    """
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for name in FILES:
            for abandoned in lock.parent.glob(f".{name}.*"):
                abandoned.unlink()
        yield
