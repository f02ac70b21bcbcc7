"""The words that hold sentences together, and make no compounds with others."""

from functools import lru_cache

import numpy as np

from clean.word_table import Keys, keys_of_words

# fmt: off
FUNCTION_WORDS = (
    "about", "after", "against", "also", "although", "and", "are", "because", "been", "between", "both", "but", "can",
    "could", "did", "does", "during", "each", "for", "from", "had", "has", "have", "her", "his", "its", "may", "must",
    "our", "said", "says", "she", "should", "since", "such", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "until", "very", "was", "were", "when", "where", "whether", "which", "while",
    "who", "whom", "whose", "will", "with", "would", "your",
)
# fmt: on
"""Words of three letters and more that make no compounds."""


@lru_cache(maxsize=1)
def function_words() -> Keys:
    """Give their keys, sorted."""
    return np.sort(keys_of_words(FUNCTION_WORDS))
