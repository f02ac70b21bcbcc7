"""Keeps the exact bytes of documents in an object store, wherever fsspec has a driver: `s3://`, `gs://`, `abfs://`."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from raw.store import SHA256, RawStore, earlier_place, relative_place


class RawBucket(RawStore):
    """Objects named by the SHA-256 of their bytes, below an address, laid out as in a folder.

    An object store shows an object complete or not at all, so nothing is written aside. The driver's own settings hold
    the keys (environment, profile).

    Raises:
        ImportError: there is no driver for the address.
    """

    def __init__(self, address: str) -> None:
        from fsspec.core import url_to_fs

        self._address = address.rstrip("/")
        self._files, self._root = url_to_fs(self._address)

    def file_of(self, sha256: str) -> Path | None:  # noqa: ARG002 a folder has one
        """Give no file: the bytes are on no disk of this machine."""
        return None

    def delete(self, sha256: str) -> None:
        """Remove the bytes of a hash for good; it is no error when they are not there."""
        for name in (self._object(sha256), self._earlier_object(sha256)):
            with suppress(FileNotFoundError):
                self._files.rm_file(name)

    def __contains__(self, sha256: object) -> bool:
        if not isinstance(sha256, str) or not SHA256.fullmatch(sha256):
            return False
        return any(map(self._files.isfile, (self._object(sha256), self._earlier_object(sha256))))

    def __iter__(self) -> Iterator[str]:
        """Give every hash in the store, in ascending order; objects of other names are passed over."""
        names = {path.rpartition("/")[2] for path in self._files.find(self._root)}
        return (name for name in sorted(names) if SHA256.fullmatch(name))

    def __str__(self) -> str:
        return self._address

    def _object(self, sha256: str) -> str:
        return f"{self._root}/{relative_place(sha256)}"

    def _earlier_object(self, sha256: str) -> str:
        return f"{self._root}/{earlier_place(sha256)}"

    def _place(self, sha256: str) -> str:
        return f"{self._address}/{relative_place(sha256)}"

    def _size(self, sha256: str) -> int:
        # Another process may have written it since the driver listed the folder.
        self._files.invalidate_cache()
        return int(self._files.size(self._object(sha256)))

    def _read(self, sha256: str) -> bytes:
        try:
            content: bytes = self._files.cat_file(self._object(sha256))
        except FileNotFoundError:
            content = self._files.cat_file(self._earlier_object(sha256))
        return content

    def _write(self, sha256: str, content: bytes) -> None:
        self._files.pipe_file(self._object(sha256), content)
