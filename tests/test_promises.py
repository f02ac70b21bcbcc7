"""The promises of the desk over our samples, the seeds, and damage that nobody chose."""

import tomllib
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clean.engine import run_rules
from clean.rules import REPAIRS
from flows.pipeline import process_lines
from models import Document, RawDocument, Source
from tests.articles import raw_document, samples, seeds
from tests.damage import DAMAGES
from tests.promises import check

EXAMPLES = Path(__file__).parent / "examples"
ARTICLES = [*samples(), *seeds()]
BODIES = ["\n".join(expected.fields["paragraphs"]) for expected in samples()]
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def plain(text: str) -> RawDocument:
    """Hand a text in as a plain-text file."""
    return RawDocument(content=text.encode(), source=Source(uri="drawn.txt", media_type="text/plain"))


@pytest.mark.parametrize("name", [expected.raw.name for expected in ARTICLES])
def test_articles(name: str) -> None:
    """Undo, conservation, idempotence and determinism hold for every sample and seed."""
    (file,) = [expected.raw for expected in ARTICLES if expected.raw.name == name]
    check(raw_document(file))


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in sorted(EXAMPLES.glob("*.toml"))])
def test_examples(file: Path) -> None:
    """They hold for every rule's examples when all the rules meet them."""
    for group in tomllib.loads(file.read_text(encoding="utf-8")).values():
        for example in group:
            check(plain(example["text"]))


@SLOW
@given(st.sampled_from(BODIES), st.lists(st.sampled_from(DAMAGES), max_size=4), st.integers(0, 10**9))
def test_generated_damage(body: str, damages: list, seed: int) -> None:
    """They hold for articles damaged in ways that nobody chose."""
    random = Random(seed)
    for damage in damages:
        body = damage(body, random)
    check(plain(body))


@SLOW
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_arbitrary_text(text: str) -> None:
    """They hold for texts that are no articles at all."""
    check(plain(text))


@SLOW
@given(
    st.lists(
        st.sampled_from([*"aZ .,-—’“”\n\t0/:@", "\n\n", "Tuesday", "http://x.example/", "(AP)", "By Jo Li"]),
        max_size=60,
    )
)
def test_tangled_text(pieces: list[str]) -> None:
    """They hold where the things that rules look for stand in each other's way."""
    check(plain("".join(pieces)))


@SLOW
@given(st.sampled_from(BODIES), st.lists(st.sampled_from(DAMAGES), max_size=3), st.integers(0, 10**9))
def test_lines(body: str, damages: list, seed: int) -> None:
    """With `--lines`, as many lines come out as go in, blank stays blank, and a repaired line is at rest."""
    random = Random(seed)
    for damage in damages:
        body = damage(body, random)
    lines = body.split("\n")
    repaired = list(process_lines(lines))
    assert len(repaired) == len(lines)
    for line, after in zip(lines, repaired, strict=True):
        assert "\n" not in after
        assert after == line if not line.strip() else after.strip()
        assert run_rules(Document(text=after), REPAIRS).edits == ()
