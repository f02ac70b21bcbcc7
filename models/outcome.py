"""What a document ends as: exactly one Article or one Rejection."""

from contextlib import suppress
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator
from pydantic_core import from_json

from models.base import NewerReleaseError, Record
from models.document import SpanKind
from models.edit import Edit
from models.metadata import Metadata
from models.raw_document import Source
from models.rejection import Reason, Stage

SCHEMA_VERSION = "1.0"


class _Origin(Record):
    """What every outcome says about the document it belongs to."""

    schema_version: str = Field(default=SCHEMA_VERSION, description="Version of this record's JSON Schema.")
    pipeline_version: str = Field(description="Release and a digest of rule code and weights.")
    id: str = Field(
        description="Stable across re-runs and versions: from the fetched or canonical URL, else from the bytes."
    )
    source: Source = Field(description="Where the document came from.")


class Paragraph(Record):
    """One block of the body."""

    kind: SpanKind = Field(default=SpanKind.PARAGRAPH, description="heading, paragraph, list_item, quote, ...")
    text: str = Field(min_length=1, description="Its text; line ends in it are meant.")


class Caption(Record):
    """A caption taken out of the body with the credit that belongs to it."""

    text: str | None = Field(description="The caption; null for a credit that stood alone.")
    credit: str | None = Field(description="Photographer and agency as printed; null when there is none.")


class Quality(Record):
    """Figures a reader can filter on."""

    words: int = Field(description="Words of the clean text.")
    words_in_lexicon_before: float | None = Field(
        description="Share of the source text's words in the lexicon; null without a lexicon for the language."
    )
    words_in_lexicon_after: float | None = Field(description="The same for the clean text.")
    edits_per_1000_words: float = Field(description="Repairs for each 1,000 words of the source text.")
    furniture_share: float = Field(description="Share of the source text's characters removed as furniture.")
    boilerplate_share: float = Field(description="Share of the source text's characters removed as boilerplate.")


class Article(Metadata, _Origin):
    """A normalized article with every change that was made to it."""

    outcome: Literal["article"] = Field(default="article", description="What the document ended as.")
    raw_sha256: str = Field(description="SHA-256 of the exact bytes it came from.")
    paragraphs: tuple[Paragraph, ...] = Field(description="The body, block by block.")
    text: str = Field(description="The texts of the paragraphs, joined by a blank line.")
    captions: tuple[Caption, ...] = Field(default=(), description="Captions and credits taken out of the body.")
    links: tuple[str, ...] = Field(default=(), description="Every URL taken out of the body.")
    notes: tuple[str, ...] = Field(default=(), description="Lines about the article, not of it.")
    duplicate_of: str | None = Field(
        default=None, description="Id of the article that this one nearly repeats; known beside others only, on export."
    )
    edits: tuple[Edit, ...] = Field(default=(), description="Every change, in the order it was applied.")
    quality: Quality = Field(description="Figures a reader can filter on.")

    @model_validator(mode="after")
    def _text_is_its_paragraphs(self) -> Self:
        if self.text != "\n\n".join(paragraph.text for paragraph in self.paragraphs):
            raise ValueError("`text` must be the paragraphs' texts joined by a blank line")
        return self


class Rejection(_Origin):
    """A document that could not be handled, and why."""

    outcome: Literal["rejection"] = Field(default="rejection", description="What the document ended as.")
    raw_sha256: str | None = Field(description="SHA-256 of the bytes; null when nothing was received.")
    stage: Stage = Field(description="The stage that refused it.")
    reason: Reason = Field(description="Why.")
    detail: str = Field(description="What is wrong and, where there is one, the way out.")


Outcome = Annotated[Article | Rejection, Field(discriminator="outcome")]
"""Exactly one of the two."""


@lru_cache(maxsize=1)
def _outcome() -> TypeAdapter[Article | Rejection]:
    """Build what reads either; building it takes time, and who only writes needs none."""
    return TypeAdapter(Outcome)


def read_outcome(line: str | bytes) -> Article | Rejection:
    """Read one line of JSON Lines output back into its record.

    Raises:
        pydantic.ValidationError: the line is not such a record.
        NewerReleaseError: it is one of a schema that came after this release.
    """
    try:
        return _outcome().validate_json(line)
    except ValidationError:
        if (version := _newer_version(line)) is None:
            raise
    message = f"a record of schema {version} is from a newer Copydesk (this release knows {SCHEMA_VERSION}): upgrade it"
    raise NewerReleaseError(message)


def _newer_version(line: str | bytes) -> str | None:
    """Give the version of a record's schema if it is newer than ours; None for what is no record."""
    with suppress(ValueError, TypeError, KeyError):
        version = from_json(line)["schema_version"]
        return str(version) if _numbers(version) > _numbers(SCHEMA_VERSION) else None
    return None


def _numbers(version: str) -> list[int]:
    return list(map(int, version.split(".")))


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of what a line of output holds."""
    from pydantic.json_schema import GenerateJsonSchema

    schema = _outcome().json_schema(mode="serialization")
    return {"$schema": GenerateJsonSchema.schema_dialect, "title": f"Copydesk outcome {SCHEMA_VERSION}", **schema}
