"""Marks of punctuation that stand apart from their words, as tools that count words part them: "( one ; two ) ?"."""

from collections.abc import Iterator

from clean.patterns import deferred
from clean.punctuation.quotation_marks import STRAIGHT
from clean.punctuation.unspaced_marks import MarkRepair

# A mark between spaces behind a word. Matches "rule : never", "won ? No", "1951 ) ."; not "3 : 1", " :)", " ...", nor
# the stop of "example . org".
MARK = deferred(
    r"(?<=[\w)\]”’\"%]) {1,2}(?:(?:[;?!]|:(?!\s\d))(?=\s|\Z|[”’])|\.(?=\s*\Z|”|\s+[\"“‘(]?[A-Z]|\s[\"”’](?:\s|\Z)))"
)

# Words between brackets that have spaces within. Matches "( pop. 4,000 )"; not "(one)", "( )", "( a @ b )".
IN_BRACKETS = deferred(r"\((?P<first> {1,2})(?=[^\s()])[^()@]{1,300}(?<=\S)(?P<last> {1,2})\)")

# The inner sides of curly quotation marks. Match "“ We", "ready, ”"; not "“ ‘", "said “We".
BEHIND_OPENING = deferred(r"(?<=“) {1,2}(?=\w)")
BEFORE_CLOSING = deferred(r"(?<=[\w.,;!?…%)]) {1,2}(?=”)")

# An apostrophe with its letters apart from the word. Matches "teacher 's", "they ’re"; not "said 'some".
CLITIC = deferred(r"(?<=[^\W\d_]) (?=['’](?:s|re|ve|ll|d|m)(?=[\s.,;:?!]|\Z))")

# A sign of money apart from its sum. Matches "$ 40"; not "A$ 40".
MONEY = deferred(r"(?<![^\s(“\"])[$£€](?P<space> )(?=\d)")

# A straight quotation mark with a space, or nothing, on both sides.
APART = deferred(r"(?<!\S)\"(?!\S)")

# A mark before a space or a line end, apart or not: the comma of "one, two"; not that of "1,000".
MARK_AT_END = deferred(r"[,.;?!](?=\s|\Z)")

LEAST, SHARE = 2, 0.3
"""Marks that stand apart in a text, and their share of all of them; fewer are slips of the writer's."""

TELLING = frozenset(".;?!")
"""Marks that tell of a tool, besides the comma; catalogues set colons apart, and some writers what is in brackets."""

EVIDENCE = "a mark apart from its word, as others in the text are"


def parted_marks(line: str) -> Iterator[MarkRepair]:
    """Find marks that stand apart from their words; a text must have several to show that a tool did it.

    >>> [(found.start, found.before, found.after) for found in parted_marks("Who ( if any ) won ? No one .")]
    [(18, ' ?', '?'), (27, ' .', '.'), (5, ' ', ''), (12, ' ', '')]
    """
    for match in MARK.finditer(line):
        yield MarkRepair(match.start(), match[0], match[0].strip(), EVIDENCE)
    for match in IN_BRACKETS.finditer(line):
        yield _without(match.start("first"), match["first"])
        yield _without(match.start("last"), match["last"])
    for pattern in (BEHIND_OPENING, BEFORE_CLOSING, CLITIC):
        for match in pattern.finditer(line):
            yield _without(match.start(), match[0])
    for match in MONEY.finditer(line):
        yield _without(match.start("space"), match["space"])
    yield from _quotations(line)


def _quotations(line: str) -> Iterator[MarkRepair]:
    """Find the inner spaces of quotations where each straight mark of a line stands apart."""
    places = [match.start() for match in APART.finditer(line)]
    if len(places) % 2 or len(places) != line.count(STRAIGHT):
        return
    for opening, closing in zip(places[::2], places[1::2], strict=True):
        if closing - opening > LEAST:
            yield _without(opening + 1, " ")
            yield _without(closing - 1, " ")


def _without(start: int, space: str) -> MarkRepair:
    return MarkRepair(start, space, "", EVIDENCE)
