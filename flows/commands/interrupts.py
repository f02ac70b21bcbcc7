"""What an interrupt from the terminal does to a run: the run ends in good order, and says so at once."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from flows.terminal import complain

SHOW_CURSOR = "\x1b[?25h"
"""Has a terminal show the cursor, which a progress bar hides."""


@contextmanager
def hearing_interrupts(kept: str) -> Iterator[None]:
    """Tell at once that an interrupt was heard, and have the run end behind the documents that are under way.

    Ending takes seconds where a server is told of it; a second interrupt ends the program there and then, which loses
    no more than a crash does. Where interrupts are ignored, or heard already, they stay so.

    Args:
        kept: what becomes of what was done, as the message says it.
    """
    in_main_thread = threading.current_thread() is threading.main_thread()
    if not in_main_thread or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def hear(*_: object) -> NoReturn:
        from flows.runs.progress import listener

        signal.signal(signal.SIGINT, _end_at_once)
        listener().stop()
        complain(f"interrupted; {kept}. This takes a moment; once more ends it at once")
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is hear:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _end_at_once(*_: object) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(SHOW_CURSOR)
        sys.stderr.flush()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
