"""The heads and feet of known pages: what returns at their edges, perhaps misread a bit differently each time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from clean.furniture.page_marks import BARE_NUMBER, LEAST_LETTERS, LONGEST, are_alike, letters_and_digits, numbers_of
from clean.physical_lines import PhysicalLine

EDGE = 4
"""Lines from the top or the bottom of a page within which its furniture stands."""

SHARE = 0.4
"""Share of the pages a head must return on; left and right pages may have heads of their own."""

NEAR = 2
"""Pages from one to the next that may be alike: left pages are like left pages."""

LIKE_OWN = 0.7
"""Share of a single line's letters that return."""


class Edge(NamedTuple):
    """The lines at one edge of a page, the outermost first, and the number of the page."""

    page: int
    lines: tuple[PhysicalLine, ...]


def heads_and_feet(pages: Sequence[Sequence[PhysicalLine]]) -> set[PhysicalLine]:
    """Find the lines at the edges of pages that return on other pages, or count them."""
    tops = [Edge(number, tuple(page[:EDGE])) for number, page in enumerate(pages)]
    bottoms = [Edge(number, tuple(page[1:][: -EDGE - 1 : -1])) for number, page in enumerate(pages)]
    return {line for edges in (tops, bottoms) for line in (*_returning(edges), *_page_numbers(edges))}


def _returning(edges: Sequence[Edge]) -> Iterator[PhysicalLine]:
    """Yield the lines at one edge of the pages that return on pages near by."""
    depths = [0] * len(edges)
    for at, edge in enumerate(edges):
        for other in range(at + 1, min(at + 1 + NEAR, len(edges))):
            mine, its = _common(edge, edges[other])
            depths[at], depths[other] = max(depths[at], mine), max(depths[other], its)
    if sum(map(bool, depths)) >= max(2, SHARE * len(edges)):
        for edge, depth in zip(edges, depths, strict=True):
            yield from edge.lines[:depth]


def _common(one: Edge, other: Edge) -> tuple[int, int]:
    """Give how many lines of two edges, from the outermost on, say the same, though it may be divided otherwise."""
    best = (0, 0)
    for mine, its in product(_stretches(one), _stretches(other)):
        if len(mine) + len(its) > sum(best) and _say_the_same(mine, its):
            best = len(mine), len(its)
    return best


def _stretches(edge: Edge) -> list[list[str]]:
    """List the outermost line's letters, those of the two outermost, and so on."""
    letters = []
    for line in edge.lines:
        if len(line.text) > LONGEST:
            break
        letters.append(letters_and_digits(line.text))
    return [letters[: depth + 1] for depth in range(len(letters))]


def _say_the_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether lines hold the same letters but for some that were misread, each of the lines."""
    matcher = are_alike("".join(one), "".join(other))
    if matcher is None:
        return False
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    in_a = _covered(one, [(block.a, block.a + block.size) for block in blocks])
    return in_a and _covered(other, [(block.b, block.b + block.size) for block in blocks])


def _covered(lines: Sequence[str], matched: Sequence[tuple[int, int]]) -> bool:
    """Say whether most of each line is among the matched stretches; page numbers need not be, nor specks outside."""
    at = 0
    for nth, line in enumerate(lines):
        end = at + len(line)
        held = sum(max(0, min(end, high) - max(at, low)) for low, high in matched)
        if held < LIKE_OWN * len(line) and (len(line) >= LEAST_LETTERS or nth == len(lines) - 1):
            return False
        at = end
    return True


def _page_numbers(edges: Sequence[Edge]) -> Iterator[PhysicalLine]:
    """Yield bare numbers that count the pages; of "2/9" tesseract often makes "29"."""
    counted: dict[int | str, list[tuple[int, PhysicalLine]]] = defaultdict(list)
    for edge in edges:
        for line in edge.lines:
            if BARE_NUMBER.fullmatch(line.text):
                number = numbers_of(line.text)[0]
                counted[number - edge.page].append((edge.page, line))
                if line.text == f"{edge.page + 1}{len(edges)}":
                    counted["of all"].append((edge.page, line))
    for places in counted.values():
        if len({page for page, _ in places}) >= max(2, SHARE * len(edges)):
            yield from (line for _, line in places)
