"""The library: `open_graph`, rows as tuples, dicts and pandas, SPARQL, rdflib over the same store."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from graphbuilder import open_graph
from graphbuilder.errors import GraphbuilderError, UsageError
from graphbuilder.model import Table
from graphbuilder.store import Graph

GB = "https://w3id.org/graphbuilder/ontology#"


@pytest.fixture(scope="module")
def graph(example_build: Path) -> Graph:
    return open_graph(example_build)


# ---------------------------------------------------------------- questions


def test_a_stored_question_gives_rows_and_dicts(graph: Graph) -> None:
    table = graph.query("latest-grades", area="overall-effectiveness")
    [row] = [row for row in table.dicts() if row["authority"] == "Redbridge"]
    assert list(row) == list(table.columns)
    assert (row["grade"], row["inspected"]) == ("outstanding", date(2019, 4, 29))


def test_a_parameter_with_a_hyphen_is_written_with_an_underscore(graph: Graph) -> None:
    table = graph.query("shared-services", service_type="adoption")
    assert {row["service"] for row in table.dicts()} == {"adoption service"}
    assert table == graph.query("shared-services", **{"service-type": "adoption"})


def test_explain_adds_the_words(graph: Graph) -> None:
    plain = graph.query("shared-services", service_type="youth-offending")
    explained = graph.query("shared-services", explain=True, service_type="youth-offending")
    assert set(explained.columns) - set(plain.columns) == {"quote", "page", "paragraph", "report"}
    assert explained.rows and all(row["quote"] for row in explained.dicts())


def test_a_wrong_parameter_is_named(graph: Graph) -> None:
    with pytest.raises(UsageError, match="no parameter is called 'council'"):
        graph.query("latest-grades", council="Redbridge")


def test_sparql_over_all_graphs(graph: Graph) -> None:
    found = graph.sparql("SELECT (COUNT(DISTINCT ?report) AS ?n) { GRAPH ?report { ?i a gb:Inspection } }")
    reports = graph.sparql("SELECT ?r { ?r a gb:Report }").rows
    assert found.columns == ("n",) and found.rows == ((len(reports),),)
    assert graph.sparql("ASK { ?nothing a gb:Unheard }").rows == ((False,),)


def test_sparql_ends_at_its_time_limit(graph: Graph) -> None:
    with pytest.raises(GraphbuilderError, match="longer than 0.5 s"):
        graph.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.5)
    assert graph.sparql("ASK { ?r a gb:Report }", timeout=30).rows == ((True,),)


# ---------------------------------------------------------------- pandas


def test_pandas_knows_numbers_dates_and_what_is_missing() -> None:
    rows = (("a", 3, date(2013, 2, 25), None, True, 1.5), ("b", None, None, "2011", None, 2.0))
    frame = Table(("name", "n", "day", "stated", "known", "share"), rows).to_pandas()
    assert list(frame.columns) == ["name", "n", "day", "stated", "known", "share"]
    assert str(frame["n"].dtype) == "Int64" and frame["n"].isna().tolist() == [False, True]
    assert frame["day"].dtype.kind == "M" and frame["day"][0].date() == date(2013, 2, 25) and frame["day"].isna()[1]
    assert str(frame["known"].dtype) == "boolean" and frame["share"].sum() == 3.5


def test_pandas_keeps_a_column_of_dates_and_years() -> None:
    frame = Table(("inspected",), ((date(2013, 2, 25),), ("2011",))).to_pandas()
    assert frame["inspected"].tolist() == [date(2013, 2, 25), "2011"]


def test_pandas_of_no_rows_has_the_columns() -> None:
    frame = Table(("authority", "grade")).to_pandas()
    assert list(frame.columns) == ["authority", "grade"] and len(frame) == 0


def test_pandas_keeps_all_cells_of_a_question(graph: Graph) -> None:
    table = graph.query("figures", authority="Barking and Dagenham")
    frame = table.to_pandas()
    assert frame.shape == (len(table.rows), len(table.columns)) and table.rows
    assert frame["value"].tolist() == [row["value"] for row in table.dicts()]


def test_without_pandas_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(GraphbuilderError, match=r"graphbuilder\[pandas\]"):
        Table(("a",), ((1,),)).to_pandas()


# ---------------------------------------------------------------- rdflib


def test_rdflib_sees_the_union_and_each_graph(graph: Graph) -> None:
    from rdflib import RDF, URIRef

    dataset = graph.to_rdflib()
    reports = set(dataset.subjects(RDF.type, URIRef(f"{GB}Report")))
    assert {str(report) for report in reports} == {row[0] for row in graph.sparql("SELECT ?r { ?r a gb:Report }").rows}
    report = min(reports)
    one = dataset.graph(report)
    assert 0 < len(one) < len(dataset)
    assert set(one.subjects(RDF.type, URIRef(f"{GB}Report"))) == {report}


def test_rdflib_answers_sparql_with_our_prefixes(graph: Graph) -> None:
    found = graph.to_rdflib().query("SELECT ?j { ?j a gb:Judgement ; gb:grade grade:outstanding }")
    asked = graph.sparql("SELECT ?j { ?j a gb:Judgement ; gb:grade grade:outstanding }")
    assert sorted(str(row[0]) for row in found) == sorted(str(row[0]) for row in asked.rows) and asked.rows


def test_rdflib_cannot_change_a_build(graph: Graph) -> None:
    from rdflib import RDF, URIRef

    dataset = graph.to_rdflib()
    before = len(dataset)
    with pytest.raises((RuntimeError, OSError)):
        dataset.add((URIRef("urn:a"), RDF.type, URIRef("urn:b")))
    assert len(dataset) == before


def test_rdflib_takes_a_copy_that_can_be_changed(graph: Graph) -> None:
    from rdflib import RDF, URIRef
    from rdflib import Graph as Rdf

    dataset = graph.to_rdflib()
    copy = Rdf()
    copy += dataset.graph(URIRef("https://w3id.org/graphbuilder/id/graph/links"))
    size = len(copy)
    copy.add((URIRef("urn:a"), RDF.type, URIRef("urn:b")))
    assert len(copy) == size + 1
