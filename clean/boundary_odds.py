"""The odds that a space belongs into the gaps of a text, asked for where there is doubt.

The character model is dear: in a text that is right it is asked about one letter in a hundred.
"""

import numpy as np
from numpy.typing import NDArray

from clean.boundary_features import seen
from clean.boundary_model import BoundaryModel
from clean.letters import NO_GAP, Flags, Letters, Tokens, are_among
from clean.word_lattice import MOST, Lattice
from clean.word_table import UNKNOWN, Places

Floats = NDArray[np.float64]

CONTEXT = 36
"""Letters on either side that the model sees of a gap."""

LONGEST_WINDOW = 200
"""Letters that the model is asked about in one row, besides their context."""

MOST_LETTERS = 16_384
"""Letters that it is given at once."""

LEAST_LETTERS = 3
LEAST_GAIN, LEAST_GAIN_IN_DAMAGE = 0, -60
"""What a space must gain by the lexicon alone, in tenths, for a word to be doubtful."""
LONGEST_ALONE = 32
"""Letters up to which a word is looked at by itself; a longer one is always doubtful."""
RARE = 115
"""Cost from which a word may be the piece of another one."""

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
        a number or a mark.
        """
        tokens = self.tokens
        unknown = (tokens.costs == UNKNOWN) & (tokens.ends - tokens.starts >= LEAST_LETTERS)
        single = (tokens.costs == UNKNOWN) & (tokens.ends - tokens.starts == 1) & tokens.meets_next(self._letters)
        odd = np.append(tokens.costs > RARE, np.zeros(1, np.bool_))
        pieces = self._make_words_with_next() & (odd[:-1] | odd[1:])
        return self._letters_of(self._can_be_several(unknown, LEAST_GAIN) | single | pieces)

    def doubtful_in_damage(self, damaged: Flags) -> Flags:
        """Tell the same for the letters that are `damaged`, where known words may be several or pieces too."""
        near = damaged[self.tokens.starts]
        chosen = self._can_be_several(near, LEAST_GAIN_IN_DAMAGE) | (near & self._make_words_with_next())
        return self._letters_of(chosen) & damaged

    def _letters_of(self, chosen: Flags) -> Flags:
        """Give the letters of tokens, the one behind each, and those that touch a number or a mark."""
        starts, ends = self.tokens.starts[chosen], np.minimum(self.tokens.ends[chosen] + 1, len(self._letters))
        return covered(starts, ends, len(self._letters)) | _junctions(self._letters)

    def _can_be_several(self, chosen: Flags, least: int) -> Flags:
        """Tell which of the chosen tokens gain at least so much from a space, by the lexicon alone."""
        found = np.zeros(len(chosen), np.bool_)
        if chosen.any():
            _, first, inverse = np.unique(self.tokens.keys[chosen], return_index=True, return_inverse=True)
            starts, ends = self.tokens.starts[chosen][first], self.tokens.ends[chosen][first]
            lattice = Lattice(self._letters, self.tokens, starts, np.minimum(ends, starts + LONGEST_ALONE))
            gains = np.where(lattice.inside, lattice.gains(), -MOST)[:, 1:].max(axis=1)
            found[chosen] = ((gains > least) | (ends - starts > LONGEST_ALONE))[inverse]
        return found

    def _make_words_with_next(self) -> Flags:
        return np.asarray(self.tokens.costs_with_next(self._letters) < UNKNOWN)

    def ask(self, doubtful: Flags) -> None:
        """Ask about the letters that are doubtful and were not asked about before."""
        asked = doubtful & np.isnan(self.odds)
        if not asked.any():
            return
        windows = _windows(np.flatnonzero(asked))
        starts = np.maximum(windows[:, 0] - CONTEXT, 0)
        ends = np.minimum(windows[:, 1] + CONTEXT, len(self.odds))
        view = seen(self._letters, self.tokens, covered(starts, ends, len(self.odds)))
        order = np.argsort(ends - starts, kind="stable")
        while len(order):
            length = int((ends - starts)[order[-1]])
            batch = order[-max(1, MOST_LETTERS // length) :]
            order = order[: -len(batch)]
            answers = self._model.log_odds(view.rows(starts[batch], ends[batch], length))
            for row, (start, end), first in zip(answers, windows[batch].tolist(), starts[batch].tolist(), strict=True):
                self.odds[start:end] = row[start - first : end - first]


def covered(starts: Places, ends: Places, size: int) -> Flags:
    """Mark what lies between starts and ends."""
    steps = np.bincount(starts, minlength=size + 1) - np.bincount(ends, minlength=size + 1)
    return np.asarray(np.cumsum(steps[:size]) > 0)


def _junctions(letters: Letters) -> Flags:
    """Mark letters that stand right behind a mark or a digit, and digits right behind a letter."""
    flags = np.zeros(len(letters), np.bool_)
    joined = letters.gaps[1:] == NO_GAP
    digits = digits_of(letters)
    stops = are_among(letters.codes, STOPS)
    flags[1:] = joined & ((letters.word[1:] & (digits | stops)[:-1]) | (letters.word[:-1] & digits[1:]))
    return flags


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


def digits_of(letters: Letters) -> Flags:
    """Tell which letters are digits."""
    digits: Flags = (letters.codes >= ord("0")) & (letters.codes <= ord("9"))
    return digits
