"""The physical lines of a text, and what their ends and beginnings say.

A physical line is what a page had room for, or what a writer ended on purpose; which of the two is for the rules about
layout to find out. This module only measures.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil
from statistics import median
from typing import NamedTuple

from clean.patterns import deferred

# Matches every line and page end there is: "\r\n", "\n", "\f", the line separator; not a tab.
LINE_END = deferred(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029](?:(?<=\r)\n)?")

# Matches "end.", "end?”", "end.)", "end…", "end. [3]"; not "end," nor "end".
SENTENCE_END = deferred(r"[.!?…。！？︒।](?:\s?[\"'”’“‘»›)\]）」』]){0,4}(?:\s?\[\d{1,3}\])?\Z")

# A line that ends in an abbreviation ends no sentence. Matches "Mr.", "J.", "U.S.", "St."; not "ends." nor "No one.".
ABBREVIATION_END = deferred(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Gov|Sen|Rep|Lt|Col|Capt|Sgt|Rev|Hon|Mt|vs|No|Nos|Fig|approx|incl|e\.g|i\.e))\.\Z"
)

# The first word of a line, also after a dash, an opening quote or a bracket. Matches "and", "“and", "— and"; not
# "my6sense", "a.reis@example.org", "https://", "- item", "--no-wait".
FIRST_WORD = deferred(r"(?:[—–]\s|--\s?(?!\w+[-=]))?[\"“‘«(\[]?(?P<word>[^\W\d_]+)(?![\w@]|\.\w|://)")

# A mark that never begins a sentence. Matches ", and", ") said", "’s"; not "?)" of a list of signs.
CLOSING_FIRST = deferred(r"[,;:!?)\]”’»%](?!\w*\))")

# Matches a line that ends in the middle of a sentence for certain: in a comma, a dash or a word that needs another
# one after it; not one that ends in a noun.
NEEDS_MORE = deferred(
    r"(?:[,;–—(“‘«]|(?:\A|\s)(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|that|than|as|its|their|his|her|whose"
    r"|der|die|das|und|von|le|la|les|de|des|du|et|el|los|y|il|e|o|os))\Z",
)

# Matches a bullet, a number or a letter that begins a list item, with the space after it; not a dash of speech
# without one, a decimal number or a year.
LIST_ITEM = deferred(
    r"(?:[•‣◦▪▫●○■□◆◇►▶➤➢✓✔✗✘·∙*+–—-]|[(\[]?\d{1,3}[.)\]]|[(\[]?[A-Za-z][)\]]|[(\[]?[ivxIVX]{1,5}[.)\]]|o(?=\s{2}))\s+(?=\S)"
)

# Matches the label of a speaker: "Q:", "A.", "MARY JONES:"; not "He said: yes".
SPEAKER = deferred(r"(?:[QA][.:]|[A-Z][A-Z .'’-]{1,30}:)\s")

# Matches a line of cells: "Chelsea    38   27", "| a | b |", "a<tab>b<tab>c"; not "one.  Two".
CELLS = deferred(r"\A\s*\|.*\|\s*\Z|\S(?: {3,}|\t+)\S[^\t]*?(?: {3,}|\t+)\S|\S {4,}\S|\S\t+\S")

FIRST_UNSPACED = "\u3000"

# Scripts that put no space between words. Matches "中", "。", "か"; not Hangul.
UNSPACED = deferred(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")

LONGEST_ABBREVIATION = 10
"""Characters at the end of a line that hold any of those abbreviations, and what stands before it."""

LONGEST_END = 40
"""Characters at the end of a line that hold a stop and all that may stand behind it."""

LEAST_MEASURE = 20
"""Columns; what is narrower is a list."""

MOST_MEASURE = 200
"""Columns; no page is wider, so what is longer is a paragraph."""

OVERLONG, MOST_OVERLONG = 1.25, 0.1
"""How much wider than the page a line must be to speak against it, and the share of lines that may do so."""

MOST_AGAINST = 0.5
"""Share of line ends that may not fit the width; in a proportional font columns are never quite even."""

FILLED = 0.85
"""Share of the width that a line with the next word takes at least when it was ended for want of room."""

HALF_EMPTY = 0.6
"""Share of the width below which a line with the next word on it was surely ended on purpose."""

LEAST_SURE = 8
"""Lines from which on most of them may speak for a width that the others do not have."""

MOST_JOINED = 0.4
"""Share of lines that may be two or three lines of the page in one: some readers drop a hyphen and its line end."""

ODD_WIDTHS = {
    **dict.fromkeys("ijl.,:;'’‘!|I", -0.5),
    **dict.fromkeys("ftr()[]-/ ", -0.4),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&", 0.35),
    **dict.fromkeys("mw", 0.5),
    **dict.fromkeys("MW—%@…", 0.8),
}
"""By how much letters are wider than an ordinary one, on the average of common fonts."""

BULLET = "•"
BULLETS = frozenset("•‣◦▪▫●○■□◆◇►▶➤➢✓✔✗✘")


class PhysicalLine(NamedTuple):
    """A line that holds something: offsets without the whitespace around it, its text, and its indent in columns."""

    start: int
    end: int
    text: str
    indent: int


@lru_cache(maxsize=2)
def physical_lines(text: str) -> tuple[PhysicalLine, ...]:
    r"""Give the lines that are not blank.

    >>> physical_lines("one\r\n\n  two ")
    (PhysicalLine(start=0, end=3, text='one', indent=0), PhysicalLine(start=8, end=11, text='two', indent=2))
    """
    lines = []
    at = 0
    for line_end in [*LINE_END.finditer(text), None]:
        whole = text[at : line_end.start() if line_end else len(text)]
        if content := whole.strip():
            left = len(whole) - len(whole.lstrip())
            indent = len(whole[:left].expandtabs(8)) if left else 0
            lines.append(PhysicalLine(at + left, at + left + len(content), content, indent))
        at = line_end.end() if line_end else len(text)
    return tuple(lines)


def breaks_between(text: str, before: PhysicalLine, after: PhysicalLine) -> int:
    """Count the line ends between two lines; two or more mean blank lines. A page end counts as one."""
    gap = text[before.end : after.start]
    return gap.count("\n") if gap.isascii() and not gap.strip(" \n\t") else len(LINE_END.findall(gap))


def ends_sentence(line: str) -> bool:
    """Say whether a line may be the end of a sentence.

    >>> ends_sentence("and then it ended.”"), ends_sentence("welcomed by Mr."), ends_sentence("and then")
    (True, False, False)
    """
    last = line[-1:]
    if last == ".":
        return not ABBREVIATION_END.search(line[-LONGEST_ABBREVIATION:])
    # Most lines that end no sentence end in a letter.
    return not last.isalnum() and bool(SENTENCE_END.search(line[-LONGEST_END:]))


def goes_on(line: str) -> bool:
    """Say whether a line cannot be the beginning of a sentence.

    >>> goes_on("and then"), goes_on("— and then"), goes_on("Then"), goes_on("iPhones")
    (True, True, False, False)
    """
    first = FIRST_WORD.match(line)
    return first["word"].islower() if first else bool(CLOSING_FIRST.match(line))


def has_no_case(line: str) -> bool:
    """Say whether a line begins in a script without small and capital letters: Chinese, Arabic, Hindi."""
    first = FIRST_WORD.match(line)
    return first is not None and first["word"].lower() == first["word"].upper()


def item_sign(line: str) -> str:
    """Name the kind of sign that begins a list item: BULLET, "-", "*", "1", "a"; empty where none does.

    >>> item_sign("• one"), item_sign("- one"), item_sign("12. one"), item_sign("one")
    ('•', '-', '1', '')
    """
    if not (match := LIST_ITEM.match(line)):
        return ""
    sign = match[0].strip("([)]. \t")
    if sign in BULLETS:
        return BULLET
    return "1" if sign.isdigit() else "a" if sign.isalpha() else sign


def columns(line: str) -> int:
    """Give the width of a line where the characters of scripts without spaces are two columns wide.

    >>> columns("harbour"), columns("港")
    (7, 2)
    """
    return len(line) + (len(UNSPACED.findall(line)) if max(line, default="") >= FIRST_UNSPACED else 0)


def begins_unspaced(text: str) -> bool:
    """Say whether text begins with a character of a script without spaces.

    >>> begins_unspaced("港の船"), begins_unspaced("“Harbour”")
    (True, False)
    """
    return text[:1] >= FIRST_UNSPACED and UNSPACED.match(text) is not None


def has_cells(line: str) -> bool:
    """Say whether a line consists of cells in columns.

    >>> has_cells("Rovers    38    27"), has_cells("| a | b |"), has_cells("One.  Two")
    (True, True, False)
    """
    return ("   " in line or "\t" in line or line.startswith("|")) and bool(CELLS.search(line))


def reach(line: PhysicalLine, following: PhysicalLine) -> int:
    """Give the columns a line would take with the first word of the next line on it as well."""
    return int(_reach(line, following, len))


def _reach(line: PhysicalLine, following: PhysicalLine, unit: "Unit") -> float:
    """Give the width a line would have with the first word of the next line on it as well."""
    length = line.indent + unit(line.text) + 1
    return length if begins_unspaced(following.text) else length + unit(following.text.split(None, 1)[0])


@lru_cache(maxsize=1024)
def font_width(text: str) -> float:
    """Give the width of a text in ordinary letters of a proportional font.

    Rules ask this of the same lines one after the other, so answers are kept.

    >>> font_width("ill"), font_width("mama"), font_width("NOON")
    (1.5, 5.0, 5.4)
    """
    return round(len(text) + sum(map(ODD_WIDTHS.__getitem__, filter(ODD_WIDTHS.__contains__, text))), 2)


Unit = Callable[[str], float]
"""Says how wide a text is, in ordinary letters."""


class Measure(NamedTuple):
    """The width a page had for its lines, in units of an ordinary letter, and by how much single lines may miss it."""

    width: float
    slack: float
    unit: Unit = len

    def had_room(self, line: PhysicalLine, following: PhysicalLine) -> bool:
        """Say whether the next word would have fitted on the line, so that the line was ended on purpose."""
        return self._reach(line, following) <= self.width - self.slack

    def is_half_empty(self, line: PhysicalLine, following: PhysicalLine) -> bool:
        """Say whether the line stops so early that no page did it."""
        return self._reach(line, following) <= HALF_EMPTY * self.width

    def is_filled(self, line: PhysicalLine, following: PhysicalLine) -> bool:
        """Say whether the line may well have been ended because the next word had no room."""
        return self._reach(line, following) > FILLED * self.width

    def _reach(self, line: PhysicalLine, following: PhysicalLine) -> float:
        """Give a line's width with the next word; where a reader made one line of several, that of the last of them."""
        over = max(0, ceil((line.indent + self.unit(line.text)) / self.width - OVERLONG))
        return _reach(line, following, self.unit) - over * self.width


def measure(pairs: Sequence[tuple[PhysicalLine, PhysicalLine]], lines: Sequence[PhysicalLine] = ()) -> Measure | None:
    """Find the width of a page from lines that were broken in mid-sentence; no more than a few of `lines` exceed it.

    Every line must be at most as long, and must be longer with the next word on it. The width is taken that the fewest
    lines speak against, in columns or in the widths of a proportional font, whichever fits better. None when too many
    do: then the lines were ended by a writer, not by a page.
    """
    if len(pairs) < 2:
        return None
    fits = [fit for unit in (len, font_width) if (fit := _fit(pairs, lines, unit))]
    return min(fits, key=lambda fit: fit[0], default=(0.0, None))[1]


def _fit(
    pairs: Sequence[tuple[PhysicalLine, PhysicalLine]], lines: Sequence[PhysicalLine], unit: Unit
) -> tuple[float, Measure] | None:
    """Find the width in one unit, and how badly it fits."""
    lengths = sorted(line.indent + unit(line.text) for line, _ in pairs)
    reaches = sorted(_reach(line, following, unit) for line, following in pairs)
    width, against = _least_contradicted(lengths, reaches)
    if not LEAST_MEASURE <= width <= MOST_MEASURE or against > MOST_AGAINST * len(pairs):
        return None
    filled = sum(FILLED * width <= length <= width for length in lengths)
    joined = len(pairs) >= LEAST_SURE and filled >= MOST_AGAINST * len(pairs)
    overlong = sum(line.indent + unit(line.text) > OVERLONG * width for line in lines)
    if overlong > (MOST_JOINED if joined else MOST_OVERLONG) * len(lines) or median(lengths) < FILLED * width:
        return None
    short_by = [width - reached for reached in reaches if reached <= width]
    # One line in thirty may be broken earlier still for a reason of its own.
    tolerated = sorted(short_by)[: max(0, len(short_by) - len(pairs) // 30)]
    slack = min(tolerated[-1] if tolerated else 0, (1 - FILLED) * width)
    return against / len(pairs) + slack / width, Measure(width, slack, unit)


def _least_contradicted(lengths: Sequence[float], reaches: Sequence[float]) -> tuple[float, int]:
    """Give the width that the fewest lines are longer than, or would not exceed with one word more; and how many."""
    best, least, at = 0.0, 2 * len(lengths), 0
    for nth, length in enumerate(lengths):
        while at < len(reaches) and reaches[at] <= length:
            at += 1
        against = at + len(lengths) - nth - 1
        if against <= least:
            best, least = length, against
    return best, least


def broken_pairs(lines: Sequence[PhysicalLine]) -> list[tuple[PhysicalLine, PhysicalLine]]:
    """List the neighbours between which a sentence surely goes on."""
    return [
        (line, following)
        for line, following in neighbours(lines)
        if not ends_sentence(line.text)
        and (goes_on(following.text) or has_no_case(following.text))
        and not has_cells(line.text)
    ]


def neighbours(lines: Sequence[PhysicalLine]) -> list[tuple[PhysicalLine, PhysicalLine]]:
    """Pair each line with the next."""
    return list(pairwise(lines))
