"""A sheet of the workbook for each table: a table of Excel's with filters, its rows written one at a time.

Each text is written as a text, so that none can run as a formula.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from typing import Any

from .filling import count, rows
from .links import Links
from .schema import Table
from .styling import GROUP_COLOURS, Styles, colour_grades, is_key, print_on_a4, shown

ROWS_LIMIT = 1_048_575  # below the header; what Excel can hold
LINKS_LIMIT = 65_000  # of a sheet; Excel takes 65,530
TEXT_LIMIT = 32_767  # characters of a cell
LINK_LIMIT = 2_000  # characters of a link

_WIDEST = {"prose": 70, "label": 26, "text": 24, "link": 34, "id": 34, "code": 24}
_HEIGHTS = ("row_info", "set_rows", "row_sizes")  # where XlsxWriter keeps heights; before 3.3 the second
_LINE, _LINES = 15.0, 12  # height of a line in points; more lines than these are cut by the height of the row


@dataclass
class Sheet:
    """A table on its way into a sheet; what does not fit is counted."""

    book: Any
    table: Table
    styles: Styles
    sources: dict[str, str]  # report → its address, where known
    links: Links
    linked: int = 0
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
            if (lines := self._lines(row)) > 1:
                self.sheet.set_row(place, _LINE * lines)
            for column, value in enumerate(row):
                self._write_cell(place, column, value, row)
            self._forget(place - 1)
        return list(self._notes(number - last))

    def _lay_out(self, last: int) -> None:
        """Header, filters, widths, colours, and how it is printed."""
        sheet, table = self.sheet, self.table
        sheet.set_tab_color(GROUP_COLOURS[table.group])
        for place, (column, width) in enumerate(zip(table.columns, self.widths, strict=True)):
            sheet.set_column(place, place, width)
            if column.name == "grade_name" or (table.name == "grades" and column.name == "name"):
                colour_grades(self.sheet, self.styles, (1, place, max(last, 1), place))
        if "repeats" in table.names:
            self._grey_repeats(table.names.index("repeats"), last)
        sheet.set_row(0, 2.2 * _LINE)
        self._add_table(last)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        print_on_a4(sheet, landscape=True)
        sheet.print_area(0, 0, max(last, 1), shown(table) - 1)

    def _add_table(self, last: int) -> None:
        """A table of Excel's, with its filters. XlsxWriter refuses one where rows are written one at a time, as it does
        not know whether they are there yet; its header is the first row, which is written next."""
        columns = [
            {"header": column.title, "header_format": self.styles.key_head if is_key(column) else self.styles.head}
            for column in self.table.columns
        ]
        options = {"columns": columns, "name": self.table.name, "style": "Table Style Light 1"}
        self.sheet.table_cells = _Forgetful()
        self.sheet.constant_memory = False
        self.sheet.add_table(0, 0, max(last, 1), len(columns) - 1, options)
        self.sheet.constant_memory = True
        for place, column in enumerate(columns):
            self.sheet.write_string(0, place, column["header"], column["header_format"])

    def _grey_repeats(self, place: int, last: int) -> None:
        from xlsxwriter.utility import xl_col_to_name

        rule = {"type": "formula", "criteria": f'=${xl_col_to_name(place)}2="yes"', "format": self.styles.repeated}
        self.sheet.conditional_format(1, 0, max(last, 1), shown(self.table) - 1, rule)

    def _forget(self, place: int) -> None:
        """Drop what XlsxWriter keeps of the height of a row that is in the file already: memory must not grow."""
        for name in _HEIGHTS:
            getattr(self.sheet, name, {}).pop(place, None)

    def _lines(self, row: tuple[Any, ...]) -> int:
        """How many lines the longest text of the row takes in its column, up to some."""
        lines = 1
        for column, width, value in zip(self.table.columns, self.widths, row, strict=True):
            if isinstance(value, str) and column.kind in ("prose", "label", "text") and not is_key(column):
                lines = max(lines, sum(max(1, ceil(len(part) / (1.1 * width))) for part in value.split("\n")))
        return min(lines, _LINES)

    # ------------------------------------------------ cells

    def _write_cell(self, place: int, number: int, value: Any, row: tuple[Any, ...]) -> None:
        """One cell by the type of its column; a text is never anything else than a text."""
        column = self.table.columns[number]
        style = self.styles.of(column)
        if value is None:
            self.sheet.write_blank(place, number, None, style)
        elif column.type == "boolean":
            self.sheet.write_string(place, number, "yes" if value else "no", style)
        elif column.type in ("integer", "decimal"):
            linked = column.name == "page" and self._link(place, number, f"{self._source(row)}#page={value}")
            self.sheet.write_number(place, number, value, self.styles.page if linked else style)
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
        """Make the cell a link. False where there is no address or no room for more."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        if not address.startswith(("http://", "https://")) or len(address) > LINK_LIMIT or " " in address:
            return False
        if self.linked >= LINKS_LIMIT:
            self.unlinked += 1
            return False
        self.linked += 1
        self.links.add(self.sheet.index + 1, xl_rowcol_to_cell(place, number), address)
        return True

    def _fitting(self, text: str) -> str:
        """The text, cut where it is too long for a cell, which counts UTF-16 code units."""
        if 2 * len(text) <= TEXT_LIMIT or len(units := text.encode("utf-16-le")) <= 2 * TEXT_LIMIT:
            return text
        self.cut += 1
        return units[: 2 * (TEXT_LIMIT - 1)].decode("utf-16-le", errors="ignore") + "…"

    def _notes(self, left_out: int) -> Iterator[str]:
        title = self.table.title
        if left_out:
            yield f"{title}: {left_out:,} rows are left out, as a sheet holds {ROWS_LIMIT:,}. The CSV export has all."
        if self.unlinked:
            yield f"{title}: {self.unlinked:,} cells are no links, as a sheet holds {LINKS_LIMIT:,} of them."
        if self.cut:
            yield f"{title}: {self.cut:,} texts are cut and end in …, as a cell holds {TEXT_LIMIT:,} characters."


class _Forgetful(dict[Any, Any]):
    """For XlsxWriter's note of every cell of a table, with which it finds tables that overlap: here is only one."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


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
        fixed = {"date": 13, "boolean": 9}.get(column.type)
        widths.append(max(fixed or min(_WIDEST.get(column.kind, 14), (length or 0) + 2), words + 3, 7))
    return widths
