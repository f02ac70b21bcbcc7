"""Byline and date as the page prints them beside the headline, where its head is silent about them."""

import re
from collections.abc import Collection, Sequence
from html import unescape
from itertools import pairwise, takewhile

from models import DatePrecision
from parsers.dates import printed_date
from parsers.html.candidates import Candidate, ancestors, class_words, words_of_names
from parsers.html.headline import LONG_PARAGRAPH, MARKUP
from parsers.values import people_of
from parsers.words import letters_of, words_of

ZONE = 14
"""Runs of text after the headline, and a few before it, that may be the byline."""

LONGEST_BYLINE = 90

LONGEST_DATE_LINE = 45
"""Letters of "Published on Wednesday, November 18, 2026 at 10.30 a.m."; a sentence with a date in it has more."""

BYLINE_WORDS = frozenset(
    words_of(
        "byline bylines author authors autor autora autore auteur forfatter writer contributor contributors "
        "authorname postauthor entryauthor articleauthor fn"
    )
)
"""Words in a class name that mean the byline."""

# Matches "By Ada Okoye", "Von Ada Okoye" and "Interview: Ada Okoye"; must not match "By Tuesday" (a name has two
# words), "By the sea" or "Interview with Ada Okoye".
BY_NAME = re.compile(
    r"""\A\s*(?:(?:(?:Written|Reported|Posted|Submitted|Text)\s+)?
          (?:By|BY|by|Von|von|Par|par|Por|por|Di|Door|door|Av|Af)\b:?
        | (?:Interview|Words|Text|Texte|Texto|Testo|Tekst|Story|Report|Bericht)\s?:)\s+
        (?P<names>\S.{3,80})\Z""",
    re.DOTALL | re.VERBOSE,
)

# Matches "By:" and "Written by", a line of its own before the line with the name; must not match "By Ada".
BYLINE_LABEL = re.compile(
    r"(?:(?:written|posted|reported)\s+)?(?:by|von|par|por|authors?|autor|auteur)\s*:?", re.IGNORECASE
)

# Matches "Ada Okoye", "Ludwig van Beek" and "José-María O’Neil Jr."; must not match "Sign up now" or "ADVERTISEMENT".
FULL_NAME = re.compile(
    r"(?:[A-ZÀ-ÞĀ-Ž][\w’'.-]{0,20})(?:\s+(?:de|da|di|del|della|der|den|van|von|bin|al|la|le|el|dos|du|ter|[A-ZÀ-ÞĀ-Ž][\w’'.-]{0,20})){1,4}\Z"
)

# Matches what follows the names in a byline's line: a date, a job, a bar; must not match a name.
AFTER_NAMES = re.compile(
    r"""(?<!\s)\s*+(?:[|•·]|(?<=\s)[-–—]\s|\b(?:on|updated|published|posted)\b
        |(?:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+)?\d).*""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)

# Matches "Transport reporter" and "Senior Editor, Science"; must not match "The editor said".
JOB = re.compile(
    r"(?:[\w’'&-]{2,20}\s){0,3}(?:reporter|correspondent|writer|editor|journalist|columnist|redakteur(?:in)?)"
    r"(?:,\s[\w’'& -]{2,30})?",
    re.IGNORECASE,
)

# Matches an inline element with its classes and its text: '<span class="author">Ada Okoye</span>'; must not match one
# with another element inside it.
INLINE = re.compile(r'<(?:span|a|b|strong|em|i|cite) class="([^"]{1,200})">([^<]{3,100})</')

# Matches what makes a printed date another one than that of publication; must not match "Published".
OTHER_DATE = re.compile(
    r"\b(?:updated|modified|reviewed|aktualisiert|actualizado|mis à jour|aggiornato|oppdatert|event|expires)\b",
    re.IGNORECASE,
)

# Matches "14.20 CET" and "9:05 am"; must not match "2.30 metres" or the score "3:2".
CLOCK_TIME = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\s(?:[A-Z]{2,4}|Uhr|h))?")

LONGEST_TIME = 10
"""Letters and digits of a clock time."""


def headline_zone(found: Sequence[Candidate], titles: Collection[str]) -> list[Candidate]:
    """Give the runs of text around the headline, up to the first paragraph; without a headline those above that."""
    heads = [at for at, candidate in enumerate(found) if candidate.tag == "h1" or candidate.key in titles]
    if not heads:
        return list(takewhile(lambda candidate: len(candidate.key) < LONG_PARAGRAPH, found[:ZONE]))
    named = [at for at in heads if found[at].key in titles]
    head = next((at for at in named if found[at].tag == "h1"), (named or heads)[0])
    zone = [*found[max(0, head - 3) : head], *found[head + 1 : head + 1 + ZONE]]
    return [candidate for candidate in zone if len(candidate.key) < LONG_PARAGRAPH and candidate.tag != "h1"]


def printed_authors(zone: Sequence[Candidate], houses: Collection[str]) -> tuple[str, ...]:
    """Give the full names of a byline: a run that begins with "By" or follows it, or that its class calls one."""
    is_labelled = False
    for candidate in zone:
        text = _text(candidate)
        match = BY_NAME.match(text)
        is_label = bool(BYLINE_LABEL.fullmatch(text))
        named = [] if is_label else _named_inline(candidate)
        if not is_label and (match or is_labelled or _is_byline(candidate)):
            named.append(match["names"] if match else text)
        if people := next(filter(None, (_full_names(line, houses) for line in named)), ()):
            return people
        is_labelled = is_label
    return _above_job(zone, houses)


def _above_job(zone: Sequence[Candidate], houses: Collection[str]) -> tuple[str, ...]:
    """Give the full name that stands alone above a reporter's job."""
    lines = list(map(_text, zone))
    above = (name for name, job in pairwise(lines) if JOB.fullmatch(job) and FULL_NAME.fullmatch(name))
    return next(filter(None, (_full_names(name, houses) for name in above)), ())


def _full_names(line: str, houses: Collection[str]) -> tuple[str, ...]:
    """Give the people that a byline names, if it names nothing else."""
    people = people_of([AFTER_NAMES.sub("", line)], houses)
    return people if all(map(FULL_NAME.match, people)) else ()


def _named_inline(candidate: Candidate) -> list[str]:
    """Give what a run's inline elements hold that their class calls the byline."""
    if len(candidate.key) > LONGEST_BYLINE:
        return []
    named = [
        " ".join(unescape(text).split())
        for names, text in INLINE.findall(candidate.html)
        if words_of_names(names) & BYLINE_WORDS
    ]
    return [text for text in named if not BYLINE_LABEL.fullmatch(text)]


def _is_byline(candidate: Candidate) -> bool:
    if len(candidate.key) > LONGEST_BYLINE:
        return False
    return any(
        class_words(element) & BYLINE_WORDS for element, _ in zip(ancestors(candidate.element), range(3), strict=False)
    )


def printed_publication(zone: Sequence[Candidate]) -> tuple[str, DatePrecision] | None:
    """Give the first date printed around the headline, unless it says that it is that of an update."""
    for candidate in zone:
        text = _text(candidate)
        if not OTHER_DATE.search(text) and (date := printed_date(text)):
            return date
    return None


def without_bylines(parts: Sequence[Candidate], authors: Collection[str] = ()) -> list[Candidate]:
    """Leave out the byline and the date that stand between headline and text: the metadata has them.

    A name alone is the byline where it is that of one of the `authors`; so is a clock time alone, wherever it stands.
    """
    opening = {id(part) for part in takewhile(lambda part: len(part.key) < LONG_PARAGRAPH, parts)}
    names = set(map(letters_of, authors))
    return [
        part
        for part in parts
        if not (_is_time(part) or (id(part) in opening and (_is_name(part, names) or _is_byline_or_date(part))))
    ]


def _is_name(candidate: Candidate, names: Collection[str]) -> bool:
    """Tell whether a run is one of the names alone; in a figure that is the photographer's."""
    return candidate.key in names and candidate.tag == "p"


def _is_byline_or_date(candidate: Candidate) -> bool:
    """Tell whether a run is nothing but names after "By", or a date with a few words beside it."""
    if len(candidate.key) > LONGEST_BYLINE:
        return False
    text = _text(candidate)
    if match := BY_NAME.match(text):
        return bool(_full_names(match["names"], []))
    return bool(printed_date(text)) and len(candidate.key) < LONGEST_DATE_LINE


def _is_time(candidate: Candidate) -> bool:
    """Tell whether a run is a clock time and nothing else, as live blogs print it above each entry."""
    # In a paragraph of its own it is the reporter's.
    is_stamp = candidate.tag == "p" and candidate.element.tag != "p" and len(candidate.key) <= LONGEST_TIME
    return is_stamp and bool(CLOCK_TIME.fullmatch(_text(candidate)))


def _text(candidate: Candidate) -> str:
    """Give a run's text, near enough to read a name in it."""
    return " ".join(unescape(MARKUP.sub(" ", candidate.html)).split())
