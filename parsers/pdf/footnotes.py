"""Footnotes: small lines at the foot of a column, with a mark that the text above them has."""

import re
from collections.abc import Sequence
from itertools import chain

from parsers.pdf.blocks import Body
from parsers.pdf.columns import BETWEEN_CELLS, Column
from parsers.pdf.lines import Line

SMALL = 0.93
"""Size of a footnote's letters in units of the body's, at most."""

# Matches the mark of a footnote: "1" of "1 Minutes of" and of "1Minutes of", "12." of "12. See", "*" of "* Not his";
# not the number of "3 p.m.", nor "1990 was".
MARK = re.compile(r"(?P<mark>\d{1,3}|[*†‡§¶]{1,3}|[¹²³⁴-⁹⁰]{1,3})[.)]?\s?(?=[\"'“‘„«(]?[^\W\d_a-zß-öø-ÿ])")


def footnotes_apart(pages: Sequence[Sequence[Column]], body: Body) -> tuple[list[list[Column]], list[Column]]:
    """Part the footnotes of all pages from the text, which goes on behind them in the next column or on the next page.

    Left where they are: small lines without a mark, or whose mark the page does not have behind a word; a table's;
    and small lines that go on in the next column, such as a list of sources.
    """
    followers = iter([*chain.from_iterable(pages), None][1:])
    texts: list[list[Column]] = []
    notes: list[Column] = []
    for page in pages:
        texts.append([])
        for column in page:
            begin = _begin(column, next(followers), page, body)
            texts[-1].append(column._replace(lines=column.lines[:begin]))
            if begin < len(column.lines):
                notes.append(column._replace(lines=[_with_space(line) for line in column.lines[begin:]]))
    return texts, notes


def _begin(column: Column, following: Column | None, page: Sequence[Column], body: Body) -> int:
    """Give the place of the line that a column's footnotes begin with, that behind its last where it has none."""
    none = len(column.lines)
    begin = max((nth for nth, line in enumerate(column.lines, 1) if not _is_small(line, body)), default=none)
    if begin == none or (following and _is_small(following.lines[0], body)):
        return none
    notes = column.lines[begin:]
    mark = MARK.match(notes[0].text)
    is_note = mark and not any(BETWEEN_CELLS in line.text for line in notes) and _refers(page, mark["mark"])
    return begin if is_note else none


def _with_space(line: Line) -> Line:
    """Set the space behind a mark, which is raised and so stands close: "1Minutes", not "3D"."""
    mark = MARK.match(line.text)
    if not mark or not line.text[mark.end() + 1 : mark.end() + 2].islower():
        return line
    return line._replace(text=f"{mark[0].rstrip()} {line.text[mark.end() :]}")


def _is_small(line: Line, body: Body) -> bool:
    return line.size <= SMALL * body.size


def _refers(page: Sequence[Column], mark: str) -> bool:
    """Say whether a page has a mark right behind a word or its punctuation: "the storm1 had", "the water.1"."""
    behind = re.compile(rf"[^\W\d_][.,;:!?)\"'”’»]*{re.escape(mark)}(?!\d)")
    return any(behind.search(line.text) for column in page for line in column.lines)
