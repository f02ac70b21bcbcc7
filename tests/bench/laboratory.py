"""The damage laboratory's test split beside other tools, and held to floors; `python -m tests.bench.lab` builds it."""

import sys

from tests.bench.corpora import NoDataError
from tests.bench.figures import Figures
from tests.bench.lab.build import cache_folder, items
from tests.bench.lab.measure import Counts, results, table, tools


def figures() -> Figures:
    """Measure every tool on what all readers made of the test split.

    Raises:
        NoDataError: the laboratory is not built on this machine.
    """
    chosen = list(items(cache_folder(None), 0, "test"))
    if not chosen:
        raise NoDataError("the damage laboratory is not built; python -m tests.bench.lab build")
    measured = {name: list(results(tool, chosen)) for name, tool in tools([])}
    for line in table(measured):
        sys.stdout.write(f"{line}\n")
    ours = sum((counts for _, _, counts in measured["copydesk"]), Counts())
    return {
        "F1 of spaces": ours.f1,
        "missing spaces restored": ours.restored / ours.were_missing,
        "wrong spaces per 10,000 words": 1e4 * ours.made_wrong / ours.words_in_order,
        "word error rate": ours.word_error_rate,
    }
