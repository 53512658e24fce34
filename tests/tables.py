"""Tables read back by libraries that did not write them, and what the graph says that they must hold, by SPARQL."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graphbuilder.exports.tables.declared import TABLES
from graphbuilder.exports.tables.schema import Table

Rows = dict[str, list[dict[str, Any]]]
FORMATS = ("csv", "xlsx", "parquet", "sqlite", "duckdb")
SUFFIX = {"csv": "", "xlsx": ".xlsx", "parquet": "", "sqlite": ".sqlite", "duckdb": ".duckdb"}
BASE = "https://w3id.org/graphbuilder/id/"
ROOT = "https://w3id.org/graphbuilder/"
PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX gb: <https://w3id.org/graphbuilder/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


# ---------------------------------------------------------------- tables read back


def read(format: str, path: Path) -> Rows:
    """Table → its rows as {column: value}: text, int, float, bool, a date as text, or None."""
    return {table.name: list(READERS[format](path, table)) for table in TABLES}


def read_csv(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    with (path / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            yield {column.name: _typed(row[column.name], column.type) for column in table.columns}


def _typed(text: str, kind: str) -> Any:
    if text == "":
        return None
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    if kind == "text":
        return text[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", text) else text
    return {"integer": int, "decimal": float, "date": lambda day: date.fromisoformat(day).isoformat()}[kind](text)


def read_xlsx(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    rows = book[table.title].iter_rows(values_only=True)
    assert list(next(rows)) == [column.title for column in table.columns]
    for row in rows:
        if any(value is not None for value in row):
            yield {column.name: _cell(value, column.type) for column, value in zip(table.columns, row, strict=True)}
    book.close()


def _cell(value: Any, kind: str) -> Any:
    if isinstance(value, datetime):
        assert kind == "date"
        return value.date().isoformat()
    if kind == "boolean" and value is not None:
        return {"yes": True, "no": False}[value]
    return float(value) if kind == "decimal" and value is not None else value


def read_parquet(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    from pyarrow import parquet

    yield from map(_plain, parquet.read_table(path / f"{table.name}.parquet").to_pylist())


def read_sqlite(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    for row in base.execute(f'SELECT * FROM "{table.name}"'):
        yield {
            column.name: bool(row[column.name])
            if column.type == "boolean" and row[column.name] is not None
            else row[column.name]
            for column in table.columns
        }
    base.close()


def read_duckdb(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    import duckdb

    with duckdb.connect(str(path), read_only=True) as base:
        found = base.execute(f'SELECT * FROM "{table.name}"')
        names = [name for name, *_ in found.description]
        yield from (_plain(dict(zip(names, row, strict=True))) for row in found.fetchall())


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


READERS: dict[str, Callable[[Path, Table], Iterator[dict[str, Any]]]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "parquet": read_parquet,
    "sqlite": read_sqlite,
    "duckdb": read_duckdb,
}


def orphans(tables: Rows) -> list[str]:
    """Keys without the row that they mean."""
    return [
        f"{table.name}.{column.name}: {row[column.name]}"
        for table in TABLES
        for column in table.foreign_keys
        for known in [{other["id"] for other in tables[column.references]}]
        for row in tables[table.name]
        if row[column.name] is not None and row[column.name] not in known
    ]


# ---------------------------------------------------------------- what the graph says

_FACTS = {
    "judgements": "Judgement",
    "recommendations": "Recommendation",
    "service_states": "ServiceState",
    "participations": "Participation",
    "arrangements": "SharedArrangement",
    "posts": "PostHolding",
    "statistics": "Statistic",
}
_SCHEMES = {
    "grades": "grade",
    "areas": "area",
    "frameworks": "framework",
    "service_types": "service-type",
    "agency_types": "agency-type",
    "roles": "role",
    "post_types": "post",
    "measures": "measure",
}
# Table → a query for its keys; ?g is the report, and what of a key is a fact is given with it as its row.
KEYS = {
    **{name: f"SELECT ?g ?fact {{ GRAPH ?g {{ ?fact a gb:{kind} }} }}" for name, kind in _FACTS.items()},
    **{
        name: f"SELECT ?code {{ ?code a skos:Concept FILTER(STRSTARTS(STR(?code), '{ROOT}{scheme}/')) }}"
        for name, scheme in _SCHEMES.items()
    },
    "recommendation_service_types": "SELECT ?g ?fact ?code { GRAPH ?g { ?fact gb:concernsServiceType ?code } }",
    "arrangement_authorities": "SELECT ?g ?fact ?code { GRAPH ?g { ?fact gb:participatingAuthority ?code } }",
    "earlier_inspections": """SELECT ?g ?fact { GRAPH ?g {
        ?fact a gb:Inspection FILTER NOT EXISTS { ?g gb:reportsOn ?fact } } }""",
    "authorities": "SELECT ?code { ?code a gb:LocalAuthority }",
    "statistical_neighbours": "SELECT ?code ?code2 { ?code gb:statisticalNeighbour ?code2 }",
    "reports": "SELECT ?thing { ?thing a gb:Report }",
    "inspections": "SELECT DISTINCT ?thing { ?thing a gb:Inspection }",
    "inspectors": """SELECT DISTINCT ?thing ?role ?thing2 {
        { ?thing gb:leadInspector ?thing2 BIND("lead" AS ?role) } UNION
        { ?thing gb:inspector ?thing2 BIND("team" AS ?role) } }""",
    "people": "SELECT DISTINCT ?thing { ?thing a foaf:Person }",
    "services": "SELECT DISTINCT ?thing { ?thing a ?kind VALUES ?kind { gb:Service gb:SafeguardingBoard } }",
    "agencies": "SELECT DISTINCT ?thing { GRAPH ?g { ?g a gb:Report . ?thing a gb:Agency } }",
    "agency_kinds": """SELECT DISTINCT ?thing ?code {
        GRAPH ?g { ?g a gb:Report . ?thing a gb:Agency ; gb:agencyType ?said }
        OPTIONAL { GRAPH ?reference { ?thing gb:agencyType ?known } FILTER(STRENDS(STR(?reference), "graph/reference")) }
        BIND(COALESCE(?known, ?said) AS ?code) }""",
    "facts": "SELECT ?g ?fact { GRAPH ?g { ?fact gb:rule ?rule } }",
    "evidence": "SELECT ?g ?fact ?thing { GRAPH ?g { ?fact gb:evidence ?thing } }",
}


def load(folder: Path) -> ox.Store:
    """The graph of a build, from its N-Quads."""
    store = ox.Store()
    store.bulk_load(path=str(folder / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def ask(store: ox.Store, query: str) -> list[dict[str, Any]]:
    result = store.query(PREFIXES + query, use_default_graph_as_union=True)
    names = [variable.value for variable in result.variables]
    return [{name: getattr(solution[name], "value", None) for name in names} for solution in result]


def stated_keys(store: ox.Store, folder: Path, table: Table) -> list[tuple[Any, ...]]:
    """The keys that a table of this build must hold, sorted."""
    if table.name == "findings":
        said = json.loads((folder / "build.json").read_text(encoding="utf-8"))
        found = [finding for entry in said["inputs"] if entry["status"] == "read" for finding in entry["findings"]]
        return [(number,) for number in range(1, len(found) + len(said["findings_across_reports"]) + 1)]
    return sorted(tuple(_keys(row)) for row in ask(store, KEYS[table.name]))


def _keys(row: dict[str, Any]) -> Iterator[str]:
    for name, value in row.items():
        if name == "fact":
            yield f"{value.removeprefix(BASE)}@{row['g'].rsplit('/', 1)[-1]}"
        elif name != "g":
            yield value.rsplit("/", 1)[-1] if name.startswith("code") else value.removeprefix(BASE)


def held_keys(rows: list[dict[str, Any]], table: Table) -> list[tuple[Any, ...]]:
    return sorted(tuple(row[name] for name in table.key) for row in rows)


def stated_judgements(store: ox.Store) -> list[tuple[Any, ...]]:
    """(inspection, authority, date as printed, area, grade) of every judgement in every report."""
    rows = ask(
        store,
        """SELECT ?g ?fact ?inspection ?authority ?printed ?date ?area ?grade { GRAPH ?g {
             ?fact a gb:Judgement ; gb:inspection ?inspection ; gb:area ?area ; gb:grade ?grade .
             OPTIONAL { ?inspection gb:inspectedAuthority ?known }
             OPTIONAL { ?inspection gb:printedAuthority ?printed }
             OPTIONAL { ?inspection gb:startDate|gb:statedDate ?date } }
             OPTIONAL { ?known skos:prefLabel ?authority } }""",
    )
    local = [row["inspection"].removeprefix(BASE) for row in rows]
    return sorted(
        (inspection, row["authority"] or row["printed"], row["date"] or "", _last(row["area"]), _last(row["grade"]))
        for inspection, row in zip(local, rows, strict=True)
    )


def rebuilt_judgements(tables: Rows) -> list[tuple[Any, ...]]:
    """The same out of the tables alone, by their keys."""
    inspections = {row["id"]: row for row in tables["inspections"]}
    authorities = {row["id"]: row["name"] for row in tables["authorities"]}
    areas, grades = ({row["id"] for row in tables[name]} for name in ("areas", "grades"))
    found = []
    for row in tables["judgements"]:
        inspection = inspections[row["inspection"]]
        assert row["area"] in areas and row["grade"] in grades
        length = {"day": 10, "month": 7, "year": 4, None: 0}[inspection["date_precision"]]
        day = (inspection["inspection_date"] or "")[:length]
        name = authorities[inspection["authority"]] if inspection["authority"] else inspection["authority_name"]
        found.append((inspection["id"], name, day, row["area"], row["grade"]))
    return sorted(found)


def _last(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
