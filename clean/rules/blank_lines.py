"""Whitespace around lines and between paragraphs."""

from bisect import bisect_right
from collections.abc import Iterator

from clean.patterns import deferred
from models import BLOCK_KINDS, Document, Edit, EditKind

RULE = "blank_lines"

# A line end with the whitespace after it. Matches "\n\n\t"; not the space between two words.
FROM_LINE_END = deferred(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")

# Matches every line end, "\r\n" as one; not a tab.
LINE_END = deferred(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

BETWEEN_PARAGRAPHS = "\n\n"


def blank_lines(document: Document) -> Iterator[Edit]:
    r"""Part paragraphs by exactly one blank line, and take whitespace from the ends of lines and of the text.

    Runs last: removals leave blank lines behind. Afterwards `text.split("\n\n")` gives the paragraphs. Left alone on
    purpose: single line ends within a paragraph, which are meant there (verse, lists), and the indent after them;
    spaces between words.

    >>> [edit.after for edit in blank_lines(Document(text=" One. \n\n\nTwo,\n  three.\n"))]
    ['', '\n\n', '']
    """
    text = document.text
    joints = _joints(document)
    for start, end in _around_lines(text):
        before = text[start:end]
        inside = start > 0 and end < len(text)
        after = _tidy(before, meets_block=bool(joints) and _holds(joints, start, end)) if inside else ""
        if after != before:
            yield Edit(rule=RULE, kind=EditKind.LAYOUT, start=start, end=end, before=before, after=after)


def _around_lines(text: str) -> Iterator[tuple[int, int]]:
    r"""Give the stretches of whitespace that have a line end in them or stand at either end of the text.

    >>> list(_around_lines(" one \n\n two three "))
    [(0, 1), (4, 8), (17, 18)]
    """
    reached = len(text) - len(text.lstrip())
    if reached:
        yield 0, reached
    for match in FROM_LINE_END.finditer(text, reached):
        start = match.start()
        while start > reached and text[start - 1].isspace():
            start -= 1
        yield start, match.end()
        reached = match.end()
    end = max(reached, len(text.rstrip()))
    if end < len(text):
        yield end, len(text)


def _tidy(space: str, *, meets_block: bool) -> str:
    """Give what belongs in place of a stretch of whitespace within the text."""
    line_ends = list(LINE_END.finditer(space))
    if len(line_ends) > 1 or meets_block or space[line_ends[0].start()] == "\f":
        return BETWEEN_PARAGRAPHS
    return "\n" + space[line_ends[0].end() :]


def _joints(document: Document) -> list[int]:
    """List the places where one block ends and another begins, in order."""
    blocks = [span for span in document.spans if span.kind in BLOCK_KINDS]
    return sorted({span.start for span in blocks} | {span.end for span in blocks})


def _holds(places: list[int], start: int, end: int) -> bool:
    """Say whether one of the places lies in the stretch, its ends included."""
    return bisect_right(places, end) > bisect_right(places, start - 1)
