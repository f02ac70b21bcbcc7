"""The flows on a real Prefect server, which is started once, and a schedule that fires."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock
from urllib.request import Request, urlopen

import pytest
import typer
from httpx import ConnectError

from flows.desk import Desk, DeskFailedError
from flows.runs.tally import Summary
from flows.server import prefect_server
from tests.dask_cluster import dask_cluster

ROOT = Path(__file__).parent.parent
COPYDESK = [sys.executable, "-m", "flows.cli"]
FIRES_WITHIN_SECONDS = 150
"""A cron schedule fires at full minutes; starting the server and the run takes up to half a minute each."""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine on which nothing of Prefect or Copydesk is set up."""
    home = tmp_path_factory.mktemp("home")
    unset = ("COPYDESK_", "PREFECT_")
    base = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    return {**base, "HOME": str(home), "PYTHONPATH": str(ROOT), "no_proxy": "127.0.0.1"}


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for Prefect's database, which takes a quarter of a minute to make."""
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="module")
def api(prefect_home: Path) -> Iterator[str]:
    """The address of a Prefect server of our own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PREFECT_API_URL", "PREFECT_PROFILE"):
            patch.delenv(name, raising=False)
        patch.setenv("PREFECT_HOME", str(prefect_home))
        with prefect_server(prefect_home) as url:
            yield url


@pytest.fixture(scope="module", autouse=True)
def serving(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str], api: str, prefect_home: Path
) -> Iterator["subprocess.Popen[str]"]:
    """A `copydesk schedule` that waits for its minute while the other tests run."""
    assert api
    folder = tmp_path_factory.mktemp("served")
    (folder / "incoming").mkdir()
    (folder / "incoming" / "story.txt").write_text("The council voted for the new bridge.\n", encoding="utf-8")
    text = (
        '[sources.incoming]\narguments = ["incoming"]\ncron = "* * * * *"\n\n[sources.byhand]\narguments = ["other"]\n'
    )
    (folder / "copydesk.toml").write_text(text, encoding="utf-8")
    copy_database(prefect_home, Desk(folder=folder / "desk").prefect_home)
    # As a shell starts it in the background: with interrupts ignored.
    in_background = ["env", "--ignore-signal=INT", *COPYDESK, "schedule"]
    with subprocess.Popen(in_background, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True) as running:
        yield running
        running.kill()


def copy_database(home: Path, to: Path) -> None:
    """Copy a Prefect database, so that a server need not make its own."""
    to.mkdir(parents=True)
    shutil.copy(home / "memo_store.toml", to)
    with closing(sqlite3.connect(home / "prefect.db")) as here, closing(sqlite3.connect(to / "prefect.db")) as there:
        here.backup(there)


def stories(folder: Path, count: int) -> Path:
    """Make a folder with so many stories, and an empty file."""
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_text(f"Story {number} of the council and its bridge.\n", encoding="utf-8")
    (folder / "empty.txt").touch()
    return folder


def test_flow_runs_batches_as_tasks(api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The flow's tasks are batches, never single documents, and its summary tells what became of all."""
    from flows.ingest import ingest
    from flows.reprocess import reprocess
    from flows.words import Selection

    assert api
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_BATCH_DOCUMENTS", "4")
    before = task_runs(api)
    summary = ingest([str(stories(tmp_path / "incoming", 9)), "gone.txt"], desk=tmp_path / "desk")
    assert (summary.documents, summary.articles, summary.reasons) == (11, 9, {"empty": 1, "not_found": 1})
    again = reprocess(desk=tmp_path / "desk", selection=Selection.ALL)
    assert (again.documents, again.changed) == (10, 0)
    assert len((tmp_path / "desk" / "clean" / "articles.jsonl").read_bytes().splitlines()) == 9
    deadline = time.monotonic() + 20
    while task_runs(api) - before < 6 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert task_runs(api) - before == 6


def task_runs(api: str) -> int:
    """Ask the server how many tasks ran."""
    with urlopen(f"{api}/task_runs/count", data=b"{}") as answer:
        return int(answer.read())


def test_a_run_makes_one_artifact_and_one_log(api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefect shows of each run what became of its documents; the desk keeps a log that names those rejected."""
    from flows.ingest import ingest

    monkeypatch.chdir(tmp_path)
    summary = ingest([str(stories(tmp_path / "incoming", 3)), "gone.txt"], desk=tmp_path / "desk")
    (shown,) = [made for made in artifacts(api) if str(tmp_path / "desk" / "clean") in made]
    assert "| articles | 3 |" in shown
    assert "| empty | 1 |" in shown
    assert "`gone.txt`: not_found: " in shown
    lines = [json.loads(line) for line in Path(summary.log).read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines] == ["begun", "batch", "rejected", "rejected", "ended"]
    assert {Path(line["uri"]).name for line in lines if line["event"] == "rejected"} == {"empty.txt", "gone.txt"}
    assert (lines[-1]["articles"], lines[-1]["documents"]) == (3, 5)


def artifacts(api: str) -> list[str]:
    """Ask the server for its artifacts."""
    request = Request(f"{api}/artifacts/filter", data=b"{}", headers={"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return [made["data"] for made in json.loads(answer.read())]


def test_a_run_fails_above_the_share_of_rejections(api: str, tmp_path: Path) -> None:
    """A run with more rejections than may be fails after everything is kept; one with fewer does not."""
    from flows.ingest import ingest
    from flows.runs.artifact import TooManyRejectedError

    assert api
    incoming = str(stories(tmp_path / "incoming", 1))
    with pytest.raises(TooManyRejectedError, match="1 of 2 documents were rejected, which is more than 40%"):
        ingest([incoming], desk=tmp_path / "desk", max_rejected_share=0.4)
    assert len((tmp_path / "desk" / "clean" / "articles.jsonl").read_bytes().splitlines()) == 1
    assert ingest([incoming], desk=tmp_path / "other", max_rejected_share=0.5).rejections == 1


@pytest.mark.parametrize("where", ["pool", "dask"])
def test_several_workers_make_the_same_exports(
    api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """A pool of processes, and a Dask cluster given by its address, export what one process exports, byte for byte."""
    from flows.ingest import ingest

    assert api
    incoming = str(stories(tmp_path / "incoming", 30))
    ingest([incoming], desk=tmp_path / "one")
    monkeypatch.setenv("COPYDESK_BATCH_DOCUMENTS", "4")
    monkeypatch.setenv("COPYDESK_WORKERS", "2")
    if where == "dask":
        pytest.importorskip("prefect_dask")
    with dask_cluster(2) if where == "dask" else nullcontext() as address:
        if address:
            monkeypatch.setenv("COPYDESK_DASK", address)
        monkeypatch.chdir(tmp_path)  # where no worker of the cluster is
        summary = ingest([incoming], desk=Path("several"))
    assert (summary.articles, summary.rejections) == (30, 1)
    exports = [
        (tmp_path / desk / "clean" / "articles.jsonl").read_text(encoding="utf-8") for desk in ("one", "several")
    ]
    without_times = [re.sub(r'"retrieved_at":"[^"]+"', "", export) for export in exports]
    assert without_times[0] == without_times[1]


def test_a_machine_that_does_not_see_the_desk_is_told(tmp_path: Path) -> None:
    """A batch of a desk that is another one here, or none, is refused: its documents are not taken for forgotten."""
    from flows.runs.batches import Batch
    from flows.runs.tasks import clean_batch

    here = Desk(folder=tmp_path / "here")
    batch = Batch(desk=here, run="1", documents=("a",), at=datetime.now(UTC))
    with pytest.raises(DeskFailedError, match="all machines have to share its folder"):
        clean_batch.fn(batch)
    assert not here.exists()
    with closing(here.open_store()) as store:
        run = store.begin_run("ingest", pipeline_version="1", at=datetime.now(UTC))
    with pytest.raises(DeskFailedError, match="is not the desk of this run"):
        clean_batch.fn(batch)
    assert clean_batch.fn(batch.model_copy(update={"run": run})).articles == 0


def test_a_cluster_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler for which nobody works is waited for a while, and then told; a run with nothing to do needs none."""
    from flows.runs import tasks
    from flows.runs.batches import Batch
    from flows.settings import Settings

    def nobody_comes(count: int, timeout: float) -> None:
        raise TimeoutError(f"Only 0/{count} workers arrived after {timeout}")

    cluster = MagicMock(client=SimpleNamespace(nthreads=dict, wait_for_workers=nobody_comes))
    monkeypatch.setattr(tasks, "task_runner", lambda _: cluster)
    run = tasks.through_tasks(Settings(dask="tcp://127.0.0.1:8786"))
    batch = Batch(desk=Desk(folder=tmp_path), run="1", documents=(), at=datetime.now(UTC))
    assert list(run([batch])) == [batch.settled]
    with pytest.raises(tasks.NoDaskError, match="no workers: start some with `dask worker tcp://127"):
        list(run([batch.model_copy(update={"documents": ("a",)})]))


def test_a_server_that_went_away_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A Prefect server that ends before its run does is told in a sentence, and what the run did is kept."""
    from flows.commands.runs import concluded

    def alone() -> Summary:
        raise ConnectError("All connection attempts failed")

    with pytest.raises(typer.Exit) as ended:
        concluded(alone)
    assert ended.value.exit_code == 1
    assert "the Prefect server does not answer any more" in capsys.readouterr().err


def copydesk(*arguments: str, environment: dict[str, str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command line in a folder."""
    command = [*COPYDESK, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def test_ingest_starts_what_it_needs_and_stops_it(
    environment: dict[str, str], prefect_home: Path, tmp_path: Path, api: str
) -> None:
    """On a machine without a Prefect server `copydesk ingest` needs none; it says what became of all, and no more."""
    assert api
    copy_database(prefect_home, tmp_path / "desk" / "prefect")
    stories(tmp_path / "incoming", 3)
    (tmp_path / "nothing").mkdir()
    done = copydesk("ingest", "incoming", "nothing", environment=environment, folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "copydesk: nothing holds no documents; files whose names begin with a dot are passed over\n"
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["Articles", "3"]
    assert lines[-2:] == ["Articles: desk/clean/articles.jsonl", "Rejections: desk/clean/rejections.jsonl"]
    assert not (tmp_path / ".prefect").exists()
    assert servers_of(tmp_path / "desk" / "prefect") == []


def test_a_server_of_ours_forgets_old_runs(prefect_home: Path, tmp_path: Path, api: str) -> None:
    """Prefect's database in a desk does not grow for ever: runs that ended a month ago are deleted."""
    assert api
    copy_database(prefect_home, tmp_path / "prefect")
    file = tmp_path / "prefect" / "prefect.db"
    flow = "0b8f6c1e-2f0d-4f0a-9c51-3f0f4a1b7a10"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("INSERT INTO flow (id, name) VALUES (?, 'f')", (flow,))
        for days in (20, 40):
            run = "old", flow, "COMPLETED", f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%d %H:%M:%S.%f}"
            database.execute("INSERT INTO flow_run (name, flow_id, state_type, end_time) VALUES (?, ?, ?, ?)", run)
    with prefect_server(tmp_path / "prefect"):
        deadline = time.monotonic() + 30
        while runs_named(file, "old") > 1 and time.monotonic() < deadline:
            time.sleep(0.2)
    assert runs_named(file, "old") == 1


def runs_named(file: Path, name: str) -> int:
    """Count the flow runs of this name in a Prefect database."""
    with closing(sqlite3.connect(file)) as database:
        (count,) = database.execute("SELECT count(*) FROM flow_run WHERE name = ?", (name,)).fetchone()
    return int(count)


def servers_of(home: Path) -> list[str]:
    """Find the processes that have this folder as Prefect's home."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"PREFECT_HOME={home}".encode() in variables:
            found.append(process.name)
    return found


def test_commands_use_the_configured_server(environment: dict[str, str], tmp_path: Path, api: str) -> None:
    """With PREFECT_API_URL runs go to that server, those of `reprocess --tracked` too; none is started."""
    environment = {**environment, "PREFECT_API_URL": api}
    folder = stories(tmp_path / "incoming", 2)
    (folder / "empty.txt").unlink()
    done = copydesk("ingest", "incoming", environment=environment, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[:2] == ["Articles", "2"]
    done = copydesk("reprocess", "--all", "--tracked", environment=environment, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "desk" / "prefect").exists()


def test_server_ends_with_who_started_it(environment: dict[str, str], tmp_path: Path) -> None:
    """A server whose parent is gone, however it went, ends by itself."""
    command = [sys.executable, "-m", "flows.server"]
    variables = {**environment, "PREFECT_HOME": str(tmp_path)}
    with subprocess.Popen(
        command, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdin
        assert server.stdout
        assert int(server.stdout.readline()) > 0
        server.stdin.close()
        assert server.wait(60) == 0


@pytest.mark.parametrize(
    ("documents", "number"), [(20, 1), pytest.param(1000, 20, marks=pytest.mark.torture, id="torture")]
)
def test_killed_flows_lose_and_double_nothing(
    environment: dict[str, str], tmp_path: Path, api: str, documents: int, number: int
) -> None:
    """A flow run killed at any moment, then run again on the same server, ends as an undisturbed one, byte for byte."""
    command = [sys.executable, "-m", "tests.disasters", "flows", str(tmp_path)]
    sizes = ["--documents", str(documents), "--number", str(number)]
    variables = {**environment, "PREFECT_API_URL": api}
    done = subprocess.run([*command, *sizes], cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"of {number}" in done.stdout


def test_schedule_fires(serving: "subprocess.Popen[str]", environment: dict[str, str]) -> None:
    """A configured source is ingested when its cron expression says so; SIGTERM ends schedule and server in order."""
    folder = Path(f"/proc/{serving.pid}/cwd").readlink()
    exported = folder / "desk" / "clean" / "articles.jsonl"
    deadline = time.monotonic() + FIRES_WITHIN_SECONDS
    while not exported.is_file() and time.monotonic() < deadline and serving.poll() is None:
        time.sleep(0.5)
    second = copydesk("schedule", environment=environment, folder=folder)
    assert second.returncode == 2
    assert f"by process {serving.pid}" in second.stderr
    serving.send_signal(signal.SIGTERM)
    _, told = serving.communicate(timeout=60)
    assert json.loads(exported.read_bytes())["source"]["uri"].endswith("incoming/story.txt"), told
    assert told.splitlines()[1] == "incoming: * * * * * (UTC)"
    assert "Serving 1 of 2 sources" in told
    assert serving.returncode == 0
    assert servers_of(folder / "desk" / "prefect") == []
