"""Bytes in frames over a pipe, so that what is sent in one piece arrives in one piece."""

import os
import struct

LENGTH = struct.Struct(">Q")
"""What stands before each frame: how many bytes it has."""

MOST_READ_AT_ONCE = 1 << 20


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
