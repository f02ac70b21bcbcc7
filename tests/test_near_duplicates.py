"""Texts that nearly repeat one another: how they are found, marked and exported."""

import random
from datetime import UTC, datetime
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clean.record.entry import Entry, entry
from clean.record.near_duplicates import ALIKE, LEAST_WORDS, WORDS, bands, resemblances, signature
from clean.store import CleanStore, Received
from models import Article, Source, read_outcome
from tests.crowd import article as plain_article

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
VOCABULARY = [
    f"{first}{second}" for first in ("har", "pier", "bo", "cou", "fer") for second in ("bour", "ry", "ard", "ncil")
]


def story(seed: int, words: int = 200) -> list[str]:
    """Draw the words of a story."""
    return random.Random(seed).choices([f"{word}{n}" for word in VOCABULARY for n in range(40)], k=words)


def edited(words: list[str], changes: int) -> list[str]:
    """Change so many words, far from one another."""
    step = len(words) // (changes + 1)
    return [
        f"x{word}" if changes and at % step == 1 and at // step < changes else word for at, word in enumerate(words)
    ]


def resemblance(one: list[str], other: list[str]) -> float:
    """Compute exactly what signatures estimate."""
    runs = [{tuple(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)} for words in (one, other)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


@pytest.mark.parametrize("changes", [0, 1, 3, 6, 12, 40])
def test_signatures_tell_how_much_texts_resemble(changes: int) -> None:
    """The estimate is within a tenth of the share of runs of words that two texts have in common."""
    one = story(1)
    other = edited(one, changes)
    first, second = signature(" ".join(one)), signature(" ".join(other))
    assert first
    assert second
    assert resemblances(first, [second])[0] == pytest.approx(resemblance(one, other), abs=0.1)


def test_case_and_marks_make_no_other_text() -> None:
    """Capitals, punctuation and line ends are no difference; scripts without spaces are compared by character."""
    text = " ".join(story(2))
    assert signature(text) == signature(text.upper().replace(" ", ",\n"))
    assert signature("橋の上で市長が話した。" * 5) is not None


def test_short_texts_are_copies_of_nothing() -> None:
    """Two lines of weather may be the same without one being the other's copy."""
    assert signature(" ".join(story(3, LEAST_WORDS - 1))) is None
    assert signature(" ".join(story(3, LEAST_WORDS))) is not None


def test_signatures_stay_what_they_are() -> None:
    """What a store keeps is compared with what later releases compute: these numbers are for ever."""
    kept = signature("The harbour board met on Tuesday and put off its decision on the new ferry pier, " * 3)
    assert kept
    assert sha256(kept).hexdigest()[:16] == "8a68fa8eff21f84b"
    assert len(set(bands(kept))) == 12
    assert all(-(2**63) <= value < 2**63 for value in bands(kept))


def keep(store: CleanStore, stories: list[tuple[int, list[str]]]) -> None:
    """Keep articles by number, as one run does."""
    run = store.begin_run("test", pipeline_version="1", at=NOON)
    items: list[Received] = []
    handled: list[tuple[str, Entry]] = []
    for number, words in stories:
        text = " ".join(words)
        source = Source(uri=f"https://harbour.example/{number}", media_type="text/plain")
        item = Received(raw_sha256=sha256(text.encode()).hexdigest(), source=source)
        items.append(item)
        made = plain_article(number, "nobody")
        paragraphs = (made.paragraphs[0].model_copy(update={"text": text}),)
        update = {"text": text, "paragraphs": paragraphs, "raw_sha256": item.raw_sha256, "source": source}
        handled.append((item.key, entry(made.model_copy(update=update))))
    store.admit(items, pipeline_version="1", at=NOON)
    store.save(handled, run=run, at=NOON)
    store.mark_near_duplicates()


def repeats(store: CleanStore) -> dict[str, str | None]:
    """Tell of each exported article which one it repeats."""
    records = [read_outcome(line) for line in store.export("article")]
    return {record.id: record.duplicate_of for record in records if isinstance(record, Article)}


@pytest.fixture(params=["sqlite", "postgresql"])
def store(tmp_path: Path, request: pytest.FixtureRequest) -> CleanStore:
    """An empty store on each database that there is."""
    if request.param == "postgresql":
        address: str = request.getfixturevalue("postgres_database")
        return CleanStore(address)
    return CleanStore(tmp_path / "copydesk.db")


def test_copies_are_marked_and_kept(store: CleanStore) -> None:
    """An article that nearly repeats another is exported all the same, and says which one it repeats."""
    with store:
        first, other = story(4), story(5)
        keep(store, [(1, first), (2, edited(first, 2)), (3, other)])
        keep(store, [(4, edited(first, 1)), (5, other)])
        one, three = "00000001", "00000003"
        assert repeats(store) == {one: None, "00000002": one, three: None, "00000004": one, "00000005": three}


def test_an_article_is_no_copy_of_its_own_earlier_version(store: CleanStore) -> None:
    """A page that changed a word keeps its id, and repeats nothing."""
    with store:
        first = story(6)
        keep(store, [(1, first)])
        keep(store, [(1, edited(first, 1))])
        assert repeats(store) == {"00000001": None}


def test_forgetting_takes_the_marks_along(store: CleanStore) -> None:
    """Of a forgotten article nothing is left to be repeated."""
    with store:
        first = story(7)
        keep(store, [(1, first), (2, edited(first, 1))])
        store.forget("00000001", at=NOON)
        assert repeats(store) == {"00000002": None}


def test_thousands_of_copies_take_no_longer_than_other_articles(tmp_path: Path) -> None:
    """What is sent out over and over is compared with the first copies only."""
    with CleanStore(tmp_path / "copydesk.db") as store:
        first = story(8)
        keep(store, [(number, edited(first, number % 3)) for number in range(1_000)])
        marks = repeats(store)
        assert marks.pop("00000000") is None
        assert set(marks.values()) == {"00000000"}


CHAINS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4)), min_size=2, max_size=8, unique=True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chain=CHAINS, seed=st.integers(0, 99))
def test_order_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, chain: list[tuple[int, int]], seed: int
) -> None:
    """Whoever comes first and in however many runs, the same articles repeat the same one."""
    stories = [(nth, edited(story(which), changes)) for nth, (which, changes) in enumerate(chain)]
    results = []
    for turn in range(2):
        order = random.Random(seed + turn).sample(stories, len(stories))
        cut = random.Random(seed + turn).randrange(len(order))
        with CleanStore(tmp_path_factory.mktemp("store") / "copydesk.db") as store:
            keep(store, order[:cut])
            keep(store, order[cut:])
            results.append(repeats(store))
    assert results[0] == results[1]
    for (one, words), (other, others) in combinations(stories, 2):
        names = [results[0][f"{number:08}"] or f"{number:08}" for number in (one, other)]
        if resemblance(words, others) > ALIKE + 0.1:
            assert names[0] == names[1]
        elif resemblance(words, others) < 0.3:
            assert names[0] != names[1]
