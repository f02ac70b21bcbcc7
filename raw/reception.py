"""What every source needs to receive documents."""

import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from models import RawDocument, Source
from raw.media_type import media_type
from raw.receipt import MAX_BYTES, Clock, Received, too_large

if TYPE_CHECKING:
    from raw.fetching import Fetcher


class Reception:
    """What a source needs to receive documents.

    Args:
        clock: tells the time that becomes `retrieved_at`.
        max_bytes: the cap on each document.
        fetcher: makes what gets documents from the web, with this clock and cap, when it is first needed; without it,
            whatever its manners are when nobody says otherwise.
        standard_input: what "-" reads; the process's own if not given.
        settle_seconds: a file in a folder that changed later than this is waited for; with 0, none is.
        passed_over: a folder that is left out where a folder or pattern above it is read: the desk itself.
    """

    def __init__(  # noqa: PLR0913 each but the first has a default
        self,
        clock: Clock,
        *,
        max_bytes: int = MAX_BYTES,
        fetcher: "MakesFetcher | None" = None,
        standard_input: BinaryIO | None = None,
        passed_over: Path | None = None,
        settle_seconds: float = 0,
    ) -> None:
        self.clock = clock
        self.max_bytes = max_bytes
        self._make_fetcher = fetcher
        self._standard_input = standard_input
        self.passed_over = passed_over
        self.settle_seconds = settle_seconds

    @cached_property
    def fetcher(self) -> "Fetcher":
        """The HTTP client."""
        if self._make_fetcher:
            return self._make_fetcher(self.clock, self.max_bytes)
        # Whoever reads only files does not wait for its import.
        from raw.fetching import Fetcher

        return Fetcher(self.clock, max_bytes=self.max_bytes)

    def document(self, content: bytes, source: Source, name: str | None) -> Received:
        """Make a document of bytes, or say that they are too many; nobody need read further than a byte over the cap.

        Args:
            content: the bytes.
            source: where they came from.
            name: a file name, for what its ending says of the media type.
        """
        if len(content) > self.max_bytes:
            return too_large(source, self.max_bytes)
        known = {"media_type": media_type(content, name, None), "retrieved_at": self.clock()}
        return RawDocument(content=content, source=source.model_copy(update=known))

    @property
    def standard_input(self) -> BinaryIO | None:
        """The stream that "-" reads; None for a process that has none."""
        return self._standard_input or (sys.stdin.buffer if sys.stdin else None)


MakesFetcher = Callable[[Clock, int], "Fetcher"]
"""Makes an HTTP client from a clock and the cap on a document."""

Opens = Callable[[str, Reception], Iterator[Received]]
"""Yields the documents that an argument names, one by one; raises nothing."""
