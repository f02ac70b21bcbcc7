"""The words of a text, counted once for all who ask."""

import re
from collections import Counter
from functools import lru_cache

# Matches "Tuesday", "don't", "Zürich"; not the digits of "2nd", not the hyphen of "well-known".
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def form_of(word: str) -> str:
    """Give a word as lexicons have it.

    >>> form_of("Don’t")
    "don't"
    """
    return word.lower().replace("’", "'")


@lru_cache(maxsize=2)
def word_counts(text: str) -> Counter[str]:
    """Count the words of a text as they are written there, in the order of their first places.

    A dozen rules ask this of one text, and the record of its source besides, so the last two answers are kept. They
    are shared: nobody may change them.

    >>> word_counts("No, no, the ferry’s late, no")["no"]
    2
    """
    return Counter(WORD.findall(text))


@lru_cache(maxsize=2)
def form_counts(text: str) -> Counter[str]:
    """Count the forms of a text's words; these counts are shared as well.

    >>> form_counts("The ferry isn’t the boat.")["the"]
    2
    """
    counts: Counter[str] = Counter()
    for word, count in word_counts(text).items():
        counts[form_of(word)] += count
    return counts
