"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): an item a line.

A feed has moments only, to the second and with their offset from UTC. A date that is known less finely is not filled
up: it stands in the item's `_copydesk`, and `date_published` is left out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import to_json

from flows.outputs.published import Published

VERSION = "https://jsonfeed.org/version/1.1"
TITLE = "Copydesk"

# A moment of ISO 8601 with its offset: "2026-03-01T09:05+01:00", "2026-03-01T09:05:00Z"; not "2026-03-01", which is a
# day, and not "2026-03-01T09:05", which is a moment somewhere.
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def json_feed(records: Iterable[str]) -> Iterator[bytes]:
    """Write records as the items of one feed."""
    yield b'{"version": %s, "title": %s, "items": [' % (to_json(VERSION), to_json(TITLE))
    before = b"\n"
    for record in records:
        yield before + to_json(item(Published.model_validate_json(record)))
        before = b",\n"
    yield b"\n]}\n"


def item(article: Published) -> dict[str, Any]:
    """Give an article as an item; what is not set is left out, but for the text, without which it would be none."""
    about = {
        "date_published": article.date_published,
        "date_precision": article.date_precision,
        "source": article.source.uri if article.source else None,
        "captions": [caption.model_dump() for caption in article.captions],
        "notes": article.notes,
        "links": article.links,
    }
    values = {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "content_text": article.text or "",
        "summary": article.summary,
        "date_published": moment(article.date_published),
        "date_modified": moment(article.date_modified),
        "authors": [{"name": name} for name in article.authors],
        "tags": article.keywords,
        "language": article.language,
        "_copydesk": _set(about),
    }
    return _set(values)


def moment(date: str | None) -> str | None:
    """Write a date as RFC 3339 has it; None for one that is no moment.

    >>> moment("2026-03-01T09:05+01:00"), moment("2026-03-01")
    ('2026-03-01T09:05:00+01:00', None)
    """
    match = MOMENT.fullmatch(date or "")
    return f"{match[1]}{match[2] or ':00'}{match[3]}" if match else None


def _set(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, [], (), {})}
