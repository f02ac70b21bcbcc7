"""Lays the source text and the clean text of an article side by side, row by row, with every edit where it was made."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from flows.controls import visible
from models import Article, Edit, EditKind, Hunk, SpanKind, edited_spans, hunks, undo

DOUBTFUL_BELOW = 0.9
"""An edit whose rule is less sure than this is one to look at."""

STRONGEST_FIRST = (EditKind.REMOVAL, EditKind.REPAIR, EditKind.LAYOUT)
"""What a stretch is shown as that several edits cover."""


class Mark(NamedTuple):
    """A hunk as a page marks it: once in the raw text and once in the clean one, under the same number."""

    number: int
    edits: tuple[Edit, ...]
    """In the order they were applied."""

    removals: tuple[int, ...]
    """Which of them took something out, in the order it stood there."""

    @property
    def doubtful(self) -> bool:
        """Whether any of its edits is one to look at."""
        return any(edit.confidence < DOUBTFUL_BELOW for edit in self.edits)


class Stretch(NamedTuple):
    """A piece of text under the same edits."""

    text: str
    edits: tuple[Edit, ...] = ()
    """The one that shows in its colour first."""

    mark: Mark | None = None
    at_edge: bool = False
    """Line ends that lead into a row or out of it: the row shows them by being one."""

    @property
    def classes(self) -> str:
        """The classes it is styled by: kind, rule, and what it consists of if that cannot be seen."""
        kind = min((edit.kind for edit in self.edits), key=STRONGEST_FIRST.index, default=None)
        rule = self.edits[0].rule if self.edits else ""
        return " ".join(filter(None, (kind, rule, look(self.text) if kind else "", "edge" if self.at_edge else "")))


class Group(NamedTuple):
    """Neighbouring stretches under one mark, or under none."""

    mark: Mark | None
    stretches: tuple[Stretch, ...]


class Row(NamedTuple):
    """A paragraph of the clean text beside what it was made from; without `kind`, something that was taken out."""

    kind: SpanKind | None
    raw: tuple[Group, ...]
    clean: tuple[Group, ...]

    @property
    def is_marked(self) -> bool:
        """Whether anything was changed here; if not, both sides are the same."""
        return any(group.mark for group in self.raw)


class _Piece(NamedTuple):
    """A stretch of both texts: the same in both, or a mark."""

    source_start: int
    source_end: int
    text_start: int
    text_end: int
    mark: Mark | None = None


def look(text: str) -> str:
    r"""Name what a text consists of that cannot be seen; the empty string if it can.

    >>> look(" \n"), look(" "), look(""), look("\N{ZERO WIDTH SPACE}"), look("a")
    ('line-end', 'space', 'nothing', 'unseen', '')
    """
    if not text:
        return "nothing"
    if text.isspace():
        return "line-end" if "\n" in text else "space"
    return "" if any(character.isprintable() for character in text) else "unseen"


def rows(article: Article) -> list[Row]:
    """Divide an article into rows: each paragraph of the clean text, and each stretch that was taken out between them.

    The texts of the raw side, joined, are the source text; those of the clean side are the clean text (both with
    pictures in place of control characters).
    """
    side_by_side = _SideBySide(article)
    return [side_by_side.row(pieces) for pieces in side_by_side.grouped()]


class _SideBySide:
    """The texts of an article with its hunks."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._source = undo(article.text, article.edits)
        self._spans = edited_spans(article.edits)
        self._hunks = hunks(article.edits)
        self._starts = [0, *accumulate(len(paragraph.text) + 2 for paragraph in article.paragraphs)][:-1] or [0]
        self.marks = [self._mark(number, hunk) for number, hunk in enumerate(self._hunks, start=1)]

    def _mark(self, number: int, hunk: Hunk) -> Mark:
        edits = [self._article.edits[nth] for nth in hunk.edits]
        removals = [nth for nth, edit in enumerate(edits) if edit.kind is EditKind.REMOVAL]
        removals.sort(key=lambda nth: self._spans[hunk.edits[nth]])
        return Mark(number, tuple(edits), tuple(removals))

    def grouped(self) -> Iterator[list[_Piece]]:
        """Give the pieces of each row."""
        group: list[_Piece] = []
        for piece in self._pieces():
            if group and (self._paragraph(piece) > self._paragraph(group[0]) or self._alone(piece, group[-1])):
                yield group
                group = []
            group.append(piece)
        if group:
            yield group

    def _pieces(self) -> Iterator[_Piece]:
        """Give marks and the text between them, divided where paragraphs of the clean text begin."""
        source_at = text_at = 0
        for hunk, mark in zip(self._hunks, self.marks, strict=True):
            yield from self._same(source_at, text_at, hunk.text_start)
            yield _Piece(hunk.source_start, hunk.source_end, hunk.text_start, hunk.text_end, mark)
            source_at, text_at = hunk.source_end, hunk.text_end
        yield from self._same(source_at, text_at, len(self._article.text))

    def _same(self, source_at: int, text_at: int, text_end: int) -> Iterator[_Piece]:
        first, last = bisect_right(self._starts, text_at), bisect_right(self._starts, text_end - 1)
        for end in (*self._starts[first:last], text_end):
            if end > text_at:
                yield _Piece(source_at, source_at + end - text_at, text_at, end)
                source_at, text_at = source_at + end - text_at, end

    def _paragraph(self, piece: _Piece) -> int:
        """Tell which paragraph of the clean text a piece begins in."""
        return bisect_right(self._starts, piece.text_start) - 1

    def _alone(self, *pieces: _Piece) -> bool:
        """Whether one of these takes out whole lines between paragraphs."""
        return any(piece.mark and piece.mark.removals and self._between_paragraphs(piece) for piece in pieces)

    def _between_paragraphs(self, piece: _Piece) -> bool:
        if self._article.text[piece.text_start : piece.text_end].strip():
            return False
        begins_line = "\n" in self._source[max(0, piece.source_start - 1) : piece.source_start + 1]
        ends_text = piece.text_end == len(self._article.text)
        return (begins_line or not piece.source_start) and (ends_text or piece.text_end in self._starts)

    def row(self, pieces: Sequence[_Piece]) -> Row:
        """Make the row of some pieces."""
        clean = tuple(_by_mark(_edged([stretch for piece in pieces for stretch in self._clean(piece)])))
        if not any(piece.mark for piece in pieces):
            return Row(self._kind(pieces), raw=clean, clean=clean)
        raw = tuple(_by_mark(_edged([stretch for piece in pieces for stretch in self._raw(piece)])))
        return Row(self._kind(pieces), raw, clean)

    def _kind(self, pieces: Sequence[_Piece]) -> SpanKind | None:
        if not self._article.text[pieces[0].text_start : pieces[-1].text_end].strip():
            return None
        return self._article.paragraphs[self._paragraph(pieces[0])].kind

    def _clean(self, piece: _Piece) -> Iterator[Stretch]:
        # An edit is looked for where it can be seen: the last one made the text that stands there now.
        edits = tuple(reversed(piece.mark.edits)) if piece.mark else ()
        yield Stretch(visible(self._article.text[piece.text_start : piece.text_end]), edits, piece.mark)

    def _raw(self, piece: _Piece) -> Iterator[Stretch]:
        """Divide a piece of the source at the ends of every edit in it."""
        if piece.mark is None:
            yield Stretch(visible(self._source[piece.source_start : piece.source_end]))
            return
        inside = [(self._spans[nth], self._article.edits[nth]) for nth in self._hunks[piece.mark.number - 1].edits]
        inside.sort(key=lambda placed: placed[0][1] - placed[0][0])
        for start, end in _between(offset for span, _ in inside for offset in span):
            covering = tuple(edit for span, edit in inside if _covers(span, start, end))
            if covering:
                yield Stretch(visible(self._source[start:end]), covering, piece.mark)


def _between(cuts: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give every cut as a span of its own, and what lies between it and the next."""
    ordered = sorted(set(cuts))
    for cut, following in pairwise([*ordered, ordered[-1]]):
        yield cut, cut
        if following > cut:
            yield cut, following


def _covers(span: tuple[int, int], start: int, end: int) -> bool:
    """Whether a span covers another; one without text is covered by itself only."""
    return span == (start, end) if start == end else span[0] <= start and end <= span[1]


def _edged(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Mark the line ends that lead into a row and out of it."""
    text = "".join(stretch.text for stretch in stretches)
    core = text.strip()
    begin = text[: text.find(core)].rfind("\n") + 1 if core else len(text)
    after_core = text.find(core) + len(core)
    first_line_end = text.find("\n", after_core)
    end = max(begin, first_line_end) if first_line_end >= 0 else len(text)
    at = 0
    for stretch in stretches:
        if not stretch.text:
            yield stretch
        for start, stop in ((0, begin), (begin, end), (end, len(text))):
            if part := stretch.text[max(0, start - at) : max(0, stop - at)]:
                yield stretch._replace(text=part, at_edge=start != begin or begin == end)
        at += len(stretch.text)


def _by_mark(stretches: Iterable[Stretch]) -> Iterator[Group]:
    for mark, group in groupby(stretches, key=lambda stretch: stretch.mark):
        yield Group(mark, tuple(group))
