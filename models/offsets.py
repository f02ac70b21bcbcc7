"""From offsets of the clean text back to offsets of the source text, and both texts side by side."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from models.edit import Edit, Replacement, passes


def source_span(edits: Sequence[Replacement], start: int, end: int) -> tuple[int, int]:
    """Map the span `start`..`end` of a text to the span of the source text it came from.

    Offsets count characters. `edits` are the edits that led from the source to the text, in the order they were
    applied. A span that touches the inside of an edit's `after` widens to the whole of its `before`, so that the
    answer always covers what the span was made from.
    """
    return source_spans(edits, [(start, end)])[0]


def source_spans(edits: Sequence[Replacement], spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Map several spans of one text, each as `source_span` maps it, in one walk over the edits."""
    found = list(spans)
    for run in reversed(passes(edits)):
        here = _Pass(run)
        found = [here.span_before(start, end) for start, end in found]
    return found


def edited_spans(edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """Give for each edit the span of the source text that it replaced, in the order of the edits.

    The same as `source_span` of each edit under the edits before it, in one walk over all of them.
    """
    spans: list[tuple[int, int]] = []
    for run in reversed(passes(edits)):
        here = _Pass(run)
        spans = [*here.spans_replaced(), *(here.span_before(start, end) for start, end in spans)]
    return spans


class Hunk(NamedTuple):
    """A stretch of the source text, the stretch of the clean text that became of it, and the edits between them.

    Offsets count characters; `edits` are numbers into the list of edits, in the order they were applied.
    """

    source_start: int
    source_end: int
    text_start: int
    text_end: int
    edits: tuple[int, ...]


def hunks(edits: Sequence[Edit]) -> list[Hunk]:
    """Lay source and clean text side by side: the stretches in which they may differ, in their order.

    Between two hunks, and before the first and after the last, both texts are the same. Edits that touch one
    another's text share a hunk; every edit is in exactly one.
    """
    found: list[Hunk] = []
    moved = 0
    for start, end, members in _clusters(edited_spans(edits)):
        grown = sum(len(edits[nth].after) - len(edits[nth].before) for nth in members)
        found.append(Hunk(start, end, start + moved, end + moved + grown, tuple(sorted(members))))
        moved += grown
    return found


def _clusters(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int, list[int]]]:
    """Unite spans that overlap; give each union with the numbers of its spans.

    What was put in between two characters may have been replaced together with either: an empty span joins what it
    touches.
    """
    clusters: list[tuple[int, int, list[int]]] = []
    put_in = -1
    for nth in sorted(range(len(spans)), key=spans.__getitem__):
        start, end = spans[nth]
        first, reached, members = clusters[-1] if clusters else (-1, -1, [])
        if start < reached or (start == reached and start in {end, put_in}):
            clusters[-1] = first, max(reached, end), [*members, nth]
        else:
            clusters.append((start, end, [nth]))
        put_in = end if end == start else put_in
    return clusters


class _Pass:
    """Edits that lie one after another in the text, and how far those up to each moved the text to their right."""

    def __init__(self, run: Sequence[Replacement]) -> None:
        self._run = run
        self._starts = [edit.start for edit in run]
        self._moved = [0, *accumulate(len(edit.before) - len(edit.after) for edit in run)]

    def spans_replaced(self) -> list[tuple[int, int]]:
        """Give the span of each edit in the text before the whole pass."""
        places = zip(self._run, self._moved, strict=False)
        return [(edit.start + moved, edit.start + moved + len(edit.before)) for edit, moved in places]

    def span_before(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the text after the pass to the text before it."""
        start = self._before(start, leaning_right=False)
        return start, max(start, self._before(end, leaning_right=True))

    def _before(self, offset: int, *, leaning_right: bool) -> int:
        # A span that ends where an edit's text begins holds nothing of that edit.
        find = bisect_left if leaning_right else bisect_right
        last = find(self._starts, offset) - 1
        if last < 0:
            return offset
        edit = self._run[last]
        if offset >= edit.start + len(edit.after):
            return offset + self._moved[last + 1]
        return edit.start + self._moved[last] + (len(edit.before) if leaning_right else 0)
