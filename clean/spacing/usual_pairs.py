"""Which words often stand side by side: what the lexicon's pairs tell that its single words do not."""

import numpy as np

from clean.spacing.english_prose import LANGUAGE
from clean.spacing.letters import Flags, Letters
from clean.spacing.word_table import Places
from clean.words.lexicon import lexicon

USUAL = 3.0
"""What the first of two words takes off the cost of the second (natural logarithm) if the two are a usual pair."""


def are_usual_pairs(letters: Letters, starts: Places, middles: Places, ends: Places) -> Flags:
    """Tell which stretches of letters, each from `starts` over `middles` to `ends`, are a usual pair of words."""
    places = zip(starts.tolist(), middles.tolist(), ends.tolist(), strict=True)
    pairs = ((_word(letters, start, middle), _word(letters, middle, end)) for start, middle, end in places)
    return np.array([_gain(*pair) > USUAL for pair in pairs], np.bool_)


def _word(letters: Letters, start: int, end: int) -> str:
    return str(letters.codes[start:end].tobytes(), "utf-32-le")


def _gain(first: str, second: str) -> float:
    """Give how much likelier one word makes the other; 0 where one is unknown."""
    english = lexicon(LANGUAGE)
    alone, behind = (english.cost(second), english.cost_after(first, second)) if english else (None, None)
    return 0.0 if alone is None or behind is None else alone - behind
