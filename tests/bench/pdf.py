"""Measures how well PDFs are read: the damage laboratory's, by us and by the readers people use.

    python -m tests.bench.pdf [dev|test]

The laboratory has to be built first (`python -m tests.bench.lab build`). F1 of spaces and word error rate are those of
`tests/bench/lab/measure.py`; the words of running heads and feet that a reader leaves in the text are errors too.
"""

import math
import sys
from dataclasses import replace

from tests.bench.corpora import NoDataError, Split
from tests.bench.figures import Figures
from tests.bench.lab.build import cache_folder, items
from tests.bench.lab.measure import HEADER, Counts, count, parser_counts, row
from tests.bench.lab.readers import READERS

PDF_READERS = tuple(name for name in READERS if name != "tesseract")
"""Readers of the PDF itself; the one of its picture has a harder task."""


def figures(split: Split = "test") -> Figures:
    """Print a table of all readers, and give our figures.

    Raises:
        NoDataError: the laboratory is not built.
    """
    chosen = list(items(cache_folder(None), 0, split))
    if not chosen:
        raise NoDataError("the damage laboratory is not built (python -m tests.bench.lab build)")
    totals = {
        name: sum((count(i.paragraphs, i.damaged, i.damaged) for i in chosen if i.reader == name), Counts())
        for name in PDF_READERS
    }
    # Their texts were read when the laboratory was built; nobody took the time.
    totals = {name: replace(total, seconds=math.inf) for name, total in totals.items()}
    ours = dict(parser_counts(chosen))
    sys.stdout.write(f"{split}: {len({item.pdf for item in chosen})} PDFs\n  {HEADER}\n")
    sys.stdout.write("".join(f"  {row(name, total)}\n" for name, total in (totals | ours).items()))
    measured: Figures = {}
    for name, total in ours.items():
        measured[f"{name}, F1 of spaces"] = total.f1
        measured[f"{name}, word error rate"] = total.word_error_rate
    return measured


if __name__ == "__main__":
    figures("dev" if "dev" in sys.argv[1:] else "test")
