"""Plain text and the choice of a parser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Document, HttpFacts, RawDocument, Reason, Refusal, Source, SpanKind
from parsers import PARSERS, parse


def parsed(content: bytes, *, media_type: str | None = "text/plain", header: str | None = None) -> Document | Refusal:
    """Parse bytes under a media type, as a server sent them where it gave a header."""
    http = HttpFacts(status=200, final_url="https://post.example/a", content_type=header) if header else None
    return parse(RawDocument(content=content, source=Source(uri="a.txt", media_type=media_type, http=http)))


def document(content: bytes, *, header: str | None = None) -> Document:
    """Parse plain text that must give a document."""
    outcome = parsed(content, header=header)
    assert isinstance(outcome, Document), outcome
    return outcome


def test_plain_text_is_kept_to_the_last_character() -> None:
    """Spaces, blank lines and the last line end stay; only the line ends of other systems become one."""
    assert document(b"  One\r\n\r\ntwo \rthree\t\n").text == "  One\n\ntwo \nthree\t\n"


def test_plain_text_has_no_blocks() -> None:
    """Nobody has told where paragraphs end in a plain text."""
    assert not document(b"One.\n\nTwo.").has_blocks


def test_form_feeds_part_pages() -> None:
    """Each page between form feeds is a span without them; the text keeps them."""
    found = document(b"One\n\x0cTwo\n\x0c")
    assert found.text == "One\n\x0cTwo\n\x0c"
    pages = [found.text[span.start : span.end] for span in found.spans]
    assert pages == ["One\n", "Two\n"]
    assert {span.kind for span in found.spans} == {SpanKind.PAGE}


def test_the_servers_word_on_the_encoding_counts() -> None:
    """The charset of the Content-Type header is used for plain text."""
    found = document("Привет".encode("koi8-r"), header="text/plain; charset=koi8-r")
    assert found.text == "Привет"
    assert found.encoding is not None
    assert found.encoding.found_by == "http header"


def test_code_between_fences_is_preformatted() -> None:
    """A fence of as many signs or more closes it; code has no paragraphs to tell, the text around it keeps its own."""
    found = document(b"So:\n\n````md\n```\nofthe\n```\n````\n\n~~~\nls\n~~~\nDone.")
    assert [found.text[span.start : span.end] for span in found.spans] == [
        "````md\n```\nofthe\n```\n````",
        "~~~\nls\n~~~",
    ]
    assert {span.kind for span in found.spans} == {SpanKind.PREFORMATTED}
    assert not found.has_blocks


@pytest.mark.parametrize("content", [b"```\nThe ferry left.", b"Type ``` and\n``` `x` and go on.\n", b"~~~\nA\n```\n"])
def test_what_nothing_closes_is_no_code(content: bytes) -> None:
    """A stray fence does not keep the rest of a text from being repaired."""
    assert document(content).spans == ()


@pytest.mark.parametrize("content", [b" \n\t\n", b"\x0c\x0c", b"\r\n"])
def test_white_space_alone_is_no_text(content: bytes) -> None:
    """A file of white space is refused for having no text."""
    outcome = parsed(content)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.NO_TEXT


@pytest.mark.parametrize("media_type", ["text/plain", "TEXT/PLAIN; charset=utf-8", "text/markdown"])
def test_the_media_type_chooses_the_parser(media_type: str) -> None:
    """Case and parameters of a media type do not matter."""
    assert isinstance(parsed(b"Good morning.", media_type=media_type), Document)


@pytest.mark.parametrize("media_type", [None, "", "image/png", "application/x-unheard-of"])
def test_an_unknown_media_type_is_refused_with_the_way_out(media_type: str | None) -> None:
    """What no parser reads is refused, and the refusal names what is read and how to say so."""
    outcome = parsed(b"x", media_type=media_type)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.UNSUPPORTED_MEDIA_TYPE
    assert "--media-type" in outcome.detail


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([*PARSERS, None]))
def test_any_bytes_under_any_media_type_give_a_document_or_a_refusal(content: bytes, media_type: str | None) -> None:
    """Whatever comes, the parsers answer and never raise."""
    outcome = parsed(content, media_type=media_type)
    assert isinstance(outcome, Document | Refusal)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: May 3, 2024", "2024-05-03"),
        ("Publié le 3 mai 2024 à 10h15", "2024-05-03"),
        ("(First published on 3 May 2024)", "2024-05-03"),
        ("Updated: May 3, 2024", None),
        ("Published May 1, 2024, updated May 3, 2024", None),
        ("Published: 03/05/2024", None),
        ("Published by Shore Books in May 2024", None),
        ("The book was published on May 3, 2024.", None),
    ],
)
def test_a_line_that_says_when_the_text_was_published_dates_it(line: str, date: str | None) -> None:
    """A line of its own with one certain date gives the date of publication; one about something else gives none."""
    found = parsed(f"Ferries return\n{line}\n\nThe port reopened on Monday.\n".encode())
    assert isinstance(found, Document)
    assert found.metadata.date_published == date
    assert (found.metadata.field_sources == {"date_published": "printed date"}) is (date is not None)


def test_a_date_in_the_middle_of_a_long_text_is_not_its_own() -> None:
    """What stands far from both ends of a text says when something else was published."""
    found = parsed(("Boats left.\n" * 40 + "Published: May 3, 2024\n" + "Boats came.\n" * 40).encode())
    assert isinstance(found, Document)
    assert found.metadata.date_published is None
