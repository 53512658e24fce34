"""How the workbook looks: formats of cells, colours of grades, which columns are for reading, how it is printed."""

from __future__ import annotations

from typing import Any

from .schema import Column, Table

# Ground and letters of the grades, from blue over yellow to red, which colour-blind people tell apart; the word stands
# in the cell too.
GRADE_COLOURS = {
    "Outstanding": ("#1F6AA5", "#FFFFFF"),
    "Good": ("#ABD9E9", "#000000"),
    "Requires improvement": ("#FEE090", "#000000"),
    "Adequate": ("#FFF3C4", "#000000"),
    "Inadequate": ("#C7191C", "#FFFFFF"),
}
GROUP_COLOURS = {"facts": "#1F4E79", "things": "#3A7D44", "evidence": "#7F6000", "codes": "#7F7F7F"}


class Styles:
    """The formats of cells, each made once."""

    def __init__(self, book: Any) -> None:
        cell = {"valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"}
        middle = cell | {"align": "center"}
        self.plain = book.add_format(cell | {"align": "right", "indent": 1})
        self.middle = book.add_format(middle)
        self.grade = book.add_format(middle | {"text_wrap": True, "font_size": 9, "valign": "vcenter"})
        self.name = book.add_format(cell | {"valign": "vcenter"})
        self.day = book.add_format(cell | {"valign": "vcenter", "num_format": "d mmm yyyy", "align": "left"})
        self.wrapped = book.add_format(cell | {"text_wrap": True})
        self.key = book.add_format(cell | {"font_color": "#767676", "font_size": 9})
        self.date = book.add_format(cell | {"num_format": "d mmm yyyy", "align": "left"})
        self.page = book.add_format(middle | {"font_color": "#0563C1", "underline": 1})
        self.link = book.add_format(cell | {"font_color": "#0563C1", "underline": 1, "align": "left"})
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#FFFFFF"}
        self.head = book.add_format(head | {"font_color": "#FFFFFF", "bg_color": "#1F4E79"})
        self.key_head = book.add_format(head | {"font_color": "#FFFFFF", "bg_color": "#6B7785"})
        self.repeated = book.add_format({"font_color": "#9A9A9A", "italic": True})
        self.grades = {
            name: book.add_format({"bg_color": ground, "font_color": letters})
            for name, (ground, letters) in GRADE_COLOURS.items()
        }

    def of(self, column: Column) -> Any:
        if is_key(column):
            return self.key
        if column.name == "grade_name" or column.type in ("boolean", "integer"):
            return self.middle
        if column.type == "text":
            return self.wrapped
        return self.date if column.type == "date" else self.plain


def colour_grades(sheet: Any, styles: Styles, cells: tuple[int, int, int, int]) -> None:
    """Give each grade in these cells (first row and column, last row and column) its colour."""
    for name, style in styles.grades.items():
        sheet.conditional_format(*cells, {"type": "text", "criteria": "begins with", "value": name, "format": style})


def is_key(column: Column) -> bool:
    """Columns for joining and checking, which stand behind those for reading."""
    return bool(column.references) or column.kind in ("id", "code") or column.name in ("rule", "confidence", "repeats")


def shown(table: Table) -> int:
    """How many columns are for reading: they are printed."""
    reading = next((place for place, column in enumerate(table.columns) if is_key(column)), len(table.columns))
    return reading or len(table.columns)


def print_on_a4(sheet: Any, *, landscape: bool) -> None:
    """All columns on the width of a page, the header on each page, and which sheet and page it is."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&CPage &P of &N&Rgraphbuilder")
