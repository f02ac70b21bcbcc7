"""Trains the classifier of page blocks: `python -m tests.bench.build_html_blocks`. Needs scikit-learn.

Every candidate of the annotated pages in `../shared/data/extraction` becomes a row of `parsers.html_features`; it is
the article's where the gold text holds it. Rows weigh by their words, so that pages weigh the same. Small boosted trees
are fitted to the rows and written out as plain arrays: one set from all pages, which the package holds, and one for
each of five folds that has seen no page of that fold's hosts, by which the extraction benchmark measures.
"""

import re
import sys
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from parsers.html_candidates import Candidate, candidates
from parsers.html_classifier import WEIGHTS, Trees
from parsers.html_features import features
from parsers.html_headline import MARKUP
from parsers.html_main import extracted_candidates
from parsers.html_metadata import page_facts, title_keys
from parsers.html_tree import load_tree
from parsers.words import letters_of
from tests.bench.extraction import SETS, Page, four_grams, pages
from tests.bench.html_folds import FOLDS, fold_of, fold_weights

SHORT = 5
"""Words below which a run is found in the gold text by its place between longer ones."""

REACH = 25
"""Runs before and after a short one in which longer ones are looked for."""

MOST_ROWS = 140
"""Rows of one page that are learnt from."""


class Rows(NamedTuple):
    """The candidates of one page."""

    host: str
    features: NDArray[np.float32]
    is_article: NDArray[np.bool_]
    weights: NDArray[np.float64]


def rows_of(page: Page) -> Rows | None:
    """Compute the rows of a page and align them with its gold text; null for a page without text."""
    tree = load_tree(page.html)
    found = candidates(tree) if tree is not None else []
    if tree is None or not found:
        return None
    titles = title_keys(page_facts(tree, page.address or None))
    texts = [unescape(MARKUP.sub(" ", candidate.html)) for candidate in found]
    is_article = aligned(found, texts, page.gold["text"])
    counts = np.array([len(re.findall(r"\w+", text)) for text in texts])
    weights = row_weights(counts, len(page.gold["text"].split()))
    return Rows(page.publisher, features(found, titles, extracted_candidates(tree, found)), is_article, weights)


def row_weights(words: NDArray[np.int64], gold_words: int) -> NDArray[np.float64]:
    """Weigh the rows of a page by their share of its words."""
    weights: NDArray[np.float64] = np.minimum(words / max(100, gold_words), 0.5) * 300 + 0.15
    return weights


def aligned(found: Sequence[Candidate], texts: Sequence[str], gold: str) -> NDArray[np.bool_]:
    """Tell of each candidate whether the gold text holds it: most of its 4-grams, or a short one in its place."""
    letters, wanted = letters_of(gold), four_grams(gold)
    shares = np.zeros(len(found))
    places: dict[int, int] = {}
    for at, (candidate, text) in enumerate(zip(found, texts, strict=True)):
        grams = four_grams(text)
        if len(re.findall(r"\w+", text)) < SHORT:
            continue
        shares[at] = 1.0 if candidate.key in letters else sum(gram in wanted for gram in grams) / len(grams)
        if shares[at] > 0.5 and (place := letters.find(candidate.key[:25])) >= 0:
            places[at] = place
    for at in range(len(found)):
        if not shares[at] and len(texts[at].split()) < SHORT and _stands_between(at, found, places, letters):
            shares[at] = 1.0
    return _each_as_often_as(letters, found, shares > 0.5, places)


def _stands_between(at: int, found: Sequence[Candidate], places: dict[int, int], letters: str) -> bool:
    """Tell whether a short candidate is in the gold text between the longer ones before and after it."""
    before = next((other for other in range(at - 1, at - REACH, -1) if other in places), None)
    after = next((other for other in range(at + 1, at + REACH) if other in places), None)
    if before is None and after is None:
        return False
    key = found[at].key
    start = places[before] + len(found[before].key) - 5 if before is not None else places[after or 0] - 150 - len(key)
    end = places[after] + 3 if after is not None else start + 150 + len(key)
    return len(key) > 3 and end - start < 3_000 and key in letters[max(0, start) : max(end, start + 200)]


def _each_as_often_as(
    letters: str, found: Sequence[Candidate], is_article: NDArray[np.bool_], places: dict[int, int]
) -> NDArray[np.bool_]:
    """Of texts that the page has more often than the gold text, keep those nearest to the rest of the article."""
    by_key: dict[str, list[int]] = {}
    for at in np.flatnonzero(is_article).tolist():
        by_key.setdefault(found[at].key, []).append(at)
    single = [at for at in places if len(by_key.get(found[at].key, ())) == 1]
    for key, ats in by_key.items():
        often = max(1, letters.count(key)) if len(key) > 8 else len(ats)
        nearest = sorted(ats, key=lambda at: min((abs(at - other) for other in single), default=0))
        is_article[nearest[often:]] = False
    return is_article


def fitted(rows: Sequence[Rows]) -> Trees:
    """Fit boosted trees to the rows of pages."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    chance = np.random.default_rng(0)
    chosen = [chance.permutation(len(page.weights))[:MOST_ROWS] for page in rows]
    taken = list(zip(rows, chosen, strict=True))
    model = HistGradientBoostingClassifier(
        learning_rate=0.08,
        max_iter=170,
        max_leaf_nodes=24,
        max_depth=8,
        min_samples_leaf=40,
        l2_regularization=5.0,
        max_features=0.4,
        max_bins=63,
        random_state=0,
    )
    model.fit(
        np.concatenate([page.features[at] for page, at in taken]),
        np.concatenate([page.is_article[at] for page, at in taken]),
        np.concatenate([page.weights[at] for page, at in taken]),
    )
    return _written_out(model)


def _written_out(model: Any) -> Trees:  # noqa: ANN401 (scikit-learn is not among the dependencies)
    """Lay the nodes of scikit-learn's trees one after another; the first tree also bears the base log-odds."""
    trees = [stage[0].nodes for stage in model._predictors]  # noqa: SLF001 (it has no public form)
    roots = np.cumsum([0, *map(len, trees)])[:-1]
    columns: dict[str, list[NDArray[Any]]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    for root, nodes in zip(roots, trees, strict=True):
        leaf, own = nodes["is_leaf"].astype(bool), root + np.arange(len(nodes))
        columns["feature"].append(np.where(leaf, 0, nodes["feature_idx"]))
        columns["threshold"].append(np.where(leaf, 0.0, nodes["num_threshold"]))
        columns["left"].append(np.where(leaf, own, root + nodes["left"]))
        columns["right"].append(np.where(leaf, own, root + nodes["right"]))
        columns["value"].append(nodes["value"])
    columns["value"][0] = columns["value"][0] + float(np.ravel(model._baseline_prediction)[0])  # noqa: SLF001
    depth = max(int(nodes["depth"].max()) for nodes in trees)
    return Trees(roots=roots, **{name: np.concatenate(parts) for name, parts in columns.items()}, depth=depth)


def write_trees(trees: Trees, path: Path) -> None:
    """Write trees as small arrays; a threshold keeps the precision of the features."""
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        path,
        roots=trees.roots.astype(np.uint16),
        feature=trees.feature.astype(np.uint8),
        threshold=trees.threshold.astype(np.float32),
        left=trees.left.astype(np.uint16),
        right=trees.right.astype(np.uint16),
        value=trees.value.astype(np.float32),
        depth=trees.depth,
    )


def write_all(rows: Sequence[Rows]) -> None:
    """Fit and write the trees of the package and those of each fold."""
    for fold in range(FOLDS):
        write_trees(fitted([page for page in rows if fold_of(page.host) != fold]), fold_weights(fold))
    write_trees(fitted(rows), WEIGHTS)


def main() -> int:
    """Train on every annotated page."""
    found = [rows_of(page) for name in SETS for page in pages(name, None)]
    write_all([rows for rows in found if rows is not None])
    return 0


if __name__ == "__main__":
    sys.exit(main())
