"""The pictures of a PDF page: where they stand."""

import ctypes
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage
    from pypdfium2.raw import FPDF_PAGEOBJECT

MOST_PICTURES = 500
MOST_DEPTH = 4
MOST_OBJECTS = 50_000
"""How many pictures of a page count, how deep drawings within drawings are looked into, and at how many objects."""

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of a PDF's matrix: x' = a x + c y + e, y' = b x + d y + f."""

UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Picture(NamedTuple):
    """The place of a picture, in points, y growing upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """Its size in square points."""
        return (self.right - self.left) * (self.top - self.bottom)


def pictures_of(page: "PdfPage") -> list[Picture]:
    """Give the places of a page's pictures, those within its drawings included."""
    import pypdfium2.raw as pdfium

    objects = (pdfium.FPDFPage_GetObject(page, nth) for nth in range(pdfium.FPDFPage_CountObjects(page)))
    budget = iter(range(MOST_OBJECTS))
    return list(islice(_pictures(objects, UNCHANGED, budget, MOST_DEPTH), MOST_PICTURES))


def _pictures(
    objects: Iterator["FPDF_PAGEOBJECT"], matrix: Matrix, budget: Iterator[int], depth: int
) -> Iterator[Picture]:
    import pypdfium2.raw as pdfium

    for found, _ in zip(objects, budget, strict=False):
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield _placed(found, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth:
            inner = (pdfium.FPDFFormObj_GetObject(found, nth) for nth in range(pdfium.FPDFFormObj_CountObjects(found)))
            yield from _pictures(inner, _combined(_matrix_of(found), matrix), budget, depth - 1)


def _placed(image: "FPDF_PAGEOBJECT", matrix: Matrix) -> Picture:
    """Give the place of a picture on the page."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(image, left, bottom, right, top)
    corners = [_moved(x.value, y.value, matrix) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return Picture(min(xs), min(ys), max(xs), max(ys))


def _matrix_of(found: "FPDF_PAGEOBJECT") -> Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(found, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _combined(inner: Matrix, outer: Matrix) -> Matrix:
    """Give the matrix that does what `inner` does and then what `outer` does."""
    a, b = _moved(inner[0], inner[1], (*outer[:4], 0.0, 0.0))
    c, d = _moved(inner[2], inner[3], (*outer[:4], 0.0, 0.0))
    return (a, b, c, d, *_moved(inner[4], inner[5], outer))
