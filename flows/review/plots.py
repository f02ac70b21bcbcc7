"""Small plots as SVG: shapes only, computed from numbers; what they say in words stands beside them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import floor, log10
from statistics import median
from typing import NamedTuple

from models import Quality

SIDE = 300
"""The width of a plot, in units of its own."""

TALL = 100
"""The height of the tallest bar."""

LEAST, MOST = 0.5, 500.0
"""The ends of the scale of unknown words in 1,000: what is beyond is drawn at the end."""

TICKS = (1, 10, 100)


class Shift(NamedTuple):
    """A plot of a figure before and after: a dot for each article, as the data of an SVG path."""

    dots: str
    ticks: tuple[tuple[int, float], ...]
    before: float
    after: float
    better: int
    worse: int
    same: int


class Bar(NamedTuple):
    """A bar: how many articles lie between two edges."""

    x: float
    height: float
    label: str
    articles: int


class Histogram(NamedTuple):
    """Bars of one width, and what stands below where each begins."""

    bars: tuple[Bar, ...]
    width: float
    height: int
    edges: tuple[tuple[float, str], ...]


def unknown_words(qualities: Iterable[Quality]) -> Shift | None:
    """Plot the words in 1,000 that no lexicon has, before and after; None where no article has both figures."""
    pairs = [
        (1000 * (1 - quality.words_in_lexicon_before), 1000 * (1 - quality.words_in_lexicon_after))
        for quality in qualities
        if quality.words_in_lexicon_before is not None and quality.words_in_lexicon_after is not None
    ]
    if not pairs:
        return None
    places = sorted({(round(_place(before)), round(SIDE - _place(after))) for before, after in pairs})
    return Shift(
        dots="".join(f"M{x} {y}h0" for x, y in places),
        ticks=tuple((tick, round(_place(tick), 1)) for tick in TICKS),
        before=median(before for before, _ in pairs),
        after=median(after for _, after in pairs),
        better=sum(after < before for before, after in pairs),
        worse=sum(after > before for before, after in pairs),
        same=sum(after == before for before, after in pairs),
    )


def _place(value: float) -> float:
    """Place a value on the logarithmic scale, from 0 to SIDE."""
    inside = min(max(value, LEAST), MOST)
    return SIDE * log10(inside / LEAST) / log10(MOST / LEAST)


EDGES = (0, 2, 5, 10, 20, 50, 100, 200)
"""Where the bars of repairs in 1,000 words begin; before the first stand the articles with none at all."""


def repairs(qualities: Iterable[Quality]) -> Histogram:
    """Count articles by their repairs in 1,000 words.

    >>> [bar.label for bar in repairs([]).bars][:3]
    ['none', 'up to 2', '2 to 5']
    """
    counts = Counter(bisect_left(EDGES, quality.edits_per_1000_words) for quality in qualities)
    spans = [f"{low} to {high}" for low, high in pairwise(EDGES)]
    labels = ["none", f"up to {EDGES[1]}", *spans[1:], f"over {EDGES[-1]}"]
    step = SIDE / len(labels)
    tallest = max(counts.values(), default=1)
    bars = [
        Bar(round(nth * step, 1), round(counts[nth] / tallest * TALL, 1), label, counts[nth])
        for nth, label in enumerate(labels)
    ]
    edges = [(round((nth + 1) * step - 1, 1), f"{edge}") for nth, edge in enumerate(EDGES)]
    return Histogram(tuple(bars), floor(step) - 2, TALL, tuple(edges))
