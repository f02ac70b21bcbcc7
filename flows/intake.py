"""Takes documents in: keeps their bytes, admits them to the store, and hands on what is not handled yet."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, islice

from clean.store import CleanStore, Received
from flows.batches import Batch, Clock, Runner, noted_run, one_after_another, pages, utc_now
from flows.desk import Desk
from flows.limits import Limits
from flows.pipeline import reject
from flows.progress import listener
from flows.tally import Summary, Tally, tally
from flows.versioning import pipeline_version
from models import RawDocument, Rejection, Unreceived
from raw.reception import MakesFetcher, Reception
from raw.sources import open_source


def open_sources(  # noqa: PLR0913 each but the first two has a default
    arguments: Iterable[str],
    *,
    max_bytes: int,
    max_documents: int | None = None,
    clock: Clock = utc_now,
    desk: Desk | None = None,
    fetcher: MakesFetcher | None = None,
) -> Iterator[RawDocument | Unreceived]:
    """Give the documents that arguments name, one after another, as they are got; at most `max_documents`.

    What lies in the desk that will take them in is none of them.
    """
    reception = Reception(clock, max_bytes=max_bytes, passed_over=desk.folder if desk else None, fetcher=fetcher)
    documents = chain.from_iterable(open_source(argument, reception) for argument in arguments)
    return islice(documents, max_documents)


def ingest_documents(
    desk: Desk,
    documents: Iterable[RawDocument | Unreceived],
    *,
    runner: Runner = one_after_another,
    limits: Limits | None = None,
    clock: Clock = utc_now,
) -> Summary:
    """Take documents in and handle those that this pipeline version has not handled yet.

    What an earlier run admitted and did not get to is handled first. Memory stays flat however many documents there
    are: they are read only as far as the next batch needs.
    """
    with closing(desk.open_store()) as store:

        def work(run: str) -> Iterator[Tally]:
            intake = Intake(desk, store, run, limits or Limits(), clock)
            return runner(intake.batches(documents))

        return noted_run(store, "ingest", work, clock)


class Intake:
    """The door of one run: documents go in, batches come out."""

    def __init__(self, desk: Desk, store: CleanStore, run: str, limits: Limits, clock: Clock) -> None:
        self._desk = desk
        self._store = store
        self._run = run
        self._limits = limits
        self._clock = clock

    def batches(self, documents: Iterable[RawDocument | Unreceived]) -> Iterator[Batch]:
        """Give batches of what waits from earlier runs, then of these documents, as they come."""
        for page in pages(self._store.waiting(), self._limits.documents):
            listener().found(len(page))
            yield self._batch(page, Tally(documents=len(page)))
        yield from self._admitted(documents)

    def _admitted(self, documents: Iterable[RawDocument | Unreceived]) -> Iterator[Batch]:
        raw = self._desk.open_raw()
        received: list[Received] = []
        rejections: list[Rejection] = []
        size = 0
        for document in documents:
            listener().found(1)
            if isinstance(document, RawDocument):
                received.append(Received(raw_sha256=raw.put(document), source=document.source))
                size += len(document.content)
            else:
                rejections.append(reject(document))
            if len(received) + len(rejections) >= self._limits.documents or size >= self._limits.content_bytes:
                yield self._admit(received, rejections)
                received, rejections, size = [], [], 0
        if received or rejections:
            yield self._admit(received, rejections)

    def _admit(self, received: list[Received], rejections: list[Rejection]) -> Batch:
        at = self._clock()
        self._store.admit_unreceived(rejections, run=self._run, at=at)
        admitted = self._store.admit(received, pipeline_version=pipeline_version(), at=at)
        settled = tally(rejections) + Tally(
            documents=len(received) + len(rejections),
            skipped=len(received) - len(admitted.new),
            skipped_rejections=admitted.rejected_before,
        )
        listener().handled(settled.skipped + settled.rejections)
        return self._batch(admitted.new, settled)

    def _batch(self, keys: list[str], settled: Tally) -> Batch:
        return Batch(
            desk=self._desk,
            run=self._run,
            documents=tuple(keys),
            at=self._clock(),
            settled=settled,
            bounds=self._limits.bounds,
        )
