"""Builds the confusions of letters in `clean/weights`: `python -m tests.bench.build_confusions`.

They are counted in the training texts of the damage laboratory (`tests/bench/lab`), which tesseract read from pictures
of pages whose words are known:

    python -m tests.bench.lab build --split train --documents 275
    python -m tests.bench.build_confusions

The same laboratory gives the same file, byte for byte. A line of it is one confusion: what stands on the page, what is
read in its place, and the cost of that at the beginning of a line, at the beginning of a word, and inside a word
(tenths).
"""

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from clean import WEIGHTS
from clean.misread.confusions import Position
from tests.bench.lab.alignment import Bare, Difference, bare, counterparts, differences, is_shuffled
from tests.bench.lab.build import Item, cache_folder, items

SEEDS = (0, 1, 2)
"""Seeds of the laboratory; the training texts of those that were built are counted."""

LONGEST = 3
"""Letters of a stretch that is read as another."""

LEAST = 2
"""How often a confusion must have been seen."""

MOST_EXPENSIVE = 65
"""Cost (tenths) of the least likely confusion that is kept: more could not outweigh a slip of the writer's."""

RARE = 20
"""A stretch that was there less often than some such times may have been misread each time by accident."""

STRENGTH = 40.0
"""So many letters at a position weigh as much as what was seen of the same letters everywhere."""

# Matches what words are made of, and nothing at all: "rn", "I'"; not "-", not "“", not "5".
LETTERS = re.compile(r"(?:[^\W\d_]|')*")

# Not read in place of a letter: quotation marks that readers take for one another, hyphens at the ends of lines.
NOT_READ = frozenset('-‐–—\N{SOFT HYPHEN}“”"…*•.,')


class Misreading(NamedTuple):
    """What stands on a page, what was read in its place, and where."""

    meant: str
    read: str
    position: Position


class Seen:
    """How often stretches of letters stood on pages, and what they were read as where that was wrong."""

    def __init__(self) -> None:
        self.there: Counter[tuple[str, Position]] = Counter()
        self.misread: Counter[Misreading] = Counter()

    def add(self, item: Item) -> None:
        """Count a text."""
        truth, text = bare(" ".join(item.paragraphs)), bare(item.damaged)
        found = differences(truth, text)
        at_lines = line_starts(item.damaged, text)
        self.misread.update(misreadings(list(together(found)), truth, text, at_lines))
        letters = plain(truth.letters)
        for at, position in enumerate(positions(truth, counterparts(truth, found).starts, at_lines)):
            self.there.update((letters[at : at + length], position) for length in range(LONGEST + 1))

    def costs(self) -> Iterator[tuple[str, str, list[int]]]:
        """Give every confusion that was seen often enough, with its cost at each position (tenths)."""
        everywhere: Counter[tuple[str, str]] = Counter()
        for one, times in self.misread.items():
            everywhere[one.meant, one.read] += times
        for (meant, read), times in sorted(everywhere.items()):
            if times >= LEAST:
                share = times / (RARE + sum(self.there[meant, position] for position in Position))
                costs = [self._cost(Misreading(meant, read, position), share) for position in Position]
                if min(costs) <= MOST_EXPENSIVE:
                    yield meant, read, costs

    def _cost(self, one: Misreading, share: float) -> int:
        there = self.there[one.meant, one.position]
        return round(-10 * log(min(1.0, (self.misread[one] + STRENGTH * share) / (there + STRENGTH))))


def plain(letters: str) -> str:
    """Give letters with the straight apostrophe, as lexicons have it."""
    return letters.replace("’", "'")


def misreadings(found: Sequence[Difference], truth: Bare, text: Bare, at_lines: frozenset[int]) -> Iterator[Misreading]:
    """Give every short stretch that was misread."""
    for one in found:
        meant, read = plain(truth.letters[one.start : one.end]), plain(text.letters[one.text_start : one.text_end])
        at = one.text_start
        if not meant and read.startswith("-"):  # the hyphen of a word broken at a line's end
            read, at = read[1:], at + 1
        if meant != read and max(len(meant), len(read)) <= LONGEST and is_counted(meant, read):
            starts_word = one.start in truth.spaces if meant else at in text.spaces
            position = Position.LINE if at in at_lines else Position.WORD if starts_word else Position.INSIDE
            yield Misreading(meant, read, position)


def is_counted(meant: str, read: str) -> bool:
    """Tell whether letters were read as something that may stand in a word."""
    return LETTERS.fullmatch(meant) is not None and NOT_READ.isdisjoint(read)


def together(found: Sequence[Difference]) -> Iterator[Difference]:
    """Join differences that touch: "rn" read as "m" is one, not a letter replaced and another lost."""
    last: Difference | None = None
    for one in found:
        if last is not None and (last.end, last.text_end) == (one.start, one.text_start):
            last = Difference(last.start, one.end, last.text_start, one.text_end)
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def line_starts(damaged: str, text: Bare) -> frozenset[int]:
    """Give the numbers of the letters that the lines of a text begin with."""
    ends = (damaged[a + 1 : b] for a, b in pairwise(text.places))
    return frozenset({0} | {at for at, between in enumerate(ends, 1) if "\n" in between})


def positions(truth: Bare, starts: Sequence[int], at_lines: frozenset[int]) -> Iterator[Position]:
    """Tell for each letter of the truth, whose counterpart starts there, where it stands."""
    words = frozenset(truth.spaces)
    for at, start in enumerate(starts):
        if start in at_lines and (at == 0 or starts[at - 1] != start):
            yield Position.LINE
        else:
            yield Position.WORD if at in words else Position.INSIDE


def main() -> None:
    """Build the file."""
    seen = Seen()
    for seed in SEEDS:
        for item in items(cache_folder(None), seed, "train"):
            if item.reader == "tesseract" and not is_shuffled(" ".join(item.paragraphs).split(), item.damaged.split()):
                seen.add(item)
    lines = ["\t".join([meant, read, *map(str, costs)]) for meant, read, costs in seen.costs()]
    content = "\n".join(lines).encode("utf-8")
    (WEIGHTS / "confusions.tsv.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    sys.stdout.write(f"{len(lines)} confusions\n")


if __name__ == "__main__":
    main()
