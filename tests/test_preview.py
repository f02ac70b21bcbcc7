"""What a preview says of a changed rule, and that it leaves the desk as it was."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clean.record.entry import entry
from clean.store import Received
from flows.desk import Desk
from flows.limits import Bounds
from flows.pipeline import process
from flows.review.preview import Question, changes_between, preview
from flows.runs.intake import ingest_documents
from flows.versioning import pipeline_version
from flows.words import UnknownVersionError
from models import Article, RawDocument, Reason, Rejection, Stage
from tests.articles import RAW_SAMPLES, raw_document

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def earlier(article: Article, rule: str) -> Article:
    """Make the record of a time when a rule did not yet repair its last word."""
    last = max(nth for nth, edit in enumerate(article.edits) if edit.rule == rule)
    edit = article.edits[last]
    clean = article.text.replace(edit.after, edit.before, 1)
    paragraphs = tuple(
        paragraph.model_copy(update={"text": text})
        for paragraph, text in zip(article.paragraphs, clean.split("\n\n"), strict=True)
    )
    edits = article.edits[:last] + _moved(article.edits[last + 1 :], edit.start, len(edit.before) - len(edit.after))
    return article.model_copy(
        update={"text": clean, "paragraphs": paragraphs, "edits": edits, "pipeline_version": "0.0.9+aaa"}
    )


def _moved(edits: tuple, start: int, by: int) -> tuple:  # type: ignore[type-arg]
    """Move the edits behind a place."""
    return tuple(
        edit.model_copy(update={"start": edit.start + by, "end": edit.end + by}) if edit.start > start else edit
        for edit in edits
    )


@pytest.fixture
def fused() -> tuple[RawDocument, Article]:
    """An article with fused words."""
    raw = raw_document(RAW_SAMPLES / "fused-lines-court.txt")
    article = process(raw)
    assert isinstance(article, Article)
    return raw, article


@pytest.fixture
def desk(tmp_path: Path, fused: tuple[RawDocument, Article]) -> Desk:
    """A desk whose article an earlier version made, beside one that is as it would be now and one that was refused."""
    raw, article = fused
    place = Desk(folder=tmp_path / "desk")
    ingest_documents(place, [raw_document(RAW_SAMPLES / "clean-lighthouse.txt")])
    refused_raw = raw_document(RAW_SAMPLES / "mojibake-festival.txt")
    refused = Rejection(
        pipeline_version="0.0.9+aaa",
        id="refused",
        source=refused_raw.source,
        raw_sha256=refused_raw.sha256,
        stage=Stage.PARSE,
        reason=Reason.UNDECODABLE,
        detail="once it could not be read",
    )
    outcomes = [(raw, earlier(article, "joined_words")), (refused_raw, refused)]
    with closing(place.open_store()) as store:
        run = store.begin_run("ingest", pipeline_version="0.0.9+aaa", at=NOON)
        items = [(Received(raw_sha256=place.open_raw().put(one), source=one.source), made) for one, made in outcomes]
        store.admit([item for item, _ in items], pipeline_version="0.0.9+aaa", at=NOON)
        store.save([(item.key, entry(made)) for item, made in items], run=run, at=NOON)
    return place


def test_a_record_differs_in_its_new_edits(fused: tuple[RawDocument, Article]) -> None:
    """An edit that only the newer record has is told with its context; the same edits at moved places are the same."""
    _, article = fused
    changes = changes_between("0" * 64, earlier(article, "joined_words"), article)
    assert [look.rule for look in changes.made] == ["joined_words"]
    assert changes.dropped == ()
    assert "text" in changes.fields
    back = changes_between("0" * 64, article, earlier(article, "joined_words"), rule="joined_words")
    assert (back.made, [look.rule for look in back.dropped], back.fields) == ((), ["joined_words"], ())
    assert changes_between("0" * 64, article, article) == ((), (), (), False)


def test_a_text_that_is_read_differently_is_said_to_be(fused: tuple[RawDocument, Article]) -> None:
    """Where the parser hands over another text, edits cannot be compared one by one."""
    _, article = fused
    other = article.model_copy(update={"text": article.text + "!", "edits": ()})
    assert changes_between("0" * 64, article, other).read_differently


def test_a_preview_tells_what_would_change(desk: Desk) -> None:
    """It names the articles that would change, the new edits, and what would end otherwise; all else is left out."""
    found, page = preview(desk, Question(), Bounds())
    assert (found.compared, found.changed_articles) == (3, 1)
    assert [(turned.before, turned.after) for turned in found.turned] == [("undecodable", "article")]
    assert found.rules() == [("joined_words", 1, 0)]
    told = page.read_text(encoding="utf-8")
    assert "1 article would change" in told
    assert found.trusted_least[0].before in told
    of_article = (page.parent / "articles" / found.changed[0].page).read_text(encoding="utf-8")
    assert "What would change" in of_article


def test_a_preview_can_look_at_one_rule(desk: Desk) -> None:
    """With a rule only its edits count."""
    assert preview(desk, Question(rule="joined_words"), Bounds())[0].changed_articles == 1
    assert preview(desk, Question(rule="links"), Bounds())[0].changed_articles == 0


def test_a_preview_can_look_back_to_a_version(desk: Desk) -> None:
    """With a version, or its beginning, only what that version made is compared; one that is not known is an error."""
    found, page = preview(desk, Question(since="0.0.9"), Bounds())
    assert (found.compared, found.not_compared) == (2, 1)
    assert "of 1 that version made no record" in page.read_text(encoding="utf-8")
    assert preview(desk, Question(since=pipeline_version()), Bounds())[0].changed_articles == 0
    with pytest.raises(UnknownVersionError, match=r"0\.0\.9\+aaa"):
        preview(desk, Question(since="9"), Bounds())


def test_a_preview_writes_nothing_into_the_desk(desk: Desk) -> None:
    """Records, runs and bytes are the same before and after."""

    def kept() -> tuple[object, ...]:
        with closing(desk.open_store()) as store:
            keys = list(store.keys())
            return keys, store.records(keys), store.runs(), sorted(desk.open_raw())

    before = kept()
    preview(desk, Question(), Bounds())
    assert kept() == before
