"""What the rules took out of a text, in the order it stood there."""

from collections.abc import Sequence

from clean.urls import urls_in
from models import Destination, Edit, EditKind, edited_spans


def removals(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Pick the removals among all edits and put them in the order of the source text.

    Edits are recorded in the order they were applied, and a caption may only be found once an address below it is gone.
    """
    spans = edited_spans(edits)
    found = [nth for nth, edit in enumerate(edits) if edit.kind is EditKind.REMOVAL]
    return tuple(edits[nth] for nth in sorted(found, key=spans.__getitem__))


def removed(taken_out: Sequence[Edit], destination: Destination) -> tuple[str, ...]:
    """List the texts that went to one field."""
    return tuple(edit.before for edit in taken_out if edit.destination is destination)


def links(taken_out: Sequence[Edit]) -> tuple[str, ...]:
    """List every address that left the body, each once; one may have gone with a running head or a newsletter line."""
    return tuple(dict.fromkeys(url for edit in taken_out for url in urls_in(edit.before)))
