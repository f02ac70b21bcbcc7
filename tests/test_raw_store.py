import errno
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from fsspec import filesystem
from hypothesis import given, settings
from hypothesis import strategies as st

from models import RawDocument, Source
from raw import store as store_module
from raw.bucket import RawBucket
from raw.store import BytesCorruptError, BytesMissingError, RawStore

ROOT = Path(__file__).parent.parent


def raw(content: bytes) -> RawDocument:
    """Give a document of these bytes."""
    return RawDocument(content=content, source=Source(uri="story.txt"))


def files(folder: Path) -> list[str]:
    """List the files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_bytes_come_back_exactly(tmp_path: Path) -> None:
    """What is put under a hash is what that hash gives."""
    store = RawStore(tmp_path / "raw")
    content = b"\x00 line\r\n\xff"
    key = store.put(raw(content))
    assert key == sha256(content).hexdigest()
    assert store.get(key) == content
    assert files(store.folder) == [f"{key[:2]}/{key}"]


@settings(max_examples=20, deadline=None)  # each example waits for a disk
@given(contents=st.sets(st.binary(max_size=40), max_size=8))
def test_store_holds_what_was_put_and_nothing_else(
    contents: set[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Iteration gives every hash once, in order."""
    store = RawStore(tmp_path_factory.mktemp("raw"))
    keys = [store.put(raw(content)) for content in contents for _ in "ab"]
    assert list(store) == sorted(set(keys))
    assert all(key in store for key in keys)


@pytest.fixture
def bucket() -> Iterator[RawBucket]:
    """An object store in memory."""
    store = RawBucket("memory://desk/raw/")
    yield store
    for key in store:
        store.delete(key)


def test_an_object_store_keeps_what_a_folder_keeps(bucket: RawBucket, tmp_path: Path) -> None:
    """Put, get, list and delete do in an object store what they do in a folder, at the same places."""
    contents = [b"one", b"two", b""]
    for store in (bucket, RawStore(tmp_path)):
        keys = [store.put(raw(content)) for content in contents * 2]
        assert list(store) == sorted(set(keys))
        assert [store.get(key) for key in keys[:3]] == contents
        assert keys[0] in store
        assert "no hash" not in store
        assert store.holds(raw(b"one"))
        store.delete(keys[0])
        store.delete(keys[0])
        assert keys[0] not in store
        assert not store.holds(raw(b"one"))
        with pytest.raises(BytesMissingError, match="does not hold"):
            store.get(keys[0])
    assert files(tmp_path) == [bucket._object(key).removeprefix("/desk/raw/") for key in bucket]  # noqa: SLF001
    assert bucket.file_of(keys[1]) is None


def test_bytes_of_an_earlier_desk_are_found_and_removed(tmp_path: Path, bucket: RawBucket) -> None:
    """What an earlier release kept two folders deep is read, listed, not written again, and forgotten for good."""
    store = RawStore(tmp_path)
    key, other = sorted(store.put(raw(content)) for content in (b"one", b"two"))
    earlier = tmp_path / key[:2] / key[2:4] / key
    earlier.parent.mkdir()
    (tmp_path / key[:2] / key).rename(earlier)
    content = store.get(key)
    assert (store.file_of(key), key in store, list(store)) == (earlier, True, [key, other])
    store.put(raw(content))
    assert len(files(tmp_path)) == 2
    store.delete(key)
    assert (files(tmp_path), key in store) == ([f"{other[:2]}/{other}"], False)
    filesystem("memory").pipe_file(f"/desk/raw/{key[:2]}/{key[2:4]}/{key}", content)
    assert (bucket.get(key), key in bucket, list(bucket)) == (content, True, [key])
    bucket.delete(key)
    assert list(bucket) == []


def test_a_damaged_object_is_told_and_replaced(bucket: RawBucket) -> None:
    """Bytes that changed are not given out, and what has another size is written again."""
    key = bucket.put(raw(b"story"))
    bucket._files.pipe_file(bucket._object(key), b"stori")  # noqa: SLF001
    with pytest.raises(BytesCorruptError, match="memory://desk/raw"):
        bucket.get(key)
    bucket._files.pipe_file(bucket._object(key), b"st")  # noqa: SLF001
    bucket.put(raw(b"story"))
    assert bucket.get(key) == b"story"


def test_opening_a_store_creates_nothing(tmp_path: Path) -> None:
    """A store that is only read leaves no trace."""
    store = RawStore(tmp_path / "raw")
    assert list(store) == []
    assert "0" * 64 not in store
    assert not store.folder.exists()


def test_same_bytes_are_written_once(tmp_path: Path) -> None:
    """Putting bytes again leaves their file as it is."""
    store = RawStore(tmp_path)
    key = store.put(raw(b"once"))
    path = tmp_path / key[:2] / key
    before = path.stat()
    store.put(raw(b"once"))
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_file_of_another_size_is_replaced(tmp_path: Path) -> None:
    """A file that a damaged disk cut short is made whole by the next put."""
    store = RawStore(tmp_path)
    key = store.put(raw(b"whole"))
    (tmp_path / key[:2] / key).write_bytes(b"who")
    store.put(raw(b"whole"))
    assert store.get(key) == b"whole"


def test_missing_and_corrupt_bytes_are_told_apart(tmp_path: Path) -> None:
    """Bytes that are gone and bytes that are wrong are errors of their own, with the way out."""
    store = RawStore(tmp_path)
    key = store.put(raw(b"right"))
    (tmp_path / key[:2] / key).write_bytes(b"wrong")
    with pytest.raises(BytesCorruptError, match="ingest its source again"):
        store.get(key)
    store.delete(key)
    with pytest.raises(BytesMissingError, match="ingest its source again"):
        store.get(key)
    assert key not in store
    store.delete(key)


@pytest.mark.parametrize("key", ["", "abc", "A" * 64, "../" * 22, "0" * 63 + "/", "0" * 64 + "\n"])
def test_only_a_hash_is_a_key(tmp_path: Path, key: str) -> None:
    """No key leads out of the store."""
    store = RawStore(tmp_path)
    assert key not in store
    with pytest.raises(ValueError, match="no SHA-256"):
        store.get(key)
    with pytest.raises(ValueError, match="no SHA-256"):
        store.delete(key)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    """When the disk is full, the error says so and names the file, and no part of the bytes stays."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = RawStore(tmp_path)
    store.put(raw(b"first"))
    before = files(tmp_path)
    target = (store_module.os, "fsync") if failing == "fsync" else (Path, "replace")
    with monkeypatch.context() as patch:
        # Folders are synced too: let only the file fail.
        patch.setattr(store_module, "sync_folder", lambda _: None)
        patch.setattr(*target, full)
        with pytest.raises(OSError, match="No space left on device: 6 bytes were not kept") as caught:
            store.put(raw(b"second"))
    assert caught.value.errno == errno.ENOSPC
    assert files(tmp_path) == before
    assert store.get(store.put(raw(b"second"))) == b"second"


def test_write_that_stops_half_way_leaves_nothing(tmp_path: Path) -> None:
    """A disk that takes the first bytes and no more keeps none of them."""
    store = RawStore(tmp_path)
    kept = store.put(raw(b"first"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="50,000 bytes were not kept") as caught:
            store.put(raw(b"x" * 50_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.errno == errno.EFBIG
    assert files(tmp_path) == [f"{kept[:2]}/{kept}"]


def test_killed_writer_leaves_whole_files_or_none(tmp_path: Path) -> None:
    """A process that is killed while it writes leaves nothing under a final name that is not whole."""
    program = (
        "import sys; from pathlib import Path; from models import RawDocument, Source\nfrom raw.store import RawStore\n"
        "store = RawStore(Path(sys.argv[1])); print('ready', flush=True)\n"
        "for n in range(10**6):\n"
        "    store.put(RawDocument(content=bytes(50_000) + str(n).encode(), source=Source(uri='x')))"
    )
    for delay in (0.0, 0.02, 0.05):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
            time.sleep(delay)
            writer.kill()
    store = RawStore(tmp_path)
    assert all(store.get(key) for key in store)
    assert all(path.stat().st_size for path in tmp_path.glob("??/??/*"))


def test_leftovers_of_a_crash_are_swept_when_old(tmp_path: Path) -> None:
    """A dead writer's temporary file goes after an hour; one that may still be written stays."""
    RawStore(tmp_path).put(raw(b"x"))
    old, young = tmp_path / "incoming" / "old", tmp_path / "incoming" / "young"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    store = RawStore(tmp_path)
    assert not old.exists()
    assert young.exists()
    assert len(list(store)) == 1


def test_many_writers_of_the_same_bytes_agree(tmp_path: Path) -> None:
    """Writers that meet over the same bytes leave one whole file."""
    stores = [RawStore(tmp_path) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda store: store.put(raw(b"shared" * 10_000)), stores * 4))
    assert len(keys) == 1
    assert stores[0].get(keys.pop()) == b"shared" * 10_000
    assert len(files(tmp_path)) == 1


def test_foreign_files_are_passed_over(tmp_path: Path) -> None:
    """Files that are not named by a hash are none of the store's."""
    store = RawStore(tmp_path)
    key = store.put(raw(b"x"))
    (tmp_path / key[:2] / "notes.txt").write_text("mine")
    (tmp_path / "readme").write_text("mine")
    assert list(store) == [key]
