"""Aligns a text with its truth by characters, white space aside, and counts what differs.

White space is what `str.split` parts words at: line ends and blank lines are spaces too. Between each two letters of
the truth (any characters that are no white space) stands a gap; in the text, the gap's stretch reaches from the
counterpart of the one to that of the other. A gap has a space in the text when white space stands anywhere in its
stretch, so that page furniture in mid-sentence neither adds a space nor takes one away.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

SHUFFLED = 0.1
"""Share of the words from which on an order is called another."""


class Bare(NamedTuple):
    """A text without its white space, and before which of its letters white space and blank lines stood.

    `places` are the letters' offsets in the text.
    """

    letters: str
    spaces: tuple[int, ...]
    breaks: tuple[int, ...]
    places: tuple[int, ...]


def bare(text: str) -> Bare:
    r"""Take the white space out of a text.

    >>> bare("One two,\nthree.\n\nFour")[:3]
    ('Onetwo,three.Four', (3, 7, 13), (13,))
    """
    places = tuple(place for place, character in enumerate(text) if not character.isspace())
    letters = "".join(map(text.__getitem__, places))
    spaces, breaks = [], []
    for nth in range(1, len(places)):
        between = text[places[nth - 1] + 1 : places[nth]]
        if between:
            spaces.append(nth)
            if sum(between.count(end) for end in "\n\f") > 1:
                breaks.append(nth)
    return Bare(letters, tuple(spaces), tuple(breaks), places)


class Difference(NamedTuple):
    """A stretch of the truth's letters and the stretch of the text's that stands for it; one may be empty."""

    start: int
    end: int
    text_start: int
    text_end: int


def differences(truth: Bare, text: Bare) -> list[Difference]:
    """Give what differs between two texts' letters in an alignment with the least edits.

    Among alignments with as many edits, what is inserted or deleted is put where words begin and end: in
    "of the 3 port" the page number is inserted, not an "e 3" whose "e" is another's.
    """
    from rapidfuzz.distance import Levenshtein

    found: list[Difference] = []
    for step in Levenshtein.opcodes(truth.letters, text.letters):
        if step.tag == "equal":
            continue
        new = Difference(step.src_start, step.src_end, step.dest_start, step.dest_end)
        while (joined := _slid_together(found, new, truth.letters, text.letters)) is not None:
            found.pop()
            new = joined
        found.append(new)
    placed: list[Difference] = []
    for nth, here in enumerate(found, 1):
        low = placed[-1].end if placed else 0
        high = found[nth].start if nth < len(found) else len(truth.letters)
        placed.append(_at_words(here, here.start - low, high - here.end, truth, text))
    return placed


def _slid_together(found: Sequence[Difference], new: Difference, truth: str, text: str) -> Difference | None:
    """Slide an insertion (or a deletion) leftwards until it meets the one before it, if it can."""
    if not found:
        return None
    old = found[-1]
    between = new.start - old.end
    inserted = new.start == new.end and old.start == old.end
    if inserted and text[old.text_end : new.text_start] == text[new.text_end - between : new.text_end]:
        return Difference(old.start, old.end, old.text_start, new.text_end - between)
    deleted = new.text_start == new.text_end and old.text_start == old.text_end
    if deleted and truth[old.end : new.start] == truth[new.end - between : new.end]:
        return Difference(old.start, new.end - between, old.text_start, old.text_end)
    return None


def _at_words(here: Difference, left: int, right: int, truth: Bare, text: Bare) -> Difference:
    """Slide an insertion or a deletion, so far at most, to where most of its ends are ends of words."""
    if here.start == here.end:
        longer, shorter, (start, end), place = text, truth, here[2:], here.start
    elif here.text_start == here.text_end:
        longer, shorter, (start, end), place = truth, text, here[:2], here.text_start
    else:
        return here
    letters = longer.letters
    shifts = [0]
    while -shifts[-1] < left and letters[start + shifts[-1] - 1] == letters[end + shifts[-1] - 1]:
        shifts.append(shifts[-1] - 1)
    shifts.append(0)
    while shifts[-1] < right and letters[start + shifts[-1]] == letters[end + shifts[-1]]:
        shifts.append(shifts[-1] + 1)

    def fit(shift: int) -> tuple[int, int]:
        ends = (longer.spaces, start), (longer.spaces, end), (shorter.spaces, place)
        return sum(_reaches(spaces, at + shift, at + shift) for spaces, at in ends), -abs(shift)

    shift = max(shifts, key=fit)
    return Difference(*(place + shift for place in here))


class Counterparts(NamedTuple):
    """For each letter of the truth, where its counterpart begins and ends among the letters of a text.

    A lost letter's is empty.
    """

    starts: list[int]
    ends: list[int]


def counterparts(truth: Bare, found: Sequence[Difference]) -> Counterparts:
    """Find each letter's counterpart."""
    starts: list[int] = []
    moved = 0
    for start, end, text_start, text_end in found:
        starts += range(len(starts) + moved, start + moved)
        # A stretch misread as one as long is matched letter by letter; of the others rapidfuzz makes two.
        same = end - start == text_end - text_start
        starts += range(text_start, text_end) if same else [text_start] * (end - start)
        moved = text_end - end
    starts += range(len(starts) + moved, len(truth.letters) + moved)
    ends = [place + 1 for place in starts]
    for start, end, text_start, text_end in found:
        if end - start != text_end - text_start:
            ends[start:end] = [text_start] * (end - start)
    return Counterparts(starts, ends)


class Aligned(NamedTuple):
    """What a text has at the gaps of its truth.

    `spaces` and `breaks` are the gaps, numbered by the letter of the truth that stands behind them, that have a space
    and a blank line in the text; `extra_words` those of the text that have no letter of the truth's.
    """

    truth: Bare
    text: Bare
    letters: Counterparts
    spaces: frozenset[int]
    breaks: frozenset[int]
    extra_words: int


def align(truth: Bare, text: Bare) -> Aligned:
    """Align a text with its truth."""
    found = differences(truth, text)
    letters = counterparts(truth, found)
    spaces = _gaps(truth, truth.spaces, letters, text.spaces)
    breaks = _gaps(truth, truth.breaks, letters, text.breaks)
    words = list(zip([0, *text.spaces], [*text.spaces, len(text.letters)], strict=True))
    extra = 0
    for start, end, text_start, text_end in found:
        if start == end:
            extra += sum(text_start <= word_start < word_end <= text_end for word_start, word_end in words)
    return Aligned(truth, text, letters, spaces, breaks, extra)


def _gaps(truth: Bare, own: Sequence[int], letters: Counterparts, places: Sequence[int]) -> frozenset[int]:
    """Give the gaps of the truth, `own` among them, within whose stretch one of the places lies."""
    wanted = frozenset(own)
    return frozenset(
        gap
        for gap in range(1, len(truth.letters))
        if _reaches(places, letters.ends[gap - 1], letters.starts[gap]) and (gap in wanted or _is_kept(letters, gap))
    )


def _reaches(places: Sequence[int], low: int, high: int) -> bool:
    at = bisect_left(places, low)
    return at < len(places) and places[at] <= high


def _is_kept(letters: Counterparts, gap: int) -> bool:
    """Whether the letters on both sides of a gap are there: beside a lost one, no space is wrong."""
    return letters.starts[gap - 1] < letters.ends[gap - 1] and letters.starts[gap] < letters.ends[gap]


class Segment(NamedTuple):
    """Words of the truth and those of the text in their place, between two spaces that both have.

    `gap` numbers the letter of the truth that its words begin at.
    """

    truth: tuple[str, ...]
    text: tuple[str, ...]
    gap: int


def segments(aligned: Aligned) -> Iterator[Segment]:
    """Divide truth and text at the spaces they share; words without counterpart stand alone."""
    truth, text, letters = aligned.truth, aligned.text, aligned.letters
    gap, text_gap = 0, 0
    leading = text.spaces[: bisect_right(text.spaces, letters.starts[0])]
    if leading:
        text_gap = leading[-1]
        yield _segment(truth, text, (0, 0), (0, text_gap))
    for shared in [*sorted(set(truth.spaces) & aligned.spaces), len(truth.letters)]:
        at_end = shared == len(truth.letters)
        low = letters.ends[shared - 1]
        high = len(text.letters) if at_end else letters.starts[shared]
        stops = [*text.spaces, len(text.letters)] if at_end else text.spaces
        inside = stops[bisect_left(stops, low) : bisect_right(stops, high)]
        yield _segment(truth, text, (gap, shared), (text_gap, inside[0]))
        if inside[-1] > inside[0]:
            yield _segment(truth, text, (shared, shared), (inside[0], inside[-1]))
        gap, text_gap = shared, inside[-1]


def _segment(truth: Bare, text: Bare, gaps: tuple[int, int], text_gaps: tuple[int, int]) -> Segment:
    return Segment(_words(truth, *gaps), _words(text, *text_gaps), gaps[0])


def _words(of: Bare, start: int, end: int) -> tuple[str, ...]:
    inside = of.spaces[bisect_right(of.spaces, start) : bisect_left(of.spaces, end)]
    stops = [start, *inside, end]
    return tuple(of.letters[a:b] for a, b in pairwise(stops) if a < b)


def is_shuffled(truth: Sequence[str], text: Sequence[str]) -> bool:
    """Say whether words were read in another order, as when two columns are read as one.

    So it is where many more words are there than stand in their order.
    """
    from rapidfuzz.distance import LCSseq

    there = sum((Counter(truth) & Counter(text)).values())
    return there - int(LCSseq.similarity(truth, text)) > SHUFFLED * len(truth)
