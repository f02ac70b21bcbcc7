"""Keeps the last copy of each list that was fetched.

A list is no document, and yet its bytes are needed when a server says that they did not change.
"""

import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path


class LastCopies:
    """A folder with a file for each address; a new copy takes the place of the old one.

    What is lost of it does no harm: the list is fetched again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, uri: str, content: bytes) -> None:
        """Keep the bytes of an address.

        Raises:
            OSError: they could not be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(uri)
        temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise

    def get(self, uri: str, raw_sha256: str) -> bytes | None:
        """Give the bytes of an address, if they are those with this SHA-256."""
        try:
            content = self._path(uri).read_bytes()
        except FileNotFoundError:
            return None
        return content if sha256(content).hexdigest() == raw_sha256 else None

    def _path(self, uri: str) -> Path:
        return self._folder / sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()
