"""The program: what is there before a command is known, and how an error that is nobody's mistake here is told.

Nothing heavy is imported before a command needs it: `copydesk clean` answers in under a second. The commands are in
`flows/commands/`, with what may be said and what is printed; the work is done in what they call.
"""

import gc
import logging
import os
import sys
from collections.abc import Iterable
from contextlib import suppress

from flows.terminal import complain, open_what_was_closed

INTERRUPTED = 130
"""The status of a program that SIGINT ends (128 + 2)."""

HANDLE_DOCUMENTS = frozenset({"clean", "explain", "undo", "reprocess"})
"""The commands that have documents handled while somebody waits."""


def main() -> None:
    """Run the command line."""
    # Looking for plugins reads the metadata of every package installed; our records have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Modules are many objects that stay: looking them through for garbage costs a tenth of a start.
    gc.set_threshold(100_000, 50, 50)
    open_what_was_closed()
    logging.getLogger("raw").addHandler(Notes(logging.WARNING))
    try:
        if _will_handle_documents(sys.argv[1:]):
            from flows.workers.child import begin_ahead

            with suppress(OSError):
                begin_ahead()
        from flows.commands.command_line import command_line

        command_line()()
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        if not _is_no_fault_of_ours(error):
            raise
        from flows.commands.exits import REJECTED

        complain(f"{_told(error)}; once that is mended, give the same command again")
        raise SystemExit(REJECTED) from None
    finally:
        # Python would look them through once more at the end: a sixth of the time that a short command takes.
        gc.freeze()


def _will_handle_documents(arguments: Iterable[str]) -> bool:
    """Tell whether a command is likely to need a worker; nothing but time is lost where that is wrong.

    Not where runs have workers of their own, and not for records, which are only read.
    """
    command, *others = [*arguments, ""]
    elsewhere = {"--all", "--rejected", "--tracked", "--help"}
    return command in HANDLE_DOCUMENTS and not any(
        each in elsewhere or each.endswith((".json", ".jsonl")) for each in others
    )


def _is_no_fault_of_ours(error: Exception) -> bool:
    """Tell what the machine, the database or the installation is at fault for from what is to be traced."""
    from flows.desk import DeskFailedError
    from flows.workers.child import NoWorkerError
    from models import NewerReleaseError

    ours = isinstance(error, OSError | DeskFailedError | NewerReleaseError | NoWorkerError)
    return ours or type(error).__module__.startswith("sqlalchemy")


def _told(error: Exception) -> str:
    """Say what failed; not the statement that a database did not take, for whole documents stand in it."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    refused = getattr(error, "orig", None)
    return f"the database: {refused}" if refused else str(error)


class Notes(logging.Handler):
    """Tells under our name what sources have to note, such as an empty folder; Prefect's handlers do not."""

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one note."""
        complain(record.getMessage())


if __name__ == "__main__":
    main()
