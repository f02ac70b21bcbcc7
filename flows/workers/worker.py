"""A worker: handles one document after another in a process of its own, within bounds that the kernel keeps.

What exceeds its time is ended by a signal, also in the middle of a library that is written in C and asks nobody. What
exceeds its memory gets none. Whoever started the worker sees it end, and knows which document it had in hand.
"""

import gc
import os
import resource
import signal

from clean.record.entry import entry
from flows.limits import Bounds
from flows.pipeline import finish, process, process_lines, read
from flows.workers.frames import receive, send
from flows.workers.tasks import Task, Word
from models import Article, Document, RawDocument, Rejection, Source

KNOWN = """\
PORT SELWYN, March 3 (AP) — The board met on Tuesdayand voted for
the bridge . It wi ll open in May.

A ferry leaves the harbour. (Jane Doe/The Gazette)

https://www.gazette.example/bridge
"""
REPAIRED = "PORT SELWYN, March 3 (AP) — The board met on Tuesday and voted for the bridge. It will open in May."
"""A document with something of what most documents have, and the text it becomes."""


def serve(tasks: int, answers: int) -> None:
    """Do what comes through one pipe, bounds first, and answer through the other, until the first is closed.

    What libraries print meanwhile goes nowhere.
    """
    asked = receive(tasks)
    if asked is None:
        return
    bounds = Bounds.model_validate_json(asked)
    _be_bounded(bounds)
    _be_silent()
    send(answers, Word.READY.encode())
    try:
        while (task := receive(tasks)) is not None:
            head, body = receive(tasks), receive(tasks)
            if head is None or body is None:
                return
            # Counts computing, not waiting: what other programs do on the machine is no document's fault.
            signal.setitimer(signal.ITIMER_PROF, bounds.seconds)
            made = _done(Task(task.decode()), head, body, answers)
            signal.setitimer(signal.ITIMER_PROF, 0)
            send(answers, *made)
    except MemoryError:
        # A new process has more to give than this one, whatever is freed here.
        send(answers, Word.OUT_OF_MEMORY.encode())
    except BrokenPipeError:
        return


def _done(task: Task, head: bytes, body: bytes, answers: int) -> tuple[bytes, bytes]:
    if task is Task.LINE:
        return _answer(Word.LINE, next(process_lines([body.decode()])))
    outcome = _processed(head, body, answers)
    if task is Task.ENTRY:
        return _answer(Word.ENTRY, entry(outcome).model_dump_json())
    return _answer(Word(outcome.outcome), outcome.model_dump_json())


def _answer(word: Word, made: str) -> tuple[bytes, bytes]:
    return word.encode(), made.encode()


def _processed(head: bytes, content: bytes, answers: int) -> Article | Rejection:
    raw = RawDocument(content=content, source=Source.model_validate_json(head))
    parsed = read(raw)
    if isinstance(parsed, Document):
        send(answers, Word.PARSED.encode())
    return finish(raw, parsed) if isinstance(parsed, Document) else parsed


def _be_bounded(bounds: Bounds) -> None:
    """Set what the kernel keeps."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    memory = bounds.memory_bytes if most == resource.RLIM_INFINITY else min(bounds.memory_bytes, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    # A lexicon is many objects that stay.
    gc.set_threshold(100_000, 50, 50)


def _be_silent() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)


def load() -> None:
    """Load what most documents need, by one that is known: nobody waits yet for what is loaded here.

    An installation that is broken ends here, where nobody takes it for the fault of a document.
    """
    source = Source(uri="known.txt", media_type="text/plain")
    outcome = process(RawDocument(content=KNOWN.encode(), source=source))
    became = outcome.detail if isinstance(outcome, Rejection) else outcome.text
    if became != REPAIRED:
        raise SystemExit(f"a document that is known does not become what it should ({became}): install Copydesk again")


def main() -> None:
    """Serve over standard input and output."""
    load()
    serve(os.dup(0), os.dup(1))


if __name__ == "__main__":
    main()
