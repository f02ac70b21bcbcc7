"""Taking back some edits, and the records that commands are given."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clean.rules import RULES
from flows.limits import Bounds
from flows.pipeline import process
from flows.records import NotARecordError, records_in
from flows.review.differences import rules_of
from flows.terminal import Paint
from flows.undoing import without
from models import Article, Edit, EditKind, RawDocument, Source, undo

SAMPLES = Path(__file__).parent.parent / "raw" / "samples"
TYPES = {".txt": "text/plain", ".html": "text/html"}


def cleaned(name: str) -> Article:
    """The article of a sample."""
    content = (SAMPLES / name).read_bytes()
    outcome = process(RawDocument(content=content, source=Source(uri=name, media_type=TYPES[Path(name).suffix])))
    assert isinstance(outcome, Article)
    return outcome


def replacement(start: int, before: str, after: str, rule: str) -> Edit:
    """An edit."""
    end = start + len(before)
    return Edit(rule=rule, kind=EditKind.REPAIR, start=start, end=end, before=before, after=after)


@pytest.mark.parametrize("name", ["fused-words-summit.txt", "captions-with-credits-dam.txt"])
def test_a_rule_can_be_taken_back(name: str) -> None:
    """What a rule had put in is gone, what it had taken out is back, and the other rules' edits stay where they can."""
    article = cleaned(name)
    source = undo(article.text, article.edits)
    assert without(article.text, article.edits, lambda _: True).text == source
    assert without(article.text, article.edits, lambda _: False) == (article.text, ())
    for rule in {edit.rule for edit in article.edits}:
        text, taken_back = without(article.text, article.edits, lambda edit, rule=rule: edit.rule == rule)
        mine = [edit for edit in article.edits if edit.rule == rule]
        assert set(mine) <= set(taken_back)
        assert all(edit.before in text for edit in mine if edit.kind is EditKind.REMOVAL)


def test_the_other_edits_stay() -> None:
    """The words stay divided where only the captions come back."""
    article = cleaned("captions-with-credits-dam.txt")
    taken = next(edit for edit in article.edits if edit.rule == "photo_captions")
    text, taken_back = without(article.text, article.edits, lambda edit: edit.rule == "photo_captions")
    assert taken.before.strip() in text
    assert len(taken_back) < len(article.edits)
    assert article.paragraphs[0].text in text


TEXTS = st.text("ab ", max_size=4)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits that led to it, each by one of two rules, wherever they come to lie."""
    text = draw(st.text("abc ", min_size=1, max_size=12))
    edits: list[Edit] = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        before = text[start : draw(st.integers(start, len(text)))]
        after = draw(TEXTS)
        if before != after:
            edits.append(replacement(start, before, after, draw(st.sampled_from(["one", "other"]))))
            text = text[:start] + after + text[start + len(before) :]
    return text, edits


@given(edited())
def test_taking_back_is_exact(given_text: tuple[str, list[Edit]]) -> None:
    """Whatever the edits, those of a rule come back to what they replaced, and all of them to the source text."""
    text, edits = given_text
    assert without(text, edits, lambda _: True).text == undo(text, edits)
    assert without(text, edits, lambda _: False).text == text
    partly = without(text, edits, lambda edit: edit.rule == "one")
    kept = [edit for edit in edits if edit not in partly.taken_back]
    assert all(edit.rule == "other" for edit in kept)
    # Nothing is put in or taken out but what the kept edits do.
    expected = sum(len(edit.after) - len(edit.before) for edit in kept)
    if len(kept) + len(partly.taken_back) == len(edits):
        assert len(partly.text) - len(undo(text, edits)) == expected


def test_what_is_there_again_stands_in_lines_of_its_own() -> None:
    """The blank lines beside a caption that was taken out come back with it."""
    article = cleaned("figure-and-read-more-wetland.html")
    partly = without(article.text, article.edits, lambda edit: edit.rule == "photo_captions")
    assert "have nested in the valley this spring.\n\n" in partly.text


def test_records_and_documents_are_told_apart(tmp_path: Path) -> None:
    """A file of records gives them, one printed over several lines too; any other file is cleaned."""
    article = cleaned("clean-lighthouse.txt")
    line, document = article.model_dump_json(), tmp_path / "story.txt"
    document.write_text("They met on Tuesday.\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(f"{line}\n\n{line}\n", encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(json.loads(line), indent=1), encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text(f"{line}\n{{}}\n", encoding="utf-8")

    def read(name: str) -> list[str]:
        return [record.id for record in records_in(str(tmp_path / name), max_bytes=1_000_000, bounds=Bounds())]

    assert read("a.jsonl") == [article.id, article.id]
    assert read("a.json") == [article.id]
    assert len(read("story.txt")) == 1
    with pytest.raises(NotARecordError, match="line 2 is no record"):
        read("bad.jsonl")


def test_explanations_name_the_rules() -> None:
    """Under a document's edits stands what each of their rules is for, and every rule says so in one sentence."""
    article = cleaned("fused-words-summit.txt")
    lines = list(rules_of(article, Paint(colour=False)))
    assert "  joined_words  Put the spaces back that stood between words." in lines
    assert all((rule.__doc__ or "").split("\n")[0].endswith(".") for rule in RULES)
