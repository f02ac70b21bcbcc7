"""`copydesk export`."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import DeskOption
from flows.commands.surroundings import existing_desk
from flows.terminal import put_bytes
from flows.words import ExportFormat


def export(
    output: Annotated[ExportFormat, typer.Option("--format", help="What the records look like.")] = ExportFormat.JSONL,
    to: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Replace this file.")] = None,
    desk: DeskOption = None,
) -> None:
    """Print the desk's articles, one record for each id, in order of ids.

    Example: copydesk export --format jsonl > articles.jsonl
    """
    from flows.export import FORMATS, replace_file

    pieces = FORMATS[output](existing_desk(desk))
    if to is not None:
        replace_file(to, pieces)
        return
    for piece in pieces:
        put_bytes(piece)
