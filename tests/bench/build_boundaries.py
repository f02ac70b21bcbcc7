"""Trains the character model for spaces in `clean/weights`: `python -m tests.bench.build_boundaries data|train`.

`data` damages the texts of `corpora.training_texts` in many ways (`boundary_noise`), adds what real readers made of the
damage laboratory's train split and the tuning split of the spacing benchmark, and writes what the model sees of them to
a folder outside the repository. `train` fits the model there; it needs torch (CPU or GPU), which nothing else does.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from clean import WEIGHTS
from clean.spacing.boundary_features import Bytes, seen
from clean.spacing.letters import LINE_END, letters_of, tokens_of
from clean.spacing.word_table import word_table
from clean.words.language import detect_language
from tests.bench.boundary_noise import UNTOLD, Damaged, Examples, damage
from tests.bench.corpora import data_folder, read_lines, training_texts
from tests.bench.lab.alignment import bare, counterparts, differences
from tests.bench.lab.articles import UNCLEAN
from tests.bench.lab.build import cache_folder, items

TARGET = WEIGHTS / "en.boundaries.npz"

ROW = 256
"""Letters that the model is trained on at once."""

REAL = 3
"""How often what readers really made counts."""

CHUNK = 3000
"""Letters of a text that are damaged together."""


def chunks(chance: random.Random) -> Iterator[list[str]]:
    """Give clean paragraphs that stand together."""
    for text in training_texts():
        lines = [line for line in text.split("\n") if len(line) > 20 and not UNCLEAN.search(line)]
        if not lines or detect_language("\n".join(lines)[:2000]) not in {"en", None}:
            continue
        chunk: list[str] = []
        size, most = 0, chance.choice((150, 600, CHUNK))
        for line in lines:
            chunk.append(line)
            size += len(line)
            if size >= most:
                yield chunk
                chunk, size, most = [], 0, chance.choice((150, 600, CHUNK))
        if chunk:
            yield chunk


def made_up(seed: int) -> Iterator[Damaged]:
    """Give damaged clean text."""
    chance = random.Random(seed)
    for chunk in chunks(chance):
        yield damage(chunk, chance)


def read_back() -> Iterator[Damaged]:
    """Give what readers made of the laboratory's train split."""
    for item in items(cache_folder(None), 0, "train"):
        truth, text = bare(" ".join(item.paragraphs)), bare(item.damaged)
        letters = counterparts(truth, differences(truth, text))
        labels = np.full(len(text.letters), UNTOLD, np.uint8)
        spaces = set(truth.spaces)
        for gap in range(1, len(truth.letters)):
            kept = letters.starts[gap - 1] < letters.ends[gap - 1] and letters.starts[gap] < letters.ends[gap]
            if kept and letters.ends[gap - 1] == letters.starts[gap]:
                labels[letters.starts[gap]] = gap in spaces
        yield Damaged(item.damaged, labels)


def benchmark() -> Iterator[Damaged]:
    """Give the tuning split of the spacing benchmark."""
    for name in ("Wiki", "Wiki.typos", "arXiv.OCR", "arXiv.pdftotext", "ACL"):
        folder = data_folder() / "spacing" / "tuning" / name
        pairs = zip(read_lines(folder / "corrupt.txt.gz"), read_lines(folder / "correct.txt.gz"), strict=True)
        for corrupt, correct in pairs:
            truth, text = bare(correct), bare(corrupt)
            if truth.letters != text.letters:
                continue
            labels = np.zeros(len(text.letters), np.uint8)
            labels[list(truth.spaces)] = 1
            yield Damaged(corrupt, labels)


def rows_of(texts: Iterable[Damaged]) -> Iterator[tuple[Bytes, Bytes, Bytes]]:
    """Give classes, numbers and labels of texts, in rows of ROW letters."""
    known = word_table("en")
    if known is None:
        raise LookupError("no lexicon; python -m tests.bench.build_lexicon makes it")
    for damaged in texts:
        letters = letters_of(damaged.text)
        labels = np.where(letters.gaps == LINE_END, UNTOLD, damaged.labels).astype(np.uint8)
        view = seen(letters, tokens_of(letters, known), np.ones(len(letters), np.bool_))
        starts = np.arange(0, len(letters), ROW)
        rows = view.rows(starts, np.minimum(starts + ROW, len(letters)), ROW)
        yield (
            rows.classes,
            rows.numbers,
            np.append(labels, np.full(-len(letters) % ROW, UNTOLD, np.uint8)).reshape(-1, ROW),
        )


def write(texts: Iterator[Damaged], target: Path) -> None:
    """Write what the model sees of texts."""
    begun = time.monotonic()
    classes, numbers, labels = zip(*rows_of(texts), strict=True)
    np.savez(target, classes=np.concatenate(classes), numbers=np.concatenate(numbers), labels=np.concatenate(labels))
    sys.stdout.write(f"{target.name}: {sum(map(len, classes)):,} rows in {time.monotonic() - begun:.0f} s\n")
    sys.stdout.flush()


def read(folder: Path) -> Examples:
    """Read what `write` wrote; what readers really made counts three times."""
    parts: list[Examples] = []
    for file in sorted(folder.glob("*.npz")):
        with np.load(file) as stored:
            part = Examples(*(stored[name] for name in Examples._fields))
        parts += [part] * (REAL if file.stem == "laboratory" else 1)
    return Examples(*map(np.concatenate, zip(*parts, strict=True)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the data or train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("data", "train"))
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1], help="once over the clean texts for each")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--start", type=Path, help="the state of a training to go on from")
    parser.add_argument("--folder", type=Path, default=Path.home() / ".cache" / "copydesk-boundaries")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.step == "train":
        from tests.bench.boundary_net import train

        train(read(options.folder), options.minutes, options.start, options.folder / "state.pt", TARGET)
        return 0
    write(benchmark(), options.folder / "benchmark.npz")
    for seed in options.seeds:
        write(made_up(seed), options.folder / f"made-{seed}.npz")
    write(read_back(), options.folder / "laboratory.npz")
    return 0


if __name__ == "__main__":
    sys.exit(main())
