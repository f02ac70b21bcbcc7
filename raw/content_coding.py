"""Undoes the Content-Encoding of a body, never to more than a cap, and only when the whole of it is there.

The HTTP client could do this itself, but takes a gzip that was cut off for a complete one.
"""

import zlib
from collections.abc import Callable

MAX_LAYERS = 3
"""Codings one upon another; servers use one, and now and then pack what was packed."""

ZSTD_WINDOW_LOG = 23
"""8 MiB, what RFC 9659 lets a sender ask of us; a frame may ask for 2 GiB."""


GZIP = b"\x1f\x8b"


class TooLargeError(ValueError):
    """The body is larger than the cap when it is unpacked."""


class DamagedError(ValueError):
    """The body is not packed as it says, or ends too early."""


class UnknownCodingError(ValueError):
    """The body is packed in a way that was not asked for."""


def unpacked(body: bytes, content_encoding: str, max_bytes: int) -> bytes:
    """Undo the codings of a Content-Encoding header.

    Args:
        body: the bytes as they were sent.
        content_encoding: the header: "gzip", "br", "deflate, gzip", or nothing.
        max_bytes: the cap on what comes out, and on what stands between two layers.

    Raises:
        UnknownCodingError: a coding that is not in `CODINGS`, or too many of them.
        DamagedError: the body is not what the header says, or was cut off.
        TooLargeError: it is over the cap; no more than the cap is unpacked to find that out.

    >>> unpacked(zlib.compress(b"The ferry sailed."), "deflate", 100)
    b'The ferry sailed.'
    """
    layers = [name for name in map(str.strip, content_encoding.lower().split(",")) if name not in {"", "identity"}]
    if wrong := [name for name in layers if name not in CODINGS]:
        raise UnknownCodingError(f"the answer is packed as {', '.join(wrong)}, which was not asked for")
    if len(layers) > MAX_LAYERS:
        raise UnknownCodingError(f"the answer is packed {len(layers)} times over")
    # No answer is sent without a body: an empty one is empty, whatever the header promises.
    for name in reversed(layers if body else []):
        body = CODINGS[name](body, max_bytes)
    return body


def _gzip(body: bytes, max_bytes: int) -> bytes:
    """Undo gzip: members one after another, and what is behind the last is none of it."""
    content = b""
    while True:
        member = zlib.decompressobj(wbits=31)
        content += _inflated(member, body, max_bytes - len(content))
        body = member.unused_data
        if not body.startswith(GZIP):
            return content


def _deflate(body: bytes, max_bytes: int) -> bytes:
    """Undo deflate, with its wrapping as RFC 9110 has it or without, as some servers send it."""
    try:
        return _inflated(zlib.decompressobj(), body, max_bytes)
    except DamagedError:
        return _inflated(zlib.decompressobj(wbits=-zlib.MAX_WBITS), body, max_bytes)


def _inflated(decompressor: "zlib._Decompress", body: bytes, max_bytes: int) -> bytes:
    try:
        content = decompressor.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise DamagedError(str(error)) from error
    return _whole(content, max_bytes, complete=decompressor.eof)


def _brotli(body: bytes, max_bytes: int) -> bytes:
    import brotli

    decompressor = brotli.Decompressor()
    content = bytearray()
    try:
        piece = decompressor.process(body, output_buffer_limit=max_bytes + 1)
        while piece and len(content) <= max_bytes:
            content += piece
            piece = b"" if decompressor.is_finished() else decompressor.process(b"", output_buffer_limit=max_bytes + 1)
    except brotli.error as error:
        raise DamagedError(str(error)) from error
    return _whole(bytes(content), max_bytes, complete=decompressor.is_finished())


def _zstd(body: bytes, max_bytes: int) -> bytes:
    """Undo Zstandard: frames one after another."""
    try:
        from compression import zstd
    except ImportError:  # before Python 3.14
        from backports import zstd

    options = {zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG}
    content = bytearray()
    while body:
        frame = zstd.ZstdDecompressor(options=options)
        room = max_bytes - len(content)
        try:
            piece = frame.decompress(body, room + 1)
        except zstd.ZstdError as error:
            raise DamagedError(str(error)) from error
        content += _whole(piece, room, complete=frame.eof)
        body = frame.unused_data
    return bytes(content)


def _whole(content: bytes, max_bytes: int, *, complete: bool) -> bytes:
    if len(content) > max_bytes:
        raise TooLargeError
    if not complete:
        raise DamagedError("it ends too early")
    return content


CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}

ACCEPTED = "gzip, deflate, br, zstd"
"""What is asked for, as a header says it."""
