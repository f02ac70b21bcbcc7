"""Divides what is asked of a database into pieces it can take."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

PAGE = 500
"""Rows asked for at once: few enough to keep memory flat and to stay under every database's limit on parameters."""

T = TypeVar("T")


def pages(items: Iterable[T]) -> Iterator[list[T]]:
    """Divide items into lists of at most `PAGE`."""
    iterator = iter(items)
    while page := list(islice(iterator, PAGE)):
        yield page
