"""Knows a PDF whose fonts do not say which characters their glyphs are."""

from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

PAGES = 5
"""Pages looked at; a file is made by one program."""

MOSTLY = 0.5
"""Share of a text's characters that stand in words, above which it reads as text; and of glyphs without a character,
above which its fonts are unmapped."""

VOWELS = frozenset("aeiouy")


def is_unmapped(document: "PdfDocument", lines: Iterable[str]) -> bool:
    """Whether the text of a PDF is not what its pages show.

    Fonts that are drawn piece by piece (Type 3) often have no map to characters and are read all the same, as their
    codes are those of ASCII; so what came out must not read as text, and most glyphs must be without a character.
    """
    return not reads_as_text(lines) and _share_unmapped(document) > MOSTLY


def reads_as_text(lines: Iterable[str]) -> bool:
    """Whether most of what stands in lines is words: letters alone, capitals only at their beginning or throughout.

    >>> [reads_as_text([line]) for line in ("The council met.", "港は閉鎖された", "बंदरगाह बंद है", "(0-!0)9*6<9!+6<5")]
    [True, True, True, False]
    """
    tokens = [token.strip("\"'“”‘’«»()[].,:;!?…-–—") for line in lines for token in line.split()]
    words = sum(len(token) for token in tokens if _is_word(token))
    return words > MOSTLY * sum(len(token) or 1 for token in tokens)


def _is_word(token: str) -> bool:
    if not token or not all(category(character)[0] in "LM" for character in token):
        return False
    if not (token.isupper() or token[1:] == token[1:].lower()):
        return False
    return not token.isascii() or len(token) == 1 or not VOWELS.isdisjoint(token.casefold())


def _share_unmapped(document: "PdfDocument") -> float:
    """Give the share of the first pages' glyphs that pdfium found no character for."""
    import pypdfium2.raw as pdfium

    glyphs = unmapped = 0
    for number in islice(range(len(document)), PAGES):
        with closing(document[number]) as page, closing(page.get_textpage()) as textpage:
            count = textpage.count_chars()
            glyphs += count
            unmapped += sum(pdfium.FPDFText_HasUnicodeMapError(textpage.raw, nth) == 1 for nth in range(count))
    return unmapped / max(1, glyphs)
