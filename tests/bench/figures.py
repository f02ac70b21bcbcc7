"""Measured figures and the floors that pin them: `floors.toml` beside this file.

A benchmark gives its figures by name. A floor says which side of a number a figure must stay on; a change that makes a
figure worse than its floor fails, and lowering a floor is a line in the changelog.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")

Figures = dict[str, float]
"""What a benchmark measured, each figure by its name."""


def floors(bench: str) -> dict[str, dict[str, float]]:
    """Read the floors of one benchmark: for each figure `at_least` or `at_most`."""
    pinned: dict[str, dict[str, float]] = tomllib.loads(FLOORS.read_text(encoding="utf-8")).get(bench, {})
    return pinned


def broken(bench: str, figures: Mapping[str, float]) -> Iterator[str]:
    """Tell which figures of a benchmark are worse than their floors, and which floors have no figure."""
    for name, floor in floors(bench).items():
        if name not in figures:
            yield f"{bench}: {name} has a floor and was not measured"
        elif figures[name] < floor.get("at_least", figures[name]):
            yield f"{bench}: {name} is {figures[name]:.4f}, its floor is {floor['at_least']}"
        elif figures[name] > floor.get("at_most", figures[name]):
            yield f"{bench}: {name} is {figures[name]:.4f}, at most {floor['at_most']} is allowed"
