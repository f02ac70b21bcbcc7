"""Writes the pages of docs/ that follow from the code: `python -m tests.documentation` (`make docs`).

Rules come from their docstrings and examples, the record from its models, commands from their help. A test says when a
page is not current.
"""

import inspect
import tomllib
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_origin

import typer
from typer.main import get_command

from clean.engine import Rule
from clean.rules import REPAIRS, RULES
from flows.commands.command_line import command_line
from flows.outputs.chunks import Chunk
from flows.outputs.shapes import bare, fields_of, members
from models import SCHEMA_VERSION, Article, Record, Rejection

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "tests" / "examples"
SHOWN_EXAMPLES = 3
LONGEST_EXAMPLE = 160

NOTE = "<!-- Written by `make docs`; what it says is said in the code. -->"


def rules_page() -> str:
    """Tell of every rule what it does, what it leaves alone, and show examples of both."""
    head = """
The rules in the order in which they run. Each looks at the text and yields edits; `copydesk explain FILE` shows those
of a document, `copydesk undo FILE --rule RULE` takes one rule's back. The reason for each place in the order stands in
`clean/rules/__init__.py`, all examples in `tests/examples/`. In examples ⏎ stands for the end of a line.
"""
    return "\n".join(["# Rules", "", NOTE, head, *(line for rule in RULES for line in _rule(rule))])


def _rule(rule: Rule) -> Iterator[str]:
    name = rule.__name__
    yield f"## {name}"
    yield ""
    yield "A repair.\n" if rule in REPAIRS else "Not with `--lines`.\n"
    yield inspect.cleandoc(rule.__doc__ or "").partition("\n>>>")[0].strip()
    yield ""
    examples = tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))
    for example in _short(examples["fixes"], "expect"):
        yield f"- {example['label']}\n  {_code(example['text'])} becomes {_code(example['expect'])}"
    yield ""
    yield "Leaves alone:"
    yield ""
    for example in _short(examples["keeps"], "text"):
        yield f"- {example['label']}\n  {_code(example['text'])}"
    yield ""


def _short(examples: Sequence[dict[str, Any]], other: str) -> list[dict[str, Any]]:
    """Give a few examples that fit on a line, from all over the list: one damage is shown beside another."""
    short = [one for one in examples if len(one["text"]) <= LONGEST_EXAMPLE and one[other]]
    return short[:: max(1, len(short) // SHOWN_EXAMPLES)][:SHOWN_EXAMPLES]


def _code(text: str) -> str:
    """Show a text in one line, what cannot be seen in it by its number."""
    seen = (letter if letter.isprintable() else "⏎" if letter == "\n" else _number(letter) for letter in text)
    return f"`` {''.join(seen)} ``"


def _number(letter: str) -> str:
    return letter.encode("unicode_escape").decode()


def record_page() -> str:
    """Tell of every field of a record what it holds."""
    head = f"""
One JSON object a line. `copydesk schema` prints the JSON Schema (version {SCHEMA_VERSION}), which is kept in
`models/schema/`; `models.read_outcome` reads a line.

The source text is what the parser handed over: for plain text the decoded file to the last character, for pages and
PDFs their text in reading order. `models.undo(text, edits)` gives it back, `models.source_span(edits, start, end)`
leads from offsets of the text to offsets in it.
"""
    lines = ["# The record", "", NOTE, head]
    shown: set[type[Record]] = set()
    for record in (Article, Rejection, Chunk):
        lines += _record(record, shown)
    return "\n".join(lines)


def _record(record: type[Record], shown: set[type[Record]]) -> list[str]:
    """Give the table of a record's fields, and of the records in them."""
    shown.add(record)
    name = "A piece of an article, as `copydesk export --chunks` gives it" if record is Chunk else record.__name__
    lines = [f"## {name}", "", "| field | type | what it holds |", "| --- | --- | --- |"]
    inside: list[type[Record]] = []
    for field, info in record.model_fields.items():
        kind = bare(members(info.annotation) or info.annotation)
        if fields_of(kind) is not None and kind not in shown:
            inside.append(kind)
        lines.append(f"| `{field}` | {_type(info.annotation)} | {info.description} |")
    lines.append("")
    for other in inside:
        if other not in shown:
            lines += _record(other, shown)
    return lines


def _type(annotation: object) -> str:
    """Name a type as JSON has it."""
    member = members(annotation)
    kind = bare(member or annotation)
    name = kind.__name__ if isinstance(kind, type) else "text" if get_origin(kind) is Literal else "object"
    if isinstance(kind, type) and issubclass(kind, Enum):
        name = " / ".join(f"`{value}`" for value in kind)
    name = {"str": "text", "int": "whole number", "float": "number", "AwareDatetime": "moment"}.get(name, name)
    optional = " or null" if "None" in str(annotation) else ""
    return f"list of {name}" if member else f"{name}{optional}"


def commands_page() -> str:
    """Tell of every command what it does and takes."""
    app = get_command(command_line())
    context = typer.Context(app, info_name="copydesk")
    head = """
`copydesk COMMAND --help` says the same. The exit status is 0 when everything became an article, 1 when something was
rejected or could not be done, 2 for wrong use. `copydesk --install-completion` teaches the shell to complete commands,
options and rules. `--config FILE` before the command names other settings than `copydesk.toml`.
"""
    lines = ["# Commands", "", NOTE, head]
    for name in app.list_commands(context):  # type: ignore[attr-defined]
        command = app.get_command(context, name)  # type: ignore[attr-defined]
        own = typer.Context(command, info_name=f"copydesk {name}")
        lines += [f"## copydesk {name}", "", *_help(command.help or "")]
        options = (option for option in command.get_params(own) if option.name != "help")
        rows = [_row(record) for option in options if (record := option.get_help_record(own))]
        lines += ["| | |", "| --- | --- |", *rows, ""] if rows else []
    return "\n".join(lines)


def _help(text: str) -> Iterator[str]:
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        yield paragraph.replace("Example: ", "```\n") + "\n```" if paragraph.startswith("Example: ") else paragraph
        yield ""


def _row(record: tuple[str, str]) -> str:
    names, said = (part.replace("|", "\\|") for part in record)
    return f"| `{names}` | {' '.join(said.split())} |"


PAGES = {"rules.md": rules_page, "record.md": record_page, "commands.md": commands_page}
"""Every page that is written so."""


def main() -> None:
    """Write the pages."""
    DOCS.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page().rstrip("\n") + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
