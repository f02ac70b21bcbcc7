"""The lines of a text, and the edits that take one out: what all removals share."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from models import Destination, Document, Edit, EditKind, SpanKind


class Line(NamedTuple):
    """One line that holds something, without the whitespace around it."""

    start: int
    end: int
    text: str

    @classmethod
    def trimmed(cls, text: str, start: int, end: int) -> "Line":
        """Take `start`..`end` of a text, less the whitespace at both ends.

        >>> Line.trimmed("one ( two )", 5, 10)
        Line(start=6, end=9, text='two')
        """
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        return cls(start, start + len(piece), piece)


@lru_cache(maxsize=4)
def lines_of(text: str) -> tuple[Line, ...]:
    r"""Give the lines of a text that are not blank; offsets count characters.

    Most rules that remove lines ask this of the same text, so the last answers are kept.

    >>> [line.text for line in lines_of(" one\n\n  two \n")]
    ['one', 'two']
    """
    return tuple(_trimmed_lines(text))


def _trimmed_lines(text: str) -> Iterator[Line]:
    at = 0
    for piece in text.split("\n"):
        if piece.strip():
            yield Line.trimmed(text, at, at + len(piece))
        at += len(piece) + 1


def prose_lines(document: Document) -> list[Line]:
    """List the lines of a document that are neither preformatted (code, verse) nor part of a table."""
    return lines_outside(document, {SpanKind.PREFORMATTED, SpanKind.TABLE})


def preformatted_test(document: Document) -> Callable[[int, int], bool]:
    """Give the test whether a stretch of a document, by its start and end, touches what is preformatted."""
    kept = [(span.start, span.end) for span in document.spans if span.kind is SpanKind.PREFORMATTED]

    def touches(start: int, end: int) -> bool:
        return any(begins < end and start < ends for begins, ends in kept)

    return touches


def lines_outside(document: Document, kinds: Collection[SpanKind]) -> list[Line]:
    """List the lines that touch no span of `kinds`."""
    taken = sorted((span.start, span.end) for span in document.spans if span.kind in kinds and span.start < span.end)
    if not taken:
        return list(lines_of(document.text))
    starts = [start for start, _ in taken]
    # The furthest end of the spans up to each, as spans may lie within one another.
    reaches = [0]
    for _, end in taken:
        reaches.append(max(reaches[-1], end))
    return [line for line in lines_of(document.text) if reaches[bisect_right(starts, line.end - 1)] <= line.start]


def adjoining(text: str, before: Line, after: Line) -> bool:
    """Whether one line follows another with at most one blank line between them."""
    return text.count("\n", before.end, after.start) <= 2


def removal(rule: str, line: Line, destination: Destination, evidence: str, confidence: float = 1.0) -> Edit:
    """Make the edit that takes a line, or a part of one, out of the text."""
    return Edit(
        rule=rule,
        kind=EditKind.REMOVAL,
        start=line.start,
        end=line.end,
        before=line.text,
        after="",
        confidence=confidence,
        evidence=evidence,
        destination=destination,
    )
