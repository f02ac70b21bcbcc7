"""Which straight quotation marks open a quotation and which close one."""

from collections.abc import Callable, Iterator
from itertools import chain

STRAIGHT = '"'

OPENING_BEFORE = frozenset("([{“‘—–-/")
"""Besides white space: what stands before a mark that opens a quotation."""

CLOSING_AFTER = frozenset(")]}”’—–-/.,;:!?")
"""Besides white space: what stands behind a mark that closes one."""

NUMBERS = frozenset("0123456789")
"""What stands before the sign of inches and seconds."""

MOST_LOOKED_AT = 16
"""Marks on either side."""


def closes(line: str, at: int) -> bool | None:
    """Tell whether the straight quotation mark at a place of a line closes a quotation; None where nothing tells.

    The mark itself may have lost the space beside it; the nearest one that has its space tells, as marks take turns.
    Where none has, the first opens a quotation, if all that are opened are closed.

    >>> closes('"We waited,"she said.', 11), closes('there."We waited," she said.', 6), closes('5"', 1)
    (True, False, None)
    >>> closes('"We waited,"she said."He came."', 21)
    False
    >>> closes('He said,"No,"and left.', 8), closes('He said,"No,"and left.', 12), closes('5"x7"x9', 1)
    (False, True, None)
    """
    before = list(_marks(lambda place: line.rfind(STRAIGHT, 0, place), at))
    behind = list(_marks(lambda place: line.find(STRAIGHT, place + 1), at))
    for between, place in chain(enumerate(before), enumerate(behind)):
        opens = _opens(line, place)
        if opens is not None:
            return opens == (between % 2 == 0)
    marks = [*before, at, *behind]
    are_pairs = len(marks) % 2 == 0 and max(len(before), len(behind)) < MOST_LOOKED_AT
    return len(before) % 2 == 1 if are_pairs and not any(line[place - 1] in NUMBERS for place in marks) else None


def _marks(following: Callable[[int], int], at: int) -> Iterator[int]:
    """Give the marks that follow one another in a direction, a few of them: a line may be as long as its text."""
    for _ in range(MOST_LOOKED_AT):
        at = following(at)
        if at < 0:
            return
        yield at


def _opens(line: str, at: int) -> bool | None:
    """Tell what the mark at a place is by what stands beside it alone."""
    before, after = line[at - 1 : at] if at else " ", line[at + 1 : at + 2] or " "
    may_open = before.isspace() or before in OPENING_BEFORE
    may_close = after.isspace() or after in CLOSING_AFTER
    return None if may_open == may_close else may_open
