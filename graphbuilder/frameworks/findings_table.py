"""The "Record of main findings", the table of grades on the last page of the reports of 2009 to 2013."""

from __future__ import annotations

import re

from ..model import Cover, Document, Judgement
from . import common

_HEADING = re.compile(r"Record\s+of\s+main\s+findings", re.IGNORECASE)


def table_start(document: Document) -> int | None:
    """Where the table begins: its last heading, as the first one stands in the contents."""
    found = [match.start() for match in _HEADING.finditer(document.text)]
    return found[-1] if found else None


def judgements(document: Document, areas: dict[str, str], rule: str) -> list[Judgement]:
    start = table_start(document)
    if start is None:
        return []
    return list(common.rows(document, areas, start, len(document.text), rule))


def cover(document: Document, framework: str, title: str, subjects: tuple[re.Pattern[str], ...]) -> Cover:
    """The cover of these families, whose first page names the lead inspector."""
    return common.cover(
        document,
        framework=framework,
        title=title,
        subjects=subjects,
        rule=f"cover/{framework}",
        team=(0, common.cover_end(document)),
    )
