"""Writers and readers that meet over one store: `python -m tests.crowd ROLE DATABASE --documents N`."""

import argparse
import random
import sys
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256

from clean.record.entry import entry
from clean.store import CleanStore, Received
from models import Article, Paragraph, Source, read_outcome
from tests.figures import NO_MATTER_WHICH

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BATCH = 250


def received(number: int) -> Received:
    """Bytes from an address, each with a number."""
    source = Source(uri=f"https://harbour.example/{number}", media_type="text/plain")
    return Received(raw_sha256=sha256(b"%d" % number).hexdigest(), source=source)


def article(number: int, writer: str) -> Article:
    """What they became; each writer says it in words of its own."""
    item = received(number)
    text = f"Story {number} as {writer} tells it."
    return Article(
        id=f"{number:08}",
        pipeline_version="1",
        raw_sha256=item.raw_sha256,
        source=item.source,
        paragraphs=(Paragraph(text=text),),
        text=text,
        quality=NO_MATTER_WHICH,
    )


def write(store: CleanStore, documents: int, writer: str) -> None:
    """Take all documents in and keep their outcomes, batch by batch in an order of one's own."""
    numbers = list(range(documents))
    random.Random(writer).shuffle(numbers)
    run = store.begin_run(writer, pipeline_version="1", at=NOON)
    for start in range(0, documents, BATCH):
        batch = numbers[start : start + BATCH]
        items = {number: received(number) for number in batch}
        store.admit(items.values(), pipeline_version="1", at=NOON)
        outcomes = [(item.key, entry(article(number, writer))) for number, item in items.items()]
        store.save(outcomes, run=run, at=NOON)
    store.end_run(run, summary="{}", at=NOON)


def read(store: CleanStore, documents: int) -> None:
    """Export until everything is there; each id comes once, in order, and what was there stays there."""
    seen = 0
    while seen < documents:
        ids = [read_outcome(line).id for line in store.export("article")]
        assert ids == sorted(set(ids))
        assert len(ids) >= seen
        seen = len(ids)


def main() -> None:
    """Take part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role")
    parser.add_argument("database")
    parser.add_argument("--documents", type=int, default=1000)
    given = parser.parse_args()
    with closing(CleanStore(given.database)) as store:
        if given.role == "reader":
            read(store, given.documents)
        else:
            write(store, given.documents, given.role)
    sys.stdout.write("done")


if __name__ == "__main__":
    main()
