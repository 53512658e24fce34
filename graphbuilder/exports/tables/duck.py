"""One DuckDB file: the tables with their keys, comments that say what they mean, and the views of the SQLite file."""

from __future__ import annotations

import sqlite3
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from ...errors import GraphbuilderError
from ..selection import Selection
from .declared import TABLES
from .filling import VIEWS, disk_error, filled
from .parquet import INSTALL, batches, import_arrow
from .schema import Table

# Blocks of 16 kB: each table and key takes one at least, and with the usual 256 kB a small file has 30 MB.
_SETTINGS = {"default_block_size": 16_384}
_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "decimal": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def write_duckdb(selection: Selection, path: Path) -> None:
    """The tables, each after those that its keys are of. Raises GraphbuilderError where duckdb is not installed."""
    arrow = import_arrow()
    duckdb = _import_duckdb()
    try:
        with filled(selection, path) as base, duckdb.connect(str(path), config=_SETTINGS) as duck:
            _copy(arrow, base, duck)
    except duckdb.IOException as error:
        raise disk_error(str(error)) from error


def _copy(arrow: Any, base: sqlite3.Connection, duck: Any) -> None:
    for table in _partners_first():
        duck.execute(_create_table(table))
        for batch in batches(arrow, base, table):
            duck.register("incoming", arrow.Table.from_batches([batch]))
            duck.execute(f'INSERT INTO "{table.name}" SELECT * FROM incoming')
            duck.unregister("incoming")
        duck.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.about)}')
        for column in table.columns:
            duck.execute(f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quoted(column.about)}')
    for name, query in VIEWS.items():
        duck.execute(f'CREATE VIEW "{name}" AS{query}')
    duck.execute("CHECKPOINT")  # closing would do it too, but pass over a full disk in silence


def _import_duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise GraphbuilderError(f"this format needs duckdb: {INSTALL}") from error
    return duckdb


def _partners_first() -> list[Table]:
    known = {table.name: table for table in TABLES}
    needed = {
        table.name: sorted({column.references for column in table.foreign_keys} - {table.name}) for table in TABLES
    }
    return [known[name] for name in TopologicalSorter(needed).static_order()]


def _create_table(table: Table) -> str:
    """CREATE TABLE with its keys, but for one into the table itself: DuckDB would not find rows that come later."""
    lines = [f'"{column.name}" {_TYPES[column.type]}' for column in table.columns]
    lines.append("PRIMARY KEY ({})".format(", ".join(f'"{name}"' for name in table.key)))
    lines += [
        f'FOREIGN KEY ("{column.name}") REFERENCES "{column.references}" ("id")'
        for column in table.foreign_keys
        if column.references != table.name
    ]
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
