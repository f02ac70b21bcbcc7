"""One address on the web."""

from collections.abc import Iterator

from models import RawDocument
from raw.receipt import Received
from raw.reception import Reception
from raw.sources import archives, lists

SCHEMES = ("http://", "https://")


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the document at an address, those in the archive that is there, or those that the list there leads to."""
    received = reception.fetcher.fetch(argument)
    yield from opened(received, reception)


def opened(received: Received, reception: Reception) -> Iterator[Received]:
    """Yield what was received, or the documents that it holds or leads to."""
    if not isinstance(received, RawDocument):
        yield received
    elif listing := lists.as_list(received, reception):
        yield from lists.documents(listing, reception)
    else:
        yield from archives.documents(received, reception)


def is_address(argument: str) -> bool:
    """Whether an argument is an http or https address."""
    return argument.lower().startswith(SCHEMES)
