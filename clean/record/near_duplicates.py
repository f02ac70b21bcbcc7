"""Tells which texts nearly repeat one another: MinHash signatures, and bands by which alike ones are found.

A. Z. Broder, On the resemblance and containment of documents (1997); J. Leskovec, A. Rajaraman and J. D. Ullman, Mining
of Massive Datasets, chapter 3. Written out here because datasketch brings SciPy, which is larger than everything else
that is installed, for one integral; what is kept of it is three lines of NumPy.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING
from zlib import crc32

from clean.patterns import deferred

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

HASHES = 128
"""Length of a signature: the share of equal places tells the resemblance of two texts to within 0.035 at 0.8."""

BANDS = 12
BAND_ROWS = 7
"""Two texts are compared where one of 12 bands of 7 hashes is the same: of pairs at 0.8 that finds 94 %, at 0.9 all,
of pairs at 0.5 9 %."""

WORDS = 5
"""What is compared are runs of so many words."""

LEAST_WORDS = 25
"""Shorter texts (a result, a line about the weather) are alike without one being the other's copy."""

ALIKE = 0.8
"""The resemblance (shared runs of words, of all that either has) from which one text nearly repeats another."""

# One word, or one character of a script that sets no spaces: "pier", "橋"; not a comma.
WORD = deferred(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


def signature(text: str) -> bytes | None:
    """Give a text's MinHash signature, 128 numbers of 32 bits; None for a text that is too short to tell.

    >>> signature("Rain is expected by evening.") is None
    True
    """
    words = WORD.findall(text.casefold())
    if len(words) < LEAST_WORDS:
        return None
    import numpy as np

    joined = b" %b " % " ".join(words).encode("utf-8", "surrogatepass")
    spaces = np.flatnonzero(np.frombuffer(joined, np.uint8) == ord(" ")).tolist()
    # A run that comes again changes nothing.
    runs = (joined[before + 1 : behind] for before, behind in zip(spaces, spaces[WORDS:], strict=False))
    hashed = np.fromiter(map(crc32, runs), np.uint64)
    factors, summands = _functions()
    least = np.full(HASHES, np.iinfo(np.uint64).max, np.uint64)
    for some in np.array_split(hashed, len(hashed) // 4096 + 1):
        values = np.multiply.outer(factors, some)
        values += summands[:, None]
        least = np.minimum(least, values.min(axis=1))
    return (least >> np.uint64(32)).astype("<u4").tobytes()


def bands(of: bytes) -> list[int]:
    """Give the values under which alike signatures are found: signed numbers of 64 bits, one for each band."""
    size = BAND_ROWS * 4
    pieces = [of[at * size : (at + 1) * size] for at in range(BANDS)]
    # The number of the band goes into one half, a checksum of its hashes from either end into the other.
    return [
        int.from_bytes((crc32(bytes([at]) + piece) << 32 | crc32(piece[::-1])).to_bytes(8, "big"), "big", signed=True)
        for at, piece in enumerate(pieces)
    ]


def resemblances(one: bytes, others: Sequence[bytes]) -> list[float]:
    """Estimate from signatures how much texts resemble one, from 0 to 1."""
    if not others:
        return []
    import numpy as np

    rows = np.frombuffer(b"".join(others), "<u4").reshape(len(others), HASHES)
    shares: list[float] = (rows == np.frombuffer(one, "<u4")).mean(axis=1).tolist()
    return shares


@lru_cache(maxsize=1)
def _functions() -> "tuple[Hashes, Hashes]":
    """Give the hash functions (a x + b modulo 2^64, upper half), the same on every machine and for ever."""
    import numpy as np

    drawn = [int.from_bytes(blake2b(b"%d" % nth, digest_size=8).digest(), "big") for nth in range(2 * HASHES)]
    factors, summands = np.array(drawn, np.uint64).reshape(2, HASHES)
    return factors | np.uint64(1), summands
