"""The glyphs of a PDF page as pdfium sees them: characters with their places."""

import ctypes
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

HYPHENS = {0x2: "-", 0xFFFE: "-"}
"""What pdfium writes for a hyphen at a line's end."""


class Glyph(NamedTuple):
    """A character and the box it is set in, in points, y growing upwards."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_upright: bool


def glyphs(textpage: "PdfTextPage") -> Iterator[Glyph]:
    """Give the glyphs of a page in the order of its content, without those pdfium made up (its spaces, line ends)."""
    import pypdfium2.raw as pdfium

    page = textpage.raw
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    surrogate = 0
    for index in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if 0xD800 <= code < 0xDC00:
            surrogate = code
            continue
        text = _character(code, surrogate)
        surrogate = 0
        if not text or (pdfium.FPDFText_IsGenerated(page, index) == 1 and text != "-"):
            continue
        pdfium.FPDFText_GetLooseCharBox(page, index, box)
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        angle = pdfium.FPDFText_GetCharAngle(page, index)
        size = max(box.top - box.bottom, 1.0)
        yield Glyph(text, box.left, box.right, y.value, size, is_upright=abs(math.sin(angle)) < 0.1)


def _character(code: int, surrogate: int) -> str:
    """Give the character of a code unit and the high surrogate before it; empty for what is none."""
    if surrogate and 0xDC00 <= code < 0xE000:
        return chr(0x10000 + ((surrogate - 0xD800) << 10) + (code - 0xDC00))
    if code in HYPHENS:
        return HYPHENS[code]
    if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return " " if code in (9, 10, 13) else ""
    return chr(code)
