"""Parquet: typed columns, a folder for each day of publication (`day=2026-03-01/`), as datasets are read everywhere.

Records come in the order of their ids and are wanted by day. So they are laid aside first, in a file of lines for each
day, and made into columns day by day: memory holds one batch, however many records and days there are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_origin

from pydantic_core import from_json

from flows.outputs.shapes import bare, entries, fields_of, members
from models import Article

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 1000
"""Records that are made into columns at once."""

UNDATED = "__HIVE_DEFAULT_PARTITION__"
"""What Hive calls the partition of those that have no day; readers give null for it."""

# The day of publication in a record's JSON; not a month ("2026-03"), which is no day. A quotation mark inside a text is
# escaped there, so no text looks like this key.
DAY = re.compile(r'"date_published":"(\d{4}-\d\d-\d\d)', re.ASCII)


class MissingPyArrowError(RuntimeError):
    """PyArrow is not installed; the message says how to install it."""


def parquet(records: Iterable[str], folder: Path) -> None:
    """Write records as a dataset into a folder.

    Raises:
        MissingPyArrowError: PyArrow is not installed.
    """
    _expect_pyarrow()
    for file in _by_day(records, folder):
        _columns(file)
        file.unlink()


def _expect_pyarrow() -> None:
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError:
        message = "Parquet is written by PyArrow, which is not installed: .venv/bin/pip install --editable '.[parquet]'"
        raise MissingPyArrowError(message) from None


def _by_day(records: Iterable[str], folder: Path) -> list[Path]:
    """Lay records aside, by day."""
    files: dict[str, Path] = {}
    lines = iter(records)
    while page := list(islice(lines, BATCH)):
        days: dict[str, list[str]] = {}
        for record in page:
            days.setdefault(_day(record), []).append(record)
        for day, of_day in days.items():
            if day not in files:
                (folder / f"day={day}").mkdir()
                files[day] = folder / f"day={day}" / ".jsonl"
            with files[day].open("a", encoding="utf-8") as file:
                file.writelines(f"{record}\n" for record in of_day)
    return list(files.values())


def _day(record: str) -> str:
    found = DAY.search(record)
    return found[1] if found else UNDATED


def _columns(file: Path) -> None:
    """Write the records of one day beside the file that holds them as lines."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    with ExitStack() as stack:
        writer: ParquetWriter | None = None
        for rows in _batches(file):
            if writer is None:
                schema = arrow_schema(rows[0])
                writer = stack.enter_context(
                    ParquetWriter(file.with_name("part-0.parquet"), schema, compression="zstd")
                )
            writer.write_batch(pa.RecordBatch.from_pylist([_row(row) for row in rows], schema=schema))


def _batches(file: Path) -> Iterator[list[dict[str, Any]]]:
    with file.open(encoding="utf-8") as lines:
        while page := list(islice(lines, BATCH)):
            yield [from_json(line) for line in page]


def arrow_schema(names: Iterable[str]) -> "pa.Schema":
    """Give the columns of these fields of the record, in the record's order and with its types."""
    import pyarrow as pa

    wanted = set(names)
    fields = ((name, field.annotation) for name, field in Article.model_fields.items() if name in wanted)
    return pa.schema([pa.field(name, _arrow_type(annotation)) for name, annotation in fields])


def _arrow_type(annotation: object) -> "pa.DataType":
    """Give the Arrow type of a field's values.

    >>> _arrow_type(tuple[str, ...])
    ListType(list<item: string>)
    """
    import pyarrow as pa

    if (member := members(annotation)) is not None:
        return pa.list_(_arrow_type(member))
    if (entry := entries(annotation)) is not None:
        return pa.map_(pa.string(), _arrow_type(entry))
    if (fields := fields_of(annotation)) is not None:
        return pa.struct([pa.field(name, _arrow_type(inner)) for name, inner in fields.items()])
    kind = bare(annotation)
    if get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, str | Enum)):
        return pa.string()
    return {int: pa.int64(), float: pa.float64()}.get(kind, pa.timestamp("us", "UTC"))


def _row(record: Mapping[str, Any]) -> dict[str, Any]:
    """Put what JSON has no type for in the form that Arrow takes."""
    row = dict(record)
    if "field_sources" in row:
        row["field_sources"] = list(row["field_sources"].items())
    if (source := row.get("source")) and source["retrieved_at"]:
        row["source"] = {**source, "retrieved_at": datetime.fromisoformat(source["retrieved_at"])}
    return row
