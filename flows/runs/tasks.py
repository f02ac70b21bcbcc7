"""The Prefect task that handles a batch, and the runner that feeds it: in this process, in several, or on a cluster."""

import flows.prefect_defaults  # noqa: F401 before Prefect, which reads it when it is imported

# isort: split

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.runs.batches import Batch, Runner, handle
from flows.runs.tally import Tally
from flows.settings import Settings

AHEAD = 2
"""Batches handed out for each worker: one to do and one to go on with, and memory stays flat."""


class NoDaskError(RuntimeError):
    """The settings name a Dask cluster, and what speaks to one is not installed."""


@task(name="clean batch", cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=2)
def clean_batch(batch: Batch) -> Tally:
    """Handle a batch. What fails here is the desk's trouble (a full disk, a lost database), never a document's."""
    return handle(batch)


def through_tasks(settings: Settings) -> Runner:
    """Give the runner with Prefect: it handles batches as tasks of the flow that runs, where the settings say."""
    return partial(_submitted, runner=task_runner(settings), settings=settings)


def task_runner(settings: Settings) -> TaskRunner[Any]:
    """Give what runs tasks: a Dask cluster, or so many threads of this process.

    A thread waits for the process that does its work, and threads enough make a pool of processes.

    Raises:
        NoDaskError: a cluster is named, and Copydesk was installed without the extra `dask`.
    """
    if settings.dask is None:
        return ThreadPoolTaskRunner(max_workers=settings.workers)
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise NoDaskError(f"`dask` in the settings needs the extra: pip install 'copydesk[dask]' ({error})") from error
    return DaskTaskRunner(address=settings.dask)


def _submitted(batches: Iterable[Batch], runner: Any, settings: Settings) -> Iterator[Tally]:  # noqa: ANN401
    waiting: deque[PrefectFuture[Tally]] = deque()
    with runner:
        for batch in batches:
            if batch.documents:
                waiting.append(runner.submit(clean_batch, {"batch": batch}))
            else:
                yield batch.settled
            if len(waiting) > AHEAD * _at_once(runner, settings):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _at_once(runner: Any, settings: Settings) -> int:  # noqa: ANN401 - a runner of Dask has a client, others have none
    """Count the batches that can be handled at once: on a cluster, where workers come and go, as many as it has now."""
    if settings.dask is None:
        return settings.workers
    threads: dict[str, int] = runner.client.nthreads()
    return max(settings.workers, sum(threads.values()))
