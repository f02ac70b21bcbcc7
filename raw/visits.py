"""Where visits are remembered, and the bytes that they got."""

from typing import Protocol

from models import Visit


class Visits(Protocol):
    """Remembers visits, and finds the bytes that were got."""

    def last(self, uri: str) -> Visit | None:
        """Give the last visit to an address."""

    def holds(self, visit: Visit) -> bool:
        """Whether the bytes of a visit are still there."""

    def content(self, visit: Visit) -> bytes | None:
        """Give the bytes of a visit; None when they are not there any more."""

    def remember(self, visit: Visit, content: bytes) -> None:
        """Put a visit in the place of the one before."""


class NoVisits:
    """Remembers nothing."""

    def last(self, uri: str) -> Visit | None:  # noqa: ARG002 the protocol says what is handed over
        """Give none."""
        return None

    def holds(self, visit: Visit) -> bool:  # noqa: ARG002 the same
        """Say no."""
        return False

    def content(self, visit: Visit) -> bytes | None:  # noqa: ARG002 the same
        """Give none."""
        return None

    def remember(self, visit: Visit, content: bytes) -> None:
        """Forget it."""
