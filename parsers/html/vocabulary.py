"""What the words at a run of text say: those of the classes around it, and those of a short run itself.

Sites call the containers of their articles and of what stands around them by much the same words ("body", "related",
"newsletter"), and a line that recommends something has words of its own. How much each word speaks for the article was
counted over many publishers by `tests/bench/build_html_blocks.py`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from parsers.html.candidates import LONGEST_NAMES, Candidate, ancestors, words_of_names

# Matches a word of two letters or more; must not match the "s" of "it's" or a number.
WORD = re.compile(r"[^\W\d_]{2,}")

NEAR, FAR = 2, 9
"""Elements around a run whose names count as near, and as far."""

LONGEST_TEXT, BEGINNING = 250, 200
"""Characters of a run whose own words count, and of its beginning, in which they are looked for."""

LISTS = 3


class RunWords(NamedTuple):
    """The words at one run of text."""

    near: frozenset[str]
    far: frozenset[str]
    own: frozenset[str]


class Vocabulary(NamedTuple):
    """For each word the log-odds that a run beside it is the article's, by where the word stands."""

    near: Mapping[str, float]
    far: Mapping[str, float]
    own: Mapping[str, float]


def words_of_runs(found: Sequence[Candidate], texts: Sequence[str]) -> list[RunWords]:
    """Gather the words at each run; `texts` are the texts of the runs."""
    names: dict[str, frozenset[str]] = {}
    known: dict[_Element, tuple[frozenset[str], frozenset[str]]] = {}
    for candidate in found:
        if candidate.element not in known:
            known[candidate.element] = _class_words(candidate.element, names)
    return [RunWords(*known[candidate.element], _own_words(text)) for candidate, text in zip(found, texts, strict=True)]


def _own_words(text: str) -> frozenset[str]:
    return frozenset(map(str.lower, WORD.findall(text[:BEGINNING]))) if len(text) < LONGEST_TEXT else frozenset()


def _class_words(element: _Element, names: dict[str, frozenset[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the words in the classes of the innermost elements around a run, and in those around them."""
    words = []
    for around, _ in zip(ancestors(element), range(FAR), strict=False):
        if around.tag in ("body", "html"):
            break
        name = f"{around.get('class', '')} {around.get('id', '')}"[:LONGEST_NAMES]
        if name not in names:
            names[name] = frozenset(words_of_names(name))
        words.append(names[name])
    return frozenset().union(*words[:NEAR]), frozenset().union(*words[NEAR:])


def evidence(runs: Sequence[RunWords], vocabulary: Vocabulary) -> NDArray[np.float32]:
    """Give for each run, and each of the three places, the least, the greatest, the sum and the number of the log-odds.

    >>> beside = RunWords(frozenset(("body", "x")), frozenset(), frozenset(("sign", "up")))
    >>> evidence([beside], Vocabulary({"body": 2.0}, {}, {"sign": -1.0, "up": -2.0})).tolist()
    [[2.0, 2.0, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, -2.0, -1.0, -3.0, 2.0]]
    """
    known: dict[tuple[int, frozenset[str]], tuple[float, float, float, int]] = {}
    rows = np.zeros((len(runs), 4 * LISTS), np.float32)
    for at, run in enumerate(runs):
        for nth, (words, odds) in enumerate(zip(run, vocabulary, strict=True)):
            if words:
                if (nth, words) not in known:
                    known[nth, words] = _summed(words, odds)
                rows[at, 4 * nth : 4 * nth + 4] = known[nth, words]
    return rows


def _summed(words: Iterable[str], odds: Mapping[str, float]) -> tuple[float, float, float, int]:
    # Sorted, so that the sum is the same to the last bit in every process.
    found = sorted(odds[word] for word in words if word in odds)
    return (found[0], found[-1], sum(found), len(found)) if found else (0.0, 0.0, 0.0, 0)
