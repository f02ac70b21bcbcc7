"""One document on standard input."""

from collections.abc import Iterator

from models import Reason, Source
from raw.receipt import Received, unreceived
from raw.reception import Reception

NAME = "-"


def opens(argument: str, reception: Reception) -> Iterator[Received]:
    """Yield the document on standard input, read to its end; its uri is "-"."""
    source = Source(uri=argument)
    stream = reception.standard_input
    if stream is None:
        yield unreceived(source, Reason.UNREADABLE, "this process has no standard input")
        return
    try:
        content = stream.read(reception.max_bytes + 1)
    except (OSError, ValueError) as error:
        yield unreceived(source, Reason.UNREADABLE, f"standard input cannot be read: {error}")
        return
    yield reception.document(content, source, None)


def is_standard_input(argument: str) -> bool:
    """Whether an argument means standard input."""
    return argument == NAME
