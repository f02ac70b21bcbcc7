"""Finds the documents that are to be handled again."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from enum import StrEnum

from flows.desk import Desk


class Selection(StrEnum):
    """Which documents are meant."""

    NAMED = "named"
    REJECTED = "rejected"
    ALL = "all"


class UnknownArticleError(LookupError):
    """The desk holds no such article; the message says what it does hold."""


def chosen_keys(desk: Desk, selection: Selection, names: Iterable[str]) -> Iterator[str]:
    """Give the keys of the documents that are meant; `names` are ids, or SHA-256 of bytes.

    Raises:
        UnknownArticleError: a name is not known.
    """
    with closing(desk.open_store()) as store:
        if selection is Selection.ALL:
            yield from store.keys()
        elif selection is Selection.REJECTED:
            yield from store.keys(outcome="rejection")
        else:
            for name in names:
                keys = store.keys_of(name)
                if not keys:
                    raise UnknownArticleError(_not_found(name, store.ids_like(name)))
                yield from keys


def _not_found(name: str, near: list[str]) -> str:
    if near:
        return f"the desk holds no article with the id {name!r}; ids that begin so: {', '.join(near)}"
    return f"the desk holds no article with the id {name!r}; `copydesk export` lists what it holds"
