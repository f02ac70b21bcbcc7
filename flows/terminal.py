"""What the command line prints: bytes for other programs, colour only for people."""

import os
import sys
from typing import NoReturn

BROKEN_PIPE = 141
"""The status of a program that SIGPIPE ends (128 + 13): whoever read our output has seen enough."""


def put(text: str) -> None:
    """Write text to standard output as UTF-8, at once."""
    put_bytes(text.encode("utf-8", "backslashreplace"))


def put_bytes(data: bytes) -> None:
    """Write bytes to standard output, at once; when nobody reads them any more, end the program quietly."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _end_quietly()


def complain(message: str) -> None:
    """Write a message to standard error, under the program's name."""
    sys.stderr.write(f"copydesk: {message}\n")
    sys.stderr.flush()


def _end_quietly() -> NoReturn:
    # Python flushes standard output once more when it ends, and would complain then.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(BROKEN_PIPE)


class Paint:
    """Colours for a terminal; none where output is piped or NO_COLOR is set."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text

    def title(self, text: str) -> str:
        """Bold."""
        return self._wrap("1", text)

    def aside(self, text: str) -> str:
        """Dim."""
        return self._wrap("2", text)

    def gone(self, text: str) -> str:
        """Red."""
        return self._wrap("31", text)

    def new(self, text: str) -> str:
        """Green."""
        return self._wrap("32", text)

    def name(self, text: str) -> str:
        """Cyan."""
        return self._wrap("36", text)


def paint_for_output() -> Paint:
    """Give colours if standard output is a terminal that wants them (https://no-color.org)."""
    return Paint(colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")
