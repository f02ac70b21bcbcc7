"""Follows what lists documents: feeds, sitemaps, lists of addresses."""

import gzip
import logging
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from urllib.parse import urldefrag

from models import RawDocument, Reason, Record, Source
from raw.media_type import ATOM, GZIP, JSON_FEED, RDF, RSS, SITEMAP, SITEMAP_INDEX, TEXT, URI_LIST, media_type
from raw.receipt import Received, unreceived
from raw.reception import Reception
from raw.sites import name_in
from raw.sources import feed, json_feed, sitemap, url_list

logger = logging.getLogger(__name__)

MAX_DEPTH = 3
"""A list of feeds, or an index of sitemaps: a list may lead to lists, and those once more."""


class Kind(Record):
    """A kind of list."""

    links: Callable[[RawDocument], list[str] | None]
    """Gives the address of each entry in the list's order, "" for one without; None when nothing can be read."""
    leads_to_lists: bool = False


LISTS: dict[str, Kind] = {
    RSS: Kind(links=feed.links),
    ATOM: Kind(links=feed.links),
    RDF: Kind(links=feed.links),
    JSON_FEED: Kind(links=json_feed.links),
    SITEMAP: Kind(links=sitemap.links),
    SITEMAP_INDEX: Kind(links=sitemap.links, leads_to_lists=True),
    URI_LIST: Kind(links=url_list.links, leads_to_lists=True),
}


def as_list(document: RawDocument, reception: Reception) -> RawDocument | None:
    """Give a document that is a list, unpacked where it is packed; None for what is none."""
    kind = document.source.media_type
    if kind == GZIP:
        return _unpacked_list(document, reception.max_bytes)
    if kind == TEXT and url_list.is_list(document.content):
        kind = URI_LIST
    return _of_kind(document, kind) if kind in LISTS else None


def _of_kind(document: RawDocument, kind: str | None) -> RawDocument:
    return document.model_copy(update={"source": document.source.model_copy(update={"media_type": kind})})


def _unpacked_list(document: RawDocument, max_bytes: int) -> RawDocument | None:
    """Unpack a sitemap.xml.gz; None for what is too large, damaged or no list."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(document.content)) as packed:
            content = packed.read(max_bytes + 1)
    except (OSError, EOFError, zlib.error):
        return None
    kind = media_type(content, name_in(document.source.uri).removesuffix(".gz"), None)
    if len(content) > max_bytes or kind not in LISTS:
        return None
    return _of_kind(document.model_copy(update={"content": content}), kind)


def documents(listing: RawDocument, reception: Reception) -> Iterator[Received]:
    """Yield the document behind each entry of a list, in the list's order, each address once.

    `container` of each is the list. An entry without an address on the web is an Unreceived named by the list's address
    and the entry's number.
    """
    yield from _followed(listing, reception, seen={listing.source.uri}, depth=1)


def _followed(listing: RawDocument, reception: Reception, *, seen: set[str], depth: int) -> Iterator[Received]:
    kind = LISTS[listing.source.media_type or ""]
    links = kind.links(listing)
    if links is None:
        detail = "the list is damaged: no entry can be read from it; open it in a browser to see what the server sends"
        yield unreceived(listing.source, Reason.DAMAGED, detail)
        return
    if not links:
        logger.warning("%s has no entries", listing.source.uri)
    for number, link in enumerate(links, start=1):
        if not link.lower().startswith(("http://", "https://")):
            yield _without_address(listing, number)
        elif link not in seen:
            seen.add(link)
            received = reception.fetcher.fetch(link, container=listing.source.uri)
            inner = as_list(received, reception) if kind.leads_to_lists and isinstance(received, RawDocument) else None
            if inner is None:
                yield received
            elif depth == MAX_DEPTH:
                yield unreceived(inner.source, Reason.UNREADABLE, "lists lead to lists without end: not followed on")
            else:
                yield from _followed(inner, reception, seen=seen, depth=depth + 1)


def _without_address(listing: RawDocument, number: int) -> Received:
    source = Source(uri=f"{urldefrag(listing.source.uri).url}#entry-{number}", container=listing.source.uri)
    return unreceived(source, Reason.NOT_FOUND, f"entry {number} of the list has no address of an article on the web")
