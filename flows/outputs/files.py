"""Puts what is written in the place of what was there, whole or not at all: written aside, synced, renamed."""

import ctypes
import os
import secrets
import shutil
import time
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO

from raw.store import sync_folder

ABANDONED_AFTER_SECONDS = 86_400
"""What lies aside so long belongs to a process that has died; younger, it may still be written."""

LONGEST_NAME = 200
"""Bytes of a name that are kept in the name aside: file systems allow 255, and the name aside is longer."""

MARK = ".copydesk-export"
"""The file by which a folder is known as one that an export made, and that the next may replace."""

GZIP_LEVEL = 5
"""Within a few hundredths of the default's size in half of its time."""

BUFFER = 1 << 20
"""Bytes that are written at once; a call of the system for each record would take as long as reading it."""

AT_FDCWD = -100
RENAME_EXCHANGE = 2


class NotOursError(ValueError):
    """What stands where something is to go must not be replaced; the message says what to do."""


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file aside, sync it, and put it in the place of the earlier one.

    A link keeps pointing where it points; a device or a pipe is written to as it is.

    Raises:
        NotOursError: a folder stands there.
        OSError: it could not be written; the earlier file is as it was.
    """
    place = path.resolve()
    if place.is_dir():
        raise NotOursError(f"{path} is a folder; name a file")
    if place.exists() and not place.is_file():
        with place.open("wb") as device:
            device.writelines(pieces)
        return
    with _aside(place) as aside:
        with _named(path), aside.open("xb", BUFFER) as file:
            _write(file, pieces)
        aside.replace(place)
    sync_folder(place.parent)


@contextmanager
def exported_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill with an export, as `replaced_folder` does."""
    with replaced_folder(path, known_by={MARK}) as folder:
        (folder / MARK).write_text("Written by `copydesk export`, which replaces this folder.\n", encoding="utf-8")
        yield folder


@contextmanager
def replaced_folder(path: Path, *, known_by: Collection[str]) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well, it takes the place of the earlier one.

    Whoever lists the folder meanwhile sees the earlier files or the new ones, never both.

    Args:
        path: where it is to stand.
        known_by: the names of files that a folder of this kind has, and no other.

    Raises:
        NotOursError: what stands there is no folder, or none of this kind.
        OSError: it could not be written; the earlier folder is as it was.
    """
    place = path.resolve()
    _expect_ours(path, known_by)
    with _aside(place) as aside:
        with _named(path):
            aside.mkdir()
        yield aside
        os.sync()  # thousands of files, for each of which a sync of its own would take as long as writing it
        _swap(aside, place)
    sync_folder(place.parent)


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Compress what comes, as a gzip file without a name and a time, so that the same content gives the same bytes."""
    compress = zlib.compressobj(GZIP_LEVEL, wbits=31)
    for piece in pieces:
        if done := compress.compress(piece):
            yield done
    yield compress.flush()


def sweep(path: Path, *, older_than: float = ABANDONED_AFTER_SECONDS) -> None:
    """Remove what processes that died while they wrote `path` left aside; `older_than` is in seconds."""
    latest = time.time() - older_than
    for abandoned in path.parent.glob(f"{escape(_prefix(path))}*.part"):
        with suppress(OSError):
            if abandoned.stat().st_mtime <= latest:
                _remove(abandoned)


@contextmanager
def _aside(place: Path) -> Iterator[Path]:
    """Give a free name beside a place, and leave nothing under it."""
    sweep(place)
    aside = place.with_name(f"{_prefix(place)}{secrets.token_hex(4)}.part")
    try:
        yield aside
    finally:
        _remove(aside)


def _prefix(path: Path) -> str:
    return f".{os.fsdecode(os.fsencode(path.name)[:LONGEST_NAME])}."


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let what cannot be written be told by the name its user gave it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _expect_ours(path: Path, known_by: Collection[str]) -> None:
    names = {file.name for file in path.iterdir()} if path.is_dir() else set()
    if path.is_dir() and (not names or names.issuperset(known_by)):
        return
    if path.exists():
        what = "holds files that nobody may replace" if path.is_dir() else "is a file"
        raise NotOursError(f"{path} {what}; name another folder, best one that is not there yet")


def _swap(aside: Path, place: Path) -> None:
    """Put a folder in the place of another one, which afterwards lies aside."""
    if not place.exists():
        aside.rename(place)
    elif not _exchange(aside, place):
        earlier = aside.with_suffix(".earlier.part")
        place.rename(earlier)
        aside.rename(place)
        _remove(earlier)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can (Linux, `renameat2`); tell whether it did."""
    with suppress(OSError, AttributeError):
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)
    return False


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink()


def _write(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    file.writelines(pieces)
    file.flush()
    os.fsync(file.fileno())
