"""The stored questions give the same rows in Apache Jena as in the embedded store: they are SPARQL 1.1 and no more.

Needs Java 17 and the jars that tests/tools/install fetches.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphbuilder.queries import StoredQuery, bind, load_queries
from graphbuilder.store import open_store
from graphbuilder.vocabulary import DEFAULT_BASE

TOOL = Path(__file__).resolve().parent.parent / "tools" / "jena"
JARS = TOOL.parent / "lib" / "jena"

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed"),
    pytest.mark.skipif(not JARS.is_dir(), reason="run tests/tools/install first"),
]


@pytest.fixture(scope="module")
def answered(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what Jena answers to each question: NAME.csv or NAME.error."""
    folder = tmp_path_factory.mktemp("jena")
    for query in load_queries():
        text = bind(query, dict(query.example), DEFAULT_BASE)
        (folder / f"{query.name}.rq").write_text(text, encoding="utf-8")
    command = ["java", "-cp", f"{JARS}/*", TOOL / "RunQueries.java", example_build / "graph.trig", folder]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return folder


def rows(text: str) -> list[list[str]]:
    """CSV rows; a decimal is the same number however many zeros end it."""
    lines = csv.reader(io.StringIO(text, newline=""))
    return [[re.sub(r"^(-?\d+)\.0+$", r"\1", cell) for cell in line] for line in lines]


@pytest.mark.parametrize("query", load_queries(), ids=lambda query: query.name)
def test_jena_gives_the_same_rows_in_the_same_order(query: StoredQuery, answered: Path, example_build: Path) -> None:
    error = answered / f"{query.name}.error"
    assert not error.exists(), error.read_text(encoding="utf-8")
    text = (answered / f"{query.name}.rq").read_text(encoding="utf-8")
    result = open_store(example_build).query(text, use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    ours = (result.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()
    assert rows(ours) == rows((answered / f"{query.name}.csv").read_text(encoding="utf-8"))
