"""Imports run one way, heavy libraries stand behind one door each, and the help is quick."""

from __future__ import annotations

import ast
import resource
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support import REPOSITORY, environment

PACKAGE = REPOSITORY / "graphbuilder"
# Each layer may import those before it and its own. A module that is not listed stands in the middle.
LAYERS = (
    {"_version", "errors", "model"},
    {"resources", "vocabulary", "matching", "phrases"},
    set(),  # reading, frameworks, extraction, graph, validation, store, queries, network …
    {"build_folder", "parts", "linking", "assembly", "workers", "pipeline", "prepared"},
    {"checking", "explaining", "evaluation"},
    {"cli", "__main__", "web"},
)
MIDDLE = 2
LOW_TOOLS = {"build_folder", "workers"}  # of the middle too: they import nothing above it
ONLY = {
    "click": {"cli"},
    "tqdm": {"cli"},
    "pypdfium2": {"reading"},
    "selectolax": {"reading"},
    "charset_normalizer": {"reading"},
    "pyshacl": {"validation"},
    "pyshacl_turbo": {"validation"},
    "networkx": {"network"},
    "filelock": {"build_folder"},
    "httpx": {"publishing"},
    "pandas": {"model"},
    "rdflib": {"validation", "store"},
    "oxrdflib": {"store"},
    "xlsxwriter": {"rendering", "exports"},
    "pyarrow": {"exports"},
    "duckdb": {"exports"},
}
READERS = ("reading", "frameworks", "extraction")
NO_RDF = {"pyoxigraph", "rdflib", "oxrdflib", "graphbuilder.vocabulary", "graphbuilder.graph"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def named(path: Path) -> str:
    """The dotted name of a module below the package: "reading.pdf"; "" for the package itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(path: Path) -> str:
    return named(path).split(".")[0]


@cache
def imported(path: Path) -> tuple[tuple[str, bool], ...]:
    """What a module imports, in full, and whether it does so when it is imported itself; type checking left out."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[tuple[str, bool]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = ["graphbuilder", *path.relative_to(PACKAGE).parts[:-1]]
    unseen = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    inside = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                yield (whole if is_module(whole) else source), id(node) not in inside


def is_module(name: str) -> bool:
    path = REPOSITORY.joinpath(*name.split("."))
    return name.startswith("graphbuilder.") and (path.with_suffix(".py").exists() or path.is_dir())


def layer(name: str) -> int:
    """The layer of a module of ours: by its name below the package, or by the package it is in."""
    room = name.removeprefix("graphbuilder").lstrip(".").split(".")[0]
    return next((number for number, members in enumerate(LAYERS) if room in members), MIDDLE)


@pytest.mark.parametrize("path", modules(), ids=named)
def test_imports_run_one_way(path: Path) -> None:
    if named(path) == "":
        return  # the package's own door opens on everything, when it is asked
    for name, _ in imported(path):
        if name.startswith("graphbuilder."):
            room = name.split(".")[1]
            low = room in LOW_TOOLS and layer(named(path)) >= MIDDLE
            assert low or layer(name) <= layer(named(path)), f"{named(path)} imports {name}"


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        f"graphbuilder.{named(path)}".rstrip("."): {
            name for name, at_once in imported(path) if at_once and name.startswith("graphbuilder")
        }
        for path in modules()
    }

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above, name))
        if name not in done:
            for other in sorted(graph.get(name, ()) - {name}):
                walk(other, (*above, name))
            done.add(name)

    done: set[str] = set()
    for name in sorted(graph):
        walk(name, ())


@pytest.mark.parametrize("library", ONLY)
def test_a_library_stands_behind_one_door(library: str) -> None:
    users = {room(path) for path in modules() for name, _ in imported(path) if name.split(".")[0] == library}
    assert users <= ONLY[library]


@pytest.mark.parametrize(
    "library", ["pyshacl", "pyshacl_turbo", "rdflib", "oxrdflib", "pypdfium2.raw", "xlsxwriter", "pyarrow", "duckdb"]
)
def test_slow_libraries_are_imported_when_they_are_needed(library: str) -> None:
    eager = [
        named(path)
        for path in modules()
        for name, at_once in imported(path)
        if at_once and name.split(".")[0] == library and named(path) != "reading.pdf"
    ]
    assert eager == []


@pytest.mark.parametrize("path", [path for path in modules() if room(path) in READERS], ids=named)
def test_what_reads_reports_knows_no_rdf(path: Path) -> None:
    assert {name for name, _ in imported(path)} & NO_RDF == set()


def test_facts_are_of_the_standard_library_only() -> None:
    at_once = {name.split(".")[0] for name, at_once in imported(PACKAGE / "model.py") if at_once}
    outside = at_once - sys.stdlib_module_names
    assert outside == set()


def help_in_its_own_process(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), timeout=60)


def test_the_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom graphbuilder.cli import main\nmain(['--help'], standalone_mode=False)\n"
        "print(sorted({'pyoxigraph', 'rdflib', 'pypdfium2', 'pyshacl', 'networkx', 'ahocorasick', 'rapidfuzz', "
        "'numpy', 'selectolax', 'httpx', 'graphbuilder.pipeline'} & set(sys.modules)), file=sys.stderr)"
    )
    done = help_in_its_own_process(code)
    assert done.stderr.strip() == "[]" and "Usage: " in done.stdout


def test_the_help_is_there_in_under_a_third_of_a_second() -> None:
    """Of a processor's time, since another process may have the machine; the best of three."""
    code = "from graphbuilder.cli import main\nmain(['--help'], standalone_mode=False)"

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        help_in_its_own_process(code)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(3)) < 0.3
