"""Writes a review into a folder that opens from the disk: pages, their style and script, and ways to the raw bytes."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.outputs.files import replaced_folder
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
        flows.outputs.files.NotOursError: something else than a review is there.
        OSError: it could not be written; what was there is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced_folder(path, known_by={file.name for file in ASSETS.iterdir()}) as folder:
        shutil.copytree(ASSETS, folder, dirs_exist_ok=True)
        yield Folder(folder, path, raw)


def remove_reviews(folder: Path) -> None:
    """Remove all reviews: their pages hold the texts of articles.

    Raises:
        OSError: something could not be removed.
    """
    if folder.exists():
        shutil.rmtree(folder)
