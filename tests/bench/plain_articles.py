"""Articles as plain lines with the truth for each stretch, built from the pages of `../shared/data/extraction`.

The lines are the gold paragraphs, with each figure's caption at its place between them. The truth of caption and credit
is fundus_a's gold; in wcxb_dev and scrapinghub a `figcaption` that the gold body does not hold counts as a caption.
Pages are split by publisher: a third of them is for measuring alone.
"""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby, pairwise
from typing import Any, Literal, NamedTuple, get_args
from urllib.parse import urlsplit

from clean.captions.credits import BARS, is_credit
from clean.captions.trailing_credits import credit_behind
from clean.lines import Line
from clean.words.language import detect_language
from tests.bench.corpora import data_folder

SETS = ("fundus_a", "scrapinghub", "wcxb_dev")

Layout = Literal["printed", "apart", "bare", "uncaptioned", "lone"]
"""How a figure's text stands among the paragraphs: as the page has it; caption and credit on lines of their own; the
caption without its credit; the credit without its caption; or as the page has it, and one more credit alone below a
paragraph, as under a picture without a caption."""
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

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
LONE_CREDIT = "(Photo by Jane Doe)"
LEAST_WORDS = 6
"""Words of a paragraph below which it is put."""
MAX_FIGURE = 1500
"""Characters of a figcaption; a longer one holds an article."""


class Block(NamedTuple):
    """A block of a page's visible text."""

    text: str
    figure: int | None


class Figure(NamedTuple):
    """What stands under a picture: its blocks as the page has them, and what of it is caption and credit."""

    blocks: tuple[str, ...]
    caption: str | None
    credit: str | None


class Piece(NamedTuple):
    """A stretch of an article's text and what it is: body, caption, credit, or figure where that is not told apart.

    The paragraph above a credit that stands alone is "above".
    """

    kind: str
    start: int
    end: int


class PlainArticle(NamedTuple):
    """An article as plain lines, with the truth for stretches of it."""

    name: str
    publisher: str
    language: str
    text: str
    pieces: tuple[Piece, ...]


def pages(name: str) -> Iterator[dict[str, Any]]:
    """Read one set of pages."""
    with gzip.open(data_folder() / "extraction" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def publisher_of(page: dict[str, Any]) -> str:
    """Name a page's publisher: the last two parts of its host, or the name that its id begins with."""
    url = page["url"] or page["id"]
    return ".".join((urlsplit(url).hostname or url.partition("_")[0]).split(".")[-2:])


def is_held_out(publisher: str) -> bool:
    """Whether a publisher is among the third that no rule was written on."""
    return sha256(publisher.encode()).digest()[0] % 3 == 0


def letters(text: str) -> str:
    """Reduce a text to its letters and digits, to compare what only spacing and marks tell apart."""
    return "".join(WORD.findall(text)).casefold()


def plain_article(page: dict[str, Any], layout: Layout) -> PlainArticle | None:
    """Lay a page's gold paragraphs and the captions between them out as plain lines; None for an empty gold body."""
    gold = page["gold"]
    body = [line.strip() for line in gold["text"].split("\n") if line.strip()]
    blocks = blocks_of(page["html"])
    places = _places(body, [letters(block.text) for block in blocks])
    rows: list[tuple[float, list[tuple[str, str]]]] = [
        (place, [("body", text)]) for place, text in zip(places, body, strict=True)
    ]
    rows += (
        (place, _figure_lines(figure, layout))
        for place, figure in _figures(blocks, gold)
        if place <= max(places, default=0)
    )
    lines = [line for _, lines in sorted(rows, key=lambda row: row[0]) for line in lines]
    if not body:
        return None
    if layout == "lone":
        lines = _with_lone_credit(lines, page["id"])
    text = "".join(f"{line}\n" for _, line in lines)
    language = "en" if detect_language(gold["text"]) == "en" else ""
    return PlainArticle(page["id"], publisher_of(page), language, text, tuple(_pieces(lines, gold)))


def _with_lone_credit(lines: Sequence[tuple[str, str]], name: str) -> list[tuple[str, str]]:
    """Put a credit below one of the paragraphs that have another below."""
    fitting = [
        nth
        for nth, ((kind, text), (below, _)) in enumerate(pairwise(lines))
        if kind == below == "body" and len(text.split()) >= LEAST_WORDS
    ]
    if not fitting:
        return list(lines)
    nth = min(fitting, key=lambda nth: sha256(f"{name} {nth}".encode()).digest())
    return [*lines[:nth], ("above", lines[nth][1]), ("credit", LONE_CREDIT), *lines[nth + 1 :]]


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


def _figures(blocks: Sequence[Block], gold: dict[str, Any]) -> Iterator[tuple[int, Figure]]:
    """List the figures whose text the gold body does not hold, each once, with their places among the blocks."""
    known, seen = letters(gold["text"]), set[str]()
    numbered = ((nth, block) for nth, block in enumerate(blocks) if block.figure is not None)
    for _, group in groupby(numbered, key=lambda pair: pair[1].figure):
        members = list(group)
        printed = tuple(block.text for _, block in members if letters(block.text) not in known)
        whole = " ".join(printed)
        if not letters(whole) or letters(whole) in seen | {known} or len(whole) > MAX_FIGURE:
            continue
        seen.add(letters(whole))
        caption, credit = _told_apart(whole, gold) if "captions" in gold else _parted(whole)
        if caption or credit:
            yield members[0][0], Figure(printed, caption, credit)


def _told_apart(whole: str, gold: dict[str, Any]) -> tuple[str | None, str | None]:
    """Find the gold's caption in a figure's text; what is left is its credit as printed, where the gold has one."""
    captions, credits_ = ([text for text in gold[key] if text and text in whole] for key in ("captions", "credits"))
    caption = max(captions, key=len, default=None)
    rest = whole.replace(caption, "", 1).strip(BARS) if caption else whole
    return caption, rest if any(text in rest for text in credits_) else None


def _parted(whole: str) -> tuple[str | None, str | None]:
    """Part a figure's text by its looks, where the gold does not tell."""
    if is_credit(whole):
        return None, whole
    credit = credit_behind(Line(0, len(whole), whole))
    return (whole[: credit.start].rstrip(BARS) or None, credit.text) if credit else (whole, None)


def _figure_lines(figure: Figure, layout: Layout) -> list[tuple[str, str]]:
    if layout in {"printed", "lone"}:
        return [("figure", block) for block in figure.blocks]
    caption = None if layout == "uncaptioned" else figure.caption
    credit = None if layout == "bare" else figure.credit
    return [(kind, text) for kind, text in (("caption", caption), ("credit", credit)) if text]


def _pieces(lines: Sequence[tuple[str, str]], gold: dict[str, Any]) -> Iterator[Piece]:
    """Give the truth for each stretch; a figure's printed line is told apart as far as the gold has it."""
    at = 0
    for kind, line in lines:
        for piece in _within(line, gold) if kind == "figure" else [Piece(kind, 0, len(line))]:
            yield Piece(piece.kind, at + piece.start, at + piece.end)
        at += len(line) + 1


def _within(line: str, gold: dict[str, Any]) -> list[Piece]:
    pieces: list[Piece] = []
    for key, kind in (("captions", "caption"), ("credits", "credit")):
        for text in gold.get(key, ()):
            at = line.find(text)
            if text and at >= 0 and not any(piece.start <= at < piece.end for piece in pieces):
                pieces.append(Piece(kind, at, at + len(text)))
    return pieces or [Piece("figure", 0, len(line))]
