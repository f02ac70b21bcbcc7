"""The table of formats that `copydesk export` can write."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from flows.outputs.datatrove import datatrove
from flows.outputs.json_feed import json_feed
from flows.outputs.json_ld import json_ld
from flows.outputs.json_lines import json_lines
from flows.outputs.markdown import markdown
from flows.outputs.parquet import parquet
from flows.words import ExportFormat


class Stream(NamedTuple):
    """A format that is one file, or goes to standard output; `needs` are fields that it cannot be without."""

    write: Callable[[Iterable[str]], Iterator[bytes]]
    needs: tuple[str, ...] = ()


class Folder(NamedTuple):
    """A format that is a folder of files; `needs` are fields that it cannot be without."""

    write: Callable[[Iterable[str], Path], None]
    needs: tuple[str, ...] = ()


OUTPUTS: dict[ExportFormat, Stream | Folder] = {
    ExportFormat.JSONL: Stream(json_lines),
    ExportFormat.PARQUET: Folder(parquet, needs=("id", "date_published")),
    ExportFormat.MARKDOWN: Folder(markdown, needs=("id",)),
    ExportFormat.JSON_LD: Stream(json_ld, needs=("id",)),
    ExportFormat.JSON_FEED: Stream(json_feed, needs=("id",)),
    ExportFormat.DATATROVE: Stream(datatrove, needs=("id", "text")),
}
"""Every format, by the name it has on the command line."""
