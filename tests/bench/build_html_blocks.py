"""Trains the classifier of page blocks: `pip install -e .[train]`, then `python -m tests.bench.build_html_blocks`.

Every candidate of the annotated pages in `../shared/data/extraction` becomes a row of `parsers.html.features`; it is
the article's where the gold text holds it. Rows weigh by their words, so that pages weigh the same. For each word
beside runs of text it is counted how often they are the article's, every host having one vote; then boosted trees are
fitted to the rows, twice: without and with what trafilatura says. A row's words are judged by what other hosts say of
them (five folds inside the training pages), as those of an unknown page will be.

Vocabulary and trees are written out as plain arrays: one file from all pages, which the package holds, and one for each
of five folds that has seen no page of that fold's hosts, by which the extraction benchmark measures.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import unescape
from math import log
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from parsers.html.candidates import Candidate, candidates
from parsers.html.classifier import KINDS, WEIGHTS, Classifier, Trees
from parsers.html.features import Page as Described
from parsers.html.features import described, features, with_extraction
from parsers.html.headline import MARKUP
from parsers.html.main import extracted_candidates
from parsers.html.metadata import page_facts, title_keys
from parsers.html.tree import load_tree
from parsers.html.vocabulary import RunWords, Vocabulary
from parsers.words import letters_of
from tests.bench.extraction import SETS, Page, four_grams, pages
from tests.bench.html_folds import FOLDS, domain_of, fold_of, fold_weights

SHORT = 5
"""Words below which a run is found in the gold text by its place between longer ones."""

REACH = 25
"""Runs before and after a short one in which longer ones are looked for."""

MOST_ROWS = 200
"""Rows of one page that are learnt from."""

FEWEST_HOSTS = 5
"""Hosts that use a word which counts."""

DOUBT = 2.0
"""How many hosts that are of two minds a word has to begin with."""

ROUNDS = 200

SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.07,
    "num_leaves": 24,
    "max_depth": 8,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "max_bin": 63,
    "force_col_wise": True,
    "deterministic": True,
    "num_threads": 1,
    "seed": 0,
    "verbose": -1,
}


class Rows(NamedTuple):
    """The candidates of one page."""

    host: str
    page: Described
    extracted: set[int]
    is_article: NDArray[np.bool_]
    weights: NDArray[np.float64]
    votes: list[dict[str, tuple[float, float]]]
    """For each place of `RunWords` its words, with how much of the text beside them is the article's, and how much
    there is."""


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
    seen = described(found, titles)
    votes = [votes_of([run[nth] for run in seen.words], is_article, counts) for nth in range(len(RunWords._fields))]
    return Rows(domain_of(page.publisher), seen, extracted_candidates(tree, found), is_article, weights, votes)


def votes_of(
    runs: Sequence[Iterable[str]], is_article: Iterable[bool], counts: Iterable[int]
) -> dict[str, tuple[float, float]]:
    """Sum up for each word beside runs of text how much of them is the article's, and all of them.

    A run counts as much as the square root of its words.

    >>> votes_of([{"body"}, {"body", "x"}], [True, False], [8, 3])
    {'body': (3.0, 5.0), 'x': (0.0, 2.0)}
    """
    votes: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for words, is_in, count in zip(runs, is_article, counts, strict=True):
        size = float(count + 1) ** 0.5
        for word in words:
            votes[word][0] += size * bool(is_in)
            votes[word][1] += size
    return {word: (article, whole) for word, (article, whole) in sorted(votes.items())}


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


def vocabulary_of(rows: Sequence[Rows]) -> Vocabulary:
    """Count for each word how much it speaks for the article; every host has one vote."""
    lists = []
    for nth in range(len(Vocabulary._fields)):
        shares: defaultdict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
        for page in rows:
            for word, (article, whole) in page.votes[nth].items():
                before = shares[word].get(page.host, (0.0, 0.0))
                shares[word][page.host] = before[0] + article, before[1] + whole
        lists.append({word: _odds(hosts.values()) for word, hosts in shares.items() if len(hosts) >= FEWEST_HOSTS})
    return Vocabulary(*lists)


def _odds(shares: Iterable[Sequence[float]]) -> float:
    votes = [article / whole for article, whole in shares]
    share = (sum(votes) + DOUBT / 2) / (len(votes) + DOUBT)
    return round(log(share / (1 - share)), 3)


def fitted(rows: Sequence[Rows]) -> Classifier:
    """Count the vocabulary of pages and fit boosted trees to their rows."""
    judged: list[tuple[Rows, NDArray[np.float32]]] = []
    for fold in range(FOLDS):
        others = vocabulary_of([page for page in rows if inner_fold(page.host) != fold])
        judged += [(page, features(page.page, others)) for page in rows if inner_fold(page.host) == fold]
    alone = _fitted_trees(judged)
    seconded = _fitted_trees([(page, with_extraction(seen, page.page, page.extracted)) for page, seen in judged])
    return Classifier(vocabulary_of(rows), alone, seconded)


def _fitted_trees(judged: Sequence[tuple[Rows, NDArray[np.float32]]]) -> Trees:
    import lightgbm

    chance = np.random.default_rng(0)
    chosen = [chance.permutation(len(seen))[:MOST_ROWS] for _, seen in judged]
    taken = list(zip(judged, chosen, strict=True))
    data = lightgbm.Dataset(
        np.concatenate([seen[at] for (_, seen), at in taken]),
        np.concatenate([page.is_article[at] for (page, _), at in taken]),
        weight=np.concatenate([page.weights[at] for (page, _), at in taken]),
    )
    return written_out(lightgbm.train(SETTINGS, data, ROUNDS).dump_model()["tree_info"])


def written_out(trees: Sequence[dict[str, Any]]) -> Trees:
    """Lay the nodes of LightGBM's trees one after another.

    >>> leaf = {"leaf_value": 2.0}
    >>> root = {"split_feature": 3, "threshold": 0.5, "left_child": leaf, "right_child": leaf}
    >>> written_out([{"tree_structure": root}]).children.tolist()
    [1, 2, 1, 1, 2, 2]
    """
    columns: dict[str, list[float]] = {name: [] for name in ("feature", "threshold", "children", "value")}
    roots, depths = [], []
    for tree in trees:
        roots.append(len(columns["value"]))
        waiting = [(tree["tree_structure"], roots[-1], 0)]
        end = roots[-1] + 1
        for node, own, depth in waiting:  # grows while it is walked: nodes are numbered level by level
            is_leaf = "leaf_value" in node
            depths.append(depth)
            columns["feature"].append(0 if is_leaf else node["split_feature"])
            columns["threshold"].append(0.0 if is_leaf else node["threshold"])
            columns["children"] += (own, own) if is_leaf else (end, end + 1)
            columns["value"].append(node["leaf_value"] if is_leaf else 0.0)
            if not is_leaf:
                waiting += [(node["left_child"], end, depth + 1), (node["right_child"], end + 1, depth + 1)]
                end += 2
    arrays = {name: np.array(column) for name, column in columns.items()}
    return Trees(roots=np.array(roots), **arrays, depth=max(depths))


def write_classifier(classifier: Classifier, path: Path) -> None:
    """Write vocabulary and trees as small arrays; a threshold keeps the precision of the features."""
    path.parent.mkdir(exist_ok=True)
    arrays = dict(_vocabulary_arrays(classifier.vocabulary))
    kinds = {"roots": np.uint16, "feature": np.uint8, "children": np.uint16, "depth": np.uint8}
    for kind, trees in zip(KINDS, (classifier.alone, classifier.seconded), strict=True):
        for name, column in trees._asdict().items():
            arrays[f"{kind}_{name}"] = np.asarray(column, kinds.get(name, np.float32))
    np.savez_compressed(path, **arrays)


def _vocabulary_arrays(vocabulary: Vocabulary) -> Iterator[tuple[str, NDArray[Any]]]:
    for name, odds in vocabulary._asdict().items():
        words = sorted(odds)
        yield f"{name}_words", np.frombuffer(" ".join(words).encode("utf-8"), np.uint8)
        yield f"{name}_odds", np.array([odds[word] for word in words], np.float16)


def inner_fold(host: str) -> int:
    """Tell the fold inside the training pages; every outer fold holds hosts of all of them."""
    return int(sha256(f"inner {host}".encode()).hexdigest()[:8], 16) % FOLDS


def _write(task: tuple[Path, Sequence[Rows]]) -> None:
    path, rows = task
    write_classifier(fitted(rows), path)


def main() -> int:
    """Train on every annotated page: the classifier of the package and those of each fold."""
    with Pool() as pool:
        found = pool.map(rows_of, [page for name in SETS for page in pages(name, None)], chunksize=8)
        rows = [page for page in found if page is not None]
        tasks = [(fold_weights(fold), [page for page in rows if fold_of(page.host) != fold]) for fold in range(FOLDS)]
        pool.map(_write, [(WEIGHTS, rows), *tasks], chunksize=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
