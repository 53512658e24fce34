"""The whole corpus in real stores: pushed through ten kills, pushed again, loaded by file, and asked every question.

Oxigraph, Fuseki with TDB2 and Virtuoso, on loopback addresses in temporary folders; tests/tools/install fetches them.
"""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import signal
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
import stores
from conftest import Built, Corpus
from stores import RunningStore
from support import environment

from graphbuilder import pipeline
from graphbuilder.publishing import Endpoint
from graphbuilder.publishing.graphs import built_graphs, content
from graphbuilder.queries import StoredQuery, load_queries, run
from graphbuilder.store import open_store
from graphbuilder.vocabulary import DEFAULT_BASE

KINDS = ("oxigraph", "fuseki", "virtuoso")
KILLS = 10
PUSHED = DEFAULT_BASE + "graph/pushed"
# A value of each type of parameter, to try the questions with beside those of their examples.
VALUES = {
    "authority": "Havering",
    "region": "London",
    "service-type": "edt",
    "area": "overall-effectiveness",
    "framework": "ilacs-2018",
    "grade": "good",
    "measure": "care-leavers",
    "post": "lscb-chair",
    "role": "member",
    "agency-type": "health",
    "date": "2016-06-30",
}


@dataclass
class Filled:
    """A store into which the corpus was pushed, and how that went."""

    store: RunningStore
    killed: int
    last: subprocess.CompletedProcess[str]


def command(store: RunningStore, folder: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "graphbuilder", "push", store.url, "-g", str(folder), *options]


def push(store: RunningStore, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(store, folder, *options),
        capture_output=True,
        text=True,
        env=environment() | store.environment,
        timeout=600,
    )


def push_and_kill(store: RunningStore, folder: Path, seconds: float) -> bool:
    """True if the push was at work when SIGKILL came."""
    process = subprocess.Popen(
        command(store, folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment() | store.environment,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    return process.wait(60) == -signal.SIGKILL


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    if reason := stores.missing(request.param):
        pytest.skip(reason)
    return str(request.param)


@pytest.fixture(scope="module")
def filled(kind: str, corpus_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The corpus, after a push that was killed ten times at random moments and then left alone."""
    chance = random.Random(f"killed {kind}")
    with stores.start(kind, tmp_path_factory.mktemp(kind) / "store") as store:
        killed = sum(push_and_kill(store, corpus_build.folder, chance.uniform(0.3, 4.0)) for _ in range(KILLS))
        yield Filled(store, killed, push(store, corpus_build.folder))


# ---------------------------------------------------------------- what is there


def ask(store: RunningStore, query: str) -> list[dict[str, str]]:
    """The rows of a SELECT, without any code of ours."""
    data = urllib.parse.urlencode({"query": query}).encode()
    request = urllib.request.Request(store.endpoint, data, {"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        rows = json.load(answer)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in rows]


def graphs_in(store: RunningStore) -> dict[str, int]:
    """Our named graphs there, with the number of their triples."""
    rows = ask(store, "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {row["g"]: int(row["n"]) for row in rows if row["g"].startswith(DEFAULT_BASE) and row["g"] != PUSHED}


def quads_in(store: RunningStore) -> dict[str, set[str]]:
    """Graph → its triples, with equal values written alike, as the store gives them through SPARQL."""
    found = {}
    for graph in graphs_in(store):
        data = urllib.parse.urlencode({"query": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"})
        headers = {"Accept": "text/plain" if store.kind == "virtuoso" else "application/n-triples"}
        request = urllib.request.Request(store.endpoint, data.encode(), headers)
        with urllib.request.urlopen(request, timeout=120) as answer:
            found[graph] = content(ox.parse(answer.read(), format=ox.RdfFormat.N_TRIPLES))
    return found


def quads_of(folder: Path) -> dict[str, set[str]]:
    """The same of the embedded store."""
    store = open_store(folder)
    return {
        name.value: content(quad.triple for quad in store.quads_for_pattern(None, None, None, name))
        for name in store.named_graphs()
    }


def differences(folder: Path, store: RunningStore) -> dict[str, int]:
    """Graph → how many triples are missing or too many in the store."""
    ours, theirs = quads_of(folder), quads_in(store)
    found = {name: len(ours.get(name, set()) ^ theirs.get(name, set())) for name in ours.keys() | theirs.keys()}
    return {name: number for name, number in found.items() if number}


# ---------------------------------------------------------------- pushed


def test_a_push_that_was_killed_ten_times_ends_with_exactly_the_embedded_quads(
    filled: Filled, corpus_build: Built
) -> None:
    assert filled.killed == KILLS
    assert filled.last.returncode == 0, filled.last.stderr
    assert differences(corpus_build.folder, filled.store) == {}
    assert sum(graphs_in(filled.store).values()) == corpus_build.result.quads == len(open_store(corpus_build.folder))


def test_a_second_push_sends_nothing(filled: Filled, corpus_build: Built) -> None:
    again = push(filled.store, corpus_build.folder)
    assert (again.returncode, again.stdout) == (0, "")
    assert "sent: 0 graphs (0 triples, 0 bytes); deleted: 0;" in again.stderr


@dataclass(frozen=True)
class Changed:
    renamed: Path  # a build in which one report's file has another name
    edited: Path  # a build in which one report's text is another


@pytest.fixture(scope="module")
def changed(corpus: Corpus, corpus_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Changed:
    folder = tmp_path_factory.mktemp("changed")
    for source in (corpus.seeds, corpus.reports):
        shutil.copytree(source, folder / source.name)
    inputs = [folder / corpus.seeds.name, folder / corpus.reports.name]
    used = {entry["file"] for entry in corpus_build.result.entries if entry["status"] == "read"}
    [pdf, *_] = sorted(
        path for path in inputs[1].rglob("*.pdf") if any(path.as_posix().endswith(name) for name in used)
    )
    made = []
    for change in ("renamed", "edited"):
        if change == "renamed":
            pdf = pdf.rename(pdf.with_name("renamed.pdf"))
        else:
            pdf.write_bytes(pdf.read_bytes() + b"\n% edited\n")
        output = folder / change
        shutil.copytree(made[-1] if made else corpus_build.folder, output)
        pipeline.build(inputs, output)
        made.append(output)
    return Changed(*made)


def graph_hashes(folder: Path) -> dict[str, str]:
    path = folder / "graph.nq"
    with path.open("rb") as file:
        return {graph.iri: graph.sha256 for graph in built_graphs(file, path)}


def test_after_one_report_changed_one_graph_is_sent(filled: Filled, changed: Changed, corpus_build: Built) -> None:
    """Its file has a new name, which its graph says and no other."""
    done = push(filled.store, changed.renamed)
    assert "sent: 1 graphs" in done.stderr and "deleted: 0; unchanged: 204;" in done.stderr
    assert differences(changed.renamed, filled.store) == {}


def test_a_report_with_other_bytes_takes_the_place_of_the_old_one(
    filled: Filled, changed: Changed, corpus_build: Built
) -> None:
    """Its graph is named by its hash: the new one is sent, and the old one deleted."""
    push(filled.store, changed.renamed)
    before, after = graph_hashes(changed.renamed), graph_hashes(changed.edited)
    assert len(after.keys() - before.keys()) == len(before.keys() - after.keys()) == 1
    assert push(filled.store, changed.edited).returncode == 0
    report = push(filled.store, changed.edited)
    assert "sent: 0 graphs" in report.stderr
    assert differences(changed.edited, filled.store) == {}
    assert push(filled.store, corpus_build.folder).returncode == 0
    assert differences(corpus_build.folder, filled.store) == {}


# ---------------------------------------------------------------- asked


def tries(query: StoredQuery) -> list[dict[str, object]]:
    """Parameters to ask it with: none, those of its example, and each other one by itself."""
    example: dict[str, object] = dict(query.example)
    found = [{}] if not any(param.required for param in query.params) else []
    found += [example] if example else []
    return found + [example | {param.name: VALUES[param.type]} for param in query.params if param.type in VALUES]


@pytest.mark.parametrize("query", load_queries(), ids=lambda query: query.name)
def test_every_stored_question_gives_the_same_rows(query: StoredQuery, filled: Filled, corpus_build: Built) -> None:
    asked, embedded = Endpoint(filled.store.endpoint), open_store(corpus_build.folder)
    for params in tries(query):
        theirs = run(asked, query, params, asked.base_iri)
        assert repr(theirs) == repr(run(embedded, query, params, DEFAULT_BASE)), params


@pytest.mark.parametrize("query", [q for q in load_queries() if q.evidence], ids=lambda query: query.name)
def test_the_words_behind_each_row_are_the_same(query: StoredQuery, filled: Filled, corpus_build: Built) -> None:
    asked, embedded = Endpoint(filled.store.endpoint), open_store(corpus_build.folder)
    theirs = run(asked, query, dict(query.example), asked.base_iri, explain=True)
    assert repr(theirs) == repr(run(embedded, query, dict(query.example), DEFAULT_BASE, explain=True))


# ---------------------------------------------------------------- loaded by file, as docs/stores.md says


@contextlib.contextmanager
def loaded(kind: str, folder: Path, data: Path) -> Iterator[RunningStore]:
    """A store that has loaded a file of N-Quads with its own loader."""
    if kind == "virtuoso":
        with stores.virtuoso(folder) as store:
            shutil.copy(data, folder / "graph.nq")
            stores.isql(folder, f"ld_dir('{folder}', 'graph.nq', 'https://example.org/none'); rdf_loader_run();")
            yield store
        return
    if kind == "oxigraph":
        load = [str(stores.oxigraph_program()), "load", "--location", str(folder), "--file", str(data)]
    else:
        load = ["java", "-cp", str(stores.fuseki_jar()), "tdb2.tdbloader", "--loc", str(folder), str(data)]
    subprocess.run(load, check=True, capture_output=True, timeout=300)
    with stores.start(kind, folder) as store:
        yield store


def test_the_file_loaded_is_the_same_too(kind: str, corpus_build: Built, tmp_path: Path) -> None:
    with loaded(kind, tmp_path / "store", corpus_build.folder / "graph.nq") as store:
        assert differences(corpus_build.folder, store) == {}
        asked, embedded = Endpoint(store.endpoint), open_store(corpus_build.folder)
        for query in load_queries():
            ours = run(embedded, query, dict(query.example), DEFAULT_BASE)
            assert repr(run(asked, query, dict(query.example), asked.base_iri)) == repr(ours), query.name
