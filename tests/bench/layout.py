"""How well pages become paragraphs again: `python -m tests.bench.layout [--test] [--errors FILE]`.

The gold texts of the extraction data are clean articles, one paragraph a line. Each is laid out in many ways: wrapped
at several widths, evenly or raggedly as a proportional font would, with and without hyphenation, with blank lines,
indents or nothing between paragraphs, with heads and feet of pages in mid-sentence. The rules about layout put it
together again. Measured are the boundaries of paragraphs (precision, recall) and the words that differ; and for texts
that were never wrapped, the boundaries harmed. Half of the articles (by hash) are for development, half for the test.
"""

import argparse
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from clean.engine import run_rules
from clean.rules.blank_lines import blank_lines
from clean.rules.hyphenated_line_ends import hyphenated_line_ends
from clean.rules.page_furniture import page_furniture
from clean.rules.wrapped_lines import wrapped_lines
from models import Document
from tests.bench.corpora import NoDataError, gold_texts
from tests.bench.figures import Figures

LAYOUT = (page_furniture, hyphenated_line_ends, wrapped_lines, blank_lines)

Layout = Callable[[Sequence[str], int], str]
"""Lays the paragraphs of an article out; the number seeds what is left to chance."""

LEAST_PARAGRAPHS = 4
MOST_ARTICLES = 150

# A place where a hyphenating typesetter may part a word: between a vowel and a consonant before a vowel, or between
# two consonants. Matches "co|op|er|a|tion"-like places, never within two letters of an end.
SYLLABLE = re.compile(
    r"(?<=[a-z]{2})(?:(?<=[aeiouy])(?=[bcdfghjklmnpqrstvwxz][aeiouy])|(?<=[bcdfgklmnprst])(?=[bcdfgklmnprst][aeiouy]))(?=[a-z]{3})"
)

# What the widths of letters are like in a proportional font.
NARROW, WIDE = frozenset("iljtfrI.,;:'’!| ()[]-"), frozenset("mwMWOQGDCABHKNRTUVXYZ—%@&")


class Style(NamedTuple):
    """One way to lay an article out."""

    name: str
    width: int
    between: str
    proportional: bool = False
    hyphenated: bool = False
    indent: str = ""
    pages: bool = False


STYLES = (
    Style("even, blank lines", 72, "\n\n"),
    Style("even, nothing", 72, "\n"),
    Style("even, indents", 60, "\n", indent="   "),
    Style("even, hyphens, blank lines", 50, "\n\n", hyphenated=True),
    Style("even, hyphens, nothing", 64, "\n", hyphenated=True),
    Style("even, pages, blank lines", 80, "\n\n", pages=True),
    Style("font, blank lines", 90, "\n\n", proportional=True),
    Style("font, nothing", 90, "\n", proportional=True),
    Style("font, hyphens, nothing", 60, "\n", proportional=True, hyphenated=True),
    Style("font, pages, hyphens, blank lines", 84, "\n\n", proportional=True, hyphenated=True, pages=True),
    Style("narrow column, blank lines", 34, "\n\n", proportional=True, hyphenated=True),
    Style("narrow column, nothing", 38, "\n", proportional=True, hyphenated=True),
)

UNWRAPPED = (("one a line", "\n"), ("blank lines", "\n\n"), ("two blank lines", "\n\n\n"))


def letter_width(letter: str) -> float:
    """Give how wide a letter is, in ordinary letters."""
    return 0.55 if letter in NARROW else 1.4 if letter in WIDE else 1.0


def even_width(letter: str) -> float:
    """Every letter of a typewriter is as wide as the others."""
    return float(bool(letter))


def wrapped(paragraph: str, style: Style) -> Iterator[str]:
    """Break a paragraph into lines as a typesetter does."""
    measure: Callable[[str], float] = letter_width if style.proportional else even_width
    line, room = style.indent, style.width - sum(map(measure, style.indent))
    # A line of a proportional font holds more letters than it is wide in ordinary ones.
    for word in paragraph.split():
        needed = sum(map(measure, word)) + (measure(" ") if line.strip() else 0)
        if needed > room and line.strip():
            head, rest = _head(word, room, measure, style)
            yield line + (" " + head if head else "")
            line, room = rest, style.width - sum(map(measure, rest))
        else:
            line += (" " if line.strip() else "") + word
            room -= needed
    yield line


def _head(word: str, room: float, measure: Callable[[str], float], style: Style) -> tuple[str, str]:
    """Part a word so that its head fits in the room; compounds part at their hyphen in every style."""
    places = [match.end() for match in re.finditer(r"(?<=[A-Za-z]{2})-(?=[A-Za-z]{2})", word)]
    if style.hyphenated and word.isalpha():
        places += [match.end() for match in SYLLABLE.finditer(word)]
    for place in sorted(places, reverse=True):
        head = word[:place] if word[place - 1] == "-" else word[:place] + "-"
        if sum(map(measure, head)) + measure(" ") <= room:
            return head, word[place:]
    return "", word


def laid_out(paragraphs: Sequence[str], style: Style, seed: str) -> str:
    """Lay an article out in a style."""
    chance = random.Random(seed)
    text = style.between.join("\n".join(wrapped(paragraph, style)) for paragraph in paragraphs)
    return _paged(text, chance) if style.pages else text


def _paged(text: str, chance: random.Random) -> str:
    """Put the foot of one page and the head of the next between two lines, about every twenty."""
    title = chance.choice(["Harbour Gazette", "The Daily Ferry - Island News", "NORTH COAST TIMES"])
    foot = chance.choice(["{page}", "- {page} -", "Page {page} of {pages}", "3/4/25, 9:15 AM   {page}/{pages}"])
    lines: list[str] = []
    source, page = text.split("\n"), 1
    for nth, line in enumerate(source, 1):
        lines.append(line)
        if nth % 20 == 0:
            lines += ["", foot.format(page=page, pages=len(source) // 20 + 1), "", title, ""]
            page += 1
    return "\n".join(lines)


class Score(NamedTuple):
    """Counts of one article in one style."""

    boundaries: int
    right: int
    given: int
    words: int
    wrong_words: int


def score(paragraphs: Sequence[str], given: Sequence[str]) -> Score:
    """Compare paragraphs by where their boundaries stand among the letters, and by their words."""
    wanted, found = _boundaries(paragraphs), _boundaries(given)
    words, got = " ".join(paragraphs).split(), " ".join(given).split()
    wrong = 0
    if words != got:
        matching = SequenceMatcher(None, words, got, autojunk=False).get_matching_blocks()
        wrong = max(len(words), len(got)) - sum(block.size for block in matching)
    return Score(len(wanted), len(wanted & found), len(found), len(words), wrong)


def _boundaries(paragraphs: Sequence[str]) -> set[int]:
    """Count the letters before each boundary; hyphens and spaces do not count."""
    at, places = 0, set()
    for paragraph in paragraphs[:-1]:
        at += sum(map(str.isalnum, paragraph))
        places.add(at)
    return places


def articles(*, test: bool) -> list[list[str]]:
    """Give the paragraphs of the articles of one half."""
    chosen = []
    for name in ("scrapinghub", "fundus_a", "wcxb_dev"):
        for text in gold_texts(name):
            paragraphs = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
            half = int(sha256(text.encode()).hexdigest()[:8], 16) % 2
            if half == test and len(paragraphs) >= LEAST_PARAGRAPHS and is_prose(paragraphs):
                chosen.append(paragraphs)
    chosen.sort(key=lambda paragraphs: sha256(paragraphs[0].encode()).hexdigest())
    return chosen[:MOST_ARTICLES]


def is_prose(paragraphs: Sequence[str]) -> bool:
    """Say whether an article is made of sentences, so that its boundaries are known."""
    ending = sum(paragraph[-1] in '.!?”"’…' for paragraph in paragraphs)
    return ending >= 0.85 * len(paragraphs) and sum(map(len, paragraphs)) / len(paragraphs) >= 100


def unwrapped(text: str) -> list[str]:
    """Run the rules about layout."""
    return run_rules(Document(text=text), LAYOUT).document.text.split("\n\n")


def report(name: str, scores: Sequence[Score]) -> Figures:
    """Print one style's sum, and give its figures."""
    total = Score(*(sum(column) for column in zip(*scores, strict=True)))
    precision = total.right / max(1, total.given)
    recall = total.right / max(1, total.boundaries)
    wrong = 10_000 * total.wrong_words / max(1, total.words)
    sys.stdout.write(
        f"{name:36} precision {precision:.4f}  recall {recall:.4f}  words wrong per 10,000: {wrong:6.2f}\n"
    )
    return {f"{name}, precision": precision, f"{name}, recall": recall, f"{name}, words wrong per 10,000": wrong}


def figures(*, test: bool = False, errors: Path | None = None) -> Figures:
    """Measure every style on the articles of one half.

    Raises:
        NoDataError: the data is not on this machine.
    """
    texts = articles(test=test)
    ways: dict[str, Layout] = {
        **{style.name: partial(_in_style, style) for style in STYLES},
        **{f"unwrapped, {name}": partial(_never_wrapped, between) for name, between in UNWRAPPED},
    }
    measured: Figures = {}
    wrong: list[str] = []
    for name, lay_out in ways.items():
        scores = []
        for number, paragraphs in enumerate(texts):
            given = unwrapped(lay_out(paragraphs, number))
            scores.append(score(paragraphs, given))
            wrong += (f"{name}\t{error}" for error in differences(paragraphs, given))
        measured |= report(name, scores)
    if errors:
        errors.write_text("\n".join(wrong), encoding="utf-8")
    return measured


def _in_style(style: Style, paragraphs: Sequence[str], number: int) -> str:
    return laid_out(paragraphs, style, f"{style.name} {number}")


def _never_wrapped(between: str, paragraphs: Sequence[str], _number: int) -> str:
    return between.join(paragraphs)


def main(arguments: Sequence[str]) -> int:
    """Print the figures of every style."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--test", action="store_true", help="the articles that nothing was tuned on")
    options.add_argument("--errors", type=Path, help="write what went wrong to this file")
    chosen = options.parse_args(arguments)
    try:
        figures(test=chosen.test, errors=chosen.errors)
    except NoDataError as error:
        sys.stdout.write(f"not measured: {error}\n")
    return 0


def differences(paragraphs: Sequence[str], given: Sequence[str]) -> Iterator[str]:
    """Describe what differs, for a person to read."""
    if list(paragraphs) == list(given):
        return
    wanted, found = " ¶ ".join(paragraphs).split(" "), " ¶ ".join(given).split(" ")
    for tag, i, i_end, j, j_end in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if tag != "equal":
            old, new = " ".join(wanted[i:i_end]), " ".join(found[j:j_end])
            yield f"{' '.join(wanted[max(0, i - 6) : i])} [{old} => {new}] {' '.join(wanted[i_end : i_end + 5])}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
