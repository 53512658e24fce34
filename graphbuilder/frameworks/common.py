"""What the covers of all families share: who was inspected, when, by whom, under which law."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from .. import matching
from ..matching import Cues
from ..model import Cover, Document, Evidence, Inspector, Judgement
from ..phrases import GRADE, Period, find_people, find_periods, grade_slug

_DATES_LABEL = re.compile(r"(?:Inspection\s+dates?|Dates?\s+of\s+(?:the\s+)?inspection)\s*:?", re.IGNORECASE)
_DATES_END = re.compile(
    r"Lead\s+inspector|Reporting\s+inspector|Report\s+published|Published|Age\s+group|Judgement|The\s+overall|"
    r"Children[’']s\s+services\s+in|©",
    re.IGNORECASE,
)
# The label can be glued to the name: the "s" of its plural is a small one.
_LEAD = re.compile(r"(?<!Deputy )(?:Lead|Reporting)\s+inspector(?-i:s)?(?:\s+on\s+site)?\s*[:–-]?\s*", re.IGNORECASE)
_LEAD_CUES = Cues("inspector")
_LEAD_END = re.compile(
    r"Judgement|Deputy|Team\s+inspector|Age\s+group|Inspection\s+date|Report\s+published|Published|©|Senior\s+data|"
    r"Quality\s+assurance|Inspectors?:|Shadow|Data\s+analyst|Previous|Supporting",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:Report\s+)?published\s*(?:on)?\s*:?\s*", re.IGNORECASE)
_LAW = re.compile(
    r"(?:carried\s+out|conducted|produces?d?\s+this\s+report)\s+(?:under|in\s+accordance\s+with)\s+"
    r"((?:the\s+)?section[^.;]{3,120}?Act\s+\d{4})",
    re.IGNORECASE,
)
_LAW_CUES = Cues("carried out", "conducted", "this report")
_ANNOUNCED_CUES = Cues("announced")
_ANNOUNCED = re.compile(r"\b(?:inspection|it)\s+was\s+(un)?announced\b", re.IGNORECASE)
_TRUST = re.compile(r"[’']?s?\s+(?:services\s+)?(?:trust|company|first)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Subject:
    """Who a report is about: the known authority, the name as printed, and where it stands."""

    slug: str | None
    printed: str
    evidence: Evidence


def cover_end(document: Document) -> int:
    """Where the cover ends: with the first page, or where the contents or the first numbered paragraph begin."""
    for offset, page in document.page_marks:
        if page == 2:
            return offset
    for paragraph in document.paragraphs:
        if paragraph.kind == "contents":
            return paragraph.start
    return min(len(document.text), 4000)


def title_text(document: Document) -> str:
    """The first words of the report, as one line, in which its title stands."""
    return " ".join(document.text[: min(cover_end(document), 900)].split())


def subject(document: Document, patterns: Iterable[re.Pattern[str]]) -> Subject | None:
    """The authority named on the cover: by a pattern of the title, else a line of the cover that is a known name."""
    end = cover_end(document)
    candidates = [
        (match.start(1), match.end(1)) for pattern in patterns for match in pattern.finditer(document.text, 0, end)
    ]
    candidates += [
        (paragraph.start, paragraph.end)
        for paragraph in document.paragraphs
        if paragraph.end <= end and paragraph.end - paragraph.start < 80
    ]
    first = None
    for start, stop in candidates:
        found = _subject(document, start, stop)
        if found and found.slug:
            return found
        first = first or found
    return _mentioned(document, end) or first


def _mentioned(document: Document, end: int) -> Subject | None:
    """The council that the cover names somewhere in its lines, where it names one alone."""
    found = [
        mention
        for mention in matching.find_mentions(document.text[:end])
        if mention.scheme == "authority" and not mention.topic
    ]
    if len({mention.concept for mention in found}) != 1:
        return None
    evidence = document.evidence(found[0].start, found[0].end)
    return Subject(found[0].concept, evidence.quote, evidence)


def _subject(document: Document, start: int, stop: int) -> Subject | None:
    evidence = document.evidence(start, stop)
    printed = re.sub(r"^the\s+", "", evidence.quote)
    if not printed:
        return None
    slug = matching.authority_named(printed)
    if slug is None and _TRUST.search(printed):  # a children's trust as the subject: the council that it serves
        slug = matching.authority_named(re.sub(r"\s*children\b.*$", "", printed, flags=re.IGNORECASE))
    return Subject(slug, printed, evidence)


def inspection_periods(document: Document) -> list[Period]:
    """The inspection's dates as printed behind their label on the cover; two where the inspectors came twice."""
    label = _DATES_LABEL.search(document.text, 0, cover_end(document) + 200)
    if not label:
        return []
    stop = _DATES_END.search(document.text, label.end())
    return find_periods(document.text, label.end(), min(stop.start() if stop else label.end() + 150, label.end() + 150))


def header_dates(document: Document, periods: list[Period]) -> tuple[date, date] | None:
    """The dates in the running header where they are other than those of the cover, whole or one visit."""
    known = {span(periods), *((period.first, period.last) for period in periods)}
    days = {day for pair in known for day in pair}
    for line in document.running_lines:
        printed = find_periods(line)
        differs = any((found.first, found.last) not in known and {found.first, found.last} - days for found in printed)
        if printed and periods and differs:
            first, last = span(printed)
            return (first, last) if first and last else None
    return None


def published(document: Document) -> tuple[date, Evidence] | None:
    """The publication date as the cover prints it; None where none is printed."""
    for label in _PUBLISHED.finditer(document.text, 0, cover_end(document)):
        for period in find_periods(document.text, label.end(), label.end() + 30):
            return period.first, document.evidence(label.start(), period.end)
    return None


def lead_inspectors(document: Document, start: int, end: int) -> tuple[Inspector, ...]:
    """The lead inspectors behind their label in `start`..`end`; there can be two, or none printed."""
    for label in _leads(document.text, start, end):
        limit = min(label.end() + 160, end)
        stop = _LEAD_END.search(document.text, label.end(), limit + 20)
        limit = min(stop.start() if stop else limit, limit)
        found = find_people(document.text, label.end(), limit)
        if found:
            return tuple(
                Inspector(
                    name=person.name,
                    role="lead",
                    hmi=person.hmi,
                    rule="cover/lead-inspector",
                    evidence=(document.evidence(label.start() if not index else person.start, person.end),),
                )
                for index, person in enumerate(found[:2])
            )
    return ()


def _leads(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The labels of lead inspectors in `start`..`end`."""
    for at in _LEAD_CUES.offsets(text):
        label = _LEAD.search(text, max(start, at - 25), min(end, at + 30)) if start <= at < end else None
        if label:
            yield label


def legal_basis(document: Document) -> str | None:
    match = _LAW_CUES.first_near(_LAW, document.text, 20, 240)
    return " ".join(match.group(1).split()) if match else None


def announced(document: Document) -> bool | None:
    match = _ANNOUNCED_CUES.first_near(_ANNOUNCED, document.text, 40, 2)
    return None if match is None else match.group(1) is None


def cover(
    document: Document,
    *,
    framework: str,
    title: str,
    subjects: Iterable[re.Pattern[str]],
    rule: str,
    team: tuple[int, int],
    reinspection: bool = False,
) -> Cover:
    """The cover that all families share; `team` is the part of the text in which the lead inspector is named.

    Labels can be glued to what follows ("6 March 2013Lead inspectorAnn Archer").
    """
    periods = inspection_periods(document)
    start, end = span(periods)
    authority = subject(document, subjects)
    issued = published(document)
    dates = [document.evidence(period.start, period.end) for period in periods]
    return Cover(
        framework=framework,
        title=title,
        authority=authority.slug if authority else None,
        printed_authority=authority.printed if authority else None,
        start=start,
        end=end,
        visits=visits(periods),
        published=issued[0] if issued else None,
        lead_inspectors=lead_inspectors(document, *team),
        reinspection=reinspection,
        legal_basis=legal_basis(document),
        announced=announced(document),
        header_dates=header_dates(document, periods),
        evidence=tuple(([authority.evidence] if authority else []) + dates + ([issued[1]] if issued else [])),
        rule=rule,
    )


# ---------------------------------------------------------------- judgements


def rows(
    document: Document, areas: dict[str, str], start: int, end: int, rule: str, *, gap: str = r"[\s:*–-]{1,12}"
) -> Iterator[Judgement]:
    """Rows of a table of judgements: the name of an area and the grade that follows it.

    `areas` maps slugs to patterns of their printed names. A name without a grade behind it is no row.
    """
    for area, name in areas.items():
        pattern = re.compile(rf"(?:{name}){gap}({GRADE})(?!\w)", re.IGNORECASE)
        match = pattern.search(document.text, start, end)
        grade = grade_slug(match.group(1)) if match else None
        if match and grade:
            yield Judgement(
                area=area, grade=grade, rule=rule, evidence=(document.evidence(match.start(), match.end()),)
            )


_GRADE_ALONE = re.compile(rf"{GRADE}\W*", re.IGNORECASE)
_GRADED = "the graded judg"
_GRADED_JUDGEMENT = Cues(_GRADED)


def with_headings(document: Document, judgements: Iterable[Judgement], areas: dict[str, str]) -> list[Judgement]:
    """The judgements, each with the grade that the heading of its own section repeats."""
    spans = list(_heading_spans(document))
    return [_with_heading(document, judgement, areas.get(judgement.area), spans) for judgement in judgements]


def _heading_spans(document: Document) -> Iterator[tuple[int, int]]:
    """Headings behind the cover, with a grade that stands alone below; and "The graded judgement …" in a paragraph."""
    behind = cover_end(document)
    for paragraph, below in zip_longest(document.paragraphs, document.paragraphs[1:]):
        if paragraph.kind == "heading" and paragraph.start >= behind:
            graded = below and _GRADE_ALONE.fullmatch(document.text, below.start, below.end)
            yield paragraph.start, below.end if graded else paragraph.end
    for at in _GRADED_JUDGEMENT.offsets(document.text):
        sentence = document.sentence_at(at) if at >= behind else None
        if sentence:
            yield at + 1 - len(_GRADED), sentence[1]


def _with_heading(
    document: Document, judgement: Judgement, name: str | None, spans: list[tuple[int, int]]
) -> Judgement:
    if name is None:
        return judgement
    pattern = re.compile(rf"^(?:{name})(?:\s+(?:is|are)\b)?[\s:–-]{{1,6}}({GRADE})\W*$", re.IGNORECASE)
    for start, end in spans:
        match = pattern.match(document.text[start:end])
        grade = grade_slug(match.group(1)) if match else None
        if grade:
            return replace(judgement, heading_grade=grade, heading_evidence=document.evidence(start, end))
    return judgement


def span(periods: list[Period]) -> tuple[date | None, date | None]:
    """First and last day over all visits."""
    if not periods:
        return None, None
    return min(period.first for period in periods), max(period.last for period in periods)


def visits(periods: list[Period]) -> tuple[tuple[date, date], ...]:
    return tuple((period.first, period.last) for period in periods) if len(periods) > 1 else ()
