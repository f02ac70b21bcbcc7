import time

import pytest

from clean.misread.confusions import Position, confusions
from clean.misread.suspects import Misreading, certain
from clean.rules.ocr_confusions import ocr_confusions
from models import Document

SCANNED = (
    "‘The council met on Monday to talk about the fnancial plan for the harbour, and\n"
    "‘the members agreed that the offce of the treasurer must publish it. When the\n"
    "meeting ended, | asked the chair whether the goverment would pay its share. “We\n"
    "‘are certain of nothing,” she said, and laughed. The next sesion will be held in\n"
    "‘September, when the fgures are known. By then | shall have read all the papers.\n"
)
"""An invented page as OCR reads it from a coarse scan."""

PAGE = "word " * 300


def corrected(text: str) -> dict[str, str]:
    """Give what the rule makes of which words."""
    return {edit.before: edit.after for edit in ocr_confusions(Document(text=text))}


def test_confusions_are_the_likelier_the_oftener_they_were_seen() -> None:
    """An "m" is likelier an "rn" than a "d" is an "l", and both are cheaper than what was never seen."""
    readings = confusions().readings("comer", Position.WORD)
    assert readings["corner"] < 5
    assert "cozer" not in readings


def test_letters_are_lost_at_the_beginning_of_lines() -> None:
    """A stray mark is far likelier at the beginning of a line than inside a word."""
    at_line, inside = (confusions().readings("‘", position)[""] for position in (Position.LINE, Position.INSIDE))
    assert at_line + 3 < inside


def test_a_scanned_page_is_corrected() -> None:
    """Where OCR shows everywhere, lost letters, stray marks and bars are repaired."""
    made = corrected(SCANNED)
    assert made["fnancial"] == "financial"
    assert made["|"] == "I"
    assert made["‘The"] == "The"
    assert made["‘September"] == "September"


@pytest.mark.parametrize("word", ["fnancial", "offce", "goverment", "fgures"])
def test_a_slip_in_a_clean_text_is_the_writers(word: str) -> None:
    """One misspelt word shows no OCR, and stays."""
    assert corrected(f"The council met on Monday to talk about the {word} of the harbour, and agreed on it.") == {}


def test_no_suspect_speaks_for_itself() -> None:
    """A suspect is weighed by how damaged the others show the text to be, however suspect it is itself."""
    lone = Misreading(0, "fnancial", "financial", 9.0)
    assert certain([lone], PAGE) == []
    others = [Misreading(place, "|", "I", 9.0) for place in range(10, 60, 10)]
    assert len(certain([lone, *others], PAGE)) == 6


def test_of_overlapping_suspects_the_likeliest_is_repaired() -> None:
    """No two repairs touch the same letters."""
    others = [Misreading(place, "|", "I", 9.0) for place in range(100, 160, 10)]
    chosen = certain([Misreading(0, "‘ype", "type", 8.0), Misreading(0, "‘", "", 7.0), *others], PAGE)
    assert [suspect.after for suspect, _ in chosen if suspect.start == 0] == ["type"]


def test_names_are_not_corrected_to_what_the_document_does_not_prove() -> None:
    """In the midst of damage a name stays, be it ever so like another one."""
    made = corrected(SCANNED + "The mayor of Comwall and Mr Fnley met Dr Dalhousle and Ms Brwn of Bumham on Monday.\n")
    assert made.keys().isdisjoint({"Comwall", "Fnley", "Dalhousle", "Brwn", "Bumham"})


def test_quotations_that_end_are_left_alone() -> None:
    """A single quotation mark with its counterpart is no stray one, wherever its line begins."""
    made = corrected(SCANNED + "\n‘Nobody knows,’ said the clerk, ‘and nobody asks.’\n‘Quite so,’ the chair replied.\n")
    assert made.keys().isdisjoint({"‘Nobody", "‘and", "‘Quite"})


@pytest.mark.parametrize("piece", ["‘a ", "‘a\n\n", "| think ", "fnancial\n", "halls, When a ", "Al AI AI ", "a"])
def test_a_hostile_text_is_done_at_once(piece: str) -> None:
    """No text keeps the rule busy, whatever it repeats."""
    text = piece * (50_000 // len(piece))
    begun = time.process_time()
    list(ocr_confusions(Document(text=text)))
    assert time.process_time() - begun < 10
