"""Handles documents of the desk again, and shows what changed."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from clean.store import CleanStore
from flows.at_once import outcomes_of, received_from
from flows.controls import visible
from flows.desk import Desk
from flows.export import FILES, rebuild_exports
from flows.limits import Limits
from flows.lookup import chosen_keys, keys_named
from flows.review.differences import against_earlier, edits_of
from flows.runs.batches import Batch, handle, reprocess_documents
from flows.runs.tally import Summary, Tally
from flows.terminal import Paint
from flows.words import Selection, UnknownArticleError
from flows.workers.supervision import Supervisor
from models import Article, Rejection, read_outcome


def reprocess_here(desk: Desk, selection: Selection, names: Iterable[str], limits: Limits) -> Summary:
    """Handle the documents that are meant again, in this process, and rebuild the exports.

    Raises:
        UnknownArticleError: a name is not known.
    """
    summary = reprocess_documents(desk, chosen_keys(desk, selection, names), limits=limits)
    rebuild_exports(desk)
    return summary


def reprocess_named(
    desk: Desk, names: Iterable[str], paint: Paint, supervisor: Supervisor, *, max_bytes: int
) -> Iterator[tuple[str, bool]]:
    """Handle documents again one by one; for each give what to print, and whether it was rejected.

    What is printed is every edit between the bytes and the new record, and what differs from the earlier record. A
    file that the desk does not hold is cleaned and shown all the same, and not kept. The exports are rebuilt when all
    is shown, and only for a record that is another one now: nobody waits for a desk's other articles.

    Args:
        desk: the desk.
        names: ids, files, or SHA-256 of bytes.
        paint: how what is printed is coloured.
        supervisor: has the documents processed.
        max_bytes: the cap on a file that the desk does not hold.

    Raises:
        UnknownArticleError: a name is neither known nor a file.
    """
    changed = False
    with closing(desk.open_store()) as store:
        for name in names:
            try:
                keys = keys_named(store, name)
            except UnknownArticleError:
                if not Path(name).is_file():
                    raise
                received = received_from([name], max_bytes)
                yield from _only_shown(store, name, paint, outcomes_of(received, supervisor))
                continue
            earlier = store.records(keys)
            reprocess_documents(desk, keys, runner=partial(_by, supervisor))
            for key, record in store.records(keys).items():
                changed = changed or record != earlier.get(key)
                yield _shown(earlier.get(key), record, paint)
    if changed or not all((desk.exports / name).is_file() for name in FILES):
        rebuild_exports(desk)


def _by(supervisor: Supervisor, batches: Iterable[Batch]) -> Iterator[Tally]:
    return (handle(batch, supervisor.entries) for batch in batches)


def _shown(earlier: str | None, record: str, paint: Paint) -> tuple[str, bool]:
    outcome = read_outcome(record)
    lines = [*edits_of(outcome, paint), "", *_changes(earlier, outcome, paint), "", ""]
    return "\n".join(lines), isinstance(outcome, Rejection)


def _changes(earlier: str | None, outcome: Article | Rejection, paint: Paint) -> Iterator[str]:
    yield paint.title("Against the earlier record")
    changes = list(against_earlier(earlier, outcome, paint)) if earlier else ["  there is none"]
    yield from changes or ["  no change"]


def _only_shown(
    store: CleanStore, name: str, paint: Paint, outcomes: Iterable[Article | Rejection]
) -> Iterator[tuple[str, bool]]:
    """Show a file whose bytes the desk does not hold, against what the desk made of earlier bytes from there."""
    earlier = next(iter(store.records(store.keys_at(name)[:1]).values()), None)
    for outcome in outcomes:
        note = f"Not in the desk, and not kept; `copydesk ingest {visible(name)}` takes it in"
        lines = [*edits_of(outcome, paint), "", *_changes(earlier, outcome, paint), "", paint.aside(note), "", ""]
        yield "\n".join(lines), isinstance(outcome, Rejection)
