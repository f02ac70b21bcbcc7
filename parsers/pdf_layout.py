"""Glyphs -> words, words -> lines, lines -> reading order: by geometry alone.

A space is where the gap between two glyphs is wide for their size, or where the file has one; so words are never fused
because a file holds no spaces. Lines whose neighbours stand beside a gutter are read column by column.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from parsers.pdf_glyphs import Glyph
from parsers.pdf_words import SPACES, USUAL_VALLEY, WordGaps, written

COLUMN_GAP = 1.2
"""Gap that parts two stretches of a line: cells of a table, columns of a page."""

SAME_LINE = 0.4
"""Distance of baselines, in units of size, up to which glyphs stand on one line (superscripts do)."""

BLANK_LINE = 1.35
"""Pitch of two lines, in units of the usual one, from which on there is a blank line between them."""


class Line(NamedTuple):
    """A stretch of text on one baseline, in points, y growing upwards."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


def page_text(glyphs: Sequence[Glyph], word_gaps: WordGaps) -> str:
    r"""Write the glyphs of a page as lines in reading order; a wide vertical gap is a blank line."""
    return _with_blank_lines(reading_order(lines_of(glyphs, word_gaps)))


def lines_of(glyphs: Sequence[Glyph], word_gaps: WordGaps) -> list[Line]:
    """Divide glyphs, in the order of the content, into stretches that stand on one baseline without a wide gap."""
    stretches: list[list[Glyph]] = []
    for glyph in glyphs:
        if not stretches or not _continues(stretches[-1], glyph):
            stretches.append([])
        stretches[-1].append(glyph)
    word_gaps.learn(stretches)
    lines = (_line(stretch, word_gaps) for stretch in stretches)
    return _rejoined([line for line in lines if line is not None])


def _continues(stretch: Sequence[Glyph], glyph: Glyph) -> bool:
    """Tell whether a glyph follows the last one on its line."""
    last = stretch[-1]
    size = max(last.size, glyph.size)
    is_level = abs(glyph.baseline - last.baseline) <= SAME_LINE * size
    return is_level and glyph.left > last.left - size * 0.5 and glyph.left - last.right < COLUMN_GAP * size


def _line(stretch: Sequence[Glyph], word_gaps: WordGaps) -> Line | None:
    """Write a stretch of glyphs as text."""
    inked = [glyph for glyph in stretch if glyph.text not in SPACES]
    if not inked:
        return None
    text = " ".join(written(stretch, word_gaps).split())
    if text.endswith("\N{SOFT HYPHEN}"):
        text = text[:-1] + "-"
    size = median(glyph.size for glyph in inked)
    left, right = min(glyph.left for glyph in inked), max(glyph.right for glyph in inked)
    return Line(text, left, right, median(glyph.baseline for glyph in inked), size)


def _rejoined(lines: Sequence[Line]) -> list[Line]:
    """Join stretches of one line that the file has apart in its content (a word in bold, a link)."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and _adjoins(last, line):
            space = " " if line.left - last.right > USUAL_VALLEY * last.size else ""
            joined[-1] = last._replace(text=f"{last.text}{space}{line.text}", right=max(last.right, line.right))
        else:
            joined.append(line)
    return joined


def _adjoins(last: Line, line: Line) -> bool:
    size = max(last.size, line.size)
    is_level = abs(last.baseline - line.baseline) <= SAME_LINE * size
    return is_level and -0.5 * size < line.left - last.right < COLUMN_GAP * size


def reading_order(lines: Sequence[Line]) -> list[Line]:
    """Put lines in reading order: from top to bottom, and column by column where a gutter runs between them."""
    gutter = _gutter(lines)
    if gutter is None:
        return _from_top(lines)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in _from_top(lines):
        if line.left < gutter < line.right:
            ordered += reading_order(left) + reading_order(right)
            left, right = [], []
            ordered.append(line)
        elif line.right <= gutter:
            left.append(line)
        else:
            right.append(line)
    return ordered + reading_order(left) + reading_order(right)


def _from_top(lines: Iterable[Line]) -> list[Line]:
    """Order lines from the top, those on about one baseline from the left."""
    ordered = sorted(lines, key=lambda line: -line.baseline)
    rows: list[list[Line]] = []
    for line in ordered:
        if rows and rows[-1][0].baseline - line.baseline <= SAME_LINE * rows[-1][0].size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Find where two columns of text part; null for one column, or for a table, whose cells are narrow."""
    if len(lines) < 6:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    size = median(line.size for line in lines)
    starts = sorted({round(line.left, 1) for line in lines if left + size * 4 < line.left < right - size * 4})
    for start in starts:
        gutter = start - size * 0.25
        before = [line for line in lines if line.right <= gutter]
        after = [line for line in lines if line.left >= gutter]
        crossing = len(lines) - len(before) - len(after)
        if crossing * 4 <= len(lines) and all(_is_column(side, right - left) for side in (before, after)):
            return gutter
    return None


def _is_column(lines: Sequence[Line], width: float) -> bool:
    """Tell whether lines are a column of text: several, and as wide as columns are."""
    if len(lines) < 3:
        return False
    widths = sorted(line.right - line.left for line in lines)
    return widths[len(widths) // 2] > width * 0.15 and widths[-1] > width * 0.2


def _with_blank_lines(lines: Sequence[Line]) -> str:
    """Write lines one below the other, with a blank line where a wide gap parts them or the size changes."""
    if not lines:
        return ""
    pitches = [before.baseline - after.baseline for before, after in pairwise(lines)]
    below = [pitch for pitch, line in zip(pitches, lines, strict=False) if 0.5 * line.size < pitch < 3 * line.size]
    usual = median(below) if below else 0.0
    pieces = [lines[0].text]
    for before, line, pitch in zip(lines, lines[1:], pitches, strict=False):
        pieces.append("\n\n" if _is_apart(before, line, pitch, usual) else "\n")
        pieces.append(line.text)
    return "".join(pieces)


def _is_apart(before: Line, line: Line, pitch: float, usual: float) -> bool:
    """Tell whether a blank line belongs between two lines; the next column's top does not say."""
    is_other_size = abs(before.size - line.size) > 0.15 * max(before.size, line.size)
    return is_other_size or pitch > BLANK_LINE * max(usual, 1.0)
