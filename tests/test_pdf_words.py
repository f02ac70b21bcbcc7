"""The words of a PDF: which gaps between glyphs are spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.pdf.glyphs import Glyph
from parsers.pdf.words import WordGaps, gaps_of, written
from tests.pdf_glyphs import SERIF, SIZE, set_line

SENTENCE = "The harbour reopened on Tuesday after a week of repairs and the first boats left before noon"
KERNS = (0.0, -0.08, 0.0, 0.03, 0.0, -0.03)


def read(*lines: list[Glyph]) -> str:
    """Write the last of some lines of one document."""
    word_gaps = WordGaps()
    word_gaps.learn([gaps_of(line) for line in lines])
    return written(lines[-1], gaps_of(lines[-1]), word_gaps)


@pytest.mark.parametrize("space", [0.07, 0.1, 0.15, 0.3, 0.9])
def test_a_space_is_as_wide_as_the_line_was_set_with(space: float) -> None:
    """Words are parted in a line that is set tight, and whole in one that is set loose."""
    assert read(set_line(SENTENCE, space=space)) == SENTENCE


@pytest.mark.parametrize("space", [0.15, 0.22, 0.4])
def test_kerning_parts_no_word(space: float) -> None:
    """Letters that a font moves apart or together stay one word."""
    assert read(set_line(SENTENCE, space=space, kerns=KERNS)) == SENTENCE


@pytest.mark.parametrize("tracking", [-0.03, 0.05, 0.3])
def test_letters_that_are_set_apart_are_one_word(tracking: float) -> None:
    """What all letters of a line are set apart by is no space."""
    assert read(set_line(SENTENCE, space=0.2 + max(tracking, 0), tracking=tracking)) == SENTENCE


def test_a_line_of_two_words_is_read_as_the_font_is_set() -> None:
    """One gap alone says little; the other lines of the font say what a space is."""
    lines = [set_line(SENTENCE, space=0.12) for _ in range(5)]
    assert read(*lines, set_line("before noon", space=0.12)) == "before noon"


def test_a_kern_is_no_space_where_the_font_sets_wider_ones() -> None:
    """The only gap of a line, a kern before a quotation mark, does not part the word."""
    lines = [set_line(SENTENCE, space=0.25, kerns=KERNS) for _ in range(5)]
    assert read(*lines, set_line("noon”", space=0.25, kerns=(0, 0, 0, 0.06, 0))) == "noon”"


@pytest.mark.parametrize("space", [0.05, 0.1, 0.3])
def test_space_characters_are_believed(space: float) -> None:
    """Where the file has a space character, narrow as it may be, there is a space."""
    assert read(set_line(SENTENCE, space=space, glyph=True)) == SENTENCE


def test_a_space_character_that_does_not_show_is_none() -> None:
    """A program that draws a space and goes back over it, to kern two letters, wrote one word."""
    line = set_line("To the harbour and back", space=0.25, glyph=True)
    hidden = Glyph(" ", line[1].left, line[1].left, 700.0, SIZE, SERIF)
    assert read([line[0], hidden, *line[1:]]) == "To the harbour and back"


def test_a_word_that_is_spelled_out_is_a_word() -> None:
    """Letters with a space character between all of them are words where wider gaps part them."""
    words = "HARBOUR NEWS DESK"
    line = set_line(" ".join(words.replace(" ", "")), space=0.3, glyph=True)
    moved = []
    for nth, glyph in enumerate(line):
        by = 4.0 * ((nth > 13) + (nth > 21))
        moved.append(glyph._replace(left=glyph.left + by, right=glyph.right + by))
    assert read(moved) == words


def test_the_letters_of_a_ligature_are_one_word() -> None:
    """The letters of a ligature, all at one place, and those behind it belong together."""
    before, after = set_line("of", space=0.2), set_line("ce", space=0.2)
    ligature = [Glyph(letter, 60.0, 68.0, 700.0, SIZE, SERIF) for letter in "fi"]
    moved = [glyph._replace(left=glyph.left + 18, right=glyph.right + 18) for glyph in after]
    assert read([*before, *ligature, *moved]) == "office"


def test_an_accent_over_a_letter_is_part_of_it() -> None:
    """Accents that are set by themselves over a letter make one letter with it; a mark before one stays a mark."""
    word = set_line("Godel", space=0.3)
    umlaut = Glyph("¨", word[1].left, word[1].right, 700.0, SIZE, SERIF)
    assert read([word[0], umlaut, *word[1:]]) == "Gödel"
    assert read(set_line("the `code", space=0.3)) == "the `code"


def test_the_dots_before_a_page_number_do_not_join_words() -> None:
    """Dots set far apart say nothing of how far apart letters are."""
    entry = set_line("On the harbour", space=0.25)
    dots = set_line("." * 30, space=0.25, tracking=0.3)
    moved = [dot._replace(left=dot.left + 80, right=dot.right + 80) for dot in dots]
    assert read([*entry, *moved]).startswith("On the harbour")


@given(st.lists(st.text("abcdefgh", min_size=2, max_size=9), min_size=4, max_size=12), st.floats(0.08, 0.6))
def test_no_letter_is_lost(words: list[str], space: float) -> None:
    """Whatever the gaps, the letters come out in their order."""
    line = set_line(" ".join(words), space=space, kerns=KERNS)
    assert read(line).replace(" ", "") == "".join(words)
