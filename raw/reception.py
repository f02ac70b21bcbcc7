"""What every source needs to receive documents."""

import sys
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from raw.receipt import MAX_BYTES, Clock, Received

if TYPE_CHECKING:
    from raw.fetching import Fetcher


class Reception:
    """What a source needs to receive documents.

    Args:
        clock: tells the time that becomes `retrieved_at`.
        max_bytes: the cap on each document.
        fetcher: gets documents from the web; one with the same clock and cap is made when first needed.
        standard_input: what "-" reads; the process's own if not given.
        passed_over: a folder that is left out where a folder or pattern above it is read: the desk itself.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        max_bytes: int = MAX_BYTES,
        fetcher: "Fetcher | None" = None,
        standard_input: BinaryIO | None = None,
        passed_over: Path | None = None,
    ) -> None:
        self.clock = clock
        self.max_bytes = max_bytes
        self._fetcher = fetcher
        self._standard_input = standard_input
        self.passed_over = passed_over

    @cached_property
    def fetcher(self) -> "Fetcher":
        """The HTTP client."""
        # Whoever reads only files does not wait for its import.
        from raw.fetching import Fetcher

        return self._fetcher or Fetcher(self.clock, max_bytes=self.max_bytes)

    @property
    def standard_input(self) -> BinaryIO | None:
        """The stream that "-" reads; None for a process that has none."""
        return self._standard_input or (sys.stdin.buffer if sys.stdin else None)


Opens = Callable[[str, Reception], Iterator[Received]]
"""Yields the documents that an argument names, one by one; raises nothing."""
