"""A fragment of HTML -> typed blocks of text.

The fragment is small and its markup simple; the work is the text inside a block: white space as a browser shows it, a
line end for `<br>`, and words kept apart that only markup kept apart.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from models import SpanKind

if TYPE_CHECKING:
    from bs4 import Tag

KINDS = {
    **{f"h{level}": SpanKind.HEADING for level in range(1, 7)},
    "p": SpanKind.PARAGRAPH,
    "li": SpanKind.LIST_ITEM,
    "blockquote": SpanKind.QUOTE,
    "pre": SpanKind.PREFORMATTED,
    "table": SpanKind.TABLE,
    "figcaption": SpanKind.CAPTION,
    "small": SpanKind.CREDIT,
    "aside": SpanKind.ASIDE,
}
"""Tag of a block in the fragment -> its kind."""

# Matches the white space of HTML; must not match a no-break space, which a writer put there.
WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")

# Matches line ends with the white space around them; must not match a single space between words.
AROUND_LINE_END = re.compile(r" ?\n[ \n]*")

# Matches the line end between two long lines of which the first ends a sentence; must not match one in verse or in an
# address.
BETWEEN_PARAGRAPHS = re.compile(r"\n(?<=[^\n]{80}[.!?…。？！”\"»)]\n)(?=[^\n]{80})")

# Matches "drop-cap", "dropcap", "initial"; must not match "dropdown".
DROP_CAP = re.compile(r"\b(?:drop[-_]?cap|initial|lettrine|capital|first[-_]?letter)", re.IGNORECASE)

# Matches the word that a text ends with or begins with; must not match across an apostrophe or a hyphen.
LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]++\Z")
FIRST_WORD = re.compile(r"[^\W\d_]+")

# Matches the "2031" of "4.3.2031", a number at a text's end; must not match the "77" of "p77".
LAST_NUMBER = re.compile(r"(?<![^\W_])\d{2,}+\Z")

LONG_WORD = 40
"""Characters looked at for the last word of a text."""

JOINING_TAGS = frozenset(("sub", "sup", "wbr", "rt", "rp", "ruby"))
"""Elements set against the letters beside them on purpose."""


class Block(NamedTuple):
    """A block of an article."""

    kind: SpanKind
    text: str


class Piece(NamedTuple):
    """A stretch of text with the inline elements it stands in, the outermost first."""

    text: str
    within: tuple["Tag", ...]


def typed_blocks(fragment: str) -> list[Block]:
    r"""Read the blocks of a fragment of HTML, in their order.

    >>> typed_blocks("<h2>Results</h2><p>On <b>Tuesday</b><span>reaffirmed</span></p><p><b>N</b>o one\n knew.</p>")
    ... # doctest: +NORMALIZE_WHITESPACE
    [Block(kind=<SpanKind.HEADING: 'heading'>, text='Results'),
     Block(kind=<SpanKind.PARAGRAPH: 'paragraph'>, text='On Tuesday reaffirmed'),
     Block(kind=<SpanKind.PARAGRAPH: 'paragraph'>, text='No one knew.')]
    """
    from bs4 import BeautifulSoup, Tag

    soup = BeautifulSoup(f"<html><body>{fragment}</body></html>", "lxml")
    body = soup.body
    tags = [child for child in body.children if isinstance(child, Tag)] if body else []
    blocks = (block for tag in tags if tag.name in KINDS for block in _blocks(tag))
    return [block for block in blocks if block.text]


def _blocks(tag: "Tag") -> list[Block]:
    """Give the block that an element is, or its paragraphs where line ends part them."""
    text = block_text(tag)
    paragraphs = BETWEEN_PARAGRAPHS.split(text) if tag.name == "p" else []
    return [Block(SpanKind.PARAGRAPH, paragraph) for paragraph in paragraphs] or [Block(KINDS[tag.name], text)]


def block_text(block: "Tag") -> str:
    """Give the text of a block as a reader sees it."""
    if block.name == "table":
        return _table_text(block)
    if block.name == "pre":
        return block.get_text().strip("\n").rstrip()
    pieces = list(_pieces(block, ()))
    return AROUND_LINE_END.sub("\n", "".join(_joined(pieces))).strip(" \n")


def _table_text(table: "Tag") -> str:
    rows = ([block_text(cell) for cell in row.find_all("td")] for row in table.find_all("tr"))
    return "\n".join(line for row in rows if (line := " | ".join(cell.replace("\n", " ") for cell in row).strip(" |")))


def _pieces(element: "Tag", within: tuple["Tag", ...]) -> Iterator[Piece]:
    """Give the stretches of text in an element; a `<br>` is a line end, whatever stands beside it."""
    from bs4.element import NavigableString, Tag

    for child in element.children:
        if isinstance(child, Tag):
            if child.name == "br":
                yield Piece("\n", within)
            else:
                yield from _pieces(child, (*within, child))
        elif isinstance(child, NavigableString):
            text = WHITE_SPACE.sub(" ", child)
            if text:
                yield Piece(text, within)


def _joined(pieces: list[Piece]) -> Iterator[str]:
    """Give the texts of pieces, with a space where the markup says that one word ends and another begins."""
    before: Piece | None = None
    for piece in pieces:
        if before and before.text[-1] in " \n" and piece.text[0] == " ":
            piece = Piece(piece.text[1:], piece.within)  # noqa: PLW2901 (the rest of the loop needs the shorter one)
            if not piece.text:
                continue
        elif before and parts_words(before, piece):
            yield " "
        yield piece.text
        before = piece


def parts_words(before: Piece, after: Piece) -> bool:
    """Tell whether an inline boundary with letters on both sides parts two words.

    Two elements of different kinds side by side do ("<b>Tuesday</b><span>reaffirmed</span>"), and so does a capital
    after a small letter ("<a>report</a>The") or a number ("<span>4.3.2031</span>The"). An initial ("<b>N</b>o one"), an
    ending ("<a>Putin</a>s") and an index do not; where the markup leaves it open the word stays whole, and the lexicon
    decides later.
    """
    end = before.text[-LONG_WORD:]
    last, first = LAST_WORD.search(end) or LAST_NUMBER.search(end), FIRST_WORD.match(after.text)
    if not last or not first or (last[0].isalpha() and len(last[0]) <= 2) or len(first[0]) <= 2:
        return False
    left, right = _own_elements(before, after)
    if not (left or right) or any(map(_is_set_close, left + right)):
        return False
    if last[0].isdigit():
        return first[0].istitle()
    if last[0][-1].islower() and first[0][0].isupper():
        return True
    return bool(left and right) and (left[0].name, _classes(left[0])) != (right[0].name, _classes(right[0]))


def _own_elements(before: Piece, after: Piece) -> tuple[list["Tag"], list["Tag"]]:
    """Give the elements that end and those that begin between two pieces."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(before.within, after.within, strict=False)))
    return list(before.within[shared:]), list(after.within[shared:])


def _is_set_close(tag: "Tag") -> bool:
    """Tell whether an element stands against the letters beside it on purpose."""
    return tag.name in JOINING_TAGS or bool(DROP_CAP.search(" ".join(_classes(tag))))


def _classes(tag: "Tag") -> list[str]:
    names = tag.get("class")
    return list(names) if isinstance(names, list) else []
