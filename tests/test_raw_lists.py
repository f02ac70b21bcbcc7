import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import RawDocument, Source
from raw.connecting import Proxies
from raw.fetching import Fetcher
from raw.manners import Access, Manners
from raw.media_type import media_type
from raw.receipt import Clock
from raw.reception import Reception
from raw.sources import json_feed, open_source, sitemap
from raw.sources.lists import LISTS
from tests.web import Web, page, status

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
STORY = b"The ferry sailed at nine. Nobody was on it."


@pytest.fixture
def web(web: Web) -> Web:
    """Give a web server with three stories."""
    for path in ("/1", "/2", "/3"):
        web.answers[path] = page(STORY, "text/plain")
    return web


def reception() -> Reception:
    """Receive from loopback, in haste."""

    def fetcher(clock: Clock, max_bytes: int) -> Fetcher:
        access, manners = Access(allowed_hosts=("127.0.0.1",)), Manners(delay_seconds=0, attempts=1)
        return Fetcher(clock, max_bytes=max_bytes, manners=manners, access=access, proxies=Proxies({}))

    return Reception(lambda: NOON, max_bytes=100_000, fetcher=fetcher)


def shown(argument: str) -> list[str]:
    """Give where the documents of a source came from; a refusal with its reason."""
    return [
        one.source.uri if isinstance(one, RawDocument) else f"{one.source.uri} {one.refusal.reason}"
        for one in open_source(argument, reception())
    ]


def urlset(*locations: str, kind: str = "urlset", more: str = "") -> bytes:
    """Write a sitemap."""
    entry = "sitemap" if kind == "sitemapindex" else "url"
    entries = "".join(f"<{entry}><loc> {location}\n</loc>{more}</{entry}>" for location in locations)
    return (
        f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{kind}>'.encode()
    )


NEWS = """<news:news xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><news:title>Ferry</news:title></news:news>
<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><image:loc>/logo.png</image:loc></image:image>"""


def test_json_feed_gives_the_documents_it_links_to(web: Web) -> None:
    """Each item's own address is fetched, or the one it points to; an item without is told by its number."""
    items = [{"url": web.url("/1")}, {"id": "x"}, {"url": "/2"}, {"external_url": web.url("/3")}, 7, {"url": 7}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Desk", "items": items}
    for declared in ("application/feed+json", "application/json", "text/plain"):
        web.answers["/feed"] = page(json.dumps(feed).encode(), declared)
        assert shown(web.url("/feed")) == [
            web.url("/1"),
            web.url("/feed#entry-2") + " not_found",
            web.url("/2"),
            web.url("/3"),
            web.url("/feed#entry-5") + " not_found",
            web.url("/feed#entry-6") + " not_found",
        ]
    web.answers["/feed"] = page(b'{"version": "https://jsonfeed.org/version/1", "items": [', "application/feed+json")
    assert shown(web.url("/feed")) == [web.url("/feed") + " damaged"]


def test_sitemap_gives_its_pages(web: Web) -> None:
    """A sitemap's pages are fetched, of a news sitemap too; a picture's address is none of a page."""
    web.answers["/sitemap.xml"] = page(urlset(web.url("/1"), "/2", "", web.url("/1"), more=NEWS), "text/xml")
    assert shown(web.url("/sitemap.xml")) == [
        web.url("/1"),
        web.url("/2"),
        web.url("/sitemap.xml#entry-3") + " not_found",
    ]


def test_index_leads_to_sitemaps_packed_or_not(web: Web) -> None:
    """An index's sitemaps are opened, also .xml.gz ones; one that is missing, or no sitemap, is told."""
    web.answers["/index.xml"] = page(
        urlset("/a.xml", "/b.xml.gz", "/gone.xml", "/1", "/index.xml", kind="sitemapindex"), "application/xml"
    )
    web.answers["/a.xml"] = page(urlset(web.url("/2")), "application/xml")
    web.answers["/b.xml.gz"] = page(gzip.compress(urlset(web.url("/3"), web.url("/2"))), "application/gzip")
    assert shown(web.url("/index.xml")) == [
        web.url("/2"),
        web.url("/3"),
        web.url("/gone.xml") + " not_found",
        web.url("/1"),
    ]


def test_lists_without_end_are_not_followed(web: Web) -> None:
    """Indexes that lead to ever more indexes are given up."""
    for number in range(9):
        web.answers[f"/{number}.xml"] = page(urlset(f"/{number + 1}.xml", kind="sitemapindex"), "text/xml")
    assert shown(web.url("/0.xml")) == [web.url("/3.xml") + " unreadable"]


def test_damaged_sitemap_gives_what_can_be_read(web: Web) -> None:
    """A sitemap that was cut off gives the pages before the cut; one without entries is no fault."""
    whole = urlset(web.url("/1"), web.url("/2"))
    web.answers["/cut"] = page(whole[:-20])
    web.answers["/none"] = page(urlset())
    web.answers["/broken"] = page(b"<urlset")
    assert shown(web.url("/cut")) == [web.url("/1"), web.url("/2")]
    assert shown(web.url("/none")) == []
    assert len(shown(web.url("/broken"))) == 1


@pytest.mark.usefixtures("web")
def test_list_of_addresses_is_followed(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of addresses leads to documents and feeds; what else stands in a .urls file is told by its number."""
    monkeypatch.chdir(tmp_path)
    web.answers["/feed"] = page(
        f"<rss version='2.0'><channel><item><link>{web.url('/2')}</link></item></channel></rss>".encode()
    )
    Path("wires.txt").write_text(f"# wires\n{web.url('/1')}\n\n  {web.url('/feed')}\r\n{web.url('/1')}\n")
    assert shown("wires.txt") == [web.url("/1"), web.url("/2")]
    Path("wires.urls").write_text(f"{web.url('/3')}\nftp://old.example/x\n")
    assert shown("wires.urls") == [web.url("/3"), "wires.urls#entry-2 not_found"]
    # A document that is in a folder, or says something about an address, is a document.
    Path("n").mkdir()
    Path("n/wires.txt").write_text(web.url("/1"))
    Path("story.txt").write_text(f"See {web.url('/1')}\n{web.url('/2')}")
    requests = len(web.requests)
    assert shown("n") == ["n/wires.txt"]
    assert shown("story.txt") == ["story.txt"]
    assert len(web.requests) == requests


def test_archive_on_the_web_is_opened(web: Web) -> None:
    """An address may be that of an archive; a list in an archive is not followed."""
    web.answers["/a.txt.gz"] = page(gzip.compress(STORY), "application/gzip")
    assert shown(web.url("/a.txt.gz")) == [web.url("/a.txt.gz!/a.txt")]
    web.answers["/b.gz"] = page(gzip.compress(STORY)[:-9], "application/gzip")
    assert shown(web.url("/b.gz")) == [web.url("/b.gz") + " damaged"]


def test_list_behind_a_redirect_is_read_with_its_new_base(web: Web) -> None:
    """Relative addresses mean what they mean where the list was found."""
    web.answers["/old"] = status(301, Location="/new/feed.json")
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"url": "x"}]}
    web.answers["/new/feed.json"] = page(json.dumps(feed).encode())
    web.answers["/new/x"] = page(STORY)
    assert shown(web.url("/old")) == [web.url("/new/x")]


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 150), st.sampled_from(sorted(LISTS)))
def test_no_bytes_break_a_list(junk: bytes, at: int, kind: str) -> None:
    """A list with junk in it is read or given up."""
    wholes = {"application/feed+json": b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "ftp://x"}]}'}
    whole = wholes.get(kind, urlset("ftp://x", "ftp://y"))
    found = LISTS[kind].links(RawDocument(content=whole[:at] + junk + whole[at:], source=Source(uri="x")))
    assert found is None or all(isinstance(link, str) for link in found)


@pytest.mark.parametrize(
    "content",
    [
        b"<urlset>" + b"<url>" * 100_000,
        b"<urlset>" + b"<url><loc>x</loc></url>" * 50_000,
        b'<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in range(97, 107))
        + b"]><urlset><url><loc>&k;</loc></url></urlset>",
        b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
    ],
)
def test_hostile_sitemap_costs_little(content: bytes) -> None:
    """Depth, length and entities of a sitemap cost no time and read no file."""
    began = process_time()
    found = sitemap.links(RawDocument(content=content, source=Source(uri="x"))) or []
    assert process_time() - began < 3
    assert not any("root:" in link or "aaaa" in link for link in found)


def test_deep_json_is_no_feed() -> None:
    """Brackets without end are no feed."""
    deep = b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 200_000
    assert json_feed.links(RawDocument(content=deep, source=Source(uri="x"))) is None


def test_lists_are_told_by_their_bytes() -> None:
    """A sitemap and a JSON feed are known whatever they are called; JSON that only speaks of feeds is none."""
    assert media_type(urlset("x"), "a.txt", "text/html") == "application/x-sitemap+xml"
    assert media_type(b'{"version":"https:\\/\\/jsonfeed.org\\/version\\/1.1"}', None, None) == "application/feed+json"
    assert media_type(b'{"text": "jsonfeed.org"}', "a.json", None) == "application/json"
    assert media_type(b"https://a.example/", "a.urls", None) == "text/uri-list"
