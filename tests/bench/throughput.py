"""What runs cost, how they grow, and what Prefect adds: `python -m tests.bench.throughput [--documents N]`.

Generated documents (invented, some of them damaged) go through the flow on a server that is up, and through the plain
batch runner, each time in a process and a desk of its own. Prefect's cost is the difference of the two times, measured
with a stand-in for cleaning; it may be 2 s and 1 ms a document. Imports are timed apart. Memory is the peak of the
process at so many short documents and at four times as many, cleaned for real; it is flat if the two are close. Last,
one worker and two handle them all in turns, in a pool and on a Dask cluster, and again when nothing is new, for which
2 s and 2 ms a document are allowed. What two workers can gain is what the machine gives: two processes that clean
beside one another, with nothing in common, against one alone, in the same minutes.

`--long` runs the flow over so many documents once and again for one and two workers, and nothing else, with `--dask` on
a cluster; `--blocks 2` has it do so with a title and one paragraph of each, for a hundred thousand documents in the
time of twenty thousand.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import flows.runs.batches
from clean.record.entry import Entry, entry
from flows.desk import Desk
from flows.export import rebuild_exports
from flows.limits import Bounds
from flows.pipeline import process
from flows.runs.intake import ingest_documents, open_sources
from flows.server import prefect_server
from models import RawDocument, Source
from tests.bench.figures import Figures
from tests.bench.invented import article, write_documents
from tests.dask_cluster import dask_cluster

Cluster = Callable[[int], AbstractContextManager[str | None]]

PLAIN = Source(uri="story.txt", media_type="text/plain")
ROUNDS = 3
"""Each thing is measured so many times, in turns; the best counts, which other work on the machine disturbed least."""


def measure(mode: str, folder: Path, desk: Path, *, instant: bool) -> dict[str, float]:
    """Ingest a folder twice in this process; give seconds and the peak of memory in megabytes.

    `instant` puts a stand-in in the place of cleaning, so that what is left can be told from the noise of a machine.
    """
    started = time.perf_counter()
    run = run_flow(folder, desk) if mode == "flow" else run_plain(folder, desk)
    if instant:
        flows.runs.batches.entries_within = stand_in
    times = [time.perf_counter()]
    computed = time.process_time()
    for _ in range(2):
        run()
        times.append(time.perf_counter())
    return {
        "import": times[0] - started,
        "seconds": times[1] - times[0],
        "again": times[2] - times[1],
        "computing": time.process_time() - computed,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def run_flow(folder: Path, desk: Path) -> Callable[[], object]:
    """Import the flow, and give what runs it."""
    from flows.ingest import ingest

    return lambda: ingest([str(folder)], desk=desk)


def run_plain(folder: Path, desk: Path) -> Callable[[], object]:
    """Give what does the same without Prefect."""

    def run() -> None:
        place = Desk(folder=desk)
        ingest_documents(place, open_sources([str(folder)], max_bytes=20_000_000))
        rebuild_exports(place)

    return run


def stand_in(_: Bounds, documents: Iterable[RawDocument]) -> Iterator[Entry]:
    """Make outcomes in no time: one short article over and over, under other names."""
    outcome = process(RawDocument(content=b"The board met on Tuesday.", source=PLAIN))
    for raw in documents:
        facts = {"id": raw.sha256, "raw_sha256": raw.sha256, "source": raw.source}
        yield entry(outcome.model_copy(update=facts))


def measure_apart(
    mode: str, documents: Path, *, instant: bool, workers: int = 1, dask: str | None = None
) -> dict[str, float]:
    """Measure in a process and a desk of its own, with so many workers of a pool or of a Dask cluster."""
    desk = Path(tempfile.mkdtemp(dir=documents.parent))
    how = "instant" if instant else "real"
    command = [sys.executable, "-m", "tests.bench.throughput", "--measure", mode, how, str(documents), str(desk)]
    environment = {**os.environ, "COPYDESK_WORKERS": str(workers)} | ({"COPYDESK_DASK": dask} if dask else {})
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)
    shutil.rmtree(desk)
    return {name: float(value) for name, value in json.loads(done.stdout).items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--long", action="store_true", help="one run and one re-run for one and two workers each")
    parser.add_argument("--dask", action="store_true", help="with --long: on a Dask cluster")
    parser.add_argument("--blocks", type=int, help="blocks of each document, if not all")
    parser.add_argument("--measure", nargs=4, metavar=("MODE", "HOW", "FOLDER", "DESK"), help=argparse.SUPPRESS)
    parser.add_argument("--clean", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        mode, how, folder, desk = arguments.measure
        sys.stdout.write(json.dumps(measure(mode, Path(folder), Path(desk), instant=how == "instant")))
    elif arguments.clean:
        clean(arguments.clean)
    elif arguments.long:
        with documents_and_server(arguments.documents, blocks=arguments.blocks) as documents:
            long(documents, dask_cluster if arguments.dask else no_cluster)
    else:
        figures(arguments.documents)


def figures(documents: int = 1000) -> Figures:
    """Measure what Prefect costs, how much memory the flow takes, and what more workers gain."""
    with documents_and_server(documents) as folder:
        return costs(folder) | memory(folder) | growth(folder)


@contextmanager
def documents_and_server(count: int, *, blocks: int | None = None) -> Iterator[Path]:
    """Give a folder of so many documents while a Prefect server is up."""
    with tempfile.TemporaryDirectory() as temporary, prefect_server(Path(temporary) / "prefect") as api:
        os.environ["PREFECT_API_URL"] = api
        folder = Path(temporary) / str(count)
        write_documents(folder, count, blocks=blocks)
        yield folder


def costs(documents: Path) -> Figures:
    """Measure what Prefect costs: the best of a few runs, which other work on the machine disturbed least."""
    best = {mode: best_of(lambda mode=mode: measure_apart(mode, documents, instant=True)) for mode in ("plain", "flow")}
    allowed = 2 + number_of(documents) / 1000
    measured: Figures = {}
    for name, what in (("seconds", "Prefect's cost"), ("again", "Prefect's cost when nothing is new")):
        cost = best["flow"][name] - best["plain"][name]
        show(f"{what}, {number_of(documents):,} documents: {cost:.2f} s; at most {allowed:.2f} s")
        measured[f"{what}, share of what is allowed"] = cost / allowed
    computing = best["flow"]["computing"] - best["plain"]["computing"]
    show(f"of both runs, computed in the process itself: {computing:.2f} s (the rest is the server's, and waiting)")
    return measured


def memory(documents: Path) -> Figures:
    """Measure the time and memory of real runs through the flow, of as many documents and of four times as many.

    They have a title and a paragraph each, so that many batches are done in little time.
    """
    peaks = []
    for count in (number_of(documents), 4 * number_of(documents)):
        folder = documents.with_name(f"{count} short")
        write_documents(folder, count, blocks=2)
        run = measure_apart("flow", folder, instant=False)
        peaks.append(run["peak"])
        tell("one worker, short documents", run, folder)
    show(f"memory for four times as many documents: {peaks[1] - peaks[0]:+.0f} MB")
    return {"peak memory, growth from a quarter of the documents": peaks[1] / peaks[0] - 1}


def growth(documents: Path) -> Figures:
    """Measure how fast one and two workers are, and what a run costs in which nothing is new."""
    measured: Figures = {}
    for where, cluster in (("processes", no_cluster), ("Dask workers", dask_cluster)):
        runs: dict[int, list[dict[str, float]]] = {1: [], 2: []}
        alone_and_together: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(ROUNDS):
            for workers, measured_so_far in runs.items():
                alone_and_together[workers].append(seconds_beside_one_another(workers, number_of(documents)))
                with cluster(workers) as dask:
                    run = measure_apart("flow", documents, instant=False, workers=workers, dask=dask)
                measured_so_far.append(run)
                tell(f"{where}: {workers}", run, documents)
        best = {workers: min(run["seconds"] for run in several) for workers, several in runs.items()}
        gained = best[1] / best[2]
        possible = 2 * min(alone_and_together[1]) / min(alone_and_together[2])
        show(f"two {where} are {gained:.2f} times one; two processes with nothing in common {possible:.2f} times")
        measured[f"two {where}, times one"] = gained
        measured[f"two {where}, share of what the machine gives"] = gained / possible
    again = min(run["again"] for run in runs[1])
    return measured | {"nothing new, share of what is allowed": again / (2 + 2 * number_of(documents) / 1000)}


def long(documents: Path, cluster: Cluster) -> None:
    """Measure one worker and two over all documents, each once."""
    seconds = []
    for workers in (1, 2):
        with cluster(workers) as dask:
            run = measure_apart("flow", documents, instant=False, workers=workers, dask=dask)
        seconds.append(run["seconds"])
        tell(f"workers: {workers}", run, documents)
    show(f"two workers are {seconds[0] / seconds[1]:.2f} times one")


@contextmanager
def no_cluster(_: int) -> Iterator[None]:
    """Have the process's own pool do it."""
    yield None


def seconds_beside_one_another(processes: int, count: int) -> float:
    """Clean in so many processes that know nothing of each other; give the seconds until the last has done so many."""
    command = [sys.executable, "-m", "tests.bench.throughput", "--clean", str(count)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(processes)]
    return max(float(process.communicate()[0]) for process in running)


def clean(count: int) -> None:
    """Clean so many documents in this process, and print the seconds."""
    raw = [RawDocument(content=article(number).encode(), source=PLAIN) for number in range(count)]
    process(raw[0])
    started = time.perf_counter()
    for document in raw:
        process(document)
    sys.stdout.write(str(time.perf_counter() - started))


def best_of(measured: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Measure a few times and give the least of each figure."""
    runs = [measured() for _ in range(ROUNDS)]
    return {name: min(run[name] for run in runs) for name in runs[0]}


def number_of(documents: Path) -> int:
    """Count the documents in a folder."""
    return sum(1 for _ in documents.iterdir())


def tell(what: str, run: dict[str, float], documents: Path) -> None:
    """Print the figures of a run."""
    count = number_of(documents)
    show(
        f"{what}; {count:,} documents: {run['seconds']:.1f} s ({count / run['seconds']:.1f} a second), "
        f"again {run['again']:.1f} s ({1000 * run['again'] / count:.2f} ms each), "
        f"import {run['import']:.1f} s, driver's peak {run['peak']:.0f} MB"
    )


def show(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
