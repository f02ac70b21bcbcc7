"""What every way of receiving documents has in common."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from models import RawDocument, Reason, Refusal, Source, Stage, Unreceived

if TYPE_CHECKING:
    from raw.fetching import Fetcher

MAX_BYTES = 20_000_000
"""The largest document that is received unless a caller sets another cap, in bytes."""

Received = RawDocument | Unreceived
"""What a source yields for each document: its bytes, or why they could not be got."""

Clock = Callable[[], datetime | None]
"""Tells the time that is recorded as `retrieved_at`, with its time zone; None where no time is to be recorded."""


class Reception:
    """What a source needs to receive documents.

    Args:
        clock: tells the time that becomes `retrieved_at`.
        max_bytes: the cap on each document.
        fetcher: gets documents from the web; one with the same clock and cap is made when first needed.
        standard_input: what "-" reads; the process's own if not given.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        max_bytes: int = MAX_BYTES,
        fetcher: "Fetcher | None" = None,
        standard_input: BinaryIO | None = None,
    ) -> None:
        self.clock = clock
        self.max_bytes = max_bytes
        self._fetcher = fetcher
        self._standard_input = standard_input

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


def unreceived(source: Source, reason: Reason, detail: str) -> Unreceived:
    """Say that a document's bytes could not be got."""
    return Unreceived(source=source, refusal=Refusal(stage=Stage.RAW, reason=reason, detail=detail))


def too_large(source: Source, max_bytes: int) -> Unreceived:
    """Say that a document is over the cap, and how to let it in."""
    detail = f"larger than the cap of {max_bytes:,} bytes; set a larger cap to take it"
    return unreceived(source, Reason.TOO_LARGE, detail)
