"""pySHACL and pyshacl-turbo find the same in real reports, and in what joins them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import pyoxigraph as ox
import pytest

from graphbuilder.model import Finding
from graphbuilder.validation import validate_cross_report, validate_report

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(find_spec("pyshacl_turbo") is None, reason="pyshacl-turbo is not installed"),
]
SAMPLE = 20  # reports: pySHACL needs seconds for some


@pytest.fixture(scope="module")
def store(corpus_build: Any) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(corpus_build.folder / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def comparable(findings: Iterable[Finding]) -> set[Finding]:
    """But for `value`: rdflib, below pySHACL, writes the number 0.9e0 as 0.9."""
    return {replace(finding, value=None) for finding in findings}


def ntriples(store: ox.Store, graph: str) -> bytes:
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    return ox.serialize(sorted((quad.triple for quad in quads), key=str), format=ox.RdfFormat.N_TRIPLES) or b""


def test_engines_agree_on_a_sample_of_the_reports(store: ox.Store, corpus_build: Any) -> None:
    graphs = sorted(entry["graph"] for entry in corpus_build.result.entries if entry["status"] == "read")
    sample = graphs[:: max(1, len(graphs) // SAMPLE)][:SAMPLE]
    assert len(sample) == SAMPLE
    for graph in sample:
        data = ntriples(store, graph)
        assert data.count(b"\n") > 50, graph
        assert comparable(validate_report(data, "turbo")) == comparable(validate_report(data, "pyshacl")), graph


def test_engines_agree_on_a_report_with_every_kind_of_fault(store: ox.Store, corpus_build: Any) -> None:
    """Few real reports break a shape, so one is broken: every property of a fact that can be spared is taken away."""
    graph = max(
        (entry["graph"] for entry in corpus_build.result.entries if entry["status"] == "read"),
        key=lambda name: (len(ntriples(store, name)) < 400_000, len(ntriples(store, name))),
    )
    lines = ntriples(store, graph).splitlines(keepends=True)
    spared = (b"#rule>", b"#grade>", b"#unit>", b"#page>", b"#state>", b"/description>", b"#startDate>", b"/title>")
    broken = b"".join(line for line in lines if not line.split(b" ", 2)[1].endswith(spared))
    turbo = validate_report(broken, "turbo")
    assert len({finding.code for finding in turbo}) > 5
    assert comparable(turbo) == comparable(validate_report(broken, "pyshacl"))


def test_engines_agree_on_what_joins_the_reports_and_are_quick(store: ox.Store) -> None:
    found, seconds = {}, {}
    for engine in ("turbo", "pyshacl"):
        begun = time.perf_counter()
        found[engine] = comparable(validate_cross_report(store, engine))
        seconds[engine] = time.perf_counter() - begun
    assert found["turbo"] == found["pyshacl"]
    assert seconds["turbo"] < 5 and seconds["pyshacl"] < 30, seconds


def test_links_break_no_shape(store: ox.Store) -> None:
    """What this program joined itself must be right; only reports may contradict each other."""
    assert [found for found in validate_cross_report(store) if found.severity == "Violation"] == []
