"""ARR, inspections of local authority arrangements for the protection of children, 2012 to 2013."""

from __future__ import annotations

import re

from ..model import Cover, Document, Judgement
from ..phrases import GRADE, grade_slug
from . import common, findings_table

NAME = "protection"

_TITLE = re.compile(
    r"Inspection\s+of\s+local\s+authority\s+arrangements\s+for\s+the\s+protection\s+of\s+children", re.IGNORECASE
)
_SUBJECT = (re.compile(_TITLE.pattern + r"\s*(?:in\s+)?\n?\s*([A-Z][^\n]{2,60}?)\s*(?:\n|Inspection\s+date)", re.I),)
_AREAS = {
    "overall-effectiveness": r"Overall\s+effectiveness",
    "help-and-protection": (
        r"(?:The\s+)?effectiveness\s+of\s+the\s+help\s+and\s+protection\s+provided\s+to\s+children,\s+young\s+people,\s+"
        r"families\s+and\s+carers"
    ),
    "quality-of-practice": r"(?:The\s+)?quality\s+of\s+practice",
    "leadership": r"Leadership\s+and\s+governance",
}
_PROSE = {
    "overall-effectiveness": r"overall\s+effectiveness\s+of[^.]{0,120}?\s+is\s+(?:judged\s+to\s+be\s+)?",
    "help-and-protection": (
        r"effectiveness\s+of\s+(?:the\s+)?help\s+and\s+protection[^.]{0,120}?\s+is\s+(?:judged\s+to\s+be\s+)?"
    ),
    "quality-of-practice": r"quality\s+of\s+practice\s+is\s+(?:judged\s+to\s+be\s+)?",
    "leadership": r"leadership\s+and\s+governance\s+(?:is|are)\s+(?:judged\s+to\s+be\s+)?",
}


def recognises(document: Document) -> bool:
    return bool(_TITLE.search(common.title_text(document)))


def cover(document: Document) -> Cover:
    return findings_table.cover(
        document, "arr-2012", "Inspection of local authority arrangements for the protection of children", _SUBJECT
    )


def judgements(document: Document) -> list[Judgement]:
    """The last page's table, with what the prose says as the second place; the prose alone where there is no table."""
    table = {found.area: found for found in findings_table.judgements(document, _AREAS, "judgement/record-of-findings")}
    prose = {found.area: found for found in _prose(document)}
    return [_joined(table.get(area), prose.get(area)) for area in _AREAS if area in table or area in prose]


def _joined(table: Judgement | None, prose: Judgement | None) -> Judgement:
    if table is None or prose is None:
        found = table or prose
        assert found is not None
        return found
    same = table.grade == prose.grade
    return Judgement(
        area=table.area,
        grade=table.grade,
        rule=table.rule,
        evidence=(table.evidence[0], prose.evidence[0]) if same else table.evidence,
        heading_grade=prose.grade,
        heading_evidence=prose.evidence[0],
    )


def _prose(document: Document) -> list[Judgement]:
    found = []
    for area, words in _PROSE.items():
        match = re.search(rf"{words}\**({GRADE})", document.text[: findings_table.table_start(document)], re.IGNORECASE)
        grade = grade_slug(match.group(1)) if match else None
        if match and grade:
            evidence = document.evidence(match.start(), match.end())
            found.append(Judgement(area=area, grade=grade, rule="judgement/prose", evidence=(evidence,)))
    return found


__all__ = ["NAME", "cover", "judgements", "recognises"]
