"""A folder of CSV files (RFC 4180, UTF-8), one for each table, with csv-metadata.json that describes them (CSVW).

A text that a spreadsheet could take for a formula has an apostrophe before it; `rendering.harmless` says when, so that
it can be taken away again.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from ...rendering import harmless
from .. import description
from ..selection import Selection
from .declared import TABLES
from .filling import filled, rows, summary
from .schema import Column, Table, row_of

METADATA = "csv-metadata.json"
_DATATYPES = {"text": "string", "integer": "integer", "decimal": "decimal", "boolean": "boolean", "date": "date"}


def write_csv(selection: Selection, path: Path) -> None:
    """One file for each table, and the description of all of them."""
    with filled(selection, path) as base:
        path.mkdir()
        for table in TABLES:
            with (path / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(table.names)
                kinds = [column.type for column in table.columns]
                for row in rows(base, table):
                    writer.writerow([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
    described = json.dumps(metadata(selection), indent=2, ensure_ascii=False) + "\n"
    (path / METADATA).write_text(described, encoding="utf-8", newline="\n")


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "decimal":
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return harmless(value) if kind == "text" else str(value)


# ---------------------------------------------------------------- the description


def metadata(selection: Selection) -> dict[str, Any]:
    """The tables as CSV on the Web: datatypes, keys, what columns mean, and the IRIs that their values stand for."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": description.title(selection),
        "dc:description": f"{summary(selection)} {description.ATTRIBUTION}",
        "dc:license": {"@id": description.LICENCE},
        "schema:version": description.version(selection),
        "rdfs:comment": "A text that begins with = + - @ or a control character, or with apostrophes before one of "
        "these, has one apostrophe more than in the source, so that no spreadsheet takes it for a formula.",
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "doubleQuote": True},
        "tables": [_table(table, selection.base) for table in TABLES],
    }


def _table(table: Table, base: str) -> dict[str, Any]:
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.references}.csv", "columnReference": "id"},
        }
        for column in table.foreign_keys
    ]
    schema = {
        "columns": [_column(table, column, base) for column in table.columns],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": table.about,
        "tableSchema": schema,
    }


def _column(table: Table, column: Column, base: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.about,
        "datatype": "anyURI" if column.kind == "link" else _DATATYPES[column.type],
    }
    if column.name in table.key:
        described["required"] = True
    if column.several:
        described["separator"] = "; "
    value_url = _value_url(table, column, base)
    return described | ({"valueUrl": value_url} if value_url else {})


def _value_url(table: Table, column: Column, base: str) -> str | None:
    """The IRI that a key stands for; None where it is only the key of a row."""
    if column.path is row_of or column.kind not in ("id", "code"):
        return None
    if column.kind == "id":
        return f"{base}{{+{column.name}}}"
    target = next((other for other in TABLES if other.name == (column.references or table.name)), table)
    if not target.namespace:
        return None
    namespace = target.namespace if "://" in target.namespace else base + target.namespace
    return f"{namespace}{{+{column.name}}}"
