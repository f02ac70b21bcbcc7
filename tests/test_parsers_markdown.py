"""Markdown and its front matter."""

import pytest

from models import Document, RawDocument, Reason, Refusal, Source, SpanKind
from parsers.markdown import parse_markdown


def parsed(text: str) -> Document | Refusal:
    """Parse Markdown."""
    return parse_markdown(RawDocument(content=text.encode(), source=Source(uri="a.md", media_type="text/markdown")))


def document(text: str) -> Document:
    """Parse Markdown that must give a document."""
    outcome = parsed(text)
    assert isinstance(outcome, Document), outcome
    return outcome


def blocks(text: str) -> list[tuple[str, str]]:
    """Give kind and text of each block."""
    found = document(text)
    return [(span.kind.value, found.text[span.start : span.end]) for span in found.spans]


def test_blocks_are_typed_and_marks_gone() -> None:
    """A reader sees words: no signs of emphasis, no addresses of links, and paragraphs in one line each."""
    text = (
        "It *rained* on [Monday](https://a.example),\nall **day**.\n\n> Wet.\n\n- One\n- `two`\n\n|a|b|\n|-|-|\n|1|2|\n"
    )
    assert blocks(text) == [
        ("paragraph", "It rained on Monday, all day."),
        ("quote", "Wet."),
        ("list_item", "One"),
        ("list_item", "two"),
        ("table", "a | b\n1 | 2"),
    ]


def test_code_between_fences_keeps_its_lines_and_an_indent_is_no_code() -> None:
    """Few writers mean code by four spaces; fences are meant."""
    text = "A line.\n\n    An indented paragraph\n    of two lines.\n\n```sh\nls\n  pwd\n```\n"
    assert blocks(text) == [
        ("paragraph", "A line."),
        ("paragraph", "An indented paragraph of two lines."),
        ("preformatted", "ls\n  pwd"),
    ]


def test_an_image_alone_has_a_caption_unless_it_is_one_word() -> None:
    """What stands under an image is a caption; a word is a file's name, and an image within a sentence has none."""
    images = "![The ferry leaves.](a.jpg)\n\n![ferry](b.jpg)\n\n![Two\f words](c.jpg)\n\n"
    text = f"{images}The ![flag of all](c.png) flag is green.\n"
    assert blocks(text) == [
        ("caption", "The ferry leaves."),
        ("caption", "Two words"),
        ("paragraph", "The flag is green."),
    ]


@pytest.mark.parametrize(
    "front_matter",
    [
        "---\ntitle: Ferries return\nauthors: [Ada Okoye, {name: Ben Roth}]\ndate: 2031-05-06\ntags: a, b\n---\n",
        '+++\ntitle="Ferries return"\nauthors=["Ada Okoye", "Ben Roth"]\ndate = 2031-05-06\ntags = ["a", "b"]\n+++\n',
    ],
)
def test_front_matter_is_metadata(front_matter: str) -> None:
    """YAML and TOML say the same; the heading that repeats the title is not in the text."""
    found = document(f"{front_matter}# Ferries return\n\nThe port reopened on Monday, and all ferries left.\n")
    said = found.metadata
    assert (said.title, said.authors, said.keywords) == ("Ferries return", ("Ada Okoye", "Ben Roth"), ("a", "b"))
    assert (said.date_published, said.date_precision) == ("2031-05-06", "day")
    assert said.field_sources["title"] == "front matter"
    assert found.text == "The port reopened on Monday, and all ferries left."


def test_a_first_heading_is_the_title_and_a_byline_under_it_the_author() -> None:
    """Where no front matter says more, the top of the text does."""
    found = document("# Ferries return\n\n*By Ada Okoye*\n\nThe port reopened on Monday, and all ferries left.\n")
    assert (found.metadata.title, found.metadata.authors) == ("Ferries return", ("Ada Okoye",))
    assert found.metadata.field_sources == {"title": "printed headline", "authors": "byline"}
    assert found.text == "The port reopened on Monday, and all ferries left."


def test_numbers_of_entries_stay() -> None:
    """A number that begins a line is text of the file, be it meant as a list's or not."""
    text = "1986. What a year.\n\nThen:\n\n1. One\n2. *Two*\n\n   More of it.\n"
    assert blocks(text) == [
        ("list_item", "1986. What a year."),
        ("paragraph", "Then:"),
        ("list_item", "1. One"),
        ("list_item", "2. Two"),
        ("list_item", "More of it."),
    ]
    assert blocks("<ol start=x><li>One</li></ol>\n") == [("list_item", "1. One")]


def test_front_matter_of_aliases_is_not_written_out() -> None:
    """Forty lists of two aliases each are a million million entries, and no title."""
    lists = "".join(f"a{nth}: &a{nth} [*a{nth - 1}, *a{nth - 1}]\n" for nth in range(1, 40))
    found = document(f"---\na0: &a0 [x, x]\n{lists}title: *a39\n---\nThe port reopened.\n")
    assert found.metadata.title is None


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe port reopened.\n---\n\nAll left.",
        "---\na: [\n---\n\nThe port reopened.",
        "The port reopened.\n\n---\na: b\n---\n",
        "+++\na = \n+++\n\nThe port reopened.",
    ],
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    """Rules drawn between paragraphs, and front matter that cannot be read, take nothing away."""
    found = document(text)
    assert "The port reopened." in found.text
    assert found.metadata.field_sources == {}


def test_front_matter_makes_no_objects() -> None:
    """A tag of YAML is a string's, whatever it asks for."""
    found = document("---\ntitle: !!python/object/apply:os.getcwd []\ndate: !!timestamp 2031-05-06\n---\nIt rained.\n")
    assert found.metadata.title is None
    assert found.metadata.date_published == "2031-05-06"


@pytest.mark.parametrize("text", ["---\ntitle: A\n---\n", "[a]: https://a.example\n", "<!-- nothing -->\n"])
def test_markdown_without_text_is_refused(text: str) -> None:
    """Front matter, addresses and comments alone are no article."""
    outcome = parsed(text)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.NO_TEXT


def test_signs_that_are_no_markup_stay() -> None:
    """Sums, stars alone and words with underscores are what they are."""
    assert document("Snake_case costs 3 < 5 & 2 * 3 dollars.\n").text == "Snake_case costs 3 < 5 & 2 * 3 dollars."
    assert {span.kind for span in document("1986\\. What a year.\n").spans} == {SpanKind.PARAGRAPH}
