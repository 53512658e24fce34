"""Reviews of a Local Safeguarding Children Board: inside a SIF report, or alone (2015)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ..matching import Cues
from ..model import Cover, Document, Judgement
from ..phrases import GRADE, grade_slug
from . import common

NAME = "board"

_TITLE = re.compile(
    r"Review\s+of\s+the\s+effectiveness\s+of\s+(?:the\s+)?(?:local\s+)?[A-Z\s]*safeguarding\s+children[’']?s?\s+board",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^\s*\d?\s*([A-Z][^\n]{2,60}?)\s+(?:Local\s+)?Safeguarding\s+Children")
_SERVICES = re.compile(r"inspection\s+of\s+services\s+for\s+children", re.IGNORECASE)
_BOARD = (
    r"(?:The\s+)?(?:effectiveness\s+of\s+)?(?:the\s+)?(?:[A-Z][\w’'&-]*\s+){0,6}?"
    r"(?:Safeguarding\s+Children[’']?s?[’']?\s+Board|LSCB)(?:\s*\([A-Z]{2,7}\))?"
)
_VERB = r"\s+(?:(?:is|was|are)\s+(?:judged\s+to\s+be\s+)?(?:that\s+it\s+)?|(?=require))\**"
_STATEMENTS = (
    re.compile(rf"{_BOARD}{_VERB}({GRADE})", re.IGNORECASE),
    re.compile(
        rf"judge?ment\s+(?:on|about|of|for)\s+the\s+(?:effectiveness\s+of\s+)?{_BOARD}\s+is(?:\s+that\s+it(?:\s+is)?)?\s+"
        rf"\**({GRADE})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"arrangements\s+in\s+place\s+to\s+evaluate\s+the\s+effectiveness\s+of[^.]{{0,160}}?children\s+"
        rf"(?:are\s+|(?=require))\**({GRADE})",
        re.IGNORECASE,
    ),
)
_GRADE = re.compile(GRADE, re.IGNORECASE)
_CUES = Cues("lscb", "safeguarding children", "evaluate the effectiveness")  # one stands in every statement
_HEADING = re.compile(rf"{_BOARD}\s*[:–-]\s*({GRADE})\W*$", re.IGNORECASE)
# What was judged before is not this judgement, nor is a grade of the scale before the reviews.
_PAST = re.compile(r"\b(?:previous|last|earlier|former)\b|\bin\s+(?:[A-Z][a-z]+\s+)?20\d\d\b", re.IGNORECASE)
# "An LSCB that requires improvement …", "A board is good if …": definitions, no judgements.
_DEFINITION = re.compile(r"\b(?:an|any|a)\s+(?:LSCB|board|local)[^.]{0,60}$", re.IGNORECASE)


def recognises(document: Document) -> bool:
    title = common.title_text(document)
    return bool(_TITLE.search(title)) and not _SERVICES.search(title)


def cover(document: Document) -> Cover:
    return common.cover(
        document,
        framework="lscb-review",
        title="Review of the effectiveness of the Local Safeguarding Children Board",
        subjects=(_SUBJECT,),
        rule="cover/board",
        team=(0, len(document.text)),
    )


def judgements(document: Document) -> list[Judgement]:
    """The board's grade: on the cover, in a heading, or in a sentence of its own; the first that says it."""
    cover_end = common.cover_end(document)
    headings = [p for p in document.paragraphs if p.kind == "heading" and p.start >= cover_end]
    prose = [p for p in document.paragraphs if p.kind in ("paragraph", "bullet") and p.start >= cover_end]
    offsets = _CUES.offsets(document.text)
    places = [(0, cover_end), *((p.start, p.end) for p in [*headings, *prose] if _falls_in(offsets, p.start, p.end))]
    for start, end in places:
        found = _statement(document, start, end)
        if found:
            return [found]
    return []


def _falls_in(offsets: list[int], start: int, end: int) -> bool:
    at = bisect_left(offsets, start)
    return at < len(offsets) and offsets[at] < end


def _matches(document: Document, start: int, end: int) -> Iterator[re.Match[str]]:
    if not _GRADE.search(document.text, start, end):  # in all of them, and quickly looked for
        return
    if heading := _HEADING.match(document.text, start, end):
        yield heading
    for pattern in _STATEMENTS:
        yield from pattern.finditer(document.text, start, end)


def _statement(document: Document, start: int, end: int) -> Judgement | None:
    for match in _matches(document, start, end):
        if _DEFINITION.search(document.text[max(start, match.start() - 80) : match.start(1)]):
            continue
        if re.match(r"\s*(?:if|when|where)\b", document.text[match.end() : match.end() + 10]):
            continue
        sentence = document.sentence_at(match.start()) or (start, end)
        if _PAST.search(document.text[sentence[0] : match.end()]):
            continue
        grade = grade_slug(match.group(1))
        if grade and grade != "adequate":
            return Judgement(
                area="lscb",
                grade=grade,
                subject="board",
                rule="judgement/board-statement",
                evidence=(document.evidence(match.start(), match.end()),),
            )
    return None
