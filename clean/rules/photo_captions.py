"""Takes photo captions out of the text."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby

from clean.captions.credit_words import LABEL
from clean.captions.credits import BARS, MAX_CREDIT, is_agency_alone, is_credit
from clean.captions.descriptions import describes, is_quoting, places_somebody, shows_scene, speaks_to_reader
from clean.captions.features import Story, is_title
from clean.captions.judge import LEAST_SCORE, caption_score
from clean.captions.leading_credits import credit_before
from clean.captions.marks import is_marked
from clean.captions.named_people import is_open_sentence, is_people_alone
from clean.captions.trailing_credits import (
    credit_behind,
    doubtful_credit_behind,
    is_address,
    is_attribution,
    is_name_and_outlet,
    is_source,
    may_be_credit,
)
from clean.lines import Line, adjoining, lines_of, lines_outside, removal
from clean.patterns import deferred
from clean.physical_lines import goes_on
from clean.rules.article_notes import is_note
from clean.rules.boilerplate import is_boilerplate
from clean.words.language import detect_language
from models import Destination, Document, Edit, Span, SpanKind

NEVER_CAPTIONS = frozenset(
    {
        SpanKind.PREFORMATTED,
        SpanKind.TABLE,
        SpanKind.HEADING,
        SpanKind.QUOTE,
        SpanKind.LIST_ITEM,
        SpanKind.CAPTION,
        SpanKind.CREDIT,
    }
)

# Matches how captions alone begin, by who stands where: "From left, ", "L-R: "; not "From left field", "From left to
# right, the parties".
ROW_OPENING = deferred(
    r"""
    (?:from|seen\ from)\ (?:far\ |top\ |bottom\ )?(?:left|right)
    (?: \s?[,:] | \ to\ (?:left|right)(?:\s?:|\s?,(?-i:\ [^a-z])) )
  | (?:(?:top|bottom|front|back)\ row,?\ )?(?:from\ )?(?:left\ to\ right|right\ to\ left|l[ -]?to[ -]?r|l-r)
    (?:\s?:|\s?,(?-i:\ [^a-z]))
  | \((?:from\ left|left\ to\ right|l-r|l\ to\ r)\)
  | clockwise,?\ from\ (?:the\ )?(?:top|upper|lower|bottom|left|right)
  | v\.\ ?l\.(?:\ ?n\.\ ?r\.)?\s?:
  | de\ (?:gauche\ à\ droite|izquierda\ a\ derecha)\s?[,:]
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches how they begin by the archive's mark: "FILE - ", "FILE PHOTO: "; not "File a claim", "FILE-SHARING".
FILE_OPENING = deferred(
    r"(?:FILE(?: (?:PHOTO|PIC|PICTURE|IMAGE|VIDEO))?|File (?:photo|pic|picture|image))(?:\s[-–—]\s|\s?[–—]|\s?:\s)"
    r"|(?:ARCHIVO|ARCHIV|DOSSIER|ARQUIVO)\s?[-–—:] \S"
    r"|(?:A )?[Ff]ile (?:photo|photograph|image|picture)s? (?:of|shows|show|taken|dated)\b"
)

# Matches how they begin by a label: "Image caption, ", "Pictured: "; not "Pictured below is a plan".
LABEL_OPENING = deferred(
    r"""
    (?:(?:image|photo|picture|video)\ )?caption\s?[,:]\s | bildunterschrift\s?:\s | légende\s?:\s
  | (?:image|photo|picture|foto|bild)\s?:\s(?=(?:[\w'’-]{1,30},?\s){4,})
  | (?:video|info)gra(?:fik|phic)\s?:\s
  | pictured\s?: | pictured(?:\ (?!below|above)\w+){1,3},\  | pictured\ (?:from\ left|left\ to\ right|\([^)]{1,30}\))
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches how they begin by the picture's origin: "This photo provided by", "In this June 3 file photo, "; not "In this
# photo essay", nor "This image was posted".
ORIGIN_OPENING = deferred(
    r"""
    (?:in\ )?(?:this|these)\ (?:[\w.,]{1,12}\ ){0,5}?
    (?:photo|photograph|image|picture|combo|combination|frame\ ?grab|screen\ ?grab|handout|still)s?
    (?:\ (?:image|photo|grab))?,?
    \ (?:
        (?:taken|made|released|provided|supplied|obtained|distributed|issued)
        \ (?:by|from|on|and\ (?:provided|released|made\ available)\ by|available\ by)\b
      | from\ (?:[\w]{1,20}\ ){0,3}?video\b
    )
  | in\ this\ (?:[\w.,]{1,12}\ ){0,4}?file\ (?:photo|photograph|image|picture),?\s
  | this\ combination\ of\ (?:photos|pictures|images|file\ photos)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches how they end by the picture's kind or a video's length: "(file photo)", "(Archivbild)", "(1:24)"; not
# "(photo)", nor "(9:30 a.m.)".
KIND_ENDING = deferred(
    r"""
    [(\[](?: archiv(?:bild|foto) | symbol(?:bild|foto) | (?:stock|file|library|archive)\ (?:image|photo|picture|pic)
        | artist['’]?s?\ (?:impression|concept|rendering|illustration)
        | foto\ de\ archivo | photo\ d['’](?:archives?|illustration)
        | ai[ -]generated\ image )[)\]]\.?$
  | [(\[](?:\d{1,2}:)?\d{1,2}:\d\d[)\]]$
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches the picture's kind behind the name of what is seen: "The ferry (file photo): It"; not "(photo): ".
KIND_INSIDE = deferred(
    r".{3,80}?[(\[](?:(?:archiv|symbol)(?:bild|foto)|(?:file|archive|stock) (?:photo|image|picture))[)\]]\s?:\s",
    re.IGNORECASE,
)

# Matches the opening of a drawing's caption: "An artist's concept of"; not "An artist's life".
DRAWING_OPENING = deferred(
    r"(?:an?|the) artist['’]?s['’]? (?:impression|concept|conception|rendering) (?:of|shows)\b", re.IGNORECASE
)

OPENINGS = (ROW_OPENING, FILE_OPENING, LABEL_OPENING, ORIGIN_OPENING, DRAWING_OPENING, KIND_INSIDE)

# Matches the bullet or number of a list's entry: "- ", "3. "; not "3 boats".
ENTRY = deferred(r"[-–—*•·>|#]|\d{1,3}[.)]\s|Source\s?:")

MAX_LABEL = 20
MAX_CAPTION = 700
"""Characters; a longer line with a credit behind it is more likely two paragraphs that were joined."""
MAX_BARE_CAPTION = 500
"""The same for a line with nothing but its content and a credit below to tell it by."""
# Matches what stands in tables, pointers, contacts and explanations and no caption above a credit: " | ", an address,
# "Read more about", "It’s also", "If the ferry sinks,"; not "Read at the port", "It’s raining".
NO_CAPTION = deferred(
    r"^(?:Read|Learn|See|Find) (?:more|also|out)\b|^(?:It|That)['’]s (?:also|often)\b|^If\b[^.,]{5,80},"
    r"|\s[|•·]\s|https?:|www\.|\w@\w"
)

# Matches the label of the credit of all pictures of an article: "Photos: Jane Doe"; not "Photo: Jane Doe".
OF_ALL = deferred(r"(?:photos|photographs|pictures|images|fotos|bilder)\s?(?:[:/]|by\b)", re.IGNORECASE)

# Matches the label of a caption on a line of its own: "Image caption,"; not "Caption".
LABEL_ALONE = deferred(r"(?:image|photo|picture|video) caption\s?[,:]?", re.IGNORECASE)

STOPS = ".!?…。"
MAX_ADDRESSES = 2
"""Lines with an e-mail address, of which one may be a credit; more are a list of people."""
LEAST_WORDS = 5
"""Words of a line above a credit that ends without a stop; a shorter one is as likely a heading over a picture."""
AMID = frozenset({"prose", "credit"})
"""Kinds of lines between which a scene is no headline."""
LEAST_PROSE = 3
"""Paragraphs of an article that a line must have around it to be judged by its place among them."""
MAX_DOUBTFUL = 250
"""Characters of a line with names below or behind it that may be its credit."""
MAX_HEADINGS = 5
"""Different short lines without a stop of a story in which names alone are no heading."""
TOLD_IN_PAST = 0.035
"""Share of words in the past tense from which on a story is told in it; in reports it is 0.04 to 0.1."""


def photo_captions(document: Document) -> Iterator[Edit]:
    """Take out photo captions, each without its credit, which `photo_credits` takes.

    Only a credit that could be anything on a line of its own ("Tara Lee for Harbour News") goes with its caption, and
    `paired_captions` parts the two.

    A caption is what the markup calls one; a line that begins as only captions begin; one that has a photo credit
    behind it; one that stands directly above a credit, or what may be one, and reads as a caption; one that says of
    itself that it describes a picture, or who stands where in it; one that names people of the story and nothing else,
    or tells of one in a whole sentence without a stop; and one that describes a scene in the present tense in a story
    told in the past. A line that might be the reporter's own stays, among them a description with neither a credit nor
    such a mark, and the entries of a list.
    """
    credits_ = sorted(span.start for span in document.spans if span.kind is SpanKind.CREDIT)
    for span in document.spans:
        if span.kind is SpanKind.CAPTION:
            yield from _of_span(document.text, span, credits_)
    lines = lines_outside(document, NEVER_CAPTIONS)
    story = Story([line.text for line in lines])
    reached = 0
    for nth, line in enumerate(lines):
        if line.start < reached or story.credit_at(nth) or ENTRY.match(line.text) or credit_before(line):
            continue
        below = lines[nth + 1].text if nth + 1 < len(lines) else ""
        if found := _caption_in(document.text, line, below) or _by_content(document.text, lines, nth, story):
            yield removal("photo_captions", found[0], Destination.CAPTIONS, found[1])
            reached = found[0].end


def is_caption_opening(line: str) -> bool:
    """Whether a line begins as only captions begin.

    >>> is_caption_opening("From left, Ana Silva and Li Na open the fair."), is_caption_opening("From left field")
    (True, False)
    """
    return any(opening.match(line) for opening in OPENINGS)


def _of_span(text: str, span: Span, credits_: Sequence[int]) -> Iterator[Edit]:
    """Take what the markup calls a caption, less its credits; `credits_` are the places where those begin."""
    pieces = []
    for line in lines_of(text[span.start : span.end]):
        start, end = line.start + span.start, line.end + span.start
        nth = bisect_left(credits_, start)
        pieces.append(_less_bar(text, start, min([end, *credits_[nth : nth + 1]])))
    told = [(bool(piece.text) and not is_credit(piece.text), piece) for piece in pieces]
    for is_caption, group in groupby(told, key=lambda pair: pair[0]):
        run = [piece for _, piece in group]
        if is_caption:
            whole = Line.trimmed(text, run[0].start, _without_credit(text, run[-1]).end)
            yield removal("photo_captions", whole, Destination.CAPTIONS, "the markup calls it a caption")


def _without_credit(text: str, line: Line) -> Line:
    credit = credit_behind(line)
    return _less_bar(text, line.start, credit.start) if credit else line


def _caption_in(text: str, line: Line, below: str) -> tuple[Line, str] | None:
    """Find the caption in a line that by itself tells that it holds one, and what tells it."""
    if len(line.text) > MAX_CAPTION:
        return None
    kind = line.text[-1] in ")]." and KIND_ENDING.search(line.text[-60:])
    credit = None if kind else credit_behind(line)
    if credit and not is_credit(credit.text):
        # A line that begins small is the rest of another, and one with such a line below is not whole itself.
        if line.text[0].islower() or goes_on(below):
            return None
        return line, f"it has the names {credit.text[:60]!r} behind it"
    if credit:
        return _less_bar(text, line.start, credit.start), f"it has the photo credit {credit.text[:60]!r} behind it"
    return (line, "it begins or ends as only captions do") if kind or is_caption_opening(line.text) else None


def _by_content(text: str, lines: Sequence[Line], nth: int, story: Story) -> tuple[Line, str] | None:
    """Find the caption in a line that only its content, its place and the article tell."""
    line = lines[nth]
    if len(line.text) > MAX_BARE_CAPTION:
        return None
    if found := _opened(text, lines, nth, story) or _labelled(text, lines, nth):
        return found
    if is_quoting(line.text) or speaks_to_reader(line.text):
        return None
    for find in (_above_credit, _above_names):
        if found := find(text, lines, nth, story):
            return found
    return _scene(line, nth, story)


def _opened(text: str, lines: Sequence[Line], nth: int, story: Story) -> tuple[Line, str] | None:
    """Find the caption in a line at whose end the bracket of the credit below it opens."""
    below = lines[nth + 1 : nth + 2]
    opened = below and lines[nth].text.endswith(" (") and adjoining(text, lines[nth], below[0])
    if opened and (story.credit_at(nth + 1) or LABEL.fullmatch(below[0].text)):
        return lines[nth], "the bracket of the credit below it opens at its end"
    return None


def _labelled(text: str, lines: Sequence[Line], nth: int) -> tuple[Line, str] | None:
    """Find the caption that stands below its label, with the label."""
    below = lines[nth + 1 : nth + 2]
    if (
        not below
        or len(lines[nth].text) > MAX_LABEL
        or not LABEL_ALONE.fullmatch(lines[nth].text)
        or not adjoining(text, lines[nth], below[0])
    ):
        return None
    return Line.trimmed(text, lines[nth].start, below[0].end), "it has the label of a caption above it"


def _scene(line: Line, nth: int, story: Story) -> tuple[Line, str] | None:
    """Find the caption in a line that says what is seen."""
    if places_somebody(line.text) and describes(line.text):
        return line, "it says who stands where in the picture"
    around = {story.kind(nth - 1), story.kind(nth + 1)}
    if is_marked(line.text):
        return line, "it says of itself that it describes a picture"
    if is_people_alone(story, nth) and around <= AMID:
        return line, "it names people of the story and says nothing of them"
    if "prose" in around and is_open_sentence(story, nth) and story.past > TOLD_IN_PAST:
        return line, "it is a whole sentence about somebody of the story, without a stop"
    # Headlines are in the present tense too; they stand among other headlines.
    if shows_scene(line.text) and story.past > TOLD_IN_PAST and around <= AMID:
        return line, "it describes a scene in the present tense in a story told in the past"
    return None


def _above_credit(text: str, lines: Sequence[Line], nth: int, story: Story) -> tuple[Line, str] | None:
    """Find the caption in a line that stands directly above a credit."""
    if nth + 1 == len(lines) or len(lines[nth + 1].text) > MAX_CREDIT:
        return None
    line, below = lines[nth], lines[nth + 1]
    is_named = not story.credit_at(nth + 1) and is_name_and_outlet(below.text)
    if not (is_named or story.credit_at(nth + 1)) or not adjoining(text, line, below):
        return None
    if not _reads_as_caption(story, nth):
        return None
    if not is_named:
        return line, "it reads as a caption and stands above a photo credit"
    whole = Line.trimmed(text, line.start, below.end)
    return whole, f"it reads as a caption and has the names {below.text[:60]!r} below it"


def _above_names(text: str, lines: Sequence[Line], nth: int, story: Story) -> tuple[Line, str] | None:
    """Find the caption in a line with names below or behind it that may be its credit."""
    line = lines[nth]
    if len(line.text) > MAX_DOUBTFUL or len(line.text.split()) < LEAST_WORDS:
        return None
    below = lines[nth + 1] if nth + 1 < len(lines) else None
    if below and adjoining(text, line, below) and may_be_credit(below.text) and _is_above_credit(story, nth):
        return Line.trimmed(text, line.start, below.end), f"it reads as a caption and has {below.text[:60]!r} below it"
    behind = doubtful_credit_behind(line)
    if not behind:
        return None
    parted = story.with_credit(nth, text[line.start : behind.start].rstrip(), behind.text)
    if not _is_above_credit(parted, nth):
        return None
    return line, f"it reads as a caption and has {behind.text[:60]!r} behind it"


def _is_above_credit(story: Story, nth: int) -> bool:
    """Whether the nth line is a caption and the names below it are its credit and no heading."""
    names = story.lines[nth + 1]
    if "@" in names and sum("@" in line for line in story.lines) > MAX_ADDRESSES:
        return False
    plain = not (is_source(names) or is_address(names) or is_agency_alone(names) or is_attribution(names))
    # Reports in English are told in the past; the tense of other languages is not known.
    is_report = story.past > TOLD_IN_PAST or detect_language(story.text) != "en"
    if plain and (not is_report or len(story.headings) > MAX_HEADINGS):
        return False
    # One word is a credit where it stands below several pictures.
    lone = plain and " " not in names and story.lines.count(names) == 1
    return not lone and _reads_as_caption(story, nth)


def _reads_as_caption(story: Story, nth: int) -> bool:
    """Whether a line above a credit is its caption."""
    line = story.lines[nth]
    if is_boilerplate(line) or is_note(line) or NO_CAPTION.search(line) or line.endswith(":"):
        return False
    if places_somebody(line) or shows_scene(line):
        return True
    if is_title(line):
        return False
    if nth + 2 == len(story.lines) and OF_ALL.match(story.lines[nth + 1].lstrip("([")):
        return False
    told = line[-1] in STOPS or len(line.split()) >= LEAST_WORDS
    is_judged = describes(line) or (told and story.kinds.count("prose") >= LEAST_PROSE)
    return is_judged and caption_score(story, nth) > LEAST_SCORE


def _less_bar(text: str, start: int, end: int) -> Line:
    """Leave the bar or dash between a caption and its credit to the credit."""
    return Line.trimmed(text, start, start + len(text[start:end].rstrip(BARS)))
