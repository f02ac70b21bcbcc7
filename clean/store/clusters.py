"""Puts articles that nearly repeat one another into clusters, whichever of them came first.

A cluster holds whatever is connected by pairs that are alike, and is named by the smallest key among its documents.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clean.record.near_duplicates import ALIKE, bands, resemblances
from clean.store.paging import PAGE, pages
from clean.store.tables import counts, documents, outcomes, similar

MOST_SHARING = 200
"""Documents noted under one band. Of a text that comes in thousands of variations the first ones tell all."""

MARKING_LOCK = 7_263_615_380
"""PostgreSQL's name for the turn to mark clusters: any number, the same for all."""


class _Outcome(NamedTuple):
    """An article with its signature, by the key of its document; with its cluster once it was compared."""

    key: str
    pipeline_version: str
    signature: bytes
    cluster: str | None


def mark_some(connection: Connection) -> bool:
    """Compare a page of the articles that were not compared yet with all others; False when there was none left.

    The connection's transaction writes; of two processes at this, one waits.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MARKING_LOCK})
    unmarked = _articles().where(outcomes.c.signature.is_not(None), outcomes.c.cluster.is_(None))
    page = [_Outcome(*row) for row in connection.execute(unmarked.order_by(documents.c.key).limit(PAGE))]
    if page:
        _mark(page, connection)
    return bool(page)


def _articles() -> "sa.Select[tuple[str, str, bytes, str | None]]":
    columns = documents.c.key, documents.c.pipeline_version, outcomes.c.signature, outcomes.c.cluster
    return sa.select(*columns).join(outcomes, counts())


def _mark(page: Sequence[_Outcome], connection: Connection) -> None:
    """Find the cluster of each article of a page, among those of earlier pages and of this one."""
    values = {each.key: bands(each.signature) for each in page}
    sharing = _sharing({value for of_one in values.values() for value in of_one}, connection)
    compared = _compared({key for keys in sharing.values() for key in keys}, connection)
    names = _Names()
    noted: list[dict[str, object]] = []
    for each in page:
        near = sorted({key for value in values[each.key] for key in sharing[value] if key in compared})
        shares = resemblances(each.signature, [compared[key].signature for key in near])
        alike = [compared[key].cluster or key for key, share in zip(near, shares, strict=True) if share >= ALIKE]
        compared[each.key] = each._replace(cluster=names.joined(each.key, *alike))
        # What finds one copy finds them all.
        for value in values[each.key] if 1.0 not in shares else ():
            if each.key not in sharing[value] and len(sharing[value]) < MOST_SHARING:
                sharing[value].append(each.key)
                noted.append({"band": value, "document": each.key})
    if noted:
        connection.execute(sa.insert(similar), noted)
    _name({each.key: compared[each.key] for each in page}, names, connection)


def _sharing(values: Collection[int], connection: Connection) -> defaultdict[int, list[str]]:
    """Give the documents that were noted under bands."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for some in pages(sorted(values)):
        for row in connection.execute(sa.select(similar).where(similar.c.band.in_(some))):
            found[row.band].append(row.document)
    return found


def _compared(keys: Collection[str], connection: Connection) -> dict[str, _Outcome]:
    """Give the articles among these documents that have their cluster."""
    found: dict[str, _Outcome] = {}
    for some in pages(sorted(keys)):
        query = _articles().where(documents.c.key.in_(some), outcomes.c.cluster.is_not(None))
        found.update({row.key: _Outcome(*row) for row in connection.execute(query)})
    return found


class _Names:
    """The names of clusters, of which several may turn out to be one."""

    def __init__(self) -> None:
        self.merged: dict[str, str] = {}

    def joined(self, *names: str) -> str:
        """Make one cluster of several, and give its name."""
        current = {self.now(name) for name in names}
        least = min(current)
        self.merged.update(dict.fromkeys(current - {least}, least))
        return least

    def now(self, name: str) -> str:
        """Give the name that a cluster has by now."""
        while name in self.merged:
            name = self.merged[name]
        return name


def _name(page: Mapping[str, _Outcome], names: _Names, connection: Connection) -> None:
    """Write the clusters of a page, and the new names of those that became one."""
    for name in names.merged:
        renamed = sa.update(outcomes).where(outcomes.c.cluster == name).values(cluster=names.now(name))
        connection.execute(renamed)
    mine = outcomes.c.document == sa.bindparam("key"), outcomes.c.pipeline_version == sa.bindparam("version")
    statement = sa.update(outcomes).where(*mine).values(cluster=sa.bindparam("name"))
    rows = [
        {"key": key, "version": each.pipeline_version, "name": names.now(each.cluster or key)}
        for key, each in page.items()
    ]
    connection.execute(statement, rows)
