"""The review pages as a person meets them, in a real browser: keyboard, pointer, filters, hostile text, and speed."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from clean.record.entry import entry
from clean.rules import RULES
from clean.store import CleanStore, Received
from flows.desk import Desk
from flows.outputs.files import NotOursError
from flows.pipeline import process
from flows.review.folder import ASSETS
from flows.review.report import report_articles, report_run
from flows.words import UnknownRunError
from models import (
    Article,
    Destination,
    Edit,
    EditKind,
    Paragraph,
    RawDocument,
    Reason,
    Rejection,
    Source,
    Stage,
    undo,
)
from tests.articles import RAW_SAMPLES, raw_document
from tests.browser import chromium, needs_chromium

pytestmark = needs_chromium

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

MISCHIEF = (
    "<script>window.canary=1</script>",
    "<img src=x onerror=window.canary=1>",
    "</script><script>window.canary=1</script>",
    "<!--<script>",
    "]]><svg onload=window.canary=1>",
    '" onmouseover="window.canary=1" x="',
    "' onfocus='window.canary=1' autofocus '",
    "{{ 7 * 7 }}{% raw %}",
    "</td></table><iframe srcdoc='<script>parent.canary=1</script>'>",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe\u2028\u2029",
)
"""What a hostile author would write."""


def taken_in(desk: Desk, outcomes: Iterable[tuple[RawDocument, Article | Rejection]]) -> str:
    """Keep outcomes in a desk as a run does, and give the run's id."""
    raw = desk.open_raw()
    with closing(desk.open_store()) as store:
        run = store.begin_run("ingest", pipeline_version="1", at=NOON)
        kept = [(Received(raw_sha256=raw.put(document), source=document.source), made) for document, made in outcomes]
        store.admit([item for item, _ in kept], pipeline_version="1", at=NOON)
        store.save([(item.key, entry(made)) for item, made in kept], run=run, at=NOON)
    return run


def sample(name: str) -> tuple[RawDocument, Article]:
    """One of our own articles."""
    raw = raw_document(RAW_SAMPLES / name)
    article = process(raw)
    assert isinstance(article, Article)
    return raw, article


def text_article(text: str, edits: tuple[Edit, ...] = (), **fields: object) -> tuple[RawDocument, Article]:
    """Make the article of a text file."""
    raw = RawDocument(content=undo(text, edits).encode(), source=Source(uri="long.txt", media_type="text/plain"))
    _, made = sample("clean-lighthouse.txt")
    paragraphs = tuple(Paragraph(text=part) for part in text.split("\n\n"))
    own = {"text": text, "paragraphs": paragraphs, "edits": edits, "raw_sha256": raw.sha256, "source": raw.source}
    return raw, made.model_copy(update={"captions": (), **own, **fields})


def long_article(count: int) -> tuple[RawDocument, Article]:
    """Make an article with so many edits, four of them doubtful, in paragraphs of twenty."""
    pieces: list[str] = []
    edits = []
    for nth in range(count):
        rule, before = ("joined_words", "ofthem") if nth % 2 else ("split_words", "of t hem")
        start = sum(map(len, pieces[-1:])) + (edits[-1].start if edits else 0)
        edit = Edit(
            rule=rule,
            kind=EditKind.REPAIR,
            start=start,
            end=start + len(before),
            before=before,
            after="of them",
            confidence=0.6 if nth % (count // 4) == count // 8 else 0.99,
            evidence=f"log-odds {nth}",
        )
        edits.append(edit)
        pieces.append("of them is what the harbour said" + ("\n\n" if nth % 20 == 19 else " "))
    return text_article("".join(pieces).rstrip(), tuple(edits), title="A long one", id="long")


def hostile_article(nth: int, mischief: str) -> tuple[RawDocument, Article]:
    """Make an article in which everything that can be foreign is hostile."""
    text = f"{mischief} stood here.\n\n{mischief}"
    repaired = Edit(
        rule=mischief,
        kind=EditKind.REPAIR,
        start=0,
        end=len(mischief) - 1,
        before=mischief[:-1],
        after=mischief,
        confidence=0.5,
        evidence=mischief,
    )
    removed = Edit(
        rule="links",
        kind=EditKind.REMOVAL,
        start=len(text),
        end=len(text) + len(mischief),
        before=mischief,
        after="",
        destination=Destination.LINKS,
    )
    source = Source(uri=mischief, media_type="text/html", container=mischief)
    raw = RawDocument(content=f"<html><body>{mischief}<p>{nth}</html>".encode(), source=source)
    foreign: dict[str, object] = {
        "title": mischief,
        "subtitle": mischief,
        "authors": (mischief,),
        "keywords": (mischief,),
        "url": "javascript:window.canary=1",
        "language": mischief,
        "field_sources": {"title": mischief, "url": mischief},
    }
    own = {"id": f"hostile-{nth}", "source": source, "raw_sha256": raw.sha256}
    return raw, text_article(text, (repaired, removed), **foreign, **own)[1]


def hostile_rejection(mischief: str) -> tuple[RawDocument, Rejection]:
    """Make a rejection whose document has a hostile name."""
    raw = RawDocument(content=mischief.encode(), source=Source(uri=mischief))
    refused = Rejection(
        pipeline_version="1",
        id="refused",
        source=raw.source,
        raw_sha256=raw.sha256,
        stage=Stage.PARSE,
        reason=Reason.BINARY,
        detail=mischief,
    )
    return raw, refused


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser, for all tests here."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk; whatever it asks of a network, and every error, fails the test."""
    trouble: list[str] = []
    context = browser.new_context(viewport=DESKTOP)
    opened = context.new_page()
    opened.on("request", lambda request: request.url.startswith("file:") or trouble.append(request.url))
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    opened.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    opened.on("dialog", lambda dialog: trouble.append(dialog.message))
    yield opened
    context.close()
    assert trouble == []


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review of a run over our samples, a long article and hostile ones."""
    desk = Desk(folder=tmp_path_factory.mktemp("desk"))
    ours = [(raw, made) for raw, made in map(_processed, sorted(RAW_SAMPLES.iterdir()))]
    hostile = [hostile_article(nth, mischief) for nth, mischief in enumerate(MISCHIEF)]
    refused = [hostile_rejection(mischief) for mischief in MISCHIEF]
    taken_in(desk, [*ours, long_article(2000), *hostile, *refused])
    return report_run(desk, None).parent


def _processed(file: Path) -> tuple[RawDocument, Article | Rejection]:
    raw = raw_document(file)
    return raw, process(raw)


def page_of(review: Path, raw: RawDocument) -> str:
    """Give the address of a document's page."""
    key = Received(raw_sha256=raw.sha256, source=raw.source).key
    return (review / "articles" / f"{key[:20]}.html").as_uri()


def one_line(text: str) -> str:
    """Drop all blanks: rows show the line ends between them by being rows."""
    return "".join(text.split())


def test_both_texts_stand_on_the_page(page: Page, review: Path) -> None:
    """The raw column is the source text, and the clean column the clean text."""
    raw, article = sample("fused-words-summit.txt")
    page.goto(page_of(review, raw))
    page.evaluate("document.querySelectorAll('.slip').forEach((slip) => slip.remove())")
    left, right = ("".join(page.locator(f"#proof tbody td:nth-child({side})").all_text_contents()) for side in (1, 2))
    assert one_line(left) == one_line(undo(article.text, article.edits))
    assert one_line(right) == one_line(article.text)


def test_an_edit_tells_all_about_itself_by_keyboard(page: Page, review: Path) -> None:
    """N steps to the next edit and shows rule, confidence, evidence, before and after; what is shown is also said."""
    raw, _ = sample("fused-words-summit.txt")
    page.goto(page_of(review, raw))
    for _ in range(4):
        page.keyboard.press("n")
    mark = page.locator("ins:focus")
    expect(mark).to_have_text("Thursday renewed")
    card = page.get_by_role("tooltip")
    for told in ("joined words", "repair", "1.00 sure", "log-odds", "Thursdayrenewed", "Thursday renewed"):
        expect(card).to_contain_text(told)
    expect(mark).to_have_attribute("aria-describedby", "card")
    for said in ("Edit 4 of", "Before: Thursdayrenewed", "After: Thursday renewed"):
        expect(page.get_by_role("status").last).to_contain_text(said)
    expect(page.locator("del.here")).to_have_text("Thursdayrenewed")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("p")
    expect(page.locator("ins:focus")).not_to_have_text("Thursday renewed")


def test_edits_are_reached_by_tab(page: Page, review: Path) -> None:
    """From the tools Tab leads to the first edit, and from the skip link into the text."""
    raw, _ = sample("mojibake-festival.txt")
    page.goto(page_of(review, raw))
    page.locator("summary", has_text="View").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#c1")).to_be_focused()
    expect(page.get_by_role("tooltip")).to_be_visible()


def test_an_edit_tells_about_itself_under_the_pointer(page: Page, review: Path) -> None:
    """The card shows on either side, can be pointed at itself, and goes with the pointer."""
    raw, _ = sample("fused-words-summit.txt")
    page.goto(page_of(review, raw))
    card = page.get_by_role("tooltip")
    page.locator("del", has_text="Zustressed").hover()
    expect(card).to_contain_text("Zu stressed")
    expect(page.locator("ins.here")).to_have_text("Zu stressed")
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(2, 2)
    expect(card).to_be_hidden()


def test_the_next_doubtful_edit_is_one_key_away(page: Page, review: Path) -> None:
    """D goes from one doubtful edit to the next and begins anew after the last; the button does the same."""
    raw, _ = long_article(2000)
    page.goto(page_of(review, raw))
    stops = []
    for _ in range(5):
        page.keyboard.press("d")
        stops.append(page.evaluate("document.activeElement.id"))
    assert stops == ["c251", "c751", "c1251", "c1751", "c251"]
    page.get_by_role("button", name="Next doubtful").click()
    expect(page.locator("#c751")).to_be_focused()


def test_single_keys_can_be_turned_off(page: Page, review: Path) -> None:
    """Who speaks to a computer turns the single keys off."""
    raw, _ = sample("fused-words-summit.txt")
    page.goto(page_of(review, raw))
    page.locator("summary", has_text="View").click()
    page.get_by_label("single keys").uncheck()
    page.locator("#proof").click(position={"x": 5, "y": 5})
    page.keyboard.press("n")
    expect(page.get_by_role("tooltip")).to_be_hidden()


def test_a_rule_can_be_looked_at_alone(page: Page, review: Path) -> None:
    """A rule's box, by keyboard, leaves only its marks; stepping keeps to them, and so do the passages shown."""
    raw, _ = sample("fused-words-summit.txt")
    page.goto(page_of(review, raw))
    page.get_by_label("links").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status").first).to_have_text("1 of 58")
    assert page.locator("del[id]:not(.off)").count() == 1
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("span.slips:focus")).to_contain_text("https://www.harbourgazette.example")
    page.locator("summary", has_text="View").click()
    page.get_by_label("marked passages only").check()
    assert page.locator("#proof tbody tr:visible").count() == 1
    page.get_by_label("links").uncheck()
    assert page.locator("del[id].off").count() == 0


def test_removed_texts_stand_in_their_place(page: Page, review: Path) -> None:
    """Captions, credits and notes have slips between the paragraphs they stood between, with where they went."""
    raw, _ = sample("caption-in-body-ports.txt")
    page.goto(page_of(review, raw))
    slips = page.locator("#proof tr.taken .slip").all_text_contents()
    assert [slip[:20] for slip in slips] == ["captionsFrom left, V", "captionsTomas Veerla", "notesThis article in"]
    before = page.locator("#proof tr.taken").first.evaluate("row => row.previousSibling.cells[1].textContent")
    assert before.startswith("Meanwhile, Veldania")


def test_metadata_has_its_sources(page: Page, review: Path) -> None:
    """Each field of the metadata says where it was found, and only an address of the web is a link."""
    raw, article = sample("figure-and-read-more-wetland.html")
    page.goto(page_of(review, raw))
    page.locator("summary", has_text="Metadata").click()
    fields = page.locator(".facts div").all_inner_texts()
    assert f"title from json-ld\n{article.title}" in fields
    assert page.locator(".facts a").get_attribute("href") == article.url


def test_a_link_leads_to_an_edit(page: Page, review: Path) -> None:
    """The overview's least trusted edit opens the article at its mark."""
    page.goto((review / "index.html").as_uri())
    link = page.locator(".looks li", has_text="appear on no map").get_by_role("link")
    link.click()
    expect(page.locator("ins:focus")).to_have_text("appear on no map")
    expect(page.get_by_role("tooltip")).to_contain_text("0.52 doubtful")


def test_a_long_article_is_quick(page: Page, review: Path) -> None:
    """An article with 2,000 edits opens in under a second; a step and a filter take a blink."""
    raw, _ = long_article(2000)
    page.goto(page_of(review, raw))
    step = """key => { const start = performance.now();
        document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        document.body.offsetHeight; return performance.now() - start; }"""
    steps = [page.evaluate(step, key) for key in "nnddpnnddp"]
    chip = """() => { const start = performance.now();
        document.querySelector(".rules input").click();
        document.body.offsetHeight; return performance.now() - start; }"""
    filters = [page.evaluate(chip) for _ in range(6)]
    address = Path(page_of(review, raw).removeprefix("file://"))
    assert min(steps) < 50
    assert min(filters) < 100
    assert any(_opening(page, address) < 1000 for _ in range(8))


def test_hostile_text_is_text(page: Page, review: Path) -> None:
    """Nothing in an article, its metadata, its rules' names or its address runs or becomes markup, on any page."""
    hostile = [page_of(review, hostile_article(nth, mischief)[0]) for nth, mischief in enumerate(MISCHIEF)]
    for address in [(review / "index.html").as_uri(), (review / "articles.html").as_uri(), *hostile]:
        page.goto(address)
        for key in "nndp":
            page.keyboard.press(key)
        assert page.evaluate("window.canary") is None
        assert page.locator("img, iframe, object, embed, svg[onload], [onmouseover], [onfocus], [onerror]").count() == 0
        assert page.evaluate("[...document.links].every((link) => ['file:', 'https:'].includes(link.protocol))")
        assert page.locator("script").count() <= 2


def test_hostile_text_is_shown_as_it_is(page: Page, review: Path) -> None:
    """What an author wrote is read as written, on both sides, in the card and in the title."""
    raw, _ = hostile_article(0, MISCHIEF[0])
    page.goto(page_of(review, raw))
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text(MISCHIEF[0])
    expect(page.locator("#c1")).to_have_text(MISCHIEF[0])
    expect(page.get_by_role("tooltip")).to_contain_text(MISCHIEF[0])


def test_raw_bytes_open_as_text(page: Page, review: Path) -> None:
    """The bytes of a page from the web are one click away, are shown as text, and run nothing."""
    raw, _ = hostile_article(0, MISCHIEF[0])
    page.goto(page_of(review, raw))
    page.get_by_role("link", name="bytes").click()
    page.wait_for_url("**/raw/**")
    assert page.evaluate("document.contentType") == "text/plain"
    assert page.evaluate("document.body.textContent") == raw.content.decode()
    assert page.evaluate("window.canary") is None


def test_pages_are_read_without_scripts(browser: Browser, review: Path) -> None:
    """Where no script may run, both texts and all marks are there all the same."""
    raw, article = sample("fused-words-summit.txt")
    with closing(browser.new_context(java_script_enabled=False)) as context:
        opened = context.new_page()
        opened.goto(page_of(review, raw))
        assert opened.locator("ins[id], .slips[id]").count() == opened.locator("del[id]").count() == 58
        assert article.paragraphs[0].text in opened.locator("#proof").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_are_for_everyone(browser: Browser, review: Path, size: dict[str, int], scheme: str) -> None:
    """Axe finds nothing wrong (names, landmarks, contrast, order), and nothing is wider than the screen."""
    documents = [sample(name)[0] for name in ("fused-words-summit.txt", "captions-with-credits-dam.txt")]
    addresses = [(review / name).as_uri() for name in ("index.html", "articles.html")]
    with closing(browser.new_context(viewport=size, color_scheme=scheme)) as context:
        opened = context.new_page()
        for address in [*addresses, *(page_of(review, raw) for raw in documents)]:
            opened.goto(address)
            opened.keyboard.press("n")
            results = Axe().run(opened)
            assert results.violations_count == 0, results.generate_report()
            assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_rule_has_a_colour_of_its_own() -> None:
    """A rule that the style does not know would be shown in another's colour."""
    style = (ASSETS / "proof.css").read_text(encoding="utf-8")
    unknown = [rule.__name__ for rule in RULES if f"\n.{rule.__name__} {{" not in style]
    assert unknown == []


def test_a_review_of_a_thousand_articles_is_light(page: Page, tmp_path: Path) -> None:
    """It opens in under a second, and its folder holds less than 20 MB."""
    desk = Desk(folder=tmp_path / "desk")
    ours = [sample(file.name) for file in sorted(RAW_SAMPLES.iterdir())]
    many = []
    for nth in range(1000):
        raw, article = ours[nth % len(ours)]
        source = article.source.model_copy(update={"uri": f"{nth}-{article.source.uri}"})
        named = raw.model_copy(update={"source": raw.source.model_copy(update={"uri": source.uri})})
        many.append((named, article.model_copy(update={"id": f"{nth}", "source": source})))
    taken_in(desk, many)
    first = report_run(desk, None)
    size = sum(file.lstat().st_size for file in first.parent.rglob("*") if not file.is_dir())
    assert size < 20_000_000
    assert any(_opening(page, first) < 1000 for _ in range(8))  # a busy machine may need several tries


def _opening(page: Page, file: Path) -> float:
    """Open a page and tell how many milliseconds it took."""
    page.goto(file.as_uri())
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))


def test_articles_can_be_named(tmp_path: Path) -> None:
    """The review of named articles holds these only; a run that is not there is named with those that are."""
    desk = Desk(folder=tmp_path / "desk")
    run = taken_in(desk, [sample("clean-lighthouse.txt"), sample("fused-words-summit.txt")])
    first = report_articles(desk, [sample("clean-lighthouse.txt")[1].id])
    assert len(list((first.parent / "articles").iterdir())) == 1
    with pytest.raises(UnknownRunError, match=run[:8]):
        report_run(desk, "nothing")


def test_what_is_forgotten_meanwhile_displaces_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that goes while a review is written has no page; the pages of the others are their own."""
    desk = Desk(folder=tmp_path / "desk")
    samples = [sample(name) for name in ("clean-lighthouse.txt", "fused-words-summit.txt")]
    run = taken_in(desk, samples)
    reads = 0

    def forgetful(store: CleanStore, run: str, keys: Sequence[str]) -> dict[str, str]:
        nonlocal reads
        reads += 1
        return read(store, run, keys if reads == 1 else keys[1:])

    read = CleanStore.records_of_run
    monkeypatch.setattr(CleanStore, "records_of_run", forgetful)
    articles = report_run(desk, run).parent / "articles"
    (page,) = articles.iterdir()
    ours = {Received(raw_sha256=raw.sha256, source=raw.source).key[:20]: raw.source.uri for raw, _ in samples}
    assert ours[page.stem] in page.read_text(encoding="utf-8")


def test_a_review_replaces_nothing_but_a_review(tmp_path: Path) -> None:
    """A folder with other files in it is left alone; an earlier review is replaced whole."""
    desk = Desk(folder=tmp_path / "desk")
    taken_in(desk, [sample("clean-lighthouse.txt")])
    for _ in range(2):
        assert report_run(desk, None, tmp_path / "review").is_file()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").touch()
    with pytest.raises(NotOursError, match="another folder"):
        report_run(desk, None, tmp_path / "mine")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["desk", "mine", "review"]
