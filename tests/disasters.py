"""Runs that end badly, and what the next run makes of them: `python -m tests.disasters DISASTER FOLDER [...]`.

Each disaster befalls a run over the same invented stories in a desk of its own: the process is killed at a moment or a
step, the disk is full, or a write, a rename or a statement fails. Then the same command runs again, undisturbed. What
must come out is what one undisturbed run gives under the same clock, byte for byte. Processes are copies of this one,
in which everything is imported.
"""

import argparse
import errno
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa

import flows.workers.supervision
from clean.store import CleanStore
from flows import export
from flows.desk import Desk
from flows.export import FILES, rebuild_exports
from flows.limits import Limits
from flows.outputs import files
from flows.pipeline import process
from flows.runs.intake import ingest_documents, open_sources
from flows.versioning import pipeline_version
from flows.workers.child import forked
from models import RawDocument, Source
from raw.store import RawStore

STEPS: tuple[tuple[Any, str], ...] = (
    (RawStore, "put"),
    (CleanStore, "admit"),
    (CleanStore, "save"),
    (CleanStore, "end_run"),
    (export, "replace_file"),
    (files, "_write"),
)
"""What a run does, one step after another."""

WRITES: tuple[tuple[Any, str], ...] = (
    (os, "fsync"),
    (Path, "replace"),
    (Path, "open"),
    (Path, "mkdir"),
    (Path, "read_bytes"),
)
"""What a run asks of the file system in Python; what SQLite asks, it asks itself, and its statements fail."""


def clock() -> datetime:
    """Tell the time, which stands still."""
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def write_stories(folder: Path, count: int) -> Path:
    """Write so many stories; the last is empty, and rejected."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count - 1):
        text = f"Story {number} of the council of Selwyn and its new bridge.\n"
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    (folder / f"{count - 1:05}.txt").touch()
    return folder


def run(stories: Path, folder: Path) -> None:
    """Take the stories in, and export."""
    desk = Desk(folder=folder)
    documents = open_sources([str(stories)], max_bytes=10_000, clock=clock)
    batch = max(4, len(list(stories.iterdir())) // 20)
    ingest_documents(desk, documents, limits=Limits(documents=batch), clock=clock)
    rebuild_exports(desk)


def run_flow(stories: Path, folder: Path) -> None:
    """Do the same through the Prefect flow."""
    import flows.ingest

    flows.ingest.open_sources = partial(open_sources, clock=clock)  # type: ignore[assignment]
    flows.ingest.ingest_documents = partial(ingest_documents, clock=clock)  # type: ignore[assignment]
    flows.ingest.ingest([str(stories)], desk=folder)


def result(folder: Path) -> list[bytes]:
    """Read what a desk exported."""
    return [(folder / "clean" / name).read_bytes() for name in FILES]


def start(work: Callable[[], object]) -> int:
    """Begin work in a copy of this process, and give its number."""
    if child := os.fork():
        return child
    os.setpgid(0, 0)
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def status_of(child: int) -> int:
    """Wait for a process, and tell how it ended: 0, or a status, or a signal as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Scene:
    """Stories, and what an undisturbed run makes of them."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = count
        self.stories = write_stories(folder / "stories", count)
        begun = time.monotonic()
        undisturbed = folder / "undisturbed"
        assert status_of(start(lambda: run(self.stories, undisturbed))) == 0
        self.seconds = time.monotonic() - begun
        self.expected = result(undisturbed)
        articles, rejections = (lines.count(b"\n") for lines in self.expected)
        assert (articles, rejections) == (count - 1, 1)

    def check(self, desk: Path, what: object) -> None:
        """Run again, undisturbed, and hold the outcome against what is expected."""
        assert status_of(start(lambda: run(self.stories, desk))) == 0, what
        self.compare(desk, what)
        shutil.rmtree(desk)

    def compare(self, desk: Path, what: object) -> None:
        """Hold exports and rows against what is expected: none lost, none twice."""
        assert result(desk) == self.expected, what
        with closing(sqlite3.connect(desk / "copydesk.db")) as database:
            for table in ("documents", "outcomes"):
                (rows,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
                assert rows == self.count, (what, table, rows)


def killed_at_moments(scene: Scene, number: int) -> str:
    """Kill runs at random moments."""
    chance = random.Random(number)
    in_time = 0
    for nth in range(number):
        desk = scene.folder / f"moment-{nth}"
        child = start(lambda desk=desk: run(scene.stories, desk))
        time.sleep(chance.uniform(0, scene.seconds))
        os.kill(child, signal.SIGKILL)
        in_time += status_of(child) == -signal.SIGKILL
        scene.check(desk, nth)
    return f"{in_time} of {number} runs were killed before their end"


def killed_at_steps(scene: Scene, number: int) -> str:
    """Kill runs before and after single steps."""

    def killing(_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    steps = counted(scene, STEPS)
    for nth in random.Random(7).sample(range(steps), min(number, steps)):
        desk = scene.folder / f"step-{nth}"
        with happening(STEPS, nth, killing):
            assert status_of(start(lambda desk=desk: run(scene.stories, desk))) == -signal.SIGKILL, nth
        scene.check(desk, nth)
    return f"killed at {min(number, steps)} of {steps} steps"


def failing_writes(scene: Scene, number: int) -> str:
    """Let single writes, renames and statements fail, as a bad or full disk does."""

    def failing(what: object) -> None:
        if isinstance(what, str):
            raise sa.exc.OperationalError(what, None, sqlite3.OperationalError("disk I/O error"))
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    writes = counted(scene, WRITES)
    failed = 0
    for nth in random.Random(8).sample(range(writes), min(number, writes)):
        desk = scene.folder / f"write-{nth}"
        with happening(WRITES, nth, failing):
            failed += status_of(start(lambda desk=desk: run(scene.stories, desk))) != 0
        scene.check(desk, nth)
    return f"{failed} of {min(number, writes)} runs failed with a write, of {writes} there are"


def counted(scene: Scene, steps: tuple[tuple[Any, str], ...]) -> int:
    """Count the steps of an undisturbed run."""
    report = scene.folder / "count"
    seen: list[object] = []

    def counting() -> None:
        with happening(steps, -1, lambda _: None, seen):
            run(scene.stories, scene.folder / "counted")
        report.write_text(str(len(seen)))

    assert status_of(start(counting)) == 0
    shutil.rmtree(scene.folder / "counted")
    return int(report.read_text())


@contextmanager
def happening(
    steps: tuple[tuple[Any, str], ...], last: int, what: Callable[[object], None], seen: list[object] | None = None
) -> Iterator[None]:
    """Have something happen at the nth of these steps, where statements of the database are steps too for writes."""
    reached = seen if seen is not None else []

    def step(name: object) -> None:
        reached.append(name)
        if len(reached) - 1 == last:
            what(name)

    def stepping(function: Callable[..., object]) -> Callable[..., object]:
        def stepped(*arguments: object, **named: object) -> object:
            step(function)
            made = function(*arguments, **named)
            if steps is STEPS:
                step(function)
            return made

        return stepped

    originals = [(owner, name, getattr(owner, name)) for owner, name in steps]
    for owner, name, function in originals:
        setattr(owner, name, stepping(function))
    if steps is WRITES:
        sa.event.listen(sa.Engine, "before_cursor_execute", listener := lambda *about: step(about[2]))
        sa.event.listen(sa.Engine, "commit", on_commit := lambda _: step("COMMIT"))
    try:
        yield
    finally:
        for owner, name, function in originals:
            setattr(owner, name, function)
        if steps is WRITES:
            sa.event.remove(sa.Engine, "before_cursor_execute", listener)
            sa.event.remove(sa.Engine, "commit", on_commit)


def full_disks(scene: Scene, number: int) -> str:
    """Let the disk be full sooner and later: file systems in memory that hold so much and no more."""
    disk = scene.folder / "disk"
    disk.mkdir()
    failed = 0
    needed = sum(path.stat().st_blocks for path in (scene.folder / "undisturbed").rglob("*")) // 2
    for nth in range(number):
        size = needed * (nth + 1) // (number + 1)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(disk)], check=True)
        try:
            failed += status_of(start(lambda: run(scene.stories, disk / "desk"))) != 0
            subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
            scene.check(disk / "desk", size)
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
    return f"{failed} of {number} disks were too small"


def killed_flows(scene: Scene, number: int) -> str:
    """Kill runs of the Prefect flow, on the server that the environment names, at random moments."""
    chance = random.Random(number)

    def flow(desk: Path) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "tests.disasters", "flow", str(scene.stories), "--desk", str(desk)]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)

    begun = time.monotonic()
    assert flow(scene.folder / "first").wait() == 0
    seconds = time.monotonic() - begun
    scene.compare(scene.folder / "first", "first")
    in_time = 0
    for nth in range(number):
        desk = scene.folder / f"flow-{nth}"
        killed = flow(desk)
        time.sleep(chance.uniform(0.3, 1) * seconds)
        killed.kill()
        in_time += killed.wait() == -signal.SIGKILL
        assert flow(desk).wait() == 0, nth
        scene.compare(desk, nth)
    return f"{in_time} of {number} flow runs were killed before their end"


DISASTERS: dict[str, Callable[[Scene, int], str]] = {
    "moments": killed_at_moments,
    "steps": killed_at_steps,
    "writes": failing_writes,
    "disks": full_disks,
    "flows": killed_flows,
}


def main() -> None:
    """Let it happen, and say how often."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("disaster", choices=[*DISASTERS, "flow"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--desk", type=Path)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--number", type=int, default=10)
    given = parser.parse_args()
    if given.disaster == "flow":
        run_flow(given.folder, given.desk)
        return
    # What every run needs is loaded once; and told once, so that code edited meanwhile is no other pipeline.
    pipeline_version()
    process(RawDocument(content=b"The pier.", source=Source(uri="a.txt", media_type="text/plain")))
    flows.workers.supervision.spawned = forked
    sys.stdout.write(DISASTERS[given.disaster](Scene(given.folder, given.documents), given.number))


if __name__ == "__main__":
    main()
