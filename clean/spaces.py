"""Where the spaces of a text are wrong: gaps that lost theirs, and spaces in places where none belongs.

The character model (`clean.boundary_model`) tells how likely a space belongs into a gap. It is asked only around what
looks suspicious, and what it says is acted on where it is sure; damage comes in bursts, so that beside what is certain
the less certain is done too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clean.boundary_model import BoundaryModel, boundary_model
from clean.boundary_odds import BoundaryOdds, Floats, covered, digits_of
from clean.language import detect_language
from clean.letters import NO_GAP, SPACE, Flags, Letters, Tokens, are_among, letters_of, runs, tokens_of
from clean.tokens import LONGEST_RUN, language_test, line_at, run_at
from clean.word_table import (
    LONGEST_WORD,
    UNKNOWN,
    Keys,
    Places,
    WordTable,
    are_in,
    are_pairs,
    keys_of_words,
    ranges,
    word_table,
)
from clean.wrong_spaces import LANGUAGE
from models import Document, SpanKind

SURE = 4.0
"""Log-odds from which on a gap is changed, whatever stands around it."""

LIKELY = 2.0
"""Log-odds that are enough in the midst of damage."""

IN_FUSED_RUN = 2.0
LEAST_FUSED = 3
"""Log-odds that are enough in a run of letters without spaces that gets so many others."""

PART_OF_WORD = 2.0
"""How much more a change must have that parts a known word."""

EVEN = 0.0
"""Log-odds that are enough there inside what a change leaves, if it is no known word."""
SHORTEST_UNKNOWN = 5

LEAST_LETTERSPACED = 5
"""Single letters in a row, from which on nothing more is asked of them."""

TAKEN_OUT = 1.0
BETWEEN_LETTERS = 5.0
COMPOUND = 3.0
KNOWN_COMPOUND = 3.0
CAPITAL_INSIDE = 3.0
BESIDE_NUMBER = 2.0
AFTER_MARK = 6.0
AT_MARK = 9.0
IN_QUOTES = 4.0
LEFT_OVER = 4.0
REPEATED = 1.0
WITH_FUNCTION_WORD = 1.0
PROVEN = 4.5
MOST_REPETITIONS = 3
"""How much more a change must have where nothing is damaged.

More for a space to be taken out, one between two single letters, one beside a mark; between two words that may be a
compound ("thumbwheel"), and that lists of words have as one ("livestream"); at a capital inside a word ("theCUBE"),
between a letter and a digit ("reader88"), after a mark (that is for `punctuation_spacing`), in a word that stands in
quotation marks by itself, at a capital alone or what a lost apostrophe leaves ("we re"), and for each time that the
text has a word again. Less where a function word meets another one ("andthe"), and behind a name that the text has.
"""

LOWEST = SURE - PROVEN - WITH_FUNCTION_WORD
"""No bar is lower than this where nothing is damaged, and none for a space to be taken out lower than SURE."""

LEAST_LETTERS = 3

LONGEST_PIECE = 200_000
"""Characters of a text that are looked at together; they share their vocabulary. It keeps memory small."""

REACH = 300
"""Letters over which certain damage lowers the bar for what stands beside it."""

ENOUGH_WITNESSES = 3
"""So many certain changes within reach lower the bar all the way."""


# In a run of characters without white space: an address, a domain or a file name, code. Matches "x@y.org", "a/b/c",
# "notes.txt", "open()"; not "end.The", not "and/or".
MACHINE = re.compile(
    r"://|www\.|@|\w/[^\s/]+/|\\|_|\(\)|\.[a-z]{2,4}(?:[/:?#]|[\"'”’),;:!?]*$)|[a-z]{2}\.[a-z]{2}|^[ru]/\w|--\w|::|->|=|^[#/~<]"
)

# A line of code. Matches "const a = b", "if (x) {", "a -> b;"; not "Forum(NSF)", not a sentence with a semicolon.
CODE = re.compile(r"[{}]|;\s*\Z|=>|->|==|::|\s=\s|</?\w")

SHORTEST_OF_COMPOUND = 3
COMMON = 115
"""Cost up to which a word may follow a name without a space."""

# fmt: off
FUNCTION_WORDS = (
    "about", "after", "against", "also", "although", "and", "are", "because", "been", "between", "both", "but", "can",
    "could", "did", "does", "during", "each", "for", "from", "had", "has", "have", "her", "his", "its", "may", "must",
    "our", "said", "says", "she", "should", "since", "such", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "until", "very", "was", "were", "when", "where", "whether", "which", "while",
    "who", "whom", "whose", "will", "with", "would", "your",
)
# fmt: on
"""Words of three letters and more that make no compounds."""

APOSTROPHES = "'’"
HYPHEN = "-"
QUOTES = "\"'“”‘’[]"


class Change(NamedTuple):
    """A stretch of a text whose spaces are wrong."""

    start: int
    before: str
    after: str
    odds: float
    """Log-odds of its least certain gap."""
    takes_spaces: bool
    """Whether a space is taken out, or put elsewhere."""

    @property
    def confidence(self) -> float:
        """Give the probability that goes with the odds."""
        return round(1 / (1 + exp(-self.odds)), 4)

    @property
    def evidence(self) -> str:
        """Give the odds in words."""
        return f"log-odds {self.odds:.1f}"


def found_in(document: Document) -> Iterator[Change]:
    """Find the stretches of a document whose spaces are wrong, from left to right, where it is prose in English."""
    text = document.text
    if detect_language(text) not in {LANGUAGE, None}:
        return
    found = changes(text, LANGUAGE)
    if not found:
        return
    is_english = language_test(text, LANGUAGE)
    kept = [span for span in document.spans if span.kind is SpanKind.PREFORMATTED]
    line_end, is_prose = -1, False
    for change in found:
        end = change.start + len(change.before)
        if change.start >= line_end:
            line = line_at(text, change.start)
            is_prose = is_english(line) and not CODE.search(line)
            line_end = text.find("\n", change.start)
            line_end = line_end if line_end >= 0 else len(text)
        if any(span.start < end and change.start < span.end for span in kept):
            continue
        if is_prose and not _is_machine(text, change):
            yield change


def _is_machine(text: str, change: Change) -> bool:
    """Tell whether a stretch is part of an address, a handle, a file name or code, or may be the rest of one."""
    parts = run_at(text, change.start, change.start + len(change.before)).split()
    if change.takes_spaces:
        parts += text[max(0, change.start - LONGEST_RUN) : change.start].split()[-1:]
    return any(map(MACHINE.search, parts))


@lru_cache(maxsize=4)
def changes(text: str, language: str) -> tuple[Change, ...]:
    """Find the stretches of a text whose spaces are wrong, from left to right; none where there is no model.

    Rules ask this of one text one after the other, so the last answers are kept.
    """
    model, known = boundary_model(language), word_table(language)
    if model is None or known is None:
        return ()
    return tuple(
        change._replace(start=start + change.start)
        for start, piece in _pieces(text)
        for change in _changes_in(piece, model, known)
    )


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text that is too long to be looked at as a whole, at a line end where there is one."""
    start = 0
    while len(text) - start > LONGEST_PIECE:
        end = text.rfind("\n", start, start + LONGEST_PIECE) + 1
        end = end if end > start else start + LONGEST_PIECE
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _changes_in(text: str, model: BoundaryModel, known: WordTable) -> Iterator[Change]:
    letters = letters_of(text)
    if len(letters) < LEAST_LETTERS:
        return
    asked = BoundaryOdds(letters, tokens_of(letters, known), model)
    doubtful = asked.doubtful()
    if not doubtful.any():
        return
    asked.ask(doubtful)
    if not _wrong(letters, asked.odds, np.where(letters.gaps == SPACE, SURE, LOWEST)).any():
        return
    calm, proven = _bars(letters, asked.tokens), PROVEN * _behind_names(letters, asked.tokens)
    sure = _wrong(letters, asked.odds, calm - proven)
    if not sure.any():
        return
    near = _around(sure)
    asked.ask(asked.doubtful_in_damage(near > 0))
    bars = calm - (calm - LIKELY) * np.minimum(1.0, near / ENOUGH_WITNESSES) - proven
    wrong = _wrong(letters, asked.odds, bars)
    bars = np.where(_in_fused_runs(letters, wrong), np.minimum(bars, IN_FUSED_RUN), bars)
    wrong = _wrong(letters, asked.odds, bars)
    bars[_parts_of_words(letters, asked.tokens, wrong)] += PART_OF_WORD
    wrong = _wrong(letters, asked.odds, bars)
    unknown = _in_unknown_words(letters, asked.tokens, wrong) & (near >= ENOUGH_WITNESSES)
    bars = np.where(unknown, EVEN, bars)
    yield from _changes(text, letters, asked.odds, wrong | _wrong(letters, asked.odds, bars))


def _bars(letters: Letters, tokens: Tokens) -> Floats:
    """Give the log-odds that a change needs before each letter where nothing around it is damaged."""
    bars = SURE + np.append(_bars_of_tokens(letters, tokens), 0.0)[tokens.of_letter]
    word, upper, digit, joined = letters.word, letters.upper, digits_of(letters), letters.gaps[1:] == NO_GAP
    bars[1:][joined & upper[1:] & word[:-1] & ~upper[:-1]] += CAPITAL_INSIDE
    mark = ~word & ~digit
    bars[1:][joined & mark[:-1]] += AFTER_MARK
    hyphen = are_among(letters.codes, HYPHEN)
    bars[1:][joined & (hyphen[1:] | hyphen[:-1])] += AT_MARK
    bars[letters.gaps == SPACE] += TAKEN_OUT
    bars[1:][(letters.gaps[1:] == SPACE) & (mark[1:] | mark[:-1])] += AT_MARK
    compounds, others = _joints(letters, tokens)
    bars[compounds] += COMPOUND
    bars[others] -= WITH_FUNCTION_WORD
    return np.asarray(bars)


def _joints(letters: Letters, tokens: Tokens) -> tuple[Places, Places]:
    """Find where two known words meet in one unknown token: two that may be a compound, and a function word's."""
    lengths = tokens.ends - tokens.starts
    least = 2 * SHORTEST_OF_COMPOUND
    chosen = np.flatnonzero((tokens.costs == UNKNOWN) & (lengths >= least) & (lengths <= LONGEST_WORD))
    nth, inner = ranges(lengths[chosen] - least + 1)
    token = chosen[nth]
    at = tokens.starts[token] + SHORTEST_OF_COMPOUND + inner
    halves = (letters.keys(tokens.starts[token], at), letters.keys(at, tokens.ends[token]))
    known = (tokens.known.costs(halves[0]) < UNKNOWN) & (tokens.known.costs(halves[1]) < UNKNOWN)
    with_function_word = are_in(halves[0], _function_words()) | are_in(halves[1], _function_words())
    after_acronym = letters.upper[at - 1]
    return at[known & ~with_function_word & ~after_acronym], at[known & with_function_word]


def _behind_names(letters: Letters, tokens: Tokens) -> Flags:
    """Tell where a name that the text has on its own, again and again, is glued to a known word."""
    behind = np.zeros(len(letters), np.bool_)
    foreign = (tokens.costs == UNKNOWN) & letters.upper[tokens.starts]
    names = np.unique(tokens.keys[foreign & (tokens.counts > 1)])
    if not len(names):
        return behind
    starts, ends = tokens.starts[foreign], tokens.ends[foreign]
    nth, more = ranges(np.clip(ends - starts - SHORTEST_OF_COMPOUND - 1, 0, LONGEST_WORD - 2))
    at = starts[nth] + 2 + more
    is_name = are_in(letters.keys(starts[nth], at), names)
    rest = tokens.known.costs(letters.keys(at[is_name], ends[nth[is_name]]))
    behind[at[is_name][rest <= COMMON]] = True
    return behind


@lru_cache(maxsize=1)
def _function_words() -> Keys:
    return np.sort(keys_of_words(FUNCTION_WORDS))


def _bars_of_tokens(letters: Letters, tokens: Tokens) -> Floats:
    """Give how much more each token needs than others."""
    last = len(letters) - 1
    before, after = np.maximum(tokens.starts - 1, 0), np.minimum(tokens.ends, last)
    joined_before = (letters.gaps[tokens.starts] == NO_GAP) & (tokens.starts > 0)
    joined_after = (letters.gaps[after] == NO_GAP) & (tokens.ends <= last)
    digit, quote = digits_of(letters), are_among(letters.codes, QUOTES)
    numbered = joined_before & digit[before] | joined_after & digit[after]
    quoted = joined_before & quote[before] & joined_after & quote[after]
    single = tokens.ends - tokens.starts == 1
    left_over = are_in(tokens.keys, _left_over()) | (single & letters.upper[tokens.starts])
    after_single = single & np.append(False, (single & tokens.meets_next(letters))[:-1])
    return np.where(
        _letterspaced(letters, tokens, after_single),
        0.0,
        REPEATED * np.minimum(tokens.counts - 1, MOST_REPETITIONS)
        + BESIDE_NUMBER * numbered
        + IN_QUOTES * quoted
        + LEFT_OVER * left_over
        + BETWEEN_LETTERS * after_single
        + KNOWN_COMPOUND * are_pairs(tokens.keys, LANGUAGE),
    )


def _letterspaced(letters: Letters, tokens: Tokens, after_single: Flags) -> Flags:
    """Tell which tokens are the letters of a known word that is printed in spaced letters."""
    firsts = np.flatnonzero(~after_single)
    lasts = np.append(firsts[1:], len(after_single)) - 1
    keys = letters.keys(tokens.starts[firsts], tokens.ends[lasts])
    known = (tokens.known.costs(keys) < UNKNOWN) & (lasts - firsts + 1 >= LEAST_LETTERSPACED)
    return np.repeat(known, lasts - firsts + 1)


@lru_cache(maxsize=1)
def _left_over() -> Keys:
    """Give the keys of what is left of a word beside a lost apostrophe: "we re", "don t"."""
    return np.sort(keys_of_words(("s", "t", "re", "ve", "ll", "d", "m")))


def _wrong(letters: Letters, odds: Floats, bars: Floats) -> Flags:
    """Tell before which letters there is a space and should be none, or the other way round."""
    wrong: Flags = (letters.gaps == NO_GAP) & (odds > bars) | (letters.gaps == SPACE) & (odds < -bars)
    # A hidden hyphen says by itself that a word goes on.
    return wrong & ~letters.hidden


def _in_fused_runs(letters: Letters, wrong: Flags) -> Flags:
    """Tell which letters are in a run without spaces in which several other gaps are wrong."""
    run = np.cumsum(letters.gaps != NO_GAP)
    others = np.bincount(run, weights=wrong)[run] - wrong
    return np.asarray((others >= LEAST_FUSED) & (letters.gaps == NO_GAP))


def _parts_of_words(letters: Letters, tokens: Tokens, wrong: Flags) -> Places:
    """Find where changes would put a space between two pieces that are a known word together."""
    starts, ends = runs(letters.word, (letters.gaps != NO_GAP) ^ wrong)
    meet = np.flatnonzero((ends[:-1] == starts[1:]) & (letters.gaps[starts[1:]] == NO_GAP))
    known = tokens.known.costs(letters.keys(starts[meet], ends[meet + 1])) < UNKNOWN
    return np.asarray(starts[meet + 1][known])


def _in_unknown_words(letters: Letters, tokens: Tokens, wrong: Flags) -> Flags:
    """Tell which letters, but for the first, are in words that changes leave and no one knows.

    What stands beside a hyphen may be half a word, and is none of them.
    """
    starts, ends = runs(letters.word, (letters.gaps != NO_GAP) ^ wrong)
    keys = letters.keys(starts, ends)
    known = (tokens.known.costs(keys) < UNKNOWN) | (ends - starts < SHORTEST_UNKNOWN)
    known |= ~wrong[starts] & ~np.append(wrong, np.zeros(1, np.bool_))[ends]
    if tokens.attested is not None:
        once = are_in(keys, np.sort(tokens.keys[tokens.counts == 1]))
        known |= (tokens.attested.costs(keys) < UNKNOWN) & ~once
    hyphen = np.append(are_among(letters.codes, HYPHEN), np.zeros(1, np.bool_))
    known |= hyphen[starts - 1] | hyphen[ends]
    inside: Flags = covered(starts[~known] + 1, ends[~known], len(letters)) & (letters.gaps == NO_GAP)
    return inside


def _around(flags: Flags) -> NDArray[np.int64]:
    """Count the flags within reach of each letter, itself not among them."""
    sums = np.concatenate([[0], np.cumsum(flags)])
    at = np.arange(len(flags))
    low, high = np.maximum(0, at - REACH), np.minimum(len(flags), at + REACH + 1)
    return np.asarray(sums[high] - sums[low] - flags)


def _changes(text: str, letters: Letters, odds: Floats, wrong: Flags) -> Iterator[Change]:
    """Join the wrong gaps that no right space parts into stretches."""
    gaps = letters.gaps
    group: list[int] = []
    for place in np.flatnonzero(wrong).tolist():
        if group and _apart(gaps, wrong, group[-1], place):
            yield _change(text, letters, odds, group)
            group = []
        group.append(place)
    if group:
        yield _change(text, letters, odds, group)


def _apart(gaps: NDArray[np.uint8], wrong: Flags, first: int, second: int) -> bool:
    between = slice(first + 1, second)
    return bool(((gaps[between] != NO_GAP) & ~wrong[between]).any())


def _change(text: str, letters: Letters, odds: Floats, group: list[int]) -> Change:
    """Make one change of neighbouring gaps, from the beginning of the first word to the end of the last."""
    first, last = group[0] - 1, group[-1]
    while first > 0 and _goes_on(text, letters, first):
        first -= 1
    while last + 1 < len(letters) and _goes_on(text, letters, last + 1):
        last += 1
    gaps, wrong = letters.gaps, set(group)
    places = letters.places[first : last + 1].tolist()
    after = text[places[0]]
    for nth, (place, following) in enumerate(pairwise(places), first + 1):
        space = " " if (gaps[nth] != NO_GAP) != (nth in wrong) else ""
        after += "".join(text[place + 1 : following].split()) + space + text[following]
    return Change(
        start=places[0],
        before=text[places[0] : places[-1] + 1],
        after=after,
        odds=min(abs(float(odds[place])) for place in group),
        takes_spaces=bool((gaps[group] == SPACE).any()),
    )


def _goes_on(text: str, letters: Letters, letter: int) -> bool:
    """Tell whether a letter belongs to the same word or number as the one before it."""
    before, here = (text[place] for place in letters.places[letter - 1 : letter + 1])
    word = (before.isalnum() or before in APOSTROPHES) and (here.isalnum() or here in APOSTROPHES)
    return word and letters.gaps[letter] == NO_GAP and not (before in APOSTROPHES and here in APOSTROPHES)
