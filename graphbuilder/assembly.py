"""The parts of a build put together: one file per syntax, the store, the validation report.

graph.nq, graph.trig and graph.ttl are the reports' parts in the order of their graphs' names, so an unchanged
report's part is copied from the last build by its byte range (kept in build.json).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from . import resources, validation
from .build_folder import BuildFolder
from .graph import statements_of
from .model import Finding
from .parts import Parts, part_of
from .vocabulary import DEFAULT_BASE, PREFIXES, ROOT, Triple

SYNTAXES = ("nq", "trig", "ttl")
ONTOLOGY_GRAPH = ROOT + "id/graph/ontology"
_FEW = 0.2  # share of changed files up to which the old store is brought up to date instead of made anew
# Quads that are loaded together. The more there are the longer each takes, but after every second load RocksDB merges
# all that it holds.
_AT_ONCE = 53_000
_ADDED = 12_000  # so few are added one by one: that calls for no merging
_LAST = 8  # reports of a build that are not waited for before the last large load


def prefix_lines() -> str:
    return "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()))


def write_text(path: Path, text: str) -> None:
    """A text, as it is."""
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

    parts = new.parts
    store, fixed = new.filled(folder, reports), new.fixed
    with ThreadPoolExecutor(2) as beside:  # queries of the store and writing files can go on side by side
        compared = beside.submit(validation.compared_facts, store)
        links = linking.link(store, base)
        parts.write("links", part_of(base + "graph/links", statements_of(links.triples)))
        graphs = {name: f"{base}graph/{name}" for name in (*fixed, "links")}
        joined = [beside.submit(_join, folder, staging, parts, graphs, reports, syntax) for syntax in SYNTAXES]
        _load(store, [parts.read("links", "nq")])
        flushed = beside.submit(store.flush)
        quads = beside.submit(len, store)
        found = [*links.findings, *validation.validate_cross_report(store, compared=compared.result())]
        flushed.result()
        sections = [file.result() for file in joined]
    for entry, *ranges in zip(reports, *sections, strict=True):
        entry["sections"] = dict(zip(SYNTAXES, ranges, strict=True))
    new.close()
    return quads.result(), found


def _write_fixed(parts: Parts, base: str) -> list[str]:
    """The graphs that no report changes: the ontology with its schemes, and the reference data."""
    sources = resources.ontology()
    reference = [path for path in sources if path.parent.name == "reference"]
    ontology = [path for path in sources if path not in reference]
    for name, paths in (("ontology", ontology), ("reference", reference)):
        parts.write(name, part_of(f"{base}graph/{name}", statements_of(_triples_of(paths, base))))
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
        self.path, self.parts, self.base, self.update = staging / "store", Parts(staging / "parts"), base, update
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
            self._load([name for name in self.fixed if name not in self.loaded])
            left = [entry for entry in reports if entry["sha256"] not in self.loaded]
            store = _load(self._opened(), (_quads_of(folder, self.parts, entry) for entry in left))
        return store

    def close(self) -> None:
        """Lets the store go: RocksDB may still be merging, and cannot when its folder has been moved."""
        self.store = None

    def _opened(self) -> ox.Store:
        if self.store is None:
            shutil.rmtree(self.path, ignore_errors=True)
            self.store = ox.Store(str(self.path))
        return self.store

    def _load(self, names: list[str]) -> None:
        _load(self._opened(), (self.parts.read(name, "nq") for name in names))
        self.loaded.update(names)


def _updated(
    target: Path, parts: Parts, folder: BuildFolder, reports: list[dict[str, Any]], fixed: list[str]
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
    changed = [entry for entry in reports if entry["sha256"] in parts]
    wanted = {entry["graph"] for entry in reports if entry not in changed}
    for name in list(store.named_graphs()):
        if name.value not in wanted:
            store.remove_graph(name)
    quads = [parts.read(name, "nq") for name in fixed]
    _load(store, [*quads, *(parts.read(entry["sha256"], "nq") for entry in changed)])
    expected = sum(entry["triples"] for entry in reports) + sum(graph.count(b"\n") for graph in quads)
    return store if len(store) == expected else None


def _load(store: ox.Store, graphs: Iterable[bytes]) -> ox.Store:
    """The store with these N-Quads in it, of some graphs at a time."""
    together: list[bytes] = []
    quads = 0
    for graph in graphs:
        together.append(graph)
        quads += graph.count(b"\n")
        if quads >= _AT_ONCE:
            _load_at_once(store, together, quads)
            together, quads = [], 0
    if together:
        _load_at_once(store, together, quads)
    return store


def _load_at_once(store: ox.Store, graphs: list[bytes], quads: int) -> None:
    load = store.load if quads < _ADDED else store.bulk_load
    # lenient: the parts are our own, and their IRIs were checked when they were minted
    load(input=b"".join(graphs), format=ox.RdfFormat.N_QUADS, lenient=True)


# ---------------------------------------------------------------- files


def _quads_of(folder: BuildFolder, parts: Parts, entry: dict[str, Any]) -> bytes:
    """A report's N-Quads: of its part, or of the old build where it is unchanged."""
    if entry["sha256"] in parts:
        return parts.read(entry["sha256"], "nq")
    with (folder.path / "graph.nq").open("rb") as old:
        return _range(old, *entry["sections"]["nq"])


def _join(
    folder: BuildFolder,
    staging: Path,
    parts: Parts,
    graphs: dict[str, str],
    reports: list[dict[str, Any]],
    syntax: str,
) -> list[list[int]]:
    """One of the graph files, and the byte range of each report in it. `graphs`: what comes first, with their IRIs."""
    old_path = folder.path / f"graph.{syntax}"
    old = old_path.open("rb") if old_path.exists() else None
    sections = []
    with (staging / f"graph.{syntax}").open("wb") as new:
        if syntax != "nq":
            new.write(prefix_lines().encode())
        for name, graph in graphs.items():
            new.write(_part(parts, name, graph, syntax))
        for entry in reports:
            start = new.tell()
            if entry["sha256"] in parts:
                new.write(_part(parts, entry["sha256"], entry["graph"], syntax))
            elif old is not None:
                new.write(_range(old, *entry["sections"][syntax]))
            sections.append([start, new.tell()])
    if old is not None:
        old.close()
    return sections


def _part(parts: Parts, name: str, graph: str, syntax: str) -> bytes:
    """A graph's part of the file in that syntax."""
    if syntax == "trig":
        return b"<%s> {\n%s}\n" % (graph.encode(), parts.read(name, "ttl"))
    return parts.read(name, syntax)


def _range(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(end - start)


# ---------------------------------------------------------------- findings


def write_validation(staging: Path, findings: list[Finding]) -> None:
    """validation.ttl and validation.txt, for machines and for people."""
    write_text(staging / "validation.ttl", validation.report_turtle(findings))
    write_text(staging / "validation.txt", validation.report_text(findings))


def write_json(path: Path, value: dict[str, Any]) -> None:
    write_text(path, json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n")
