"""What the rules about characters, spaces and lines promise for texts that nobody chose."""

import textwrap
import time
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clean.engine import Rule, run_rules
from clean.rules.blank_lines import blank_lines
from clean.rules.characters import characters
from clean.rules.hyphenated_line_ends import hyphenated_line_ends
from clean.rules.page_furniture import page_furniture
from clean.rules.punctuation_spacing import punctuation_spacing
from clean.rules.spacing_characters import spacing_characters
from clean.rules.wrapped_lines import wrapped_lines
from models import Document, Span, SpanKind, undo

LAYOUT = (page_furniture, hyphenated_line_ends, wrapped_lines, blank_lines)
OURS = (characters, spacing_characters, punctuation_spacing, *LAYOUT)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PROSE = (
    "the ferry harbour mayor waited late again because of a storm in March and nobody knew why it had come Lisbon"
    " Tuesday well-known crew 1,200 said she"
)
WORDS = st.sampled_from(PROSE.split())
SENTENCES = st.lists(WORDS, min_size=4, max_size=22).map(lambda words: f"The {' '.join(words)} home.")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=5).map(" ".join)
ARTICLES = st.lists(PARAGRAPHS, min_size=1, max_size=6)
# fmt: off
PIECES = st.sampled_from([
    "\n", "\n\n", "\r\n", "\f", "\t", "  ", "   ", "-\n", "—", "- ", "• ", "1. ", "3", "Page 1 of 2", "word", "Word.",
    "a ,b", "one,two", "end.Next", "â€™", "Ã©", "&amp;", "\u00a0", "\u200b", "\u00ad", "\x02", "(AP) —", "“", "”", "…",
])
HOSTILE = (
    "a", " ", "\t", "\n", "a ", "a\n", "a-\n", "a b\n", ". ", "a.A", "a,", "—", "Ã ", "â€", "&amp;", "\u00a0", "\u200b",
    "\u00ad", "1\n", "  a", "é", "中", "\x02a", "- a\n", "12 ", "(AP) — ", "A, ",
)
# fmt: on


@QUICK
@given(st.integers(0, 10**9), st.integers(45, 90))
def test_wrapped_paragraphs_between_blank_lines_come_back(seed: int, width: int) -> None:
    """What was wrapped between blank lines is unwrapped, whatever the width: no word and no paragraph's end is lost."""
    chance = Random(seed)
    paragraphs = [
        " ".join(f"The {' '.join(chance.choices(PROSE.split(), k=chance.randint(5, 20)))} home." for _ in range(6))
        for _ in range(4)
    ]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in paragraphs)
    given_back = run_rules(Document(text=wrapped), LAYOUT).document.text.split("\n\n")
    assert " ".join(given_back) == " ".join(paragraphs)
    assert {len(" ".join(paragraphs[:n])) for n in range(1, 4)} <= {
        len(" ".join(given_back[:n])) for n in range(1, len(given_back))
    }


@QUICK
@given(ARTICLES, st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n\r\n"]))
def test_paragraphs_that_are_one_line_each_stay(paragraphs: list[str], between: str) -> None:
    """A text whose lines are paragraphs gives these paragraphs."""
    text = run_rules(Document(text=between.join(paragraphs)), LAYOUT).document.text
    assert text.split("\n\n") == paragraphs


@QUICK
@given(st.lists(st.one_of(PIECES, WORDS, SENTENCES), max_size=40).map("".join), st.sampled_from(OURS))
def test_a_rule_is_at_rest_on_its_own_output_and_can_be_undone(text: str, rule: Rule) -> None:
    """Run to its end, a rule leaves nothing for itself to do, and its edits lead back."""
    cleaned = run_rules(Document(text=text), [rule])
    assert run_rules(cleaned.document, [rule]).edits == ()
    assert undo(cleaned.document.text, cleaned.edits) == text


@QUICK
@given(st.lists(st.one_of(PIECES, WORDS, SENTENCES), max_size=40).map("".join), st.booleans())
def test_together_they_are_at_rest_and_end_in_clean_paragraphs(text: str, has_pages: bool) -> None:  # noqa: FBT001
    """After all rules no line has whitespace around it and paragraphs are parted by one blank line."""
    middle = len(text) // 2
    pages = ((0, middle), (middle, len(text))) if has_pages and middle else ()
    spans = tuple(Span(start=start, end=end, kind=SpanKind.PAGE) for start, end in pages)
    cleaned = run_rules(Document(text=text, spans=spans), OURS)
    assert run_rules(cleaned.document, OURS).edits == ()
    assert undo(cleaned.document.text, cleaned.edits) == text
    clean = cleaned.document.text
    assert clean == clean.strip()
    assert "\n\n\n" not in clean
    assert all(line == line.rstrip() for line in clean.split("\n"))


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_takes_no_time(rule: Rule, unit: str) -> None:
    """Fifty thousand times anything is looked at in linear time."""
    document = Document(text=(unit * 50_000)[:50_000])
    started = time.process_time()
    for _ in rule(document):
        pass
    assert time.process_time() - started < 4
