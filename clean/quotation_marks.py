"""Which straight quotation marks open a quotation and which close one."""

STRAIGHT = '"'

OPENING_BEFORE = frozenset("([{“‘—–-/")
"""Besides white space: what stands before a mark that opens a quotation."""

CLOSING_AFTER = frozenset(")]}”’—–-/.,;:!?")
"""Besides white space: what stands behind a mark that closes one."""


def closes(line: str, at: int) -> bool | None:
    """Tell whether the straight quotation mark at a place of a line closes a quotation; None where nothing tells.

    The mark itself may have lost the space beside it; the nearest one that has its space tells.

    >>> closes('"We waited,"she said.', 11), closes('there."We waited," she said.', 6), closes('5"', 1)
    (True, False, None)
    """
    before = line.rfind(STRAIGHT, 0, at)
    while before >= 0:
        if (opens := _opens(line, before)) is not None:
            return opens
        before = line.rfind(STRAIGHT, 0, before)
    after = line.find(STRAIGHT, at + 1)
    while after >= 0:
        if (opens := _opens(line, after)) is not None:
            return opens
        after = line.find(STRAIGHT, after + 1)
    return None


def _opens(line: str, at: int) -> bool | None:
    """Tell what the mark at a place is by what stands beside it alone."""
    before, after = line[at - 1 : at] if at else " ", line[at + 1 : at + 2] or " "
    may_open = before.isspace() or before in OPENING_BEFORE
    may_close = after.isspace() or after in CLOSING_AFTER
    return None if may_open == may_close else may_open
