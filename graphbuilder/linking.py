"""What joins reports, in the graph `graph/links`: earlier inspections that the build holds, and each one's predecessor.

Nothing is merged in the reports' own graphs. Every link says how it was made.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from .vocabulary import iri, literal, term


@dataclass(frozen=True, slots=True)
class Inspection:
    iri: str
    authority: str
    when: str  # "2013-02-25" where it is dated, "2012-11" or "2012" where it is known from a mention
    dated: bool


def link(store: ox.Store, base: str) -> list[str]:
    """The triples of `graph/links`, as sorted N-Triples lines, for a store that holds all reports' graphs."""
    inspections = _inspections(store)
    lines: set[str] = set()
    lines |= _resolved(inspections, base)
    lines |= _preceded(inspections, base)
    return sorted(lines)


def _inspections(store: ox.Store) -> list[Inspection]:
    rows = store.query(
        """PREFIX gb: <https://w3id.org/graphbuilder/ontology#>
        SELECT DISTINCT ?i ?a ?start ?stated WHERE {
          ?i a gb:Inspection ; gb:inspectedAuthority ?a .
          OPTIONAL { ?i gb:startDate ?start } OPTIONAL { ?i gb:statedDate ?stated } } ORDER BY ?i""",
        use_default_graph_as_union=True,
    )
    found = []
    for row in rows:  # type: ignore[union-attr]
        start, stated = row["start"], row["stated"]
        if start or stated:
            when = (start or stated).value
            found.append(Inspection(row["i"].value, row["a"].value, when, start is not None))
    return found


def _resolved(inspections: list[Inspection], base: str) -> set[str]:
    """A mention whose month or year holds exactly one dated inspection of its authority is that inspection."""
    dated = defaultdict(list)
    for inspection in inspections:
        if inspection.dated:
            dated[inspection.authority].append(inspection)
    lines: set[str] = set()
    for mention in inspections:
        if mention.dated:
            continue
        fitting = [other for other in dated[mention.authority] if other.when.startswith(mention.when)]
        if len(fitting) == 1:
            lines |= _link_lines(base, mention.iri, "gb:resolvedTo", fitting[0].iri, "same authority, stated date")
    return lines


def _preceded(inspections: list[Inspection], base: str) -> set[str]:
    """The dated inspections of one authority as a chain, across frameworks."""
    by_authority = defaultdict(list)
    for inspection in inspections:
        if inspection.dated:
            by_authority[inspection.authority].append(inspection)
    lines: set[str] = set()
    for chain in by_authority.values():
        chain.sort(key=lambda inspection: (inspection.when, inspection.iri))
        for earlier, later in zip(chain, chain[1:], strict=False):
            if earlier.when < later.when:
                lines |= _link_lines(base, later.iri, "gb:precededBy", earlier.iri, "next earlier start date")
    return lines


def _link_lines(base: str, start: str, relation: str, end: str, method: str) -> set[str]:
    """The link itself, and the node that says how it was made."""
    path = start.removeprefix(base)
    node = iri(f"{base}link/{relation.partition(':')[2]}/{path}")
    statements = [
        (iri(start), term(relation), iri(end)),
        (node, term("rdf:type"), term("gb:Link")),
        (node, term("gb:linkFrom"), iri(start)),
        (node, term("gb:linkTo"), iri(end)),
        (node, term("gb:linkRelation"), term(relation)),
        (node, term("gb:linkMethod"), literal(method)),
    ]
    return {f"{subject} {predicate} {value} ." for subject, predicate, value in statements}
