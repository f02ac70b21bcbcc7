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

# Matches "May 3, 2024", "3rd of May 2024" and "3. Mai 2024" within a line; must not match "May 2024".
PRINTED = re.compile(
    r"""(?<!\w)(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s+(?:of\s+|de\s+|di\s+)?(?P<month>[^\W\d_]{3,10})\.?,?\s+(?:de\s+)?
        |(?P<month2>[^\W\d_]{3,10})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+)(?P<year>(?:19|20)\d\d)(?!\w)""",
    re.VERBOSE,
)

# Matches "2024-05-03" and "03.05.2024" within a line; must not match "03/05/2024", whose order is open.
PRINTED_NUMBERS = re.compile(r"(?<![\w.])(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d)(?![\w])")

# Matches "2024年5月3日" and "2024년 5월 3일" within a line; must not match "5月3日", which has no year.
EAST_ASIAN = re.compile(r"(?<!\d)((?:19|20)\d\d)[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일]")

# Matches a line that says when an article came out: "Published: May 3, 2024 10:15", "Publié le 3 mai 2024"; must
# not match "Updated May 3, 2024" or "Published by Shore Books in May 2024".
PUBLISHED = re.compile(
    r"""[(\[*—–-]{0,3}\s?(?:first\s|originally\s)?
        (?:published|posted|veröffentlicht|erstellt|publié|publicado|pubblicato|gepubliceerd|publicerad|publisert|udgivet
          |julkaistu|opublikowano|publikováno|опубликовано)
        \s?(?:on|at|am|le|el|il|em|op|den|på)?\s?:?\s
        (?:[^\W\d_]{2,12}\.?,?\s)?(?=\d|[^\W\d_]{3,10}\.?\s\d).{6,60}\Z""",
    re.VERBOSE | re.IGNORECASE,
)

# Matches what is said of another date in the same line; must not match a month.
UPDATED = re.compile(
    r"\b(?:updated|modified|aktualisiert|mis\sà\sjour|actualizado|atualizado|aggiornato)\b", re.IGNORECASE
)

FIRST_LINES, LAST_LINES = 20, 12
"""Lines that hold more than white space, at a text's beginning and end, of which one may say when it came out."""

# Matches seconds or milliseconds since 1970; must not match a date in digits.
EPOCH = re.compile(r"\s*(1[0-9]{9})(?:[0-9]{3})?\s*\Z")

MONTH_NAMES = (
    "january januar janvier enero gennaio janeiro januari leden stycznia",
    "february februar février fevrier febrero febbraio fevereiro februari lutego",
    "march märz mars marzo março maart mart marca",
    "april avril abril aprile kwietnia",
    "may mai mayo maggio maio mei maj maja",
    "june juni juin junio giugno junho czerwca",
    "july juli juillet julio luglio julho lipca",
    "august août aout agosto augustus augusti sierpnia",
    "september septembre septiembre settembre setembro septembra września",
    "october oktober octobre octubre ottobre outubro października",
    "november novembre noviembre novembro listopada",
    "december dezember décembre decembre diciembre dicembre dezembro desember grudnia",
)
"""Names of the twelve months in the languages of most of the copy we read."""


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
    for read in (_iso, _compact, _day_first, _month_name, _epoch, _mail):
        found = read(text)
        if found is not None:
            return found
    return None


def printed_date(text: str) -> tuple[str, DatePrecision] | None:
    """Read the one date that a line of print holds; null where it holds none, several, or one of uncertain order.

    >>> printed_date("Published on May 3rd, 2024 | 4 min read")
    ('2024-05-03', <DatePrecision.DAY: 'day'>)
    >>> printed_date("Freitag, 3. Mai 2024, 15.47 Uhr")
    ('2024-05-03', <DatePrecision.DAY: 'day'>)
    >>> printed_date("2024年05月03日22:15")
    ('2024-05-03', <DatePrecision.DAY: 'day'>)
    """
    found = {date for match in PRINTED.finditer(text) if (date := _by_month_name(match))}
    found |= {date for match in PRINTED_NUMBERS.finditer(text) if (date := iso_date(match[0]))}
    east_asian = (_checked(year, month.zfill(2), day.zfill(2)) for year, month, day in EAST_ASIAN.findall(text))
    found |= {date for date in east_asian if date}
    return found.pop() if len(found) == 1 else None


def publication_date(text: str) -> tuple[str, DatePrecision] | None:
    r"""Read the date of the first line, near a text's beginning or end, that says when the text was published.

    >>> publication_date("Ferries return\nPublished: May 3, 2024\n\nThe port reopened.")
    ('2024-05-03', <DatePrecision.DAY: 'day'>)
    >>> publication_date("The book was published on May 3, 2024, the house said.") is None
    True
    """
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    near_edges = [*lines[:FIRST_LINES], *lines[FIRST_LINES:][-LAST_LINES:]]
    stamps = (line for line in near_edges if PUBLISHED.match(line) and not UPDATED.search(line))
    return next((date for line in stamps if (date := printed_date(line))), None)


def _by_month_name(match: re.Match[str]) -> tuple[str, DatePrecision] | None:
    name = (match["month"] or match["month2"]).lower()
    numbers = [
        at
        for at, names in enumerate(MONTH_NAMES, 1)
        if name in names.split() or (len(name) <= 4 and names.startswith(name[:3]))
    ]
    return _checked(match["year"], f"{numbers[0]:02}", (match["day"] or match["day2"]).zfill(2)) if numbers else None


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


def _month_name(text: str) -> tuple[str, DatePrecision] | None:
    match = PRINTED.fullmatch(text.strip())
    return _by_month_name(match) if match else None


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
