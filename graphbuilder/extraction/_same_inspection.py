"""The same earlier inspection said twice: one row for each inspection and area judged.

Mentions by the year alone join the one that names the month; the date of a report gives way to that of the inspection;
"the last inspection" without a date is the latest dated one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from ..model import EarlierInspection

JUDGED = "earlier/judged"  # services were judged in a year: no inspection is named
_VISITS = ("focused-visit", "monitoring-visit", "visit", "jtai")
_TOGETHER = {"safeguarding-services", "looked-after-services"}
_JOINT = re.compile(r"(?:2009|2010|2011)-\d\d|2012-0[1-7]")  # months in which the two were inspected together


@dataclass(frozen=True, slots=True)
class Row:
    """One inspection and area as one sentence says it."""

    fact: EarlierInspection
    kind: str  # what can be one inspection: "inspection", "adoption", "focused-visit" …
    generic: bool = False  # the whole inspection, with no area or grade of its own
    published: bool = False  # dated by its report
    crossed: bool = False  # of a sentence with several years and several areas: which goes with which is not said

    @property
    def when(self) -> str:
        return self.fact.when or ""


def merged(rows: list[Row]) -> list[EarlierInspection]:
    """The rows of one report, each inspection and area once, in the order in which they are first said."""
    dated = _with_months(_known_visits(_paired([row for row in rows if row.when])))
    undated = _resolved([row for row in rows if not row.when], dated)
    joined = _joined(sorted([*dated, *undated], key=lambda row: row.fact.evidence[0].start))
    return [row.fact for row in _together(joined)]


def _paired(rows: list[Row]) -> list[Row]:
    """The rows, without the pairs of a year and an area that another sentence pairs with a listed year otherwise."""
    kept = []
    for row in rows:
        if row.crossed:
            listed = {other.when[:4] for other in rows if other.crossed and other.fact.evidence == row.fact.evidence}
            told = {other.when[:4] for other in rows if not other.crossed and other.fact.area == row.fact.area}
            if told & listed and row.when[:4] not in told:
                continue
        kept.append(row)
    return kept


def _known_visits(rows: list[Row]) -> list[Row]:
    """ "The Ofsted visit in 2020" is the focused or monitoring visit of that year, where one is named."""
    named = {row.when[:4]: row for row in rows if row.kind in ("focused-visit", "monitoring-visit")}
    known = []
    for row in rows:
        same = named.get(row.when[:4]) if row.kind == "visit" else None
        if same:
            row = replace(row, kind=same.kind, fact=replace(row.fact, framework=same.fact.framework))
        known.append(row)
    return known


# ---------------------------------------------------------------- dates


def _with_months(rows: list[Row]) -> list[Row]:
    """Year-only rows with the month that another row of the same inspection names."""
    months: defaultdict[tuple[str, str], defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    years: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if not row.published:
            years[row.kind].add(row.when[:4])
            if len(row.when) > 4:
                months[row.kind, row.when[:4]][row.when].add(row.fact.area)
    kept = []
    for row in rows:
        when = _month_of(row, months[row.kind, row.when[:4]], years[row.kind])
        if when:
            kept.append(replace(row, fact=replace(row.fact, when=when)))
    return kept


def _month_of(row: Row, months: dict[str, set[str]], years: set[str]) -> str | None:
    """The date a row keeps or takes; None where the row says nothing new. `months` holds the areas of each."""
    if row.published:
        return _inspected(row, months, years)
    if len(row.when) > 4 or not months:
        return row.when
    fitting = [month for month, areas in months.items() if row.fact.area in areas]
    if len(fitting) == 1 or len(months) == 1:
        return fitting[0] if fitting else next(iter(months))
    return None if row.generic else row.when


def _inspected(row: Row, months: dict[str, set[str]], years: set[str]) -> str | None:
    """When the inspection was whose report is dated: a report comes out in its year, or in the next."""
    year = row.when[:4]
    if year in years:
        return next(iter(months)) if len(months) == 1 else year if not months else None
    if str(int(year) - 1) in years:
        return str(int(year) - 1) if row.fact.grade else None
    return row.when


def _resolved(rows: list[Row], dated: list[Row]) -> list[Row]:
    """Rows of "the last inspection": with the date of the latest one, or without where none is dated."""
    full = [row for row in dated if row.kind == "inspection"]
    known = any(row.kind not in _VISITS for row in dated)
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: row.generic):
        same = [other for other in dated if other.fact.area == row.fact.area and not row.generic]
        latest = max((other.when for other in (same or full)), default=None)
        if row.fact.grade and latest:
            if same or len({other.when for other in full}) == 1:
                kept.append(replace(row, fact=replace(row.fact, when=latest)))
        elif not latest and not (row.generic and (kept or known)):
            kept.append(row)
    return kept


# ---------------------------------------------------------------- rows that say the same

_Key = tuple[str | None, str, str | None, str | None, str]


def _joined(rows: list[Row]) -> list[Row]:
    """One row for each date, area and grade; rows that add nothing give their evidence to those that say more."""
    rows = _without_repeats(rows)
    richer = {id(row): _richer(row, rows) for row in rows}
    found: dict[_Key, Row] = {}
    for row in sorted(rows, key=lambda row: bool(richer[id(row)])):
        for key in richer[id(row)] or [_key(row)]:
            found[key] = _with_evidence(found[key], row) if key in found else row
    return sorted(found.values(), key=lambda row: min(evidence.start for evidence in row.fact.evidence))


def _without_repeats(rows: list[Row]) -> list[Row]:
    found: dict[tuple[_Key, str, bool], Row] = {}
    for row in rows:
        key = _key(row), row.kind, row.generic
        found[key] = _with_evidence(found[key], row) if key in found else row
    return list(found.values())


def _richer(row: Row, rows: list[Row]) -> list[_Key]:
    """The keys of rows that say more of the same inspection: an area, or a grade of the area."""
    if row.fact.grade is not None:
        return []
    same = [other for other in rows if _identity(other) == _identity(row)]
    if row.generic:
        more = [other for other in same if not other.generic]
    else:
        more = [other for other in same if other.fact.area == row.fact.area and other.fact.grade]
    return list(dict.fromkeys(_key(other) for other in more if not _richer(other, rows)))


def _identity(row: Row) -> tuple[str | None, str, str | None]:
    return row.fact.when, row.kind, row.fact.authority


def _key(row: Row) -> _Key:
    kind = row.kind if row.fact.area == "other" or row.kind in _VISITS else ""
    return row.fact.when, row.fact.area, row.fact.grade, row.fact.authority, kind


def _with_evidence(known: Row, row: Row) -> Row:
    """`known` with the words of `row` too: they prove its grade only where they say it."""
    framework = known.fact.framework or (None if row.generic else row.fact.framework)
    more = tuple(evidence for evidence in row.fact.evidence if evidence not in known.fact.evidence)
    if known.fact.grade and not row.fact.grade:
        mentions = tuple(dict.fromkeys((*known.fact.mentions, *more)))
        return replace(known, fact=replace(known.fact, mentions=mentions, framework=framework))
    rule = row.fact.rule if known.fact.rule == JUDGED else known.fact.rule
    return replace(known, fact=replace(known.fact, evidence=known.fact.evidence + more, framework=framework, rule=rule))


def _together(rows: list[Row]) -> list[Row]:
    """Safeguarding and looked after services inspected in one month, by July 2012, were one joint inspection."""
    areas: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        areas[row.when].add(row.fact.area)
    kept = []
    for row in rows:
        joint = _JOINT.fullmatch(row.when) and areas[row.when] >= _TOGETHER and row.fact.area in _TOGETHER
        if joint and row.fact.framework is None:
            row = replace(row, fact=replace(row.fact, framework="slac-2009"))
        kept.append(row)
    return kept
