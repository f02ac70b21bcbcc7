"""What became of the documents of a run, in figures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

from pydantic import Field
from pydantic_core import from_json

from models import Reason, Record, Rejection, Stage

NAMED = 1_000
"""A run over everything may change or reject everything; the summary names this many of each and counts the rest."""

SLOWEST_KEPT = 10
"""The summary names this many of the documents that took longest."""

NOT_OF_THE_DOCUMENT = {"schema_version", "pipeline_version"}
"""Fields that change with every release and say nothing about what became of a document."""


class Change(Record):
    """How the new record of a document differs from its earlier one."""

    id: str
    uri: str
    fields: tuple[str, ...] = Field(description="The fields that differ.")


class Timing(Record):
    """How long the pipeline took over a document."""

    document: str = Field(description="Its key in the clean store.")
    uri: str
    seconds: float


class Refused(Record):
    """A document that was rejected, and why."""

    uri: str
    stage: Stage
    reason: Reason
    detail: str

    @property
    def sentence(self) -> str:
        """In one line which document was refused, by which stage, why, and what to do."""
        return f"{self.uri}: {self.stage.value}: {self.reason.value}: {self.detail}"


class Tally(Record):
    """What became of some documents."""

    documents: int = Field(default=0, description="All that came along; each is counted once more below.")
    skipped: int = Field(default=0, description="Handled before by the same pipeline version.")
    skipped_rejections: int = Field(default=0, description="How many of these were rejected then.")
    articles: int = 0
    reasons: dict[str, int] = Field(default_factory=dict, description="Rejections by reason.")
    changed: int = Field(default=0, description="Records that differ from the earlier one.")
    changes: tuple[Change, ...] = Field(default=(), description="The first of these.")
    slowest: tuple[Timing, ...] = Field(default=(), description="The documents that took longest, slowest first.")
    refused: tuple[Refused, ...] = Field(default=(), description="The first of those that were rejected.")
    waited: dict[str, float] = Field(default_factory=dict, description="Seconds waited for documents, by host.")

    @property
    def rejections(self) -> int:
        """How many were rejected."""
        return sum(self.reasons.values())

    def __add__(self, other: "Tally") -> "Tally":
        """Count both together.

        >>> (Tally(documents=1, reasons={"empty": 1}) + Tally(documents=2, articles=1, reasons={"empty": 1})).reasons
        {'empty': 2}
        """
        return Tally(
            documents=self.documents + other.documents,
            skipped=self.skipped + other.skipped,
            skipped_rejections=self.skipped_rejections + other.skipped_rejections,
            articles=self.articles + other.articles,
            reasons=dict(sorted((Counter(self.reasons) + Counter(other.reasons)).items())),
            changed=self.changed + other.changed,
            slowest=slowest(self.slowest + other.slowest),
            changes=(self.changes + other.changes)[:NAMED],
            refused=(self.refused + other.refused)[:NAMED],
            waited={
                host: self.waited.get(host, 0.0) + other.waited.get(host, 0.0)
                for host in {**self.waited, **other.waited}
            },
        )


class Summary(Tally):
    """What became of the documents of one run."""

    run: str
    pipeline_version: str
    seconds: float
    log: str = Field(default="", description="The path of the run's log.")


def slowest(timings: Iterable[Timing]) -> tuple[Timing, ...]:
    """Pick those that took longest, slowest first."""
    return tuple(nlargest(SLOWEST_KEPT, timings, key=lambda timing: timing.seconds))


def tally_of_rejections(rejections: Sequence[Rejection]) -> Tally:
    """Count rejections."""
    return Tally(
        reasons=dict(sorted(Counter(rejection.reason.value for rejection in rejections).items())),
        refused=tuple(refused(rejection) for rejection in rejections[:NAMED]),
    )


def refused(rejection: Rejection) -> Refused:
    """Give what is told of a rejection."""
    facts = {"stage": rejection.stage, "reason": rejection.reason, "detail": rejection.detail}
    return Refused(uri=rejection.source.uri, **facts)


def tally_of_changes(changes: Sequence[Change]) -> Tally:
    """Count changes."""
    return Tally(changed=len(changes), changes=tuple(changes[:NAMED]))


def change(earlier: str, record: str) -> Change | None:
    """Compare an earlier record with the new one, both as JSON; None when nothing but the version differs."""
    new = from_json(record)
    fields = differing_fields(from_json(earlier), new)
    return Change(id=new["id"], uri=new["source"]["uri"], fields=tuple(fields)) if fields else None


def differing_fields(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Give the names of the fields in which two records differ, those of a release apart.

    >>> differing_fields({"title": "A", "pipeline_version": "1"}, {"title": "B", "pipeline_version": "2"})
    ['title']
    """
    names = dict.fromkeys([*after, *before])
    return [name for name in names if name not in NOT_OF_THE_DOCUMENT and before.get(name) != after.get(name)]
