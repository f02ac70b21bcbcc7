"""Running heads, feet and page numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence

from clean.furniture.page_breaks import LEAST_BROKEN, breaking_in
from clean.furniture.page_edges import heads_and_feet
from clean.furniture.page_marks import NUMBER, PAGE_LABEL
from clean.lines import preformatted_test
from clean.patterns import deferred
from clean.physical_lines import PhysicalLine, broken_pairs, ends_sentence, goes_on, physical_lines
from clean.urls import BROKEN_END, url_spans
from models import Destination, Document, Edit, EditKind, SpanKind

RULE = "page_furniture"

HEADLINE = 4
"""Words; a first page's line of more may be the headline that the later pages repeat."""

LONGEST_HEADLINE = 16
"""Words."""

# Matches "By Ana Reis", which stands below a headline; not "Bypass".
BYLINE = deferred(r"by\b", re.IGNORECASE)


# Matches what sends a reader of a paper to another page: "Continued from A1", "(Continued on page 4)", "See PLOWS, A7";
# not "See FIGURE 4", nor "Continued from last year".
JUMP = deferred(
    r"""
    (?i: \(?cont(?:inued|['’]d|\.)\ (?:from|on)\ (?:(?:page|p\.|pg\.)\ ?)?[A-Z]?-?\d{1,3}\)?\.?
       | from\ page\ [A-Z]?-?\d{1,3} )
  | (?:Please\ see|See|SEE|Turn\ to|TURN\ TO)\ [A-Z][A-Z'’&-]{1,30}(?:\ [A-Z&'’-]{1,20}){0,2}
    (?:,\ |\ ?/\ ?|\ (?:on|ON)\ )(?i:(?:page|p\.)\ )?[A-Z]?-?\d{1,3}
    """,
    re.VERBOSE,
)

# Matches a speck that a reader took for a mark: "." or "’" alone on a line; not "*", nor "…".
SPECK = deferred(r"[.,'’‘`´~°]")

MOST_OF_TEXT = 0.5
"""Share of a text's characters; where lines that return make more of it, the text itself does."""


def page_furniture(document: Document) -> Iterator[Edit]:
    r"""Take out what a page prints around the text: running heads, feet, page numbers, print dates.

    Furniture is told by what it does, not by what it says. On the pages of a PDF it is what the parser saw around the
    text; on pages that form feeds part, a line near an edge that returns on other pages, alike but for numbers that
    count the pages. In a text without pages it is a line that returns in the same way and breaks into the middle of
    sentences. Addresses in it go to `links`. So does the line that sends a paper's reader to another page, and a speck
    alone on a line of a text that was read from pages.

    A first page's long head that the later pages repeat is the title. Text that names a site or says when it was
    printed, at an edge of the text, is known without returning: a page may be alone.

    Left alone on purpose: lone numbers that count nothing; refrains, speakers' names and repeated headings, which
    break into no sentence; the lines of a narrow column; addresses that do not return, which the rule for links takes;
    a text half of which returns.

    >>> text = "The harbour was closed on Friday because of the\n- 1 -\nstorm, and the ferry stayed at sea "
    >>> text += "until the\n- 2 -\nmorning, when the wind had gone down."
    >>> [edit.before for edit in page_furniture(Document(text=text))]
    ['- 1 -', '- 2 -']
    """
    if document.has_blocks:
        return
    is_preformatted = preformatted_test(document)
    lines = [line for line in physical_lines(document.text) if not is_preformatted(line.start, line.end)]
    pages = _divided(lines, [span.start for span in document.spans if span.kind is SpanKind.PAGE])
    known = _marked(document, lines) if _has_places(document) else _returning(document, lines, pages)
    found = known | _numbered_pages(pages)
    for line in sorted(found):
        if line is lines[0] and _may_be_headline(lines, found):
            yield from _headline(document, line)
        elif not _goes_on_below(line.text):
            yield from _removals(line)


def _size(lines: Iterable[PhysicalLine]) -> int:
    return sum(len(line.text) for line in lines)


def _has_places(document: Document) -> bool:
    """Say whether a parser saw the places of lines on their pages; pages that form feeds part have none."""
    return any(span.kind is SpanKind.PAGE for span in document.spans) and "\f" not in document.text


def _returning(
    document: Document, lines: Sequence[PhysicalLine], pages: Sequence[Sequence[PhysicalLine]]
) -> set[PhysicalLine]:
    """Find furniture by what the lines say, where no parser saw their places."""
    found = heads_and_feet(pages) if len(pages) > 1 else set()
    edges = frozenset(at for at, line in enumerate(lines) if line in found | _numbered_pages(pages))
    specks = {line for line in lines if SPECK.fullmatch(line.text)}
    if specks and len(broken_pairs(lines)) < LEAST_BROKEN:
        specks.clear()
    jumps = {line for line in lines if JUMP.fullmatch(line.text)}
    breaking = {lines[at] for at in breaking_in(document.text, lines, edges)}
    if _size(breaking) > MOST_OF_TEXT * _size(lines):
        breaking.clear()
    return found | specks | jumps | breaking


def _headline(document: Document, line: PhysicalLine) -> Iterator[Edit]:
    """Take the head of a first page that later pages repeat for the title, less the name of the site behind it."""
    if document.metadata.title is None:
        title, bar, site = line.text.rpartition(" | ")
        title = title if bar and len(site.split()) <= HEADLINE else line.text
        yield _removal(line, 0, title, Destination.TITLE)
        if line.text != title:
            yield _removal(line, len(title), line.text[len(title) :], Destination.FURNITURE)


def _removal(line: PhysicalLine, at: int, piece: str, destination: Destination) -> Edit:
    return Edit(
        rule=RULE,
        kind=EditKind.REMOVAL,
        start=line.start + at,
        end=line.start + at + len(piece),
        before=piece,
        after="",
        confidence=0.97,
        evidence="returns page after page",
        destination=destination,
    )


def _removals(line: PhysicalLine) -> Iterator[Edit]:
    """Take a line out; the addresses in it go where all addresses go."""
    at = 0
    for start, end in [*url_spans(line.text), (len(line.text), len(line.text))]:
        for piece, destination in (
            (line.text[at:start], Destination.FURNITURE),
            (line.text[start:end], Destination.LINKS),
        ):
            if piece:
                yield _removal(line, at, piece, destination)
            at += len(piece)


def _goes_on_below(text: str) -> bool:
    """Say whether a line is the first part of an address; the rule for links puts it together."""
    spans = url_spans(text)
    return bool(spans) and spans[-1][1] >= len(text) - 1 and BROKEN_END.search(text) is not None


def _marked(document: Document, lines: Sequence[PhysicalLine]) -> set[PhysicalLine]:
    """Give the lines that the parser, which saw where they stand on their pages, knows to be furniture."""
    marked = {(span.start, span.end) for span in document.spans if span.kind is SpanKind.FURNITURE}
    return {line for line in lines if (line.start, line.end) in marked}


def _numbered_pages(pages: Sequence[Sequence[PhysicalLine]]) -> set[PhysicalLine]:
    """Find last lines of pages that say which page it is, and nothing else; a single page has no other to be like."""
    found = set()
    for number, page in enumerate(pages, 1):
        label = PAGE_LABEL.fullmatch(page[-1].text) if len(page) > 1 else None
        if label and int(label["page"]) == number and label["last"] in {None, str(len(pages))}:
            found.add(page[-1])
    return found


def _divided(lines: Sequence[PhysicalLine], starts: Sequence[int]) -> list[list[PhysicalLine]]:
    """Divide lines by the page they begin on."""
    pages: list[list[PhysicalLine]] = [[] for _ in starts]
    page = 0
    for line in lines if starts else ():
        while page + 1 < len(starts) and starts[page + 1] <= line.start:
            page += 1
        pages[page].append(line)
    return pages


def _may_be_headline(lines: Sequence[PhysicalLine], found: set[PhysicalLine]) -> bool:
    """Say whether the head of a first page may be the article's headline; not when a headline stands below it."""
    head = lines[0].text
    if len(head.split()) <= HEADLINE or NUMBER.search(head) or url_spans(head):
        return False
    below = next((line.text for line in lines[1:] if line not in found), "")
    return ends_sentence(below) or not (
        HEADLINE < len(below.split()) <= LONGEST_HEADLINE and not goes_on(below) and not BYLINE.match(below)
    )
