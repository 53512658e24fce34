"""A news article about an inspection: the grades that it states, on an inspection whose date it may not give."""

from __future__ import annotations

import re

from .. import matching
from ..model import Cover, Document, Judgement
from ..phrases import GRADE, find_periods, grade_slug
from . import common

NAME = "news"

_ABOUT = re.compile(r"children[’']s\s+services", re.IGNORECASE)
_VERB = r"\s+(?:is|are|was|were)\s+(?:judged|rated|graded|found)?\s*(?:to\s+be\s+|as\s+)?[‘“\"']?"
_AREAS = {
    "leadership": r"impact\s+of\s+leaders\s+on\s+(?:social\s+work\s+)?practice\s+with\s+children\s+and\s+families",
    "help-and-protection": r"experiences\s+and\s+progress\s+of\s+children\s+who\s+need\s+help\s+and\s+protection",
    "children-looked-after": r"experiences\s+and\s+progress\s+of\s+children\s+in\s+care\s+and\s+care\s+leavers",
    "children-in-care": r"experiences\s+and\s+progress\s+of\s+children\s+in\s+care",
    "care-leavers": r"experiences\s+and\s+progress\s+of\s+care\s+leavers",
}
_OVERALL = (
    re.compile(
        rf"children[’']s\s+services(?:\s+in\s+[A-Z][\w\s,&-]{{2,40}}?)?\s+(?:is|are|has\s+been|have\s+been|was|were)\s+"
        rf"(?:(?:judged|rated|graded)\s+)?(?:to\s+be\s+|as\s+)?[‘“\"']?({GRADE})",
        re.IGNORECASE,
    ),
)
# What a title says of a text that is no article on an inspection of a council's services.
_OTHER_KIND = re.compile(
    r"\b(?:(?:focused|monitoring)\s+visit|joint\s+targeted|minutes|agenda|school|academy|college|nursery|childminder|"
    r"children[’']s\s+(?:home|centre)|(?:fostering|adoption)\s+agency)\b",
    re.IGNORECASE,
)
_LENGTH = 30_000  # characters; an article is short, a report is not
_DATED = re.compile(r"(?:inspected|inspection\s+(?:took\s+place|was\s+carried\s+out)|visited)[^.]{0,60}")
_PAST = re.compile(r"\b(?:previous|last|earlier)\s+(?:Ofsted\s+)?(?:inspection|report)\b[^.]*$", re.IGNORECASE)


def recognises(document: Document) -> bool:
    """A short text on children's services that names a council and states a grade of its inspection."""
    text = document.text[:_LENGTH]
    return (
        len(document.text) < _LENGTH
        and bool(_ABOUT.search(text[:1500]))
        and not _OTHER_KIND.search(_heading(document))
        and bool(judgements(document))
        and "inspect" in text.lower()
        and _authority(document) is not None
    )


def cover(document: Document) -> Cover:
    found = _authority(document)
    areas = {judgement.area for judgement in judgements(document)}
    dated = _DATED.search(document.text)
    periods = find_periods(document.text, dated.start(), dated.end()) if dated else []
    start, end = common.span(periods)
    return Cover(
        framework="ilacs-2018" if "children-looked-after" in areas else "unknown",
        kind="news",
        title=_heading(document) or document.file_name,
        authority=found[0] if found else None,
        printed_authority=found[1] if found else None,
        start=start,
        end=end,
        evidence=(document.evidence(found[2], found[3]),) if found else (),
        rule="cover/news",
    )


def _heading(document: Document) -> str:
    first = document.paragraphs[0] if document.paragraphs else None
    return document.text[first.start : first.end] if first else ""


def _authority(document: Document) -> tuple[str, str, int, int] | None:
    """The council that the article names first, its title included."""
    names = [found for found in matching.find_mentions(document.text[:3000]) if found.scheme == "authority"]
    if not names:
        return None
    first = names[0]
    return first.concept, document.text[first.start : first.end], first.start, first.end


def judgements(document: Document) -> list[Judgement]:
    """The grades that the article states in so many words, each area's first statement."""
    found = [_stated(document, area, rf"{name}{_VERB}({GRADE})") for area, name in _AREAS.items()]
    overall = [_stated(document, "overall-effectiveness", pattern.pattern) for pattern in _OVERALL]
    return [judgement for judgement in [*overall, *found] if judgement]


def _stated(document: Document, area: str, pattern: str) -> Judgement | None:
    for match in re.finditer(pattern, document.text, re.IGNORECASE):
        sentence = document.sentence_at(match.start()) or (match.start(), match.end())
        grade = grade_slug(match.group(1))
        if grade and not _PAST.search(document.text[sentence[0] : match.start()]):
            evidence = document.evidence(match.start(), match.end())
            return Judgement(area=area, grade=grade, rule="news/stated-grade", evidence=(evidence,))
    return None
