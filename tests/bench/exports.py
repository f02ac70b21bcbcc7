"""How fast records are exported, and in how much memory: `python -m tests.bench.exports [--records N]`.

A store is filled with generated records (about 9 KB each: 3 KB of text, which a record holds twice, and ten edits) on
the days of a year, and every format is written from it to a file, in a process of its own. Counted is processor time,
for the disk is the machine's.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from pathlib import Path

from clean.store import Received
from flows.commands.export import give_out
from flows.desk import Desk
from flows.export import exported
from flows.outputs import OUTPUTS, Stream
from flows.outputs.chunks import chunks
from flows.outputs.json_lines import json_lines
from flows.words import ExportFormat
from models import Article, Caption, Edit, EditKind, Paragraph, Quality, Source
from tests.bench.figures import Figures

RECORDS = 100_000
SYLLABLES = ("ha", "bor", "ti", "men", "ko", "ra", "sel", "un", "de", "vin", "mar", "to")
WORDS = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]
"""As many as a newspaper uses, so that compressing them is as hard."""

JOINED = "The harbour"
EDITS = 10
DAYS = 365
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = 1000


def article(number: int) -> Article:
    """Make an article, the same for the same number."""
    chance = random.Random(number)
    paragraphs = [Paragraph(text=" ".join(chance.choices(WORDS, k=45)) + ".") for _ in range(9)]
    first = Paragraph(text=f"{JOINED} report number {number} says so.")
    text = "\n\n".join(paragraph.text for paragraph in (first, *paragraphs))
    # The first is undone last: every one of them splits the same two words, and joins them again but for the last.
    edits = [_edit(nth) for nth in range(EDITS)]
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
        paragraphs=(first, *paragraphs),
        text=text,
        captions=(Caption(text="The pier on Monday", credit="Jo Roe"),),
        links=(f"https://post.example/{number}",),
        edits=tuple(edits),
        quality=Quality(
            words=len(text.split()),
            words_in_lexicon_before=0.97,
            words_in_lexicon_after=0.99,
            edits_per_1000_words=4.0,
            furniture_share=0.0,
            boilerplate_share=0.0,
        ),
    )


def _edit(nth: int) -> Edit:
    before, after = (JOINED.replace(" ", ""), JOINED) if nth % 2 else (JOINED, JOINED.replace(" ", ""))
    return Edit(
        rule="joined_words",
        kind=EditKind.REPAIR,
        start=0,
        end=len(before),
        before=before,
        after=after,
        confidence=0.9987,
        evidence="log-odds 9.1",
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
            pairs = zip((item.key for item in received), page, strict=True)
            store.save(pairs, run=run, at=NOON)


def export(desk: Desk, name: str, folder: Path) -> dict[str, float]:
    """Write one format; give the seconds it computed, the peak of memory in megabytes and the size of what it wrote."""
    before = time.process_time()
    form = Stream(lambda records: json_lines(chunks(records, 1200))) if name == "chunks" else OUTPUTS[_format(name)]
    place = folder / name
    give_out(form, exported(desk), place, compress=name == "jsonl.gz")
    files = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return {
        "seconds": time.process_time() - before,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "megabytes": sum(path.stat().st_size for path in files) / 1e6,
    }


def _format(name: str) -> ExportFormat:
    return ExportFormat(name.removesuffix(".gz"))


NAMES = ("jsonl", "jsonl.gz", "parquet", "markdown", "jsonld", "jsonfeed", "datatrove", "chunks")


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
