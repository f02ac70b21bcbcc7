"""A small character model that tells how likely a space belongs into each gap of a text.

A stack of dilated convolutions over letters, each seen with what `boundary_features` tells about it (the manner of Yu
and Koltun 2016; residual, width WIDTH). Weights and what goes into each layer are whole numbers, scaled; their products
add up exactly in float32, so that every machine computes the same.

Trained by `tests/bench/build_boundaries.py`; NOTICE says from what.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from clean.boundary_features import BEYOND, Seen
from clean.lexicon import WEIGHTS

Floats = NDArray[np.float32]


BETWEEN = 16
"""Letters of nothing between rows: as many as a convolution reaches to one side."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One convolution: (taps, width, width) whole numbers, and what they are worth."""

    weights: Floats
    scales: Floats
    bias: Floats
    dilation: int
    most: float
    """Largest input; what is greater is cut off."""


@dataclass(frozen=True, slots=True)
class BoundaryModel:
    """The model of one language."""

    of_class: Floats
    of_number: Floats
    number_scales: Floats
    layers: tuple[Layer, ...]
    head: Layer

    def log_odds(self, view: Seen) -> Floats:
        """Give the log-odds that a space belongs before each letter, (row, letter)."""
        rows, length = view.classes.shape
        # All rows lie one behind the other with nothing between them, so that a tap is a slice.
        state = np.zeros((rows, length + BETWEEN, self.of_class.shape[1]), np.float32)
        state[:, :length] = self.of_class[view.classes]
        state[:, :length] += view.numbers.astype(np.float32) @ self.of_number * self.number_scales
        nothing = np.ones(state.shape[:2], np.bool_)
        nothing[:, :length] = view.classes == BEYOND
        for layer in self.layers:
            state += _convolved(layer, state, nothing)
        return _convolved(self.head, state, nothing)[:, :length, 0]


def _convolved(layer: Layer, state: Floats, nothing: NDArray[np.bool_]) -> Floats:
    rows, length, width = state.shape
    whole = np.zeros((BETWEEN + rows * length, width), np.float32)
    inner = whole[BETWEEN:].reshape(state.shape)
    np.multiply(state, np.float32(127 / layer.most), out=inner)
    np.maximum(inner, 0, out=inner)
    np.minimum(inner, 127, out=inner)
    np.rint(inner, out=inner)
    inner[nothing] = 0
    size = rows * length - BETWEEN
    product = np.zeros((rows * length, layer.weights.shape[-1]), np.float32)
    for tap, weights in enumerate(layer.weights):
        first = BETWEEN + (tap - len(layer.weights) // 2) * layer.dilation
        product[:size] += whole[first : first + size] @ weights
    product *= layer.scales
    product += layer.bias
    return product.reshape(rows, length, -1)


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
