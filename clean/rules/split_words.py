"""Words that got a space inside them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import exp

from clean.bursts import Suspect, certain
from clean.language import detect_language
from clean.lexicon import Lexicon, lexicon
from clean.segmentation import PREFIXES, SHORT_WORDS, Segmenter
from clean.tokens import SUFFIX_WORDS, WORD, is_protected, language_test, line_at, place_of
from models import Document, Edit, EditKind

LANGUAGE = "en"

RARE_WORD = 11.5
"""Cost from which a form that no dictionary has may be a piece of a word ("appr" of "appr oved")."""

LEAST_ODDS = 4.0
"""A space too many is rarer than a space lost: the odds must be greater (55 to 1)."""

LEAST_ODDS_FOR_REMNANT = 10.0
"""The same where a single letter or "ll" follows: it may be a variable, or what is left of "they'll"."""

# Endings that lists of words have as words of their own.
ENDINGS = frozenset(
    {"ally", "ance", "ation", "ence", "ing", "ings", "ity", "ment", "ments", "ness", "sion", "tion", "tions"}
)

LEAST_LETTERS = 3
LONGEST_WORD = 24
LONGEST_SHORT = 3
"""Letters of the words that are made, and of the pieces before the last where there are more
than two ("t e m poral")."""

# Words that stand beside names and terms of every language: "e" in "e commerce", "la" in "la carte".
NO_PIECES = frozenset(
    {*PREFIXES[1:], "e", "x", "v", "vs", "al", "el", "la", "le", "de", "du", "van", "von", "ex", "st"}
)


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
    suspects = list(_suspects(document, words, segmenter, pieces))
    for suspect, odds in _apart(list(certain(suspects))):
        yield _edit(suspect, odds)


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
    if form in ENDINGS:
        return True
    cost = english.cost(form)
    return cost is None or (cost >= RARE_WORD and not english.is_listed(form))


def _suspects(
    document: Document, words: Sequence[re.Match[str]], segmenter: Segmenter, pieces: set[str]
) -> Iterator[Suspect]:
    """Find neighbours, one of them a piece, that make other words together."""
    is_english = language_test(document.text, LANGUAGE)
    for first, last in _runs(document.text, words, pieces):
        tokens = tuple(word.group() for word in words[first : last + 1])
        if len(tokens) == 2 and not segmenter.may_join(tokens[0].lower(), tokens[1].lower()):
            continue
        if any(is_protected(document, word.start(), word.end()) for word in words[first : last + 1]):
            continue
        start = words[first].start()
        if not is_english(line_at(document.text, start)):
            continue
        join = segmenter.best_join(tokens, place_of(document.text, words, first, last))
        if join and (len(join.parts) == 1 or _moves_the_space(tokens, join.parts)):
            damages = len(tokens) + len(join.parts) - 2
            is_remnant = len(tokens) == 2 and (len(tokens[1]) == 1 or tokens[1] in SUFFIX_WORDS)
            least = LEAST_ODDS_FOR_REMNANT if is_remnant else LEAST_ODDS
            yield Suspect(start, " ".join(tokens), " ".join(join.parts), join.advantage, damages, least)


def _moves_the_space(tokens: Sequence[str], parts: Sequence[str]) -> bool:
    """Tell whether the space between two tokens goes elsewhere, and does not merely get company."""
    return len(tokens) == 2 and len(tokens[0]) not in accumulate(map(len, parts))


def _runs(text: str, words: Sequence[re.Match[str]], pieces: set[str]) -> Iterator[tuple[int, int]]:
    """Give runs of neighbours (numbers of the first and the last) that may be one word: two, or more if all short."""
    for first in range(len(words) - 1):
        if words[first].group().lower() in NO_PIECES:
            continue
        length, all_short = len(words[first].group()), len(words[first].group()) <= LONGEST_SHORT
        any_piece = words[first].group().lower() in pieces
        for last in range(first + 1, len(words)):
            token = words[last].group()
            length += len(token)
            any_piece = any_piece or token.lower() in pieces
            if length > LONGEST_WORD or not _may_belong_together(text, words[last - 1], words[last]):
                break
            if any_piece and length >= LEAST_LETTERS and (last == first + 1 or all_short):
                yield first, last
            all_short = all_short and len(token) <= LONGEST_SHORT
            if not all_short:
                break


def _may_belong_together(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Tell whether only a space keeps two tokens apart, and the second may go on with the first's word."""
    return (
        second.start() == first.end() + 1
        and text[first.end()] == " "
        and second.group().islower()
        and first.group().isalpha()
        and second.group().isalpha()
    )


def _apart(chosen: Sequence[tuple[Suspect, float]]) -> Iterator[tuple[Suspect, float]]:
    """Of suspects that overlap keep the one with the best odds."""
    taken: list[tuple[int, int]] = []
    for suspect, odds in sorted(chosen, key=lambda one: (-one[1], one[0].start)):
        end = suspect.start + len(suspect.before)
        if all(end <= begun or suspect.start >= ended for begun, ended in taken):
            taken.append((suspect.start, end))
            yield suspect, odds
