"""The clean store: what each document ended as, and what has to be known to make it again.

A document is a pair of bytes and address. It has one outcome for each pipeline version that handled it, and the one
that counts is that of the version that handled it last. What never arrived has no bytes to be known by: it is kept by
its address until bytes arrive from there. Everything is written in one transaction for each batch, so a process may be
killed at any moment: what is not there yet is simply done again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from heapq import merge
from importlib import import_module
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clean.record.entry import Entry, Kind
from clean.store.clusters import mark_some
from clean.store.database import database_url, open_database, writing
from clean.store.fingerprint import fingerprint
from clean.store.paging import PAGE, pages
from clean.store.tables import counts, documents, forgotten, outcomes, runs, similar, unreceived, visits
from clean.store.visit_log import visit_key
from models import Article, Record, Rejection, Source

_FORGOTTEN = sa.select(forgotten.c.article)

Columns = sa.ColumnCollection[str, Any]
Change = Callable[[sa.Table, Columns], dict[str, sa.ColumnElement[Any]]]


class Received(Record):
    """Bytes that arrived from an address and lie in the raw store."""

    raw_sha256: str
    source: Source

    @property
    def key(self) -> str:
        """The document's key: SHA-256 over its bytes' SHA-256 and its address."""
        return _digest(f"{self.raw_sha256} {self.source.uri}")


class Admission(Record):
    """What is to be done about documents that were taken in."""

    new: list[str]
    rejected_before: int


class Run(Record):
    """One run of a flow as it was noted."""

    id: str
    flow: str
    pipeline_version: str
    started_at: datetime
    ended_at: datetime | None
    summary: str | None


class CleanStore:
    """The outcomes of all documents, in SQLite or PostgreSQL.

    All methods may be called from several processes at once. `key` and `keys` are those of `Received.key`.
    """

    def __init__(self, database: str | Path) -> None:
        """Open the store: the SQLAlchemy URL of a database, or the path of a SQLite file."""
        self._engine = open_database(database_url(database))
        self._writer = writing(self._engine)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Runs

    def begin_run(self, flow: str, *, pipeline_version: str, at: datetime) -> str:
        """Note that a run begins, and give its id."""
        run = str(uuid4())
        with self._writer.begin() as connection:
            row = {"id": run, "flow": flow, "pipeline_version": pipeline_version, "started_at": at}
            connection.execute(sa.insert(runs).values(row))
        return run

    def end_run(self, run: str, *, summary: str, at: datetime) -> None:
        """Note that a run came to its end; `summary` is JSON."""
        with self._writer.begin() as connection:
            connection.execute(sa.update(runs).where(runs.c.id == run).values(ended_at=at, summary=summary))

    def runs(self) -> list[Run]:
        """Give the runs that were noted, newest first."""
        query = sa.select(runs).order_by(runs.c.started_at.desc(), runs.c.id)
        with self._engine.connect() as connection:
            return [Run(**row._asdict()) for row in connection.execute(query)]

    def has_run(self, run: str) -> bool:
        """Tell whether a run was noted here."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(sa.exists().where(runs.c.id == run))) or False

    def made_in(self, run: str) -> Iterator[str]:
        """Give the keys of the documents whose outcome this run made, and no later one made anew, in order."""
        made = sa.exists().where(outcomes.c.document == documents.c.key, outcomes.c.run == run)
        return self._walk(sa.select(documents.c.key).where(made))

    def unreceived_in(self, run: str) -> list[str]:
        """Give the rejections, as JSON, of what did not arrive in this run, and has not arrived since."""
        query = sa.select(unreceived.c.record).where(unreceived.c.run == run).order_by(unreceived.c.uri)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    # Taking in

    def admit(self, received: Iterable[Received], *, pipeline_version: str, at: datetime) -> Admission:
        """Note documents whose bytes are kept, and tell which of them this pipeline has not handled yet.

        A document that it has handled counts as seen again. What was kept for its address while nothing arrived goes.
        """
        by_key = {item.key: item for item in received}
        with self._writer.begin() as connection:
            for page in pages(sorted(by_key.items(), key=_key)):
                _upsert(connection, documents, [_document(key, item, at) for key, item in page], _seen_again)
                arrived = [_digest(item.source.uri) for _, item in page]
                connection.execute(sa.delete(unreceived).where(unreceived.c.key.in_(arrived)))
            done = self._handled(connection, sorted(by_key), pipeline_version)
        rejected = sum(kind == "rejection" for kind in done.values())
        return Admission(new=[key for key in by_key if key not in done], rejected_before=rejected)

    def admit_unreceived(self, rejections: Iterable[Rejection], *, run: str, at: datetime) -> None:
        """Keep the rejections of documents that never arrived, by their addresses."""
        rows = {row["key"]: row for row in (_unreceived(rejection, run, at) for rejection in rejections)}
        with self._writer.begin() as connection:
            for page in pages(row for _, row in sorted(rows.items())):
                _upsert(connection, unreceived, page, _replaced)

    def _handled(self, connection: Connection, keys: Sequence[str], pipeline_version: str) -> dict[str, Kind]:
        """Find what this pipeline made of documents, and let it count again where another version's outcome does."""
        done: dict[str, Kind] = {}
        for page in pages(keys):
            columns = outcomes.c.document, outcomes.c.id, outcomes.c.outcome, documents.c.pipeline_version
            query = sa.select(*columns).join(documents, documents.c.key == outcomes.c.document)
            query = query.where(outcomes.c.document.in_(page), outcomes.c.pipeline_version == pipeline_version)
            rows = connection.execute(query).all()
            outdated = [row for row in rows if row.pipeline_version != pipeline_version]
            _count(connection, [(row.document, row.id, pipeline_version) for row in outdated])
            done.update({row.document: row.outcome for row in rows})
        return done

    # Working

    def waiting(self) -> list[str]:
        """Give the keys of documents that were admitted and have no outcome: a run was cut off before it got there."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(documents.c.key).where(documents.c.id.is_(None)).order_by("key")))

    def received(self, keys: Sequence[str]) -> list[Received]:
        """Give the documents with these keys, in this order; a key that is no longer there is left out."""
        found: dict[str, Received] = {}
        with self._engine.connect() as connection:
            for page in pages(keys):
                query = sa.select(documents).where(documents.c.key.in_(page))
                for row in connection.execute(query):
                    source = Source.model_validate_json(row.source)
                    found[row.key] = Received(raw_sha256=row.raw_sha256, source=source)
        return [found[key] for key in keys if key in found]

    def save(self, handled: Iterable[tuple[str, Entry]], *, run: str, at: datetime) -> None:
        """Keep the outcomes of documents, by key; each takes the place of the same pipeline version's earlier one.

        A document that was forgotten in the meantime stays forgotten.
        """
        with self._writer.begin() as connection:
            for page in pages(sorted(handled, key=_key)):
                query = sa.select(documents.c.key).where(documents.c.key.in_([key for key, _ in page]))
                known = set(connection.scalars(query))
                rows = {key: _outcome(key, entry, run, at) for key, entry in page if key in known}
                if rows:
                    _upsert(connection, outcomes, list(rows.values()), _replaced)
                    _count(connection, [(key, row["id"], row["pipeline_version"]) for key, row in rows.items()])

    def mark_near_duplicates(self) -> None:
        """Note of each new article which cluster of near-duplicates it belongs to, be it one of its own.

        It may stop at any moment: what was not compared yet is compared the next time.
        """
        unmarked = True
        while unmarked:
            with self._writer.begin() as connection:
                unmarked = mark_some(connection)

    # Finding

    def records(self, keys: Sequence[str]) -> dict[str, str]:
        """Give the record that counts of each document, as JSON; one that has none yet is left out."""
        return self._records(keys, counts())

    def records_of_run(self, run: str, keys: Sequence[str]) -> dict[str, str]:
        """Give the record that a run made of each document, as JSON."""
        return self._records(keys, sa.and_(outcomes.c.document == documents.c.key, outcomes.c.run == run))

    def records_of_version(self, pipeline_version: str, keys: Sequence[str]) -> dict[str, str]:
        """Give the record that a version of the pipeline made of each document, as JSON."""
        theirs = sa.and_(outcomes.c.document == documents.c.key, outcomes.c.pipeline_version == pipeline_version)
        return self._records(keys, theirs)

    def versions(self) -> list[str]:
        """Give the pipeline versions that made any outcome, in the order of their names."""
        query = sa.select(outcomes.c.pipeline_version).distinct().order_by(outcomes.c.pipeline_version)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def _records(self, keys: Sequence[str], which: sa.ColumnElement[bool]) -> dict[str, str]:
        found: dict[str, str] = {}
        with self._engine.connect() as connection:
            for page in pages(keys):
                query = sa.select(outcomes.c.document, outcomes.c.record).join(documents, which)
                for row in connection.execute(query.where(documents.c.key.in_(page))):
                    found[row.document] = row.record
        return found

    def keys(self, *, outcome: Kind | None = None) -> Iterator[str]:
        """Give the keys of all documents in order, or of those whose outcome that counts is of one kind."""
        query = sa.select(documents.c.key)
        if outcome:
            query = query.join(outcomes, counts()).where(outcomes.c.outcome == outcome)
        return self._walk(query)

    def keys_of(self, name: str) -> list[str]:
        """Give the keys of the documents with this id, or with these bytes by their SHA-256, newest first."""
        by_outcome = sa.select(outcomes.c.document).where(outcomes.c.id == name)
        query = sa.select(documents.c.key).where(
            sa.or_(documents.c.id == name, documents.c.raw_sha256 == name, documents.c.key.in_(by_outcome))
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(query.order_by(documents.c.seen_at.desc(), documents.c.key)))

    def keys_at(self, uri: str) -> list[str]:
        """Give the keys of the documents that came from this address, newest first."""
        # An address is in no index; this is asked for one at a time, by a person.
        query = sa.select(documents.c.key).where(documents.c.uri == uri)
        with self._engine.connect() as connection:
            return list(connection.scalars(query.order_by(documents.c.seen_at.desc(), documents.c.key)))

    def ids_like(self, start: str) -> list[str]:
        """Give up to five ids that begin so."""
        query = sa.select(documents.c.id).where(documents.c.id.startswith(start, autoescape=True)).distinct()
        with self._engine.connect() as connection:
            return list(connection.scalars(query.order_by(documents.c.id).limit(5)))

    def _walk(self, query: "sa.Select[tuple[str]]") -> Iterator[str]:
        """Page through keys in order; no transaction stays open while the caller works on them."""
        last = ""
        while True:
            page_query = query.where(documents.c.key > last).order_by(documents.c.key).limit(PAGE)
            with self._engine.connect() as connection:
                page = list(connection.scalars(page_query))
            if not page:
                return
            yield from page
            last = page[-1]

    # Giving out

    def export(self, kind: Kind, *, since: datetime | None = None) -> Iterator[str]:
        """Give the exported records of one kind as JSON, in order of their ids; `since` leaves out what is older.

        For each id that is the record of its newest bytes under the newest pipeline; where the same bytes came from
        several addresses, that of the first address in order. A document that never arrived is given only where its
        id has nothing better. An article that nearly repeats another one says so in `duplicate_of`; of each cluster
        the smallest id is the one that the others repeat. All is read from one state of the store.
        """
        with self._snapshot() as connection:
            found = _exported(connection, kind, since)
            if kind == "rejection":
                found = merge(found, _exported_unreceived(connection))
            for _, record in found:
                yield record

    def fingerprint(self) -> str:
        """Give a digest that changes whenever what `export` gives, of either kind, may have changed."""
        with self._snapshot() as connection:
            return fingerprint(connection)

    def _snapshot(self) -> Connection:
        """Give a connection that streams, and sees one state of the database however long it reads.

        A transaction on SQLite always does; PostgreSQL has to be asked.
        """
        connection = self._engine.connect().execution_options(yield_per=PAGE)
        if self._engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        return connection

    # Forgetting

    def bytes_only_of(self, article: str) -> list[str]:
        """Give the SHA-256 of the bytes that documents of this article came from, and no other article's."""
        mine = sa.select(documents.c.raw_sha256).where(_belongs_to(article))
        others = sa.select(documents.c.raw_sha256).where(
            sa.not_(_belongs_to(article)), documents.c.raw_sha256.in_(mine)
        )
        with self._engine.connect() as connection:
            return sorted(set(connection.scalars(mine)) - set(connection.scalars(others)))

    def forget(self, article: str, *, at: datetime) -> int:
        """Remove every row about the article with this id, and give their number; of what is not there, 0.

        What was removed is known from then on by its id and the keys of its documents, until that is lifted.
        """
        with self._writer.begin() as connection:
            found = connection.execute(sa.select(documents.c.key, documents.c.uri).where(_belongs_to(article))).all()
            mine = [row.key for row in found]
            for page in pages([visit_key(row.uri) for row in found]):
                connection.execute(sa.delete(visits).where(visits.c.key.in_(page)))
            removed = connection.execute(sa.delete(unreceived).where(unreceived.c.id == article)).rowcount
            for page in pages(mine):
                connection.execute(sa.delete(similar).where(similar.c.document.in_(page)))
                removed += connection.execute(sa.delete(outcomes).where(outcomes.c.document.in_(page))).rowcount
                removed += connection.execute(sa.delete(documents).where(documents.c.key.in_(page))).rowcount
            if removed:
                names = sorted({article, *mine})
                rows = [{"name": name, "article": article, "forgotten_at": at} for name in names]
                _upsert(connection, forgotten, rows, _replaced)
        self._wipe()
        return removed

    def forgotten(self) -> frozenset[str]:
        """Give the ids, and the keys of documents, that were forgotten and are to stay so."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(sa.select(forgotten.c.name)))

    def returned(self) -> list[str]:
        """Give the ids of articles that were forgotten and are here again, by another address that names them."""
        query = sa.select(documents.c.id).where(documents.c.id.in_(_FORGOTTEN)).distinct()
        with self._engine.connect() as connection:
            return [article for article in connection.scalars(query) if article]

    def lift(self, article: str) -> bool:
        """Let a forgotten article come back when its source gives it again; tell whether it was forgotten."""
        with self._writer.begin() as connection:
            return connection.execute(sa.delete(forgotten).where(forgotten.c.article == article)).rowcount > 0

    def _wipe(self) -> None:
        """Empty SQLite's journal, which still holds what was removed."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _upsert(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], change: Change) -> None:
    """Insert rows; where one with the same primary key is there already, change it as `change` says."""
    # Each has its own; importing that of PostgreSQL takes as long as all else of SQLAlchemy that is needed here.
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    insert = dialect.insert(table)
    keys = list(table.primary_key.columns)
    statement = insert.on_conflict_do_update(index_elements=keys, set_=change(table, insert.excluded))
    connection.execute(statement, list(rows))


def _key(item: tuple[str, object]) -> str:
    """The order in which all writers take rows: two who want the same ones never wait each for the other."""
    return item[0]


def _replaced(table: sa.Table, new: Columns) -> dict[str, sa.ColumnElement[Any]]:
    return {column.name: new[column.name] for column in table.columns if not column.primary_key}


def _seen_again(table: sa.Table, new: Columns) -> dict[str, sa.ColumnElement[Any]]:
    """Keep the later moment: an archive may hand over today what was fetched long ago."""
    return {"seen_at": sa.case((new.seen_at > table.c.seen_at, new.seen_at), else_=table.c.seen_at)}


def _count(connection: Connection, outcomes_by_key: Sequence[tuple[str, str, str]]) -> None:
    """Let outcomes be the ones that count; each is given by its document's key, its id and its pipeline version."""
    if not outcomes_by_key:
        return
    statement = sa.update(documents).where(documents.c.key == sa.bindparam("document"))
    statement = statement.values(id=sa.bindparam("article"), pipeline_version=sa.bindparam("version"))
    names = "document", "article", "version"
    rows = [dict(zip(names, outcome, strict=True)) for outcome in sorted(outcomes_by_key)]
    connection.execute(statement, rows)


def _belongs_to(article: str) -> sa.ColumnElement[bool]:
    """The condition that a document has this id, or had it under another pipeline version."""
    named = sa.select(outcomes.c.document).where(outcomes.c.id == article)
    return sa.or_(documents.c.id.is_not_distinct_from(article), documents.c.key.in_(named))


def _exported(connection: Connection, kind: Kind, since: datetime | None) -> Iterator[tuple[str, str]]:
    """Give id and record of what is exported among the documents, in order of ids."""
    repeated = _repeated(connection) if kind == "article" else {}
    for article, same in groupby(_candidates(connection, kind, since), key=itemgetter(0)):
        chosen = _chosen(same)
        if chosen and chosen.outcome == kind:
            yield article, _joined(article, chosen.record, repeated.get(chosen.cluster))


def _repeated(connection: Connection) -> dict[str, str]:
    """Give the smallest id of each cluster in which there are several."""
    query = sa.select(outcomes.c.cluster, sa.func.min(outcomes.c.id)).join(documents, counts())
    query = query.where(outcomes.c.cluster.is_not(None)).group_by(outcomes.c.cluster)
    return {row[0]: row[1] for row in connection.execute(query.having(sa.func.count(outcomes.c.id.distinct()) > 1))}


def _joined(article: str, record: str, repeated: str | None) -> str:
    """Say in a record which article it repeats; most repeat none and stay as they are."""
    if repeated in (None, article):
        return record
    return Article.model_validate_json(record).model_copy(update={"duplicate_of": repeated}).model_dump_json()


def _candidates(connection: Connection, kind: Kind, since: datetime | None) -> Iterator["sa.Row[Any]"]:
    """Give the documents that may speak for each id, in order of ids, the newest bytes of each first.

    Records are long, so only those of this kind are read, in the one walk that also tells which of them counts.
    """
    of_kind = sa.case((outcomes.c.outcome == kind, outcomes.c.record)).label("record")
    made, seen = ((column >= since) if since else sa.true() for column in (outcomes.c.recorded_at, documents.c.seen_at))
    columns = *documents.c["id", "raw_sha256", "uri"], *outcomes.c["outcome", "cluster"]
    query = sa.select(*columns, of_kind, made.label("made_since"), seen.label("seen_since"))
    query = query.join(outcomes, counts()).where(documents.c.id.not_in(_FORGOTTEN))
    newest_first = documents.c.id, documents.c.seen_at.desc(), documents.c.raw_sha256
    return chain.from_iterable(connection.execute(query.order_by(*newest_first)).partitions(PAGE))


def _chosen(same: Iterator["sa.Row[Any]"]) -> "sa.Row[Any] | None":
    """Give the document that speaks for an id: one of its newest bytes. None when it did so before already.

    It does so since it was made, or since its bytes came back after others.
    """
    chosen = newest = next(same)
    alone = True
    for row in same:
        if row.raw_sha256 != newest.raw_sha256:
            alone = False
        # The same bytes may be an article under one name and refused under another, as "a.txt" and "a.eml".
        elif (row.outcome != "article", row.uri) < (chosen.outcome != "article", chosen.uri):
            chosen = row
    return chosen if chosen.made_since or (chosen.seen_since and not alone) else None


def _exported_unreceived(connection: Connection) -> Iterator[tuple[str, str]]:
    received = sa.exists().where(documents.c.id == unreceived.c.id)
    query = sa.select(unreceived.c.id, unreceived.c.record).where(sa.not_(received))
    rows = connection.execute(query.order_by(unreceived.c.id, unreceived.c.recorded_at.desc(), unreceived.c.key))
    for _, same in groupby(rows, key=lambda row: row.id):
        newest = next(same)
        yield newest.id, newest.record


def _document(key: str, item: Received, at: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "raw_sha256": item.raw_sha256,
        "uri": item.source.uri,
        "source": item.source.model_dump_json(exclude_defaults=True),
        "seen_at": item.source.retrieved_at or at,
    }


def _outcome(key: str, entry: Entry, run: str, at: datetime) -> dict[str, Any]:
    return {"document": key, **dict(entry), "run": run, "recorded_at": at, "cluster": None}


def _unreceived(rejection: Rejection, run: str, at: datetime) -> dict[str, Any]:
    return {
        "key": _digest(rejection.source.uri),
        "uri": rejection.source.uri,
        "id": rejection.id,
        "pipeline_version": rejection.pipeline_version,
        "stage": rejection.stage.value,
        "reason": rejection.reason.value,
        "run": run,
        "recorded_at": at,
        "record": rejection.model_dump_json(),
    }


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
