"""Words that got a space inside them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import exp

from clean.bursts import Suspect, certain
from clean.language import detect_language
from clean.lexicon import Lexicon, lexicon
from clean.segmentation import PREFIXES, SHORT_WORDS, Segmenter
from clean.tokens import WORD, core, is_protected, language_test, line_at, place_of
from models import Document, Edit, EditKind

LANGUAGE = "en"

RARE_WORD = 11.5
"""Cost from which a word of three letters or more may be a piece of another ("ral" of "gene ral")."""

LEAST_ODDS = 7.0
"""A space too many is rarer than a space lost: the odds must be greater (1,100 to 1)."""

LEAST_LETTERS = 4

# Words that stand beside names and terms of every language: "e" in "e commerce", "la" in "la carte".
NO_PIECES = frozenset({*PREFIXES, "e", "x", "v", "vs", "al", "el", "la", "le", "de", "du", "van", "von", "ex", "st"})


def split_words(document: Document) -> Iterator[Edit]:
    """Join the pieces of a word that a space was put into, or put the space between two words in its place.

    Extraction reads wide gaps between letters as spaces, OCR a drop cap or a broken letter. Pieces are joined when at
    least one is no word and the odds are overwhelming that what they make is a known one.

    Left alone on purpose: names and abbreviations ("Mc Donald", "et al"), prefixes written apart ("non profit"), two
    words that could be one ("any more"), everything in a language without a lexicon.

    >>> from models import Document
    >>> [edit.after for edit in split_words(Document(text="It is found in the evergr een forests of the north."))]
    ['evergreen']
    """
    english = lexicon(LANGUAGE)
    if english is None:
        return
    pieces = {form for form in set(WORD.findall(document.text.lower())) if _may_be_piece(form, english)}
    if not pieces or detect_language(document.text) not in {LANGUAGE, None}:
        return
    words = list(WORD.finditer(document.text))
    segmenter = Segmenter(english, Counter(word.group() for word in words))
    reached = 0
    for suspect, odds in certain(list(_suspects(document, words, segmenter, pieces))):
        if suspect.start >= reached:
            yield _edit(suspect, odds)
            reached = suspect.start + len(suspect.before)


def _edit(suspect: Suspect, odds: float) -> Edit:
    return Edit(
        rule="split_words",
        kind=EditKind.REPAIR,
        start=suspect.start,
        end=suspect.start + len(suspect.before),
        before=suspect.before,
        after=suspect.after,
        confidence=round(1 / (1 + exp(-min(odds, 30.0))), 4),
        evidence=f"log-odds {odds:.1f}",
    )


def _may_be_piece(form: str, english: Lexicon) -> bool:
    """Tell whether a form is rather a piece of a word than a word."""
    if "'" in form or "’" in form or form in NO_PIECES:
        return False
    if len(form) < 3:
        return form not in SHORT_WORDS
    cost = english.cost(form)
    return cost is None or cost >= RARE_WORD


def _suspects(
    document: Document, words: Sequence[re.Match[str]], segmenter: Segmenter, pieces: set[str]
) -> Iterator[Suspect]:
    """Find neighbours, one of them a piece, that make other words together."""
    text = document.text
    is_english = language_test(text, LANGUAGE)
    for number in range(len(words) - 1):
        first, second = words[number], words[number + 1]
        if not _may_belong_together(text, first, second):
            continue
        if first.group().lower() not in pieces and second.group().lower() not in pieces:
            continue
        if is_protected(document, first.start(), first.end()) or is_protected(document, second.start(), second.end()):
            continue
        if not is_english(line_at(text, first.start())):
            continue
        tokens = (first.group(), second.group())
        place = place_of(text, words, number, number + 1)
        if join := segmenter.best_join(tokens, place):
            yield Suspect(
                first.start(), " ".join(tokens), " ".join(join.parts), join.advantage, len(join.parts), LEAST_ODDS
            )


def _may_belong_together(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Tell whether only a space keeps two tokens apart, and the second may go on with the first's word."""
    return (
        second.start() == first.end() + 1
        and text[first.end()] == " "
        and second.group().islower()
        and core(first.group()) == first.group()
        and core(second.group()) == second.group()
        and len(first.group()) + len(second.group()) >= LEAST_LETTERS
        and first.group().lower() not in NO_PIECES
    )
