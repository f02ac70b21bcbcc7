"""The words of a lexicon as they lie on the disk: the number of a form is found without reading the others.

To read a whole lexicon into a dictionary would take a third of a cold start, and 25 MB in every process.
"""

from array import array
from collections.abc import Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from sys import byteorder
from zlib import crc32

FREE = 0
"""What stands in a slot that no word has."""


class StoredWords:
    """Words that are numbered from 0: a file with a line for each, and the file that `index_of` makes for it."""

    def __init__(self, words: Path, index: Path) -> None:
        """Open the files.

        Raises:
            FileNotFoundError: one is not there.
        """
        self._lines, numbers = mapped(words), numbers_in(mapped(index))
        self._slots, self._places = numbers[1 : numbers[0] + 1], numbers[numbers[0] + 1 :]

    def __len__(self) -> int:
        return len(self._places) - 1

    def first(self, count: int) -> list[str]:
        """Give the first words, so many of them."""
        return self._lines[: self._places[count] - 1].decode("utf-8").split("\n")

    def number_of(self, word: str) -> int | None:
        """Give the number of a word; None when it is not there."""
        line = f"{word}\n".encode("utf-8", "surrogatepass")
        slots, places = self._slots, self._places
        slot = crc32(line) % len(slots)
        while (after := slots[slot]) != FREE:
            if self._lines[places[after - 1] : places[after]] == line:
                return after - 1
            slot = (slot + 1) % len(slots)
        return None


def index_of(words: Sequence[str]) -> "array[int]":
    """Make the index of a file in which each of these words has a line, each word once.

    It tells how many slots there are; for each slot one more than the number of the word in it, or FREE; where each
    word begins in the file, and the file's end. A word is in the slot where it is looked for, or in the next free one.
    """
    slots, places = [FREE] * (1 << (2 * len(words)).bit_length()), [0]
    for after, word in enumerate(words, 1):
        line = f"{word}\n".encode()
        slot = crc32(line) % len(slots)
        while slots[slot] != FREE:
            slot = (slot + 1) % len(slots)
        slots[slot] = after
        places.append(places[-1] + len(line))
    return array("I", [len(slots), *slots, *places])


def mapped(file: Path) -> mmap:
    """Have a file read as far as it is looked at, once for all processes."""
    with file.open("rb") as opened:
        return mmap(opened.fileno(), 0, access=ACCESS_READ)


def numbers_in(content: mmap | memoryview) -> Sequence[int]:
    """Read little-endian numbers of 32 bits."""
    if byteorder == "little":
        return memoryview(content).cast("I")
    numbers = array("I", bytes(content))
    numbers.byteswap()
    return numbers
