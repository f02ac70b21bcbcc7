"""From a cleaned document to its record."""

from collections import deque
from collections.abc import Iterator

from clean.engine import Cleaned
from clean.record.captions import paired_captions
from clean.record.identity import document_id
from clean.record.metadata import completed_metadata
from clean.record.quality import quality
from clean.record.removals import links, removals, removed
from models import BLOCK_KINDS, Article, Destination, Document, Paragraph, RawDocument, Span, SpanKind

BETWEEN_PARAGRAPHS = "\n\n"


def article(raw: RawDocument, parsed: Document, cleaned: Cleaned, pipeline_version: str) -> Article:
    """Make the record of a document that has been through the rules."""
    document, edits = cleaned.document, cleaned.edits
    taken_out = removals(edits)
    metadata = completed_metadata(parsed, raw.source, taken_out, document.text)
    return Article(
        **dict(metadata),
        pipeline_version=pipeline_version,
        id=document_id(raw.source, parsed.metadata.url, raw.sha256),
        source=raw.source.model_copy(update={"encoding": parsed.encoding}),
        raw_sha256=raw.sha256,
        paragraphs=tuple(paragraphs(document)),
        text=document.text,
        captions=paired_captions(edits),
        links=links(taken_out),
        notes=removed(taken_out, Destination.NOTES),
        edits=edits,
        quality=quality(parsed, cleaned, metadata.language),
    )


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Divide the clean text at its blank lines, each piece with the kind of the smallest block that covers it."""
    blocks = deque(sorted((s for s in document.spans if s.kind in BLOCK_KINDS), key=lambda span: span.start))
    begun: list[Span] = []
    at = 0
    for text in document.text.split(BETWEEN_PARAGRAPHS) if document.text else ():
        end = at + len(text)
        while blocks and blocks[0].start <= at:
            begun.append(blocks.popleft())
        begun = [span for span in begun if span.end >= end]
        smallest = min(begun, key=lambda span: span.end - span.start, default=None)
        yield Paragraph(kind=smallest.kind if smallest else SpanKind.PARAGRAPH, text=text)
        at = end + len(BETWEEN_PARAGRAPHS)
