"""The articles that a JSON feed links to."""

import json
from typing import Any
from urllib.parse import urljoin

from models import RawDocument


def links(document: RawDocument) -> list[str] | None:
    """Give the address of each item of a JSON feed (1.0 or 1.1), "" for an item without one; None for no feed."""
    try:
        feed = json.loads(document.content)
        items = feed["items"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    if not isinstance(items, list):
        return None
    http = document.source.http
    base = http.final_url if http else ""
    return [_link(item, base) for item in items]


def _link(item: Any, base: str) -> str:  # noqa: ANN401 JSON holds anything
    """Give an item's own address, else the one it points to."""
    if not isinstance(item, dict):
        return ""
    address = item.get("url") or item.get("external_url")
    if not isinstance(address, str):
        return ""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""
