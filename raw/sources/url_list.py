"""The addresses in a list of addresses: one a line."""

import re

from models import RawDocument

# A line that names an address on the web and nothing else: " https://news.example/a"; not "see https://news.example".
ADDRESS = re.compile(r"\s*(https?://\S+)\s*\Z", re.IGNORECASE)

COMMENT = "#"


def links(document: RawDocument) -> list[str]:
    r"""Give the lines of a list; blank ones and comments ("# wires") are none.

    >>> from models import Source
    >>> links(RawDocument(content=b"# wires\nhttps://a.example/1\r\n\nb", source=Source(uri="a.urls")))
    ['https://a.example/1', 'b']
    """
    lines = (line.strip() for line in document.content.decode("utf-8-sig", "replace").splitlines())
    return [line for line in lines if line and not line.startswith(COMMENT)]


def is_list(content: bytes) -> bool:
    r"""Whether a text is a list of addresses and nothing else.

    >>> is_list(b"# wires\nhttps://a.example/1\n"), is_list(b"https://a.example/1\nis an address."), is_list(b"")
    (True, False, False)
    """
    lines = [line.strip() for line in content.splitlines()]
    named = [line for line in lines if line and not line.startswith(COMMENT.encode())]
    return bool(named) and all(ADDRESS.match(line.decode("utf-8", "replace")) for line in named)
