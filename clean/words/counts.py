"""The words of a text, counted once for all who ask."""

from collections import Counter
from functools import lru_cache

from clean.patterns import deferred

# Matches "Tuesday", "don't", "Zürich"; not the digits of "2nd", not the hyphen of "well-known".
WORD = deferred(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def form_of(word: str) -> str:
    """Give a word as lexicons have it.

    >>> form_of("Don’t"), form_of("İstanbul")
    ("don't", 'istanbul')
    """
    # In lower case the Turkish capital would be an i and a loose dot.
    return word.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i").lower().replace("’", "'")


@lru_cache(maxsize=2)
def form_counts(text: str) -> Counter[str]:
    """Count the forms of a text's words, in the order of their first places.

    Several rules ask this of one text, and the record of its source besides, so the last two answers are kept. They
    are shared: nobody may change them.

    >>> form_counts("The ferry isn’t the boat.")["the"]
    2
    """
    return Counter(WORD.findall(form_of(text)))
