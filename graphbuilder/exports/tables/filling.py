"""The tables of a selection in an SQLite file, filled report by report: the format itself, and what the others read.

The rows of all reports stand on disk, never in memory. Keys are checked before anybody reads: a row without its partner
is an error.
"""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ...errors import GraphbuilderError, UsageError
from ...vocabulary import term
from ..selection import Selection
from .declared import TABLES
from .reading import Graph, Node, Statements, as_value, gathered
from .schema import Column, Table

SQL_TYPES = {"text": "TEXT", "integer": "INTEGER", "decimal": "REAL", "boolean": "BOOLEAN", "date": "DATE"}
VIEWS = {  # what people ask first, ready to be read
    "latest_grades": """
SELECT authority_name, region, area_name, grade_name, grade_order, inspection_date, framework, authority, area, grade
FROM (
  SELECT judgements.*, rank() OVER (PARTITION BY authority, area ORDER BY inspection_date DESC) AS place
  FROM judgements WHERE own_report AND NOT repeats AND authority IS NOT NULL AND inspection_date IS NOT NULL
) AS placed
WHERE place = 1 ORDER BY authority, area, grade_order""",
    "grades_by_region": """
SELECT region, area_name, grade_name, grade_order, count(*) AS authorities
FROM latest_grades GROUP BY region, area_name, grade_name, grade_order ORDER BY region, area_name, grade_order""",
    "recommendations_by_service": """
SELECT r.authority_name, r.region, r.inspection_date, s.service_type_name, r.text, r.page, r.report, r.id
FROM recommendations AS r JOIN recommendation_service_types AS s ON s.recommendation = r.id
WHERE NOT r.repeats ORDER BY r.authority, r.inspection_date, r.position, s.service_type""",
    "shared_with": """
SELECT a.authority_name AS reported_by, b.authority_name AS shared_with, a.service_type_name, a.kind, a.state,
  a.inspection_date, a.page, a.report, a.id
FROM arrangements AS a JOIN arrangement_authorities AS b ON b.arrangement = a.id
WHERE NOT a.repeats AND b.authority <> a.authority
ORDER BY a.authority, a.inspection_date, a.service_type, b.authority""",
}


def write_sqlite(selection: Selection, path: Path) -> None:
    """One SQLite file: tables with keys and foreign keys, indexes on them, and a few views."""
    with _writing(path) as base:
        fill(base, selection)
        for table in TABLES:
            for column in table.foreign_keys:
                base.execute(f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")')
        for name, query in VIEWS.items():
            base.execute(f'CREATE VIEW "{name}" AS{query}')
        base.commit()
        base.execute("VACUUM")


@contextmanager
def filled(selection: Selection, path: Path) -> Iterator[sqlite3.Connection]:
    """The tables of the selection in a file that is beside `path` for the time of the block."""
    scratch = path.with_name(f"{path.name}.tables")
    try:
        with _writing(scratch) as base:
            fill(base, selection)
            yield base
    finally:
        scratch.unlink(missing_ok=True)


def summary(selection: Selection) -> str:
    number = len(selection.reports)
    return f"Facts of {number:,} report{'' if number == 1 else 's'}, with the words and the page that say them."


def rows(base: sqlite3.Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table in its order, each value of its column's type; dates are text, booleans 0 and 1."""
    names = ", ".join(f'"{name}"' for name in table.names)
    order = ", ".join(f'"{name}"' for name in dict.fromkeys((*table.order, *table.key)))
    yield from base.execute(f'SELECT {names} FROM "{table.name}" ORDER BY {order}')


def count(base: sqlite3.Connection, table: Table) -> int:
    [(number,)] = base.execute(f'SELECT count(*) FROM "{table.name}"')
    return number


# ---------------------------------------------------------------- filling


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    """An empty file, written without a journal: it is thrown away where writing fails, which raises OSError."""
    try:
        with closing(sqlite3.connect(path)) as base:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "page_size = 4096", "temp_store = FILE"):
                base.execute(f"PRAGMA {setting}")
            yield base
    except sqlite3.OperationalError as error:
        raise disk_error(str(error)) from error


def disk_error(said: str) -> OSError:
    """What a data base says that it could not write, as the error of any other file."""
    is_full = re.search(r"\bfull\b|No space left", said)
    return OSError(errno.ENOSPC if is_full else errno.EIO, said)


def fill(base: sqlite3.Connection, selection: Selection) -> None:
    """Make the tables and put the selection in.

    Raises UsageError for a selection without reports, GraphbuilderError where keys do not join.
    """
    if not selection.reports:
        raise UsageError("tables are of reports: choose all, --authority or --report; or export this graph as turtle")
    for table in TABLES:
        base.execute(create_table(table))
    known = _known(selection)
    for source in ("ontology", "reference"):
        graph = Graph(_shared(selection, source), selection.base, known[source], {})
        _put_graph(base, graph, source)
    everything = known["ontology"] | known["reference"]
    for report in selection.reports:
        _put_graph(base, Graph(report, selection.base, gathered(selection.quads(report)), everything), "reports")
    _put(base, _table("findings"), [_row(_table("findings"), found) for found in _findings(selection)])
    _link(base, selection)
    _mark_repeats(base)
    base.commit()
    _check_keys(base, selection)


def create_table(table: Table) -> str:
    """CREATE TABLE with keys and foreign keys; what each column means stands beside it."""
    lines = []
    for column in table.columns:
        need = " NOT NULL" if column.name in table.key else ""
        lines.append((f'"{column.name}" {SQL_TYPES[column.type]}{need}', column.about))
    keys = ", ".join(f'"{name}"' for name in table.key)
    lines.append((f"PRIMARY KEY ({keys})", ""))
    for column in table.foreign_keys:
        lines.append((f'FOREIGN KEY ("{column.name}") REFERENCES "{column.references}" ("id")', ""))
    last = len(lines) - 1
    body = "\n".join(
        f"  {line}{'' if number == last else ','}{f' -- {about}' if about else ''}"
        for number, (line, about) in enumerate(lines)
    )
    return f'CREATE TABLE "{table.name}" ( -- {table.about}\n{body}\n)'


def _known(selection: Selection) -> dict[str, Statements]:
    """What the ontology and the reference data say, whatever part of the build was chosen: rows need their names."""
    return {name: gathered(selection.quads(_shared(selection, name))) for name in ("ontology", "reference")}


def _shared(selection: Selection, name: str) -> str:
    return f"{selection.base}graph/{name}"


def _put_graph(base: sqlite3.Connection, graph: Graph, source: str) -> None:
    for table in TABLES:
        if table.source == source:
            _put(base, table, [_row(table, node) for node in table.rows(graph)])


def _row(table: Table, item: Any) -> list[object]:
    return [_read(column, item) for column in table.columns]


def _read(column: Column, item: Any) -> object:
    """A column's value in a row; None where nothing is said."""
    if callable(column.path):
        return column.path(item)
    assert isinstance(item, Node)
    values = [as_value(found, column.kind, item.graph.base) for found in item.terms(column.path)]
    if column.several:
        return "; ".join(dict.fromkeys(map(str, values))) or None
    return values[0] if values else None


def _put(base: sqlite3.Connection, table: Table, found: Sequence[Sequence[object]]) -> None:
    names = ", ".join(f'"{name}"' for name in table.names)
    marks = ", ".join("?" * len(table.names))
    base.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks}){_merging(table)}', found)


def _merging(table: Table) -> str:
    """What happens to a row that is there: gaps are closed, a yes stays a yes. Other tables have each row once."""
    if not table.merged:
        return ""
    keys = ", ".join(f'"{name}"' for name in table.key)
    changes = ", ".join(
        f'"{column.name}" = coalesce(max("{column.name}", excluded."{column.name}"), "{column.name}", '
        f'excluded."{column.name}")'
        if column.type == "boolean"
        else f'"{column.name}" = coalesce("{column.name}", excluded."{column.name}")'
        for column in table.columns
        if column.name not in table.key
    )
    return f" ON CONFLICT ({keys}) DO UPDATE SET {changes}" if changes else f" ON CONFLICT ({keys}) DO NOTHING"


def _findings(selection: Selection) -> Iterator[dict[str, Any]]:
    """The findings of the chosen reports, and those across reports that concern one of them."""
    graphs = {entry["file"]: entry["graph"] for entry in selection.entries}
    said = [(found, entry["graph"]) for entry in selection.entries for found in entry["findings"]]
    across = selection.manifest["findings_across_reports"]
    said += [(found, graphs[found["file"]]) for found in across if found["file"] in graphs]
    for number, (found, graph) in enumerate(said, start=1):
        yield found | {
            "id": number,
            "report": graph.removeprefix(selection.base),
            "focus": (found["focus"] or "").removeprefix(selection.base) or None,
        }


# ---------------------------------------------------------------- after all reports


def _link(base: sqlite3.Connection, selection: Selection) -> None:
    """What joins reports: a link whose other end was not chosen is left out."""
    columns = {
        term(column.path)[1:-1]: (table, column)
        for table in TABLES
        for column in table.columns
        if isinstance(column.path, str) and column.path in _LINKS
    }
    links = _shared(selection, "links")
    for quad in selection.quads(links) if links in selection.shared else ():
        if quad.predicate.value in columns and isinstance(quad.object, ox.NamedNode):
            table, column = columns[quad.predicate.value]
            named = "fact" if "fact" in table.names else "id"
            ends = [as_value(end, column.kind, selection.base) for end in (quad.object, quad.subject)]
            name = f'"{column.name}"'
            value = f"coalesce({name} || '; ', '') || ?1" if column.several else f"coalesce({name}, ?1)"
            base.execute(
                f'UPDATE "{table.name}" SET {name} = {value} WHERE "{named}" = ?2 '
                f'AND EXISTS (SELECT 1 FROM "{table.name}" WHERE "{named}" = ?1)',
                ends,
            )


_LINKS = {"gb:precededBy", "gb:resolvedTo", "gb:sameAgencyAs", "gb:samePersonAs", "gb:reciprocatedBy"}


def _mark_repeats(base: sqlite3.Connection) -> None:
    """`repeats` is true in every row of a fact but the first."""
    for table in TABLES:
        if "repeats" in table.names:
            name = f'"{table.name}"'
            base.execute(
                f'UPDATE {name} SET "repeats" = 1 WHERE rowid NOT IN (SELECT min(rowid) FROM {name} GROUP BY "fact")'
            )


def _check_keys(base: sqlite3.Connection, selection: Selection) -> None:
    orphan = base.execute("PRAGMA foreign_key_check").fetchone()
    if orphan is not None:
        table, rowid, parent, _ = orphan
        [key] = base.execute(f'SELECT "{_table(table).key[0]}" FROM "{table}" WHERE rowid = ?', (rowid,)).fetchone()
        raise GraphbuilderError(
            f"{selection.folder}: {key} in {table} needs a row that {parent} does not hold; build again with --force"
        )


def _table(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)
