"""Writes a review into a folder that opens from the disk: pages, their style and script, and ways to the raw bytes."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models import Source
from raw.store import RawStore

ASSETS = Path(__file__).parent / "assets"

SUFFIXES = {"application/pdf": ".pdf"}
"""What a browser may open as what it is. All else it is to show as text: a page from the web is not to run here."""

AS_TEXT = ".txt"


class Folder:
    """A folder of review pages that is being written."""

    def __init__(self, path: Path, final: Path, raw: RawStore) -> None:
        self._path = path
        self._final = final
        self._raw = raw

    def write(self, name: str, page: str) -> None:
        """Write a page; `name` may lie in a folder of ours."""
        path = self._path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="")

    def link_to_bytes(self, sha256: str | None, source: Source) -> str | None:
        """Lay a link to raw bytes into the folder and give its address within it; None if they are not on this disk.

        The link's name tells a browser to show a foreign page as text instead of opening it.
        """
        file = self._raw.file_of(sha256) if sha256 else None
        if file is None:
            return None
        name = f"raw/{sha256}{SUFFIXES.get(source.media_type or '', AS_TEXT)}"
        link = self._path / name
        link.parent.mkdir(exist_ok=True)
        if not link.is_symlink():
            link.symlink_to(os.path.relpath(file.resolve(), (self._final / "raw").resolve()))
        return name


@contextmanager
def new_folder(path: Path, raw: RawStore) -> Iterator[Folder]:
    """Write a folder aside, and put it in the place of an earlier one when it is whole.

    Raises:
        OSError: it could not be written, or something else than a review is there; what was there is as it was.
    """
    if not _may_replace(path):
        raise FileExistsError(f"{path} is there and no review; name another folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        shutil.copytree(ASSETS, aside)
        yield Folder(aside, path, raw)
        _replace(path, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _may_replace(path: Path) -> bool:
    """Whether nothing is lost that this program did not write."""
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        return False
    names = {file.name for file in path.iterdir()} if path.exists() else set()
    return not names or {file.name for file in ASSETS.iterdir()} <= names


def remove_reviews(folder: Path) -> None:
    """Remove all reviews: their pages hold the texts of articles.

    Raises:
        OSError: something could not be removed.
    """
    if folder.exists():
        shutil.rmtree(folder)


def _replace(path: Path, new: Path) -> None:
    earlier = path.with_name(f"{new.name}.earlier")
    if path.exists():
        path.replace(earlier)
    new.replace(path)
    shutil.rmtree(earlier, ignore_errors=True)
