"""Every rule keeps the examples that were written before it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from clean.engine import Rule, run_rules
from clean.rules import RULES
from models import Document, EditKind, Span, undo

EXAMPLES = Path(__file__).parent / "examples"
Example = dict[str, Any]
Examples = dict[str, list[Example]]
BY_NAME: dict[str, Rule] = {rule.__name__: rule for rule in RULES}


def load(rule: str) -> Examples:
    """Read a rule's examples; none where its file is missing."""
    file = EXAMPLES / f"{rule}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def document(example: Example) -> Document:
    """Build the example's document; its spans are named by their text, each after the one before it."""
    text, at, spans = example["text"], 0, []
    for span in example.get("spans", ()):
        at = text.index(span["text"], at)
        spans.append(Span(start=at, end=at + len(span["text"]), kind=span["kind"]))
    return Document(text=text, spans=tuple(spans))


def cases(group: str) -> list[Any]:
    """List one group of every rule's examples as test cases."""
    return [
        pytest.param(rule, example, id=f"{name}: {example['label']}")
        for name, rule in BY_NAME.items()
        for example in load(name).get(group, ())
    ]


def check_fix(rule: Rule, example: Example) -> None:
    """Hold what the rule makes of the text against what is expected, and against the promises of every edit."""
    source = document(example)
    cleaned = run_rules(source, [rule])
    assert cleaned.document.text == example["expect"]
    if "removed" in example:
        assert [edit.before for edit in cleaned.edits if edit.kind is EditKind.REMOVAL] == example["removed"]
    assert undo(cleaned.document.text, cleaned.edits) == source.text
    assert {edit.rule for edit in cleaned.edits} == {rule.__name__}
    assert run_rules(cleaned.document, [rule]).edits == ()


@pytest.mark.parametrize(("rule", "example"), cases("fixes"))
def test_fixes(rule: Rule, example: Example) -> None:
    """A rule repairs the damage its examples show, can be undone, and is then at rest."""
    check_fix(rule, example)


@pytest.mark.parametrize(("rule", "example"), cases("keeps"))
def test_keeps(rule: Rule, example: Example) -> None:
    """A rule leaves alone what was right."""
    edits = run_rules(document(example), [rule]).edits
    assert [(edit.before, edit.after) for edit in edits] == []


@pytest.mark.xfail(reason="a known failure, kept until a rule can do it", strict=True)
@pytest.mark.parametrize(("rule", "example"), cases("known_failures"))
def test_known_failures(rule: Rule, example: Example) -> None:
    """A known failure that begins to pass must move to the fixes."""
    check_fix(rule, example)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_rule_has_fixes_and_keeps(name: str) -> None:
    """A rule without examples of what it fixes and of what it keeps is not finished."""
    examples = load(name)
    assert examples.get("fixes")
    assert examples.get("keeps")


@pytest.mark.parametrize("name", BY_NAME)
def test_every_example_says_what_it_is(name: str) -> None:
    """An example's label is a sentence of its own, and its origin is told."""
    examples = [example for group in load(name).values() for example in group]
    labels = [example["label"] for example in examples]
    assert len(set(labels)) == len(labels)
    assert all(label.endswith(".") for label in labels)
    assert all(example.get("origin") for example in examples)


def test_every_example_file_and_rule_file_belongs_to_a_rule() -> None:
    """A rule's file, its function, its examples and the rule of its edits bear one name."""
    rule_files = {file.stem for file in Path(__file__).parent.parent.glob("clean/rules/[a-z]*.py")}
    example_files = {file.stem for file in EXAMPLES.glob("*.toml")}
    assert rule_files == set(BY_NAME)
    assert example_files == set(BY_NAME)
