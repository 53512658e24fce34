"""Every term of another vocabulary that ontology/external.ttl declares exists there, and is of that kind.

tests/tools/vocabularies/*.tsv lists the terms of each vocabulary; tests/tools/vocabularies.py makes the lists from the
vocabularies' own texts.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

ROOT = Path(__file__).resolve().parent.parent
LISTS = sorted((ROOT / "tests" / "tools" / "vocabularies").glob("*.tsv"))

# Where we declare a term as …, its vocabulary must call it one of these. An annotation property can be anything there:
# OWL 2 DL asks for one kind, and the Dublin Core terms are plain rdf:Property.
FITTING = {
    OWL.Class: {"Class"},
    OWL.ObjectProperty: {"ObjectProperty", "Property"},
    OWL.DatatypeProperty: {"DatatypeProperty", "Property"},
    OWL.AnnotationProperty: {
        "AnnotationProperty",
        "DatatypeProperty",
        "FunctionalProperty",
        "ObjectProperty",
        "Property",
    },
}
CONTRADICTING = {OWL.ObjectProperty: "DatatypeProperty", OWL.DatatypeProperty: "ObjectProperty"}


# Terms younger than the texts that npm has, each with where it is defined.
YOUNGER = {"http://www.w3.org/ns/dcat#version": {"DatatypeProperty"}}  # DCAT 3, W3C Recommendation, August 2024


@cache
def listed(path: Path) -> tuple[str, dict[str, set[str]]]:
    """The namespace of a list, and each of its terms with its kinds and axioms. schema.org is one vocabulary, served
    below http and https; the graph uses https."""
    lines = path.read_text(encoding="utf-8").replace("http://schema.org/", "https://schema.org/").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    (namespace,) = (line.removeprefix("# namespace ") for line in lines if line.startswith("# namespace "))
    return namespace, {term: set(" ".join(rest).split()) for term, *rest in rows}


@cache
def vocabulary() -> dict[str, set[str]]:
    """The IRI of every listed term → its kinds and axioms."""
    found = dict(YOUNGER)
    for path in LISTS:
        namespace, terms = listed(path)
        found |= {namespace + term: terms[term] for term in terms}
    return found


@cache
def external() -> list[tuple[str, URIRef]]:
    graph = Graph().parse(ROOT / "ontology" / "external.ttl")
    return sorted((str(term), kind) for term, kind in graph.subject_objects(RDF.type) if isinstance(kind, URIRef))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_a_list_says_what_it_was_made_from(path: Path) -> None:
    head = path.read_text(encoding="utf-8").splitlines()[:3]
    assert [line.split()[1] for line in head] == ["namespace", "source", "licence"]
    assert "@vocabulary/" in head[1] and len(head[1].split()[-1]) == 64
    assert len(listed(path)[1]) >= 5


def test_every_foreign_term_exists_in_its_vocabulary() -> None:
    assert not [term for term, _ in external() if term not in vocabulary()]


def test_every_foreign_term_is_of_the_kind_that_its_vocabulary_says() -> None:
    for term, kind in external():
        found = vocabulary()[term]
        assert found & FITTING[kind], (term, kind, found)
        assert CONTRADICTING.get(kind) not in found, (term, kind, found)


def test_every_list_is_relied_on() -> None:
    used = {term for term, _ in external()}
    for path in LISTS:
        namespace, terms = listed(path)
        assert any(namespace + term in used for term in terms), path.name


def test_a_younger_term_is_in_no_list_yet() -> None:
    lists = {namespace + term for namespace, terms in map(listed, LISTS) for term in terms}
    assert not lists & set(YOUNGER)


@pytest.mark.parametrize("predicate, word", [(RDFS.subClassOf, "below"), (OWL.disjointWith, "apart-from")], ids=str)
def test_every_axiom_of_a_foreign_class_is_one_of_its_vocabulary(predicate: URIRef, word: str) -> None:
    graph = Graph().parse(ROOT / "ontology" / "external.ttl")
    stated = [(str(one), f"{word}:{other}") for one, other in graph.subject_objects(predicate)]
    assert stated
    assert not [(one, axiom) for one, axiom in stated if axiom not in vocabulary()[one]]
