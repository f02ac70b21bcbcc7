"""Measures what is taken out of articles that are plain lines: captions, credits, and lines of the body lost.

    python -m tests.bench.plain_lines [--test] [--show removed|missed]

The lines are built from the pages of `../shared/data/extraction` (COPYDESK_DATA names another place): the gold
paragraphs, with each figure's caption lines at their place between them. The truth of caption and credit is fundus_a's
gold; in wcxb_dev and scrapinghub a `figcaption` that the gold body does not hold counts as a caption. Pages are split
by publisher: --test reads the third that no rule was written on.
"""

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlsplit

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

RULES: tuple[Rule, ...] = (links, headline, byline, photo_captions, photo_credits, article_notes, boilerplate)
SETS = ("fundus_a", "scrapinghub", "wcxb_dev")

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
        "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
SILENT = frozenset({"script", "style", "noscript", "template", "svg"})
WORD = re.compile(r"\w+")
SAME_START = 40
"""Letters by which a gold paragraph is found again in its page."""
GONE = 0.9
"""Share of a caption's letters that must be taken out for it to count as removed."""


def say(line: str) -> None:
    """Write one line of the report."""
    sys.stdout.write(f"{line}\n")


class Block(NamedTuple):
    """A block of a page's visible text."""

    text: str
    figure: int | None


class Piece(NamedTuple):
    """A stretch of an article's text and what it is."""

    kind: str
    start: int
    end: int


class PlainArticle(NamedTuple):
    """An article as plain lines, with the truth for stretches of it."""

    name: str
    language: str
    text: str
    pieces: tuple[Piece, ...]


def pages(name: str) -> Iterator[dict[str, Any]]:
    """Read one set of pages."""
    with gzip.open(data_folder() / "extraction" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def is_held_out(url: str) -> bool:
    """Whether a page's publisher is among the third that no rule was written on."""
    host = ".".join((urlsplit(url).hostname or url).split(".")[-2:])
    return sha256(host.encode()).digest()[0] % 3 == 0


def blocks_of(html: str) -> list[Block]:
    """List a page's visible blocks in order, each with the number of the figcaption it stands in."""
    from lxml import html as parser

    root = parser.fromstring(html.encode("utf-8", "replace"), parser=parser.HTMLParser(encoding="utf-8"))
    found: list[Block] = []
    words: list[str] = []
    figures: list[int] = []
    count = 0

    def close() -> None:
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            found.append(Block(text, figures[-1] if figures else None))

    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if not isinstance(node.tag, str) or node.tag in SILENT:
            words.append(node.tail or "")
            continue
        if node.tag in BLOCKS:
            close()
        if leaving:
            if node.tag == "figcaption":
                figures.pop()
            words.append(node.tail or "")
            continue
        if node.tag == "figcaption":
            count += 1
            figures.append(count)
        words.append(node.text or "")
        stack.append((node, True))
        stack += ((child, False) for child in reversed(node))
    close()
    return found


def letters(text: str) -> str:
    """Reduce a text to its letters and digits, to compare what only spacing and marks tell apart."""
    return "".join(WORD.findall(text)).casefold()


def plain_article(page: dict[str, Any], name: str) -> PlainArticle | None:
    """Lay a page's gold paragraphs and the captions between them out as plain lines."""
    gold = page["gold"]
    body = [line.strip() for line in gold["text"].split("\n") if line.strip()]
    blocks = blocks_of(page["html"])
    bare = [letters(block.text) for block in blocks]
    places = _places(body, bare)
    known = letters(gold["text"])
    captions, credits_ = ({letters(text) for text in gold.get(key, ())} for key in ("captions", "credits"))
    has_truth = "captions" in gold
    rows: list[tuple[float, list[str]]] = [(place, [text]) for place, text in zip(places, body, strict=True)]
    kinds: dict[int, str] = dict.fromkeys(range(len(rows)), "body")
    last = max(places, default=0)
    seen: set[str] = set()
    for nth, block in enumerate(blocks):
        if block.figure is None or nth > last or bare[nth] in seen or len(block.text) > 1500:
            continue
        whole = "".join(text for text, other in zip(bare, blocks, strict=True) if other.figure == block.figure)
        seen.add(bare[nth])
        if not bare[nth] or bare[nth] in known or (has_truth and not _has_gold(whole, captions | credits_)):
            continue
        kinds[len(rows)] = "figure"
        rows.append((nth, [block.text]))
    return _laid_out(page, name, rows, kinds) if body else None


def _has_gold(figure: str, truths: set[str]) -> bool:
    return any(truth and truth in figure for truth in truths)


def _places(body: Sequence[str], bare: Sequence[str]) -> list[float]:
    """Find each gold paragraph's block in the page; one that is not found stands behind the one before it."""
    places: list[float] = []
    at = 0
    for nth, text in enumerate(body):
        start = letters(text)[:SAME_START]
        found = next((place for place in range(at, len(bare)) if start in bare[place]), None)
        at = at if found is None else found
        places.append(at + nth / (10 * len(body)))
    return places


def _laid_out(
    page: dict[str, Any], name: str, rows: list[tuple[float, list[str]]], kinds: dict[int, str]
) -> PlainArticle:
    gold = page["gold"]
    order = sorted(range(len(rows)), key=lambda nth: rows[nth][0])
    text, pieces = "", []
    for nth in order:
        line = rows[nth][1][0]
        pieces += [
            Piece(kind, len(text) + start, len(text) + end) for kind, start, end in _truths(line, kinds[nth], gold)
        ]
        text += line + "\n"
    language = (
        "en" if name != "fundus_a" or page["id"][:2] in {"uk", "us", "ca", "be", "my", "mx", "za", "ls", "tz"} else ""
    )
    return PlainArticle(page["id"], language, text, tuple(pieces))


def _truths(line: str, kind: str, gold: dict[str, Any]) -> list[Piece]:
    """Tell the caption and the credit of a figure's line apart where the gold does."""
    if kind == "body":
        return [Piece(kind, 0, len(line))]
    pieces: list[Piece] = []
    for key, name in (("captions", "caption"), ("credits", "credit")):
        for text in gold.get(key, ()):
            at = line.find(text)
            if text and at >= 0 and not any(p.start <= at < p.end for p in pieces):
                pieces.append(Piece(name, at, at + len(text)))
    return pieces or [Piece("figure", 0, len(line))]


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


def report(rows: Sequence[Outcome], title: str) -> Figures:
    """Print what was removed and what was lost, and give the shares."""
    counts: Counter[tuple[str, bool]] = Counter()
    for row in rows:
        counts[row.piece.kind, row.taken >= GONE if row.piece.kind != "body" else row.taken > 0] += 1
    pages_read = len({row.article.name for row in rows})
    say(f"{title}: {pages_read} pages")
    measured: Figures = {}
    for kind in ("caption", "credit", "figure", "body"):
        done, all_of = counts[kind, True], counts[kind, True] + counts[kind, False]
        verb = "lost" if kind == "body" else "removed"
        if all_of:
            say(f"  {kind:8} {verb:8} {done:6} of {all_of:6}  {100 * done / all_of:6.2f} %")
            measured[f"{title}, {kind} lines {verb}"] = done / all_of
    return measured


def figures(*, test: bool = False, shown: str | None = None) -> Figures:
    """Measure the articles of one part of the publishers.

    Raises:
        NoDataError: the data is not on this machine.
    """
    measured: Figures = {}
    for name in SETS:
        chosen = (page for page in pages(name) if is_held_out(page["url"] or page["id"]) == test)
        articles = [article for page in chosen if (article := plain_article(page, name))]
        rows = [row for article in articles for row in outcomes(article)]
        for language in sorted({article.language for article in articles}):
            of_language = [row for row in rows if row.article.language == language]
            measured |= report(of_language, f"{name} {language or 'other languages'}")
        show(rows, shown)
    return measured if shown == "missed" else measured | _lost_from_text(test=test, shown=shown)


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
    arguments.add_argument("--show", choices=("removed", "missed"))
    options = arguments.parse_args()
    try:
        figures(test=options.test, shown=options.show)
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
        wrong = row.piece.kind == "body" and row.taken > 0 if what == "removed" else row.taken < GONE
        if what and wrong and (what == "removed" or row.piece.kind != "body"):
            say(f"    {row.article.name} {row.piece.kind} {','.join(sorted(set(row.rules)))}: {text[:300]!r}")


if __name__ == "__main__":
    sys.exit(main())
