"""The articles that an RSS or Atom feed links to."""

import logging
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urldefrag

from models import RawDocument, Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Reception

logger = logging.getLogger(__name__)


def entries(document: RawDocument, reception: Reception) -> Iterator[Received]:
    """Yield the document behind each link of a feed, in the feed's order, each address once.

    `container` of each is the feed. An entry without a link to the web is an Unreceived named by the feed's address
    and the entry's number. That a feed carries only the beginning of a text does no harm: only its links are used.
    """
    feed = document.source.uri
    links = _links(document)
    if links is None:
        detail = "the feed is damaged: no entry can be read from it; open it in a browser to see what the server sends"
        yield unreceived(document.source, Reason.DAMAGED, detail)
        return
    if not links:
        logger.info("%s has no entries", feed)
    seen: set[str] = set()
    for number, link in enumerate(links, start=1):
        if not link.lower().startswith(("http://", "https://")):
            source = Source(uri=f"{urldefrag(feed).url}#entry-{number}", container=feed)
            yield unreceived(
                source, Reason.NOT_FOUND, f"entry {number} of the feed has no link to an article on the web"
            )
        elif link not in seen:
            seen.add(link)
            yield reception.fetcher.fetch(link, container=feed)


def _links(document: RawDocument) -> list[str] | None:
    """Give the address of each entry, "" for an entry without one; None when no entry can be read."""
    # Only feeds need it, and it takes a fifth of a second to import.
    import feedparser

    http = document.source.http
    headers = {"content-location": http.final_url, "content-type": http.content_type or ""} if http else {}
    try:
        # As a stream: bytes that happen to be a path would be opened, a string that looks like an address fetched.
        parsed = feedparser.parse(
            BytesIO(document.content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
        links = [str(entry.get("link") or "").strip() for entry in parsed.entries]
    except Exception as error:
        # A feed is foreign input, and the parser raises whatever its parts raise.
        logger.warning("%s cannot be read as a feed: %r", document.source.uri, error)
        return None
    # What the parser minds when only the declarations of an otherwise sound feed contradict each other.
    harmless = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
    damaged = parsed.bozo and not isinstance(parsed.bozo_exception, harmless)
    return None if damaged and not links else links
