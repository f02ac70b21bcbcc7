"""The batch runner without Prefect, exports, settings and the house's rules for flows/."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import packages_distributions
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

import flows.runs.batches
import flows.runs.intake
from clean.record.entry import Entry, entry
from flows.again import reprocess_named
from flows.desk import Desk
from flows.export import rebuild_exports
from flows.forget import forget_article, forget_what_returned, lift_forgetting, without_forgotten
from flows.limits import Bounds, Limits
from flows.lookup import chosen_keys
from flows.outputs.files import replace_file
from flows.pipeline import process
from flows.review.differences import against_earlier, edits_of
from flows.review.report import report_run
from flows.runs.batches import reprocess_documents
from flows.runs.intake import ingest_documents, open_sources
from flows.runs.progress import Listener, Stoppable, listening
from flows.runs.tally import Tally, change
from flows.settings import FetchingSettings, Settings, SourceSettings, WrongSettingsError, load_settings
from flows.terminal import Paint
from flows.versioning import shaping_files
from flows.words import Selection, UnknownArticleError
from models import Article, Edit, EditKind, RawDocument, Reason, Source, read_outcome

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLAIN = Paint(colour=False)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, with no settings of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in ("COPYDESK_CONFIG", "COPYDESK_DESK", "COPYDESK_DATABASE", "COPYDESK_MAX_BYTES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk that is not there yet."""
    return Desk(folder=tmp_path / "desk")


def story(name: str, text: str | None = None) -> RawDocument:
    """A short article in a file."""
    content = (text or f"The council of {name} met on Tuesday and voted for the new bridge.\n").encode()
    return RawDocument(content=content, source=Source(uri=f"{name}.txt", media_type="text/plain"))


def empty(name: str) -> RawDocument:
    """A file that is rejected."""
    return RawDocument(content=b"", source=Source(uri=f"{name}.txt", media_type="text/plain"))


def articles(desk: Desk) -> list[Article]:
    """The exported articles, in their order."""
    lines = (desk.exports / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [record for record in map(read_outcome, lines) if isinstance(record, Article)]


def waiting(desk: Desk) -> list[str]:
    """The documents that have no outcome."""
    with closing(desk.open_store()) as store:
        return store.waiting()


def test_a_run_names_its_slowest_documents(desk: Desk) -> None:
    """The summary names the documents that took longest, slowest first."""
    summary = ingest_documents(desk, [story("Ash"), story("Birch")])
    assert {timing.uri for timing in summary.slowest} == {"Ash.txt", "Birch.txt"}
    assert summary.slowest[0].seconds >= summary.slowest[1].seconds > 0


def test_second_run_repeats_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents handled by this pipeline version are skipped, and the exports come out the same to the byte."""
    documents = [story("Ash"), story("Birch"), empty("nothing")]
    first = ingest_documents(desk, documents)
    assert (first.documents, first.articles, first.reasons, first.skipped) == (3, 2, {"empty": 1}, 0)
    exported = [path.read_bytes() for path in rebuild_exports(desk)]
    monkeypatch.setattr(flows.runs.batches, "entries_within", lambda *_: pytest.fail("cleaned again"))
    second = ingest_documents(desk, documents)
    assert (second.documents, second.articles, second.skipped, second.skipped_rejections) == (3, 0, 3, 1)
    assert [path.read_bytes() for path in rebuild_exports(desk)] == exported


def written(desk: Desk) -> list[int]:
    """Export, and tell by their numbers in the file system which files are there."""
    return [path.stat().st_ino for path in rebuild_exports(desk)]


def test_exports_are_written_when_they_are_not_what_the_desk_holds(desk: Desk) -> None:
    """Files are left as they are while nothing is new, and written where something is, or one was lost or changed."""
    ingest_documents(desk, [story("Ash"), empty("nothing")])
    first = written(desk)
    ingest_documents(desk, [story("Ash"), empty("nothing")])
    assert written(desk) == first
    ingest_documents(desk, [story("Birch")])
    assert written(desk) != first
    exported = [path.read_bytes() for path in rebuild_exports(desk)]
    for name in ("articles.jsonl", "rejections.jsonl"):
        (desk.exports / name).unlink()
        rebuild_exports(desk)
        (desk.exports / name).write_text("{}", encoding="utf-8")
        assert [path.read_bytes() for path in rebuild_exports(desk)] == exported


def test_half_a_note_on_exports_is_none(desk: Desk) -> None:
    """Who was killed while he noted what is written has it written again."""
    ingest_documents(desk, [story("Ash")])
    first = written(desk)
    note = desk.exports / ".written"
    note.write_bytes(note.read_bytes()[:-1])
    assert written(desk) != first


def test_a_desk_may_have_its_bytes_in_an_object_store(desk: Desk) -> None:
    """The records are the same, reprocessing finds the bytes, and the desk's folder holds none."""
    elsewhere = Desk(folder=desk.folder.with_name("elsewhere"), bucket="memory://flows/raw")
    for place in (desk, elsewhere):
        ingest_documents(place, [story("Ash"), empty("nothing")])
        rebuild_exports(place)
    assert articles(elsewhere) == articles(desk)
    assert not (elsewhere.folder / "raw").exists()
    assert reprocess_documents(elsewhere, list(chosen_keys(elsewhere, Selection.ALL, []))).articles == 1


def test_what_a_killed_run_left_is_done_by_the_next(desk: Desk) -> None:
    """Documents that were admitted and not handled are handled by the next run, whatever its sources are."""
    with pytest.raises(KeyboardInterrupt):
        ingest_documents(desk, [story("Ash")], runner=interrupted)
    assert len(waiting(desk)) == 1
    assert ingest_documents(desk, []).articles == 1
    assert waiting(desk) == []


def test_a_run_that_is_to_end_keeps_what_it_has_made(desk: Desk) -> None:
    """What was handled before an interrupt is kept, and only the rest of the batch is left to the next run."""

    class Impatient(Stoppable):
        def handled(self, documents: int) -> None:
            if documents:
                self.stop()

    names = ["Ash", "Birch", "Cedar", "Elm", "Fir", "Hazel"]
    with listening(Impatient()):
        first = ingest_documents(desk, [story(name) for name in names])
    assert 1 <= first.articles < len(names)
    assert len(waiting(desk)) == len(names) - first.articles
    assert ingest_documents(desk, []).articles == len(names) - first.articles


def test_a_run_does_nothing_twice(desk: Desk) -> None:
    """What an earlier run left, and the sources give again, is handled once, however late its batch is done."""
    with pytest.raises(KeyboardInterrupt):
        ingest_documents(desk, [story("Ash")], runner=interrupted)

    def late(batches: Iterator[flows.runs.batches.Batch]) -> Iterator[Tally]:
        return flows.runs.batches.one_after_another(list(batches))

    summary = ingest_documents(desk, [story("Ash"), story("Birch")], runner=late)
    assert (summary.documents, summary.articles, summary.skipped) == (3, 2, 1)


def interrupted(batches: Iterator[flows.runs.batches.Batch]) -> Iterator[Tally]:
    """A runner that is interrupted once it has taken its batches."""
    for _ in batches:
        yield Tally()
    raise KeyboardInterrupt


@pytest.mark.parametrize("limits", [Limits(documents=2), Limits(content_bytes=100)])
def test_batches_end_by_count_and_by_bytes(desk: Desk, limits: Limits) -> None:
    """No batch is larger than it may be, and documents are read no further than the next batch needs."""
    read: list[str] = []
    sizes: list[int] = []

    def documents() -> Iterator[RawDocument]:
        for name in ("Ash", "Birch", "Cedar", "Doum", "Elm"):
            read.append(name)
            yield story(name)

    def runner(batches: Iterator[flows.runs.batches.Batch]) -> Iterator[Tally]:
        for batch in batches:
            sizes.append(len(batch.documents))
            assert len(read) == sum(sizes)
            yield flows.runs.batches.handle(batch)

    assert ingest_documents(desk, documents(), runner=runner, limits=limits).articles == 5
    assert sizes == [2, 2, 1]


def test_documents_that_never_arrived_are_rejections(desk: Desk) -> None:
    """A file that is not there is told in the exports, and by its own name, until it arrives."""
    missing = open_sources(["gone.txt"], max_bytes=1000)
    assert ingest_documents(desk, missing).reasons == {"not_found": 1}
    rejections = rebuild_exports(desk)[1]
    assert '"uri":"gone.txt"' in rejections.read_text(encoding="utf-8")
    Path("gone.txt").write_text("Here it is after all, said the clerk.\n", encoding="utf-8")
    assert ingest_documents(desk, open_sources(["gone.txt"], max_bytes=1000)).articles == 1
    assert rebuild_exports(desk)[1].read_bytes() == b""


def test_lost_bytes_cost_no_record(desk: Desk) -> None:
    """Reprocessing a document whose bytes are lost says so and keeps the earlier record."""
    ingest_documents(desk, [story("Ash")])
    desk.open_raw().delete(story("Ash").sha256)
    keys = list(chosen_keys(desk, Selection.ALL, []))
    assert reprocess_documents(desk, keys).reasons == {"not_found": 1}
    rebuild_exports(desk)
    assert len(articles(desk)) == 1


def test_listener_hears_of_every_document(desk: Desk) -> None:
    """Progress ends where it should: all that were found are handled, skipped and refused ones too."""

    class Counting(Listener):
        found_in_all = handled_in_all = 0

        def found(self, documents: int) -> None:
            self.found_in_all += documents

        def handled(self, documents: int) -> None:
            self.handled_in_all += documents

    for _ in range(2):
        with listening(Counting()), listening(counting := Counting()):
            ingest_documents(desk, [story("Ash"), empty("b"), *open_sources(["gone.txt"], max_bytes=1)])
        assert (counting.found_in_all, counting.handled_in_all) == (3, 3)


@pytest.mark.parametrize("argument", [".", "**/*.txt", "*"])
def test_a_desk_does_not_take_itself_in(desk: Desk, argument: str) -> None:
    """A folder may hold the desk that reads it; run after run, only what lies beside the desk is read."""
    (desk.folder.parent / "story.txt").write_text("The council met on Tuesday.", encoding="utf-8")
    for _ in range(2):
        documents = list(open_sources([argument], max_bytes=1000, desk=desk))
        assert [document.source.uri for document in documents] == ["story.txt"]
        ingest_documents(desk, documents)
        rebuild_exports(desk)


def test_a_name_that_is_empty_names_nothing(desk: Desk) -> None:
    """An unset variable of a script is not the folder one happens to be in."""
    assert ingest_documents(desk, open_sources([""], max_bytes=1000)).reasons == {"not_found": 1}


def test_sources_stop_at_the_limit(tmp_path: Path) -> None:
    """No more documents are taken than one run may take."""
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Story {number}.", encoding="utf-8")
    assert len(list(open_sources([str(tmp_path)], max_bytes=100, max_documents=3))) == 3


def louder(_: Bounds, documents: Iterable[RawDocument]) -> Iterator[Entry]:
    """Another release of the pipeline, which finds titles."""
    for outcome in map(process, documents):
        title = {"title": "HEAR"} if isinstance(outcome, Article) else {}
        yield entry(outcome.model_copy(update={"pipeline_version": "louder", **title}))


@pytest.fixture
def next_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have another pipeline from here on."""
    monkeypatch.setattr(flows.runs.batches, "entries_within", louder)
    for module in (flows.runs.batches, flows.runs.intake):
        monkeypatch.setattr(module, "pipeline_version", lambda: "louder")


def shown_again(desk: Desk, name: str) -> tuple[str, bool]:
    """Reprocess one document; give what is printed, and whether it was rejected."""
    supervisor = SimpleNamespace(entries=partial(flows.runs.batches.entries_within, Bounds()), process=process)
    ((shown, rejected),) = reprocess_named(desk, [name], PLAIN, supervisor, max_bytes=1000)  # type: ignore[arg-type]
    return shown, rejected


def test_reprocessing_tells_what_changed(desk: Desk, request: pytest.FixtureRequest) -> None:
    """A new release's records are compared with the earlier ones field by field; a version alone is no change."""
    ingest_documents(desk, [story("Ash"), empty("b")])
    request.getfixturevalue("next_release")
    summary = reprocess_documents(desk, chosen_keys(desk, Selection.ALL, []))
    assert (summary.documents, summary.articles, summary.changed) == (2, 1, 1)
    assert [(item.uri, item.fields) for item in summary.changes] == [("Ash.txt", ("title",))]
    rebuild_exports(desk)
    assert [article.title for article in articles(desk)] == ["HEAR"]
    assert reprocess_documents(desk, chosen_keys(desk, Selection.REJECTED, [])).documents == 1


def test_reprocessing_one_document_shows_both_differences(desk: Desk, request: pytest.FixtureRequest) -> None:
    """A file or an id is shown with its edits and with what differs from the earlier record."""
    raw = story("Ash")
    Path("Ash.txt").write_bytes(raw.content)
    ingest_documents(desk, [raw])
    request.getfixturevalue("next_release")
    shown, rejected = shown_again(desk, "Ash.txt")
    assert not rejected
    assert shown.startswith("Ash.txt  ")
    assert "Against the earlier record\n  title\n    + HEAR" in shown
    again, _ = shown_again(desk, process(raw).id)
    assert "no change" in again


def test_file_outside_the_desk_is_shown_and_not_kept(desk: Desk) -> None:
    """Reprocessing a file that was never ingested shows it all the same; a word that names nothing is an error."""
    Path("new.txt").write_text("It is new here.\n", encoding="utf-8")
    shown, _ = shown_again(desk, "new.txt")
    assert "copydesk ingest new.txt" in shown
    with pytest.raises(UnknownArticleError, match="copydesk export"):
        shown_again(desk, "nobody")
    assert list(chosen_keys(desk, Selection.ALL, [])) == []


def test_changed_file_is_compared_with_its_earlier_bytes(desk: Desk) -> None:
    """A file that was edited since it was ingested is shown against the record of what stood there before."""
    ingest_documents(desk, [story("Ash")])
    Path("Ash.txt").write_text("The council of Ash met on Friday.\n", encoding="utf-8")
    shown, _ = shown_again(desk, "Ash.txt")
    assert "    + The council of Ash met on Friday." in shown
    assert "not kept" in shown


def test_two_runs_at_once_do_no_harm(tmp_path: Path) -> None:
    """Two processes that make the same desk and take in the same folder at once end with each document once."""
    (tmp_path / "in").mkdir()
    for number in range(60):
        (tmp_path / "in" / f"{number}.txt").write_text(f"Story {number} of the bridge.\n", encoding="utf-8")
    script = (
        "from pathlib import Path\nfrom flows import desk, export, limits\nfrom flows.runs import intake\n"
        "place = desk.Desk(folder=Path('desk'))\ndocuments = intake.open_sources(['in'], max_bytes=1000)\n"
        "intake.ingest_documents(place, documents, limits=limits.Limits(documents=5))\nexport.rebuild_exports(place)"
    )
    command = [sys.executable, "-c", script]
    runs = [subprocess.Popen(command, env={"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE) for _ in range(2)]
    assert [run.communicate()[1] for run in runs] == [b"", b""]
    assert len(articles(Desk(folder=Path("desk")))) == 60


@pytest.mark.parametrize("name", ["what?", "100%25", "a b#c", "нова"])
def test_desk_may_have_any_name(tmp_path: Path, name: str) -> None:
    """A folder's name that would mean something else in a URL is a name all the same."""
    desk = Desk(folder=tmp_path / name)
    ingest_documents(desk, [story("Ash")])
    assert desk.exists()
    assert (tmp_path / name / "copydesk.db").is_file()


def test_forgetting_removes_bytes_outcomes_and_exports(desk: Desk) -> None:
    """After `forget` nothing in the desk's folder holds the article; the others are as they were."""
    secret = story("Ash", "The witness is called Perpetua Nightingale, and she lives in Ash.\n")
    ingest_documents(desk, [secret, story("Birch")])
    rebuild_exports(desk)
    report_run(desk, None)
    assert forget_article(desk, process(secret).id) == 1
    assert [article.source.uri for article in articles(desk)] == ["Birch.txt"]
    holding = [path for path in desk.folder.rglob("*") if path.is_file() and b"Nightingale" in path.read_bytes()]
    assert holding == []
    with pytest.raises(UnknownArticleError):
        forget_article(desk, process(secret).id)


def test_forgetting_keeps_bytes_that_another_article_needs(desk: Desk) -> None:
    """The same bytes under two addresses are two articles; forgetting one leaves the other whole."""
    one, two = (
        RawDocument(content=b"One story.\n", source=Source(uri=f"https://a.example/{n}", media_type="text/plain"))
        for n in (1, 2)
    )
    ingest_documents(desk, [one, two])
    assert forget_article(desk, process(one).id) == 0
    assert reprocess_documents(desk, chosen_keys(desk, Selection.ALL, [])).articles == 1


def ingest_again(desk: Desk, *documents: RawDocument) -> None:
    """Ingest as the flow does."""
    ingest_documents(desk, without_forgotten(desk, documents))
    forget_what_returned(desk)
    rebuild_exports(desk)


def test_what_was_forgotten_stays_away_until_that_is_lifted(desk: Desk) -> None:
    """The next ingest leaves a forgotten article out, by its bytes, its address or the address that its page names."""
    page = b'<html><head><link rel="canonical" href="https://a.example/ash"></head><body><p>The council met.</p></body>'
    file = RawDocument(content=page, source=Source(uri="ash.html", media_type="text/html"))
    fetched = file.model_copy(update={"source": Source(uri="https://a.example/ash", media_type="text/html")})
    longer = file.model_copy(update={"content": page + b"<p>And again.</p>"})
    article = process(file).id
    ingest_again(desk, file, story("Birch"))
    forget_article(desk, article)
    for document in (file, fetched, longer):
        ingest_again(desk, document)
        assert [article.source.uri for article in articles(desk)] == ["Birch.txt"]
        assert len(list(desk.open_raw())) == 1
    lift_forgetting(desk, article)
    ingest_again(desk, file)
    assert len(articles(desk)) == 2
    with pytest.raises(UnknownArticleError, match="was forgotten"):
        lift_forgetting(desk, article)


def test_exports_are_sorted_and_replaced_whole(desk: Desk) -> None:
    """Exports are in order of ids, nothing is left aside, and a failing writer leaves the earlier file."""
    ingest_documents(desk, [story(name) for name in ("Ash", "Birch", "Cedar", "Doum")])
    (desk.exports).mkdir()
    (desk.exports / ".articles.jsonl.dead.part").write_text("half a li", encoding="utf-8")
    rebuild_exports(desk)
    ids = [article.id for article in articles(desk)]
    assert ids == sorted(ids)
    files = sorted(path.name for path in desk.exports.iterdir())
    assert files == [".lock", ".written", "articles.jsonl", "rejections.jsonl"]

    def failing() -> Iterator[bytes]:
        yield b"half a li"
        raise OSError(28, "No space left on device")

    before = (desk.exports / "articles.jsonl").read_bytes()
    with pytest.raises(OSError, match="No space"):
        replace_file(desk.exports / "articles.jsonl", failing())
    assert (desk.exports / "articles.jsonl").read_bytes() == before
    files = sorted(path.name for path in desk.exports.iterdir())
    assert files == [".lock", ".written", "articles.jsonl", "rejections.jsonl"]


def test_edits_are_shown_before_and_after() -> None:
    """Each edit is shown with its rule, its evidence and its surroundings, in the text it was applied to."""
    raw = story("Ash")
    plain = process(raw)
    assert isinstance(plain, Article)
    edit = Edit(
        rule="joined_words",
        kind=EditKind.REPAIR,
        start=4,
        end=14,
        before="oldcouncil",
        after="old council",
        evidence="odds",
    )
    text = plain.text.replace("The council", "The old council")
    paragraphs = tuple(paragraph.model_copy(update={"text": text}) for paragraph in plain.paragraphs)
    outcome = plain.model_copy(update={"text": text, "edits": (edit,), "paragraphs": paragraphs})
    shown = list(edits_of(outcome, PLAIN))
    assert shown[0] == "Ash.txt  1 edit"
    assert shown[2] == "  joined_words  repair  1.00  odds"
    assert shown[3].startswith("  - The oldcouncil of Ash met on Tuesday")
    assert shown[4].startswith("  + The old council of Ash met on Tuesday")
    assert shown[3].endswith("…")
    assert "\x1b[31m" in "".join(edits_of(outcome, Paint(colour=True)))


def test_differences_name_fields_and_lines() -> None:
    """A record is compared field by field, and text line by line; what a release always changes is left out."""
    outcome = process(story("Ash"))
    earlier = json.loads(outcome.model_dump_json())
    earlier |= {"pipeline_version": "older", "text": "Another text.", "links": ["https://a.example/"]}
    found = change(json.dumps(earlier), outcome.model_dump_json())
    assert found is not None
    assert set(found.fields) == {"text", "links"}
    lines = list(against_earlier(json.dumps(earlier), outcome, PLAIN))
    assert "    - Another text." in lines
    assert "    - https://a.example/" in lines
    assert change(outcome.model_dump_json(), outcome.model_dump_json()) is None


def settings_from(text: str) -> Settings:
    """Load settings from a file with this text."""
    Path("copydesk.toml").write_text(text, encoding="utf-8")
    return load_settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("max_byte = 1", "unknown key 'max_byte'; did you mean 'max_bytes'?"),
        ("[sources.a]\narguments = ['b']\ncorn = '* * * * *'", "unknown key 'sources.a.corn'; did you mean 'cron'?"),
        ("[sources.a]\narguments = ['b']\ncron = 'every day'", "'every day' is no cron expression"),
        ("[sources.a]\narguments = ['b']\ncron = '0 6-24 * * *'", "24 is no hour, which is one from 0 to 23"),
        ("[sources.a]\narguments = []", "sources.a.arguments: "),
        ("timezone = 'Lisbon'", "'Lisbon' is no time zone"),
        ("max_bytes = 'much'", "max_bytes: "),
        ("desk = ", "copydesk.toml: "),
    ],
)
def test_wrong_settings_name_the_key_and_the_way_out(text: str, message: str) -> None:
    """A wrong setting is an error that names file, key and what was probably meant."""
    with pytest.raises(WrongSettingsError) as caught:
        settings_from(text)
    assert message in str(caught.value)
    assert str(caught.value).startswith("copydesk.toml: ")


@pytest.mark.parametrize("cron", ["*/15 6-22 * * mon-fri", "0 0 31 12 7", "5,35 0-23/2 1,15 jan *", "0 0 * * 5#2"])
def test_cron_expressions_are_taken(cron: str) -> None:
    """Steps, ranges, lists and names of a cron expression are no numbers out of place."""
    assert settings_from(f"[sources.a]\narguments = ['b']\ncron = '{cron}'").sources["a"].cron == cron


def test_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """COPYDESK_MAX_BYTES replaces the file's max_bytes; what neither says has its default."""
    monkeypatch.setenv("COPYDESK_MAX_BYTES", "5")
    settings = settings_from("max_bytes = 7\nbatch_documents = 3")
    assert (settings.max_bytes, settings.limits.documents) == (5, 3)
    assert settings.limits.content_bytes == Limits().content_bytes
    assert settings_from("").desk == Path("desk")


def test_desk_is_relative_to_the_settings_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings of another folder name a desk in that folder; one that is not there is an error."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "news.toml").write_text('desk = "news"', encoding="utf-8")
    monkeypatch.setenv("COPYDESK_CONFIG", str(tmp_path / "etc" / "news.toml"))
    assert load_settings().desk == tmp_path / "etc" / "news"
    monkeypatch.setenv("COPYDESK_CONFIG", "gone.toml")
    with pytest.raises(WrongSettingsError, match=r"gone\.toml"):
        load_settings()


def test_example_settings_name_every_key() -> None:
    """copydesk.example.toml is valid, and names every key there is with its default."""
    text = (ROOT / "copydesk.example.toml").read_text(encoding="utf-8")
    settings = settings_from(text)
    assert settings.model_dump(exclude={"sources"}) == Settings().model_dump(exclude={"sources"})
    for key in (*Settings.model_fields, *FetchingSettings.model_fields, *SourceSettings.model_fields):
        assert re.search(rf"^(# )?{key} = |^\[(\w+\.)?{key}[.\]]", text, re.MULTILINE), key


def test_deployment_file_fits_the_flow() -> None:
    """prefect.yaml deploys flows that are there, with parameters that they take, and holds no path of a machine."""
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    pinned = next(
        line
        for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
        if line.startswith("prefect==")
    )
    plan = yaml.safe_load(text)
    assert plan["prefect-version"] == pinned.removeprefix("prefect==")
    for deployment in plan["deployments"]:
        path, _, name = deployment["entrypoint"].partition(":")
        source = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name}(" in source
        for parameter in deployment["parameters"]:
            assert f"    {parameter}: " in source
        assert all(schedule["cron"] for schedule in deployment["schedules"])
    assert not [word for word in text.split() if word.startswith("/")]


def test_no_file_in_flows_hides_a_module() -> None:
    """Prefect puts flows/ on the path when it loads a flow by its file; nothing that others import is found there."""
    taken = (
        set(sys.stdlib_module_names) | set(packages_distributions()) | {"clean", "models", "parsers", "raw", "flows"}
    )
    assert {path.stem for path in (ROOT / "flows").iterdir()} & taken == set()


def test_the_version_covers_what_shapes_outcomes_and_not_what_keeps_them() -> None:
    """Every rule, parser and weight is part of the pipeline version, and no file of the store is."""
    covered = set(shaping_files())
    assert {ROOT / "clean/spacing/spaces.py", *ROOT.glob("clean/rules/*.py")} <= covered
    assert {*ROOT.glob("parsers/**/*.py"), *ROOT.glob("clean/weights/*")} <= covered
    assert covered.isdisjoint(ROOT.glob("clean/store/**/*"))


def test_reasons_are_told_by_their_names(desk: Desk) -> None:
    """A summary counts rejections by the enumerated reason."""
    assert set(ingest_documents(desk, [empty("a")]).reasons) <= {reason.value for reason in Reason}
