"""Glyphs -> words: which gaps between glyphs are spaces.

A gap is measured from where a glyph's advance ends to where the next glyph begins, in units of their size. Within a
word it is what tracking and kerning add: next to nothing, or the same for nearly all pairs of a line. Between words it
is a space as wide as the line was set with. So the gaps of a font fall into two heaps with a valley between them, which
is looked for in the whole document and in each line. Space characters of the file are believed where they show.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple
from unicodedata import bidirectional, normalize

from parsers.pdf.glyphs import Face, Glyph

SPACES = frozenset(" \N{NO-BREAK SPACE}")

LEADERS = frozenset("._·…‧")
"""What leads from an entry of a table of contents to the number of its page."""

ACCENTS = {
    "`": "\N{COMBINING GRAVE ACCENT}",
    "´": "\N{COMBINING ACUTE ACCENT}",
    "ˆ": "\N{COMBINING CIRCUMFLEX ACCENT}",
    "˜": "\N{COMBINING TILDE}",
    "¯": "\N{COMBINING MACRON}",
    "˘": "\N{COMBINING BREVE}",
    "˙": "\N{COMBINING DOT ABOVE}",
    "¨": "\N{COMBINING DIAERESIS}",
    "˚": "\N{COMBINING RING ABOVE}",
    "ˇ": "\N{COMBINING CARON}",
    "¸": "\N{COMBINING CEDILLA}",
}
"""Accents that old TeX sets by themselves, and the letter over them."""

FIRST_RIGHT_TO_LEFT = "\u0590"

USUAL_VALLEY = 0.16
"""Gap that parts words where nothing else tells: spaces are set 0.2 to 0.35 wide, kerning stays under 0.1."""

VALLEYS = (0.03, 0.3)
"""Where the valley of a font lies."""

VALLEYS_BESIDE_SPACES = (0.1, 0.3)
"""The same in a file that has space characters, so that few gaps have to speak."""

STEPS = 100
"""Steps to a unit of size in which gaps are counted."""

SPACED = 0.05
"""Share of the gaps with a space character from which on a file has them."""

LEAST_PAIRS = 40
"""Gaps of a font from which on they are asked."""

LEAST_SPACES = 0.05
"""Share of the gaps that are spaces where the file has no space characters, at least; one in six is usual."""

STRAYS = 0.002
"""Share of the gaps that may lie in a valley: a formula, a misplaced glyph."""

USUALLY_WITHIN = 0.4
"""Share of a line's gaps, from the narrowest on, that lie within words in any text."""

LEAST_JUMP = 0.035
"""Width of a valley in a single line."""

EVEN = 0.6
"""The narrowest space of a line in units of its middling one."""

SHOWN = 0.25
"""Width from which on a space character shows, in units of the line's middling one."""

SPELLED = 0.6
"""Share of the gaps of a line with space characters from which on it is a word spelled out, l i k e  t h i s."""


class Gap(NamedTuple):
    """What lies between two glyphs that have ink: its width in units of size, and whether the file has a space there.

    `face` is the first glyph's; `in_leader` says that the gap is one between the dots that lead to a page's number.
    """

    width: float
    has_space: bool
    face: Face
    in_leader: bool


class WordGaps:
    """What the gaps of a document tell about its fonts, page after page."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._valleys: dict[str, float] = {}
        self._gaps = self._spaces = 0

    def learn(self, lines: Iterable[Sequence[Gap]]) -> None:
        """Count the gaps of lines."""
        for gaps in lines:
            tracking = _tracking(gaps)
            self._gaps += len(gaps)
            for gap in gaps:
                self._spaces += gap.has_space
                if not gap.has_space and not gap.in_leader:
                    self._counts[gap.face.name][round((gap.width - tracking) * STEPS)] += 1
        self._valleys.clear()

    def valley(self, face: Face) -> float:
        """Give the gap that parts words in a font, beyond what its letters are set apart."""
        if face.name not in self._valleys:
            has_spaces = self._spaces > SPACED * self._gaps
            self._valleys[face.name] = _valley(self._counts[face.name], has_spaces=has_spaces)
        return self._valleys[face.name]


def _valley(counts: Counter[int], *, has_spaces: bool) -> float:
    """Find the middle of the widest stretch that hardly any gap falls into, with the spaces beyond it."""
    low, high = VALLEYS_BESIDE_SPACES if has_spaces else VALLEYS
    total = counts.total()
    if total < LEAST_PAIRS:
        return max(low, USUAL_VALLEY)
    begun, strays, best = round(low * STEPS), 0, (0, USUAL_VALLEY)
    beyond = sum(times for step, times in counts.items() if step >= begun)
    for step in range(begun, round(high * STEPS) + 1):
        strays += counts[step]
        beyond -= counts[step]
        if beyond < LEAST_SPACES * total and not has_spaces:
            break
        while strays > STRAYS * total:
            strays -= counts[begun]
            begun += 1
        best = max(best, (step - begun, (step + begun) / 2 / STEPS))
    return best[1]


def gaps_of(stretch: Sequence[Glyph]) -> list[Gap]:
    """Measure the gaps between the glyphs of a line that have ink."""
    gaps = []
    before: Glyph | None = None
    has_space = False
    for glyph in stretch:
        if glyph.text in SPACES:
            has_space = True
            continue
        if before:
            in_leader = glyph.text == before.text and glyph.text in LEADERS
            gaps.append(Gap(_width(before, glyph), has_space, before.face, in_leader))
        before, has_space = glyph, False
    return gaps


def _width(before: Glyph, glyph: Glyph) -> float:
    if glyph.left == before.left:
        return 0.0  # The letters of a ligature stand at one place.
    between = glyph.left - before.right if glyph.left > before.left else before.left - glyph.right
    return between / max(before.size, glyph.size)


def is_right_to_left(text: str) -> bool:
    """Say whether a character belongs to a script that is written from right to left."""
    return text >= FIRST_RIGHT_TO_LEFT and bidirectional(text[0]) in {"R", "AL", "AN"}


def written(stretch: Sequence[Glyph], gaps: Sequence[Gap], word_gaps: WordGaps) -> str:
    """Write the glyphs of a line, a space wherever one is; `gaps` are those of the line."""
    inked = [glyph for glyph in stretch if glyph.text not in SPACES]
    if any(gap.has_space for gap in gaps) and any(is_right_to_left(glyph.text) for glyph in inked):
        # Numbers stand the other way round in such a line, so that gaps between neighbours say nothing.
        spaces = [gap.has_space for gap in gaps]
    else:
        spaces = spaces_in(gaps, word_gaps)
    texts = [glyph.text for glyph in inked]
    for nth, (accent, letter) in enumerate(pairwise(inked)):
        if accent.text in ACCENTS and _stands_over(accent, letter):
            texts[nth : nth + 2] = "", normalize("NFC", letter.text + ACCENTS[accent.text])
            spaces[nth] = False
    return "".join(f"{text} " if space else text for text, space in zip(texts, [*spaces, False], strict=True))


def _stands_over(accent: Glyph, letter: Glyph) -> bool:
    """Say whether an accent was set over a letter and not before it."""
    shared = min(accent.right, letter.right) - max(accent.left, letter.left)
    return shared > 0.5 * (accent.right - accent.left) and letter.text.isalpha()


def spaces_in(gaps: Sequence[Gap], word_gaps: WordGaps) -> list[bool]:
    """Say which gaps of a line are spaces."""
    telling = [gap for gap in gaps if not gap.in_leader]
    tracking = _tracking(telling)
    own = _own_valley([gap.width for gap in telling])
    spaces = [gap.width - tracking for gap in telling if gap.has_space]
    if len(telling) > 5 and len(spaces) > SPELLED * len(telling):
        return [gap.width > own if own else gap.has_space for gap in gaps]
    shown = SHOWN * median(spaces) if spaces else 0.0
    valleys = {face: word_gaps.valley(face) for face in {gap.face for gap in gaps}}
    if not spaces and own:
        valleys = {face: min(own - tracking, valley) for face, valley in valleys.items()}
    return [
        not gap.in_leader
        and gap.width - tracking > (min(shown, valleys[gap.face]) if gap.has_space else valleys[gap.face])
        for gap in gaps
    ]


def _tracking(gaps: Sequence[Gap]) -> float:
    """Give the gap that a line has within its words."""
    telling = [gap for gap in gaps if not gap.in_leader]
    widths = sorted(gap.width for gap in telling if not gap.has_space) or sorted(gap.width for gap in telling)
    return widths[int(USUALLY_WITHIN * len(widths))] if len(widths) > 2 else 0.0


def _own_valley(gaps: Sequence[float]) -> float | None:
    """Find the valley in the gaps of one line; None where they are not clearly of two heaps."""
    widths = sorted(gaps)
    begin = int(USUALLY_WITHIN * len(widths))
    jumps = [(after - before, nth) for nth, (before, after) in enumerate(pairwise(widths[begin:]), begin + 1)]
    jump, nth = max(jumps, default=(0.0, 0))
    wide = widths[nth:]
    if len(wide) < 2 or jump < LEAST_JUMP or wide[0] - widths[begin] < EVEN * (median(wide) - widths[begin]):
        return None
    return wide[0] - jump / 2
