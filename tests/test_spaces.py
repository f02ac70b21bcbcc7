"""The words, the lattice and the model that tell where spaces belong."""

from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clean.spacing.boundary_features import CLASSES, NUMBERS, Seen, seen
from clean.spacing.boundary_model import boundary_model
from clean.spacing.boundary_odds import BoundaryOdds
from clean.spacing.letters import HIDDEN_HYPHENS, LINE_END, NO_GAP, SPACE, Letters, Tokens, letters_of, tokens_of
from clean.spacing.spaces import changes
from clean.spacing.word_lattice import MOST, NEW_LETTER, NEW_WORD, Lattice
from clean.spacing.word_table import LONGEST_WORD, UNKNOWN, WordTable, are_pairs, keys_of_words, word_table
from clean.spacing.wrong_spaces import may_be_wrong
from clean.words.lexicon import SHORT_WORDS, lexicon
from tests.damage import fuse

ENGLISH = "en"
TEXTS = st.text(st.sampled_from("thecatonIsx’'.7 \n-É"), max_size=40)


def known() -> WordTable:
    """Give the English words."""
    table = word_table(ENGLISH)
    assert table is not None
    return table


def parts(text: str) -> tuple[Letters, Tokens]:
    """Give a text's letters and tokens."""
    letters = letters_of(text)
    return letters, tokens_of(letters, known())


@given(st.text(st.one_of(st.characters(), st.sampled_from(f" \n{HIDDEN_HYPHENS}"))))
def test_letters_are_the_characters_that_are_no_white_space(text: str) -> None:
    """Each letter stands for one character of the text, in order, and each gap tells what is between two."""
    letters = letters_of(text)
    wanted = [character for character in text if not character.isspace() and character not in HIDDEN_HYPHENS]
    assert [text[place] for place in letters.places] == wanted
    places = zip(pairwise(letters.places.tolist()), letters.gaps[1:].tolist(), letters.hidden[1:].tolist(), strict=True)
    for (before, after), gap, hidden in places:
        between = text[before + 1 : after]
        white = [character for character in between if character.isspace()]
        assert gap == (NO_GAP if not white else LINE_END if "\n" in white else SPACE)
        assert hidden == (len(white) < len(between))


def test_tokens_are_what_stands_between_gaps_marks_and_digits() -> None:
    """An apostrophe inside a word belongs to it, a hyphen and a quotation mark do not."""
    letters, tokens = parts("‘Don’t go’, says O'Neill-Li at 7pm")
    found = ["".join(map(chr, letters.codes[start:end])) for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    assert found == ["don't", "go", "says", "o'neill", "li", "at", "pm"]


def test_every_word_is_found_at_its_cost_and_nothing_else() -> None:
    """The table has the words of the lexicon that may stand in a run of letters, and no others."""
    english = lexicon(ENGLISH)
    assert english is not None
    in_runs = [word for word in english if 3 <= len(word) <= LONGEST_WORD or word in SHORT_WORDS]
    words = [
        word for word, is_pair in zip(in_runs, are_pairs(keys_of_words(in_runs), ENGLISH), strict=True) if not is_pair
    ]
    others = ["inthe", "zzzq", "qx", "tuesdayreaffirmed"]
    costs = known().costs(keys_of_words(words + others))
    expected = [round(10 * (english.cost(word) or 0.0)) for word in words] + [UNKNOWN] * len(others)
    assert costs.tolist() == expected


@given(st.sets(st.integers(1, (1 << 64) - 1), max_size=300))
def test_whatever_is_laid_out_is_found(given_keys: set[int]) -> None:
    """A table finds each of its words at its cost, takes no other for one of them, and can be kept in a file."""
    keys = np.array(sorted(given_keys), np.uint64)
    costs = (np.arange(len(keys)) % 200).astype(np.uint8)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "table"
        file.write_bytes(bytes(WordTable.of_words(keys, costs)))
        table = WordTable.stored_in(file)
    assert table.costs(keys).tolist() == costs.tolist()
    others = np.setdiff1d(np.arange(500, dtype=np.uint64), keys)
    assert (table.costs(others) == UNKNOWN).all()


def cheapest(pieces: str, boundary: int | None, across: int | None) -> int:
    """Give the cost of the cheapest reading of letters, with or without a boundary at a gap, by trying them all."""
    best = [0] + [1 << 20] * len(pieces)
    for end in range(1, len(pieces) + 1):
        for start in range(end):
            if boundary is not None and start < boundary < end:
                continue
            if across is not None and across in (start, end):
                continue
            cost = int(known().costs(keys_of_words([pieces[start:end]]))[0])
            price = min(
                cost if cost != UNKNOWN and end - start <= LONGEST_WORD else 1 << 20,
                NEW_WORD + NEW_LETTER * (end - start),
            )
            best[end] = min(best[end], best[start] + price)
    return best[-1]


@pytest.mark.parametrize("pieces", ["thecaton", "tuesdayreaffirmed", "xqtheqx", "a", "notable", "inthe", "zzz"])
def test_a_lattice_gains_what_trying_every_reading_gains(pieces: str) -> None:
    """The gain of a boundary is the difference between the cheapest reading across it and the cheapest with it."""
    letters, tokens = parts(pieces)
    gains = Lattice(letters, tokens, np.array([0]), np.array([len(pieces)])).gains()[0]
    for gap in range(1, len(pieces)):
        expected = cheapest(pieces, None, gap) - cheapest(pieces, gap, None)
        assert gains[gap] == max(-MOST, min(MOST, expected))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_row_is_judged_by_itself(first: str, second: str) -> None:
    """What stands in other rows, and how long they are, changes no log-odds by a bit."""
    model = boundary_model(ENGLISH)
    assert model is not None
    for text, other in ((first, second), (second, first)):
        letters, tokens = parts(text)
        if not len(letters):
            continue
        view = seen(letters, tokens, np.ones(len(letters), np.bool_))
        around, size = 2 * model.context, len(letters)
        first_row, ends = np.array([-model.context]), np.array([size])
        alone = model.log_odds(view.rows(first_row, ends, size + around))
        beside, length = parts(other)[0], max(size, len(other)) + 3
        first_rows, ends = np.repeat(first_row, 2), np.array([size, min(size, max(1, len(beside)))])
        together = model.log_odds(view.rows(first_rows, ends, length + around))
        assert np.array_equal(alone[0], together[0][:size])


def test_what_the_model_computes_is_exact() -> None:
    """Weights are whole numbers, and so few and small that what they add up to fits into a float."""
    model = boundary_model(ENGLISH)
    assert model is not None
    for layer in (*model.layers, model.head):
        _, width, _ = layer.weights.shape
        assert np.array_equal(layer.weights, np.rint(layer.weights))
        # Sums of whole numbers below 2 to the 24 are exact in float32, in whatever order.
        assert 127 * np.abs(layer.weights).sum(axis=(0, 1)).max() < 2**24
        assert width == model.of_class.shape[1]
    assert model.of_class.shape[0] == CLASSES
    assert model.of_number.shape[0] == NUMBERS


def test_a_gap_is_judged_by_its_context() -> None:
    """A letter further away than the context changes no log-odds by a bit; one within it may."""
    model = boundary_model(ENGLISH)
    assert model is not None
    letters, tokens = parts("The council metonTuesday " * 8)
    view = seen(letters, tokens, np.ones(len(letters), np.bool_))
    at, size = 60, 2 * model.context
    whole = model.log_odds(view.rows(np.array([-model.context]), np.array([len(letters)]), len(letters) + size))
    part = model.log_odds(view.rows(np.array([at]), np.array([at + size + 5]), size + 5))
    assert part.shape == (1, 5)
    assert np.array_equal(part[0], whole[0][at + model.context :][:5])


def test_rows_beyond_the_text_are_nothing() -> None:
    """What lies beyond a row's end is told from every letter."""
    letters, tokens = parts("The end")
    view: Seen = seen(letters, tokens, np.ones(len(letters), np.bool_)).rows(np.array([4]), np.array([6]), 5)
    assert view.classes.tolist()[0][2:] == [CLASSES - 1] * 3
    assert not view.numbers[0, 2:].any()


@given(
    st.lists(st.one_of(st.sampled_from(["the", "council", "Noctui", "dae", "a", "s", "Rs", "12", "th", "X."]), TEXTS))
)
def test_the_gate_stops_no_text_with_a_doubtful_letter(words: list[str]) -> None:
    """Where a text is called right without the model, the model would have been asked nothing."""
    text = " ".join(words)
    letters, tokens = parts(text)
    model = boundary_model(ENGLISH)
    assert model is not None
    if len(letters) and not may_be_wrong(text):
        assert not BoundaryOdds(letters, tokens, model).doubtful().any()


@given(st.integers(0, 10_000))
def test_changes_move_spaces_only(seed: int) -> None:
    """A change takes nothing but spaces out of a text and puts nothing but spaces in, and none overlaps another."""
    text = fuse("The members of the council met on Monday and agreed with Mr. Okafor, 45, to build it.", Random(seed))
    reached = 0
    for change in changes(text, ENGLISH):
        assert change.start >= reached
        reached = change.start + len(change.before)
        assert text[change.start : reached] == change.before
        assert change.before.replace(" ", "") == change.after.replace(" ", "")
        assert change.before != change.after
        assert 0.5 < change.confidence <= 1


def test_a_language_without_a_model_is_left_alone() -> None:
    """Nothing is changed where nothing is known."""
    assert changes("Derministersagte amDienstag nichts.", "de") == ()
