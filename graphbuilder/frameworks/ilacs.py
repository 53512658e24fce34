"""ILACS, inspections of local authority children's services since 2018: three versions of one table.

2018: care and care leavers judged together; 2023: apart; from April 2026: no overall effectiveness.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ..model import Cover, Document, Judgement
from . import common

NAME = "ilacs"
SINCE_2026 = date(2026, 4, 1)  # by inspection date, not by publication date

_TITLE = re.compile(
    r"Inspection\s+of\s+(?:local\s+authority\s+children[’']s\s+(?:social\s+care\s+)?services"
    r"|children[’']s\s+(?:social\s+care\s+services|services\s+(?:in|at|for)\s+[A-Z])"
    r"|(?:the\s+)?[A-Z](?:[^.:]|(?<=St)\.){2,90}?\s+children[’']s\s+(?:social\s+care\s+)?services"
    r"|[A-Z][^.:]{2,60}?\s+Children[’']?s?[’']?\s+(?:Services\s+|Social\s+Care\s+)?Trust\b)"
    r"(?!\s+for\s+children\s+in\s+need)",
)
_SUBJECT = (
    re.compile(
        r"Inspection\s+of\s+(?:the\s+)?([A-Z](?:[^.:]|(?<=St)\.){2,80}?)\s+(?:local\s+authority\s+)?children[’']s\s+"
        r"(?:social\s+care\s+)?services(?!\s+trust)",
        re.I,
    ),
    re.compile(
        r"Inspection\s+of\s+(?:children[’']s\s+services\s+(?:in|at|for)\s+)?(?:the\s+)?([A-Z][^\n]{2,80}?)\s*\n"
    ),
)
_AREAS = {
    "leadership": (
        r"The\s+impact\s+of\s+leaders\s+on\s+(?:social\s+work\s+)?practice\s+with\s+children\s+and\s+families"
    ),
    "help-and-protection": (
        r"The\s+experiences\s+and\s+progress\s+of\s+children\s+(?:who\s+need|in\s+need\s+of)\s+help\s+and\s+protection"
    ),
    "children-looked-after": r"The\s+experiences\s+and\s+progress\s+of\s+children\s+in\s+care\s+and\s+care\s+leavers",
    "children-in-care": r"The\s+experiences\s+and\s+progress\s+of\s+children\s+in\s+care",
    "care-leavers": r"The\s+experiences\s+and\s+progress\s+of\s+(?:children\s+)?care\s+leavers",
    "overall-effectiveness": r"Overall\s+effectiveness",
}


def recognises(document: Document) -> bool:
    """By the title alone: the prose of these reports uses the titles of other families too."""
    title = common.title_text(document)
    return bool(_TITLE.search(title)) and "Inspection of services for children" not in title


def cover(document: Document) -> Cover:
    found = common.cover(
        document,
        framework="unknown",
        title="Inspection of local authority children’s services",
        subjects=_SUBJECT,
        rule="cover/ilacs",
        team=(0, common.cover_end(document)),
    )
    return replace(found, framework=_framework(document, found.start))


def _framework(document: Document, start: date | None) -> str:
    areas = {judgement.area for judgement in _rows(document)}
    if "children-looked-after" in areas:
        return "ilacs-2018"
    if start and start >= SINCE_2026:
        return "ilacs-2026"
    return "ilacs-2023"


def judgements(document: Document) -> list[Judgement]:
    return common.with_headings(document, _rows(document), _AREAS)


def _rows(document: Document) -> list[Judgement]:
    """The rows of the table, which can run on to the second page."""
    table = re.search(r"Judgements?\s+Grade", document.text[:3000])
    start, end = (table.end(), table.end() + 900) if table else (0, common.cover_end(document))
    found = sorted(common.rows(document, _AREAS, start, end, "cover/ilacs-table"), key=lambda row: row.evidence)
    kept: list[Judgement] = []
    for row in found:
        above = kept[-1].evidence[0].end if kept else row.evidence[0].start
        if "." not in document.text[above : row.evidence[0].start]:  # behind a sentence the table has ended
            kept.append(row)
    return [row for area in _AREAS for row in kept if row.area == area]
