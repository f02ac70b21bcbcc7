"""What was fetched when, with which validators, in the same database as the outcomes."""

from hashlib import sha256
from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from clean.store.database import database_url, open_database, writing
from clean.store.tables import visits
from models import Visit


class VisitLog:
    """The last visit to each address. All methods may be called from several processes at once."""

    def __init__(self, database: str | Path) -> None:
        """Open the log: the SQLAlchemy URL of a database, or the path of a SQLite file."""
        self._engine = open_database(database_url(database))
        self._writer = writing(self._engine)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def last(self, uri: str) -> Visit | None:
        """Give the last visit to an address; None when there was none."""
        query = sa.select(*(visits.c[name] for name in Visit.model_fields)).where(visits.c.key == visit_key(uri))
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return Visit.model_validate(dict(row)) if row else None

    def note(self, visit: Visit) -> None:
        """Put a visit in the place of the one before."""
        row = {"key": visit_key(visit.uri), **visit.model_dump()}
        # Each has its own; importing that of PostgreSQL takes as long as all else of SQLAlchemy that is needed here.
        dialect = import_module(f"sqlalchemy.dialects.{self._engine.dialect.name}")
        insert = dialect.insert(visits).values(row)
        changed = {name: insert.excluded[name] for name in Visit.model_fields}
        with self._writer.begin() as connection:
            connection.execute(insert.on_conflict_do_update(index_elements=[visits.c.key], set_=changed))


def visit_key(uri: str) -> str:
    """Give the key of an address's row: its SHA-256, for an address may be longer than an index takes."""
    return sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()
