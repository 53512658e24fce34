"""The tables, declared once: what is a row of each, its columns with type, meaning and key, and where values come from.

Formats, documentation and tests read the declaration in `declared.py`; this module is what it is written in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ...vocabulary import PREFIXES
from .reading import Graph, Node

KINDS = {  # kind of a column → what its values are
    "text": "text",
    "prose": "text",  # of sentences
    "label": "text",  # for people
    "code": "text",  # the last part of an IRI
    "id": "text",  # an IRI below the base of the build
    "link": "text",  # a web address
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "date": "date",
}


@dataclass(frozen=True)
class Column:
    """A column: `path` says where its value is found (reading.py), or computes it from the row.

    `references` is the table whose key it holds; `several` joins all values by "; " where otherwise the first stands.
    """

    name: str
    kind: str
    path: str | Callable[[Any], object]
    about: str
    references: str = ""
    several: bool = False

    @property
    def type(self) -> str:
        return KINDS[self.kind]

    @property
    def title(self) -> str:
        """For people: "grade_order" → "Grade order"."""
        words = self.name.replace("_", " ")
        return {"id": "ID", "hmi": "HMI", "sha256": "SHA-256"}.get(words, words[:1].upper() + words[1:])


@dataclass(frozen=True)
class Table:
    """A table: `rows` gives its rows out of one graph, or out of a finding.

    `source` is "reports", "reference", "ontology" or "findings"; `key` and `order` are names of columns. Rows of a
    `merged` table are said by several reports: the first to say something wins, a yes wins over a no. `namespace` is
    what an IRI has before the key where that is not the build's base.
    """

    name: str
    title: str
    about: str
    rows: Callable[[Graph], Iterator[Node]]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    order: tuple[str, ...] = ()
    source: str = "reports"
    merged: bool = False
    namespace: str = ""
    group: str = "facts"  # "facts", "things", "evidence" or "codes"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def foreign_keys(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.references)


# ---------------------------------------------------------------- rows


def each(*types: str) -> Callable[[Graph], Iterator[Node]]:
    """A row for each node of these classes."""
    return lambda graph: graph.nodes(*types)


def pairs(type: str, *predicates: str) -> Callable[[Graph], Iterator[Node]]:
    """A row for each value of these properties of a node of this class."""
    return lambda graph: (pair for node in graph.nodes(type) for pair in node.pairs(*predicates))


def concepts(scheme: str) -> Callable[[Graph], Iterator[Node]]:
    namespace = PREFIXES[scheme]
    return lambda graph: (
        node for node in graph.nodes("skos:Concept") if getattr(node.subject, "value", "").startswith(namespace)
    )


def facts(graph: Graph) -> Iterator[Node]:
    return graph.with_property("gb:rule")


def evidence(graph: Graph) -> Iterator[Node]:
    return (pair for node in graph.with_property("gb:evidence") for pair in node.pairs("gb:evidence"))


def mentions(graph: Graph) -> Iterator[Node]:
    """Inspections of which the report only speaks."""
    return (node for node in graph.nodes("gb:Inspection") if not has_report(node))


# ---------------------------------------------------------------- computed values


def row_of(node: Node) -> str:
    return node.row


def has_report(node: Node) -> bool:
    return getattr(node.subject, "value", "") == node.graph.inspection


def of_own_inspection(node: Node) -> bool:
    return [getattr(term, "value", "") for term in node.terms("gb:inspection")] == [node.graph.inspection]


def whom(predicate: str) -> Callable[[Node], str | None]:
    """ "authority" or "board": of which of them the value is."""

    def told(node: Node) -> str | None:
        types = {getattr(term, "value", "") for term in node.terms(f"{predicate}/rdf:type")}
        if not types:
            return None
        return "authority" if PREFIXES["gb"] + "LocalAuthority" in types else "board"

    return told


def is_board(node: Node) -> bool:
    return whom(".")(node) == "board" and PREFIXES["gb"] + "SafeguardingBoard" in {
        getattr(term, "value", "") for term in node.terms("rdf:type")
    }


def lead_or_team(node: Node) -> str:
    return "lead" if node.name == "gb:leadInspector" else "team"


def visits(node: Node) -> str | None:
    """The inspectors' visits where they came more than once: "2013-10-01/2013-10-05; 2013-11-04/2013-11-06"."""
    spans = []
    for visit in node.pairs("gb:visitPeriod"):
        first, last = visit.terms("@item/gb:startDate"), visit.terms("@item/gb:endDate")
        spans.append("/".join(getattr(term, "value", "") for term in (*first, *last)))
    return "; ".join(sorted(spans)) or None


def date_precision(node: Node) -> str | None:
    """How much of the date is printed: "day", "month" or "year"."""
    printed = node.terms("gb:startDate|gb:statedDate")
    return {10: "day", 7: "month", 4: "year"}[len(getattr(printed[0], "value", ""))] if printed else None


# ---------------------------------------------------------------- columns of several tables

ID = Column("id", "id", ".", "IRI below the base of the build.")


def label(name: str, path: str, about: str) -> Column:
    """A concept's name for people."""
    return Column(name, "label", f"{path}/skos:prefLabel", about)


def code(name: str, path: str, references: str) -> Column:
    """A concept's key."""
    return Column(name, "code", path, f"Key of it in {references}.", references)


def authority_names(way: str, printed: str = "") -> tuple[Column, ...]:
    """Short name and region of the authority at the end of `way`; `printed` is the way to a name that is not known."""
    name = f"{way}/skos:prefLabel" + (f"|{printed}" if printed else "")
    return (
        Column("authority_name", "label", name, "Short name of the council; as printed where it is not a known one."),
        Column("region", "label", f"{way}/gb:region", "English region."),
    )


INSPECTED = (  # whose inspection a fact is of, and when: for people
    *authority_names("gb:inspection/gb:inspectedAuthority", "gb:inspection/gb:printedAuthority"),
    Column(
        "inspection_date",
        "date",
        "gb:inspection/gb:startDate|gb:inspection/gb:statedDate",
        "First day of the inspection; where only a month or a year is known, the first day of that.",
    ),
)
SAID = (  # where a fact is said, and in which words
    Column("page", "integer", "@evidence/gb:page", "Page of the report where it is said first."),
    Column("paragraph", "text", "@evidence/gb:paragraph", "Printed number of the paragraph."),
    Column("words", "prose", "@evidence/oa:hasSelector/oa:exact", "The report's words there; all are in evidence."),
)
FOUND = (  # how a fact was found, and its keys
    Column("rule", "text", "gb:rule", "Rule that found it."),
    Column(
        "confidence", "decimal", "gb:confidence", "Share of this rule's facts that people who read them found right."
    ),
    Column("repeats", "boolean", lambda _: False, "True where an earlier row has the same fact from another report."),
    Column("authority", "code", "gb:inspection/gb:inspectedAuthority", "Key of the council.", "authorities"),
    Column("framework", "code", "gb:inspection/gb:framework", "Key of the framework.", "frameworks"),
    Column("inspection", "id", "gb:inspection", "Key of the inspection.", "inspections"),
    Column("report", "id", "@report", "Key of the report that says it.", "reports"),
    Column("fact", "id", ".", "IRI of the fact below the base of the build."),
    Column("id", "id", row_of, "The fact as this report says it.", "facts"),
)


def fact_table(
    name: str,
    title: str,
    about: str,
    type: str,
    columns: tuple[Column, ...],
    *,
    keys: tuple[Column, ...] = (),
    order: tuple[str, ...] = (),
    words: bool = True,
) -> Table:
    """A table of facts of one class: who and when, what is its own, the words, its own keys, those of every fact."""
    said = SAID if words else SAID[:2]
    by = ("authority", "inspection_date", "inspection", *order)
    return Table(name, title, about, each(type), (*INSPECTED, *columns, *said, *keys, *FOUND), order=by)
