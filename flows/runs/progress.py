"""Lets whoever watches a run see how far it is, and end it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


class Listener:
    """Hears how far a run is; this one pays no attention."""

    def found(self, documents: int) -> None:
        """Hear that so many more documents arrived or were refused at the door."""

    def handled(self, documents: int) -> None:
        """Hear that so many more of them have their outcome."""

    def stop(self) -> None:
        """Hear that the run is to end behind the documents that are under way."""

    @property
    def stopped(self) -> bool:
        """Whether it is to end there."""
        return False


class Stoppable(Listener):
    """Hears when a run is to end."""

    def __init__(self) -> None:
        self._stopped = False

    def stop(self) -> None:
        """Have it end behind the documents that are under way."""
        self._stopped = True

    @property
    def stopped(self) -> bool:
        """Whether that was asked for."""
        return self._stopped


_CURRENT: ContextVar[Listener] = ContextVar("listener", default=Listener())  # noqa: B039 it has no state


def listener() -> Listener:
    """Give whoever listens here; in another process nobody does."""
    return _CURRENT.get()


@contextmanager
def listening(to: Listener) -> Iterator[None]:
    """Let `to` hear of everything that happens in this block, in other threads that Prefect starts too."""
    token = _CURRENT.set(to)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def heard(items: Iterable[T]) -> Iterator[T]:
    """Give items one by one, and let whoever listens hear of each."""
    to = listener()
    for item in items:
        to.found(1)
        yield item
        to.handled(1)
