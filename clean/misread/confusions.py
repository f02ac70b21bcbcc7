"""Which letters OCR takes for others, and how likely.

A cost is minus the natural logarithm of the chance that what stands on a page is read so, in text that OCR has damaged
as it did the laboratory's. The file in `weights/` is made by `tests/bench/build_confusions.py`.
"""

import gzip
from enum import IntEnum
from functools import lru_cache

from clean import WEIGHTS

CONFUSIONS = WEIGHTS / "confusions.tsv.gz"


class Position(IntEnum):
    """Where a letter stands: where many more of them are lost, and stray marks are read, than anywhere else."""

    LINE = 0
    """At the beginning of a line."""
    WORD = 1
    """At the beginning of a word inside a line."""
    INSIDE = 2
    """Anywhere else."""


LONGEST_WORD = 24
"""Letters; a longer token is no misread word."""


class Confusions:
    """The confusions that were seen."""

    def __init__(self, lines: str) -> None:
        """Take the lines of the file: what stands on the page, what is read, the cost at each position (tenths)."""
        self._by_read: dict[str, list[tuple[str, tuple[float, ...]]]] = {}
        for line in lines.split("\n"):
            meant, read, *costs = line.split("\t")
            self._by_read.setdefault(read, []).append((meant, tuple(int(cost) / 10 for cost in costs)))
        self._lengths = range(max(map(len, self._by_read)) + 1)

    def readings(self, token: str, position: Position) -> dict[str, float]:
        """Give what a token may have been if one thing in it was misread, and the cost of its being read so.

        Args:
            token: what was read, with the straight apostrophe.
            position: where its first letter stands.
        """
        found: dict[str, float] = {}
        if len(token) > LONGEST_WORD:
            return found
        for at in range(len(token) + 1):
            here = Position.INSIDE if at else position
            head = token[:at]
            for length in self._lengths:
                if misread := self._by_read.get(token[at : at + length]):
                    tail = token[at + length :]
                    for meant, costs in misread:
                        form = head + meant + tail
                        if form not in found or costs[here] < found[form]:
                            found[form] = costs[here]
        return found


@lru_cache(maxsize=1)
def confusions() -> Confusions:
    """Give the confusions of tesseract."""
    return Confusions(gzip.decompress(CONFUSIONS.read_bytes()).decode("utf-8"))
