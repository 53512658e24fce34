"""One DuckDB file: the tables with their keys, comments that say what they mean, and the views of the SQLite file.

What a key refers to stands in its column's comment, not in a FOREIGN KEY: DuckDB holds an index for each of these in
memory, whatever its limit. That all keys join was checked in SQLite, from which the rows come.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Any

from ...errors import GraphbuilderError
from ..selection import Selection
from .declared import TABLES
from .filling import VIEWS, disk_error, filled
from .parquet import INSTALL, batches, import_arrow
from .schema import Column, Table

# Blocks of 16 kB: each table and key takes one at least, and with the usual 256 kB a small file has 30 MB.
# Memory beyond the limit goes to a folder beside the file; one thread, as each holds blocks of its own.
_SETTINGS: dict[str, Any] = {"default_block_size": 16_384, "memory_limit": "24MB", "threads": 1}
_BATCH = 2_000  # rows that are inserted at a time
_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "decimal": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def write_duckdb(selection: Selection, path: Path) -> None:
    """The tables with their comments, and the views. Raises GraphbuilderError where duckdb is not installed."""
    arrow = import_arrow()
    duckdb = _import_duckdb()
    try:
        with filled(selection, path) as base, duckdb.connect(str(path), config=_SETTINGS) as duck:
            _copy(arrow, base, duck)
    except duckdb.IOException as error:
        raise disk_error(str(error)) from error
    except duckdb.OutOfMemoryException as error:
        raise _too_large(error) from error


def _copy(arrow: Any, base: sqlite3.Connection, duck: Any) -> None:
    for table in TABLES:
        duck.execute(_create_table(table))
        for batch in batches(arrow, base, table, _BATCH):
            duck.register("incoming", arrow.Table.from_batches([batch]))
            duck.execute(f'INSERT INTO "{table.name}" SELECT * FROM incoming')
            duck.unregister("incoming")
        duck.execute("CHECKPOINT")  # what is in the file need not be in memory
        duck.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.about)}')
        for column in table.columns:
            duck.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quoted(_about(column))}')
    for name, query in VIEWS.items():
        duck.execute(f'CREATE VIEW "{name}" AS{query}')
    duck.execute("CHECKPOINT")  # closing would do it too, but pass over a full disk in silence


def _import_duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise GraphbuilderError(f"this format needs duckdb: {INSTALL}") from error
    return duckdb


def _too_large(error: Exception) -> Exception:
    """A disk too full for what does not fit into memory, or keys that do not."""
    if "max_temp_directory_size" in str(error):
        return OSError(errno.ENOSPC, str(error))
    return GraphbuilderError(
        f"DuckDB cannot check the keys of so many rows; export sqlite or parquet, or a part ({error})"
    )


def _about(column: Column) -> str:
    return f"{column.about} Key: {column.references}.id." if column.references else column.about


def _create_table(table: Table) -> str:
    lines = [f'"{column.name}" {_TYPES[column.type]}' for column in table.columns]
    lines.append("PRIMARY KEY ({})".format(", ".join(f'"{name}"' for name in table.key)))
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
