"""Measures what a tool makes of damaged texts: word error rate, spaces, paragraphs, furniture left.

- Word error rate: least insertions, deletions and replacements between the words (runs without white space) of the
  truth and of the text, by the words of the truth. Furniture left counts as insertions.
- Spaces: at each gap between two letters of the truth, a space is there or not, in the truth and in the text. F1 is
  that of the spaces there are; *restored* the share of the damaged text's missing spaces that are there; *wrong* the
  spaces that the tool put where neither truth nor damaged text has one, and *lost* those it took where both have one,
  per 10,000 words.
- Boundaries: the gaps with a blank line, against those between the truth's paragraphs.
- Spaces and boundaries are not measured in texts that were read in another order, as when two columns are read as one:
  nothing tells there which letter stands for which. Their words are.
- Extra: words without any counterpart in the truth (furniture, specks read as letters), per 10,000 words.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import lru_cache

from tests.bench import spacing
from tests.bench.lab.alignment import Aligned, align, bare, is_shuffled
from tests.bench.lab.build import Item
from tests.bench.lab.readers import READERS

# Matches the end of a line as a reader wrote it; must not match a line feed alone of "\r\n".
LINE_END = re.compile(r"(\r?\n)")

Tool = Callable[[Item], str]


@dataclass
class Counts:
    """Counts over texts; they add up."""

    texts: int = 0
    shuffled: int = 0
    words: int = 0
    words_in_order: int = 0
    word_errors: int = 0
    right_spaces: int = 0
    wrong_spaces: int = 0
    missing_spaces: int = 0
    were_missing: int = 0
    restored: int = 0
    made_wrong: int = 0
    made_lost: int = 0
    boundaries: int = 0
    boundaries_given: int = 0
    boundaries_right: int = 0
    extra_words: int = 0
    seconds: float = 0.0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def word_error_rate(self) -> float:
        """Word errors by words of the truth."""
        return self.word_errors / max(1, self.words)

    @property
    def f1(self) -> float:
        """F1 of the spaces there are."""
        return 2 * self.right_spaces / max(1, 2 * self.right_spaces + self.wrong_spaces + self.missing_spaces)


def word_errors(truth: str, text: str) -> int:
    """Count the words to insert, delete or replace.

    >>> word_errors("we left the port", "we leftthe port 3")
    3
    """
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(truth.split(), text.split()))


def count(paragraphs: Sequence[str], damaged: str, made: str) -> Counts:
    """Compare what a tool made of a damaged text with the truth."""
    truth = "\n\n".join(paragraphs)
    after = aligned(truth, made)
    words = Counts(
        texts=1,
        words=len(truth.split()),
        word_errors=word_errors(truth, made),
        extra_words=after.extra_words,
    )
    if is_shuffled(truth.split(), damaged.split()):
        return replace(words, shuffled=1)
    return words + _gaps(aligned(truth, damaged), after)


def _gaps(before: Aligned, after: Aligned) -> "Counts":
    wanted, boundaries = frozenset(before.truth.spaces), frozenset(before.truth.breaks)
    missing = wanted - before.spaces
    return Counts(
        words_in_order=len(wanted) + 1,
        right_spaces=len(wanted & after.spaces),
        wrong_spaces=len(after.spaces - wanted),
        missing_spaces=len(wanted - after.spaces),
        were_missing=len(missing),
        restored=len(missing & after.spaces),
        made_wrong=len(after.spaces - wanted - before.spaces),
        made_lost=len((wanted & before.spaces) - after.spaces),
        boundaries=len(boundaries),
        boundaries_given=len(after.breaks),
        boundaries_right=len(boundaries & after.breaks),
    )


@lru_cache(maxsize=2048)
def aligned(truth: str, text: str) -> Aligned:
    """Align a text with its truth, once."""
    return align(bare(truth), bare(text))


def tools(names: Sequence[str]) -> Iterator[tuple[str, Tool]]:
    """Give the tools to compare: those of the spacing benchmark, line by line, and ours on the whole text."""
    known = {name: _by_line(repair) for name, repair in spacing.tools() if not names or name in names}
    known["copydesk"] = copydesk
    for name, tool in known.items():
        if not names or name in names:
            yield name, tool


def _by_line(repair: spacing.Tool) -> Tool:
    def tool(item: Item) -> str:
        pieces = LINE_END.split(item.damaged)
        return "".join(repair(piece) if piece.strip() else piece for piece in pieces)

    return tool


def copydesk(item: Item) -> str:
    """Give the body that the pipeline makes of a damaged text."""
    from tests.bench.lab.pipeline import body, processed_text

    return body(processed_text(item.damaged))


def parser_counts(items: Sequence[Item]) -> Iterator[tuple[str, Counts]]:
    """Measure what our own parser reads in the PDFs of items, alone and with the rules after it."""
    from tests.bench.lab.pipeline import body, parsed_pdf, processed_pdf

    ours: dict[str, Callable[[bytes], str]] = {
        "parser alone": parsed_pdf,
        "parser and rules": lambda content: body(processed_pdf(content)),
    }
    pdfs = {item.pdf: item for item in items}
    for name, read in ours.items():
        total = Counts()
        for path, item in pdfs.items():
            content = path.read_bytes()
            begun = time.process_time()
            made = read(content)
            seconds = time.process_time() - begun
            total += replace(count(item.paragraphs, made, made), seconds=seconds)
        yield name, total


def parser_rows(items: Sequence[Item]) -> Iterator[str]:
    """Give the table of what our own parser reads in the PDFs."""
    yield f"PDFs read by our own parser\n  {HEADER}"
    yield from (f"  {row(name, total)}" for name, total in parser_counts(items))


def results(tool: Tool, items: Iterable[Item]) -> Iterator[tuple[Item, str, Counts]]:
    """Run a tool over items."""
    for item in items:
        begun = time.process_time()
        made = tool(item)
        seconds = time.process_time() - begun
        yield item, made, replace(count(item.paragraphs, item.damaged, made), seconds=seconds)


HEADER = (
    f"{'':18}{'WER':>8}{'F1':>8}{'restored':>10}{'wrong':>8}{'lost':>8}{'bound P':>9}{'bound R':>9}"
    f"{'extra':>8}{'words/s':>10}"
)


def row(name: str, counts: Counts) -> str:
    """Give one line of the table."""
    per_10_000 = 10_000 / max(1, counts.words)
    in_order = 10_000 / max(1, counts.words_in_order)
    restored = 100 * counts.restored / max(1, counts.were_missing)
    return (
        f"{name:18}{counts.word_error_rate:8.4f}{counts.f1:8.4f}{restored:9.1f}%{in_order * counts.made_wrong:8.1f}"
        f"{in_order * counts.made_lost:8.1f}{counts.boundaries_right / max(1, counts.boundaries_given):9.3f}"
        f"{counts.boundaries_right / max(1, counts.boundaries):9.3f}{per_10_000 * counts.extra_words:8.1f}"
        f"{counts.words / max(counts.seconds, 1e-9):10,.0f}"
    )


def table(measured: dict[str, list[tuple[Item, str, Counts]]]) -> Iterator[str]:
    """Give the table: each reader, and all together."""
    for title, chosen in groups():
        totals = {
            name: sum((counts for item, _, counts in rows if chosen(item)), Counts()) for name, rows in measured.items()
        }
        first = next(iter(totals.values()), Counts())
        if first.texts:
            yield f"{title}: {first.texts} texts, {first.shuffled} of them in another order\n  {HEADER}"
            yield from (f"  {row(name, counts)}" for name, counts in totals.items())


def groups() -> Iterator[tuple[str, Callable[[Item], bool]]]:
    """Give the groups of items that the table has a part for."""
    for reader in READERS:
        yield reader, lambda item, reader=reader: item.reader == reader  # type: ignore[misc]
    yield "all readers", lambda _: True
