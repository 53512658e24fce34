"""The first sheets of the workbook: what it is and what is in it, the latest grades, what each column means."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import datetime
from typing import Any

from .. import description
from ..selection import Selection
from .declared import TABLES
from .filling import VIEWS, summary
from .schema import Table
from .styling import Styles, colour_grades, print_on_a4

_GROUPS = {
    "facts": "Facts: what the reports say",
    "things": "Things: whom and what the facts speak of",
    "evidence": "Evidence: the words behind the facts",
    "codes": "Codes: what the keys mean",
}
_HOW_TO = (
    "Each sheet is a table with filters: click the arrow in a header. Blue headers are for reading and printing; grey "
    "ones, to the right, hold keys that join tables, and how a fact was found.",
    "Join a key to the column ID of the table that the sheet Columns names; in Power BI, load the tables and draw the "
    "same lines. Page is a link to that page of the report where its address is known.",
    "A fact that two files say stands in two rows: leave out rows where Repeats is yes to count each fact once. "
    "Judgements with Own report no are of earlier inspections, of which a later report only speaks.",
    "Grades are coloured, from blue for the best over yellow to red; Grade order sorts them. Empty cells: the report "
    "does not say it.",
)


def write_read_me(sheet: Any, book: Any, selection: Selection, counts: dict[str, int], notes: list[str]) -> None:
    """Title, what this is, how to read it, the tables with links to their sheets, what is cut, licence and version."""
    title = book.add_format({"bold": True, "font_size": 18, "font_color": "#1F4E79"})
    head = book.add_format(
        {"bold": True, "font_size": 12, "font_color": "#1F4E79", "bottom": 1, "bottom_color": "#1F4E79"}
    )
    text = book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
    number = book.add_format({"num_format": "#,##0", "valign": "top", "align": "right", "indent": 1})
    warning = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF3C4"})
    sheet.hide_gridlines(2)
    sheet.set_tab_color("#000000")
    for column, width in enumerate((40, 11, 84)):
        sheet.set_column(column, column, width)
    page = _Page(sheet)
    page.line(28, (0, description.title(selection), title))
    page.wide(summary(selection), text)
    page.space()
    page.line(20, (0, "How to read it", head), (1, "", head), (2, "", head))
    for words in _HOW_TO:
        page.wide(words, text)
    for note in notes:
        page.wide(note, warning)
    page.space()
    page.line(16, (0, "At a glance", head), (1, "", head), (2, "", head))
    page.link(
        "internal:'Latest grades'!A1",
        link,
        "Latest grades",
        "The latest grade of each authority in each area; with its year where the last inspection did not judge that.",
        text,
    )
    page.link("internal:'Columns'!A1", link, "Columns", "What each column of each sheet means.", text)
    for group, words in _GROUPS.items():
        page.space()
        page.line(20, (0, words, head), (1, "Rows", head), (2, "What a row is", head))
        for table in TABLES:
            if table.group == group:
                page.table(table, counts[table.name], link, number, text)
    page.space()
    page.line(20, (0, "Licence and version", head), (1, "", head), (2, "", head))
    page.wide(description.ATTRIBUTION, text)
    page.link(description.LICENCE, link)
    page.wide(f"Made by graphbuilder {description.version(selection)} (version of the program and of its rules).", text)
    print_on_a4(sheet, landscape=False)


class _Page:
    """The lines of a sheet from the top."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.row = sheet, 0

    def line(self, height: float, *cells: tuple[int, str, Any]) -> None:
        self.sheet.set_row(self.row, height)
        for column, words, style in cells:
            self.sheet.write_string(self.row, column, words, style)
        self.row += 1

    def space(self) -> None:
        self.sheet.set_row(self.row, 9)
        self.row += 1

    def wide(self, words: str, style: Any) -> None:
        """A text over all columns."""
        self.sheet.set_row(self.row, 16 * -(-len(words) // 150))
        self.sheet.merge_range(self.row, 0, self.row, 2, "", style)
        self.sheet.write_string(self.row, 0, words, style)
        self.row += 1

    def link(self, address: str, style: Any, words: str | None = None, about: str = "", text: Any = None) -> None:
        self.sheet.write_url(self.row, 0, address, style, words)
        self.sheet.write_string(self.row, 2, about, text)
        self.row += 1

    def table(self, table: Table, rows: int, link: Any, number: Any, text: Any) -> None:
        self.sheet.set_row(self.row, 16 * -(-len(table.about) // 104))
        self.sheet.write_url(self.row, 0, f"internal:'{table.title}'!A1", link, table.title)
        self.sheet.write_number(self.row, 1, rows, number)
        self.sheet.write_string(self.row, 2, table.about, text)
        self.row += 1


def write_latest_grades(sheet: Any, styles: Styles, base: sqlite3.Connection) -> None:
    """A row for each authority, a column for each area: the latest grade in it, with its year where a later inspection
    did not judge this area."""
    latest = base.execute(VIEWS["latest_grades"]).fetchall()
    areas = Counter(area for _, _, area, *_ in latest)
    columns = sorted(areas, key=lambda area: (area != "Overall effectiveness", -areas[area], area))
    last_seen: dict[str, tuple[str, str]] = {}  # authority → its region, and the day of the last inspection
    grades: dict[tuple[str, str], tuple[str, str]] = {}
    for authority, region, area, grade, _, day, *_ in latest:
        last_seen[authority] = (region or "", max(day, last_seen.get(authority, ("", ""))[1]))
        grades.setdefault((authority, area), (grade, day))
    sheet.set_tab_color("#000000")
    sheet.set_row(0, 62)
    for place, title in enumerate(("Authority", "Region", "Last inspected", *columns)):
        sheet.set_column(place, place, (33, 23, 13)[place] if place < 3 else 15)
        sheet.write_string(0, place, title, styles.head)
    for row, (authority, (region, day)) in enumerate(sorted(last_seen.items()), start=1):
        sheet.set_row(row, 27)
        sheet.write_string(row, 0, authority, styles.name)
        sheet.write_string(row, 1, region, styles.name)
        sheet.write_datetime(row, 2, datetime.fromisoformat(day), styles.day)
        for place, area in enumerate(columns, start=3):
            grade, judged = grades.get((authority, area), ("", day))
            sheet.write_string(row, place, grade if judged == day else f"{grade}, {judged[:4]}", styles.grade)
    last = max(len(last_seen), 1)
    colour_grades(sheet, styles, (1, 3, last, max(3, len(columns) + 2)))
    sheet.autofilter(0, 0, last, len(columns) + 2)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    common = sum(areas[area] * 20 >= len(last_seen) for area in columns)  # what few were judged on is not printed
    sheet.print_area(0, 0, last, 2 + max(common, 1))
    print_on_a4(sheet, landscape=True)


def write_columns(sheet: Any, styles: Styles) -> None:
    """Every column of every table: its sheet, title, name in other formats, type, meaning, and what it joins."""
    titles = ("Sheet", "Column", "Name in other exports", "Type", "What it says", "Key of sheet")
    known = {table.name: table.title for table in TABLES}
    sheet.set_tab_color("#000000")
    for place, (title, width) in enumerate(zip(titles, (27, 22, 24, 9, 80, 20), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, styles.head)
    row = 0
    for table in TABLES:
        for column in table.columns:
            row += 1
            key = known.get(column.references, "")
            sheet.set_row(row, 15 * -(-len(column.about) // 92))
            for place, words in enumerate((table.title, column.title, column.name, column.type, column.about, key)):
                sheet.write_string(row, place, words, styles.wrapped)
    sheet.autofilter(0, 0, row, len(titles) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    print_on_a4(sheet, landscape=True)
