"""What the repairs do to text that was right: `python -m tests.bench.harm [--development] [--rule NAME] [FILE]`.

The held-out tenth of `text/wcxb_dev` goes through as `copydesk clean --lines` sends it: each line a text of its own,
repairs only. Given are the words changed in 10,000, less the right repairs that `right_repairs.toml` lists with a
reason: web text has damage of its own. Every change is written to FILE, a line for each.

To list right repairs: read FILE, let each line that holds one begin with "right", and run with `--accept FILE`.
A listed repair is named by its rule and by a digest of the line and the place in it, so that no sentence of the data
stands in the repository.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from clean.engine import Rule, run_rules
from clean.rules import REPAIRS
from models import Document, Edit, undo
from tests.bench.corpora import DEVELOPMENT, HELD_OUT, NoDataError, articles_of
from tests.bench.figures import Figures

RIGHT_REPAIRS = Path(__file__).with_name("right_repairs.toml")


@dataclass(frozen=True, slots=True)
class Change:
    """One edit made to a line that counts as right."""

    line: str
    edit: Edit
    start: int
    """Where the edit begins in the line as it was."""

    @property
    def key(self) -> str:
        """Name the change without quoting the line."""
        digest = sha256(f"{self.edit.rule}\n{self.start}\n{self.edit.after}\n{self.line}".encode()).hexdigest()
        return digest[:16]

    @property
    def words(self) -> int:
        """How many words of the line it touches: at least one."""
        return max(1, len(self.edit.before.split()))

    def __str__(self) -> str:
        before = self.line[max(0, self.start - 40) : self.start]
        after = self.line[self.start + len(self.edit.before) : self.start + len(self.edit.before) + 40]
        said = self.edit.evidence or "-"
        return f"{self.key}\t{self.edit.rule}\t{before}[{self.edit.before}=>{self.edit.after}]{after}\t{said}"


def lines_of(number: int) -> list[str]:
    """Give the lines of one tenth."""
    return [line for article in articles_of(number) for line in article.split("\n")]


def changes(lines: Sequence[str], rules: Sequence[Rule]) -> Iterator[Change]:
    """Give every edit that repairs make to lines, each line a text of its own."""
    for line in lines:
        cleaned = run_rules(Document(text=line), rules)
        for nth, edit in enumerate(cleaned.edits):
            earlier = undo(_text_after(line, cleaned.edits[:nth]), cleaned.edits[:nth]) if nth else line
            shift = sum(len(e.before) - len(e.after) for e in cleaned.edits[:nth] if e.start < edit.start)
            yield Change(earlier, edit, edit.start + shift)


def _text_after(text: str, edits: Sequence[Edit]) -> str:
    for edit in edits:
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


def right_repairs() -> dict[str, str]:
    """Read the right repairs: the key of each and its reason."""
    listed = tomllib.loads(RIGHT_REPAIRS.read_text(encoding="utf-8")) if RIGHT_REPAIRS.exists() else {}
    return {key: reason for reason, keys in listed.items() for key in keys}


REASONS = {
    "characters": "the text was decoded in the wrong encoding",
    "joined_words": "two words stood without their space",
    "ocr_confusions": "letters were misread that the text has right elsewhere",
    "punctuation_spacing": "a mark had its space before it, or none after it",
    "spacing_characters": "an invisible or unusual space stood in the text",
    "split_words": "a word stood with a space inside it",
}
"""Why a repair of a rule that was read and found right was right."""


def accept(file: Path) -> None:
    """Add to the listed repairs the changes of a file that someone has read and marked as right."""
    listed = right_repairs()
    for line in file.read_text(encoding="utf-8").splitlines():
        verdict, key, rule, *_ = line.split("\t")
        if verdict == "right":
            listed[key] = REASONS[rule]
    groups = [
        f'"{reason}" = [\n' + "".join(f'    "{key}",\n' for key in sorted(keys)) + "]\n"
        for reason in sorted(set(listed.values()))
        if (keys := [key for key, why in listed.items() if why == reason])
    ]
    heading = "# Changes to the held-out tenth that were read and found right; see harm.py for the keys.\n\n"
    RIGHT_REPAIRS.write_text(heading + "\n".join(groups), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a small table, and write every change to the file that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="where to write every change")
    parser.add_argument("--development", action="store_true", help="the tenth to read while writing a rule")
    parser.add_argument("--rule", action="append", help="only these rules")
    parser.add_argument("--accept", action="store_true", help="list the changes of FILE that begin with “right”")
    options = parser.parse_args(arguments)
    if options.accept:
        accept(options.file)
        return 0
    try:
        figures(options.file, rules=options.rule, number=DEVELOPMENT if options.development else HELD_OUT)
    except NoDataError as error:
        sys.stdout.write(f"not measured: {error}\n")
    return 0


def figures(file: Path | None = None, *, rules: Sequence[str] | None = None, number: int = HELD_OUT) -> Figures:
    """Measure the repairs, or some of them, on one tenth; write every change to `file`.

    Raises:
        NoDataError: the data is not on this machine.
    """
    lines = lines_of(number)
    made = list(changes(lines, [rule for rule in REPAIRS if not rules or rule.__name__ in rules]))
    listed = right_repairs()
    if file:
        file.write_text("".join(f"{'right' if c.key in listed else 'WRONG'}\t{c}\n" for c in made), encoding="utf-8")
    words = sum(len(line.split()) for line in lines)
    sys.stdout.write(
        f"words changed per 10,000 in {words:,} words of clean text\n{'':24}{'made':>8}{'not listed':>12}\n"
    )
    measured: Figures = {}
    for name in [*sorted({change.edit.rule for change in made}), "all"]:
        by_rule = [change for change in made if name in {change.edit.rule, "all"}]
        total = 1e4 * sum(change.words for change in by_rule) / words
        wrong = 1e4 * sum(change.words for change in by_rule if change.key not in listed) / words
        sys.stdout.write(f"{name:24}{total:8.2f}{wrong:12.2f}\n")
        measured[f"{name}, words changed per 10,000"] = wrong
    return measured


if __name__ == "__main__":
    sys.exit(main())
