"""Statements → networkx graphs: the four networks that can be looked at.

Nodes have `label`, `kind` and, where it is known, `region`; edges have `label`, `statements` (their IRIs) and scalars
of the first statement. An edge's key is the statement's IRI, so one arrangement is one edge between the same two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

import networkx as nx
import pyoxigraph as ox

from .._version import __version__
from ..errors import UsageError
from ..vocabulary import DEFAULT_BASE
from .filters import Filters, label_of
from .statements import Body, Inspection, Statement, Statements, read_statements

# Kinds of nodes, in the order of the legend, and what a person calls them (one, several).
NODE_KINDS = {
    "authority": ("local authority", "local authorities"),
    "regional-adoption-agency": ("regional adoption agency", "regional adoption agencies"),
    "body": ("other body", "other bodies"),
    "agency": ("agency", "agencies"),
    "service": ("service", "services"),
    "inspection": ("inspection", "inspections"),
    "judgement": ("judgement", "judgements"),
    "unnamed": ("group of unnamed partners", "groups of unnamed partners"),
}


@dataclass
class Network:
    """A graph with the statements behind it, by IRI. `alone`: inspected authorities that share nothing here."""

    graph: nx.MultiGraph
    statements: dict[str, Statement]
    view: str
    filters: Filters
    source: Statements
    alone: tuple[str, ...] = ()
    parts: dict[str, tuple[Statement, ...]] = field(default_factory=dict)  # node → participations there, not drawn

    @property
    def title(self) -> str:
        words = self.filters.words(steps=self.view != "history")
        return f"{VIEWS[self.view].title}: {words}" if words else f"{VIEWS[self.view].title} in England"

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the inspections behind it."""
        found = [said.year for said in self.statements.values() if said.year]
        return (min(found), max(found)) if found else None

    @property
    def subtitle(self) -> str:
        """What is in it: "5 local authorities, 2 regional adoption agencies; inspections of 2013 to 2023"."""
        count: defaultdict[str, int] = defaultdict(int)
        for _, kind in self.graph.nodes(data="kind"):
            count[kind] += 1
        parts = [f"{count[kind]} {names[count[kind] != 1]}" for kind, names in NODE_KINDS.items() if count[kind]]
        years = " to ".join(str(year) for year in sorted(set(self.years or ())))
        return (", ".join(parts) or "nothing fits these filters") + (f"; inspections of {years}" if years else "")

    @property
    def source_line(self) -> str:
        newest = max((said.date for said in self.statements.values()), default="")
        return (
            "Source: Ofsted inspection reports of children’s services (Open Government Licence v3.0), "
            f"as read by graphbuilder {__version__}{f'; newest inspection {newest}' if newest else ''}. "
            "A line is what reports state; what they do not state is not shown."
        )


@dataclass(frozen=True, slots=True)
class View:
    title: str
    about: tuple[str, ...]  # the kinds of statements that it draws
    draw: Callable[[nx.MultiGraph, list[Statement], Statements], None]


def build_network(
    store: ox.Store, view: str = "shared", filters: Filters | None = None, base: str = DEFAULT_BASE
) -> Network:
    """The network `view` (a key of VIEWS) of a build. Raises UsageError for a history without an authority."""
    about = (*VIEWS[view].about, "participation") if view == "shared" else VIEWS[view].about
    return network_of(read_statements(store, base, about), view, filters or Filters(), base)


def network_of(source: Statements, view: str, filters: Filters, base: str = DEFAULT_BASE) -> Network:
    """The same from statements already read."""
    centre = f"{base}authority/{filters.around}" if filters.around else ""
    if view == "history" and not centre:
        raise UsageError("a history is that of one authority; name it with --around")
    kept = [said for said in source.statements if filters.keep(said, source.authorities)]
    drawn = [said for said in kept if said.about in VIEWS[view].about]
    if view == "history":
        drawn = [said for said in drawn if centre in said.authorities]
    graph: nx.MultiGraph = nx.MultiGraph()
    VIEWS[view].draw(graph, drawn, source)
    if centre:
        if centre in source.authorities:
            _add_authority(graph, centre, source)
        graph = _around(graph, centre, filters.steps if view != "history" else len(graph))
    used = {name for _, _, names in graph.edges(data="statements") for name in names}
    network = Network(_in_order(graph), {said.iri: said for said in drawn if said.iri in used}, view, filters, source)
    network.alone = _alone(source, drawn, filters) if view == "shared" else ()
    network.parts = _parts(graph, kept) if view == "shared" else {}
    return network


def _around(graph: nx.MultiGraph, centre: str, steps: int) -> nx.MultiGraph:
    """What is at most `steps` lines away."""
    return nx.ego_graph(graph, centre, radius=steps) if centre in graph else nx.MultiGraph()


def _in_order(graph: nx.MultiGraph) -> nx.MultiGraph:
    """The same graph with nodes and edges in the order of their names: the same input gives the same bytes."""
    ordered: nx.MultiGraph = nx.MultiGraph()
    ordered.add_nodes_from(sorted(graph.nodes(data=True), key=lambda item: item[0]))
    lines = [(*sorted(ends), key, data) for *ends, key, data in graph.edges(keys=True, data=True)]
    ordered.add_edges_from(sorted(lines, key=lambda line: line[:3]))
    return ordered


def _alone(source: Statements, drawn: list[Statement], filters: Filters) -> tuple[str, ...]:
    """Inspected authorities of the region of which no report states that they share anything that was asked for."""
    sharing = {name for said in drawn for name in said.authorities}
    return (
        tuple(
            sorted(
                name
                for name in source.inspected() - sharing
                if name in source.authorities and filters.region in ("", source.authorities[name].region)
            )
        )
        if not filters.around
        else ()
    )


def _parts(graph: nx.MultiGraph, kept: list[Statement]) -> dict[str, tuple[Statement, ...]]:
    """Authority of the network → which named agencies take part in its services, as further facts about it."""
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for said in kept:
        if said.about == "participation" and said.authorities[0] in graph:
            found[said.authorities[0]].append(said)
    return {name: tuple(said) for name, said in sorted(found.items())}


# ---------------------------------------------------------------- nodes and edges


def _add_authority(graph: nx.MultiGraph, name: str, source: Statements) -> str:
    known = source.authorities.get(name)
    label = known.label if known else name.rsplit("/", 1)[-1]
    graph.add_node(name, label=label, kind="authority", region=(known.region if known else "") or None)
    return name


def _add_body(graph: nx.MultiGraph, name: str, source: Statements) -> str:
    body = source.bodies.get(name, Body(name, name.rsplit("/", 1)[-1]))
    kind = "regional-adoption-agency" if body.kind == "regional-adoption-agency" else "body"
    graph.add_node(name, label=body.label, kind=kind, body_kind=body.kind.replace("-", " ") or None)
    return name


def _add_edge(graph: nx.MultiGraph, start: str, end: str, said: Statement, label: str, *others: Statement) -> None:
    """An edge with what its first statement says, flat; `statements` is a tuple of IRIs."""
    first = said.quotes[0] if said.quotes else None
    graph.add_edge(
        start,
        end,
        key=said.iri,
        label=label,
        statements=tuple(one.iri for one in (said, *others)),
        about=said.about,
        service_type=said.service_type or None,
        arrangement_kind=said.kind or None,
        state=said.state or None,
        role=said.role or None,
        inspection=said.inspection,
        date=said.date or None,
        year=said.year,
        framework=said.framework or None,
        partner_count=said.partner_count,
        unnamed_partner=list(said.unnamed) or None,
        confidence=said.confidence,
        rule=said.rule,
        quote=first.text if first else None,
        report=first.file if first else None,
        page=first.page if first else None,
        paragraph=first.paragraph if first else None,
    )


def service_label(said: Statement) -> str:
    """ "emergency duty team", or the printed name where the type is `other`."""
    if said.service_type in ("", "other"):
        return said.service_label or "a service"
    return label_of("service-type", said.service_type)


# ---------------------------------------------------------------- who shares what with whom


def _draw_shared(graph: nx.MultiGraph, drawn: list[Statement], source: Statements) -> None:
    """Authorities joined by what they share: each pair of those named, or each with the body that delivers it."""
    for said in drawn:
        label = service_label(said)
        members = [_add_authority(graph, name, source) for name in said.authorities]
        if said.agency:
            body = _add_body(graph, said.agency, source)
            pairs: Iterable[tuple[str, str]] = [(name, body) for name in members]
        else:
            pairs = combinations(members, 2)
        for start, end in pairs:
            _add_edge(graph, start, end, said, label)
        unnamed = _add_unnamed(graph, said, label)
        if unnamed:
            _add_edge(graph, said.agency or members[0], unnamed, said, label)


def _add_unnamed(graph: nx.MultiGraph, said: Statement, label: str) -> str | None:
    """A node for the partners that are counted or mentioned but not named; one for all years of the same service."""
    missing = (said.partner_count or 0) - (len(said.authorities) - 1)
    if missing <= 0 and (said.agency or len(said.authorities) > 1 or not (said.unnamed or said.partner_count)):
        return None
    hub = said.agency or said.authorities[0]
    count = missing if missing > 0 else None
    name = f"{hub}#unnamed-{said.service_type}-{count or 'some'}"
    words = dict.fromkeys([*graph.nodes.get(name, {}).get("words", ()), *said.unnamed])
    graph.add_node(
        name,
        label=_unnamed_label(said, count),
        kind="unnamed",
        count=count,
        words=list(words),
        service=label,
    )
    return name


def _unnamed_label(said: Statement, count: int | None) -> str:
    if count:
        return f"{count} unnamed authorit{'y' if count == 1 else 'ies'}"
    return "unnamed body" if said.kind == "delivered-by-body" else "unnamed partners"


# ---------------------------------------------------------------- authorities, services and agencies


def _draw_services(graph: nx.MultiGraph, drawn: list[Statement], source: Statements) -> None:
    """Each service with the authority that it serves, and the agencies that take part in it."""
    for said in drawn:
        authority = _add_authority(graph, said.authorities[0], source)
        graph.add_node(said.service, label=service_label(said), kind="service")
        if said.about == "state":
            _add_edge(graph, authority, said.service, said, said.state or "service")
            continue
        agency = _add_agency(graph, said.agency, source)
        _add_edge(graph, said.service, agency, said, label_of("role", said.role))
        if not graph.has_edge(authority, said.service):
            _add_edge(graph, authority, said.service, said, "service")


def _add_agency(graph: nx.MultiGraph, name: str, source: Statements) -> str:
    body = source.bodies.get(name, Body(name, name.rsplit("/", 1)[-1]))
    kind = body.kind.replace("-", " ") or None
    graph.add_node(name, label=body.label, kind="agency", body_kind=kind, agency_type=body.type or None)
    return name


# ---------------------------------------------------------------- agencies that meet


def _draw_agencies(graph: nx.MultiGraph, drawn: list[Statement], source: Statements) -> None:
    """Agencies joined by the services in which they meet; those of which only the kind is said are one node a kind."""
    meetings: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for said in drawn:
        if said.role != "not-represented":
            meetings[said.service, said.inspection].append(said)
    for _, present in sorted(meetings.items()):
        by_agency: dict[str, Statement] = {}
        for said in present:
            by_agency.setdefault(_add_kind_or_agency(graph, said.agency, source), said)
        for (start, one), (end, other) in combinations(sorted(by_agency.items()), 2):
            place = source.authorities.get(one.authorities[0])
            _add_edge(graph, start, end, one, f"{place.label if place else ''} {service_label(one)}".strip(), other)


def _add_kind_or_agency(graph: nx.MultiGraph, name: str, source: Statements) -> str:
    body = source.bodies.get(name)
    if body is None or body.named:
        return _add_agency(graph, name, source)
    kind = f"kind-of-agency:{body.type}"
    graph.add_node(kind, label=f"{label_of('agency-type', body.type)} (any)", kind="agency", agency_type=body.type)
    return kind


# ---------------------------------------------------------------- the history of one authority


def _draw_history(graph: nx.MultiGraph, drawn: list[Statement], source: Statements) -> None:
    """Inspections in the order of time, with their judgements, and the partners and bodies that each found."""
    inspections = {said.inspection for said in drawn}
    for name in sorted(inspections):
        _add_inspection(graph, source.inspections[name], source)
    for said in drawn:
        if said.about == "judgement":
            label = f"{label_of('area', said.area)}: {label_of('grade', said.grade)}"
            graph.add_node(said.iri, label=label, kind="judgement")
            _add_edge(graph, said.inspection, said.iri, said, label)
            continue
        label = service_label(said)
        own = source.inspections[said.inspection].authority
        for other in (name for name in said.authorities if name != own):
            _add_edge(graph, said.inspection, _add_authority(graph, other, source), said, label)
        if said.agency:
            _add_edge(graph, said.inspection, _add_body(graph, said.agency, source), said, label)
        unnamed = _add_unnamed(graph, said, label)
        if unnamed:
            _add_edge(graph, said.inspection, unnamed, said, label)
    for start, end in _chain(inspections, source):
        graph.add_edge(start, end, key="precededBy", label="then", statements=(), about="order")


def _add_inspection(graph: nx.MultiGraph, found: Inspection, source: Statements) -> None:
    """The inspection, and a line to its authority where that is the only thing it hangs from."""
    place = _add_authority(graph, found.authority, source)
    label = f"inspection of {found.date[:7] or 'unknown date'}"
    framework = found.framework or None
    graph.add_node(found.iri, label=label, kind="inspection", date=found.date or None, framework=framework)
    graph.add_edge(place, found.iri, key="inspected", label="inspected", statements=(), about="order")


def _chain(inspections: set[str], source: Statements) -> Iterator[tuple[str, str]]:
    """One after the other, each authority by itself."""
    by_place: defaultdict[str, list[Inspection]] = defaultdict(list)
    for name in inspections:
        by_place[source.inspections[name].authority].append(source.inspections[name])
    for _, found in sorted(by_place.items()):
        found.sort(key=lambda one: (one.date, one.iri))
        yield from ((one.iri, other.iri) for one, other in zip(found, found[1:], strict=False) if one.iri != other.iri)


VIEWS = {
    "shared": View("Shared services", ("arrangement",), _draw_shared),
    "services": View("Services and who takes part", ("state", "participation"), _draw_services),
    "agencies": View("Agencies that meet", ("participation",), _draw_agencies),
    "history": View("History", ("judgement", "arrangement"), _draw_history),
}
