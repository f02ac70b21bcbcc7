import io
import logging
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import RawDocument, Reason, Unreceived
from raw.connecting import Proxies
from raw.fetching import Fetcher
from raw.manners import Access, Manners
from raw.media_type import RSS
from raw.receipt import Clock, Received
from raw.reception import Reception
from raw.sources import SOURCES, open_source
from raw.sources.lists import documents
from tests.web import Web, page, status

ROOT = Path(__file__).parent.parent
NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
STORY = b"The ferry sailed at nine. Nobody was on it."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*paths: str) -> None:
    """Write files that hold their own names."""
    for path in map(Path, paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Story {path.name}")


def reception(max_bytes: int = 10_000) -> Reception:
    """Receive at noon, from loopback too."""
    return Reception(lambda: NOON, max_bytes=max_bytes, fetcher=fetcher)


def fetcher(clock: Clock, max_bytes: int) -> Fetcher:
    """Give a client that waits for nobody."""
    access = Access(allowed_hosts=("127.0.0.1",))
    manners = Manners(delay_seconds=0, attempts=1)
    return Fetcher(clock, max_bytes=max_bytes, manners=manners, access=access, proxies=Proxies({}))


def opened(argument: str) -> list[Received]:
    """Open a source to its end."""
    return list(open_source(argument, reception()))


def uris(argument: str) -> list[str]:
    """Give where the documents of a source came from; a refusal with its reason."""
    return [
        one.source.uri if isinstance(one, RawDocument) else f"{one.source.uri} {one.refusal.reason}"
        for one in opened(argument)
    ]


def only_refusal(argument: str) -> Unreceived:
    """Expect one refusal."""
    (one,) = opened(argument)
    assert isinstance(one, Unreceived)
    return one


def test_file_is_named_as_it_was_given(here: Path) -> None:
    """The record of a file holds the path that was given, its kind and the time, and nothing of the machine."""
    write("news/a.txt")
    for argument in ("news/a.txt", "./news//a.txt"):
        (document,) = opened(argument)
        assert isinstance(document, RawDocument)
        assert document.content == b"Story a.txt"
        assert document.source.model_dump(exclude_none=True) == {
            "uri": "news/a.txt",
            "media_type": "text/plain",
            "retrieved_at": NOON,
        }
    assert uris(f"{here}/news/a.txt") == [f"{here.as_posix()}/news/a.txt"]
    assert uris((here / "news" / "a.txt").as_uri()) == [f"{here.as_posix()}/news/a.txt"]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("argument", ["nothing.txt", "no/such/folder/a.txt", "", "file://elsewhere/a.txt"])
def test_missing_file_is_not_found(argument: str) -> None:
    """A name that names nothing is told as such."""
    if argument:
        assert only_refusal(argument).refusal.reason is Reason.NOT_FOUND


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("argument", ["a\0b", "x" * 5000, "a.txt/b"])
def test_impossible_name_is_refused(argument: str) -> None:
    """A name that no file can have raises nothing."""
    write("a.txt")
    assert only_refusal(argument).refusal.reason in {Reason.NOT_FOUND, Reason.UNREADABLE}


@pytest.mark.usefixtures("here")
def test_cap_is_on_bytes() -> None:
    """A file of the cap's size comes in, a byte more does not, and is not read."""
    Path("exact.txt").write_bytes(b"x" * 10_000)
    Path("over.txt").write_bytes(b"x" * 10_001)
    with Path("vast.txt").open("wb") as vast:
        vast.truncate(1 << 40)
    assert uris(".") == ["exact.txt", "over.txt too_large", "vast.txt too_large"]


@pytest.mark.usefixtures("here")
def test_pipes_sockets_and_devices_are_refused_at_once() -> None:
    """What is no regular file is not waited for."""
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        assert uris(".") == ["pipe.txt unreadable", "socket.txt unreadable"]
    assert only_refusal("/dev/null").refusal.reason is Reason.UNREADABLE
    assert "give -" in only_refusal("pipe.txt").refusal.detail


@pytest.mark.usefixtures("here")
@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_unreadable_file_and_folder_are_told() -> None:
    """What may not be read is refused by name, and its neighbours come in."""
    write("a.txt", "b.txt", "c/d.txt", "e.txt")
    Path("b.txt").chmod(0)
    Path("c").chmod(0)
    try:
        assert uris(".") == ["a.txt", "b.txt unreadable", "c unreadable", "e.txt"]
    finally:
        Path("c").chmod(0o700)


@pytest.mark.usefixtures("here")
def test_failing_reads_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails on one file or folder costs that one only."""
    write("a.txt", "b.txt", "c/d.txt", "e.txt")
    reading, listing = Path.open, os.scandir

    def failing_open(path: Path, *mode: str) -> io.IOBase:
        if path.name == "b.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return reading(path, *mode)  # type: ignore[call-overload,no-any-return]

    def failing_listing(path: Path) -> object:
        if path.name == "c":
            raise OSError(5, "Input/output error")
        return listing(path)

    monkeypatch.setattr(Path, "open", failing_open)
    monkeypatch.setattr(os, "scandir", failing_listing)
    assert uris(".") == ["a.txt", "b.txt unreadable", "c unreadable", "e.txt"]


@pytest.mark.usefixtures("here")
def test_folder_is_read_in_order_without_hidden_files() -> None:
    """Files come in the order of their names at every depth; hidden ones stay out."""
    write("n/b.txt", "n/a/z.txt", "n/a/y.html", "n/.hidden", "n/.git/config", "n/c.txt", "n/B.txt")
    assert uris("n") == ["n/B.txt", "n/a/y.html", "n/a/z.txt", "n/b.txt", "n/c.txt"]
    assert uris("n/") == uris("./n") == uris("n")
    assert {one.source.container for one in opened("n")} == {"n"}
    Path("empty").mkdir()
    assert uris("empty") == []


@pytest.mark.usefixtures("here")
def test_directory_loop_is_visited_once_and_noted(caplog: pytest.LogCaptureFixture) -> None:
    """Links that lead back are followed once, and the log says which."""
    write("n/a.txt", "n/sub/b.txt")
    Path("n/loop").symlink_to(Path.cwd() / "n")
    Path("n/sub/up").symlink_to("..")
    Path("n/link.txt").symlink_to("a.txt")
    Path("n/zz").symlink_to("sub")
    with caplog.at_level(logging.WARNING):
        assert uris("n") == ["n/a.txt", "n/link.txt", "n/sub/b.txt"]
    assert [record.getMessage() for record in caplog.records] == [
        "n/loop is n again: visited once",
        "n/sub/up is n again: visited once",
        "n/zz is n/sub again: visited once",
    ]
    assert uris("n/**/*.txt") == ["n/a.txt", "n/link.txt", "n/sub/b.txt"]


@pytest.mark.usefixtures("here")
def test_link_that_leads_nowhere_is_not_found() -> None:
    """A broken link is told, and a link to itself is."""
    Path("n").mkdir()
    Path("n/gone.txt").symlink_to("nothing")
    Path("n/self").symlink_to("self")
    assert uris("n") == ["n/gone.txt not_found", "n/self unreadable"]


@pytest.mark.usefixtures("here")
def test_name_that_is_no_text_is_shown() -> None:
    """A file name that is no UTF-8 can be read and recorded."""
    Path("n").mkdir()
    try:
        Path(os.fsdecode(b"n/caf\xe9.txt")).write_bytes(STORY)
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    (document,) = opened("n")
    assert document.source.uri == r"n/caf\xe9.txt"
    assert document.model_dump_json()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("n/*.txt", ["n/a.txt", "n/b.txt"]),
        ("n/?.txt", ["n/a.txt", "n/b.txt"]),
        ("n/[a]*", ["n/a.txt"]),
        ("n/**/*.txt", ["n/a.txt", "n/b.txt", "n/s/c.txt", "n/s/t/d.txt"]),
        ("**/*.html", ["n/s/e.html"]),
        ("n/**", ["n/a.txt", "n/b.txt", "n/s/c.txt", "n/s/e.html", "n/s/t/d.txt"]),
        ("n/**/t/**/*.txt", ["n/s/t/d.txt"]),
        ("*/s/*.txt", ["n/s/c.txt"]),
        ("n/.*", ["n/.h.txt"]),
        ("n/s/../*.txt", ["n/s/../a.txt", "n/s/../b.txt"]),
        ("n/*.md", ["n/*.md not_found"]),
        ("n/a.txt/*", ["n/a.txt/* not_found"]),
        ("x[1].txt", ["x[1].txt"]),
    ],
)
def test_pattern_names_files(pattern: str, expected: list[str]) -> None:
    """A pattern means the files it matches, in order, each once; one that matches none says so."""
    write("n/a.txt", "n/b.txt", "n/s/c.txt", "n/s/t/d.txt", "n/s/e.html", "n/.h.txt", "n/.k/l.txt", "x[1].txt")
    assert uris(pattern) == expected


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("pattern", ["n/*/*.txt", "n/**/*.txt", "n/c/s/*.txt"])
def test_folder_that_a_pattern_cannot_look_into_is_told(monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    """A folder that nobody may look into is refused by name, and what matches elsewhere comes in."""
    write("n/b/a.txt", "n/c/s/d.txt")
    asked = os.stat

    def refusing(path: Path, **how: bool) -> os.stat_result:
        if Path(path).parent == Path("n/c"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return asked(path, **how)

    def refusing_to_list(folder: Path) -> object:
        if folder == Path("n/c"):
            raise PermissionError(13, "Permission denied", os.fspath(folder))
        return listing(folder)

    listing = os.scandir
    monkeypatch.setattr(os, "stat", refusing)
    monkeypatch.setattr(os, "scandir", refusing_to_list)
    assert uris(pattern) == ["n/c unreadable", *(["n/b/a.txt"] if "c" not in pattern else [])]


@pytest.mark.usefixtures("here")
def test_link_to_itself_ends_no_run() -> None:
    """Beside a folder that is passed over, too, a pattern gives what matches, a link that leads nowhere among it."""
    write("n/a.txt", "n/desk/b.txt")
    Path("n/self.txt").symlink_to("self.txt")
    received = open_source("n/**/*.txt", Reception(lambda: NOON, passed_over=Path("n/desk")))
    assert [one.source.uri for one in received] == ["n/a.txt", "n/self.txt"]


@pytest.mark.usefixtures("here")
def test_source_is_read_only_as_far_as_it_is_asked(here: Path) -> None:
    """Documents are read when their turn comes."""
    write("a.txt", "b.txt")
    documents = open_source(".", reception())
    assert next(documents).source.uri == "a.txt"
    (here / "b.txt").write_text("changed meanwhile")
    last = next(documents)
    assert isinstance(last, RawDocument)
    assert last.content == b"changed meanwhile"


def test_standard_input_is_one_document() -> None:
    """A dash means what comes in on standard input, up to the cap."""
    for size, kind in ((10_000, RawDocument), (10_001, Unreceived)):
        stdin = Reception(lambda: NOON, max_bytes=10_000, standard_input=io.BytesIO(b"x" * size))
        (one,) = open_source("-", stdin)
        assert isinstance(one, kind)
        assert one.source.uri == "-"
    closed = io.BytesIO()
    closed.close()
    (one,) = open_source("-", Reception(lambda: NOON, standard_input=closed))
    assert isinstance(one, Unreceived)
    assert one.refusal.reason is Reason.UNREADABLE


@given(st.text())
def test_any_argument_means_one_source(argument: str) -> None:
    """There is no argument that no source takes."""
    assert any(kind.means(argument) for kind in SOURCES)


PATTERNS = st.text(alphabet="*?[]!.-~\0a/\udcff", min_size=1).map(lambda text: text.lstrip("/"))


@pytest.fixture(scope="module")
def small_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a few odd names and a loop."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("a", "[a]", "a.a", ".a", "-"):
        (tree / name).write_bytes(STORY)
    (tree / "aa").mkdir()
    (tree / "aa" / "a").write_bytes(STORY)
    (tree / "aa" / "aa").symlink_to(tree)
    return tree


@settings(deadline=None)
@given(pattern=PATTERNS)
def test_no_argument_raises(small_tree: Path, pattern: str) -> None:
    """Whatever is typed opens something or is refused, in a record that can be written."""
    if ".." in pattern:
        return
    for one in open_source(f"{small_tree}/{pattern}", reception()):
        assert one.source.model_dump_json()


def test_reading_files_does_not_load_the_web() -> None:
    """Whoever reads a file does not wait for the HTTP client or the feed parser."""
    program = (
        "import sys; from raw.reception import Reception; from raw.sources import open_source\n"
        "list(open_source('pyproject.toml', Reception(lambda: None)))\n"
        "print([name for name in ('urllib3', 'feedparser', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_samples_are_what_their_names_say() -> None:
    """Each of our samples comes in as the kind that its name ends with."""
    kinds = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".pdf": "application/pdf"}
    samples = list(open_source(str(ROOT / "raw" / "samples"), reception(100_000)))
    assert len(samples) >= 9
    assert all(one.source.media_type == kinds[Path(one.source.uri).suffix] for one in samples)


def feed_of(*links: str) -> bytes:
    """Write a feed with these links."""
    items = "".join(f"<item><title>Story</title><description>Half of it</description>{link}</item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def atom_of(*links: str) -> bytes:
    """Write an Atom feed with these links."""
    items = "".join(f'<entry><title>Story</title><link href="{link}"/></entry>' for link in links)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/base/">{items}</feed>'.encode()


def test_url_is_a_document(web: Web) -> None:
    """An address means the document there."""
    web.answers["/story.txt"] = page(STORY, "text/plain")
    assert uris(web.url("/story.txt")) == [web.url("/story.txt")]
    assert uris(web.url("/gone")) == [web.url("/gone") + " not_found"]


def test_feed_gives_the_documents_it_links_to(web: Web) -> None:
    """Each entry's article is fetched once, in order, with the feed as its container; what fails is told."""
    web.answers["/feed"] = page(
        feed_of(
            f"<link>{web.url('/1')}</link>",
            "<link>/2?a=1&amp;b=2</link>",
            "<link>/gone</link>",
            "<guid isPermaLink='false'>x</guid>",
            "<link>file:///etc/hostname</link>",
            f"<link>{web.url('/1')}</link>",
            "<guid>/3</guid>",
        ),
        "application/octet-stream",
    )
    for path in ("/1", "/2", "/3"):
        web.answers[path] = page(STORY, "text/plain")
    feed = web.url("/feed")
    assert uris(feed) == [
        web.url("/1"),
        web.url("/2?a=1&b=2"),
        web.url("/gone") + " not_found",
        f"{feed}#entry-4 not_found",
        f"{feed}#entry-5 not_found",
        web.url("/3"),
    ]
    assert {one.source.container for one in opened(feed)} == {feed}


def test_atom_feed_is_read_with_its_base(web: Web) -> None:
    """Links in a feed are relative to the base that it states, and to where it was found after redirects."""
    web.answers["/old"] = status(301, Location="/new/feed")
    web.answers["/new/feed"] = page(atom_of("1", "/2"), "application/xml")
    web.answers["/base/1"] = web.answers["/2"] = page(STORY, "text/plain")
    assert uris(web.url("/old")) == [web.url("/base/1"), web.url("/2")]


def test_feed_with_credentials_names_none(web: Web) -> None:
    """The container of a feed's documents is its address without credentials."""
    web.answers["/feed"] = page(feed_of("<link>/1</link>"))
    web.answers["/1"] = page(STORY, "text/plain")
    for one in opened(web.url("/feed").replace("//", "//me:cret@")):
        assert "cret" not in one.source.model_dump_json()
        assert one.source.container == web.url("/feed")


@pytest.mark.usefixtures("here")
def test_local_feed_is_opened_when_it_is_named(web: Web) -> None:
    """A feed in a file is a feed when it is the argument, and a document like any other in a folder."""
    web.answers["/1"] = page(STORY, "text/plain")
    Path("n").mkdir()
    Path("n/feed.xml").write_bytes(feed_of(f"<link>{web.url('/1')}</link>", "<link>/2</link>"))
    assert uris("n/feed.xml") == [web.url("/1"), "n/feed.xml#entry-2 not_found"]
    assert uris("n") == ["n/feed.xml"]
    assert len(web.requests) == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'<?xml version="1.0"?><rss version="2.0"><channel>', ["{} damaged"]),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', []),
        (feed_of("<link>/1</link>")[:-20] + b"&broken <<<", ["/1"]),
        (feed_of("<link>/1</link>").replace(b'"1.0"', b'"1.0" encoding="no-such"'), ["/1"]),
    ],
)
def test_damaged_feed_gives_what_can_be_read(web: Web, content: bytes, expected: list[str]) -> None:
    """Entries that can be read from a damaged feed are fetched; a feed without any is refused."""
    web.answers["/feed"] = page(content)
    web.answers["/1"] = page(STORY, "text/plain")
    assert uris(web.url("/feed")) == [
        web.url(one) if one.startswith("/") else one.format(web.url("/feed")) for one in expected
    ]


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_bytes_break_the_reading_of_a_feed(junk: bytes, at: int) -> None:
    """A feed with junk in it is read or refused."""
    whole = feed_of("<link>ftp://x/</link>")
    (document,) = open_source("-", Reception(lambda: NOON, standard_input=io.BytesIO(whole[:at] + junk + whole[at:])))
    assert isinstance(document, RawDocument)
    as_feed = document.model_copy(update={"source": document.source.model_copy(update={"media_type": RSS})})
    assert all(isinstance(one, Unreceived) for one in documents(as_feed, reception()) if "#" in one.source.uri)
