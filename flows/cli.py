"""The command line. What may be said and what is printed is in `flows/commands/`; the work is done in what they call.

Nothing heavy is imported before a command needs it: `copydesk clean` answers in under a second.
"""

import gc
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperArgument, TyperCommand

from flows.commands.clean import clean
from flows.commands.config import config
from flows.commands.exits import REJECTED
from flows.commands.explain import explain
from flows.commands.export import export
from flows.commands.forget import forget
from flows.commands.ingest import ingest
from flows.commands.preview import preview
from flows.commands.report import report
from flows.commands.reprocess import reprocess
from flows.commands.schedule import schedule
from flows.commands.schema import schema
from flows.commands.undo import undo
from flows.terminal import complain, open_what_was_closed, put

COMMANDS: tuple[Callable[..., None], ...] = (
    clean,
    explain,
    undo,
    ingest,
    reprocess,
    schedule,
    export,
    report,
    preview,
    forget,
    schema,
    config,
)
"""Every command, in the order of the help; each is called by its function's name."""


def main() -> None:
    """Run the command line."""
    # Looking for plugins reads the metadata of every package installed; our records have none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Modules are many objects that stay: looking them through for garbage costs a tenth of a start.
    gc.set_threshold(100_000, 50, 50)
    open_what_was_closed()
    logging.getLogger("raw").addHandler(Notes(logging.WARNING))
    try:
        command_line()()
    except Exception as error:
        if not _is_no_fault_of_ours(error):
            raise
        complain(f"{_told(error)}; once that is mended, give the same command again")
        raise SystemExit(REJECTED) from None
    finally:
        # Python would look them through once more at the end: a sixth of the time that a short command takes.
        gc.freeze()


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


class Command(TyperCommand):
    """A command whose help calls an argument by its metavar alone; Typer adds that it is a `list[str]`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what Typer hands over
        super().__init__(*args, **kwargs)
        for parameter in self.params:
            if isinstance(parameter, TyperArgument):
                parameter.display_type_rich = lambda ctx: None  # type: ignore[method-assign]  # noqa: ARG005


def command_line() -> typer.Typer:
    """Put the commands together."""
    app = typer.Typer(
        name="copydesk",
        help="Repairs raw news copy and gives out validated records with every edit in them.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"max_content_width": 120},  # what a terminal has room for is not cut off
    )
    app.callback()(_read_settings_from)
    for command in COMMANDS:
        app.command(cls=Command)(command)
    return app


def _say_version(asked: bool) -> None:  # noqa: FBT001 - so Typer calls it
    if asked:
        from flows.versioning import pipeline_version

        put(f"copydesk {pipeline_version()}\n")
        raise typer.Exit


def _read_settings_from(
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Settings [default: copydesk.toml]")] = None,
    version: Annotated[  # noqa: FBT002 - an option of the command line
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="The version of the pipeline")
    ] = False,
) -> None:
    del version  # its callback has said it
    if config is not None:
        # Runs in other processes read the same file.
        os.environ["COPYDESK_CONFIG"] = str(config.resolve())


if __name__ == "__main__":
    main()
