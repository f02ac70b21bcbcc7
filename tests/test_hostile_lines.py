"""Every pattern of the program meets lines that were made to keep it busy."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import clean
import parsers
import raw

BASIC = (" ", "a", "\n")
PIECES = (
    *BASIC,
    "1",
    ".",
    "-",
    "/",
    "(",
    "Aa ",
    "a.",
    "a-",
    "a@",
    "https://a/ ",
    "Aa, ",
    "Photo: ",
    "a\n",
    " \n",
    "<a ",
)
"""What the hostile lines are made of: characters and words on which patterns count, nest or look ahead."""

STAGES = ((PIECES, 500, 0.03), (PIECES, 5_000, 0.15), (BASIC, 50_000, 1.0))
"""Pieces, characters, seconds allowed. What would take minutes on the longest line is caught on a shorter one."""

UNBOUNDED = frozenset({
    "clean.dateline.DATELINE", "clean.rules.hyphenated_line_ends.LAST_WORD", "clean.rules.page_furniture.BARE_NUMBER",
    "clean.rules.spacing_characters.LABEL", "clean.rules.spacing_characters.ODD_SPACES",
    "clean.segmentation.CAPITALS_THEN_LOWER", "clean.segmentation.LOWER_THEN_CAPITAL", "clean.segmentation.MIXED",
    "clean.tokens.CONTRACTION",
    "clean.tokens.SENTENCE_START",
    "clean.tokens.WORD_AFTER", "parsers.dates.COMPACT", "parsers.dates.DAY_FIRST", "parsers.dates.EPOCH",
    "parsers.dates.ISO", "parsers.decoding.WORD_WITH_HIGH_CHARACTERS", "parsers.html_blocks.LAST_WORD",
    "parsers.html_printed.AFTER_NAMES", "parsers.html_values.BETWEEN_NAMES", "parsers.html_values.BETWEEN_TITLE_PARTS",
    "parsers.html_values.LANGUAGE", "parsers.html_values.LAST_PART", "raw.media_type.ESSENCE",
})  # fmt: skip
"""Patterns that are too slow on long lines when they search. Each must be bounded, or only ever meet short text."""


def patterns() -> dict[re.Pattern[str], str]:
    """Find every compiled pattern that a module of the stages holds, with one of the names it goes by."""
    found: dict[re.Pattern[str], str] = {}
    for package in (clean, parsers, raw):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                for name, value in vars(importlib.import_module(module.name)).items():
                    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                        found.setdefault(value, f"{module.name}.{name}")
    return found


def cases() -> Iterator[Any]:
    """List the patterns as test cases; the ones known to be slow are expected to fail."""
    for pattern, name in patterns().items():
        known = pytest.mark.xfail(name in UNBOUNDED, reason="slow on long lines", run=False)
        yield pytest.param(pattern, id=name, marks=known)


def seconds(pattern: re.Pattern[str], line: str) -> float:
    """Measure one walk of a pattern over a line, in seconds of this process."""
    begun = time.process_time()
    for _ in pattern.finditer(line):
        pass
    return time.process_time() - begun


@pytest.mark.parametrize("pattern", list(cases()))
def test_a_pattern_is_done_with_a_hostile_line_at_once(pattern: re.Pattern[str]) -> None:
    """No pattern takes more than a second on a line of 50,000 characters, whether it finds something or not."""
    for pieces, length, limit in STAGES:
        for piece in pieces:
            line = f"a{piece * (length // len(piece))}!"
            taken = seconds(pattern, line)
            # The better of two: one may fall on a collection of garbage.
            taken = taken if taken < limit else min(taken, seconds(pattern, line))
            assert taken < limit, f"{taken:.2f} s on {length} characters of {piece!r}"
