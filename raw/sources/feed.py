"""The articles that an RSS or Atom feed links to."""

import logging
from io import BytesIO

from models import RawDocument

logger = logging.getLogger(__name__)


def links(document: RawDocument) -> list[str] | None:
    """Give the address of each entry of a feed, "" for an entry without one; None when no entry can be read.

    That a feed carries only the beginning of a text does no harm: only its links are used.
    """
    # Only feeds need it, and it takes a fifth of a second to import.
    import feedparser

    http = document.source.http
    headers = {"content-location": http.final_url, "content-type": http.content_type or ""} if http else {}
    try:
        # As a stream: bytes that happen to be a path would be opened, a string that looks like an address fetched.
        parsed = feedparser.parse(
            BytesIO(document.content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
        found = [str(entry.get("link") or "").strip() for entry in parsed.entries]
    except Exception as error:
        # A feed is foreign input, and the parser raises whatever its parts raise.
        logger.warning("%s cannot be read as a feed: %r", document.source.uri, error)
        return None
    # What the parser minds when only the declarations of an otherwise sound feed contradict each other.
    harmless = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
    damaged = parsed.bozo and not isinstance(parsed.bozo_exception, harmless)
    return None if damaged and not found else found
