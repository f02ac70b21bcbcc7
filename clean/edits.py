"""How rules write down what they would change."""

from models import Edit, EditKind


def repair(  # noqa: PLR0913, PLR0917 - these are the fields of an edit, in their order
    rule: str, start: int, before: str, after: str, evidence: str, confidence: float = 1.0
) -> Edit:
    """Make the repair that puts `after` in place of `before`, which stands at `start` (characters).

    >>> repair("joined_words", 3, "ofthe", "of the", "log-odds 9.1").end
    8
    """
    return Edit(
        rule=rule,
        kind=EditKind.REPAIR,
        start=start,
        end=start + len(before),
        before=before,
        after=after,
        confidence=confidence,
        evidence=evidence,
    )
