"""Moments as a person types them."""

import re
from datetime import UTC, datetime, timedelta

# An age in days or hours: "7d", "12h"; not "7" or "2026".
AGE = re.compile(r"(\d{1,5})([dh])", re.ASCII)

HOURS = {"d": 24, "h": 1}


class NotAMomentError(ValueError):
    """What was typed is no moment; the message shows some."""


def moment(text: str, now: datetime | None = None) -> datetime:
    """Read a day, a moment of ISO 8601, or how long ago it is; without an offset it is UTC.

    >>> moment("2026-03-01").isoformat()
    '2026-03-01T00:00:00+00:00'
    >>> moment("12h", now=datetime(2026, 3, 1, tzinfo=UTC)).isoformat()
    '2026-02-28T12:00:00+00:00'

    Raises:
        NotAMomentError: it is none of these.
    """
    if age := AGE.fullmatch(text.strip()):
        return (now or datetime.now(UTC)) - timedelta(hours=int(age[1]) * HOURS[age[2]])
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        examples = "2026-03-01, 2026-03-01T12:00+01:00, 7d or 12h"
        raise NotAMomentError(f"{text!r} is no moment such as {examples}") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
