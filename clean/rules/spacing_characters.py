"""Characters of spacing that a reader cannot see, or sees as a plain space."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from clean.alphabet import beyond_ascii
from clean.edits import repair
from clean.patterns import deferred
from clean.words.function_words import FUNCTION_WORDS
from models import Document, Edit, SpanKind

RULE = "spacing_characters"

# Zero-width space, word joiner, byte order mark inside the text, soft hyphen, Mongolian vowel separator. Matches one
# or more of them; not a joiner, which shapes letters and emoji.
INVISIBLE = deferred(
    "[\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}\N{MONGOLIAN VOWEL SEPARATOR}]+"
)

# Zero-width joiner and non-joiner. Matches the one in "Auf\u200clage"; where it is needed is for `_needless` to say.
JOINERS = deferred("[\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}]+")

# Marks and embeddings of writing direction. Matches a right-to-left mark; not a variation selector.
DIRECTIONS = deferred("[\u200e\u200f\u202a-\u202e\u2066-\u2069]+")

# Letters of scripts that are written from right to left, where those marks mean something.
RIGHT_TO_LEFT = deferred(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")

# What a joiner cannot do anything to: Latin, Greek and Cyrillic letters, digits, punctuation and spaces.
# Matches "a", "é", "я", "5", "-"; not Arabic or Devanagari letters, not emoji.
UNJOINED = deferred(r"[\x00-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e]")

# Scripts that part words by zero-width spaces: Thai, Lao, Tibetan, Myanmar, Khmer, and Chinese and Japanese lines.
UNSPACED = deferred(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u3000-\u9fff\uf900-\ufaff]")

# Every space that is not the plain one. Matches a no-break or a thin space; not a tab, not the ideographic space.
ODD_SPACE = deferred(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f]")

# An odd space with the spaces after it. Matches "\u00a0 "; not two plain spaces.
ODD_SPACES = deferred(rf"{ODD_SPACE.pattern}[ {ODD_SPACE.pattern[1:-1]}]*")

MOST_SPACES = 3
"""Spaces, an odd one among them, that may be the gap between two words; more part columns."""

# What stands behind and before a no-break space that French sets: ";" and "«"; not ",".
AFTER_FRENCH_SPACE = frozenset(";:!?»›%€")
BEFORE_FRENCH_SPACE = frozenset("«‹")

# Quotation marks that a thin space keeps apart: ‘ “ and ’ ”.
QUOTATION_MARKS = frozenset("\"'“”‘’«»‹›„‚")
THIN = frozenset("\N{THIN SPACE}\N{HAIR SPACE}\N{NARROW NO-BREAK SPACE}\N{SIX-PER-EM SPACE}")

# Two or more spaces, or a tab, between two printed characters of a line. Matches the gap in "one  two"; not an indent.
WIDE = deferred(r"(?<=[^\s])(?: {2,}|[ ]{0,40}\t[ \t]{0,40})(?=[^\s])")

# Matches a gap that parts columns: a tab, or four spaces; not the two spaces of typists after a full stop.
COLUMN = deferred(r"\t| {4}")

# Matches a line that looks like code, a drawing, a log ("2031-05-04 11:02 INFO") or has a number of its own ("12   Q.")
# before it; not a sentence in brackets.
CODE = deferred(
    r"[{}]|;\s*\Z|=>|->|==|::|\w\(\w|\s=\s|\|.*\||/\*|\\[a-z]|^\s*(?:#|//|\$ |>>> |def |import )|[=_#~*-]{5}"
    r"|^\s*\[?\d{4}-\d\d-\d\d[T ]\d|^\s*\d{1,2}\s{2,}\S"
)

# Matches an option of a command above or beside its meaning: "-h, --help"; not "- item", nor "-5 degrees".
OPTION = deferred(r"--?[A-Za-z?]")

# A bullet or a number before a gap that belongs to a list. Matches "1." and "•"; not "1990".
LABEL = deferred(r"\s*(?:[(\[]?\w{1,3}[.)\]]|[^\w\s]{1,2})\Z")

# Matches a word of letters; not "12".
WORD = deferred(r"[^\W\d_]{2,}")

LEAST_PROSE = 5
"""Words; a shorter line with wide gaps may be anything."""

LEAST_JUSTIFIED, WIDE_SHARE, SMALL_SHARE = 4, 0.5, 0.5
"""How many wide gaps a line has that was set justified in letters of one width, how many of its gaps these are, and how
many of its words begin small: the cells of a table are larger, or begin large."""

TYPED_BEHIND = frozenset(',.;:!?"”’')
LEAST_SENTENCE = 12
"""Marks that a tab stands behind where someone typed it for a space, and words of such a paragraph."""

SENTENCE_WORDS = frozenset(
    {*FUNCTION_WORDS, "a", "an", "as", "at", "be", "by", "he", "in", "is", "it", "of", "on", "to"}
)
LEAST_SENTENCE_WORDS = 2
"""Words that hold sentences together; so many of them are in a line that is no table's."""


def spacing_characters(document: Document) -> Iterator[Edit]:
    r"""Make the spaces of prose plain single ones, and take out characters of spacing that show nothing.

    - Zero-width spaces, word joiners, byte order marks and soft hyphens within a line, and joiners and marks of
      direction where no script or emoji needs them, go.
    - No-break and other odd spaces between words become plain ones; a tab or several spaces in prose become one.

    Left alone on purpose: joiners in Arabic, Indic and other scripts and in emoji; zero-width spaces in scripts that
    part words by them; soft hyphens at a line end of a text of physical lines (see `hyphenated_line_ends`); no-break
    spaces that French and other typography asks for (in "100 000", after "«", before "»", ";", ":", "!", "?", "%"),
    thin spaces beside quotation marks; indents, and wide gaps in tables, code, verse and preformatted text.

    >>> text = "Read\N{NO-BREAK SPACE}on, the ferry came.  Then it\u200b left."
    >>> [(edit.start, edit.after) for edit in spacing_characters(Document(text=text))]
    [(4, ' '), (24, ' '), (33, '')]
    """
    odd = beyond_ascii(document.text)
    found: list[Edit] = []
    if INVISIBLE.search(odd):
        found += _invisible(document)
    if JOINERS.search(odd) or DIRECTIONS.search(odd):
        found += _needless(document.text)
    if ODD_SPACE.search(odd):
        found += _odd_spaces(document.text)
    taken = {edit.start for edit in found} | {edit.end for edit in found}
    found += [edit for edit in _wide_gaps(document) if edit.start not in taken and edit.end not in taken]
    yield from _apart(found)


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """Leave out an edit that meets an earlier one; the next round finds it again."""
    reached = -1
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= reached:
            yield edit
            reached = edit.end


def _invisible(document: Document) -> Iterator[Edit]:
    """Find characters without width, save where words are parted by them or a line end needs them."""
    text = document.text
    for match in INVISIBLE.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        at_line_end = not document.has_blocks and after.isspace() and after not in " \t\N{NO-BREAK SPACE}"
        if "\N{SOFT HYPHEN}" in match[0] and at_line_end and before.isalpha():
            continue
        if not (UNSPACED.match(before) or UNSPACED.match(after)):
            yield repair(RULE, match.start(), match[0], "", "characters without width")


def _needless(text: str) -> Iterator[Edit]:
    """Find joiners and marks of direction that have nothing to act on."""
    for match in JOINERS.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if all(not neighbour or UNJOINED.match(neighbour) for neighbour in (before, after)):
            yield repair(RULE, match.start(), match[0], "", "joiners with nothing to join")
    if not RIGHT_TO_LEFT.search(text):
        for match in DIRECTIONS.finditer(text):
            yield repair(RULE, match.start(), match[0], "", "marks of direction in a text that has one direction")


def _odd_spaces(text: str) -> Iterator[Edit]:
    """Find odd spaces between words that typography does not ask for."""
    for match in ODD_SPACES.finditer(text):
        plain = text[max(0, match.start() - MOST_SPACES) : match.start()]
        start = match.start() - (len(plain) - len(plain.rstrip(" ")))
        spaces, before, after = text[start : match.end()], text[start - 1 : start], text[match.end() : match.end() + 1]
        if len(spaces) > MOST_SPACES or not before.strip() or not after.strip() or _asked_for(spaces, before, after):
            continue
        yield repair(RULE, start, spaces, " ", "a space that is not the plain one")


def _asked_for(spaces: str, before: str, after: str) -> bool:
    """Say whether typography asks for the odd space between two characters."""
    if len(spaces) > 1:
        return False
    if before.isdigit() and after.isdigit():
        return True
    if after in AFTER_FRENCH_SPACE or before in BEFORE_FRENCH_SPACE:
        return True
    return spaces in THIN and (before in QUOTATION_MARKS or after in QUOTATION_MARKS)


def _wide_gaps(document: Document) -> Iterator[Edit]:
    """Find tabs and several spaces between the words of prose."""
    text = document.text
    if "  " not in text and "\t" not in text:
        return
    kept = sorted(
        (span.start, span.end) for span in document.spans if span.kind in {SpanKind.PREFORMATTED, SpanKind.TABLE}
    )
    starts = [start for start, _ in kept]
    lines = text.split("\n")
    at = 0
    for nth, line in enumerate(lines):
        inside = bisect_right(starts, at) - 1
        in_kept = inside >= 0 and at < kept[inside][1]
        if not in_kept and ("  " in line or "\t" in line) and _is_prose(lines, nth):
            for match in WIDE.finditer(line):
                if not LABEL.match(line[max(0, match.start() - 8) : match.start()]) or match.start() > 8:
                    yield repair(RULE, at + match.start(), match[0], " ", "a wide gap in prose")
        at += len(line) + 1


def _is_prose(lines: list[str], nth: int) -> bool:
    """Say whether the gaps of a line part nothing: no code, no columns, and none that the next lines share."""
    line = lines[nth]
    gaps = list(WIDE.finditer(line))
    if not gaps or CODE.search(line) or OPTION.match(line.lstrip()):
        return False
    around = {gap.end() for n in (nth - 1, nth + 1) if 0 <= n < len(lines) for gap in WIDE.finditer(lines[n])}
    if len(line.split()) < LEAST_PROSE:
        return nth > 0 and _is_justified(lines[nth - 1])
    if sum(gap.end() in around for gap in gaps) * 2 < len(gaps) and _is_among_justified(lines, nth):
        return True
    if len(WORD.findall(line)) < LEAST_PROSE:
        return False
    columns = [gap.end() for gap in gaps if not _after_sentence(line, gap)]
    if len(columns) > 1 and any(COLUMN.search(line[gap.start() : gap.end()]) for gap in gaps):
        return not around and _is_typed(line, gaps)
    return around.isdisjoint(columns)


def _is_justified(line: str) -> bool:
    """Say whether a line is a sentence's, with wide gaps nearly all over: letters of one width, set justified."""
    if not _is_wide(line):
        return False
    words = line.split()
    small = sum(word[0].islower() for word in words)
    return small >= max(LEAST_PROSE, SMALL_SHARE * len(words)) and _has_sentence_words(words)


def _is_wide(line: str) -> bool:
    gaps = sum(1 for _ in WIDE.finditer(line))
    return "\t" not in line and gaps >= max(LEAST_JUSTIFIED, WIDE_SHARE * (len(line.split()) - 1))


def _is_among_justified(lines: list[str], nth: int) -> bool:
    """Say whether a line was set justified, or is one of names above or below a line that was."""
    if _is_justified(lines[nth]):
        return True
    return _is_wide(lines[nth]) and any(map(_is_justified, [*lines[max(0, nth - 1) : nth], *lines[nth + 1 : nth + 2]]))


def _is_typed(line: str, gaps: list[re.Match[str]]) -> bool:
    """Say whether someone typed tabs between the sentences of a paragraph, or behind commas."""
    words = line.split()
    if len(words) < LEAST_SENTENCE or not _has_sentence_words(words):
        return False
    return all(line[gap.start() - 1] in TYPED_BEHIND for gap in gaps if COLUMN.search(gap[0]))


def _has_sentence_words(words: list[str]) -> bool:
    return len(SENTENCE_WORDS.intersection(words)) >= LEAST_SENTENCE_WORDS


def _after_sentence(line: str, gap: re.Match[str]) -> bool:
    """Say whether a gap is the two or three spaces of typists between sentences."""
    return (
        line[max(0, gap.start() - 6) : gap.start()].rstrip("\"'”’)")[-1:] in {".", "!", "?", ":"}
        and len(gap[0]) <= 3
        and "\t" not in gap[0]
    )
