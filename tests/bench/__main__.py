"""Prints every measured figure beside other tools and holds it to its floor: `python -m tests.bench [NAME...]`."""

import sys
from collections.abc import Callable

from tests.bench import exports, extraction, harm, laboratory, layout, pdf, plain_lines, spacing, speed, throughput
from tests.bench.corpora import NoDataError
from tests.bench.figures import Figures, broken

BENCHES: dict[str, Callable[[], Figures]] = {
    "harm": harm.figures,
    "spacing": spacing.figures,
    "laboratory": laboratory.figures,
    "layout": layout.figures,
    "plain_lines": plain_lines.figures,
    "extraction": extraction.figures,
    "pdf": pdf.figures,
    "speed": speed.figures,
    "throughput": throughput.figures,
    "exports": exports.figures,
}
"""Every benchmark, by the name its floors stand under."""


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, or all of them; 1 when a figure is worse than its floor."""
    worse: list[str] = []
    for name in names or BENCHES:
        sys.stdout.write(f"\n{name}\n\n")
        sys.stdout.flush()
        try:
            worse += broken(name, BENCHES[name]())
        except NoDataError as error:
            sys.stdout.write(f"not measured: {error}\n")
    sys.stdout.write("".join(f"WORSE THAN ITS FLOOR: {line}\n" for line in worse) or "\nevery figure keeps its floor\n")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
