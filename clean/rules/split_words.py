"""Words that got a space inside them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from clean.bursts import Suspect, certain
from clean.lexicon import Lexicon, lexicon
from clean.segmentation import PREFIXES, SHORT_WORDS, Segmenter
from clean.tokens import SUFFIX_WORDS, is_protected, language_test, line_at, located, place_of
from clean.words import WORD, word_counts
from models import Document, Edit

LANGUAGE = "en"

RARE_WORD = 11.5
"""Cost from which a form that no dictionary has may be a piece of a word ("appr" of "appr oved")."""

LEAST_ODDS = 4.0
"""A space too many is rarer than a space lost: the odds must be greater (55 to 1)."""

LEAST_ODDS_FOR_MOVED = 7.0
"""The same where a word gives letters to its neighbour: "use dcall" may be code."""

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
    counts = word_counts(document.text)
    pieces = {form for form in set(map(str.lower, counts)).difference(_whole_words()) if _may_be_piece(form, english)}
    if not pieces:
        return
    tokens = WORD.findall(document.text)
    segmenter = Segmenter(english, counts)
    starts = set(_starts(list(map(str.lower, tokens)), pieces, segmenter))
    runs = {run for start in starts for run in _runs(tokens, start, pieces, segmenter)}
    suspects = list(_suspects(document, runs, segmenter))
    if any(True for _ in certain(suspects)):
        is_english = language_test(document.text, LANGUAGE)
        suspects = [one for one in suspects if is_english(line_at(document.text, one.start))]
        for suspect, odds in _apart(list(certain(suspects))):
            yield suspect.edit("split_words", odds)


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


@lru_cache(maxsize=1)
def _whole_words() -> dict[str, None]:
    """Give frequent words that are no pieces, so that most of a text needs no second look."""
    english = lexicon(LANGUAGE)
    frequent = english.most_frequent(10_000) if english else ()
    return {form: None for form in frequent if english and not _may_be_piece(form, english)}


def _starts(forms: Sequence[str], pieces: set[str], segmenter: Segmenter) -> Iterator[int]:
    """Give the numbers of the words from which on a piece and its neighbours may make other words."""
    for number, form in enumerate(forms):
        if form not in pieces:
            continue
        if number and segmenter.may_join(forms[number - 1], form):
            yield number - 1
        if number + 1 < len(forms) and (forms[number + 1] in pieces or segmenter.may_join(form, forms[number + 1])):
            yield number


def _suspects(document: Document, runs: set[tuple[str, ...]], segmenter: Segmenter) -> Iterator[Suspect]:
    """Find where these runs of tokens stand and make other words."""
    text = document.text
    for start, tokens in located(text, runs):
        before = " ".join(tokens)
        end = start + len(before)
        if is_protected(document, start, start + len(tokens[0])) or is_protected(document, start, end):
            continue
        join = segmenter.best_join(tokens, place_of(text, start, end))
        if join is None or not all(map(segmenter.is_solid, join.parts)):
            continue
        if len(join.parts) == 1 or _moves_the_space(tokens, join.parts):
            damages = len(tokens) + len(join.parts) - 2
            least = _least_odds(tokens, moved=len(join.parts) > 1 and segmenter.is_solid(tokens[0]))
            yield Suspect(start, before, " ".join(join.parts), join.advantage, damages, least)


def _least_odds(tokens: Sequence[str], *, moved: bool) -> float:
    """Give the odds that a join must reach; `moved` says that a word loses letters to the one beside it."""
    if len(tokens) == 2 and (len(tokens[1]) == 1 or tokens[1] in SUFFIX_WORDS):
        return LEAST_ODDS_FOR_REMNANT
    return LEAST_ODDS_FOR_MOVED if moved else LEAST_ODDS


def _moves_the_space(tokens: Sequence[str], parts: Sequence[str]) -> bool:
    """Tell whether the space between two tokens goes elsewhere, and does not merely get company."""
    return len(tokens) == 2 and len(tokens[0]) not in accumulate(map(len, parts))


def _runs(tokens: Sequence[str], start: int, pieces: set[str], segmenter: Segmenter) -> Iterator[tuple[str, ...]]:
    """Give the runs of tokens from one on that may be other words: two, or more if all but the last are short."""
    if tokens[start].lower() in NO_PIECES or not tokens[start].isalpha():
        return
    length, all_short, any_piece = len(tokens[start]), True, tokens[start].lower() in pieces
    for last in range(start + 1, len(tokens)):
        all_short = all_short and len(tokens[last - 1]) <= LONGEST_SHORT
        token = tokens[last]
        length += len(token)
        any_piece = any_piece or token in pieces
        if length > LONGEST_WORD or not token.islower() or not token.isalpha() or (last > start + 1 and not all_short):
            return
        if not any_piece or length < LEAST_LETTERS:
            continue
        run = tuple(tokens[start : last + 1])
        if segmenter.is_word("".join(run)) or (len(run) == 2 and segmenter.may_join(run[0].lower(), token)):
            yield run


def _apart(chosen: Sequence[tuple[Suspect, float]]) -> Iterator[tuple[Suspect, float]]:
    """Of suspects that overlap keep the one with the best odds."""
    taken: list[tuple[int, int]] = []
    for suspect, odds in sorted(chosen, key=lambda one: (-one[1], one[0].start)):
        end = suspect.start + len(suspect.before)
        if all(end <= begun or suspect.start >= ended for begun, ended in taken):
            taken.append((suspect.start, end))
            yield suspect, odds
