"""Removes an article for good, and keeps it from coming back."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime

from clean.record.identity import document_id
from clean.store import CleanStore, Received
from flows.desk import Desk
from flows.export import rebuild_exports
from flows.review.folder import remove_reviews
from flows.words import UnknownArticleError
from models import RawDocument, Unreceived
from raw.store import RawStore


def forget_article(desk: Desk, article: str) -> int:
    """Remove the bytes, the outcomes and the exports of the article with this id; give the number of files of bytes.

    Reviews go whole: their pages quote it in many places, and can be written again.

    Bytes that another article came from too are kept. Each step may be repeated, and the rows go last but one: who is
    interrupted names the same id again. What stays is the id and keys without a meaning, by which the next ingest
    knows the article and leaves it out.

    Raises:
        UnknownArticleError: there is no such article; the exports hold none of it either.
    """
    with closing(desk.open_store()) as store:
        files, rows = _remove(store, desk.open_raw(), article)
    remove_reviews(desk.reviews)
    rebuild_exports(desk)
    if not rows:
        raise UnknownArticleError(f"the desk holds no article with the id {article!r}, and its exports hold none of it")
    return files


def _remove(store: CleanStore, raw: RawStore, article: str) -> tuple[int, int]:
    """Remove an article's bytes and rows, and give their numbers."""
    unshared = store.bytes_only_of(article)
    for sha256 in unshared:
        raw.delete(sha256)
    return len(unshared), store.forget(article, at=datetime.now(UTC))


def lift_forgetting(desk: Desk, article: str) -> None:
    """Let a forgotten article come back when its source gives it again.

    Raises:
        UnknownArticleError: no such article was forgotten.
    """
    with closing(desk.open_store()) as store:
        if not store.lift(article):
            raise UnknownArticleError(f"no article with the id {article!r} was forgotten here")


def without_forgotten(desk: Desk, documents: Iterable[RawDocument | Unreceived]) -> Iterator[RawDocument | Unreceived]:
    """Give documents but for those that were forgotten, as far as address and bytes tell."""
    with closing(desk.open_store()) as store:
        forgotten = store.forgotten()
    # Most desks have forgotten nothing, and to tell a document's names takes as long as to read it.
    known = (document for document in documents if forgotten.isdisjoint(_names(document)))
    yield from known if forgotten else documents


def _names(document: RawDocument | Unreceived) -> list[str]:
    """Give the names by which a document is known before it is read."""
    if isinstance(document, Unreceived):
        return [document_id(document.source, None, None)]
    key = Received(raw_sha256=document.sha256, source=document.source).key
    return [key, document_id(document.source, None, document.sha256)]


def forget_what_returned(desk: Desk) -> None:
    """Remove forgotten articles that came back under another name: a page in a file that names its own address."""
    with closing(desk.open_store()) as store:
        for article in store.returned():
            _remove(store, desk.open_raw(), article)
            remove_reviews(desk.reviews)
