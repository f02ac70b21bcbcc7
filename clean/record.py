"""From a cleaned document to its record."""

from collections.abc import Iterator, Sequence

from clean.engine import Cleaned
from clean.identity import document_id
from models import (
    BLOCK_KINDS,
    Article,
    Destination,
    Document,
    Edit,
    EditKind,
    Paragraph,
    Quality,
    RawDocument,
    Span,
    SpanKind,
)

BETWEEN_PARAGRAPHS = "\n\n"


def article(raw: RawDocument, parsed: Document, cleaned: Cleaned, pipeline_version: str) -> Article:
    """Make the record of a document that has been through the rules."""
    document, edits = cleaned.document, cleaned.edits
    metadata = parsed.metadata
    return Article(
        **dict(metadata),
        pipeline_version=pipeline_version,
        id=document_id(raw.source, metadata.url, raw.sha256),
        source=raw.source.model_copy(update={"encoding": parsed.encoding}),
        raw_sha256=raw.sha256,
        paragraphs=tuple(paragraphs(document)),
        text=document.text,
        notes=removed(edits, Destination.NOTES),
        edits=edits,
        quality=quality(parsed, cleaned),
    )


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Divide the clean text at its blank lines, each piece with the kind its parser saw there."""
    blocks = [span for span in document.spans if span.kind in BLOCK_KINDS]
    at = 0
    for text in document.text.split(BETWEEN_PARAGRAPHS) if document.text else ():
        yield Paragraph(kind=_kind_at(blocks, at, at + len(text)), text=text)
        at += len(text) + len(BETWEEN_PARAGRAPHS)


def _kind_at(blocks: Sequence[Span], start: int, end: int) -> SpanKind:
    """Give the kind of the smallest block that covers the stretch."""
    covering = [span for span in blocks if span.start <= start and end <= span.end]
    return min(covering, key=lambda span: span.end - span.start).kind if covering else SpanKind.PARAGRAPH


def removed(edits: Sequence[Edit], destination: Destination) -> tuple[str, ...]:
    """List the texts that went to one field, in the order they were taken out."""
    return tuple(edit.before for edit in edits if edit.destination is destination)


def quality(parsed: Document, cleaned: Cleaned) -> Quality:
    """Compute the figures a reader can filter on."""
    characters = len(parsed.text) or 1
    words = len(parsed.text.split()) or 1
    repairs = sum(edit.kind is EditKind.REPAIR for edit in cleaned.edits)

    def share(destination: Destination) -> float:
        return round(sum(map(len, removed(cleaned.edits, destination))) / characters, 4)

    return Quality(
        words=len(cleaned.document.text.split()),
        words_in_lexicon_before=None,
        words_in_lexicon_after=None,
        edits_per_1000_words=round(1000 * repairs / words, 2),
        furniture_share=share(Destination.FURNITURE),
        boilerplate_share=share(Destination.BOILERPLATE),
    )
