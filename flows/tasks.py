"""The Prefect task that handles a batch, and the runner that feeds it."""

import flows.prefect_defaults  # noqa: F401 before Prefect, which reads it when it is imported

# isort: split

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.batches import Batch, handle
from flows.tally import Tally

IN_FLIGHT = 4
"""Batches handed out ahead: enough that no worker waits for the sources, few enough that memory stays flat."""

# One worker: what is done is computing, and Python computes in one thread at a time. Batches are handled while the
# flow reads the next documents.
TASK_RUNNER: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=1)


@task(name="clean batch", cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=2)
def clean_batch(batch: Batch) -> Tally:
    """Handle a batch. What fails here is the desk's trouble (a full disk, a lost database), never a document's."""
    return handle(batch)


def through_tasks(batches: Iterable[Batch]) -> Iterator[Tally]:
    """Handle batches as tasks of the flow that runs: the runner with Prefect."""
    ahead: deque[PrefectFuture[Tally]] = deque()
    for batch in batches:
        if batch.documents:
            ahead.append(clean_batch.submit(batch))
        else:
            yield batch.settled
        if len(ahead) >= IN_FLIGHT:
            yield ahead.popleft().result()
    while ahead:
        yield ahead.popleft().result()
