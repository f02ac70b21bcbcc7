"""The layout of a PDF: lines, columns, furniture, headings, captions and the headline, all by their places."""

import time

import pytest

from models import SpanKind
from parsers.pdf.blocks import Block, Body, blocks_of, body_of, with_quotes_aside
from parsers.pdf.columns import columns_of, usual_gutters
from parsers.pdf.furniture import furniture_of
from parsers.pdf.glyphs import NO_FACE, Face, Glyph
from parsers.pdf.lines import Line, lines_of
from parsers.pdf.pictures import Picture
from parsers.pdf.title import title_of
from parsers.pdf.words import WordGaps
from tests.pdf_glyphs import set_line

BODY = Body(10.0, "", is_bold=False)
SANS = Face("Sans", 1, is_bold=False, is_italic=False)


def line(text: str, top: float, *, left: float = 50.0, size: float = 10.0, width: float = 0.0, **how: object) -> Line:
    """Set a line whose baseline is `top` points below the top of the page."""
    right = left + (width or 0.45 * size * len(text))
    return Line(text, left, right, 800.0 - top, size, NO_FACE)._replace(**how)


def column(words: str, *, left: float, top: float = 100.0, lines: int = 6, width: float = 200.0) -> list[Line]:
    """Set a column of even lines, each called by a word and its number."""
    return [line(f"{words}{nth}", top + 12 * nth, left=left, width=width) for nth in range(lines)]


def read(lines: list[Line], known: list[float] | None = None) -> list[str]:
    """Read a page in order."""
    return [line.text for column in columns_of(lines, known or []) for line in column.lines]


def shifted(glyphs: list[Glyph], right: float, up: float, size: float = 10.0) -> list[Glyph]:
    """Move glyphs, and set them in another size."""
    return [
        glyph._replace(left=glyph.left + right, right=glyph.right + right, baseline=glyph.baseline + up, size=size)
        for glyph in glyphs
    ]


def texts(glyphs: list[Glyph]) -> list[str]:
    """Read the lines of glyphs."""
    return [line.text for line in lines_of(glyphs, WordGaps())]


def test_lines_that_share_no_margin_are_read() -> None:
    """A damaged page whose lines all begin in different places is read from the top."""
    ragged = [line(f"line{nth}", 100 + 12 * nth, left=50.0 + 23 * nth, width=120.0) for nth in range(14)]
    assert read(ragged) == [each.text for each in ragged]


def test_a_drop_cap_begins_its_word() -> None:
    """The large letter beside two lines belongs to the upper one."""
    cap = [Glyph("T", 50.0, 66.0, 688.0, 24.0, NO_FACE)]
    upper = shifted(set_line("he harbour reopened and", space=0.3), 18, 0)
    lower = shifted(set_line("the first boats left", space=0.3), 18, -12)
    assert texts([*cap, *upper, *lower]) == ["The harbour reopened and", "the first boats left"]
    assert texts([*upper, *lower, *cap]) == ["The harbour reopened and", "the first boats left"]


def test_a_superscript_stays_on_its_line() -> None:
    """A small figure that is set higher follows its word."""
    words, mark = set_line("the meeting", space=0.3), shifted(set_line("1", space=0.3), 53, 4, size=6)
    after = shifted(set_line("is open", space=0.3), 60, 0)
    assert texts([*words, *mark, *after]) == ["the meeting1 is open"]


def test_words_are_read_from_left_to_right() -> None:
    """A word that the file draws later stands where it is seen."""
    first, last = set_line("the", space=0.3), shifted(set_line("boats", space=0.3), 46, 0)
    middle = shifted(set_line("first", space=0.3), 18, 0)
    assert texts([*first, *last, *middle]) == ["the first boats"]


def test_text_that_is_printed_twice_is_read_once() -> None:
    """Letters drawn again beside themselves, to look bold, are one text."""
    words = set_line("HARBOUR NEWS", space=0.3)
    assert texts([*words, *shifted(words, 0.3, 0)]) == ["HARBOUR NEWS"]


@pytest.mark.parametrize("number", [2, 3, 4])
def test_columns_are_read_one_after_the_other(number: int) -> None:
    """Each column is read to its foot before the next."""
    columns = [column("abcd"[nth], left=50 + 120 * nth, width=105) for nth in range(number)]
    rows = [line for row in zip(*columns, strict=True) for line in row]
    assert read(rows) == [line.text for column in columns for line in column]


def test_a_line_across_the_columns_parts_them() -> None:
    """What stands above a headline across the page is read before what stands below it."""
    upper = [*column("a", left=50), *column("b", left=270)]
    across = [line("a headline from one margin to the other", 190, width=420)]
    lower = [*column("c", left=50, top=220), *column("d", left=270, top=220)]
    assert read([*lower, *across, *upper]) == [text for part in (upper, across, lower) for text in read(part)]


def test_columns_below_a_full_page_are_columns() -> None:
    """A page that is mostly one column may end in two."""
    full = column("f", left=50, lines=30, width=420)
    lower = [*column("a", left=50, top=480), *column("b", left=270, top=480)]
    assert read([*full, *lower]) == [line.text for line in [*full, *lower]]


def test_a_word_at_the_top_of_the_last_column_is_not_put_beside_a_line() -> None:
    """A page with next to nothing in its right column has the gutter of the other pages."""
    full = [*column("a", left=50), *column("b", left=270)]
    last = [*column("c", left=50), line("end.", 100, left=270, width=20)]
    assert read(last, usual_gutters([full, last])) == ["c0", "c1", "c2", "c3", "c4", "c5", "end."]


def test_a_page_of_scattered_letters_does_not_keep_us() -> None:
    """Ten thousand lines all over a page are ordered in a few seconds."""
    lines = [line("a", (nth * 37) % 700, left=(nth * 53) % 500, width=4.0 + nth % 9) for nth in range(10_000)]
    begun = time.process_time()
    assert len("".join(read(lines)).replace(" ", "")) == 10_000
    assert time.process_time() - begun < 20


def page(number: int, head: str, foot: str) -> list[Line]:
    """Set a page with a head and a foot."""
    text = [line(f"text {number} {nth}", 100 + 12 * nth) for nth in range(9)]
    return [line(head, 40, size=8), *text, line(foot, 780, size=8)]


def furniture(pages: list[list[Line]]) -> list[str]:
    """Give the texts of the furniture of pages, in order."""
    return [pages[number][nth].text for number, nth in sorted(furniture_of(pages))]


def test_what_returns_at_one_height_is_furniture() -> None:
    """A running head and a counting foot are furniture, on the first page too."""
    pages = [page(nth, "HARBOUR NEWS", f"Page {nth + 1} of 2") for nth in range(2)]
    assert furniture(pages) == ["HARBOUR NEWS", "Page 1 of 2", "HARBOUR NEWS", "Page 2 of 2"]


def test_numbers_of_left_and_right_pages_are_furniture() -> None:
    """Page numbers count wherever on the edge they stand."""
    pages = [page(nth, f"{nth + 7}" if nth % 2 else "Chapter", f"{nth + 7}" if not nth % 2 else "") for nth in range(4)]
    found = furniture([[line for line in lines if line.text] for lines in pages])
    assert [text for text in found if text.isdigit()] == ["7", "8", "9", "10"]


def test_what_stands_apart_beside_the_page_number_is_furniture() -> None:
    """Left and right pages may say different things beside their numbers; a line of the text beside one stays."""
    heads = ["The Harbour Almanac", "THE RIVER YEAR"]
    pages = [
        [line(head, 20, size=8), line(str(44 + number), 20, left=500, size=8), *column(f"p{number} ", left=50)]
        for number, head in enumerate(heads)
    ]
    assert furniture(pages) == ["The Harbour Almanac", "44", "THE RIVER YEAR", "45"]


def test_a_headline_that_later_pages_repeat_stays() -> None:
    """What the later pages print small at their heads is the headline where it is set large."""
    pages = [page(nth, "A wider canal for five towns", f"{nth + 1}") for nth in range(3)]
    pages[0][0] = line("A wider canal for five towns", 60, size=20)
    assert furniture(pages) == ["1", "A wider canal for five towns", "2", "A wider canal for five towns", "3"]


def test_text_that_returns_is_text() -> None:
    """Lines set like the text and close to it may return: a refrain, a table's head."""
    pages = [[line("Row, row", 88), *page(nth, f"head {'ab'[nth]}", "")[1:-1]] for nth in range(2)]
    assert furniture(pages) == []


def test_what_a_browser_prints_around_a_page_is_furniture() -> None:
    """Date, title, address and number are furniture even where there is but one page."""
    head = [line("8/4/26, 8:51 PM", 30, size=8), line("A wider canal", 30, left=250, size=8)]
    foot = [line("https://gazette.example/canal", 780, size=8), line("1/1", 780, left=500, size=8)]
    body = page(0, "", "")[1:-1]
    assert furniture([[*body, *head, *foot]]) == [line.text for line in [*head, *foot]]


def blocks(lines: list[Line], pictures: list[Picture] | None = None) -> list[Block]:
    """Divide a page into blocks."""
    return blocks_of(columns_of(lines), pictures or [], BODY)


def test_an_indent_begins_a_paragraph() -> None:
    """A line that is set in begins a block behind the end of a sentence, and none in the middle of one."""
    for end, lengths in ((".", [3, 3]), (",", [6])):
        lines = [line(f"line {nth}{end}", 100 + 12 * nth, left=62 if nth == 3 else 50, width=300) for nth in range(6)]
        assert [len(block.lines) for block in blocks(lines)] == lengths


def test_paragraphs_of_one_line_are_paragraphs() -> None:
    """Lines that are all set in, and end before the margin, are paragraphs each."""
    talk = [line(f"“Yes,” she said for the {nth}th time.", 172 + 12 * nth, left=62) for nth in range(3)]
    text = [line(f"line {nth}.", 100 + 12 * nth, width=300) for nth in range(6)]
    assert [len(block.lines) for block in blocks([*text, *talk])] == [6, 1, 1, 1]


def test_a_line_stretched_to_the_margin_is_no_row_of_cells() -> None:
    """Single words far apart are text where the other lines of the column are."""
    text = [line(f"words of text {nth}", 100 + 12 * nth, width=200) for nth in range(6)]
    stretched = [line(word, 172, left=left, width=40) for word, left in (("as", 50), ("a", 130), ("reviewer", 210))]
    assert read([*text, *stretched])[-1] == "as a reviewer"


def test_the_second_line_of_an_item_begins_none() -> None:
    """What is set in below a bullet goes on with it."""
    lines = [line("• one", 100), line("goes on", 112, left=62), line("• two", 124), line("• three", 136)]
    assert len(blocks(lines)) == 1


def test_a_gap_begins_a_paragraph_in_any_size() -> None:
    """Lines are apart when they are further apart than lines of their size are."""
    lines = [line(f"line {nth}", 100 + 12 * nth + 8 * (nth > 2)) for nth in range(6)]
    heading = [line(f"large {nth}", 30 + 26 * nth, size=20) for nth in range(2)]
    assert [len(block.lines) for block in blocks([*heading, *lines])] == [2, 3, 3]


def test_larger_and_bolder_lines_are_headings() -> None:
    """Headings are told by size, or by being bold; a bold line in mid-sentence is none."""
    lines = [
        line("What it costs", 80, size=13),
        line("A paragraph of the text, one line long.", 100, width=300),
        line("Who pays", 112, is_bold=True),
        line("Another paragraph, which is quite sure", 124, width=300),
        line("that nobody will ever have to pay", 136, is_bold=True, width=300),
        line("for any of this.", 148),
    ]
    kinds = [(block.kind, len(block.lines)) for block in blocks(lines)]
    assert kinds == [(SpanKind.HEADING, 1), (None, 1), (SpanKind.HEADING, 1), (None, 3)]


def test_small_lines_right_below_a_picture_are_its_caption() -> None:
    """A caption is below a picture and set apart from the text; the text itself may follow a picture too."""
    picture = Picture(50.0, 500.0, 350.0, 700.0)
    caption = line("A dredger off the outer mole.", 312, size=8)
    text = [line(f"text {nth}", 340 + 12 * nth, width=300) for nth in range(4)]
    assert [block.kind for block in blocks([caption, *text], [picture])] == [SpanKind.CAPTION, None]
    assert [block.kind for block in blocks([caption, *text])] == [None, None]
    same = line("Text that goes on below the picture.", 312)
    assert [block.kind for block in blocks([same, *text], [picture])] == [None, None]


def test_a_caption_may_have_a_font_of_its_own() -> None:
    """A caption is set apart by its font as well as by its size."""
    caption = line("A dredger off the outer mole.", 312)._replace(face=SANS)
    assert [block.kind for block in blocks([caption], [Picture(50.0, 500.0, 350.0, 700.0)])] == [SpanKind.CAPTION]


def test_small_lines_beside_a_picture_are_its_caption() -> None:
    """A caption may stand on the right or the left of a picture, no higher and no lower than it."""
    picture = Picture(50.0, 500.0, 350.0, 700.0)
    caption = [
        line(words, 250 + 10 * nth, left=360, size=8) for nth, words in enumerate(("A dredger off the", "outer mole."))
    ]
    assert [block.kind for block in blocks(caption, [picture])] == [SpanKind.CAPTION]
    below = [each._replace(baseline=each.baseline - 200) for each in caption]
    assert [block.kind for block in blocks(below, [picture])] == [None]


def test_a_heading_that_is_inset_is_one() -> None:
    """The second line of a heading begins no other, though both lines look indented; a heading of its own does."""
    text = [line(f"text {nth}", 100 + 12 * nth, width=300) for nth in range(4)]
    heading = [line("“We slept in the", 180, left=70, size=15), line("ticket hall”", 199, left=70, size=15)]
    found = [block.text for block in blocks([*text, *heading]) if block.kind is SpanKind.HEADING]
    assert found == ["“We slept in the ticket hall”"]
    other = heading[1]._replace(text="Ticket hall")
    assert len([block for block in blocks([*text, heading[0], other]) if block.kind is SpanKind.HEADING]) == 2


def test_a_quotation_in_large_type_that_the_text_has_is_set_aside() -> None:
    """A pull quote says what the text says; a quotation that stands nowhere else is a heading."""
    heading = Block([line("“We slept in the ticket hall for two nights”", 180, size=15)], SpanKind.HEADING)
    text = Block([line("“We slept in the ticket hall for", 220), line("two nights,” he said.", 232)])
    assert [block.kind for block in with_quotes_aside([heading, text])] == [SpanKind.ASIDE, None]
    assert with_quotes_aside([heading, text._replace(lines=text.lines[:1])])[0] is heading


def title(*lines: Line) -> str | None:
    """Find the headline above some text."""
    text = [line(f"text {nth}", 400 + 12 * nth, width=300) for nth in range(9)]
    found = title_of(blocks([*lines, *text]), body_of([text]))
    return found.text if found else None


def test_the_largest_type_above_the_text_is_the_headline() -> None:
    """Its lines are one; the kicker above it and the standfirst below it are not part of it."""
    large = [line("A wider canal for", 60, size=24), line("five fishing towns", 88, size=24)]
    assert title(line("HARBOUR", 30, size=13), *large, line("Two have yet to sign", 130, size=14)) == (
        "A wider canal for five fishing towns"
    )


def test_the_name_of_a_paper_is_no_headline() -> None:
    """A few words in the largest type give way to a headline below them."""
    assert title(line("The Lantern", 60, size=40), line("A wider canal for five fishing towns", 130, size=20)) == (
        "A wider canal for five fishing towns"
    )


def test_a_short_headline_above_a_section_is_the_headline() -> None:
    """Only a headline, and not the heading of a section, takes the place of what stands above it."""
    assert title(line("The long winter", 60, size=18), line("How it began in the north", 130, size=13)) == (
        "The long winter"
    )


def test_among_several_headlines_there_is_none() -> None:
    """A front page has no headline of its own."""
    assert title(line("A wider canal at last", 60, size=20), line("Ferry prices to rise again", 130, size=20)) is None


def test_text_without_large_type_has_no_headline() -> None:
    """An opening line in the size of the text is no headline."""
    assert title(line("A line that opens the text of this page", 60)) is None
