"""What joins reports, in the graph `graph/links`.

Earlier inspections to the dated ones that the build holds; each inspection to the one before it; bodies and
inspectors under two names to one; arrangements to the other side's; a news article's inspection to the report's.
Nothing is merged in the reports' own graphs. Every link is also a gb:Link that says how it was made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyoxigraph as ox
from rapidfuzz.distance import DamerauLevenshtein

from . import matching
from .model import Finding
from .store import select
from .vocabulary import DEFAULT_BASE, iri, literal, slug, term, triples


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection of the build: dated ("2013-02-25" … ), or known from a mention ("2012-11", "2012")."""

    iri: str
    authority: str  # slug
    start: str | None = None
    end: str | None = None
    stated: str | None = None
    framework: str | None = None
    areas: frozenset[str] = frozenset()  # areas that the mention names
    told: str | None = None  # start of the first inspection whose report mentions it


@dataclass(frozen=True, slots=True)
class Link:
    start: str
    relation: str  # prefixed name
    end: str
    method: str
    confidence: float


@dataclass
class Links:
    lines: list[str]  # sorted N-Triples lines of `graph/links`
    findings: list[Finding] = field(default_factory=list)


def link(store: ox.Store, base: str) -> Links:
    """Everything that joins the reports in `store`, which holds all their graphs."""
    inspections = _inspections(store)
    resolved, findings = _resolved(inspections)
    links = [
        *resolved,
        *_news(store, inspections),
        *_preceded(inspections),
        *_agencies(store, base),
        *_people(store, base),
        *_reciprocal(store),
    ]
    lines = {line for found in links for line in _lines(found, base)}
    return Links(sorted(lines), findings)


def _lines(found: Link, base: str) -> Iterator[str]:
    """The link itself, and the node that says how it was made."""
    start, relation = iri(found.start), found.relation
    path = f"link/{relation.partition(':')[2]}/{found.start.removeprefix(base)}"
    if relation == "gb:reciprocatedBy":  # there can be several
        path += f"/{found.end.removeprefix(base)}"
    node = iri(base + path)
    statements = [
        (start, relation, iri(found.end)),
        (node, "rdf:type", term("gb:Link")),
        (node, "gb:linkFrom", start),
        (node, "gb:linkTo", iri(found.end)),
        (node, "gb:linkRelation", term(relation)),
        (node, "gb:linkMethod", literal(found.method)),
        (node, "gb:confidence", literal(found.confidence)),
    ]
    for subject, predicate, value in statements:
        yield f"{subject} {term(predicate)} {value} ."


# ---------------------------------------------------------------- inspections


def _inspections(store: ox.Store) -> list[Inspection]:
    rows = select(
        store,
        """SELECT DISTINCT ?i ?a ?start ?end ?stated ?framework ?area ?told WHERE {
          ?i a gb:Inspection ; gb:inspectedAuthority ?a .
          OPTIONAL { GRAPH ?report { ?i a gb:Inspection . ?report gb:reportsOn/gb:startDate ?told } }
          OPTIONAL { ?i gb:startDate ?start } OPTIONAL { ?i gb:endDate ?end } OPTIONAL { ?i gb:statedDate ?stated }
          OPTIONAL { ?i gb:framework ?framework } OPTIONAL { ?i gb:area ?area } }
        ORDER BY ?i ?framework ?area ?told""",
    )
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row["i"].value, []).append(row)
    return [_inspection(name, group) for name, group in grouped.items()]


def _inspection(name: str, rows: list[dict[str, Any]]) -> Inspection:
    def said(key: str) -> str | None:
        return next((row[key].value for row in rows if row[key] is not None), None)

    framework = said("framework")
    return Inspection(
        iri=name,
        authority=_last(said("a") or ""),
        start=said("start"),
        end=said("end"),
        stated=said("stated"),
        framework=_last(framework) if framework else None,
        areas=frozenset(_last(row["area"].value) for row in rows if row["area"] is not None),
        told=min((row["told"].value for row in rows if row["told"] is not None), default=None),
    )


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]


# What a mention's area says about the kind of inspection; an area that full inspections judge says nothing.
_AREA_FRAMEWORKS = {
    "safeguarding-services": {"slac-2009"},
    "looked-after-services": {"slac-2009"},
    "private-fostering": {"private-fostering"},
    "lscb": {"sif-2013", "lscb-review"},
    "other": set(),
}


def _resolved(inspections: list[Inspection]) -> tuple[list[Link], list[Finding]]:
    """A mention is the one dated inspection of its council, or of its predecessor, that its date and kind fit."""
    links, findings = [], []
    dated = [found for found in inspections if found.start]
    for mention in inspections:
        if mention.start or not mention.stated:
            continue
        councils = {mention.authority, *_predecessors().get(mention.authority, ())}
        fitting = [
            found
            for found in dated
            if found.authority in councils
            and _fits_date(mention.stated, found)
            and _fits_kind(mention, found)
            and (found.start or "") < (mention.told or "9")  # a report does not mean itself
        ]
        if len(fitting) == 1:
            place = "council" if fitting[0].authority == mention.authority else "predecessor"
            exact = len(mention.stated) > 4
            method = f"the {place}'s only inspection of this kind in the stated {'month' if exact else 'year'}"
            links.append(Link(mention.iri, "gb:resolvedTo", fitting[0].iri, method, 0.98 if exact else 0.9))
        elif fitting:
            names = ", ".join(sorted(found.start or "" for found in fitting))
            findings.append(
                Finding(
                    "EarlierInspectionAmbiguous",
                    "Info",
                    f"the inspection of {mention.stated} can be that of {names}; it was joined to none",
                    focus=mention.iri,
                )
            )
    return links, findings


def _fits_date(stated: str, found: Inspection) -> bool:
    """The stated day, month or year is one in which the inspectors came."""
    length = len(stated)
    return (found.start or "")[:length] <= stated <= (found.end or found.start or "")[:length]


def _fits_kind(mention: Inspection, found: Inspection) -> bool:
    if mention.framework and mention.framework != "unknown":
        return mention.framework == found.framework
    kinds = [_AREA_FRAMEWORKS[area] for area in mention.areas if area in _AREA_FRAMEWORKS]
    return all(found.framework in kind for kind in kinds)


def _news(store: ox.Store, inspections: list[Inspection]) -> list[Link]:
    """An undated inspection of a news article is the one of its council that gave all the grades it states."""
    grades: dict[str, set[tuple[str, str]]] = defaultdict(set)
    judged = "SELECT ?i ?area ?g { ?j a gb:Judgement ; gb:inspection ?i ; gb:area ?area ; gb:grade ?g }"
    for row in select(store, judged):
        grades[row["i"].value].add((row["area"].value, row["g"].value))
    undated = {row["i"].value for row in select(store, 'SELECT ?i { ?r gb:reportKind "news" ; gb:reportsOn ?i }')}
    links = []
    for article in inspections:
        if article.iri not in undated or article.start or not grades[article.iri]:
            continue
        fitting = [
            found
            for found in inspections
            if found.start and found.authority == article.authority and grades[article.iri] <= grades[found.iri]
        ]
        if len(fitting) == 1:
            method = "the council's only inspection with all the grades that the article states"
            links.append(Link(article.iri, "gb:resolvedTo", fitting[0].iri, method, 0.95))
    return links


def _preceded(inspections: list[Inspection]) -> list[Link]:
    """The dated inspections of one council as a chain, across frameworks; a new council's follow the old one's last."""
    by_council: dict[str, list[Inspection]] = defaultdict(list)
    for found in inspections:
        if found.start:
            by_council[found.authority].append(found)
    links = []
    for council, chain in sorted(by_council.items()):
        chain.sort(key=lambda found: (found.start or "", found.iri))
        before = [found for old in _predecessors().get(council, ()) for found in by_council.get(old, ())]
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


@cache
def _predecessors() -> dict[str, set[str]]:
    """Slug of a council → slugs of those that it replaced."""
    prefix = f"{DEFAULT_BASE}authority/"
    found: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in triples():
        if predicate == "http://purl.org/dc/terms/replaces" and subject.startswith(prefix):
            found[subject.removeprefix(prefix)].add(value.removeprefix(prefix))
    return dict(found)


# ---------------------------------------------------------------- bodies and people under two names

_ARTICLES = re.compile(r"^(?:the|a)-|-(?:ltd|limited|plc|cic|charity|service|services|agency)$")


def _agencies(store: ox.Store, base: str) -> list[Link]:
    """A printed name that the reference data knows is that body's; else a name that differs only in its dress."""
    labels = [label for label in matching.labels() if label.scheme == "agency" and label.kind != "hidden"]
    known = {slug(label.text): label.concept for label in labels}
    rows = select(store, "SELECT DISTINCT ?agency { ?agency a gb:Agency ; skos:prefLabel ?name } ORDER BY ?agency")
    printed = {row["agency"].value for row in rows}
    prefix = f"{base}agency/"
    names = sorted(name.removeprefix(prefix) for name in printed if "/" not in name.removeprefix(prefix))
    dressed: dict[str, list[str]] = defaultdict(list)
    links = []
    for name in names:
        if name in known:
            if known[name] != name:
                method = "a label of that body in the reference data"
                links.append(Link(prefix + name, "gb:sameAgencyAs", prefix + known[name], method, 0.99))
        else:
            dressed[_ARTICLES.sub("", name)].append(name)
    for plain, same in sorted(dressed.items()):
        target = known.get(plain) or min(same, key=lambda name: (len(name), name))
        method = "the same name but for an article or a legal form"
        links += [
            Link(prefix + name, "gb:sameAgencyAs", prefix + target, method, 0.9) for name in same if name != target
        ]
    return links


# Short forms of given names; each stands for one of the full ones, where exactly one of them is in the build.
_SHORT = {
    "andy": {"andrew"},
    "nick": {"nicholas", "nicola"},
    "mike": {"michael"},
    "matt": {"matthew"},
    "rob": {"robert"},
    "bob": {"robert"},
    "kath": {"kathryn", "kathleen"},
    "pam": {"pamela"},
    "chris": {"christopher", "christine"},
    "steve": {"stephen", "steven"},
    "jon": {"jonathan"},
    "sue": {"susan"},
    "tony": {"anthony"},
    "pete": {"peter"},
    "dave": {"david"},
    "liz": {"elizabeth"},
    "kate": {"katherine", "catherine"},
    "jo": {"joanne", "joanna"},
    "vicky": {"victoria"},
    "debbie": {"deborah"},
    "jenny": {"jennifer"},
    "mandy": {"amanda"},
    "cath": {"catherine"},
}


def _people(store: ox.Store, base: str) -> list[Link]:
    """Inspectors under two names: a short form of the given name, or one slip of the pen."""
    rows = select(
        store,
        "SELECT ?p (COUNT(DISTINCT ?i) AS ?n) { ?i gb:leadInspector|gb:inspector ?p } GROUP BY ?p ORDER BY ?p",
    )
    prefix = f"{base}person/"
    times = {row["p"].value.removeprefix(prefix): int(row["n"].value) for row in rows}
    links = []
    for name in sorted(times):
        full = [other for other in times if _is_short_for(name, other)]
        if len(full) == 1:
            method = "a short form of the given name"
            links.append(Link(prefix + name, "gb:samePersonAs", prefix + full[0], method, 0.95))
            continue
        slips = [other for other in times if _is_slip(name, other, times)]
        if not full and len(slips) == 1:
            method = "one letter apart, printed more often"
            links.append(Link(prefix + name, "gb:samePersonAs", prefix + slips[0], method, 0.9))
    return links


def _is_short_for(name: str, other: str) -> bool:
    given, _, family = name.partition("-")
    full, _, family_too = other.partition("-")
    return family == family_too and full in _SHORT.get(given, ())


def _is_slip(name: str, other: str, times: dict[str, int]) -> bool:
    """The rarer of two long names that differ by one letter inside a word."""
    if name == other or len(name) < 10 or times[name] >= times[other] or name.partition("-")[0] in _SHORT:
        return False
    given, _, family = name.partition("-")
    given_too, _, family_too = other.partition("-")
    near = DamerauLevenshtein.distance(name, other) == 1
    return near and (family == family_too or given == given_too) and min(len(given), len(given_too)) > 3


# ---------------------------------------------------------------- arrangements


def _reciprocal(store: ox.Store) -> list[Link]:
    """Two councils' arrangements of one service type that each names the other as partner."""
    rows = select(
        store,
        """SELECT DISTINCT ?x ?y WHERE {
          ?x a gb:SharedArrangement ; gb:serviceType ?type ; gb:inspection/gb:inspectedAuthority ?a ;
             gb:participatingAuthority ?b .
          ?y a gb:SharedArrangement ; gb:serviceType ?type ; gb:inspection/gb:inspectedAuthority ?b ;
             gb:participatingAuthority ?a .
          FILTER(?a != ?b) } ORDER BY ?x ?y""",
    )
    method = "the same service type, each naming the other"
    return [Link(row["x"].value, "gb:reciprocatedBy", row["y"].value, method, 0.95) for row in rows]
