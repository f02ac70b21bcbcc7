"""The addresses in a sitemap, a news sitemap too, and the sitemaps in an index of them."""

import io
import logging
from collections.abc import Iterator
from urllib.parse import urljoin

from models import RawDocument

logger = logging.getLogger(__name__)

ENTRIES = frozenset({"url", "sitemap"})


def links(document: RawDocument) -> list[str] | None:
    """Give the address of each page of a sitemap, or of each sitemap of an index; None when none can be read."""
    http = document.source.http
    base = http.final_url if http else ""
    try:
        found = [_absolute(base, link) for link in _locations(document.content)]
    except (ValueError, LookupError) as error:
        logger.warning("%s cannot be read as a sitemap: %r", document.source.uri, error)
        return None
    return found if found or b"</" in document.content or b"/>" in document.content else None


def _locations(content: bytes) -> Iterator[str]:
    from lxml import etree

    entries = etree.iterparse(
        io.BytesIO(content), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in entries:
        if _name(element) not in ENTRIES:
            continue
        # Pictures and videos of a page have a <loc> too, but under elements of their own.
        location = next((child.text for child in element if _name(child) == "loc"), None)
        yield (location or "").strip()
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _name(element: object) -> str:
    """Give an element's name without its namespace; "" for a comment."""
    tag = getattr(element, "tag", "")
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _absolute(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""
