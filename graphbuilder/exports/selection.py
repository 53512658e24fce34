"""What of a build is exported: some of its named graphs, read a graph at a time so that memory does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ..store import open_store


@dataclass(frozen=True)
class Selection:
    """Some named graphs of the build in `folder`: those of reports in `reports`, all others in `shared`.

    `shared` holds the graphs of the ontology, the reference data and the links, in that order, or none of them.
    Both are IRIs in the order of graph.nq; `manifest` is what build.json says.
    """

    folder: Path
    manifest: dict[str, Any]
    reports: tuple[str, ...]
    shared: tuple[str, ...]

    @cached_property
    def store(self) -> ox.Store:
        return open_store(self.folder)

    @property
    def graphs(self) -> tuple[str, ...]:
        return (*self.shared, *self.reports)

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The quads of one named graph, in the store's order."""
        return self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
