"""The named graphs of a build as they stand in graph.nq, sent without being held in memory; and when two are the same.

Stores keep values and not their spelling: "0.90" may come back as "0.9", @en-GB as @en-gb, and an integer of any kind
as xsd:integer. Two graphs are the same
where their triples are, in that sense.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO

import httpx
import pyoxigraph as ox

from ..errors import GraphbuilderError
from ..vocabulary import PREFIXES

_CHUNK = 1 << 16
_XSD = PREFIXES["xsd"]
_INTEGER = _XSD + "integer"
_INTEGERS = frozenset(
    _XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)


@dataclass(frozen=True)
class BuiltGraph:
    """A named graph: the bytes `start` to `end` of graph.nq, and the SHA-256 of them."""

    iri: str
    start: int
    end: int
    triples: int
    sha256: str

    @property
    def size(self) -> int:
        """Bytes of it as N-Triples: without the graph's name in each line."""
        return self.end - self.start - self.triples * len(f" <{self.iri}>".encode())


def built_graphs(file: IO[bytes], path: Path) -> list[BuiltGraph]:
    """The graphs of a graph.nq, each of which stands in one piece. Raises GraphbuilderError for a damaged file."""
    found: list[BuiltGraph] = []
    name, start, offset, triples, digest = b"", 0, 0, 0, hashlib.sha256()
    for line in file:
        if not line.endswith(b"> .\n"):
            raise GraphbuilderError(f"{path}: damaged at byte {offset}; build again with --force")
        its = line[line.rindex(b" <") + 2 : -4]
        if its != name:
            if triples:
                found.append(BuiltGraph(name.decode(), start, offset, triples, digest.hexdigest()))
            name, start, triples, digest = its, offset, 0, hashlib.sha256()
        digest.update(line)
        triples += 1
        offset += len(line)
    if triples:
        found.append(BuiltGraph(name.decode(), start, offset, triples, digest.hexdigest()))
    if len({graph.iri for graph in found}) != len(found):
        raise GraphbuilderError(f"{path}: a graph stands in two pieces; build again with --force")
    return found


class GraphStream(httpx.SyncByteStream):
    """A graph as N-Triples, read from graph.nq while it is sent; as often as it is sent."""

    def __init__(self, file: IO[bytes], graph: BuiltGraph) -> None:
        self.file, self.graph = file, graph

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.graph.start)
        tail = len(f" <{self.graph.iri}> .\n".encode())
        waiting: list[bytes] = []
        size = 0
        for _ in range(self.graph.triples):
            line = self.file.readline()
            waiting.append(line[:-tail] + b" .\n")
            size += len(line)
            if size >= _CHUNK:
                yield b"".join(waiting)
                waiting, size = [], 0
        yield b"".join(waiting)


# ---------------------------------------------------------------- sameness


def content(triples: Iterable[ox.Quad]) -> set[str]:
    """Triples as N-Triples lines in which equal values are written alike."""
    return {f"{triple.subject} {triple.predicate} {_alike(triple.object)} ." for triple in triples}


def content_hash(lines: set[str]) -> str:
    """SHA-256 of the lines of `content` in order."""
    digest = hashlib.sha256()
    for line in sorted(lines):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _alike(term: object) -> str:
    if not isinstance(term, ox.Literal):
        return str(term)
    if term.language:
        return str(ox.Literal(term.value, language=term.language.lower()))
    datatype = ox.NamedNode(_INTEGER) if term.datatype.value in _INTEGERS else term.datatype
    return str(ox.Literal(_value(term.value.strip(), datatype.value) or term.value, datatype=datatype))


def _value(text: str, datatype: str) -> str | None:
    """The canonical form of a number or a boolean; None for anything else."""
    try:
        if datatype == _INTEGER:
            return str(int(text))
        if datatype == _XSD + "decimal":
            return format(Decimal(text).normalize(), "f")
        if datatype in (_XSD + "double", _XSD + "float"):
            return repr(float(text))
    except (ValueError, InvalidOperation):
        return None
    return {"1": "true", "0": "false"}.get(text) if datatype == _XSD + "boolean" else None
