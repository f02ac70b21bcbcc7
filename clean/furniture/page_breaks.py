"""The ends of pages in a text that does not say where they are: lines that return, and break into sentences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from clean.furniture.page_marks import (
    BARE_NUMBER,
    FRAMED_NUMBER,
    LETTER,
    LONGEST,
    NUMBER,
    Mark,
    NumberedHead,
    are_alike,
    count_pages,
    count_to_last,
    host_names,
    is_address,
    letters_and_digits,
    mark_of,
    numbered_head,
    numbers_of,
    rise,
    skeleton,
)
from clean.patterns import deferred
from clean.physical_lines import (
    HALF_EMPTY,
    Measure,
    PhysicalLine,
    breaks_between,
    broken_pairs,
    ends_sentence,
    goes_on,
    item_sign,
    measure,
    neighbours,
)
from clean.urls import url_spans

# Matches the number of a page behind an address: " 1/2", " 12"; not "/2024".
PAGE_OF = deferred(r"\s\d{1,3}(?:\s?/\s?\d{1,3})?\Z")

# Matches a line of markup or code, which an author set: "# Ferries", "<!-- ferries -->", "$ ferry", "`ferry`"; not
# "#1", nor "3 |".
MARKED_UP = deferred(r"#{1,6}\s|[<`]|[$>]\s|\$\w|\$\{")

ANNOUNCING = (":", "\\", "{", "(")
"""Ends of lines that announce what stands below them: an example, a command that is broken into lines, code."""

MOST_TOGETHER = 8
"""Lines of furniture that may stand together: the foot of one page and the head of the next."""

LEAST_PAGE = 6
"""Lines; no page but the last is shorter."""

EVEN, UNEVEN = 1.35, 2.0
"""Times by which pages are longer than others where they are of one size, and where they surely are not."""

LEAST_BODY = 30
"""Characters; a line of running text before or after furniture in mid-sentence is no shorter."""

SHARE = 0.4
"""Share of the lines that stand in mid-sentence; headings that return seldom do."""

BESIDE = 0.8
"""Share of the sure lines that another line has to stand beside, at the same distance."""

ENOUGH = 3
"""Points of evidence from which on lines are furniture."""

LEAST_BROKEN = 3
"""Lines that a page broke; a text with fewer was written, not read from pages, and nothing in it is misread."""

LONGEST_NAME = 50
"""Characters of a publication's name."""

MOST_APART = 100
"""Lines that stand apart and are compared with one another; a text of more is a list."""


class Break(IntEnum):
    """How sure it is that a line stands between two pages, in points of evidence."""

    NONE = 0
    LIKELY = 1
    SURE = 2


class _Text(NamedTuple):
    """Lines of a text, which of them return, and which stand at known edges of pages."""

    lines: Sequence[PhysicalLine]
    blank: Sequence[bool]
    ats: frozenset[int]
    edges: frozenset[int]
    measure: Measure | None
    longest: int


def breaking_in(document_text: str, lines: Sequence[PhysicalLine], edges: frozenset[int]) -> set[int]:
    """Find the lines of furniture, by their places in the list; `edges` are those found at the edges of known pages."""
    broken = broken_pairs(lines)
    blank = _blank(document_text, lines)
    alike = _alike(lines, blank, misread=len(broken) >= LEAST_BROKEN)
    width = measure(broken, lines) if alike else None
    text = _Text(lines, blank, frozenset(at for ats in alike for at in ats), edges, width, _longest(lines))
    sure = [*_left_and_right(lines), *(ats for ats in alike if _points(text, ats) >= ENOUGH)]
    found = {at for ats in sure for at in ats}
    for ats in sure:
        found |= _beside(text, ats)
    return found | set(_marked_once(lines, blank))


def _longest(lines: Sequence[PhysicalLine]) -> int:
    """Give the characters of the longest line that may be one of a page."""
    return max((len(line.text) for line in lines if len(line.text) <= LONGEST), default=0)


def _blank(text: str, lines: Sequence[PhysicalLine]) -> list[bool]:
    """Say for each line, and for the end of the text, whether nothing stands directly above."""
    return [True, *(breaks_between(text, line, following) > 1 for line, following in neighbours(lines)), True]


def _alike(lines: Sequence[PhysicalLine], blank: Sequence[bool], *, misread: bool) -> list[list[int]]:
    """Group the lines that are alike but for their numbers, or but for letters misread in lines that stand apart."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if len(line.text) > LONGEST or MARKED_UP.match(line.text):
            continue
        if LETTER.search(line.text) or BARE_NUMBER.fullmatch(line.text):
            groups[skeleton(line.text)].append(at)
    same = [ats for ats in groups.values() if len(ats) > 1]
    if not misread:
        return same
    apart = [ats[0] for key, ats in groups.items() if len(key) > 1 and _stands_apart(lines, blank, ats[0])]
    return [*same, *_misread(lines, apart, groups)] if len(apart) <= MOST_APART else same


def _stands_apart(lines: Sequence[PhysicalLine], blank: Sequence[bool], at: int) -> bool:
    """Say whether a line has a blank line before and after it, and is no long sentence."""
    line = lines[at]
    if ends_sentence(line.text) and len(line.text) > LEAST_BODY:
        return False
    return blank[at] and blank[at + 1]


def _misread(
    lines: Sequence[PhysicalLine], apart: Sequence[int], groups: Mapping[str, list[int]]
) -> Iterator[list[int]]:
    """Group the lines of which some were misread; `groups` holds those that are alike."""
    letters = {at: letters_and_digits(lines[at].text) for at in apart}
    taken: set[int] = set()
    for first in apart:
        # Furniture follows half a sentence or other furniture, at least once.
        if first in taken or (0 < first < len(lines) - 1 and ends_sentence(lines[first - 1].text)):
            continue
        like = [at for at in apart if at not in taken and at != first and are_alike(letters[first], letters[at])]
        if like:
            taken.update(like)
            yield sorted(at for one in (first, *like) for at in groups[skeleton(lines[one].text)])


def _left_and_right(lines: Sequence[PhysicalLine]) -> Iterator[list[int]]:
    """Give the heads of left and right pages that are alike: the number that counts them is now first, now last."""
    groups: dict[str, list[tuple[int, NumberedHead]]] = defaultdict(list)
    for at, line in enumerate(lines):
        head = numbered_head(line.text) if len(line.text) <= LONGEST else None
        if head:
            groups[head.letters].append((at, head))
    for heads in groups.values():
        ats = [at for at, _ in heads]
        both = len({head.is_left for _, head in heads}) == 2
        apart = both and (len(ats) > 2 or ats[1] - ats[0] >= LEAST_PAGE)
        if apart and rise([head.number for _, head in heads], range(len(ats))):
            yield ats


def _points(text: _Text, ats: Sequence[int]) -> int:
    """Weigh what speaks for lines that are alike being furniture."""
    line = text.lines[ats[0]].text
    rows = [numbers_of(text.lines[at].text) for at in ats]
    order = range(len(ats))
    same = len({skeleton(text.lines[at].text) for at in ats}) == 1
    if same and not count_pages(rows, order, lettered=bool(LETTER.search(line))):
        return 0
    counted = _counted(rows, order) if same else 0
    if not counted and any(_may_be_body(text, at) for at in ats):
        return 0
    breaks = [_breaks_in(text, at) for at in ats]
    if breaks.count(Break.SURE) < len(ats) and (_numbers_a_list(text, ats) or _is_one_place(text, ats)):
        return 0
    if _is_item(line) and breaks.count(Break.SURE) * 2 < len(ats):
        return 0
    if len(ats) > 2 and not counted and (Break.SURE not in breaks or sum(map(bool, breaks)) < SHARE * len(ats)):
        return 0
    lone = breaks.count(Break.NONE) if len(ats) > 2 and not counted else 0
    return sum(breaks) + counted + _marked(line) + _distances(text, ats) - lone


def _numbers_a_list(text: _Text, ats: Sequence[int]) -> bool:
    """Say whether bare numbers stand closer than the numbers of pages do: "1", "not found", "2", "not allowed"."""
    line = text.lines[ats[0]].text
    if not BARE_NUMBER.fullmatch(line) or FRAMED_NUMBER.fullmatch(line):
        return False
    return min(later - at for at, later in pairwise(ats)) < LEAST_PAGE


def _is_one_place(text: _Text, ats: Sequence[int]) -> bool:
    """Say whether alike lines stand one after the other, as the lines of an example do, with no page between them."""
    return any(_block(text, at)[1] > later for at, later in pairwise(ats))


def _counted(rows: Sequence[Sequence[int]], order: Sequence[int]) -> int:
    """Weigh numbers that count."""
    if count_to_last(rows, order):
        return ENOUGH
    return 2 if any(rise(column, order) for column in zip(*rows, strict=True)) else 0


def _marked(line: str) -> int:
    """Weigh what a line looks like; a sentence speaks against it."""
    if mark_of(line, ()) is Mark.STRONG:
        return 2
    return -2 if ends_sentence(line) and not NUMBER.search(line) and " " in line else 0


def _distances(text: _Text, ats: Sequence[int]) -> int:
    """Weigh the lengths of the pages between lines: they are even, but for the last, which may be shorter."""
    pages = [later - at for at, later in pairwise(ats)]
    last = len(text.lines) - 1
    opens, closes = _block(text, ats[0])[0] <= 0, _block(text, ats[-1])[1] > last
    if not closes:
        pages.append(last - ats[-1])
    elif not opens:
        pages.insert(0, ats[0] + 1)
    if len(pages) < 2:
        return -2
    *full, rest = pages
    longest, shortest = max(full), min(full)
    if shortest < LEAST_PAGE or rest > longest * EVEN + 2 or longest > UNEVEN * shortest + 4:
        return -2
    known = text.measure is not None and (opens or closes)
    return (len(full) > 1 and longest <= EVEN * shortest) + 2 * known


def _block(text: _Text, at: int) -> tuple[int, int]:
    """Give the places before and after the block of returning lines that a line is in."""
    before, after = at - 1, at + 1
    while before in text.ats and after - before <= MOST_TOGETHER:
        before -= 1
    while after in text.ats and after - before <= MOST_TOGETHER:
        after += 1
    return before, after


def _breaks_in(text: _Text, at: int) -> Break:
    """Say whether a line, with its block, stands between two halves of a sentence, or at the edge of a known page."""
    before, after = _block(text, at)
    line = text.lines[at].text
    if after - before > MOST_TOGETHER + 1 or (goes_on(line) and mark_of(line, ()) is not Mark.STRONG):
        return Break.NONE
    if _is_paragraph(text, before + 1, after):
        return Break.NONE
    if not text.edges.isdisjoint(range(before + 1, after)):
        return Break.SURE
    if before < 0 or after >= len(text.lines):
        return Break.LIKELY
    halves = text.lines[before], text.lines[after]
    found = break_between(halves[0].text, halves[1].text)
    # A page breaks a full line; a line that stopped early was ended by a writer who sets no full stops.
    if text.measure:
        return found if text.measure.is_filled(*halves) else Break.NONE
    return found if found is Break.SURE and len(halves[0].text) >= HALF_EMPTY * text.longest else Break.NONE


def _is_paragraph(text: _Text, first: int, end: int) -> bool:
    """Say whether lines that return are a sentence over several lines: the page says the same thing twice."""
    return any(
        not ends_sentence(line.text)
        and goes_on(following.text)
        and not text.blank[at + 1]
        and len(line.text) >= LEAST_BODY
        and not (mark_of(line.text, ()) or mark_of(following.text, ()))
        for at, (line, following) in enumerate(neighbours(text.lines[first:end]), first)
    )


def _may_be_body(text: _Text, at: int) -> bool:
    """Say whether a line may be of the running text: it is as wide as the page, stands not apart and bears no mark."""
    lines = text.lines
    if at + 1 == len(lines) or text.measure is None or not text.measure.is_filled(lines[at], lines[at + 1]):
        return False
    return not _stands_apart(lines, text.blank, at) and mark_of(lines[at].text, ()) is Mark.NONE


def break_between(before: str, after: str) -> Break:
    """Say whether two lines are the halves of a sentence."""
    if ends_sentence(before) or len(before) < LEAST_BODY or (len(after) < LEAST_BODY and not ends_sentence(after)):
        return Break.NONE
    if before.endswith(ANNOUNCING):
        return Break.NONE
    return Break.SURE if goes_on(after) else Break.LIKELY


def _beside(text: _Text, sure: Sequence[int]) -> set[int]:
    """Find the lines that stand beside sure ones nearly every time."""
    found: set[int] = set()
    for step in (-1, 1):
        for distance in range(1, MOST_TOGETHER):
            keys = defaultdict(list)
            for at in sure:
                place = at + step * distance
                if 0 <= place < len(text.lines) and place in text.ats:
                    keys[skeleton(text.lines[place].text)].append(place)
            most = max(keys.values(), key=len, default=[])
            if len(most) < max(2, BESIDE * len(sure)):
                break
            found.update(most)
    return found


def _marked_once(lines: Sequence[PhysicalLine], blank: Sequence[bool]) -> Iterator[int]:
    """Find lines that look like what pages print, at the edges of the text or in mid-sentence: a page may be alone."""
    hosts = host_names("\n".join(line.text for line in lines if len(line.text) <= LONGEST and "/" in line.text))
    marks = [mark_of(line.text, hosts) for line in lines]
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and marks[end]:
            end += 1
        if at < end <= at + MOST_TOGETHER:
            ways = ((at, end), (at - 1, end), (at, end + 1)) if Mark.STRONG in marks[at:end] else ((at, end),)
            first, last = next((way for way in ways if _is_page_end(lines, blank, *way, marks)), (at, at))
            yield from (place for place in range(first, last) if not _is_url(lines[place].text))
        at = max(end, at + 1)


def _is_page_end(
    lines: Sequence[PhysicalLine], blank: Sequence[bool], at: int, end: int, marks: Sequence[Mark]
) -> bool:
    """Say whether lines that look like furniture stand where a page ends, perhaps with one that does not look so."""
    if at < 0 or end > len(lines) or not all(marks[n] or _is_name_apart(lines, blank, n) for n in range(at, end)):
        return False
    if at == 0 or end == len(lines):
        return Mark.STRONG in marks[at:end] and all(marks[at:end]) and len(lines) > LEAST_PAGE + end - at
    apart = blank[at] and blank[end]
    printed = any(marks[n] is Mark.STRONG and _is_printed(lines[n].text) for n in range(at, end))
    return (apart or printed) and break_between(lines[at - 1].text, lines[end].text) is Break.SURE


def _is_printed(text: str) -> bool:
    """Say whether a line is a page's own even in the midst of others; an address is only with a number behind it."""
    return not is_address(text) or PAGE_OF.search(text) is not None


def _is_name_apart(lines: Sequence[PhysicalLine], blank: Sequence[bool], at: int) -> bool:
    """Say whether a line between blank lines may be the name of a publication."""
    text = lines[at].text
    if len(text) > LONGEST_NAME or ends_sentence(text) or goes_on(text) or item_sign(text):
        return False
    return _stands_apart(lines, blank, at)


def _is_url(text: str) -> bool:
    """Say whether a line is an address and nothing else; one that does not return may be the text's own."""
    return any(start == 0 and end >= len(text) - 1 for start, end in url_spans(text))


def _is_item(text: str) -> bool:
    """Say whether a line is an item of a list, and no page number between hyphens."""
    return bool(item_sign(text)) and not BARE_NUMBER.fullmatch(text)
