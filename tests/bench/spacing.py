"""Spaces restored, beside what other tools restore: `python -m tests.bench.spacing [--split dev] [--limit N] [FILE]`.

Data: `spacing/` (ad-freiburg/text-correction-benchmarks): lines with spaces lost and inserted, and their truth. For
each set and tool: F1 of inserted and deleted spaces; share of lines that come out exactly right; words changed per
10,000 in lines that were right. With FILE, every line that we leave wrong is written there.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clean.engine import run_rules
from clean.rules.joined_words import joined_words
from clean.rules.split_words import split_words
from models import Document
from tests.bench.corpora import NoDataError, data_folder, read_lines
from tests.bench.figures import Figures

PINNED_LINES = 2000
"""Lines of each set by default: all of them take every tool half an hour."""

SETS = ("Wiki", "arXiv.OCR", "arXiv.pdftotext", "ACL")
RULES = (split_words, joined_words)
Tool = Callable[[str], str]


def spaces(text: str) -> tuple[str, set[int]]:
    """Give a text without its spaces, and before which of its characters a space stood."""
    places: set[int] = set()
    letters: list[str] = []
    for character in text.strip():
        if character == " ":
            places.add(len(letters))
        else:
            letters.append(character)
    return "".join(letters), places


@dataclass
class Score:
    """Figures of one tool on one set."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0
    lines: int = 0
    exact: int = 0
    right_words: int = 0
    harmed_words: int = 0
    words: int = 0
    seconds: float = 0.0
    left: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, corrupt: str, made: str, truth: str) -> None:
        """Count one line."""
        before, after, wanted = spaces(corrupt), spaces(made), spaces(truth)
        self.lines += 1
        self.words += len(truth.split())
        self.exact += made.strip() == truth.strip()
        if made.strip() != truth.strip():
            self.left.append((corrupt, made, truth))
        if corrupt.strip() == truth.strip():
            self.right_words += len(truth.split())
            self.harmed_words += len(before[1] ^ after[1]) if before[0] == after[0] else len(truth.split())
        if before[0] != wanted[0] or after[0] != wanted[0]:
            return
        needed, done = before[1] ^ wanted[1], before[1] ^ after[1]
        self.hits += len(needed & done)
        self.wrong += len(done - needed)
        self.missed += len(needed - done)

    @property
    def f1(self) -> float:
        """F1 of the spaces put in and taken out."""
        return 2 * self.hits / max(1, 2 * self.hits + self.wrong + self.missed)

    @property
    def share_exact(self) -> float:
        """Share of the lines that came out exactly right."""
        return self.exact / max(1, self.lines)

    def row(self, name: str) -> str:
        """Give one line of the table."""
        harm = 1e4 * self.harmed_words / max(1, self.right_words)
        speed = self.words / max(self.seconds, 1e-9)
        return f"  {name:18}{self.f1:8.4f}{100 * self.share_exact:8.1f}{harm:10.1f}{speed:14,.0f}\n"


def copydesk(line: str) -> str:
    """Repair a line with our rules for spaces."""
    return run_rules(Document(text=line), RULES).document.text


def tools() -> Iterator[tuple[str, Tool]]:
    """Give the tools to compare, ours last; those that are not installed are left out."""
    yield "nothing", str
    for name, make in (
        ("ftfy", _ftfy),
        ("wordninja", _wordninja),
        ("symspellpy", _symspellpy),
        ("pywordsegment", _pywordsegment),
        ("instant-segment", _instant_segment),
    ):
        try:
            yield name, make()
        except ImportError as error:
            sys.stdout.write(f"  {name}: not measured, {error.name} is not installed\n")
    yield "copydesk", copydesk


def _ftfy() -> Tool:
    import ftfy

    return ftfy.fix_text


def _by_token(split: Callable[[str], list[str]]) -> Tool:
    """Let a tool for single tokens work on the long runs of letters of a line, as its users do."""

    def repair(line: str) -> str:
        return " ".join(" ".join(split(t)) if t.isalpha() and len(t) > 1 else t for t in line.split(" "))

    return repair


def _wordninja() -> Tool:
    import wordninja

    return _by_token(wordninja.split)


def _symspellpy() -> Tool:
    from importlib.resources import files

    from symspellpy import SymSpell

    speller = SymSpell(max_dictionary_edit_distance=0, prefix_length=7)
    speller.load_dictionary(str(files("symspellpy") / "frequency_dictionary_en_82_765.txt"), 0, 1)
    return _by_token(lambda token: speller.word_segmentation(token).segmented_string.split())


def _pywordsegment() -> Tool:
    from pywordsegment import WordSegmenter

    def split(token: str) -> list[str]:
        return _cut_like(token, WordSegmenter.segment(text=token.lower()))

    return _by_token(split)


def _instant_segment() -> Tool:
    from importlib.resources import files

    from instant_segment import Search, Segmenter

    def counts(name: str) -> Iterator[tuple[str, float]]:
        for line in (files("wordsegment") / name).read_text(encoding="utf-8").splitlines():
            form, _, count = line.rpartition("\t")
            yield form, float(count)

    pairs = (((form.split(" ")[0], form.split(" ")[1]), count) for form, count in counts("bigrams.txt"))
    segmenter, search = Segmenter(counts("unigrams.txt"), pairs), Search()

    def split(token: str) -> list[str]:
        if not token.isascii():
            return [token]
        segmenter.segment(token.lower(), search)
        return _cut_like(token, list(search))

    return _by_token(split)


def _cut_like(token: str, parts: list[str]) -> list[str]:
    """Cut a token where a tool cut its lower case; leave it whole where the tool lost letters."""
    if sum(map(len, parts)) != len(token):
        return [token]
    cut, at = [], 0
    for part in parts:
        cut.append(token[at : at + len(part)])
        at += len(part)
    return cut


def measure(tool: Tool, corrupt: Sequence[str], correct: Sequence[str]) -> Score:
    """Run a tool over a set."""
    score = Score()
    for damaged, truth in zip(corrupt, correct, strict=True):
        begun = time.process_time()
        made = tool(damaged)
        score.seconds += time.process_time() - begun
        score.add(damaged, made, truth)
    return score


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--split", default="dev", choices=("dev", "tuning"))
    parser.add_argument("--limit", type=int, default=PINNED_LINES, help="lines of each set")
    parser.add_argument("--only", help="one tool")
    options = parser.parse_args(arguments)
    try:
        figures(options.file, split=options.split, limit=options.limit, only=options.only)
    except NoDataError as error:
        sys.stdout.write(f"not measured: {error}\n")
    return 0


def figures(
    file: Path | None = None, *, split: str = "dev", limit: int | None = PINNED_LINES, only: str | None = None
) -> Figures:
    """Measure every tool, or one, on the first `limit` lines of each set; write the lines we leave wrong to `file`.

    Raises:
        NoDataError: the data is not on this machine.
    """
    folder = data_folder() / "spacing" / split
    chosen = [(name, tool) for name, tool in tools() if only in {None, name}]
    left: list[str] = []
    measured: Figures = {}
    for name in SETS:
        corrupt, correct = (read_lines(folder / name / f"{kind}.txt.gz")[:limit] for kind in ("corrupt", "correct"))
        sys.stdout.write(f"{name}\n  {'':18}{'F1':>8}{'exact %':>8}{'harm':>10}{'words/s':>14}\n")
        for label, tool in chosen:
            score = measure(tool, corrupt, correct)
            sys.stdout.write(score.row(label))
            if label == "copydesk":
                left += [f"{name}\n  was  {was}\n  made {made}\n  true {truth}\n" for was, made, truth in score.left]
                measured |= {f"{name}, F1": score.f1, f"{name}, lines exact": score.share_exact}
    if file:
        file.write_text("".join(left), encoding="utf-8")
    return measured


if __name__ == "__main__":
    sys.exit(main())
