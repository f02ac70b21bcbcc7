"""PDF: lines in reading order, built from the places of the glyphs."""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from models import Document, Metadata, RawDocument, Reason, Refusal, Span, SpanKind, Stage
from parsers.pdf.blocks import Block, Body, blocks_of, body_of, with_quotes_aside
from parsers.pdf.columns import columns_of, rows_of, usual_gutters
from parsers.pdf.footnotes import footnotes_apart
from parsers.pdf.furniture import furniture_of
from parsers.pdf.glyphs import glyphs
from parsers.pdf.lines import Line, lines_of
from parsers.pdf.pictures import Picture, pictures_of
from parsers.pdf.title import title_of
from parsers.pdf.unmapped import is_unmapped
from parsers.pdf.words import WordGaps
from parsers.values import clean_value, people_of
from parsers.words import letters_of

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

END_MARK = b"%%EOF"

END_OF_FILE = 4_096
"""Bytes at a file's end that must hold the end mark; some programs write a little behind it."""

MOST_GLYPHS = 10_000_000
"""Letters of a PDF; an article has thousands, a newspaper a few hundred thousand."""

FEW_LETTERS = 60
PICTURED = 0.5
"""Letters to a page below which pages are scanned, where pictures take more than such a share of more than such a share
of the pages."""

BETWEEN_BLOCKS = "\n\n"

# Matches "report_final.docx", "Microsoft Word - draft" and "untitled": what a program put in as title; must not match
# a headline.
NO_TITLE = re.compile(
    r"\.\w{2,5}\Z|\AMicrosoft |\A\(?(?:untitled|unbenannt|sans titre|document\d*)\b|[\\/_]", re.IGNORECASE
)


def parse_pdf(raw: RawDocument) -> Document | Refusal:
    """Read a PDF.

    Returns a Document of physical lines, blank lines where the vertical gap says so, and a `page` span for each page
    that has text, footnotes behind the text of the last; or a Refusal (empty, damaged, encrypted, scanned, undecodable,
    no_text). Title and author of the file's own information are taken only where the text bears them out, and its dates
    not at all: they are the file's, not the article's.
    """
    import pypdfium2

    if not raw.content:
        return _refusal(Reason.EMPTY, "The file is empty. Check that it was written completely, and get it again.")
    if END_MARK not in raw.content[-END_OF_FILE:]:
        return _refusal(Reason.DAMAGED, "The PDF ends before its end mark: it was cut off. Get it again.")
    try:
        document = pypdfium2.PdfDocument(raw.content)
    except pypdfium2.PdfiumError as error:
        return _unopened(str(error))
    with closing(document):
        try:
            return _read(document)
        except pypdfium2.PdfiumError as error:
            return _refusal(Reason.DAMAGED, f"A page of the PDF cannot be read ({error}). Get the file again.")


def _refusal(reason: Reason, detail: str) -> Refusal:
    return Refusal(stage=Stage.PARSE, reason=reason, detail=detail)


def _unopened(message: str) -> Refusal:
    """Say why pdfium could not open a file."""
    if "password" in message.lower() or "security" in message.lower():
        detail = "The PDF is encrypted. Save it again without a password."
        return _refusal(Reason.ENCRYPTED, detail)
    return _refusal(Reason.DAMAGED, f"The PDF is damaged and cannot be opened ({message}). Get the file again.")


class Page(NamedTuple):
    """What stands on a page, in the order of its content, and its size in square points."""

    lines: list[Line]
    pictures: list[Picture]
    area: float


def _read(document: "PdfDocument") -> Document | Refusal:
    pages = list(islice(_pages(document), len(document)))
    if len(pages) < len(document):
        return _refusal(Reason.TOO_LARGE, f"The PDF holds more than {MOST_GLYPHS:,} letters. Split it by its articles.")
    if _is_scanned(pages):
        detail = "The PDF holds pictures of pages and no text. Run text recognition (OCR) on it first."
        return _refusal(Reason.SCANNED, detail)
    if is_unmapped(document, (line.text for page in pages for line in page.lines)):
        detail = "The PDF's fonts do not say which characters their glyphs are. Run text recognition (OCR) on it first."
        return _refusal(Reason.UNDECODABLE, detail)
    if not any(page.lines for page in pages):
        return _refusal(Reason.NO_TEXT, "The PDF holds no text on any page. Check that it is the right file.")
    blocks, body = _blocks(pages)
    title = title_of(blocks[0], body)
    printed = "\n".join(block.text for page in blocks for block in page)
    metadata = _metadata(document, printed, title.text if title else None)
    text, spans = written_pages([[block for block in page if block is not title] for page in blocks])
    return Document(text=text, spans=spans, metadata=metadata)


def _pages(document: "PdfDocument") -> Iterator[Page]:
    """Read page after page, until there are too many letters."""
    word_gaps = WordGaps()
    letters = 0
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as textpage:
            letters += textpage.count_chars()
            if letters > MOST_GLYPHS:
                return
            width, height = page.get_size()
            yield Page(lines_of(glyphs(textpage), word_gaps), pictures_of(page), width * height)


def _is_scanned(pages: Sequence[Page]) -> bool:
    """Say whether pages are pictures, with next to no text on them: a page number, the name of the scanner."""
    letters = sum(len(line.text) for page in pages for line in page.lines)
    if not letters:
        return any(page.pictures for page in pages)
    pictured = [page for page in pages if sum(picture.area for picture in page.pictures) > PICTURED * page.area]
    return letters < FEW_LETTERS * len(pages) and len(pictured) > PICTURED * len(pages)


def _blocks(pages: Sequence[Page]) -> tuple[list[list[Block]], Body]:
    """Divide each page into blocks, its head, its text in reading order, its foot; and tell how the text is set.

    The footnotes of all pages stand at the end of the last, where they part no sentence.
    """
    furniture = furniture_of([page.lines for page in pages])
    texts, marks = (
        [
            [line for nth, line in enumerate(page.lines) if ((number, nth) in furniture) is wanted]
            for number, page in enumerate(pages)
        ]
        for wanted in (False, True)
    )
    body = body_of(texts if any(texts) else marks)
    gutters = usual_gutters(texts)
    columns, notes = footnotes_apart([columns_of(text, gutters) for text in texts], body)
    found = []
    for page, text, mark in zip(pages, columns, marks, strict=True):
        top = max((line.baseline for column in text for line in column.lines), default=0.0)
        blocks = with_quotes_aside(blocks_of(text, page.pictures, body))
        head, foot = ([line for line in mark if (line.baseline > top) is above] for above in (True, False))
        found.append([*_furniture(head), *blocks, *_furniture(foot)])
    for column in notes:
        found[-1] += blocks_of([column], [], body)
    return found, body


def _furniture(marks: Sequence[Line]) -> list[Block]:
    return [Block([line], SpanKind.FURNITURE) for row in rows_of(marks) for line in row]


def written_pages(pages: Sequence[Sequence[Block]]) -> tuple[str, tuple[Span, ...]]:
    """Write the blocks of pages one below the other, with a span for each page that has text and for each kind."""
    pieces: list[str] = []
    spans: list[Span] = []
    at = 0
    for blocks in filter(None, pages):
        begin = at
        for block in blocks:
            if block.kind:
                spans.append(Span(start=at, end=at + len(block.text), kind=block.kind))
            pieces.append(block.text)
            at += len(block.text) + len(BETWEEN_BLOCKS)
        spans.append(Span(start=begin, end=at - len(BETWEEN_BLOCKS), kind=SpanKind.PAGE))
    return BETWEEN_BLOCKS.join(pieces), tuple(sorted(spans, key=lambda span: (span.start, -span.end)))


def _metadata(document: "PdfDocument", printed: str, title: str | None) -> Metadata:
    """Take the title that is set as one, else that of the file's information, and its author, where they are printed.

    `printed` is all the text there is.
    """
    letters = letters_of(printed)
    told = clean_value(document.get_metadata_value("Title"))
    fields: dict[str, object] = {}
    sources: dict[str, str] = {}
    if title:
        fields["title"], sources["title"] = clean_value(title), "largest type"
    elif len(told.split()) > 1 and not NO_TITLE.search(told) and letters_of(told) in letters:
        fields["title"], sources["title"] = told, "pdf info"
    authors = people_of([clean_value(document.get_metadata_value("Author"))], [])
    if authors and all(letters_of(author) in letters and " " in author for author in authors):
        fields["authors"], sources["authors"] = authors, "pdf info"
    return Metadata.model_validate({**fields, "field_sources": sources})
