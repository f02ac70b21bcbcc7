"""Which characters a text is written with."""

from functools import lru_cache

from clean.patterns import deferred

# Matches "é" and "’"; not "e".
BEYOND_ASCII = deferred(r"[^\x00-\x7f]")


@lru_cache(maxsize=2)
def beyond_ascii(text: str) -> str:
    """Give the characters of a text that are not ASCII, each once, in the order of their numbers.

    What is not among them need not be looked for in the text. Several rules ask, so the last answers are kept.

    >>> beyond_ascii("Zoë’s café, Zoë’s bar")
    'éë’'
    """
    return "" if text.isascii() else "".join(sorted(set(BEYOND_ASCII.findall(text))))
