"""From the removals of captions and credits to the record's captions."""

import re
from collections.abc import Iterator, Sequence
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
            yield (_caption(here), _credit(following)) if following and pair else _parted(_caption(here))
        else:
            # A credit before a caption is its own, unless that caption has one behind it.
            pair = following is not None and not _is_credit(following)
            pair = pair and not (following and after and after.start - following.end <= GAP and _is_credit(after))
            yield (_caption(following) if following and pair else None), _credit(here)
        nth += 2 if pair else 1


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
