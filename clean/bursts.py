"""Damage comes in bursts: what is certain in one place makes the uncertain beside it likelier."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

from clean.edits import repair
from models import Edit

RARELY = 1e-4
"""Chance of one damage (a space lost, a space too many) at any place of a clean text."""

OFTEN = 0.3
"""Its chance in the midst of the worst damage."""

AGAIN = 0.05
"""Its chance right beside another one, in the same token."""

REACH = 400.0
"""Characters over which what a certain repair says about its surroundings falls to a third."""

WITNESSES = 30.0
"""So many certain repairs in one place would make damage there a certainty."""

MOST_HEARD = 30
"""How many of them are heard on either side; more could not add to the chance."""

ENOUGH = 3.0
"""Least odds, as a natural logarithm, for a repair to be made (20 to 1)."""

ROUNDS = 3
"""How often repairs that have become certain may make others so."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A token or several that may be damaged."""

    start: int
    """Offset of its first character."""
    before: str
    after: str
    advantage: float
    """How much likelier (natural logarithm) `after` is than `before`, if the damage were as likely as none."""
    damages: int
    """How many damages it would take to make `before` of `after`."""
    least: float = ENOUGH
    """Least odds for it."""

    def odds(self, chance: float) -> float:
        """Give the odds (natural logarithm) of its being damaged, where each damage has this chance."""
        return self.advantage + log(chance) + (self.damages - 1) * log(max(chance, AGAIN))

    def edit(self, rule: str, odds: float) -> Edit:
        """Make the repair, by this rule and with these odds."""
        confidence = round(1 / (1 + exp(-min(odds, 30.0))), 4)
        return repair(rule, self.start, self.before, self.after, f"log-odds {odds:.1f}", confidence)


def certain(suspects: Sequence[Suspect]) -> Iterator[tuple[Suspect, float]]:
    """Choose the suspects to repair, each with its odds.

    First come those certain by themselves; they lower the bar for those beside them, and so on.
    """
    ordered = sorted(suspects, key=lambda suspect: suspect.start)
    chances = [RARELY] * len(ordered)
    chosen: list[int] = []
    for _ in range(ROUNDS):
        now = [n for n, suspect in enumerate(ordered) if suspect.odds(chances[n]) >= suspect.least]
        if now == chosen:
            break
        chosen = now
        witnesses = [ordered[number] for number in chosen]
        chances = [_chance(suspect, witnesses) for suspect in ordered]
    for number in chosen:
        odds = ordered[number].odds(chances[number])
        if odds >= ordered[number].least:
            yield ordered[number], odds


def _chance(suspect: Suspect, witnesses: Sequence[Suspect]) -> float:
    """Give the chance of damage at a suspect, by the certain repairs around it."""
    nearest = bisect_left(witnesses, suspect.start, key=lambda witness: witness.start)
    near = sum(
        witness.damages * exp(-abs(witness.start - suspect.start) / REACH)
        for witness in witnesses[max(0, nearest - MOST_HEARD) : nearest + MOST_HEARD]
        if witness is not suspect
    )
    return min(OFTEN, RARELY + near / WITNESSES)
