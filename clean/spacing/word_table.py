"""The costs of words, looked up for all stretches of a text at once.

A stretch of letters is known by its key, a polynomial of its code points modulo 2 to the 64 (Karp and Rabin 1987), and
the costs of the lexicon stand in a table in which each word has one of two places (cuckoo hashing, Pagh and Rodler
2004); `tests/bench/build_lexicon.py` lays it out. Costs are in tenths and whole numbers, so that every machine computes
the same.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from clean import WEIGHTS
from clean.words.stored_words import mapped

Codes = NDArray[np.uint32]
Costs = NDArray[np.int16]
Bytes = NDArray[np.uint8]
Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

T = TypeVar("T", bound=np.generic)

UNKNOWN = 400
"""Stands for the cost of what is no known word: more than any word costs."""

LONGEST_WORD = 20
"""Letters; the few words that are longer are taken for unknown ones."""

ROUNDS = 50
"""So often may words drive each other out; those of a lexicon need some twenty rounds."""

_LINE_FEED = 10
_MULTIPLIER = 0x9E3779B97F4A7C15
_MIXER, _OTHER_MIXER = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class WordTable:
    """What words cost and what else is known of them, by their keys: slots for keys, and what is known beside each."""

    def __init__(self, keys: Keys, costs: Bytes, flags: Bytes) -> None:
        """Take the slots, a power of two of them: keys (0 in a free one), costs in tenths, flags of `Lexicon`."""
        self._keys = keys
        self._costs = costs
        self._flags = flags

    @classmethod
    def of_words(cls, keys: Keys, costs: Bytes, flags: Bytes | None = None) -> Self:
        """Lay out words by their keys, each given once."""
        holders = _holders(keys)
        flags = np.zeros(len(keys), np.uint8) if flags is None else flags
        return cls(_in_slots(keys, holders), _in_slots(costs, holders), _in_slots(flags, holders))

    @classmethod
    def stored_in(cls, file: Path) -> Self:
        """Give a table that `bytes` wrote, without reading it: what is looked up comes from the file, once for all."""
        content = np.frombuffer(mapped(file), np.uint8)
        keys, costs, flags = np.split(content, (len(content) * 8 // 10, len(content) * 9 // 10))
        return cls(keys.view("<u8"), costs, flags)

    def __bytes__(self) -> bytes:
        """Give the table as a file holds it."""
        return self._keys.astype("<u8").tobytes() + self._costs.tobytes() + self._flags.tobytes()

    def costs(self, keys: Keys) -> Costs:
        """Give the costs of words by their keys; UNKNOWN for those that are none."""
        slots, found = self._find(keys)
        return np.where(found, self._costs[slots], np.int16(UNKNOWN))

    def flags(self, keys: Keys) -> Bytes:
        """Give the flags of words by their keys; 0 for those that are none."""
        slots, found = self._find(keys)
        return np.where(found, self._flags[slots], np.uint8(0))

    def _find(self, keys: Keys) -> tuple[Places, NDArray[np.bool_]]:
        """Give the slot of each word, and whether it is there."""
        slots = _slots(keys, len(self._keys))
        there = self._keys[slots]
        taken = there != 0
        found = taken & (there == keys)
        elsewhere = np.flatnonzero(taken & ~found)
        slots[elsewhere] = others = _other_slots(keys[elsewhere], len(self._keys))
        found[elsewhere] = self._keys[others] == keys[elsewhere]
        return slots, found


def _slots(keys: Keys, size: int) -> Places:
    """Give the slot in which each word is looked for."""
    return ((keys ^ (keys >> np.uint64(29))) * _MIXER >> np.uint64(65 - size.bit_length())).astype(np.int64)


def _other_slots(keys: Keys, size: int) -> Places:
    """Give the slot in which each word is looked for where another one has the first."""
    return ((keys ^ (keys >> np.uint64(31))) * _OTHER_MIXER >> np.uint64(65 - size.bit_length())).astype(np.int64)


def _holders(keys: Keys) -> NDArray[np.int32]:
    """Give each word one of its slots: the numbers of those that have one, -1 in a free slot."""
    size = max(256, 1 << (5 * len(keys) // 2).bit_length())
    while (holders := _settled(keys, size)) is None:
        size *= 2
    return holders


def _settled(keys: Keys, size: int) -> NDArray[np.int32] | None:
    """Let words take so many slots; who is driven out of one goes to the other. None where they find no end of it."""
    holders = np.full(size, -1, np.int32)
    wanted, next_wanted = _slots(keys, size), _other_slots(keys, size)
    homeless = np.arange(len(keys), dtype=np.int32)
    for _ in range(ROUNDS):
        if not len(homeless):
            return holders
        slots = wanted[homeless]
        before = holders[slots]
        holders[slots] = homeless
        settled = holders[slots] == homeless
        homeless = np.concatenate([homeless[~settled], before[settled & (before >= 0)]])
        wanted[homeless], next_wanted[homeless] = next_wanted[homeless], wanted[homeless]
    return None


def _in_slots(known: NDArray[T], holders: NDArray[np.int32]) -> NDArray[T]:
    """Give each slot what is known of the word in it, 0 to a free one."""
    return np.append(known, np.zeros(1, known.dtype))[holders]


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


@lru_cache(maxsize=8)
def keys_of_few(words: tuple[str, ...]) -> Keys:
    """Give the sorted keys of a few words, for `are_in`."""
    return np.sort(keys_of_words(words))


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


@lru_cache(maxsize=1)
def word_table(language: str) -> WordTable | None:
    """Give the words of a language that has a lexicon (BCP 47), or None.

    Words that may be two ("wavenumber", see `clean.words.lexicon.PAIR`) are not among them.
    """
    return _table(language, "table")


@lru_cache(maxsize=1)
def _pairs(language: str) -> WordTable | None:
    return _table(language, "pairs")


def _table(language: str, name: str) -> WordTable | None:
    file = WEIGHTS / f"{language}.{name}"
    return WordTable.stored_in(file) if file.exists() else None


def are_pairs(keys: Keys, language: str) -> NDArray[np.bool_]:
    """Tell which keys are those of words that may be two."""
    pairs = _pairs(language)
    return pairs.costs(keys) < UNKNOWN if pairs else np.zeros(len(keys), np.bool_)
