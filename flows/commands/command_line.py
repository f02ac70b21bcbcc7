"""The command line: every command, and the options before them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperArgument, TyperCommand

from flows.commands.clean import clean
from flows.commands.config import config
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
from flows.terminal import put

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
