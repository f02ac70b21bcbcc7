"""Measures what is taken out of articles that are plain lines: captions, credits, and lines of the body lost.

    python -m tests.bench.plain_lines [--test] [--layout printed|apart|bare|lone] [--set NAME] [--show removed|missed]

`plain_articles` says how the lines are made. --test reads the third of the publishers that no rule was written on and
no classifier trained on. Behind each share stands the interval that holds the true one with a probability of 95 %.
"""

import argparse
import gzip
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from math import sqrt
from typing import NamedTuple

from clean.engine import Rule, run_rules
from clean.rules.article_notes import article_notes
from clean.rules.boilerplate import boilerplate
from clean.rules.byline import byline
from clean.rules.headline import headline
from clean.rules.links import links
from clean.rules.photo_captions import photo_captions
from clean.rules.photo_credits import photo_credits
from models import Destination, Document, Edit, source_span
from tests.bench.corpora import NoDataError, data_folder
from tests.bench.figures import Figures
from tests.bench.plain_articles import (
    LAYOUTS,
    SETS,
    Layout,
    Piece,
    PlainArticle,
    is_held_out,
    pages,
    plain_article,
    publisher_of,
)

RULES: tuple[Rule, ...] = (links, headline, byline, photo_captions, photo_credits, article_notes, boilerplate)

GONE = 0.9
"""Share of a caption's letters that must be taken out for it to count as removed."""
BODY = ("body", "above")
"""Kinds of lines of which nothing may be taken."""
CERTAINTY = 1.96
"""Standard deviations to both sides that hold 95 % of a normal distribution."""


def say(line: str) -> None:
    """Write one line of the report."""
    sys.stdout.write(f"{line}\n")


class Outcome(NamedTuple):
    """What became of one stretch."""

    article: PlainArticle
    piece: Piece
    taken: float
    rules: tuple[str, ...]


def outcomes(article: PlainArticle) -> Iterator[Outcome]:
    """Run the rules over an article and tell how much of each stretch they took, links aside."""
    cleaned = run_rules(Document(text=article.text), RULES)
    gone = [(*span, edit) for span, edit in _removed(cleaned.edits) if edit.destination is not Destination.LINKS]
    for piece in article.pieces:
        hits = [(max(piece.start, start), min(piece.end, end), edit) for start, end, edit in gone]
        hits = [(start, end, edit) for start, end, edit in hits if start < end]
        size = max(1, piece.end - piece.start)
        taken = sum(end - start for start, end, _ in hits) / size
        yield Outcome(article, piece, taken, tuple(edit.rule for _, _, edit in hits))


def _removed(edits: Sequence[Edit]) -> Iterator[tuple[tuple[int, int], Edit]]:
    for nth, edit in enumerate(edits):
        if edit.destination is not None:
            yield source_span(edits[:nth], edit.start, edit.end), edit


def paragraphs_of_text(*, held_out: bool) -> Iterator[str]:
    """Read the clean web text, a paragraph a line, by tenths."""
    with gzip.open(data_folder() / "text" / "wcxb_dev.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if (sha256(line.encode()).digest()[0] % 10 == 0) is held_out and line.strip():
                yield line.strip()


def interval(done: int, all_of: int) -> tuple[float, float]:
    """Give the bounds of a share with 95 % certainty (Wilson's score interval)."""
    share, spread = done / all_of, CERTAINTY**2 / all_of
    middle = share + spread / 2
    reach = CERTAINTY * sqrt((share * (1 - share) + spread / 4) / all_of)
    return (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)


def report(rows: Sequence[Outcome], title: str) -> Figures:
    """Print what was removed and what was lost, and give the shares."""
    counts: Counter[tuple[str, bool]] = Counter()
    for row in rows:
        counts[row.piece.kind, row.taken > 0 if row.piece.kind in BODY else row.taken >= GONE] += 1
    say(f"{title}: {len({row.article.name for row in rows})} pages")
    measured: Figures = {}
    for kind in ("caption", "credit", "figure", *BODY):
        done, all_of = counts[kind, True], counts[kind, True] + counts[kind, False]
        verb = "lost" if kind in BODY else "removed"
        if all_of:
            low, high = interval(done, all_of)
            say(
                f"  {kind:8}{verb:8}{done:6} of {all_of:6}  {100 * done / all_of:6.2f} %"
                f"  ({100 * low:.2f} to {100 * high:.2f})"
            )
            measured[f"{title}, {kind} lines {verb}"] = done / all_of
    return measured


def figures(
    *, test: bool = False, layout: Layout = "printed", sets: Sequence[str] = SETS, shown: str | None = None
) -> Figures:
    """Measure the articles of one part of the publishers.

    Raises:
        NoDataError: the data is not on this machine.
    """
    measured: Figures = {}
    for name in sets:
        rows = _rows(name, layout, test=test)
        for language in ("en", ""):
            of_language = [row for row in rows if row.article.language == language]
            if of_language:
                measured |= report(of_language, f"{name} {language or 'other languages'}")
        show(rows, shown)
    if tuple(sets) != SETS:
        return measured
    for name in SETS:
        above = [row for row in _rows(name, "lone", test=test) if row.piece.kind == "above"]
        measured |= report(above, f"{name}, a credit alone")
        show(above, shown)
    return measured | _lost_from_text(test=test, shown=shown)


def _rows(name: str, layout: Layout, *, test: bool) -> list[Outcome]:
    """Tell what became of the articles of one set in one layout."""
    chosen = (page for page in pages(name) if is_held_out(publisher_of(page)) == test)
    articles = (article for page in chosen if (article := plain_article(page, layout)))
    return [row for article in articles for row in outcomes(article)]


def _lost_from_text(*, test: bool, shown: str | None) -> Figures:
    """Count the paragraphs of clean web text that would be taken out of an article."""
    texts = list(paragraphs_of_text(held_out=test))
    lost = [(line, edits) for line in texts if (edits := _taken_from(line))]
    say(f"web text: {len(lost)} of {len(texts)} paragraphs lost, {1000 * len(lost) / len(texts):.2f} in 1,000")
    if shown == "removed":
        for line, edits in lost:
            say(f"  {','.join(sorted({edit.rule for edit in edits}))}: {line[:300]}")
    return {"web text, paragraphs lost per 1,000": 1000 * len(lost) / len(texts)}


def main() -> int:
    """Run the measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--test", action="store_true")
    arguments.add_argument("--layout", choices=LAYOUTS, default="printed")
    arguments.add_argument("--set", action="append", choices=SETS)
    arguments.add_argument("--show", choices=("removed", "missed"))
    options = arguments.parse_args()
    try:
        figures(test=options.test, layout=options.layout, sets=options.set or SETS, shown=options.show)
    except NoDataError as error:
        say(f"not measured: {error}")
    return 0


def _taken_from(line: str) -> list[Edit]:
    # Between two paragraphs, as an article's lines are; the first and last line are no byline or headline then.
    around = "The port was closed on Monday, the harbour master said in a statement to the council."
    text = "\n\n".join([around] * 3 + [line] + [around] * 3)
    edits = run_rules(Document(text=text), RULES).edits
    return [edit for edit in edits if edit.destination not in {None, Destination.LINKS}]


def show(rows: Sequence[Outcome], what: str | None) -> None:
    """Print the lines that were taken from the body, or the figures' lines that stayed."""
    for row in rows:
        text = row.article.text[row.piece.start : row.piece.end]
        of_body = row.piece.kind in BODY
        wrong = of_body and row.taken > 0 if what == "removed" else row.taken < GONE
        if what and wrong and (what == "removed" or not of_body):
            say(f"    {row.article.name} {row.piece.kind} {','.join(sorted(set(row.rules)))}: {text[:300]!r}")


if __name__ == "__main__":
    sys.exit(main())
