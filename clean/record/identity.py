"""The `id` of an article: the same on every run, in every version, wherever it was got."""

from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid5

from models import Source

ADDRESSES = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
"""RFC 9562's name space for URLs."""

CONTENTS = uuid5(ADDRESSES, "urn:copydesk:raw-sha256")


def document_id(source: Source, canonical_url: str | None, raw_sha256: str | None) -> str:
    """Give a UUID (version 5) from the fetched URL, else the page's declared canonical URL, else the bytes.

    The fetched URL comes first because some sites declare one canonical address, often the front page, for every
    article. A canonical URL without a path of its own is no article's address for the same reason.

    >>> from models import Source
    >>> a = document_id(Source(uri="https://Example.org/a?b=1#top"), None, "00")
    >>> a == document_id(Source(uri="https://example.org/a?b=1"), "https://example.org/other", "ff")
    True
    >>> document_id(Source(uri="a.html"), "https://example.org/", "00") == document_id(Source(uri="b"), None, "00")
    True
    """
    for address in (source.uri, canonical_url):
        if address and (normal := _normal_address(address)):
            return str(uuid5(ADDRESSES, normal))
    return str(uuid5(CONTENTS, raw_sha256 or f"unreceived {source.uri}"))


def _normal_address(address: str) -> str | None:
    """Write an http(s) address in one way, or give None for what is no article's address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not (parts.path.strip("/") or parts.query):
        return None
    host = parts.netloc.rpartition("@")[2].lower()
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
