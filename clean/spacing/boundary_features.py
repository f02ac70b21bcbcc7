"""What the character model sees of a text: for each letter and the gap before it, a class and some numbers."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clean.spacing.letters import LINE_END, NO_GAP, SPACE, Flags, Letters, Tokens
from clean.spacing.word_lattice import lattice_numbers
from clean.spacing.word_table import UNKNOWN, Costs, Places

Bytes = NDArray[np.uint8]

MARKS = "-.,:;!?()[]/&%$#@*+=_<>|~'\"“”‘…–—•"
"""Marks that are classes of their own; the others share one."""

OTHER_LETTER, DIGIT, OTHER_MARK, FIRST_MARK = 26, 27, 28, 29
BEYOND = FIRST_MARK + len(MARKS)
CLASSES = BEYOND + 1
"""Letters a to z, other letters, digits, other marks, each of the marks, and what lies beyond the text."""

LAST_CLASSED = 0x2FFF
"""Code point up to which characters are told apart: those of scripts without spaces, behind it, are other marks."""

NUMBERS = 16

REACH = 150
"""Letters on either side that tell how damaged a text is here."""

WORTH_NOTING = 130
"""Cost up to which a word counts where only its length is told."""

SHORTEST_UNKNOWN = 4
"""Letters from which on an unknown word speaks of damage."""


class Seen(NamedTuple):
    """What the model sees of letters, whole numbers from 0 to 255; the last axis of `numbers` is NUMBERS long."""

    classes: Bytes
    numbers: Bytes

    def rows(self, starts: Places, ends: Places, length: int) -> "Seen":
        """Take the stretches from `starts` to `ends`, all filled up to one length, (row, letter).

        They may begin before the text.
        """
        places = starts[:, None] + np.arange(length)
        beyond = (places < 0) | (places >= ends[:, None])
        places = np.clip(places, 0, len(self.classes) - 1)
        classes, numbers = self.classes[places], self.numbers[places]
        classes[beyond] = BEYOND
        numbers[beyond] = 0
        return Seen(classes, numbers)


def seen(letters: Letters, tokens: Tokens, asked: Flags) -> Seen:
    """Describe a text; what lattices tell is there for the runs of letters that are asked about."""
    token = tokens.of_letter
    before = np.concatenate([token[:1], token[:-1]])
    unknown, gaps = _surroundings(letters, tokens)
    columns = (
        *lattice_numbers(letters, tokens, asked, WORTH_NOTING).T,
        _of_token(_as_bytes(tokens.costs), token),
        _of_token(_as_bytes(tokens.costs), before),
        _costs_of_unions(letters, tokens),
        _of_token(np.minimum(255, 8 * (tokens.ends - tokens.starts)), token),
        _of_token(np.minimum(255, 8 * (tokens.ends - tokens.starts)), before),
        _of_token(np.minimum(255, 50 * (tokens.counts - 1)), token),
        unknown,
        gaps,
        255 * (letters.gaps == SPACE),
        255 * (letters.gaps == LINE_END),
        255 * letters.upper,
        np.full(len(letters), 255),
    )
    numbers = np.empty((len(letters), NUMBERS), np.uint8)
    for nth, column in enumerate(columns):
        numbers[:, nth] = column
    codes, at = np.unique(letters.codes, return_inverse=True)
    return Seen(np.array([_class_of(code) for code in codes.tolist()], np.uint8)[at], numbers)


@lru_cache(maxsize=1024)
def _class_of(code: int) -> int:
    character = chr(code)
    if character in MARKS:
        return FIRST_MARK + MARKS.index(character)
    if code > LAST_CLASSED:
        return OTHER_MARK
    base = unicodedata.normalize("NFD", character.lower())[:1]
    if "a" <= base <= "z" and character.isalpha():
        return ord(base) - ord("a")
    return OTHER_LETTER if character.isalpha() else DIGIT if character.isdigit() else OTHER_MARK


def _surroundings(letters: Letters, tokens: Tokens) -> tuple[Places, Places]:
    """Tell how damaged a text looks around each letter: by the letters in unknown words, and by the gaps."""
    lengths = tokens.ends - tokens.starts
    unknown = np.zeros(len(letters), np.int64)
    unknown[tokens.starts] = np.where((tokens.costs == UNKNOWN) & (lengths >= SHORTEST_UNKNOWN), lengths, 0)
    in_words, around = _around(letters.word), _around(np.ones(len(letters), np.int64))
    by_words = 510 * _around(unknown) // np.maximum(1, in_words)
    return np.minimum(255, by_words), np.minimum(255, 765 * _around(letters.gaps != NO_GAP) // around)


def _around(values: NDArray[np.int64] | Flags) -> Places:
    """Sum what stands within REACH of each letter."""
    sums = np.concatenate([[0], np.cumsum(values)])
    at = np.arange(len(values))
    return np.asarray(sums[np.minimum(len(values), at + REACH + 1)] - sums[np.maximum(0, at - REACH)])


def _as_bytes(costs: Costs) -> Costs:
    return np.where(costs == UNKNOWN, np.int16(255), costs)


def _of_token(values: Costs | Places, token: Places) -> Costs | Places:
    """Give each letter what its token has; 0 to marks and digits."""
    return np.append(values, 0).astype(np.int64)[token]


def _costs_of_unions(letters: Letters, tokens: Tokens) -> Costs:
    """Give for each letter after a space the cost of the two words beside the space as one; 0 for all others."""
    numbers = np.zeros(len(letters), np.int16)
    meets = np.flatnonzero(tokens.meets_next(letters))
    numbers[tokens.starts[meets + 1]] = _as_bytes(tokens.costs_with_next(letters)[meets])
    return numbers
