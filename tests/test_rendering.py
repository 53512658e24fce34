"""Tables as text, CSV, JSON, Markdown and workbooks."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import openpyxl
import pytest

from graphbuilder.errors import UsageError
from graphbuilder.model import Table
from graphbuilder.rendering import RENDERERS, csv_lines, render

GOOD = "https://w3id.org/graphbuilder/grade/good"
TABLE = Table(
    ("authority", "grade", "inspected", "percent", "still"),
    (
        ("Northshire", GOOD, date(2019, 3, 31), 87.5, True),
        ("Eastham, with Westborough", None, None, 100.0, False),
    ),
)


def cells(text: str | bytes) -> list[list[str]]:
    assert isinstance(text, str)
    return list(csv.reader(io.StringIO(text, newline="")))


def sheet(table: Table) -> openpyxl.worksheet.worksheet.Worksheet:
    made = render(table, "xlsx")
    assert isinstance(made, bytes)
    return openpyxl.load_workbook(io.BytesIO(made)).active


def test_text_is_aligned_with_numbers_to_the_right_and_iris_shortened() -> None:
    assert render(TABLE, "table") == (
        "authority                  grade  inspected   percent  still\n"
        "-------------------------  -----  ----------  -------  -----\n"
        "Northshire                 good   2019-03-31     87.5  yes\n"
        "Eastham, with Westborough                         100  no\n"
    )


def test_long_cells_are_cut_only_where_a_width_is_given() -> None:
    long = Table(("words", "n"), (("x" * 300, 1),))
    assert "x" * 300 in str(render(long, "table"))
    lines = str(render(long, "table", width=40)).splitlines()
    assert max(map(len, lines)) == 40 and "…" in lines[2] and lines[2].endswith("1")


def test_a_table_without_rows_shows_its_columns() -> None:
    assert render(Table(("a", "b")), "table") == "a  b\n-  -\n"
    assert render(Table(("a", "b")), "csv") == "a,b\r\n"
    assert render(Table(("a", "b")), "json") == "[]\n"
    assert [cell.value for cell in sheet(Table(("a", "b")))[1]] == ["a", "b"]


def test_csv_has_whole_iris_and_quotes_what_needs_it() -> None:
    rows = cells(render(TABLE, "csv"))
    assert rows[1] == ["Northshire", GOOD, "2019-03-31", "87.5", "true"]
    assert rows[2] == ["Eastham, with Westborough", "", "", "100", "false"]
    text = Table(("words",), (('He said "no"\r\nand left',),))
    assert cells(render(text, "csv"))[1] == ['He said "no"\r\nand left']


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-5 points", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_csv_text_that_a_spreadsheet_would_run_is_harmless(words: str) -> None:
    assert cells(render(Table(("words",), ((words,),)), "csv"))[1] == [f"'{words}"]


def test_negative_numbers_in_csv_stay_numbers() -> None:
    assert cells(render(Table(("n", "x"), ((-5, -0.25),)), "csv"))[1] == ["-5", "-0.25"]


def test_csv_is_made_record_by_record() -> None:
    def endless():  # type: ignore[no-untyped-def]
        number = 0
        while True:
            yield (number,)
            number += 1

    lines = csv_lines(("n",), endless())
    assert [next(lines) for _ in range(3)] == ["n\r\n", "0\r\n", "1\r\n"]


def test_json_is_a_list_of_objects_with_iso_dates() -> None:
    rows = json.loads(render(TABLE, "json"))
    assert rows[0] == {
        "authority": "Northshire",
        "grade": GOOD,
        "inspected": "2019-03-31",
        "percent": 87.5,
        "still": True,
    }
    assert rows[1]["grade"] is None


def test_json_has_no_numbers_that_json_does_not_know() -> None:
    assert json.loads(render(Table(("x",), ((float("nan"),), (float("inf"),))), "json")) == [{"x": "nan"}, {"x": "inf"}]


def test_markdown_escapes_bars_and_has_one_line_a_row() -> None:
    table = Table(("a", "b"), (("x|y", "two\nlines"),))
    assert render(table, "md") == "| a | b |\n| --- | --- |\n| x\\|y | two lines |\n"


def test_a_workbook_has_filters_a_frozen_header_dates_numbers_and_links() -> None:
    made = sheet(TABLE)
    assert made.freeze_panes == "A2"
    assert [table.ref for table in made.tables.values()] == ["A1:E3"]
    assert [cell.value for cell in made[2]][3:] == [87.5, True]
    assert made["C2"].value.date() == date(2019, 3, 31)
    assert made["B2"].hyperlink.target == GOOD and made["B2"].value == "good"


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-5 points", "@SUM(A1)", "{=1}", "mailto:a@b.c"])
def test_text_in_a_workbook_stays_text(words: str) -> None:
    cell = sheet(Table(("words",), ((words,),)))["A2"]
    assert cell.value == words and cell.data_type == "s" and cell.hyperlink is None


def test_a_workbook_takes_what_a_cell_cannot_hold() -> None:
    made = sheet(Table(("a", "b"), (("x" * 40_000, float("nan")),)))
    assert len(made["A2"].value) == 32_767 and made["B2"].value == "nan"


@pytest.mark.parametrize("format", RENDERERS)
def test_the_same_table_gives_the_same_bytes(format: str) -> None:
    assert render(TABLE, format) == render(TABLE, format)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="table, csv, json, md, xlsx"):
        render(TABLE, "pdf")
