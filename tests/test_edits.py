"""Edits, undo and the way back to the source, on texts and edits that nobody chose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clean.engine import ConflictingEditsError, apply_edits, run_rules
from models import Document, Edit, EditKind, Span, SpanKind, edited_spans, hunks, passes, source_span, undo

TEXTS = st.text(alphabet="ab é\n", max_size=40)


@st.composite
def edited_documents(draw: st.DrawFn) -> tuple[str, Document, list[Edit]]:
    """Draw a text and several rounds of edits, each round in the offsets of the text it meets."""
    source = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(0, len(source)), st.integers(0, len(source))), max_size=4))
    document = Document(
        text=source,
        spans=tuple(Span(start=min(s), end=max(s), kind=SpanKind.PARAGRAPH) for s in spans),
    )
    recorded: list[Edit] = []
    for _ in range(draw(st.integers(0, 4))):
        document, applied = apply_edits(document, draw(proposals(document.text)))
        recorded += applied
    return source, document, recorded


@st.composite
def proposals(draw: st.DrawFn, text: str) -> list[Edit]:
    """Draw edits of one text that do not overlap, in any order."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        after = draw(TEXTS)
        if after != text[start:end] and (not edits or start > edits[-1].start):
            edits.append(change(text, start, end, after))
    return draw(st.permutations(edits))


def change(text: str, start: int, end: int, after: str) -> Edit:
    """Make the edit that puts `after` at `start`..`end` of `text`."""
    return Edit(rule="drawn", kind=EditKind.REPAIR, start=start, end=end, before=text[start:end], after=after)


@given(edited_documents())
def test_undo_gives_the_source_back(drawn: tuple[str, Document, list[Edit]]) -> None:
    """Walking the edits backwards gives the source text to the last character."""
    source, document, edits = drawn
    assert undo(document.text, edits) == source


@given(edited_documents())
def test_edits_replay_one_after_another(drawn: tuple[str, Document, list[Edit]]) -> None:
    """Offsets refer to the text as it stood when the edit was applied, in list order."""
    text, document, edits = drawn
    for edit in edits:
        assert text[edit.start : edit.end] == edit.before
        text = text[: edit.start] + edit.after + text[edit.end :]
    assert text == document.text


@given(edited_documents())
def test_untouched_characters_map_to_themselves(drawn: tuple[str, Document, list[Edit]]) -> None:
    """A character that no edit touched is found in the source at the place it maps to."""
    source, _, edits = drawn
    origin: list[int | None] = list(range(len(source)))
    for edit in edits:
        origin[edit.start : edit.end] = [None] * len(edit.after)
    for place, came_from in enumerate(origin):
        if came_from is not None:
            assert source_span(edits, place, place + 1) == (came_from, came_from + 1)


@given(edited_documents())
def test_the_whole_text_maps_to_the_whole_source(drawn: tuple[str, Document, list[Edit]]) -> None:
    """A span never maps outside the source, and a wider span never to a narrower one."""
    source, document, edits = drawn
    for start in range(len(document.text) + 1):
        low, high = source_span(edits, start, len(document.text))
        assert 0 <= low <= high <= len(source)


@given(edited_documents())
def test_every_edit_has_its_place_in_the_source(drawn: tuple[str, Document, list[Edit]]) -> None:
    """An edit's span in the source is what mapping it back through the edits before it gives."""
    _, _, edits = drawn
    assert edited_spans(edits) == [source_span(edits[:n], e.start, e.end) for n, e in enumerate(edits)]


@given(edited_documents())
def test_texts_are_the_same_between_hunks(drawn: tuple[str, Document, list[Edit]]) -> None:
    """Outside of hunks source and clean text are equal, to the last character, and no hunk reaches into another."""
    source, document, edits = drawn
    source_at = text_at = 0
    for hunk in hunks(edits):
        assert source[source_at : hunk.source_start] == document.text[text_at : hunk.text_start]
        assert source_at <= hunk.source_start <= hunk.source_end
        assert text_at <= hunk.text_start <= hunk.text_end
        source_at, text_at = hunk.source_end, hunk.text_end
    assert source[source_at:] == document.text[text_at:]


@given(edited_documents())
def test_every_edit_is_in_one_hunk(drawn: tuple[str, Document, list[Edit]]) -> None:
    """Every edit is in exactly one hunk, which turns its stretch of the source into its stretch of the text."""
    source, document, edits = drawn
    found = hunks(edits)
    assert sorted(nth for hunk in found for nth in hunk.edits) == list(range(len(edits)))
    for hunk in found:
        before, after = source[hunk.source_start : hunk.source_end], document.text[hunk.text_start : hunk.text_end]
        if len(hunk.edits) == 1:
            edit = edits[hunk.edits[0]]
            assert (before, after) == (edit.before, edit.after)


@given(edited_documents())
def test_spans_stay_in_the_text(drawn: tuple[str, Document, list[Edit]]) -> None:
    """Spans move with their text and never leave it."""
    _, document, _ = drawn
    assert all(span.start <= span.end <= len(document.text) for span in document.spans)


@given(edited_documents())
def test_passes_lose_no_edit(drawn: tuple[str, Document, list[Edit]]) -> None:
    """Dividing edits into runs keeps every one, in order."""
    _, _, edits = drawn
    assert [edit for run in passes(edits) for edit in run] == edits


def test_a_span_keeps_the_text_that_replaces_its_own() -> None:
    """A block whose first and last words are repaired still spans them; a removed block goes."""
    text = "teh end\n\ncaption"
    document = Document(
        text=text,
        spans=(Span(start=0, end=7, kind=SpanKind.QUOTE), Span(start=9, end=16, kind=SpanKind.CAPTION)),
    )
    edits = [change(text, 0, 3, "the very"), change(text, 4, 7, "ending"), change(text, 9, 16, "")]
    moved, _ = apply_edits(document, edits)
    assert moved.spans == (Span(start=0, end=15, kind=SpanKind.QUOTE),)


@pytest.mark.parametrize(
    "edits",
    [
        [change("abcd", 0, 2, "x"), change("abcd", 1, 3, "y")],
        [change("abcd", 1, 1, "x"), change("abcd", 1, 2, "y")],
        [change("zbcd", 0, 1, "x")],
        [change("abcdef", 4, 6, "x")],
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    """Overlapping edits, and a `before` that is not there, never reach the text."""
    with pytest.raises(ConflictingEditsError):
        apply_edits(Document(text="abcd"), edits)


def test_undo_refuses_another_text() -> None:
    """A text these edits did not lead to is not guessed at."""
    with pytest.raises(ValueError, match="does not hold"):
        undo("abc", [change("xbc", 0, 1, "y")])


@pytest.mark.parametrize(
    "fields",
    [
        {"start": 0, "end": 2, "before": "a", "after": "b"},
        {"start": 0, "end": 1, "before": "a", "after": "a"},
        {"start": 0, "end": 1, "before": "a", "after": "", "kind": "removal"},
        {"start": 0, "end": 1, "before": "a", "after": "", "destination": "notes"},
    ],
)
def test_an_edit_that_contradicts_itself_is_no_edit(fields: dict[str, object]) -> None:
    """Offsets fit the text replaced, something changes, and a removal says where the text went."""
    with pytest.raises(ValidationError):
        Edit.model_validate({"rule": "drawn", "kind": "repair", **fields})


def test_rules_that_disagree_for_ever_are_stopped() -> None:
    """Two rules that undo each other do not hang the desk."""

    def up(document: Document) -> list[Edit]:
        return [change(document.text, 0, 1, "b")] if document.text == "a" else []

    def down(document: Document) -> list[Edit]:
        return [change(document.text, 0, 1, "a")] if document.text == "b" else []

    cleaned = run_rules(Document(text="a"), [up, down])
    assert undo(cleaned.document.text, cleaned.edits) == "a"
