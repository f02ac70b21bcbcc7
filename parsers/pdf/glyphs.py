"""The glyphs of a PDF page as pdfium sees them: characters with their places."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage
    from pypdfium2.raw import FPDF_FONT, FPDF_TEXTPAGE

HYPHENS = {0x2: "-", 0xFFFE: "-"}
"""What pdfium writes for a hyphen at a line's end."""

TEX_LETTERS = {
    **dict(zip(range(0x0B, 0x10), ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
    **dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
    0x10: "“",
    0x11: "”",
    0x15: "–",
    0x16: "—",
}
"""What TeX's fonts (OT1 and T1, which leave each other's ligatures free) have at codes of no character. Where such a
font is drawn piece by piece (Type 3), the file has no other name for its letters."""

# Matches the part of a font's name that says it is bold: "Times-Bold", "Inter-SemiBold", "CMBX10"; not "Book".
BOLD = re.compile(r"bold|black|heavy|demi|\bCMBX", re.IGNORECASE)

# Matches the part that says it is slanted: "Times-Italic", "Arial,Oblique", "CMTI10"; not "Digital".
ITALIC = re.compile(r"ital|obli|slanted|\bCMTI|\bCMSL", re.IGNORECASE)

BOLD_WEIGHT = 600

LIKELY_HEIGHTS = (0.5, 2.5)
"""Height of a glyph's box in units of the size its font is set in. Fonts that are drawn piece by piece (Type 3) may
have any unit; where the box does not fit the size, the box is believed."""

LEAST_BOXED = 0.5
"""Share of its box that a glyph's advance takes at least."""

LEVEL = 0.07
"""Quarters of a turn by which a line may be askew: six degrees."""


class Face(NamedTuple):
    """What tells one font of a page from another: its name, its number on the page, and how it looks."""

    name: str
    number: int
    is_bold: bool
    is_italic: bool


NO_FACE = Face("", 0, is_bold=False, is_italic=False)


class Glyph(NamedTuple):
    """A character and the stretch of its line that it takes, in points, y growing upwards.

    `left` is the glyph's origin and `right` that of a glyph set solid behind it: `left` and the font's advance width,
    whatever its ink does. So nothing lies between the glyphs of a word but what the page says: tracking and kerning.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: Face


class _Run(NamedTuple):
    """What the glyphs of one text object share: its font, its size in points, and its scale across and along."""

    face: Face
    font: "FPDF_FONT | None"
    size: float
    scale: float
    quarter: int | None


def glyphs(textpage: "PdfTextPage") -> list[Glyph]:
    """Give the glyphs of a page in the order of its content, without those pdfium made up (its spaces, line ends).

    A page whose text is turned by a quarter, or upside down, is read as if it were upright. What runs in another
    direction than most of the page is left out: a stamp along the margin, a watermark across it.
    """
    found = list(_glyphs(textpage))
    quarters = Counter(quarter for quarter, _ in found)
    usual = max(quarters, key=lambda quarter: (quarters[quarter], -quarter), default=0)
    return [glyph for quarter, glyph in found if quarter == usual]


def _glyphs(textpage: "PdfTextPage") -> Iterator[tuple[int, Glyph]]:
    """Give each glyph with the quarters by which it is turned, those at other angles left out."""
    import pypdfium2.raw as pdfium

    page = textpage.raw
    reader = _Reader(page)
    surrogate = 0
    for index in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if 0xD800 <= code < 0xDC00:
            surrogate = code
            continue
        text = _character(code, surrogate)
        surrogate = 0
        if (text.isspace() or not text) and pdfium.FPDFText_IsGenerated(page, index) == 1:
            continue
        run = reader.run_of(index)
        if not run.face.name and code in TEX_LETTERS:
            text = TEX_LETTERS[code]
        if text and run.quarter is not None:
            yield run.quarter, reader.glyph(text, code, index, run)


class _Reader:
    """Reads the glyphs of a page; what a text object's glyphs share, and a letter's width, is read once."""

    def __init__(self, page: "FPDF_TEXTPAGE") -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._page = page
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._object = 0
        self._run: _Run | None = None
        self._last: Glyph | None = None
        self._faces: dict[int, Face] = {}
        self._widths: dict[tuple[Face, int], float] = {}

    def run_of(self, index: int) -> _Run:
        """Give what a glyph shares with those of its text object."""
        found = self._pdfium.FPDFText_GetTextObject(self._page, index)
        address = ctypes.addressof(found.contents) if found else 0
        if self._run is None or not address or address != self._object:
            self._object = address
            self._run = self._read_run(index, self._pdfium.FPDFTextObj_GetFont(found) if found else None)
        return self._run

    def glyph(self, text: str, code: int, index: int, run: _Run) -> Glyph:
        """Read the place of a glyph."""
        self._pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        left, baseline = _turned(self._x.value, self._y.value, run.quarter or 0)
        last = self._last
        if last and last.left == left and last.baseline == baseline:
            # One of the letters of a ligature, whose box is that of all of them.
            width = self._box_of(index, run.quarter or 0)[0]
        else:
            width = self._width(index, code, run)
        self._last = Glyph(text, left, left + width, baseline, run.size, run.face)
        return self._last

    def _width(self, index: int, code: int, run: _Run) -> float:
        """Give the advance width of a glyph.

        It is the font's; where the font says nothing that fits, the width of pdfium's box, which is wider than the
        advance where the ink of an "f" hangs over it.
        """
        key = run.face, code
        if key not in self._widths:
            boxed = self._box_of(index, run.quarter or 0)[0] / run.scale
            told = _font_width(run.font, code)
            self._widths[key] = told if boxed * LEAST_BOXED <= told <= boxed + 0.001 else 0.0
        return self._widths[key] * run.scale or self._box_of(index, run.quarter or 0)[0]

    def _box_of(self, index: int, quarter: int) -> tuple[float, float]:
        """Give width and height of a glyph's box, its overhang on the left left out."""
        box = self._box
        self._pdfium.FPDFText_GetLooseCharBox(self._page, index, box)
        self._pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        left, _ = _turned(self._x.value, self._y.value, quarter)
        corners = _turned(box.left, box.bottom, quarter), _turned(box.right, box.top, quarter)
        return max(corners[0][0], corners[1][0]) - left, abs(corners[0][1] - corners[1][1])

    def _read_run(self, index: int, font: "FPDF_FONT | None") -> _Run:
        matrix = self._matrix
        self._pdfium.FPDFText_GetMatrix(self._page, index, matrix)
        font_size = abs(self._pdfium.FPDFText_GetFontSize(self._page, index))
        turned = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        quarter = round(turned) % 4 if abs(turned - round(turned)) < LEVEL else None
        _, height = self._box_of(index, quarter or 0)
        size = font_size * math.hypot(matrix.c, matrix.d)
        if not LIKELY_HEIGHTS[0] * size <= height <= LIKELY_HEIGHTS[1] * size and height > 0:
            size = height
        scale = font_size * math.hypot(matrix.a, matrix.b)
        return _Run(self._face(font), font or None, max(size, 0.5), max(scale, 0.01), quarter)

    def _face(self, font: "FPDF_FONT | None") -> Face:
        if not font:
            return NO_FACE
        address = ctypes.addressof(font.contents)
        if address not in self._faces:
            self._faces[address] = _face(font, len(self._faces))
        return self._faces[address]


def _font_width(font: "FPDF_FONT | None", code: int) -> float:
    """Give the advance width of a character in units of its font's size; 0 where the font does not say."""
    import pypdfium2.raw as pdfium

    width = ctypes.c_float()
    if not font or not pdfium.FPDFFont_GetGlyphWidth(font, code, ctypes.c_float(1000.0), width):
        return 0.0
    return width.value / 1000.0


def _face(font: "FPDF_FONT | None", number: int) -> Face:
    """Read a font's name, and whether it is bold or slanted."""
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.decode("utf-8", "replace")
    is_bold = bool(BOLD.search(name)) or pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT
    return Face(name, number, is_bold=is_bold, is_italic=bool(ITALIC.search(name)))


def _turned(x: float, y: float, quarter: int) -> tuple[float, float]:
    """Turn a point back by as many quarters as its glyph is turned."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarter]


def _character(code: int, surrogate: int) -> str:
    """Give the character of a code unit and the high surrogate before it; empty for what is none."""
    if surrogate and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((surrogate - 0xD800) << 10) + (code - 0xDC00))
    if code in HYPHENS:
        return HYPHENS[code]
    if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return " " if code in (9, 10, 13) else ""
    return chr(code)
