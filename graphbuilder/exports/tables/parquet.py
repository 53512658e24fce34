"""A folder of Parquet files, one for each table; and the batches of rows that DuckDB reads too."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import GraphbuilderError
from .. import description
from ..selection import Selection
from .declared import TABLES
from .filling import filled, rows
from .schema import Column, Table

if TYPE_CHECKING:
    import pyarrow

INSTALL = "pip install 'graphbuilder[tables]'"
_GROUP = 4_000  # rows that are written at a time: some 5 MB


def write_parquet(selection: Selection, path: Path) -> None:
    """One file for each table, compressed; what tables and columns mean stands in their metadata.

    Raises GraphbuilderError where pyarrow is not installed.
    """
    arrow = import_arrow()
    from pyarrow import parquet

    with filled(selection, path) as base:
        path.mkdir()
        for table in TABLES:
            reader = batches(arrow, base, table)
            said = {"title": table.title, "description": table.about, "license": description.LICENCE}
            schema = reader.schema.with_metadata(said | {"version": description.version(selection)})
            with parquet.ParquetWriter(path / f"{table.name}.parquet", schema, compression="zstd") as writer:
                for batch in reader:
                    writer.write_table(arrow.Table.from_batches([batch]).replace_schema_metadata(schema.metadata))


def import_arrow() -> Any:
    """pyarrow, where it was not loaded before with the system's memory: its own pool keeps what is no longer used."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        import pyarrow
    except ImportError as error:
        raise GraphbuilderError(f"this format needs pyarrow: {INSTALL}") from error
    return pyarrow


def batches(arrow: Any, base: sqlite3.Connection, table: Table, size: int = _GROUP) -> pyarrow.RecordBatchReader:
    """The rows of a table, `size` at a time, typed."""
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "decimal": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
    }
    schema = arrow.schema(
        [
            arrow.field(column.name, types[column.type], column.name not in table.key, {"description": column.about})
            for column in table.columns
        ]
    )

    def made() -> Iterator[pyarrow.RecordBatch]:
        found = rows(base, table)
        while group := list(islice(found, size)):
            columns = zip(*group, strict=True)
            arrays = [
                arrow.array([_value(value, column) for value in values], types[column.type])
                for column, values in zip(table.columns, columns, strict=True)
            ]
            yield arrow.RecordBatch.from_arrays(arrays, schema=schema)

    return arrow.RecordBatchReader.from_batches(schema, made())


def _value(value: Any, column: Column) -> object:
    if value is None:
        return None
    if column.type == "boolean":
        return bool(value)
    return date.fromisoformat(value) if column.type == "date" else value
