"""What the networks are made of, read out of the store: authorities, bodies, and statements with their quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from ..vocabulary import DEFAULT_BASE, pref_labels, term

# Kind of statement → class of the graph.
CLASSES = {
    "arrangement": "gb:SharedArrangement",
    "participation": "gb:Participation",
    "state": "gb:ServiceState",
    "judgement": "gb:Judgement",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """The words behind a statement, and where they stand."""

    text: str
    report: str  # title
    file: str  # below the folder that was read
    page: int | None = None
    paragraph: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an inspection. `authorities` are IRIs; the first is the one that was inspected."""

    iri: str
    about: str  # a key of CLASSES
    inspection: str
    authorities: tuple[str, ...]
    date: str = ""  # "2014-04-29", "2012-11", "2012" or "" where the inspection has none
    framework: str = ""
    service_type: str = ""  # slug
    service: str = ""
    service_label: str = ""
    kind: str = ""  # of an arrangement
    state: str = ""
    role: str = ""
    agency: str = ""  # who delivers it, or who takes part
    partner_count: int | None = None  # other authorities, named or not
    unnamed: tuple[str, ...] = ()  # the words used for partners without a name
    area: str = ""
    grade: str = ""
    rule: str = ""
    confidence: float = 0.0
    quotes: tuple[Quote, ...] = ()

    @property
    def year(self) -> int | None:
        return int(self.date[:4]) if self.date else None


@dataclass(frozen=True, slots=True)
class Authority:
    iri: str
    slug: str
    label: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """An agency: `kind` is "regional-adoption-agency", "company" …, or "" where only its type is known."""

    iri: str
    label: str
    kind: str = ""
    type: str = ""
    named: bool = True  # False: "Havering police", of which only the kind is said


@dataclass
class Statements:
    """All that the networks need of one build."""

    statements: list[Statement]
    authorities: dict[str, Authority]
    bodies: dict[str, Body]
    inspections: dict[str, Inspection] = field(default_factory=dict)

    def inspected(self) -> set[str]:
        """The authorities of whose inspections the build holds a report."""
        return {found.authority for found in self.inspections.values() if found.reported}


@dataclass(frozen=True, slots=True)
class Inspection:
    iri: str
    authority: str
    date: str
    framework: str
    preceded_by: str = ""
    reported: bool = False  # a report of it is in the build; else it is known from a mention


def read_statements(store: ox.Store, base: str = DEFAULT_BASE, about: Iterable[str] = CLASSES) -> Statements:
    """The statements of the kinds `about`, in the order of their IRIs, with what they speak of."""
    reader = _Reader(store)
    inspections = _inspections(reader)
    bodies, canonical = _bodies(reader, base)
    found = []
    for kind in about:
        for name in reader.instances(CLASSES[kind]):
            statement = _statement(name, kind, reader, inspections, canonical)
            if statement is not None:
                found.append(statement)
    return Statements(found, _authorities(reader, base), bodies, inspections)


class _Reader:
    """Single things out of the store. (A SPARQL query over the union of 200 graphs takes ten times as long.)"""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.known: dict[str, dict[str, list[str]]] = {}

    def instances(self, of: str) -> list[str]:
        """The IRIs of the instances of a class, sorted."""
        quads = self.store.quads_for_pattern(None, _node("rdf:type"), _node(of), None)
        return sorted({quad.subject.value for quad in quads})  # type: ignore[union-attr]

    def said(self, name: str) -> dict[str, list[str]]:
        """Local name of the property → sorted values, of one thing."""
        if name not in self.known:
            found: defaultdict[str, set[str]] = defaultdict(set)
            for quad in self.store.quads_for_pattern(ox.NamedNode(name), None, None, None):
                found[quad.predicate.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]].add(getattr(quad.object, "value", ""))
            self.known[name] = {key: sorted(values) for key, values in found.items()}
        return self.known[name]

    def subjects(self, predicate: str) -> dict[str, list[str]]:
        """Subject → sorted objects of a property."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(None, _node(predicate), None, None):
            found[quad.subject.value].add(quad.object.value)  # type: ignore[union-attr]
        return {subject: sorted(values) for subject, values in sorted(found.items())}

    def quotes(self, names: Iterable[str]) -> tuple[Quote, ...]:
        """The quotes of evidence nodes, in the order of report, place and paragraph."""
        found = []
        for name in names:
            said = self.said(name)
            report = self.said(said["hasSource"][0])
            exact = next(self.said(one)["exact"][0] for one in said["hasSelector"] if "exact" in self.said(one))
            page = int(said["page"][0]) if "page" in said else None
            paragraph = said["paragraph"][0] if "paragraph" in said else None
            quote = Quote(" ".join(exact.split()), report["title"][0], report["fileName"][0], page, paragraph)
            found.append((quote.file, int(name.rpartition("=")[2].partition(",")[0]), quote))
        return tuple(dict.fromkeys(quote for _, _, quote in sorted(found, key=lambda item: item[:2])))


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(term(name)[1:-1])


def _statement(
    name: str, kind: str, reader: _Reader, inspections: dict[str, Inspection], canonical: dict[str, str]
) -> Statement | None:
    """The statement, or None where its inspection is of no known authority (then it joins nothing)."""
    said = reader.said(name)

    def first(key: str) -> str:
        return said.get(key, [""])[0]

    inspection = inspections.get(first("inspection"))
    if inspection is None:
        return None
    agency = first("deliveredBy") or first("agency")
    service = first("service")
    of_service = reader.said(service) if service else {}
    others = [other for other in said.get("participatingAuthority", []) if other != inspection.authority]
    count = first("statedPartnerCount")
    return Statement(
        iri=name,
        about=kind,
        inspection=inspection.iri,
        authorities=(inspection.authority, *others),
        date=inspection.date,
        framework=inspection.framework,
        service_type=_local(first("serviceType") or of_service.get("serviceType", [""])[0]),
        service=service,
        service_label=first("serviceName") or of_service.get("prefLabel", [""])[0],
        kind=first("arrangementKind"),
        state=first("state"),
        role=_local(first("role")),
        agency=canonical.get(agency, agency),
        partner_count=int(count) if count else None,
        unnamed=tuple(said.get("unnamedPartner", ())),
        area=_local(first("area")),
        grade=_local(first("grade")),
        rule=first("rule"),
        confidence=float(first("confidence") or 0),
        quotes=reader.quotes(said.get("evidence", [])),
    )


# ---------------------------------------------------------------- out of the store


def _local(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _inspections(reader: _Reader) -> dict[str, Inspection]:
    """Every inspection of a known authority; one under two names stands under both, as the dated one."""
    reported = {inspection for objects in reader.subjects("gb:reportsOn").values() for inspection in objects}
    said_of = {name: reader.said(name) for name in reader.instances("gb:Inspection")}
    resolved = {
        name: said["resolvedTo"][0] for name, said in said_of.items() if said.get("resolvedTo", [""])[0] in said_of
    }
    found = {}
    for name in said_of:
        target = resolved.get(name, name)
        said = said_of[target]
        if "inspectedAuthority" not in said:
            continue
        date = (said.get("startDate") or said.get("statedDate") or [""])[0]
        found[name] = Inspection(
            target,
            said["inspectedAuthority"][0],
            date,
            _local(said.get("framework", [""])[0]),
            said.get("precededBy", [""])[0],
            target in reported or name in reported,
        )
    return found


# ---------------------------------------------------------------- authorities and bodies


def _authorities(reader: _Reader, base: str) -> dict[str, Authority]:
    found = {}
    for name in reader.instances("gb:LocalAuthority"):
        said, slug = reader.said(name), name.removeprefix(f"{base}authority/")
        found[name] = Authority(name, slug, said.get("prefLabel", [slug])[0], said.get("region", [""])[0])
    return found


def _bodies(reader: _Reader, base: str) -> tuple[dict[str, Body], dict[str, str]]:
    """The bodies, each under one name; and a body's other names → that name."""
    links = {name: objects[0] for name, objects in reader.subjects("gb:sameAgencyAs").items()}
    canonical = {name: _end_of(name, links) for name in links}
    found = {}
    for name in reader.instances("gb:Agency"):
        if canonical.get(name, name) == name:
            said = reader.said(name)
            known = pref_labels().get(name.replace(base, DEFAULT_BASE, 1))  # the reference data's own spelling
            found[name] = Body(
                name,
                known or said.get("prefLabel", [_local(name)])[0],
                said.get("agencyKind", [""])[0],
                _local(said.get("agencyType", [""])[0]),
                named="/" not in name.removeprefix(f"{base}agency/"),
            )
    return found, canonical


def _end_of(name: str, links: dict[str, str]) -> str:
    seen = {name}
    while name in links and links[name] not in seen:
        name = links[name]
        seen.add(name)
    return name
