"""Has documents processed by workers that can be killed, so that no document stops a run or harms another document.

A worker is a process. One that exceeds its bounds, or crashes, takes one document with it: that document becomes a
Rejection, and the next one gets a new worker. Workers are started when they are needed, kept for the next document, and
end when this process does, however it ends: the pipe they read from closes.
"""

import atexit
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import islice
from typing import NamedTuple

from clean.record.entry import Entry, entry
from flows.limits import Bounds
from flows.rejections import reject_received
from flows.workers.child import LostError, NoWorkerError, Worker, spawned, started
from flows.workers.tasks import Task, Word
from models import Article, RawDocument, Reason, Refusal, Rejection


class Asked(NamedTuple):
    """A task with what belongs to it."""

    task: Task
    head: bytes
    body: bytes


Answer = tuple[Word, bytes] | LostError
"""What kind of thing was made and the thing, or how a worker was lost over it."""

HANDED_OUT = 2
"""Tasks that a worker is given at once: one to do and one to go on with, so that it waits for nobody."""


class Supervisor:
    """Gives tasks to workers, one for each task that is under way; threads may share it."""

    def __init__(self, bounds: Bounds, start: Callable[[Bounds], Worker]) -> None:
        self._bounds = bounds
        self._start = start
        self._idle: deque[Worker] = deque()

    def begin(self) -> None:
        """Start a worker, if none waits for a task."""
        if not self._idle:
            self._idle.append(self._start(self._bounds))

    def close(self) -> None:
        """Let the idle workers end, and wait until they have."""
        while self._idle:
            self._idle.pop().end()

    def process(self, raw: RawDocument) -> Article | Rejection:
        """Do what `flows.pipeline.process` does, within bounds.

        A document over which a worker ends is rejected as too slow, too large, or as what crashed it.

        Raises:
            NoWorkerError: no worker can be started.
        """
        (answer,) = self._answers([_document(Task.DOCUMENT, raw)])
        if isinstance(answer, LostError):
            return _lost(raw, answer)
        word, made = answer
        return (Article if word is Word.ARTICLE else Rejection).model_validate_json(made)

    def entries(self, documents: Iterable[RawDocument]) -> Iterator[Entry]:
        """Do the same for one document after another, and give each outcome as the store takes it.

        The worker does all that can be done there, and has the next document at hand when it is done with one.

        Raises:
            NoWorkerError: no worker can be started.
        """
        under_way: deque[RawDocument] = deque()

        def asked() -> Iterator[Asked]:
            for raw in documents:
                under_way.append(raw)
                yield _document(Task.ENTRY, raw)

        for answer in self._answers(asked()):
            raw = under_way.popleft()
            if isinstance(answer, LostError):
                yield entry(_lost(raw, answer))
            else:
                yield Entry.model_validate_json(answer[1])

    def repair_line(self, line: str) -> str:
        """Do what `flows.pipeline.process_lines` does with one line, within bounds.

        Raises:
            LostError: a worker ended over it.
            NoWorkerError: no worker can be started.
        """
        (answer,) = self._answers([Asked(Task.LINE, b"", line.encode())])
        if isinstance(answer, LostError):
            raise answer
        return answer[1].decode()

    def _answers(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """Have one worker do one task after another, and give its answers in their order.

        What a used worker did not survive is asked of a new one, for it may be the used one's fault.
        """
        worker: Worker | None = None
        waiting, given = iter(asked), 0
        pending = deque(islice(waiting, HANDED_OUT))
        try:
            while pending:
                worker = worker or self._worker()
                given += _give(worker, pending, given)
                was_used = worker.used
                try:
                    answer: Answer = worker.take()
                    given -= 1
                except LostError as lost:
                    worker, given = None, 0
                    if was_used and lost.reason is not Reason.TOO_SLOW:
                        worker = self._new_worker()
                        continue
                    answer = lost
                pending.popleft()
                pending.extend(islice(waiting, 1))
                yield answer
        finally:
            if worker and not given:
                self._idle.append(worker)
            elif worker:
                worker.kill()

    def _worker(self) -> Worker:
        worker: Worker | None = None
        with suppress(IndexError):  # another thread may take the last one
            worker = self._idle.pop()
        if worker is None:
            return self._new_worker()
        worker.used = True
        try:
            worker.await_readiness()
        except NoWorkerError:
            return self._new_worker()
        return worker

    def _new_worker(self) -> Worker:
        worker = self._start(self._bounds)
        worker.await_readiness()
        return worker


def _give(worker: Worker, pending: Iterable[Asked], given: int) -> int:
    """Give a worker what it was not given yet, the first task and what finds room behind it; tell how many that is."""
    new = 0
    for each in islice(pending, given, None):
        if given + new and sum(map(len, each)) > worker.room:
            break
        worker.give(*each)
        new += 1
    return new


def _document(task: Task, raw: RawDocument) -> Asked:
    return Asked(task, raw.source.model_dump_json().encode(), raw.content)


def _lost(raw: RawDocument, lost: LostError) -> Rejection:
    detail = f"{lost}; to allow more, set document_seconds or document_memory in copydesk.toml, and try again"
    return reject_received(raw, Refusal(stage=lost.stage, reason=lost.reason, detail=detail))


def process_within(bounds: Bounds, raw: RawDocument) -> Article | Rejection:
    """Do what `flows.pipeline.process` does, within bounds, in a worker that this process keeps.

    Raises:
        NoWorkerError: no worker can be started.
    """
    return _kept(bounds).process(raw)


def entries_within(bounds: Bounds, documents: Iterable[RawDocument]) -> Iterator[Entry]:
    """Do the same for one document after another, and give each outcome as the store takes it.

    Raises:
        NoWorkerError: no worker can be started.
    """
    return _kept(bounds).entries(documents)


def prepare(bounds: Bounds) -> None:
    """Have a worker of this process load what documents need, before there are some."""
    _kept(bounds).begin()


def supervisor_of_program(bounds: Bounds) -> Supervisor:
    """Give a supervisor to a program that has nothing else to do: its workers are copies of it where that is safe."""
    return Supervisor(bounds, started)


_ALONE = threading.Lock()
"""Held while a supervisor is looked for: of two threads that came at once each would get one, and a cache keeps one."""


def _kept(bounds: Bounds) -> Supervisor:
    with _ALONE:
        return _supervisor(os.getpid(), bounds)


@cache
def _supervisor(process: int, bounds: Bounds) -> Supervisor:
    """Keep workers as a pool of connections is kept; a copy of this process has none of them."""
    supervisor = Supervisor(bounds, spawned)
    # They would end without us, a moment later than whoever waits for us expects.
    atexit.register(lambda: supervisor.close() if os.getpid() == process else None)
    return supervisor
