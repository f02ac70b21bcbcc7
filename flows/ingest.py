"""The flow that takes documents in; its tasks are batches of hundreds, never single documents."""

import flows.prefect_defaults  # noqa: F401 before Prefect, which reads it when it is imported

# isort: split

from pathlib import Path

from prefect import flow

from flows.forget import forget_what_returned, without_forgotten
from flows.runs.conclusion import conclude
from flows.runs.intake import ingest_documents, open_sources
from flows.runs.tally import Summary
from flows.runs.tasks import through_tasks
from flows.settings import load_settings
from flows.web import web


@flow(name="ingest", persist_result=False)
def ingest(
    sources: list[str],
    desk: Path | None = None,
    max_documents: int | None = None,
    max_bytes: int | None = None,
    max_rejected_share: float | None = None,
) -> Summary:
    """Take in what the sources name, handle what is new, and rebuild the exports.

    Batches, workers, the database and the caps come from the settings of the machine that runs the flow.

    Args:
        sources: files, folders, globs, addresses or feeds, as `copydesk ingest` takes them.
        desk: the desk's folder, if not the settings'.
        max_documents: how many documents to take at most; the rest comes with a later run.
        max_bytes: the cap on one document in bytes, if not the settings'.
        max_rejected_share: the share of rejected documents above which the run fails, if not the settings'.
    """
    settings = load_settings()
    place = settings.at_desk(desk)
    with web(settings.fetching, place) as fetcher:
        documents = open_sources(
            sources,
            max_bytes=max_bytes or settings.max_bytes,
            max_documents=max_documents,
            desk=place,
            fetcher=fetcher,
            settle_seconds=settings.settle_seconds,
        )
        documents = without_forgotten(place, documents)
        summary = ingest_documents(place, documents, runner=through_tasks(settings), limits=settings.limits)
    forget_what_returned(place)
    return conclude(
        "ingest", summary, place, settings.max_rejected_share if max_rejected_share is None else max_rejected_share
    )
