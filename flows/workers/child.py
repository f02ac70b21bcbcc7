"""A worker process as whoever started it sees it: given tasks through one pipe, it answers through another."""

import atexit
import os
import resource
import select
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flows.limits import Bounds
from flows.versioning import pipeline_version
from flows.workers.frames import make_room, receive, send
from flows.workers.tasks import Task, Word
from models import Reason, Stage

START_SECONDS = 120
"""A worker that is not ready by then never will be: importing takes a second, and a minute on a machine that swaps."""

PATIENCE = 30
"""How many times its bound a document may take on the clock, which a busy machine needs; one that waits never ends."""


INTERRUPT = frozenset({signal.SIGINT})
"""An interrupt from the terminal reaches every process there, and is for whoever started a worker: the pipe closes."""


class NoWorkerError(RuntimeError):
    """A worker could not be started: the machine's trouble, no document's."""


class LostError(Exception):
    """A worker ended over a task."""

    def __init__(self, reason: Reason, stage: Stage, how: str) -> None:
        super().__init__(how)
        self.reason = reason
        self.stage = stage


class Begun(NamedTuple):
    """A process that loads what documents need and waits for its bounds: its number, and our ends of both pipes."""

    pid: int
    tasks: int
    answers: int


class Worker:
    """Our end of a worker process."""

    def __init__(self, begun: Begun, bounds: Bounds) -> None:
        self.used = False  # or has waited, which others may have ended meanwhile
        self.room = make_room(begun.tasks)
        self.bounds = bounds
        self._ready = False
        self._pid, self._tasks, self._answers = begun
        self._send(bounds.model_dump_json().encode())

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

    def give(self, task: Task, head: bytes, body: bytes) -> None:
        """Give it a task; what takes no more than `room` bytes it need not be ready for."""
        self._send(task.encode(), head, body)

    def _send(self, *frames: bytes) -> None:
        # That it is gone is found where its answer is waited for.
        with suppress(BrokenPipeError):
            send(self._tasks, *frames)

    def take(self) -> tuple[Word, bytes]:
        """Wait for what it makes of the first task that it has not answered: what kind of thing it is, and the thing.

        Raises:
            LostError: the worker ended over it.
        """
        stage = Stage.PARSE
        deadline = time.monotonic() + PATIENCE * self.bounds.seconds
        while (word := self._word(deadline, stage)) is Word.PARSED:
            stage = Stage.CLEAN
        if word is Word.OUT_OF_MEMORY:
            self.end()
            raise LostError(Reason.TOO_LARGE, stage, f"needs more than {self.bounds.memory_bytes:,} bytes of memory")
        made = receive(self._answers)
        if made is None:
            raise self._ended(stage)
        self.used = True
        return word, made

    def _word(self, deadline: float, stage: Stage) -> Word:
        if not self._answers_within(deadline - time.monotonic()):
            self.kill()
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

    def kill(self) -> None:
        """End it over what it has in hand."""
        _kill(self._pid)
        self.end()

    def end(self) -> str:
        """Let it end, and tell how it did: by which signal, or with which status."""
        os.close(self._tasks)
        os.close(self._answers)
        try:
            status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        except ChildProcessError:
            # Who started us has the system keep no word of children that end: a shell with `trap '' CHLD`.
            return "nobody told how"
        return signal.Signals(-status).name if status < 0 else f"status {status}"


_AHEAD: list[Begun] = []
"""The process that was begun before it was known what for, until a worker is made of it."""


def begin_ahead() -> None:
    """Let a process load what documents need while this one finds out what it is asked for; `started` takes it.

    Raises:
        OSError: none can be begun; whoever needs a worker is told then.
    """
    if _may_be_copied(Bounds()):
        pipeline_version()  # both need it: it is looked for once, before one is copied from the other
        _AHEAD.append(_copied())
        atexit.register(_give_up, os.getpid())


def _give_up(owner: int) -> None:
    """End what was begun ahead and never needed: it would load on, for nobody."""
    if os.getpid() == owner:
        for begun in _AHEAD:
            _kill(begun.pid)
            with suppress(ChildProcessError):
                os.waitpid(begun.pid, 0)


def _kill(pid: int) -> None:
    # Where the system keeps no word of children that end, nothing may be left of it.
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def started(bounds: Bounds) -> Worker:
    """Start a worker as a copy of this process where that is safe, which is faster, and else as a new program."""
    while _AHEAD:
        begun = _AHEAD.pop()
        if _still_runs(begun):
            return Worker(begun, bounds)
        os.close(begun.tasks)
        os.close(begun.answers)
    return (forked if _may_be_copied(bounds) else spawned)(bounds)


def _still_runs(begun: Begun) -> bool:
    """Tell whether a process that waits has not been ended by others, such as a machine that ran out of memory."""
    with suppress(ChildProcessError):
        return os.waitpid(begun.pid, os.WNOHANG)[0] == 0
    return False


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


def spawned(bounds: Bounds) -> Worker:
    """Start a worker as a new program, which a process with threads can do at any time."""
    (tasks_out, tasks), (answers, answers_in) = os.pipe(), os.pipe()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "flows.workers.worker"],
        {**os.environ, "PYTHONPATH": python_path(), "OPENBLAS_NUM_THREADS": "1", "PYDANTIC_DISABLE_PLUGINS": "__all__"},
        file_actions=[(os.POSIX_SPAWN_DUP2, tasks_out, 0), (os.POSIX_SPAWN_DUP2, answers_in, 1)],
        setsigmask=INTERRUPT,
    )
    os.close(tasks_out)
    os.close(answers_in)
    return Worker(Begun(pid, tasks, answers), bounds)


def forked(bounds: Bounds) -> Worker:
    """Start a worker as a copy of this process; only a process with one thread may be copied.

    The less this process has imported by then the better: whatever both touch afterwards has to be copied.
    """
    return Worker(_copied(), bounds)


def _copied() -> Begun:
    (tasks_out, tasks), (answers, answers_in) = os.pipe(), os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPT)
    try:
        pid = os.fork()
    except OSError:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for end in (tasks_out, tasks, answers, answers_in):
            os.close(end)
        raise
    if not pid:
        status = 1
        try:
            os.close(tasks)
            os.close(answers)
            from flows.workers.worker import load, serve

            load()
            serve(tasks_out, answers_in)
            status = 0
        except SystemExit as error:
            sys.stderr.write(f"{error}\n")
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            # What our parent has open and has still to do is none of ours.
            os._exit(status)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.close(tasks_out)
    os.close(answers_in)
    return Begun(pid, tasks, answers)


def python_path() -> str:
    """Give the PYTHONPATH with which a process of ours finds our packages."""
    root = str(Path(__file__).parents[2])
    return os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
