"""Everything that can be said to the program, and everything it says, is documented."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from clean.rules import RULES
from flows.commands.command_line import COMMANDS, command_line
from flows.outputs.chunks import Chunk
from flows.outputs.formats import OUTPUTS
from flows.settings import FetchingSettings, Settings, SourceSettings
from models import (
    Article,
    Caption,
    Dateline,
    Edit,
    Encoding,
    HttpFacts,
    Paragraph,
    Quality,
    Rejection,
    Source,
)
from tests.documentation import DOCS, PAGES, ROOT

RECORDS = (Article, Rejection, Source, Encoding, HttpFacts, Dateline, Paragraph, Caption, Edit, Quality, Chunk)

# A link of a page to a file beside it: "[record](record.md)"; not one to another site.
LINK = re.compile(r"\]\((?!\w+:|#)([^)#]+)")


@pytest.mark.parametrize("name", PAGES)
def test_written_pages_are_current(name: str) -> None:
    """What docs/ says of rules, records and commands is what the code says; `make docs` writes it anew."""
    assert (DOCS / name).read_text(encoding="utf-8").rstrip("\n") == PAGES[name]().rstrip("\n"), "run `make docs`"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_documented(rule: Any) -> None:  # noqa: ANN401 the rules are functions
    """A rule says in a sentence what it does, and has its place in the page of rules."""
    assert (rule.__doc__ or "").partition("\n")[0].endswith(".")
    assert f"\n## {rule.__name__}\n" in (DOCS / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("record", [*RECORDS, Settings, SourceSettings, FetchingSettings], ids=lambda one: one.__name__)
def test_every_field_is_documented(record: Any) -> None:  # noqa: ANN401 records and settings have one thing in common
    """A field of a record, and a key of the settings, says what it holds."""
    assert [name for name, field in record.model_fields.items() if not field.description] == []


def test_every_command_and_option_is_documented() -> None:
    """A command is in the README, and each of its options says what it does."""
    app = get_command(command_line())
    context = typer.Context(app, info_name="copydesk")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        name = command.__name__
        assert f"copydesk {name}" in readme, name
        options = app.get_command(context, name).get_params(context)  # type: ignore[attr-defined]
        assert [option.name for option in options if not option.help] == []


def test_every_format_is_documented() -> None:
    """The page of outputs tells of every format."""
    page = (DOCS / "outputs.md").read_text(encoding="utf-8")
    assert [name for name in OUTPUTS if f"`{name}`" not in page] == []


def test_pages_lead_somewhere() -> None:
    """No link in README and docs/ points to a file that is not there, and the README leads to every page."""
    readme = ROOT / "README.md"
    for page in (readme, *DOCS.glob("*.md")):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
    linked = {Path(target).name for target in LINK.findall(readme.read_text(encoding="utf-8"))}
    assert {page.name for page in DOCS.glob("*.md")} <= linked
