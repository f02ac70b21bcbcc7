"""Page furniture by its place: what returns at the same height on page after page."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import NamedTuple

from parsers.pdf.lines import SAME_LINE, Line

EDGE = 4
"""Rows from the top or the bottom of a page within which its furniture stands."""

MOST_BESIDE = 8
"""Lines of furniture that stand beside each other at most."""

SHARE = 0.4
"""Share of the pages a line must return on; left and right pages may have heads of their own."""

SAME_HEIGHT = 2.0
"""Points by which the height of a line may differ from page to page."""

APART = 1.6
"""Distance of a line from the next, in units of size, from which on it stands apart."""

SURE_PAGES = 4
"""Pages from which on a line is furniture also where it does not stand apart from the text."""

# Matches the numbers in "Page 3 of 7" and "12/03/24, 10:15"; not letters.
NUMBER = re.compile(r"\d+")

# Matches a letter of any script; not a digit.
LETTER = re.compile(r"[^\W\d_]")

# Matches "3" and "- 3 -"; not "3.", which may begin a list, nor "3/7".
BARE_NUMBER = re.compile(r"[-–—]?\s?\d{1,4}\s?[-–—]?")

# Matches the number of an only page: "1", "- 1 -"; not "11".
ONLY_NUMBER = re.compile(r"[-–—]?\s?1\s?[-–—]?")

# Matches the foot of a page that a browser printed: "2/5"; not "2 of 5", nor a date.
PAGE_OF_PAGES = re.compile(r"(?P<page>\d{1,4})/(?P<pages>\d{1,4})")

# Matches the head of such a page: "8/4/26, 8:51 PM", "04.08.26, 20:51"; not "8/4/26".
PRINT_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d{2}")


class Place(NamedTuple):
    """A line near the edge of a page: the number of the page, that of the line on it, and whether it stands apart."""

    page: int
    nth: int
    line: Line
    is_apart: bool


def furniture_of(pages: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Find running heads and feet: give the numbers of their pages and of their lines there.

    A line is furniture when it stands among the first or the last of its page, in the same size and at the same height
    as on other pages, and says the same as there but for numbers that count the pages; and so is what stands apart
    beside the page's number, and what a browser prints around a page.
    """
    groups: defaultdict[tuple[str, str, int], list[Place]] = defaultdict(list)
    numbered: defaultdict[int, list[Place]] = defaultdict(list)
    beside: dict[tuple[int, int], list[int]] = {}
    found: set[tuple[int, int]] = set()
    for number, page in enumerate(pages):
        rows = _rows(page)
        sure = _printed_by_browser(page, rows, number, len(pages)) or _only_number(page, rows, len(pages))
        found |= {(number, nth) for nth in sure}
        for side, inwards in (("top", rows), ("bottom", rows[::-1])):
            for place in _edge(page, inwards, number):
                groups[side, NUMBER.sub("#", place.line.text.casefold()), round(place.line.size)].append(place)
        for row in _end_rows(page, rows, number):
            for place in row:
                if BARE_NUMBER.fullmatch(place.line.text):
                    numbered[int(NUMBER.findall(place.line.text)[0]) - number].append(place)
                    beside[number, place.nth] = [other.nth for other in row if other.is_apart and place.is_apart]
    wanted = max(2.0, SHARE * len(pages))
    heights = (places for group in groups.values() for places in _at_one_height(group))
    for places in chain(heights, numbered.values()):
        if len({place.page for place in places}) >= wanted and _is_furniture(places):
            found |= {(place.page, place.nth) for place in places}
            found |= {(place.page, nth) for place in places for nth in beside.get((place.page, place.nth), [])}
    return found


def _rows(page: Sequence[Line]) -> list[list[int]]:
    """Group the numbers of a page's lines by their height, from the top."""
    rows: list[list[int]] = []
    for nth in sorted(range(len(page)), key=lambda nth: -page[nth].baseline):
        if not rows or page[rows[-1][0]].baseline - page[nth].baseline > SAME_LINE * page[nth].size:
            rows.append([])
        rows[-1].append(nth)
    return rows


def _edge(page: Sequence[Line], rows: Sequence[Sequence[int]], number: int) -> Iterator[Place]:
    """Give the lines of the first rows; `rows` run from one edge of the page inwards."""
    for row, inner in pairwise([*rows[: EDGE + 1], [], []][: EDGE + 1]):
        for nth in row if len(row) <= MOST_BESIDE and len(inner) <= 10 * MOST_BESIDE else []:
            line = page[nth]
            is_apart = all(_is_apart(line, page[other]) for other in inner)
            yield Place(number, nth, line, is_apart)


def _end_rows(page: Sequence[Line], rows: Sequence[Sequence[int]], number: int) -> Iterator[list[Place]]:
    """Give the first row of a page and the last; one may hold its number, elsewhere on left and on right pages."""
    for inwards in (rows, rows[::-1]) if len(rows) > 2 else ():
        yield [place for place in islice(_edge(page, inwards, number), MOST_BESIDE) if place.nth in inwards[0]]


def _is_apart(line: Line, other: Line) -> bool:
    """Say whether a line is not set as the next line of a text would be."""
    is_alike = round(line.size, 1) == round(other.size, 1) and line.face == other.face
    return not is_alike or abs(line.baseline - other.baseline) > APART * line.size


def _at_one_height(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Divide places by their height, those of each in the order of the pages."""
    group: list[Place] = []
    for place in sorted(places, key=lambda place: place.line.baseline):
        if group and place.line.baseline - group[0].line.baseline > SAME_HEIGHT:
            yield sorted(group)
            group = []
        group.append(place)
    if group:
        yield sorted(group)


def _is_furniture(places: Sequence[Place]) -> bool:
    """Say whether lines that are alike return as furniture does, and not as verse and tables do."""
    if len(places) < SURE_PAGES and not all(place.is_apart for place in places):
        return False
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


def _printed_by_browser(page: Sequence[Line], rows: Sequence[Sequence[int]], number: int, pages: int) -> list[int]:
    """Give the lines of the rows that a browser prints above and below a page: date and title, address and number."""
    if len(rows) < 3:
        return []
    head, foot = ([page[nth].text for nth in row] for row in (rows[0], rows[-1]))
    match = PAGE_OF_PAGES.fullmatch(foot[-1])
    if not match or (int(match["page"]), int(match["pages"])) != (number + 1, pages):
        return []
    return [*(rows[0] if any(map(PRINT_DATE.match, head)) else []), *rows[-1]]


def _only_number(page: Sequence[Line], rows: Sequence[Sequence[int]], pages: int) -> Sequence[int]:
    """Give the last row of an only page where it is its number, apart from the text."""
    if pages > 1 or len(rows) < 2 or len(rows[-1]) > 1 or len(rows[-2]) > MOST_BESIDE:
        return []
    line = page[rows[-1][0]]
    is_apart = all(_is_apart(line, page[other]) for other in rows[-2])
    return rows[-1] if is_apart and ONLY_NUMBER.fullmatch(line.text) else []
