"""Finds the photo credit that stands behind a caption on one line."""

import re
from itertools import chain

from clean.captions.credit_words import FILLERS, LONE_CREDITS, NEWS_AGENCIES, SOURCE_LABEL
from clean.captions.credits import (
    ADDRESS,
    AGENCY_AT_END,
    CLOSING,
    DOMAIN,
    MAX_CREDIT,
    OPENING,
    is_agency_alone,
    is_credit,
    is_names,
)
from clean.lines import Line
from clean.patterns import deferred
from clean.words.language import language_of_line
from clean.words.lexicon import Casing, english_casing, lexicon
from clean.words.names import NOT_NAMES, OUTLET_END, WEEKDAYS, is_name

CREDIT_MARKS = (
    "/", "|", "©", ":", "：", "＝", "hoto", "mage", "icture", "ourtesy", "llustration", "redit",
    " via ",
)  # fmt: skip
"""One of these stands in every credit behind a line that ends with a stop. Looking for them first costs a tenth."""

GAP_MARKS = (*CREDIT_MARKS, ".", "。", "!", "?", "…", "»", "”", '"', "'", "•", "·", " - ", "–", "—", "  ")
"""The same for a line that ends without a stop: what follows a sentence there may be names alone."""

# Matches the last bracket of a line with its content: "(AP Photo/Jane Doe)"; not "(left)." in the middle.
LAST_BRACKET = deferred(r"(?:[(\[][^()\[\]]{2,140}[)\]]|（[^（）]{2,60}）)\.?$")

# Matches a label that ends in a colon: "Photo: ", "Image credit: "; not "Photo by".
COLON_LABEL = deferred(r"[^\W\d_][\w ]{2,24}\s?[:：＝]|©")

# Matches a photographer and an outlet, as they stand behind a caption: "Tara Lee for Harbour News", "Tara Lee/Porto
# Live"; not "Tara Lee for years".
NAME_AND_OUTLET = deferred(
    r"(?P<name>[^/.,:;()]{4,40}?)(?:\s?/\s?|\sfor\s)(?:the\s)?[A-Z][\w.&'’-]{0,30}(?:\s(?:of|the|[A-Z][\w.&'’-]{0,30})){0,4}"
)

# Matches where a credit may begin behind a caption: after a stop, a bar or wide space, and where the space was lost
# ("rabbitCredit: Jane Doe", "in 2024.Jane Doe / Getty Images"); not between the words of a name.
BEHIND = deferred(
    r"""
    (?<=[.!?…»”"')\]])\s+ | \s+[|•·]\s+ | \s+[-–—/]\s+ | \s{2,}
  | (?<=[a-zß-ÿ\d][.!?”"')])(?=[A-Z(]) | (?<=[a-zß-ÿ])(?=(?:Credit|Photo|Image|Picture|Foto|Bild)[\w ]{0,20}[:.])
  | \s*(?=＝) | (?<=[。！？])(?=\S)
    """,
    re.VERBOSE,
)

# Matches the space before a word that begins large, where a label may stand: "plague Credit: "; not "the plague".
BEFORE_LABEL = deferred(r"(?<=[\w%])\s+(?=[A-Z©])")

# Matches what such a label holds: "Photo:", "©", "Submitted photo"; lines without it need not be looked at.
LABEL_MARK = deferred(r"[:：©]|[Pp]hoto\.?$")

# Matches the place before a word that begins large, where the names before an agency may begin: "in Porto Jane
# Doe/AFP", "in PortoJane Doe/AFP"; not the space before a small word.
BEFORE_NAMES = deferred(
    r"(?:(?<=[^\W\d_A-Z])\s|(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ]))(?=(?:[A-ZÀ-Þ@](?:\.|[\w&'’-]{0,30})\s?){1,5}(?:/|via\b))"
)

# Matches names that neither an agency nor a label tells: "Talvik Orbexa", "Jane Doe"; not "Step out", "Seattle, WA".
NAMES_ALONE = deferred(r"[^\W\d_a-zß-ÿ][\w.&'’-]*\w(?:\s[^\W\d_a-zß-ÿ][\w.&'’-]*\w){0,4}")

# Matches the plain end of a sentence: "the sea."; not "St.", nor the end of a quotation.
PLAIN_END = deferred(r"[^\W\d_A-Z]{3}\.$")

# Matches one word of bare names: "Talvik", "O’Neill", "Jean-Luc", "of"; not "2", "Porto,", "d.".
BARE_NAME = deferred(r"[^\W\d_a-zß-ÿ][^\W\d_]*(?:['’-][^\W\d_]+){0,2}|of|for|de|van|von")

# Matches what may be a credit behind a sentence: a bracket, an e-mail address with names before it, or words that begin
# large; one word is a reply or a town.
DOUBTFUL_END = deferred(
    r"""
    \s(?P<credit> \([^()]{3,60}\)
      | (?<=[.!?]\s) (?:[^\W\d_a-zß-ÿ][^.!?;()]{2,80}\s\S{3,40}@\S{3,40}
      | [^\W\d_a-zß-ÿ][^.!?;()]{2,40}\s[^.!?;()]{2,40}))$
    """,
    re.VERBOSE,
)

# Matches a person and what makes a credit of the name below a caption, though it may be something else elsewhere: "ABC
# News: Jane Doe", "Jane Doe, The Harbour Post", "Jane Doe © 2024", "Photo Jane Doe"; that of "Jane Doe, Porto" is
# left out by `is_attribution`.
ATTRIBUTION = deferred(
    r"""
    (?:[Pp]hoto|[Ff]oto|[Gg]raphic\s?:|(?:[Pp]rovided|[Ss]upplied)\sby|[Cc]opyright)\s(?P<taker>[^,:;/|©]{4,40})
  | (?P<supplier>[^,:;/|©]{2,30}):\s(?P<supplied>[^,:;/|©]{4,40})
  | (?P<holder>[^,:;/|©]{4,40})\s©(?:\s\d{4})?
  | (?P<worker>[^,:;/|©]{4,40}?)(?:,\s|\s?[/|]\s?)(?P<outlet>[^\W\d_][^,:;/|©]{1,40})
    """,
    re.VERBOSE,
)

SENTENCE_MARKS = ".!?…»”\"'。！？"
STOPS = ".!?…"

MIN_CAPTION = 15
"""Characters that stand at least before names without an agency: "a. Sea Pictures for Children" is a list's entry."""
MAX_DOUBTFUL = 80
"""Characters of what may be a credit."""
MAX_NAMES = 5
"""Words of names that neither a label nor an agency tells."""
MIN_WORDS = 4
"""Words at least in a sentence with nothing but names behind it: "Monday. Rest Day" is an entry of a plan."""
LARGE_SHARE = 0.6
"""Share of a caption's words that may begin large where only a slash parts it from a name; a title has more."""


def credit_behind(line: Line) -> Line | None:
    """Find the credit at the end of a line that holds something before it; None when there is none.

    >>> credit_behind(Line(10, 52, "Boats leave the port. (AP Photo/Jane Doe)"))
    Line(start=32, end=51, text='(AP Photo/Jane Doe)')
    >>> credit_behind(Line(0, 52, "Boats leave the port of Porto at noon. Talvik Orbexa"))
    Line(start=39, end=52, text='Talvik Orbexa')
    >>> credit_behind(Line(0, 30, "Boats leave Porto for the sea.")) is None
    True
    """
    tail = line.text[-MAX_CREDIT:]
    offset = len(line.text) - len(tail)
    bracket = LAST_BRACKET.search(tail) if tail[-2:].rstrip(".")[-1:] in CLOSING else None
    if bracket and bracket.start() + offset:
        held = bracket.group().rstrip(".")
        told = is_credit(held) or is_name_and_outlet(held[1:-1])
        return _cut(line, offset + bracket.start()) if told else None
    marks = CREDIT_MARKS if tail[-1:] in STOPS else GAP_MARKS
    if not any(mark in tail for mark in marks):
        return None
    for gap in _gaps(tail):
        if offset + gap.start() and _may_stand_behind(gap.group(), tail[: gap.start()], tail[gap.end() :]):
            return _cut(line, offset + gap.end())
    return None


def is_name_and_outlet(text: str) -> bool:
    """Whether a text is the name of a person and what seems to be the outlet he or she works for, and nothing else.

    >>> is_name_and_outlet("Tara Lee for Harbour News"), is_name_and_outlet("Tips for Small Boats")
    (True, False)
    """
    match = NAME_AND_OUTLET.fullmatch(text)
    return (
        match is not None and is_name(name := match.group("name").strip()) and not any(map(is_ordinary, name.split()))
    )


def may_be_credit(text: str) -> bool:
    """Whether a text is a credit if what it follows is a caption: a source in brackets, an address, or bare names.

    >>> [may_be_credit(text) for text in ("(Quelle: Harbour Live)", "harbour.example", "Orbexa Talvik")]
    [True, True, True]
    >>> [may_be_credit(text) for text in ("Source: Harbour Live", "Orbexa said", "More News", "Orbexa.")]
    [False, False, False, False]
    """
    if len(text) > MAX_DOUBTFUL:
        return False
    return is_source(text) or is_address(text) or is_agency_alone(text) or is_attribution(text) or _are_bare_names(text)


def is_attribution(text: str) -> bool:
    """Whether a text is a person's full name with an outlet, a year or a word that makes a credit of it.

    >>> [is_attribution(text) for text in ("ABC News: Tara Roe", "Tara Roe, The Harbour Post", "Photo Tara Roe")]
    [True, True, True]
    >>> [is_attribution(text) for text in ("Tara Roe, Porto", "Photo finish", "Tara Roe: Why I left")]
    [False, False, False]
    """
    match = ATTRIBUTION.fullmatch(text)
    if not match:
        return False
    outlet = match["supplier"] or match["outlet"]
    if outlet and not (is_agency_alone(outlet) or outlet.startswith("The ") or _is_outlet(outlet)):
        return False
    person = match["taker"] or match["supplied"] or match["holder"] or match["worker"]
    return is_name(person) and not any(map(is_ordinary, person.split()))


def _is_outlet(text: str) -> bool:
    """Whether a text is called as newspapers and stations are, or a word such as "Staff"."""
    folded = text.casefold()
    return folded in FILLERS or (text[0].isupper() and folded.split()[-1] in OUTLET_END)


def is_source(text: str) -> bool:
    """Whether a text is a source in brackets: "(Quelle: Harbour Live)"; in English that stands under charts."""
    source = SOURCE_LABEL.match(text[1:]) if text[:1] in OPENING and text[-1:] in CLOSING else None
    label = source.group().casefold() if source else "source"
    return not label.startswith("source") and is_names(text[1 + len(label) : -1])


def is_address(text: str) -> bool:
    """Whether a text is a domain, or an e-mail address with nothing but names before it: "Jane Doe, doe@a.example"."""
    address = ADDRESS.search(text)
    if not address or "@" not in address.group():
        return DOMAIN.fullmatch(text) is not None
    names = re.split(r"[,: ]+", text[: address.start()].removeprefix(". "))
    return address.end() == len(text) and all(map(BARE_NAME.fullmatch, filter(None, names)))


def _are_bare_names(text: str) -> bool:
    """Whether a line is made of names; what has an ordinary word is a heading ("More News")."""
    words = text.removeprefix("The ").split()
    if not 0 < len(words) <= MAX_NAMES or text.isupper() or not all(map(BARE_NAME.fullmatch, words)):
        return False
    return words[0][0].isupper() and not any(word[0].isupper() and is_ordinary(word) for word in words)


def doubtful_credit_behind(line: Line) -> Line | None:
    """Find what may be a credit at the end of a line, where the line before it is a caption.

    >>> doubtful_credit_behind(Line(0, 39, "Boats leave Porto at noon. Orbexa Talvik")).text
    'Orbexa Talvik'
    >>> doubtful_credit_behind(Line(0, 32, "Boats leave Porto at noon. Orbexa")) is None
    True
    """
    match = DOUBTFUL_END.search(line.text[-MAX_CREDIT:])
    start = len(line.text) - len(match.group("credit")) if match else 0
    if not match or start < MIN_CAPTION or not may_be_credit(match.group("credit")):
        return None
    return _cut(line, start)


def _cut(line: Line, at: int) -> Line:
    return Line(line.start + at, line.start + len(line.text), line.text[at:])


def _gaps(tail: str) -> list[re.Match[str]]:
    """List the places where a credit may begin, the leftmost first: it is the longest credit that is looked for."""
    more = BEFORE_LABEL.finditer(tail) if LABEL_MARK.search(tail) else iter(())
    names = BEFORE_NAMES.finditer(tail) if AGENCY_AT_END.search(tail) else iter(())
    return sorted(chain(BEHIND.finditer(tail), more, names), key=lambda gap: gap.start())


def _may_stand_behind(gap: str, before: str, rest: str) -> bool:
    """Whether `rest` is a credit that may follow a caption after `gap`."""
    after_sentence = before.rstrip()[-1:] in SENTENCE_MARKS
    # Without a label that ends in a colon, only a bar, a dash or the end of a sentence may part the credit from the
    # caption: in "flew to Getty Images" and "drawings by Jim Roe" the words belong together.
    labelled = COLON_LABEL.match(rest) or rest.startswith("＝") or rest.casefold().rstrip(".").endswith(" photo")
    if labelled or after_sentence or gap.strip() or AGENCY_AT_END.search(rest):
        return is_credit(rest) or (after_sentence and _are_names_behind(before, rest)) or _is_slashed(gap, before, rest)
    return False


def _are_names_behind(before: str, rest: str) -> bool:
    """Whether what follows a caption's sentence is names alone: "Tara Lee for Harbour News", "Talvik Orbexa"."""
    if len(before) < MIN_CAPTION:
        return False
    if is_name_and_outlet(rest.rstrip(".").removeprefix("Credit ")):
        return True
    if not (NAMES_ALONE.fullmatch(rest) and PLAIN_END.search(before)) or len(before.split()) < MIN_WORDS:
        return False
    if rest in NEWS_AGENCIES or any(is_ordinary(word) for word in rest.split()):
        return False
    # A given name alone signs a letter, and a compound is a heading.
    # What is in no English list may be a word of another language.
    unlisted = rest.isalpha() and not _is_listed(rest) and language_of_line(before) in {"en", None}
    return " " in rest or rest.casefold() in LONE_CREDITS or unlisted


def _is_slashed(gap: str, before: str, rest: str) -> bool:
    """Whether a slash parts a caption from the name of its photographer: "A raid in Palma / Jane Doe"."""
    words = before.split()
    if gap.strip() != "/" or ":" in before or len(words) < MIN_WORDS or rest[-1:] in STOPS or not is_name(rest):
        return False
    large = sum(word[0].isupper() for word in words) / len(words)
    return large <= LARGE_SHARE and not any(is_ordinary(word) for word in rest.split())


def is_ordinary(word: str) -> bool:
    """Whether a capitalised word is no name: "Walk", "From", "Monday"."""
    lowered = word.casefold()
    return lowered in NOT_NAMES or lowered in WEEKDAYS or english_casing(word) is Casing.LOWER


def _is_listed(word: str) -> bool:
    """Whether a dictionary or a list of names has a word."""
    english = lexicon("en")
    return english is not None and english.is_listed(word.casefold())
