"""Glyphs -> lines: stretches of text on one baseline, as far as no wide gap parts them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from parsers.pdf.glyphs import NO_FACE, Face, Glyph
from parsers.pdf.words import SPACES, WordGaps, gaps_of, is_right_to_left, written

COLUMN_GAP = 1.2
"""Gap, in units of size, that parts two stretches of a line: cells of a table, columns of a page."""

NUMBER_GAP = 6.0
"""The same in text that runs from right to left, where a number is begun at its far end."""

PIECE_GAP = 0.6
"""The same for stretches that the file has apart in its content, as it has columns."""

SAME_LINE = 0.5
"""Distance of baselines, in units of size, up to which glyphs stand on one line (superscripts do)."""

STEP_BACK = 0.5
"""How far a glyph may begin to the left of the one before it, in units of size: an accent, a kern."""

INITIAL = 1.8
"""Size of a drop cap in units of its line's, at least."""

QUOTES = "\"'“”‘’«„¿¡ \N{NO-BREAK SPACE}"
"""What may stand before the letter of a drop cap."""

MOST_INITIALS = 20
"""Drop caps of a page; more are a page of large letters."""

INITIAL_HEIGHT = 0.9
"""How far above its baseline a drop cap's first line stands at most, in units of the cap's size."""

LETTER_WORDS = frozenset("AIO")
"""Drop caps that may be words by themselves: "A beekeeper", "About"."""

SPACE_IN = (0.12, 0.6)
"""How much further in than the lines below it the first line beside a drop cap begins, in units of its size, where a
space parts them."""


class Line(NamedTuple):
    """A stretch of text on one baseline, in points, y growing upwards.

    `initial` is a drop cap before it of which nothing tells whether it is a word by itself.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: Face = NO_FACE
    is_bold: bool = False
    initial: str = ""


def lines_of(glyphs: Sequence[Glyph], word_gaps: WordGaps) -> list[Line]:
    """Divide the glyphs of a page, in the order of its content, into lines.

    Stretches of a line that the file has apart (a word in bold, a link) are put together, a drop cap goes to the line
    it begins, and of text that is printed twice, to look bold, one remains.
    """
    initials, stretches = _parted(_stretches(glyphs))
    stretches = _put_together(stretches)
    gaps = [gaps_of(stretch) for stretch in stretches]
    word_gaps.learn(gaps)
    lines = _once(
        _line(stretch, written(stretch, gap, word_gaps)) for stretch, gap in zip(stretches, gaps, strict=True)
    )
    for initial in initials:
        _begin(lines, _line(initial, "".join(glyph.text for glyph in initial)))
    return lines


def _stretches(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Divide glyphs where one does not follow the other on its line; leave out what holds nothing but spaces."""
    stretches: list[list[Glyph]] = []
    left = right = 0.0
    leftwards = False
    for glyph in glyphs:
        if stretches and _continues(stretches[-1][-1], glyph, left, right, leftwards=leftwards):
            stretches[-1].append(glyph)
            left, right = min(left, glyph.left), max(right, glyph.right)
            leftwards = leftwards or is_right_to_left(glyph.text)
        else:
            stretches.append([glyph])
            left, right = glyph.left, glyph.right
            leftwards = is_right_to_left(glyph.text)
    return [stretch for stretch in stretches if any(glyph.text not in SPACES for glyph in stretch)]


def _continues(last: Glyph, glyph: Glyph, left: float, right: float, *, leftwards: bool) -> bool:
    """Tell whether a glyph follows the last one on its line.

    The glyphs so far reach from `left` to `right`; `leftwards` says whether any is of a script that runs that way.
    """
    size = max(last.size, glyph.size)
    if size > INITIAL * min(last.size, glyph.size):
        size = min(last.size, glyph.size)
    if abs(glyph.baseline - last.baseline) > SAME_LINE * size:
        return False
    if leftwards or is_right_to_left(glyph.text):
        return left - NUMBER_GAP * size < glyph.right and glyph.left < right + NUMBER_GAP * size
    return -STEP_BACK * size < glyph.left - last.left and glyph.left - last.right < COLUMN_GAP * size


def _parted(stretches: Iterable[list[Glyph]]) -> tuple[list[list[Glyph]], list[list[Glyph]]]:
    """Part what may be drop caps from the rest: single letters far larger than most."""
    stretches = list(stretches)
    usual = median([glyph.size for stretch in stretches for glyph in stretch] or [0.0])
    initials: list[list[Glyph]] = []
    others: list[list[Glyph]] = []
    for stretch in stretches:
        text = "".join(glyph.text for glyph in stretch).strip(QUOTES)
        is_initial = len(text) == 1 and text.isalpha() and stretch[0].size > INITIAL * usual
        (initials if is_initial else others).append(stretch)
    return (initials, others) if len(initials) <= MOST_INITIALS else ([], stretches)


def _put_together(stretches: Iterable[list[Glyph]]) -> list[list[Glyph]]:
    """Put stretches together that stand on one line, one right behind the other."""
    joined: list[list[Glyph]] = []
    for row in _rows(stretches):
        for stretch in sorted(row, key=lambda stretch: stretch[0].left):
            if joined and _adjoins(joined[-1][-1], stretch[0]):
                joined[-1] += stretch
            else:
                joined.append(stretch)
    return joined


def _rows(stretches: Iterable[list[Glyph]]) -> Iterator[list[list[Glyph]]]:
    """Group stretches by their baselines, from the top."""
    row: list[list[Glyph]] = []
    for stretch in sorted(stretches, key=lambda stretch: -stretch[0].baseline):
        if row and row[-1][0].baseline - stretch[0].baseline > SAME_LINE * max(row[-1][0].size, stretch[0].size):
            yield row
            row = []
        row.append(stretch)
    if row:
        yield row


def _adjoins(last: Glyph, glyph: Glyph) -> bool:
    size = max(last.size, glyph.size)
    is_level = abs(last.baseline - glyph.baseline) <= SAME_LINE * size
    return is_level and -STEP_BACK * size < glyph.left - last.right < PIECE_GAP * size


def _line(stretch: Sequence[Glyph], text: str) -> Line:
    """Say where a stretch of glyphs stands that reads so."""
    inked = [glyph for glyph in stretch if glyph.text not in SPACES]
    text = " ".join(text.split())
    if text.endswith("\N{SOFT HYPHEN}"):
        text = text[:-1] + "-"
    left, right = min(glyph.left for glyph in inked), max(glyph.right for glyph in inked)
    face = Counter(glyph.face for glyph in inked).most_common(1)[0][0]
    is_bold = all(glyph.face.is_bold for glyph in inked)
    size, baseline = median(glyph.size for glyph in inked), median(glyph.baseline for glyph in inked)
    return Line(text, left, right, baseline, size, face, is_bold)


def _once(lines: Iterable[Line]) -> list[Line]:
    """Leave out lines that say the same at the same place as another."""
    kept: list[Line] = []
    printed: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if not any(_is_over(line, other) for other in printed[line.text][-3:]):
            printed[line.text].append(line)
            kept.append(line)
    return kept


def _is_over(line: Line, other: Line) -> bool:
    near = 0.15 * line.size
    return abs(line.left - other.left) < near and abs(line.baseline - other.baseline) < near


def _begin(lines: list[Line], initial: Line) -> None:
    """Put a drop cap before its line: the highest of those beside it; without one it stays a line of its own."""
    beside = sorted((-line.baseline, nth) for nth, line in enumerate(lines) if _is_beside(line, initial))
    if not beside:
        lines.append(initial)
        return
    first, *below = (nth for _, nth in beside)
    lines[first] = _begun(initial, lines[first], [lines[nth] for nth in below])


def _is_beside(line: Line, initial: Line) -> bool:
    """Say whether a line stands on the right of a drop cap, no lower than it."""
    return (
        0 <= line.baseline - initial.baseline + 0.1 * line.size <= INITIAL_HEIGHT * initial.size
        and initial.left < line.left < initial.right + 1.5 * line.size
        and line.left > initial.right - line.size
        and initial.size > INITIAL * line.size
    )


def _begun(initial: Line, line: Line, below: Sequence[Line]) -> Line:
    """Put a drop cap before a line; `below` are the other lines beside it.

    A letter that may be a word has a space behind it where the line begins with one, or with a name. Else its word is
    left to whoever knows words: files seldom have the space, which nobody sees.
    """
    begun = line._replace(left=initial.left)
    if initial.text.strip(QUOTES) not in LETTER_WORDS or not line.text[0].isalpha():
        return begun._replace(text=initial.text + line.text)
    least, most = SPACE_IN
    is_in = any(least < (line.left - other.left) / line.size < most for other in below[:1])
    if is_in or line.text[:2].istitle():
        return begun._replace(text=f"{initial.text} {line.text}")
    return begun._replace(initial=initial.text)
