"""Damage that no writer does: bytes cut off, turned over, and put where they do not belong."""

from collections.abc import Callable
from random import Random

SPLICES = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<",
    b"]]>",
    b"<!--",
    b"&#x110000;",
    b"\r",
    b"\x0c",
    b"endstream",
    b"<<",
)
"""What means something in one format or another."""

Mutation = Callable[[bytes, bytes, Random], bytes]


def truncate(content: bytes, _other: bytes, random: Random) -> bytes:
    """Lose the end."""
    return content[: random.randint(0, len(content))]


def behead(content: bytes, _other: bytes, random: Random) -> bytes:
    """Lose the beginning."""
    return content[random.randint(0, len(content)) :]


def flip_bits(content: bytes, _other: bytes, random: Random) -> bytes:
    """Turn over some bits."""
    damaged = bytearray(content)
    for _ in range(random.randint(1, 40) if damaged else 0):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def splice(content: bytes, other: bytes, random: Random) -> bytes:
    """Put a stretch of another document, of the same one, or a few bytes that mean something, somewhere."""
    start = random.randint(0, len(other))
    stretch = random.choice(
        (other[start : start + random.randint(1, 2000)], random.choice(SPLICES) * random.randint(1, 200))
    )
    at = random.randint(0, len(content))
    return content[:at] + stretch + content[at + random.choice((0, len(stretch))) :]


def repeat(content: bytes, _other: bytes, random: Random) -> bytes:
    """Say a stretch many times."""
    start = random.randint(0, len(content))
    stretch = content[start : start + random.randint(1, 200)]
    return content[:start] + stretch * random.randint(2, 50) + content[start:]


MUTATIONS: tuple[Mutation, ...] = (truncate, behead, flip_bits, splice, repeat)


def mutated(originals: list[bytes], seed: int) -> bytes:
    """Damage one of these documents in one to three ways, the same for the same seed."""
    random = Random(seed)
    content = random.choice(originals)
    for mutation in random.choices(MUTATIONS, k=random.randint(1, 3)):
        content = mutation(content, random.choice(originals), random)
    return content
