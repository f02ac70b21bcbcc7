"""Running heads, feet and page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from clean.physical_lines import PhysicalLine, ends_sentence, goes_on, item_sign, physical_lines
from clean.urls import url_spans
from models import Destination, Document, Edit, EditKind, SpanKind

RULE = "page_furniture"

EDGE = 3
"""Lines from the top or the bottom of a page within which its furniture stands."""

MOST_TOGETHER = 2 * EDGE
"""Lines of furniture that may stand together: the foot of one page and the head of the next."""

SHARE = 0.4
"""Share of the pages a line must return on; left and right pages may have heads of their own."""

LONGEST = 160
"""Characters; furniture is one line."""

LEAST_PAGE = 6
"""Lines; no page is shorter."""

HEADLINE = 4
"""Words; a first page's line of more may be the headline that the later pages repeat."""

LONGEST_HEADLINE = 16
"""Words."""

LEAST_BODY = 35
"""Characters; a line of running text before or after furniture in mid-sentence is no shorter."""

# Matches the numbers in "Page 3 of 7" and "12/03/24, 10:15"; not letters.
NUMBER = re.compile(r"\d+")

# Matches "3", "- 3 -", "[3]", "3 |", "3/7"; not "3.", which may begin a list, nor "3 men".
BARE_NUMBER = re.compile(r"[-–—|\[(]?\s*\d{1,4}(?:\s?/\s?\d{1,4})?\s*[-–—|\])]?")

# A line that says which page it is. Matches "Page 1", "Page 1 of 3", "Seite 1"; not a bare "1", which may be a
# result, nor "Gate 1".
PAGE_LABEL = re.compile(
    r"(?:(?:p|pp|pg|page|pagina|página|seite|sida|side|str|strona|стр|страница)\.?\s?)(?P<page>\d{1,4})"
    r"(?:\s?(?:/|of|von|de|di|van|av|af|z|из)\s?(?P<last>\d{1,4}))?",
    re.IGNORECASE,
)

# Matches "By Ana Reis", which stands below a headline; not "Bypass".
BYLINE = re.compile(r"by\b", re.IGNORECASE)

# Matches a letter; not a digit.
LETTER = re.compile(r"[^\W\d_]")


class Place(NamedTuple):
    """A line that may be furniture: which page it is on (or how often it came before), and where on it."""

    line: PhysicalLine
    page: int
    side: str
    first: bool


def page_furniture(document: Document) -> Iterator[Edit]:
    r"""Take out what a page prints around the text: running heads, feet, page numbers, print dates.

    Furniture is told by what it does, not by what it says. On pages (of a PDF, or parted by form feeds) it is a line
    near an edge that returns on other pages, alike but for numbers that count the pages. In a text without pages it is
    a line that returns in the same way and breaks into the middle of sentences. Addresses in it go to `links`.

    Left alone on purpose: a first page's long head, which may be the headline; lone numbers that count nothing;
    refrains, speakers' names and repeated headings, which break into no sentence; addresses on lines of their own,
    which the rule for links takes.

    >>> text = "The harbour was closed on Friday because of the\n- 1 -\nstorm, and the ferry stayed at sea "
    >>> text += "until the\n- 2 -\nmorning, when the wind had gone down."
    >>> [edit.before for edit in page_furniture(Document(text=text))]
    ['- 1 -', '- 2 -']
    """
    if document.has_blocks:
        return
    pages = [span for span in document.spans if span.kind is SpanKind.PAGE]
    lines = physical_lines(document.text)
    starts = [span.start for span in pages]
    found = _on_pages(lines, starts) if len(pages) > 1 else _in_running_text(lines)
    found |= _numbered_pages(lines, starts)
    marked = _marked(document, lines)
    for line in sorted(found | marked):
        if line in marked or not _is_address(line.text):
            yield from _removals(line)


def _removals(line: PhysicalLine) -> Iterator[Edit]:
    """Take a line out; the addresses in it go where all addresses go."""
    at = 0
    for start, end in [*url_spans(line.text), (len(line.text), len(line.text))]:
        for piece, destination in (
            (line.text[at:start], Destination.FURNITURE),
            (line.text[start:end], Destination.LINKS),
        ):
            if piece:
                yield Edit(
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
            at += len(piece)


def _is_address(text: str) -> bool:
    """Say whether a line is an address and nothing else."""
    return any(start == 0 and end >= len(text) - 1 for start, end in url_spans(text))


def _key(text: str) -> str:
    """Give what is alike in the lines of one running head: all but its numbers."""
    return NUMBER.sub("#", " ".join(text.casefold().split()))


def _on_pages(lines: Sequence[PhysicalLine], starts: Sequence[int]) -> set[PhysicalLine]:
    """Find lines near the edges of pages that return on other pages."""
    groups: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for number, page in enumerate(_divided(lines, starts)):
        for side, edge in (("top", page[:EDGE]), ("bottom", page[max(EDGE, len(page) - EDGE) :])):
            for line in edge:
                if len(line.text) <= LONGEST:
                    groups[side, _key(line.text)].append(Place(line, number, side, first=number == 0 and side == "top"))
    wanted = max(2, SHARE * len(starts))
    return {
        place.line
        for places in groups.values()
        if len({place.page for place in places}) >= wanted and _counts_pages(places)
        for place in places
        if not (place.first and _may_be_headline(place.line, lines[lines.index(place.line) + 1 :][:1]))
    }


def _numbered_pages(lines: Sequence[PhysicalLine], starts: Sequence[int]) -> set[PhysicalLine]:
    """Find last lines of pages that say which page it is, and nothing else; a single page has no other to be like."""
    found = set()
    for number, page in enumerate(_divided(lines, starts) if starts else (), 1):
        label = PAGE_LABEL.fullmatch(page[-1].text) if len(page) > 1 else None
        if label and int(label["page"]) == number and label["last"] in {None, str(len(starts))}:
            found.add(page[-1])
    return found


def _marked(document: Document, lines: Sequence[PhysicalLine]) -> set[PhysicalLine]:
    """Give the lines that the parser, which saw where they stand on their pages, knows to be furniture."""
    marked = [(span.start, span.end) for span in document.spans if span.kind is SpanKind.FURNITURE]
    return {line for line in lines if any(start <= line.start and line.end <= end for start, end in marked)}


def _divided(lines: Sequence[PhysicalLine], starts: Sequence[int]) -> list[list[PhysicalLine]]:
    """Divide lines by the page they begin on."""
    pages: list[list[PhysicalLine]] = [[] for _ in starts]
    page = 0
    for line in lines:
        while page + 1 < len(starts) and starts[page + 1] <= line.start:
            page += 1
        pages[page].append(line)
    return pages


def _may_be_headline(head: PhysicalLine, below: Sequence[PhysicalLine]) -> bool:
    """Say whether the head of a first page may be the article's headline; not when a headline stands below it."""
    if len(head.text.split()) <= HEADLINE or NUMBER.search(head.text) or url_spans(head.text):
        return False
    return not any(
        not ends_sentence(line.text)
        and HEADLINE < len(line.text.split()) <= LONGEST_HEADLINE
        and not goes_on(line.text)
        and not BYLINE.match(line.text)
        for line in below
    )


def _counts_pages(places: Sequence[Place]) -> bool:
    """Say whether each number in alike lines stays the same or counts the pages; a lone number has to count."""
    columns = list(zip(*(NUMBER.findall(place.line.text) for place in places), strict=True))
    counting = [_counts([int(number[:9]) for number in column], places) for column in columns]
    if not all(counting[n] or len(set(column)) == 1 for n, column in enumerate(columns)):
        return False
    return bool(LETTER.search(places[0].line.text)) or any(counting)


def _counts(numbers: Sequence[int], places: Sequence[Place]) -> bool:
    """Say whether numbers grow as their pages do."""
    return len(numbers) > 1 and all(
        later - number == place_later.page - place.page
        for (number, later), (place, place_later) in zip(pairwise(numbers), pairwise(places), strict=True)
    )


def _in_running_text(lines: Sequence[PhysicalLine]) -> set[PhysicalLine]:
    """Find lines that return, and break into sentences, in a text that does not say where its pages end."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if len(line.text) <= LONGEST and (LETTER.search(line.text) or BARE_NUMBER.fullmatch(line.text)):
            groups[_key(line.text)].append(at)
    alike = {key: ats for key, ats in groups.items() if len(ats) > 1 and not _is_item(lines[ats[0]].text)}
    returning = {at for ats in alike.values() for at in ats}
    sure = {at for ats in alike.values() if _ends_pages(lines, ats, returning) for at in ats}
    beside = {
        at
        for ats in alike.values()
        if sum({at - 1, at + 1}.isdisjoint(sure) for at in ats) * 5 <= len(ats) and _counts_pages(_places(lines, ats))
        for at in ats
    }
    lone = {at for at in range(1, len(lines) - 1) if _is_lone_number(lines, at)}
    return {lines[at] for at in sure | beside | lone if at or not _may_be_headline(lines[0], lines[1:2])}


def _is_lone_number(lines: Sequence[PhysicalLine], at: int) -> bool:
    """Say whether a bare number stands between blank lines in mid-sentence; no line of prose holds so little."""
    before, line, after = lines[at - 1 : at + 2]
    apart = min(line.start - before.end, after.start - line.end) > 1
    return apart and bool(BARE_NUMBER.fullmatch(line.text)) and _breaks_sentence(lines, at, set()) is Break.SURE


def _places(lines: Sequence[PhysicalLine], ats: Sequence[int]) -> list[Place]:
    """Take lines that are alike for those of one page after the other."""
    return [Place(lines[at], page, "", first=at == 0) for page, at in enumerate(ats)]


def _ends_pages(lines: Sequence[PhysicalLine], ats: Sequence[int], returning: set[int]) -> bool:
    """Say whether lines that are alike stand where pages end: in mid-sentence, or at even distances and counting."""
    places = _places(lines, ats)
    if not _counts_pages(places):
        return False
    breaks = [_breaks_sentence(lines, at, returning) for at in ats]
    if _is_page_number(places) and _evenly(ats) and (len(ats) > 2 or any(breaks) or _counts_to_last(places)):
        return True
    return breaks.count(Break.SURE) >= max(1, SHARE * len(ats))


def _is_page_number(places: Sequence[Place]) -> bool:
    """Say whether lines are bare numbers that count, or count up to a number that stays the same ("2/9")."""
    bare = BARE_NUMBER.fullmatch(places[0].line.text)
    numbers = [int(NUMBER.findall(place.line.text)[0][:9]) for place in places] if bare else []
    return bool(bare and _counts(numbers, places)) or _counts_to_last(places)


def _counts_to_last(places: Sequence[Place]) -> bool:
    """Say whether lines count up to a number that stays the same: "2/9", "Page 2 of 9"."""
    rows = [[int(number[:9]) for number in NUMBER.findall(place.line.text)] for place in places]
    return any(
        _counts([row[n] for row in rows], places) and all(row[n] <= row[n + 1] == rows[0][n + 1] for row in rows)
        for n in range(len(rows[0]) - 1)
    )


def _evenly(ats: Sequence[int]) -> bool:
    """Say whether lines stand at about the same distances, as pages of one size would have them."""
    distances = [later - at for at, later in pairwise(ats)]
    return min(distances) >= LEAST_PAGE and max(distances) <= 2 * min(distances) + 4


def _is_item(text: str) -> bool:
    """Say whether a line is an item of a list, and no page number between hyphens."""
    return bool(item_sign(text)) and not BARE_NUMBER.fullmatch(text)


class Break(Enum):
    """How sure it is that a line stands between the two halves of a sentence."""

    NONE = 0
    LIKELY = 1
    SURE = 2

    def __bool__(self) -> bool:
        """Take NONE for false."""
        return self is not Break.NONE


def _breaks_sentence(lines: Sequence[PhysicalLine], at: int, returning: set[int]) -> Break:
    """Say whether a line, or the block of returning lines it is in, stands between two halves of a sentence."""
    before, after = at - 1, at + 1
    while before in returning and after - before <= MOST_TOGETHER:
        before -= 1
    while after in returning and after - before <= MOST_TOGETHER:
        after += 1
    if before < 0 or after - before > MOST_TOGETHER + 1 or after >= len(lines) or goes_on(lines[at].text):
        return Break.NONE
    halves = lines[before].text, lines[after].text
    if min(map(len, halves)) < LEAST_BODY or ends_sentence(halves[0]):
        return Break.NONE
    return Break.SURE if goes_on(halves[1]) else Break.LIKELY
