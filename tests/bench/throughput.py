"""What the Prefect flow costs above plain batches, and its memory: `python -m tests.bench.throughput [--documents N]`.

Generated documents (invented, some of them damaged) go through the flow on a server that is up, and through the plain
batch runner, each time in a process and a desk of its own. Prefect's cost is the difference of the two times, measured
with a stand-in for cleaning; it may be 2 s and 1 ms a document. Imports are timed apart. Memory is the peak of the
process at a quarter of the documents and at all of them, cleaned for real; it is flat if the two are close. Last, one
worker and two handle them all, and again when nothing is new, for which 2 s and 2 ms a document are allowed.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import flows.runs.batches
from flows.desk import Desk
from flows.export import rebuild_exports
from flows.limits import Bounds
from flows.pipeline import reject
from flows.runs.intake import ingest_documents, open_sources
from flows.server import prefect_server
from models import RawDocument, Reason, Refusal, Rejection, Stage, Unreceived
from tests.bench.figures import Figures

SENTENCES = (
    "The harbour board met on Tuesday and put off its decision on the new ferry pier.",
    "Two hundred residents had signed the petition by noon, the clerk of the council said.",
    "The price of bread rose by four cents in the capital, and by six in the north.",
    "Nobody was hurt when a crane fell on the empty market hall, firefighters said.",
    "The under-nineteens won 3-2 after extra time in front of a small but loud crowd.",
    "Rain is expected from the west by evening; the mountain roads stay closed.",
)
DAMAGED = (
    "The ministerreaffirmed her plan forthe coast on Wednesday, and the mayor agreed.",
    "Itâ€™s a question of trust, the head of the fishermenâ€™s union told reporters.",
)
RUNS = 3


def write_documents(folder: Path, count: int) -> None:
    """Write plain-text articles of 2 to 4 KB, the same for the same count."""
    chance = random.Random(count)
    folder.mkdir()
    for number in range(count):
        paragraphs = []
        for _ in range(chance.randint(6, 10)):
            sentences = chance.choices((*SENTENCES, *DAMAGED), weights=[6] * 6 + [1] * 2, k=chance.randint(3, 6))
            paragraphs.append(" ".join(sentences))
        text = f"Report number {number}.\n\n" + "\n\n".join(paragraphs) + "\n"
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")


def measure(mode: str, folder: Path, desk: Path, *, instant: bool) -> dict[str, float]:
    """Ingest a folder twice in this process; give seconds and the peak of memory in megabytes.

    `instant` puts a stand-in in the place of cleaning, so that what is left can be told from the noise of a machine.
    """
    started = time.perf_counter()
    run = run_flow(folder, desk) if mode == "flow" else run_plain(folder, desk)
    if instant:
        flows.runs.batches.process_within = stand_in
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


def stand_in(_: Bounds, raw: RawDocument) -> Rejection:
    """Make an outcome in no time."""
    refusal = Refusal(stage=Stage.CLEAN, reason=Reason.NO_TEXT, detail="")
    return reject(Unreceived(source=raw.source, refusal=refusal)).model_copy(update={"raw_sha256": raw.sha256})


def measure_apart(mode: str, count: int, temporary: Path, *, instant: bool, workers: int = 1) -> dict[str, float]:
    """Measure in a process and a desk of its own, with so many workers."""
    desk = Path(tempfile.mkdtemp(dir=temporary))
    how = "instant" if instant else "real"
    command = [
        sys.executable,
        "-m",
        "tests.bench.throughput",
        "--measure",
        mode,
        how,
        f"{temporary}/{count}",
        str(desk),
    ]
    environment = {**os.environ, "COPYDESK_WORKERS": str(workers)}
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)
    return {name: float(value) for name, value in json.loads(done.stdout).items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--measure", nargs=4, metavar=("MODE", "HOW", "FOLDER", "DESK"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        mode, how, folder, desk = arguments.measure
        sys.stdout.write(json.dumps(measure(mode, Path(folder), Path(desk), instant=how == "instant")))
        return
    figures(arguments.documents)


def figures(documents: int = 1000) -> Figures:
    """Measure what Prefect costs and how much memory the flow takes."""
    with tempfile.TemporaryDirectory() as temporary, prefect_server(Path(temporary) / "prefect") as api:
        os.environ["PREFECT_API_URL"] = api
        folder = Path(temporary)
        return costs(folder, documents) | memory(folder, documents) | growth(folder, documents)


def costs(temporary: Path, documents: int) -> Figures:
    """Measure what Prefect costs: the best of a few runs, which other work on the machine disturbed least."""
    write_documents(temporary / str(documents), documents)
    best: dict[str, dict[str, float]] = {}
    for mode in ("plain", "flow"):
        runs = [measure_apart(mode, documents, temporary, instant=True) for _ in range(RUNS)]
        best[mode] = {name: min(run[name] for run in runs) for name in runs[0]}
    allowed = 2 + documents / 1000
    measured: Figures = {}
    for name, what in (("seconds", "Prefect's cost"), ("again", "Prefect's cost when nothing is new")):
        cost = best["flow"][name] - best["plain"][name]
        show(f"{what}, {documents:,} documents: {cost:.2f} s; at most {allowed:.2f} s")
        measured[f"{what}, share of what is allowed"] = cost / allowed
    computing = best["flow"]["computing"] - best["plain"]["computing"]
    show(f"of both runs, computed in the process itself: {computing:.2f} s (the rest is the server's, and waiting)")
    return measured


def memory(temporary: Path, documents: int) -> Figures:
    """Measure the time and memory of real runs through the flow, of a quarter of the documents and of all."""
    peaks = []
    for count in (documents // 4, documents):
        if count != documents:
            write_documents(temporary / str(count), count)
        run = measure_apart("flow", count, temporary, instant=False)
        peaks.append(run["peak"])
        show(
            f"{count:,} documents: {run['seconds']:.1f} s ({1000 * run['seconds'] / count:.0f} ms each), "
            f"again {run['again']:.1f} s, import {run['import']:.1f} s, peak {run['peak']:.0f} MB"
        )
    show(f"memory from {documents // 4:,} to {documents:,} documents: {peaks[1] - peaks[0]:+.0f} MB")
    return {"peak memory, growth from a quarter of the documents": peaks[1] / peaks[0] - 1}


def growth(temporary: Path, documents: int) -> Figures:
    """Measure how fast one and two workers are, and what a run costs in which nothing is new."""
    runs = {workers: measure_apart("flow", documents, temporary, instant=False, workers=workers) for workers in (1, 2)}
    for workers, run in runs.items():
        again = 1000 * run["again"] / documents
        show(
            f"workers: {workers}; {documents / run['seconds']:.1f} documents a second, "
            f"driver's peak {run['peak']:.0f} MB, again {run['again']:.1f} s ({again:.1f} ms each)"
        )
    allowed = 2 + 2 * documents / 1000
    return {
        "two workers, times one": runs[1]["seconds"] / runs[2]["seconds"],
        "nothing new, share of what is allowed": runs[1]["again"] / allowed,
    }


def show(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
