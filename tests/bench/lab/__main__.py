"""The damage laboratory: articles typeset, read back by real readers, and mended.

    python -m tests.bench.lab build [--documents N] [--split dev|test|train] [--cache DIR] [--seed S]
    python -m tests.bench.lab measure [--split dev|test] [--tools NAME...] [--show N] [--errors FILE]

Clean articles of `../shared/data/extraction` are typeset into PDFs, in many fonts, sizes and columns, with tight gaps
and ordinary ones, with running heads, addresses and page numbers, and read back by pdfminer.six, pypdfium2, pypdf,
pdftotext and, as pictures, tesseract. Each damaged text is kept with its truth in a cache outside the repository
(~/.cache/copydesk-lab; the environment variable COPYDESK_LAB or --cache names another place). A build that was cut
off goes on where it stopped. The standard build has DOCUMENTS PDFs for dev and for test; training data is built with
`--split train --documents 2000`.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.corpora import NoDataError
from tests.bench.lab.build import DOCUMENTS, Item, build, cache_folder, items

NEEDED = ("pdftotext", "tesseract")
TOOLS = ("nothing", "ftfy", "wordninja", "symspellpy", "pywordsegment", "instant-segment", "copydesk", "parser")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    builds = commands.add_parser("build", help="build what is not there yet")
    builds.add_argument("--documents", type=int, default=DOCUMENTS, help="PDFs of each split (default: %(default)s)")
    builds.add_argument("--split", choices=("train", "dev", "test"), nargs="+", default=["dev", "test"])
    measures = commands.add_parser("measure", help="print the table")
    measures.add_argument("--split", choices=("train", "dev", "test"), default="dev")
    measures.add_argument("--documents", type=int, help="only the first of the split's PDFs")
    measures.add_argument("--tools", choices=TOOLS, nargs="+", default=[], help="all by default")
    measures.add_argument("--readers", nargs="+", default=[], help="only what these readers read")
    measures.add_argument("--show", type=int, default=0, metavar="N", help="print the N worst texts of ours")
    measures.add_argument("--errors", type=Path, metavar="FILE", help="write everything that is left wrong there")
    for command in (builds, measures):
        command.add_argument("--cache", type=Path, help="folder of the cache")
        command.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    try:
        return _build(options) if options.command == "build" else _measure(options)
    except NoDataError as error:
        say(f"laboratory: not there, {error}")
        return 0


def say(line: str) -> None:
    """Write one line of the report."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _build(options: argparse.Namespace) -> int:
    missing = [program for program in NEEDED if not shutil.which(program)]
    if missing:
        say(f"laboratory: not built, {' and '.join(missing)} not installed")
        return 0
    cache = cache_folder(options.cache)
    for split, number in build(cache, options.seed, options.documents, tuple(options.split)):
        if (number + 1) % 10 == 0 or number + 1 == options.documents:
            say(f"{split}: {number + 1} of {options.documents}")
    return 0


def _measure(options: argparse.Namespace) -> int:
    cache = cache_folder(options.cache)
    chosen = [
        item
        for item in items(cache, options.seed, options.split, options.documents)
        if not options.readers or item.reader in options.readers
    ]
    if not chosen:
        say(f"laboratory: nothing built in {cache}; python -m tests.bench.lab build --split {options.split}")
        return 0
    _print_tables(chosen, options.tools)
    if options.show or options.errors:
        _print_errors(chosen, options.show, options.errors)
    return 0


def _print_tables(chosen: Sequence[Item], names: Sequence[str]) -> None:
    from tests.bench.lab.measure import parser_rows, results, table, tools

    say(f"{len(chosen)} texts of {len({item.pdf for item in chosen})} PDFs")
    measured = {name: list(results(tool, chosen)) for name, tool in tools(names)}
    for line in table(measured):
        say(line)
    if not names or "parser" in names:
        for line in parser_rows(chosen):
            say(line)


def _print_errors(chosen: Sequence[Item], show: int, file: Path | None) -> None:
    from tests.bench.lab.errors import errors, summary
    from tests.bench.lab.pipeline import processed_text

    by_item = [(item, errors(item, processed_text(item.damaged))) for item in chosen]
    found = [error for _, those in by_item for error in those]
    words = sum(len(" ".join(item.paragraphs).split()) for item in chosen)
    say("what is left wrong")
    for line in summary(found, words):
        say(f"  {line}")
    if file:
        file.write_text("".join(f"{error}\n" for error in found), encoding="utf-8")
    worst = sorted(by_item, key=lambda pair: -sum(error.cost for error in pair[1]))
    for item, those in worst[:show]:
        say(f"{item.name} {item.reader} {item.parameters}")
        for error in those:
            say(f"    {error}")


if __name__ == "__main__":
    sys.exit(main())
