"""Columns -> blocks: which lines belong together, and which of them are headings and captions."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from models import SpanKind
from parsers.pdf.columns import BETWEEN_CELLS, Column
from parsers.pdf.lines import Line
from parsers.pdf.pictures import Picture
from parsers.words import letters_of

BLANK_LINE = 1.3
"""Pitch of two lines, in units of the usual one, from which on there is a blank line between them."""

USUAL_PITCH = 1.25
LEAST_PITCH, MOST_PITCH = 0.8, 1.8
"""Pitch of two lines of one paragraph, in units of their size: where nothing else tells, at least and at most."""

OTHER_SIZE = 1.12
"""Ratio of two sizes that are not the same."""

INDENTS = (0.6, 6.0)
"""Indent of a paragraph's first line, in units of size."""

LARGER = 1.15
"""Size of a heading's letters in units of the body's, at least, where they are not bold."""

MOST_HEADING_LINES = 5
MOST_HEADING = 220
"""Lines and characters of a heading at most."""

MOST_CAPTION_LINES = 10

NEAR_PICTURE = 2.5
"""How far below or beside a picture its caption begins at most, in units of the caption's size."""

LEAST_PICTURE = 1_000.0
"""Square points; what is smaller is a rule, a bullet or a letter drawn as a picture."""

COVERED = 0.5
"""Share of the width of the narrower of the two, picture and caption, that the other covers at least."""

SMALLER = 0.97
"""Size of a caption's letters in units of the body's, at most, where they are of the body's font."""


QUOTES = ("“", "„", "«", "»", "‘", '"')

SHORTEST_QUOTE = 25
"""Characters of a quotation that says again what the text says; a shorter heading may by chance."""

# Matches the end of a sentence or of a line that leads on to a list: "end.", "end?”", "end:"; not "end," nor "end".
STOP = re.compile(r"[.!?:…][\"'”’»)]?\Z")

# Matches the sign of a list's item: "• one", "- one", "12. one", "a) one"; not "1990 was", nor "a man".
ITEM = re.compile(r"(?:[•‣◦▪▫●○■□◆◇►▶➢✓✔·*–—-]|[(\[]?(?:\d{1,3}|[A-Za-z])[.)\]])\s")


class Body(NamedTuple):
    """How most of a document is set."""

    size: float
    face: str
    is_bold: bool


class Block(NamedTuple):
    """Lines that belong together; `kind` is None for lines of text, which may be one paragraph or several."""

    lines: list[Line]
    kind: SpanKind | None = None

    @property
    def text(self) -> str:
        r"""The lines as they are read: those of a heading, which no width ended, on one line.

        A drop cap that may be a word by itself has a line of its own.
        """
        if self.kind is SpanKind.HEADING and not any(line.text.endswith("-") for line in self.lines):
            return " ".join(line.initial + line.text for line in self.lines)
        return "\n".join(text for line in self.lines for text in (line.initial, line.text) if text)

    @property
    def size(self) -> float:
        """Size of most of its letters, in points."""
        return median(line.size for line in self.lines)


def body_of(pages: Iterable[Iterable[Line]]) -> Body:
    """Find how most of the letters of a document are set."""
    letters: Counter[tuple[float, str, bool]] = Counter()
    for page in pages:
        for line in page:
            letters[round(line.size, 1), line.face.name, line.is_bold] += len(line.text)
    size, face, is_bold = max(letters, key=lambda key: (letters[key], key))
    return Body(size, face, is_bold)


def blocks_of(columns: Sequence[Column], pictures: Sequence[Picture], body: Body) -> list[Block]:
    """Divide the columns of a page into blocks, in reading order."""
    found: list[list[Line]] = []
    for column in columns:
        pitches = _usual_pitches(column.lines)
        for nth, line in enumerate(column.lines):
            if not found or _begins(found[-1][-1], column, nth, pitches):
                found.append([])
            found[-1].append(line)
    return _with_headings_whole([Block(lines, _kind(lines, pictures, body)) for lines in found])


def _with_headings_whole(blocks: Iterable[Block]) -> list[Block]:
    """Join a heading that begins small to the one above it, where both are set alike: an inset one looks indented."""
    whole: list[Block] = []
    for block in blocks:
        before = whole[-1] if whole else None
        if before and before.kind is block.kind is SpanKind.HEADING and _goes_on(before.lines[-1], block.lines[0]):
            whole[-1] = before._replace(lines=[*before.lines, *block.lines])
        else:
            whole.append(block)
    return whole


def _goes_on(before: Line, line: Line) -> bool:
    is_set_alike = _is_like(before, line) and abs(before.left - line.left) < line.size
    return is_set_alike and line.text[0].islower() and 0 < before.baseline - line.baseline < MOST_PITCH * line.size


def with_quotes_aside(blocks: Sequence[Block]) -> list[Block]:
    """Set aside the quotations in large type that say once more what the text of a page says."""
    text = "".join(letters_of(line.text) for block in blocks if block.kind is None for line in block.lines)
    return [
        block._replace(kind=SpanKind.ASIDE) if block.kind is SpanKind.HEADING and _is_repeated(block, text) else block
        for block in blocks
    ]


def _is_repeated(heading: Block, text: str) -> bool:
    is_quote = heading.text.startswith(QUOTES) or STOP.search(heading.text)
    return bool(is_quote) and len(heading.text) > SHORTEST_QUOTE and letters_of(heading.text) in text


def _usual_pitches(lines: Sequence[Line]) -> dict[int, float]:
    """Give for each size, in whole points, the distance of the baselines of lines that follow each other."""
    pitches: defaultdict[int, list[float]] = defaultdict(list)
    for before, line in pairwise(lines):
        pitch = before.baseline - line.baseline
        if _is_like(before, line) and LEAST_PITCH * line.size < pitch < MOST_PITCH * line.size:
            pitches[round(line.size)].append(pitch)
    return {size: _usual_pitch(sorted(found)) for size, found in pitches.items()}


def _usual_pitch(pitches: Sequence[float]) -> float:
    """Give the middle of the narrower pitches: the wider ones are of lines with something between them."""
    narrow = pitches[len(pitches) // 10]
    return median(pitch for pitch in pitches if pitch <= BLANK_LINE * narrow)


def _is_like(before: Line, line: Line) -> bool:
    """Say whether two lines are of one size."""
    smaller, larger = sorted((before.size, line.size))
    return larger <= OTHER_SIZE * smaller


def _begins(before: Line, column: Column, nth: int, pitches: Mapping[int, float]) -> bool:
    """Say whether a line of a column begins a block of its own."""
    line = column.lines[nth]
    if not _is_like(before, line):
        return True
    pitch = before.baseline - line.baseline
    if pitch > BLANK_LINE * pitches.get(round(line.size), USUAL_PITCH * line.size):
        return True
    if before.is_bold != line.is_bold and (_had_room(before, line, column) or STOP.search(before.text)):
        return True
    return _is_indented(before, column, nth)


def _had_room(before: Line, line: Line, column: Column) -> bool:
    """Say whether the first word of a line would have fitted on the line before, which was ended on purpose."""
    word = line.text.split(None, 1)[0]
    return column.right - before.right > (len(word) + 1) * (line.right - line.left) / len(line.text)


def _is_indented(before: Line, column: Column, nth: int) -> bool:
    """Say whether a line has the indent of a paragraph's first line, after one that may be the last of another."""
    line = column.lines[nth]
    least, most = INDENTS
    if not least < (line.left - column.margin) / line.size < most or ITEM.match(before.text):
        return False
    was_indented = nth > 0 and (before.left - column.margin) / line.size > least
    is_full = nth == 0 or not _had_room(before, line, column)
    return not is_full or (bool(STOP.search(before.text)) and not was_indented)


def _kind(lines: Sequence[Line], pictures: Sequence[Picture], body: Body) -> SpanKind | None:
    if sum(BETWEEN_CELLS in line.text for line in lines) > len(lines) / 2:
        return SpanKind.TABLE
    if _is_caption(lines, pictures, body):
        return SpanKind.CAPTION
    return SpanKind.HEADING if _is_heading(lines, body) else None


def _is_heading(lines: Sequence[Line], body: Body) -> bool:
    """Say whether lines are a heading: few, in larger or bolder letters than the text, and no sentence."""
    text = " ".join(line.text for line in lines)
    if len(lines) > MOST_HEADING_LINES or len(text) > MOST_HEADING or not any(map(str.isalpha, text)):
        return False
    if min(line.size for line in lines) >= LARGER * body.size:
        return True
    is_bolder = all(line.is_bold for line in lines) and not body.is_bold
    return is_bolder and min(line.size for line in lines) >= SMALLER * body.size and not text.endswith((".", ",", ";"))


def _is_caption(lines: Sequence[Line], pictures: Sequence[Picture], body: Body) -> bool:
    """Say whether lines are a caption: right below a picture, no wider than it, or beside it, and set apart."""
    if len(lines) > MOST_CAPTION_LINES:
        return False
    size = median(line.size for line in lines)
    other_font = all(line.face.name != body.face for line in lines)
    if size > OTHER_SIZE * body.size or not (other_font or size < SMALLER * body.size):
        return False
    return any(
        _is_below(lines, picture, size) or (size < SMALLER * body.size and _is_beside(lines, picture, size))
        for picture in pictures
        if picture.area > LEAST_PICTURE
    )


def _is_below(lines: Sequence[Line], picture: Picture, size: float) -> bool:
    top = lines[0].baseline + size
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    return (
        -size < picture.bottom - top < NEAR_PICTURE * size
        and picture.left - size < left < picture.right
        and min(right, picture.right) - left > COVERED * min(right - left, picture.right - picture.left)
    )


def _is_beside(lines: Sequence[Line], picture: Picture, size: float) -> bool:
    """Say whether lines stand on the right or the left of a picture, no higher or lower than it."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    is_level = picture.bottom - size < lines[-1].baseline and lines[0].baseline + size < picture.top + size
    return is_level and any(0 < gap < NEAR_PICTURE * size for gap in (left - picture.right, picture.left - right))
