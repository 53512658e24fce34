"""The parts of a build put together: one file per syntax, the store, the validation report.

graph.nq, graph.trig and graph.ttl are the reports' parts in the order of their graphs' names, so an unchanged
report's part is copied from the last build by its byte range (kept in build.json).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from . import resources, validation
from .build_folder import BuildFolder
from .graph import as_nquads, as_ntriples, statements_of
from .model import Finding
from .vocabulary import DEFAULT_BASE, PREFIXES, ROOT, Triple

SYNTAXES = ("nq", "trig", "ttl")
ONTOLOGY_GRAPH = ROOT + "id/graph/ontology"
_FEW = 0.2  # share of changed files up to which the old store is brought up to date instead of made anew
# Quads that are loaded together. The more there are the longer each takes, but after every second load RocksDB merges
# all that it holds.
_AT_ONCE = 53_000
_ADDED = 12_000  # so few are added one by one: that calls for no merging
_LAST = 8  # reports of a build that are not waited for before the last large load


# ---------------------------------------------------------------- parts, in the workers


def write_parts(folder: Path, name: str, graph_iri: str, statements: list[bytes]) -> None:
    """One graph's part: `{name}.nq`, and `{name}.ttl` without prefixes, which is its part in TriG too."""
    (folder / f"{name}.nq").write_bytes(as_nquads(statements, graph_iri))
    (folder / f"{name}.ttl").write_bytes(turtle_body(as_ntriples(statements)))


def write_text(path: Path, text: str) -> None:
    """A text, as it is."""
    _write(path, text)


def write_entry(folder: Path, entry: dict[str, Any]) -> None:
    """A report's entry beside its parts, when all of them are written: in place at once or not at all."""
    path = folder / f"{entry['sha256']}.json"
    waiting = path.with_suffix(f".{os.getpid()}.part")
    write_json(waiting, entry)
    waiting.replace(path)


def turtle_body(ntriples: bytes) -> bytes:
    """Sorted N-Triples as Turtle with our prefixes, which are left out."""
    triples = ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True)  # our own
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    start = 0
    while turtle.startswith(b"@prefix ", start):
        start = turtle.index(b"\n", start) + 1
    return turtle[start:]


def prefix_lines() -> str:
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()))


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


# ---------------------------------------------------------------- together


def assemble(
    folder: BuildFolder, staging: Path, new: NewStore, reports: list[dict[str, Any]], base: str
) -> tuple[int, list[Finding]]:
    """Write graph.nq, graph.trig, graph.ttl and the store into `staging`.

    Returns the number of quads, and what was found only where reports were joined. Each entry of `reports` gets its
    byte ranges ("sections") in the new files.
    """
    from . import linking  # here, as workers import this module too and need none of it

    parts = staging / "parts"
    store, fixed = new.filled(folder, reports), new.fixed
    with ThreadPoolExecutor(2) as beside:  # queries of the store and writing files can go on side by side
        compared = beside.submit(validation.compared_facts, store)
        links = linking.link(store, base)
        write_parts(parts, "links", base + "graph/links", statements_of(links.triples))
        graphs = {name: f"{base}graph/{name}" for name in (*fixed, "links")}
        joined = [beside.submit(_join, folder, staging, graphs, reports, syntax) for syntax in SYNTAXES]
        _load(store, parts, ["links"])
        flushed = beside.submit(store.flush)
        quads = beside.submit(len, store)
        found = [*links.findings, *validation.validate_cross_report(store, compared=compared.result())]
        flushed.result()
        sections = [file.result() for file in joined]
    for entry, *ranges in zip(reports, *sections, strict=True):
        entry["sections"] = dict(zip(SYNTAXES, ranges, strict=True))
    new.close()
    return quads.result(), found


def _write_fixed(parts: Path, base: str) -> list[str]:
    """The graphs that no report changes: the ontology with its schemes, and the reference data."""
    sources = resources.ontology()
    reference = [path for path in sources if path.parent.name == "reference"]
    ontology = [path for path in sources if path not in reference]
    for name, paths in (("ontology", ontology), ("reference", reference)):
        write_parts(parts, name, f"{base}graph/{name}", statements_of(_triples_of(paths, base)))
    return ["ontology", "reference"]


def _triples_of(paths: Iterable[Path], base: str) -> set[Triple]:
    quads = (quad for path in paths for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return {
        (_below(base, quad.subject), str(quad.predicate), _below(base, quad.object))  # no predicate is an instance
        for quad in quads
    }


def _below(base: str, term: object) -> str:
    """A term as in N-Triples; an instance of ours has its IRI below `base`."""
    return str(term).replace(f"<{DEFAULT_BASE}", f"<{base}")


# ---------------------------------------------------------------- the store


def new_store(staging: Path, base: str, changed: int, unchanged: int) -> NewStore:
    """The store of a build that reads `changed` files anew: made anew too, where they are not few."""
    return NewStore(staging, base, changed, update=changed <= _FEW * (changed + unchanged))


class NewStore:
    """The store in the making: the old one with what has changed, or one that is filled while reports are read."""

    def __init__(self, staging: Path, base: str, unread: int, *, update: bool) -> None:
        self.path, self.parts, self.base, self.update = staging / "store", staging / "parts", base, update
        self.store: ox.Store | None = None
        self.unread = unread  # files
        self.waiting: list[str] = []
        self.quads = 0  # of those that wait
        self.loaded: set[str] = set()
        shutil.rmtree(self.path, ignore_errors=True)

    @cached_property
    def fixed(self) -> list[str]:
        """The graphs that no report changes, written."""
        return _write_fixed(self.parts, self.base)

    def prepare(self) -> None:
        """What needs no report, done while the workers start: later every core is busy, or waits for this one."""
        from . import linking

        fixed = self.fixed
        if not self.update:
            self._load(fixed)
        nothing = ox.Store()
        linking.link(nothing, self.base)  # both load here what they need
        validation.validate_cross_report(nothing)

    def take(self, entry: dict[str, Any]) -> None:
        """A file has been read: some reports at a time are loaded, and few are left for the end."""
        if self.update:
            return
        self.unread -= 1
        if entry["status"] == "read":
            self.waiting.append(entry["sha256"])
            self.quads += entry["triples"]
        if self.quads >= _AT_ONCE or self.unread == _LAST:
            self._load(self.waiting)
            self.waiting, self.quads = [], 0

    def filled(self, folder: BuildFolder, reports: list[dict[str, Any]]) -> ox.Store:
        """The store with all reports and the fixed graphs in it."""
        store = _updated(self.path, self.parts, folder, reports, self.fixed) if self.update else None
        if store is None:
            _extract_old(folder, self.parts, reports)
            names = [*self.fixed, *(entry["sha256"] for entry in reports)]
            store = self._load([name for name in names if name not in self.loaded])
        return store

    def close(self) -> None:
        """Lets the store go: RocksDB may still be merging, and cannot when its folder has been moved."""
        self.store = None

    def _load(self, names: list[str]) -> ox.Store:
        if self.store is None:
            shutil.rmtree(self.path, ignore_errors=True)
            self.store = ox.Store(str(self.path))
        self.loaded.update(names)
        return _load(self.store, self.parts, names)


def _updated(
    target: Path, parts: Path, folder: BuildFolder, reports: list[dict[str, Any]], fixed: list[str]
) -> ox.Store | None:
    """The old store brought up to date; None where there is none, or where it was damaged."""
    old = folder.path / "store"
    if not old.is_dir():
        return None
    shutil.copytree(old, target)
    try:
        store = ox.Store(str(target))
    except OSError:
        return None
    changed = [entry for entry in reports if (parts / f"{entry['sha256']}.nq").exists()]
    wanted = {entry["graph"] for entry in reports if entry not in changed}
    for name in list(store.named_graphs()):
        if name.value not in wanted:
            store.remove_graph(name)
    _load(store, parts, [*fixed, *(entry["sha256"] for entry in changed)])
    expected = sum(entry["triples"] for entry in reports) + sum(
        (parts / f"{name}.nq").read_bytes().count(b"\n") for name in fixed
    )
    return store if len(store) == expected else None


def _load(store: ox.Store, parts: Path, names: list[str]) -> ox.Store:
    """The store with the named parts in it, some at a time."""
    together: list[bytes] = []
    quads = 0
    for name in names:
        together.append((parts / f"{name}.nq").read_bytes())
        quads += together[-1].count(b"\n")
        if quads >= _AT_ONCE or name == names[-1]:
            load = store.load if quads < _ADDED else store.bulk_load
            # lenient: the parts are our own, and their IRIs were checked when they were minted
            load(input=b"".join(together), format=ox.RdfFormat.N_QUADS, lenient=True)
            together, quads = [], 0
    return store


# ---------------------------------------------------------------- files


def _extract_old(folder: BuildFolder, parts: Path, reports: list[dict[str, Any]]) -> None:
    """Parts of unchanged reports cut out of the old graph.nq."""
    for entry in reports:
        path = parts / f"{entry['sha256']}.nq"
        if not path.exists():
            start, end = entry["sections"]["nq"]
            with (folder.path / "graph.nq").open("rb") as old, path.open("wb") as new:
                _copy_range(old, new, start, end)


def _join(
    folder: BuildFolder, staging: Path, graphs: dict[str, str], reports: list[dict[str, Any]], syntax: str
) -> list[list[int]]:
    """One of the graph files, and the byte range of each report in it. `graphs`: what comes first, with their IRIs."""
    parts = staging / "parts"
    old_path = folder.path / f"graph.{syntax}"
    old = old_path.open("rb") if old_path.exists() else None
    sections = []
    with (staging / f"graph.{syntax}").open("wb") as new:
        if syntax != "nq":
            new.write(prefix_lines().encode())
        for name, graph in graphs.items():
            new.write(_part(_source(parts, name, syntax), graph, syntax))
        for entry in reports:
            start = new.tell()
            source = _source(parts, entry["sha256"], syntax)
            if source.exists():
                new.write(_part(source, entry["graph"], syntax))
            elif old is not None:
                _copy_range(old, new, *entry["sections"][syntax])
            sections.append([start, new.tell()])
    if old is not None:
        old.close()
    return sections


def _source(parts: Path, name: str, syntax: str) -> Path:
    """The file that a graph's part is made of."""
    return parts / f"{name}.{'nq' if syntax == 'nq' else 'ttl'}"


def _part(source: Path, graph: str, syntax: str) -> bytes:
    """A graph's part of the file in that syntax."""
    return b"<%s> {\n%s}\n" % (graph.encode(), source.read_bytes()) if syntax == "trig" else source.read_bytes()


def _copy_range(old: BinaryIO, new: BinaryIO, start: int, end: int) -> None:
    old.seek(start)
    new.write(old.read(end - start))


# ---------------------------------------------------------------- findings


def write_validation(staging: Path, findings: list[Finding]) -> None:
    """validation.ttl and validation.txt, for machines and for people."""
    _write(staging / "validation.ttl", validation.report_turtle(findings))
    _write(staging / "validation.txt", validation.report_text(findings))


def write_json(path: Path, value: dict[str, Any]) -> None:
    _write(path, json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n")
