"""Builds damaged documents and keeps them outside the repository, so that a build that was cut off goes on."""

import json
import os
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.bench.corpora import SPLITS, Split
from tests.bench.lab.articles import SourceArticle, excerpt, source_articles
from tests.bench.lab.readers import READERS, Scan, choose_scan
from tests.bench.lab.typeset import FONTS, choose_style, covers, spread, typeset

RECIPE = 4
"""Raised with every change of what a seed builds, so that no old document is taken for a new one."""

DOCUMENTS = 80
"""PDFs in each split of the standard build; each is read by every reader."""

PROCESSES = 2


@dataclass(frozen=True)
class Item:
    """A damaged text with its truth."""

    name: str
    reader: str
    paragraphs: tuple[str, ...]
    furniture: tuple[str, ...]
    damaged: str
    pdf: Path
    parameters: dict[str, Any]


def cache_folder(given: Path | None) -> Path:
    """Give the folder of the cache: the one named, COPYDESK_LAB, or ~/.cache/copydesk-lab."""
    return given or Path(os.environ.get("COPYDESK_LAB", Path.home() / ".cache" / "copydesk-lab"))


def split_folder(cache: Path, seed: int, split: Split) -> Path:
    """Give the folder of a split's documents."""
    return cache / f"recipe-{RECIPE}-seed-{seed}" / split


def build(cache: Path, seed: int, documents: int, splits: tuple[Split, ...] = SPLITS) -> Iterator[tuple[Split, int]]:
    """Build what is not there yet of the first documents of each split, and yield each that is there."""
    jobs = [(cache, seed, split, number) for split in splits for number in range(documents)]
    with ProcessPoolExecutor(PROCESSES, initializer=_be_nice) as pool:
        for job in pool.map(_build_one, jobs):
            yield job[2], job[3]


def _be_nice() -> None:
    os.nice(max(0, 10 - os.nice(0)))


def _build_one(job: tuple[Path, int, Split, int]) -> tuple[Path, int, Split, int]:
    cache, seed, split, number = job
    folder = split_folder(cache, seed, split) / f"{number:05}"
    if not (folder / "truth.json").exists():
        _typeset_one(folder, seed, split, number)
    scan = Scan(**json.loads((folder / "truth.json").read_text(encoding="utf-8"))["scan"])
    for name, read in READERS.items():
        target = folder / f"{name}.txt"
        if not target.exists():
            _write(target, read(folder / "document.pdf", scan).encode("utf-8", "surrogatepass"))
    return job


def _typeset_one(folder: Path, seed: int, split: Split, number: int) -> None:
    article = _article(split, number)
    chance = random.Random(f"{seed} {split} {number}")
    paragraphs = excerpt(article.paragraphs, chance.randint(200, 450))
    style = choose_style(chance, " ".join(paragraphs), number)
    made = typeset(paragraphs, style, chance)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "document.pdf", made.pdf)
    truth = {
        "article": article.key,
        "paragraphs": made.paragraphs,
        "furniture": made.furniture,
        "style": made.style,
        "scan": asdict(choose_scan(chance, style.size, spread(number, 5))),
    }
    _write(folder / "truth.json", json.dumps(truth, ensure_ascii=False, indent=1).encode("utf-8"))


def _article(split: Split, number: int) -> SourceArticle:
    """Choose a document's article: one after the other, then round and round."""
    articles = _articles(split)
    return articles[number % len(articles)]


@lru_cache(maxsize=3)
def _articles(split: Split) -> list[SourceArticle]:
    return [a for a in source_articles() if a.split == split and any(covers(f, "".join(a.paragraphs)) for f in FONTS)]


def _write(path: Path, content: bytes) -> None:
    """Write a file so that a killed build leaves none behind that is cut short."""
    temporary = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)


def items(cache: Path, seed: int, split: Split, documents: int | None = None) -> Iterator[Item]:
    """Read the damaged documents of a split that were built, those of one document after the other."""
    folders = sorted(path for path in split_folder(cache, seed, split).glob("[0-9]*") if path.is_dir())
    for folder in folders[:documents]:
        if not (folder / "truth.json").exists():
            continue
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        for reader in READERS:
            path = folder / f"{reader}.txt"
            if path.exists():
                yield Item(
                    name=f"{split}/{folder.name}",
                    reader=reader,
                    paragraphs=tuple(truth["paragraphs"]),
                    furniture=tuple(truth["furniture"]),
                    # No universal line ends: what a reader gave is what is measured.
                    damaged=path.read_bytes().decode("utf-8", "surrogatepass"),
                    pdf=folder / "document.pdf",
                    parameters={**truth["style"], **(truth["scan"] if reader == "tesseract" else {})},
                )
