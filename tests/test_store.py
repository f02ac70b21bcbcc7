import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import clean.store.database
from clean.record.entry import entry
from clean.store import CleanStore, Received
from clean.store.database import open_database
from clean.store.tables import HEAD, tables_with_indexes
from models import Article, NewerReleaseError, Paragraph, Reason, Rejection, Source, Stage, read_outcome
from tests.figures import NO_MATTER_WHICH

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a store that is not there yet, on each database that there is."""
    if request.param == "postgresql":
        address: str = request.getfixturevalue("postgres_database")
        return address
    return f"sqlite:///{tmp_path / 'copydesk.db'}"


@pytest.fixture
def store(url: str) -> Iterator[CleanStore]:
    """An empty store."""
    with CleanStore(url) as opened:
        yield opened


def received(uri: str, content: str) -> Received:
    """Bytes, named by a letter, from an address."""
    return Received(raw_sha256=content * 64, source=Source(uri=uri, media_type="text/plain"))


def article(name: str, item: Received, *, version: str = "1", text: str = "Body.") -> Article:
    """The article made of them."""
    return Article(
        id=name,
        pipeline_version=version,
        raw_sha256=item.raw_sha256,
        source=item.source,
        paragraphs=(Paragraph(text=text),),
        text=text,
        quality=NO_MATTER_WHICH,
    )


def rejection(name: str, item: Received, *, version: str = "1") -> Rejection:
    """The rejection they end as."""
    return Rejection(
        id=name,
        pipeline_version=version,
        raw_sha256=item.raw_sha256,
        source=item.source,
        stage=Stage.PARSE,
        reason=Reason.EMPTY,
        detail="it is empty",
    )


def unreceived(name: str, uri: str) -> Rejection:
    """The rejection of what never arrived."""
    return Rejection(
        id=name,
        pipeline_version="1",
        raw_sha256=None,
        source=Source(uri=uri),
        stage=Stage.RAW,
        reason=Reason.HTTP_STATUS,
        detail="the server answered 404",
    )


def record_all(
    store: CleanStore, outcomes: list[tuple[Received, Article | Rejection]], *, at: datetime = NOON
) -> list[str]:
    """Take documents in and keep their outcomes, as a run does; give the keys that were not handled before."""
    version = outcomes[0][1].pipeline_version
    run = store.begin_run("test", pipeline_version=version, at=at)
    todo = store.admit([item for item, _ in outcomes], pipeline_version=version, at=at).new
    store.save([(item.key, entry(outcome)) for item, outcome in outcomes if item.key in todo], run=run, at=at)
    return todo


def exported(store: CleanStore) -> list[str]:
    """The ids and texts of the articles given out."""
    records = [read_outcome(line) for line in store.export("article")]
    return [f"{record.id}: {record.text}" for record in records if isinstance(record, Article)]


def test_tables_are_those_of_the_newest_migration(url: str) -> None:
    """The migrations lead to exactly the tables that the code uses, and HEAD is their last step."""
    engine = open_database(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables_with_indexes()) == []
    engine.dispose()
    migrations = Path(clean.store.database.__file__).parent / "migrations"
    assert ScriptDirectory(str(migrations)).get_current_head() == HEAD


def test_second_opening_runs_no_migration(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that is up to date opens without Alembic."""
    CleanStore(url).close()
    monkeypatch.setattr(clean.store.database, "_migrate", lambda _: pytest.fail("migrated again"))
    CleanStore(url).close()


def test_newer_database_is_refused(url: str) -> None:
    """A store that a newer release wrote is left alone, and the message says what to do."""
    CleanStore(url).close()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerReleaseError, match="upgrade"):
        CleanStore(url)


def test_document_is_handled_once_per_version(store: CleanStore) -> None:
    """The same bytes from the same address are asked for again only by another pipeline version."""
    item = received("a.txt", "a")
    assert record_all(store, [(item, article("A", item))]) == [item.key]
    assert record_all(store, [(item, article("A", item))]) == []
    assert record_all(store, [(item, article("A", item, version="2"))]) == [item.key]


def test_earlier_rejections_are_told(store: CleanStore) -> None:
    """Who takes the same documents in again learns how many of them were rejected before."""
    good, bad = received("a.txt", "a"), received("b.txt", "b")
    record_all(store, [(good, article("A", good)), (bad, rejection("B", bad))])
    admission = store.admit([good, bad], pipeline_version="1", at=NOON)
    assert (admission.new, admission.rejected_before) == ([], 1)


def test_admitted_document_waits_for_its_outcome(store: CleanStore) -> None:
    """A document whose run was cut off is found again, with the facts of its source."""
    item = received("a.txt", "a")
    store.admit([item], pipeline_version="1", at=NOON)
    assert store.waiting() == [item.key]
    assert store.received([item.key, "gone"]) == [item]
    record_all(store, [(item, rejection("A", item))])
    assert store.waiting() == []


def test_newest_bytes_are_exported(store: CleanStore) -> None:
    """Of one id the newest bytes are given out, also when a page goes back to what it said before."""
    old, new = received("https://a.example/1", "a"), received("https://a.example/1", "b")
    record_all(store, [(old, article("A", old, text="Old."))])
    record_all(store, [(new, article("A", new, text="New."))], at=NOON + timedelta(hours=1))
    assert exported(store) == ["A: New."]
    record_all(store, [(old, article("A", old, text="Old."))], at=NOON + timedelta(hours=2))
    assert exported(store) == ["A: Old."]


def test_newest_pipeline_is_exported(store: CleanStore) -> None:
    """Of one document the version that handled it last counts, also after a step back to an earlier release."""
    item = received("a.txt", "a")
    record_all(store, [(item, article("A", item, text="One."))])
    record_all(store, [(item, article("A2", item, version="2", text="Two."))])
    assert exported(store) == ["A2: Two."]
    record_all(store, [(item, article("A", item, text="One."))])
    assert exported(store) == ["A: One."]


def test_same_bytes_from_two_addresses_are_exported_once(store: CleanStore) -> None:
    """Two copies of a file are one article, told by the first address whichever was read first."""
    first, second = received("a.txt", "a"), received("b.txt", "a")
    record_all(store, [(second, article("A", second, text="b"))])
    record_all(store, [(first, article("A", first, text="a"))])
    record_all(store, [(second, article("A", second, text="b"))], at=NOON + timedelta(hours=1))
    assert exported(store) == ["A: a"]


def test_an_article_is_not_hidden_by_its_bytes_under_a_name_that_is_refused(store: CleanStore) -> None:
    """The same bytes as "a.eml" may be refused; the article that "b.txt" became is exported all the same."""
    refused, read = received("a.eml", "a"), received("b.txt", "a")
    record_all(store, [(read, article("A", read, text="b"))])
    record_all(store, [(refused, rejection("A", refused))], at=NOON + timedelta(hours=1))
    assert exported(store) == ["A: b"]


def test_arrival_supersedes_a_rejection_without_bytes(store: CleanStore) -> None:
    """What could not be got is listed until something arrives from its address."""
    run = store.begin_run("test", pipeline_version="1", at=NOON)
    store.admit_unreceived([unreceived("U", "a.txt"), unreceived("V", "b.txt")], run=run, at=NOON)
    store.admit_unreceived([unreceived("U", "a.txt")], run=run, at=NOON)
    assert [read_outcome(line).id for line in store.export("rejection")] == ["U", "V"]
    item = received("a.txt", "a")
    record_all(store, [(item, article("A", item))])
    assert [read_outcome(line).id for line in store.export("rejection")] == ["V"]


def test_failed_fetch_hides_no_article(store: CleanStore) -> None:
    """An article stays exported when its address does not answer later, and its id is given out once."""
    item = received("https://a.example/1", "a")
    record_all(store, [(item, article("A", item))])
    run = store.begin_run("test", pipeline_version="1", at=NOON)
    store.admit_unreceived([unreceived("A", "https://a.example/1")], run=run, at=NOON)
    assert exported(store) == ["A: Body."]
    assert list(store.export("rejection")) == []


def test_new_bytes_that_are_rejected_replace_the_article(store: CleanStore) -> None:
    """An id has one exported outcome, be it an article or a rejection."""
    old, new = received("https://a.example/1", "a"), received("https://a.example/1", "b")
    record_all(store, [(old, article("A", old))])
    record_all(store, [(new, rejection("A", new))], at=NOON + timedelta(hours=1))
    assert exported(store) == []
    assert [read_outcome(line).raw_sha256 for line in store.export("rejection")] == [new.raw_sha256]


def test_forgetting_leaves_no_trace_in_the_file(store: CleanStore, tmp_path: Path) -> None:
    """After `forget` no row and no byte of the article's text is left in the database's files."""
    secret, other = received("a.txt", "a"), received("b.txt", "b")
    secret_text = "The witness is called Perpetua Nightingale."
    record_all(store, [(secret, article("A", secret, text=secret_text)), (other, article("B", other))])
    assert store.bytes_only_of("A") == [secret.raw_sha256]
    assert store.forget("A", at=NOON) == 2
    assert exported(store) == ["B: Body."]
    assert store.forget("A", at=NOON) == 0
    store.close()
    assert not [file for file in tmp_path.iterdir() if b"Nightingale" in file.read_bytes()]


def test_bytes_of_another_document_are_kept(store: CleanStore) -> None:
    """Bytes that another article came from, or that wait for their outcome, are not given for removal."""
    mine, shared, waiting = (
        received("https://a.example/1", "a"),
        received("https://a.example/2", "a"),
        received("c", "b"),
    )
    again = received("https://a.example/3", "b")
    record_all(store, [(mine, article("A", mine)), (shared, article("B", shared)), (again, article("A", again))])
    assert store.bytes_only_of("A") == ["b" * 64]
    store.admit([waiting], pipeline_version="1", at=NOON)
    assert store.bytes_only_of("A") == []


def test_forgotten_document_stays_forgotten(store: CleanStore) -> None:
    """A batch that was under way when its document was forgotten does not bring it back."""
    item, other = received("a.txt", "a"), received("b.txt", "b")
    record_all(store, [(item, article("A", item))])
    store.forget("A", at=NOON)
    run = store.begin_run("test", pipeline_version="1", at=NOON)
    store.admit([other], pipeline_version="1", at=NOON)
    store.save([(item.key, entry(article("A", item))), (other.key, entry(article("B", other)))], run=run, at=NOON)
    assert exported(store) == ["B: Body."]


def test_documents_are_found_by_id_bytes_and_outcome(store: CleanStore) -> None:
    """`keys_of` takes an id, also one of an earlier version, or the SHA-256 of the bytes; `keys` takes a kind."""
    good, bad = received("a.txt", "a"), received("b.txt", "b")
    record_all(store, [(good, article("A", good)), (bad, rejection("B", bad))])
    record_all(store, [(good, article("A2", good, version="2"))])
    assert store.keys_of("A") == store.keys_of("A2") == store.keys_of("a" * 64) == [good.key]
    assert list(store.keys(outcome="rejection")) == [bad.key]
    assert list(store.keys()) == sorted([good.key, bad.key])
    assert read_outcome(store.records([good.key])[good.key]).id == "A2"
    assert store.ids_like("A") == ["A2"]


STEPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("12"), st.booleans()), max_size=12
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_each_id_is_exported_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str, bool]]
) -> None:
    """Whatever was ingested in whatever order, each id is given out once, and it is the last bytes seen."""
    expected: dict[str, str] = {}
    with CleanStore(f"sqlite:///{tmp_path_factory.mktemp('store') / 'copydesk.db'}") as store:
        for hour, (address, content, version, accepted) in enumerate(steps):
            item = received(f"https://{address}.example/1", content)
            outcome = (article if accepted else rejection)(address, item, version=version)
            record_all(store, [(item, outcome)], at=NOON + timedelta(hours=hour))
            expected[address] = item.raw_sha256
        records = [read_outcome(line) for kind in ("article", "rejection") for line in store.export(kind)]
    assert {record.id: record.raw_sha256 for record in records} == expected
    assert len(records) == len(expected)


def together(url: str, documents: int) -> None:
    """Let two writers and a reader meet over the same documents, each in a process of its own."""
    CleanStore(url).close()
    command = [sys.executable, "-m", "tests.crowd"]
    crowd = [
        subprocess.Popen(
            [*command, role, url, "--documents", str(documents)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for role in ("Ash", "Birch", "reader")
    ]
    assert [running.communicate() for running in crowd] == [(b"done", b"")] * 3
    with CleanStore(url) as store:
        assert len(list(store.export("article"))) == documents
        assert store.waiting() == []
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_two_writers_and_a_reader(url: str) -> None:
    """Two runs that handle the same documents at once, and who exports meanwhile, are never turned away."""
    together(url, 1_000)


def test_the_fingerprint_is_that_of_what_is_given_out(store: CleanStore) -> None:
    """It stays while documents are only seen again, and changes with their order, a record, a rejection, a takedown."""
    early, late = received("a.txt", "a"), received("b.txt", "b")
    record_all(store, [(early, article("x", early))])
    record_all(store, [(late, article("x", late, text="Later."))], at=NOON + timedelta(hours=1))
    seen = [store.fingerprint()]
    store.admit([late], pipeline_version="1", at=NOON + timedelta(hours=2))
    assert store.fingerprint() == seen[0]
    store.admit([early], pipeline_version="1", at=NOON + timedelta(hours=3))
    seen.append(store.fingerprint())
    record_all(store, [(early, article("x", early, version="2", text="Anew."))], at=NOON + timedelta(hours=4))
    seen.append(store.fingerprint())
    run = store.begin_run("test", pipeline_version="2", at=NOON)
    store.admit_unreceived([unreceived("y", "gone.txt")], run=run, at=NOON)
    seen.append(store.fingerprint())
    store.forget("x", at=NOON)
    seen.append(store.fingerprint())
    assert len(set(seen)) == len(seen)


@pytest.mark.torture
def test_fifty_thousand_upserts_by_two_writers(url: str) -> None:
    """Nor are they over fifty thousand outcomes."""
    together(url, 25_000)


def test_a_run_knows_what_it_made(store: CleanStore) -> None:
    """A run gives the documents whose outcome it made; what a later run made anew is that run's."""
    item, other = received("a.txt", "a"), received("b.txt", "b")
    record_all(store, [(item, article("x", item)), (other, article("y", other))])
    record_all(store, [(item, article("x", item, version="2", text="Better."))], at=NOON + timedelta(hours=1))
    newer, older = store.runs()
    assert [newer.pipeline_version, older.pipeline_version] == ["2", "1"]
    assert list(store.made_in(newer.id)) == [item.key]
    assert sorted(store.made_in(older.id)) == sorted([item.key, other.key])
    made = read_outcome(store.records_of_run(older.id, [item.key])[item.key])
    assert isinstance(made, Article)
    assert made.text == "Body."


def test_a_version_keeps_what_it_made(store: CleanStore) -> None:
    """The record that an earlier version made of a document can still be had."""
    item = received("a.txt", "a")
    for version in ("1", "2"):
        record_all(store, [(item, article("x", item, version=version, text=f"By {version}."))])
    assert store.versions() == ["1", "2"]
    assert '"By 1."' in store.records_of_version("1", [item.key])[item.key]
    assert store.records_of_version("3", [item.key]) == {}


def test_a_run_knows_what_never_arrived(store: CleanStore) -> None:
    """The rejections of what did not arrive are the run's until it arrives."""
    run = store.begin_run("test", pipeline_version="1", at=NOON)
    store.admit_unreceived([unreceived("u", "https://example.org/gone")], run=run, at=NOON)
    assert len(store.unreceived_in(run)) == 1
