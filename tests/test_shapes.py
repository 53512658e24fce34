"""Every constraint in shapes/ has a folder tests/shapes/{constraint}: one graph passes and one fails.

A graph is that of one report or, for the constraints of cross-report.ttl, of all reports together.
In a failing graph the nodes whose names begin with "wrong" are reported by the constraint, and no other.
Both graphs are checked with both engines, and the engines must say the same.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphbuilder import resources
from graphbuilder.model import Finding
from graphbuilder.validation import CROSS_REPORT, ENGINES, SEVERITIES, SHAPES, validate_cross_report, validate_report

CASES = Path(__file__).parent / "shapes"
SH = "http://www.w3.org/ns/shacl#"
GRAPHS = sorted(CASES.glob("*/*.ttl"))
CODES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())
INSTALLED = ["pyshacl"] + (["turbo"] if find_spec("pyshacl_turbo") else [])


def graph(path: Path) -> bytes:
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


@cache
def findings(path: Path, engine: str) -> tuple[Finding, ...]:
    if path.parent.name in cross_report_codes():
        store = ox.Store()
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("urn:all"))
        return tuple(validate_cross_report(store, engine))
    return tuple(validate_report(graph(path), engine))


@cache
def shapes() -> ox.Store:
    """The shapes, each file in a graph named by it."""
    store = ox.Store()
    for path in resources.shapes():
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"urn:{path.name}"))
    return store


@cache
def cross_report_codes() -> set[str]:
    found = rows(f"SELECT ?s {{ GRAPH <urn:{CROSS_REPORT}> {{ ?s sh:severity ?level }} }}")
    return {shape.removeprefix(SHAPES) for (shape,) in found}


def rows(query: str) -> list[tuple[str, ...]]:
    prologue = f"PREFIX sh: <{SH}> PREFIX shape: <{SHAPES}> "
    solutions = shapes().query(prologue + query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(term.value for term in solution) for solution in solutions]


@cache
def constraints() -> dict[str, set[str]]:
    """The code of each constraint (a named shape with a severity) and the classes that it looks at."""
    found = rows("SELECT ?s ?class { ?s sh:severity ?level . ?class ^sh:targetClass/sh:property? ?s }")
    classes: dict[str, set[str]] = {}
    for shape, target in found:
        classes.setdefault(shape.removeprefix(SHAPES), set()).add(target)
    return classes


def name(focus: str | None) -> str:
    return (focus or "").rpartition("/")[2]


def reported(path: Path, engine: str) -> set[str]:
    return {name(finding.focus) for finding in findings(path, engine) if finding.code == path.parent.name}


def test_every_constraint_has_its_folder_and_every_folder_its_constraint() -> None:
    assert sorted(constraints()) == CODES


def test_cross_report_has_constraints_of_its_own() -> None:
    assert 5 < len(cross_report_codes()) < len(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_folder_holds_one_graph_that_passes_and_one_that_fails(code: str) -> None:
    assert [path.name for path in sorted((CASES / code).iterdir())] == ["fail.ttl", "pass.ttl"]


def test_every_constraint_says_in_one_sentence_what_is_wrong() -> None:
    found = rows("SELECT ?shape ?text { ?shape sh:severity ?s ; sh:message|sh:sparql/sh:message ?text }")
    assert sorted(shape.removeprefix(SHAPES) for shape, _ in found) == CODES
    assert all(text[0].isupper() or text[0] == "{" for _, text in found)
    assert all(text.endswith(".") and len(text.split()) >= 5 for _, text in found)


def test_every_named_shape_is_used() -> None:
    """A property shape that no node shape lists would never be looked at."""
    declared = rows("SELECT DISTINCT ?shape { ?shape a sh:PropertyShape FILTER isIRI(?shape) }")
    listed = rows("SELECT DISTINCT ?shape { ?node sh:property ?shape FILTER isIRI(?shape) }")
    assert set(declared) == set(listed)


@pytest.mark.parametrize("engine", INSTALLED)
@pytest.mark.parametrize("code", CODES)
def test_the_graph_that_passes_does_not_yield_the_code(code: str, engine: str) -> None:
    path = CASES / code / "pass.ttl"
    objects = {quad.object.value for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}
    assert objects & constraints()[code], "no node of a class that the constraint looks at"
    assert reported(path, engine) == set()


@pytest.mark.parametrize("engine", INSTALLED)
@pytest.mark.parametrize("code", CODES)
def test_the_graph_that_fails_yields_the_code_at_the_wrong_nodes_and_no_other(code: str, engine: str) -> None:
    path = CASES / code / "fail.ttl"
    nodes = {name(quad.subject.value) for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}
    wrong = {node for node in nodes if node.startswith("wrong")}
    assert wrong
    assert reported(path, engine) == wrong


@pytest.mark.skipif("turbo" not in INSTALLED, reason="pyshacl-turbo is not installed")
@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_engines_say_the_same(path: Path) -> None:
    """But for `value`: rdflib, below pySHACL, writes the number 0.9e0 as 0.9."""
    turbo, pyshacl = ({replace(found, value=None) for found in findings(path, engine)} for engine in ENGINES)
    assert turbo == pyshacl


@pytest.mark.parametrize("path", GRAPHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_findings_are_about_the_graph_with_filled_in_messages(path: Path) -> None:
    triples = graph(path)
    for finding in findings(path, INSTALLED[-1]):
        assert f"<{finding.focus}> ".encode() in triples
        assert finding.severity in SEVERITIES
        assert "{" not in finding.message and "https://" not in finding.message
