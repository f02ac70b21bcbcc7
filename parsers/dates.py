"""Dates as pages and files write them -> ISO 8601, no finer than they were given."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from models import DatePrecision

# Matches "2024-05-03", "2024-05" and "2024-05-03T15:47:42.389+02:00"; must not match "3.5.2024".
ISO = re.compile(
    r"""\s*(?P<year>(?:19|20)\d\d) (?:-(?P<month>\d\d) (?:-(?P<day>\d\d)
        (?:[T\s]\s*(?P<hour>\d\d):(?P<minute>\d\d) (?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?
        \s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?)?)?\s*(?:\[[\w/+-]{1,40}\])?\s*\Z""",
    re.VERBOSE | re.IGNORECASE,
)

# Matches "20240503", "20240503T154742Z" and "2024/05/03 15:47"; must not match a number of nine digits.
COMPACT = re.compile(
    r"\s*((?:19|20)\d\d)([/.]?)(\d\d)\2(\d\d)(?:[T\s]?(\d\d):?(\d\d)(?::?(\d\d))?\s*(Z|[+-]\d\d:?\d\d)?)?\s*\Z"
)

# Matches "03.05.2024", whose order is certain; must not match "03/05/2024", which is May or March.
DAY_FIRST = re.compile(r"\s*(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?:,?\s+(\d\d):(\d\d))?\s*\Z")

# Matches "May 3, 2024" and "3 May 2024"; must not match "May 2024".
ENGLISH = re.compile(
    r"\s*(?:(?P<day>\d{1,2})\s+)?(?P<month>[A-Z][a-z]{2,8})\.?\s+(?:(?P<day2>\d{1,2}),?\s+)?(?P<year>(?:19|20)\d\d)\s*\Z"
)

# Matches seconds or milliseconds since 1970; must not match a date in digits.
EPOCH = re.compile(r"\s*(1[0-9]{9})(?:[0-9]{3})?\s*\Z")

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def iso_date(text: str) -> tuple[str, DatePrecision] | None:
    """Read a date that is certain; null for one that is not, or that never was.

    >>> iso_date("2024-05-03T15:47:42.389+0200")
    ('2024-05-03T15:47:42+02:00', <DatePrecision.SECOND: 'second'>)
    >>> iso_date("Fri, 03 May 2024 15:47:00 GMT")
    ('2024-05-03T15:47:00+00:00', <DatePrecision.SECOND: 'second'>)
    >>> iso_date("May 2024"), iso_date("2024-02-31"), iso_date("03/05/2024")
    (None, None, None)
    """
    if len(text) > 80:
        return None
    for read in (_iso, _compact, _day_first, _english, _epoch, _mail):
        found = read(text)
        if found is not None:
            return found
    return None


def _iso(text: str) -> tuple[str, DatePrecision] | None:
    match = ISO.match(text)
    return _checked(*match.group("year", "month", "day", "hour", "minute", "second", "zone")) if match else None


def _compact(text: str) -> tuple[str, DatePrecision] | None:
    match = COMPACT.match(text)
    return _checked(*match.group(1, 3, 4, 5, 6, 7, 8)) if match else None


def _day_first(text: str) -> tuple[str, DatePrecision] | None:
    match = DAY_FIRST.match(text)
    if not match:
        return None
    day, month, year, hour, minute = match.groups()
    return _checked(year, month.zfill(2), day.zfill(2), hour, minute)


def _english(text: str) -> tuple[str, DatePrecision] | None:
    match = ENGLISH.match(text)
    day = match and (match["day"] or match["day2"])
    if not match or not day or match["month"][:3].lower() not in MONTHS:
        return None
    month = MONTHS.index(match["month"][:3].lower()) + 1
    return _checked(match["year"], f"{month:02}", day.zfill(2))


def _epoch(text: str) -> tuple[str, DatePrecision] | None:
    match = EPOCH.match(text)
    return (datetime.fromtimestamp(int(match[1]), UTC).isoformat(), DatePrecision.SECOND) if match else None


def _mail(text: str) -> tuple[str, DatePrecision] | None:
    """Read the form of e-mail and HTTP headers (RFC 5322)."""
    if text.count(":") != 2:
        return None
    try:
        return parsedate_to_datetime(text).isoformat(), DatePrecision.SECOND
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _checked(  # noqa: PLR0913, PLR0917 (the parts of a date)
    year: str,
    month: str | None = None,
    day: str | None = None,
    hour: str | None = None,
    minute: str | None = None,
    second: str | None = None,
    zone: str | None = None,
) -> tuple[str, DatePrecision] | None:
    """Write a date's parts in ISO 8601; null where there is no such day or time."""
    try:
        datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
    except ValueError:
        return None
    date = "-".join(part for part in (year, month, day) if part)
    if hour is None:
        precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
        return date, precision
    time = ":".join(part for part in (hour, minute, second) if part)
    return f"{date}T{time}{_offset(zone)}", DatePrecision.SECOND if second else DatePrecision.MINUTE


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "+00:00"
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"
