"""The data that benchmarks and recipes read, and the one line drawn through it between learning and measuring.

The data lies beside the checkout in `../shared/data`; the environment variable COPYDESK_DATA names another place for
`../shared`.
"""

import gzip
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

Split = Literal["train", "dev", "test"]
SPLITS: tuple[Split, ...] = ("train", "dev", "test")

HELD_OUT = 0
"""The tenth of the articles that nothing is counted, trained or tuned on."""

DEVELOPMENT = 1
"""The tenth whose changes are read while a rule is being written; it is not counted either."""


SPLIT_OF_TENTH: dict[int, Split] = {HELD_OUT: "test", DEVELOPMENT: "dev"}

LONG_LINE = 40
"""Characters from which on a line that two texts share tells that they are one article."""


class NoDataError(FileNotFoundError):
    """The data is not on this machine."""


def data_folder() -> Path:
    """Give the folder that holds `extraction`, `spacing` and `text`.

    Raises:
        NoDataError: it is not there.
    """
    default = Path(__file__).resolve().parents[3] / "shared"
    folder = Path(os.environ.get("COPYDESK_DATA", default)) / "data"
    if not folder.is_dir():
        raise NoDataError(f"no data in {folder}; COPYDESK_DATA names the folder that holds data/")
    return folder


def read_lines(path: Path) -> list[str]:
    """Read a gzipped text file as lines that end at a line feed only."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    return text.removesuffix("\n").split("\n")


def read_records(path: Path) -> list[dict[str, object]]:
    """Read a gzipped file of JSON Lines."""
    return [json.loads(line) for line in read_lines(path)]


def tenth(article: str) -> int:
    """Tell which tenth an article of `text/wcxb_dev` belongs to, by the hash of its text.

    An article is a run of lines without a blank line, so that sentences beside each other fall on the same side.
    """
    return int(sha256(article.encode("utf-8")).hexdigest()[:8], 16) % 10


@lru_cache(maxsize=1)
def web_articles() -> tuple[str, ...]:
    """Give the articles of `text/wcxb_dev`, each a block of lines."""
    text = gzip.decompress((data_folder() / "text" / "wcxb_dev.txt.gz").read_bytes()).decode("utf-8")
    return tuple(article for article in text.split("\n\n") if article.strip())


def articles_of(number: int) -> list[str]:
    """Give the articles of one tenth (HELD_OUT, DEVELOPMENT, ...)."""
    return [article for article in web_articles() if tenth(article) == number]


def split_of(text: str) -> Split:
    """Tell which split a gold text of `extraction/` belongs to.

    What shares a line with the held-out tenth of `text/wcxb_dev` is for the test, with the development tenth for dev;
    the rest is divided by hash: a tenth each for test and dev, the others for training.
    """
    lines = long_lines(text)
    for number, split in SPLIT_OF_TENTH.items():
        if not lines.isdisjoint(_lines_of(number)):
            return split
    return SPLIT_OF_TENTH.get(int(sha256(text.encode("utf-8")).hexdigest()[8:16], 16) % 10, "train")


def long_lines(text: str) -> set[str]:
    """Give the lines of a text that are long enough to tell it from others."""
    return {line for line in map(str.strip, text.split("\n")) if len(line) > LONG_LINE}


@lru_cache(maxsize=2)
def _lines_of(number: int) -> frozenset[str]:
    return frozenset(line for article in articles_of(number) for line in long_lines(article))


def training_texts() -> Iterator[str]:
    """Give every text that words may be counted in, and that models may be trained on.

    Left out are the texts of `extraction/` that `split_of` does not give to training, what shares a long line with
    them, and the lines of Wikipedia that the spacing benchmark has as its truth.
    """
    golds = [(text, split_of(text)) for name in ("wcxb_dev", "scrapinghub", "fundus_a") for text in gold_texts(name)]
    measured = {line for text, split in golds if split != "train" for line in long_lines(text)}
    measured.update(*map(_lines_of, SPLIT_OF_TENTH))
    articles = [article for article in web_articles() if measured.isdisjoint(long_lines(article))]
    yield from articles
    counted = {line for article in articles for line in article.split("\n")}
    for text, _ in golds:
        if measured.isdisjoint(long_lines(text)):
            yield "\n".join(line for line in map(str.strip, text.split("\n")) if line not in counted)
    truths = {line for path in data_folder().glob("spacing/*/*/correct.txt.gz") for line in read_lines(path)}
    yield from (line for line in read_lines(data_folder() / "text" / "wikidump_dev.txt.gz") if line not in truths)


def gold_texts(name: str) -> Iterator[str]:
    """Give the body texts that were annotated by hand in `extraction/NAME`."""
    for record in read_records(data_folder() / "extraction" / f"{name}.jsonl.gz"):
        gold = record["gold"]
        if isinstance(gold, dict) and isinstance(gold.get("text"), str):
            yield gold["text"]
