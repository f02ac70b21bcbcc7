"""Trains the judge of lines above photo credits: `python -m tests.bench.build_captions [--cross-validate]`.

A logistic regression with an L2 penalty over the features of `clean.captions.features`, trained on captions, and on
paragraphs that have a credit below: where a page has one whose caption was left out, and wherever else a picture
without a caption might stand. A caption or paragraph without a credit gets one. Pages that `split_of` does not give to
training, and publishers that are for measuring alone, are left out; --cross-validate trains on four fifths of the
publishers at a time and prints how the others are judged.
"""

import argparse
import gzip
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import product
from typing import NamedTuple

import numpy as np

from clean.captions.credits import is_credit
from clean.captions.features import COMMON, WORD, Story, features
from clean.captions.judge import CAPTION_WEIGHTS, INTERCEPT
from tests.bench.corpora import NoDataError, split_of
from tests.bench.plain_articles import (
    LONE_CREDIT,
    SETS,
    Layout,
    PlainArticle,
    is_held_out,
    pages,
    plain_article,
    publisher_of,
)

COMMON_WORDS = 120
PENALTY = 15.0
WEIGHT = 3000.0
"""What all samples count together, half of it the captions: odds of 1 are those of a credit that has its caption or
stands alone with the same probability."""
ROUNDS = 20
"""Steps of Newton's method; the weights stand still long before."""
MOST_OF_PUBLISHER = 8
"""Lines of one kind by one publisher count as many as this together, however many there are."""
NEWS = 10.0
"""How much more a line of fundus_a counts: its pages are news, and its captions were told by people."""
PARAGRAPHS = 4
"""How many paragraphs of an article, in each layout, get a credit below that the page has not there."""
MAX_LINE = 500
FOLDS = 5


class Sample(NamedTuple):
    """A line directly above a credit."""

    publisher: str
    is_news: bool
    is_caption: bool
    is_printed: bool
    """Whether the page has that credit there; if not, it is a stand-in."""
    features: frozenset[str]


def main() -> int:
    """Train on all training pages and write the weights, or cross-validate."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cross-validate", action="store_true")
    try:
        samples = training_samples()
    except NoDataError as error:
        sys.stdout.write(f"not trained: {error}\n")
        return 1
    if arguments.parse_args().cross_validate:
        cross_validate(samples)
    else:
        weights = trained(samples)
        content = "".join(f"{name}\t{weight:.3f}\n" for name, weight in sorted(weights.items()))
        CAPTION_WEIGHTS.write_bytes(gzip.compress(content.encode("utf-8"), compresslevel=9, mtime=0))
    return 0


def training_samples() -> list[Sample]:
    """Collect the samples of all pages for training.

    Raises:
        NoDataError: the data is not on this machine.
    """
    layouts: tuple[Layout, ...] = ("apart", "uncaptioned")
    chosen = [
        (name, page)
        for name in SETS
        for page in pages(name)
        if not is_held_out(publisher_of(page)) and split_of(page["gold"]["text"]) == "train"
    ]
    articles = [
        (name, article) for layout in layouts for name, page in chosen if (article := plain_article(page, layout))
    ]
    common = common_words([article for _, article in articles])
    return [sample for name, article in articles for sample in samples_of(article, common, is_news=name == "fundus_a")]


def common_words(articles: Sequence[PlainArticle]) -> frozenset[str]:
    """Find the words in lower case that stand in most lines."""
    counts = Counter(
        word for article in articles for line in article.text.split("\n") for word in set(WORD.findall(line))
    )
    listed = sorted((word for word in counts if word.islower()), key=lambda word: (-counts[word], word))
    return frozenset(listed[:COMMON_WORDS])


def samples_of(article: PlainArticle, common: frozenset[str], *, is_news: bool) -> Iterator[Sample]:
    """List the captions of an article, the paragraphs that stand directly above a credit, and some of the others."""
    lines = [article.text[piece.start : piece.end] for piece in article.pieces]
    kinds = [piece.kind for piece in article.pieces]
    usable = [nth for nth, line in enumerate(lines) if len(line) <= MAX_LINE and not is_credit(line)]
    below = [*kinds[1:], "end"]
    printed = [nth for nth in usable if kinds[nth] != "credit" and below[nth] == "credit"]
    captions = [nth for nth in usable if kinds[nth] == "caption" and below[nth] != "credit"]
    others = [nth for nth in usable if kinds[nth] == "body" and below[nth] not in {"credit", "caption"}]
    drawn = sorted(others, key=lambda nth: sha256(f"{article.name} {nth}".encode()).digest())[:PARAGRAPHS]
    story = Story(lines)
    for nth in (*printed, *captions, *drawn):
        told = story if nth in printed else Story([*lines[: nth + 1], LONE_CREDIT, *lines[nth + 1 :]])
        seen = frozenset(features(told, nth, common))
        yield Sample(article.publisher, is_news, kinds[nth] == "caption", nth in printed, seen)


def trained(samples: Sequence[Sample]) -> dict[str, float]:
    """Fit the weights by Newton's method; weights that round to nothing are left out, common words stay."""
    names = sorted({name for sample in samples for name in sample.features})
    column = {name: nth for nth, name in enumerate(names)}
    seen = np.zeros((len(samples), len(names) + 1))
    seen[:, -1] = 1.0
    for row, sample in enumerate(samples):
        seen[row, [column[name] for name in sample.features]] = 1.0
    truth = np.array([sample.is_caption for sample in samples], dtype=float)
    count = _counts(samples)
    penalty = np.full(len(names) + 1, PENALTY)
    weights = np.zeros(len(names) + 1)
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (count * (likely - truth)) + penalty * weights
        bend = (seen.T * (count * likely * (1 - likely))) @ seen + np.diag(penalty)
        weights -= np.linalg.solve(bend, slope)
    fitted = dict(zip([*names, INTERCEPT], map(float, weights), strict=True))
    return {
        name: weight
        for name, weight in fitted.items()
        if abs(weight) >= 0.0005 or name.startswith(COMMON) or name == INTERCEPT
    }


def _counts(samples: Sequence[Sample]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Say how much each sample counts; captions and paragraphs count the same together."""
    of_publisher = Counter((sample.publisher, sample.is_caption) for sample in samples)
    counts = np.array(
        [
            (NEWS if sample.is_news else 1.0)
            * min(1.0, MOST_OF_PUBLISHER / of_publisher[sample.publisher, sample.is_caption])
            for sample in samples
        ]
    )
    captions = np.array([sample.is_caption for sample in samples])
    for kind in (captions, ~captions):
        counts[kind] *= WEIGHT / 2 / counts[kind].sum()
    return counts


def cross_validate(samples: Sequence[Sample]) -> None:
    """Print for several thresholds how many captions are found and how many paragraphs are taken for one."""
    scores: list[float] = [0.0] * len(samples)
    folds = [sha256(sample.publisher.encode()).digest()[1] % FOLDS for sample in samples]
    for fold in range(FOLDS):
        weights = trained([sample for sample, other in zip(samples, folds, strict=True) if other != fold])
        for nth, sample in enumerate(samples):
            if folds[nth] == fold:
                scores[nth] = weights[INTERCEPT] + sum(weights.get(name, 0.0) for name in sample.features)
    for threshold in (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0):
        for is_news, is_caption, is_printed in product((True, False), repeat=3):
            group = [
                score > threshold
                for score, sample in zip(scores, samples, strict=True)
                if sample[1:4] == (is_news, is_caption, is_printed)
            ]
            sys.stdout.write(
                f"above {threshold:5.2f}: {'news' if is_news else 'other'} {'captions' if is_caption else 'paragraphs'}"
                f" above {'a credit' if is_printed else 'a stand-in'} {sum(group)} of {len(group)}\n"
            )


if __name__ == "__main__":
    sys.exit(main())
