"""The flow that handles documents again from the raw store."""

import flows.prefect_defaults  # noqa: F401 before Prefect, which reads it when it is imported

# isort: split

from pathlib import Path

from prefect import flow

from flows.lookup import chosen_keys
from flows.runs.batches import reprocess_documents
from flows.runs.conclusion import conclude
from flows.runs.tally import Summary
from flows.runs.tasks import through_tasks
from flows.settings import load_settings
from flows.words import Selection


@flow(name="reprocess", persist_result=False)
def reprocess(
    desk: Path | None = None,
    names: list[str] | None = None,
    selection: Selection = Selection.NAMED,
) -> Summary:
    """Handle documents again from their bytes, tell what changed, and rebuild the exports.

    Args:
        desk: the desk's folder, if not the settings'.
        names: articles by id, files, or SHA-256 of bytes.
        selection: `named` for those, `all`, or `rejected` for what is rejected now.
    """
    settings = load_settings()
    place = settings.at_desk(desk)
    keys = chosen_keys(place, selection, names or [])
    summary = reprocess_documents(place, keys, runner=through_tasks(settings), limits=settings.limits)
    return conclude("reprocess", summary, place, settings.max_rejected_share)
