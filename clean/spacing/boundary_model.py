"""A small character model that tells how likely a space belongs into each gap of a text.

A stack of dilated convolutions over letters, each seen with what `boundary_features` tells about it (the manner of Yu
and Koltun 2016; residual, width WIDTH). Weights and what goes into each layer are whole numbers, scaled; their products
add up exactly in float32, so that every machine computes the same.

Trained by `tests/bench/build_boundaries.py`; NOTICE says from what.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from clean import WEIGHTS
from clean.spacing.boundary_features import BEYOND, Seen

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution: (taps, width, width) whole numbers, and what they are worth."""

    weights: Floats
    scales: Floats
    bias: Floats
    dilation: int
    most: float
    """Largest input; what is greater is cut off."""

    @property
    def reach(self) -> int:
        """Give how many letters on either side it looks at."""
        return len(self.weights) // 2 * self.dilation

    def convolved(self, state: Floats, nothing: NDArray[np.bool_]) -> Floats:
        """Give what it makes of the letters that have all within its reach beside them, (row, letter, width)."""
        rows, length, _ = state.shape
        whole = state * np.float32(127 / self.most)
        np.maximum(whole, 0, out=whole)
        np.minimum(whole, 127, out=whole)
        np.rint(whole, out=whole)
        whole[nothing] = 0
        left = length - 2 * self.reach
        taps = [whole[:, first : first + left] for first in range(0, 2 * self.reach + 1, self.dilation)]
        product: Floats = np.concatenate(taps, axis=2).reshape(rows * left, -1) @ self.weights.reshape(-1, self._width)
        product *= self.scales
        product += self.bias
        return product.reshape(rows, left, self._width)

    @property
    def _width(self) -> int:
        """Give how many numbers it makes for each letter."""
        return int(self.weights.shape[-1])


@dataclass(frozen=True)
class BoundaryModel:
    """The model of one language."""

    of_class: Floats
    of_number: Floats
    number_scales: Floats
    layers: tuple[Layer, ...]
    head: Layer

    @cached_property
    def context(self) -> int:
        """Give how many letters on either side of a gap its answer depends on."""
        return sum(layer.reach for layer in self.layers)

    def log_odds(self, view: Seen) -> Floats:
        """Give the log-odds that a space belongs before each letter, (row, letter).

        The first and the last `context` letters of each row are only looked at: they get no answer.
        """
        state = self.of_class[view.classes]
        state += view.numbers.astype(np.float32) @ self.of_number * self.number_scales
        nothing = view.classes == BEYOND
        for layer in self.layers:
            change = layer.convolved(state, nothing)
            inner = slice(layer.reach, state.shape[1] - layer.reach)
            state, nothing = change + state[:, inner], nothing[:, inner]
        return self.head.convolved(state, nothing)[:, :, 0]


@lru_cache(maxsize=1)
def boundary_model(language: str) -> BoundaryModel | None:
    """Give the model of a language (BCP 47), or None where there is none."""
    path = WEIGHTS / f"{language}.boundaries.npz"
    return _read(path.read_bytes()) if path.exists() else None


def _read(content: bytes) -> BoundaryModel:
    stored = np.load(BytesIO(content))
    layers = [
        Layer(
            weights=stored[f"weights_{nth}"].astype(np.float32),
            scales=stored[f"scales_{nth}"] * np.float32(most / 127),
            bias=stored[f"bias_{nth}"],
            dilation=int(dilation),
            most=float(most),
        )
        for nth, (dilation, most) in enumerate(zip(stored["dilations"], stored["most"], strict=True))
    ]
    of_number, number_scales = stored["of_number"].astype(np.float32), stored["of_number_scales"]
    return BoundaryModel(stored["of_class"], of_number, number_scales, tuple(layers[:-1]), layers[-1])
