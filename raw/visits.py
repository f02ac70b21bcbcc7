"""What is remembered of an address that was fetched, so that next time only what changed is sent."""

from typing import Protocol

from pydantic import AwareDatetime, Field

from models import Record


class Visit(Record):
    """The last successful fetch of an address."""

    uri: str = Field(description="The address, credentials stripped.")
    final_url: str = Field(description="Where redirects led; only there do the validators mean anything.")
    etag: str | None = Field(default=None, description="The ETag header as sent.")
    last_modified: str | None = Field(default=None, description="The Last-Modified header as sent.")
    content_type: str | None = Field(default=None, description="The Content-Type header as sent.")
    raw_sha256: str = Field(description="SHA-256 of the bytes.")
    at: AwareDatetime | None = Field(default=None, description="When they were got, or last known to be the same.")


class Visits(Protocol):
    """Remembers visits, and finds the bytes that were got."""

    def last(self, uri: str) -> Visit | None:
        """Give the last visit to an address."""

    def content(self, visit: Visit) -> bytes | None:
        """Give the bytes of a visit; None when they are not there any more."""

    def remember(self, visit: Visit, content: bytes) -> None:
        """Put a visit in the place of the one before."""


class NoVisits:
    """Remembers nothing."""

    def last(self, uri: str) -> Visit | None:  # noqa: ARG002 the protocol says what is handed over
        """Give none."""
        return None

    def content(self, visit: Visit) -> bytes | None:  # noqa: ARG002 the same
        """Give none."""
        return None

    def remember(self, visit: Visit, content: bytes) -> None:
        """Forget it."""


class VisitsInMemory:
    """Remembers visits for as long as the process lives."""

    def __init__(self) -> None:
        self._visits: dict[str, Visit] = {}
        self._contents: dict[str, bytes] = {}

    def last(self, uri: str) -> Visit | None:
        """Give the last visit to an address."""
        return self._visits.get(uri)

    def content(self, visit: Visit) -> bytes | None:
        """Give the bytes of a visit."""
        return self._contents.get(visit.uri)

    def remember(self, visit: Visit, content: bytes) -> None:
        """Put a visit in the place of the one before."""
        self._visits[visit.uri], self._contents[visit.uri] = visit, content
