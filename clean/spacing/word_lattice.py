"""What the lexicon says about each gap between two letters of a text, whether a space stands there or not.

All words that could stand anywhere in a run of letters make a lattice; the cheapest walks through it, from either end
(Viterbi), tell how much a boundary between two words at each gap would gain. A run goes on over spaces and ends at
marks, digits and line ends.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clean.spacing.letters import APOSTROPHE, LINE_END, Flags, Letters, Tokens, runs
from clean.spacing.word_table import LONGEST_WORD, UNKNOWN, Costs, Places, ranges

NEW_WORD = 90
NEW_LETTER = 22
"""Cost of a word outside the lexicon, and of each of its letters."""

MOST = 160
"""Gains and losses of a boundary are cut off here."""

LONGEST_RUN = 200
"""Letters; longer runs are cut."""

MOST_LETTERS = 16_384
"""Letters of the runs that are walked at once."""

_FAR = np.int32(1 << 20)


class Lattice:
    """Runs of letters side by side, (run, letter), filled up to one length, and the cheapest walks through each."""

    def __init__(self, letters: Letters, tokens: Tokens, starts: Places, ends: Places) -> None:
        """Take the runs from `starts` to `ends`."""
        sizes = ends - starts
        length = max(LONGEST_WORD, int(sizes.max()) + 1)
        self.places = starts[:, None] + np.arange(length)
        self.inside = self.places < ends[:, None]
        words = _words_in(letters, tokens, starts, ends)
        self._costs = np.full((LONGEST_WORD, length, len(starts)), _FAR, np.int32)
        self._costs[words.sizes - 1, words.at, words.runs] = words.costs
        self._walk(words, sizes, length)

    def _walk(self, words: "_Words", sizes: Places, length: int) -> None:
        """Find the cost of the cheapest way to each gap from either end, and to inside an unknown word there.

        Both ways are walked at once: the runs stand there a second time, back to front. Axes: (gap, run).
        """
        runs_ = len(sizes)
        # The gap g stands in row g + LONGEST_WORD, so that words may begin before the first.
        best = np.full((LONGEST_WORD + length + 1, 2 * runs_), _FAR, np.int32)
        best[LONGEST_WORD] = 0
        unknown = np.full((length + 1, 2 * runs_), _FAR, np.int32)
        ending = np.full((length + 1, LONGEST_WORD, 2 * runs_), _FAR, np.int32)
        ending[words.at + words.sizes, -words.sizes, words.runs] = words.costs
        ending[sizes[words.runs] - words.at, -words.sizes, runs_ + words.runs] = words.costs
        for gap in range(1, length + 1):
            known = np.minimum.reduce(best[gap : gap + LONGEST_WORD] + ending[gap], axis=0)
            here = np.minimum(best[gap + LONGEST_WORD - 1], unknown[gap - 1], out=unknown[gap])
            here += NEW_LETTER
            np.minimum(known, here + NEW_WORD, out=best[gap + LONGEST_WORD])
        mirrored = np.maximum(sizes - np.arange(length + 1)[:, None], 0), runs_ + np.arange(runs_)
        self._to, self._from = best[LONGEST_WORD:, :runs_], best[LONGEST_WORD:][mirrored]
        self._to_unknown, self._from_unknown = unknown[:, :runs_] + NEW_WORD, unknown[mirrored]

    def gains(self) -> Costs:
        """Give how much a boundary before each letter makes the cheapest walk cheaper (dearer, where below 0)."""
        length = self.inside.shape[1]
        through = self._costs.copy()
        for size in range(1, LONGEST_WORD + 1):
            through[size - 1, : length + 1 - size] += self._to[: length + 1 - size] + self._from[size:]
        longer = np.minimum.accumulate(through[::-1], axis=0)[::-1]
        across = self._to_unknown[:length] + self._from_unknown[:length]
        for size in range(1, LONGEST_WORD):
            np.minimum(across[size:], longer[size, :-size], out=across[size:])
        gains = across - (self._to + self._from)[:length]
        return np.asarray(np.clip(gains, -MOST, MOST).astype(np.int16).T)

    def longest(self, most: int) -> tuple[Costs, Costs, Costs]:
        """Give the letters of the longest word, of at most this cost, that ends, begins and lies across each gap."""
        there = (self._costs <= most) * np.arange(1, LONGEST_WORD + 1, dtype=np.int16)[:, None, None]
        at_least = np.maximum.accumulate(there[::-1], axis=0)[::-1]
        begins = at_least[0]
        ends, across = np.zeros_like(begins), np.zeros_like(begins)
        for size in range(1, LONGEST_WORD + 1):
            np.maximum(ends[size:], there[size - 1, :-size], out=ends[size:])
        for size in range(1, LONGEST_WORD):
            np.maximum(across[size:], at_least[size, :-size], out=across[size:])
        return ends.T, begins.T, across.T


class _Words(NamedTuple):
    """The words that can stand in runs of letters."""

    runs: Places
    at: Places
    """The letter of its run that each begins with."""
    sizes: Places
    costs: Costs


def _words_in(letters: Letters, tokens: Tokens, starts: Places, ends: Places) -> _Words:
    run, at = ranges(ends - starts)
    place = starts[run] + at
    limits = _limits(letters, place, at == 0, np.cumsum(ends - starts)[run])
    begin, nth = ranges(np.minimum(limits - np.arange(len(place)), LONGEST_WORD))
    keys = letters.keys(place[begin], place[begin] + nth + 1)
    costs = tokens.known.costs(keys)
    if tokens.attested is not None:
        token = tokens.of_letter[place[begin]]
        is_token = (tokens.starts[token] == place[begin]) & (tokens.ends[token] == place[begin] + nth + 1)
        own = tokens.attested.costs(keys)
        own[is_token & (tokens.counts[token] == 1)] = UNKNOWN
        costs = np.minimum(costs, own)
    known = np.flatnonzero(costs < UNKNOWN)
    begin = begin[known]
    return _Words(run[begin], at[begin], nth[known] + 1, costs[known])


def _limits(letters: Letters, place: Places, first: Flags, ends: Places) -> Places:
    """Give for each letter of the runs how far a word may reach that begins there.

    No word goes on over a capital ("onTuesday"), nor over the end of capitals ("WWIIstrengthen").
    """
    upper, codes = letters.upper[place], letters.codes[place]
    stops = first.copy()
    stops[1:] |= upper[1:] & ~upper[:-1]
    stops[2:] |= ~upper[2:] & (codes[2:] != APOSTROPHE) & upper[1:-1] & upper[:-2] & ~first[1:-1]
    marked = np.where(stops, np.arange(len(place)), len(place))
    following = np.minimum.accumulate(marked[::-1])[::-1]
    limits: Places = np.minimum(np.append(following[1:], len(place)), ends)
    return limits


def lattice_numbers(letters: Letters, tokens: Tokens, asked: Flags, worth_noting: int) -> NDArray[np.uint8]:
    """Give what lattices tell about the gap before each letter, (letter, number), for runs with a letter that is asked.

    The numbers: how much a boundary gains (0 to 255, 127 for nothing); the letters of the longest word of at most the
    cost `worth_noting` that ends, begins and lies across there, by twelves. Beside marks and digits a boundary gains
    the most.
    """
    numbers = np.zeros((len(letters), 4), np.uint8)
    numbers[:, 0] = 255
    for starts, ends in _batches(letters, asked):
        lattice = Lattice(letters, tokens, starts, ends)
        gains, longest = lattice.gains().astype(np.int32), lattice.longest(worth_noting)
        columns = np.stack([(gains + MOST) * 255 // (2 * MOST), *(12 * letters_ for letters_ in longest)], axis=-1)
        numbers[lattice.places[lattice.inside]] = columns[lattice.inside]
        behind = np.flatnonzero(ends < len(letters))
        ending = 12 * longest[0][behind, (ends - starts)[behind]]
        numbers[ends[behind], 1] = np.maximum(numbers[ends[behind], 1], ending)
    return numbers


def _batches(letters: Letters, asked: Flags) -> Iterator[tuple[Places, Places]]:
    """Give runs that hold a letter that is asked about, those of like length together."""
    starts, ends = runs(letters.word, letters.gaps == LINE_END)
    counts = np.concatenate([[0], np.cumsum(asked)])
    wanted = counts[ends] > counts[starts]
    starts, ends = _cut(starts[wanted], ends[wanted])
    order = np.argsort(ends - starts, kind="stable")
    while len(order):
        length = max(LONGEST_WORD, int((ends - starts)[order[-1]]))
        batch = order[-max(1, MOST_LETTERS // length) :]
        order = order[: -len(batch)]
        yield starts[batch], ends[batch]


def _cut(starts: Places, ends: Places) -> tuple[Places, Places]:
    """Cut runs that are too long."""
    if not len(starts) or int((ends - starts).max()) <= LONGEST_RUN:
        return starts, ends
    pieces = [
        (at, min(end, at + LONGEST_RUN))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        for at in range(start, end, LONGEST_RUN)
    ]
    cut = np.array(pieces, np.int64)
    return cut[:, 0], cut[:, 1]
