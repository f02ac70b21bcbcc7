import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clean.captions.credits import credit_text
from clean.engine import Rule, run_rules
from clean.record.captions import paired_captions
from clean.rules.article_notes import article_notes
from clean.rules.boilerplate import boilerplate
from clean.rules.byline import byline
from clean.rules.headline import headline
from clean.rules.links import links
from clean.rules.photo_captions import photo_captions
from clean.rules.photo_credits import photo_credits
from clean.urls import own_address, urls_in
from models import Caption, Destination, Document, Edit, EditKind, Span, SpanKind, source_span, undo

REMOVALS: tuple[Rule, ...] = (links, headline, byline, photo_captions, photo_credits, article_notes, boilerplate)

UNITS = (
    "Porto Votes for Its Old Bridge",
    "By Jane Doe and Ali bin Said, Staff Writers",
    "PORTO (AP) — The council of Porto voted on Monday to keep the old bridge over the river, the mayor said.",
    "The bridge is old. It was built in 1911 and sold in 1990 to a company that wanted to tear it down.",
    "From left, Ana Silva and Li Na shake hands in Porto on May 2, 2023. The two met on Tuesday.",
    "Fans hold flags outside the stadium (Picture: PA)",
    "Boats leave the port. Jane Doe/AP",
    "Jane Doe/Pool/AFP via Getty Images",
    "Photo: Jane Doe",
    "FILE - Ana Silva walks to the town hall in Porto, May 2, 2019.",
    "https://news.example.org/wp/porto-votes-for-its-old-bridge/",
    "https://news.example.org/wp/porto-votes-for-",
    "its-old-bridge/",
    "The port authority (https://example.org/port) will close the bridge. https://t.co/a1B2",
    "Read more: The gulls of Setúbal",
    "Advertisement",
    "Sign up for our daily newsletter.",
    "This article includes reporting from The Associated Press.",
    "Jane Doe is a reporter at Harbour News.",
    "alongside a concert",
    "| Getty Images",
    "Image caption, The bridge",
    "-",
    "",
)

units = st.one_of(st.sampled_from(UNITS), st.text(max_size=40))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Build a text of lines such as the rules look for, with or without spans that the parser might have seen."""
    pieces = draw(st.lists(st.tuples(units, st.sampled_from(("\n", "\n\n", "\n \n\n", " "))), max_size=12))
    text, spans = "", []
    kinds = draw(st.lists(st.sampled_from([None, *SpanKind]), min_size=len(pieces), max_size=len(pieces)))
    marked = draw(st.booleans())
    for (piece, gap), kind in zip(pieces, kinds, strict=True):
        if marked and kind and piece:
            spans.append(Span(start=len(text), end=len(text) + len(piece), kind=kind))
        text += piece + gap
    return Document(text=text, spans=tuple(spans))


@settings(deadline=None, max_examples=150)
@given(documents())
def test_removals_can_be_undone_and_lose_nothing(document: Document) -> None:
    """What is removed says where it went, and the text together with what was removed is the source."""
    cleaned = run_rules(document, REMOVALS)
    assert undo(cleaned.document.text, cleaned.edits) == document.text
    assert all(edit.kind is EditKind.REMOVAL and edit.destination and not edit.after for edit in cleaned.edits)
    kept = Counter(cleaned.document.text)
    for edit in cleaned.edits:
        kept.update(edit.before)
    assert kept == Counter(document.text)


@settings(deadline=None, max_examples=150)
@given(documents())
def test_removals_are_at_rest_on_their_own_output(document: Document) -> None:
    """Each rule alone, and all together, find nothing more in what they made."""
    for rules in (REMOVALS, *((rule,) for rule in REMOVALS)):
        assert run_rules(run_rules(document, rules).document, rules).edits == ()


def test_only_a_label_that_opens_a_caption_is_left_out() -> None:
    """The words of a label in the middle of a caption belong to it."""
    edits = run_rules(
        Document(text="Image caption, From left, Ana Silva and Li Na shake hands on May 2, 2023."), REMOVALS
    )
    assert [c.text for c in paired_captions(edits.edits)] == [
        "From left, Ana Silva and Li Na shake hands on May 2, 2023."
    ]
    text = "From left, Ana Silva and Li Na shake hands in Porto on May 2, 2023. Image caption, The bridge"
    assert [c.text for c in paired_captions(run_rules(Document(text=text), REMOVALS).edits)] == [text]


@settings(deadline=None, max_examples=150)
@given(documents())
def test_every_removed_caption_and_credit_is_in_the_record(document: Document) -> None:
    """Captions and credits are all there once paired, in the order of the source text."""
    edits = run_rules(document, REMOVALS).edits
    taken = [edit for edit in edits if edit.destination is Destination.CAPTIONS]
    captions = paired_captions(edits)
    assert sum(c.text is not None for c in captions) == sum(e.rule == "photo_captions" for e in taken)
    credits_ = [credit_text(edit.before) for edit in taken if edit.rule == "photo_credits"]
    assert all(any(credit in (c.credit or "") for c in captions) for credit in credits_)
    assert all(any((c.text or c.credit or "") in edit.before for edit in taken) for c in captions)


def test_the_credits_of_person_and_house_below_one_caption_are_one() -> None:
    """A second credit below a caption is joined to the first, unless a caption follows that it may belong to."""
    text = "From left, Ana Silva and Li Na shake hands.\nPhoto: Jana Talvik\nGetty Images"
    assert captions_of(text)[0].credit == "Jana Talvik/Getty Images"
    below = captions_of(f"{text}\nFrom left, Li Na and Ana Silva shake hands again.")
    assert [caption.credit for caption in below] == ["Jana Talvik", "Getty Images"]


@settings(deadline=None, max_examples=60)
@given(documents())
def test_every_removed_address_is_in_the_links(document: Document) -> None:
    """No removal to the links is without an address."""
    for edit in run_rules(document, REMOVALS).edits:
        if edit.destination is Destination.LINKS:
            assert urls_in(edit.before)


@pytest.mark.parametrize("rule", REMOVALS, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize(
    "unit", ["Getty Images\n", "a", "https://a.example/b ", "Photo: ", "(" * 9, "left, ", "a\n", " "]
)
def test_a_rule_is_done_with_hostile_text_at_once(rule: Rule, unit: str) -> None:
    """Fifty thousand characters of one thing, on a line or on many, take a rule less than two seconds."""
    document = Document(text="A" + unit * (50_000 // len(unit)) + "!")
    begun = time.process_time()
    list(rule(document))
    assert time.process_time() - begun < 2


def captions_of(text: str) -> tuple[Caption, ...]:
    """Run all removals over plain lines and pair what they found."""
    return paired_captions(run_rules(Document(text=text), REMOVALS).edits)


BODY = "The bridge is old. It was built in 1911 and sold in 1990 to a company that wanted to tear it down.\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "From left, Ana Silva and Li Na shake hands.\nJane Doe/Pool/AFP via Getty Images\n",
            [("From left, Ana Silva and Li Na shake hands.", "Jane Doe/Pool/AFP via Getty Images")],
        ),
        ("Fans hold flags (Picture: Jane Doe/PA)\n", [("Fans hold flags", "Jane Doe/PA")]),
        ("Offices in Muscat. Tara Lee for Harbour News\n", [("Offices in Muscat.", "Tara Lee for Harbour News")]),
        ("Photo: Jane Doe\n", [(None, "Jane Doe")]),
        ("Image source, Getty Images\nImage caption, The bridge at night\n", [("The bridge at night", "Getty Images")]),
        ("FILE - The bridge in 2019.\n", [("FILE - The bridge in 2019.", None)]),
        (
            "FILE - The bridge in 2019. (AP Photo/Jane Doe)\nFILE - The port in 2020. (AP Photo/Li Na)\n",
            [("FILE - The bridge in 2019.", "AP Photo/Jane Doe"), ("FILE - The port in 2020.", "AP Photo/Li Na")],
        ),
        (
            "FILE - The bridge in 2019.\n" + BODY + "Getty Images\n",
            [("FILE - The bridge in 2019.", None), (None, "Getty Images")],
        ),
    ],
)
def test_a_credit_belongs_to_the_caption_beside_it(lines: str, expected: list[tuple[str | None, str | None]]) -> None:
    """A credit is paired with the caption it follows or precedes, and with none that is further away."""
    assert [(c.text, c.credit) for c in captions_of(BODY + lines + BODY)] == expected


def test_a_line_that_may_be_a_credit_or_open_with_one_keeps_its_rest() -> None:
    """What reads as one credit and as a credit before a headline loses the credit alone."""
    document = Document(text="Photo: Jane Doe  Porto Votes for Its Old Bridge Porto Votes for Its Old Bridge\n")
    cleaned = run_rules(document, REMOVALS)
    assert cleaned.document.text.strip() == "Porto Votes for Its Old Bridge Porto Votes for Its Old Bridge"
    assert [(c.text, c.credit) for c in paired_captions(cleaned.edits)] == [(None, "Jane Doe")]


@settings(deadline=None, max_examples=100)
@given(documents())
def test_captions_come_in_the_order_of_the_source(document: Document) -> None:
    """The order of the captions is that of their places in the source text, as the offset map gives them."""
    edits = run_rules(document, REMOVALS).edits
    places: dict[tuple[int, int], Edit] = {}
    for nth, edit in enumerate(edits):
        if edit.destination is Destination.CAPTIONS and edit.rule == "photo_captions":
            places.setdefault(source_span(edits[:nth], edit.start, edit.end), edit)
    ordered = [edit.before for _, edit in sorted(places.items(), key=lambda item: item[0])]
    texts = [c.text for c in paired_captions(edits) if c.text is not None]
    # Names behind a caption that may be its credit are parted from it.
    assert len(texts) == len(ordered)
    assert all(_unlabelled(whole).startswith(text) for whole, text in zip(ordered, texts, strict=True))


def _unlabelled(text: str) -> str:
    return text.removeprefix("Image caption, ")


def test_pairing_many_captions_takes_no_time() -> None:
    """Ten thousand captions and credits, in as many rounds as there are rules, are paired in under two seconds."""
    edits = [
        Edit(
            rule=rule,
            kind=EditKind.REMOVAL,
            start=2 * nth,
            end=2 * nth + 1,
            before="x",
            after="",
            destination=Destination.CAPTIONS,
        )
        for rule in ("photo_captions", "photo_credits")
        for nth in range(5_000)
    ]
    begun = time.process_time()
    assert len(paired_captions(edits)) > 5_000 - 1
    assert time.process_time() - begun < 2


def test_an_address_is_the_articles_own_only_beyond_doubt() -> None:
    """Two candidates, a link in a sentence, or a slug of other things give no address."""
    link = "https://example.org/porto-council-votes-for-its-old-bridge/"
    other = "https://example.com/porto-council-votes-bridge-sold-company/"
    told = "Porto votes: the old bridge stays, and the council of the company that sold it."
    assert own_address([link], f"{told}\n{link}\n") == link
    assert own_address([link], f"{told} ({link})") is None
    assert own_address([link, other], f"{told}\n{link}\n\n{other}\n") is None
    assert own_address([link], f"Tulips are in bloom.\n{link}\n") is None
    assert own_address(["https://example.org/porto"], f"{told}\nhttps://example.org/porto\n") is None
