"""Values for rows out of one report's graph: paths of properties from a node, and the terms as plain values.

A path is steps of prefixed names, `gb:inspection/gb:framework`; `a|b` takes the first that has a value. It starts at
the node, or at `@report` (the graph's report), `@item` (the other end of a pair), `@evidence` (the node's first words).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import pyoxigraph as ox

from ...vocabulary import term

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Statements = dict[str, dict[str, list[Term]]]


def gathered(quads: Iterable[ox.Quad]) -> Statements:
    """Subject → property → values, in the order of the quads."""
    said: defaultdict[str, dict[str, list[Term]]] = defaultdict(dict)
    for quad in quads:
        said[getattr(quad.subject, "value", "")].setdefault(quad.predicate.value, []).append(quad.object)
    return dict(said)


@dataclass(frozen=True)
class Graph:
    """What one report says, beside what is known of all authorities, bodies and concepts."""

    iri: str  # the graph's name, which is its report
    base: str
    said: Statements
    known: Statements

    def values(self, subject: str, predicate: str) -> list[Term]:
        """What is known of the subject, or else what the report says of it."""
        return self.known.get(subject, {}).get(predicate) or self.said.get(subject, {}).get(predicate) or []

    def nodes(self, *types: str) -> Iterator[Node]:
        """The subjects of these classes, in their order."""
        wanted = {_iri(name) for name in types}
        for subject, said in self.said.items():
            if any(_value(kind) in wanted for kind in said.get(_iri("rdf:type"), ())):
                yield Node(self, ox.NamedNode(subject))

    def with_property(self, predicate: str) -> Iterator[Node]:
        return (Node(self, ox.NamedNode(subject)) for subject, said in self.said.items() if _iri(predicate) in said)

    @cached_property
    def inspection(self) -> str:
        """The inspection that this report is about."""
        return next((_value(value) for value in self.values(self.iri, _iri("gb:reportsOn"))), "")


@dataclass(frozen=True)
class Node:
    """A subject of a graph; in a row of a pair, `item` is the other end."""

    graph: Graph
    subject: Term
    item: Term | None = None
    name: str = ""  # the property that joins the pair

    def pairs(self, *predicates: str) -> Iterator[Node]:
        """A node for each value of these properties."""
        for predicate in predicates:
            for value in self.terms(predicate):
                yield Node(self.graph, self.subject, value, predicate)

    def terms(self, path: str) -> list[Term]:
        """The values at the end of the path."""
        for way in path.split("|"):
            found = self._follow(way.split("/"))
            if found:
                return found
        return []

    def _follow(self, steps: list[str]) -> list[Term]:
        at: list[Term] = [self.subject]
        for step in steps:
            if step == "@report":
                at = [ox.NamedNode(self.graph.iri)]
            elif step == "@item":
                at = [self.item] if self.item is not None else []
            elif step == "@evidence":
                at = self.evidence[:1]
            elif step != ".":
                at = [value for term in at for value in self.graph.values(_value(term), _iri(step))]
        return at

    @property
    def evidence(self) -> list[Term]:
        """The evidence in the order of the text."""
        return sorted(self.terms("gb:evidence"), key=lambda term: (self._start(term), _value(term)))

    def _start(self, evidence: Term) -> int:
        starts = Node(self.graph, evidence).terms("oa:hasSelector/oa:start")
        return int(_value(starts[0])) if starts else 0

    @property
    def path(self) -> str:
        """Where the node stands below the base."""
        return _value(self.subject).removeprefix(self.graph.base)

    @property
    def row(self) -> str:
        """The name of a fact as this report says it: two reports may say the same fact."""
        return f"{self.path}@{self.graph.iri.rsplit('/', 1)[-1]}"


@cache
def _iri(name: str) -> str:
    return term(name)[1:-1]


def _value(term: Term) -> str:
    return getattr(term, "value", "")


# ---------------------------------------------------------------- terms as values


def as_value(term: Term, kind: str, base: str) -> str | int | float | bool:
    """A term as a value of a column's kind; dates as text, "2013-02-25"."""
    text = _value(term)
    if kind == "id":
        return text.removeprefix(base)
    if kind == "code":
        return text.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    if kind == "label":
        return text[:1].upper() + text[1:]
    if kind == "integer":
        return int(text)
    if kind == "decimal":
        return float(text)
    if kind == "boolean":
        return text in ("true", "1")
    if kind == "date":
        return first_day(text)
    return text


def first_day(text: str) -> str:
    """ "2013-02-25", "2013-02" or "2013" as a day: the first that it can mean. Raises ValueError for no date."""
    return date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 10 else text).isoformat()
