import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from raw.content_coding import CODINGS, DamagedError, TooLargeError, UnknownCodingError, unpacked

try:
    from compression import zstd
except ImportError:
    from backports import zstd

STORY = b"The ferry sailed at nine, and nobody was on it. " * 50
MEGABYTE = 1_000_000


def bare_deflate(content: bytes) -> bytes:
    """Pack without the wrapping that the standard asks for, as some servers do."""
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


PACKED: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", bare_deflate),
    ("br", brotli.compress),
    ("zstd", zstd.compress),
)


def test_every_coding_is_tried() -> None:
    """There is a test for each coding that is asked for."""
    assert {name for name, _ in PACKED} == set(CODINGS)


@pytest.mark.parametrize(("coding", "pack"), PACKED)
def test_what_was_packed_comes_out(coding: str, pack: Callable[[bytes], bytes]) -> None:
    """Each coding is undone, up to the cap and not a byte further, an empty text and an empty body too."""
    assert unpacked(pack(STORY), coding.upper(), len(STORY)) == STORY
    assert unpacked(pack(b""), coding, 0) == unpacked(b"", coding, 0) == b""
    for cap in (0, 1, len(STORY) - 1):
        with pytest.raises(TooLargeError):
            unpacked(pack(STORY), coding, cap)


@pytest.mark.parametrize(("coding", "pack"), PACKED)
def test_body_that_was_cut_off_is_damaged(coding: str, pack: Callable[[bytes], bytes]) -> None:
    """Wherever a packed body ends too early, it is not taken for a whole one."""
    whole = pack(STORY)
    for end in range(1, len(whole)):
        with pytest.raises(DamagedError):
            unpacked(whole[:end], coding, MEGABYTE)


@pytest.mark.parametrize("coding", sorted(CODINGS))
@given(junk=st.binary(min_size=1, max_size=200))
def test_junk_is_damaged_or_small(coding: str, junk: bytes) -> None:
    """No bytes raise anything but what they are expected to."""
    with suppress(DamagedError, TooLargeError):
        assert len(unpacked(junk, coding, 1000)) <= 1000


def test_pieces_that_follow_each_other_are_one_body() -> None:
    """Members of gzip and zstd frames may stand one after another; padding behind gzip is none of it."""
    for coding, pack in (("gzip", gzip.compress), ("zstd", zstd.compress)):
        assert unpacked(pack(STORY) + pack(b"") + pack(STORY), coding, MEGABYTE) == STORY * 2
        with pytest.raises(TooLargeError):
            unpacked(pack(STORY) * 100, coding, 99 * len(STORY))
    assert unpacked(gzip.compress(STORY) + bytes(10), "gzip", MEGABYTE) == STORY


def test_layers_are_undone_from_the_outside() -> None:
    """What was packed twice is unpacked twice; five times, or in an unknown way, is refused."""
    assert unpacked(brotli.compress(gzip.compress(STORY)), "gzip, identity, br", MEGABYTE) == STORY
    for header in ("gzip, gzip, gzip, gzip", "compress", "gzip, dcb"):
        with pytest.raises(UnknownCodingError):
            unpacked(STORY, header, MEGABYTE)


@pytest.mark.parametrize(("coding", "pack"), PACKED)
def test_bomb_is_stopped(coding: str, pack: Callable[[bytes], bytes]) -> None:
    """A hundred megabytes that were packed to little cost no more than the cap, in layers neither."""
    bomb = pack(bytes(100 * MEGABYTE)) if coding != "br" else brotli.compress(bytes(100 * MEGABYTE), quality=1)
    twice = pack(bomb)
    started = perf_counter()
    for body, header in ((bomb, coding), (twice, f"{coding}, {coding}")):
        with pytest.raises(TooLargeError):
            unpacked(body, header, MEGABYTE)
    assert perf_counter() - started < 1


def test_zstd_asks_for_no_gigabytes() -> None:
    """A frame that wants a window of more than 8 MiB is refused before it is given one."""
    options = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.content_size_flag: 0}
    packing = zstd.ZstdCompressor(options=options)
    frame = packing.compress(STORY) + packing.flush()
    with pytest.raises(DamagedError):
        unpacked(frame, "zstd", MEGABYTE)
