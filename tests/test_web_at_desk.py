"""What a desk remembers of the web from run to run."""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clean.store.visit_log import VisitLog
from flows.desk import Desk
from flows.forget import forget_article
from flows.runs.intake import ingest_documents, open_sources
from flows.runs.tally import Summary
from flows.settings import FetchingSettings, WrongSettingsError, load_settings
from flows.web import KEYS, web, without_keys
from models import Visit
from tests.web import MONDAY, Changing, Web, page, web_server

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
STORY = b"<!DOCTYPE html><title>Ferry</title><article><h1>Ferry</h1><p>%s</p></article>" % (b"The ferry sailed. " * 40)
OWN = FetchingSettings(allowed_hosts=("127.0.0.1",), delay_seconds=0, attempts=1)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Give a web server, and no proxy before it."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with web_server() as one:
        yield one


def ingested(desk: Desk, *sources: str) -> Summary:
    """Take sources in as the flow does."""
    with web(OWN, desk) as fetcher:
        return ingest_documents(desk, open_sources(sources, max_bytes=1_000_000, desk=desk, fetcher=fetcher))


def test_second_run_gets_only_what_changed(served: Web, tmp_path: Path) -> None:
    """A feed and its pages that did not change are answered by 304, and nothing is handled twice."""
    desk = Desk(folder=tmp_path / "desk")
    link = f"<item><link>{served.url('/story')}</link></item>"
    feed = served.answers["/feed"] = Changing(
        f"<rss version='2.0'><channel>{link}</channel></rss>".encode(), '"1"', None
    )
    story = served.answers["/story"] = Changing(STORY, None, MONDAY)
    assert ingested(desk, served.url("/feed")).articles == 1
    again = ingested(desk, served.url("/feed"))
    assert (again.articles, again.skipped, again.rejections) == (0, 1, 0)
    assert (feed.statuses, story.statuses) == ([200, 304], [200, 304])


def test_forgotten_article_leaves_no_visit(served: Web, tmp_path: Path) -> None:
    """What is forgotten is forgotten by the log of visits too: it is not asked for by what was known of it."""
    desk = Desk(folder=tmp_path / "desk")
    story = served.answers["/story"] = Changing(STORY, '"1"', MONDAY)
    ingested(desk, served.url("/story"))
    with closing(desk.open_store()) as store:
        (record,) = [json.loads(line) for line in store.export("article")]
    forget_article(desk, record["id"])
    with closing(desk.open_visits()) as log:
        assert log.last(served.url("/story")) is None
    ingested(desk, served.url("/story"))
    assert story.statuses == [200, 200]


def test_log_keeps_the_last_visit_of_each_address(tmp_path: Path) -> None:
    """A visit comes out as it went in, a later one takes its place, and other addresses have their own."""
    visit = Visit(uri="https://a.example/", final_url="https://a.example/x", etag='"1"', raw_sha256="00", at=NOON)
    with closing(VisitLog(tmp_path / "a?b.db")) as log:
        assert log.last(visit.uri) is None
        for changed in (visit, visit.model_copy(update={"etag": None, "last_modified": MONDAY})):
            log.note(changed)
            assert log.last(visit.uri) == changed
        assert log.last("https://a.example") is None


def test_keys_travel_in_the_environment_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Credentials in an address are taken out of it, and the settings of this process and its children know them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(KEYS, '{"https://b.example": "b:b"}')
    assert without_keys("https://me:s%40cret@a.example/feed?x=@") == "https://a.example/feed?x=@"
    for other in ("incoming/a@b.txt", "https://a.example/@b", "-"):
        assert without_keys(other) == other
    assert "s@cret" in os.environ[KEYS]
    settings = load_settings()
    assert settings.fetching.credentials == {"https://a.example": "me:s@cret", "https://b.example": "b:b"}
    assert "cret" not in repr(settings)


def test_keys_that_are_no_json_are_told_without_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A table in the environment that is no JSON is explained, and not repeated."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(KEYS, "https://a.example me:hush")
    with pytest.raises(WrongSettingsError, match="JSON") as told:
        load_settings()
    assert "hush" not in str(told.value)


def test_ingest_of_an_address_with_credentials_keeps_none(served: Web, tmp_path: Path) -> None:
    """No file of a desk holds a password after a document was fetched with it."""
    desk = Desk(folder=tmp_path / "desk")
    served.answers["/story"] = page(STORY)
    assert ingested(desk, served.url("/story").replace("//", "//me:hush-hush@")).articles == 1
    assert served.requests[-1][1]["Authorization"].startswith("Basic ")
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert len(files) > 2
    assert not [path for path in files if b"hush" in path.read_bytes() or b"aHVzaC1odXNo" in path.read_bytes()]
