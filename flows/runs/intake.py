"""Takes documents in: keeps their bytes, admits them to the store, and hands on what is not handled yet."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from urllib.parse import urlsplit

from clean.store import CleanStore, Received
from flows.desk import Desk
from flows.limits import Limits
from flows.rejections import reject
from flows.runs.batches import Batch, Clock, Runner, noted_run, one_after_another, pages, utc_now
from flows.runs.progress import listener
from flows.runs.tally import Summary, Tally, tally_of_rejections
from flows.versioning import pipeline_version
from models import RawDocument, Rejection, Unreceived
from raw.reception import MakesFetcher, Reception
from raw.sources import open_source
from raw.sources.url import is_address


def open_sources(  # noqa: PLR0913 each but the first two has a default
    arguments: Iterable[str],
    *,
    max_bytes: int,
    max_documents: int | None = None,
    clock: Clock = utc_now,
    desk: Desk | None = None,
    fetcher: MakesFetcher | None = None,
    settle_seconds: float = 0,
) -> Iterator[RawDocument | Unreceived]:
    """Give the documents that arguments name, one after another, as they are got; at most `max_documents`.

    What lies in the desk that will take them in is none of them.
    """
    reception = Reception(
        clock,
        max_bytes=max_bytes,
        passed_over=desk.folder if desk else None,
        fetcher=fetcher,
        settle_seconds=settle_seconds,
    )
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

    def work(store: CleanStore, run: str) -> Iterator[Tally]:
        intake = Intake(desk, store, run, limits or Limits(), clock)
        return runner(intake.batches(documents))

    return noted_run(desk, "ingest", work, clock)


SYNCED_AT_ONCE = 4
"""Files on their way to the disk: it takes many that are synced together in about the time of one."""


class Intake:
    """The door of one run: documents go in, batches come out."""

    def __init__(self, desk: Desk, store: CleanStore, run: str, limits: Limits, clock: Clock) -> None:
        self._desk = desk
        self._store = store
        self._run = run
        self._limits = limits
        self._clock = clock
        self._from_earlier: frozenset[str] = frozenset()

    def batches(self, documents: Iterable[RawDocument | Unreceived]) -> Iterator[Batch]:
        """Give batches of what waits from earlier runs, then of these documents, as they come."""
        waiting = self._store.waiting()
        self._from_earlier = frozenset(waiting)
        for page in pages(waiting, self._limits.documents):
            listener().found(len(page))
            yield self._batch(page, Tally(documents=len(page)))
        yield from self._admitted(documents)

    def _admitted(self, documents: Iterable[RawDocument | Unreceived]) -> Iterator[Batch]:
        raw = self._desk.open_raw()
        gathered = Gathered()
        with ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
            for document, seconds in timed(documents):
                listener().found(1)
                if isinstance(document, RawDocument) and not raw.holds(document):
                    gathered.kept.append(pool.submit(raw.put, document))
                gathered.add(document, seconds)
                if gathered.fill(self._limits):
                    yield self._admit(gathered)
                    gathered = Gathered()
            if gathered.count:
                yield self._admit(gathered)

    def _admit(self, gathered: "Gathered") -> Batch:
        for kept in gathered.kept:
            kept.result()
        at = self._clock()
        self._store.admit_unreceived(gathered.rejections, run=self._run, at=at)
        admitted = self._store.admit(gathered.received, pipeline_version=pipeline_version(), at=at)
        # What was handed out as left by an earlier run may still be under way.
        new = [key for key in admitted.new if key not in self._from_earlier]
        settled = tally_of_rejections(gathered.rejections) + Tally(
            documents=gathered.count,
            skipped=len(gathered.received) - len(new),
            skipped_rejections=admitted.rejected_before,
            waited=gathered.waited,
        )
        listener().handled(settled.skipped + settled.rejections)
        return self._batch(new, settled)

    def _batch(self, keys: list[str], settled: Tally) -> Batch:
        return Batch(
            desk=self._desk,
            run=self._run,
            documents=tuple(keys),
            at=self._clock(),
            settled=settled,
            bounds=self._limits.bounds,
        )


class Gathered:
    """Documents that will be one batch."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.rejections: list[Rejection] = []
        self.waited: dict[str, float] = {}
        self.kept: list[Future[str]] = []
        self._size = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.received) + len(self.rejections)

    def add(self, document: RawDocument | Unreceived, seconds: float) -> None:
        """Add one that was waited for so long."""
        if isinstance(document, RawDocument):
            self.received.append(Received(raw_sha256=document.sha256, source=document.source))
            self._size += len(document.content)
        else:
            self.rejections.append(reject(document))
        if host := host_of(document.source.uri):
            self.waited[host] = self.waited.get(host, 0.0) + seconds

    def fill(self, limits: Limits) -> bool:
        """Tell whether they fill a batch."""
        return self.count >= limits.documents or self._size >= limits.content_bytes


def timed(documents: Iterable[RawDocument | Unreceived]) -> Iterator[tuple[RawDocument | Unreceived, float]]:
    """Give each document with the seconds that it was waited for."""
    started = time.monotonic()
    for document in documents:
        yield document, time.monotonic() - started
        started = time.monotonic()


def host_of(uri: str) -> str | None:
    """Give the host of a web address; None for a file.

    >>> host_of("https://news.example/feed.xml"), host_of("incoming/story.txt")
    ('news.example', None)
    """
    return urlsplit(uri).hostname if is_address(uri) else None
