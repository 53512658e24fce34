"""The tables of the real corpus: each format read back by another library, against the graph; the workbook in an office."""

from __future__ import annotations

import csv
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import tables
from csvw import CSVW

from graphbuilder.exports import export
from graphbuilder.exports.tables.csv_folder import METADATA
from graphbuilder.exports.tables.declared import TABLES

pytestmark = pytest.mark.corpus
# Each sheet to a file of its own: separator, quote, UTF-8, from line 1, no language, values as they are shown, all sheets.
SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="run tests/tools/libreoffice.sh first")


@pytest.fixture(scope="module")
def made(corpus_build: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tables")
    paths = {format: folder / f"{format}{tables.SUFFIX[format]}" for format in tables.FORMATS}
    for format, path in paths.items():
        export(corpus_build.folder, format, path)
    return paths


@pytest.fixture(scope="module")
def store(corpus_build: Any) -> ox.Store:
    return tables.load(corpus_build.folder)


@pytest.mark.parametrize("format", tables.FORMATS)
def test_every_format_has_the_rows_and_keys_of_the_graph(
    format: str, made: dict[str, Path], store: ox.Store, corpus_build: Any
) -> None:
    found = tables.read(format, made[format])
    for table in TABLES:
        stated = tables.stated_keys(store, corpus_build.folder, table)
        assert tables.held_keys(found[table.name], table) == stated, table.name
    assert sum(map(len, found.values())) > 30_000
    assert tables.orphans(found) == []
    assert tables.rebuilt_judgements(found) == tables.stated_judgements(store)


@pytest.mark.parametrize("format", [format for format in tables.FORMATS if format != "sqlite"])
def test_every_format_has_the_values_of_the_others(format: str, made: dict[str, Path]) -> None:
    for table in TABLES:
        held = {tuple(row[name] for name in table.key): row for row in tables.READERS[format](made[format], table)}
        other = {tuple(row[name] for name in table.key): row for row in tables.read_sqlite(made["sqlite"], table)}
        assert held == other, table.name


def test_the_description_of_the_csv_files_is_valid_and_they_follow_it(made: dict[str, Path]) -> None:
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("always")
        described = CSVW(str(made["csv"] / METADATA), validate=True, strict=False)
        assert described.is_valid, described.warnings


@needs_office
def test_an_office_opens_the_workbook_with_all_rows_of_every_sheet(made: dict[str, Path], tmp_path: Path) -> None:
    """What has to be repaired is left out or not opened; a cell that was a formula would show its result."""
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", SHEETS]
    done = subprocess.run(
        [*command, "--outdir", str(tmp_path / "sheets"), str(made["xlsx"])],
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    assert "Error" not in done.stdout + done.stderr
    for table in TABLES:
        with (tmp_path / "sheets" / f"xlsx-{table.title}.csv").open(encoding="utf-8", newline="") as file:
            [header, *rows] = list(csv.reader(file, strict=True))
        stated = list(tables.read_csv(made["csv"], table))
        assert header == [column.title for column in table.columns]
        assert len(rows) == len(stated)
        for column in (column for column in table.columns if column.type == "text"):
            place = table.names.index(column.name)
            shown = [row[place] for row in rows]
            assert shown == [row[column.name] or "" for row in stated], f"{table.name}.{column.name}"
