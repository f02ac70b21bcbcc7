"""How well pages are read: `python -m tests.bench.extraction [--limit N] [--set NAME] [--errors FILE]`.

The measure is that of Scrapinghub's article extraction benchmark: precision and recall over the word 4-grams of each
page's body, each page weighing the same, F1 of the two means. Beside our parser stands trafilatura, with and without
`fast`, in the same run, so that the times are those of one machine in one state. Titles, sets of authors and days of
publication are counted as right where they equal the annotation, letters only.

What is trained is cross-validated by domain: a page is read with weights that no page of its domain had a part in.
Our body is what the parser hands over without captions and credits: what rules do afterwards is not in it.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from models import Document, RawDocument, Source, SpanKind
from parsers.html.page import parse_html
from parsers.words import letters_of
from tests.bench.corpora import NoDataError, data_folder, read_records
from tests.bench.figures import Figures
from tests.bench.html_folds import fold_of, fold_weights

SETS = ("fundus_a", "scrapinghub", "wcxb_dev")

# Matches a word; must not match the marks between words.
WORD = re.compile(r"\w+")

OUTSIDE_BODY = frozenset((SpanKind.CAPTION, SpanKind.CREDIT))

DRAWS = 1_000
"""Samples of pages from which the 95 % interval of F1 is read."""


class Page(NamedTuple):
    """An annotated page."""

    address: str
    html: str
    gold: dict[str, Any]

    @property
    def publisher(self) -> str:
        """Give the host, by which errors are read together."""
        return urlsplit(self.address).hostname or "?"


class Extraction(NamedTuple):
    """What a program made of a page."""

    text: str
    title: str | None = None
    authors: Sequence[str] = ()
    date: str | None = None
    captions: Sequence[str] = ()


Extractor = Callable[[Page], Extraction]


@dataclass
class Score:
    """What one program reached on one set."""

    precisions: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    annotated: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def f1(self, pages: Sequence[int] | None = None) -> float:
        """Give F1 of the mean precision and the mean recall, over all pages or the chosen ones."""
        chosen = range(len(self.precisions)) if pages is None else pages
        precision, recall = fmean(self.precisions[at] for at in chosen), fmean(self.recalls[at] for at in chosen)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def interval(self) -> tuple[float, float]:
        """Give the 95 % interval of F1 by drawing pages again and again."""
        random, count = Random(1), len(self.precisions)
        drawn = sorted(self.f1([random.randrange(count) for _ in range(count)]) for _ in range(DRAWS))
        return drawn[DRAWS // 40], drawn[-DRAWS // 40]


def pages(name: str, limit: int | None) -> list[Page]:
    """Read an annotated set, or every nth page of it so that `limit` remain."""
    records: list[dict[str, Any]] = read_records(data_folder() / "extraction" / f"{name}.jsonl.gz")
    step = max(1, len(records) // limit) if limit else 1
    return [Page(record.get("url") or "", record["html"], record["gold"]) for record in records[::step]]


def copydesk(page: Page) -> Extraction:
    """Read a page as the pipeline does, with a classifier that has seen no page of the same domain."""
    source = Source(uri=page.address or "page.html", media_type="text/html")
    raw = RawDocument(content=page.html.encode("utf-8", "replace"), source=source)
    outcome = parse_html(raw, fold_weights(fold_of(page.publisher)))
    if not isinstance(outcome, Document):
        return Extraction("")
    texts = [(span.kind, outcome.text[span.start : span.end]) for span in outcome.spans]
    metadata = outcome.metadata
    return Extraction(
        "\n\n".join(text for kind, text in texts if kind not in OUTSIDE_BODY),
        metadata.title,
        metadata.authors,
        metadata.date_published,
        [text for kind, text in texts if kind in OUTSIDE_BODY],
    )


def trafilatura(page: Page) -> Extraction:
    """Read a page with the library's defaults and its metadata."""
    return _by_trafilatura(page, {"with_metadata": True})


def trafilatura_fast(page: Page) -> Extraction:
    """Read a page without the library's fallbacks."""
    return _by_trafilatura(page, {"with_metadata": True, "fast": True})


def _by_trafilatura(page: Page, options: dict[str, Any]) -> Extraction:
    from trafilatura import bare_extraction

    found = bare_extraction(page.html, url=page.address or None, include_comments=False, **options)
    if found is None or isinstance(found, dict):
        return Extraction("")
    authors = [author for author in (found.author or "").split(";") if author.strip()]
    return Extraction(found.text or "", found.title, authors, found.date)


EXTRACTORS: dict[str, Extractor] = {
    "copydesk": copydesk,
    "trafilatura": trafilatura,
    "trafilatura, fast": trafilatura_fast,
}


def four_grams(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words of a text; a shorter text is one run."""
    words = WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))) if words else Counter()


def precision_and_recall(gold: str, found: str) -> tuple[float, float]:
    """Compare two texts by their 4-grams.

    >>> precision_and_recall("a b c d e", "a b c d")
    (1.0, 0.5)
    """
    wanted, got = four_grams(gold), four_grams(found)
    if not wanted or not got:
        return (1.0, 1.0) if wanted == got else (0.0, 0.0)
    common = (wanted & got).total()
    return common / got.total(), common / wanted.total()


def add(score: Score, page: Page, found: Extraction) -> None:
    """Count one page."""
    precision, recall = precision_and_recall(page.gold["text"], found.text)
    score.precisions.append(precision)
    score.recalls.append(recall)
    for name, is_right in verdicts(page.gold, found):
        score.annotated[name] += 1
        score.right[name] += is_right


def verdicts(gold: dict[str, Any], found: Extraction) -> Iterator[tuple[str, bool]]:
    """Tell of each annotated field whether it was found."""
    if gold.get("title"):
        yield "title right", letters_of(gold["title"]) == letters_of(found.title or "")
    if gold.get("authors"):
        yield "authors right", set(map(letters_of, gold["authors"])) == set(map(letters_of, found.authors))
    if gold.get("date"):
        yield "date right", str(gold["date"])[:10] == (found.date or "")[:10]
    taken = letters_of(" ".join(found.captions))
    body, wanted = letters_of(found.text), letters_of(gold["text"])
    for caption in (*(gold.get("captions") or ()), *(gold.get("credits") or ())):
        letters = letters_of(caption)
        if len(letters) > 12 and letters not in wanted:
            yield "captions taken out", letters in taken
            yield "captions not in body", letters not in body


def measure(name: str, chosen: Sequence[Page], errors: Path | None) -> dict[str, Score]:
    """Run every program over the pages of a set, one page after the other."""
    scores = {program: Score() for program in EXTRACTORS}
    for page in chosen:
        for program, extract in EXTRACTORS.items():
            began = time.process_time()
            found = extract(page)
            scores[program].seconds += time.process_time() - began
            add(scores[program], page, found)
            if errors and program == "copydesk":
                write_errors(errors, name, page, found)
    return scores


def write_errors(folder: Path, name: str, page: Page, found: Extraction) -> None:
    """Write the lines of a page that are missing and those that are too many, by publisher, to be read."""
    got, wanted = letters_of(found.text), letters_of(page.gold["text"])
    missing = [line for line in page.gold["text"].split("\n") if letters_of(line) not in got]
    alien = [line for line in found.text.split("\n") if letters_of(line) not in wanted]
    if missing or alien:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}-{page.publisher}.txt").open("a", encoding="utf-8") as file:
            file.write(
                "\n".join([page.address, *(f"- {line}" for line in missing), *(f"+ {line}" for line in alien), "", ""])
            )


def table(name: str, scores: dict[str, Score]) -> Iterator[str]:
    """Write the figures of a set."""
    base = scores["trafilatura"].seconds
    yield f"{name}: {len(scores['copydesk'].precisions)} pages"
    for program, score in scores.items():
        low, high = score.interval()
        figures = f"F1 {score.f1():.4f} ({low:.3f} to {high:.3f})"
        figures += f"  precision {fmean(score.precisions):.4f}  recall {fmean(score.recalls):.4f}"
        rates = "  ".join(f"{key} {score.right[key]}/{score.annotated[key]}" for key in sorted(score.annotated))
        yield f"  {program:18} {figures}  time {score.seconds / base:.2f}  {rates}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the sets that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="pages of each set at most, spread over it")
    parser.add_argument("--set", choices=SETS, action="append", help="a set to measure; all of them without it")
    parser.add_argument("--errors", type=Path, help="folder for the lines that are missing or too many")
    options = parser.parse_args(arguments)
    try:
        figures(options.set or SETS, limit=options.limit, errors=options.errors)
    except NoDataError as error:
        sys.stdout.write(f"not measured: {error}\n")
    return 0


def figures(names: Sequence[str] = SETS, *, limit: int | None = None, errors: Path | None = None) -> Figures:
    """Measure every program on these sets.

    Raises:
        NoDataError: the data is not on this machine.
    """
    measured: Figures = {}
    for name in names:
        scores = measure(name, pages(name, limit), errors)
        sys.stdout.write("\n".join(table(name, scores)) + "\n")
        ours = scores["copydesk"]
        measured[f"{name}, F1"] = ours.f1()
        measured[f"{name}, time against trafilatura"] = ours.seconds / scores["trafilatura"].seconds
        measured |= {f"{name}, {what}": ours.right[what] / ours.annotated[what] for what in ours.annotated}
    return measured


if __name__ == "__main__":
    sys.exit(main())
