"""SLAC, inspections of safeguarding and looked after children services, 2009 to 2012."""

from __future__ import annotations

import re

from ..model import Cover, Document, Judgement
from . import common, findings_table

NAME = "slac"

_TITLE = re.compile(r"Inspection\s+of\s+safeguarding\s+and\s+looked\s+after\s+children(?:\s+services)?", re.IGNORECASE)
_SUBJECT = (re.compile(_TITLE.pattern + r"\s*\n\s*([A-Z][^\n]{2,60}?)\s*\n", re.IGNORECASE),)
_PARTS = {
    "safeguarding-services": r"Safeguarding\s+services",
    "looked-after-services": r"Services\s+for\s+looked\s+after\s+children",
}


def recognises(document: Document) -> bool:
    return bool(_TITLE.search(common.title_text(document)))


def cover(document: Document) -> Cover:
    return findings_table.cover(
        document, "slac-2009", "Inspection of safeguarding and looked after children services", _SUBJECT
    )


def judgements(document: Document) -> list[Judgement]:
    """The overall effectiveness of each of the two parts of the table."""
    areas = {area: rf"{part}\s+Overall\s+effectiveness" for area, part in _PARTS.items()}
    return findings_table.judgements(document, areas, "judgement/record-of-findings")
