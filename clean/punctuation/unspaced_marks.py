"""Marks of punctuation that lost the space beside them where a number, an abbreviation or an acronym stands."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from clean.patterns import deferred

# The end of a sentence that ends in a number. Matches "in 2019.It did", "the 2nd.They met", "at 5pm.It is"; not "3.The"
# of a list, "v2.0", "2.Nf3".
NUMBER_THEN_SENTENCE = deferred(
    r"(?<=[a-z] )\d{1,4}(?:st|nd|rd|th|s|m|bn|[ap]m|%)?"
    r"(?P<mark>[.!?][\"”’)]?)(?P<word>[A-Z][a-z]*)(?=['’,]?\s+[\"“‘(]?\w)"
)

# A number with its sign or unit, a comma or semicolon, and a word. Matches "3.4%,the most", "12-3,with one",
# "$3.2m;profits fell"; not "1,a", "x[1,int]", "4,6-dinitro".
NUMBER_THEN_WORD = deferred(
    r"""
    (?<![^\s"“‘(])[$£€]?\d(?:[\d.,–-]{0,12}\d)?(?:%|m|bn|k|km|kg|st|nd|rd|th|s|[ap]m)?
    (?P<mark>[,;])(?P<word>[a-z]{2,40})(?=\s+[^\W_]{2})
    """,
    re.VERBOSE,
)

# A day of a month and its year. Matches "May 4,2031"; not "May 4,203".
DAY_THEN_YEAR = deferred(
    r"""
    \b(?:Jan|Febr?|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ch|il|ust|ember|ober)?\.?
    [ ]\d{1,2}(?P<mark>,)(?=(?:19|20)\d\d\b)
    """,
    re.VERBOSE,
)

# A percentage and a word. Matches "4.2%on the"; not "50%off!", "%s", "100%ige Tochter" (its word is no English one).
PERCENT_THEN_WORD = deferred(r"(?<![\w%&=?/.])\d(?:[\d.,]{0,8}\d)?(?P<mark>%)(?P<word>[a-z]{2,40})(?=\s+[^\W_]{2})")

# An abbreviation of letters and stops, and a word. Matches "10 a.m.and left", "the U.S.government said"; not "e.g.foo",
# "U.S.Steel", "a.m.com".
ABBREVIATION_THEN_WORD = deferred(
    r"(?<![^\W\d])(?<!\.)(?:[ap]\.m|U\.S|U\.N|U\.K)(?P<mark>\.)(?P<word>[a-z]{2,40})(?=[,]?\s+[^\W_])"
)

# A title and a name. Matches "Mrs.Orbex said"; not "Mr. Orbex", "Mr.com", "Mr.Robot".
TITLE_THEN_NAME = deferred(r"(?<![\w.])(?:Mr|Mrs|Ms|Messrs|Dr)(?P<mark>\.)(?P<name>[A-Z][a-z]{2,40})(?=['’,.— ])")

# A word and a sum of money. Matches "the cost,$4.2m,is shared"; not "a,$4", nor data ("price,$4").
WORD_THEN_SUM = deferred(r"\s(?P<word>[a-z]{2,40})(?P<mark>,)(?=[$£€¥₹₦₱]\d[\w.,]{0,20}\s+[a-z])")

# A colon and a quotation. Matches "they said:“It is"; not "they said: “It is", nor ":“" behind a digit.
COLON_THEN_QUOTATION = deferred(r"[a-z]{2}(?P<mark>:)(?=“[^\W_])")

ALWAYS = ((DAY_THEN_YEAR, "a year behind a day"), (COLON_THEN_QUOTATION, "a quotation behind a colon"))
"""What parts its sides wherever it stands."""

BESIDE_FREQUENT = (
    (NUMBER_THEN_WORD, "a word behind a number"),
    (PERCENT_THEN_WORD, "a word behind a number"),
    (ABBREVIATION_THEN_WORD, "a word behind an abbreviation"),
    (WORD_THEN_SUM, "a sum behind a word"),
)
"""What parts them where the word is frequent."""

# A quick look for all of these. Matches "9.I", "%,t", "%o", ".a", ",2031", ",$", ":“"; not "9. I", "1,000".
NEAR = deferred(r"[.!?,;%][\"”’)]?(?:[^\W\d_]|(?<=,)(?:(?:19|20)\d\d|[$£€¥₹₦₱]))|:“")

# A quick look for a word before a bracket. Matches "n("; not " (".
BEFORE_BRACKET = deferred(r"[a-z]\(")

# A name right before its acronym in brackets. Matches "Health Organization(WHO) has"; not "f(X)", "NOT(A)".
ACRONYM = deferred(r"(?<![\w.])(?P<word>[A-Z]?[a-z]{2,40})(?P<mark>\()(?P<sign>[A-Z]{2,8})s?\)(?=[\s,.;:]|\Z)")

# A word right before words in brackets that another stands right behind. Matches "inquiry(which sits)that"; not
# "vessel(s)were", "max(a, b)", "sizeof(struct x);".
BRACKET_BETWEEN = deferred(
    r"""
    (?<![\w.(])(?P<word>[A-Za-z][a-z]{2,40})(?P<mark>\()[^\W\d_]{1,40}(?:[ ][\w'’,-]{1,40}){1,20}\)
    (?P<behind>[a-z]{2,40})(?![\w(=.])
    """,
    re.VERBOSE,
)

MOST_BEFORE = 120
"""Characters before a bracket in which the words of its acronym are looked for."""

SPARE_WORDS = 3
"""Small words ("of", "and", "for") that an acronym's words may have between them."""


class MarkRepair(NamedTuple):
    """A mark with its spaces: where it stands in its line, what stands there, and what should."""

    start: int
    before: str
    after: str
    evidence: str


Test = Callable[[str], bool]
"""Says whether a form, in lower case, is frequent enough."""


def unspaced_marks(line: str, is_frequent: Test, begins_sentences: Test) -> Iterator[MarkRepair]:
    """Find marks behind numbers and abbreviations that lost the space after them.

    >>> [found.after for found in unspaced_marks("It fell 3.4%,the most in 2019.It rose", bool, bool)]
    ['. ', ', ']
    """
    if not NEAR.search(line):
        return
    for match in NUMBER_THEN_SENTENCE.finditer(line):
        if begins_sentences(match["word"].lower()):
            yield _spaced(match, "a sentence behind a number")
    for match in TITLE_THEN_NAME.finditer(line):
        if not is_frequent(match["name"].lower()):
            yield _spaced(match, "a name behind a title")
    for pattern, evidence in ALWAYS:
        yield from (_spaced(match, evidence) for match in pattern.finditer(line))
    for pattern, evidence in BESIDE_FREQUENT:
        yield from (_spaced(match, evidence) for match in pattern.finditer(line) if is_frequent(match["word"]))


def _spaced(match: re.Match[str], evidence: str) -> MarkRepair:
    return MarkRepair(match.start("mark"), match["mark"], f"{match['mark']} ", evidence)


def brackets_before(line: str, is_known: Test) -> Iterator[MarkRepair]:
    """Find words with no space before the bracket that follows them.

    >>> [found.start for found in brackets_before("The World Health Organization(WHO) has sent a team.", bool)]
    [29]
    """
    if "(" not in line or not BEFORE_BRACKET.search(line):
        return
    for match in ACRONYM.finditer(line):
        if is_known(match["word"].lower()) and _is_acronym_of(match["sign"], line[: match.start("mark")]):
            yield MarkRepair(match.start("mark"), "(", " (", "a name and its acronym")
    for match in BRACKET_BETWEEN.finditer(line):
        if all(map(is_known, (match["word"].lower(), match["behind"]))):
            yield MarkRepair(match.start("mark"), "(", " (", "words in brackets between two words")


def _is_acronym_of(sign: str, before: str) -> bool:
    """Say whether the words that a text ends in begin with the letters of an acronym, in their order."""
    words = before[-MOST_BEFORE:].replace("-", " ").split()[-len(sign) - SPARE_WORDS :]
    letters = iter(reversed([word[0].upper() for word in words]))
    return bool(words) and words[-1][0].upper() == sign[-1] and all(letter in letters for letter in reversed(sign))
