"""A parsed document: one text, and what the parser saw where."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from models.base import Record
from models.metadata import Metadata


class SpanKind(StrEnum):
    """What a parser saw at a stretch of text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    PREFORMATTED = "preformatted"
    TABLE = "table"
    CAPTION = "caption"
    CREDIT = "credit"
    ASIDE = "aside"
    FURNITURE = "furniture"
    PAGE = "page"


BLOCK_KINDS = frozenset(SpanKind) - {SpanKind.PAGE, SpanKind.FURNITURE}
"""The kinds that say where a block of the text begins and ends; a page, and what is printed around its text, may begin
and end anywhere."""


class Span(Record):
    """A stretch of a document's text, in character offsets."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    kind: SpanKind


class Encoding(Record):
    """The character encoding a document was read with."""

    name: str = Field(description="IANA name, in lower case.")
    found_by: str = Field(
        description="How it was found: bom, http header, meta, xml declaration, valid utf-8, detected, ..."
    )


class Document(Record):
    """One text with its spans and metadata, on its way through the rules.

    A document with block spans has had its paragraphs told by its markup: line ends inside a block are meant. One
    without (plain text), or with pages (PDF), consists of physical lines, and the rules have to find the paragraphs;
    of its blocks only the headings and captions are known, or what is preformatted (code between fences).
    """

    text: str
    spans: tuple[Span, ...] = ()
    metadata: Metadata = Metadata()
    encoding: Encoding | None = None

    @model_validator(mode="after")
    def _spans_lie_in_text(self) -> Self:
        for span in self.spans:
            if not span.start <= span.end <= len(self.text):
                raise ValueError(
                    f"span {span.start}..{span.end} lies outside the {len(self.text)} characters of the text"
                )
        return self

    @property
    def has_blocks(self) -> bool:
        """Whether the parser told where paragraphs begin and end."""
        kinds = {span.kind for span in self.spans}
        return not kinds.isdisjoint(BLOCK_KINDS - {SpanKind.PREFORMATTED}) and SpanKind.PAGE not in kinds
