"""Workers, and what becomes of documents over which they end."""

import mmap
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

import flows.workers.supervision
import flows.workers.worker
from clean.record.entry import entry
from flows.limits import Bounds
from flows.pipeline import process
from flows.workers.child import NoWorkerError, forked, spawned
from flows.workers.supervision import (
    Supervisor,
    entries_within,
    process_within,
    supervisor_of_program,
)
from models import Article, Document, RawDocument, Reason, Rejection, Source
from tests.articles import Expected, raw_document, samples

ROOT = Path(__file__).parent.parent
TIGHT = Bounds(seconds=0.2)


def story(text: str) -> RawDocument:
    """A short article."""
    return RawDocument(content=text.encode(), source=Source(uri="story.txt", media_type="text/plain"))


GOOD = story("The council met on Tuesday and voted for the new bridge.\n")


def hang() -> None:
    """Compute for ever."""
    while True:
        pass


def wait() -> None:
    """Compute nothing, for ever."""
    time.sleep(3600)


def crash() -> None:
    """End as a library does that finds itself in a state it cannot be in."""
    os.kill(os.getpid(), signal.SIGTRAP)


def gorge() -> None:
    """Take all memory there is."""
    bytearray(10**10)


def leave() -> None:
    """End without a word."""
    os._exit(3)


def chatter() -> None:
    """Print, as some libraries do."""
    os.write(1, b"noise")
    os.write(2, b"noise")


MISDEEDS: dict[str, Callable[[], None]] = {
    misdeed.__name__: misdeed for misdeed in (hang, wait, crash, gorge, leave, chatter)
}


@pytest.fixture
def misled(monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    """A supervisor whose workers do what a document says."""
    read = flows.workers.worker.read

    def misread(raw: RawDocument) -> Document | Rejection:
        MISDEEDS.get(raw.content.decode(), lambda: None)()
        return read(raw)

    monkeypatch.setattr(flows.workers.worker, "read", misread)
    process(GOOD)  # What every document needs is loaded before the fork: no document's time is spent on it.
    with closing(Supervisor(TIGHT, forked)) as supervisor:
        yield supervisor


@pytest.mark.parametrize(
    ("misdeed", "reason", "detail"),
    [
        ("hang", Reason.TOO_SLOW, "more than 0.2 seconds"),
        ("wait", Reason.TOO_SLOW, "more than 0.2 seconds"),
        ("crash", Reason.CRASHED, "SIGTRAP"),
        ("gorge", Reason.TOO_LARGE, "512,000,000 bytes of memory"),
        ("leave", Reason.CRASHED, "status 3"),
    ],
)
def test_a_document_that_ends_its_worker_is_rejected(
    misled: Supervisor, misdeed: str, reason: Reason, detail: str
) -> None:
    """What hangs, crashes or fills the memory becomes a Rejection that says so, and its neighbours become articles."""
    before, outcome, after = (misled.process(raw) for raw in (GOOD, story(misdeed), GOOD))
    assert before == after == process(GOOD)
    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.stage, outcome.raw_sha256) == (reason, "parse", story(misdeed).sha256)
    assert detail in outcome.detail


def test_what_a_worker_prints_goes_nowhere(misled: Supervisor, capfd: pytest.CaptureFixture[str]) -> None:
    """Standard output is for records: what a library has to say while it reads a document is not among them."""
    assert misled.process(story("chatter")).outcome == "article"
    assert capfd.readouterr() == ("", "")


def test_what_ends_a_worker_takes_nothing_along(misled: Supervisor) -> None:
    """Of documents one behind another each has its own outcome, whatever those before and behind it did, or weighed."""
    large = story("The board met on Tuesday.\n\n" * 40_000)
    documents = [GOOD, story("hang"), GOOD, story("crash"), story("leave"), GOOD, large, GOOD, story("gorge"), GOOD]
    entries = list(misled.entries(iter(documents)))
    reasons = [None, "too_slow", None, "crashed", "crashed", None, "too_slow", None, "too_large", None]
    assert [each.reason for each in entries] == reasons
    assert {each.record for each in entries if not each.reason} == {entry(process(GOOD)).record}


def test_what_nobody_waits_for_is_not_finished() -> None:
    """Who stops asking in the middle leaves no answer behind that the next one would take for his own."""
    with closing(Supervisor(Bounds(), forked)) as supervisor:
        entries = supervisor.entries(story(f"Story {number} of the pier.\n") for number in range(3))
        assert "Story 0" in next(entries).record
        entries.close()  # type: ignore[attr-defined]
        assert supervisor.process(GOOD) == process(GOOD)


@pytest.mark.parametrize("expected", [pytest.param(e, id=e.raw.name) for e in samples()])
def test_a_worker_makes_the_same_record(expected: Expected) -> None:
    """What comes back from another process is what `process` makes here, to the byte."""
    raw = raw_document(expected.raw)
    assert process_within(Bounds(), raw).model_dump_json() == process(raw).model_dump_json()
    assert list(entries_within(Bounds(), [raw])) == [entry(process(raw))]


def test_a_worker_that_others_killed_is_no_fault_of_a_document() -> None:
    """An idle worker may die of anything; the next document is handled all the same, by a new one."""
    with closing(Supervisor(Bounds(), forked)) as supervisor:
        supervisor.process(GOOD)
        for child in children(os.getpid()):
            os.kill(child, signal.SIGKILL)
        assert supervisor.process(GOOD) == process(GOOD)


def test_a_worker_that_ended_while_it_waited_costs_nothing() -> None:
    """Whoever ends a worker that is loading or waits takes no document, and no command, with it."""
    for loading in (True, False):
        before = set(children(os.getpid()))
        with closing(Supervisor(Bounds(), spawned)) as supervisor:
            supervisor.begin()
            (waiting,) = set(children(os.getpid())) - before
            if not loading:
                time.sleep(3)
            os.kill(waiting, signal.SIGKILL)
            assert supervisor.process(GOOD) == process(GOOD)


BEGUN_AHEAD = """
import os
from contextlib import closing
from flows.limits import Bounds
from flows.workers.child import begin_ahead
from flows.workers.supervision import supervisor_of_program
from models import RawDocument, Source

children = lambda: open(f"/proc/self/task/{os.getpid()}/children").read().split()
begin_ahead()
(begun,) = children()
with closing(supervisor_of_program(Bounds(memory_bytes=400_000_000))) as supervisor:
    good = RawDocument(content=b"The pier.", source=Source(uri="a.txt", media_type="text/plain"))
    assert supervisor.process(good).outcome == "article"
    assert children() == [begun]
    print(open(f"/proc/{begun}/limits").read())
assert not children()
"""


def test_a_worker_may_begin_before_there_is_a_task() -> None:
    """A worker that was begun ahead takes the first document, within the bounds that are known by then."""
    done = subprocess.run([sys.executable, "-c", BEGUN_AHEAD], capture_output=True, check=True, text=True)
    (space,) = [line for line in done.stdout.splitlines() if line.startswith("Max address space")]
    assert space.split()[3] == "400000000"


ENDED_AHEAD = """
import os, signal
from flows.limits import Bounds
from flows.workers.child import begin_ahead, started

begin_ahead()
(begun,) = map(int, open(f"/proc/self/task/{os.getpid()}/children").read().split())
os.kill(begun, signal.SIGKILL)
os.waitid(os.P_PID, begun, os.WEXITED | os.WNOWAIT)
worker = started(Bounds())
worker.await_readiness()
print(worker.end())
"""


def test_a_worker_that_ended_before_it_was_needed_gives_way_to_another() -> None:
    """What was begun ahead and is gone is not waited for."""
    done = subprocess.run([sys.executable, "-c", ENDED_AHEAD], capture_output=True, check=True, text=True)
    assert done.stdout == "status 0\n"


def test_a_worker_that_nobody_needed_ends_with_its_program() -> None:
    """What was begun ahead of a command that went wrong does not load on."""
    script = (
        "import os\nfrom flows.workers.child import begin_ahead\nbegin_ahead()\n"
        "print(open(f'/proc/self/task/{os.getpid()}/children').read())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert not done.stderr
    assert not alive(int(done.stdout))


def test_what_a_program_has_mapped_takes_no_room_from_its_workers() -> None:
    """A program that has most of a worker's memory mapped itself has no copies of it for workers."""
    with closing(supervisor_of_program(Bounds())) as supervisor, mmap.mmap(-1, 480_000_000):
        assert supervisor.process(GOOD) == process(GOOD)


def children(parent: int) -> list[int]:
    """List the processes that a process started."""
    found: list[int] = []
    for task in Path(f"/proc/{parent}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that ended meanwhile
            found += map(int, (task / "children").read_text().split())
    return found


def test_workers_are_kept_and_threads_have_one_each() -> None:
    """Documents one after another take one worker; two threads take two."""
    before = set(children(os.getpid()))
    with closing(Supervisor(Bounds(), spawned)) as supervisor:
        assert {supervisor.process(GOOD).outcome for _ in range(3)} == {"article"}
        assert len(set(children(os.getpid())) - before) == 1
        with ThreadPoolExecutor(2) as threads:
            assert {outcome.outcome for outcome in threads.map(supervisor.process, [GOOD] * 20)} == {"article"}
        assert len(set(children(os.getpid())) - before) <= 2


def test_threads_that_come_at_once_share_their_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many threads ask for the first document at once, their workers are kept in one place."""
    made: list[Supervisor] = []

    class Slow(Supervisor):
        def __init__(self, bounds: Bounds, _: object) -> None:
            time.sleep(0.05)
            super().__init__(bounds, forked)
            made.append(self)

        def process(self, raw: RawDocument) -> Article | Rejection:
            return process(raw)

    monkeypatch.setattr(flows.workers.supervision, "Supervisor", Slow)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: process_within(Bounds(seconds=7), GOOD), range(4)))
    assert len(made) == 1


def test_workers_end_with_a_killed_supervisor() -> None:
    """`kill -9` of a run leaves no worker behind."""
    script = (
        "import time\nfrom flows.limits import Bounds\nfrom flows.workers.supervision import process_within\n"
        "from models import RawDocument, Source\n"
        "process_within(Bounds(), RawDocument(content=b'Pier.', source=Source(uri='a', media_type='text/plain')))\n"
        "print('ready', flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        assert running.stdout.readline() == "ready\n"
        (worker,) = children(running.pid)
        running.kill()
    deadline = time.monotonic() + 10
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(worker)


def alive(process: int) -> bool:
    """Tell whether a process runs; one that has ended and that nobody asked about does not."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_broken_installation_is_no_document_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no worker can be started nothing is rejected: the run fails, and the next one finds all as it was."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with closing(Supervisor(Bounds(), spawned)) as supervisor, pytest.raises(NoWorkerError, match="status 1"):
        supervisor.process(GOOD)


def test_a_copy_that_cannot_load_says_why(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A worker that is a copy of its program tells what it misses, and ends as one that failed."""
    monkeypatch.setattr(flows.workers.worker, "load", Path("gone.words").read_bytes)
    with closing(Supervisor(Bounds(), forked)) as supervisor, pytest.raises(NoWorkerError, match="status 1"):
        supervisor.process(GOOD)
    assert "No such file or directory: 'gone.words'" in capfd.readouterr().err


def test_nobody_need_be_told_how_a_worker_ended() -> None:
    """Where the system keeps no word of children that end, documents become what they become elsewhere."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with closing(Supervisor(TIGHT, forked)) as supervisor:
            assert supervisor.process(GOOD) == process(GOOD)
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_an_interrupt_is_for_who_started_a_worker() -> None:
    """Ctrl-C reaches all processes of a terminal; a worker that is still loading goes on, and prints nothing of it."""
    for start in (spawned, forked):
        before = set(children(os.getpid()))
        worker = start(Bounds())
        (process_of_it,) = set(children(os.getpid())) - before
        os.kill(process_of_it, signal.SIGINT)
        worker.await_readiness()
        assert worker.end() == "status 0"


def test_lines_are_repaired_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line over which a worker ends is told by its reason, and the next one is repaired."""
    process_lines = flows.workers.worker.process_lines

    def misread(lines: list[str]) -> Iterator[str]:
        MISDEEDS.get(lines[0], lambda: None)()
        return process_lines(lines)

    monkeypatch.setattr(flows.workers.worker, "process_lines", misread)
    with closing(Supervisor(TIGHT, forked)) as supervisor:
        with pytest.raises(flows.workers.child.LostError, match="more than"):
            supervisor.repair_line("hang")
        assert supervisor.repair_line("The cafÃ© on the pier.") == "The café on the pier."
