"""Reads PDFs with the tools people use, and pictures of them with tesseract."""

import io
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

BETWEEN_PAGES = "\n"


@dataclass(frozen=True)
class Scan:
    """How a page is turned into a picture: dots per inch, radius of blur in dots, noise in grey levels, degrees."""

    dpi: int
    blur: float
    noise: float
    skew: float


def choose_scan(chance: random.Random, size: float, place: float) -> Scan:
    """Choose how a document whose letters have this size in points is scanned: one in ten too coarsely to be read.

    `place`, from 0 to 1, says how finely among the resolutions that will do.
    """
    least = 0 if chance.random() < 0.1 else LEAST_DOTS * 72 / size
    enough = [dpi for dpi in RESOLUTIONS if dpi >= least]
    return Scan(
        dpi=enough[int(place * len(enough))],
        blur=round(chance.uniform(0.0, 0.8), 2),
        noise=round(chance.uniform(0.0, 12.0), 1),
        skew=round(chance.uniform(-0.4, 0.4), 2) if chance.random() < 0.4 else 0.0,
    )


RESOLUTIONS = (90, 96, 100, 110, 120, 130, 150)

LEAST_DOTS = 12.5
"""Dots in an em from which on tesseract reads most letters right."""


def pdfminer(path: Path, _: Scan) -> str:
    """Read a PDF with pdfminer.six."""
    from pdfminer.high_level import extract_text

    return str(extract_text(path))


def pdfium(path: Path, _: Scan) -> str:
    """Read a PDF with pypdfium2."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(path)) as document:
        return BETWEEN_PAGES.join(_page_text(document, number) for number in range(len(document)))


def _page_text(document: object, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as textpage:  # type: ignore[index]
        return str(textpage.get_text_range())


def pypdf(path: Path, _: Scan) -> str:
    """Read a PDF with pypdf."""
    from pypdf import PdfReader

    with PdfReader(path) as reader:
        return BETWEEN_PAGES.join(page.extract_text() for page in reader.pages)


def pdftotext(path: Path, _: Scan) -> str:
    """Read a PDF with poppler's pdftotext."""
    return _run(["pdftotext", "-enc", "UTF-8", str(path), "-"], b"")


def tesseract(path: Path, scan: Scan) -> str:
    """Read pictures of a PDF's pages with tesseract."""
    command = ["tesseract", "stdin", "stdout", "-l", "eng", "--dpi", str(scan.dpi)]
    return BETWEEN_PAGES.join(_run(command, picture) for picture in pictures(path, scan))


def pictures(path: Path, scan: Scan) -> Iterator[bytes]:
    """Give each page as a grey picture (PNG), blurred, turned and noisy as the scan says."""
    import numpy as np
    import pypdfium2
    from PIL import Image, ImageFilter

    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page:
                image = page.render(scale=scan.dpi / 72, grayscale=True).to_pil()
            if scan.skew:
                image = image.rotate(scan.skew, Image.Resampling.BICUBIC, fillcolor=255)
            image = image.filter(ImageFilter.GaussianBlur(scan.blur))
            noise = np.random.default_rng(number).normal(0, scan.noise, (image.height, image.width))
            grey = np.clip(np.asarray(image, dtype=np.float64) + noise, 0, 255).astype(np.uint8)
            buffer = io.BytesIO()
            Image.fromarray(grey).save(buffer, "PNG")
            yield buffer.getvalue()


def _run(command: list[str], given: bytes) -> str:
    # One thread each: the build runs two at a time, and tesseract's own threads mostly wait for one another.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=given, capture_output=True, check=True, env=environment, timeout=300)
    return done.stdout.decode("utf-8")


Reader = Callable[[Path, Scan], str]

READERS: dict[str, Reader] = {
    "pdfminer": pdfminer,
    "pdfium": pdfium,
    "pypdf": pypdf,
    "pdftotext": pdftotext,
    "tesseract": tesseract,
}
