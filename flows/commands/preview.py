"""`copydesk preview`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.exits import wrong
from flows.commands.options import DeskOption, RuleOption
from flows.commands.runs import progress
from flows.commands.surroundings import existing_desk, expect_rule, settings_of_user
from flows.controls import visible
from flows.terminal import put
from flows.words import UnknownVersionError

if TYPE_CHECKING:
    from flows.review.preview import Preview

SHOWN = 5
"""Edits printed as those that are trusted least; the page has more."""


def preview(
    rule: RuleOption = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="Against what this pipeline version made [default: what counts]"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write here, in place of an earlier review.")
    ] = None,
    desk: DeskOption = None,
) -> None:
    """Show what the present pipeline would change in the desk.

    Every document is handled again in memory, on all cores, and nothing is changed; printed is where the page is.

    Example: copydesk preview --rule joined_words
    """
    place = existing_desk(desk)
    if rule is not None:
        expect_rule(rule)
    bounds = settings_of_user().bounds
    from flows.outputs.files import NotOursError
    from flows.review.preview import Question
    from flows.review.preview import preview as shown

    try:
        with progress("Previewing"):
            found, page = shown(place, Question(rule, since), bounds, output)
    except (NotOursError, UnknownVersionError) as error:
        wrong(str(error))
    put("\n".join([*_summary(found), f"{page}", ""]))


def _summary(found: "Preview") -> list[str]:
    """Say what would change, and show the edits that are trusted least."""
    lines = [
        f"{found.changed_articles:,} of {found.compared:,} documents would change, {len(found.turned):,} end otherwise"
    ]
    if found.not_compared:
        lines.append(f"  {found.not_compared:,} documents were not compared: that version made no record of them")
    lines += [f"  {rule}: {made:,} more edits, {dropped:,} fewer" for rule, made, dropped in found.rules()]
    for look in found.trusted_least[:SHOWN]:
        lines.append(f"  {look.confidence:.2f}  {look.rule}  {_in_line(look.before)} -> {_in_line(look.after)}")
    return lines


def _in_line(text: str) -> str:
    return visible(text.replace("\n", "⏎"))
