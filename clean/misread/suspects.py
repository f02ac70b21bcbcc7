"""Weighs what OCR may have misread in a document: suspects, and how damaged they show the document to be.

Most texts never saw OCR, and no letter of theirs is to be touched. How much of a text was misread is told by the
suspects themselves, weighed together: a hundred words of which five lost an "i" were read by a machine, one among
thousands was written so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from clean.edits import repair
from clean.patterns import deferred
from models import Edit

NOTHING = 1e-6
NOTHING_ON_PAGES = 1e-4
"""How damaged a text is for which nothing speaks, by the laboratory's average; the second for one that has the lines of
a printed page, as what OCR read has."""

# The end of a printed line in mid-sentence; not the end of a paragraph.
PRINTED_LINE = deferred(r"[a-z,-]\n[a-z]")
PRINTED_LINES = 5

SUSPECTS_A_WORD = 0.03
"""Suspects for each word of the laboratory's texts, on average."""

WORDS_BEFOREHAND = 80
"""So many words weigh as much as what is thought of a text before it is looked at."""

WORST = 6.0
"""The most damaged that a text may be held to be, by the laboratory's average."""

ROUNDS = 6
"""How often the damage is estimated by the suspects, and the suspects by the damage."""

PROVEN = 30.0
"""Gain of what the document itself proves."""

ENOUGH = 2.5
"""Least odds, as a natural logarithm, for a repair to be made (12 to 1; the training texts show far better ones)."""


@dataclass(frozen=True, slots=True)
class Misreading:
    """What may have been misread."""

    start: int
    """Offset of its first character."""
    before: str
    after: str
    gain: float
    """How much likelier (natural logarithm) it is that `after` was read as `before` than that `before` stood there, in
    a text damaged as the laboratory's are on average."""
    least: float = ENOUGH
    """Least odds for it."""
    evidence: str = ""
    """What speaks for it besides the odds."""

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.before)

    def edit(self, rule: str, odds: float) -> Edit:
        """Make the repair, by this rule and with these odds."""
        confidence = round(1 / (1 + exp(-min(odds, 30.0))), 4)
        return repair(rule, self.start, self.before, self.after, self.evidence or f"log-odds {odds:.1f}", confidence)


def certain(suspects: Sequence[Misreading], text: str) -> list[tuple[Misreading, float]]:
    """Choose the suspects to repair in a text, each with its odds.

    Each is weighed by how damaged the others show the text to be (expectation maximisation). Of those that overlap
    the likeliest is chosen.

    >>> lost_i = Misreading(0, "fnancial", "financial", 6.0)
    >>> others = [Misreading(start, "|", "I", 6.0) for start in range(10, 15)]
    >>> len(certain([lost_i], "a " * 500)), len(certain([lost_i, *others], "a " * 500))
    (0, 6)
    """
    if not suspects:
        return []
    odds = _odds(suspects, len(text.split()), NOTHING_ON_PAGES if _is_printed(text) else NOTHING)
    chosen: list[tuple[Misreading, float]] = []
    taken: set[int] = set()
    for suspect, its in sorted(zip(suspects, odds, strict=True), key=lambda one: (-one[1], one[0].start)):
        place = range(suspect.start, suspect.end)
        if its >= suspect.least and taken.isdisjoint(place):
            taken.update(place)
            chosen.append((suspect, its))
    return chosen


def _odds(suspects: Sequence[Misreading], words: int, nothing: float) -> list[float]:
    """Give the odds of each suspect, as a natural logarithm."""
    beforehand = SUSPECTS_A_WORD * WORDS_BEFOREHAND
    expected = SUSPECTS_A_WORD * words + beforehand
    chances = [0.0] * len(suspects)
    odds = chances
    for _ in range(ROUNDS):
        found = sum(chances) + nothing * beforehand
        odds = [
            suspect.gain + min(log((found - chance) / expected), log(WORST))
            for suspect, chance in zip(suspects, chances, strict=True)
        ]
        chances = [1 / (1 + exp(-max(-50.0, one))) for one in odds]
    return odds


def _is_printed(text: str) -> bool:
    """Tell whether a text has the lines of a printed page."""
    return len(PRINTED_LINE.findall(text)) >= PRINTED_LINES
