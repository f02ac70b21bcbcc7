"""Finds the documents of a desk that somebody means."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import file_digest
from pathlib import Path

from clean.store import CleanStore
from flows.desk import Desk
from flows.words import Selection, UnknownArticleError


def chosen_keys(desk: Desk, selection: Selection, names: Iterable[str]) -> Iterator[str]:
    """Give the keys of the documents that are meant; `names` are ids, files, or SHA-256 of bytes.

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
                yield from keys_named(store, name)


def keys_named(store: CleanStore, name: str) -> list[str]:
    """Give the keys of the documents that have this id, these bytes by SHA-256, or the bytes of this file.

    Raises:
        UnknownArticleError: there are none.
    """
    keys = store.keys_of(name)
    if not keys and (bytes_of_file := _sha256_of_file(name)):
        keys = store.keys_of(bytes_of_file)
        if not keys:
            raise UnknownArticleError(f"{name}: the desk does not hold this file; `copydesk ingest {name}` takes it in")
    if not keys:
        near = store.ids_like(name)
        hint = f"ids that begin so: {', '.join(near)}" if near else "`copydesk export` lists the articles it holds"
        raise UnknownArticleError(f"the desk holds no article with the id {name!r}; {hint}")
    return keys


def _sha256_of_file(name: str) -> str | None:
    try:
        with Path(name).open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
