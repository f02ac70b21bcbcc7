"""Takes back some of a text's edits and leaves the others."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from models import Edit, EditKind, undo


class Partly(NamedTuple):
    """A text with some of its edits taken back, and which were."""

    text: str
    taken_back: tuple[Edit, ...]


class _Stretch(NamedTuple):
    """A stretch that is another with the edits taken back: where it lies with all edits, and how much longer it is."""

    start: int
    end: int
    longer: int
    taken_out: bool
    """Whether it is there again after a removal."""


def without(text: str, edits: Sequence[Edit], unwanted: Callable[[Edit], bool]) -> Partly:
    r"""Give the text as it would be had the unwanted edits not been made.

    `edits` led to the text, in list order. An edit of what an unwanted one wrote, or of both sides of what it took out,
    means nothing without it, and is taken back with it. So is a change of the line ends beside what was removed, for a
    caption that is there again stands in lines of its own.

    >>> from flows.pipeline import process
    >>> from models import RawDocument, Source
    >>> source = Source(uri="a.txt", media_type="text/plain")
    >>> article = process(RawDocument(content=b"They met on Tuesdayand they\nvoted.", source=source))
    >>> without(article.text, article.edits, lambda edit: edit.rule == "joined_words").text
    'They met on Tuesdayand they voted.'

    Raises:
        ValueError: the text is not the one these edits led to.
    """
    result = undo(text, edits)
    stretches: list[_Stretch] = []
    taken_back: list[Edit] = []
    for edit in edits:
        touched = [stretch for stretch in stretches if _touches(edit, stretch)]
        right = [stretch for stretch in stretches if stretch not in touched and stretch.start >= edit.end]
        left = [stretch for stretch in stretches if stretch not in touched and stretch not in right]
        if touched or unwanted(edit):
            taken_back.append(edit)
            touched = [_widened(touched, edit)]
        else:
            at = edit.start + sum(stretch.longer for stretch in left)
            result = result[:at] + edit.after + result[at + len(edit.before) :]
        grown = len(edit.after) - len(edit.before)
        moved = [stretch._replace(start=stretch.start + grown, end=stretch.end + grown) for stretch in right]
        stretches = [*left, *touched, *moved]
    return Partly(result, tuple(taken_back))


def _touches(edit: Edit, stretch: _Stretch) -> bool:
    if edit.start < stretch.end and stretch.start < edit.end:
        return True
    beside = stretch.taken_out and edit.start <= stretch.end and stretch.start <= edit.end
    return beside and edit.kind is EditKind.LAYOUT


def _widened(touched: Sequence[_Stretch], edit: Edit) -> _Stretch:
    """Join the stretches that an edit touches with what it changes, as they lie once it is made."""
    start = min([edit.start, *(stretch.start for stretch in touched)])
    end = max([edit.end, *(stretch.end for stretch in touched)])
    grown = len(edit.after) - len(edit.before)
    taken_out = edit.kind is EditKind.REMOVAL or any(stretch.taken_out for stretch in touched)
    return _Stretch(start, end + grown, sum(stretch.longer for stretch in touched) - grown, taken_out)
