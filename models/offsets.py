"""From offsets of the clean text back to offsets of the source text."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from models.edit import Edit, passes


def source_span(edits: Sequence[Edit], start: int, end: int) -> tuple[int, int]:
    """Map the span `start`..`end` of a text to the span of the source text it came from.

    Offsets count characters. `edits` are the edits that led from the source to the text, in the order they were
    applied. A span that touches the inside of an edit's `after` widens to the whole of its `before`, so that the
    answer always covers what the span was made from.
    """
    for run in reversed(passes(edits)):
        start = _before_run(run, start, leaning_right=False)
        end = max(start, _before_run(run, end, leaning_right=True))
    return start, end


def _before_run(run: Sequence[Edit], offset: int, *, leaning_right: bool) -> int:
    """Map one offset to the text before `run`; inside an edit, lean to the end of its `before` that is asked for."""
    # A span that ends where an edit's text begins holds nothing of that edit.
    find = bisect_left if leaning_right else bisect_right
    last = find(run, offset, key=lambda edit: edit.start) - 1
    if last < 0:
        return offset
    # How far the edits up to `last` moved the text to their right.
    edit = run[last]
    shift = sum(len(e.before) - len(e.after) for e in run[:last])
    if offset >= edit.start + len(edit.after):
        return offset + shift + len(edit.before) - len(edit.after)
    return edit.start + shift + (len(edit.before) if leaning_right else 0)
