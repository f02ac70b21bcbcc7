"""`copydesk explain`."""

import typer

from flows.commands.exits import REJECTED
from flows.commands.options import FileArgument, IdOption, RuleOption
from flows.commands.surroundings import records_of
from flows.terminal import paint_for_output, put


def explain(
    file: FileArgument,
    rule: RuleOption = None,
    article: IdOption = None,
) -> None:
    """Show each edit of a record or a document, and its reason.

    Told are its rule, how sure it was and why, and what stood there before and after.

    FILE is a file of records, as `copydesk clean` and `copydesk export` write them, or a document.

    Example: copydesk explain articles.jsonl --rule joined_words
    """
    from flows.review.differences import edits_of, rules_of
    from models import Rejection

    status, paint = 0, paint_for_output()
    for record in records_of(file, article, rule):
        status = REJECTED if isinstance(record, Rejection) else status
        lines = [*edits_of(record, paint, rule=rule), *rules_of(record, paint, rule=rule)]
        put("\n".join([*lines, "", ""]))
    raise typer.Exit(status)
