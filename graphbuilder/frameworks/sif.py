"""SIF, inspections of services for children in need of help and protection, children looked after and care leavers.

Late 2013 to 2018; with a review of the safeguarding board, without one, and as re-inspection.
"""

from __future__ import annotations

import re

from ..matching import Cues
from ..model import Cover, Document, Judgement
from ..phrases import GRADE, grade_slug
from . import board, common

NAME = "sif"

_TITLE = re.compile(
    r"(\bRe[-–‑]?\s?)?inspection\s+of\s+services\s+for\s+children\s+in\s+need\s+of\s+help\s+and\s+protection,?\s+"
    r"children\s+looked\s+after\s+and\s+care\s+leavers",
    re.IGNORECASE,
)
# In the summary of a re-inspection whose title is that of any other.
_AGAIN = re.compile(r"\bthis\s+(?:is|was)\s+a\s+re[-–‑]?\s?inspection\b", re.IGNORECASE)
_AGAIN_CUES = Cues("inspection")
_AREAS = {
    "help-and-protection": (
        r"1\.?\s*(?:The\s+experiences\s+and\s+progress\s+of\s+)?Children\s+who\s+need\s+help\s+and\s+protection"
    ),
    "children-looked-after": (
        r"2\.?\s*(?:The\s+experiences\s+and\s+progress\s+of\s+)?Children\s+looked\s+after\s+and\s+achieving\s+permanence"
    ),
    "adoption": r"2\.1\.?\s*Adoption\s+performance",
    "care-leavers": r"2\.2\.?\s*(?:The\s+)?Experiences\s+and\s+progress\s+of\s+care\s+leavers",
    "leadership": r"3\.?\s*Leadership,\s+management\s+and\s+governance",
}
_HEADINGS = {
    "help-and-protection": r"The\s+experiences\s+and\s+progress\s+of\s+children\s+who\s+need\s+help\s+and\s+protection",
    "children-looked-after": (
        r"The\s+experiences\s+and\s+progress\s+of\s+children\s+looked\s+after\s+and\s+achieving\s+permanence"
    ),
    "adoption": (
        r"The\s+graded\s+judge?ment\s+(?:for|about|of)\s+adoption\s+performance(?:\s+is(?:\s+that\s+it(?:\s+is)?)?)?"
    ),
    "care-leavers": (
        r"The\s+graded\s+judge?ment\s+(?:for|about|of)\s+the\s+experiences?\s+and\s+progress\s+of\s+care\s+leavers"
        r"(?:\s+is(?:\s+that\s+it(?:\s+is)?)?)?"
    ),
    "leadership": r"Leadership,\s+management\s+and\s+governance",
}
_OVERALL = (
    re.compile(
        rf"The\s+overall\s+judge?ment\s+is(?:\s+that)?[\s:*]+(?:children[’']s\s+services\s+|services\s+|it\s+)?"
        rf"(?:are\s+|is\s+)?\**({GRADE})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"Children[’']s\s+(?:social\s+care\s+)?services\s+in\s+(?:the\s+)?[A-Z][^.:]{{1,80}}?\s+"
        rf"(?:(?:are|is)\s+)?\**({GRADE})\b",
        re.IGNORECASE,
    ),
)


def recognises(document: Document) -> bool:
    return bool(_TITLE.search(common.title_text(document)))


def cover(document: Document) -> Cover:
    title = _TITLE.search(common.title_text(document))
    again = bool(title and title.group(1)) or bool(_AGAIN_CUES.first_near(_AGAIN, document.text, 30, 2))
    return common.cover(
        document,
        framework="sif-2013",
        title=title.group(0) if title else "Inspection of services for children",
        subjects=(),
        rule="cover/sif",
        team=(common.cover_end(document), len(document.text)),
        reinspection=again,
    )


def judgements(document: Document) -> list[Judgement]:
    end = common.cover_end(document) + 1500
    found = list(common.rows(document, _AREAS, 0, end, "cover/sif-table", gap=r"[\s:*–-]{1,12}(?:is\s+)?\**"))
    overall = _overall(document, end)
    graded = common.with_headings(document, [*overall, *found], _HEADINGS)
    return graded + board.judgements(document)


def _overall(document: Document, end: int) -> list[Judgement]:
    for pattern in _OVERALL:
        match = pattern.search(document.text, 0, end)
        grade = grade_slug(match.group(1)) if match else None
        if match and grade:
            evidence = document.evidence(match.start(), match.end())
            return [
                Judgement(area="overall-effectiveness", grade=grade, rule="cover/sif-overall", evidence=(evidence,))
            ]
    return []
