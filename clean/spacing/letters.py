"""A text without its white space and hidden hyphens, and the tokens it is made of, as arrays."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clean.spacing.word_table import (
    UNKNOWN,
    Codes,
    Costs,
    Keys,
    Places,
    StretchKeys,
    WordTable,
    are_in,
    keys_of_few,
    ranges,
)
from clean.words.function_words import FUNCTION_WORDS
from clean.words.lexicon import CASING, Casing
from clean.words.names import DAYS_AND_MONTHS

Flags = NDArray[np.bool_]
Gaps = NDArray[np.uint8]

NO_GAP, SPACE, LINE_END = 0, 1, 2
"""What stands before a letter."""

ATTESTED = 70
ATTESTED_IN_LOWER = 110
ATTESTED_ONCE = 95
"""Costs of a word outside the lexicon that the document has on its own: again and again, with a capital or without,
or once with a capital."""

SHORTEST_GLUED, SHORTEST_LAST = 3, 2
COMMON_GLUED = 115
"""Letters, and cost at most, of the words that make a token no word of its own, one of them a function word."""

BEHIND_WORDS = ("of", "to")
BEHIND_DAYS = ("as", "at", "by", "in", "is", "of", "on", "to")
"""Those of two letters that do so behind a word written small (others make compounds: "login", "standby"), and behind a
day or month."""

HIDDEN_HYPHENS = "\x02\ufffe\N{SOFT HYPHEN}"
"""Marks of line ends within a word: what PDF readers hand over, and the soft hyphen."""

APOSTROPHE = ord("'")
_RIGHT_QUOTE = ord("’")
_LOW = 0x250
_LOWER = np.array([ord(chr(code).lower()) if len(chr(code).lower()) == 1 else code for code in range(_LOW)], np.uint32)
_IS_LETTER = np.array([chr(code).isalpha() or code == APOSTROPHE for code in range(_LOW)])
_IS_UPPER = np.array([chr(code).isupper() for code in range(_LOW)])
_FIRST_MARK, _LAST_MARK = 0x2000, 0x303F
"""Beyond the Latin letters: where code points are marks and symbols; the others count as letters."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters of a text that are neither white space nor hidden hyphens."""

    places: Places
    """Offset of each in the text."""
    codes: Codes
    """Code points, in lower case, every apostrophe the straight one."""
    upper: Flags
    word: Flags
    """Whether it is part of a word: letters of alphabets, and apostrophes between them."""
    gaps: Gaps
    """What stands before each: NO_GAP, SPACE or LINE_END (as before the first)."""
    hidden: Flags
    """Whether a hidden hyphen stands before it."""
    keys: StretchKeys
    """The keys of all stretches."""

    def __len__(self) -> int:
        return len(self.codes)


def letters_of(text: str) -> Letters:
    r"""Take the white space out of a text.

    >>> letters = letters_of("Don’t stop,\nHe said.")
    >>> "".join(map(chr, letters.codes)), letters.gaps.tolist().index(SPACE), letters.gaps.tolist().index(LINE_END, 1)
    ("don'tstop,hesaid.", 5, 10)
    """
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    white = _is_white()[np.minimum(points, _LAST_MARK + 1)]
    places = np.flatnonzero(~(white | are_among(points, HIDDEN_HYPHENS)))
    codes = points[places]
    low = np.minimum(codes, _LOW - 1)
    is_low = codes < _LOW
    lower = np.where(is_low, _LOWER[low], codes)
    lower[codes == _RIGHT_QUOTE] = APOSTROPHE
    word = np.where(is_low, _IS_LETTER[low], (codes < _FIRST_MARK) | (codes > _LAST_MARK)) | (codes == _RIGHT_QUOTE)
    gaps = _gaps(points, white, places)
    hidden = np.diff(places, prepend=-1) - 1 > np.diff(np.cumsum(white)[places], prepend=0)
    word &= (lower != APOSTROPHE) | _is_between_letters(word, gaps)
    return Letters(places, lower, is_low & _IS_UPPER[low], word, gaps, hidden, StretchKeys(lower))


@lru_cache(maxsize=1)
def _is_white() -> Flags:
    return np.array([chr(code).isspace() for code in range(_LAST_MARK + 2)])


def _gaps(points: Codes, white: Flags, places: Places) -> Gaps:
    gaps = np.full(len(places), NO_GAP, np.uint8)
    if len(places):
        gaps[1:][np.diff(np.cumsum(white)[places]) > 0] = SPACE
        after = np.searchsorted(places, np.flatnonzero(points == ord("\n")))
        gaps[after[after < len(places)]] = LINE_END
        gaps[0] = LINE_END
    return gaps


def _is_between_letters(word: Flags, gaps: Gaps) -> Flags:
    """Tell which letters have another on either side, nothing between them."""
    joined = word[1:] & word[:-1] & (gaps[1:] == NO_GAP)
    between = np.zeros(len(word), np.bool_)
    between[1:-1] = joined[:-1] & joined[1:]
    return between


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text as they stand: runs of letters between gaps, marks and digits."""

    starts: Places
    ends: Places
    keys: Keys
    costs: Costs
    counts: Places
    """How often each stands in the text."""
    of_letter: Places
    """The token of each letter; -1 for marks and digits."""
    known: WordTable
    attested: WordTable | None
    """The words outside the lexicon that the text has on their own."""

    def costs_with_next(self, letters: Letters) -> Costs:
        """Give for each token the cost of it and the next as one word, where a mere space parts them."""
        costs = np.full(len(self.starts), UNKNOWN, np.int16)
        meet = np.flatnonzero(self.meets_next(letters))
        costs[meet] = self.known.costs(letters.keys(self.starts[meet], self.ends[meet + 1]))
        return costs

    def meets_next(self, letters: Letters) -> Flags:
        """Tell for each token whether a mere space parts it from the next."""
        meets = np.zeros(len(self.starts), np.bool_)
        meets[:-1] = (self.ends[:-1] == self.starts[1:]) & (letters.gaps[self.starts[1:]] == SPACE)
        return meets


def tokens_of(letters: Letters, known: WordTable) -> Tokens:
    """Find the tokens of a text and what they cost."""
    starts, ends = runs(letters.word, letters.gaps != NO_GAP)
    of_letter = np.full(len(letters), -1, np.int64)
    of_letter[letters.word] = np.repeat(np.arange(len(starts)), ends - starts)
    keys = letters.keys(starts, ends)
    costs = known.costs(keys)
    _, inverse, counted = np.unique(keys, return_inverse=True, return_counts=True)
    counts = counted[inverse]
    foreign = (costs == UNKNOWN) & (ends - starts > 1) & ((counts > 1) | letters.upper[starts])
    foreign[foreign] = ~_are_glued(letters, starts[foreign], ends[foreign], known)
    attested = _attested(keys[foreign], counts[foreign], letters.upper[starts[foreign]]) if foreign.any() else None
    return Tokens(starts, ends, keys, costs, counts, of_letter, known, attested)


def _are_glued(letters: Letters, starts: Places, ends: Places, known: WordTable) -> Flags:
    """Tell which tokens are two known words without their space, one of them such that no word ends or begins so.

    That is a function word ("saidthat"; not "Andmore"), "of" or "to" behind a small word ("numberof"), or a day or
    month before any small word ("Tuesdayby").
    """
    nth, size = ranges(np.maximum(ends - starts - SHORTEST_GLUED - SHORTEST_LAST + 1, 0))
    at = starts[nth] + SHORTEST_GLUED + size
    firsts, lasts = letters.keys(starts[nth], at), letters.keys(at, ends[nth])
    small = ~letters.upper[starts[nth]]
    begins = are_in(firsts, keys_of_few(FUNCTION_WORDS)) & small
    begins &= ends[nth] - at >= SHORTEST_GLUED
    behind_word = are_in(lasts, keys_of_few(BEHIND_WORDS)) & small
    behind_word[behind_word] = known.flags(firsts[behind_word]) & CASING == Casing.LOWER
    behind_day = are_in(lasts, keys_of_few(BEHIND_DAYS)) & are_in(firsts, keys_of_few(DAYS_AND_MONTHS))
    found = np.flatnonzero(begins | are_in(lasts, keys_of_few(FUNCTION_WORDS)) | behind_word | behind_day)
    glued = np.maximum(known.costs(firsts[found]), known.costs(lasts[found])) <= COMMON_GLUED
    return np.bincount(nth[found[glued]], minlength=len(starts)) > 0


def are_among(codes: Codes, marks: str) -> Flags:
    """Tell which letters are one of a few marks."""
    found = np.zeros(len(codes), np.bool_)
    for mark in marks:
        found |= codes == ord(mark)
    return found


def runs(chosen: Flags, broken: Flags) -> tuple[Places, Places]:
    """Give where runs of chosen letters begin and end; a new one begins where it is `broken` too."""
    begins, ends = chosen.copy(), chosen.copy()
    begins[1:] &= ~chosen[:-1] | broken[1:]
    ends[:-1] &= ~chosen[1:] | broken[1:]
    return np.flatnonzero(begins), np.flatnonzero(ends) + 1


def _attested(keys: Keys, counts: Places, capital: Flags) -> WordTable:
    _, first = np.unique(keys, return_index=True)
    again = np.where(capital, ATTESTED, ATTESTED_IN_LOWER)
    costs = np.where(counts > 1, again, ATTESTED_ONCE).astype(np.uint8)
    return WordTable.of_words(keys[first], costs[first])
