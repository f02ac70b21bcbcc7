"""Parquet: typed columns, a folder for each day of publication (`day=2026-03-01/`), as datasets are read everywhere.

Records come in the order of their ids and are wanted by day. So they are laid aside first, in one file, and made into
columns day by day: memory holds one batch and the place of each record in that file, which is sixteen bytes.
"""

import os
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_origin

from pydantic_core import from_json

from flows.outputs.published import Mappings
from flows.outputs.shapes import bare, entries, fields_of, members
from models import Article

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 1000
BATCH_BYTES = 64_000_000
"""Records that are made into columns at once, and how much JSON that may be."""

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
    aside = folder / ".jsonl"
    days = _laid_aside(records, aside)
    with aside.open("rb") as lines:
        for day, places in days.items():
            _columns(lines.fileno(), places, folder / f"day={day}")
    aside.unlink()


def _expect_pyarrow() -> None:
    try:
        import pyarrow as pa  # noqa: F401
    except ImportError:
        message = "Parquet is written by PyArrow, which is not installed: .venv/bin/pip install --editable '.[parquet]'"
        raise MissingPyArrowError(message) from None


def _laid_aside(records: Iterable[str], aside: Path) -> "dict[str, array[int]]":
    """Write records into one file; give where in it those of each day begin, each followed by its length, in bytes."""
    days: dict[str, array[int]] = {}
    at = 0
    with aside.open("xb") as file:
        for record in records:
            length = file.write(record.encode())
            days.setdefault(_day(record), array("Q")).extend((at, length))
            at += length
    return days


def _day(record: str) -> str:
    found = DAY.search(record)
    return found[1] if found else UNDATED


def _columns(lines: int, places: "array[int]", folder: Path) -> None:
    """Write the records of one day into its folder, read from an open file."""
    from pyarrow.parquet import ParquetWriter

    folder.mkdir()
    schema = arrow_schema(tuple(from_json(os.pread(lines, places[1], places[0]))))
    with ParquetWriter(folder / "part-0.parquet", schema, compression="zstd") as writer:
        for records in _batches(lines, places):
            writer.write_table(table(records, schema))


def _batches(lines: int, places: "array[int]") -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for at, length in zip(places[::2], places[1::2], strict=True):
        if batch and (len(batch) == BATCH or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(os.pread(lines, length, at))
        size += length
    yield batch


def table(records: Sequence[bytes], schema: "pa.Schema") -> "pa.Table":
    """Make columns of records in JSON.

    Arrow reads JSON into columns by itself, in half the time that it takes to make them of Python's objects; all but
    mappings, which are few.
    """
    import pyarrow as pa
    from pyarrow.json import ParseOptions, ReadOptions, read_json

    lines = b"\n".join(records)
    mappings = [field for field in schema if pa.types.is_map(field.type)]
    others = pa.schema([field for field in schema if field not in mappings])
    columns = read_json(
        pa.BufferReader(lines),
        read_options=ReadOptions(use_threads=False, block_size=len(lines) + 1),
        parse_options=ParseOptions(explicit_schema=others, unexpected_field_behavior="ignore"),
    )
    made = {field.name: columns[field.name] for field in others}
    mapped = [Mappings.model_validate_json(record) for record in records] if mappings else []
    for field in mappings:
        values = (getattr(each, field.name) for each in mapped)
        made[field.name] = pa.array([value and list(value.items()) for value in values], field.type)
    return pa.table(made, schema)


@lru_cache
def arrow_schema(names: tuple[str, ...]) -> "pa.Schema":
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
