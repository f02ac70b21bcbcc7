"""The tables of the clean store, as the newest migration leaves them."""

from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

HEAD = "0004"
"""The newest file in clean/store/migrations/versions; a test holds it and the tables below against the migrations."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints get names that a later migration can take hold of."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the base class asks for it
        """Turn a moment with any offset to UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the same
        """Say that it is UTC."""
        return value.replace(tzinfo=UTC) if value else None


metadata = MetaData(naming_convention=NAMES)

documents = Table(
    "documents",
    metadata,
    # SHA-256 over the bytes' SHA-256 and the address: an address may be longer than an index takes.
    Column("key", String(64), primary_key=True),
    Column("raw_sha256", String(64), nullable=False, index=True),
    Column("uri", Text, nullable=False),
    # The facts of the first time; what was made from them stays as it was made.
    Column("source", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
    # Null until there is an outcome; then the id and the version of the one that counts.
    Column("id", Text, nullable=True, index=True),
    Column("pipeline_version", Text, nullable=True),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("flow", Text, nullable=False),
    Column("pipeline_version", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=True),
    Column("summary", Text, nullable=True),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("document", String(64), ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True),
    Column("pipeline_version", Text, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("stage", Text, nullable=True),
    Column("reason", Text, nullable=True),
    Column("run", String(36), ForeignKey("runs.id"), nullable=False, index=True),
    Column("recorded_at", Moment, nullable=False),
    Column("record", Text, nullable=False),
    # Of an article with enough words: its MinHash signature, and, once it was compared, the smallest key of a document
    # among those that nearly repeat one another.
    Column("signature", LargeBinary, nullable=True),
    Column("cluster", String(64), nullable=True, index=True),
)

similar = Table(
    "similar",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("document", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

unreceived = Table(
    "unreceived",
    metadata,
    # SHA-256 of the address.
    Column("key", String(64), primary_key=True),
    Column("uri", Text, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("pipeline_version", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("run", String(36), ForeignKey("runs.id"), nullable=False, index=True),
    Column("recorded_at", Moment, nullable=False),
    Column("record", Text, nullable=False),
)

forgotten = Table(
    "forgotten",
    metadata,
    # An article's id, and the key of each document it was made of: by these it is known when it comes again, and
    # neither says what was in it.
    Column("name", Text, primary_key=True),
    Column("article", Text, primary_key=True, index=True),
    Column("forgotten_at", Moment, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    # SHA-256 of the address.
    Column("key", String(64), primary_key=True),
    Column("uri", Text, nullable=False),
    Column("final_url", Text, nullable=False),
    Column("etag", Text, nullable=True),
    Column("last_modified", Text, nullable=True),
    Column("content_type", Text, nullable=True),
    Column("raw_sha256", String(64), nullable=False),
    Column("at", Moment, nullable=True),
)


@lru_cache(maxsize=1)
def tables_with_indexes() -> MetaData:
    """Give the tables with all their indexes, as migrations are held against them.

    Those over a part of a table are named here only: to say so to a database, its whole dialect is imported.
    """
    unmarked = outcomes.c.cluster.is_(None) & outcomes.c.signature.is_not(None)
    for name, column, part in (
        ("ix_documents_waiting", documents.c.key, documents.c.id.is_(None)),
        ("ix_outcomes_unmarked", outcomes.c.document, unmarked),
    ):
        Index(name, column, sqlite_where=part, postgresql_where=part)
    return metadata


def counts() -> ColumnElement[bool]:
    """The condition that an outcome is the one that counts of its document."""
    return (outcomes.c.document == documents.c.key) & (outcomes.c.pipeline_version == documents.c.pipeline_version)
