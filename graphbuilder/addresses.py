"""Where Ofsted publishes a report, as the reference data lists it: by the council and Ofsted's name of the file.

Nothing printed in a report, and no link in a PDF, leads to the report itself; so what is not listed is not known.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache

from . import resources
from .model import Cover, Document

_MONTH = timedelta(days=31)  # a report can print another day than that on which it was put up


def source_of(document: Document, cover: Cover) -> str | None:
    """The address of the PDF that was read; None where it is not listed, or the listed one is of another day."""
    if document.media_type != "application/pdf" or cover.authority is None:
        return None
    name = document.file_name.rsplit("/", 1)[-1].casefold()
    published, address = _listed().get((cover.authority, name), (None, None))
    if published is None or (cover.published and abs(cover.published - published) > _MONTH):
        return None
    return address if cover.start is None or cover.start <= published else None


@cache
def _listed() -> dict[tuple[str, str], tuple[date, str]]:
    """(council, name of the file) → day of publication and address."""
    with resources.report_addresses().open(encoding="utf-8", newline="") as file:
        return {
            (row["authority"], row["file"].casefold()): (date.fromisoformat(row["published"]), row["address"])
            for row in csv.DictReader(file)
        }
