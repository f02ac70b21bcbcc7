"""Words that a line end parted at a hyphen, where a reader made a space of the line end: "govern- ment"."""

from collections.abc import Iterator

from clean.edits import repair
from clean.patterns import deferred
from clean.rules.hyphenated_line_ends import HANGING, ODDS, RARE, compounds
from clean.words.lexicon import Lexicon, lexicon
from clean.words.tokens import is_protected, language_test, line_at
from models import Document, Edit

RULE = "lost_line_ends"

LANGUAGE = "en"

# Two pieces with a hyphen and a space between them. Matches "govern- ment", "high- level"; not "well-known", "a - b",
# "pre- War", "x- and-y".
PARTED = deferred(r"(?<![\w’'-])(?P<left>[^\W\d_]{2,40})[-‐¬] (?P<right>[a-zß-ÿ]{2,40})(?![\w-])")

# A quick look for the same. Matches "n- me"; not "n - me", "n-me".
NEAR = deferred(r"(?<=[^\W\d_])[-‐¬] [a-zß-ÿ]{2}")

LEAST_LETTERS = 6
"""Letters of a word; a shorter one is seldom parted, but stammered and sung: "ba- by"."""


def lost_line_ends(document: Document) -> Iterator[Edit]:
    """Join a word whose hyphen stands before a space, as some readers leave it that make one line of several.

    The hyphen goes when the pieces are one English word that is likelier than two, or a piece is none; it stays in
    compounds that are known ("high- level" becomes "high-level").

    Left alone on purpose: hyphens left hanging ("pre- and post-war", "right- versus left-handed"), pieces that are two
    words and no known one together, other languages.

    >>> text = "The govern- ment held high- level talks on pre- and post-war debts."
    >>> [(edit.before, edit.after) for edit in lost_line_ends(Document(text=text))]
    [('govern- ment', 'government'), ('high- level', 'high-level')]
    """
    english = lexicon(LANGUAGE) if NEAR.search(document.text) else None
    if english is None:
        return
    is_english = language_test(document.text, LANGUAGE)
    for match in PARTED.finditer(document.text):
        whole = _whole(match["left"], match["right"], english)
        if whole and is_english(line_at(document.text, match.start())) and not is_protected(document, *match.span()):
            yield repair(RULE, match.start(), match[0], whole, "a line end was made a space", 0.95)


def _whole(left: str, right: str, known: Lexicon) -> str | None:
    """Give the word that two pieces make, with its hyphen if it has one; None where nothing says that it is a word."""
    if HANGING.match(right) or len(left + right) < LEAST_LETTERS:
        return None
    first = left.lower()
    if f"{first}-{right}" in compounds():
        return f"{left}-{right}"
    cost = known.cost(first + right)
    if cost is None or cost >= RARE or not known.is_listed(first + right):
        return None
    costs = known.cost(first), known.cost_after(first, right)
    apart = sum(RARE if one is None else one for one in costs)
    return left + right if cost + ODDS < apart else None
