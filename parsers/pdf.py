"""PDF: lines in reading order, built from the places of the glyphs."""

import re
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from models import Document, Metadata, RawDocument, Reason, Refusal, Span, SpanKind, Stage
from parsers.html_values import clean_value, people_of
from parsers.pdf_glyphs import glyphs
from parsers.pdf_layout import page_text
from parsers.pdf_words import WordGaps
from parsers.words import letters_of

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

END_MARK = b"%%EOF"

END_OF_FILE = 4_096
"""Bytes at a file's end that must hold the end mark; some programs write a little behind it."""

BETWEEN_PAGES = "\n\n"

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
    word_gaps = WordGaps()
    pages = [_page_text(document, number, word_gaps) for number in range(len(document))]
    if not any(pages):
        return _without_text(document)
    text = BETWEEN_PAGES.join(page for page in pages if page)
    return Document(text=text, spans=page_spans(pages), metadata=_metadata(document, text))


def _page_text(document: "PdfDocument", number: int, word_gaps: WordGaps) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as textpage:
        return page_text(glyphs(textpage), word_gaps)


def page_spans(pages: Sequence[str]) -> tuple[Span, ...]:
    """Give the spans of pages that are joined into one text, those without text left out."""
    spans = []
    start = 0
    for page in filter(None, pages):
        spans.append(Span(start=start, end=start + len(page), kind=SpanKind.PAGE))
        start += len(page) + len(BETWEEN_PAGES)
    return tuple(spans)


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


def _metadata(document: "PdfDocument", text: str) -> Metadata:
    """Take title and author of the file's information where the text has them too."""
    printed = letters_of(text)
    title = clean_value(document.get_metadata_value("Title"))
    fields: dict[str, object] = {}
    if len(title.split()) > 1 and not NO_TITLE.search(title) and letters_of(title) in printed:
        fields["title"] = title
    authors = people_of([clean_value(document.get_metadata_value("Author"))], [])
    if authors and all(letters_of(author) in printed and " " in author for author in authors):
        fields["authors"] = authors
    return Metadata.model_validate({**fields, "field_sources": dict.fromkeys(fields, "pdf info")})
