"""The Prefect task that handles a batch, and the runner that feeds it: in this process, in several, or on a cluster."""

import flows.prefect_defaults  # noqa: F401 before Prefect, which reads it when it is imported

# isort: split

import platform
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectWrappedFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.desk import DeskFailedError
from flows.limits import Bounds
from flows.runs.batches import Batch, Runner, handle
from flows.runs.sharing import Waiting
from flows.runs.tally import Tally
from flows.settings import Settings
from flows.workers.supervision import prepare

AHEAD = 2
"""Batches handed out for each worker: one to do and one to go on with."""

READ_AHEAD = 4
"""Batches that may wait for each worker: enough to tell when the end is near, and memory stays flat."""


WORKERS_WITHIN_SECONDS = 60
"""How long a cluster that has no worker at the moment is waited for: one that grows when it is asked takes a while."""


class NoDaskError(RuntimeError):
    """The settings name a Dask cluster, and what speaks to one is not installed, or nobody works there."""


@task(name="clean batch", cache_policy=NO_CACHE, persist_result=False, retries=2, retry_delay_seconds=2)
def clean_batch(batch: Batch) -> Tally:
    """Handle a batch. What fails here is the desk's trouble (a full disk, a lost database), never a document's.

    Raises:
        DeskFailedError: this machine does not see the desk of whoever started the run.
    """
    _expect_desk(batch)
    return handle(batch)


def _sent(batch: Batch) -> Batch:
    """Make of a batch what another process can do, wherever it works."""
    return batch.model_copy(update={"desk": batch.desk.anywhere()})


def _expect_desk(batch: Batch) -> None:
    """Refuse a desk that knows nothing of the run: its documents would be taken for forgotten ones."""
    if batch.desk.exists():
        with closing(batch.desk.open_store()) as store:
            if store.has_run(batch.run):
                return
    raise DeskFailedError(
        f"{batch.desk.folder} on {platform.node()} is not the desk of this run: all machines have to share its folder"
    )


def get_ready(bounds: Bounds) -> None:
    """Have a worker load what documents need; that this is asked of it has it import Prefect and the flows too."""
    prepare(bounds)


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
        raise NoDaskError(
            "`dask` in the settings needs the extra: .venv/bin/pip install --editable '.[dask]'"
        ) from error
    return DaskTaskRunner(address=settings.dask)


def _submitted(batches: Iterable[Batch], runner: Any, settings: Settings) -> Iterator[Tally]:  # noqa: ANN401
    coming, waiting = iter(batches), Waiting()
    under_way: deque[PrefectWrappedFuture[Tally, Any]] = deque()
    with runner, _loading(runner, settings):
        while True:
            workers = _at_once(runner, settings)
            if waiting and not under_way:
                _expect_workers(runner, settings)
            while waiting and len(under_way) < AHEAD * workers:
                under_way.append(runner.submit(clean_batch, {"batch": _sent(waiting.share(workers))}))
            if len(waiting) < READ_AHEAD * workers and (batch := next(coming, None)):
                if batch.documents:
                    waiting.add(batch)
                else:
                    yield batch.settled
            elif under_way:
                yield under_way.popleft().result()
            else:
                return
            while under_way and under_way[0].wrapped_future.done():
                yield under_way.popleft().result()


@contextmanager
def _loading(runner: Any, settings: Settings) -> Iterator[None]:  # noqa: ANN401 - a runner of Dask has a client
    """Have each Dask worker load what documents need while the first ones are taken in.

    Else that takes some seconds of its first batch, as it does where a worker comes later.
    """
    if settings.dask is None:
        yield
        return
    client = runner.client
    loading = [client.submit(get_ready, settings.bounds, workers=[each], pure=False) for each in client.nthreads()]
    yield
    for each in loading:
        each.cancel()  # that of a worker which went away would wait for ever


def _expect_workers(runner: Any, settings: Settings) -> None:  # noqa: ANN401 - a runner of Dask has a client
    """Wait for a cluster to have a worker, and not for ever.

    Raises:
        NoDaskError: it has none.
    """
    if settings.dask is None or runner.client.nthreads():
        return
    try:
        runner.client.wait_for_workers(1, timeout=WORKERS_WITHIN_SECONDS)
    except TimeoutError as error:
        message = f"the Dask cluster at {settings.dask} has no workers: start some with `dask worker {settings.dask}`"
        raise NoDaskError(message) from error


def _at_once(runner: Any, settings: Settings) -> int:  # noqa: ANN401 - a runner of Dask has a client, others have none
    """Count the batches that can be handled at once: on a cluster, where workers come and go, as many as it has now."""
    if settings.dask is None:
        return settings.workers
    threads: dict[str, int] = runner.client.nthreads()
    return max(settings.workers, sum(threads.values()))
