"""The part of a build that one graph is: its N-Quads, its Turtle and a report's entry of build.json, in one file.

A file is there whole or not at all, which tells what a build that was cut off had finished. It is one file, not one
for each, as making and removing files is slow where many were removed just before (ext4 without a journal).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from .graph import as_nquads, as_ntriples
from .vocabulary import PREFIXES

_SUFFIX = ".part"


class Part(NamedTuple):
    """One graph in each syntax."""

    nq: bytes
    ttl: bytes  # without prefixes: its part in TriG too


def part_of(graph_iri: str, statements: list[bytes]) -> Part:
    """The part of the graph that has these statements (`graph.statements_of`)."""
    return Part(as_nquads(statements, graph_iri), turtle_body(as_ntriples(statements)))


def turtle_body(ntriples: bytes) -> bytes:
    """Sorted N-Triples as Turtle with our prefixes, which are left out."""
    triples = ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True)  # our own
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    start = 0
    while turtle.startswith(b"@prefix ", start):
        start = turtle.index(b"\n", start) + 1
    return turtle[start:]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts in a folder, by name. In a file stand the lengths of the sections, in one line, and the sections."""

    folder: Path

    def __contains__(self, name: str) -> bool:
        return self._path(name).exists()

    def write(self, name: str, part: Part, entry: dict[str, Any] | None = None) -> None:
        """A part, in place at once or not at all; `entry`: a report's."""
        sections = (*part, json.dumps(entry, ensure_ascii=False).encode())
        waiting = self.folder / f"{name}.{os.getpid()}"
        with waiting.open("wb") as file:
            file.write(b"%d %d %d\n" % tuple(map(len, sections)))
            file.writelines(sections)
        waiting.replace(self._path(name))

    def read(self, name: str, section: str) -> bytes:
        """A section: "nq", "ttl" or "entry"."""
        with self._path(name).open("rb") as file:
            nq, ttl, entry = map(int, file.readline().split())
            before, length = {"nq": (0, nq), "ttl": (nq, ttl), "entry": (nq + ttl, entry)}[section]
            file.seek(before, os.SEEK_CUR)
            return file.read(length)

    def entries(self) -> Iterator[dict[str, Any]]:
        """The entries of the reports, in the order of the names; none of a file that is damaged."""
        for path in sorted(self.folder.glob(f"*{_SUFFIX}")):
            with suppress(ValueError):  # the machine went down before all of it was on the disk
                entry = json.loads(self.read(path.stem, "entry"))
                if entry:
                    yield entry

    def keep(self, names: set[str]) -> None:
        """Removes all others, and what was left half-written."""
        for path in self.folder.iterdir():
            if path.suffix != _SUFFIX or path.stem not in names:
                path.unlink()

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_SUFFIX}"
