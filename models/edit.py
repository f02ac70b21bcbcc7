"""One recorded change of a text, and the way back from it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, Self, TypeVar

from pydantic import Field, model_validator

from models.base import Record


class EditKind(StrEnum):
    """What an edit is for."""

    REPAIR = "repair"
    LAYOUT = "layout"
    REMOVAL = "removal"


class Destination(StrEnum):
    """The field of the record that holds a removed text."""

    TITLE = "title"
    AUTHORS = "authors"
    CAPTIONS = "captions"
    NOTES = "notes"
    LINKS = "links"
    FURNITURE = "furniture"
    BOILERPLATE = "boilerplate"


class Edit(Record):
    """One replacement in a text.

    `start` and `end` are character offsets into the text as it stood when the edit was applied, in list order;
    `before` is what stood there and `after` what stands there now.
    """

    rule: str = Field(description="The rule that made the edit.")
    kind: EditKind = Field(description="What the edit is for: repair, layout or removal.")
    start: int = Field(ge=0, description="Offset of the first character replaced, in the text before this edit.")
    end: int = Field(ge=0, description="Offset after the last character replaced, in the text before this edit.")
    before: str = Field(description="The text that was replaced.")
    after: str = Field(description="The text that replaced it.")
    confidence: float = Field(default=1.0, ge=0.0, le=1.0, description="How sure the rule is, from 0 to 1.")
    evidence: str = Field(default="", description="What the rule saw, for a person who asks why.")
    destination: Destination | None = Field(
        default=None, description="Where a removed text went; null for other kinds."
    )

    @model_validator(mode="after")
    def _is_one_change(self) -> Self:
        if self.end - self.start != len(self.before):
            raise ValueError(
                f"offsets {self.start}..{self.end} do not span the {len(self.before)} characters of `before`"
            )
        if self.before == self.after:
            raise ValueError(f"the edit changes nothing at {self.start}")
        if (self.kind is EditKind.REMOVAL) != (self.destination is not None):
            raise ValueError("a removal names its destination, and only a removal does")
        return self


class Replacement(Protocol):
    """As much of an edit as tells how it moved the text behind it."""

    @property
    def start(self) -> int:
        """Offset of what was replaced."""

    @property
    def before(self) -> str:
        """What was replaced."""

    @property
    def after(self) -> str:
        """What replaced it."""


R = TypeVar("R", bound=Replacement)


def passes(edits: Sequence[R]) -> list[list[R]]:
    """Divide applied edits into runs that lie one after another in the text.

    Within a run every edit starts where the earlier ones no longer reach, so `start` of each is also the place of
    its `after` once the whole run is applied. A run can then be undone, or mapped, in one walk over the text.
    """
    runs: list[list[R]] = []
    reached = -1
    for edit in edits:
        if not runs or edit.start < reached:
            runs.append([])
        runs[-1].append(edit)
        reached = edit.start + len(edit.after)
    return runs


def undo(text: str, edits: Sequence[Edit]) -> str:
    """Give back the text as it stood before `edits` were applied in list order.

    Raises:
        ValueError: the text is not the one these edits led to.
    """
    for run in reversed(passes(edits)):
        pieces: list[str] = []
        at = 0
        for edit in run:
            if not text.startswith(edit.after, edit.start):
                raise ValueError(f"the text does not hold the edit of {edit.rule} at {edit.start}")
            pieces += text[at : edit.start], edit.before
            at = edit.start + len(edit.after)
        text = "".join([*pieces, text[at:]])
    return text
