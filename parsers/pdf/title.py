"""The headline of a PDF: what stands above its text in the largest type."""

from collections.abc import Sequence
from itertools import takewhile

from models import SpanKind
from parsers.pdf.blocks import Block, Body

HEADLINE = 1.3
"""Size of a headline's letters in units of the body's, at least."""

ALIKE = 1.06
"""Ratio of two sizes that are meant to be one."""

MASTHEAD = 3
"""Words; the name of a paper, in type even larger than its headlines, has no more."""

BELOW_MASTHEAD = 1.6
"""Size of the headline below it in units of the body's, at least; a section's heading is smaller."""

PROSE = 3
"""Lines from which on a block is text, which no headline stands below."""


def title_of(blocks: Sequence[Block], body: Body) -> Block | None:
    """Find the headline among the blocks of a first page.

    It is the only one in the largest type above the text. None where several are as large, as on the front page of a
    newspaper; the name of the paper is no headline where one stands below it.
    """
    above = takewhile(lambda block: block.kind is not None or len(block.lines) < PROSE, blocks)
    headings = [block for block in above if block.kind is SpanKind.HEADING and block.size >= HEADLINE * body.size]
    longer = [
        block for block in headings if len(block.text.split()) > MASTHEAD and block.size >= BELOW_MASTHEAD * body.size
    ] or headings
    largest = max((block.size for block in longer), default=0.0)
    found = [block for block in longer if block.size * ALIKE >= largest]
    return found[0] if len(found) == 1 and len(found[0].text.split()) > 1 else None
