"""The costs of words, looked up for all stretches of a text at once.

A stretch of letters is known by its key, a polynomial of its code points modulo 2 to the 64 (Karp and Rabin 1987), and
the costs of `clean.lexicon` stand in a table with open addressing. Costs are in tenths and whole numbers, so that every
machine computes the same.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clean.lexicon import PAIR, SHORT_WORDS, Casing, lexicon

Codes = NDArray[np.uint32]
Costs = NDArray[np.int16]
Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

UNKNOWN = 400
"""Stands for the cost of what is no known word: more than any word costs."""

LONGEST_WORD = 20
"""Letters; the few words that are longer are taken for unknown ones."""

ENDINGS = ("'s", "'re", "'ll", "'ve", "'d", "'m")
ENDING = 20
"""What may follow an apostrophe, and its cost."""

_LINE_FEED = 10
_MULTIPLIER = 0x9E3779B97F4A7C15
_MIXER = np.uint64(0xBF58476D1CE4E5B9)


class WordTable:
    """What words cost and what else is known of them, by their keys."""

    def __init__(self, keys: Keys, costs: Costs, flags: NDArray[np.uint8] | None = None) -> None:
        """Take the keys of words, each one once, their costs, and the flags of `clean.lexicon`."""
        self._bits = max(8, (4 * len(keys)).bit_length())
        self._probes = 0
        holders = np.full(1 << self._bits, -1, np.int32)
        left, slots = np.arange(len(keys), dtype=np.int32), self._slots(keys)
        while len(left):
            self._probes += 1
            left, slots = _settle(left, slots, holders)
        taken = np.flatnonzero(holders >= 0)
        self._keys = np.zeros(len(holders), np.uint64)
        self._costs = np.full(len(holders), UNKNOWN, np.int16)
        self._flags = np.zeros(len(holders), np.uint8)
        self._keys[taken], self._costs[taken] = keys[holders[taken]], costs[holders[taken]]
        if flags is not None:
            self._flags[taken] = flags[holders[taken]]

    def costs(self, keys: Keys) -> Costs:
        """Give the costs of words by their keys; UNKNOWN for those that are none."""
        slots, found = self._find(keys)
        return np.where(found, self._costs[slots], np.int16(UNKNOWN))

    def flags(self, keys: Keys) -> NDArray[np.uint8]:
        """Give the flags of words by their keys; 0 for those that are none."""
        slots, found = self._find(keys)
        return np.where(found, self._flags[slots], np.uint8(0))

    def _find(self, keys: Keys) -> tuple[Places, NDArray[np.bool_]]:
        """Give the slot of each word, and whether it is there."""
        slots = self._slots(keys)
        there = self._keys[slots]
        found = there == keys
        going = np.flatnonzero(~found & (there != 0))
        for _ in range(self._probes - 1):
            if not len(going):
                break
            slots[going] = (slots[going] + 1) & (len(self._keys) - 1)
            there = self._keys[slots[going]]
            here = there == keys[going]
            found[going[here]] = True
            going = going[~here & (there != 0)]
        return slots, found

    def _slots(self, keys: Keys) -> Places:
        mixed = (keys ^ (keys >> np.uint64(29))) * _MIXER
        return (mixed >> np.uint64(64 - self._bits)).astype(np.int64)


def _settle(left: NDArray[np.int32], slots: Places, holders: NDArray[np.int32]) -> tuple[NDArray[np.int32], Places]:
    """Give slots that are free to one each of those that want them; give the others, and the slots next to theirs."""
    free = holders[slots] < 0
    holders[slots[free]] = left[free]
    homeless = holders[slots] != left
    return left[homeless], (slots[homeless] + 1) & (len(holders) - 1)


class StretchKeys:
    """The keys of all stretches of a text, each told from the sums up to where it begins and ends."""

    def __init__(self, codes: Codes) -> None:
        """Take the code points of the text."""
        powers, self._inverse_powers = _powers(1 << len(codes).bit_length())
        products = (codes + np.uint64(1)).astype(np.uint64) * powers[: len(codes)]
        self._sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(products)])

    def __call__(self, starts: Places, ends: Places) -> Keys:
        """Give the keys of the stretches from `starts` to `ends`."""
        return np.asarray((self._sums[ends] - self._sums[starts]) * self._inverse_powers[starts])


@lru_cache(maxsize=4)
def _powers(number: int) -> tuple[Keys, Keys]:
    """Give so many powers of the multiplier and of its inverse."""
    return _powers_of(_MULTIPLIER, number), _powers_of(pow(_MULTIPLIER, -1, 1 << 64), number)


def _powers_of(base: int, number: int) -> Keys:
    factors = np.full(number, base, np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors)


def ranges(sizes: Places) -> tuple[Places, Places]:
    """Count from 0 up to each size; give for each number whose count it is of, and the number.

    >>> nth, number = ranges(np.array([2, 0, 3]))
    >>> nth.tolist(), number.tolist()
    ([0, 0, 2, 2, 2], [0, 1, 0, 1, 2])
    """
    nth = np.repeat(np.arange(len(sizes)), sizes)
    return nth, np.arange(len(nth)) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def are_in(keys: Keys, few: Keys) -> NDArray[np.bool_]:
    """Tell which keys are among a few sorted ones."""
    if not len(few):
        return np.zeros(keys.shape, np.bool_)
    return np.asarray(few[np.minimum(np.searchsorted(few, keys), len(few) - 1)] == keys)


def keys_of_words(words: Sequence[str]) -> Keys:
    """Give the keys of words in one go, a letter of each after the other: there may be a whole lexicon of them."""
    codes = np.frombuffer("\n".join(words).encode("utf-32-le"), np.uint32)
    line_ends = np.flatnonzero(codes == _LINE_FEED)
    at, ends = np.append(0, line_ends + 1), np.append(line_ends, len(codes))
    keys = np.zeros(len(words), np.uint64)
    going = np.arange(len(words))
    for power in _powers(1 + max(map(len, words), default=0))[0]:
        longer = at < ends[going]
        going, at = going[longer], at[longer]
        keys[going] += (codes[at] + np.uint64(1)).astype(np.uint64) * power
        at += 1
    return keys


class _Known(NamedTuple):
    """The words of a lexicon that a run of letters may hold, and those that may be two words themselves."""

    table: WordTable
    pairs: WordTable


@lru_cache(maxsize=1)
def _known(language: str) -> _Known | None:
    known = lexicon(language)
    if known is None:
        return None
    words = known.most_frequent(len(known))
    keys, costs = keys_of_words(words), np.frombuffer(known.costs_in_tenths(), np.uint8).astype(np.int16)
    lengths = np.fromiter(map(len, words), np.int16, len(words))
    flags = np.frombuffer(known.flags(), np.uint8)
    is_pair = flags & PAIR != 0
    fitting = (lengths > 2) & (lengths <= LONGEST_WORD) & ~is_pair
    others = [word for word in SHORT_WORDS if word in known]
    other_costs = [round(10 * (known.cost(word) or 0.0)) for word in others] + [ENDING] * len(ENDINGS)
    other_flags = [known.casing(word) for word in others] + [Casing.LOWER] * len(ENDINGS)
    table = WordTable(
        np.concatenate([keys[fitting], keys_of_words([*others, *ENDINGS])]),
        np.concatenate([costs[fitting], np.array(other_costs, np.int16)]),
        np.concatenate([flags[fitting], np.array(other_flags, np.uint8)]),
    )
    return _Known(table, WordTable(keys[is_pair], costs[is_pair]))


def word_table(language: str) -> WordTable | None:
    """Give the words of a language that has a lexicon (BCP 47), or None.

    Words that may be two ("wavenumber", see `clean.lexicon.PAIR`) are not among them.
    """
    known = _known(language)
    return known and known.table


def are_pairs(keys: Keys, language: str) -> NDArray[np.bool_]:
    """Tell which keys are those of words that may be two."""
    known = _known(language)
    return known.pairs.costs(keys) < UNKNOWN if known else np.zeros(len(keys), np.bool_)
