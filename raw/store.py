"""Keeps the exact bytes of documents under their SHA-256, and nothing else.

Where the bytes came from, and what became of them, is the outcome store's to know.
"""

import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256 as hashed
from pathlib import Path

from models import RawDocument

ABANDONED_AFTER_SECONDS = 3600
"""A temporary file this old belongs to a process that has died; a younger one may still be written."""

# A SHA-256 as we write it: 64 lower-case hexadecimal digits; not upper case, and no path such as "../..".
SHA256 = re.compile(r"[0-9a-f]{64}")


class BytesMissingError(LookupError):
    """The store does not hold these bytes."""


class BytesCorruptError(ValueError):
    """The file in the store no longer holds the bytes it is named for."""


class RawStore:
    """A folder of files named by the SHA-256 of their bytes, at `ab/abcd...`; earlier desks have `ab/cd/abcd...`.

    A file appears under its final name complete and on the disk, or not at all: it is written under `incoming/`,
    synced, renamed, and the rename synced too. Several processes may write at once; the same bytes are kept once.
    Nothing is created before the first `put`. What a crash leaves in `incoming/` does no harm and is swept when a
    store is opened an hour later.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"
        self._sweep()

    def put(self, raw: RawDocument) -> str:
        """Keep the bytes and give their SHA-256; bytes that are there already are not written again.

        A file of another size than the bytes (a damaged disk, a foreign copy) is replaced.

        Raises:
            OSError: they could not be written (a full disk, no permission); nothing of them stays.
        """
        try:
            if not self.holds(raw):
                self._write(raw.sha256, raw.content)
        except OSError as error:
            message = f"{error.strerror or error}: {len(raw.content):,} bytes were not kept in the raw store"
            raise OSError(error.errno, message, self._place(raw.sha256)) from error
        return raw.sha256

    def holds(self, raw: RawDocument) -> bool:
        """Whether there is a file for the bytes that is as long as they are.

        Raises:
            OSError: the disk does not tell.
        """
        try:
            return self._size(raw.sha256) == len(raw.content)
        except FileNotFoundError:
            return False

    def get(self, sha256: str) -> bytes:
        """Give the bytes of a hash, verified.

        Raises:
            BytesMissingError: the store does not hold them.
            BytesCorruptError: what it holds has another hash.
            OSError: the file could not be read.
        """
        try:
            content = self._read(sha256)
        except FileNotFoundError:
            raise BytesMissingError(f"{self} does not hold {sha256}; ingest its source again") from None
        if hashed(content).hexdigest() != sha256:
            place = self._place(sha256)
            raise BytesCorruptError(f"{place} is damaged; delete the file and ingest its source again")
        return content

    def file_of(self, sha256: str) -> Path | None:
        """Give the file that holds the bytes, for whoever wants to look at it; None when it is not there."""
        path = self._path(sha256)
        return path if path.is_file() else None

    def __contains__(self, sha256: object) -> bool:
        return isinstance(sha256, str) and bool(SHA256.fullmatch(sha256)) and self._path(sha256).is_file()

    def __iter__(self) -> Iterator[str]:
        """Give every hash in the store, in ascending order; files of other names are passed over."""
        for folder in _sorted(self.folder, "[0-9a-f][0-9a-f]"):
            names = {file.name for pattern in ("*", "[0-9a-f][0-9a-f]/*") for file in folder.glob(pattern)}
            yield from (name for name in sorted(names) if SHA256.fullmatch(name))

    def delete(self, sha256: str) -> None:
        """Remove the bytes of a hash for good; it is no error when they are not there.

        Raises:
            OSError: the file could not be removed.
        """
        for place in (relative_place(sha256), earlier_place(sha256)):
            path = self.folder / place
            with suppress(FileNotFoundError, NotADirectoryError):
                path.unlink()
                sync_folder(path.parent)

    def __str__(self) -> str:
        return str(self.folder)

    def _place(self, sha256: str) -> str:
        return str(self._path(sha256))

    def _path(self, sha256: str) -> Path:
        """Give where the bytes are, or are to be."""
        path, earlier = self.folder / relative_place(sha256), self.folder / earlier_place(sha256)
        return earlier if earlier.is_file() and not path.is_file() else path

    def _size(self, sha256: str) -> int:
        return self._path(sha256).stat().st_size

    def _read(self, sha256: str) -> bytes:
        return self._path(sha256).read_bytes()

    def _write(self, sha256: str, content: bytes) -> None:
        path = self._path(sha256)
        _make_folder(self._incoming)
        _make_folder(path.parent)
        temporary = self._incoming / f"{path.name}.{secrets.token_hex(8)}"
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)

    def _sweep(self) -> None:
        """Remove what died writers left; another process may sweep at the same moment."""
        abandoned = time.time() - ABANDONED_AFTER_SECONDS
        for path in _sorted(self._incoming, "*"):
            with suppress(OSError):
                if path.stat().st_mtime < abandoned:
                    path.unlink()


def relative_place(sha256: str) -> str:
    """Give where in a store the bytes of a hash lie.

    Of a million documents each of 256 folders has four thousand; more folders are more to make and to sync.

    >>> relative_place("abcd" * 16)[:9]
    'ab/abcdab'

    Raises:
        ValueError: it is no SHA-256.
    """
    if not SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is no SHA-256: 64 lower-case hexadecimal digits")
    return f"{sha256[:2]}/{sha256}"


def earlier_place(sha256: str) -> str:
    """Give where earlier desks have the bytes of a hash, one folder deeper.

    >>> earlier_place("abcd" * 16)[:12]
    'ab/cd/abcdab'
    """
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _sorted(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern))


def _make_folder(folder: Path) -> None:
    """Make a folder and its parents so that they outlive a power cut."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Have what was renamed in a folder outlive a power cut.

    Raises:
        OSError: the disk refuses.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
