"""Takes the headline out of a text without markup."""

from collections.abc import Iterator, Sequence
from itertools import islice

from clean.captions.credits import is_credit
from clean.dateline import find_dateline
from clean.furniture.site_blocks import site_blocks
from clean.lines import Line, prose_lines, removal
from clean.patterns import deferred
from clean.physical_lines import has_cells
from clean.rules.article_notes import is_stamp
from clean.rules.boilerplate import is_boilerplate
from clean.rules.byline import is_byline, is_job
from clean.urls import url_spans
from clean.words.names import is_name
from models import Destination, Document, Edit

# Matches the end of a sentence, which no headline has, or of a line that leads on; not "?" or "!", nor "U.S.".
STOP = deferred(r"(?<!\b[A-Z])(?<!\.[A-Z])[.,;:…-]$|[.!?]\s+[A-Z]")

# Matches how articles begin: "BEIJING (AP) — ", "Beijing, September 2 — "; not "A round-up from 2025 is".
OPENING = deferred(
    r"(?=[A-ZÀ-Þ])(?:[A-ZÀ-Þ][\w.’'-]{0,20},?\s){1,4}(?:\d{1,2},?\s)?(?:\d{4}\s)?"
    r"(?:\([\w /]{2,20}\)\s)?(?:[-–—]{1,2}\s|[–—]\S)"
)

# Matches a word of prose: letters only; not "2-1".
WORD = deferred(r"[^\W\d_][\w'’-]*")

TOP = 14
"""Lines at the top of a text among which its first paragraph stands: buttons, a byline and dates may be above it."""

LEAST_ABOVE_LINE = 5
"""Words of a headline with another line below it: "The Harbour Gazette" above one is no headline."""

MIN_WORDS = 3
MAX_WORDS = 18
MAX_CHARACTERS = 140
MIN_BODY = 80
"""Characters the first paragraph below a headline has at least; below a list's heading there are only short lines."""
LARGE_SHARE = 0.75
"""Share of a headline's longer words that begin large, where it is in headline case."""
LARGER = 0.4
"""By so much this share is above that of the text below; in German nearly every other word begins large anyway."""


def headline(document: Document) -> Iterator[Edit]:
    """Take out the first line of plain text where it clearly is the headline.

    It is short, ends no sentence, stands apart by a blank line or above a byline, a name, a dateline or the day it was
    published, is in headline case or in capitals (or has one of those below it), and an article begins under it, be it
    below buttons of the site. An opening sentence is none, nor is a line where the parser already knows the title, and
    nothing is taken from text whose blocks are told by markup.
    """
    if document.has_blocks or document.metadata.title is not None:
        return
    lines = list(islice(prose_lines(document), TOP))
    if len(lines) < 2 or not _is_title(lines[0].text):
        return
    site = dict(site_blocks(document.text, lines))
    lines = [line for nth, line in enumerate(lines) if not nth or not (line in site or is_boilerplate(line.text))]
    if _has_line_below(lines):
        yield removal("headline", lines[0], Destination.TITLE, "a first line that reads as a headline")
        yield removal("headline", lines[1], Destination.TITLE, "a line between headline and byline")
    elif len(lines) > 1 and _stands_above(document.text, lines):
        yield removal("headline", lines[0], Destination.TITLE, "a first line that reads as a headline")


def _has_line_below(lines: Sequence[Line]) -> bool:
    """Whether a headline has a line between it and the byline; a short first line may be the paper's name."""
    if len(lines) < 4 or len(lines[0].text.split()) < LEAST_ABOVE_LINE:
        return False
    return is_byline(lines[2].text) and _is_title(lines[1].text) and _is_told_below(lines[3:])


def _is_title(line: str) -> bool:
    words = WORD.findall(line[: MAX_CHARACTERS + 1])
    if len(line) > MAX_CHARACTERS or not MIN_WORDS <= len(words) <= MAX_WORDS:
        return False
    if STOP.search(line) or not (line[0].isupper() or line[0].isdigit() or line[0] in "“‘\"'«„¿¡"):
        return False
    told = is_credit(line) or is_byline(line) or is_boilerplate(line) or is_stamp(line)
    return not (told or has_cells(line) or url_spans(line))


def _stands_above(text: str, lines: list[Line]) -> bool:
    """Whether what is below a first line is an article, and tells that the line is its headline."""
    first, below, *rest = lines
    apart = text.count("\n", first.end, below.start) > 1
    if is_byline(below.text) or _is_dateline(below.text) or (apart and is_stamp(below.text)):
        return _is_told_below(rest)
    if is_name(below.text):
        # As short a line may be what a picture shows, and the name its photographer's.
        return len(first.text.split()) >= LEAST_ABOVE_LINE and _is_told_below(rest[:1])
    if len(below.text) < MIN_BODY:
        return False
    return (apart and _in_headline_case(first.text, below.text)) or OPENING.match(below.text) is not None


def _is_told_below(lines: Sequence[Line]) -> bool:
    """Whether an article begins below a headline, its byline and its date."""
    told = [line for line in lines if not (is_byline(line.text) or is_stamp(line.text) or is_job(line.text))]
    return bool(told) and len(told[0].text) >= MIN_BODY


def _is_dateline(line: str) -> bool:
    """Whether a line is a dateline with nothing behind it: "Porto, July 22, 2031 (AFP) -"."""
    found = find_dateline(line)
    return found is not None and found.end == len(line)


def _in_headline_case(line: str, below: str) -> bool:
    """Whether a line is in capitals, or far more of its longer words begin large than in the text below."""
    share = _large_share(line)
    return line.isupper() or (share >= LARGE_SHARE and share >= _large_share(below) + LARGER)


def _large_share(text: str) -> float:
    words = [word for word in WORD.findall(text[:1000]) if len(word) > 3]
    return sum(word[0].isupper() for word in words) / len(words) if len(words) > 1 else 0.0
