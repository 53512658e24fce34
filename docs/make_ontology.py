"""Writes docs/ontology.html, the ontology as a page, and docs/core-classes.svg, a picture of its classes.

    pip install 'graphbuilder[docs]' && apt-get install graphviz
    python docs/make_ontology.py

Both are made from ontology/graphbuilder.ttl alone and committed; the same ontology gives the same page. The layout of
the picture is Graphviz's, and its version and fonts may move a box by a few points.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

DOCS = Path(__file__).resolve().parent
ONTOLOGY = DOCS.parent / "ontology" / "graphbuilder.ttl"
PAGE = DOCS / "ontology.html"
PICTURE = DOCS / "core-classes.svg"
GB = Namespace("https://w3id.org/graphbuilder/ontology#")

# Properties of several classes have no domain in the ontology; these two are drawn at the class that needs them most.
DRAWN_AT = {GB.evidence: GB.Fact, GB.servesAuthority: GB.Service}
STYLE = """
  graph [rankdir=LR, ranksep=0.7, nodesep=0.25, fontname="Helvetica"];
  node [shape=box, style="rounded,filled", fillcolor="#eef3f8", color="#34557a", fontname="Helvetica", fontsize=11];
  edge [color="#34557a", fontname="Helvetica", fontsize=9, arrowsize=0.7];
"""


def main() -> None:
    ontology = Graph().parse(ONTOLOGY)
    PAGE.write_text(page(), encoding="utf-8")
    PICTURE.write_text(picture(dot(ontology)), encoding="utf-8")


# ---- The page ----


def page() -> str:
    """The page that pyLODE makes, with the picture, and with each term at the fragment that its IRI has."""
    from pylode import OntPub

    html = OntPub(ontology=str(ONTOLOGY)).make_html()
    html = html.replace("<html>", '<html lang="en">', 1)
    figure = f'<p><img src="{PICTURE.name}" alt="The classes of the ontology and the properties that join them"></p>\n'
    html = html.replace('<div class="section" id="classes">', f'{figure}      <div class="section" id="classes">', 1)
    return with_fragments(html)


def with_fragments(html: str) -> str:
    """pyLODE makes names such as "inspection1" for the fragments; w3id.org leads IRIs to this page by their own."""
    found = re.findall(r'class="property entity" id="([^"]+)">.*?<code>([^<]+)</code>', html, re.DOTALL)
    names = {made: iri.removeprefix(GB) for made, iri in found if iri.startswith(GB)}
    return re.sub(r'(id="|href="#)([^"]+)"', lambda match: f'{match[1]}{names.get(match[2], match[2])}"', html)


# ---- The picture ----


def dot(ontology: Graph) -> str:
    """The classes in Graphviz's language, joined by properties; a dashed arrow leads from a class to a wider one."""
    classes = sorted(term for term in ontology.subjects(RDF.type, OWL.Class) if isinstance(term, URIRef))
    lines = [f"  {name(term)} [label={node_label(ontology, term)}];" for term in classes]
    for child in classes:
        parents = sorted(parent for parent in ontology.objects(child, RDFS.subClassOf) if parent in classes)
        lines += [f"  {name(child)} -> {name(parent)} [style=dashed, arrowhead=onormal];" for parent in parents]
    lines += arrows(ontology, set(classes))
    return "digraph ontology {" + STYLE + "\n".join(lines) + "\n}\n"


def arrows(ontology: Graph, classes: set[URIRef]) -> list[str]:
    """One arrow for all properties that join the same two classes."""
    joined: dict[tuple[Node, Node], list[str]] = {}
    for term in sorted(ontology.subjects(RDF.type, OWL.ObjectProperty)):
        domain = ontology.value(term, RDFS.domain) or DRAWN_AT.get(term)  # type: ignore[call-overload]
        value_class = ontology.value(term, RDFS.range)
        if domain in classes and value_class in classes:
            joined.setdefault((domain, value_class), []).append(str(ontology.value(term, RDFS.label)))
    return [
        f"  {name(start)} -> {name(end)} [label={quoted(chr(10).join(labels))}];"
        for (start, end), labels in sorted(joined.items())
    ]


def node_label(ontology: Graph, term: URIRef) -> str:
    """The label, and below it the foreign classes that it specialises."""
    foreign = sorted(
        ontology.namespace_manager.curie(str(parent))
        for parent in ontology.objects(term, RDFS.subClassOf)
        if not str(parent).startswith(GB)
    )
    label = ontology.value(term, RDFS.label)
    assert isinstance(label, Literal), term
    return quoted("\n".join([str(label), *(f"({parent})" for parent in foreign)]))


def name(term: Node) -> str:
    return str(term).removeprefix(GB)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def source_mark(source: str) -> str:
    """A comment by which a test sees, without Graphviz, what a picture was drawn from."""
    return f"<!-- drawn from {hashlib.sha256(source.encode()).hexdigest()} -->"


def picture(source: str) -> str:
    drawn = subprocess.run(["dot", "-Tsvg"], input=source, capture_output=True, text=True, check=True).stdout
    drawn = re.sub(r"<!-- Generated by graphviz.*?-->\n", "", drawn, count=1, flags=re.DOTALL)
    return drawn.rstrip("\n") + f"\n{source_mark(source)}\n"


if __name__ == "__main__":
    main()
