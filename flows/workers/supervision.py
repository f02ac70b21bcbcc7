"""Has documents processed by workers that can be killed, so that no document stops a run or harms another document.

A worker is a process. One that exceeds its bounds, or crashes, takes one document with it: that document becomes a
Rejection, and the next one gets a new worker. Workers are started when they are needed, kept for the next document, and
end when this process does, however it ends: the pipe they read from closes.
"""

import atexit
import os
import resource
import select
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from clean.entry import Entry, entry
from flows.limits import Bounds
from flows.pipeline import reject_received
from flows.versioning import pipeline_version
from flows.workers.frames import receive, send
from flows.workers.worker import Task, Word, load, serve
from models import Article, RawDocument, Reason, Refusal, Rejection, Stage

START_SECONDS = 120
"""A worker that is not ready by then never will be: importing takes a second, and a minute on a machine that swaps."""

PATIENCE = 30
"""How many times its bound a document may take on the clock, which a busy machine needs; one that waits never ends."""


class NoWorkerError(RuntimeError):
    """A worker could not be started: the machine's trouble, no document's."""


class LostError(Exception):
    """A worker ended over a task."""

    def __init__(self, reason: Reason, stage: Stage, how: str) -> None:
        super().__init__(how)
        self.reason = reason
        self.stage = stage


class Worker:
    """Our end of a worker process."""

    def __init__(self, pid: int, tasks: int, answers: int, bounds: Bounds) -> None:
        self.used = False
        self._ready = False
        self.bounds = bounds
        self._pid = pid
        self._tasks = tasks
        self._answers = answers

    def await_readiness(self) -> None:
        """Wait until it has imported what it needs.

        Raises:
            NoWorkerError: it ended before; why, it has written to standard error.
        """
        if self._ready:
            return
        if not self._answers_within(START_SECONDS):
            os.kill(self._pid, signal.SIGKILL)
        if receive(self._answers) is None:
            raise NoWorkerError(f"a worker process did not start ({self.end()})")
        self._ready = True

    def ask(self, task: Task, head: bytes, body: bytes) -> tuple[Word, bytes]:
        """Have a task done; give what kind of thing was made of it, and the thing.

        Raises:
            LostError: the worker ended over it.
        """
        self.used = True
        stage = Stage.PARSE
        deadline = time.monotonic() + PATIENCE * self.bounds.seconds
        try:
            send(self._tasks, task.encode(), head, body)
            while (word := self._word(deadline, stage)) is Word.PARSED:
                stage = Stage.CLEAN
            if word is Word.OUT_OF_MEMORY:
                self.end()
                raise LostError(
                    Reason.TOO_LARGE, stage, f"needs more than {self.bounds.memory_bytes:,} bytes of memory"
                )
            made = receive(self._answers)
        except BrokenPipeError:
            made = None
        if made is None:
            raise self._ended(stage)
        return word, made

    def _word(self, deadline: float, stage: Stage) -> Word:
        if not self._answers_within(deadline - time.monotonic()):
            os.kill(self._pid, signal.SIGKILL)
            self.end()
            raise self._too_slow(stage)
        word = receive(self._answers)
        if word is None:
            raise self._ended(stage)
        return Word(word.decode())

    def _answers_within(self, seconds: float) -> bool:
        """Wait for an answer, or for the worker's end."""
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        return bool(poll.poll(max(0.0, seconds) * 1000))

    def _ended(self, stage: Stage) -> LostError:
        how = self.end()
        if how == signal.SIGPROF.name:
            return self._too_slow(stage)
        return LostError(Reason.CRASHED, stage, f"ended the process that handled it ({how})")

    def _too_slow(self, stage: Stage) -> LostError:
        return LostError(Reason.TOO_SLOW, stage, f"takes more than {self.bounds.seconds:g} seconds")

    def end(self) -> str:
        """Let it end, and tell how it did: by which signal, or with which status."""
        os.close(self._tasks)
        os.close(self._answers)
        status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return signal.Signals(-status).name if status < 0 else f"status {status}"


def spawned(bounds: Bounds) -> Worker:
    """Start a worker as a new program, which a process with threads can do at any time."""
    (tasks_out, tasks), (answers, answers_in) = os.pipe(), os.pipe()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "flows.workers.worker", bounds.model_dump_json()],
        {**os.environ, "PYTHONPATH": python_path(), "OPENBLAS_NUM_THREADS": "1", "PYDANTIC_DISABLE_PLUGINS": "__all__"},
        file_actions=[(os.POSIX_SPAWN_DUP2, tasks_out, 0), (os.POSIX_SPAWN_DUP2, answers_in, 1)],
    )
    os.close(tasks_out)
    os.close(answers_in)
    return Worker(pid, tasks, answers, bounds)


def forked(bounds: Bounds, first: Callable[[], None] | None = None) -> Worker:
    """Start a worker as a copy of this process, which takes no time; only a process with one thread may be copied.

    `first` is what the copy does before it is ready.
    """
    (tasks_out, tasks), (answers, answers_in) = os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(tasks)
            os.close(answers)
            if first:
                first()
            serve(tasks_out, answers_in, bounds)
        finally:
            # What our parent has open and has still to do is none of ours.
            os._exit(0)
    os.close(tasks_out)
    os.close(answers_in)
    return Worker(pid, tasks, answers, bounds)


def python_path() -> str:
    """Give the PYTHONPATH with which a process of ours finds our packages."""
    root = str(Path(__file__).parents[2])
    return os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))


class Supervisor:
    """Gives tasks to workers, one for each task that is under way; threads may share it."""

    def __init__(self, bounds: Bounds, start: Callable[[Bounds], Worker]) -> None:
        self._bounds = bounds
        self._start = start
        self._idle: deque[Worker] = deque()

    def begin(self) -> None:
        """Start a worker now, for whoever has something else to do before the first task."""
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
        try:
            kind, made = self._ask(Task.DOCUMENT, raw.source.model_dump_json().encode(), raw.content)
        except LostError as lost:
            return _lost(raw, lost)
        return (Article if kind is Word.ARTICLE else Rejection).model_validate_json(made)

    def entry(self, raw: RawDocument) -> Entry:
        """Do the same, and give the outcome as the store takes it: the worker has done all that can be done there.

        Raises:
            NoWorkerError: no worker can be started.
        """
        try:
            _, made = self._ask(Task.ENTRY, raw.source.model_dump_json().encode(), raw.content)
        except LostError as lost:
            return entry(_lost(raw, lost))
        return Entry.model_validate_json(made)

    def repair_line(self, line: str) -> str:
        """Do what `flows.pipeline.process_lines` does with one line, within bounds.

        Raises:
            LostError: a worker ended over it.
            NoWorkerError: no worker can be started.
        """
        return self._ask(Task.LINE, b"", line.encode())[1].decode()

    def _ask(self, task: Task, head: bytes, body: bytes) -> tuple[Word, bytes]:
        """Ask a worker; what a used one did not survive is asked of a new one, for it may be the used one's fault."""
        worker = self._worker()
        if worker.used:
            try:
                return self._asked(worker, task, head, body)
            except LostError as lost:
                if lost.reason is Reason.TOO_SLOW:
                    raise
                worker = self._new_worker()
        return self._asked(worker, task, head, body)

    def _asked(self, worker: Worker, task: Task, head: bytes, body: bytes) -> tuple[Word, bytes]:
        made = worker.ask(task, head, body)
        self._idle.append(worker)
        return made

    def _worker(self) -> Worker:
        try:
            worker = self._idle.pop()
        except IndexError:
            return self._new_worker()
        worker.await_readiness()
        return worker

    def _new_worker(self) -> Worker:
        worker = self._start(self._bounds)
        worker.await_readiness()
        return worker


def _lost(raw: RawDocument, lost: LostError) -> Rejection:
    detail = f"{lost}; to allow more, set document_seconds or document_memory in copydesk.toml, and try again"
    return reject_received(raw, Refusal(stage=lost.stage, reason=lost.reason, detail=detail))


def process_within(bounds: Bounds, raw: RawDocument) -> Article | Rejection:
    """Do what `flows.pipeline.process` does, within bounds, in a worker that this process keeps.

    Raises:
        NoWorkerError: no worker can be started.
    """
    return _supervisor(os.getpid(), bounds).process(raw)


def entry_within(bounds: Bounds, raw: RawDocument) -> Entry:
    """Do the same, and give the outcome as the store takes it.

    Raises:
        NoWorkerError: no worker can be started.
    """
    return _supervisor(os.getpid(), bounds).entry(raw)


def supervisor_of_program(bounds: Bounds) -> Supervisor:
    """Give a supervisor to a program that has nothing else to do: its workers are copies of it where that is safe."""
    return Supervisor(bounds, forked if _may_be_copied(bounds) else spawned)


def supervisor_ahead(bounds: Bounds) -> Supervisor:
    """Give the same to a program that has something else to do first: meanwhile a worker loads what documents need."""
    # What both need is had once, before one is copied from the other: NumPy, and the version that stands in records.
    import clean.spaces  # noqa: F401

    pipeline_version()
    supervisor = Supervisor(bounds, partial(forked, first=load) if _may_be_copied(bounds) else spawned)
    supervisor.begin()
    return supervisor


def _may_be_copied(bounds: Bounds) -> bool:
    """Tell whether a copy of this process may be a worker.

    Threads are not copied, and may hold what the copy would wait for. What this process has mapped counts against the
    copy's bounds: threads that ended leave 64 MB each, and there would be no room for a document.
    """
    return threading.active_count() == 1 and _mapped_bytes() <= bounds.memory_bytes / 2


def _mapped_bytes() -> int:
    """Tell how much memory this process has mapped; 0 on a system that does not say."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    return 0


@cache
def _supervisor(process: int, bounds: Bounds) -> Supervisor:
    """Keep workers as a pool of connections is kept; a copy of this process has none of them."""
    supervisor = Supervisor(bounds, spawned)
    # They would end without us, a moment later than whoever waits for us expects.
    atexit.register(lambda: supervisor.close() if os.getpid() == process else None)
    return supervisor
