"""What a push asks of a store: a graph replaced, read back, deleted or counted, and what was pushed before.

What was pushed stands in the store itself, in the graph `graph/pushed`. An entry without a hash is a graph that may be
there in part: its hash is taken away before it is touched and written when it has been read back and found right. So a
push that is killed at any moment is finished by the next one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

import httpx
import pyoxigraph as ox

from ..vocabulary import PREFIXES, literal, term
from .client import Answer, Client, Stopped, is_page
from .graphs import BuiltGraph, GraphStream, content
from .stores import Target

_COUNTED = 100  # graphs in one question
_READ = "application/n-triples, text/plain;q=0.5"
_GONE = (404, 410)

Pushed = dict[str, str | None]  # graph → SHA-256 of what stands there, None for one that may be there in part


@dataclass(frozen=True)
class RemoteStore:
    """A store at its address, and the base of the IRIs of what is pushed."""

    client: Client
    target: Target
    base: str

    @property
    def pushed_graph(self) -> str:
        return f"{self.base}graph/pushed"

    # ------------------------------------------------ graphs

    def replace(self, file: IO[bytes], graph: BuiltGraph) -> None:
        """Put a graph of graph.nq in the place of what the store has under its name."""
        self._send("PUT", graph.iri, GraphStream(file, graph), graph.size)

    def _send(self, method: str, graph: str, stream: httpx.SyncByteStream, size: int) -> None:
        headers = {"Content-Type": self.target.kind.sends}
        self._graph(method, graph, headers=headers, stream=stream, size=size).body.close()

    def read(self, graph: str) -> set[str]:
        """The content of a graph, as `graphs.content` gives it; empty where there is none."""
        answer = self._graph("GET", graph, headers={"Accept": _READ}, accepted=_GONE)
        with answer.body:
            if answer.status in _GONE:
                return set()
            return content(read_triples(answer, self.target.graph_url))

    def delete(self, graph: str) -> None:
        self._graph("DELETE", graph, accepted=_GONE).body.close()

    def _graph(self, method: str, graph: str, **options: object) -> Answer:
        params = {self.target.kind.parameter: graph}
        return self.client.request(method, self.target.graph_url, params=params, **options)  # type: ignore[arg-type]

    def counts(self, graphs: Iterable[str]) -> dict[str, int]:
        """Graph → triples, as SPARQL counts them, for those of `graphs` that are there."""
        wanted, found = list(graphs), {}
        for first in range(0, len(wanted), _COUNTED):
            names = " ".join(f"<{graph}>" for graph in wanted[first : first + _COUNTED])
            query = (
                "SELECT ?graph (COUNT(*) AS ?triples) WHERE "
                f"{{ VALUES ?graph {{ {names} }} GRAPH ?graph {{ ?s ?p ?o }} }} GROUP BY ?graph"
            )
            for graph, triples in self._select(query):
                found[graph] = int(triples)
        return found

    def _select(self, query: str) -> Iterator[tuple[str, ...]]:
        answer = self.client.request(
            "POST",
            self.target.query_url,
            data={"query": query},
            headers={"Accept": "application/sparql-results+json"},
        )
        with answer.body:
            for row in solutions(answer, self.target.query_url):  # type: ignore[union-attr]
                yield tuple(term.value for term in row)

    # ------------------------------------------------ what was pushed

    def pushed(self) -> Pushed:
        """What the pushes before this one have left in the store."""
        found: Pushed = {}
        for line in self.read(self.pushed_graph):
            graph, predicate, value = line[:-2].split(" ", 2)
            if predicate == term("gb:contentHash"):
                found[graph[1:-1]] = value.strip('"')
            else:
                found.setdefault(graph[1:-1], None)
        return found

    def write_pushed(self, pushed: Pushed) -> None:
        """Replace what the store says was pushed."""
        lines = "".join(_entry(graph, sha256) for graph, sha256 in sorted(pushed.items())).encode()
        if lines:
            self._send("PUT", self.pushed_graph, _Bytes(lines), len(lines))
        else:
            self.delete(self.pushed_graph)

    def add_pushed(self, graphs: Iterable[BuiltGraph]) -> None:
        """Add the hashes of graphs that have been sent whole."""
        lines = "".join(_hash_line(graph.iri, graph.sha256) for graph in graphs).encode()
        self._send("POST", self.pushed_graph, _Bytes(lines), len(lines))


class _Bytes(httpx.SyncByteStream):
    def __init__(self, data: bytes) -> None:
        self.data = data

    def __iter__(self) -> Iterator[bytes]:
        yield self.data


def _entry(graph: str, sha256: str | None) -> str:
    kind = f"<{graph}> <{PREFIXES['rdf']}type> {term('gb:PushedGraph')} .\n"
    return kind + (_hash_line(graph, sha256) if sha256 else "")


def _hash_line(graph: str, sha256: str) -> str:
    return f"<{graph}> {term('gb:contentHash')} {literal(sha256)} .\n"


# ---------------------------------------------------------------- answers


def read_triples(answer: Answer, url: str) -> Iterator[ox.Quad]:
    """The triples of an answer. Raises Stopped for a web page or anything else."""
    plain = answer.media_type == "text/plain"  # as N-Triples were called
    form = ox.RdfFormat.N_TRIPLES if plain else ox.RdfFormat.from_media_type(answer.media_type)
    if is_page(answer) or form is None:
        raise not_data(answer, url, "triples")
    with whole(url):
        yield from ox.parse(answer.body, format=form)


def solutions(answer: Answer, url: str) -> ox.QuerySolutions | ox.QueryBoolean:
    """The rows of an answer in JSON. Raises Stopped for a web page or anything else."""
    if is_page(answer) or "json" not in answer.media_type:
        raise not_data(answer, url, "SPARQL results")
    with whole(url):
        found = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
        assert not isinstance(found, ox.QueryTriples)
        return found


@contextlib.contextmanager
def whole(url: str) -> Iterator[None]:
    """Raises Stopped for an answer that does not parse."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise Stopped(f"{url}: the answer cannot be read ({error}); it may have been cut off: try again") from error


def not_data(answer: Answer, url: str, wanted: str) -> Stopped:
    """The error for an answer of another kind than was asked for."""
    kind = "a web page" if is_page(answer) else answer.media_type or "something without a type"
    return Stopped(f"{url}: answers with {kind} and not with {wanted}; this may be the wrong URL or kind of store")
