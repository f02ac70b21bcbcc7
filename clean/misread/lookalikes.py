"""Letters that older readers took for others of the same look: "rn" for "m", "b" for "h", "1" for "l", "0" for "o"."""

import re
from collections.abc import Iterator
from itertools import chain

from clean.misread.suspects import Misreading
from clean.patterns import deferred
from clean.words.lexicon import Casing, Lexicon
from clean.words.tokens import is_protected, place_of
from models import Document

# A word of letters and digits. Matches "rnany", "vesse1"; not "a_1", "don’t".
TOKEN = deferred(r"(?<![\w’'])[^\W_]{3,18}(?![\w’'])")

# Matches what may stand for other letters: the "rn" of "rnany", the "I" of "couId", the "b" of "tbe" and "witb"; not
# the "I" of "It", not the "b" of "able".
SIGN = deferred(r"rn|cl|vv|[01]|[a-z]I|[tw]b|[ct]b(?![a-z])")

# Letters, and digits or a capital I among them. Matches "vesse1", "0ctober", "rnany", "saIt"; not "A1", "GGl", "h3llo".
SMALL = deferred(r"(?:[01]|[a-z])[a-zI01]+")

# A capital I between small letters, and at the end: "couId", "mu1tipIe"; not "Ibis".
CAPITAL_I = deferred(r"(?<=[a-z01])I")

# The small words that begin with a capital I: "lt was", "|n the"; not "lt. Smith", "ls -l", nor that of
# "salt and"; that of "5 lt of" begins no sentence (see `_capitals`).
BEGINS_WITH_I = deferred(r"[l|](?=[tnfs] [a-z])(?<![\w’'].)")

# What may be a year. Matches the "l974" of "in l974" and "2O19"; not "l97", "l974a", "IOOO".
YEAR = deferred(r"[12lI][089Oo](?<=\s..)[\dlIOo]{2}\b(?![-/:%°])")

# A year from 1800 on; not "1704", "2110".
MODERN_YEAR = deferred(r"1[89]\d\d|20\d\d")

# Matches a digit that may stand for a letter.
DIGIT = deferred(r"[01]")

# A text about passwords and the like shows digits for letters on purpose. Matches "passwords", "h4x0r"; not "words".
ABOUT_DIGITS = deferred(
    r"\b(?:passwords?|passw0rd|usernames?|leet\w*|hackers?|hacking|phishing|typosquat\w*|homoglyphs?)\b|[a-z][34][a-z][a-z01]",
    re.IGNORECASE,
)

# A letter alone before a word: the word is the rest of another, "i clude"; not "a clude".
AFTER_LETTER = deferred(r"(?<![\w’'])[b-z] \Z")

CONFUSED = (("rn", "m"), ("cl", "d"), ("vv", "w"), ("b", "h"))
DIGITS = (str.maketrans("10", "lo"), str.maketrans("10", "io"))
"""What a 1 and a 0 stand for: mostly for an l."""

AS_DIGIT = str.maketrans("lIOo", "1100")
MOST_LETTERS_IN_YEAR = 2
BEFORE_YEAR = frozenset(
    (
        "after", "and", "before", "between", "by", "during", "from", "in", "of", "since", "to", "until",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    )
)  # fmt: skip
"""Words behind which a year stands, and hardly anything else that looks like one."""

COMMON = 12.0
"""Cost up to which a word is so common that a token may be corrected to it."""
ACCIDENT = 14.0
"""Cost from which a form that no list has is an accident of counting: "thern" 17.3."""
CLEARLY = 3.0
"""How much more common one reading must be than another."""

GAIN = 11.0
"""How much likelier such a token was misread than meant, in a text as damaged as the laboratory's: nobody writes it."""
GAIN_OF_WORD = 7.0
"""The same for a token that is a word of some language, or a name."""


def lookalikes(document: Document, lexicon: Lexicon) -> Iterator[Misreading]:
    """Find words that are none, and common ones if letters stand for others of the same look; and years like that.

    >>> from clean.words.lexicon import lexicon
    >>> found = lookalikes(Document(text="The vesse1 had rnany holes; the modem and the 1st burn."), lexicon("en"))
    >>> [(suspect.before, suspect.after) for suspect in found]
    [('vesse1', 'vessel'), ('rnany', 'many')]
    >>> found = lookalikes(Document(text="In 2O19 tbe crew of room l974 ate tbyme in l974."), lexicon("en"))
    >>> [(suspect.before, suspect.after) for suspect in found]
    [('tbe', 'the'), ('2O19', '2019'), ('l974', '1974')]
    """
    text = document.text
    readings = _readings(text, lexicon)
    for match in TOKEN.finditer(text) if readings else ():
        token, start = match.group(), match.start()
        right = readings.get(token)
        if right and not _is_rest(text, start) and not is_protected(document, start, match.end()):
            gain = GAIN_OF_WORD if lexicon.is_word_elsewhere(token.lower()) else GAIN
            yield Misreading(start, token, _as_written(token, right, document, start, lexicon), gain)
    yield from _capitals(document)
    yield from _years(document)


def _readings(text: str, lexicon: Lexicon) -> dict[str, str]:
    """Give what the tokens of a text may have been that are no words; a look at each form, not at each place."""
    forms = set(text.split())
    # Most are frequent words; few of the others have such a sign.
    tokens = {token for form in filter(SIGN.search, forms - lexicon.frequent(forms)) for token in TOKEN.findall(form)}
    readings = {token: right for token in tokens if (right := _reading(token, lexicon))}
    if any(map(DIGIT.search, readings)) and ABOUT_DIGITS.search(text):
        return {token: right for token, right in readings.items() if not DIGIT.search(token)}
    return readings


def _is_rest(text: str, start: int) -> bool:
    """Say whether a word may be the rest of another, whose first letter stands apart."""
    return AFTER_LETTER.search(text, max(0, start - 3), start) is not None


def _capitals(document: Document) -> Iterator[Misreading]:
    """Find small words where a sentence begins whose capital I was taken for an l or a bar."""
    text = document.text
    for match in BEGINS_WITH_I.finditer(text):
        start, end = match.start(), match.end() + 1
        if place_of(text, start, end).starts_sentence and not is_protected(document, start, end):
            yield Misreading(start, match.group(), "I", GAIN)


def _years(document: Document) -> Iterator[Misreading]:
    """Find years behind a word of time some of whose digits were taken for letters."""
    text = document.text
    for match in YEAR.finditer(text):
        token, start, end = match.group(), match.start(), match.end()
        year = token.translate(AS_DIGIT)
        letters = sum(map(str.isalpha, token))
        if not 0 < letters <= MOST_LETTERS_IN_YEAR or not MODERN_YEAR.fullmatch(year):
            continue
        if place_of(text, start, end).left in BEFORE_YEAR and not is_protected(document, start, end):
            yield Misreading(start, token, year, GAIN)


def _reading(token: str, lexicon: Lexicon) -> str | None:
    """Give the one common word, in lower case, that a token may have been; None for a word, and where in doubt."""
    digits = sum(map(str.isdigit, token))
    if digits * 2 > len(token) or not SMALL.fullmatch(token) or _is_meant(token, lexicon):
        return None
    costs = {form: cost for form in _forms(token) if (cost := lexicon.cost(form)) is not None and cost <= COMMON}
    if not costs:
        return None
    best, *others = sorted(costs, key=costs.__getitem__)
    return best if all(costs[other] - costs[best] >= CLEARLY for other in others) else None


def _is_meant(token: str, lexicon: Lexicon) -> bool:
    """Say whether a token is a word, or one with the number of a footnote or a list beside it: "1and", "people1"."""
    form = token.lower()
    cost = lexicon.cost(form)
    if cost is not None and (cost < ACCIDENT or lexicon.is_listed(form)):
        return True
    rest = form.strip("01")
    cost = lexicon.cost(rest) if rest != form else None
    return cost is not None and cost <= COMMON


def _forms(token: str) -> set[str]:
    """Give what a token may have been, in lower case: one kind of letters taken back, in one place or wherever."""
    plain = CAPITAL_I.sub("l", token)
    if any(digit in plain for digit in "01"):
        return {plain.translate(letters).lower() for letters in DIGITS}
    if plain != token:
        return {plain.lower()}
    return set(chain.from_iterable(undone(plain, read, meant) for read, meant in CONFUSED))


def undone(token: str, read: str, meant: str) -> Iterator[str]:
    """Give what a token may have been where a reader took `meant` for `read`, in one place or wherever.

    >>> list(undone("rnornent", "rn", "m"))
    ['mornent', 'rnoment', 'moment']
    """
    at = token.find(read)
    while at >= 0:
        yield token[:at] + meant + token[at + len(read) :]
        at = token.find(read, at + 1)
    if token.count(read) > 1:
        yield token.replace(read, meant)


def _as_written(token: str, right: str, document: Document, start: int, lexicon: Lexicon) -> str:
    """Give a word with its capital: an 0 has the size of one, where a sentence begins and in names."""
    large = token[0] == "0" and (
        lexicon.casing(right) is Casing.CAPITALISED
        or place_of(document.text, start, start + len(token)).starts_sentence
    )
    return right[0].upper() + right[1:] if large else right
