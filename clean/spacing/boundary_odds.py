"""The odds that a space belongs into the gaps of a text, asked for where there is doubt.

The character model is dear: in a text that is right it is asked about one letter in a hundred.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from clean.spacing.boundary_features import seen
from clean.spacing.boundary_model import BoundaryModel
from clean.spacing.letters import NO_GAP, SPACE, Flags, Letters, Tokens, are_among
from clean.spacing.word_lattice import MOST, Lattice
from clean.spacing.word_table import UNKNOWN, Places, are_in, keys_of_few
from clean.words.lexicon import CASING, Casing

Floats = NDArray[np.float64]

CONTEXT = 36
"""Letters between two that are asked about, up to which they stand in one row."""

LONGEST_WINDOW = 200
"""Letters that the model is asked about in one row, besides their context."""

MOST_LETTERS = 4096
"""Letters that it is given at once."""

LEAST_LETTERS = 3
LEAST_GAIN, LEAST_GAIN_IN_NAME, LEAST_GAIN_AT_CAPITAL, LEAST_GAIN_IN_DAMAGE = 20, 60, -20, -60
"""What a space must gain by the lexicon alone, in tenths, for a word to be doubtful."""
MOST_AS_ONE = 130
MOST_OF_PIECE = 160
LEAST_GAIN_AS_ONE = 60
"""Cost up to which two words may be one if one of them is rare; and how much cheaper than the two any word must be,
each of them at most so dear."""
LONGEST_ALONE = 32
"""Letters up to which a word is looked at by itself; a longer one is always doubtful."""
RARE = 130
"""Cost from which a word may be the piece of another one."""

RARE_NAME, RAREST = 120, 160
"""Costs above which a name in small letters, and any word, is looked at as if it were unknown."""

STOPS = ".,;:!?)”"


class BoundaryOdds:
    """What the model says about the letters of one text; each is asked about once, when there is a reason.

    `odds` are the log-odds (natural) that a space belongs before each letter; not a number where it was not asked.
    """

    def __init__(self, letters: Letters, tokens: Tokens, model: BoundaryModel) -> None:
        """Take a text and the model of its language."""
        self._letters, self.tokens, self._model = letters, tokens, model
        self.odds: Floats = np.full(len(letters), np.nan)

    def doubtful(self) -> Flags:
        """Tell which letters are worth asking about in a text that may be right.

        They are those of unknown words that can be read as several words or as the piece of one, and those that touch
        a number or a mark ("late.The", "12years"; not "U.S.", "3D").
        """
        tokens = self.tokens
        lengths = tokens.ends - tokens.starts
        unknown = ((tokens.costs == UNKNOWN) | self._are_odd()) & (lengths >= LEAST_LETTERS)
        is_name, capital_inside = self._capitals()
        least = np.select([is_name, capital_inside], [LEAST_GAIN_IN_NAME, LEAST_GAIN_AT_CAPITAL], LEAST_GAIN)
        single = (tokens.costs == UNKNOWN) & (lengths == 1) & tokens.meets_next(self._letters)
        chosen = self._can_be_several(unknown, least) | single | self._may_be_pieces()
        return self._letters_of(chosen) | self._junctions(lengths > 1)

    def _are_odd(self) -> Flags:
        """Tell which tokens are hardly ever written so: names in small letters ("isa"), and the rarest of words."""
        tokens = self.tokens
        odd = (tokens.costs > RARE_NAME) & (tokens.costs < UNKNOWN) & ~self._letters.upper[tokens.starts]
        places = np.flatnonzero(odd)
        is_lower = tokens.known.flags(tokens.keys[places]) & CASING == Casing.LOWER
        odd[places] = ~is_lower | (tokens.costs[places] > RAREST)
        return odd

    def _capitals(self) -> tuple[Flags, Flags]:
        """Tell which tokens look like names ("FitBit"), and which have a capital behind a small letter ("ofParis")."""
        upper, starts, ends = self._letters.upper, self.tokens.starts, self.tokens.ends
        inside = np.cumsum(upper & ~np.append(np.ones(1, np.bool_), upper[:-1]))
        is_name = upper[starts] & ~upper[np.minimum(starts + 1, len(upper) - 1)]
        return is_name, inside[ends - 1] > inside[starts]

    def _may_be_pieces(self) -> Flags:
        """Tell which tokens may be one word with the next: a known one, or one that no one knows ("Noctui dae")."""
        tokens = self.tokens
        odd = np.append(tokens.costs > RARE, np.zeros(1, np.bool_))
        as_one = tokens.costs_with_next(self._letters)
        apart = np.minimum(tokens.costs, MOST_OF_PIECE)
        gain = apart + np.append(apart[1:], 0) - as_one
        known = (as_one <= MOST_AS_ONE) & (odd[:-1] | odd[1:]) | (as_one < UNKNOWN) & (gain >= LEAST_GAIN_AS_ONE)
        small = ~self._letters.upper[tokens.starts]
        foreign = (tokens.costs == UNKNOWN) & small & (tokens.ends - tokens.starts > 1)
        follows = np.append(foreign[1:], np.zeros(1, np.bool_))
        return np.asarray(known | (odd[:-1] & follows & tokens.meets_next(self._letters)) | self._are_ordinal_endings())

    def _are_ordinal_endings(self) -> Flags:
        """Tell which tokens are the "th" of "46 th", a space before it."""
        letters, starts = self._letters, self.tokens.starts
        apart = (letters.gaps[starts] == SPACE) & digits_of(letters)[starts - 1] & (starts > 0)
        return np.asarray(apart & are_in(self.tokens.keys, keys_of_few(("st", "nd", "rd", "th"))))

    def doubtful_in_damage(self, damaged: Flags) -> Flags:
        """Tell the same for the letters that are `damaged`, where known words may be several or pieces too."""
        near = damaged[self.tokens.starts]
        pieces = near & (self.tokens.costs_with_next(self._letters) < UNKNOWN)
        least = np.full(len(near), LEAST_GAIN_IN_DAMAGE)
        chosen = self._can_be_several(near, least) | pieces
        return (self._letters_of(chosen) | self._junctions(near)) & damaged

    def _letters_of(self, chosen: Flags) -> Flags:
        """Give the letters of tokens and the one behind each."""
        starts, ends = self.tokens.starts[chosen], np.minimum(self.tokens.ends[chosen] + 1, len(self._letters))
        return covered(starts, ends, len(self._letters))

    def _junctions(self, chosen: Flags) -> Flags:
        """Mark the first letters of tokens that stand right behind a mark or a digit, and digits right behind one."""
        letters = self._letters
        flags = np.zeros(len(letters), np.bool_)
        joined = letters.gaps[1:] == NO_GAP
        digits, stops = digits_of(letters), are_among(letters.codes, STOPS)
        word = np.append(chosen, np.zeros(1, np.bool_))[self.tokens.of_letter]
        flags[1:] = joined & ((word[1:] & (digits | stops)[:-1]) | (word[:-1] & digits[1:]))
        return flags

    def _can_be_several(self, chosen: Flags, least: Places) -> Flags:
        """Tell which of the chosen tokens gain more than the `least` of each from a space, by the lexicon alone."""
        found = np.zeros(len(chosen), np.bool_)
        if chosen.any():
            _, first, inverse = np.unique(self.tokens.keys[chosen], return_index=True, return_inverse=True)
            starts, ends = self.tokens.starts[chosen][first], self.tokens.ends[chosen][first]
            lattice = Lattice(self._letters, self.tokens, starts, np.minimum(ends, starts + LONGEST_ALONE))
            gains = np.where(lattice.inside, lattice.gains(), -MOST)[:, 1:].max(axis=1)
            found[chosen] = (gains[inverse] > least[chosen]) | (ends - starts > LONGEST_ALONE)[inverse]
        return found

    def ask(self, doubtful: Flags) -> None:
        """Ask about the letters that are doubtful and were not asked about before."""
        asked = doubtful & np.isnan(self.odds)
        if not asked.any():
            return
        windows, context = _windows(np.flatnonzero(asked)), self._model.context
        starts, ends = np.maximum(windows[:, 0] - context, 0), np.minimum(windows[:, 1] + context, len(self.odds))
        view = seen(self._letters, self.tokens, covered(starts, ends, len(self.odds)))
        for batch in _batches(windows[:, 1] - windows[:, 0]):
            firsts, lasts = windows[batch].T
            length = int((lasts - firsts).max())
            rows = view.rows(firsts - context, np.minimum(lasts + context, len(self.odds)), length + 2 * context)
            answers = self._model.log_odds(rows)
            inside = firsts[:, None] + np.arange(length)
            told = inside < lasts[:, None]
            self.odds[inside[told]] = answers[told]


def covered(starts: Places, ends: Places, size: int) -> Flags:
    """Mark what lies between starts and ends."""
    steps = np.bincount(starts, minlength=size + 1) - np.bincount(ends, minlength=size + 1)
    return np.asarray(np.cumsum(steps[:size]) > 0)


def _windows(places: Places) -> NDArray[np.int64]:
    """Give stretches that hold the places, (stretch, start and end), none too long for a row."""
    breaks = np.flatnonzero(np.diff(places) > CONTEXT)
    firsts, lasts = [0, *(breaks + 1)], [*breaks, len(places) - 1]
    found = [
        (at, min(int(places[last]) + 1, at + LONGEST_WINDOW))
        for first, last in zip(firsts, lasts, strict=True)
        for at in range(int(places[first]), int(places[last]) + 1, LONGEST_WINDOW)
    ]
    return np.array(found, np.int64)


def _batches(lengths: Places) -> Iterator[Places]:
    """Give rows that go into the model together: of like length, and not too many."""
    order = np.argsort(lengths, kind="stable")
    while len(order):
        longest = int(lengths[order[-1]])
        alike = np.searchsorted(lengths[order], longest // 2)
        batch = order[max(alike, len(order) - max(1, MOST_LETTERS // (longest + 2 * CONTEXT))) :]
        order = order[: -len(batch)]
        yield batch


def digits_of(letters: Letters) -> Flags:
    """Tell which letters are digits."""
    digits: Flags = (letters.codes >= ord("0")) & (letters.codes <= ord("9"))
    return digits
