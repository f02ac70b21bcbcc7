"""From the removals of captions and credits to the record's captions."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from clean.captions.credits import BARS, credit_text
from clean.captions.trailing_credits import credit_behind, doubtful_credit_behind
from clean.lines import Line
from clean.patterns import deferred
from models import Caption, Destination, Edit, edited_spans

CREDIT_RULE = "photo_credits"

# Matches the label a site puts before a caption: "Image caption, "; not "FILE - ", which says what the picture is, nor
# the same words in the middle of a caption.
LABEL = deferred(r"\A(?:(?:image|photo|picture|video) )?caption(?:\s?[,:]\s*|\n\s*)", re.IGNORECASE)

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
    directly precedes. Two credits below one caption are joined by a slash. A credit that is near no caption gives a
    Caption without text. Labels ("Image caption,", "Photo:") and brackets around a credit are not part of either.
    """
    taken = sorted(_places(edits), key=lambda place: (place.start, place.end))
    return tuple(Caption(text=text, credit=credit) for text, credit in _pairs(taken))


def _pairs(taken: Sequence[_Taken]) -> Iterator[tuple[str | None, str | None]]:
    """Walk over captions and credits side by side."""
    nth = 0
    while nth < len(taken):
        here, *beside = _adjoining(taken[nth : nth + 4])
        behind = list(takewhile(_is_credit, beside))
        if not _is_credit(here):
            # Of two credits below a caption the second is that of the house, unless another caption follows it.
            used = behind if len(behind) == len(beside) else behind[:1]
            yield (_caption(here), "/".join(map(_credit, used))) if used else _parted(_caption(here))
        else:
            # A credit before a caption is its own, unless that caption has one behind it.
            used = beside[:1] if not behind and not any(map(_is_credit, beside[1:2])) else []
            yield (_caption(used[0]) if used else None), _credit(here)
        nth += 1 + len(used)


def _adjoining(taken: Sequence[_Taken]) -> list[_Taken]:
    """Give the first of several places and those that follow it with hardly anything between."""
    gaps = (after.start - before.end <= GAP for before, after in pairwise(taken))
    return [*taken[:1], *(after for after, is_near in zip(taken[1:], takewhile(bool, gaps), strict=False) if is_near)]


def _is_credit(place: _Taken) -> bool:
    return place.edit.rule == CREDIT_RULE


def _caption(place: _Taken) -> str:
    # The bracket opened the credit, which stood on the next line.
    return LABEL.sub("", place.edit.before.strip()).strip().removesuffix("(").rstrip()


def _parted(caption: str) -> tuple[str, str | None]:
    """Part a caption from the credit that was taken out with it."""
    line = Line(0, len(caption), caption)
    credit = credit_behind(line) or doubtful_credit_behind(line)
    return (caption[: credit.start].rstrip(BARS), credit_text(credit.text)) if credit else (caption, None)


def _credit(place: _Taken) -> str:
    return credit_text(place.edit.before)


def _places(edits: Sequence[Edit]) -> Iterator[_Taken]:
    """Find every removed caption and credit in the source text."""
    for edit, (start, end) in zip(edits, edited_spans(edits), strict=True):
        if edit.destination is Destination.CAPTIONS:
            yield _Taken(start, end, edit)
