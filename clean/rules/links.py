"""Takes web addresses out of the text."""

import re
from collections.abc import Iterator
from itertools import pairwise

from clean.lines import Line, adjoining, prose_lines, removal
from clean.patterns import deferred
from clean.physical_lines import goes_on
from clean.urls import mended, url_spans
from models import Destination, Document, Edit

# Matches what may stand before an address on a line of its own: "Source:", "- "; not "Watch the film here:".
LINE_LABEL = deferred(
    r"""
    (?: [-–—•*·>]\s* | [\[(]?\d{1,2}[\])]?[.)]?\s+ )?
    (?: (?: sources? | links? | urls? | original(?:\ (?:article|story|link|post|source))? | article\ url | via
          | full\ (?:story|article) | permalink | quellen? | fuente | fonte | bron | källa | kilde | lien )
        \s*[:：]\s* )?
    [<(\[]?
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches what may stand after it: the "1/3" of a printed page, a closing bracket; not a word.
LINE_END = deferred(r"[>)\]]?[.,;]?(?:\s{1,3}\d{1,3}\s?/\s?\d{1,3})?")

# Matches what may stand between two addresses on one line: " | ", ", "; not " and see ".
BETWEEN = deferred(r"(?<!\s)\s*(?:[,;|•·]|and|or)?\s*")

# Matches what may open a bracket that holds nothing but an address, "(see ", "[via: ", not "(Smith 2019, "; and what
# closes it, ">)", ".]", not ")x".
BRACKET_OPENING = deferred(
    r"[(\[]\s*(?:(?:see|via|at|visit|link|source|url|read\ more|more)(?:\ (?:at|here|on))?\s*:?\s*)?<?$",
    re.VERBOSE | re.IGNORECASE,
)
BRACKET_CLOSING = deferred(r">?\s{0,2}[.;,]?\s{0,2}[)\]](?![\w(\[])")

# Matches the end of a sentence before an address: "is over.”"; not "No. 5 vs. the" (a small word before the stop).
SENTENCE_END = deferred(r"\w{3}[.!?…][\"”’»)\]]*\s*$")

# Matches the short addresses that posts end with: "https://t.co/ab12", "pic.twitter.com/ab12"; not "https://t.com/".
POST_LINK = deferred(r"https?://t\.co/\w+|pic\.(?:twitter|x)\.com/\w+", re.IGNORECASE)

# Matches the end of a line that an address completes: "For more, see", "the list at"; not "Harbour reopens".
LEADS_TO = deferred(
    r"\b(?:see|visit|via|at|from|on|in|to|under|is|are|and|or|by|with|of|the|siehe|unter|auf|bei|von|voir|sur|à|chez"
    r"|véase|vea|en|ver|su|da|em|op|zie|na|på|se|pod)\Z",
    re.IGNORECASE,
)

# Matches the space before a place, and any other on its line; not the line end before it.
SPACE_BEFORE = deferred(r"(?<![^\S\n])[^\S\n]+$")
SPACE = deferred(r"[^\S\n]+")

LOOK_BACK = 40
"""No opening of a bracket is longer."""


def links(document: Document) -> Iterator[Edit]:
    """Take out web addresses that no sentence needs.

    An address goes when it fills its line ("Source:" and the like before it goes too), also where it is broken over
    lines or stands between two halves of a sentence; when it stands alone in brackets, which go with it; and when it
    hangs behind the last sentence of a line. What is left reads as if it had not been there.

    An address that its sentence needs stays ("see https://example.org for more", "the list is here: https://..."), so
    do one on its own line below a colon, bare names ("Amazon.com said"), e-mails, handles, and whatever is code or
    stands in a table.
    """
    lines = prose_lines(document)
    nth = 0
    while nth < len(lines):
        if "/" not in lines[nth].text and "www." not in lines[nth].text:
            nth += 1
            continue
        count = _lines_of_address(document.text, lines, nth)
        if count:
            whole = Line.trimmed(document.text, lines[nth].start, lines[nth + count - 1].end)
            yield removal("links", whole, Destination.LINKS, "an address on a line of its own")
        else:
            yield from _within(document.text, lines[nth])
        nth += count or 1


def _lines_of_address(text: str, lines: list[Line], nth: int) -> int:
    """Count the lines, from the nth on, that one address fills; 0 when it is not alone or is asked for above."""
    if not is_address_line(lines[nth].text) or _is_asked_for(text, lines, nth):
        return 0
    count = 1
    # The longest run of lines that is still one address; a blank line ends it.
    for more in (2, 3):
        stretch = lines[nth : nth + more]
        joined = text[stretch[0].start : stretch[-1].end]
        if len(stretch) == more and "\n\n" not in joined and mended(joined):
            count = more
    return count


def _is_asked_for(text: str, lines: list[Line], nth: int) -> bool:
    """Say whether a colon above asks for an address, or for a list of them, or a sentence that it completes."""
    above = nth - 1
    while above >= 0 and is_address_line(lines[above].text) and adjoining(text, lines[above], lines[above + 1]):
        above -= 1
    if above < 0:
        return False
    if lines[above].text.endswith((":", "：")):
        return True
    if above + 1 < nth or text.count("\n", lines[above].end, lines[nth].start) > 1:
        return False
    return LEADS_TO.search(lines[above].text) is not None and not _parts_sentence(text, lines, nth)


def _parts_sentence(text: str, lines: list[Line], nth: int) -> bool:
    """Say whether the line below an address goes on with the sentence above it."""
    if nth + 1 == len(lines) or text.count("\n", lines[nth].end, lines[nth + 1].start) > 1:
        return False
    return goes_on(lines[nth + 1].text)


def is_address_line(line: str) -> bool:
    """Whether a line holds addresses and nothing else but a label and page numbers.

    >>> is_address_line("Source: https://example.org/a")
    True
    >>> is_address_line("See https://example.org/a")
    False
    """
    label = LINE_LABEL.match(line)
    at = label.end() if label else 0
    if " " not in line[at:] and mended(line[at:].strip("<>()[]")):
        return True
    spans = url_spans(line[at:])
    if not spans or spans[0][0] != 0:
        return False
    rest = line[at:]
    between = (rest[end:start] for (_, end), (start, _) in pairwise(spans))
    return all(map(BETWEEN.fullmatch, between)) and LINE_END.fullmatch(rest[spans[-1][1] :]) is not None


def _within(text: str, line: Line) -> Iterator[Edit]:
    """Take out the addresses of a line of prose that it reads as well without."""
    reached = line.start
    for start, end in url_spans(line.text):
        found = _bracketed(text, line, line.start + start, line.start + end) or _trailing(
            text, line, line.start + start, line.start + end
        )
        if found and found.start >= reached:
            yield removal("links", found, Destination.LINKS, "an address in brackets or behind a sentence")
            reached = found.end


def _bracketed(text: str, line: Line, start: int, end: int) -> Line | None:
    """Find the brackets that hold nothing but an address, with the space before them."""
    opening = BRACKET_OPENING.search(text, max(line.start, start - LOOK_BACK), start)
    closing = BRACKET_CLOSING.match(text, end, line.end)
    if not opening or not closing:
        return None
    if opening.start() == line.start:
        after = SPACE.match(text, closing.end(), line.end)
        return _piece(text, line.start, after.end() if after else closing.end())
    space = SPACE_BEFORE.search(text, max(line.start, opening.start() - LOOK_BACK), opening.start())
    return _piece(text, space.start(), closing.end()) if space else None


def _trailing(text: str, line: Line, start: int, end: int) -> Line | None:
    """Find the address that hangs behind the last sentence of a line, with the space before it."""
    if end != line.end:
        return None
    window = max(line.start, start - LOOK_BACK)
    space = SPACE_BEFORE.search(text, window, start)
    behind = SENTENCE_END.search(text, window, start) or POST_LINK.fullmatch(text, start, end)
    return _piece(text, space.start(), end) if space and behind else None


def _piece(text: str, start: int, end: int) -> Line:
    return Line(start, end, text[start:end])
