"""One workbook: a read-me, the latest grades, what each column means, and a sheet for each table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ..selection import Selection
from .declared import TABLES
from .filling import count, filled
from .front_sheets import write_columns, write_latest_grades, write_read_me
from .links import Links
from .sheets import Sheet
from .styling import Styles

_CREATED = datetime(2000, 1, 1)  # same input, same bytes
_OPTIONS = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}


def write_xlsx(selection: Selection, path: Path) -> None:
    """The workbook. What does not fit into a sheet is left out and named in the read-me."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    scratch = TemporaryDirectory(dir=path.parent, prefix=".workbook-")
    with filled(selection, path) as base, scratch as folder:
        links = Links(Path(folder))
        unlinked = Path(folder) / "book.xlsx"
        book = xlsxwriter.Workbook(str(unlinked), _OPTIONS | {"tmpdir": folder})
        book.set_properties({"title": "graphbuilder", "created": _CREATED})
        styles = Styles(book)
        read_me, grades, columns = map(book.add_worksheet, ("Read me", "Latest grades", "Columns"))
        sources = dict(base.execute("SELECT id, source FROM reports WHERE source IS NOT NULL"))
        notes = [note for table in TABLES for note in Sheet(book, table, styles, sources, links).write(base)]
        write_read_me(read_me, book, selection, {table.name: count(base, table) for table in TABLES}, notes)
        write_latest_grades(grades, styles, base)
        write_columns(columns, styles)
        try:
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error  # the OSError that it stands for
        links.put_in(unlinked, path)
