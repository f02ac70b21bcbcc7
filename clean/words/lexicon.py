"""What is known about the words of a language: how likely each is, what it follows, how it is written.

A lexicon holds counts turned into costs. A cost is minus the natural logarithm of a probability: 0 for the certain,
about 3 for "the", 12 for "shipyard", 18 for the rarest form it knows. Costs of independent things add up.

The files in `weights/` are made by `tests/bench/build_lexicon.py`; NOTICE says where the counts come from. They lie
there as they are used: to unpack them would take a tenth of a cold start.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from hashlib import blake2b

from clean import WEIGHTS
from clean.words.stored_words import StoredWords, mapped, numbers_in

BACKOFF_COST = 0.9
"""Cost of falling back from a pair of words that was not counted to the second word alone (weight 0.4)."""

FREQUENT = 14
"""Cost of the rarest of the forms that are at hand from the beginning, a fifth of all; the others are looked up."""

FORMS_KEPT = 4096
"""So many forms that were looked up are remembered."""

_LETTERS = {letter: number for number, letter in enumerate("`abcdefghijklmnopqrstuvwxyz")}
_OTHER_LETTER = 27
_BASE = 28
CASING = 7
"""The bits of a form's flags that hold its Casing."""
_LISTED = 8
PAIR = 16
"""Flag of a form that no list has and that may be two words: "wavenumber"."""
BEGINS_COMPOUNDS, ENDS_COMPOUNDS = 32, 64
"""Flags of a form that several listed words begin with ("thumb") or end with ("wheel"), the rest being a word too."""


# fmt: off
SHORT_WORDS = (
    "a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of",
    "oh", "ok", "on", "or", "so", "to", "tv", "uk", "un", "up", "us", "vs", "we", "mr", "ms", "dr", "st", "eu", "ad",
)
# fmt: on
"""The words of one and two letters; lists of words have every other pair of letters too."""


class Casing(IntEnum):
    """How a form is usually written in the middle of a sentence."""

    UNKNOWN = 0
    LOWER = 1
    CAPITALISED = 2
    CAPITALS = 3
    EITHER = 4


class Lexicon:
    """The words of one language. All forms are given in lower case, with the straight apostrophe."""

    def __init__(self, language: str) -> None:
        """Read the lexicon of a language (BCP 47) from the weights.

        Raises:
            FileNotFoundError: there is none for that language.
        """
        self.language = language
        self._words = StoredWords(WEIGHTS / f"{language}.words", WEIGHTS / f"{language}.index")
        self._costs = self._part("costs")
        self._casing = self._part("casing")
        frequent = self._words.first(bisect_right(self._costs, FREQUENT * 10))
        self._frequent = dict(zip(frequent, range(len(frequent)), strict=True))

    def _part(self, name: str) -> memoryview:
        return memoryview(mapped(WEIGHTS / f"{self.language}.{name}"))

    # Only doubtful words need what follows, and many a text has none: it is read when the first of them comes.

    @cached_property
    def _rows(self) -> Sequence[int]:
        return numbers_in(self._part("bigram_rows"))

    @cached_property
    def _seconds(self) -> Sequence[int]:
        return numbers_in(self._part("bigram_seconds"))

    @cached_property
    def _pair_costs(self) -> memoryview:
        return self._part("bigram_costs")

    @cached_property
    def _letter_costs(self) -> memoryview:
        return self._part("letters")

    @cached_property
    def _elsewhere(self) -> memoryview:
        return self._part("elsewhere")

    def unknown(self, forms: set[str]) -> set[str]:
        """Give those of the forms that the lexicon does not have."""
        return {form for form in forms.difference(self._frequent) if self._rare_number(form) is None}

    def frequent(self, forms: set[str]) -> set[str]:
        """Give those of the forms that cost at most FREQUENT."""
        # Not `forms.intersection`, which would walk through the dictionary.
        return {form for form in forms if form in self._frequent}

    @cached_property
    def _rare_number(self) -> Callable[[str], int | None]:
        """Find the number of a form that is not frequent. Every document has its own, and asks for them often."""
        return lru_cache(maxsize=FORMS_KEPT)(self._words.number_of)

    def _number(self, form: str) -> int | None:
        """Give the number of a form, the most frequent ones first; None for an unknown one."""
        at = self._frequent.get(form)
        return self._rare_number(form) if at is None else at

    def __iter__(self) -> Iterator[str]:
        """Give all forms, the most frequent first."""
        return iter(self._words.first(len(self._words)))

    def __contains__(self, form: object) -> bool:
        return isinstance(form, str) and self._number(form) is not None

    def __len__(self) -> int:
        return len(self._words)

    def cost(self, form: str) -> float | None:
        """Give the cost of a form by itself; None for an unknown one."""
        at = self._number(form)
        return None if at is None else self._costs[at] / 10

    def cost_after(self, first: str, second: str) -> float | None:
        """Give the cost of `second` right after `first`; None when `second` is unknown."""
        at = self._number(second)
        if at is None:
            return None
        row = self._number(first)
        if row is not None and row + 1 < len(self._rows):
            end = self._rows[row + 1]
            place = bisect_left(self._seconds, at, self._rows[row], end)
            if place < end and self._seconds[place] == at:
                return self._pair_costs[place] / 10
        return self._costs[at] / 10 + BACKOFF_COST

    def casing(self, form: str) -> Casing:
        """Tell how a form is usually written; UNKNOWN too for an unknown form."""
        at = self._number(form)
        return Casing.UNKNOWN if at is None else Casing(self._casing[at] & CASING)

    def is_listed(self, form: str) -> bool:
        """Tell whether a dictionary or a list of names has the form, so that it is no accident of counting."""
        at = self._number(form)
        return at is not None and bool(self._casing[at] & _LISTED)

    def is_word_elsewhere(self, form: str) -> bool:
        """Tell whether a form outside the lexicon is a rare word, a name or a word of another language.

        Wrong for one unknown form in 2,000 or so (a Bloom filter).
        """
        size = len(self._elsewhere) * 8
        return all(self._elsewhere[place >> 3] >> (place & 7) & 1 for place in filter_places(form, size))

    def spelling_cost(self, form: str) -> float:
        """Give the cost of the letters of a form, each after the three before it."""
        cost = state = 0
        for letter in form:
            state = (state * _BASE + _LETTERS.get(letter, _OTHER_LETTER)) % _BASE**4
            cost += self._letter_costs[state]
        return (cost + self._letter_costs[state * _BASE % _BASE**4]) / 10


def filter_places(form: str, size: int) -> Iterator[int]:
    """Give the bits that stand for a form in a Bloom filter of `size` bits (Kirsch and Mitzenmacher 2006)."""
    digest = int.from_bytes(blake2b(form.encode("utf-8"), digest_size=8).digest(), "little")
    first, second = digest & 0xFFFFFFFF, digest >> 32 | 1
    return ((first + nth * second) % size for nth in range(8))


@lru_cache(maxsize=4)
def lexicon(language: str) -> Lexicon | None:
    """Give the lexicon of a language (BCP 47; the region is ignored), or None where there is none."""
    primary = language.partition("-")[0].lower()
    return Lexicon(primary) if (WEIGHTS / f"{primary}.words").exists() else None


def english_casing(word: str) -> Casing:
    """Tell how English usually writes a word, however it is written here."""
    english = lexicon("en")
    return english.casing(word.lower()) if english else Casing.UNKNOWN
