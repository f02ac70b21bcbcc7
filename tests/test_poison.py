"""Poison: documents that would hang or exhaust whoever reads them, among good neighbours."""

import os
import resource
import subprocess
import sys
from itertools import cycle, islice, zip_longest
from pathlib import Path

import pytest

from clean.store import Received
from flows.desk import Desk
from flows.limits import Bounds, Limits
from flows.pipeline import process
from flows.runs.intake import ingest_documents
from models import Article, RawDocument, Reason, Rejection, Source, read_outcome
from tests.articles import raw_document, samples
from tests.poison import POISON, poison

ROOT = Path(__file__).parent.parent

QUICK = (
    "24 KB of half a link",
    "220 KB of open divs",
    "entities of entities",
    "NULs in a page",
    "5 MB of mojibake in one line",
    "pages that are their own parents",
    "noise called a PDF",
    "a table of objects that lies",
)
"""Some of each format, which a short run meets."""


def neighbours(count: int) -> list[RawDocument]:
    """Give good documents: our samples under other names, over and over."""
    good = [raw_document(expected.raw) for expected in samples()]
    return [
        RawDocument(
            content=raw.content,
            source=Source(uri=f"https://harbour.example/{n}", media_type=raw.source.media_type),
        )
        for n, raw in enumerate(islice(cycle(good), count))
    ]


def ingest(folder: Path, names: list[str], good: list[RawDocument], bounds: Bounds) -> dict[str, Article | Rejection]:
    """Take poison in among good neighbours; give the outcome of each by its address."""
    desk = Desk(folder=folder)
    mixed = [raw for pair in zip_longest(map(poison, names), good) for raw in pair if raw]
    summary = ingest_documents(desk, mixed, limits=Limits(bounds=bounds))
    assert summary.documents == len(mixed) == summary.articles + summary.rejections
    keys = [Received(raw_sha256=raw.sha256, source=raw.source).key for raw in mixed]
    with desk.open_store() as store:
        records = store.records(keys)
    return {raw.source.uri: read_outcome(records[key]) for raw, key in zip(mixed, keys, strict=True)}


def check(folder: Path, names: list[str], good: list[RawDocument], bounds: Bounds) -> None:
    """Hold the outcomes against what is promised."""
    outcomes = ingest(folder, names, good, bounds)
    for raw in good:
        assert outcomes[raw.source.uri] == process(raw)
    for name in names:
        outcome = outcomes[name]
        assert isinstance(outcome, Article) or outcome.reason is not Reason.INTERNAL_ERROR, (name, outcome)


def test_poison_harms_no_neighbour(tmp_path: Path) -> None:
    """Each poisonous document ends as one outcome with a reason of its own, and those beside it as if it were alone."""
    check(tmp_path, list(QUICK), neighbours(11), Bounds(seconds=2))


@pytest.mark.torture
def test_all_poison_harms_no_neighbour(tmp_path: Path) -> None:
    """So do all of them among a hundred neighbours, and no worker ever takes more memory than a document may."""
    check(tmp_path, list(POISON), neighbours(100), Bounds())
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= Bounds().memory_bytes


def test_clean_gets_past_poison(tmp_path: Path) -> None:
    """`copydesk clean` prints a rejection for what hangs it, and goes on with the next file, or the next line."""
    slow = "5 MB of mojibake in one line"
    (tmp_path / "slow.txt").write_bytes(poison(slow).content)
    (tmp_path / "good.txt").write_text("The board met on Tuesday.\n", encoding="utf-8")
    done = copydesk(tmp_path, "clean", "slow.txt", "good.txt")
    first, second = map(read_outcome, done.stdout.splitlines())
    assert isinstance(first, Rejection)
    assert (first.reason, second.outcome, done.returncode) == (Reason.TOO_SLOW, "article", 1)
    lines = poison(slow).content + b"\nThe board met.\n"
    done = copydesk(tmp_path, "clean", "--lines", "-", given=lines)
    assert (done.stdout, done.returncode) == (lines, 1)
    assert b"too_slow: 1 line left as found" in done.stderr


def copydesk(folder: Path, *arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Run the command line with little time for a document."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COPYDESK_DOCUMENT_SECONDS": "1"}
    command = [sys.executable, "-m", "flows.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, input=given, capture_output=True, check=False)
