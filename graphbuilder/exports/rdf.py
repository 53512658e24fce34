"""RDF in every syntax but JSON-LD, streamed: a selection, or lines of N-Triples, to a file.

N-Quads and TriG hold a statement once in each named graph that states it. The others know no named graphs: they hold
the union, in which each statement stands once, in the order of subject, predicate and object.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from ..errors import GraphbuilderError
from ..vocabulary import PREFIXES
from .selection import Selection
from .sorting import sorted_lines

_BATCH = 4096  # lines that are parsed at a time
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def write_ntriples(selection: Selection, path: Path) -> None:
    ntriples(union(selection), path)


def write_turtle(selection: Selection, path: Path) -> None:
    turtle(union(selection), path)


def write_rdfxml(selection: Selection, path: Path) -> None:
    rdfxml(union(selection), path)


def write_nquads(selection: Selection, path: Path) -> None:
    with path.open("wb") as file:
        for graph in selection.graphs:
            file.writelines(selection.lines(graph))


def write_trig(selection: Selection, path: Path) -> None:
    quads = (quad for graph in selection.graphs for quad in selection.quads(graph))
    with path.open("wb") as file:
        ox.serialize(quads, file, format=ox.RdfFormat.TRIG, prefixes=PREFIXES)


# ---------------------------------------------------------------- from lines of N-Triples


def ntriples(lines: Iterable[bytes], path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(sorted_lines(lines, path.parent))


def turtle(lines: Iterable[bytes], path: Path, prefixes: dict[str, str] = PREFIXES) -> None:
    _serialize(triples_of(sorted_lines(lines, path.parent)), path, ox.RdfFormat.TURTLE, prefixes)


def rdfxml(lines: Iterable[bytes], path: Path) -> None:
    _serialize(_for_xml(triples_of(sorted_lines(lines, path.parent))), path, ox.RdfFormat.RDF_XML, PREFIXES)


def union(selection: Selection) -> Iterator[bytes]:
    """The statements of all graphs as lines of N-Triples; one that two graphs state comes twice."""
    for graph in selection.graphs:
        yield from graph_lines(selection, graph)


def graph_lines(selection: Selection, graph: str) -> Iterator[bytes]:
    """The statements of one graph as lines of N-Triples."""
    behind = len(f" <{graph}> .\n".encode())
    for line in selection.lines(graph):
        yield line[:-behind] + b" .\n"


def triples_of(lines: Iterator[bytes]) -> Iterator[ox.Triple]:
    """The triples of lines of N-Triples, in their order."""
    while batch := b"".join(islice(lines, _BATCH)):
        for quad in ox.parse(batch, format=ox.RdfFormat.N_TRIPLES):
            yield quad.triple


def _serialize(triples: Iterable[ox.Triple], path: Path, format: ox.RdfFormat, prefixes: dict[str, str]) -> None:
    with path.open("wb") as file:
        ox.serialize(triples, file, format=format, prefixes=prefixes)


def _for_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples. Raises GraphbuilderError for one with a character that XML cannot hold."""
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and (found := _NOT_IN_XML.search(triple.object.value)):
            raise GraphbuilderError(
                f"{triple.subject} {triple.predicate}: XML cannot hold the character U+{ord(found[0]):04X} in it; "
                "export turtle or ntriples"
            )
        yield triple
