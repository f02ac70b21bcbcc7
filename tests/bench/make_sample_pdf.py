"""Writes the sample `raw/samples/two-page-canal.pdf`, the same bytes each time with the same fpdf2.

The text is set as a weekly sets it: a headline, paragraphs told by an indent alone, words hyphenated at line ends, a
running head and a bare page number on each page, and a page that ends in the middle of a sentence.

    python -m tests.bench.make_sample_pdf
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

TARGET = Path(__file__).parents[2] / "raw" / "samples" / "two-page-canal.pdf"

RUNNING_HEAD = ("COASTAL AFFAIRS WEEKLY", "OCTOBER 2027")
HEADLINE = "The canal that still has to be asked"
BYLINE = "By Henrik Osei-Lund"
FIRST_PAGE = 14

# A blank line ends a paragraph; "|" marks where a word may be divided.
TEXT = """\
Every evening at six, from the first of April to the last of Octo|ber, Tilda Varga walks the length of a wall no
wider than a kitch|en table, bends over an iron wheel and turns it four|teen times. Then she writes the height
of the water on a slate. She is the young|est of the nine sluice keep|ers on the Lind|holm canal, and she would
like to stop in winter.

That is less than it sounds. The keepers have never asked for higher pay, and only once, in 1983, for a roof
over the lower lock. But since the mild win|ters began, boats have been com|ing through in Janu|ary, and the
boats expect some|body to be there. The canal com|pany's con|tract with its keep|ers dates from 1922 and says
noth|ing about Janu|ary, be|cause in 1922 the canal was frozen.

The company, which belongs to the five towns along the water, has offered a com|pro|mise. It would fit the three
busi|est locks with elec|tric motors and cam|eras, so that skip|pers could open the gates by tele|phone between
Novem|ber and March. The re|main|ing six would be closed. A study com|mis|sioned by the towns puts the cost at
4.8 mil|lion crowns and the saving, over twenty years, at roughly the same amount.

"So it pays for noth|ing except our ab|sence," said Varga, who is twenty-nine and has a de|gree in hy|drau|lic
engi|neer|ing. She does not ob|ject to the motors. She ob|jects to the order in which things are being done:
first the cam|eras, then the clo|sures, and at the end, if there is money left, the re|pair of a bank that has
been leak|ing into the same cel|lar since the spring of 2024. Two of her col|leagues, both close to
re|tire|ment, have re|fused to train on the new equip|ment until that bank is sealed.

The skip|pers are di|vided. Those who carry gravel and tim|ber want the canal open all year and do not much mind
who opens it. The own|ers of pleas|ure boats, who pay most of the tolls, fear long queues at locks that no|body
watches. "A cam|era will not tell my mother-in-law to take her hand off the rope," one of them told a pub|lic
meet|ing in Upper Lind|holm, to gen|eral ap|plause.

What the towns will de|cide is hard to pre|dict. Their may|ors meet on the ninth of Novem|ber, in the pump
house, as they have done since the canal was dug. By tra|di|tion, the keep|ers set the agen|da and the may|ors
bring the soup. This year, for the first time, the agen|da has a sin|gle item.

Varga has pre|pared a speech of eleven min|utes. She has also checked the fore|cast. It will be seven degrees
and rain|ing, she said, and there are two barges booked.
"""

MARGIN, INDENT, COLUMN, LEADING, BODY_SIZE = 54.0, 12.0, 312.0, 17.0, 11.0
FOOT = 520.0
A5 = (419.53, 595.28)

Measure = Callable[[str], float]


def main() -> None:
    """Write the file."""
    pdf = FPDF(format=A5, unit="pt")
    # The clock would put other bytes into each file.
    pdf.set_creation_date(datetime(2027, 10, 1, tzinfo=UTC))
    pdf.set_auto_page_break(False)
    y = _new_page(pdf)
    for indent, line in _lines(pdf.get_string_width):
        if y > FOOT:
            _page_number(pdf)
            y = _new_page(pdf)
        pdf.text(x=MARGIN + indent, y=y, text=line)
        y += LEADING
    _page_number(pdf)
    TARGET.write_bytes(pdf.output())


def _new_page(pdf: FPDF) -> float:
    """Set what stands at the top of a page, and say where its text begins."""
    pdf.add_page()
    left, right = RUNNING_HEAD
    pdf.set_font("Helvetica", size=8)
    pdf.text(x=MARGIN, y=45, text=left)
    pdf.text(x=MARGIN + COLUMN - pdf.get_string_width(right), y=45, text=right)
    top = 80.0
    if pdf.page == 1:
        pdf.set_font("Times", style="B", size=18)
        pdf.text(x=MARGIN, y=90, text=HEADLINE)
        pdf.set_font("Times", style="I", size=BODY_SIZE)
        pdf.text(x=MARGIN, y=112, text=BYLINE)
        top = 142.0
    pdf.set_font("Times", size=BODY_SIZE)
    return top


def _page_number(pdf: FPDF) -> None:
    pdf.set_font("Helvetica", size=8)
    pdf.text(x=pdf.w / 2 - 4, y=565, text=str(FIRST_PAGE + pdf.page - 1))


def _lines(measure: Measure) -> Iterator[tuple[float, str]]:
    """Break the paragraphs into lines, each with its indent: all but the first paragraph open with one."""
    for nth, paragraph in enumerate(TEXT.split("\n\n")):
        indent = INDENT if nth else 0.0
        line = ""
        for word in paragraph.split():
            head, rest = _fitting(line, word, COLUMN - indent, measure)
            line = f"{line} {head}".strip() if head else line
            if rest:
                yield indent, line
                indent, line = 0.0, rest
        yield indent, line


def _fitting(line: str, word: str, width: float, measure: Measure) -> tuple[str, str]:
    """Divide a word into what still fits on a line, with its hyphen, and what goes on to the next."""
    parts = word.split("|")
    for kept in range(len(parts), 0, -1):
        head = "".join(parts[:kept]) + ("-" if kept < len(parts) else "")
        if measure(f"{line} {head}".strip()) <= width:
            return head, "".join(parts[kept:])
    return "", "".join(parts)


if __name__ == "__main__":
    main()
