"""What a measured text still has wrong: each place, its kind, what the damage was and which rules were at work."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import Article, Rejection, edited_spans, undo
from tests.bench.lab.alignment import Aligned, Segment, is_shuffled, segments
from tests.bench.lab.build import Item
from tests.bench.lab.measure import aligned, word_errors
from tests.bench.lab.pipeline import body

CONTEXT = 5
"""Words shown before and after an error."""

ALIKE = 0.5
"""Share of letters from which on two stretches are the same words misread."""

# Marks that readers take for one another: curly and straight quotes, hyphens and dashes.
FOLDED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "…": "."})

# Matches hyphens at a line's end as readers write them, pdfium's mark and the soft hyphen too; must not match a dash.
HYPHENS = re.compile("[-\N{SOFT HYPHEN}\ufffe\x02]")

# Matches every mark; must not match letters and digits.
MARKS = re.compile(r"[\W_]")


@dataclass(frozen=True)
class Error:
    """A place where the text is not the truth.

    `cost` counts in word errors; `ours` says that the damaged text was right there; `rules` are those that changed
    the place or touched it.
    """

    item: Item
    kind: str
    truth: str
    damaged: str
    text: str
    before: str
    after: str
    rules: tuple[str, ...]
    ours: bool
    cost: int

    def __str__(self) -> str:
        was = f" was [{self.damaged}]" if self.damaged != self.text else ""
        whose = " OURS" if self.ours else ""
        rules = f" ({', '.join(self.rules)})" if self.rules else ""
        return (
            f"{self.item.name} {self.item.reader} {self.kind}{whose}{rules} {self.cost}: "
            f"{self.before} [{self.truth}] => [{self.text}]{was} {self.after}"
        )


def errors(item: Item, outcome: Article | Rejection) -> list[Error]:
    """List what the pipeline's outcome has wrong."""
    truth = "\n\n".join(item.paragraphs)
    if isinstance(outcome, Rejection):
        cost = len(truth.split())
        return [Error(item, "rejected", truth[:60], "", "", "", "", (outcome.reason.value,), ours=True, cost=cost)]
    source = undo(outcome.text, outcome.edits)
    damaged = aligned(truth, source)
    spans = list(zip(edited_spans(outcome.edits), (edit.rule for edit in outcome.edits), strict=True))
    pieces = list(segments(aligned(truth, body(outcome))))
    shuffled = is_shuffled(truth.split(), source.split())
    found = []
    for nth, piece in enumerate(pieces):
        if piece.truth == piece.text:
            continue
        start, end = _place(damaged, piece)
        was = " ".join(source[start:end].split())
        found.append(
            Error(
                item=item,
                kind=_kind(piece, item.furniture, shuffled=shuffled),
                truth=" ".join(piece.truth),
                damaged=was,
                text=" ".join(piece.text),
                before=" ".join(_words(pieces[max(0, nth - CONTEXT) : nth])[-CONTEXT:]),
                after=" ".join(_words(pieces[nth + 1 : nth + 1 + CONTEXT])[:CONTEXT]),
                rules=tuple(sorted({rule for (low, high), rule in spans if low <= end and start <= high}))
                if piece.truth
                else (),
                ours=bool(piece.truth) and was == " ".join(piece.truth),
                cost=word_errors(" ".join(piece.truth), " ".join(piece.text)),
            )
        )
    return found


def _words(pieces: Sequence[Segment]) -> list[str]:
    return [word for piece in pieces for word in piece.truth]


def _place(damaged: Aligned, piece: Segment) -> tuple[int, int]:
    """Give the offsets in the damaged text of a piece's truth."""
    letters = sum(map(len, piece.truth))
    if not letters:
        return 0, 0
    start = damaged.letters.starts[piece.gap]
    end = damaged.letters.ends[piece.gap + letters - 1]
    if start >= end:
        return 0, 0
    # Whole words: a stray mark before the first belongs to it.
    text = damaged.text
    start = max((space for space in (0, *text.spaces) if space <= start), default=0)
    end = min((space for space in (*text.spaces, len(text.letters)) if space >= end), default=end)
    return text.places[start], text.places[end - 1] + 1


def _kind(piece: Segment, furniture: Sequence[str], *, shuffled: bool) -> str:
    kind = kind_of(piece.truth, piece.text, furniture)
    plain = kind.startswith(("space", "hyphen", "quotes", "furniture"))
    return "reading order" if shuffled and not plain else kind


def kind_of(truth: Sequence[str], text: Sequence[str], furniture: Sequence[str]) -> str:
    """Name what is wrong with a stretch of words.

    >>> kind_of(["of", "the"], ["ofthe"], []), kind_of(["reaffirmed"], ["re", "affirmed"], [])
    ('space missing', 'space wrong')
    """
    if not truth:
        return _extra_kind(text, furniture)
    if not text:
        return "words lost"
    wanted, given = "".join(truth), "".join(text)
    spaces = "" if len(truth) == len(text) else ", space missing" if len(text) < len(truth) else ", space wrong"
    for name, plain in (("", str), ("quotes and dashes", _folded), ("hyphen", _unhyphened), ("marks", _unmarked)):
        if plain(wanted) == plain(given):
            return (name + spaces).removeprefix(", ") or "space at another place"
    if _likeness(wanted, given) >= ALIKE or len(wanted) == len(given) == 1:
        return "letters" + spaces
    return "other words"


def _extra_kind(text: Sequence[str], furniture: Sequence[str]) -> str:
    from rapidfuzz import fuzz

    marks = ["".join(mark.split()) for mark in furniture]
    letters = "".join(text)
    if set(text) <= {word for mark in furniture for word in mark.split()} or any(mark in letters for mark in marks):
        return "furniture left"
    if len(letters) > 1 and any(fuzz.partial_ratio(letters, mark) >= 100 * ALIKE for mark in marks):
        return "furniture left, misread"
    return "extra words"


def _folded(text: str) -> str:
    return text.translate(FOLDED)


def _unhyphened(text: str) -> str:
    return HYPHENS.sub("", _folded(text))


def _unmarked(text: str) -> str:
    return MARKS.sub("", text)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(one, other))


def summary(found: Sequence[Error], words: int, examples: int = 3) -> Iterator[str]:
    """Give the kinds of errors, those that cost most words first, with some examples of each."""
    kinds: dict[str, list[Error]] = defaultdict(list)
    for error in found:
        kinds[error.kind].append(error)
    yield f"{'kind':32}{'places':>8}{'word errors':>13}{'WER':>8}{'ours':>7}"
    for kind, those in sorted(kinds.items(), key=lambda pair: -_cost(pair[1])):
        ours = sum(error.cost for error in those if error.ours)
        yield f"{kind:32}{len(those):8}{_cost(those):13}{_cost(those) / max(1, words):8.4f}{ours:7}"
        common = Counter((error.truth[:50], error.text[:50]) for error in those).most_common(examples)
        yield from (f"      {times} x [{truth}] => [{text}]" for (truth, text), times in common)


def _cost(those: Sequence[Error]) -> int:
    return sum(error.cost for error in those)
