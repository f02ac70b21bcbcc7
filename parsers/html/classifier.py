"""How sure it is that a run of text is the article's: a sum of small decision trees over the run's features.

The trees and the vocabulary they rely on are trained by `tests/bench/build_html_blocks.py` and kept as plain arrays;
NumPy walks all trees at once.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from parsers.html.vocabulary import Vocabulary

WEIGHTS = Path(__file__).parents[1] / "weights" / "html_blocks.npz"

KINDS = ("alone", "seconded")
"""Names of the trees in the file, in the order of `Classifier`."""

ROWS_AT_ONCE = 256
"""Rows that are walked through the trees together; what they need fits into a processor's cache."""


class Trees(NamedTuple):
    """Decision trees whose nodes lie one after another; a leaf is its own child."""

    roots: NDArray[np.intp]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    """A run whose feature is at most this goes to the left."""
    children: NDArray[np.intp]
    """The left and the right child of each node, side by side."""
    value: NDArray[np.float32]
    """What a leaf adds to the log-odds."""
    depth: int


class Classifier(NamedTuple):
    """What is needed to judge the runs of a page."""

    vocabulary: Vocabulary
    alone: Trees
    """Judge a run by what the page shows."""
    seconded: Trees
    """Judge a run with what trafilatura says of it, too."""


@lru_cache(maxsize=8)
def load_classifier(path: Path = WEIGHTS) -> Classifier:
    """Read vocabulary and trees from a file of NumPy arrays."""
    with np.load(path) as arrays:
        lists = (_odds(arrays[f"{name}_words"], arrays[f"{name}_odds"]) for name in Vocabulary._fields)
        alone, seconded = (_trees({name: arrays[f"{kind}_{name}"] for name in Trees._fields}) for kind in KINDS)
        return Classifier(Vocabulary(*lists), alone, seconded)


def _odds(words: NDArray[np.uint8], odds: NDArray[np.float32]) -> dict[str, float]:
    return dict(zip(words.tobytes().decode("utf-8").split(" "), odds.tolist(), strict=True))


def _trees(arrays: dict[str, NDArray[Any]]) -> Trees:
    roots, feature, children = (arrays[name].astype(np.intp) for name in ("roots", "feature", "children"))
    threshold, value = (arrays[name].astype(np.float32) for name in ("threshold", "value"))
    return Trees(roots, feature, threshold, children, value, depth=int(arrays["depth"]))


def log_odds(trees: Trees, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give for each row the log-odds that its run is the article's."""
    found = [_log_odds(trees, rows[at : at + ROWS_AT_ONCE]) for at in range(0, len(rows), ROWS_AT_ONCE)]
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _log_odds(trees: Trees, rows: NDArray[np.float32]) -> NDArray[np.float32]:
    node = np.tile(trees.roots, (len(rows), 1))
    start = (np.arange(len(rows)) * rows.shape[1])[:, None]
    values = rows.ravel()
    for _ in range(trees.depth):
        is_right = values.take(start + trees.feature.take(node)) > trees.threshold.take(node)
        node = trees.children.take(2 * node + is_right)
    found: NDArray[np.float32] = trees.value.take(node).sum(axis=1)
    return found
