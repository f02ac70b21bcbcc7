"""Physical lines into paragraphs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from clean.lines import preformatted_test
from clean.patterns import deferred
from clean.physical_lines import (
    BULLET,
    NEEDS_MORE,
    SPEAKER,
    Measure,
    PhysicalLine,
    begins_unspaced,
    breaks_between,
    broken_pairs,
    columns,
    ends_sentence,
    goes_on,
    has_cells,
    has_no_case,
    item_sign,
    measure,
    neighbours,
    physical_lines,
    reach,
)
from clean.words.lexicon import Lexicon, lexicon
from models import Document, Edit, EditKind, SpanKind

RULE = "wrapped_lines"

SHORT = 60
"""Columns; verse, addresses and signatures are shorter, one-line paragraphs seldom are."""

LEAST_VERSE = 3
"""Lines; two short lines are a headline and a byline."""

# Matches a pause at the end of a line: "dry,", "sea;", "home.”", and code's "("; not a hyphen, whose word goes on.
LINE_STOP = deferred(r"[,;:.!?…—–({}][\"'”’»)]?\Z")

# Matches a letter; not the ");" that ends code.
LETTER = deferred(r"[^\W\d_]")

# Matches the time that a line of a chat or a log begins with: "[14:02, 04/05/2031]", "2031-05-04 11:02"; not "14 men".
TIMED = deferred(r"[\[(]?(?:\d{1,2}:\d\d|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s\d)")

TIMED_FIRST = frozenset("[(0123456789")

# Matches a rule drawn with signs: "=====", "-----"; not "--", nor "* * *", which parts paragraphs.
RULER = deferred(r"[=_~#+^-]{4,}")

LEAST_HANGING = 2
"""Columns by which what explains a term stands further in than the term."""

LEAST_STOPS = 3
STOPPED = 0.8
"""Line ends of a stanza that are looked at at least, and the share of them that are pauses."""

# Matches the sign of an item of a law: "(a)", "b)", "(ii)"; not "1." nor "a.".
BRACKETED = deferred(r"\(?\w{1,4}\)\s")

# Matches the end of what stands above such an item: "means—", "boat,", "boat; or"; not "boat".
LISTING = deferred(r"[,—–]\Z|[,;]\s(?:and|or|und|oder|et|ou|y|o|e)\Z")

LEAST_OWN_MEASURE = 4
"""Lines; fewer say nothing about the width of their column."""

LEAST_PARTED, PARTED = 3, 0.75
"""Runs of lines, and share of them, that end in a full stop where blank lines part the paragraphs."""

SAME_WIDTH = 0.1
"""Share of a column's width by which another may differ and be the same."""

LIKELIER = 3.0
"""By how much (natural logarithm) a word must be likelier than itself less its first letter."""

LETTER_WORDS = frozenset("AIO")
"""Capitals that are words themselves: "A man" is no "Aman"."""

UNKNOWN = 18.0
"""Cost of a form that is in no lexicon."""

ANNOUNCING = frozenset(":;({[")
"""The ends of lines that a list, or code, goes on from."""

LEAST_HALF = 40
"""Characters; a line that is half a sentence is no shorter where no width is known."""

DASHES = frozenset("–—-")
"""Signs that begin items, and asides in the middle of a sentence as well."""

INDENT = range(1, 13)
"""Columns by which the first line of a paragraph may be indented."""


class Between(Enum):
    """What belongs between two lines."""

    NOTHING = ""
    SPACE = " "
    PARAGRAPH = "\n\n"
    AS_IT_IS = None


class Gap(Enum):
    """What stands between two lines."""

    LINE_END = "a line end"
    BLANK = "blank lines"
    WIDE = "more blank lines than between paragraphs"
    PAGE_END = "the end of a page, or so many blank lines as furniture leaves behind"


class Pair(NamedTuple):
    """Two lines, one after the other, and what is known about the place where they meet."""

    line: PhysicalLine
    following: PhysicalLine
    gap: Gap
    kept: bool
    indented: bool
    measure: Measure | None
    apart: bool
    joined: bool = False
    """Whether the first line is joined to the one before it, which tells that it is half a sentence itself."""


def wrapped_lines(document: Document) -> Iterator[Edit]:
    r"""Join the lines of each paragraph, and part paragraphs by one blank line.

    A line ends a paragraph when it ends a sentence *and* stops early, so that the next word would have fitted: never
    by width alone, never by a full stop alone. A line end, blank lines or what removed furniture left between two
    halves of a sentence are joined by one space, by none in scripts that have no spaces and after a drop cap.

    Left alone on purpose: documents whose markup told the paragraphs; lists, tables, verse, addresses and signatures,
    code between fences and quoted letters, which keep their line ends.

    >>> [edit.after for edit in wrapped_lines(Document(text="The talks in\nthe capital ended.\n\n\nThey will go on."))]
    [' ', '\n\n']
    """
    if document.has_blocks:
        return
    joined = False
    for pair in _pairs(document):
        between = _between(pair._replace(joined=joined))
        joined = between is Between.SPACE
        gap = document.text[pair.line.end : pair.following.start]
        if between.value is not None and gap != between.value:
            yield Edit(
                rule=RULE,
                kind=EditKind.LAYOUT,
                start=pair.line.end,
                end=pair.following.start,
                before=gap,
                after=between.value,
                evidence=f"lines of {pair.measure.width:.0f} columns" if pair.measure else "",
            )


def _pairs(document: Document) -> Iterator[Pair]:
    """Pair each line with the next, and look at the run of lines between blank lines that they stand in."""
    lines = physical_lines(document.text)
    breaks = [breaks_between(document.text, line, following) for line, following in neighbours(lines)]
    usual = _usual_breaks(lines, breaks)
    between = _usual_between_paragraphs(breaks, usual)
    runs = _runs(lines, breaks, usual)
    settled = _settled(document, lines)
    whole = _measure(runs)
    apart = whole is not None and _are_paragraphs(runs, whole)
    for nth, run in enumerate(runs):
        own = _own_measure(run, whole)
        if len(run) > 1:
            indented = _indented(run)
            kept = _kept(run, own or whole, alone=len(runs) == 1, opening=nth == 0)
            for at, (line, following) in enumerate(neighbours(run)):
                if line.start in settled and following.start in settled:
                    continue
                yield Pair(line, following, Gap.LINE_END, kept[at], indented[at + 1], own or whole, apart)
        if nth + 1 < len(runs) and not (run[-1].start in settled and runs[nth + 1][0].start in settled):
            following = runs[nth + 1][0]
            gap = _gap(document, run[-1], following, between)
            heading = len(runs[nth + 1]) == 1 and not ends_sentence(following.text)
            gap = Gap.BLANK if heading and not goes_on(following.text) else gap
            yield Pair(run[-1], following, gap, kept=False, indented=False, measure=own or whole, apart=apart)


def _settled(document: Document, lines: Sequence[PhysicalLine]) -> set[int]:
    """Give where the lines begin that are preformatted (code between fences), or quote a letter (">")."""
    is_preformatted = preformatted_test(document)
    return {line.start for line in lines if line.text.startswith(">") or is_preformatted(line.start, line.end)}


def _are_paragraphs(runs: Sequence[Sequence[PhysicalLine]], whole: Measure) -> bool:
    """Say whether blank lines part the paragraphs, so that no line end within a run does, or hardly any."""
    ended = sum(ends_sentence(run[-1].text) for run in runs if len(run) > 1)
    inner = sum(
        ends_sentence(line.text) and whole.had_room(line, following)
        for run in runs
        for line, following in neighbours(run)
    )
    return ended >= max(LEAST_PARTED, PARTED * sum(len(run) > 1 for run in runs)) and inner <= (1 - PARTED) * ended


def _own_measure(run: Sequence[PhysicalLine], whole: Measure | None) -> Measure | None:
    """Find the width of a run of lines where it is not that of the document; a few lines tell no slack."""
    own = measure(broken_pairs(run), run) if len(run) > LEAST_OWN_MEASURE else None
    if own and whole and own.unit is whole.unit and abs(own.width - whole.width) < SAME_WIDTH * whole.width:
        return whole
    return own


def _measure(runs: Sequence[Sequence[PhysicalLine]]) -> Measure | None:
    """Find the width of the document's lines; where no small letter tells, by lines that end no sentence."""
    lines = [line for run in runs for line in run]
    if found := measure([pair for run in runs for pair in broken_pairs(run)], lines):
        return found
    open_ends = [
        pair
        for run in runs
        for pair in neighbours(run)
        if not ends_sentence(pair[0].text) and len(pair[0].text) > SHORT and not has_cells(pair[0].text)
    ]
    return measure(open_ends, lines) if len(open_ends) >= LEAST_OWN_MEASURE else None


def _usual_between_paragraphs(breaks: Sequence[int], usual: int) -> int:
    """Count the line ends between most paragraphs."""
    wider = Counter(count for count in breaks if count > usual)
    return min(wider, key=lambda count: (-wider[count], count), default=usual + 1)


def _gap(document: Document, line: PhysicalLine, following: PhysicalLine, between: int) -> Gap:
    """Say what parts two runs of lines."""
    text = document.text[line.end : following.start]
    pages = (span.start for span in document.spans if span.kind is SpanKind.PAGE)
    breaks = breaks_between(document.text, line, following)
    if "\f" in text or breaks > between + 2 or any(line.end < start <= following.start for start in pages):
        return Gap.PAGE_END
    return Gap.WIDE if breaks > between else Gap.BLANK


def _usual_breaks(lines: Sequence[PhysicalLine], breaks: Sequence[int]) -> int:
    """Count the line ends within a paragraph: two in a text that has a blank line after every line."""
    broken = [
        (count, pair)
        for count, pair in zip(breaks, neighbours(lines), strict=True)
        if not ends_sentence(pair[0].text) and goes_on(pair[1].text)
    ]
    within = Counter(count for count, _ in broken)
    usual, times = within.most_common(1)[0] if within else (1, 0)
    if usual == 1 or times < LEAST_OWN_MEASURE or times <= 0.7 * within.total():
        return 1
    return usual if measure([pair for count, pair in broken if count == usual], lines) else 1


def _runs(lines: Sequence[PhysicalLine], breaks: Sequence[int], usual: int) -> list[list[PhysicalLine]]:
    """Divide lines where more than the usual number of line ends stands between them."""
    runs: list[list[PhysicalLine]] = []
    for line, before in zip(lines, [usual + 1, *breaks], strict=False):
        if before > usual:
            runs.append([])
        runs[-1].append(line)
    return runs


def _kept(run: Sequence[PhysicalLine], own: Measure | None, *, alone: bool, opening: bool) -> list[bool]:
    """Say for each place between two lines of a run whether its line end is meant."""
    pairs = neighbours(run)
    if _is_verse(run, own) and (alone or not opening or _begins_as_verse(run)):
        return [True] * len(pairs)
    items = _list_items(run)
    if alone and _holds_paragraphs(run, items):
        # A text without blank lines ends every paragraph with a line end, its items too.
        items = [False] * len(run)
    cells = [has_cells(line.text) for line in run]
    return [
        items[n + 1] or (cells[n] and cells[n + 1]) or _is_set_off(line, following, own)
        for n, (line, following) in enumerate(pairs)
    ]


def _is_set_off(line: PhysicalLine, following: PhysicalLine, own: Measure | None) -> bool:
    """Say whether what meets is a heading and its rule, a command that goes on below, or a term above its meaning."""
    if RULER.fullmatch(following.text) or line.text.endswith("\\"):
        return True
    if following.indent - line.indent < LEAST_HANGING or ends_sentence(line.text):
        return False
    return own.had_room(line, following) if own else len(line.text) < LEAST_HALF


def _holds_paragraphs(run: Sequence[PhysicalLine], items: Sequence[bool]) -> bool:
    """Say whether a run holds paragraphs besides a list and the line that announces it."""
    beginnings = sum(
        ends_sentence(line.text) and not items[n + 1] and not items[n] for n, (line, _) in enumerate(neighbours(run))
    )
    return beginnings > 0


def _is_verse(run: Sequence[PhysicalLine], own: Measure | None) -> bool:
    """Say whether all lines of a run were ended on purpose: verse, an address, a signature, a list without bullets."""
    if len(run) < LEAST_VERSE or any(columns(line.text) > SHORT for line in run):
        return False
    if _stops_at_line_ends(run):
        return True
    pairs = neighbours(run)
    open_ends = [pair for pair in pairs if not ends_sentence(pair[0].text)]
    if len(open_ends) * 2 < len(pairs):
        return False
    if own:
        return sum(own.is_filled(*pair) for pair in open_ends) * 5 < len(open_ends)
    longest = max(line.indent + len(line.text) for line in run)
    all_filled = all(reach(*pair) > longest for pair in open_ends)
    return not (all_filled and any(goes_on(following.text) for _, following in open_ends))


def _begins_as_verse(run: Sequence[PhysicalLine]) -> bool:
    """Say whether lines at the top of a text are verse, and no headline with what stands below it.

    Each begins large, and the voice pauses at many of their ends.
    """
    pauses = sum(line.text[-1] in ",;:—" for line in run[:-1])
    large = all(line.text.lstrip("\"“‘'(")[:1].isupper() for line in run)
    return len(run) > LEAST_VERSE and large and pauses * 2 >= len(run) - 1


def _stops_at_line_ends(run: Sequence[PhysicalLine]) -> bool:
    """Say whether the lines end where the voice pauses, as those of verse do; in prose one in seven does by chance."""
    stops = [line.text for line in run[:-1] if LINE_STOP.search(line.text)]
    if len(run) <= LEAST_STOPS or len(stops) < STOPPED * (len(run) - 1):
        return False
    return sum(map(ends_sentence, stops)) * 2 <= len(stops)


def _list_items(run: Sequence[PhysicalLine]) -> list[bool]:
    """Say which lines of a run begin an item; one dash or number alone, or in mid-sentence, begins none."""
    signs = [_item_sign(line, before) for line, before in zip(run, [None, *run], strict=False)]
    times = Counter(signs)
    return [bool(sign) and (times[sign] > 1 or sign == BULLET) for sign in signs]


def _item_sign(line: PhysicalLine, before: PhysicalLine | None) -> str:
    """Name the sign of a list that a line begins with, where it is none of the sentence before it."""
    sign = item_sign(line.text)
    sure = sign in {BULLET, "-", "*"} or before is None or item_sign(before.text) == sign
    if sure or before is None or ends_sentence(before.text) or before.text.endswith((":", ";")):
        return sign
    return sign if BRACKETED.match(line.text) and LISTING.search(before.text) else ""


def _between(pair: Pair) -> Between:
    """Decide what belongs between two lines."""
    if behind_drop_cap := _behind_drop_cap(pair):
        return behind_drop_cap
    if pair.kept:
        return Between.AS_IT_IS
    if _goes_on(pair):
        unspaced = begins_unspaced(pair.line.text[-1]) and begins_unspaced(pair.following.text)
        return Between.NOTHING if unspaced else Between.SPACE
    return Between.PARAGRAPH


def _behind_drop_cap(pair: Pair) -> Between | None:
    """Say what belongs between a lone capital and the line it begins; None where it begins none.

    Nothing in "M" above "ore than a third", a space in "A" above "beekeeper from the north".
    """
    letter, text = pair.line.text.lstrip("\"“‘'„«"), pair.following.text
    if len(letter) != 1 or not letter.isupper() or pair.gap is Gap.WIDE or len(text) < LEAST_HALF:
        return None
    rest, following = (word.rstrip(",;:.").casefold() for word in [*text.split(None, 2), ""][:2])
    known = lexicon("en") if rest.isalpha() else None
    if known is None:
        return None
    if letter not in LETTER_WORDS:
        whole = known.cost(letter.casefold() + rest)
        return Between.NOTHING if whole and whole + LIKELIER < (known.cost(rest) or UNKNOWN) else None
    if _is_one_word(letter.casefold(), rest, following, known):
        return Between.NOTHING
    return Between.SPACE if pair.gap is Gap.LINE_END and text[:2].isupper() else None


def _is_one_word(letter: str, rest: str, following: str, known: Lexicon) -> bool:
    """Say whether a letter that is a word begins a longer one: "About the", not "A man of".

    What no one knows with or without the letter is taken for a name: "Axelsen".
    """
    whole = letter + rest
    if whole not in known or rest not in known:
        return rest not in known
    return _cost([whole, following], known) < _cost([letter, rest, following], known)


def _cost(words: Sequence[str], known: Lexicon) -> float:
    """Give the cost of words that follow each other."""
    costs = [known.cost(words[0]), *(known.cost_after(first, second) for first, second in pairwise(words))]
    return sum(UNKNOWN if cost is None else cost for cost in costs)


def _goes_on(pair: Pair) -> bool:
    """Say whether the second line goes on with the paragraph of the first."""
    line, following = pair.line, pair.following
    if item_sign(following.text) == BULLET or has_cells(line.text) or has_cells(following.text):
        return False
    if RULER.fullmatch(line.text) or (
        following.text[0] in TIMED_FIRST and TIMED.match(following.text) and TIMED.match(line.text)
    ):
        return False
    if not ends_sentence(line.text):
        return _sentence_goes_on(pair)
    if pair.measure is None or pair.gap in {Gap.BLANK, Gap.WIDE} or pair.indented or SPEAKER.match(following.text):
        return False
    if pair.gap is Gap.LINE_END and (goes_on(following.text) or pair.apart):
        return not pair.apart or not pair.measure.is_half_empty(line, following)
    return not pair.measure.had_room(line, following)


def _sentence_goes_on(pair: Pair) -> bool:
    """Say whether a line that ends no sentence is followed by the rest of it."""
    line, following, blank = pair.line, pair.following, pair.gap is not Gap.LINE_END
    if goes_on(following.text):
        return not blank or _is_half(pair)
    if SPEAKER.match(following.text):
        return False
    if blank and line.text[-1] in DASHES and following.text[0].isupper():
        return False
    if NEEDS_MORE.search(line.text) and LETTER.search(line.text) and not item_sign(following.text):
        return len(line.text) > (SHORT if blank else SHORT // 2) or pair.measure is not None
    if pair.measure and pair.gap is not Gap.BLANK:
        filled = pair.measure.is_filled(line, following)
        return filled and (not item_sign(following.text) or item_sign(following.text) in DASHES)
    return has_no_case(following.text) and not blank and len(line.text) > SHORT // 2


def _is_half(pair: Pair) -> bool:
    """Say whether a line before blank lines is half a sentence: it fills its column, and announces no list."""
    line, following = pair.line, pair.following
    if line.text[-1] in ANNOUNCING or (item_sign(line.text) and item_sign(following.text)):
        return False
    if pair.measure:
        return pair.measure.is_filled(line, following)
    if goes_on(line.text) and not pair.joined:
        # It may be one of several items in small letters.
        return False
    return min(len(line.text), len(following.text)) > SHORT // 2 and len(line.text) > LEAST_HALF


def _indented(run: Sequence[PhysicalLine]) -> list[bool]:
    """Say which lines of a run have the indent of a paragraph's first line: few, and further in than the others."""
    base = min(line.indent for line in run)
    indented = [line.indent - base in INDENT for line in run]
    return indented if sum(indented) * 5 < len(run) * 4 else [False] * len(run)
