"""How fast records are exported, and in how much memory: `python -m tests.bench.exports [--records N]`.

A store is filled with generated records on the days of a year, and every format is written from it to a file, in a
process of its own. Counted is processor time, for the disk is the machine's. Beside the formats stand what nothing in
Python can be faster than in the same minutes: reading the records out of the file with `sqlite3` and writing their
bytes, and writing a file for each of them.

A record has 10 KB, as that of a short news story: 3.4 KB of text in ten paragraphs, which it holds twice, ten edits
(2 KB) in the three passes that lines, words and captions take, and 1 KB of metadata. The records of the 131 pages of
fundus_a, features among them, have 15 KB in the median, 5 KB of text in 16 paragraphs and 8 edits in 3 passes.
"""

import argparse
import json
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from pathlib import Path

from clean.record.entry import entry
from clean.store import Received
from flows.commands.export import give_out
from flows.desk import Desk
from flows.export import exported
from flows.outputs.chunks import chunks
from flows.outputs.formats import OUTPUTS, Stream
from flows.outputs.json_lines import json_lines
from flows.words import ExportFormat
from models import Article, Caption, Destination, Edit, EditKind, Paragraph, Quality, Source, undo
from tests.bench.figures import Figures

RECORDS = 100_000
SYLLABLES = ("ha", "bor", "ti", "men", "ko", "ra", "sel", "un", "de", "vin", "mar", "to")
WORDS = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]
"""As many as a newspaper uses, so that compressing them is as hard."""

OPENING = "The harbour report"
CAPTION = "The pier on Monday, as seen from the ferry that left it last."
DAYS = 365
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = 1000


def article(number: int) -> Article:
    """Make an article, the same for the same number."""
    chance = random.Random(number)
    paragraphs = [Paragraph(text=f"{OPENING}: {' '.join(chance.choices(WORDS, k=45))}.") for _ in range(9)]
    paragraphs = (Paragraph(text=f"{OPENING} number {number} says so."), *paragraphs)
    text = "\n\n".join(paragraph.text for paragraph in paragraphs)
    digest = f"{number:064x}"
    return Article(
        id=f"{chance.getrandbits(128):032x}",
        raw_sha256=digest,
        pipeline_version="generated",
        source=Source(uri=f"https://post.example/{number}", media_type="text/html", retrieved_at=NOON),
        url=f"https://post.example/{number}",
        title=f"Report number {number}",
        authors=("Ada Okoye",),
        publisher="The Harbour Post",
        language="en",
        date_published=(date(2025, 1, 1) + timedelta(days=chance.randrange(DAYS))).isoformat(),
        paragraphs=paragraphs,
        text=text,
        captions=(Caption(text=CAPTION, credit="Jo Roe"),),
        links=(f"https://post.example/{number}",),
        edits=_edits(text),
        quality=Quality(
            words=len(text.split()),
            words_in_lexicon_before=0.97,
            words_in_lexicon_after=0.99,
            edits_per_1000_words=4.0,
            furniture_share=0.0,
            boilerplate_share=0.0,
        ),
    )


def _edits(text: str) -> tuple[Edit, ...]:
    """Give ten edits that lead to a text: lines joined, words split, a caption taken out, each in a pass of its own."""
    edits: tuple[Edit, ...] = ()
    for rule, kind, before, after, count in (
        ("photo_captions", EditKind.REMOVAL, CAPTION, "", 1),
        ("joined_words", EditKind.REPAIR, "Theharbour", "The harbour", 5),
        ("joined_lines", EditKind.LAYOUT, "harbour\nreport", "harbour report", 4),
    ):
        places = [match.start() for match in islice(re.finditer(after or "^", text), count)]
        made = tuple(_edit(rule, kind, place, before, after) for place in places)
        text = undo(text, made)
        edits = made + edits
    return edits


def _edit(rule: str, kind: EditKind, start: int, before: str, after: str) -> Edit:
    return Edit(
        rule=rule,
        kind=kind,
        start=start,
        end=start + len(before),
        before=before,
        after=after,
        confidence=0.9987,
        evidence="log-odds 9.1",
        destination=Destination.CAPTIONS if kind is EditKind.REMOVAL else None,
    )


def generated(count: int) -> Iterator[str]:
    """Give records as the store gives them."""
    return (article(number).model_dump_json() for number in range(count))


def fill(desk: Desk, count: int) -> None:
    """Keep generated records in a desk."""
    articles = (article(number) for number in range(count))
    with closing(desk.open_store()) as store:
        run = store.begin_run("generate", pipeline_version="generated", at=NOON)
        while page := list(islice(articles, PAGE)):
            received = [Received(raw_sha256=one.raw_sha256, source=one.source) for one in page]
            store.admit(received, pipeline_version="generated", at=NOON)
            pairs = zip((item.key for item in received), map(entry, page), strict=True)
            store.save(pairs, run=run, at=NOON)


def export(desk: Desk, name: str, folder: Path) -> dict[str, float]:
    """Write one format; give the seconds it computed, the peak of memory in megabytes and the size of what it wrote."""
    before = time.process_time()
    place = folder / name
    if name in BOUNDS:
        BOUNDS[name](desk, place)
    else:
        form = Stream(lambda records: json_lines(chunks(records, 1200))) if name == "chunks" else OUTPUTS[_format(name)]
        give_out(form, exported(desk), place, compress=name == "jsonl.gz")
    files = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return {
        "seconds": time.process_time() - before,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "megabytes": sum(path.stat().st_size for path in files) / 1e6,
    }


def _format(name: str) -> ExportFormat:
    return ExportFormat(name.removesuffix(".gz"))


def _copied(desk: Desk, place: Path) -> None:
    """Copy the records out of the database, in the order of their ids and nothing else."""
    with closing(sqlite3.connect(desk.folder / "copydesk.db")) as connection, place.open("wb") as file:
        connection.text_factory = bytes
        file.writelines(record for (record,) in connection.execute("SELECT record FROM outcomes ORDER BY id"))


def _files(desk: Desk, place: Path) -> None:
    """Write as many files as there are records, each of the size that a record has in Markdown."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with closing(sqlite3.connect(desk.folder / "copydesk.db")) as connection:
        for (name,) in connection.execute("SELECT id FROM outcomes ORDER BY id"):
            (place / name).write_bytes(b"x" * 4000)


BOUNDS = {"copied": _copied, "files": _files}
"""What the formats are held against: "copied" is the least that any can cost, "files" the least that Markdown can."""

NAMES = (*BOUNDS, "jsonl", "jsonl.gz", "parquet", "markdown", "jsonld", "jsonfeed", "datatrove", "chunks")


def measure_apart(desk: Path, name: str, folder: Path) -> dict[str, float]:
    """Measure in a process of its own, whose memory is nobody else's."""
    command = [sys.executable, "-m", "tests.bench.exports", "--measure", str(desk), name, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return {key: float(value) for key, value in json.loads(done.stdout).items()}


def figures(records: int = RECORDS) -> Figures:
    """Measure every format on all records, and its memory on a tenth of them too; print and give the figures."""
    measured: Figures = {}
    with tempfile.TemporaryDirectory() as temporary:
        few, many = Path(temporary) / "few", Path(temporary) / "many"
        fill(Desk(folder=few), records // 10)
        fill(Desk(folder=many), records)
        for name in NAMES:
            small, large = (measure_apart(desk, name, Path(temporary)) for desk in (few, many))
            speed = records / large["seconds"]
            sys.stdout.write(
                f"{name:10}{speed:10,.0f} records per second, {large['megabytes']:7,.0f} MB, "
                f"peak {large['peak']:4.0f} MB ({large['peak'] - small['peak']:+.0f} from a tenth of the records)\n"
            )
            sys.stdout.flush()
            measured[f"{name}, records per second"] = speed
            measured[f"{name}, megabytes of memory above a tenth of the records"] = large["peak"] - small["peak"]
    return measured


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--measure", nargs=3, metavar=("DESK", "FORMAT", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.measure:
        desk, name, folder = given.measure
        sys.stdout.write(json.dumps(export(Desk(folder=Path(desk)), name, Path(folder))))
    else:
        figures(given.records)
    return 0


if __name__ == "__main__":
    sys.exit(main())
