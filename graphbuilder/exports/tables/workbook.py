"""One workbook: a read-me, what each column means, and a sheet for each table, to be read, filtered and printed.

Rows are written one at a time (XlsxWriter's constant memory), each text as a text, so that none can run as a formula.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

from ..selection import Selection
from .declared import TABLES
from .filling import count, filled, rows
from .front_sheets import write_columns, write_read_me
from .schema import Column, Table

ROWS_LIMIT = 1_048_575  # below the header; what Excel can hold
LINKS_LIMIT = 65_000  # of a sheet; Excel takes 65,530
TEXT_LIMIT = 32_767  # characters of a cell
LINK_LIMIT = 2_000  # characters of a link

_WIDEST = {"prose": 70, "label": 34, "text": 30, "link": 34, "id": 34, "code": 24}
_LINE, _LINES = 15.0, 12  # height of a line in points; more lines than these are cut by the height of the row
_CREATED = datetime(2000, 1, 1)  # same input, same bytes
_TABS = {"facts": "#1F4E79", "things": "#3A7D44", "evidence": "#7F6000", "codes": "#7F7F7F"}

# Ground and letters of the grades: from blue to red over yellow, told apart by colour-blind people; the word stands in it.
GRADE_COLOURS = {
    "Outstanding": ("#1F6AA5", "#FFFFFF"),
    "Good": ("#ABD9E9", "#000000"),
    "Requires improvement": ("#FEE090", "#000000"),
    "Adequate": ("#FFF3C4", "#000000"),
    "Inadequate": ("#C7191C", "#FFFFFF"),
}


def write_xlsx(selection: Selection, path: Path) -> None:
    """The workbook. What does not fit into a sheet is left out and named in the read-me."""
    import xlsxwriter

    with filled(selection, path) as base:
        options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
        book = xlsxwriter.Workbook(str(path), options | {"tmpdir": str(path.parent), "nan_inf_to_errors": False})
        book.set_properties({"title": "graphbuilder", "created": _CREATED})
        styles = _Styles(book)
        read_me, columns = book.add_worksheet("Read me"), book.add_worksheet("Columns")
        sources = dict(base.execute("SELECT id, source FROM reports WHERE source IS NOT NULL"))
        notes = [note for table in TABLES for note in _Sheet(book, table, styles, sources).write(base)]
        write_read_me(read_me, styles.book, selection, {table.name: count(base, table) for table in TABLES}, notes)
        write_columns(columns, styles.book)
        book.close()


class _Styles:
    """The formats of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.plain = book.add_format({"valign": "top"})
        self.wrapped = book.add_format({"valign": "top", "text_wrap": True})
        self.key = book.add_format({"valign": "top", "font_color": "#767676", "font_size": 9})
        self.date = book.add_format({"valign": "top", "num_format": "d mmm yyyy", "align": "left"})
        self.link = book.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1})
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#FFFFFF"}
        self.head = book.add_format(head | {"font_color": "#FFFFFF", "bg_color": "#1F4E79"})
        self.key_head = book.add_format(head | {"font_color": "#FFFFFF", "bg_color": "#6B7785"})
        self.grades = {
            name: book.add_format({"bg_color": ground, "font_color": letters})
            for name, (ground, letters) in GRADE_COLOURS.items()
        }

    def of(self, column: Column) -> Any:
        if is_key(column):
            return self.key
        if column.kind in ("prose", "label", "text"):
            return self.wrapped
        return self.date if column.type == "date" else self.plain


def is_key(column: Column) -> bool:
    """Columns for joining and checking, which stand behind those for reading."""
    return bool(column.references) or column.kind in ("id", "code") or column.name in ("rule", "confidence", "repeats")


def shown(table: Table) -> int:
    """How many columns are for reading: they are printed."""
    reading = next((place for place, column in enumerate(table.columns) if is_key(column)), len(table.columns))
    return reading or len(table.columns)


@dataclass
class _Sheet:
    book: Any
    table: Table
    styles: _Styles
    sources: dict[str, str]  # report → its address, where known
    links: int = 0
    unlinked: int = 0
    cut: int = 0
    widths: list[int] = field(default_factory=list)

    def write(self, base: sqlite3.Connection) -> list[str]:
        """Write the table into a sheet of its own; what had to be left out, in words."""
        table = self.table
        self.sheet = self.book.add_worksheet(table.title)
        number = count(base, table)
        last = min(number, ROWS_LIMIT)
        self.widths = _widths(base, table)
        self._lay_out(last)
        for place, row in enumerate(_first(rows(base, table), last), start=1):
            self.sheet.set_row(place, self._height(row))
            for column, value in enumerate(row):
                self._write_cell(place, column, value, row)
        return list(self._notes(number - last))

    def _lay_out(self, last: int) -> None:
        """Header, filters, widths, colours, and how it is printed."""
        sheet, table = self.sheet, self.table
        sheet.set_tab_color(_TABS[table.group])
        for place, (column, width) in enumerate(zip(table.columns, self.widths, strict=True)):
            sheet.set_column(place, place, width)
            if column.name == "grade_name" or (table.name == "grades" and column.name == "name"):
                self._colour_grades(place, last)
        sheet.set_row(0, 2.2 * _LINE)
        self._add_table(last)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&CPage &P of &N&Rgraphbuilder")
        sheet.print_area(0, 0, max(last, 1), shown(table) - 1)

    def _add_table(self, last: int) -> None:
        """A table of Excel's, with its filters. XlsxWriter refuses one where rows are written one at a time, as it does
        not know whether they are there yet; its header is the first row, which is written next."""
        columns = [
            {"header": column.title, "header_format": self.styles.key_head if is_key(column) else self.styles.head}
            for column in self.table.columns
        ]
        options = {"columns": columns, "name": self.table.name, "style": "Table Style Light 1"}
        self.sheet.constant_memory = False
        self.sheet.add_table(0, 0, max(last, 1), len(columns) - 1, options)
        self.sheet.constant_memory = True
        for place, column in enumerate(columns):
            self.sheet.write_string(0, place, column["header"], column["header_format"])

    def _colour_grades(self, place: int, last: int) -> None:
        for name, style in self.styles.grades.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": style}
            self.sheet.conditional_format(1, place, max(last, 1), place, rule)

    def _height(self, row: tuple[Any, ...]) -> float:
        """High enough for the longest text of the row in its column, up to some lines."""
        lines = 1
        for column, width, value in zip(self.table.columns, self.widths, row, strict=True):
            if isinstance(value, str) and self.styles.of(column) is self.styles.wrapped:
                lines = max(lines, sum(max(1, ceil(len(part) * 1.1 / width)) for part in value.split("\n")))
        return _LINE * min(lines, _LINES)

    # ------------------------------------------------ cells

    def _write_cell(self, place: int, number: int, value: Any, row: tuple[Any, ...]) -> None:
        """One cell by the type of its column; a text is never anything else than a text."""
        column = self.table.columns[number]
        style = self.styles.of(column)
        if value is None:
            return
        if column.type == "boolean":
            self.sheet.write_boolean(place, number, bool(value), style)
        elif column.type in ("integer", "decimal"):
            linked = column.name == "page" and self._link(place, number, f"{self._source(row)}#page={value}")
            self.sheet.write_number(place, number, value, self.styles.link if linked else style)
        elif column.type == "date" and value >= "1900-03-01":  # before it, Excel counts a day that was none
            day = date.fromisoformat(value)
            self.sheet.write_datetime(place, number, datetime(day.year, day.month, day.day), style)
        else:
            linked = column.kind == "link" and self._link(place, number, value)
            self.sheet.write_string(place, number, self._fitting(value), self.styles.link if linked else style)

    def _source(self, row: tuple[Any, ...]) -> str:
        """The address of the row's report, "" where it is not known."""
        return self.sources.get(row[self.table.names.index("report")], "") if "report" in self.table.names else ""

    def _link(self, place: int, number: int, address: str) -> bool:
        """Make the cell a link, before its value is written. False where there is no address or no room for more."""
        if not address.startswith(("http://", "https://")) or len(address) > LINK_LIMIT or " " in address:
            return False
        if self.links >= LINKS_LIMIT:
            self.unlinked += 1
            return False
        self.links += 1
        self.sheet.write_url(place, number, address, self.styles.link)
        return True

    def _fitting(self, text: str) -> str:
        if len(text) <= TEXT_LIMIT:
            return text
        self.cut += 1
        return text[: TEXT_LIMIT - 1] + "…"

    def _notes(self, left_out: int) -> Iterator[str]:
        title = self.table.title
        if left_out:
            yield f"{title}: {left_out:,} rows are left out, as a sheet holds {ROWS_LIMIT:,}. All are in the CSV export."
        if self.unlinked:
            yield f"{title}: {self.unlinked:,} cells are no links, as a sheet holds {LINKS_LIMIT:,} of them."
        if self.cut:
            yield f"{title}: {self.cut:,} texts are cut and end in …, as a cell holds {TEXT_LIMIT:,} characters."


def _first(found: Iterator[tuple[Any, ...]], number: int) -> Iterator[tuple[Any, ...]]:
    for _, row in zip(range(number), found, strict=False):
        yield row


def _widths(base: sqlite3.Connection, table: Table) -> list[int]:
    """Widths of the columns in characters: of the longest value, within bounds, and never too narrow for the title."""
    longest = ", ".join(f'max(length("{name}"))' for name in table.names)
    [found] = base.execute(f'SELECT {longest} FROM "{table.name}"')
    widths = []
    for column, length in zip(table.columns, found, strict=True):
        words = max(map(len, column.title.split()))
        fixed = {"date": 12, "boolean": 9}.get(column.type)
        widths.append(max(fixed or min(_WIDEST.get(column.kind, 14), (length or 0) + 2), words + 3, 7))
    return widths
