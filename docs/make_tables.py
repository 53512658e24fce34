"""Writes the tables and their columns into docs/tables.md from their declaration: `python docs/make_tables.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graphbuilder.exports.tables.declared import TABLES
from graphbuilder.exports.tables.schema import Table

PAGE = Path(__file__).with_name("tables.md")
MARK = "<!-- Below this line the page is made by python docs/make_tables.py -->\n"


def page(text: str) -> str:
    """The page with the part that is made anew."""
    written, mark, _ = text.partition(MARK)
    return written + mark + "\n" + "\n".join(_section(table) for table in TABLES)


def _section(table: Table) -> str:
    return "\n".join(_lines(table)) + "\n"


def _lines(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"{table.about} Key: {', '.join(f'`{name}`' for name in table.key)}.\n"
    yield "| column | type | what it says | key of |"
    yield "|---|---|---|---|"
    for column in table.columns:
        target = f"[{column.references}](#{column.references})" if column.references else ""
        yield f"| `{column.name}` | {column.type} | {column.about} | {target} |"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
