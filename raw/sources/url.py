"""One address on the web."""

from collections.abc import Iterator

from models import RawDocument
from raw.media_type import FEED_TYPES
from raw.receipt import Received
from raw.reception import Reception
from raw.sources import feed

SCHEMES = ("http://", "https://")


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the document at an address, or the entries of the feed that is there."""
    received = reception.fetcher.fetch(argument)
    if isinstance(received, RawDocument) and received.source.media_type in FEED_TYPES:
        yield from feed.entries(received, reception)
    else:
        yield received


def is_address(argument: str) -> bool:
    """Whether an argument is an http or https address."""
    return argument.lower().startswith(SCHEMES)
