"""Every RDF export of the corpus, read by parsers of others, holds exactly the statements of the build.

Apache Jena's RIOT reads all syntaxes, strictly (a warning is an error; needs Java 17 and the jars of
tests/tools/install), rapper those without named graphs (needs Debian's raptor2-utils: tests/tools/rapper.sh).
There are no blank nodes, so two graphs are isomorphic where their statements are the same set.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph as ox
import pytest
from support import REPOSITORY

from graphbuilder.errors import GraphbuilderError
from graphbuilder.exports import EXPORTS, Selection, export, select

TOOL = Path(__file__).resolve().parent.parent / "tools" / "jena"
JARS = TOOL.parent / "lib" / "jena"
FORMATS = [format.name for format in EXPORTS if format.write_lines]
DATASETS = {"trig", "nquads", "jsonld"}
RAPPER = {"turtle": "turtle", "ntriples": "ntriples", "rdfxml": "rdfxml"}
PARTS = ({}, {"authority": "Norfolk"}, {"graph": "links"}, {"report": None})

needs_jena = pytest.mark.skipif(
    not JARS.is_dir() or shutil.which("java") is None, reason="run tests/tools/install first"
)
needs_rapper = pytest.mark.skipif(shutil.which("rapper") is None, reason="run tests/tools/rapper.sh first")
pytestmark = [pytest.mark.corpus]


@pytest.fixture(scope="module")
def exported(
    corpus_build: Any, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, int], tuple[Path, Selection]]:
    """(format, number of the part) → the file, and what was chosen."""
    folder = tmp_path_factory.mktemp("exports")
    found = {}
    for number, part in enumerate(PARTS):
        if "report" in part:
            part = {"report": select(corpus_build.folder, authority="Sutton").reports[-1]}
        for format in EXPORTS:
            if format.write_lines:
                path = folder / f"{number}{format.suffix}"
                found[format.name, number] = path, export(corpus_build.folder, format.name, path, **part)
    return found


@pytest.fixture(scope="module")
def jena(exported: dict[tuple[str, int], tuple[Path, Selection]]) -> None:
    """Each file read by Jena: FILE.read beside it, as N-Quads."""
    files = [str(path) for path, _ in exported.values()]
    command = ["java", "-cp", f"{JARS}/*", str(TOOL / "ReadGraphs.java"), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [f"read\t{file}" for file in files]


def same_bytes(quads: Iterable[ox.Quad | ox.Triple]) -> set[bytes]:
    """Statements as canonical text, whatever the parser that read them escaped."""
    return {str(quad).encode() for quad in quads}


def stated(selection: Selection, format: str) -> set[bytes]:
    quads = (quad for graph in selection.graphs for quad in selection.quads(graph))
    return same_bytes(quad if format in DATASETS else quad.triple for quad in quads)


def read(text: bytes, format: str) -> set[bytes]:
    quads = ox.parse(text, format=ox.RdfFormat.N_QUADS)
    return same_bytes(quad if format in DATASETS else quad.triple for quad in quads)


@needs_jena
@pytest.mark.tools
@pytest.mark.parametrize("part", range(len(PARTS)))
@pytest.mark.parametrize("format", FORMATS)
def test_jena_reads_the_same_statements(
    format: str, part: int, exported: dict[tuple[str, int], tuple[Path, Selection]], jena: None
) -> None:
    path, selection = exported[format, part]
    assert read(path.with_name(f"{path.name}.read").read_bytes(), format) == stated(selection, format) != set()


@needs_rapper
@pytest.mark.tools
@pytest.mark.parametrize("part", range(len(PARTS)))
@pytest.mark.parametrize("format", RAPPER)
def test_rapper_reads_the_same_statements(
    format: str, part: int, exported: dict[tuple[str, int], tuple[Path, Selection]]
) -> None:
    path, selection = exported[format, part]
    command = ["rapper", "--quiet", "--input", RAPPER[format], "--output", "ntriples", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr[-2000:]
    assert read(done.stdout, format) == stated(selection, format) != set()


def test_all_of_the_corpus_is_there(exported: dict[tuple[str, int], tuple[Path, Selection]], corpus_build: Any) -> None:
    path, _ = exported["nquads", 0]
    assert path.read_bytes() == (corpus_build.folder / "graph.nq").read_bytes()
    assert path.read_bytes().count(b"\n") == corpus_build.result.quads > 300_000


def test_an_authoritys_reports_are_all_of_the_corpus_about_it(corpus_build: Any) -> None:
    """Together the authorities have every report, and none twice."""
    slugs = sorted({entry["authority"] for entry in select(corpus_build.folder).entries})
    chosen = [report for slug in slugs for report in select(corpus_build.folder, authority=slug).reports]
    assert sorted(chosen) == sorted(select(corpus_build.folder).reports)


# ---------------------------------------------------------------- memory


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """benchmarks/export.py, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("export_benchmark", REPOSITORY / "benchmarks" / "export.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def four_times(corpus_build: Any, benchmark: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "output"
    benchmark.multiply(corpus_build.folder, folder, 4)
    return folder


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read as Linux gives it")
@pytest.mark.parametrize("format", [format.name for format in EXPORTS])
def test_memory_does_not_grow_with_the_graph(
    format: str, corpus_build: Any, four_times: Path, benchmark: ModuleType, tmp_path: Path
) -> None:
    """Of four times the corpus, an export takes less than 10 MB more: those of the longer build.json.

    Parquet and DuckDB write blocks of some rows, which the corpus does not fill yet.
    """
    _, size, memory = benchmark.run(corpus_build.folder, format, tmp_path / "small")
    _, large_size, large_memory = benchmark.run(four_times, format, tmp_path / "large")
    assert large_size > 2 * size
    assert large_memory < memory + {"parquet": 20, "duckdb": 32}.get(format, 10)


# ---------------------------------------------------------------- a disk that is full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB."""
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(tmp_path)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.parametrize("format", [format.name for format in EXPORTS])
def test_a_full_disk_leaves_what_was_there(format: str, corpus_build: Any, small_disk: Path) -> None:
    """And the next export, of less, succeeds."""
    path = small_disk / "export.zip"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(GraphbuilderError, match="the disk is full; make room"):
        export(corpus_build.folder, format, path, force=True)
    assert [(found.name, found.read_text(encoding="utf-8")) for found in small_disk.iterdir()] == [
        ("export.zip", "old")
    ]
    report = select(corpus_build.folder, authority="Sutton").reports[-1]
    export(corpus_build.folder, format, path, report=report, force=True)
    assert [found.name for found in small_disk.iterdir()] == ["export.zip"] and path.stat().st_size > 1_000
