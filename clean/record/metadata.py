"""Fills the metadata that a parser left open from what the rules took out of the text, each field with its source."""

import re
from collections.abc import Sequence

from clean.dateline import find_dateline
from clean.patterns import deferred
from clean.record.removals import links, removed
from clean.urls import own_address
from clean.words.language import detect_language
from clean.words.names import author_names
from models import DatePrecision, Destination, Document, Edit, MailFacts, Metadata, Source

# What programs put before the subject of a mail that is answered or handed on: "Re: ", "FWD: AW: "; not "Reef: ".
ANSWERED = deferred(r"\A(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs)(?:\[\d{1,3}\])?\s?:\s*)+", re.IGNORECASE)


def completed_metadata(parsed: Document, source: Source, taken_out: Sequence[Edit], text: str) -> Metadata:
    """Complete a parsed document's metadata; what the parser found stays as it is.

    `taken_out` are the removals that led to `text`, in order.
    """
    metadata = parsed.metadata
    metadata = with_field(metadata, "url", source.uri if source.http else None, "fetched")
    metadata = with_field(metadata, "url", own_address(links(taken_out), parsed.text), "address in the text")
    title, *rest = *removed(taken_out, Destination.TITLE), None
    metadata = with_field(metadata, "title", title, "first line")
    metadata = with_field(metadata, "subtitle", rest[0] if rest else None, "second line")
    authors = tuple(
        dict.fromkeys(name for line in removed(taken_out, Destination.AUTHORS) for name in author_names(line))
    )
    metadata = with_field(metadata, "authors", authors, "byline")
    if opening := find_dateline(text):
        metadata = with_field(metadata, "dateline", opening.dateline, "opening")
        metadata = with_field(metadata, "agency", opening.agency, "dateline")
    if source.mail:
        metadata = _with_mail(metadata, source.mail)
    return _with_language(metadata, text)


def _with_mail(metadata: Metadata, mail: MailFacts) -> Metadata:
    """Take from the head of a mail what its text leaves open: subject, date, and who signs where nobody else does."""
    metadata = with_field(metadata, "title", ANSWERED.sub("", mail.subject or "", count=1), "mail subject")
    metadata = with_field(metadata, "authors", tuple(author_names(mail.sender or "")), "mail sender")
    if mail.sent_at and not metadata.date_published:
        metadata = with_field(metadata, "date_published", mail.sent_at.isoformat(timespec="seconds"), "mail date")
        metadata = metadata.model_copy(update={"date_precision": DatePrecision.SECOND})
    return metadata


def with_field(metadata: Metadata, field: str, value: object, found_in: str) -> Metadata:
    """Set a field that is still open and say where its value came from; nothing is set to nothing.

    >>> with_field(Metadata(), "title", "Ferry line reopens", "first line").field_sources
    {'title': 'first line'}
    >>> with_field(Metadata(title="Ferries"), "title", "Ferry line reopens", "first line").title
    'Ferries'
    """
    if not value or getattr(metadata, field):
        return metadata
    return _replaced(metadata, field, value, found_in)


def _with_language(metadata: Metadata, text: str) -> Metadata:
    """Trust the text about its language rather than a page's template, unless they differ in the region only."""
    told = detect_language(text)
    if not told or (metadata.language and metadata.language.partition("-")[0].lower() == told.partition("-")[0]):
        return metadata
    return _replaced(metadata, "language", told, "text")


def _replaced(metadata: Metadata, field: str, value: object, found_in: str) -> Metadata:
    sources = {**metadata.field_sources, field: found_in}
    return metadata.model_copy(update={field: value, "field_sources": sources})
