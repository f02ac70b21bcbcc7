"""Lines -> reading order: from top to bottom, and column by column where a gutter runs between columns."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from parsers.pdf.lines import SAME_LINE, Line

LEAST_BESIDE = 3
"""Lines on each side of a gutter that stand beside each other, at least; one where an earlier page has the gutter."""

LEAST_WIDTH = 0.15
"""Width of the middling line of a column, in units of the width of all columns: cells of a table are narrower."""

ALIGNED = 2.0
"""Points by which the beginnings of a column's lines may differ."""

MOST_GUTTERS = 8
"""Places that are looked at more closely for a gutter."""

MOST_DEPTH = 8
"""Columns within columns, so that no page keeps us for ever."""

CELL_GAP = 1.2
BETWEEN_CELLS = "    "
"""The gap, in units of size, that parts the cells of a table, and how they are written on one line."""

EVEN = 0.3
"""Difference of the gaps of a line that was stretched to the margin at most, in units of size."""


class Column(NamedTuple):
    """Lines that are read from the top to the bottom, and where most of them begin and the longest ends, in points."""

    lines: list[Line]
    margin: float
    right: float


class _Band(NamedTuple):
    """A part of a page from one height to another, and how many lines stand beside others across a gutter."""

    lines: list[Line]
    beside: int


def columns_of(lines: Sequence[Line], known: Sequence[float] = ()) -> list[Column]:
    """Divide the lines of a page into columns, in reading order.

    Lines that cross a gutter (a headline, a table) part what is above them from what is below. `known` are the
    gutters of other pages, which a page with little text on one side shares.
    """
    return list(_columns(lines, known, MOST_DEPTH))


def _columns(lines: Sequence[Line], known: Sequence[float], depth: int) -> Iterator[Column]:
    gutter = gutter_of(lines, known) if depth else None
    if gutter is None:
        if lines:
            yield _column(lines)
        return
    for band in _bands(lines, gutter):
        if band.beside:
            yield from _columns([line for line in band.lines if line.right <= gutter], known, depth - 1)
            yield from _columns([line for line in band.lines if line.right > gutter], known, depth - 1)
        else:
            yield _column(band.lines)


def _column(lines: Sequence[Line]) -> Column:
    rows = list(rows_of(lines))
    right = max(line.right for line in lines)
    is_text = sum(len(row) == 1 for row in rows) * 2 > len(rows)
    written = [_row(row, in_cells=not (is_text and _is_stretched(row, right))) for row in rows]
    return Column(written, _margin(written), right)


def _margin(lines: Sequence[Line]) -> float:
    """Find the left margin: the leftmost place where several lines begin, or as many as begin anywhere."""
    starts = Counter(round(line.left / ALIGNED) for line in lines)
    several = max(1, min(LEAST_BESIDE, len(lines) // 6, max(starts.values())))
    margin = min(start for start, times in starts.items() if times >= several)
    return min(line.left for line in lines if round(line.left / ALIGNED) == margin)


def _is_stretched(pieces: Sequence[Line], right: float) -> bool:
    """Say whether single words stand so far apart because their line was stretched to the margin."""
    gaps = [piece.left - before.right for before, piece in pairwise(pieces)]
    size = pieces[0].size
    is_even = not gaps or max(gaps) - min(gaps) < EVEN * size
    return is_even and right - pieces[-1].right < size and not any(" " in piece.text for piece in pieces)


def rows_of(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Group lines that stand on about one baseline, from the top, each group from the left."""
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: (-line.baseline, line.left)):
        if row and row[0].baseline - line.baseline > SAME_LINE * min(row[0].size, line.size):
            yield sorted(row, key=lambda line: line.left)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda line: line.left)


def _row(pieces: Sequence[Line], *, in_cells: bool) -> Line:
    """Write what stands on one baseline within a column as one line: the cells of a table stay apart."""
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        is_cell = in_cells and piece.left - before.right > CELL_GAP * piece.size
        text += (BETWEEN_CELLS if is_cell else " ") + piece.text
    longest = max(pieces, key=lambda piece: len(piece.text))
    right = max(piece.right for piece in pieces)
    return longest._replace(text=text, left=pieces[0].left, right=right, initial=pieces[0].initial)


def usual_gutters(pages: Iterable[Sequence[Line]]) -> list[float]:
    """Give the gutters that most pages of a document have, of those that have any."""
    gutters = Counter(gutter for page in pages if (gutter := gutter_of(page)) is not None)
    return [gutter for gutter, _ in gutters.most_common(MOST_GUTTERS)]


def gutter_of(lines: Sequence[Line], known: Sequence[float] = ()) -> float | None:
    """Find where two columns of text part; None for one column, or for a table, whose cells are narrow."""
    if len(lines) < 2:
        return None
    left, size = min(line.left for line in lines), median(line.size for line in lines)
    starts = Counter(round(line.left / ALIGNED) * ALIGNED for line in lines if line.left > left + 4 * size)
    places = [start - ALIGNED for start, times in starts.most_common(MOST_GUTTERS) if times >= LEAST_BESIDE]
    rated = [(_rating(lines, place, LEAST_BESIDE), place) for place in places]
    best = max(rated, default=(0, 0.0))
    if not best[0]:
        best = max(((_rating(lines, place, 1), place) for place in known), default=(0, 0.0))
    return best[1] if best[0] else None


def _rating(lines: Sequence[Line], gutter: float, least: int) -> int:
    """Count the lines that stand beside others across a gutter; 0 where it is none."""
    bands = [band for band in _bands(lines, gutter) if band.beside]
    beside = sum(band.beside for band in bands)
    if beside < least:
        return 0
    parted = [line for band in bands for line in band.lines]
    width = max(line.right for line in parted) - min(line.left for line in parted)
    sides = ([line for line in parted if line.right <= gutter], [line for line in parted if line.right > gutter])
    wide = [median(line.right - line.left for line in side) > LEAST_WIDTH * width for side in sides]
    return beside if all(wide) or (least == 1 and any(wide)) else 0


def _bands(lines: Sequence[Line], gutter: float) -> Iterator[_Band]:
    """Divide lines from the top into runs that a gutter parts, and such as it does not."""
    whole: list[Line] = []
    for run in _runs(lines, gutter):
        beside = _beside(run, gutter)
        if beside:
            if whole:
                yield _Band(whole, 0)
            yield _Band(run, beside)
            whole = []
        else:
            whole += run
    if whole:
        yield _Band(whole, 0)


def _runs(lines: Sequence[Line], gutter: float) -> Iterator[list[Line]]:
    """Divide lines from the top into such as cross a gutter and such as do not."""
    run: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.baseline):
        if run and _crosses(run[-1], gutter) != _crosses(line, gutter):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _crosses(line: Line, gutter: float) -> bool:
    return line.left < gutter < line.right


def _beside(lines: Sequence[Line], gutter: float) -> int:
    """Count the lines on the emptier side of a gutter that stand as high as lines on the other side."""
    before = [line for line in lines if line.right <= gutter]
    after = [line for line in lines if line.left >= gutter]
    if not before or not after or len(before) + len(after) < len(lines):
        return 0
    top = min(max(line.baseline for line in side) for side in (before, after))
    bottom = max(min(line.baseline for line in side) for side in (before, after))
    near = min(line.size for line in lines)
    return min(sum(bottom - near < line.baseline < top + near for line in side) for side in (before, after))
