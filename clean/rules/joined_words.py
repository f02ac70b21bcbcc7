"""Words that lost the space between them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from clean.bursts import ENOUGH, OFTEN, Suspect, certain
from clean.lexicon import Lexicon, lexicon
from clean.segmentation import FUNCTION_WORDS, PARTICLES, SHORT_WORDS, Segmenter, Split
from clean.tokens import (
    Place,
    contraction,
    core,
    is_protected,
    language_test,
    line_at,
    located,
    place_of,
)
from clean.words import form_of, word_counts
from models import Document, Edit

LANGUAGE = "en"

LEAST_LETTERS = 4

# Matches "from2024" as a word and a number, "26of" as a number and a word; not "B12", not "x86_64", not "1990s" (one
# letter).
WORD_AND_NUMBER = re.compile(
    r"(?<![\w.,/'’-])(?:([a-z]{2,})(\d+(?:[.,]\d+)*)|(\d+(?:[.,]\d+)*)([a-z]{2,}))(?![\w/'’-]|\.\w)"
)
# A quick look for the same. Matches the "m20" of "from2024", the "26of"; not "$5m".
DIGIT_AND_LETTERS = re.compile(r"\d(?:(?<=[a-z][a-z]\d)|[a-z]{2})")
FUNCTION_WORDS_BESIDE_NUMBERS = FUNCTION_WORDS | PARTICLES - {"in"}
NUMBER_WITH_WORD = 14.0
SHORT_NUMBER_WITH_WORD = 10.0
"""Costs of a function word and a number's being one word, the second for a single digit ("to5")."""
NUMBER_WITH_LONG_WORD = 9.0
LONG_WORD = 5
"""The same for any other word of so many letters ("2019strengthen"), which only damage beside it makes certain."""

ENOUGH_WITH_FUNCTION_WORD = 1.5
ENOUGH_FOR_COMPOUND = 4.6
ENOUGH_FOR_USER_NAME = 12.0
ENOUGH_WITH_LETTER = 7.5
"""Least odds where a function word is among the parts; where no short word is, and there are two parts ("placecard"),
or more ("eastcoastpete"); where "a" is among them ("indistincta"). See `clean.bursts.ENOUGH` for the others."""

KNOWN_WORD = 4.0
"""How much more odds a word must have that the lexicon knows, or one like it, or that may go on after a space."""

RARE_WORD = 12.0
"""Cost from which a known word in the midst of damage is weighed too ("councilmembers")."""


def joined_words(document: Document) -> Iterator[Edit]:
    """Split tokens that are several words without their spaces.

    OCR and PDF extraction lose spaces where the gaps of a line are tight. A token is split when the odds that it is
    several known words, in the company of its neighbours, are overwhelming against its being one word, known or
    unknown; a name that the document has on its own counts as known. Where splits are certain, less certain ones
    beside them are made too.

    Left alone on purpose: everything in a language without a lexicon; addresses, handles, file names, code; words
    broken at a line end; capitals; unknown names and new compounds ("Fastmail") where nothing around is damaged.

    >>> from models import Document
    >>> [edit.after for edit in joined_words(Document(text="The ministers on Tuesdayreaffirmed their commitment."))]
    ['Tuesday reaffirmed']
    """
    english = lexicon(LANGUAGE)
    if english is None:
        return
    tokens = word_counts(document.text)
    forms = english.unknown(set(map(str.lower, tokens)))
    unknown = [token for token in tokens if token.lower() in forms and _is_unknown(token, english)]
    segmenter = Segmenter(english, tokens)
    suspects = [*_suspects(document, unknown, segmenter), *_beside_numbers(document, english)]
    if not any(True for _ in certain(suspects)):
        return
    suspects += _suspects(document, [token for token in tokens if _is_rare(token, english)], segmenter)
    is_english = language_test(document.text, LANGUAGE)
    for suspect, odds in certain([one for one in suspects if is_english(line_at(document.text, one.start))]):
        yield suspect.edit("joined_words", odds)


def _is_unknown(token: str, english: Lexicon) -> bool:
    """Tell whether a token that is no form of the lexicon is none either without what follows its apostrophe."""
    return len(token) >= LEAST_LETTERS and form_of(token) not in english and core(token).lower() not in english


def _is_rare(token: str, english: Lexicon) -> bool:
    """Tell whether a word of the lexicon is so rare, and in no dictionary, that damage beside it makes it suspect."""
    word = core(token).lower()
    return len(word) >= LEAST_LETTERS and (english.cost(word) or 0.0) >= RARE_WORD and not english.is_listed(word)


def _suspects(document: Document, tokens: Iterable[str], segmenter: Segmenter) -> Iterator[Suspect]:
    """Find where these tokens stand and can be read as several words."""
    phrases = {(token,) for token in tokens if _may_be_joined(token, segmenter)}
    for start, (token,) in located(document.text, phrases):
        word = core(token)
        end = start + len(word or token)
        if is_protected(document, start, end):
            continue
        place = place_of(document.text, start, end)
        if split := _split(token, segmenter, place):
            least = _least_odds(split.parts)
            before, after = document.text[start:end], " ".join(split.parts)
            suspect = Suspect(start, before, after, split.advantage, split.lost_spaces, least)
            # What not even the worst damage around it would make certain needs no closer look.
            if suspect.odds(OFTEN) < least:
                continue
            if segmenter.is_word(word) or segmenter.is_misspelt(word) or _goes_on(place):
                suspect = replace(suspect, least=least + KNOWN_WORD)
            yield suspect


def _goes_on(place: Place) -> bool:
    """Tell whether a letter stands alone after a token, as in "answerin g": that is for `split_words`."""
    return place.right is not None and len(place.right) == 1 and place.right not in SHORT_WORDS


def _may_be_joined(token: str, segmenter: Segmenter) -> bool:
    """Tell cheaply whether a token may be several words."""
    if cut := contraction(token):
        return segmenter.knows(cut[0])
    word = core(token)
    return len(word) >= LEAST_LETTERS and segmenter.may_split(word)


def _split(token: str, segmenter: Segmenter, place: Place) -> Split | None:
    """Read a token as several words."""
    if cut := contraction(token):
        return segmenter.best_rest(*cut, place)
    return segmenter.best_split(core(token), place)


def _beside_numbers(document: Document, english: Lexicon) -> Iterator[Suspect]:
    """Find words glued to a number: "from2024", "26of", in the midst of damage "2019strengthen"; not "10am"."""
    for match in WORD_AND_NUMBER.finditer(document.text) if DIGIT_AND_LETTERS.search(document.text) else ():
        word, number = match[1] or match[4], match[2] or match[3]
        advantage = _advantage_beside_number(word, number, english)
        if advantage and not is_protected(document, match.start(), match.end()):
            after = f"{match[1]} {number}" if match[1] else f"{number} {match[4]}"
            yield Suspect(match.start(), match.group(), after, advantage, 1)


def _advantage_beside_number(word: str, number: str, english: Lexicon) -> float:
    """Give what speaks for a word and a number's being two; 0 where nothing does."""
    if word in FUNCTION_WORDS_BESIDE_NUMBERS:
        return NUMBER_WITH_WORD if len(number) > 1 else SHORT_NUMBER_WITH_WORD
    return NUMBER_WITH_LONG_WORD if len(word) >= LONG_WORD and english.is_listed(word) else 0.0


def _least_odds(parts: Sequence[str]) -> float:
    """Give the odds that a split must reach: less where a function word shows that this is no compound."""
    forms = {part.lower() for part in parts}
    if "a" in forms:
        return ENOUGH_WITH_LETTER
    name_like = parts[0].istitle() and parts[0].lower() not in FUNCTION_WORDS
    if not name_like and not FUNCTION_WORDS.isdisjoint(forms):
        return ENOUGH_WITH_FUNCTION_WORD
    if not FUNCTION_WORDS.isdisjoint(forms) or (parts[0].isupper() and len(parts[0]) > 1):
        return ENOUGH
    return ENOUGH_FOR_COMPOUND if len(parts) == 2 else ENOUGH_FOR_USER_NAME
