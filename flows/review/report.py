"""Writes the review pages of a run, or of articles that are named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pydantic_core import from_json

from clean.store import CleanStore, Run
from flows.desk import Desk
from flows.lookup import keys_named
from flows.review.folder import Folder, new_folder
from flows.review.overview import ArticleEntry, Overview, RuleCount, shared_titles
from flows.review.pages import Fact, Place, article_page, duration, number, render
from flows.review.plots import SIDE, repairs, unknown_words
from flows.review.rows import rows
from flows.runs.batches import pages
from flows.runs.progress import listener
from flows.runs.tally import Timing
from flows.words import UnknownRunError, counted
from models import Article, Rejection, read_outcome

PAGE = 100
"""Records in memory at once."""

LISTED = 250
"""Articles on one page of the list."""

TOP = 10
"""Articles named as those that changed most."""


class Heading(NamedTuple):
    """What stands at the head of a review."""

    kind: str
    title: str
    facts: tuple[Fact, ...] = ()
    seconds: float | None = None
    slowest: tuple[Timing, ...] = ()


class Matter(NamedTuple):
    """What a review is of: documents by their keys, what gives their records, and rejections without a document."""

    keys: Sequence[str]
    fetch: Callable[[Sequence[str]], dict[str, str]]
    rejections: Sequence[str] = ()

    def records(self, keys: Sequence[str]) -> Iterator[tuple[str, Article | Rejection]]:
        """Give keys and records in the order of the keys, a page of them in memory at a time."""
        for page in pages(keys, PAGE):
            found = self.fetch(page)
            yield from ((key, read_outcome(found[key])) for key in page if key in found)
            listener().handled(len(page))


def report_run(desk: Desk, run: str | None, to: Path | None = None) -> Path:
    """Write the review of a run, given by its id or the beginning of it, and give its first page.

    Without one it is the newest run that made anything.

    Raises:
        UnknownRunError: there is no such run.
    """
    with closing(desk.open_store()) as store:
        found = _run(store, run)
        matter = Matter(
            keys=list(store.made_in(found.id)),
            fetch=lambda keys: store.records_of_run(found.id, keys),
            rejections=store.unreceived_in(found.id),
        )
        return _write(desk, _heading_of(found), matter, to or desk.reviews / found.id[:8])


def report_articles(desk: Desk, names: Iterable[str], to: Path | None = None) -> Path:
    """Write the review of articles, given by ids, files, or SHA-256 of bytes, and give its first page.

    Raises:
        UnknownArticleError: a name is not known.
    """
    with closing(desk.open_store()) as store:
        keys = list(dict.fromkeys(key for name in names for key in keys_named(store, name)))
        heading = Heading("Review of articles", counted(len(keys), "document"))
        return _write(desk, heading, Matter(keys, store.records), to or desk.reviews / "articles")


def _run(store: CleanStore, name: str | None) -> Run:
    noted = store.runs()
    for run in noted:
        if run.id.startswith(name) if name else _made_anything(store, run):
            return run
    known = ", ".join(run.id[:8] for run in noted[:5])
    raise UnknownRunError(
        f"the desk has no run {name!r}; its newest are {known}" if name else "no run made anything yet"
    )


def _made_anything(store: CleanStore, run: Run) -> bool:
    return next(store.made_in(run.id), None) is not None or bool(store.unreceived_in(run.id))


def _heading_of(run: Run) -> Heading:
    told = from_json(run.summary) if run.summary else {}
    begun = f"{run.started_at:%Y-%m-%d %H:%M:%S} UTC"
    return Heading(
        kind=f"Review of a run of {run.flow}",
        title=f"The run of {run.started_at.day} {run.started_at:%B %Y}, {run.started_at:%H:%M}",
        facts=(Fact("pipeline", (run.pipeline_version,)), Fact("run", (run.id,)), Fact("begun", (begun,))),
        seconds=told.get("seconds"),
        slowest=tuple(Timing.model_validate(timing) for timing in told.get("slowest", ())),
    )


def _write(desk: Desk, heading: Heading, matter: Matter, path: Path) -> Path:
    """Read every record twice: which article comes first is only known when all were seen."""
    overview = Overview()
    listener().found(2 * len(matter.keys))
    for record in matter.rejections:
        overview.add("", read_outcome(record))
    for key, outcome in matter.records(matter.keys):
        overview.add(key, outcome)
    entries = overview.in_reading_order()
    with new_folder(path, desk.open_raw()) as folder:
        numbers = {entry.key: nth for nth, entry in enumerate(entries)}
        for key, outcome in matter.records(list(numbers)):
            # Since it was first read it may have been forgotten, or cleaned again.
            if isinstance(outcome, Article):
                _write_article(folder, heading, entries, numbers[key], outcome)
        _write_lists(folder, heading, entries)
        folder.write("index.html", _first_page(folder, heading, overview))
    return path / "index.html"


def _write_article(
    folder: Folder, heading: Heading, entries: Sequence[ArticleEntry], nth: int, article: Article
) -> None:
    place = Place(
        review=heading.title,
        position=f"{number(nth + 1)} of {number(len(entries))}",
        previous=entries[nth - 1].page if nth else None,
        next=entries[nth + 1].page if nth + 1 < len(entries) else None,
        raw_bytes=folder.link_to_bytes(article.raw_sha256, article.source),
    )
    folder.write(f"articles/{entries[nth].page}", article_page(article, rows(article), place))


def _write_lists(folder: Folder, heading: Heading, entries: Sequence[ArticleEntry]) -> None:
    parts, shared = list(pages(entries, LISTED)), shared_titles(entries)
    names = ["articles.html", *(f"articles-{nth}.html" for nth in range(2, len(parts) + 1))]
    for nth, (name, part) in enumerate(zip(names, parts, strict=False), start=1):
        matter = {"review": heading, "entries": part, "shared": shared, "lists": names, "page": nth}
        folder.write(name, render("articles.html", root="", **matter))


def _first_page(folder: Folder, heading: Heading, overview: Overview) -> str:
    qualities = [entry.quality for entry in overview.entries]
    by_key = {entry.key: entry for entry in overview.entries}
    return render(
        "index.html",
        root="",
        review=heading,
        sentence=_sentence(heading, overview),
        overview=overview,
        shared=shared_titles(overview.entries),
        rules=_rules_by_kind(overview),
        most_changed=overview.most_changed(TOP),
        slowest=[(timing, by_key.get(timing.document)) for timing in heading.slowest],
        unknown=unknown_words(qualities),
        repairs=repairs(qualities),
        side=SIDE,
        raw_links={item.raw_sha256: folder.link_to_bytes(item.raw_sha256, item.source) for item in overview.refused},
    )


def _sentence(heading: Heading, overview: Overview) -> str:
    """Say in a sentence what became of the documents."""
    refused, kept = overview.reasons.total(), len(overview.entries)
    became = counted(kept, "article")
    if refused:
        became = f"{became} and {counted(refused, 'rejection')}" if kept else counted(refused, "rejection")
    took = f", in {duration(heading.seconds)}" if heading.seconds else ""
    return f"{counted(kept + refused, 'document')} became {became}{took}."


def _rules_by_kind(overview: Overview) -> list[tuple[str, list[tuple[RuleCount, float]]]]:
    """Give the rules of each kind with the length of a bar, in per cent of the most frequent rule's."""
    counts = overview.rules()
    most = max((count.edits for count in counts), default=1)
    drawn = [(count, max(0.5, round(100 * count.edits / most, 1))) for count in counts]
    return [(kind.value, list(group)) for kind, group in groupby(drawn, key=lambda row: row[0].kind)]
