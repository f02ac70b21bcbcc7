"""Opens the database of the clean store, on SQLite or PostgreSQL, with its tables up to date."""

import time
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from clean.store.tables import HEAD, tables_with_indexes
from models import NewerReleaseError

BUSY_SECONDS = 60
"""How long a writer waits for another one. Transactions take milliseconds; a slow disk may take seconds."""

MIGRATION_LOCK = 7_263_615_379
"""PostgreSQL's name for the turn to bring the tables up to date: any number, the same for all."""

WRITING = "copydesk_writing"
"""The execution option of a connection whose transactions will write."""


def database_url(database: str | Path) -> str | sa.URL:
    """Give the URL of a database, or of the SQLite file at a path, whatever stands in that."""
    return sa.URL.create("sqlite", database=str(database)) if isinstance(database, Path) else database


def open_database(url: str | sa.URL) -> Engine:
    """Open the database at a SQLAlchemy URL; create it, or bring its tables up to date, where needed.

    Raises:
        NewerReleaseError: a newer release wrote it.
        sqlalchemy.exc.SQLAlchemyError: it cannot be reached, or is no database.
    """
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = _sqlite(address)
    else:
        engine = sa.create_engine(address, pool_pre_ping=True)
    try:
        _bring_up_to_date(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def writing(engine: Engine) -> Engine:
    """Give the same engine for transactions that write.

    SQLite lets one writer in at a time. A transaction that reads first and then wants to write can be turned away at
    once, however long it is willing to wait; one that says so from the start waits its turn.
    """
    return engine.execution_options(**{WRITING: True})


def _sqlite(address: sa.URL) -> Engine:
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: SqliteConnection, _record: object) -> None:
    """Set up a new SQLite connection."""
    connection.isolation_level = None  # transactions begin where `_begin` says, not where sqlite3 guesses
    _patiently(lambda: connection.execute("PRAGMA journal_mode=WAL").close())
    for setting in (
        "synchronous=NORMAL",  # in WAL mode a power cut can take the last transactions, never break the file
        "foreign_keys=ON",
        "secure_delete=ON",  # what is forgotten is overwritten, not only unlinked
    ):
        connection.execute(f"PRAGMA {setting}").close()


def _patiently(action: Callable[[], object]) -> None:
    """Retry what SQLite refuses while another process opens the same new database; it does not wait there itself."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            action()
        except Exception as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _begin(connection: Connection) -> None:
    kind = "IMMEDIATE" if connection.get_execution_options().get(WRITING) else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {kind}")


def _bring_up_to_date(engine: Engine) -> None:
    with engine.connect() as connection:
        version = _version(connection)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise NewerReleaseError(
            f"{engine.url!r} was written by a newer Copydesk (tables {version}, this release knows {HEAD}): upgrade it"
        )
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        # Another process may have been faster; Alembic then finds nothing to do.
        _migrate(connection)


def _version(connection: Connection) -> str | None:
    """Read Alembic's note of the newest step, without the half second that importing Alembic takes."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: Any = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return str(version) if version else None


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = tables_with_indexes()
    command.upgrade(config, "head")
