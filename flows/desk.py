"""The desk: one folder with the raw bytes, the database, the exports and what Prefect keeps."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from models import Record

if TYPE_CHECKING:
    from clean.store import CleanStore
    from clean.store.visit_log import VisitLog
    from raw.store import RawStore


DESK = Path("desk")
"""Where a desk is unless the settings or the user say otherwise."""


class DeskFailedError(RuntimeError):
    """A desk's database or raw store cannot be opened; the message names it and what it lacks."""


class Desk(Record):
    """A desk's folder, and its database and raw store where these are elsewhere.

    Nothing is created before something is kept. It can be sent to another process: it holds names, nothing that is
    open.
    """

    folder: Path
    database: str | None = None
    bucket: str | None = None

    @property
    def exports(self) -> Path:
        """The folder of the exported records."""
        return self.folder / "clean"

    @property
    def reviews(self) -> Path:
        """The folder of the review pages."""
        return self.folder / "report"

    @property
    def prefect_home(self) -> Path:
        """The folder for a Prefect server of our own."""
        return self.folder / "prefect"

    @property
    def hosts(self) -> Path:
        """The folder with the pause of each host."""
        return self.folder / "hosts"

    @property
    def lists(self) -> Path:
        """The folder with the last copy of each feed, sitemap and list of addresses."""
        return self.folder / "lists"

    @property
    def _sqlite(self) -> Path:
        return self.folder / "copydesk.db"

    def anywhere(self) -> "Desk":
        """Give the same desk to a process that works in another folder."""
        return self.model_copy(update={"folder": self.folder.absolute()})

    def is_in_folder(self) -> bool:
        """Whether the folder holds what a desk holds."""
        return self._sqlite.is_file()

    def exists(self) -> bool:
        """Whether anything was ever kept here."""
        return self.database is not None or self.is_in_folder()

    def open_store(self) -> "CleanStore":
        """Open the clean store; it is to be closed.

        Raises:
            DeskFailedError: it cannot be opened.
            NewerReleaseError: a newer release wrote it.
        """
        # Whoever only asks where a desk lies does not wait for SQLAlchemy.
        from clean.store import CleanStore

        with self._telling_which_database():
            return CleanStore(self.database or self._sqlite)

    def open_visits(self) -> "VisitLog":
        """Open the log of what was fetched, which lies in the same database; it is to be closed."""
        from clean.store.visit_log import VisitLog

        with self._telling_which_database():
            return VisitLog(self.database or self._sqlite)

    @contextmanager
    def _telling_which_database(self) -> Iterator[None]:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except ImportError as error:
            raise DeskFailedError(
                f"the database needs {error.name}, which is not installed: name one of PostgreSQL as"
                " postgresql+psycopg://..., and .venv/bin/pip install --editable '.[postgres]'"
            ) from error
        except SQLAlchemyError as error:
            words = " ".join(str(getattr(error, "orig", None) or error).split())
            raise DeskFailedError(f"{self._database_shown()}: {words}{self._why_unwritable()}") from error

    def _database_shown(self) -> str:
        """Give the database's address without its password; no part of what is no address, for any may be one."""
        from sqlalchemy import make_url
        from sqlalchemy.exc import SQLAlchemyError

        try:
            return make_url(self.database).render_as_string() if self.database else str(self._sqlite)
        except SQLAlchemyError:
            return "`database` in the settings"

    def _why_unwritable(self) -> str:
        if self.database or os.access(self.folder, os.W_OK):
            return ""
        return "; a desk is written to also where it is only read, and this folder cannot be written to"

    def open_raw(self) -> "RawStore":
        """Open the raw store.

        Raises:
            DeskFailedError: there is no driver for the address of a bucket.
        """
        if self.bucket:
            from raw.bucket import RawBucket

            try:
                return RawBucket(self.bucket)
            except (ImportError, ValueError) as error:
                raise DeskFailedError(f"{self.bucket}: {error}") from error
        from raw.store import RawStore

        return RawStore(self.folder / "raw")
