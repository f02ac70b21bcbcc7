"""Whitespace around lines and between paragraphs."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from models import BLOCK_KINDS, Document, Edit, EditKind

RULE = "blank_lines"

# A stretch of whitespace with a line end in it, or at either end of the text. Matches " \n\n\t"; not the space between
# two words.
AROUND_LINES = re.compile(
    r"\A\s+|(?:(?<!\s)[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+)?[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*|(?<!\s)\s+\Z"
)

# Matches every line end, "\r\n" as one; not a tab.
LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

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
    for match in AROUND_LINES.finditer(text):
        after = _tidy(match, len(text), meets_block=bool(joints) and _holds(joints, match.start(), match.end()))
        if after != match[0]:
            yield Edit(
                rule=RULE,
                kind=EditKind.LAYOUT,
                start=match.start(),
                end=match.end(),
                before=match[0],
                after=after,
            )


def _tidy(match: re.Match[str], length: int, *, meets_block: bool) -> str:
    """Give what belongs in place of a stretch of whitespace."""
    space = match[0]
    if match.start() == 0 or match.end() == length:
        return ""
    line_ends = list(LINE_END.finditer(space))
    if not line_ends:
        return space
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
