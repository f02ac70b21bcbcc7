"""Patterns that cost nothing before a document needs them.

There are some two hundred in the rules; to compile them all takes a tenth of a cold start, and few documents need half
of them: the captions of a page, the credits under its photographs, the marks of another script.
"""

import re
from typing import Any, cast

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class Deferred:
    """Stands for a pattern until the first of its methods is asked for; from then on they are the pattern's own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a method of a pattern
        if name not in METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        for method in METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def deferred(pattern: str, flags: int = 0) -> re.Pattern[str]:
    r"""Give what `re.compile` gives, compiled when it is first used.

    >>> word = deferred(r"[a-z]+")
    >>> word.findall("one, two"), word.pattern
    (['one', 'two'], '[a-z]+')
    """
    return cast("re.Pattern[str]", Deferred(pattern, flags))
