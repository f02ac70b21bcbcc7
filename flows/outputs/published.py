"""An article as those formats read it that hold no edits."""

from pydantic import ConfigDict

from models import Caption, Metadata, Paragraph, Quality, Source


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
