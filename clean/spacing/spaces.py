"""Where the spaces of a text are wrong: gaps that lost theirs, and spaces in places where none belongs.

The character model (`boundary_model`) tells how likely a space belongs into a gap. It is asked only around what
looks suspicious, and what it says is acted on where it is sure; damage comes in bursts, so that beside what is certain
the less certain is done too.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clean.spacing.bars import HYPHEN, LOWEST, SHORTEST_OF_COMPOUND, SURE, bars, proven
from clean.spacing.boundary_model import BoundaryModel, boundary_model
from clean.spacing.boundary_odds import BoundaryOdds, Floats, covered, digits_of
from clean.spacing.letters import NO_GAP, SPACE, Flags, Letters, Tokens, are_among, letters_of, runs, tokens_of
from clean.spacing.word_table import UNKNOWN, Places, WordTable, are_in, keys_of_few, word_table
from clean.words.function_words import FUNCTION_WORDS

LIKELY = 2.0
"""Log-odds that are enough in the midst of damage."""

IN_FUSED_RUN = 2.0
LEAST_FUSED = 3
"""Log-odds that are enough in a run of letters without spaces that gets so many others."""

PART_OF_WORD = 2.0
"""How much more a change must have that parts a known word."""

EVEN = 0.0
"""Log-odds that are enough there inside what a change leaves, if it is no known word."""
SHORTEST_UNKNOWN = 5

LEAST_LETTERS = 3

LONGEST_PIECE = 200_000
"""Characters of a text that are looked at together; they share their vocabulary. It keeps memory small."""

REACH = 300
"""Letters over which certain damage lowers the bar for what stands beside it."""

ENOUGH_WITNESSES = 3
"""So many certain changes within reach lower the bar all the way."""

SEVERAL_COMPOUNDS = 3
"""A text in which all that is certain parts words that may be new compounds, so many of them within reach of one
another, makes such words ("revengetravel", "ghostkitchen"): they stay."""

APOSTROPHES = "'’"


class Change(NamedTuple):
    """A stretch of a text whose spaces are wrong."""

    start: int
    before: str
    after: str
    odds: float
    """Log-odds of its least certain gap."""
    takes_spaces: bool
    """Whether a space is taken out, or put elsewhere."""

    @property
    def confidence(self) -> float:
        """Give the probability that goes with the odds."""
        return round(1 / (1 + exp(-self.odds)), 4)

    @property
    def evidence(self) -> str:
        """Give the odds in words."""
        return f"log-odds {self.odds:.1f}"


@lru_cache(maxsize=4)
def changes(text: str, language: str) -> tuple[Change, ...]:
    """Find the stretches of a text whose spaces are wrong, from left to right; none where there is no model.

    Rules ask this of one text one after the other, so the last answers are kept.
    """
    model, known = boundary_model(language), word_table(language)
    if model is None or known is None:
        return ()
    return tuple(
        change._replace(start=start + change.start)
        for start, piece in _pieces(text)
        for change in _changes_in(piece, model, known)
    )


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text that is too long to be looked at as a whole, at a line end where there is one."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        end = text.rfind("\n", start, start + LONGEST_PIECE) + 1
        end = end if end > start else start + LONGEST_PIECE
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _changes_in(text: str, model: BoundaryModel, known: WordTable) -> Iterator[Change]:
    letters = letters_of(text)
    if len(letters) < LEAST_LETTERS:
        return
    asked = BoundaryOdds(letters, tokens_of(letters, known), model)
    doubtful = asked.doubtful()
    if not doubtful.any():
        return
    asked.ask(doubtful)
    if not _wrong(letters, asked.odds, np.where(letters.gaps == SPACE, SURE, LOWEST)).any():
        return
    calm, less = bars(letters, asked.tokens), proven(letters, asked.tokens)
    sure = _wrong(letters, asked.odds, calm - less)
    if not sure.any():
        return
    compounds = _in_compounds(letters, asked.tokens, sure)
    others = _around(sure & ~compounds)
    coined = _coined(compounds, others)
    near = np.where(others > 0, _around(sure), 0)
    asked.ask(asked.doubtful_in_damage(near > 0))
    needed = calm - (calm - LIKELY) * np.minimum(1.0, near / ENOUGH_WITNESSES) - less
    wrong = _wrong(letters, asked.odds, needed)
    needed = np.where(_in_fused_runs(letters, wrong), np.minimum(needed, IN_FUSED_RUN), needed)
    wrong = _wrong(letters, asked.odds, needed)
    needed[_parts_of_words(letters, asked.tokens, wrong)] += PART_OF_WORD
    wrong = _wrong(letters, asked.odds, needed)
    unknown = _in_unknown_words(letters, asked.tokens, wrong) & (near >= ENOUGH_WITNESSES)
    needed = np.where(unknown, EVEN, needed)
    wrong |= _wrong(letters, asked.odds, needed)
    yield from _changes(text, letters, asked.odds, wrong & ~coined)


def _wrong(letters: Letters, odds: Floats, needed: Floats) -> Flags:
    """Tell before which letters there is a space and should be none, or the other way round."""
    wrong: Flags = (letters.gaps == NO_GAP) & (odds > needed) | (letters.gaps == SPACE) & (odds < -needed)
    # A hidden hyphen says by itself that a word goes on, and nothing tells whether two numbers are one.
    digits = digits_of(letters)
    return np.asarray(wrong & ~letters.hidden & ~(digits & _behind(digits)) & ~_beside_dashes(letters))


def _behind(flags: Flags) -> Flags:
    return np.append(False, flags[:-1])


def _beside_dashes(letters: Letters) -> Flags:
    """Tell before and behind which letters a dash of two hyphens ends: spaces are on both sides of it, or on none."""
    hyphen = are_among(letters.codes, HYPHEN)
    doubled = hyphen & _behind(hyphen)
    return np.asarray(_behind(doubled) | np.append(doubled[1:], False) & hyphen)


def _in_fused_runs(letters: Letters, wrong: Flags) -> Flags:
    """Tell which letters are in a run without spaces in which several other gaps are wrong."""
    run = np.cumsum(letters.gaps != NO_GAP)
    others = np.bincount(run, weights=wrong)[run] - wrong
    return np.asarray((others >= LEAST_FUSED) & (letters.gaps == NO_GAP))


def _parts_of_words(letters: Letters, tokens: Tokens, wrong: Flags) -> Places:
    """Find where changes would put a space between two pieces that are a known word together."""
    starts, ends = runs(letters.word, (letters.gaps != NO_GAP) ^ wrong)
    meet = np.flatnonzero((ends[:-1] == starts[1:]) & (letters.gaps[starts[1:]] == NO_GAP))
    known = tokens.known.costs(letters.keys(starts[meet], ends[meet + 1])) < UNKNOWN
    return np.asarray(starts[meet + 1][known])


def _in_unknown_words(letters: Letters, tokens: Tokens, wrong: Flags) -> Flags:
    """Tell which letters, but for the first, are in words that changes leave and no one knows.

    What stands beside a hyphen may be half a word, and is none of them.
    """
    starts, ends = runs(letters.word, (letters.gaps != NO_GAP) ^ wrong)
    keys = letters.keys(starts, ends)
    known = (tokens.known.costs(keys) < UNKNOWN) | (ends - starts < SHORTEST_UNKNOWN)
    known |= ~wrong[starts] & ~np.append(wrong, np.zeros(1, np.bool_))[ends]
    if tokens.attested is not None:
        once = are_in(keys, np.sort(tokens.keys[tokens.counts == 1]))
        known |= (tokens.attested.costs(keys) < UNKNOWN) & ~once
    hyphen = np.append(are_among(letters.codes, HYPHEN), np.zeros(1, np.bool_))
    known |= hyphen[starts - 1] | hyphen[ends]
    inside: Flags = covered(starts[~known] + 1, ends[~known], len(letters)) & (letters.gaps == NO_GAP)
    return inside


def _in_compounds(letters: Letters, tokens: Tokens, sure: Flags) -> Flags:
    """Tell which certain changes are the only one in a word that may be a new compound of two others.

    Such words prove no damage ("ghostkitchen"); one with a function word, or a capital inside, does ("kitchenthat").
    """
    of_letter = tokens.of_letter
    at = np.flatnonzero(sure & (letters.gaps == NO_GAP) & (of_letter >= 0) & ~letters.upper)
    at = at[of_letter[at - 1] == of_letter[at]]
    of_word, times = np.unique(of_letter[at], return_counts=True)
    at = at[np.isin(of_letter[at], of_word[times == 1])]
    starts, ends = tokens.starts[of_letter[at]], tokens.ends[of_letter[at]]
    are_long = np.minimum(at - starts, ends - at) >= SHORTEST_OF_COMPOUND
    function_words = keys_of_few(FUNCTION_WORDS)
    with_one = are_in(letters.keys(starts, at), function_words) | are_in(letters.keys(at, ends), function_words)
    found = np.zeros(len(letters), np.bool_)
    found[at[are_long & ~with_one]] = True
    return found


def _coined(compounds: Flags, others: NDArray[np.int64]) -> Flags:
    """Tell which of the changes in compounds are several within reach of one another, and of no other change."""
    at = np.flatnonzero(compounds)
    nth = np.cumsum(np.diff(at, prepend=at[:1]) > REACH)
    are_many = np.bincount(nth)[nth] >= SEVERAL_COMPOUNDS
    in_damage = np.bincount(nth, weights=others[at])[nth] > 0
    found = np.zeros(len(compounds), np.bool_)
    found[at[are_many & ~in_damage]] = True
    return found


def _around(flags: Flags) -> NDArray[np.int64]:
    """Count the flags within reach of each letter, itself not among them."""
    sums = np.concatenate([[0], np.cumsum(flags)])
    at = np.arange(len(flags))
    low, high = np.maximum(0, at - REACH), np.minimum(len(flags), at + REACH + 1)
    return np.asarray(sums[high] - sums[low] - flags)


def _changes(text: str, letters: Letters, odds: Floats, wrong: Flags) -> Iterator[Change]:
    """Join the wrong gaps that no right space parts into stretches."""
    gaps = letters.gaps
    group: list[int] = []
    for place in np.flatnonzero(wrong).tolist():
        if group and _apart(gaps, wrong, group[-1], place):
            yield _change(text, letters, odds, group)
            group = []
        group.append(place)
    if group:
        yield _change(text, letters, odds, group)


def _apart(gaps: NDArray[np.uint8], wrong: Flags, first: int, second: int) -> bool:
    between = slice(first + 1, second)
    return bool(((gaps[between] != NO_GAP) & ~wrong[between]).any())


def _change(text: str, letters: Letters, odds: Floats, group: list[int]) -> Change:
    """Make one change of neighbouring gaps, from the beginning of the first word to the end of the last."""
    first, last = group[0] - 1, group[-1]
    while first > 0 and _goes_on(text, letters, first):
        first -= 1
    while last + 1 < len(letters) and _goes_on(text, letters, last + 1):
        last += 1
    gaps, wrong = letters.gaps, set(group)
    places = letters.places[first : last + 1].tolist()
    after = text[places[0]]
    for nth, (place, following) in enumerate(pairwise(places), first + 1):
        space = " " if (gaps[nth] != NO_GAP) != (nth in wrong) else ""
        after += "".join(text[place + 1 : following].split()) + space + text[following]
    return Change(
        start=places[0],
        before=text[places[0] : places[-1] + 1],
        after=after,
        odds=min(abs(float(odds[place])) for place in group),
        takes_spaces=bool((gaps[group] == SPACE).any()),
    )


def _goes_on(text: str, letters: Letters, letter: int) -> bool:
    """Tell whether a letter belongs to the same word or number as the one before it."""
    before, here = (text[place] for place in letters.places[letter - 1 : letter + 1])
    word = (before.isalnum() or before in APOSTROPHES) and (here.isalnum() or here in APOSTROPHES)
    return word and letters.gaps[letter] == NO_GAP and not (before in APOSTROPHES and here in APOSTROPHES)
