"""What news agencies and press offices set around their copy for the desks that take it."""

import re
from collections.abc import Iterator, Sequence

from clean.lines import Line
from clean.patterns import deferred

# Matches what says that another page follows: "(MORE)", "-more-", "-- more --"; not "more".
MORE = deferred(r"\(\s?more(?: follows)?\s?\)|[-–—]{1,2}\s?more\s?[-–—]{1,2}", re.IGNORECASE)

# Matches what ends copy: "-30-", "ENDIT", "ENDS.", "-ends-", "###", "# # #"; not "The end".
END = deferred(
    r"""
    [-–—]{1,2}\s?30\s?[-–—]{1,2} | \#(?:\ ?\#){2,4}
  | [-–—/(*]{0,3}\s?(?:endit|ends)\s?[-–—/)*.]{0,3} | [-–—/(*]{1,3}\s?end\s?[-–—/)*.]{1,3}
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches the slug of a wire's copy: "BC-EU--Storm, 3rd Ld-Writethru,420"; not "AM-FM".
SLUG = deferred(r"(?:BC|AM|PM|AP)-[A-Z][\w.]{1,12}-{1,2}[A-Z][^.!?]{2,80}")

# Matches a word to the editors: "Eds: UPDATES with death toll."; not "Eds and meds".
TO_EDITORS = deferred(r"(?:Eds|EDS|Editors|EDITORS)\s?:\s(?=[A-Z])")

# Matches when copy may be used: "FOR IMMEDIATE RELEASE", "EMBARGOED UNTIL 9 a.m."; not "The release was immediate".
RELEASE = deferred(
    r"""
    (?: (?:for\ )?immediate\ release | (?:press|news|media)\ release )\W{0,2}
  | (?:strictly\ )?embargoed?\ (?:until|till|for|to)\b.{2,60}
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches the signs of those who handled copy, at its end: "bsa/kl/dw", "jh-ks"; not "and/or".
SIGNS = deferred(r"(?!and/or)[a-z]{2,4}(?:[/-][a-z]{2,4}){1,4}|\([A-Z]{2,3}(?:/[A-Z]{2,3}){1,3}\)")

# Matches a field of the format that wires sent by telegraph: "^BC-Ferry, 1st Ld,0142<", "^By ANA REIS="; not
# "^ is a hat".
FIELD = deferred(r"\^[^\W\d_].{1,110}[<=]")

# Matches the place, day and hour that such copy ends in: "AW-NY-11-22-31 1412EST<"; not "AB-12-34".
SENT = deferred(r"[A-Z]{2,4}-[A-Z]{2,4}-\d\d-\d\d-\d\d(?:\d\d)?\s\d{4}(?:GMT|UTC|[ECMP][DS]T)?<?")

HEAD = 4
"""Lines at the top of copy that a slug and the like stand among."""

LONGEST = 120
"""Characters of such a line; a line of a third as many that ends a sentence is a whole paragraph."""


def wire_marks(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Find the lines that a wire or a press office sets around its copy, each with what tells it.

    >>> copy = "FOR IMMEDIATE RELEASE|A ferry sank on Monday.|(MORE)|Nobody was hurt.|-30-".split("|")
    >>> [line.text for line, _ in wire_marks([Line(0, 0, text) for text in copy])]
    ['FOR IMMEDIATE RELEASE', '(MORE)', '-30-']
    """
    ended = _end(lines)
    for nth, line in enumerate(lines):
        if len(line.text) > LONGEST:
            continue
        if nth == ended or (0 < nth < len(lines) - 1 and MORE.fullmatch(line.text)):
            yield line, "it says that copy ends or goes on"
        elif FIELD.fullmatch(line.text) or (nth == len(lines) - 1 and SENT.fullmatch(line.text)):
            yield line, "it is a field of a wire's format"
        elif nth < HEAD and (SLUG.fullmatch(line.text) or TO_EDITORS.match(line.text) or RELEASE.fullmatch(line.text)):
            yield line, "it is a wire's or a press office's word to the desk"
        elif nth and nth == len(lines) - 1 and SIGNS.fullmatch(line.text) and _is_whole(lines[nth - 1]):
            yield line, "the signs of those who handled the copy"


def _end(lines: Sequence[Line]) -> int | None:
    """Give the place of the line that ends the copy; below it only the office that sent it may speak of itself."""
    for nth in range(len(lines) - 1, 0, -1):
        if END.fullmatch(lines[nth].text):
            below = lines[nth + 1].text if nth + 1 < len(lines) else "About"
            return nth if below.startswith(("About", "Contact", "Media", "Press", "Notes")) else None
    return None


def _is_whole(line: Line) -> bool:
    return line.text[-1] in '.!?”"' and len(line.text) > LONGEST // 3
