"""Stored questions put to an endpoint: the same rows as embedded, whatever the default graph is, and clear failures."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import faults
import pytest
import stores
from faults import Fault, Proxy

from graphbuilder import publishing, sparql
from graphbuilder.errors import UsageError
from graphbuilder.publishing import Endpoint, Stopped, endpoint
from graphbuilder.queries import StoredQuery, load_queries, query_from_text, run
from graphbuilder.store import open_store
from graphbuilder.vocabulary import DEFAULT_BASE

pytestmark = pytest.mark.skipif(stores.missing("oxigraph") != "", reason=stores.missing("oxigraph"))

Graphbuilder = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def store(example_build: Path) -> Iterator[stores.RunningStore]:
    """Oxigraph with the example reports; its default graph is empty."""
    with stores.oxigraph() as running:
        publishing.push(running.url, example_build)
        yield running


@pytest.fixture
def proxy(store: stores.RunningStore) -> Iterator[Proxy]:
    with faults.proxy(store.url.removeprefix("http://")) as found:
        yield found


@pytest.mark.parametrize("query", load_queries(), ids=lambda query: query.name)
def test_an_endpoint_gives_the_same_rows(query: StoredQuery, store: stores.RunningStore, example_build: Path) -> None:
    asked = Endpoint(store.endpoint)
    for explain in (False, True):
        ours = run(open_store(example_build), query, dict(query.example), DEFAULT_BASE, explain=explain)
        theirs = run(asked, query, dict(query.example), asked.base_iri, explain=explain)
        assert repr(ours) == repr(theirs)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?report a gb:Report }",
        "ASK { ?report a gb:Nothing }",
        "SELECT (COUNT(*) AS ?n) { ?report a gb:Report }",
        "SELECT ?s { ?s a gb:Report } ORDER BY ?s LIMIT 2 VALUES ?x { 1 }",
        "CONSTRUCT { ?s a gb:Report } WHERE { ?s a gb:Report }",
        "CONSTRUCT WHERE { ?s gb:reportsOn ?o }",
    ],
)
def test_every_form_of_query(store: stores.RunningStore, example_build: Path, text: str) -> None:
    ours = run(open_store(example_build), query_from_text(text), {}, DEFAULT_BASE)
    assert repr(run(Endpoint(store.endpoint), query_from_text(text), {}, DEFAULT_BASE)) == repr(ours)


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_the_command_shows_the_same(
    store: stores.RunningStore, example_build: Path, graphbuilder: Graphbuilder, form: str
) -> None:
    question = ("query", "shared-services", "--format", form, "--explain", "-p", "region=London")
    asked = graphbuilder(*question, "--endpoint", store.endpoint)
    assert asked.returncode == 0 and asked.stdout == graphbuilder(*question, "-g", example_build).stdout


def test_another_base_is_found_out(store: stores.RunningStore) -> None:
    assert Endpoint(store.endpoint).base_iri == DEFAULT_BASE


# ---------------------------------------------------------------- how an endpoint is asked for the union


def test_jenas_name_for_the_union_goes_around_the_whole_pattern() -> None:
    way = endpoint.Way(graph="urn:x-arq:UnionGraph")
    text = 'SELECT ?s { { SELECT ?s { GRAPH ?g { ?s a gb:Report } } } FILTER(?s != "}") } ORDER BY ?s # }'
    wrapped = endpoint._asked(text, way)
    assert "SELECT ?s { GRAPH <urn:x-arq:UnionGraph> { { SELECT ?s {" in wrapped
    assert wrapped.endswith('FILTER(?s != "}") } } ORDER BY ?s # }')
    sparql.check(wrapped)
    for query in load_queries():
        sparql.check(endpoint._asked(query.text, way))


def test_a_default_graph_that_is_no_union(proxy: Proxy) -> None:
    proxy.dropped = frozenset({"union-default-graph"})
    with pytest.raises(Stopped, match="the store's default graph is not the union of them; set the store so"):
        _ = Endpoint(f"{proxy.url}/query").base_iri


def test_a_store_without_our_graph() -> None:
    with (
        stores.oxigraph() as empty,
        pytest.raises(Stopped, match="no graph of graphbuilder is there; send one with `graphbuilder push`"),
    ):
        _ = Endpoint(empty.endpoint).base_iri


# ---------------------------------------------------------------- failures


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (faults.web_page, "answers with a web page and not with SPARQL results; this may be the wrong URL"),
        (faults.status(200, b"{", "application/sparql-results+json"), "the answer cannot be read"),
        (faults.status(200, b"a,b\n", "text/csv"), "answers with text/csv and not with SPARQL results"),
        (faults.status(404), r"nothing is there \(404\); check the URL"),
        (faults.status(401), "wants a name and a password"),
        (faults.status(403), r"does not let anybody without a name .*read here \(403\)"),
        (faults.status(500, b"internal compiler error"), r'\(500\).*"internal compiler error"'),
        (faults.status(206), "only a part of the answer"),
    ],
)
def test_a_question_that_is_not_answered_says_why(
    proxy: Proxy, graphbuilder: Graphbuilder, fault: Callable[[faults.Handler], None], message: str
) -> None:
    proxy.faults.append(Fault("POST", fault))
    with pytest.raises(Stopped, match=message):
        _ = Endpoint(f"{proxy.url}/query").base_iri
    done = graphbuilder("query", "inspections", "--endpoint", f"{proxy.url}/query")
    assert done.returncode == 1 and done.stdout == "" and "Traceback" not in done.stderr


def test_a_busy_store_is_asked_again(proxy: Proxy, example_build: Path) -> None:
    proxy.faults.append(Fault("POST", faults.status(503, Retry_After="0"), times=2))
    assert Endpoint(f"{proxy.url}/query").base_iri == DEFAULT_BASE


def test_a_question_that_takes_too_long(proxy: Proxy) -> None:
    asked = Endpoint(f"{proxy.url}/query")
    assert asked.base_iri
    proxy.faults.append(Fault("POST", faults.silence(3)))
    with pytest.raises(Stopped, match="took longer than 0.5 s; ask for less .*or give it more time with --timeout"):
        run(asked, query_from_text("SELECT ?s { ?s a gb:Report }"), {}, DEFAULT_BASE, timeout=0.5)


def test_rows_that_the_store_leaves_out_are_missed(proxy: Proxy, example_build: Path) -> None:
    """Virtuoso gives no more than ResultSetMaxRows and names the number in a header."""
    asked = Endpoint(f"{proxy.url}/query")
    assert asked.base_iri

    def limited(handler: faults.Handler) -> None:
        code, media_type, body = handler.ask(handler.rfile.read(handler.length))
        handler.give(code, media_type, body, X_SPARQL_MaxRows="2")

    proxy.faults.append(Fault("POST", limited))
    with pytest.raises(Stopped, match="gives no more than 2 rows; raise its ResultSetMaxRows"):
        run(asked, query_from_text("SELECT ?s { ?s a gb:Report } LIMIT 2"), {}, DEFAULT_BASE)
    assert run(asked, query_from_text("SELECT ?s { ?s a gb:Report } LIMIT 1"), {}, DEFAULT_BASE).rows


def test_rows_of_a_distinct_select_that_are_given_twice_are_one() -> None:
    assert list(endpoint._without_repeats(iter([(1,), (1,), (2,), (1,)]))) == [(1,), (2,), (1,)]
    assert endpoint._is_distinct("SELECT DISTINCT ?s { ?s ?p ?o }")
    assert not endpoint._is_distinct("SELECT ?s { { SELECT DISTINCT ?s { ?s ?p ?o } } }")
    assert not endpoint._is_distinct("ASK { ?s ?p ?o }")


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:a> <a:b> 1 }", "SELECT * { SERVICE <http://127.0.0.1:8/> { ?s ?p ?o } }"]
)
def test_what_is_refused_here_is_not_sent_there(
    proxy: Proxy, tmp_path: Path, graphbuilder: Graphbuilder, text: str
) -> None:
    (tmp_path / "question.rq").write_text(text, encoding="utf-8")
    done = graphbuilder("query", "question.rq", "--endpoint", f"{proxy.url}/query")
    assert done.returncode == 2 and proxy.log == []


def test_wrong_parameters_are_wrong_usage(store: stores.RunningStore) -> None:
    asked = Endpoint(store.endpoint)
    with pytest.raises(UsageError, match="no parameter is called 'regon'"):
        run(asked, next(q for q in load_queries() if q.name == "inspections"), {"regon": "London"}, asked.base_iri)
