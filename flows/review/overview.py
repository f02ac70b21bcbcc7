"""What a review says of many documents together, gathered from one record after another."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from flows.review.rows import DOUBTFUL_BELOW
from models import Article, EditKind, Quality, Reason, Rejection, Source, Stage, hunks, undo

KIND_ORDER = tuple(EditKind)

TRUSTED_LEAST = 12
"""Edits that an overview shows as those to look at first."""

OF_ONE_RULE = 5
"""At most so many of them are of one rule: one that is never sure would hide the others."""

REFUSED_SHOWN = 500
"""Rejections that an overview lists; of the rest it gives the number."""

CONTEXT = 36
"""Characters shown on each side of an edit."""


class RuleCount(NamedTuple):
    """How often a rule changed something."""

    rule: str
    kind: EditKind
    edits: int
    doubtful: int
    articles: int


def page_of(key: str) -> str:
    """Name the file of an article's page: a key is hexadecimal digits, whatever the article is called."""
    return f"{key[:20]}.html"


class ArticleEntry(NamedTuple):
    """What an overview knows of an article."""

    key: str
    title: str | None
    uri: str
    edits: int
    doubtful: int
    quality: Quality

    @property
    def page(self) -> str:
        """The file of its page."""
        return page_of(self.key)


def shared_titles(entries: Iterable[ArticleEntry]) -> frozenset[str]:
    """Give the titles that several articles have."""
    counts = Counter(entry.title for entry in entries if entry.title)
    return frozenset(title for title, count in counts.items() if count > 1)


class Look(NamedTuple):
    """An edit in its context, and where it can be seen whole."""

    confidence: float
    key: str
    mark: int
    rule: str
    kind: EditKind
    evidence: str
    left: str
    before: str
    after: str
    right: str

    @property
    def page(self) -> str:
        """The file of the article's page."""
        return page_of(self.key)

    @property
    def doubtful(self) -> bool:
        """Whether it is one to look at."""
        return self.confidence < DOUBTFUL_BELOW


def trusted_least(looks: Iterable[Look]) -> list[Look]:
    """Pick the edits that are trusted least, not too many of one rule; the same change is picked once."""
    picked: dict[tuple[str, str, str], Look] = {}
    of_rule: Counter[str] = Counter()
    for look in sorted(looks, key=lambda look: (look.confidence, look.key, look.mark)):
        same = look.rule, look.before, look.after
        if same not in picked and of_rule[look.rule] < OF_ONE_RULE and len(picked) < TRUSTED_LEAST:
            of_rule[look.rule] += 1
            picked[same] = look
    return list(picked.values())


class RejectionEntry(NamedTuple):
    """What an overview knows of a rejection."""

    stage: Stage
    reason: Reason
    detail: str
    raw_sha256: str | None
    source: Source


class Overview:
    """Figures over many outcomes; holds a few hundred bytes for each."""

    def __init__(self) -> None:
        self.entries: list[ArticleEntry] = []
        self.refused: list[RejectionEntry] = []
        self.reasons: Counter[Reason] = Counter()
        self.trusted_least: list[Look] = []
        self._edits: Counter[tuple[str, EditKind]] = Counter()
        self._doubtful: Counter[tuple[str, EditKind]] = Counter()
        self._articles: Counter[tuple[str, EditKind]] = Counter()

    def add(self, key: str, outcome: Article | Rejection) -> None:
        """Take an outcome into account."""
        if isinstance(outcome, Rejection):
            self._add_rejection(outcome)
        else:
            self._add_article(key, outcome)

    def _add_rejection(self, rejection: Rejection) -> None:
        self.reasons[rejection.reason] += 1
        if len(self.refused) < REFUSED_SHOWN:
            facts = rejection.stage, rejection.reason, rejection.detail, rejection.raw_sha256, rejection.source
            self.refused.append(RejectionEntry(*facts))

    def _add_article(self, key: str, article: Article) -> None:
        rules = Counter((edit.rule, edit.kind) for edit in article.edits)
        doubtful = Counter((edit.rule, edit.kind) for edit in article.edits if edit.confidence < DOUBTFUL_BELOW)
        self._edits += rules
        self._doubtful += doubtful
        self._articles.update(rules.keys())
        self.entries.append(
            ArticleEntry(key, article.title, article.source.uri, len(article.edits), doubtful.total(), article.quality)
        )
        if doubted := [nth for nth, edit in enumerate(article.edits) if edit.confidence < self._bar]:
            self.trusted_least = trusted_least([*self.trusted_least, *looks_at(key, article, doubted)])

    @property
    def _bar(self) -> float:
        """How sure an edit must be not to be among those trusted least."""
        return self.trusted_least[-1].confidence if len(self.trusted_least) == TRUSTED_LEAST else 1.0

    def rules(self) -> list[RuleCount]:
        """Count edits by rule: repairs first, then layout, then removals, each from the most frequent."""
        counts = [
            RuleCount(*rule, count, self._doubtful[rule], self._articles[rule]) for rule, count in self._edits.items()
        ]
        return sorted(counts, key=lambda count: (KIND_ORDER.index(count.kind), -count.edits, count.rule))

    def in_reading_order(self) -> list[ArticleEntry]:
        """Give the articles, those with the most doubtful edits first, then those with the most edits."""
        return sorted(self.entries, key=lambda entry: (-entry.doubtful, -entry.edits, entry.key))

    def most_changed(self, count: int) -> list[ArticleEntry]:
        """Give the articles with the most repairs for their length."""
        changed = [entry for entry in self.entries if entry.quality.edits_per_1000_words]
        return sorted(changed, key=lambda entry: -entry.quality.edits_per_1000_words)[:count]


def looks_at(key: str, article: Article, which: Collection[int]) -> Iterator[Look]:
    """Show those edits of an article, by their numbers, where they stand in the text they were applied to."""
    numbers = {nth: number for number, hunk in enumerate(hunks(article.edits), start=1) for nth in hunk.edits}
    text, chosen = undo(article.text, article.edits), set(which)
    for nth, edit in enumerate(article.edits):
        if nth in chosen:
            yield Look(
                confidence=edit.confidence,
                key=key,
                mark=numbers[nth],
                rule=edit.rule,
                kind=edit.kind,
                evidence=edit.evidence,
                left=_ending(text[max(0, edit.start - CONTEXT) : edit.start], whole=edit.start <= CONTEXT),
                before=edit.before,
                after=edit.after,
                right=_beginning(text[edit.end : edit.end + CONTEXT], whole=len(text) - edit.end <= CONTEXT),
            )
        text = text[: edit.start] + edit.after + text[edit.end :]


def _ending(text: str, *, whole: bool) -> str:
    """Give the end of what stands before an edit: of its paragraph, in whole words."""
    *earlier, line = text.split("\n\n")
    return line if earlier or whole else f"…{line.partition(' ')[2]}"


def _beginning(text: str, *, whole: bool) -> str:
    """Give the beginning of what stands behind an edit: of its paragraph, in whole words."""
    line, *later = text.split("\n\n")
    return line if later or whole else f"{line.rpartition(' ')[0]}…"
