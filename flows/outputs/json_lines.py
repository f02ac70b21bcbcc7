"""JSON Lines (https://jsonlines.org): a record a line, as `copydesk schema` describes it."""

from collections.abc import Iterable, Iterator


def json_lines(records: Iterable[str]) -> Iterator[bytes]:
    """Write records line by line."""
    for record in records:
        yield f"{record}\n".encode()
