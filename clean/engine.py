"""Applies rules to a document and records every change.

A rule looks at a document and yields edits in that document's offsets; it changes nothing. This is the only code that
changes text.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from models import Document, Edit, Record, Span

Rule = Callable[[Document], Iterable[Edit]]
"""Yields the edits a document needs, in the offsets of that document, in any order, none overlapping another."""

MAX_ROUNDS = 8
"""A repair can show another one (a removed caption joins two halves of a sentence). Real copy is at rest after two
rounds; the bound only keeps a pair of rules that disagree from going on for ever."""


class ConflictingEditsError(ValueError):
    """A rule yielded edits that overlap or do not fit the text."""


class Cleaned(Record):
    """A document after the rules, and every edit that was applied, in order."""

    document: Document
    edits: tuple[Edit, ...]


def run_rules(document: Document, rules: Sequence[Rule]) -> Cleaned:
    """Apply `rules` in their order, round after round, until none of them has anything left to change.

    Raises:
        ConflictingEditsError: a rule yielded edits that overlap, or whose `before` is not in the text.
    """
    edits: list[Edit] = []
    at_rest: dict[Rule, Document] = {}
    for _ in range(MAX_ROUNDS):
        before_round = len(edits)
        for rule in rules:
            if at_rest.get(rule) is document:
                continue
            proposed = list(rule(document))
            if proposed:
                document, applied = apply_edits(document, proposed)
                edits += applied
            else:
                at_rest[rule] = document
        if len(edits) == before_round:
            break
    return Cleaned(document=document, edits=tuple(edits))


def apply_edits(document: Document, proposed: Iterable[Edit]) -> tuple[Document, list[Edit]]:
    """Apply edits that a rule yielded for `document`.

    Returns the changed document, its spans moved along, and the edits with the offsets they have when applied one
    after another from left to right.

    Raises:
        ConflictingEditsError: two of them overlap, or a `before` is not in the text.
    """
    ordered = sorted(proposed, key=lambda edit: (edit.start, edit.end))
    for edit, following in pairwise(ordered):
        if following.start < edit.end or following.start == edit.start:
            raise ConflictingEditsError(
                f"{edit.rule} at {edit.start}..{edit.end} meets {following.rule} at {following.start}"
            )
    pieces: list[str] = []
    applied: list[Edit] = []
    at = shift = 0
    for edit in ordered:
        if document.text[edit.start : edit.end] != edit.before:
            raise ConflictingEditsError(f"{edit.rule} expects {edit.before[:40]!r} at {edit.start}, which is not there")
        pieces += document.text[at : edit.start], edit.after
        applied.append(
            edit.model_copy(update={"start": edit.start + shift, "end": edit.end + shift}) if shift else edit
        )
        at = edit.end
        shift += len(edit.after) - len(edit.before)
    text = "".join([*pieces, document.text[at:]])
    spans = _moved(document.spans, ordered)
    return document.model_copy(update={"text": text, "spans": spans}), applied


def _moved(spans: Sequence[Span], edits: Sequence[Edit]) -> tuple[Span, ...]:
    """Shift spans past the edits; a span keeps what replaces its text and goes when all of its text is gone."""
    if not spans or not edits:
        return tuple(spans)
    offsets = sorted({offset for span in spans for offset in (span.start, span.end)})
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    nth = shift = 0
    for offset in offsets:
        while nth < len(edits) and edits[nth].end <= offset and edits[nth].start < offset:
            shift += len(edits[nth].after) - len(edits[nth].before)
            nth += 1
        inside = nth < len(edits) and edits[nth].start < offset
        base = edits[nth].start if inside else offset
        # A span that begins inside a replaced stretch begins after what replaced it, one that ends there ends before.
        starts[offset] = base + shift + (len(edits[nth].after) if inside else 0)
        ends[offset] = base + shift
    moved = (
        Span(start=starts[span.start], end=max(starts[span.start], ends[span.end]), kind=span.kind) for span in spans
    )
    return tuple(new for new, old in zip(moved, spans, strict=True) if new.start < new.end or old.start == old.end)
