"""`copydesk undo`."""

import typer

from flows.commands.exits import REJECTED
from flows.commands.options import FileArgument, IdOption, RuleOption
from flows.commands.surroundings import records_of
from flows.terminal import complain, put
from flows.words import counted


def undo(
    file: FileArgument,
    rule: RuleOption = None,
    article: IdOption = None,
) -> None:
    """Print the source text, or the text without one rule's edits.

    FILE is a file of records, as `copydesk clean` and `copydesk export` write them, or a document. An edit of what the
    rule had written is taken back with it.

    Example: copydesk undo story.html --rule photo_captions
    """
    from flows.runs.tally import refused
    from flows.undoing import without
    from models import Rejection

    status = 0
    for record in records_of(file, article, rule):
        if isinstance(record, Rejection):
            complain(refused(record).sentence)
            status = REJECTED
            continue
        partly = without(record.text, record.edits, lambda edit: rule in (None, edit.rule))
        put(partly.text if partly.text.endswith("\n") else f"{partly.text}\n")
        others = sum(edit.rule != rule for edit in partly.taken_back)
        if rule and others:
            edits = counted(others, "edit")
            complain(f"{record.source.uri}: {edits} of other rules went too, for what {rule} did is under them")
    raise typer.Exit(status)
