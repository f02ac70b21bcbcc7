"""Builds the list of hyphenated compounds in `clean/weights`: `python -m tests.bench.build_compounds`.

A compound is listed when the training texts write it with its hyphen at least twice, and more often than as one word.
"""

import gzip
import re
from collections import Counter

from clean import WEIGHTS
from tests.bench.corpora import training_texts

# Matches "well-known" and "up-to-date"; not "COVID-19", not the end of "-ing".
COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")

# Matches "known"; not "2nd".
WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")

LEAST = 2


def compounds() -> list[str]:
    """List the compounds, in lower case."""
    hyphenated: Counter[str] = Counter()
    joined: Counter[str] = Counter()
    for text in training_texts():
        hyphenated.update(COMPOUND.findall(text.lower()))
        joined.update(WORD.findall(text.lower()))
    return sorted(
        compound
        for compound, count in hyphenated.items()
        if count >= LEAST and count > joined[compound.replace("-", "")]
    )


def main() -> None:
    """Build the list."""
    content = "\n".join(compounds()).encode("utf-8")
    (WEIGHTS / "en.compounds.gz").write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


if __name__ == "__main__":
    main()
