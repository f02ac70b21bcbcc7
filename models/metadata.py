"""What is known about an article besides its text."""

from enum import StrEnum

from pydantic import Field

from models.base import Record


class DatePrecision(StrEnum):
    """The finest part of a date that its source gave."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


class Dateline(Record):
    """Where and when the article says it was filed: "Beijing, September 2"."""

    place: str = Field(description="The place as printed.")
    date_text: str | None = Field(description="The date as printed, never completed; null when there is none.")


class Metadata(Record):
    """The fields that a parser may find beside the text; each is null or empty when nothing states it."""

    url: str | None = Field(default=None, description="The article's own address.")
    title: str | None = Field(default=None, description="The headline; an opening sentence is none.")
    subtitle: str | None = Field(default=None, description="A second headline.")
    authors: tuple[str, ...] = Field(
        default=(), description="Names of people, without “By” and job titles; of who signs where no person does."
    )
    publisher: str | None = Field(default=None, description="The publication.")
    agency: str | None = Field(default=None, description="The news agency credited.")
    language: str | None = Field(default=None, description="BCP 47 tag.")
    dateline: Dateline | None = Field(default=None, description="As the article opens; it is left in the body too.")
    section: str | None = Field(default=None, description="The section of the publication.")
    keywords: tuple[str, ...] = Field(default=(), description="Keywords as published.")
    date_published: str | None = Field(default=None, description="ISO 8601, no finer than `date_precision`.")
    date_modified: str | None = Field(default=None, description="ISO 8601, as fine as its source gave it.")
    date_precision: DatePrecision | None = Field(
        default=None, description="The finest part of `date_published` that was given."
    )
    summary: str | None = Field(default=None, description="The standfirst.")
    field_sources: dict[str, str] = Field(
        default_factory=dict, description="For each metadata field that is set, where it came from."
    )
