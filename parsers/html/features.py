"""What tells a run of an article's text from the rest of a page: one row of numbers for each candidate.

The rows are read by the classifier in `classifier`; its recipe computes the same rows from annotated pages: size,
punctuation, links, place, repetition, the containers around a run and what they hold, its neighbours, the words of the
classes around it, and, where a second opinion was asked for, what trafilatura says of it and of its neighbours.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from html import unescape
from math import log1p
from typing import NamedTuple

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from parsers.html.candidates import Candidate
from parsers.html.headline import MARKUP, SENTENCE_END
from parsers.html.vocabulary import RunWords, Vocabulary, evidence, words_of_runs
from parsers.words import words_of

Rows = NDArray[np.float32]

# Matches a stop at a sentence's end; must not match the one in "3.5".
STOP = re.compile(r"[.!?…。？！؟।](?=[\s”’»\")\]]|\Z)")

# Matches what stands between the entries of a menu or a byline; must not match a comma.
SEPARATOR = re.compile(r"[|•·»]")

KINDS = {
    tag: number
    for number, tag in enumerate(
        words_of("p h1 h2 h3 h4 h5 h6 li blockquote pre table figcaption small aside"),
    )
}
ELEMENTS = {
    tag: number
    for number, tag in enumerate(
        words_of(
            "p div span li td h1 h2 h3 h4 section article figcaption blockquote a header dd dt th aside body main pre "
            "label em strong"
        ),
        start=1,
    )
}
AROUND = words_of("article main aside header section table li a")
"""Elements that a run may stand in, whatever the depth."""

LEVELS = range(1, 6)
"""How many containers around a run's own element are looked at."""

SHARES = (0.4, 0.7, 0.9)
"""Shares of a page's prose of which the smallest container is looked for."""

NEAR, FAR = 5, 15
"""Runs before and after one that count as its neighbourhood."""

SHORTEST_PROSE = 60
"""Letters of a paragraph that counts as prose."""

PARTS_OF_SIGNATURE = 3


class _Container:
    """What the runs inside an element amount to."""

    __slots__ = ("count", "letters", "linked", "prose")

    def __init__(self) -> None:
        self.letters = self.prose = self.linked = self.count = 0

    def add(self, letters: int, prose: int, linked: int) -> None:
        self.letters += letters
        self.prose += prose
        self.linked += linked
        self.count += 1

    def figures(self, all_prose: int) -> tuple[float, float, float, float]:
        """Give its share of the page's prose, its share of links, how many runs it holds and how long they are."""
        links = self.linked / max(1, self.letters)
        return self.prose / all_prose, links, min(self.count, 99), log1p(self.letters / self.count)


class _Sizes(NamedTuple):
    """Letters, letters of prose and linked letters of each run."""

    letters: NDArray[np.int64]
    prose: NDArray[np.int64]
    linked: NDArray[np.int64]


class Page(NamedTuple):
    """What is computed once for all runs of a page."""

    rows: Rows
    """Of each run all that can be said without the words at it."""
    words: list[RunWords]
    sizes: _Sizes


def described(found: Sequence[Candidate], titles: Collection[str]) -> Page:
    """Describe the candidates of a page, of which there is at least one.

    `titles` are the letters of each form of the page's title.
    """
    letters = np.array([len(candidate.key) for candidate in found])
    linked = np.array([candidate.linked for candidate in found])
    is_prose = np.array([candidate.tag == "p" for candidate in found]) & (letters > SHORTEST_PROSE)
    sizes = _Sizes(letters, np.where(is_prose & (linked * 2 < letters), letters, 0), linked)
    chains = _chains(found)
    signatures = [_signature(chain) for chain in chains]
    texts = [" ".join(unescape(MARKUP.sub(" ", candidate.html)).split()) for candidate in found]
    parts = (
        np.array([_own(candidate, text, titles) for candidate, text in zip(found, texts, strict=True)]),
        _repetition(found),
        _places(found, titles, sizes),
        _containers(chains, sizes),
        _signature_figures(signatures, sizes),
        _neighbours(sizes, signatures),
    )
    return Page(np.hstack(parts).astype(np.float32), words_of_runs(found, texts), sizes)


def features(page: Page, vocabulary: Vocabulary) -> Rows:
    """Give one row for each candidate."""
    return np.hstack((page.rows, evidence(page.words, vocabulary)))


def with_extraction(rows: Rows, page: Page, extracted: Collection[int]) -> Rows:
    """Add to each row what trafilatura says; `extracted` are the candidates that it takes for the main content."""
    taken = np.zeros(len(rows), bool)
    taken[list(extracted)] = True
    return np.hstack((rows, _extraction(taken, page.sizes))).astype(np.float32)


def _own(candidate: Candidate, text: str, titles: Collection[str]) -> tuple[float, ...]:
    """Describe a run's text and markup."""
    length = len(candidate.key)
    return (
        log1p(length),
        candidate.linked / length,
        len(STOP.findall(text)),
        SENTENCE_END.search(text[-9:]) is not None,
        text[:1].isupper(),
        sum(map(str.isupper, text)) / length,
        len(SEPARATOR.findall(text)),
        candidate.html.count("<br>"),
        KINDS.get(candidate.tag, len(KINDS)),
        ELEMENTS.get(str(candidate.element.tag), 0),
        candidate.in_figure,
        candidate.key in titles,
    )


def _repetition(found: Sequence[Candidate]) -> Rows:
    counts = Counter(candidate.key for candidate in found)
    return np.array([[min(counts[candidate.key], 9)] for candidate in found], np.float32)


def _places(found: Sequence[Candidate], titles: Collection[str], sizes: _Sizes) -> Rows:
    """Say where each run stands: in the page, and from the headline on."""
    count = len(found)
    places = np.arange(count)
    before = _sums(sizes.letters)
    head = _headline(found, titles)
    if head is None:
        from_head, letters_from_head = np.full(count, -101.0), np.full(count, -20.0)
    else:
        from_head = np.clip(places - head, -100, 200)
        distance = before[:-1] - before[head]
        letters_from_head = np.sign(distance) * np.log1p(np.abs(distance))
    all_prose = max(1, sizes.prose.sum())
    page = [np.full(count, np.log1p(whole)) for whole in (count, before[-1], all_prose)]
    return np.column_stack((places / count, _sums(sizes.prose)[:-1] / all_prose, *page, from_head, letters_from_head))


def _headline(found: Sequence[Candidate], titles: Collection[str]) -> int | None:
    """Find the headline: a first-level heading that is the title, else any such heading, else what is the title."""
    named = [at for at, candidate in enumerate(found) if candidate.key in titles]
    first_level = [at for at, candidate in enumerate(found) if candidate.tag == "h1"]
    both = [at for at in named if found[at].tag == "h1"]
    return next(iter([*both, *first_level, *named]), None)


def _chains(found: Sequence[Candidate]) -> list[list[_Element]]:
    """Give for each run its element and those around it, the innermost first; the root only for a run of its own."""
    chains: dict[_Element, list[_Element]] = {}
    for candidate in found:
        if candidate.element not in chains:
            around = [candidate.element, *candidate.element.iterancestors()]
            chains[candidate.element] = [element for element in around if element.tag != "html"] or around
    return [chains[candidate.element] for candidate in found]


def _containers(chains: Sequence[Sequence[_Element]], sizes: _Sizes) -> Rows:
    """Describe the containers around each run, and how far it is from those that hold most of the page's prose."""
    holds: defaultdict[_Element, _Container] = defaultdict(_Container)
    for chain, *amounts in zip(chains, *map(np.ndarray.tolist, sizes), strict=True):
        for element in chain:
            holds[element].add(*amounts)
    all_prose = max(1, int(sizes.prose.sum()))
    depths = {element: len(chain) - up for chain in chains for up, element in enumerate(chain)}
    smallest = [_smallest(holds, depths, share * all_prose) for share in SHARES]
    known: dict[_Element, list[float]] = {}
    for chain in chains:
        if chain[0] not in known:
            known[chain[0]] = _container_row(chain, holds, all_prose, smallest)
    return np.array([known[chain[0]] for chain in chains], np.float32)


def _container_row(
    chain: Sequence[_Element],
    holds: dict[_Element, _Container],
    all_prose: int,
    smallest: Sequence[_Element | None],
) -> list[float]:
    tags = {element.tag for element in chain}
    row: list[float] = [tag in tags for tag in AROUND]
    row.append(len(chain))
    for level in LEVELS:
        row += holds[chain[level]].figures(all_prose) if level < len(chain) else (-1, -1, -1, -1)
    places = {element: up for up, element in enumerate(chain)}
    row += [-1 if element is None else places.get(element, -1) for element in smallest]
    return row


def _smallest(holds: dict[_Element, _Container], depths: dict[_Element, int], least_prose: float) -> _Element | None:
    """Find the innermost element that holds so many letters of prose."""
    enough = [element for element, container in holds.items() if container.prose >= least_prose]
    return max(enough, key=depths.__getitem__, default=None)


Signature = tuple[tuple[str, str], ...]


def _signature(chain: Sequence[_Element]) -> Signature:
    """Give tags and classes of the innermost elements around a run; those of an article's paragraphs are alike."""
    return tuple((str(element.tag), (element.get("class") or "")[:40]) for element in chain[:PARTS_OF_SIGNATURE])


def _signature_figures(signatures: Sequence[Signature], sizes: _Sizes) -> Rows:
    """Describe all runs of a page that have a run's signature."""
    alike: defaultdict[Signature, _Container] = defaultdict(_Container)
    for signature, *amounts in zip(signatures, *map(np.ndarray.tolist, sizes), strict=True):
        alike[signature].add(*amounts)
    all_prose = max(1, int(sizes.prose.sum()))
    return np.array([alike[signature].figures(all_prose) for signature in signatures], np.float32)


def _neighbours(sizes: _Sizes, signatures: Sequence[Signature]) -> Rows:
    """Describe the two runs before and after each, and the five."""
    names = {signature: number for number, signature in enumerate(dict.fromkeys(signatures))}
    numbers = np.array([names[signature] for signature in signatures])
    lengths, links = np.log1p(sizes.letters), sizes.linked / np.maximum(1, sizes.letters)
    columns = []
    for step in (-2, -1, 1, 2):
        at, inside = _shifted(len(numbers), step)
        alike = numbers[at] == numbers
        columns += [np.where(inside, values, -1) for values in (lengths[at], links[at], alike)]
    around, counts = _windows(sizes.letters, NEAR, NEAR)
    columns.append(_windows(sizes.prose, NEAR, NEAR)[0] / max(1, sizes.prose.sum()))
    columns += [np.log1p(around / counts), _windows(sizes.linked, NEAR, NEAR)[0] / np.maximum(1, around)]
    return np.column_stack(columns)


def _extraction(taken: NDArray[np.bool_], sizes: _Sizes) -> Rows:
    """Say what trafilatura takes: each run, those beside it, its neighbourhood, the page."""
    columns: list[NDArray[np.generic]] = [taken]
    for step in (-1, 1, 2):
        at, inside = _shifted(len(taken), step)
        columns.append(inside & taken[at])
    letters = sizes.letters * taken
    for before, after in ((NEAR, -1), (-1, NEAR), (-1, FAR)):
        whole, _ = _windows(sizes.letters, before, after)
        columns.append(_windows(letters, before, after)[0] / np.maximum(1, whole))
    share = (sizes.prose * taken).sum() / max(1, sizes.prose.sum())
    columns += [np.full(len(taken), np.log1p(letters.sum())), np.full(len(taken), share)]
    return np.column_stack(columns)


def _sums(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the sums of all values before each place, and of all."""
    return np.concatenate([[0], np.cumsum(values)])


def _windows(values: NDArray[np.int64], before: int, after: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sum the values from so many places before each one to so many after it, and count them; -1 stops short of it."""
    places = np.arange(len(values))
    start, end = np.maximum(0, places - before), np.minimum(len(values), places + after + 1)
    sums = _sums(values)
    return sums[end] - sums[start], end - start


def _shifted(count: int, step: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Give the place so many steps from each, held inside the page, and whether it is there."""
    places = np.arange(count) + step
    return np.clip(places, 0, count - 1), (places >= 0) & (places < count)
