import time
from itertools import count, islice, product

import pytest

from clean.engine import Rule, run_rules
from clean.rules.joined_words import joined_words
from clean.rules.ocr_confusions import ocr_confusions
from clean.rules.split_words import split_words
from models import Document

RULES: tuple[Rule, ...] = (ocr_confusions, split_words, joined_words)

SENTENCE = "The council met on Monday and the members agreed that the bridge should open again in the spring. "

HOSTILE = {
    "one letter": "a" * 50_000,
    "two words without end": "the" * 17_000,
    "single letters": "a b " * 2_500,
    "pieces": "ev ergr een " * 4_200,
    "apostrophes": "x'" * 25_000,
    "contractions": "don'tknow " * 5_000,
    "capitals": "AbC" * 17_000,
    "acronyms": "GGl GGI " * 6_250,
    "digits and letters": "1a" * 10_000,
    "numbers glued to words": "from2024 " * 5_500,
    "hyphens at line ends": "a-\n" * 17_000,
    "spaces": " " * 50_000,
    "line feeds": "\n" * 50_000,
    "brackets": "([{" * 17_000,
    "glued quotation marks": 'ab"cd' * 10_000,
    "unknown words, each another one": " ".join(
        "".join(letters) for letters in islice(product("bcdfg", repeat=6), 7_000)
    ),
    "fused words, each another one": " ".join(f"the{word}of" for word in islice((f"q{n:x}z" for n in count()), 7_000)),
}


def cleaned(text: str) -> str:
    """Run the rules for words to rest."""
    return run_rules(Document(text=text), RULES).document.text


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("rule", RULES)
def test_hostile_lines_take_no_long_time(name: str, rule: Rule) -> None:
    """A line of 50,000 characters made to be slow takes no longer than any other, with English around it or not."""
    for text in (HOSTILE[name], SENTENCE * 3 + HOSTILE[name]):
        begun = time.process_time()
        list(rule(Document(text=text)))
        assert time.process_time() - begun < 8


def test_certain_damage_lowers_the_bar_beside_it_only() -> None:
    """An uncertain split is made in the midst of certain ones, and left alone far from them."""
    uncertain = "It is a housedistrict up there. "
    certain = "They met onthenext day andagreed thatthebridge would stay. "
    assert "housedistrict" in cleaned(SENTENCE * 3 + uncertain + SENTENCE * 3)
    assert "house district" in cleaned(SENTENCE + certain + uncertain + certain + SENTENCE)
    assert "housedistrict" in cleaned(certain + SENTENCE * 40 + uncertain)


def test_a_name_of_the_document_stays_whole_and_is_split_off() -> None:
    """What the document has on its own counts as a word."""
    text = "Okwudili spoke first. " + SENTENCE + "Then Okwudilisaid that it was late."
    assert cleaned(text) == text.replace("Okwudilisaid", "Okwudili said")
    assert cleaned(text.replace("Okwudilisaid", "Okwudili")) == text.replace("Okwudilisaid", "Okwudili")


@pytest.mark.parametrize("text", [SENTENCE * 5, "", "\n\n", "Deitre Collins", "GGl", "x"])
def test_right_text_is_left_alone(text: str) -> None:
    """What is right comes out as it went in."""
    assert cleaned(text) == text


def test_edits_say_how_sure_they_are() -> None:
    """Every edit has its odds as a confidence below one and in words."""
    edits = run_rules(Document(text="He said atleast twoof them were there onTuesday."), RULES).edits
    assert edits
    assert all(0.5 < edit.confidence <= 1 and edit.evidence for edit in edits)
