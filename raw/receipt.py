"""The words for what is received, and for what is not."""

from collections.abc import Callable
from datetime import datetime

from models import RawDocument, Reason, Refusal, Source, Stage, Unreceived

MAX_BYTES = 20_000_000
"""The largest document that is received unless a caller sets another cap, in bytes."""

Received = RawDocument | Unreceived
"""What a source yields for each document: its bytes, or why they could not be got."""

Clock = Callable[[], datetime | None]
"""Tells the time that is recorded as `retrieved_at`, with its time zone; None where no time is to be recorded."""


def unreceived(source: Source, reason: Reason, detail: str) -> Unreceived:
    """Say that a document's bytes could not be got."""
    return Unreceived(source=source, refusal=Refusal(stage=Stage.RAW, reason=reason, detail=detail))


def too_large(source: Source, max_bytes: int) -> Unreceived:
    """Say that a document is over the cap, and how to let it in."""
    detail = f"larger than the cap of {max_bytes:,} bytes; set a larger cap to take it"
    return unreceived(source, Reason.TOO_LARGE, detail)
