"""Shows what was changed: each edit before and after, and a record against its earlier one."""

import json
from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice
from typing import TYPE_CHECKING

from pydantic_core import from_json

from flows.controls import visible
from flows.runs.tally import differing_fields, refused
from flows.terminal import Paint
from flows.words import counted
from models import Article, Edit, Rejection, undo

if TYPE_CHECKING:
    from clean.engine import Rule

CONTEXT = 40
"""Characters shown on each side of an edit."""

LINE_END = "⏎"


def edits_of(outcome: Article | Rejection, paint: Paint, *, rule: str | None = None) -> Iterator[str]:
    """Give lines that show a document's edits, or one rule's, in the order they were made; for a rejection, why."""
    if isinstance(outcome, Rejection):
        yield f"{paint.title(visible(outcome.source.uri))}  {paint.gone('rejected')}"
        yield f"  {visible(refused(outcome).sentence)}"
        return
    count = sum(rule in (None, edit.rule) for edit in outcome.edits)
    yield f"{paint.title(visible(outcome.source.uri))}  {counted(count, 'edit') if count else 'no edits'}"
    text = undo(outcome.text, outcome.edits)
    for edit in outcome.edits:
        if rule in (None, edit.rule):
            yield ""
            yield from _edit(edit, text, paint)
        text = text[: edit.start] + edit.after + text[edit.end :]


def rules_of(outcome: Article | Rejection, paint: Paint, *, rule: str | None = None) -> Iterator[str]:
    """Give lines that say what the rules are for that made a document's edits, in the order in which rules run."""
    from clean.rules import RULES

    made = {edit.rule for edit in outcome.edits} if isinstance(outcome, Article) else set()
    purposes = [(one.__name__, purpose(one)) for one in RULES if one.__name__ in made and rule in (None, one.__name__)]
    if purposes:
        yield from ("", paint.title("The rules"))
    yield from (f"  {paint.name(name)}  {text}" for name, text in purposes)


def purpose(rule: "Rule") -> str:
    """Give the first sentence of a rule's docstring.

    >>> from clean.rules.links import links
    >>> purpose(links).endswith(".")
    True
    """
    return (rule.__doc__ or "").strip().partition("\n")[0]


def _edit(edit: Edit, text: str, paint: Paint) -> Iterator[str]:
    """Show one edit in the text it was applied to."""
    kind = f"{edit.kind.value} to {edit.destination.value}" if edit.destination else edit.kind.value
    heading = f"  {paint.name(edit.rule)}  {kind}  {edit.confidence:.2f}"
    yield f"{heading}  {paint.aside(edit.evidence)}" if edit.evidence else heading
    left = _before(text[max(0, edit.start - CONTEXT) : edit.start], whole=edit.start <= CONTEXT)
    right = _after(text[edit.end : edit.end + CONTEXT], whole=len(text) - edit.end <= CONTEXT)
    for sign, middle, colour in (("-", edit.before, paint.gone), ("+", edit.after, paint.new)):
        yield f"  {colour(sign)} {paint.aside(left)}{colour(_in_one_line(middle))}{paint.aside(right)}".rstrip()


def _before(text: str, *, whole: bool) -> str:
    """Show what stands before an edit on its line."""
    line = text.rpartition("\n")[2]
    return visible(line if whole or len(line) < len(text) else f"…{line}")


def _after(text: str, *, whole: bool) -> str:
    """Show what stands after an edit on its line."""
    line = text.partition("\n")[0]
    return visible(line if whole or len(line) < len(text) else f"{line}…")


def _in_one_line(text: str) -> str:
    return visible(text.replace("\n", LINE_END))


def against_earlier(earlier: str, outcome: Article | Rejection, paint: Paint) -> Iterator[str]:
    """Give lines that show how a record differs from the earlier one, given as JSON; none if it does not."""
    before, after = from_json(earlier), from_json(outcome.model_dump_json())
    for name in differing_fields(before, after):
        yield f"  {paint.name(name)}"
        if name == "edits":
            yield f"    {len(before.get(name, []))} before, {len(after.get(name, []))} now"
        else:
            yield from (f"    {line}" for line in _field(before.get(name), after.get(name), paint))


def _field(before: object, after: object, paint: Paint) -> Iterator[str]:
    """Show one field, line by line."""
    lines = unified_diff(_lines(before), _lines(after), lineterm="", n=0)
    for line in map(visible, islice(lines, 2, None)):
        if line.startswith("-"):
            yield paint.gone(f"- {line[1:]}")
        elif line.startswith("+"):
            yield paint.new(f"+ {line[1:]}")


def _lines(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return value.split("\n")
    if isinstance(value, list):
        return [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in value]
    return json.dumps(value, ensure_ascii=False, indent=1).split("\n")
