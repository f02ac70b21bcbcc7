"""Pieces of articles for retrieval: paragraphs grouped to a size, with the way back to the source text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field

from flows.outputs.published import Sourced
from models import Article, Paragraph, Record, SpanKind, source_spans

BETWEEN_PARAGRAPHS = len("\n\n")

# The end of a sentence with the spaces behind it: ". ", "?” ", "!\n"; not the stop in "3.5".
SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s++")

# What stands between two words: " ", "\n"; not "-".
SPACES = re.compile(r"\s++")

Stretch = tuple[int, int]
"""Start and end, in characters of the article's text."""


class Chunk(Record):
    """A piece of an article's text."""

    id: str = Field(description="The article's id, `#` and the number.")
    article: str = Field(description="The article's id.")
    number: int = Field(description="Which piece of the article it is, from 0.")
    text: str = Field(description="The piece: whole paragraphs, unless one alone is longer than the size.")
    start: int = Field(description="Where it begins in the article's `text`, in characters.")
    end: int = Field(description="Where it ends there.")
    source_start: int = Field(description="Where it begins in the source text, which undoing all edits gives back.")
    source_end: int = Field(description="Where it ends there.")
    heading: str | None = Field(description="The heading it stands under.")
    title: str | None = Field(description="The article's title.")
    url: str | None = Field(description="The article's address.")
    language: str | None = Field(description="The article's language.")
    date_published: str | None = Field(description="The article's date.")


def chunks(records: Iterable[str], size: int) -> Iterator[str]:
    """Give the chunks of articles as JSON; `size` is in characters, and no chunk is larger."""
    for record in records:
        article = Sourced.model_validate_json(record)
        yield from (chunk.model_dump_json() for chunk in chunks_of(article, size))


def chunks_of(article: Article | Sourced, size: int) -> Iterator[Chunk]:
    """Divide an article into chunks of at most `size` characters."""
    headings = _headings(article.paragraphs)
    places = list(stretches(article.text, article.paragraphs, size))
    sources = source_spans(article.edits, places)
    for number, ((start, end), (source_start, source_end)) in enumerate(zip(places, sources, strict=True)):
        yield Chunk(
            id=f"{article.id}#{number}",
            article=article.id,
            number=number,
            text=article.text[start:end],
            start=start,
            end=end,
            source_start=source_start,
            source_end=source_end,
            heading=next((text for at, text in reversed(headings) if at <= start), None),
            title=article.title,
            url=article.url,
            language=article.language,
            date_published=article.date_published,
        )


def stretches(text: str, paragraphs: Sequence[Paragraph], size: int) -> Iterator[Stretch]:
    """Group paragraphs, as many as the size takes; a heading stays with what it stands above."""
    parts = (part for unit in _units(paragraphs) for part in _parts(text, unit, size))
    start, end = next(parts, (0, 0))
    for following in parts:
        if following[1] - start > size:
            yield start, end
            start = following[0]
        end = following[1]
    if end:
        yield start, end


def _units(paragraphs: Sequence[Paragraph]) -> Iterator[Stretch]:
    """Give the stretches that belong together: each paragraph with the headings directly above it."""
    start: int | None = None
    for place, paragraph in zip(_places(paragraphs), paragraphs, strict=True):
        start = place[0] if start is None else start
        if paragraph.kind is not SpanKind.HEADING:
            yield start, place[1]
            start = None
    if start is not None:
        yield start, place[1]


def _places(paragraphs: Sequence[Paragraph]) -> Iterator[Stretch]:
    at = 0
    for paragraph in paragraphs:
        yield at, at + len(paragraph.text)
        at += len(paragraph.text) + BETWEEN_PARAGRAPHS


def _headings(paragraphs: Sequence[Paragraph]) -> list[tuple[int, str]]:
    placed = zip(_places(paragraphs), paragraphs, strict=True)
    return [(start, paragraph.text) for (start, _), paragraph in placed if paragraph.kind is SpanKind.HEADING]


def _parts(text: str, unit: Stretch, size: int) -> Iterator[Stretch]:
    """Divide what is longer than the size behind the last sentence that fits, else the last word, else anywhere."""
    start, end = unit
    while end - start > size:
        here = text[start : start + size + 1]
        found = _last(SENTENCE_END, here) or _last(SPACES, here)
        cut = start + (found or size)
        kept = text[start:cut].rstrip()
        if kept:
            yield start, start + len(kept)
        start = end - len(text[cut:end].lstrip())
    if end > start:
        yield start, end


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    """Give where the last match ends that is not at the beginning."""
    return max((match.end() for match in pattern.finditer(text) if match.start()), default=None)
