"""Removes an article for good."""

from contextlib import closing

from flows.desk import Desk
from flows.export import rebuild_exports
from flows.words import UnknownArticleError


def forget_article(desk: Desk, article: str) -> int:
    """Remove the bytes, the outcomes and the exports of the article with this id; give the number of files of bytes.

    Bytes that another article came from too are kept. Each step may be repeated, and the rows go last but one: who is
    interrupted names the same id again.

    Raises:
        UnknownArticleError: there is no such article; the exports hold none of it either.
    """
    raw = desk.open_raw()
    with closing(desk.open_store()) as store:
        unshared = store.bytes_only_of(article)
        for sha256 in unshared:
            raw.delete(sha256)
        removed = store.forget(article)
    rebuild_exports(desk)
    if not removed:
        raise UnknownArticleError(f"the desk holds no article with the id {article!r}, and its exports hold none of it")
    return len(unshared)
