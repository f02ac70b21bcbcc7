"""Articles that a page holds as data for its scripts only: HTML inside strings of JSON."""

import json
import re
from collections.abc import Iterator

from lxml.etree import _Element

# Matches a string of JSON or JavaScript; must not end at an escaped quotation mark.
STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)

SHORTEST_ARTICLE = 300
"""Characters of a string that may hold an article."""

LEAST_PARAGRAPHS = 3

DEEPEST = 3
"""How often strings inside strings are read."""


def scripted_page(tree: _Element) -> str | None:
    """Give the longest text with markup that a page's scripts hold, as a page of its own; null where none does.

    >>> from lxml.html import document_fromstring
    >>> body = "<p>The harbour reopened on Tuesday after a week of repairs, the port office said.</p>" * 4
    >>> page = f"<html><body><script>push([1, {json.dumps(json.dumps({'body': body}))}])</script></body></html>"
    >>> scripted_page(document_fromstring(page)).count("<p>")
    4
    """
    scripts = (script.text or "" for script in tree.iter("script"))
    found = [text for script in scripts for text in _texts(script, DEEPEST)]
    longest = max(found, key=len, default="")
    start, end = longest.find("<p"), longest.rfind("</p>")
    return f"<html><body>{longest[start:end]}</p></body></html>" if end > start >= 0 else None


def _texts(source: str, depth: int) -> Iterator[str]:
    """Give the strings that hold paragraphs, also those inside other strings."""
    for match in STRING.finditer(source):
        if len(match[1]) < SHORTEST_ARTICLE:
            continue
        try:
            text = json.loads(f'"{match[1]}"', strict=False)
        except ValueError:
            continue
        if text.count("<p") >= LEAST_PARAGRAPHS:
            yield text
        elif depth > 1:
            yield from _texts(text, depth - 1)
