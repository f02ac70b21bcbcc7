from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raw.media_type import SIGNATURES, UNKNOWN_BINARY, media_type
from raw.sources.lists import LISTS

PROSE = "The harbour board met on Monday. It agreed on nothing, and said so.\n"
PAGE = "<!DOCTYPE html>\n<html lang=en><head><title>Harbour</title></head><body><p>Agreed.</p></body></html>"
RSS = '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Harbour</title></channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title></feed>'
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"></rdf:RDF>'


@pytest.mark.parametrize(("offset", "signature", "expected"), SIGNATURES)
def test_signature_decides_whatever_the_name_says(offset: int, signature: bytes, expected: str) -> None:
    """A file is what its bytes are, whatever it is called or declared to be."""
    content = b"\x00" * offset + signature + b"\x00" * 100
    assert media_type(content, "article.txt", "text/html") == expected


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page", None])
@pytest.mark.parametrize("declared", ["text/html; charset=utf-8", "text/plain", None])
@pytest.mark.parametrize(
    "text",
    [
        PAGE,
        "\n\n  " + PAGE,
        "<!-- saved from a reader -->\n" + PAGE,
        '<?xml version="1.0"?>\n' + PAGE,
        "<HTML><BODY>Agreed.</BODY></HTML>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">\n<html xmlns="y"></html>',
    ],
)
def test_whole_page_is_html_whatever_it_is_called(text: str, name: str | None, declared: str | None) -> None:
    """A whole page is HTML under any name."""
    assert media_type(text.encode(), name, declared) == "text/html"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    ("text", "expected"), [(PAGE, "text/html"), (PROSE, "text/plain"), (RSS, "application/rss+xml")]
)
def test_unicode_encodings_are_read(text: str, expected: str, encoding: str) -> None:
    """The encoding of a text does not change its kind."""
    if text is PROSE or encoding != "utf-8":
        text = text.replace("utf-8", encoding)
    assert media_type(text.encode(encoding), None, None) == expected


@pytest.mark.parametrize("name", ["story.html", "story.htm", "story.txt", None])
@pytest.mark.parametrize("declared", ["text/html", "application/octet-stream", "nonsense", "", None])
@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "<City> of Westholm is a placeholder. 3 < 4, a<b, <3 and <name@example.org> are no tags.",
        "%PDF- is how such a file begins. ID3 tags and GIFs differ.",
        "BMW sold more cars. MZ is what programs begin with.",
    ],
)
def test_prose_is_plain_text_under_any_name(text: str, name: str | None, declared: str | None) -> None:
    """Text without a single tag is plain text, also when it is called HTML."""
    if text.startswith("%PDF-"):
        text = "   " + text
    assert media_type(text.encode("cp1252"), name, declared) == "text/plain"


def test_fragment_is_html_where_someone_says_so_or_its_tags_do() -> None:
    """A fragment with one tag needs a word from its sender; one with three tags speaks for itself."""
    one, three = b"<p>Agreed.", b"<p>Agreed.</p>\n<p>Not agreed.</p>"
    assert media_type(one, None, None) == "text/plain"
    assert media_type(one, "story.html", None) == "text/html"
    assert media_type(b"Agreed.<br>Not agreed.", None, "text/html") == "text/html"
    assert media_type(three, "story.txt", None) == "text/html"
    assert media_type(three, "readme.md", None) == "text/markdown"
    assert media_type(b"The <p>, <b> and <i> tags open nothing here.", "story.txt", None) == "text/plain"


@pytest.mark.parametrize(("text", "expected"), [(RSS, "rss"), (ATOM, "atom"), (RDF, "rdf")])
@pytest.mark.parametrize("declared", ["text/xml", "application/xml; charset=utf-8", "text/html", None])
def test_feed_is_told_by_its_root_element(text: str, expected: str, declared: str | None) -> None:
    """A feed is a feed however the server declares it."""
    found = media_type(text.encode(), "news", declared)
    assert found == f"application/{expected}+xml"
    assert found in LISTS


@pytest.mark.parametrize(
    ("content", "name", "declared", "expected"),
    [
        (b'<?xml version="1.0"?><newsItem/>', None, None, "application/xml"),
        (b"<newsItem guid='x'/>", "item.xml", None, "application/xml"),
        (b'<?xml version="1.0"?><svg xmlns="x"/>', None, None, "image/svg+xml"),
        (b'{"items": []}', "feed.json", None, "application/json"),
        (b'{"items": []}', None, "application/json", "application/json"),
        (b"a,b\n1,2\n", "figures.csv", None, "text/csv"),
        (b"junk before\n%PDF-1.4\n", "paper.pdf", None, "application/pdf"),
        (b"junk before\n%PDF-1.4\n", "paper.txt", None, "text/plain"),
        (b"PK\x03\x04" + b"." * 26 + b"mimetypeapplication/epub+zip", "book.zip", None, "application/epub+zip"),
        (b"PK\x03\x04" + b"." * 26 + b"word/document.xml", None, None, DOCX),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "letter.doc", None, "application/msword"),
        (bytes(range(256)) * 8, "film.mp4", "video/mp4", "video/mp4"),
        (bytes(range(256)) * 8, "story.txt", "text/plain", UNKNOWN_BINARY),
        (b"", "story.html", None, "text/html"),
        (b"", None, "application/octet-stream", None),
        (b"", None, None, None),
    ],
)  # fmt: skip
def test_other_kinds(content: bytes, name: str | None, declared: str | None, expected: str | None) -> None:
    """Names and declarations choose only between readings that the bytes leave open."""
    assert media_type(content, name, declared) == expected


def test_a_stray_control_character_leaves_text_text() -> None:
    """An OCR slip among words makes no binary."""
    assert media_type(PROSE.encode() + b"\x02" + PROSE.encode(), "story.txt", None) == "text/plain"


@settings(deadline=None)
@given(st.binary(max_size=200), st.none() | st.text(max_size=20), st.none() | st.text(max_size=20))
def test_any_bytes_have_a_type_or_none(content: bytes, name: str | None, declared: str | None) -> None:
    """Nothing that comes in is too odd to be looked at, and only empty content can be untold."""
    found = media_type(content, name, declared)
    assert (found is None) <= (not content)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="<"), min_size=1))
def test_text_without_an_angle_bracket_is_text(text: str) -> None:
    """No words by themselves look like a binary or a page."""
    assert media_type(f"x{text}".encode(), None, None) == "text/plain"


@pytest.mark.parametrize(
    "piece", [b"<", b"<a ", b"</", b"<!--", b"<!-", b"<?", b"<?xml ", b"<!doctype ", b"<!doctype x [", b" ", b"-"]
)
def test_hostile_line_is_looked_at_quickly(piece: bytes) -> None:
    """A line of the same piece 50,000 times over takes no time."""
    started = process_time()
    media_type(piece * 50_000, "page.html", "text/html")
    assert process_time() - started < 0.5
