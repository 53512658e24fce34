"""Inspections of looked after children services, 2013."""

from __future__ import annotations

import re

from ..model import Cover, Document, Judgement
from . import common, findings_table

NAME = "looked_after"

_TITLE = re.compile(r"Inspection\s+of\s+(?:services\s+for\s+)?looked\s+after\s+children(?:\s+services)?", re.IGNORECASE)
_SUBJECT = (re.compile(_TITLE.pattern + r"\s*\n\s*([A-Z][^\n]{2,60}?)\s*\n", re.IGNORECASE),)
_AREAS = {
    "overall-effectiveness": r"Overall\s+effectiveness",
    "capacity-to-improve": r"Capacity\s+(?:to\s+improve|for\s+improvement)",
    "outcomes": (
        r"Outcomes\s+for\s+(?:looked\s+after\s+)?children(?:\s+looked\s+after)?(?:\s+and\s+young\s+people)?"
        r"(?:\s+and\s+care\s+leavers)?"
    ),
    "quality-of-provision": r"(?:The\s+)?Quality\s+of\s+(?:provision|services?)",
    "leadership": r"Leadership\s+and\s+management",
}


def recognises(document: Document) -> bool:
    title = common.title_text(document)
    return bool(_TITLE.search(title)) and "safeguarding" not in title[:200].lower()


def cover(document: Document) -> Cover:
    return findings_table.cover(document, "looked-after-2013", "Inspection of looked after children services", _SUBJECT)


def judgements(document: Document) -> list[Judgement]:
    return findings_table.judgements(document, _AREAS, "judgement/record-of-findings")
