"""From the removals of captions and credits to the record's captions."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from clean.credits import credit_text
from models import Caption, Destination, Edit, passes

CREDIT_RULE = "photo_credits"

# Matches the label a site puts before a caption: "Image caption, "; not "FILE - ", which says what the picture is.
LABEL = re.compile(r"(?:(?:image|photo|picture|video) )?caption\s?[,:]\s*", re.IGNORECASE)

GAP = 6
"""Characters between a caption and its credit: line ends and a bar, too few for a line of text."""


class _Taken(NamedTuple):
    """A removed caption or credit and its place in the source text."""

    start: int
    end: int
    edit: Edit


def paired_captions(edits: Sequence[Edit]) -> tuple[Caption, ...]:
    """Pair the captions that were taken out with their credits, in the order of the source text.

    `edits` are all edits in the order they were applied. A credit belongs to the caption it directly follows in the
    source text, with nothing but line ends or a bar between; where the caption has none behind it, to the one it
    directly precedes. A credit that is near no caption gives a Caption without text. Labels ("Image caption,",
    "Photo:") and brackets around a credit are not part of either.
    """
    taken = sorted(_places(edits), key=lambda place: (place.start, place.end))
    return tuple(Caption(text=text, credit=credit) for text, credit in _pairs(taken))


def _pairs(taken: Sequence[_Taken]) -> Iterator[tuple[str | None, str | None]]:
    """Walk over captions and credits side by side."""
    nth = 0
    while nth < len(taken):
        here = taken[nth]
        following = taken[nth + 1] if nth + 1 < len(taken) and taken[nth + 1].start - here.end <= GAP else None
        after = taken[nth + 2] if following and nth + 2 < len(taken) else None
        if not _is_credit(here):
            pair = following is not None and _is_credit(following)
            yield _caption(here), _credit(following) if following and pair else None
        else:
            # A credit before a caption is its own, unless that caption has one behind it.
            pair = following is not None and not _is_credit(following)
            pair = pair and not (following and after and after.start - following.end <= GAP and _is_credit(after))
            yield (_caption(following) if following and pair else None), _credit(here)
        nth += 2 if pair else 1


def _is_credit(place: _Taken) -> bool:
    return place.edit.rule == CREDIT_RULE


def _caption(place: _Taken) -> str:
    return LABEL.sub("", place.edit.before, count=1).strip()


def _credit(place: _Taken) -> str:
    return credit_text(place.edit.before)


def _places(edits: Sequence[Edit]) -> list[_Taken]:
    """Map every removed caption and credit to its place in the source text, in one walk over the edits."""
    tracked: list[_Taken] = []
    for run in reversed(passes(edits)):
        # How far the edits before each one, and before the end, moved the text to their right.
        moved = [0, *accumulate(len(edit.before) - len(edit.after) for edit in run)]
        tracked = [
            _Taken(_before(run, moved, place.start, leaning_right=False), end, place.edit)
            for place in tracked
            for end in (_before(run, moved, place.end, leaning_right=True),)
        ]
        tracked += (
            _Taken(edit.start + shift, edit.start + shift + len(edit.before), edit)
            for edit, shift in zip(run, moved, strict=False)
            if edit.destination is Destination.CAPTIONS
        )
    return tracked


def _before(run: Sequence[Edit], moved: Sequence[int], offset: int, *, leaning_right: bool) -> int:
    """Map an offset to the text before `run`; inside an edit, lean to the end of its `before` that is asked for."""
    find = bisect_left if leaning_right else bisect_right
    nth = find(run, offset, key=lambda edit: edit.start) - 1
    if nth < 0:
        return offset
    edit = run[nth]
    if offset >= edit.start + len(edit.after):
        return offset + moved[nth + 1]
    return edit.start + moved[nth] + (len(edit.before) if leaning_right else 0)
