"""A link between two things of different reports, and the triples that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model import Finding
from ..vocabulary import Triple, iri, literal, term


@dataclass(frozen=True, slots=True)
class Link:
    start: str
    relation: str  # prefixed name
    end: str
    method: str
    confidence: float


@dataclass
class Links:
    triples: set[Triple]  # of `graph/links`
    findings: list[Finding] = field(default_factory=list)


def triples(found: Link, base: str) -> Iterator[Triple]:
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
        yield subject, term(predicate), value
