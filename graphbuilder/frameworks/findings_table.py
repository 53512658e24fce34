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


def cover(document: Document, framework: str, title: str, subject: tuple[re.Pattern[str], ...]) -> Cover:
    """The cover of these families: labels can be glued to what follows ("6 March 2013Lead inspectorAnn Archer")."""
    periods = common.inspection_periods(document)
    start, end = common.span(periods)
    authority = common.subject(document, subject)
    published = common.published(document)
    evidence = [document.evidence(period.start, period.end) for period in periods]
    return Cover(
        framework=framework,
        title=title,
        authority=authority.slug if authority else None,
        printed_authority=authority.printed if authority else None,
        start=start,
        end=end,
        visits=common.visits(periods),
        published=published[0] if published else None,
        lead_inspectors=common.lead_inspectors(document, 0, common.cover_end(document)),
        legal_basis=common.legal_basis(document),
        announced=common.announced(document),
        header_dates=common.header_dates(document, periods),
        evidence=tuple(([authority.evidence] if authority else []) + evidence + ([published[1]] if published else [])),
        rule=f"cover/{framework}",
    )
