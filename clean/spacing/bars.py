"""How much the character model must have said for a space to be changed where nothing around it is damaged.

The model has learned from damaged text. What is right and looks like damage it knows less well: names, compounds,
identifiers, foreign words. Here is what makes a place look like one of these, and how much more is asked there. All
figures are log-odds (natural).
"""

import numpy as np

from clean.spacing.boundary_odds import Floats, digits_of
from clean.spacing.english_prose import LANGUAGE
from clean.spacing.letters import APOSTROPHE, NO_GAP, SPACE, Flags, Letters, Tokens, are_among, runs
from clean.spacing.usual_pairs import are_usual_pairs
from clean.spacing.word_table import LONGEST_WORD, UNKNOWN, Places, are_in, are_pairs, keys_of_few, ranges
from clean.words.function_words import FUNCTION_WORDS
from clean.words.lexicon import BEGINS_COMPOUNDS, CASING, ENDS_COMPOUNDS, Casing

SURE = 4.0
"""What is asked of every change."""

TAKEN_OUT = 1.0
BETWEEN_LETTERS = 5.0
"""More for a space to be taken out, and for one between two single letters."""

BEHIND_E = 4.0
"""More for a known word to be joined with an "e", which often has lost its hyphen ("e commerce")."""

BETWEEN_FREQUENT, FREQUENT = 3.0, 115
"""More for one between two words that cost no more than this ("direct or")."""

LEAST_LETTERSPACED = 5
"""Single letters in a row, from which on nothing more is asked of them, if they are a known word."""

TWO_WORDS, USUAL_PAIR = 1.0, 0.0
COMPOUND = 3.0
KNOWN_COMPOUND = 3.0
"""More between two known words; between two of which one is known to make compounds with others ("thumbwheel"); and in
what lists of words have as one ("livestream"). Less where the two often stand side by side ("strengthtraining"), which
is reason enough at a capital too ("WestVirginia")."""

BESIDE_CAPITALS = 2.0
"""More behind several capitals ("CFexpress"), and before the last of several ("AIGuild")."""

NAME_BEHIND = 6.0
"""More where the second word is a name and has no capital: together they are another name ("Johannesmeyer")."""

UNKNOWN_BESIDE_SHORT = 3.0
SHORT = 2
"""More between at most so many letters and a rest that no one knows: "toheroa" is a word from elsewhere."""

WITH_FUNCTION_WORD = 1.0
"""Less where one of two words is a function word ("andthe")."""

PROVEN = 4.5
"""Less behind a name that the text has on its own again and again."""

CAPITAL_BEHIND_SMALL = 2.0
CAPITAL_BEHIND_CAPITAL = 3.0
CAPITAL_OF_IDENTIFIER = 6.0
"""More at a capital inside a word that begins with a small letter, or with another capital ("FitBit"), and most where
the word that begins with it is none that is written so in a sentence ("hostName", "theCUBE"), or there is another such
capital ("setKeyTag"); not so behind a word that begins no identifier ("theLower House"), nor before a function word
("likeThe Times")."""

BESIDE_NUMBER = 2.0
BESIDE_UNKNOWN_NUMBER = 6.0
"""More between a letter and a digit ("reader88"), and if the word is unknown ("libxml2") or hyphened ("eu-west1")."""

BEHIND_YEAR = -1.5
SHORTEST_BEHIND_YEAR, COMMON_BEHIND_YEAR = 2, 130
"""Less right behind a year that stands behind a function word ("in 2006and"), for words of so many letters and so
little cost."""

AFTER_MARK = 6.0
BEFORE_BRACKET = 1.0
AT_HYPHEN = 9.0
BESIDE_MARK = 9.0
"""More behind a mark (that is for `punctuation_spacing`), before a bracket, beside a hyphen, and for a space beside a
mark to be taken out."""

IN_QUOTES = 4.0
"""More in a word that stands in quotation marks by itself."""

OPTION = 6.0
"""More in an unknown word right behind a hyphen that has a space before it ("-nodefaults")."""

FOREIGN = 4.0
"""More in an unknown word with a letter that English has not."""

LAST_LETTER = 2.0
"""More before the last letter of a word with a capital ("Oura")."""

LEFT_OVER = 4.0
"""More at a capital alone, or what a lost apostrophe leaves ("we re")."""

REPEATED = 1.0
MOST_REPETITIONS = 3
"""More for each time that the text has a word again."""

LOWEST = SURE - PROVEN - WITH_FUNCTION_WORD
"""No bar is lower than this, and none for a space to be taken out lower than SURE."""

SHORTEST_OF_COMPOUND = 3
COMMON = 115
"""Cost up to which a word may follow a name without a space."""

BEGIN_NO_IDENTIFIER = (
    "also",
    "and",
    "because",
    "but",
    "her",
    "his",
    "its",
    "our",
    "said",
    "that",
    "the",
    "their",
    "was",
    "were",
)
"""Those that no name in a program begins with ("theLower"; not "forEach")."""

PREPOSITIONS = ("at", "by", "for", "from", "in", "near", "of", "on", "since", "to", "until", "via", "with")
NAME_BEHIND_PREPOSITION = -2.0
"""Less behind one of these, in small letters, at the capital of a known name ("onTuesday"). No text of the development
tenth has that and is right."""

LEFT_OVER_LETTERS = ("s", "t", "re", "ve", "ll", "d", "m")
"""What is left of a word beside a lost apostrophe: "we re", "don t"."""

HYPHEN = "-"
QUOTES = "\"'“”‘’[]`"
_ASCII = 0x80


def bars(letters: Letters, tokens: Tokens) -> Floats:
    """Give the log-odds that a change needs before each letter where nothing around it is damaged."""
    word, mark = letters.word, ~letters.word & ~digits_of(letters)
    joined, spaced = letters.gaps[1:] == NO_GAP, letters.gaps[1:] == SPACE
    found = SURE + np.append(_of_tokens(letters, tokens), 0.0)[tokens.of_letter]
    found += _at_joints(letters, tokens)
    found[tokens.ends[letters.upper[tokens.starts]] - 1] += LAST_LETTER
    found[_beside_unknown(letters, tokens)] += UNKNOWN_BESIDE_SHORT
    found[1:][joined & mark[:-1]] += AFTER_MARK
    found[1:][joined & word[:-1] & are_among(letters.codes, "(")[1:]] += BEFORE_BRACKET
    hyphen = are_among(letters.codes, HYPHEN)
    found[1:][joined & (hyphen[1:] | hyphen[:-1])] += AT_HYPHEN
    found[1:][spaced] += TAKEN_OUT
    found[tokens.starts[1:][_are_between_frequent(letters, tokens)]] += BETWEEN_FREQUENT
    found[1:][spaced & (mark[1:] | mark[:-1])] += BESIDE_MARK
    return np.asarray(found)


def _are_between_frequent(letters: Letters, tokens: Tokens) -> Flags:
    """Tell for each token but the first whether a mere space parts it from another, both frequent words."""
    frequent = tokens.costs <= FREQUENT
    return np.asarray((frequent & tokens.meets_next(letters))[:-1] & frequent[1:])


def proven(letters: Letters, tokens: Tokens) -> Floats:
    """Give how much less is needed before each letter, whatever stands around it: behind names that the text has."""
    return np.where(_behind_names(letters, tokens), PROVEN, 0.0)


def _at_joints(letters: Letters, tokens: Tokens) -> Floats:
    """Give how much more is needed inside tokens: at capitals, and where two known words meet in an unknown token."""
    at_capitals = _at_capitals(letters, tokens)
    found = np.maximum(_between_words(letters, tokens), _beside_capitals(letters, tokens))
    return np.where(np.isnan(at_capitals), found, at_capitals)


def _beside_capitals(letters: Letters, tokens: Tokens) -> Floats:
    """Give how much more is needed on either side of the last of several capitals, if no function word is behind."""
    upper = letters.upper
    last = 1 + np.flatnonzero(upper[:-2] & upper[1:-1] & letters.word[2:] & (letters.gaps[2:] == NO_GAP) & ~upper[2:])
    rest = letters.keys(last + 1, np.maximum(last + 1, tokens.ends[tokens.of_letter[last]]))
    last = last[~are_in(rest, keys_of_few(FUNCTION_WORDS))]
    more = np.full(len(letters), -np.inf)
    more[last] = more[last + 1] = BESIDE_CAPITALS
    return more


def _at_capitals(letters: Letters, tokens: Tokens) -> Floats:
    """Give how much more is needed before each capital behind a small letter; not a number elsewhere."""
    upper = letters.upper
    behind_small = letters.word[:-1] & ~upper[:-1] & (letters.gaps[1:] == NO_GAP)
    places = np.flatnonzero(np.append(False, behind_small & upper[1:] & letters.word[1:]))
    more = np.full(len(letters), np.nan)
    if not len(places):
        return more
    token = tokens.of_letter[places]
    stops = np.sort(np.concatenate([places, np.flatnonzero(letters.codes == APOSTROPHE), tokens.ends[token]]))
    ends = stops[np.searchsorted(stops, places, "right")]
    behind, before = letters.keys(tokens.starts[token], places), letters.keys(places, ends)
    after_word = are_in(behind, keys_of_few(BEGIN_NO_IDENTIFIER))
    in_capitals = upper[np.minimum(places + 1, len(letters) - 1)]
    is_sentence = ~in_capitals & (after_word | are_in(before, keys_of_few(FUNCTION_WORDS)))
    is_lower = (tokens.known.flags(before) & CASING == Casing.LOWER) & ~is_sentence
    is_one_of_many = np.bincount(token)[token] > 1
    behind_capital = upper[tokens.starts[token]] & ~after_word
    is_name = tokens.known.flags(before) & CASING == Casing.CAPITALISED
    after_preposition = are_in(behind, keys_of_few(PREPOSITIONS)) & is_name & ~upper[tokens.starts[token]]
    usual = np.where(behind_capital, CAPITAL_BEHIND_CAPITAL, CAPITAL_BEHIND_SMALL)
    usual[are_usual_pairs(letters, tokens.starts[token], places, ends)] = 0.0
    usual[after_preposition] = NAME_BEHIND_PREPOSITION
    more[places] = np.where(is_lower | is_one_of_many, CAPITAL_OF_IDENTIFIER, usual)
    return more


def _between_words(letters: Letters, tokens: Tokens) -> Floats:
    """Give how much more is needed where two known words meet in an unknown token."""
    lengths = tokens.ends - tokens.starts
    least = 2 * SHORTEST_OF_COMPOUND
    chosen = np.flatnonzero((tokens.costs == UNKNOWN) & (lengths >= least) & (lengths <= LONGEST_WORD))
    nth, inner = ranges(lengths[chosen] - least + 1)
    token = chosen[nth]
    at = tokens.starts[token] + SHORTEST_OF_COMPOUND + inner
    keys = letters.keys(tokens.starts[token], at), letters.keys(at, tokens.ends[token])
    known = (tokens.known.costs(keys[0]) < UNKNOWN) & (tokens.known.costs(keys[1]) < UNKNOWN)
    at, firsts, lasts = at[known], keys[0][known], keys[1][known]
    of_first, of_last = tokens.known.flags(firsts), tokens.known.flags(lasts)
    makes_compounds = (of_first & BEGINS_COMPOUNDS | of_last & ENDS_COMPOUNDS) != 0
    token = token[known]
    are_usual = are_usual_pairs(letters, tokens.starts[token], at, tokens.ends[token])
    are_usual &= ~are_pairs(tokens.keys[token], LANGUAGE)
    more = np.where(makes_compounds, COMPOUND, np.where(are_usual, USUAL_PAIR, TWO_WORDS))
    casing = of_last & CASING
    is_name = (casing == Casing.CAPITALISED) | (casing == Casing.CAPITALS)
    more[is_name & ~letters.upper[at]] = NAME_BEHIND
    more[letters.upper[at - 1]] = 0.0
    more[are_in(firsts, keys_of_few(FUNCTION_WORDS)) | are_in(lasts, keys_of_few(FUNCTION_WORDS))] = -WITH_FUNCTION_WORD
    at_joints = np.zeros(len(letters))
    at_joints[at] = more
    return at_joints


def _beside_unknown(letters: Letters, tokens: Tokens) -> Places:
    """Find where one or two letters stand before or behind a rest in small letters that no one knows."""
    lengths = tokens.ends - tokens.starts
    foreign = (tokens.costs == UNKNOWN) & (lengths > SHORT + SHORTEST_OF_COMPOUND) & (lengths <= LONGEST_WORD)
    foreign &= ~letters.upper[tokens.starts]
    starts, ends = tokens.starts[foreign], tokens.ends[foreign]
    lasts = starts[:, None] + np.arange(1, SHORT + 1)
    firsts = ends[:, None] - np.arange(1, SHORT + 1)
    unknown_last = tokens.known.costs(letters.keys(lasts.ravel(), np.repeat(ends, SHORT))) == UNKNOWN
    unknown_first = tokens.known.costs(letters.keys(np.repeat(starts, SHORT), firsts.ravel())) == UNKNOWN
    last, first = lasts.ravel()[unknown_last], firsts.ravel()[unknown_first]
    return np.asarray(np.concatenate([last[~letters.upper[last]], first[~letters.upper[first]]]))


def _behind_names(letters: Letters, tokens: Tokens) -> Flags:
    """Tell where a name that the text has on its own, again and again, is glued to a known word."""
    behind = np.zeros(len(letters), np.bool_)
    foreign = (tokens.costs == UNKNOWN) & letters.upper[tokens.starts]
    names = np.sort(tokens.keys[foreign & (tokens.counts > 1)])
    if not len(names):
        return behind
    starts, ends = tokens.starts[foreign], tokens.ends[foreign]
    nth, more = ranges(np.clip(ends - starts - SHORTEST_OF_COMPOUND - 1, 0, LONGEST_WORD - 2))
    at = starts[nth] + 2 + more
    is_name = are_in(letters.keys(starts[nth], at), names)
    rest = tokens.known.costs(letters.keys(at[is_name], ends[nth[is_name]]))
    behind[at[is_name][rest <= COMMON]] = True
    return behind


def _of_tokens(letters: Letters, tokens: Tokens) -> Floats:
    """Give how much more each token needs than others."""
    last = len(letters) - 1
    before, after = np.maximum(tokens.starts - 1, 0), np.minimum(tokens.ends, last)
    joined_before = (letters.gaps[tokens.starts] == NO_GAP) & (tokens.starts > 0)
    joined_after = (letters.gaps[after] == NO_GAP) & (tokens.ends <= last)
    digit, quote, hyphen = digits_of(letters), are_among(letters.codes, QUOTES), are_among(letters.codes, HYPHEN)
    numbered = joined_before & digit[before] | joined_after & digit[after]
    odd = (tokens.costs == UNKNOWN) | joined_before & hyphen[before]
    usual = np.where(odd, BESIDE_UNKNOWN_NUMBER, BESIDE_NUMBER)
    option = joined_before & hyphen[before] & (letters.gaps[before] != NO_GAP) & (tokens.costs == UNKNOWN)
    quoted = joined_before & quote[before] & joined_after & quote[after]
    single = tokens.ends - tokens.starts == 1
    left_over = are_in(tokens.keys, keys_of_few(LEFT_OVER_LETTERS)) | (single & letters.upper[tokens.starts])
    after_single = single & np.append(False, (single & tokens.meets_next(letters))[:-1])
    return np.where(
        _letterspaced(letters, tokens, after_single),
        0.0,
        REPEATED * np.minimum(tokens.counts - 1, MOST_REPETITIONS)
        + np.where(_are_behind_years(letters, tokens), BEHIND_YEAR, usual * numbered)
        + IN_QUOTES * quoted
        + OPTION * option
        + FOREIGN * _are_foreign(letters, tokens)
        + LEFT_OVER * left_over
        + BETWEEN_LETTERS * after_single
        + BEHIND_E * _are_behind_e(letters, tokens)
        + KNOWN_COMPOUND * are_pairs(tokens.keys, LANGUAGE),
    )


def _are_behind_years(letters: Letters, tokens: Tokens) -> Flags:
    """Tell which tokens are words glued to a year that stands behind a function word ("in 2006and"; not "1080ti")."""
    starts, ends = runs(digits_of(letters), letters.gaps != NO_GAP)
    behind_word = (letters.gaps[starts] == SPACE) & letters.word[starts - 1] & (ends - starts == len("2006"))
    starts, ends = starts[behind_word], ends[behind_word]
    before = tokens.keys[tokens.of_letter[starts - 1]]
    of_time = are_in(before, keys_of_few(FUNCTION_WORDS)) | are_in(before, keys_of_few(PREPOSITIONS))
    is_year = of_time & are_among(letters.codes, "12")[starts]
    glued = (letters.gaps[tokens.starts] == NO_GAP) & (tokens.ends - tokens.starts >= SHORTEST_BEHIND_YEAR)
    return np.asarray(glued & np.isin(tokens.starts, ends[is_year]) & (tokens.costs <= COMMON_BEHIND_YEAR))


def _are_behind_e(letters: Letters, tokens: Tokens) -> Flags:
    """Tell which tokens are known words behind a small "e" and a space."""
    is_e = are_in(tokens.keys, keys_of_few(("e",))) & ~letters.upper[tokens.starts] & tokens.meets_next(letters)
    return np.asarray(np.append(False, is_e[:-1]) & (tokens.costs < UNKNOWN))


def _are_foreign(letters: Letters, tokens: Tokens) -> Flags:
    """Tell which tokens are unknown and have a letter that English has not."""
    sums = np.concatenate([[0], np.cumsum(letters.codes >= _ASCII)])
    return np.asarray((tokens.costs == UNKNOWN) & (sums[tokens.ends] > sums[tokens.starts]))


def _letterspaced(letters: Letters, tokens: Tokens, after_single: Flags) -> Flags:
    """Tell which tokens are the letters of a known word that is printed in spaced letters."""
    firsts = np.flatnonzero(~after_single)
    lasts = np.append(firsts[1:], len(after_single)) - 1
    keys = letters.keys(tokens.starts[firsts], tokens.ends[lasts])
    known = (tokens.known.costs(keys) < UNKNOWN) & (lasts - firsts + 1 >= LEAST_LETTERSPACED)
    return np.repeat(known, lasts - firsts + 1)
