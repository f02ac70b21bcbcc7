"""PDF: lines in reading order, built from the places of the glyphs."""

import re
from collections.abc import Sequence, Set
from contextlib import closing
from typing import TYPE_CHECKING

from models import Document, Metadata, RawDocument, Reason, Refusal, Span, SpanKind, Stage
from parsers.html_values import clean_value, people_of
from parsers.pdf_blocks import Block, Body, blocks_of, body_of
from parsers.pdf_columns import columns_of, gutter_of, rows_of
from parsers.pdf_furniture import furniture_of
from parsers.pdf_glyphs import glyphs
from parsers.pdf_lines import Line, lines_of
from parsers.pdf_pictures import Picture, pictures_of
from parsers.pdf_title import title_of
from parsers.pdf_words import WordGaps
from parsers.words import letters_of

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

END_MARK = b"%%EOF"

END_OF_FILE = 4_096
"""Bytes at a file's end that must hold the end mark; some programs write a little behind it."""

BETWEEN_BLOCKS = "\n\n"

# Matches "report_final.docx", "Microsoft Word - draft" and "untitled": what a program put in as title; must not match
# a headline.
NO_TITLE = re.compile(
    r"\.\w{2,5}\Z|\AMicrosoft |\A\(?(?:untitled|unbenannt|sans titre|document\d*)\b|[\\/_]", re.IGNORECASE
)


def parse_pdf(raw: RawDocument) -> Document | Refusal:
    """Read a PDF.

    Returns a Document of physical lines, blank lines where the vertical gap says so, and a `page` span for each page
    that has text; or a Refusal (empty, damaged, encrypted, scanned, no_text). Title and author of the file's own
    information are taken only where the text bears them out, and its dates not at all: they are the file's, not the
    article's.
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


def _read(document: "PdfDocument") -> Document | Refusal:
    pages, pictures = _pages(document)
    if not any(pages):
        return _without_text(document)
    parts, body = _parts(pages, pictures, furniture_of(pages))
    title = title_of(parts[0], body)
    printed = "\n".join(block.text for blocks in parts for block in blocks)
    metadata = _metadata(document, printed, title.text if title else None)
    text, spans = written_pages([[block for block in blocks if block is not title] for blocks in parts])
    return Document(text=text, spans=spans, metadata=metadata)


def _pages(document: "PdfDocument") -> tuple[list[list[Line]], list[list[Picture]]]:
    """Read the lines and the places of the pictures on each page."""
    word_gaps = WordGaps()
    pages, pictures = [], []
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as textpage:
            pages.append(lines_of(glyphs(textpage), word_gaps))
            pictures.append(pictures_of(page))
    return pages, pictures


def _parts(
    pages: Sequence[Sequence[Line]], pictures: Sequence[Sequence[Picture]], furniture: Set[tuple[int, int]]
) -> tuple[list[list[Block]], Body]:
    """Divide each page into blocks, its head, its text in reading order, its foot; and tell how the text is set."""
    texts = [
        [line for nth, line in enumerate(page) if (number, nth) not in furniture] for number, page in enumerate(pages)
    ]
    body = body_of(texts if any(texts) else pages)
    gutters = sorted({gutter for text in texts if (gutter := gutter_of(text)) is not None})
    parts = []
    for number, (page, text) in enumerate(zip(pages, texts, strict=True)):
        marks = [line for nth, line in enumerate(page) if (number, nth) in furniture]
        top = max((line.baseline for line in text), default=0.0)
        head, foot = ([mark for mark in marks if (mark.baseline > top) is above] for above in (True, False))
        blocks = blocks_of(columns_of(text, gutters), pictures[number], body)
        parts.append([*_furniture(head), *blocks, *_furniture(foot)])
    return parts, body


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


def _without_text(document: "PdfDocument") -> Refusal:
    """Say why a PDF has no text: because its pages are pictures, or because nothing is on them."""
    if any(_has_image(document, number) for number in range(min(len(document), 20))):
        detail = "The PDF holds pictures of pages and no text. Run text recognition (OCR) on it first."
        return _refusal(Reason.SCANNED, detail)
    return _refusal(Reason.NO_TEXT, "The PDF holds no text on any page. Check that it is the right file.")


def _has_image(document: "PdfDocument", number: int) -> bool:
    import pypdfium2.raw as pdfium

    with closing(document[number]) as page:
        return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


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
