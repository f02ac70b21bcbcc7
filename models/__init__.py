"""The records that pass between the stages: frozen, typed, and nothing but records."""

from models.base import NewerReleaseError, Record
from models.document import BLOCK_KINDS, Document, Encoding, Span, SpanKind
from models.edit import Destination, Edit, EditKind, passes, undo
from models.metadata import Dateline, DatePrecision, Metadata
from models.offsets import Hunk, edited_spans, hunks, source_span, source_spans
from models.outcome import (
    SCHEMA_VERSION,
    Article,
    Caption,
    Paragraph,
    Quality,
    Rejection,
    json_schema,
    read_outcome,
)
from models.raw_document import HttpFacts, MailFacts, RawDocument, Source, Unreceived
from models.rejection import Reason, Refusal, Stage
from models.visit import Visit

__all__ = [
    "BLOCK_KINDS",
    "SCHEMA_VERSION",
    "Article",
    "Caption",
    "DatePrecision",
    "Dateline",
    "Destination",
    "Document",
    "Edit",
    "EditKind",
    "Encoding",
    "HttpFacts",
    "Hunk",
    "MailFacts",
    "Metadata",
    "NewerReleaseError",
    "Paragraph",
    "Quality",
    "RawDocument",
    "Reason",
    "Record",
    "Refusal",
    "Rejection",
    "Source",
    "Span",
    "SpanKind",
    "Stage",
    "Unreceived",
    "Visit",
    "edited_spans",
    "hunks",
    "json_schema",
    "passes",
    "read_outcome",
    "source_span",
    "source_spans",
    "undo",
]
