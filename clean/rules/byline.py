"""Takes the byline out of a text without markup."""

import re
from collections.abc import Iterator

from clean.lines import adjoining, prose_lines, removal
from clean.patterns import deferred
from clean.words.names import BY, author_names, is_agency, is_name
from models import Destination, Document, Edit

# Matches the bars that part a name from an agency or a job: "Jane Doe | Reuters"; not the hyphen of a name.
BAR = deferred(r"(?<!\s)\s+[|•·–—-]\s+|,\s+|(?<!\s)\s*[|•·]\s*")

# Matches a date or a time behind a byline: "September 2, 2024 10:15 a.m. EDT"; not "2024 was a good year".
STAMP = deferred(
    r"""
    (?:(?:last\ )?(?:updated|published|posted)\s?:?\ (?:on\ |at\ )?)?
    (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\ )?
    (?: (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\ \d{1,2}(?:st|nd|rd|th)?(?:,?\ \d{4})?
      | \d{1,2}(?:st|nd|rd|th)?\.?\ (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?:,?\ \d{4})?
      | \d{4}-\d{2}-\d{2} | \d{1,2}[/.]\d{1,2}[/.]\d{2,4} )?
    (?:,?\ ?(?:at\ )?\d{1,2}[:.]\d{2}(?:\ ?[ap]\.?m\.?)?(?:\ [A-Z]{2,4})?)?
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches a job title by its last word: "Staff Writer", "political editors"; not "The Keyboard for Writers".
JOB = deferred(
    r"^(?!.*\b(?:for|the|of the)\b.*)(?:[\w'’&/-]+\s){0,4}"
    r"(?:writer|reporter|editor|correspondent|columnist|contributor|journalist|staff|producer|photographer|redakteur|"
    r"redakteurin|freelancer)s?$",
    re.IGNORECASE,
)

# Matches how a byline at the end opens: "By "; not the "Author: " of a book that is reviewed.
AT_END = deferred(r"(?:by|von|par|por)\b", re.IGNORECASE)

# Matches the name of a place: "Porto", "New York"; not "a tale", nor three words.
PLACE = deferred(r"[^\W\d_a-zß-ÿ][\w'’-]{2,20}(?:\s[^\W\d_a-zß-ÿ][\w'’-]{1,20})?")

# Matches the end of a sentence: a byline has none ("Jr." aside).
SENTENCE_END = deferred(r"(?<!\bJr)(?<!\bSr)[.!?:;]$")

TOP = 5
"""Lines at the top among which a byline stands, below headline, standfirst and caption."""
BOTTOM = 2
"""The same at the end."""
MAX_BYLINE = 120
"""Characters."""


def byline(document: Document) -> Iterator[Edit]:
    """Take out the line that names the authors, at the top or the end of plain text.

    It is one line of names after "By", or of names joined by a bar or comma to an agency or a job; a job on the line
    below it goes with it. Left alone are a name by itself (it may be a heading or a speaker), "By" before anything else
    ("By Monday,"), and every text whose paragraphs were told by markup: there the parser reads the authors from the
    page.
    """
    if document.has_blocks:
        return
    lines = prose_lines(document)
    for nth, line in enumerate(lines):
        near = nth < TOP or (nth >= len(lines) - BOTTOM and AT_END.match(line.text))
        if near and is_byline(line.text):
            yield removal("byline", line, Destination.AUTHORS, "a line of authors' names")
            below = lines[nth + 1 : nth + 2]
            if below and is_job(below[0].text) and adjoining(document.text, line, below[0]):
                yield removal("byline", below[0], Destination.AUTHORS, "the job of the author above it")
            return


def is_byline(line: str) -> bool:
    """Whether a line names authors and says nothing else.

    >>> [is_byline(line) for line in ("By Jane Doe and Li Na", "JANE DOE | Reuters", "By The Associated Press")]
    [True, True, True]
    >>> [is_byline(line) for line in ("By Monday, he had left", "Jane Doe", "By design", "By the river")]
    [False, False, False, False]
    """
    if len(line) > MAX_BYLINE or SENTENCE_END.search(line):
        return False
    opening = BY.match(line)
    return _names_only(line[opening.end() :]) if opening else _names_with_source(line)


def _names_only(text: str) -> bool:
    """Whether what follows "By" is names, jobs, agencies and dates, with a full name or an agency first.

    A place may stand behind the names: "By Jane Doe in Porto", "Von Jana Roe, Porto".
    """
    pieces = _pieces(text)
    if len(pieces) > 1 and PLACE.fullmatch(pieces[-1]):
        pieces.pop()
    return bool(pieces) and (_begins_with_name(pieces[0]) or is_agency(pieces[0])) and _all_told(pieces)


def _names_with_source(text: str) -> bool:
    """Whether a line without "By" is one full name with an agency or a job beside it."""
    pieces = _pieces(text)
    return len(pieces) > 1 and is_name(pieces[0]) and _all_told(pieces) and any(map(is_job, pieces[1:]))


def _pieces(text: str) -> list[str]:
    """Divide a byline at its bars and commas, less the date that may end it."""
    stamp = next((bar for bar in BAR.finditer(text) if STAMP.fullmatch(text, bar.end())), None)
    return [piece.strip() for piece in BAR.split(text[: stamp.start()] if stamp else text) if piece.strip()]


def _begins_with_name(piece: str) -> bool:
    """Whether a piece opens with a full name: "Jane Doe and Li Na", "Jane Doe for Harbour News"."""
    first = next(iter(author_names(piece)), "")
    return " " in first and piece.startswith(first)


def _all_told(pieces: list[str]) -> bool:
    return all(_begins_with_name(piece) or is_job(piece) for piece in pieces)


def is_job(piece: str) -> bool:
    """Whether a piece is an agency or a job title: "Reuters", "Staff Writers", "Chief Political Correspondent"."""
    return is_agency(piece) or (len(piece.split()) <= 5 and JOB.search(piece) is not None)
