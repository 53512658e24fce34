"""Earlier inspections and articles joined to the inspections that the build holds; these as chains."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from ..matching import predecessors
from ..model import Finding
from ..store import select
from .links import Link


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection of the build: dated ("2013-02-25" … ), or known from a mention ("2012-11", "2012", no date)."""

    iri: str
    authority: str  # slug
    start: str | None = None
    end: str | None = None
    stated: str | None = None
    framework: str | None = None
    areas: frozenset[str] = frozenset()  # areas that the mention names
    told: str | None = None  # start of the first inspection whose report mentions it
    grades: frozenset[tuple[str, str]] = frozenset()  # (area, grade)
    is_news: bool = False  # what an article reports on


def read_inspections(store: ox.Store) -> list[Inspection]:
    """Every inspection in the reports' graphs, sorted by its IRI."""
    # A query for each property: one that joins them all takes twice as long.
    authority = _values(store, "?i a gb:Inspection ; gb:inspectedAuthority ?value")
    start, end = _values(store, "?i gb:startDate ?value"), _values(store, "?i gb:endDate ?value")
    stated, framework = _values(store, "?i gb:statedDate ?value"), _values(store, "?i gb:framework ?value")
    areas = _values(store, "?i gb:inspectedAuthority ?a ; gb:area ?value")
    told = _values(store, "GRAPH ?report { ?i a gb:Inspection . ?report gb:reportsOn/gb:startDate ?value }")
    grades: dict[str, set[tuple[str, str]]] = defaultdict(set)
    # Only judgements have gb:grade.
    judged = "SELECT ?i ?area ?g { GRAPH ?report { ?j gb:grade ?g ; gb:inspection ?i ; gb:area ?area } }"
    for row in select(store, judged):
        grades[row["i"].value].add((_last(row["area"].value), _last(row["g"].value)))
    news = {row["i"].value for row in select(store, 'SELECT ?i { ?r gb:reportKind "news" ; gb:reportsOn ?i }')}
    return [
        Inspection(
            iri=name,
            authority=_last(councils[0]),
            start=_first(start, name),
            end=_first(end, name),
            stated=_first(stated, name),
            framework=_last(framework[name][0]) if name in framework else None,
            areas=frozenset(map(_last, areas.get(name, ()))),
            told=_first(told, name),
            grades=frozenset(grades[name]),
            is_news=name in news,
        )
        for name, councils in sorted(authority.items())
    ]


def _values(store: ox.Store, pattern: str) -> dict[str, list[str]]:
    """What `pattern` binds ?value to, sorted, for each ?i."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in select(store, f"SELECT ?i ?value {{ {pattern} }}"):
        found[row["i"].value].add(row["value"].value)
    return {name: sorted(values) for name, values in found.items()}


def _first(found: dict[str, list[str]], name: str) -> str | None:
    return found[name][0] if name in found else None


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]


# ---------------------------------------------------------------- earlier inspections

# Kinds of inspection of all that a council does for children.
_FULL = frozenset({"slac-2009", "arr-2012", "sif-2013", "ilacs-2018", "ilacs-2023", "ilacs-2026"})
# What a mention's area says about the kind of inspection. Any other area is judged by those of all, and by that of
# services for looked after children.
_AREA_FRAMEWORKS: dict[str, frozenset[str]] = {
    "overall-effectiveness": _FULL,
    "safeguarding-services": frozenset({"slac-2009"}),
    "looked-after-services": frozenset({"slac-2009", "looked-after-2013"}),
    "private-fostering": frozenset({"private-fostering"}),
    "lscb": frozenset({"sif-2013", "lscb-review"}),
    "other": frozenset(),
}
_ANY_AREA = _FULL | {"looked-after-2013"}
_TO_PRINT = 8  # months in which a report came out after its inspection


def resolved(inspections: list[Inspection]) -> tuple[list[Link], list[Finding]]:
    """A mention is the one dated inspection of its council, or of its predecessor, that its date and kind fit."""
    links, findings = [], []
    dated = [found for found in inspections if found.start]
    for mention in inspections:
        if mention.start or not (mention.stated or mention.told):
            continue
        councils = {mention.authority, *predecessors().get(mention.authority, ())}
        fitting = [
            found
            for found in dated
            if found.authority in councils
            and _fits_kind(mention, found)
            and (found.start or "") < (mention.told or "9")  # a report does not mean itself
        ]
        under_way = [found for found in fitting if mention.stated and _fits_date(mention.stated, found)]
        if len(under_way) > 1:
            findings.append(_ambiguous(mention, under_way))
        elif under_way:
            links.append(_under_way(mention, under_way[0]))
        else:
            links += _printed_then(mention, fitting) if mention.stated else _latest(mention, fitting)
    return links, findings


def _ambiguous(mention: Inspection, fitting: list[Inspection]) -> Finding:
    names = ", ".join(sorted(found.start or "" for found in fitting))
    message = f"the inspection of {mention.stated} can be that of {names}; it was joined to none"
    return Finding("EarlierInspectionAmbiguous", "Info", message, focus=mention.iri)


def _under_way(mention: Inspection, found: Inspection) -> Link:
    place = "council" if found.authority == mention.authority else "predecessor"
    exact = len(mention.stated or "") > 4
    method = f"the {place}'s only inspection of this kind in the stated {'month' if exact else 'year'}"
    return Link(mention.iri, "gb:resolvedTo", found.iri, method, 0.98 if exact else 0.9)


def _printed_then(mention: Inspection, fitting: list[Inspection]) -> list[Link]:
    """The date of the report is said for that of the inspection: the only one that ended in the months before it."""
    stated = mention.stated or ""
    near = [found for found in fitting if 0 <= _months_between(found, stated) <= _TO_PRINT and _agrees(mention, found)]
    if len(near) != 1:
        return []
    time = "month" if len(stated) > 4 else "year"
    method = f"the only inspection of this kind that ended at most {_TO_PRINT} months before the stated {time}"
    return [Link(mention.iri, "gb:resolvedTo", near[0].iri, method, 0.85)]


def _latest(mention: Inspection, fitting: list[Inspection]) -> list[Link]:
    """ "The last inspection", without a date: the latest one before the report that says so."""
    if not fitting:
        return []
    found = max(fitting, key=lambda found: (found.start or "", found.iri))
    if not _agrees(mention, found):
        return []
    method = "no date is stated: the latest inspection of this kind before the report; one between them can be missing"
    return [Link(mention.iri, "gb:resolvedTo", found.iri, method, 0.8)]


def _fits_date(stated: str, found: Inspection) -> bool:
    """The stated day, month or year is one in which the inspectors came."""
    length = len(stated)
    return (found.start or "")[:length] <= stated <= (found.end or found.start or "")[:length]


def _months_between(found: Inspection, stated: str) -> int:
    """Months from the end of an inspection to a stated month, or to January of a stated year."""
    ended = found.end or found.start or ""
    month = int(stated[5:7] or 1)
    return 12 * (int(stated[:4]) - int(ended[:4])) + month - int(ended[5:7])


def _fits_kind(mention: Inspection, found: Inspection) -> bool:
    if mention.framework and mention.framework != "unknown":
        return mention.framework == found.framework
    return all(found.framework in _AREA_FRAMEWORKS.get(area, _ANY_AREA) for area in mention.areas or ("",))


def _agrees(mention: Inspection, found: Inspection) -> bool:
    """No area has one grade in the mention and another in the report."""
    judged = dict(found.grades)
    return all(judged.get(area, grade) == grade for area, grade in mention.grades)


def news(inspections: list[Inspection]) -> list[Link]:
    """An undated inspection of a news article is the one of its council that gave all the grades it states."""
    links = []
    for article in inspections:
        if not article.is_news or article.start or not article.grades:
            continue
        fitting = [
            found
            for found in inspections
            if found.start and found.authority == article.authority and article.grades <= found.grades
        ]
        if len(fitting) == 1:
            method = "the council's only inspection with all the grades that the article states"
            links.append(Link(article.iri, "gb:resolvedTo", fitting[0].iri, method, 0.95))
    return links


# ---------------------------------------------------------------- chains


def preceded(inspections: list[Inspection]) -> list[Link]:
    """The dated inspections of one council as a chain, across frameworks; a new council's follow the old one's last."""
    by_council: dict[str, list[Inspection]] = defaultdict(list)
    for found in inspections:
        if found.start:
            by_council[found.authority].append(found)
    links = []
    for council, chain in sorted(by_council.items()):
        chain.sort(key=lambda found: (found.start or "", found.iri))
        before = [found for old in predecessors().get(council, ()) for found in by_council.get(old, ())]
        first = [found for found in before if (found.start or "") < (chain[0].start or "")]
        if first:
            last = max(first, key=lambda found: (found.start or "", found.iri))
            method = "the last inspection of the council it replaced"
            links.append(Link(chain[0].iri, "gb:precededBy", last.iri, method, 0.95))
        links += [
            Link(later.iri, "gb:precededBy", earlier.iri, "the council's next earlier start date", 0.99)
            for earlier, later in zip(chain, chain[1:], strict=False)
            if (earlier.start or "") < (later.start or "")
        ]
    return links
