"""What of a build is exported: some of its named graphs, read a graph at a time so that memory does not grow.

>>> select(Path("output"), authority="Havering").reports
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox
from rapidfuzz import process

from ..build_folder import BuildFolder
from ..errors import GraphbuilderError, UsageError
from ..parameters import resolve_authority
from ..store import open_store

SHARED = ("ontology", "reference", "links")  # the graphs that belong to no report, in the order of graph.nq
_BATCH = 4096  # lines that are parsed at a time


@dataclass(frozen=True)
class Selection:
    """Some named graphs of the build in `folder`: those of reports in `reports`, all others in `shared`.

    `shared` holds the graphs of the ontology, the reference data and the links, in that order, or none of them, or
    the one that was asked for. Both are IRIs in the order of graph.nq; `manifest` is what build.json says. With
    `near_links`, only links of things that the chosen reports speak of are given.
    """

    folder: Path
    manifest: dict[str, Any]
    reports: tuple[str, ...]
    shared: tuple[str, ...]
    near_links: bool = False

    @cached_property
    def store(self) -> ox.Store:
        return open_store(self.folder)

    @property
    def base(self) -> str:
        return self.manifest["base_iri"]

    @property
    def graphs(self) -> tuple[str, ...]:
        return (*self.shared, *self.reports)

    @property
    def is_whole(self) -> bool:
        """True where nothing of the build is left out."""
        all_reports = len(self.reports) == len(_read_entries(self.manifest))
        return all_reports and len(self.shared) == len(SHARED) and not self.near_links

    @cached_property
    def entries(self) -> tuple[dict[str, Any], ...]:
        """What build.json says of each chosen report, in the order of `reports`."""
        known = {entry["graph"]: entry for entry in _read_entries(self.manifest)}
        return tuple(known[graph] for graph in self.reports)

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of one named graph, in the order of graph.nq."""
        lines = self.lines(graph)
        while batch := b"".join(islice(lines, _BATCH)):
            yield from ox.parse(batch, format=ox.RdfFormat.N_QUADS)

    def lines(self, graph: str) -> Iterator[bytes]:
        """The lines of one named graph in graph.nq, sorted; each ends in "\\n"."""
        path = self.folder / "graph.nq"
        start, end = self._places[graph]
        ending = f" <{graph}> .\n".encode()
        try:
            with path.open("rb") as file:
                file.seek(start)
                for line in self._near(graph, _until(file, end)):
                    if not line.endswith(ending):
                        raise GraphbuilderError(f"{path}: damaged (not the graph {graph}); build again with --force")
                    yield line
        except OSError as error:
            raise _unreadable(path, error) from error

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        """Where each named graph stands in graph.nq: its first byte, and the one behind its last."""
        places = {entry["graph"]: tuple(entry["sections"]["nq"]) for entry in _read_entries(self.manifest)}
        path = self.folder / "graph.nq"
        try:
            with path.open("rb") as file:
                end = min((start for start, _ in places.values()), default=path.stat().st_size)
                shared = _places_in(_until(file, end))
        except OSError as error:
            raise _unreadable(path, error) from error
        return {self._shared_iri(name): (0, 0) for name in SHARED} | shared | places

    def _shared_iri(self, name: str) -> str:
        return f"{self.base}graph/{name}"

    # ------------------------------------------------ links

    def _near(self, graph: str, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines, of the links only those about things that the chosen reports speak of."""
        if not self.near_links or graph != self._shared_iri("links"):
            yield from lines
            return
        before, kept = b"", False
        for line in lines:
            subject = line.split(b" ", 1)[0]
            if subject != before:
                before, kept = subject, self._is_near(ox.NamedNode(subject[1:-1].decode()), ox.NamedNode(graph))
            if kept:
                yield line

    def _is_near(self, subject: ox.NamedNode, links: ox.NamedNode) -> bool:
        """True where a chosen report speaks of the subject, or of a thing that it is linked to."""
        linked = (quad.object for quad in self.store.quads_for_pattern(subject, None, None, links))
        return any(
            quad.graph_name.value in self._chosen
            for thing in (subject, *linked)
            if isinstance(thing, ox.NamedNode)
            for quad in self.store.quads_for_pattern(thing, None, None, None)
            if isinstance(quad.graph_name, ox.NamedNode)
        )

    @cached_property
    def _chosen(self) -> frozenset[str]:
        return frozenset(self.reports)


def _until(file: BinaryIO, end: int) -> Iterator[bytes]:
    """Lines from where the file stands to the byte `end`."""
    left = end - file.tell()
    while left > 0 and (line := file.readline()):
        left -= len(line)
        yield line


def _places_in(lines: Iterable[bytes]) -> dict[str, tuple[int, int]]:
    """Where each graph begins and ends in lines of N-Quads that stand at the start of a file."""
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for line in lines:
        graph = line.rsplit(b" ", 2)[1][1:-1].decode()
        start = places[graph][0] if graph in places else at
        at += len(line)
        places[graph] = (start, at)
    return places


def _unreadable(path: Path, error: OSError) -> GraphbuilderError:
    return GraphbuilderError(f"{path}: cannot be read ({error.strerror or error}); build again with --force")


# ---------------------------------------------------------------- choosing


def select(
    folder: Path, authority: str | None = None, report: str | None = None, graph: str | None = None
) -> Selection:
    """All of the build in `folder`, or a part of it; at most one part can be named.

    `authority` (slug, short name, alias, GSS code, URN) gives the reports about it, the ontology, the reference data,
    and of the links those of things that these reports speak of. `report` (file name, IRI or its path below the base)
    gives that report's graph alone. `graph` ("ontology", "reference", "links", a name or an IRI) gives one named graph.
    Raises UsageError for a name that the build does not hold, with the nearest.
    """
    manifest = BuildFolder(folder).open()
    if sum(part is not None for part in (authority, report, graph)) > 1:
        raise UsageError("an authority, a report and a named graph were asked for together; name one of them")
    entries = _read_entries(manifest)
    base = manifest["base_iri"]
    shared = tuple(f"{base}graph/{name}" for name in SHARED)
    if authority is not None:
        return Selection(folder, manifest, _about(entries, authority, base), shared, near_links=True)
    if report is not None:
        return Selection(folder, manifest, (_find_report(entries, report, base),), ())
    if graph is not None:
        return _one_graph(Selection(folder, manifest, tuple(entry["graph"] for entry in entries), shared), graph)
    return Selection(folder, manifest, tuple(entry["graph"] for entry in entries), shared)


def _read_entries(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """What build.json says of each report in the graph, in the order of graph.nq."""
    read = (entry for entry in manifest["inputs"] if entry["status"] == "read")
    return sorted(read, key=lambda entry: entry["sections"]["nq"][0])


def _about(entries: list[dict[str, Any]], name: str, base: str) -> tuple[str, ...]:
    """The graphs of the reports about an authority."""
    slug = resolve_authority(name, base)
    found = tuple(entry["graph"] for entry in entries if entry["authority"] == slug)
    if not found:
        held = sorted({entry["authority"] for entry in entries if entry["authority"]})
        raise UsageError(f"no report in this build is about {slug}; {_nearest(slug, held)}")
    return found


def _find_report(entries: list[dict[str, Any]], name: str, base: str) -> str:
    """The graph of the report with this file name (with or without its folder), IRI, or path below the base."""
    plain = name.removeprefix("<").removesuffix(">")
    for entry in entries:
        if plain in (entry["graph"], entry["file"]) or base + plain.lstrip("/") == entry["graph"]:
            return entry["graph"]
    same_name = [entry for entry in entries if plain in (Path(entry["file"]).name, Path(entry["file"]).stem)]
    if len(same_name) == 1:
        return same_name[0]["graph"]
    if same_name:
        files = ", ".join(repr(entry["file"]) for entry in same_name)
        raise UsageError(f"{len(same_name)} reports are in files called {name!r}; name one of {files}")
    names = {entry["file"] for entry in entries} | {entry["graph"].removeprefix(base) for entry in entries}
    raise UsageError(f"no report of this build is called {name!r}; {_nearest(name.removeprefix(base), sorted(names))}")


def _one_graph(all_of_it: Selection, name: str) -> Selection:
    """The selection of one named graph."""
    plain = name.removeprefix("<").removesuffix(">")
    base = all_of_it.base
    for graph in all_of_it.graphs:
        if plain in (graph, graph.removeprefix(base), graph.removeprefix(f"{base}graph/")):
            reports = (graph,) if graph in all_of_it.reports else ()
            return Selection(all_of_it.folder, all_of_it.manifest, reports, () if reports else (graph,))
    names = [*SHARED, *(graph.removeprefix(base) for graph in all_of_it.reports)]
    raise UsageError(
        f"no named graph is called {name!r}; there are {', '.join(SHARED)} and one for each report; "
        + _nearest(plain.removeprefix(base), names)
    )


def _nearest(name: str, names: list[str]) -> str:
    found = [choice for choice, _, _ in process.extract(name, names, limit=3)]
    return f"the nearest are {', '.join(map(repr, found))}" if found else "it holds none at all"
