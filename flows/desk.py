"""The desk: one folder with the raw bytes, the database, the exports and what Prefect keeps."""

from pathlib import Path
from typing import TYPE_CHECKING

from models import Record

if TYPE_CHECKING:
    from clean.store import CleanStore
    from clean.store.visit_log import VisitLog
    from raw.store import RawStore


DESK = Path("desk")
"""Where a desk is unless the settings or the user say otherwise."""


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

    def is_in_folder(self) -> bool:
        """Whether the folder holds what a desk holds."""
        return self._sqlite.is_file()

    def exists(self) -> bool:
        """Whether anything was ever kept here."""
        return self.database is not None or self.is_in_folder()

    def open_store(self) -> "CleanStore":
        """Open the clean store; it is to be closed."""
        # Whoever only asks where a desk lies does not wait for SQLAlchemy.
        from clean.store import CleanStore

        return CleanStore(self.database or self._sqlite)

    def open_visits(self) -> "VisitLog":
        """Open the log of what was fetched; it is to be closed."""
        from clean.store.visit_log import VisitLog

        return VisitLog(self.database or self._sqlite)

    def open_raw(self) -> "RawStore":
        """Open the raw store."""
        if self.bucket:
            from raw.bucket import RawBucket

            return RawBucket(self.bucket)
        from raw.store import RawStore

        return RawStore(self.folder / "raw")
