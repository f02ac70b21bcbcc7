"""How sure it is that a run of text is the article's: a sum of small decision trees over the run's features.

The trees are trained by `tests/bench/build_html_blocks.py` and kept as plain arrays; NumPy walks all of them at once.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights") / "html_blocks.npz"


class Trees(NamedTuple):
    """Decision trees whose nodes lie one after another; a leaf is its own child."""

    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    """A run whose feature is at most this goes to the left."""
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]
    """What a leaf adds to the log-odds."""
    depth: int


@lru_cache(maxsize=8)
def load_trees(path: Path = WEIGHTS) -> Trees:
    """Read trees from a file of NumPy arrays."""
    with np.load(path) as arrays:
        integers = {name: arrays[name].astype(np.int32) for name in ("roots", "feature", "left", "right")}
        reals = {name: arrays[name].astype(np.float64) for name in ("threshold", "value")}
        return Trees(**integers, **reals, depth=int(arrays["depth"]))


def log_odds(trees: Trees, rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give for each row the log-odds that its run is the article's."""
    node = np.tile(trees.roots, (len(rows), 1))
    run = np.arange(len(rows))[:, None]
    for _ in range(trees.depth):
        is_left = rows[run, trees.feature[node]] <= trees.threshold[node]
        node = np.where(is_left, trees.left[node], trees.right[node])
    found: NDArray[np.float64] = trees.value[node].sum(axis=1)
    return found
