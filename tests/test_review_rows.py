"""Raw beside clean: the rows of a review page hold both texts whole, whatever was done between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clean.engine import apply_edits
from flows.controls import visible
from flows.pipeline import process
from flows.review.rows import Group, rows
from models import Article, Destination, Document, Edit, EditKind, Paragraph, Source, undo
from tests.articles import Expected, raw_document, samples, seeds
from tests.figures import NO_MATTER_WHICH


def article_of(text: str, edits: tuple[Edit, ...] = ()) -> Article:
    """Make the article of a clean text and the edits that led to it."""
    paragraphs = tuple(Paragraph(text=part) for part in text.split("\n\n"))
    return Article(
        id="a",
        pipeline_version="1",
        raw_sha256="0" * 64,
        source=Source(uri="a.txt"),
        paragraphs=paragraphs,
        text=text,
        edits=edits,
        quality=NO_MATTER_WHICH,
    )


def edited(source: str, *rounds: list[Edit]) -> Article:
    """Make the article that rounds of edits lead to."""
    document, made = Document(text=source), []
    for proposed in rounds:
        document, applied = apply_edits(document, proposed)
        made += applied
    return article_of(document.text, tuple(made))


def repair(source: str, before: str, after: str) -> Edit:
    """Replace the first place of `before`."""
    start = source.index(before)
    return Edit(rule="repair", kind=EditKind.REPAIR, start=start, end=start + len(before), before=before, after=after)


def removal(source: str, before: str) -> Edit:
    """Take the first place of `before` out to the captions."""
    return repair(source, before, "").model_copy(
        update={"rule": "caption", "kind": EditKind.REMOVAL, "destination": Destination.CAPTIONS}
    )


def text_of(groups: tuple[Group, ...]) -> str:
    """Join the texts of one side of a row."""
    return "".join(stretch.text for group in groups for stretch in group.stretches)


def both_sides(article: Article) -> tuple[str, str]:
    """Join the texts of both sides of all rows."""
    laid_out = rows(article)
    return "".join(text_of(row.raw) for row in laid_out), "".join(text_of(row.clean) for row in laid_out)


@pytest.mark.parametrize("sample", [*samples(), *seeds()], ids=lambda sample: sample.raw.name)
def test_rows_hold_both_texts_of_a_sample(sample: Expected) -> None:
    """The raw sides joined are the source text, the clean sides joined are the clean text, to the last character."""
    article = process(raw_document(sample.raw))
    assert isinstance(article, Article)
    source = undo(article.text, article.edits)
    assert both_sides(article) == (visible(source), visible(article.text))


@st.composite
def edited_articles(draw: st.DrawFn) -> Article:
    """Draw a text and rounds of edits of it that end in an article."""
    document, made = Document(text=draw(st.text(alphabet="ab \n", min_size=1, max_size=30))), []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, len(document.text)), max_size=8, unique=True)))
        proposed = []
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            after = draw(st.sampled_from(["", " ", "x", "\n\n", "y\n\nz"]))
            if after != document.text[start:end]:
                edit = repair("", "", "q").model_copy(
                    update={"start": start, "end": end, "before": document.text[start:end], "after": after}
                )
                proposed.append(edit)
        document, applied = apply_edits(document, proposed)
        made += applied
    paragraphs = [part for part in document.text.split("\n\n") if part]
    whole = "\n\n".join(paragraphs) or "end"
    if whole != document.text:
        last = repair(document.text, document.text, whole) if document.text else repair("", "", whole)
        document, applied = apply_edits(document, [last])
        made += applied
    return article_of(document.text, tuple(made))


@given(edited_articles())
def test_rows_hold_both_texts_of_any_article(article: Article) -> None:
    """The same for edits that nobody chose, one across another's text."""
    assert both_sides(article) == (undo(article.text, article.edits), article.text)


@given(edited_articles())
def test_every_edit_is_marked_on_both_sides(article: Article) -> None:
    """Each edit is under a mark, and each mark stands once on each side, in order, under the same number."""
    laid_out = rows(article)
    raw = [group.mark for row in laid_out for group in row.raw if group.mark]
    clean = [group.mark for row in laid_out for group in row.clean if group.mark]
    assert [mark.number for mark in raw] == [mark.number for mark in clean] == list(range(1, len(raw) + 1))
    assert sorted(edit.start for mark in raw for edit in mark.edits) == sorted(edit.start for edit in article.edits)


def test_rows_are_paragraphs() -> None:
    """Each paragraph of the clean text has a row of its own beside the lines it was made from."""
    source = "One line\nand another.\n\nA second one."
    article = edited(source, [repair(source, "\n", " ")])
    assert [(text_of(row.raw), text_of(row.clean)) for row in rows(article)] == [
        ("One line\nand another.\n\n", "One line and another.\n\n"),
        ("A second one.", "A second one."),
    ]


def test_a_removed_caption_has_a_row_between_paragraphs() -> None:
    """What was taken out between two paragraphs stands in a row without a paragraph, in its place."""
    source = "One.\n\nA boat.\n\nTwo."
    article = edited(source, [removal(source, "A boat.")], [repair("One.\n\n\n\nTwo.", "\n\n\n\n", "\n\n")])
    kinds = [(row.kind, text_of(row.raw).strip()) for row in rows(article)]
    assert kinds == [("paragraph", "One."), (None, "A boat."), ("paragraph", "Two.")]


def test_a_repair_in_a_removed_caption_is_marked_within_it() -> None:
    """The words of a caption that were repaired before it was taken out keep a mark of their own."""
    source = "A baot at sea.\n\nOne."
    article = edited(
        source, [repair(source, "baot", "boat")], [removal("A boat at sea.\n\nOne.", "A boat at sea.\n\n")]
    )
    caption = rows(article)[0]
    assert [(stretch.text, stretch.classes) for stretch in caption.raw[0].stretches] == [
        ("A ", "removal caption"),
        ("baot", "removal repair"),
        (" at sea.", "removal caption"),
        ("\n\n", "removal caption line-end edge"),
    ]
    assert [caption.raw[0].mark.edits[nth].rule for nth in caption.raw[0].mark.removals] == ["caption"]


def test_controls_have_pictures() -> None:
    """A control character, which a page cannot hold, is shown by its picture."""
    assert both_sides(article_of("a\x00b\x1bc"))[1] == "a␀b␛c"
