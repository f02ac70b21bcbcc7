"""Typesets articles into PDFs, in many ways, as newspapers, browsers and word processors do.

Whether a gap between two words is a space glyph, a jump within a string or the place of the next word decides what
readers make of it; so does its width. A line that is set tight loses all of its spaces at once.
"""

import io
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from pyphen import Pyphen
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfgen.textobject import PDFTextObject

GapKind = Literal["spaces", "array", "words"]

LIBERATION = "/usr/share/fonts/truetype/liberation/"
DEJAVU = "/usr/share/fonts/truetype/dejavu/"
FONT_FILES = {
    "Liberation Serif": LIBERATION + "LiberationSerif-Regular.ttf",
    "Liberation Sans": LIBERATION + "LiberationSans-Regular.ttf",
    "Liberation Sans Narrow": LIBERATION + "LiberationSansNarrow-Regular.ttf",
    "DejaVu Serif": DEJAVU + "DejaVuSerif.ttf",
    "DejaVu Sans": DEJAVU + "DejaVuSans.ttf",
}
CORE_FONTS = ("Times-Roman", "Helvetica")
FONTS = (*CORE_FONTS, "Liberation Serif", "Liberation Serif", "Liberation Sans", *list(FONT_FILES)[2:])
"""The fonts to choose from; some stand twice, as they do in the world."""

# Matches the hyphen within "good-neighborly" and the dash after "relations—"; must not match the one in "-5".
BREAKS_AFTER = re.compile(r"(?<=[A-Za-z]{2})[-–—](?=[A-Za-z]{2})")

LETTERS = re.compile(r"[A-Za-z]{6,}")

SITES = (
    "Harbour Gazette", "The Daily Ferry", "NORTH COAST TIMES", "Lakeside Post-Dispatch", "Meridian Weekly Review",
    "Valley Observer | World", "The Lantern", "Port & Prairie Journal", "CITY DESK", "Island Courier - Business",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """One way to typeset an article. Lengths are in points, gaps and tracking in ems."""

    font: str
    size: float
    leading: float
    columns: int
    column_width: float
    gutter: float
    lines_on_page: int
    gap_kind: GapKind
    gap: float
    least_gap: float
    justified: bool
    hyphenated: bool
    indent: float
    between_paragraphs: float
    tracking: float = 0.0
    ligatures: bool = False
    drop_cap: bool = False
    head: str = ""
    foot: str = ""
    furniture_first: bool = True


@dataclass
class Typeset:
    """A PDF with what it was made from."""

    pdf: bytes
    paragraphs: list[str]
    furniture: list[str] = field(default_factory=list)
    style: dict[str, Any] = field(default_factory=dict)


class Line(NamedTuple):
    """A line of words, its gaps in points."""

    words: list[str]
    left: float
    gap: float
    opens: bool
    drop_cap: str = ""


def spread(number: int, among: int) -> float:
    """Give the point of a document on a sequence that fills 0 to 1 evenly, one sequence for each of six choices.

    What damages most is chosen by these and not by chance, so that a hundred documents are as damaged as the next
    hundred. The sequences are Martin Roberts's R6 (multiples of powers of the root of x^7 = x + 1).
    """
    return (0.5 + (number + 1) * GENERALIZED_GOLDEN ** -(among + 1)) % 1


GENERALIZED_GOLDEN = 1.1127756842787055


def choose_style(chance: random.Random, text: str, number: int) -> Style:
    """Choose a style for a text, the document of this number, in a font that has all of its characters."""
    font = chance.choice([font for font in FONTS if covers(font, text)] or ["DejaVu Sans"])
    size = chance.choice((8.0, 8.5, 9.0, 9.5, 10.0, 10.0, 10.5, 11.0))
    columns = 2 if spread(number, 0) < 0.4 else 1
    width = chance.uniform(190, 235) if columns == 2 else chance.uniform(300, 460)
    gap_kind = GAP_KINDS[int(spread(number, 1) * len(GAP_KINDS))]
    gaps = TIGHT[gap_kind] if spread(number, 2) < SHARE_TIGHT else ORDINARY
    gap = gaps[int(spread(number, 3) * len(gaps))]
    parted = chance.random() < 0.55
    return Style(
        font=font,
        size=size,
        leading=size * chance.uniform(1.12, 1.45),
        columns=columns,
        column_width=width,
        gutter=chance.uniform(17, 30),
        lines_on_page=chance.randint(14, 29),
        gap_kind=gap_kind,
        gap=gap + chance.uniform(-0.01, 0.01),
        least_gap=gap * chance.uniform(0.6, 0.85),
        justified=spread(number, 4) < 0.65,
        hyphenated=chance.random() < (0.85 if columns == 2 else 0.5),
        indent=0.0 if parted else size * chance.choice((1.0, 1.5, 2.0)),
        between_paragraphs=chance.choice((0.5, 0.8, 1.0)) if parted else 0.0,
        tracking=chance.choice((0.02, 0.04, -0.01)) if chance.random() < 0.12 else 0.0,
        ligatures=chance.random() < 0.08 and covers(font, "ﬁﬂ"),
        drop_cap=chance.random() < 0.1,
        head=chance.choice(("", "site", "site page", "date title", "date title", "title", "site")),
        foot=chance.choice(("page", "page of", "url page", "url page", "url", "- page -", "page site")),
        furniture_first=chance.random() < 0.6,
    )


SHARE_PAGED = 0.85
"""Share of the documents that have more than one page whatever their length."""

TIGHT: dict[GapKind, tuple[float, ...]] = {
    "spaces": (0.08, 0.1, 0.11, 0.12, 0.13),
    "array": (0.12, 0.13, 0.14, 0.15),
    "words": (0.12, 0.13, 0.14, 0.15),
}
"""Gaps that readers lose. Where a glyph stands for them, only pictures of them do."""

ORDINARY = (0.16, 0.18, 0.2, 0.22, 0.25, 0.28)
SHARE_TIGHT = 0.7

GAP_KINDS: tuple[GapKind, ...] = ("spaces", "array", "words")


@cache
def _glyphs(font: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont as FontFile

    with FontFile(FONT_FILES[font]) as file:
        return frozenset(file.getBestCmap())


def covers(font: str, text: str) -> bool:
    """Say whether a font has every character of a text."""
    if font in CORE_FONTS:
        return text.isprintable() and text.encode("cp1252", "ignore").decode("cp1252") == text
    return all(ord(character) in _glyphs(font) for character in set(text))


def typeset(paragraphs: Sequence[str], style: Style, chance: random.Random) -> Typeset:
    """Typeset paragraphs, a page after the other, with what stands at the pages' heads and feet."""
    from reportlab.pdfgen.canvas import Canvas

    _register(style.font)
    lines = list(_lines(paragraphs, style))
    if chance.random() < SHARE_PAGED:
        style = replace(style, lines_on_page=min(style.lines_on_page, int(0.7 * len(lines) / style.columns)))
    pages = list(_pages(lines, style))
    width = style.columns * style.column_width + (style.columns - 1) * style.gutter + 2 * MARGIN
    height = style.lines_on_page * style.leading + TOP + BOTTOM
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, pageCompression=1)
    furniture: list[str] = []
    words = _furniture_words(paragraphs, len(pages), chance)
    for number, page in enumerate(pages, 1):
        marks = list(_marks(style, words, number, width, height))
        furniture += [text for _, _, text in marks]
        for step in (_draw_marks, _draw_page) if style.furniture_first else (_draw_page, _draw_marks):
            step(canvas, marks if step is _draw_marks else page, style)  # type: ignore[arg-type]
        canvas.showPage()
    canvas.save()
    return Typeset(buffer.getvalue(), list(paragraphs), furniture, asdict(style))


MARGIN, TOP, BOTTOM = 50.0, 64.0, 58.0


def _register(font: str) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if font in FONT_FILES and font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(font, FONT_FILES[font]))


def _width(text: str, style: Style) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, style.font, style.size)) + len(text) * style.tracking * style.size


def _lines(paragraphs: Sequence[str], style: Style) -> Iterator[Line]:
    for nth, paragraph in enumerate(paragraphs):
        words = _set_in_ligatures(paragraph, style).split()
        cap = ""
        if nth == 0 and style.drop_cap and words[0][0].isalpha() and len(words[0]) > 1:
            cap, words[0] = words[0][0], words[0][1:]
        yield from _broken(words, style, cap)


def _set_in_ligatures(text: str, style: Style) -> str:
    return text.replace("fi", "ﬁ").replace("fl", "ﬂ") if style.ligatures else text


def _broken(words: Sequence[str], style: Style, cap: str) -> Iterator[Line]:
    """Break a paragraph into lines: each takes what fits best, tight lines as well as loose ones."""
    waiting = list(words)
    cap_width = 2.4 * style.size * 0.75 if cap else 0.0
    nth = 0
    while waiting:
        left = cap_width if nth < 2 else 0.0
        left += style.indent if nth == 0 and not cap else 0.0
        taken, waiting = _filled(waiting, style.column_width - left, style)
        room = style.column_width - left - sum(_width(word, style) for word in taken)
        gap = style.gap * style.size
        spread = room / (len(taken) - 1) if len(taken) > 1 else gap
        fits = spread < gap or (style.justified and waiting)
        yield Line(taken, left, spread if fits else gap, nth == 0, cap if nth == 0 else "")
        nth += 1


def _filled(words: list[str], room: float, style: Style) -> tuple[list[str], list[str]]:
    """Divide words into those of one line and the rest; a word may be parted at the line's end."""
    gap, least = style.gap * style.size, style.least_gap * style.size
    taken: list[str] = []
    used = 0.0
    for nth, word in enumerate(words):
        needed = used + _width(word, style)
        # Set tight rather than loose: where the word fits with the least gaps and most of it with ordinary ones.
        if not taken or needed + least * len(taken) <= room:
            taken.append(word)
            used = needed
            continue
        for head, rest in _parted(word, style):
            if used + _width(head, style) + (gap + least) / 2 * len(taken) <= room:
                return [*taken, head], [rest, *words[nth + 1 :]]
        return taken, words[nth:]
    return taken, []


def _parted(word: str, style: Style) -> Iterator[tuple[str, str]]:
    """Give the ways to part a word at a line's end, the longest head first; compounds part in every style."""
    places = {match.end(): "" for match in BREAKS_AFTER.finditer(word)}
    if style.hyphenated:
        for run in LETTERS.finditer(word):
            places |= {run.start() + place: "-" for place in _hyphens().positions(run.group())}
    for place in sorted(places, reverse=True):
        yield word[:place] + places[place], word[place:]


@lru_cache(maxsize=1)
def _hyphens() -> "Pyphen":
    import pyphen

    return pyphen.Pyphen(lang="en_US", left=2, right=3)


def _pages(lines: Sequence[Line], style: Style) -> Iterator[list[tuple[int, float, Line]]]:
    """Give for each page its lines with the number of their column and how many line heights down they stand."""
    page: list[tuple[int, float, Line]] = []
    column, down = 0, 0.0
    for line in lines:
        if line.opens and down:
            down += style.between_paragraphs
        if down + 1 > style.lines_on_page:
            column, down = column + 1, 0.0
        if column == style.columns:
            yield page
            page, column = [], 0
        page.append((column, down, line))
        down += 1
    yield page


class _Furniture(NamedTuple):
    site: str
    title: str
    url: str
    date: str
    pages: int


def _furniture_words(paragraphs: Sequence[str], pages: int, chance: random.Random) -> _Furniture:
    site = chance.choice(SITES)
    words = [word for word in re.findall(r"[A-Za-z0-9]+", " ".join(paragraphs)) if len(word) > 3]
    picked = [chance.choice(words) for _ in range(chance.randint(4, 7))] if words else ["news"]
    host = re.sub(r"[^a-z]", "", site.lower())
    month, day, year = chance.randint(1, 12), chance.randint(1, 28), chance.randint(2015, 2026)
    slug = "-".join(picked).lower()
    # A headline is made of what the article says; a later paragraph's first words are as near as we get to one.
    title = " ".join(chance.choice(paragraphs[1:]).split()[: chance.randint(5, 9)]).rstrip(".,;:!?")
    return _Furniture(
        site,
        chance.choice((title, title, f"{title} | {site}")),
        f"https://www.{host}.com/{year}/{month:02}/{slug}" + chance.choice(("", ".html", "/", "?page={page}")),
        f"{month}/{day}/{year % 100}, {chance.randint(1, 12)}:{chance.randint(10, 59)} {chance.choice(('AM', 'PM'))}",
        pages,
    )


def _marks(
    style: Style, words: _Furniture, number: int, width: float, height: float
) -> Iterator[tuple[float, float, str]]:
    """Give what stands at a page's head and foot: its left end, its height and its text."""
    top, bottom = height - 34, 26
    right = width - MARGIN - 60
    page = str(number)
    heads = {
        "site": [(MARGIN, words.site)],
        "site page": [(MARGIN, words.site), (right + 40, page)],
        "date title": [(MARGIN, words.date), (width / 2 - 40, words.title)],
        "title": [(MARGIN, words.title)],
    }
    feet = {
        "page": [(width / 2, page)],
        "page of": [(width / 2 - 20, f"Page {page} of {words.pages}")],
        "url page": [(MARGIN, words.url.replace("{page}", page)), (right + 40, f"{page}/{words.pages}")],
        "url": [(MARGIN, words.url.replace("{page}", page))],
        "- page -": [(width / 2 - 8, f"- {page} -")],
        "page site": [(MARGIN, page), (MARGIN + 60, words.site)],
    }
    yield from ((left, top, text) for left, text in heads.get(style.head, ()))
    yield from ((left, bottom, text) for left, text in feet.get(style.foot, ()))


def _draw_marks(canvas: "Canvas", marks: Sequence[tuple[float, float, str]], style: Style) -> None:
    canvas.setFont("Helvetica", max(7.0, style.size - 2))
    for left, height, text in marks:
        canvas.drawString(left, height, text)


def _draw_page(canvas: "Canvas", page: Sequence[tuple[int, float, Line]], style: Style) -> None:
    top = style.lines_on_page * style.leading + BOTTOM - style.size
    for column, down, line in page:
        x = MARGIN + column * (style.column_width + style.gutter) + line.left
        y = top - down * style.leading
        if line.drop_cap:
            canvas.setFont(style.font, 2.4 * style.size)
            canvas.drawString(x - line.left, y - style.leading, line.drop_cap)
        DRAW[style.gap_kind](canvas, line, x, y, style)


def _draw_with_spaces(canvas: "Canvas", line: Line, x: float, y: float, style: Style) -> None:
    """Draw a line as one string whose space glyphs are narrowed or widened."""
    text = _text_at(canvas, x, y, style)
    text.setWordSpace(line.gap - _width(" ", style))
    text.textOut(" ".join(line.words))
    canvas.drawText(text)


def _draw_words(canvas: "Canvas", line: Line, x: float, y: float, style: Style) -> None:
    """Draw each word at its place, with no space glyph between."""
    text = _text_at(canvas, x, y, style)
    for word in line.words:
        text.setTextOrigin(x, y)
        text.textOut(word)
        x += _width(word, style) + line.gap
    canvas.drawText(text)


def _draw_array(canvas: "Canvas", line: Line, x: float, y: float, style: Style) -> None:
    """Draw a line as one array of strings with jumps between them, as TeX does."""
    from reportlab.pdfbase.pdfmetrics import getFont

    strings = _encoded(canvas, line.words, style)
    if strings is None:
        _draw_words(canvas, line, x, y, style)
        return
    # reportlab has no call for arrays of strings, so the operator is written as it stands in the file.
    text = _text_at(canvas, x, y, style)
    font = getFont(style.font)
    if style.font in FONT_FILES:
        text._code.append(f"{font.getSubsetInternalName(0, canvas._doc)} {style.size} Tf")  # noqa: SLF001
    jump = -1000 * line.gap / style.size
    text._code.append(f"[{f' {jump:.1f} '.join(f'({string})' for string in strings)}] TJ")  # noqa: SLF001
    canvas.drawText(text)


def _encoded(canvas: "Canvas", words: Sequence[str], style: Style) -> list[str] | None:
    """Write words as a PDF's strings; None where they need more than one part of a font."""
    from reportlab.pdfbase.pdfmetrics import getFont

    if style.font in CORE_FONTS:
        return [canvas._escape(word.encode("cp1252")) for word in words]  # noqa: SLF001
    parts = [getFont(style.font).splitString(word, canvas._doc) for word in words]  # noqa: SLF001
    if any(len(part) != 1 or part[0][0] != 0 for part in parts):
        return None
    return [canvas._escape(part[0][1]) for part in parts]  # noqa: SLF001


def _text_at(canvas: "Canvas", x: float, y: float, style: Style) -> "PDFTextObject":
    text = canvas.beginText(x, y)
    text.setFont(style.font, style.size)
    text.setCharSpace(style.tracking * style.size)
    return text


DRAW: dict[GapKind, Callable[["Canvas", Line, float, float, Style], None]] = {
    "spaces": _draw_with_spaces,
    "array": _draw_array,
    "words": _draw_words,
}
