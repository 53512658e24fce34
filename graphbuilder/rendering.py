"""A table → text for people, CSV, JSON, Markdown, or a workbook. RENDERERS lists the formats."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from .errors import UsageError
from .model import Table

Row = Sequence[object]

_IRI = re.compile(r"(?:https?|urn):[^\s<>\"{}|\\^`]+")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # a spreadsheet may run a text that begins with one of these
_GAP = "  "


def render(table: Table, format: str, width: int | None = None) -> str | bytes:
    """The table in the named format: bytes for xlsx, text that ends in a line break for all others.

    `width` (characters of a line) cuts long cells of the format `table`. Raises UsageError for an unknown format.
    """
    if format == "table":
        return as_text(table, width)
    if format not in RENDERERS:
        raise UsageError(f"no format is called {format!r}; there are {', '.join(RENDERERS)}")
    return RENDERERS[format](table)


# ---------------------------------------------------------------- cells


def short(value: object) -> str:
    """A cell for people: an IRI as its last segment, a number without needless zeros, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    text = " ".join(str(value).split())
    return _last_segment(text) if _IRI.fullmatch(text) else text


def _last_segment(iri: str) -> str:
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1] or iri


def plain(value: object) -> str:
    """A cell for programs: in full, dates as 2019-03-31, booleans as true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# ---------------------------------------------------------------- for people


def as_text(table: Table, width: int | None = None) -> str:
    """Aligned columns, numbers to the right. Cells are cut with "…" only where a width is given."""
    numeric = [
        any(_is_number(row[index]) for row in table.rows)
        and all(row[index] is None or _is_number(row[index]) for row in table.rows)
        for index in range(len(table.columns))
    ]
    rows = [[short(cell) for cell in row] for row in table.rows]
    widths = [max(map(len, (name, *(row[index] for row in rows)))) for index, name in enumerate(table.columns)]
    if width:
        widths = _fitting(widths, width)
    lines = [_line(table.columns, widths, numeric), _line(["-" * size for size in widths], widths, numeric)]
    lines += [_line(row, widths, numeric) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    shown = (
        _cut(cell, size).rjust(size) if right else _cut(cell, size).ljust(size)
        for cell, size, right in zip(cells, widths, numeric, strict=True)
    )
    return _GAP.join(shown).rstrip()


def _cut(text: str, size: int) -> str:
    return text if len(text) <= size else text[: max(0, size - 1)] + "…"


def _fitting(widths: list[int], total: int) -> list[int]:
    """The widest columns made narrower until a line has `total` characters, but none below eight."""
    widths = list(widths)
    room = max(total - len(_GAP) * (len(widths) - 1), 0)
    while sum(widths) > room and max(widths, default=0) > 8:
        widest = max(widths)
        second = max((size for size in widths if size < widest), default=8)
        share = max(1, (sum(widths) - room) // widths.count(widest))
        target = max(second, 8, widest - share)
        widths = [min(size, target) for size in widths]
    return widths


def as_markdown(table: Table) -> str:
    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |\n"

    rows = ([short(cell).replace("\\", "\\\\").replace("|", "\\|") for cell in row] for row in table.rows)
    return line(table.columns) + line("---" for _ in table.columns) + "".join(map(line, rows))


# ---------------------------------------------------------------- for programs


def as_csv(table: Table) -> str:
    return "".join(csv_lines(table.columns, table.rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180 records, each with its line end, one at a time: for tables too large to hold."""
    yield _record(columns)
    for row in rows:
        yield _record([_harmless(cell) for cell in row])


def _record(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _harmless(value: object) -> str:
    """Numbers stay numbers, since they are none of a reader's words."""
    return harmless(value) if isinstance(value, str) else plain(value)


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it.

    So does one with apostrophes before such a formula: where a formula follows apostrophes, one is ours.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def as_json(table: Table) -> str:
    rows = [dict(zip(table.columns, map(_json_value, row), strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _json_value(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


# ---------------------------------------------------------------- workbook

_CELL_LIMIT = 32_767  # characters in a cell of a workbook
_ROW_LIMIT = 1_048_575  # rows below the header
_LINK_LIMIT = 2_000  # characters of a link
_LINKS_LIMIT = 65_000  # links of a sheet
_WIDEST = 60


def as_xlsx(table: Table) -> bytes:
    """A workbook of one sheet: a table with filters under a frozen header; texts stay texts, IRIs are links.

    Raises UsageError where the rows do not fit into a sheet.
    """
    import xlsxwriter

    if len(table.rows) > _ROW_LIMIT:
        raise UsageError(f"{len(table.rows)} rows do not fit into a sheet of {_ROW_LIMIT}; write csv")
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    workbook.set_properties({"title": "graphbuilder", "created": datetime(2000, 1, 1)})  # same input, same bytes
    sheet = workbook.add_worksheet("Result")
    formats = {
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "link": workbook.add_format({"font_color": "blue", "underline": 1}),
    }
    links = 0
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            links += _write_cell(sheet, number, column, cell, formats, links < _LINKS_LIMIT)
    _lay_out(sheet, table)
    workbook.close()
    return out.getvalue()


def _write_cell(sheet: Any, row: int, column: int, value: object, formats: dict[str, Any], may_link: bool) -> bool:
    """Write one cell by its type; True where it became a link."""
    if value is None:
        return False
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, str) and may_link and len(value) <= _LINK_LIMIT and _WEB.fullmatch(value):
        sheet.write_url(row, column, value, formats["link"], string=short(value))
        return True
    else:
        sheet.write_string(row, column, _cut(str(value), _CELL_LIMIT))
    return False


def _lay_out(sheet: Any, table: Table) -> None:
    """Header, filters and column widths."""
    if not table.columns:
        return
    last = len(table.columns) - 1
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, name)
        longest = max((len(short(row[column])) for row in table.rows), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(longest, len(name) + 3) + 1))
    if table.rows:
        headers = [{"header": name} for name in table.columns]
        sheet.add_table(0, 0, len(table.rows), last, {"columns": headers, "style": "Table Style Light 1"})
    else:
        sheet.autofilter(0, 0, 0, last)
    sheet.freeze_panes(1, 0)


RENDERERS: dict[str, Callable[[Table], str | bytes]] = {
    "table": as_text,
    "csv": as_csv,
    "json": as_json,
    "md": as_markdown,
    "xlsx": as_xlsx,
}
