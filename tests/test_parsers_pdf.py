"""PDF: words that are never fused, lines in reading order, and files that cannot be read."""

import io
import re

import pytest
from fpdf import FPDF
from PIL import Image

from models import Document, RawDocument, Reason, Refusal, Source, SpanKind
from parsers import parse
from parsers.pdf.columns import columns_of
from parsers.pdf.lines import Line

SENTENCE = "The harbour reopened on Tuesday after a week of repairs, and the first boats left before noon."


def parsed(content: bytes | bytearray) -> Document | Refusal:
    """Parse the bytes of a PDF."""
    return parse(RawDocument(content=bytes(content), source=Source(uri="a.pdf", media_type="application/pdf")))


def document(pdf: FPDF) -> Document:
    """Write a PDF and parse it; it must give a document."""
    outcome = parsed(pdf.output())
    assert isinstance(outcome, Document), outcome
    return outcome


def new_pdf(*, font: str = "Times", size: int = 11) -> FPDF:
    """Begin a PDF with one page."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font(font, size=size)
    return pdf


def with_words_at_their_places(lines: list[str], *, space: float) -> FPDF:
    """Draw each word of each line by itself, with no space character in the file."""
    pdf = new_pdf(font="Helvetica")
    for number, line in enumerate(lines):
        x = 10.0
        for word in line.split():
            pdf.text(x, 20 + 6 * number, word)
            x += pdf.get_string_width(word) + pdf.get_string_width(" ") * space
    return pdf


@pytest.mark.parametrize("space", [0.3, 0.7, 1.0, 1.8])
def test_words_are_told_apart_by_their_places(space: float) -> None:
    """A file without a single space character gives words all the same."""
    lines = ["No spaces are drawn here at all", "but every word stands where it should", "VAT AVATAR To Te Yo"]
    assert document(with_words_at_their_places(lines, space=space)).text.split("\n") == lines


def test_letters_that_are_set_apart_are_one_word() -> None:
    """A headline with wide letter spacing keeps its words whole."""
    pdf = new_pdf(font="Helvetica", size=20)
    pdf.set_char_spacing(4)
    pdf.cell(text="HARBOUR REOPENS")
    assert document(pdf).text == "HARBOUR REOPENS"


def test_justified_text_comes_out_word_by_word() -> None:
    """Lines that are stretched to the margin neither lose nor gain a space."""
    pdf = new_pdf()
    pdf.multi_cell(70, 5, " ".join([SENTENCE] * 4), align="J")
    assert document(pdf).text.split() == " ".join([SENTENCE] * 4).split()


def test_a_wide_gap_between_lines_is_a_blank_line() -> None:
    """Paragraphs that are set apart are parted by a blank line, lines of one paragraph are not."""
    pdf = new_pdf()
    for _ in range(2):
        pdf.multi_cell(80, 5, SENTENCE)
        pdf.ln(4)
    paragraphs = document(pdf).text.split("\n\n")
    assert [paragraph.replace("\n", " ") for paragraph in paragraphs] == [SENTENCE, SENTENCE]


def test_two_columns_are_read_one_after_the_other() -> None:
    """Below a headline across the page, the left column is read before the right one."""
    pdf = new_pdf(size=18)
    pdf.multi_cell(0, 9, "A headline across both columns", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Times", size=10)
    with pdf.text_columns(ncols=2, gutter=8, text_align="J") as columns:
        columns.write(" ".join(f"word{number}" for number in range(900)))
    found = document(pdf)
    assert found.metadata.title == "A headline across both columns"
    numbers = [int(number) for number in re.findall(r"word(\d+)", found.text)]
    assert numbers == list(range(900))


def test_each_page_is_a_span() -> None:
    """The pages of a PDF are spans, in order, and nothing else tells of blocks."""
    pdf = new_pdf()
    pdf.cell(text="First page.")
    pdf.add_page()
    pdf.add_page()
    pdf.cell(text="Third page.")
    found = document(pdf)
    assert [found.text[span.start : span.end] for span in found.spans] == ["First page.", "Third page."]
    assert {span.kind for span in found.spans} == {SpanKind.PAGE}
    assert not found.has_blocks


def test_the_files_information_counts_where_the_text_bears_it_out() -> None:
    """Title and author are taken when they are printed too; the date of the file is not the article's."""
    pdf = new_pdf()
    pdf.set_title("Harbour reopens after storm")
    pdf.set_author("Ada Okoye")
    pdf.multi_cell(0, 6, "Harbour reopens after storm\nBy Ada Okoye\nIt did.")
    metadata = document(pdf).metadata
    assert (metadata.title, metadata.authors) == ("Harbour reopens after storm", ("Ada Okoye",))
    assert metadata.field_sources == {"title": "pdf info", "authors": "pdf info"}
    assert metadata.date_published is None


@pytest.mark.parametrize("title", ["Microsoft Word - draft.docx", "final_version", "Another headline altogether"])
def test_a_title_that_is_not_printed_is_none(title: str) -> None:
    """What a program put in as title is not taken for the headline."""
    pdf = new_pdf()
    pdf.set_title(title)
    pdf.cell(text=SENTENCE)
    assert document(pdf).metadata.title is None


def with_drop_cap(cap: str, lines: list[str], *, space: float = 0.0) -> str:
    """Set a drop cap beside two of the lines of a paragraph, the first of them further in by a space; and read it."""
    pdf = new_pdf()
    pdf.set_font_size(30)
    pdf.text(20, 30, cap)
    inset = 20 + pdf.get_string_width(cap) + 1
    pdf.set_font_size(11)
    for nth, line in enumerate(lines):
        pdf.text((inset + space * (nth == 0)) if nth < 2 else 20, 25 + 5 * nth, line)
    return document(pdf).text


BESIDE_DROP_CAP = ["shore north of the harbour is", "closed on Tuesdays, and the boats", "of the island stay in port."]


@pytest.mark.parametrize(
    ("cap", "word", "space", "read"),
    [
        ("T", "he", 0.0, "The"),
        ("A", "beekeeper", 1.0, "A beekeeper"),
        ("A", "French", 0.0, "A French"),
        ("A", "beekeeper", 0.0, "A\nbeekeeper"),
        ('"I', "n the town the", 0.0, '"I\nn the town the'),
    ],
)
def test_a_drop_cap_that_may_be_a_word_is_kept_apart(cap: str, word: str, space: float, read: str) -> None:
    """A letter begins its word; "A" and "I" have the space that the page shows, and without one a line of their own."""
    first, *others = BESIDE_DROP_CAP
    assert with_drop_cap(cap, [f"{word} {first}", *others], space=space).split("\n") == [
        *f"{read} {first}".split("\n"),
        *others,
    ]


def with_notes(*pages: tuple[list[str], list[str]], note_size: int = 8) -> str:
    """Set pages of lines with smaller lines below them, and read them."""
    pdf = FPDF()
    for lines, notes in pages:
        pdf.add_page()
        pdf.set_font("Times", size=11)
        for nth, line in enumerate(lines):
            pdf.text(20, 25 + 5 * nth, line)
        pdf.set_font_size(note_size)
        for nth, note in enumerate(notes):
            pdf.text(20, 30 + 5 * len(lines) + 4 * nth, note)
    return document(pdf).text


FIRST_PAGE = [f"Line {nth} of the first page says what the board of the harbour said1" for nth in "abcdefgh"]
LAST_PAGE = [f"and line {nth} of the last page goes on with what it said.2" for nth in "abcdefgh"]


def test_footnotes_stand_behind_the_text() -> None:
    """A sentence that goes on upon the next page is not parted by the notes below its first half."""
    notes = ["1 Minutes of the board, page 3, kept", "in the archive.", "2 The same, page 4."]
    third_page = [*LAST_PAGE, "The end."]
    read = with_notes(
        (FIRST_PAGE, ["1Minutes of the board, page 3, kept", notes[1]]), (LAST_PAGE, notes[2:]), (third_page, [])
    )
    assert read.split() == " ".join([*FIRST_PAGE, *LAST_PAGE, *third_page, *notes]).split()
    assert read.split("\n\n")[-2:] == ["\n".join(notes[:2]), notes[2]]


@pytest.mark.parametrize(
    ("note", "size"),
    [
        ("Minutes of the board, page 3.", 8),
        ("7 Minutes of the board, page 3.", 8),
        ("1 of them left at noon.", 8),
        ("1 Minutes of the board, page 3.", 11),
    ],
)
def test_a_small_line_that_the_text_does_not_refer_to_stays(note: str, size: int) -> None:
    """Without a mark that a word above has, or in the size of the text, a line at the foot stays in its place."""
    read = with_notes((FIRST_PAGE, [note]), (LAST_PAGE, []), note_size=size)
    assert read.split() == " ".join([*FIRST_PAGE, note, *LAST_PAGE]).split()


def test_a_list_in_small_type_keeps_its_order() -> None:
    """Small lines that go on upon the next page are no footnotes, whatever they begin with."""
    sources = ["1 Minutes of the board", "2 Minutes of the council", "3 Letters to the board"]
    read = with_notes((FIRST_PAGE, sources[:2]), ([], sources[2:]))
    assert read.split() == " ".join([*FIRST_PAGE, *sources]).split()


def test_a_soft_hyphen_at_a_lines_end_is_a_hyphen() -> None:
    """The hyphen that a reader sees at a line's end is in the text."""
    pdf = new_pdf()
    pdf.cell(text="They agreed on coop\N{SOFT HYPHEN}", new_x="LMARGIN", new_y="NEXT")
    pdf.cell(text="eration between the towns.")
    assert document(pdf).text.startswith("They agreed on coop-\n")


def encrypted() -> bytes:
    """Write a PDF that asks for a password."""
    pdf = new_pdf()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.cell(text="Secret.")
    return bytes(pdf.output())


def scanned() -> bytes:
    """Write a PDF that holds a picture only."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 40)).save(picture, "PNG")
    pdf = new_pdf()
    pdf.image(picture)
    return bytes(pdf.output())


def stamped() -> bytes:
    """Write a PDF that holds pictures of pages, each with the name of the scanner."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 60)).save(picture, "PNG")
    pdf = FPDF()
    for _ in range(3):
        pdf.add_page()
        pdf.image(picture, x=0, y=0, w=210, h=297)
        pdf.set_font("Times", size=8)
        pdf.text(10, 290, "Scanned by PocketScan")
    return bytes(pdf.output())


def cut_off() -> bytes:
    """Write the first half of a PDF."""
    pdf = new_pdf()
    pdf.cell(text=SENTENCE)
    content = bytes(pdf.output())
    return content[: len(content) // 2]


def drawn(shift: int) -> bytes:
    """Write a PDF whose font is drawn piece by piece (Type 3) and has no map to characters.

    Its codes are those of ASCII, plus `shift`. Without a table of its objects; pdfium looks for them.
    """
    codes = [(ord(character) + shift) % 96 + 32 if shift else ord(character) for character in SENTENCE]
    names = " ".join(f"{code} /g{code}" for code in sorted(set(codes)))
    pieces = " ".join(f"/g{code} 2 0 R" for code in sorted(set(codes)))
    text = f"BT /F 10 Tf 50 700 Td <{bytes(codes).hex()}> Tj ET"
    ink = "500 0 0 0 450 700 d1 0 0 450 700 re f"
    font = "/Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [.001 0 0 .001 0 0]"
    widths = f"/FirstChar 32 /LastChar 127 /Widths [{'500 ' * 96}]"
    objects = [
        f"<< {font} {widths} /CharProcs << {pieces} >> /Encoding << /Differences [{names}] >> >>",
        f"<< /Length {len(ink)} >>\nstream\n{ink}\nendstream",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Page /Parent 5 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F 1 0 R >> >> >>",
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        "<< /Type /Catalog /Pages 5 0 R >>",
    ]
    written = "".join(f"{nth} 0 obj\n{each}\nendobj\n" for nth, each in enumerate(objects, 1))
    return f"%PDF-1.4\n{written}trailer << /Size 7 /Root 6 0 R >>\n%%EOF\n".encode()


def test_a_font_without_a_map_is_read_where_its_codes_are_letters() -> None:
    """What is drawn piece by piece is read all the same where its codes are those of ASCII."""
    outcome = parsed(drawn(0))
    assert isinstance(outcome, Document)
    assert outcome.text == SENTENCE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (encrypted(), Reason.ENCRYPTED),
        (scanned(), Reason.SCANNED),
        (stamped(), Reason.SCANNED),
        (cut_off(), Reason.DAMAGED),
        (b"%PDF-1.7 and then nothing of the kind %%EOF", Reason.DAMAGED),
        (bytes(new_pdf().output()), Reason.NO_TEXT),
        (drawn(11), Reason.UNDECODABLE),
    ],
    ids=["empty", "encrypted", "scanned", "stamped", "cut off", "garbage", "blank", "unmapped"],
)
def test_a_pdf_that_gives_no_text_says_why(content: bytes, reason: Reason) -> None:
    """Every way for a PDF to fail has its own reason, and a detail for the person who has to act."""
    outcome = parsed(content)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is reason
    assert outcome.detail.endswith(".")


def test_headings_are_spans_and_furniture_is_marked() -> None:
    """What is set as a heading, and what returns on every page, is told by spans; lines of text stay lines."""
    pdf = new_pdf()
    headings = ["What it costs", "Who pays"]
    for heading in headings:
        pdf.text(10, 10, "HARBOUR NEWS")
        pdf.set_xy(10, 30)
        pdf.set_font("Times", style="B", size=11)
        pdf.cell(text=heading, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Times", size=11)
        pdf.multi_cell(80, 5, " ".join([SENTENCE] * 3))
        if heading is not headings[-1]:
            pdf.add_page()
    found = document(pdf)
    spans = [(span.kind, found.text[span.start : span.end]) for span in found.spans if span.kind is not SpanKind.PAGE]
    assert spans == [
        (kind, text)
        for heading in headings
        for kind, text in ((SpanKind.FURNITURE, "HARBOUR NEWS"), (SpanKind.HEADING, heading))
    ]
    assert not found.has_blocks


def test_a_page_that_is_turned_is_read_as_if_it_were_upright() -> None:
    """Text that runs up the page is read; what runs in another direction than most is left out."""
    pdf = new_pdf()
    with pdf.rotation(90, x=105, y=148):
        for number in range(3):
            pdf.text(20, 100 + 6 * number, SENTENCE)
    pdf.text(10, 20, "across")
    assert document(pdf).text.split("\n") == [SENTENCE] * 3


def test_a_watermark_is_left_out() -> None:
    """A word across the page, from corner to corner, is in no sentence of it."""
    pdf = new_pdf()
    with pdf.rotation(45, x=105, y=148):
        pdf.text(60, 148, "DRAFT COPY")
    pdf.text(10, 20, SENTENCE)
    assert document(pdf).text == SENTENCE


def test_a_table_is_read_row_by_row() -> None:
    """Narrow cells beside each other are no columns of text; those of a row stand on one line, well apart."""
    rows = [
        Line(f"{text}{row}", left, left + 20, 700 - 12 * row, 10)
        for row in range(8)
        for text, left in (("a", 50), ("b", 300))
    ]
    (column,) = columns_of(rows)
    assert [line.text for line in column.lines] == [f"a{row}    b{row}" for row in range(8)]
