"""Bytes in frames over a pipe, so that what is sent in one piece arrives in one piece."""

import fcntl
import os
import struct
from contextlib import suppress

LENGTH = struct.Struct(">Q")
"""What stands before each frame: how many bytes it has."""

MOST_READ_AT_ONCE = 1 << 20

LEAST_ROOM = 4096
"""What a pipe takes, on every system, before somebody reads it."""

ROOM = 1 << 20
"""What it may be made to take where the system allows it: most articles, and pages as they are on the web."""


def make_room(pipe: int) -> int:
    """Have a pipe take much before somebody reads it, and give how many bytes of frames it is sure to take."""
    with suppress(AttributeError, OSError):
        return fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, ROOM) // 2
    return LEAST_ROOM // 2


def send(pipe: int, *frames: bytes) -> None:
    """Write frames to a pipe.

    Raises:
        BrokenPipeError: nobody reads them.
    """
    for frame in frames:
        _write(pipe, LENGTH.pack(len(frame)))
        _write(pipe, frame)


def receive(pipe: int) -> bytes | None:
    """Wait for a frame and read it; None when the other side is gone, be it in the middle of a frame."""
    length = _read(pipe, LENGTH.size)
    return None if length is None else _read(pipe, LENGTH.unpack(length)[0])


def _write(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _read(pipe: int, size: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < size:
        piece = os.read(pipe, min(size - len(pieces), MOST_READ_AT_ONCE))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)
