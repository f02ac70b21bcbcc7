"""Tells whether what the store would give out has changed, without reading the records."""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clean.store.tables import counts, documents, forgotten, outcomes, unreceived


def fingerprint(connection: Connection) -> str:
    """Give a digest that changes whenever what `CleanStore.export` gives may have changed.

    That a document was seen again changes it only where it comes to stand before or behind another one of its id.
    """
    digest = blake2b(digest_size=16)
    for query in _shaping():
        # One table's rows never run into the next one's.
        digest.update(b"\0")
        for rows in connection.execute(query).partitions():
            digest.update("\n".join(map(repr, rows)).encode())
    return digest.hexdigest()


def _shaping() -> "Iterator[sa.Select[Any]]":
    """Give what is asked: a record is known by its document, its version and the run that made it at some moment."""
    columns = *documents.c["id", "key", "pipeline_version"], *outcomes.c["run", "recorded_at"]
    speaking = documents.c.id, documents.c.seen_at.desc(), documents.c.raw_sha256, documents.c.uri
    yield sa.select(*columns).join(outcomes, counts()).order_by(*speaking)
    marked = outcomes.c.cluster.is_not(None)
    yield sa.select(*outcomes.c["document", "cluster"]).where(marked).order_by(outcomes.c.cluster, outcomes.c.document)
    yield sa.select(*unreceived.c["id", "key", "run", "recorded_at"]).order_by(unreceived.c.key)
    yield sa.select(forgotten.c.article).order_by(forgotten.c.article)
