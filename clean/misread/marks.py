"""Marks that OCR read where there are none, or in place of a letter."""

from collections.abc import Container, Iterator

from clean.misread.suspects import Misreading
from clean.misread.words import STRAY, Words
from clean.patterns import deferred
from clean.words.lexicon import Casing, Lexicon
from clean.words.tokens import WORD, Place, form_of, place_of

# Matches the mark of "‘The", of "‘and"; not that of "rock ‘n’ roll", of "‘90s", nor an apostrophe ("‘em", "‘til").
OPENING = deferred(
    r"(?<!\S)‘(?=[^\W\d_])(?!(?:bout|cause|cos|coz|cuz|em|er|im|kay|n|neath|round|scuse|sup|til|till|tis|twas|tween)\b)"
)

# Matches the end of a single quotation; not the apostrophe of "don’t".
CLOSING = deferred(r"(?<=[^\s(\[])['’](?!\w)")

# The same, or the end of a double quotation whose opening mark was misread: “‘Yes,” she said”.
CLOSING_OR_MISREAD = deferred(r"(?<=[^\s(\[])(?:['’](?!\w)|[”\"])")

LONGEST_QUOTATION = 1_000
"""Characters after an opening mark in which its closing one is looked for."""

MOST_PARAGRAPHS = 20
"""Paragraphs that one quotation may go on through."""

# Matches "|" as a word, and glued to one: "| think", "|was", "|’ve"; not "| Sports", not "a|b".
BAR = deferred(r"(?<!\S)[|](?=\s[a-z]|[a-z]{2}|['’](?:d|ll|m|ve)\b)")

IN_MID_SENTENCE = 14.0
AT_SENTENCE = 9.0
"""Costs of a quotation's beginning and ending nowhere: at a word in mid-sentence, and where a sentence begins."""

# Matches "!" glued to a word and followed by one in lower case: "and! think"; not "Yes! The".
BANG = deferred(r"(?<![^\W\d_])([a-z]{2,})!(?=\s([a-z]+))")

# Matches the comma of "the harbour, The boats"; not that of "Paris, Texas"; that of "however, I think" is
# left out by `stops`.
COMMA = deferred(r"(?<=[a-z]),(?=\s+(‘?)([A-Z][a-z]*)\s+[a-z])")

# Matches what is read of "I’d" and "I’ve", the apostrophe taken for the bar of a T: "Td have", "Tve been"; not "Td.",
# nor "TM"; that of "Td vaccines" is left out by `contractions`.
T_FOR_I = deferred(r"(?<![\w’'.-])T(?P<rest>d|ll|m|ve)(?=\s(?P<next>[a-z]+))")

I_OVER_T = 7.0
"""Gain of "I" and an apostrophe over a "T" before what is left of a contraction: no word is written so, a few signs."""

COMMON = 7.5
STOP_BEFORE_COMMON = 3.3
STOP_BEFORE_OTHER = 1.6
"""Gain of a full stop over a comma before a capital, by how common the capitalised word is (counted in what tesseract
read of the training texts, against the development tenth)."""

I_OVER_BANG = 5.0
"""Gain of an "I" that lost its space over a "!", where the words beside it go with "I"."""

BAR_AS_SIGN = 12.0
"""Cost of a bar's standing before a word in lower case."""
I_AS_BAR = 3.0
"""Cost of an "I"'s being read as a bar."""


def stray_quotes(text: str) -> dict[int, float]:
    """Find opening quotation marks whose quotation ends nowhere: each one's offset, and the cost of its being meant."""
    if STRAY not in text:
        return {}
    gap = "\n\n" if "\n\n" in text else "\n"
    found = [match.start() for match in OPENING.finditer(text)]
    return {start: _cost_of_opening(text, start) for start in found if not _ends(text, start, gap)}


def _ends(text: str, opening: int, gap: str) -> bool:
    """Tell whether a quotation ends before the next one begins, or goes on in the next paragraphs until it ends.

    `gap` is what stands between paragraphs.
    """
    for _ in range(MOST_PARAGRAPHS):
        paragraph = text.find(gap, opening)
        reach = min(len(text) if paragraph < 0 else paragraph, opening + LONGEST_QUOTATION)
        following = OPENING.search(text, opening + 1, reach)
        closing = CLOSING if _is_quoted(text, opening) else CLOSING_OR_MISREAD
        if closing.search(text, opening + 1, following.start() if following else reach):
            return True
        opening = paragraph + len(gap)
        if following or paragraph < 0 or not text.startswith(STRAY, opening):
            return False
    return True


def _is_quoted(text: str, at: int) -> bool:
    """Tell whether a place is inside double quotation marks."""
    before = text[max(0, at - LONGEST_QUOTATION) : at]
    before = before[before.rfind("\n\n") + 1 :]
    return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1


def _cost_of_opening(text: str, start: int) -> float:
    before = text[max(0, start - 80) : start].rstrip()
    goes_on = before and before[-1] not in ".!?:…”’\"'"
    return IN_MID_SENTENCE if goes_on and text[start + 1].islower() else AT_SENTENCE


def bars(text: str, words: Words) -> Iterator[Misreading]:
    """Find bars that may be the pronoun "I"."""
    if "|" not in text:
        return
    for match in BAR.finditer(text):
        glued = text[match.end()].isalpha()
        place = place_of(text, match.start(), match.end())
        following = WORD.match(text, match.end()) if glued else None
        after = form_of(following.group()) if following else place.right
        cost = words.in_company("I", Place(place.left, after, place.starts_sentence))
        if cost is not None and (after is None or words.go_together("i", after)):
            yield Misreading(match.start(), "|", "I " if glued else "I", BAR_AS_SIGN - I_AS_BAR - cost)


def bangs(text: str, words: Words) -> Iterator[Misreading]:
    """Find exclamation marks that may be the pronoun "I", its space lost."""
    for match in BANG.finditer(text):
        if words.go_together(match[1], "i") and words.go_together("i", match[2]):
            yield Misreading(match.end() - 1, "!", " I", I_OVER_BANG)


def contractions(text: str, words: Words) -> Iterator[Misreading]:
    """Find contractions of "I" whose apostrophe made it a "T", the word behind them one that goes with "I"."""
    apostrophe = "’" if "’" in text else "'"
    for match in T_FOR_I.finditer(text):
        if words.go_together(f"i'{match['rest']}", match["next"]):
            yield Misreading(match.start(), match.group(), f"I{apostrophe}{match['rest']}", I_OVER_T)


def stops(text: str, strays: Container[int], lexicon: Lexicon) -> Iterator[Misreading]:
    """Find commas that may be full stops: before a word that has a capital only where a sentence begins."""
    for match in COMMA.finditer(text):
        form = match[2].lower()
        cost = lexicon.cost(form)
        quoted = match[1] and match.start(1) not in strays
        if cost is not None and form != "i" and not quoted and lexicon.casing(form) is Casing.LOWER:
            yield Misreading(match.start(), ",", ".", STOP_BEFORE_COMMON if cost <= COMMON else STOP_BEFORE_OTHER)
