"""`copydesk export`."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.exits import wrong
from flows.commands.options import DeskOption, Quiet
from flows.commands.runs import progress
from flows.commands.surroundings import existing_desk
from flows.terminal import put_bytes
from flows.words import ExportFormat

if TYPE_CHECKING:
    from flows.outputs.formats import Folder, Stream


def export(
    output: Annotated[ExportFormat, typer.Option("--format", help="What the records look like.")] = ExportFormat.JSONL,
    to: Annotated[
        Path | None, typer.Option("--output", metavar="PATH", help="Replace this file or folder [default: print]")
    ] = None,
    *,
    compress: Annotated[
        bool, typer.Option("--gzip", help="Compress; a PATH that ends in .gz asks for it too.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="Only records made since: 2026-03-01, 2026-03-01T12:00Z, 7d, 12h."),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="CONDITION", help="Only records of which it holds, such as language=en; all of several."),
    ] = None,
    fields: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Only these fields of the record, divided by commas.")
    ] = None,
    chunks: Annotated[
        int | None, typer.Option(metavar="SIZE", min=50, help="JSON Lines of pieces of at most so many characters.")
    ] = None,
    quiet: Quiet = False,
    desk: DeskOption = None,
) -> None:
    """Give out the desk's articles, one record for each id.

    A condition names a field, one of = != < <= > >= ~ (contains), and a value: quality.words>=200, edits.rule=links,
    title=null.

    Parquet and Markdown are folders and need --output; Parquet needs the extra `parquet` as well.

    Example: copydesk export --format parquet --output articles/ --where language=en
    """
    from flows.commands.moments import NotAMomentError, moment
    from flows.export import exported
    from flows.outputs.files import NotOursError
    from flows.outputs.formats import OUTPUTS
    from flows.outputs.parquet import MissingPyArrowError
    from flows.outputs.selection import WrongSelectionError, condition, field_names, selected
    from flows.runs.progress import heard

    if chunks and (output is not ExportFormat.JSONL or fields):
        wrong("--chunks writes JSON Lines with fields of their own; it goes with neither --format nor --fields")
    form = OUTPUTS[output] if chunks is None else _chunked(chunks)
    try:
        conditions = [condition(text) for text in where or ()]
        names = dict.fromkeys((*form.needs, *field_names(fields))) if fields else ()
        records = exported(existing_desk(desk), since=moment(since) if since else None)
        chosen = selected(records, conditions, tuple(names))
        if to is None:
            give_out(form, chosen, to, compress=compress)
            return
        with progress("Exporting", quiet=quiet):
            give_out(form, heard(chosen), to, compress=compress)
    except (NotAMomentError, WrongSelectionError, NotOursError, MissingPyArrowError) as error:
        wrong(str(error))


def _chunked(size: int) -> "Stream":
    from flows.outputs.chunks import chunks
    from flows.outputs.formats import Stream
    from flows.outputs.json_lines import json_lines

    return Stream(lambda records: json_lines(chunks(records, size)))


def give_out(form: "Stream | Folder", records: Iterable[str], to: Path | None, *, compress: bool) -> None:
    """Write records in a format: into a file or a folder, or to standard output."""
    from flows.outputs.files import exported_folder, gzipped, replace_file
    from flows.outputs.formats import Folder

    if isinstance(form, Folder):
        if to is None or compress:
            wrong("this format is a folder of files: name it with --output, without --gzip")
        with exported_folder(to) as folder:
            form.write(records, folder)
        return
    pieces = form.write(records)
    if compress or (to and to.suffix == ".gz"):
        pieces = gzipped(pieces)
    if to is not None:
        replace_file(to, pieces)
        return
    for piece in pieces:
        put_bytes(piece)
