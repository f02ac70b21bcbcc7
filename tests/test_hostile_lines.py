"""Every pattern of the program meets lines that were made to keep it busy."""

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections import deque
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import clean
import parsers
import raw
from clean.patterns import Deferred

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

METHODS = frozenset({"findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn"})

Uses = dict[re.Pattern[str], tuple[str, set[str]]]
"""For each pattern one of the names it goes by, and the methods it is called by."""


def uses() -> Uses:
    """Find every pattern that a module of the stages holds, and how the program uses it."""
    found: Uses = {}
    for package in (clean, parsers, raw):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                _add_uses(importlib.import_module(module.name), found)
    return found


def _add_uses(module: ModuleType, found: Uses) -> None:
    """Add the patterns of one module; a pattern may be used in another module than its own."""
    held = {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern | Deferred) and isinstance(value.pattern, str)
    }
    for name, pattern in held.items():
        found.setdefault(pattern, (f"{module.__name__}.{name}", set()))
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in held:
            found[held[node.value.id]][1].update({node.attr} & METHODS)


def cases() -> Iterator[Any]:
    """List each pattern with each method; one that is only used through a table is searched for everywhere."""
    for pattern, (name, methods) in uses().items():
        for method in sorted(methods or {"finditer"}):
            yield pytest.param(pattern, method, id=f"{name}.{method}")


def seconds(pattern: re.Pattern[str], method: str, line: str) -> float:
    """Measure one use of a pattern on a line, in seconds of this process."""
    arguments = ("", line) if method in {"sub", "subn"} else (line,)
    begun = time.process_time()
    result = getattr(pattern, method)(*arguments)
    if method == "finditer":
        deque(result, maxlen=0)
    return time.process_time() - begun


@pytest.mark.parametrize(("pattern", "method"), list(cases()))
def test_a_pattern_is_done_with_a_hostile_line_at_once(pattern: re.Pattern[str], method: str) -> None:
    """No pattern takes more than a second on a line of 50,000 characters, whether it finds something or not."""
    for pieces, length, limit in STAGES:
        for piece in pieces:
            line = f"a{piece * (length // len(piece))}!"
            taken = seconds(pattern, method, line)
            # The better of two: one may fall on a collection of garbage.
            taken = taken if taken < limit else min(taken, seconds(pattern, method, line))
            assert taken < limit, f"{taken:.2f} s on {length} characters of {piece!r}"
