"""The damage laboratory's measure, held to figures counted by hand."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.lab.alignment import align, bare, segments
from tests.bench.lab.build import Item
from tests.bench.lab.errors import errors, kind_of
from tests.bench.lab.measure import count, word_errors
from tests.bench.lab.pipeline import processed_text
from tests.bench.lab.readers import Scan, pdfium, pdfminer, pypdf
from tests.bench.lab.typeset import GapKind, Style, typeset

TRUTH = ["The ferry left the harbour at nine.", "Nobody was hurt, the captain said."]
"""Thirteen words, eleven spaces within the paragraphs and one boundary between them."""

STYLE = Style(
    font="Times-Roman", size=10.0, leading=12.0, columns=1, column_width=300.0, gutter=0.0, lines_on_page=20,
    gap_kind="spaces", gap=0.27, least_gap=0.25, justified=False, hyphenated=False, indent=0.0, between_paragraphs=0.5,
)  # fmt: skip

SCAN = Scan(dpi=100, blur=0.0, noise=0.0, skew=0.0)


def test_truth_has_no_errors() -> None:
    """A text that is right costs nothing, whatever white space stands between its words."""
    for text in ("\n\n".join(TRUTH), "\n \n".join(TRUTH), "\f\n".join(TRUTH).replace("left the", "left\nthe")):
        counts = count(TRUTH, text, text)
        assert (counts.words, counts.word_errors, counts.f1) == (13, 0, 1.0)
        assert (counts.boundaries, counts.boundaries_given, counts.boundaries_right) == (1, 1, 1)


def test_missing_and_wrong_spaces_are_counted_apart() -> None:
    """Spaces missing, restored, put wrong and lost are four different things."""
    damaged = "The ferryleft theharbour at nine.\n\nNobody was hurt, the captain said."
    made = "The ferry left theharbour at nine.\n\nNo body washurt, the captain said."
    counts = count(TRUTH, damaged, made)
    assert (counts.were_missing, counts.restored) == (2, 1)
    assert (counts.made_wrong, counts.made_lost) == (1, 1)
    assert (counts.right_spaces, counts.wrong_spaces, counts.missing_spaces) == (10, 1, 2)
    assert counts.word_errors == 2 + 3


def test_a_parted_word_has_a_wrong_space_and_two_word_errors() -> None:
    """A hyphen at a line's end costs what a reader sees: two words that are none."""
    text = "The ferry left the har-\nbour at nine.\n\nNobody was hurt, the captain said."
    counts = count(TRUTH, text, text)
    assert (counts.wrong_spaces, counts.missing_spaces, counts.word_errors) == (1, 0, 2)
    assert counts.made_wrong == 0


@pytest.mark.parametrize("place", ["left the ", "at nine.\n\n", "hurt, the "])
def test_furniture_adds_words_and_no_spaces(place: str) -> None:
    """Page furniture counts as words too many; the spaces around it stand where one was."""
    truth = "\n\n".join(TRUTH)
    text = truth.replace(place, place + "\nIsland Courier\n7\n")
    counts = count(TRUTH, text, text)
    assert (counts.word_errors, counts.extra_words) == (3, 3)
    assert (counts.wrong_spaces, counts.missing_spaces) == (0, 0)


def test_furniture_that_begins_like_the_next_word_is_told_from_it() -> None:
    """What is inserted is moved to where words end, whatever letters it shares with its neighbours."""
    text = "The ferry left\nthe Tribune\nthe harbour at nine.\n\nNobody was hurt, the captain said."
    counts = count(TRUTH, text, text)
    assert (counts.wrong_spaces, counts.missing_spaces, counts.extra_words, counts.word_errors) == (0, 0, 2, 2)


def test_lost_words_lose_their_spaces_only() -> None:
    """Where words are gone no space is wrong; the spaces that went with them are missing."""
    text = "The ferry left at nine.\n\nNobody was hurt, the captain said."
    counts = count(TRUTH, text, text)
    assert (counts.word_errors, counts.wrong_spaces) == (2, 0)
    assert counts.missing_spaces <= 2


def test_misread_letters_keep_their_spaces() -> None:
    """Letters misread, one for two as well, cost words and no spaces."""
    text = "Tbe ferry Ieft the harhour at nme.\n\nNobody was hurt, the captain said."
    counts = count(TRUTH, text, text)
    assert (counts.word_errors, counts.wrong_spaces, counts.missing_spaces) == (4, 0, 0)


def test_boundaries_are_counted_where_blank_lines_stand() -> None:
    """A blank line in mid-sentence is a boundary too many, a line end between paragraphs none."""
    text = "The ferry left\n\nthe harbour at nine.\nNobody was hurt, the captain said."
    counts = count(TRUTH, text, text)
    assert (counts.boundaries, counts.boundaries_given, counts.boundaries_right) == (1, 1, 0)


def test_columns_read_as_one_have_words_but_no_spaces() -> None:
    """Where words stand in another order they are counted, and nothing is said about spaces."""
    sentences = [
        f"The {name} left the harbour at {hour}." for name in ("ferry", "pilot", "tug") for hour in ("six", "ten")
    ]
    text = " ".join([*sentences[3:], *sentences[:3]])
    counts = count(sentences, text, text)
    assert (counts.texts, counts.shuffled, counts.words) == (1, 1, 42)
    assert (counts.missing_spaces, counts.wrong_spaces, counts.boundaries) == (0, 0, 0)
    assert counts.word_errors > 4


@given(st.text(alphabet="ab \n", max_size=30), st.text(alphabet="ab \n", max_size=30))
def test_segments_hold_every_word_once(truth: str, text: str) -> None:
    """Dividing truth and text into segments loses no word of either."""
    if not truth.split() or not text.split():
        return
    pieces = list(segments(align(bare(truth), bare(text))))
    assert [word for piece in pieces for word in piece.truth] == truth.split()
    assert [word for piece in pieces for word in piece.text] == text.split()
    costs = sum(word_errors(" ".join(piece.truth), " ".join(piece.text)) for piece in pieces)
    assert costs >= word_errors(truth, text)


@given(st.lists(st.sampled_from(["a", "ab", "ba", "b"]), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_spaces_alone_are_found_exactly(words: list[str], chance: random.Random) -> None:
    """Where all letters are there, the gaps with a space are exactly those of the text."""
    text = words[0] + "".join(chance.choice(("", " ", "\n", "\n\n")) + word for word in words[1:])
    found = align(bare(" ".join(words)), bare(text))
    assert found.spaces == frozenset(bare(text).spaces)
    assert found.breaks == frozenset(bare(text).breaks)


@pytest.mark.parametrize(
    ("truth", "text", "kind"),
    [
        ("of the", "ofthe", "space missing"),
        ("reaffirmed", "re affirmed", "space wrong"),
        ("A new", "An ew", "space at another place"),
        ("harbour", "har- bour", "hyphen, space wrong"),
        ("good-neighborly", "goodneighborly", "hyphen"),
        ("it’s", "it's", "quotes and dashes"),
        ("nine.", "nine", "marks"),
        ("modern", "modem", "letters"),
        ("modern town", "modemtown", "letters, space missing"),
        ("", "Island Courier", "furniture left"),
        ("", "1sland Courier", "furniture left, misread"),
        ("", "~ ~", "extra words"),
        ("the", "", "words lost"),
        ("captain", "xyz", "other words"),
    ],
)
def test_kinds_are_told_apart(truth: str, text: str, kind: str) -> None:
    """Each kind of error has its name."""
    assert kind_of(truth.split(), text.split(), ["Island Courier"]) == kind


def test_errors_name_place_and_owner() -> None:
    """An error that was in the damaged text is not ours."""
    damaged = "The ferry left the harb0ur at nine.\n\nNobody was hurt, the captain said.\n"
    item = Item("hand/1", "none", tuple(TRUTH), (), damaged, Path("none.pdf"), parameters={})
    (error,) = errors(item, processed_text(damaged))
    assert (error.kind, error.truth, error.text, error.cost) == ("letters", "harbour", "harb0ur", 1)
    assert (error.before, error.after) == ("The ferry left the", "at nine. Nobody was hurt,")
    assert not error.ours


@pytest.mark.parametrize("gap_kind", ["spaces", "array", "words"])
def test_typesetting_is_seeded(gap_kind: GapKind, tmp_path: Path) -> None:
    """The same seed gives the same PDF to the byte, and readers find every letter there, furniture aside."""
    style = replace(STYLE, gap_kind=gap_kind)
    first, second = (typeset(TRUTH * 4, style, random.Random("ferry")) for _ in range(2))
    assert first == second
    path = tmp_path / "document.pdf"
    path.write_bytes(first.pdf)
    for read in (pdfminer, pdfium, pypdf):
        counts = count(first.paragraphs, "", read(path, SCAN))
        assert (counts.word_errors, counts.missing_spaces, counts.wrong_spaces) == (0, 0, 0), read
