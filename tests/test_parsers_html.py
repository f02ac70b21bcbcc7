"""Web pages: fixtures with what is expected of each, and what must not happen to any page."""

import json
import time
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Document, Metadata, RawDocument, Reason, Refusal, Source, SpanKind
from parsers import parse
from parsers.html.blocks import typed_blocks
from parsers.html.candidates import candidates
from parsers.html.classifier import Trees, load_classifier, log_odds
from parsers.html.features import described, features, with_extraction
from parsers.html.figures import is_alone_with_picture, stands_by_picture
from parsers.html.line_runs import with_lines_joined
from parsers.html.tree import load_tree
from parsers.html.vocabulary import RunWords, Vocabulary, evidence, words_of_runs

PAGES = Path(__file__).parent / "pages"

SENTENCE = "The harbour reopened on Tuesday after a week of repairs, the port office said, and boats left before noon."
PARAGRAPH = f"<p>{SENTENCE}</p>"


def parsed(page: str | bytes, *, address: str = "page.html") -> Document | Refusal:
    """Parse a page as a file, or as fetched from an address."""
    content = page if isinstance(page, bytes) else page.encode()
    return parse(RawDocument(content=content, source=Source(uri=address, media_type="text/html")))


def document(page: str | bytes, *, address: str = "page.html") -> Document:
    """Parse a page that must give a document."""
    outcome = parsed(page, address=address)
    assert isinstance(outcome, Document), outcome
    return outcome


def blocks(parsed_document: Document) -> list[tuple[str, str]]:
    """Give the kind and text of each block."""
    return [(span.kind.value, parsed_document.text[span.start : span.end]) for span in parsed_document.spans]


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_gives_the_text_and_metadata_expected_of_it(path: Path) -> None:
    """Every page fixture comes out as the file beside it says, block by block and field by field."""
    expected = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    found = document(path.read_bytes())
    assert blocks(found) == [(block["kind"], block["text"]) for block in expected["blocks"]]
    assert found.metadata == Metadata.model_validate(expected["metadata"])
    if "encoding" in expected:
        assert found.encoding is not None
        assert found.encoding.model_dump() == expected["encoding"]


@pytest.mark.parametrize("page", ["></body>l", f">{PARAGRAPH}</body>{SENTENCE}", f"<html>{PARAGRAPH}</html>{SENTENCE}"])
def test_text_behind_the_body_breaks_no_page(page: str) -> None:
    """A page that goes on after its end, so that a text stands in no body, ends as one outcome all the same."""
    assert parsed(page)


def test_marks_alone_between_preformatted_paragraphs_break_no_page() -> None:
    """A line of asterisks in a preformatted article has no letters and is no run of text."""
    prose = (
        "The harbour reopened on Tuesday after a week of repairs, the port\noffice said, and boats left before noon."
    )
    found = with_lines_joined(candidates(load_tree(f"<html><body><pre>{prose}\n\n* * *\n\n{prose}</pre>")))
    assert [run.key[:10] for run in found] == ["theharbour", "theharbour"]
    assert parsed(f"<html><body><pre>{prose}\n\n* * *\n\n{prose}</pre>")


def test_every_page_fixture_has_its_expected_record() -> None:
    """No page lies in the folder without the record expected of it, and no record without its page."""
    assert {path.stem for path in PAGES.glob("*.html")} == {path.stem for path in PAGES.glob("*.toml")}


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>Tuesday</b><span>reaffirmed</span>", "Tuesday reaffirmed"),
        ("<b>N</b>o one", "No one"),
        ('<span class="drop-cap">The</span>saurus', "Thesaurus"),
        ("the <a>quay</a>s", "the quays"),
        ("<b>Bundes</b>kanzler", "Bundeskanzler"),
        ("<a>report</a>The", "report The"),
        ("<span>4.3.2031</span>The", "4.3.2031 The"),
        ("<b>4</b>th, <i>20</i>mm, CO<sub>22</sub>Ltd", "4th, 20mm, CO22Ltd"),
        ("<span>Tues</span><span>day</span>", "Tuesday"),
        ("x<sup>index</sup>", "xindex"),
        ("un<wbr>believable", "unbelievable"),
        ("one<br>two", "one\ntwo"),
        (" a \n\t b ", "a b"),
        ("<i>a </i> b", "a b"),
        ("<b>end.</b> Next", "end. Next"),
    ],
)
def test_inline_markup_parts_words_only_where_it_is_evidence(markup: str, text: str) -> None:
    """Two elements of different kinds part words; initials, endings and equal elements do not."""
    assert [block.text for block in typed_blocks(f"<p>{markup}</p>")] == [text]


def test_the_title_stays_out_of_the_text() -> None:
    """A headline that repeats the page's title is metadata and not part of the body."""
    page = f"<html><head><title>Ferries return - Post</title></head><body><h1>Ferries return</h1>{PARAGRAPH * 3}"
    found = document(page)
    assert found.metadata.title == "Ferries return"
    assert found.metadata.field_sources["title"] == "h1"
    assert "Ferries return" not in found.text


def test_a_title_keeps_what_is_not_the_name_of_the_site() -> None:
    """Only a suffix known to be the site's name is taken off a title."""
    page = f"<html><head><title>Ferries return - for now</title></head><body>{PARAGRAPH * 3}"
    assert document(page).metadata.title == "Ferries return - for now"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("The Best Ferries 2027 | Compare All Boats", "How we chose the best ferries to the islands"),
        ("How we chose the best ferries", "How we chose the best ferries"),
        ("Ferries: how we chose the best to the islands", "Ferries: how we chose the best to the islands"),
    ],
    ids=["worded for search engines", "shortened", "the same in another order"],
)
def test_the_title_is_the_headline_where_the_stated_one_says_something_else(stated: str, title: str) -> None:
    """A heading in quite other words than og:title is the headline; one that og:title only shortens gives way to it."""
    page = f"""<html><head><meta property="og:title" content="{stated}"></head><body>
    <h1>Harbour Weekly</h1><h1>How we chose the best ferries to the islands</h1>{PARAGRAPH * 3}</body></html>"""
    assert document(page).metadata.title == title


def test_a_date_that_is_uncertain_is_null() -> None:
    """A date whose order of day and month is open is not guessed."""
    page = f'<html><head><meta name="date" content="03/05/2024"></head><body>{PARAGRAPH * 3}'
    assert document(page).metadata.date_published is None


def test_authors_are_people_and_agencies_are_agencies() -> None:
    """Bylines are divided into people; an agency is named apart, and houses and addresses are nobody."""
    head = '<meta name="author" content="By Ada Okoye and Ben Roth"><script type="application/ld+json">'
    head += '{"@type":"NewsArticle","author":{"@type":"Organization","name":"Reuters"}}</script>'
    head += '<meta property="article:author" content="https://example.org/ada">'
    metadata = document(f"<html><head>{head}</head><body>{PARAGRAPH * 3}").metadata
    assert metadata.authors == ("Ada Okoye", "Ben Roth")
    assert metadata.agency == "Reuters"


def test_a_canonical_link_is_resolved_against_the_address() -> None:
    """A relative canonical link becomes the article's full address."""
    page = f'<html><head><link rel="canonical" href="/a/1"></head><body>{PARAGRAPH * 3}'
    assert document(page, address="https://post.example/x?y=1").metadata.url == "https://post.example/a/1"


def test_the_signs_of_a_list_saved_by_word_are_one_character_or_a_number() -> None:
    """Word prints the bullet in a font of signs, with spaces that are not to be broken behind it."""
    prose = "<p>The harbour council voted on Tuesday to keep the night ferry running through the winter months.</p>"
    entry = "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp; </span>"
    entry += "</span><![endif]>The council raises the fares by a tenth from the first of March.</p>"
    found = document(f"<html><body>{prose}{entry.format(chr(0xB7))}{entry.format('2.')}{prose}</body></html>")
    assert found.text.split("\n\n")[1:3] == [
        f"{sign} The council raises the fares by a tenth from the first of March." for sign in ("•", "2.")
    ]


def test_a_page_of_frames_is_read_where_it_shows_a_text_without_them() -> None:
    """What stands between `noframes` is markup like any other, and no tag of it comes into the text."""
    lines = (
        "The harbour was closed on Friday because of a storm that nobody had expected.",
        "Forty passengers spent the night on board, where the cook made soup for all of them.",
    )
    shown = "<body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body>"
    page = f"<html><frameset><frame src='a.html'><NOFRAMES>{shown}</NOFRAMES></frameset></html>"
    assert document(page).text == "\n\n".join(lines)


def test_every_metadata_field_names_its_source() -> None:
    """A field that is set has its entry in field_sources, and no other field has one."""
    for path in PAGES.glob("*.html"):
        metadata = document(path.read_bytes()).metadata
        given_fields = {name for name, value in metadata if value and name not in ("field_sources", "date_precision")}
        assert set(metadata.field_sources) == given_fields


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<p></p>",
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
        "<!-- only -->",
        "<" * 50,
    ],
)
def test_a_page_without_article_text_is_refused(page: str) -> None:
    """A page without article text is a refusal that says what to do."""
    outcome = parsed(page)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is Reason.NO_TEXT
    assert "as a browser shows it" in outcome.detail


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body>{PARAGRAPH * 3}{'<a ' * 8000}",
        f"<html><body>{'<div>' * 300}{PARAGRAPH * 3}",
        f"<html><body>{'<div>' * 44_000}{PARAGRAPH * 3}",
        f"<html><body>{'<span><b>' * 5_000}{PARAGRAPH * 3}",
        f"<html><body>{PARAGRAPH * 3}<p>a\0b</p>",
        f"<html><body>{PARAGRAPH * 3}{'<!--' * 50_000}",
        f"<html><head><title>{' - ' * 50_000}</title></head><body>{PARAGRAPH * 3}",
        f"<html><head><meta name=author content='{'( ' * 50_000}'></head><body>{PARAGRAPH * 3}",
        f"<html><head><script type='application/ld+json'>{'[' * 100_000}</script></head><body>{PARAGRAPH * 3}",
        f"<html><head><meta name=description content='{'<a' * 30_000}{'&amp;' * 30_000}'></head><body>{PARAGRAPH * 3}",
    ],
    ids=["a", "deep", "very deep", "inline", "nul", "comments", "title", "author", "json", "description"],
)
def test_a_hostile_page_keeps_its_text_and_takes_seconds_at_most(page: str) -> None:
    """Broken and hostile markup costs little time, and the article in it is read all the same."""
    began = time.process_time()
    found = document(page)
    assert SENTENCE in found.text
    assert time.process_time() - began < 5


def test_a_huge_text_is_read_in_seconds() -> None:
    """A text node of several megabytes is read to its end."""
    began = time.process_time()
    found = document(f"<html><body><p>{'word ' * 600_000}end.</p></body></html>")
    assert found.text.endswith("word end.")
    assert time.process_time() - began < 20


def test_the_same_page_twice_is_the_same_document() -> None:
    """A page's text does not depend on the pages that were read before it."""
    path = min(PAGES.glob("*.html"))
    assert document(path.read_bytes()) == document(path.read_bytes())


def test_captions_lie_in_the_text_as_spans() -> None:
    """A caption and its credit come into the text at their place, each under its own span."""
    found = document((PAGES / "2026-11-21-figure-and-read-more.html").read_bytes())
    kinds = [span.kind for span in found.spans]
    assert kinds.index(SpanKind.CAPTION) + 1 == kinds.index(SpanKind.CREDIT)
    assert found.has_blocks


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div class=caption>", "</div>", "<br>", "<b>", "<h1>", "<figure>", "<table><tr><td>"]
    )
    | st.sampled_from(["<li>", "</table>", "<pre>", "<script>", "</script>", "&amp;", "&#0;", "<!--", "]]>", SENTENCE])
    | st.text(max_size=20),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(MARKUP)
def test_any_markup_gives_a_document_or_a_refusal(pieces: list[str]) -> None:
    """Whatever the markup, the parser answers, and its spans are the text's blocks in order."""
    outcome = parsed("<html><body>" + "".join(pieces).encode("utf-8", "replace").decode())
    if isinstance(outcome, Document):
        assert outcome.text == "\n\n".join(text for _, text in blocks(outcome))


@pytest.mark.parametrize(
    ("author", "byline", "authors"),
    [
        ('{"@type":"Person","givenName":"Ada","familyName":"Okoye"}', "", ("Ada Okoye",)),
        ('{"@type":"Organization","name":"shore.example"}', "", ("shore.example",)),
        ('{"@type":"Person","name":"Metro Desk"}', "", ("Metro Desk",)),
        ('[{"name":"Ada Okoye"},{"name":"Metro Desk"}]', "", ("Ada Okoye",)),
        ('{"@type":"Person","name":"Ada Okoye, PhD, RD"}', "", ("Ada Okoye",)),
        ('{"@type":"Organization","name":"Shoreline Post"}', "<p>By:</p><p>Ada Okoye</p>", ("Ada Okoye",)),
        ('"admin"', "<p>by Ada Okoye May 3, 2024</p>", ("Ada Okoye",)),
        ('"admin"', "", ()),
    ],
)
def test_people_sign_an_article_before_desks_and_houses_do(author: str, byline: str, authors: tuple[str, ...]) -> None:
    """Who is stated or printed as a person counts; a desk, house or agency does only where no person signs."""
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","author":{author}}}</script>'
    page = f"<html><head>{head}</head><body><h1>Ferries return</h1>{byline}{PARAGRAPH * 3}"
    assert document(page).metadata.authors == authors


def test_an_element_that_is_never_closed_does_not_swallow_the_article() -> None:
    """A menu whose end tag is missing holds the rest of the page; the article in it is read all the same."""
    page = f"<html><body><nav><ul><li><a href='/'>Home</a></li></ul><div><h1>Ferries return</h1>{PARAGRAPH * 8}</div>"
    found = document(page)
    assert found.text.count(SENTENCE) == 8
    assert "Home" not in found.text


def test_an_article_that_only_a_script_holds_is_read() -> None:
    """Where the page shows no text, the markup inside its scripts' strings is the article."""
    body = "".join(f"<p>{SENTENCE} Boat number {number} came last.</p>" for number in range(4))
    held = json.dumps(json.dumps({"body": body}))
    page = f"<html><head><title>Ferries return</title></head><body><script>push([1,{held}])</script></body></html>"
    assert document(page).text.count(SENTENCE) == 4


def test_the_classifier_sees_one_row_for_each_run_of_text() -> None:
    """Every candidate has its row of features, all of one length and finite, and its log-odds."""
    for path in PAGES.glob("*.html"):
        tree = load_tree(path.read_text(encoding="utf-8", errors="replace"))
        assert tree is not None
        found = candidates(tree)
        classifier, page = load_classifier(), described(found, {"ferriesreturn"})
        alone = features(page, classifier.vocabulary)
        for trees, rows in ((classifier.alone, alone), (classifier.seconded, with_extraction(alone, page, {0}))):
            assert rows.shape[0] == len(found)
            assert np.isfinite(rows).all()
            assert log_odds(trees, rows).shape == (len(found),)


def test_a_page_without_doubt_is_read_without_a_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trafilatura is asked about a page without paragraphs, and not about one whose article is plain to see."""
    asked: list[int] = []
    monkeypatch.setattr("parsers.html.main._second_opinion", lambda _, found: asked.append(len(found)))
    menu = "<nav><a href=a>News</a><a href=b>Sport</a></nav>"
    document(f"<html><body>{menu}<article><h1>Ferries return</h1>{PARAGRAPH * 8}</article></body></html>")
    assert asked == []
    parsed("<html><body><div>Ferries</div><div>Return</div><div><a href=a>Boats</a></div></body></html>")
    assert asked == [3]
    parsed(f"<html><body>{'<div><span>Boats</span></div>' * 4_001}</body></html>")
    assert asked == [3]


def test_words_speak_for_or_against_a_run_by_where_they_stand() -> None:
    """A word counts beside a run, further out, or in it, by the log-odds that belong to that place."""
    tree = load_tree("<main class=body><div class=sidebar><p class=note>Sign up now</p></div></main>")
    assert tree is not None
    words = words_of_runs(candidates(tree), ["Sign up now"])
    odds = Vocabulary({"note": 1.0, "body": 9.0}, {"body": 2.0}, {"sign": -1.0})
    assert words == [RunWords(frozenset(("note", "sidebar")), frozenset(("body",)), frozenset(("sign", "up", "now")))]
    assert evidence(words, odds)[0].tolist() == [1, 1, 1, 1, 2, 2, 2, 1, -1, -1, -1, 1]


def test_a_tree_sends_a_row_to_the_leaf_it_belongs_to() -> None:
    """What is at most the threshold goes left, what is above goes right, and the trees' leaves are summed."""
    trees = Trees(
        roots=np.array([0, 3]),
        feature=np.array([0, 0, 0, 1, 0, 0]),
        threshold=np.array([0.5, 0, 0, 2.0, 0, 0], np.float32),
        children=np.array([1, 2, 1, 1, 2, 2, 4, 5, 4, 4, 5, 5]),
        value=np.array([0, -1.0, 1.0, 0, 10.0, 20.0], np.float32),
        depth=1,
    )
    rows = np.array([[0.5, 3.0], [0.6, 2.0]], np.float32)
    assert log_odds(trees, rows).tolist() == [19.0, 11.0]


def test_a_slide_of_a_gallery_has_a_caption() -> None:
    """A text that a slide wraps apart from its picture is a caption; a text beside no picture is none."""
    words = (
        "<div class=info><div><div><span><p>Dockers cheer the first boat in, on Tuesday.</p></span></div></div></div>"
    )
    slide = f"<div class='gallery-slide'><div class=media><img src=a.jpg></div>{words}</div>"
    tree = load_tree(f"<html><body><div>{slide}</div><div>{words}</div></body></html>")
    assert tree is not None
    assert [stands_by_picture(text, {}, needs_name=False) for text in tree.iter("p")] == [True, False]


@pytest.mark.parametrize(
    ("beside", "is_caption"),
    [
        ("The first boat of the morning", True),
        ("The first boat left in the morning.", False),
        ("The first boat of the morning</p><p>" + SENTENCE, False),
    ],
    ids=["a name", "a sentence", "not alone"],
)
def test_what_stands_alone_with_a_picture_and_ends_no_sentence_is_its_caption(beside: str, *, is_caption: bool) -> None:
    """Where no class names a caption, a run that only names something and has a picture for company is one."""
    tree = load_tree(
        f"<main><div><div><img src=a></div><div class=x1><p>{beside}</p></div></div>{PARAGRAPH * 20}</main>"
    )
    assert tree is not None
    assert is_alone_with_picture(candidates(tree)[0]) is is_caption


def test_a_caption_is_not_in_the_body_a_second_time() -> None:
    """What a page shows as a caption and prints beside the picture once more is in the document as a caption only."""
    figure = "<figure><img src=a><figcaption>Boats wait for the tide at the old pier.</figcaption></figure>"
    again = "<p>Boats wait for the tide at the old pier.</p>"
    page = f"<html><body><article><h1>Tide</h1>{PARAGRAPH * 4}{figure}{again}{PARAGRAPH * 4}</article></body></html>"
    kinds = [kind for kind, text in blocks(document(page)) if text.startswith("Boats wait")]
    assert kinds == ["caption"]


def test_a_copy_of_the_article_for_machines_is_left_out() -> None:
    """A page that holds its whole text once more in one run gives each paragraph once."""
    texts = [f"{SENTENCE} Boat number {number} came last." for number in range(8)]
    body = "".join(f"<p>{text}</p>" for text in texts)
    page = f"<html><body><h1>Ferries return</h1><article>{body}</article><div>{' '.join(texts)}</div></body></html>"
    assert document(page).text.count("Boat number 3") == 1


def test_what_readers_wrote_below_an_article_is_not_of_it() -> None:
    """Comments are left out, unless the page is made of them."""
    texts = [f"{SENTENCE} Boat number {number} came last." for number in range(8)]
    body = "".join(f"<p>{text}</p>" for text in texts)
    comments = "".join(
        f"<li><p>{SENTENCE} I saw boat {number} myself, and it was late.</p></li>" for number in range(8)
    )
    page = (
        f"<html><body><h1>Ferries</h1><div>{body}</div><ol class='comment-list comments'>{comments}</ol></body></html>"
    )
    found = document(page)
    assert "came last" in found.text
    assert "myself" not in found.text


def numbered(count: int) -> list[str]:
    """Give so many paragraphs, no two alike."""
    return [f"<p>{SENTENCE} Boat number {number} came last.</p>" for number in range(count)]


def test_an_article_that_is_laid_out_twice_is_read_once() -> None:
    """A page with one text for narrow and one for wide screens gives it once; a line that returns alone stays."""
    refrain = "<p>Nobody on the quay had seen a thing like that in all these years, they said, not one of them.</p>"
    body = "".join(paragraph + refrain * (number % 5 == 0) for number, paragraph in enumerate(numbered(12)))
    page = f"<html><body><h1>Ferries return</h1><div>{body}</div><div>{body}</div></body></html>"
    found = document(page).text
    assert found.count("Boat number 3") == 1
    assert found.count("Nobody on the quay") == 3


def test_text_behind_a_page_s_end_is_of_the_page() -> None:
    """A page whose header brings an end of its own goes on behind it, as browsers show it."""
    header = "<header><nav><a href='/'>Home</a></nav></header></body></html>"
    page = f"<html><body>{header}<div><h1>Ferries return</h1>{''.join(numbered(5))}</div></body></html>"
    assert document(page).text.count(SENTENCE) == 5


def test_a_menu_that_is_never_closed_holds_a_short_article_all_the_same() -> None:
    """An open menu around `<main>` is no menu, however few paragraphs the article has."""
    page = f"<html><body><nav><a href='/'>Home</a><main><h1>Ferries return</h1>{''.join(numbered(2))}</main></nav>"
    assert document(page).text.count(SENTENCE) == 2


def test_what_only_screen_readers_say_is_no_text() -> None:
    """Words that a page hides from sight are left out of its lines, and readings of characters stay in them."""
    link = "<a href='/x'>the office<span class='sr-only'> (link)</span><i> (opens in a new window)</i></a>"
    ruby = "<ruby><rb>港</rb><rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>"
    tree = load_tree(f"<body><p>{SENTENCE} So {link} said of {ruby} today.</p></body>")
    assert tree is not None
    (found,) = candidates(tree)
    assert found.key.endswith("sotheofficesaidof港みなとtoday")


def test_settings_for_a_script_are_no_text() -> None:
    """JSON that stands among paragraphs is left out; words in brackets are not."""
    settings = (
        '<div class="embed">{"layout": 2, "button": "Buy now, while there are tickets for the harbour tour left"}</div>'
    )
    found = document(f"<html><body><article><h1>Ferries</h1>{settings.join(numbered(4))}</article></body></html>")
    assert "layout" not in found.text
    tree = load_tree("<p>[The text of a statute]</p>")
    assert tree is not None
    assert len(candidates(tree)) == 1


def test_prose_in_pre_is_paragraphs_and_code_keeps_its_lines() -> None:
    """A preformatted article is joined to paragraphs; code is left as it stands."""
    prose = (
        "The harbour reopened on Tuesday after a week of repairs, the port\noffice said, and boats left by noon.\n\n"
        "Engineers will look at the pier again in January, when the gates\nshould at last be there, and then decide."
    )
    code = "for boat in boats:\n    if boat.late:\n        print(boat.name)"
    found = with_lines_joined(candidates(load_tree(f"<html><body><pre>{prose}</pre><pre>{code}</pre>")))
    assert [(run.tag, run.html.count("\n")) for run in found] == [("p", 0), ("p", 0), ("pre", 2)]


def test_long_lines_are_paragraphs_and_short_ones_stay_together() -> None:
    """Single line ends part paragraphs where whole sentences stand between them; verse and addresses stay one block."""
    lines = [f"{SENTENCE} Boat number {number} came last." for number in range(3)]
    verse = "The gulls, the gulls,<br>they cry all day,<br>and then they fly away."
    texts = [block.text for block in typed_blocks(f"<p>{'<br>'.join(lines)}</p><p>{verse}</p>")]
    assert texts == [*lines, verse.replace("<br>", "\n")]


def test_a_page_of_line_ends_has_its_headline_byline_and_date_apart() -> None:
    """Old pages part everything by line ends; headline, names and date are metadata there, too."""
    head = "<b>Ferries return to the old harbour</b><br>By Ada Okoye<br>March 4, 2031<br><br>"
    texts = "<br><br>".join(text.removeprefix("<p>").removesuffix("</p>") for text in numbered(5))
    page = f"<html><head><title>The Courier - Ferries return to the old harbour</title></head><body>{head}{texts}"
    found = document(page)
    assert found.metadata.title == "Ferries return to the old harbour"
    assert found.metadata.authors == ("Ada Okoye",)
    assert found.metadata.date_published == "2031-03-04"
    assert found.text.startswith(SENTENCE)


def test_a_table_around_a_picture_holds_its_caption() -> None:
    """Old pages set a picture and its caption in a table; one of figures is a table."""
    picture = "<table><tr><td><img src=a></td></tr><tr><td>The first boat leaves. (Photo: Mara Lind)</td></tr></table>"
    figures = "<table><tr><th>Year</th><th>Boats</th></tr><tr><td>2030</td><td>40</td></tr></table>"
    tree = load_tree(f"<body>{picture}{figures}{PARAGRAPH}</body>")
    assert tree is not None
    assert [candidate.tag for candidate in candidates(tree)] == ["figcaption", "table", "p"]
