"""Which parts of a page are its article.

A classifier decides on each run of text. Where it is in doubt about much of a page, on one page in four, trafilatura is
asked for a second opinion. What that says is found again among the page's own runs of text, so that their markup and
their place among captions are not lost, and is one voice among others: the classifier decides again, also on what
trafilatura left out.
"""

import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import numpy as np
from lxml.etree import _Element
from numpy.typing import NDArray

from parsers.html.candidates import Candidate, ancestors, class_words, is_small, is_unseen
from parsers.html.classifier import WEIGHTS, Classifier, load_classifier, log_odds
from parsers.html.features import Page, Rows, described, features, with_extraction
from parsers.html.figures import FIGURE_TAGS, figure_texts
from parsers.html.headline import standfirst_at
from parsers.words import letters_of, words_of

# Without a handler of its own the library prints each page without text on standard error.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

SHORT_KEY = 20
"""Letters below which a text may occur inside another one by chance."""

SHORT_ARTICLE = 500
"""Letters of a text that may be a whole article."""

QUOTE_TAGS = frozenset(("blockquote", "aside"))

MOST_COPIES = 5
"""The longest runs of a page, which alone are looked at for that."""

FEWEST_REPEATED, SHORTEST_STRETCH = 3, 1_000
"""Different runs, and their letters, of a stretch that is the same as an earlier one."""

COMMENT_WORDS = frozenset(
    words_of(
        "comment comments commentlist commentarea commentthread disqus replies kommentare commentaires comentarios"
    )
)
"""Words in a class name that mean what readers wrote below an article."""

CALL_WORDS = frozenset(words_of("newsletter signup newslettersignup optin convertkit mailchimp subscribeform"))
"""Words in a class name that mean a call to subscribe."""

STRICTNESS, LOWEST_BAR, HIGHEST_BAR = 1.5, 0.1, 0.5
"""How likely a run has to be the article's: see `_bar`."""

SURE_ODDS = 4.0
"""Natural logarithm of the odds from which on a run is text, also where it stands by a picture as its caption would."""

BAR_STEPS = 6
"""After so many the bar rests."""

MOST_DOUBT = 0.07
"""Share of an article's letters that may be wrong before a second opinion is asked for, which takes long."""

MOST_ASKED = 4_000
"""Runs of a page about which a second opinion is asked for; on more of them, which no article has, it takes seconds."""

LEAST_FOUND = 0.6
"""Share of what trafilatura found that is found again among a page's runs."""

LEAST_SHARE = 0.5
"""Share of what trafilatura found; where the classifier keeps less of a page, it is mistaken, and both count."""

FRAGMENT_TAGS = {"head": "h2", "item": "li", "quote": "blockquote", "code": "pre", "p": "p", "cell": "p"}
"""trafilatura's names of block elements -> ours."""

EXTRACTED_INLINE = frozenset(("hi", "ref", "del", "lb", "graphic", "formula", "span"))
"""Its names of what stands inside a line."""

SHORTEST_SENTENCE, SHORTEST_ITEM = 25, 60
"""Letters above which a run, and an item of a list, looks like sentences where nothing else tells."""


class MainContent(NamedTuple):
    """The parts of a page that are its article."""

    parts: list[Candidate]
    standfirst: Candidate | None
    """The one of the parts that is the standfirst, if the page has one."""


def main_content(
    tree: _Element, found: Sequence[Candidate], titles: Collection[str], summary: str, weights: Path = WEIGHTS
) -> MainContent:
    """Choose among the runs of text of a page those of its article, captions at their places among them.

    `titles` and `summary` are the letters of what the page calls and describes itself with: they show where the
    headline is, and where the standfirst, which is easily taken for a teaser. `weights` are the classifier's.
    """
    judgement = _judged(found, titles, weights)
    if judgement.doubt > MOST_DOUBT and len(found) <= MOST_ASKED:
        extraction = _second_opinion(tree, found)
        if extraction is not None and extraction.is_foreign and _is_poorer(found, judgement, extraction):
            return MainContent(_converted(extraction.body), None)
        if extraction is not None:
            judgement = judgement.seconded(extraction.chosen)
    chosen = _chosen(found, judgement)
    if not chosen:
        return MainContent(_fallback(found), None)
    at = standfirst_at(found, chosen, titles, summary)
    standfirst = None if at is None else found[at]._replace(tag="p")
    sure = set(np.flatnonzero(judgement.odds > SURE_ODDS).tolist())
    parts = {place: found[place] for place in chosen} | figure_texts(found, chosen, sure)
    if at is not None and standfirst is not None:
        parts[at] = standfirst
    return MainContent([parts[place] for place in sorted(parts)], standfirst)


class _Judgement(NamedTuple):
    """What the classifier says of the runs of a page."""

    classifier: Classifier
    page: Page | None
    """Null for a page without runs of text."""
    rows: Rows
    odds: NDArray[np.float32]
    extracted: frozenset[int]
    """The runs that trafilatura takes for the main content, where it was asked."""

    @property
    def likely(self) -> NDArray[np.float64]:
        """Give for each run the probability that it is the article's."""
        found: NDArray[np.float64] = 1 / (1 + np.exp(-self.odds.astype(np.float64)))
        return found

    @property
    def letters(self) -> NDArray[np.int64]:
        """Give the letters of each run."""
        return self.page.sizes.letters if self.page else np.zeros(0, np.int64)

    @property
    def doubt(self) -> float:
        """Give the letters that may be on the wrong side, as a share of those of the article."""
        likely = self.likely
        return float(np.minimum(likely, 1 - likely) @ self.letters / (likely @ self.letters + 1)) if self.page else 1.0

    def seconded(self, extracted: Collection[int]) -> "_Judgement":
        """Judge again, with what trafilatura says."""
        if self.page is None:
            return self
        odds = log_odds(self.classifier.seconded, with_extraction(self.rows, self.page, extracted))
        return self._replace(odds=odds, extracted=frozenset(extracted))


def _judged(found: Sequence[Candidate], titles: Collection[str], weights: Path) -> _Judgement:
    classifier = load_classifier(weights)
    if not found:
        return _Judgement(classifier, None, np.zeros((0, 0), np.float32), np.zeros(0, np.float32), frozenset())
    page = described(found, titles)
    rows = features(page, classifier.vocabulary)
    return _Judgement(classifier, page, rows, log_odds(classifier.alone, rows), frozenset())


def _chosen(found: Sequence[Candidate], judgement: _Judgement) -> set[int]:
    """Choose the candidates that are more likely the article's; captions are sought beside them."""
    may_be_text = np.array([candidate.tag not in FIGURE_TAGS for candidate in found], bool)
    likely = np.where(may_be_text, judgement.likely, 0)
    chosen = set(np.flatnonzero(likely > _bar(likely, judgement.letters)).tolist())
    if _letters(found, chosen) < _letters(found, judgement.extracted) * LEAST_SHARE:
        chosen |= {at for at in judgement.extracted if found[at].tag not in FIGURE_TAGS}
    chosen -= _comments(found, chosen) | _repeated_captions(found, chosen)
    chosen -= _copies(found, chosen) | _pull_quotes(found, chosen)
    return chosen - _repeated_stretches(found, chosen)


def _bar(likely: NDArray[np.float64], letters: NDArray[np.int64]) -> float:
    """Say how likely a run has to be the article's, so that precision and recall together are most.

    One more run gains as long as its probability is above P / (1 + chosen / whole), where P is the expected precision
    of what is chosen: about a half on a page that is plain to see, less on one in doubt. P counts thrice, since on such
    a page probabilities err together.
    """
    whole, bar = float(likely @ letters) + 1, 0.5
    for _ in range(BAR_STEPS):
        chosen = letters * (likely > bar)
        size = max(1, int(chosen.sum()))
        bar = STRICTNESS * float(likely @ chosen / size) ** 3 / (1 + size / whole)
        bar = min(HIGHEST_BAR, max(LOWEST_BAR, bar))
    return bar


def _is_poorer(found: Sequence[Candidate], judgement: _Judgement, extraction: "Extraction") -> bool:
    """Tell whether the runs that would be chosen hold much less than what was extracted from somewhere else."""
    return _letters(found, _chosen(found, judgement)) < extraction.letters * LEAST_SHARE


def _repeated_captions(found: Sequence[Candidate], chosen: Collection[int]) -> set[int]:
    """Find the chosen runs that say once more what the page has as a caption."""
    captions = {candidate.key for candidate in found if candidate.tag in FIGURE_TAGS}
    return {at for at in chosen if len(found[at].key) >= SHORT_KEY and found[at].key in captions}


def _comments(found: Sequence[Candidate], chosen: Collection[int]) -> set[int]:
    """Find the chosen runs among readers' comments, or in a call to subscribe; none where the page is made of them."""
    named: dict[tuple[str | None, str | None], tuple[bool, bool]] = {}

    def is_named(element: _Element) -> bool:
        names = element.get("class"), element.get("id")
        if names not in named:
            words = class_words(element)
            named[names] = bool(words & COMMENT_WORDS), bool(words & CALL_WORDS)
        is_comment, is_call = named[names]
        return element.tag != "body" and (is_comment or (is_call and is_small(element)))

    comments = {at for at in chosen if any(map(is_named, ancestors(found[at].element)))}
    rest = set(chosen) - comments
    return comments if _letters(found, rest) >= SHORT_ARTICLE else set()


def _letters(found: Sequence[Candidate], places: Iterable[int]) -> int:
    return sum(len(found[at].key) for at in places)


def _copies(found: Sequence[Candidate], chosen: Collection[int]) -> set[int]:
    """Find the chosen runs that are the whole article once more, for machines: the other chosen runs make up most."""
    long = sorted(chosen, key=lambda at: len(found[at].key))[-MOST_COPIES:]
    copies: set[int] = set()
    for at in long:
        key = found[at].key
        if len(key) > SHORT_ARTICLE:
            others = [
                found[other].key for other in set(chosen) - copies if other != at and len(found[other].key) < len(key)
            ]
            inside = {other for other in others if len(other) >= SHORT_KEY and other in key}
            if len(inside) > 2 and sum(map(len, inside)) * 2 > len(key):
                copies.add(at)
    return copies | {at for at in chosen if any(found[at].key == found[copy].key for copy in copies)}


def _pull_quotes(found: Sequence[Candidate], chosen: Collection[int]) -> set[int]:
    """Find the chosen quotations that set off what a longer run of the article says in the same words."""
    quotes = [at for at in chosen if found[at].tag in QUOTE_TAGS and len(found[at].key) >= SHORT_KEY]
    if not quotes:
        return set()
    texts = [found[at].key for at in chosen if found[at].tag == "p"]
    return {at for at in quotes if any(found[at].key in text for text in texts)}


def _repeated_stretches(found: Sequence[Candidate], chosen: Collection[int]) -> set[int]:
    """Find the chosen runs that say a second time, in the same order, what several before them say.

    Pages that are laid out twice, for narrow and for wide screens, have them. A line that returns alone stays.
    """
    order = sorted(chosen)
    keys = [found[at].key for at in order]
    first = {key: at for at, key in reversed(list(enumerate(keys)))}
    repeated: set[int] = set()
    at = 0
    while at < len(keys):
        start = first[keys[at]]
        length = _shared_length(keys, start, at) if start < at else 0
        texts = set(keys[at : at + length])
        if len(texts) >= FEWEST_REPEATED and sum(map(len, texts)) >= SHORTEST_STRETCH:
            repeated.update(order[at : at + length])
        at += max(1, length)
    return repeated


def _shared_length(keys: Sequence[str], start: int, at: int) -> int:
    """Count the keys from one place on that are those from a later place on, too, up to that."""
    same = 0
    while at + same < len(keys) and start + same < at and keys[start + same] == keys[at + same]:
        same += 1
    return same


def extracted_candidates(tree: _Element, found: Sequence[Candidate]) -> set[int]:
    """Give the candidates that trafilatura takes for the main content."""
    extraction = _second_opinion(tree, found)
    return extraction.chosen if extraction else set()


def _second_opinion(tree: _Element, found: Sequence[Candidate]) -> "Extraction | None":
    """Ask trafilatura; with its fallbacks, which cost half as much again, where it found nothing of the page."""
    _drop_unseen(tree)
    extraction = _extracted(tree, found, with_fallbacks=False)
    if extraction is None or extraction.is_foreign:
        return _extracted(tree, found, with_fallbacks=True)
    return extraction


def _drop_unseen(tree: _Element) -> None:
    """Take out of a page what is not among its runs, so that what is extracted can be found there."""
    known: dict[str, bool] = {}
    for element in [element for element in tree.iterdescendants("*") if is_unseen(element, known)]:
        element.drop_tree()


def _extracted_texts(body: _Element) -> list[str]:
    """Give the letters of each block that was extracted; a table is one."""
    texts = [letters_of("".join(map(str, table.itertext()))) for table in body.iter("table")]
    inner = body.iterdescendants(*(FRAGMENT_TAGS.keys() - {"cell"}), "ab", "div", "list")
    texts.extend(map(_own_letters, [body, *inner]))
    return [text for text in texts if text]


class Extraction(NamedTuple):
    """What trafilatura made of a page, and where that is among the page's runs of text."""

    body: _Element
    chosen: set[int]
    found_letters: int
    letters: int
    """Of all that it extracted."""

    @property
    def is_foreign(self) -> bool:
        """Tell whether much of it is not among the page's runs of text; a script may hold it."""
        return self.found_letters < self.letters * LEAST_FOUND


def _extracted(tree: _Element, found: Sequence[Candidate], *, with_fallbacks: bool) -> Extraction | None:
    """Ask trafilatura for the main content of a page, and find the candidates it consists of.

    It works on a copy of the tree. Its fallbacks cost half as much again and change one page in ten.
    """
    import trafilatura

    document = trafilatura.bare_extraction(tree, include_comments=False, fast=not with_fallbacks)
    body: _Element | None = getattr(document, "body", None)
    if body is None:
        return None
    texts = _extracted_texts(body)
    chosen = _matching(found, texts, _extracted_lines(body))
    return Extraction(body, chosen, _letters(found, chosen), sum(map(len, texts)))


def _extracted_lines(body: _Element) -> list[str]:
    """Give the letters after each line end: the page's paragraphs, where it parts them by line ends only."""
    lines = (letters_of(end.tail) for end in body.iter("lb") if end.tail)
    return [line for line in lines if line]


def _own_letters(element: _Element) -> str:
    """Give the letters of an element's text that are not those of a block inside it."""
    return letters_of("".join(_own_texts(element)))


def _own_texts(element: _Element) -> Iterator[str]:
    """Give the pieces of an element's text that are not in a block inside it; a line end is one."""
    yield element.text or ""
    for child in element:
        is_code = child.tag == "code" and element.tag in ("p", "item", "head", "cell")
        if is_code or child.tag in EXTRACTED_INLINE:
            yield "\n" if child.tag == "lb" else "".join(map(str, child.itertext()))
        yield child.tail or ""


def _matching(found: Sequence[Candidate], texts: Sequence[str], lines: Sequence[str]) -> set[int]:
    """Find the candidates that hold the extracted texts or lines: whole, or divided or cut by the extractor."""
    wanted = Counter(texts) + Counter(lines)
    exact = {at for at, candidate in enumerate(found) if candidate.key in wanted}
    matched = {found[at].key for at in exact}
    rest = [text for text in dict.fromkeys(texts) if text not in matched and len(text) >= SHORT_KEY]
    everything = "\0".join(rest)
    partial = {
        at
        for at, candidate in enumerate(found)
        if at not in exact
        and len(candidate.key) >= SHORT_KEY
        and (candidate.key in everything or _is_covered(candidate.key, rest))
    }
    return _without_repetitions(found, exact | partial, wanted)


def _is_covered(key: str, texts: Iterable[str]) -> bool:
    """Tell whether extracted texts make up most of a candidate."""
    return sum(len(text) for text in texts if text in key) > len(key) * 0.5


def _without_repetitions(found: Sequence[Candidate], sure: set[int], wanted: Counter[str]) -> set[int]:
    """Of texts that the page has more often than the article, keep those nearest to the rest of the article."""
    places: dict[str, list[int]] = {}
    for at in sorted(sure):
        places.setdefault(found[at].key, []).append(at)
    anchors = sorted(
        at for key, ats in places.items() for at in ats if len(ats) <= wanted[key] or (len(ats) == 1 and len(key) > 9)
    )
    kept: set[int] = set()
    for key, ats in places.items():
        nearest = sorted(ats, key=lambda at: (_distance(at, anchors), at))
        kept.update(nearest[: max(1, wanted[key])])
    return kept


def _distance(at: int, anchors: Sequence[int]) -> int:
    """Count the candidates between one and the nearest anchor other than itself."""
    place = bisect_left(anchors, at)
    around = [*anchors[max(0, place - 1) : place], *(other for other in anchors[place : place + 2] if other != at)]
    return min((abs(other - at) for other in around), default=0)


def _fallback(found: Sequence[Candidate]) -> list[Candidate]:
    """Read what looks like sentences, in order, where the extractor found nothing."""
    return [
        candidate
        for candidate in found
        if candidate.tag in ("p", "li", "blockquote", "pre", "h2", "h3")
        and candidate.linked * 2 < len(candidate.key)
        and len(candidate.key) > (SHORTEST_ITEM if candidate.tag == "li" else SHORTEST_SENTENCE)
    ]


def _converted(body: _Element) -> list[Candidate]:
    """Take the extracted texts themselves, where they are not the page's (they may come from a script)."""
    parts = []
    for element in [body, *body.iterdescendants(*FRAGMENT_TAGS)]:
        text = "".join(_own_texts(element))
        if key := letters_of(text):
            html = escape(text, quote=False).replace("\n", "<br>")
            parts.append(Candidate(FRAGMENT_TAGS.get(element.tag, "p"), html, key, 0, element, in_figure=False))
    return parts


def fragment(parts: Iterable[Candidate]) -> str:
    """Write parts as a fragment of HTML, one element each."""
    return "".join(f"<{part.tag}>{part.html}</{part.tag}>" for part in parts)
