"""Times of day and handles that lost the spaces beside them, as those of a line that has none."""

import re
from collections.abc import Iterator

from clean.patterns import deferred
from clean.punctuation.unspaced_marks import MarkRepair

# A time of day with the words glued to it. Matches "between8a.m.and", "a.m.and4p.m.on", "at7.15am", "9a.m.until"; not
# "#at5pm", "x/at5pm"; "8am" and "8a.m. and", which nothing is glued to, are left out by `glued_times`.
GLUED_TIME = deferred(
    r"""
    (?: (?<![\w./@\#-]) | (?<=[ap]\.m\.) )
    (?P<before>about|after|and|around|at|before|between|by|from|or|since|till|to|until)?
    (?P<time>(?:1[0-2]|\d)(?:[:.][0-5]\d)?)
    (?P<half>[ap]m\b|[ap]\.m\.)
    (?P<behind>(?:after|and|at|before|but|for|from|in|on|or|sharp|that|the|to|until|when|with)(?![^\W\d_]))?
    """,
    re.VERBOSE,
)

# A quick look for the same. Matches "n8am", "t7.15am", "9a.m.u"; not "8 a.m.", "8am".
NEAR_TIME = deferred(r"[a-z]\d[\d:.]{0,4}[ap]\.?m|\d[ap]\.m\.[a-z]")

# A small word and a handle. Matches "by@SelwynPolice"; not "ana@Harbour", "by@selwyn.example", "by @Selwyn".
GLUED_HANDLE = deferred(
    r"(?<![\w./@#-])(?:and|at|by|from|of|on|that|the|to|with)(?P<mark>@)(?=[A-Z]\w{2,14}(?![\w@/-]|\.\w))"
)


def glued_times(line: str) -> Iterator[MarkRepair]:
    """Find times of day that lost the space before or behind them; those with stops have lost the one within, too.

    >>> [found.after for found in glued_times("It is open between8a.m.and4p.m.on weekdays, at7.15am on Sundays")]
    [' 8 a.m. ', ' 7.15am']
    """
    if not NEAR_TIME.search(line):
        return
    for match in GLUED_TIME.finditer(line):
        has_stops = "." in match["half"]
        before, behind = match["before"] is not None, match["behind"] is not None and has_stops
        if before or behind:
            start, end = match.start("time"), match.end("half")
            after = " " * before + match["time"] + " " * (before and has_stops) + match["half"] + " " * behind
            yield MarkRepair(start, line[start:end], after, "a time of day and the words beside it")


def glued_handles(line: str) -> Iterator[MarkRepair]:
    """Find handles that lost the space before them, behind a small word that is no one's address.

    >>> [found.start for found in glued_handles("A post by@SelwynPolice, and one of ana@Harbour")]
    [9]
    """
    if "@" not in line:
        return
    for match in GLUED_HANDLE.finditer(line):
        yield MarkRepair(match.start("mark"), "@", " @", "a handle behind a small word")
