"""What the command line prints: bytes for other programs, colour only for people."""

import os
import sys
from contextlib import suppress
from typing import NoReturn, TextIO

from flows.controls import visible

BROKEN_PIPE = 141
"""The status of a program that SIGPIPE ends (128 + 13): whoever read our output has seen enough."""


UNWRITTEN = 1
"""The status of a program whose output could not be written."""


def open_what_was_closed() -> None:
    """Let standard input, output and error lead nowhere where our caller closed them.

    What is opened next would have their numbers, and be sent what is meant for them.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)
    # That there is no standard input is told to whoever names it.
    sys.stdout = sys.stdout or _writing_to(1)
    sys.stderr = sys.stderr or _writing_to(2)


def _writing_to(descriptor: int) -> TextIO:
    return open(descriptor, "w", encoding="utf-8", closefd=False)


def put(text: str) -> None:
    """Write text to standard output as UTF-8, at once."""
    put_bytes(text.encode("utf-8", "backslashreplace"))


def put_bytes(data: bytes) -> None:
    """Write bytes to standard output, at once; end the program where that cannot be, quietly if nobody reads them."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _end(BROKEN_PIPE)
    except OSError as error:
        complain(f"the output cannot be written: {error.strerror or error}")
        _end(UNWRITTEN)


def complain(message: str) -> None:
    """Write a message to standard error, under the program's name; where nobody reads it, the work goes on."""
    with suppress(OSError):
        sys.stderr.write(f"copydesk: {visible(message)}\n")
        sys.stderr.flush()


def _end(status: int) -> NoReturn:
    # Python flushes standard output once more when it ends, and would complain then.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(status)


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
