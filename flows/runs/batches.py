"""Turns documents into outcomes, batch by batch: plain Python, with or without Prefect around it.

The bytes are kept first, then the facts of their source, then, batch by batch, the outcomes. A process may be killed
between any two of these steps: the next run finds what was admitted and has no outcome, and does not repeat what has.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TypeVar

from pydantic import Field

from clean.record.entry import Entry, entry
from clean.store import CleanStore, Received
from flows.desk import Desk
from flows.limits import Bounds, Limits
from flows.rejections import reject
from flows.runs.log import figures, log_of, run_log
from flows.runs.progress import listener
from flows.runs.tally import Summary, Tally, Timing, change, slowest, tally_of_changes, tally_of_rejections
from flows.versioning import pipeline_version
from flows.workers.supervision import entries_within
from models import RawDocument, Reason, Record, Refusal, Rejection, Stage, Unreceived
from raw.store import BytesCorruptError, BytesMissingError, RawStore

Clock = Callable[[], datetime]

T = TypeVar("T")


class Batch(Record):
    """Documents to handle together: names only, for the bytes stay in the raw store until they are needed."""

    desk: Desk
    run: str
    documents: tuple[str, ...] = Field(description="Their keys in the clean store.")
    at: datetime
    settled: Tally = Field(default=Tally(), description="What was known at the door.")
    bounds: Bounds = Field(default=Bounds(), description="What each document may take.")
    again: bool = Field(default=False, description="Tell how each outcome differs from the earlier record.")


Makes = Callable[[Iterable[RawDocument]], Iterator[Entry]]
"""Makes the outcomes of documents, in their order."""

Runner = Callable[[Iterable[Batch]], Iterator[Tally]]
"""Handles batches, in whatever place and order, and gives what became of each."""


def one_after_another(batches: Iterable[Batch]) -> Iterator[Tally]:
    """Handle batches here and now: the runner without Prefect."""
    return (handle(batch) if batch.documents else batch.settled for batch in batches)


def utc_now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


def handle(batch: Batch, make: Makes | None = None) -> Tally:
    """Make the outcomes of a batch and keep them, all in one transaction.

    `make` makes them; unless given, a worker that this process keeps does. Where whoever listens has the run end, the
    rest of the batch is left to the next run.

    A record whose bytes are lost is worth more than the news that they are, and is kept.
    """
    with closing(batch.desk.open_store()) as store:
        items = store.received(batch.documents)
        made, missing, timings = _made(batch.desk.open_raw(), items, make or partial(entries_within, batch.bounds))
        earlier = store.records(batch.documents) if batch.again or missing else {}
        news = {key: entry(lost) for key, lost in missing.items() if key not in earlier and is_final(lost)}
        store.save({**made, **news}.items(), run=batch.run, at=batch.at)
    changes = [change(earlier[key], each.record) for key, each in made.items() if batch.again and key in earlier]
    rejected = [Rejection.model_validate_json(each.record) for each in made.values() if each.outcome == "rejection"]
    counted = Tally(articles=len(made) - len(rejected), slowest=slowest(timings))
    counted += tally_of_rejections([*rejected, *missing.values()])
    return batch.settled + counted + tally_of_changes(list(filter(None, changes)))


def _made(
    raw: RawStore, items: Iterable[Received], make: Makes
) -> tuple[dict[str, Entry], dict[str, Rejection], list[Timing]]:
    """Give what was made of documents, rejections of those whose bytes are lost, and how long each took."""
    made: dict[str, Entry] = {}
    missing: dict[str, Rejection] = {}
    timings: list[Timing] = []
    under_way: deque[Received] = deque()
    tell = listener()

    def documents() -> Iterator[RawDocument]:
        for item in items:
            if tell.stopped:
                return
            document = from_raw_store(raw, item)
            if isinstance(document, RawDocument):
                under_way.append(item)
                yield document
            else:
                missing[item.key] = reject(document).model_copy(update={"raw_sha256": item.raw_sha256})
                tell.handled(1)

    began = time.perf_counter()
    for each in make(documents()):
        item, now = under_way.popleft(), time.perf_counter()
        made[item.key] = each
        timings.append(Timing(document=item.key, uri=item.source.uri, seconds=round(now - began, 4)))
        began = now
        tell.handled(1)
    return made, missing, timings


def from_raw_store(raw: RawStore, item: Received) -> RawDocument | Unreceived:
    """Make a document anew from its bytes and the facts of its source."""
    try:
        return RawDocument(content=raw.get(item.raw_sha256), source=item.source)
    except BytesMissingError as error:
        refusal = Refusal(stage=Stage.RAW, reason=Reason.NOT_FOUND, detail=str(error))
    except BytesCorruptError as error:
        refusal = Refusal(stage=Stage.RAW, reason=Reason.DAMAGED, detail=str(error))
    except OSError as error:
        refusal = Refusal(stage=Stage.RAW, reason=Reason.UNREADABLE, detail=str(error))
    return Unreceived(source=item.source, refusal=refusal)


def is_final(rejection: Rejection) -> bool:
    """Tell whether the next run need not try again; a disk that does not answer today may answer tomorrow."""
    return rejection.reason is not Reason.UNREADABLE


def reprocess_documents(
    desk: Desk,
    keys: Iterable[str],
    *,
    runner: Runner = one_after_another,
    limits: Limits | None = None,
) -> Summary:
    """Handle documents again from the raw store, whatever was made of them before, and tell what changed."""
    limits = limits or Limits()

    def batches(run: str) -> Iterator[Batch]:
        same = {"desk": desk, "run": run, "bounds": limits.bounds, "again": True}
        for page in pages(keys, limits.documents):
            listener().found(len(page))
            yield Batch(documents=tuple(page), at=utc_now(), settled=Tally(documents=len(page)), **same)

    return noted_run(desk, "reprocess", lambda _, run: runner(batches(run)), utc_now)


def noted_run(desk: Desk, flow: str, work: Callable[[CleanStore, str], Iterator[Tally]], clock: Clock) -> Summary:
    """Note a run's beginning and end in the store, and in its log what became of each batch.

    `work` takes the store and the run's id, and gives tallies as it goes.
    """
    started = time.monotonic()
    version, at = pipeline_version(), clock()
    total = Tally()
    with closing(desk.open_store()) as store:
        run = store.begin_run(flow, pipeline_version=version, at=at)
        with run_log(desk, run, flow=flow, pipeline_version=version, at=at) as log:
            for tally_of_batch in work(store, run):
                log.handled(tally_of_batch)
                total += tally_of_batch
                # While workers are busy with the next ones; at the end everybody would wait for it.
                if tally_of_batch.articles:
                    store.mark_near_duplicates()
            store.mark_near_duplicates()
            seconds = round(time.monotonic() - started, 3)
            place = str(log_of(desk, run, at))
            summary = Summary(**dict(total), run=run, pipeline_version=version, seconds=seconds, log=place)
            log.tell("ended", **figures(summary))
        store.end_run(run, summary=summary.model_dump_json(exclude={"refused"}), at=clock())
    return summary


def pages(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Divide what there is into lists of at most `size`."""
    iterator = iter(items)
    while page := list(islice(iterator, size)):
        yield page
