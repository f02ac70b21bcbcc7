"""Lines of glyphs as a PDF may have them, for tests."""

from collections.abc import Iterator

from parsers.pdf.glyphs import Face, Glyph

SERIF = Face("Serif", 0, is_bold=False, is_italic=False)
SIZE = 10.0
ADVANCE = 0.5
"""The advance of every glyph, in units of its size."""


def set_line(
    text: str, *, space: float, tracking: float = 0.0, kerns: tuple[float, ...] = (0.0,), glyph: bool = False
) -> list[Glyph]:
    """Set a line whose spaces are as wide as `space`, as gaps or with a space glyph in them; widths are in sizes.

    `kerns` are added to the gaps within words, one after the other and from the start again.
    """
    return list(_glyphs(text, space, tracking, kerns, glyph=glyph))


def _glyphs(text: str, space: float, tracking: float, kerns: tuple[float, ...], *, glyph: bool) -> Iterator[Glyph]:
    left = 50.0
    for nth, character in enumerate(text):
        if character == " ":
            if glyph:
                yield Glyph(" ", left, left + space * SIZE, 700.0, SIZE, SERIF)
            left += space * SIZE
            continue
        yield Glyph(character, left, left + ADVANCE * SIZE, 700.0, SIZE, SERIF)
        is_last = text[nth + 1 : nth + 2] in {" ", ""}
        left += (ADVANCE + tracking + (0.0 if is_last else kerns[nth % len(kerns)])) * SIZE
