"""Words and letters: how texts are compared that markup and punctuation made different."""

import re

# Matches the spaces and marks between letters; must not match a letter or digit of any script.
NO_LETTERS = re.compile(r"[\W_]+")


def letters_of(text: str) -> str:
    """Give what remains of a text when only its letters and digits count.

    >>> letters_of("It’s 5 p.m.")
    'its5pm'
    """
    return NO_LETTERS.sub("", text).lower()


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a constant that reads best as lines of them."""
    return tuple(text.split())
