"""An article as formats read it that hold no edits, or none but to map offsets by."""

from pydantic import ConfigDict

from models import Caption, Metadata, Paragraph, Quality, Record, Source


class Published(Metadata):
    """The fields that are for readers; all but `id` may have been left out, and records of earlier schemas will do."""

    model_config = ConfigDict(extra="ignore")

    id: str
    source: Source | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    text: str | None = None
    captions: tuple[Caption, ...] = ()
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    quality: Quality | None = None


class Moved(Record):
    """As much of an edit as tells how it moved the text behind it."""

    model_config = ConfigDict(extra="ignore")

    start: int
    before: str
    after: str


class Sourced(Published):
    """The same with the way back to the source text."""

    text: str
    edits: tuple[Moved, ...] = ()
