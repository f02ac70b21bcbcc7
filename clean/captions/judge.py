"""Judges whether the line above a photo credit is its caption, by weights that were trained on news pages.

The weights are a logistic regression over what `features` sees; `tests/bench/build_captions.py` is the recipe.
"""

import gzip
from functools import lru_cache
from typing import NamedTuple

from clean import WEIGHTS
from clean.captions.features import COMMON, Story, features

CAPTION_WEIGHTS = WEIGHTS / "captions.tsv.gz"

INTERCEPT = "intercept"

LEAST_SCORE = 0.5
"""Natural logarithm of the odds from which on a line counts as a caption. At 0 a credit would as often stand alone; in
the news nine in ten have their caption, but a paragraph lost is worse than a caption left."""


class CaptionModel(NamedTuple):
    """The weight of each feature, and the words that count by themselves."""

    weights: dict[str, float]
    common: frozenset[str]


def caption_score(story: Story, nth: int) -> float:
    """Give the natural logarithm of the odds that the nth line of a story is the caption of the credit below it."""
    model = _model()
    return model.weights[INTERCEPT] + sum(model.weights.get(name, 0.0) for name in features(story, nth, model.common))


@lru_cache(maxsize=1)
def _model() -> CaptionModel:
    lines = gzip.decompress(CAPTION_WEIGHTS.read_bytes()).decode("utf-8").splitlines()
    weights = {name: float(weight) for name, weight in (line.split("\t") for line in lines)}
    return CaptionModel(weights, frozenset(name.removeprefix(COMMON) for name in weights if name.startswith(COMMON)))
