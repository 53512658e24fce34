"""JSON-LD, compacted with our context, a graph at a time: each report as one tree, everything else node by node.

A report's tree leads from the report to its inspection, and from that to its facts by their kind, each with its
evidence; every statement of the report stands in it once. What hangs on nothing (an earlier inspection, the software)
follows it. This is written here and not by a frame, as the framing of JSON-LD 1.1 gives all that is the subject of one
inverse property one name: it cannot part judgements from recommendations. Tests read the trees with PyLD and with Jena.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO, cast

import pyoxigraph as ox

from ..vocabulary import DEFAULT_BASE, GB, PREFIXES
from .context import Context, Node, Subject
from .rdf import triples_of
from .selection import Selection
from .sorting import sorted_lines

_TYPE = PREFIXES["rdf"] + "type"
_INSPECTION = GB + "inspection"
_NOT_NESTED = {PREFIXES["prov"] + "wasGeneratedBy"}  # all facts of a report share it: it stands beside them


def write_jsonld(selection: Selection, path: Path) -> None:
    context = Context(selection.base)
    with path.open("w", encoding="utf-8") as file:
        _write_document(file, context, (_graph(selection, graph, context) for graph in selection.graphs))


def jsonld(lines: Iterable[bytes], path: Path) -> None:
    """Statements without named graphs: a list of nodes."""
    context = Context(DEFAULT_BASE)
    triples = triples_of(sorted_lines(lines, path.parent))
    with path.open("w", encoding="utf-8") as file:
        _write_document(file, context, ([_dumped(node)] for node in _flat(triples, context)))


def _graph(selection: Selection, graph: str, context: Context) -> Iterator[str]:
    """The text of one named graph, in pieces."""
    triples = (quad.triple for quad in selection.quads(graph))
    name = ox.NamedNode(graph)
    nodes = _Tree(triples, context).nodes(name) if graph in selection.reports else _flat(triples, context)
    yield f'{{\n"id": {json.dumps(context.identifier(name))},\n"@graph": '
    yield from _listed([_dumped(node)] for node in nodes)
    yield "\n}"


# ---------------------------------------------------------------- text


def _write_document(file: TextIO, context: Context, items: Iterable[Iterable[str]]) -> None:
    terms = ",\n".join(f" {json.dumps(name)}: {json.dumps(what)}" for name, what in context.document.items())
    file.write(f'{{"@context": {{\n{terms}\n}},\n"@graph": ')
    file.writelines(_listed(items))
    file.write("\n}\n")


def _listed(items: Iterable[Iterable[str]]) -> Iterator[str]:
    """The text of a list, of which one item at a time is in memory."""
    yield "["
    for number, item in enumerate(items):
        yield ",\n" if number else "\n"
        yield from item
    yield "\n]"


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


# ---------------------------------------------------------------- nodes


def _flat(triples: Iterable[ox.Triple], context: Context) -> Iterator[dict[str, Any]]:
    """A node for each subject; the triples of one subject stand together."""
    for subject, said in groupby(triples, key=lambda triple: triple.subject):
        values: defaultdict[str, list[Node]] = defaultdict(list)
        for triple in said:
            values[triple.predicate.value].append(cast(Node, triple.object))
        yield _node(cast(Subject, subject), values, context, {})


def _node(
    subject: Subject, values: dict[str, list[Node]], context: Context, nested: dict[Node, dict[str, Any]]
) -> dict[str, Any]:
    """A node object; `nested` has those of its values that stand inside it, each at its first mention."""
    node: dict[str, Any] = {"id": context.identifier(subject)}
    classes = [value for value in values.get(_TYPE, ()) if isinstance(value, ox.NamedNode)]
    if classes:
        names = [context.class_name(value.value) for value in classes]
        node["type"] = names if len(names) > 1 else names[0]
    properties = {}
    for predicate, objects in values.items():
        objects = [value for value in objects if predicate != _TYPE or value not in classes]
        if not objects:
            continue
        term = context.term(predicate)
        written = [nested.pop(value, None) or context.value(term, value) for value in objects]
        properties[term.name] = written if len(written) > 1 or term.is_list else written[0]
    return node | dict(sorted(properties.items()))


class _Tree:
    """The statements of a report as trees: a node stands inside the first node that speaks of it."""

    def __init__(self, triples: Iterable[ox.Triple], context: Context) -> None:
        self.context = context
        self.said: dict[Subject, dict[str, list[Node]]] = {}  # subject → property → values
        for triple in triples:
            said = self.said.setdefault(cast(Subject, triple.subject), {})
            said.setdefault(triple.predicate.value, []).append(cast(Node, triple.object))
        self.facts: dict[Node, dict[str, list[Subject]]] = {}  # inspection → "judgements" … → its facts
        for subject, values in self.said.items():
            for kind in filter(None, map(self._kind, values.get(_TYPE, ()))):
                for inspection in values.get(_INSPECTION, ()):
                    self.facts.setdefault(inspection, {}).setdefault(kind, []).append(subject)
        self.placed: set[Subject] = set()

    def _kind(self, class_: Node) -> str | None:
        return self.context.facts_name(class_.value) if isinstance(class_, ox.NamedNode) else None

    def nodes(self, report: ox.NamedNode) -> Iterator[dict[str, Any]]:
        """The tree of the report; then those of inspections that hang on nothing, then of other things."""
        others = sorted(self.said, key=lambda node: (node not in self.facts, _natural(node)))
        for subject in (report, *others):
            if subject in self.said and subject not in self.placed:
                yield self._node(subject)

    def _node(self, subject: Subject, inside: Node | None = None) -> dict[str, Any]:
        """The node with all below it; `inside` is the inspection that holds it as its fact."""
        self.placed.add(subject)
        values = {predicate: sorted(objects, key=_natural) for predicate, objects in self.said[subject].items()}
        if inside is not None:
            values[_INSPECTION] = [value for value in values[_INSPECTION] if value != inside]
        nested: dict[Node, dict[str, Any]] = {
            value: self._node(value)
            for predicate, objects in values.items()
            for value in objects
            if predicate not in _NOT_NESTED and predicate != _TYPE
            if not isinstance(value, ox.Literal) and value in self.said and value not in self.placed
        }
        node = _node(subject, values, self.context, nested)
        for kind, facts in sorted(self.facts.get(subject, {}).items()):
            free = [fact for fact in sorted(facts, key=_natural) if fact not in self.placed]
            if free:
                node[kind] = [self._node(fact, inside=subject) for fact in free]
        return node


def _natural(node: Node) -> tuple[object, ...]:
    """A key by which "…/10" comes after "…/2"."""
    return tuple(int(part) if number % 2 else part for number, part in enumerate(re.split(r"(\d+)", str(node))))
