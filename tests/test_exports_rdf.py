"""Each RDF syntax holds the statements of the build and no others, in the same bytes each time; CONSTRUCTs as well."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from support import REPOSITORY

from graphbuilder import exports, pipeline
from graphbuilder.errors import GraphbuilderError, UsageError
from graphbuilder.exports import EXPORTS, Selection, export, export_query, rdf, select, sorting
from graphbuilder.exports.context import Context
from graphbuilder.exports.jsonld import jsonld
from graphbuilder.vocabulary import PREFIXES, SCHEMES, _declared

RDF = [format for format in EXPORTS if format.write_lines]
DATASETS = {"trig", "nquads", "jsonld"}
SYNTAX = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
BASE = "https://w3id.org/graphbuilder/id/"


def statements(path: Path, format: str) -> set[str]:
    """What a file holds, as text: triples, or quads where the format has named graphs."""
    if format == "jsonld":
        return read_jsonld(path)
    quads = ox.parse(path=path, format=SYNTAX[format])
    return {str(quad if format in DATASETS else quad.triple) for quad in quads}


def read_jsonld(path: Path) -> set[str]:
    """By PyLD, which shares nothing with what wrote the file."""
    from pyld import jsonld as processor

    document = json.loads(path.read_text(encoding="utf-8"))
    nquads = processor.to_rdf(document, {"format": "application/n-quads"})
    return {str(quad) for quad in ox.parse(nquads.encode(), format=ox.RdfFormat.N_QUADS)}


def expected(selection: Selection, format: str) -> set[str]:
    """The same out of the build's graph, read as a whole. (The store turns some datatypes into xsd:integer.)"""
    quads = ox.parse(path=selection.folder / "graph.nq", format=ox.RdfFormat.N_QUADS)
    chosen = {ox.NamedNode(graph) for graph in selection.graphs}
    return {str(quad if format in DATASETS else quad.triple) for quad in quads if quad.graph_name in chosen}


# ---------------------------------------------------------------- every syntax


@pytest.mark.parametrize("format", RDF, ids=lambda format: format.name)
@pytest.mark.parametrize("part", [{}, {"report": "havering-2013.txt"}, {"graph": "links"}], ids=str)
def test_a_file_holds_the_statements_of_what_was_chosen(
    format: exports.Export, part: dict[str, str], example_build: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"graph{format.suffix}"
    selection = export(example_build, format.name, path, **part)  # type: ignore[arg-type]
    assert statements(path, format.name) == expected(selection, format.name) != set()


@pytest.mark.parametrize("format", RDF, ids=lambda format: format.name)
def test_the_same_build_gives_the_same_bytes(format: exports.Export, example_build: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export(example_build, format.name, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_nquads_of_everything_is_the_builds_own_file(example_build: Path, tmp_path: Path) -> None:
    export(example_build, "nquads", tmp_path / "all.nq")
    assert (tmp_path / "all.nq").read_bytes() == (example_build / "graph.nq").read_bytes()


def test_in_a_union_each_statement_stands_once_and_in_order(example_build: Path, tmp_path: Path) -> None:
    export(example_build, "ntriples", tmp_path / "all.nt")
    lines = (tmp_path / "all.nt").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    graphs = (example_build / "graph.nq").read_bytes().count(b"\n")
    assert len(lines) < graphs, "no statement of the examples stands in two graphs"


@pytest.mark.parametrize("format", ["turtle", "trig"])
def test_turtle_uses_our_prefixes_and_says_a_subject_once(format: str, example_build: Path, tmp_path: Path) -> None:
    export(example_build, format, tmp_path / "graph", report="havering-2013.txt")
    text = (tmp_path / "graph").read_text(encoding="utf-8")
    assert "gb:grade grade:" in text and text.count(" a gb:Inspection") == text.count("gb:Inspection ;")
    subjects = [line.strip().split()[0] for line in text.splitlines() if " a gb:" in line or line[:1] == "<"]
    assert len(subjects) == len(set(subjects))


def test_a_build_with_another_base(reports: Path, tmp_path: Path, in_process: None) -> None:
    pipeline.build([reports], tmp_path / "out", base_iri="https://example.org/id/")
    for format in RDF:
        path = tmp_path / f"graph{format.suffix}"
        selection = export(tmp_path / "out", format.name, path)
        assert statements(path, format.name) == expected(selection, format.name) != set()


# ---------------------------------------------------------------- JSON-LD


@pytest.fixture(scope="module")
def havering(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The tree of one report."""
    path = tmp_path_factory.mktemp("jsonld") / "havering.jsonld"
    export(example_build, "jsonld", path, report="havering-2013.txt")
    (graph,) = json.loads(path.read_text(encoding="utf-8"))["@graph"]
    return graph["@graph"][0]


def test_a_report_is_a_tree_of_its_inspection_and_its_facts(havering: dict[str, Any]) -> None:
    assert (havering["type"], havering["fileName"]) == ("Report", "havering-2013.txt")
    inspection = havering["reportsOn"]
    assert (inspection["type"], inspection["framework"], inspection["startDate"]) == (
        "Inspection",
        "arr-2012",
        "2013-02-25",
    )
    grades = {judgement["area"]: judgement["grade"] for judgement in inspection["judgements"]}
    assert grades["overall-effectiveness"] == "adequate" and len(grades) == 4
    for kind in ("judgements", "recommendations", "serviceStates", "sharedArrangements"):
        for fact in inspection[kind]:
            assert fact["evidence"] and "inspection" not in fact
    evidence = next(found for found in inspection["judgements"][0]["evidence"] if isinstance(found, dict))
    assert {selector["type"] for selector in evidence["hasSelector"]} == {"TextQuoteSelector", "TextPositionSelector"}


def test_recommendations_stand_in_the_order_of_the_report(havering: dict[str, Any]) -> None:
    positions = [recommendation["position"] for recommendation in havering["reportsOn"]["recommendations"]]
    assert positions == sorted(positions) and len(positions) > 2


AWKWARD = [
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#grade> "good" .',
    "<https://e.org/a> <https://w3id.org/graphbuilder/ontology#grade> <https://w3id.org/graphbuilder/grade/type> .",
    "<https://e.org/a> <https://w3id.org/graphbuilder/ontology#grade> <https://w3id.org/graphbuilder/grade/a/b> .",
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#grade> "2013"^^<http://www.w3.org/2001/XMLSchema#gYear> .',
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#page> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#page> "-0"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#page> "123456789012345678901234567890"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#page> "twelve" .',
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#isHMI> "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .',
    "<https://e.org/a> <https://w3id.org/graphbuilder/ontology#isHMI> <https://e.org/b> .",
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#inspection> "not a link" .',
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#rule> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
    '<https://e.org/a> <https://w3id.org/graphbuilder/ontology#rule> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .',
    '<https://e.org/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "plain" .',
    '<https://e.org/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "Saesneg"@cy .',
    '<https://e.org/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "line\\nbreak \\"quoted\\" \\\\ back\\r"@en .',
    '<https://e.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "a text for a class" .',
    "<https://e.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://e.org/Class> .",
    '<https://e.org/a> <https://e.org/p.q/> "p"^^<https://e.org/t> .',
    "<https://w3id.org/graphbuilder/id/> <https://e.org/p> <https://w3id.org/graphbuilder/id//x> .",
    "<https://w3id.org/graphbuilder/id/../a> <https://e.org/p> <https://w3id.org/graphbuilder/id/a:b> .",
    "<https://w3id.org/graphbuilder/id/a/../b> <https://e.org/p> <https://w3id.org/graphbuilder/id/?q> .",
    "<urn:isbn:1> <https://e.org/p> <mailto:a@e.org> .",
]


@pytest.mark.parametrize("line", AWKWARD)
def test_jsonld_keeps_what_fits_no_term_of_the_context(line: str, tmp_path: Path) -> None:
    jsonld([line.encode() + b"\n"], tmp_path / "one.jsonld")
    assert read_jsonld(tmp_path / "one.jsonld") == {
        str(quad) for quad in ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    }


def test_the_context_is_that_of_the_ontology() -> None:
    sys.path.insert(0, str(REPOSITORY / "docs"))
    import make_context

    assert make_context.CONTEXT.read_text(encoding="utf-8") == make_context.text(), "run python docs/make_context.py"


def test_no_slug_of_a_concept_is_taken_for_a_term() -> None:
    """Such a one is written as an IRI, which is right and ugly: better name the term otherwise."""
    document = Context(BASE).document
    slugs = {name for scheme in SCHEMES for name in _declared()[PREFIXES[scheme]]}
    assert slugs & document.keys() == set()


# ---------------------------------------------------------------- a CONSTRUCT

GRADES = "CONSTRUCT { ?authority gb:grade ?grade } WHERE { ?j gb:subject ?authority ; gb:grade ?grade }"


@pytest.fixture
def grades(tmp_path: Path) -> str:
    (tmp_path / "grades.rq").write_text(GRADES, encoding="utf-8")
    return str(tmp_path / "grades.rq")


@pytest.mark.parametrize("format", RDF, ids=lambda format: format.name)
def test_the_statements_of_a_construct(
    format: exports.Export, grades: str, example_build: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"grades{format.suffix}"
    export_query(example_build, format.name, path, grades)
    result = select(example_build).store.query(GRADES, use_default_graph_as_union=True, prefixes=rdf.PREFIXES)
    assert (
        {line.removesuffix(" .") for line in statements(path, format.name)}
        == {str(triple) for triple in result}
        != set()
    )  # type: ignore[union-attr]


def test_a_construct_keeps_datatypes_and_names_blank_nodes_the_same_each_time(
    example_build: Path, tmp_path: Path
) -> None:
    query = "CONSTRUCT { ?j gb:evidence [ gb:page ?page ] ; gb:confidence ?c } WHERE { ?j gb:confidence ?c ; gb:evidence [ gb:page ?page ] }"
    (tmp_path / "q.rq").write_text(query, encoding="utf-8")
    for name in ("one", "two"):
        export_query(example_build, "nt", tmp_path / name, str(tmp_path / "q.rq"), timeout=None)
    text = (tmp_path / "one").read_text(encoding="utf-8")
    assert "XMLSchema#decimal" in text and "_:c14n" in text
    assert text == (tmp_path / "two").read_text(encoding="utf-8")


def test_parameters_of_a_construct_are_checked(example_build: Path, tmp_path: Path) -> None:
    query = "#+ summary: grades\n#+ param: authority authority required | whose\n" + GRADES.replace(
        "?authority ;", "?_authority ;"
    )
    (tmp_path / "of.rq").write_text(query.replace("{ ?authority gb:grade", "{ ?_authority gb:grade"), encoding="utf-8")
    export_query(example_build, "nt", tmp_path / "of.nt", str(tmp_path / "of.rq"), {"authority": "Havering"})
    subjects = {line.split()[0] for line in (tmp_path / "of.nt").read_text(encoding="utf-8").splitlines()}
    assert subjects == {f"<{BASE}authority/havering>"}
    with pytest.raises(UsageError, match="the parameter authority is missing"):
        export_query(example_build, "nt", tmp_path / "x.nt", str(tmp_path / "of.rq"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?s WHERE { ?s ?p ?o }", "a SELECT gives rows, not statements; export a CONSTRUCT, or write the rows"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://e.org> { ?s ?p ?o } }", "SERVICE would ask another server"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p }", "syntax error at line 1"),
        ("DELETE WHERE { ?s ?p ?o }", "would change the graph"),
    ],
)
def test_a_query_that_is_no_construct(text: str, message: str, example_build: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        export_query(example_build, "turtle", tmp_path / "x.ttl", str(tmp_path / "q.rq"))
    assert [path.name for path in tmp_path.iterdir()] == ["q.rq"]


def test_a_construct_is_not_made_into_what_is_no_rdf(grades: str, example_build: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rocrate is made of a build.*export a CONSTRUCT as turtle, trig, ntriples"):
        export_query(example_build, "rocrate", tmp_path / "crate", grades)


def test_a_construct_that_takes_too_long_leaves_nothing(example_build: Path, tmp_path: Path) -> None:
    text = "CONSTRUCT { ?a gb:rule ?c } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c = ?i && ?f != ?c) }"
    (tmp_path / "q.rq").write_text(text, encoding="utf-8")
    with pytest.raises(GraphbuilderError, match="took longer than 0.5 s"):
        export_query(example_build, "nt", tmp_path / "x.nt", str(tmp_path / "q.rq"), timeout=0.5)
    assert [path.name for path in tmp_path.iterdir()] == ["q.rq"]


def test_xml_cannot_hold_every_character(tmp_path: Path) -> None:
    line = b'<https://e.org/a> <https://e.org/p> "a \\u0002 b" .\n'
    with pytest.raises(GraphbuilderError, match=r"XML cannot hold the character U\+0002 in it; export turtle"):
        rdf.rdfxml([line], tmp_path / "x.rdf")


@pytest.mark.parametrize(
    "value", ["a\\rb", "\\ttab \\n", "<&>\\\"'", "  two  spaces ", "]]>", "\\u00E9 \\U0001F600", ""]
)
def test_xml_keeps_all_others(value: str, tmp_path: Path) -> None:
    line = f'<https://e.org/a> <https://e.org/p> "{value}" .\n'.encode()
    rdf.rdfxml([line], tmp_path / "x.rdf")
    assert list(ox.parse(path=tmp_path / "x.rdf")) == list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))


# ---------------------------------------------------------------- sorting


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 95, 1000])
def test_lines_are_sorted_in_runs_on_disk(count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "_RUN", 10)
    monkeypatch.setattr(sorting, "_WAYS", 4)
    lines = [f"{number % 400}\n".encode() for number in range(count)]
    random.Random(1).shuffle(lines)
    assert list(sorting.sorted_lines(lines, tmp_path)) == sorted(set(lines))
    assert list(tmp_path.iterdir()) == []
