"""Files that are still being written, and files elsewhere."""

import logging
import os
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest

from models import RawDocument, Reason, Unreceived
from raw.reception import Reception
from raw.sources import open_source, settling

NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
STORY = b"The ferry sailed at nine. Nobody was on it.\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def opened(argument: str, settle_seconds: float = 0, max_bytes: int = 10_000) -> list[RawDocument | Unreceived]:
    """Open a source to its end."""
    return list(open_source(argument, Reception(lambda: NOON, max_bytes=max_bytes, settle_seconds=settle_seconds)))


def shown(argument: str, settle_seconds: float = 0) -> list[str]:
    """Give where the documents of a source came from; a refusal with its reason."""
    return [
        one.source.uri if isinstance(one, RawDocument) else f"{one.source.uri} {one.refusal.reason}"
        for one in opened(argument, settle_seconds)
    ]


def test_file_that_is_being_written_is_waited_for() -> None:
    """A file that grows comes in whole, after its neighbours; one that is called unfinished stays out."""
    Path("n").mkdir()
    for name in ("a.txt", "z.txt", "b.txt.part", "c.crdownload"):
        Path("n", name).write_bytes(STORY)
        os.utime(Path("n", name), (1, 1))
    begun = Event()

    def write() -> None:
        with Path("n/grows.txt").open("wb", buffering=0) as file:
            for _ in range(8):
                file.write(STORY)
                begun.set()
                time.sleep(0.1)

    writer = Thread(target=write)
    writer.start()
    assert begun.wait(5)
    documents = opened("n", settle_seconds=0.5)
    writer.join()
    assert [one.source.uri for one in documents] == ["n/a.txt", "n/z.txt", "n/grows.txt"]
    assert isinstance(documents[-1], RawDocument)
    assert documents[-1].content == STORY * 8


def test_file_that_never_settles_is_left_to_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes at every look is told, and one that vanished meanwhile is none."""
    Path("n").mkdir()
    for name in ("log.txt", "gone.txt", "good.txt"):
        Path("n", name).write_bytes(STORY)
    looks: list[float] = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        Path("n/gone.txt").unlink(missing_ok=True)
        Path("n/log.txt").write_bytes(STORY * len(looks))
        os.utime("n/log.txt", (len(looks), len(looks)))

    monkeypatch.setattr(settling.time, "sleep", sleep)
    monkeypatch.setattr(settling.time, "time", lambda: 0.0)
    answers = opened("n", settle_seconds=3)
    assert [one.source.uri for one in answers] == ["n/good.txt", "n/log.txt"]
    assert isinstance(answers[1], Unreceived)
    assert "next run" in answers[1].refusal.detail
    assert looks == [3] * settling.PATIENCE


def test_settled_files_are_not_waited_for() -> None:
    """A folder in which nothing changed lately is read at once."""
    Path("n").mkdir()
    Path("n/a.txt").write_bytes(STORY)
    os.utime("n/a.txt", (1, 1))
    began = time.perf_counter()
    assert shown("n", settle_seconds=60) == ["n/a.txt"]
    assert time.perf_counter() - began < 5


def test_empty_folder_says_so(caplog: pytest.LogCaptureFixture) -> None:
    """A folder without documents is no fault, but nobody is left to wonder."""
    Path("n").mkdir()
    Path("n/.hidden").write_bytes(STORY)
    with caplog.at_level(logging.WARNING):
        assert shown("n") == []
    assert "n holds no documents" in caplog.text


@pytest.mark.parametrize("address", ["ftp://old.example/news/a.txt", "FTPS://me:hush@old.example/a", "sftp://x/y"])
def test_ftp_gets_the_way_out(address: str) -> None:
    """What is not fetched over FTP says what to do instead, and repeats no password."""
    (answer,) = opened(address)
    assert isinstance(answer, Unreceived)
    assert answer.refusal.reason is Reason.UNREACHABLE
    assert "name the file" in answer.refusal.detail
    assert "hush" not in answer.model_dump_json()


@pytest.fixture
def bucket() -> Iterator[None]:
    """Give a store in memory with a few files."""
    fsspec = pytest.importorskip("fsspec")
    files = fsspec.filesystem("memory")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("z.txt", STORY)
    for name, content in (
        ("b.txt", STORY),
        ("a/c.txt", STORY),
        ("d.zip", packed.getvalue()),
        ("big.txt", b"x" * 10_001),
    ):
        files.pipe_file(f"/news/{name}", content)
    yield
    files.rm("/news", recursive=True)


@pytest.mark.usefixtures("bucket")
def test_files_elsewhere_come_in_under_their_addresses() -> None:
    """A file, a folder and a pattern of a store that fsspec knows mean what they mean on disk."""
    assert shown("memory://news/b.txt") == ["memory:///news/b.txt"]
    assert shown("memory://news") == [
        "memory:///news/a/c.txt",
        "memory:///news/b.txt",
        "memory:///news/big.txt too_large",
        "memory:///news/d.zip!/z.txt",
    ]
    assert shown("memory://news/*.txt") == ["memory:///news/b.txt", "memory:///news/big.txt too_large"]
    assert shown("memory://news/none.txt") == ["memory://news/none.txt not_found"]
    (document,) = opened("memory://news/b.txt")
    assert isinstance(document, RawDocument)
    assert (document.content, document.source.media_type) == (STORY, "text/plain")


@pytest.mark.parametrize(
    "address", ["nosuch://bucket/a", "zip://a::memory://b", "s3://key:hush@bucket/a", "memory://[", "s3://b::http://x"]
)
def test_address_that_cannot_be_opened_is_told(address: str) -> None:
    """A missing driver, an address within an address, and keys where they do not belong are refused in words."""
    (answer,) = opened(address)
    assert isinstance(answer, Unreceived)
    assert answer.refusal.reason in {Reason.UNREACHABLE, Reason.NOT_FOUND}
    assert "hush" not in answer.model_dump_json()
