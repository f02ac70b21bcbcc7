"""Prose in `<pre>`, as old pages and mail archives have it -> paragraphs; code, tables and verse keep their lines."""

import re
from collections.abc import Iterator
from textwrap import dedent

# Matches a blank line between paragraphs; must not match a single line end.
BLANK_LINE = re.compile(r"\n\s*\n")

# Matches what tables, code and drawings have in their lines; must not match a dash or two spaces behind a full stop.
NO_PROSE = re.compile(r"\t|[^\s.!?:]\s{2,}+\S|[{}<>|_=\\]|[;(]\Z|\A\s*(?:[-+*#/]{2,}|[$%>#]\s)")

SHORTEST_LINE = 45
"""Characters of the longest line; verse has shorter ones."""

MOST_ODD_LINES = 0.1
"""Share of lines that may look like code or a table."""

AMPLE = 0.9
"""Share of the length that three lines of four stay below, up to which the next word would have found room."""

FEWEST_WORDS = 6
"""Words in a line, on the average."""


def paragraphs_of(text: str) -> list[str]:
    r"""Give the paragraphs of a preformatted text that is prose, each in one line; nothing for any other.

    A line ends a paragraph where the next word would have found ample room in it.

    >>> paragraphs_of("The harbour was closed on Friday because of a storm\nno one had foreseen.\n\nIt is open again.")
    ['The harbour was closed on Friday because of a storm no one had foreseen.', 'It is open again.']
    >>> paragraphs_of("for harbour in harbours:\n    print(harbour.name, harbour.depth, sep=';')")
    []
    """
    text = dedent(text.expandtabs(8))
    if not _is_prose(text):
        return []
    parts = [part.split("\n") for part in BLANK_LINE.split(text)]
    lengths = sorted(len(line) for lines in parts for line in lines[:-1]) or [len(text)]
    room = lengths[len(lengths) * 3 // 4] * AMPLE
    return [paragraph for lines in parts for paragraph in _joined(lines, room)]


def _is_prose(text: str) -> bool:
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    if not lines or max(map(len, lines)) < SHORTEST_LINE:
        return False
    odd = sum(bool(NO_PROSE.search(line)) for line in lines)
    return odd <= len(lines) * MOST_ODD_LINES and len(text.split()) >= len(lines) * FEWEST_WORDS


def _joined(lines: list[str], room: float) -> Iterator[str]:
    """Join the lines of a part as far as each was full."""
    words: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        words += line.split()
        first = next(iter(after.split()), "")
        if words and (not first or len(line.rstrip()) + 1 + len(first) <= room):
            yield " ".join(words)
            words = []
