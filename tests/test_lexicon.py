from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clean import WEIGHTS
from clean.words.lexicon import Casing, Lexicon, filter_places, lexicon
from clean.words.stored_words import StoredWords, index_of


@pytest.fixture(scope="module")
def english() -> Lexicon:
    """Give the English lexicon."""
    found = lexicon("en-GB")
    assert found is not None
    return found


def test_the_lexicon_knows_words_and_no_fused_forms(english: Lexicon) -> None:
    """Words are in the lexicon, and words that lost the space between them are not."""
    assert all(word in english for word in ("the", "government", "greenland", "newsweek", "notable", "don't"))
    assert not any(form in english for form in ("inthe", "ofthe", "forthe", "aboutus", "theleaders", "oflaw"))


def test_costs_follow_frequency(english: Lexicon) -> None:
    """A rarer word costs more, and an unknown one has no cost."""
    the, shipyard = english.cost("the"), english.cost("shipyard")
    assert the is not None
    assert shipyard is not None
    assert 2 < the < 4 < shipyard < 16
    assert english.cost("relationshipisbuilt") is None
    assert english.cost_after("the", "relationshipisbuilt") is None


def test_company_makes_a_word_cheaper(english: Lexicon) -> None:
    """A word costs less after a word it often follows than after one it does not."""
    after_prime, after_purple = english.cost_after("prime", "minister"), english.cost_after("purple", "minister")
    assert after_prime is not None
    assert after_purple is not None
    assert after_prime + 3 < after_purple


def test_casing_tells_names_from_words(english: Lexicon) -> None:
    """Names are known to be capitalised, words to be in lower case."""
    assert english.casing("moscow") is Casing.CAPITALISED
    assert english.casing("government") in {Casing.LOWER, Casing.EITHER}
    assert english.casing("relationshipisbuilt") is Casing.UNKNOWN


def test_words_of_other_languages_are_known_elsewhere(english: Lexicon) -> None:
    """The filter knows foreign words, and hardly any string of letters that is no word."""
    foreign = ("bürgermeister", "gewerkschaft", "gobernador", "hôpital", "podatek", "sairaala", "belediye")
    assert all(word in english or english.is_word_elsewhere(word) for word in foreign)
    nonsense = [f"qz{number:x}xk" for number in range(2000)]
    assert sum(english.is_word_elsewhere(form) for form in nonsense) < 20


def test_spelling_tells_likely_letters(english: Lexicon) -> None:
    """Letters in an order that English has cost less than the same letters in one it has not."""
    assert english.spelling_cost("stration") < english.spelling_cost("nraistto")
    assert english.spelling_cost("") > 0


def test_unknown_forms_are_told_at_once(english: Lexicon) -> None:
    """Of a set of forms those that are not in the lexicon come back."""
    assert english.unknown({"the", "government", "oflaw"}) == {"oflaw"}


def test_every_word_is_found_under_its_number(english: Lexicon) -> None:
    """The index leads to each word of the lexicon, in the order of frequency, and to nothing else."""
    words = StoredWords(WEIGHTS / "en.words", WEIGHTS / "en.index")
    listed = words.first(len(words))
    assert [words.number_of(word) for word in listed] == list(range(len(words)))
    assert (
        words.number_of("oflaw") is words.number_of("") is words.number_of("the\n") is words.number_of("\ud800") is None
    )
    assert list(english) == listed


@given(st.sets(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), min_size=1))
def test_words_are_found_by_the_index_made_for_them(words: set[str]) -> None:
    """Whatever the words are, the index finds each of them, also where many want one slot."""
    listed = sorted(words)
    with TemporaryDirectory() as folder:
        lines, index = Path(folder) / "words", Path(folder) / "index"
        lines.write_bytes("".join(f"{word}\n" for word in listed).encode())
        index.write_bytes(index_of(listed).tobytes())
        stored = StoredWords(lines, index)
        assert stored.first(len(stored)) == listed
        assert [stored.number_of(word) for word in listed] == list(range(len(listed)))
        assert stored.number_of("not there") is None or "not there" in words


def test_languages_without_a_lexicon_have_none() -> None:
    """There is no lexicon for a language we have no counts of."""
    assert lexicon("tlh") is None
    assert lexicon("en") is lexicon("en")


def test_places_of_a_filter_lie_in_it() -> None:
    """Each form has its own eight places in a filter, the same on every machine."""
    assert list(filter_places("xi", 1000)) == list(filter_places("xi", 1000))
    assert all(0 <= place < 1000 for place in filter_places("xi", 1000))
