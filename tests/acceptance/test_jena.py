"""The shapes give the same findings in Apache Jena's SHACL engine as in pySHACL, on every graph of tests/shapes.

Needs Java 17 and the jars that tests/tools/install fetches.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphbuilder import resources, validation

TESTS = Path(__file__).resolve().parent.parent
TOOL = TESTS / "tools" / "jena"
JARS = TESTS / "tools" / "lib" / "jena"
GRAPHS = sorted((TESTS / "shapes").glob("*/*.ttl"))
CROSS_REPORT = {
    quad.subject.value.removeprefix(validation.SHAPES)
    for path in resources.shapes()
    if path.name == validation.CROSS_REPORT
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    if quad.predicate.value.endswith("#severity")
}

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed"),
    pytest.mark.skipif(not JARS.is_dir(), reason="run tests/tools/install first"),
]

Result = tuple[str, str, str]
"""(severity, code, focus node)"""


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def about(path: Path) -> validation.About:
    """The kind of shapes that a graph of tests/shapes is for."""
    return "cross-report" if path.parent.name in CROSS_REPORT else "report"


def data(path: Path) -> bytes:
    """What validation gives to an engine for a graph of tests/shapes."""
    quads = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    triples = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
    if about(path) == "cross-report":
        return triples
    return triples + b"\n" + b"".join(validation._context(validation.DEFAULT_BASE).values())


@cache
def jena(kind: validation.About, folder: Path) -> dict[str, set[Result]]:
    """Graph → what Jena finds in it; all graphs of one kind are validated by one process."""
    folder.mkdir()
    shapes = folder / "shapes.ttl"
    shapes.write_bytes(validation._shapes(kind))
    graphs = [path for path in GRAPHS if about(path) == kind]
    for path in graphs:
        (folder / f"{name(path)}.nt").write_bytes(data(path))
    command = ["java", "-cp", f"{JARS}/*", str(TOOL / "ValidateGraphs.java"), str(shapes), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    *lines, last = done.stdout.splitlines() or [""]
    assert last == f"validated\t{len(graphs)}", done.stderr[-2000:]
    found: dict[str, set[Result]] = {name(path): set() for path in graphs}
    for line in lines:
        file, severity, shape, focus, _ = line.split("\t", 4)
        found[file.removesuffix(".nt")].add((severity.rpartition("#")[2], shape.rpartition("#")[2], focus))
    return found


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[Result]]:
    folder = tmp_path_factory.mktemp("jena")
    return jena("report", folder / "report") | jena("cross-report", folder / "cross-report")


def pyshacl(path: Path) -> set[Result]:
    report = validation._pyshacl_report(data(path), validation._shapes(about(path)))
    return {(found.severity, found.code, found.focus or "") for found in validation._findings(report)}


@pytest.mark.parametrize("path", GRAPHS, ids=name)
def test_jena_finds_what_pyshacl_finds(path: Path, results: dict[str, set[Result]]) -> None:
    """With no exception: a shape on which they differ must be said in another way."""
    assert results[name(path)] == pyshacl(path)


def test_jena_finds_something_in_every_failing_graph(results: dict[str, set[Result]]) -> None:
    failing = [path for path in GRAPHS if path.stem == "fail"]
    assert failing
    assert not [path for path in failing if path.parent.name not in {code for _, code, _ in results[name(path)]}]
