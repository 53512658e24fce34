"""The first two sheets of the workbook: what it is and what is in it, and what each column means."""

from __future__ import annotations

from typing import Any

from ..selection import Selection
from . import describing
from .declared import TABLES
from .schema import Table

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
    "A fact that two files say stands in two rows: leave out rows where Repeats is TRUE to count each fact once. "
    "Judgements with Own report FALSE are of earlier inspections, of which a later report only speaks.",
    "Grades are coloured, from blue for the best over yellow to red; Grade order sorts them. Empty cells: the report "
    "does not say it.",
)


def write_read_me(sheet: Any, book: Any, selection: Selection, counts: dict[str, int], notes: list[str]) -> None:
    """Title, what this is, how to read it, the tables with links to their sheets, what is cut, licence and version."""
    title = book.add_format({"bold": True, "font_size": 18, "font_color": "#1F4E79"})
    head = book.add_format({"bold": True, "font_size": 12, "font_color": "#1F4E79", "bottom": 1, "bottom_color": "#1F4E79"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#0563C1", "underline": 1, "valign": "top"})
    number = book.add_format({"num_format": "#,##0", "valign": "top", "align": "right"})
    warning = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF3C4"})
    sheet.hide_gridlines(2)
    sheet.set_tab_color("#000000")
    for column, width in enumerate((30, 11, 88)):
        sheet.set_column(column, column, width)
    page = _Page(sheet)
    page.line(28, (0, describing.TITLE, title))
    page.wide(describing.summary(selection), text)
    page.space()
    page.line(20, (0, "How to read it", head), (1, "", head), (2, "", head))
    for words in _HOW_TO:
        page.wide(words, text)
    for note in notes:
        page.wide(note, warning)
    for group, words in _GROUPS.items():
        page.space()
        page.line(20, (0, words, head), (1, "Rows", head), (2, "What a row is", head))
        for table in TABLES:
            if table.group == group:
                page.table(table, counts[table.name], link, number, text)
    page.space()
    page.line(20, (0, "Licence and version", head), (1, "", head), (2, "", head))
    page.wide(describing.ATTRIBUTION, text)
    page.link(describing.LICENCE, link)
    page.wide(f"Made by {describing.versions(selection)}.", text)
    _print_on_one_page_wide(sheet, book_landscape=False)


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
        self.sheet.set_row(self.row, 16 * -(-len(words) // 118))
        self.sheet.merge_range(self.row, 0, self.row, 2, "", style)
        self.sheet.write_string(self.row, 0, words, style)
        self.row += 1

    def link(self, address: str, style: Any) -> None:
        self.sheet.write_url(self.row, 0, address, style)
        self.row += 1

    def table(self, table: Table, rows: int, link: Any, number: Any, text: Any) -> None:
        self.sheet.set_row(self.row, 16 * -(-len(table.about) // 84))
        self.sheet.write_url(self.row, 0, f"internal:'{table.title}'!A1", link, table.title)
        self.sheet.write_number(self.row, 1, rows, number)
        self.sheet.write_string(self.row, 2, table.about, text)
        self.row += 1


def write_columns(sheet: Any, book: Any) -> None:
    """Every column of every table: its sheet, title, name in other formats, type, meaning, and what it joins."""
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "valign": "vcenter"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    titles = ("Sheet", "Column", "Name in other exports", "Type", "What it says", "Key of sheet")
    known = {table.name: table.title for table in TABLES}
    sheet.set_tab_color("#000000")
    for place, (title, width) in enumerate(zip(titles, (27, 22, 24, 9, 80, 20), strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)
    row = 0
    for table in TABLES:
        for column in table.columns:
            row += 1
            key = known.get(column.references, "")
            sheet.set_row(row, 15 * -(-len(column.about) // 76))
            for place, words in enumerate((table.title, column.title, column.name, column.type, column.about, key)):
                sheet.write_string(row, place, words, text)
    sheet.autofilter(0, 0, row, len(titles) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _print_on_one_page_wide(sheet, book_landscape=True)


def _print_on_one_page_wide(sheet: Any, *, book_landscape: bool) -> None:
    if book_landscape:
        sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&CPage &P of &N&Rgraphbuilder")
