"""An article as formats read it. To read of a record what a format needs takes half the time of reading all of it."""

from collections.abc import Mapping

from pydantic import ConfigDict

from models import Caption, Metadata, Paragraph, Quality, Record, Source


class Published(Metadata):
    """The fields that are for readers, as feeds and graphs give them.

    All but `id` may have been left out, and records of earlier schemas will do; so it is with the others below.
    """

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


class Sourced(Record):
    """A text, what it is called, and the way back to the source text."""

    model_config = ConfigDict(extra="ignore")

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    title: str | None = None
    url: str | None = None
    language: str | None = None
    date_published: str | None = None
    edits: tuple[Moved, ...] = ()


class Headed(Record):
    """The paragraphs, and what stands above them in this order."""

    model_config = ConfigDict(extra="ignore")

    id: str
    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    agency: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    language: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    url: str | None = None
    summary: str | None = None
    captions: tuple[Caption, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


class Mappings(Record):
    """The fields that are mappings, which not everybody can read from JSON."""

    model_config = ConfigDict(extra="ignore")

    field_sources: Mapping[str, str] | None = None
