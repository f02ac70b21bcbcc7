"""Shows what the present pipeline would change in what the desk holds, and writes nothing into it."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

from clean.store import CleanStore, Received
from flows.desk import Desk
from flows.limits import Bounds
from flows.rejections import reject
from flows.review.folder import Folder, new_folder
from flows.review.overview import Look, looks_at, page_of, trusted_least
from flows.review.pages import Changes, Place, article_page, render
from flows.review.rows import rows
from flows.runs.batches import from_raw_store, pages
from flows.runs.progress import listener
from flows.runs.tally import differing_fields
from flows.versioning import pipeline_version
from flows.words import UnknownVersionError
from flows.workers.supervision import process_within
from models import Article, RawDocument, Rejection, edited_spans, read_outcome, undo
from raw.store import RawStore

PAGE = 50
"""Documents in memory at once."""

PAGES_KEPT = 1_000
"""Articles that get a page, and are listed; the rest are counted."""


class Question(NamedTuple):
    """What a preview is asked for."""

    rule: str | None = None
    """Only what this rule does differently."""

    since: str | None = None
    """Against the records that this version of the pipeline made, not against those that count."""


class Changed(NamedTuple):
    """An article that would change."""

    key: str
    title: str | None
    uri: str
    made: int
    dropped: int
    fields: tuple[str, ...]

    @property
    def page(self) -> str:
        """The file of its page."""
        return page_of(self.key)


class Turned(NamedTuple):
    """A document that would end otherwise: an article as a rejection, or a rejection as an article."""

    uri: str
    before: str
    after: str


class Preview:
    """What a preview found."""

    def __init__(self) -> None:
        self.compared = 0
        self.not_compared = 0
        """Documents of which the version that is looked back to made no record."""

        self.changed_articles = 0
        self.changed: list[Changed] = []
        self.turned: list[Turned] = []
        self.made: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.trusted_least: list[Look] = []

    def rules(self) -> list[tuple[str, int, int]]:
        """Give each rule that does something else, with the edits it would make and those it would make no longer."""
        rules = sorted(self.made | self.dropped, key=lambda rule: (-self.made[rule] - self.dropped[rule], rule))
        return [(rule, self.made[rule], self.dropped[rule]) for rule in rules]

    def add_turned(self, before: Article | Rejection, after: Article | Rejection) -> None:
        """Note a document that would end otherwise, if it would."""
        self.compared += 1
        if type(before) is not type(after):
            self.turned.append(Turned(after.source.uri, _ending(before), _ending(after)))

    def add_changed(self, key: str, article: Article, changes: Changes) -> bool:
        """Note how an article would change; tell whether it would, and is to have a page."""
        self.compared += 1
        if not (changes.made or changes.dropped or changes.fields):
            return False
        self.changed_articles += 1
        self.made.update(look.rule for look in changes.made)
        self.dropped.update(look.rule for look in changes.dropped)
        self.trusted_least = trusted_least([*self.trusted_least, *changes.made])
        if self.changed_articles > PAGES_KEPT:
            return False
        counts = len(changes.made), len(changes.dropped)
        self.changed.append(Changed(key, article.title, article.source.uri, *counts, changes.fields))
        return True


def _ending(outcome: Article | Rejection) -> str:
    return outcome.reason.value if isinstance(outcome, Rejection) else outcome.outcome


def preview(desk: Desk, question: Question, bounds: Bounds, to: Path | None = None) -> tuple[Preview, Path]:
    """Handle every document of the desk in memory, and write pages of what differs; give what was found, and the page.

    Raises:
        UnknownVersionError: the desk holds nothing that `since` made.
    """
    found = Preview()
    path = to or desk.reviews / "preview"
    raw = desk.open_raw()
    with closing(desk.open_store()) as store:
        question = question._replace(since=_version(store, question.since))
        with new_folder(path, raw) as folder:
            for key, before, after in _outcomes(store, raw, question, bounds, found):
                if isinstance(before, Article) and isinstance(after, Article):
                    changes = changes_between(key, before, after, question.rule)
                    if found.add_changed(key, after, changes):
                        _write_article(folder, key, after, changes)
                else:
                    found.add_turned(before, after)
            folder.write(
                "index.html",
                render("preview.html", root="", preview=found, question=question, version=pipeline_version()),
            )
    return found, path / "index.html"


def _version(store: CleanStore, name: str | None) -> str | None:
    """Find the version that begins so.

    Raises:
        UnknownVersionError: there is none, or more than one.
    """
    if name is None:
        return None
    versions = store.versions()
    meant = [version for version in versions if version == name] or [v for v in versions if v.startswith(name)]
    if len(meant) != 1:
        known = ", ".join(versions) or "none yet"
        raise UnknownVersionError(f"{name!r} names no one version; this desk has records of {known}")
    return meant[0]


def _outcomes(
    store: CleanStore, raw: RawStore, question: Question, bounds: Bounds, found: Preview
) -> Iterator[tuple[str, Article | Rejection, Article | Rejection]]:
    """Give each document's key, its earlier outcome, and the one that the present pipeline makes of it.

    A thread for each core waits for a worker process; a page of documents is under way at once.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for page in pages(store.keys(), PAGE):
            earlier = store.records_of_version(question.since, page) if question.since else store.records(page)
            found.not_compared += len(page) - len(earlier)
            listener().found(len(earlier))
            items = store.received([key for key in page if key in earlier])
            for item, outcome in zip(items, pool.map(partial(_outcome, raw, bounds), items), strict=True):
                yield item.key, read_outcome(earlier[item.key]), outcome
                listener().handled(1)


def _outcome(raw: RawStore, bounds: Bounds, item: Received) -> Article | Rejection:
    document = from_raw_store(raw, item)
    return process_within(bounds, document) if isinstance(document, RawDocument) else reject(document)


def _write_article(folder: Folder, key: str, article: Article, changes: Changes) -> None:
    raw_bytes = folder.link_to_bytes(article.raw_sha256, article.source)
    place = Place(review="Preview", raw_bytes=raw_bytes, changes=changes)
    folder.write(f"articles/{page_of(key)}", article_page(article, rows(article), place))


def changes_between(key: str, before: Article, after: Article, rule: str | None = None) -> Changes:
    """Tell which edits of one record the other has not, and which fields differ.

    Edits are the same that put the same text in the place of the same stretch of the source. Where the parser reads
    the document differently there is no such stretch, and no edit is compared. With `rule` only its edits count.
    """
    fields = differing_fields(before.model_dump(), after.model_dump()) if rule is None else []
    named = tuple(name for name in fields if name not in {"edits", "quality"})
    if undo(before.text, before.edits) != undo(after.text, after.edits):
        return Changes((), (), named, read_differently=True)
    places = _places(before), _places(after)
    made = [nth for nth in _missing(places[1], places[0]) if rule in {None, after.edits[nth].rule}]
    dropped = [nth for nth in _missing(places[0], places[1]) if rule in {None, before.edits[nth].rule}]
    return Changes(tuple(looks_at(key, after, made)), tuple(looks_at(key, before, dropped)), named)


def _places(article: Article) -> list[tuple[str, tuple[int, int], str, str]]:
    """Tell of each edit what makes it the same as another one."""
    spans = edited_spans(article.edits)
    return [(edit.rule, span, edit.before, edit.after) for edit, span in zip(article.edits, spans, strict=True)]


def _missing(places: Iterable[object], others: Iterable[object]) -> list[int]:
    """Give the numbers of the places that the others have not."""
    known = set(others)
    return [nth for nth, place in enumerate(places) if place not in known]
