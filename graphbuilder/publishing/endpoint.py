"""Questions put to a SPARQL 1.1 endpoint, with the same rows as the embedded store gives.

A stored question takes the default graph for the union of all named graphs. Stores differ in that, so an endpoint is
asked first how it has to be asked.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import sparql
from ..execution import TRIPLE, Ask, Row, value
from ..vocabulary import PREFIXES
from . import stores
from .client import Answer, Client, Stopped
from .remote import read_triples, solutions, whole

_PROBE = 30.0  # seconds in which an endpoint must say how to ask it
_LONGEST = 10.0**6
_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, text/plain;q=0.5"
_AUTHORITY = f"SELECT ?authority WHERE {{ ?authority a <{PREFIXES['gb']}LocalAuthority> }} LIMIT 1"
_ANYWHERE = f"SELECT ?authority WHERE {{ GRAPH ?graph {{ ?authority a <{PREFIXES['gb']}LocalAuthority> }} }} LIMIT 1"


@dataclass(frozen=True)
class Way:
    """How an endpoint is asked for the union of its named graphs: a parameter of the request, or a graph around it."""

    parameter: str = ""
    graph: str = ""


# Most stores need nothing; Oxigraph's server takes a parameter; Jena has a name for the union.
WAYS = (Way(), Way(parameter="union-default-graph"), Way(graph="urn:x-arq:UnionGraph"))


class _Limit:
    """The seconds that some questions have together, from now on."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.passed = (
            f"the query took longer than {seconds:g} s; ask for less (a parameter, LIMIT), or give it more time with "
            "--timeout"
        )

    @property
    def left(self) -> float:
        return max(0.1, self.end - time.monotonic())


@dataclass(frozen=True)
class Endpoint:
    """The URL to which questions are sent. `execution.run` takes it in place of a store."""

    url: str
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        stores.check_url(self.url)

    @property
    def base_iri(self) -> str:
        """What the IRIs of the graph there begin with. Raises Stopped where no graph of ours is there."""
        return self._found[0]

    def asker(self, timeout: float | None) -> Ask:
        """How queries reach it; all that one caller asks has `timeout` seconds together."""
        limit = _Limit(timeout or _LONGEST)
        return lambda text: self._rows(text, self._found[1], limit)

    @cached_property
    def _found(self) -> tuple[str, Way]:
        """The base of the IRIs there, and the way to the union of the named graphs."""
        limit = _Limit(_PROBE)
        for way in WAYS:
            for (authority,) in self._rows(_AUTHORITY, way, limit)[1]:
                return str(authority).rpartition("authority/")[0], way
        if any(self._rows(_ANYWHERE, WAYS[0], limit)[1]):
            raise Stopped(
                f"{self.url}: the graphs are there, but the store's default graph is not the union of them; set the "
                "store so (docs/stores.md says how)"
            )
        raise Stopped(f"{self.url}: no graph of graphbuilder is there; send one with `graphbuilder push`")

    def _rows(self, text: str, way: Way, limit: _Limit) -> tuple[tuple[str, ...], Iterator[Row]]:
        """Columns and rows of a query, when all of the answer is here."""
        wanted = _TRIPLES if sparql.form(text) in ("CONSTRUCT", "DESCRIBE") else _ROWS
        answer = self._ask(_asked(text, way), way, wanted, limit)
        if wanted == _TRIPLES:
            return TRIPLE, self._closing(answer, map(_triple, read_triples(answer, self.url)))
        found = solutions(answer, self.url)
        if isinstance(found, ox.QueryBoolean):
            answer.body.close()
            return ("answer",), iter([(bool(found),)])
        names = tuple(variable.value for variable in found.variables)
        rows: Iterator[Any] = (tuple(solution[name] for name in names) for solution in self._all(answer, found))
        if _is_distinct(text):
            rows = _without_repeats(rows)
        return names, self._closing(answer, (tuple(map(value, row)) for row in rows))

    def _ask(self, text: str, way: Way, wanted: str, limit: _Limit) -> Answer:
        left = limit.left
        with Client(
            self.url, timeout=left, ca_file=self.ca_file, tries=3, retried=_is_passing, slow=limit.passed
        ) as client:
            return client.request(
                "POST",
                self.url,
                params={way.parameter: ""} if way.parameter else None,
                data={"query": text},
                headers={"Accept": wanted},
                seconds=left,
            )

    def _all(self, answer: Answer, found: ox.QuerySolutions) -> Iterator[ox.QuerySolution]:
        """The rows, and then an error where the store has left some out and says so (Virtuoso does)."""
        most, number = answer.headers.get("x-sparql-maxrows", ""), 0
        with whole(self.url):
            for solution in found:
                number += 1
                yield solution
        if most.isdigit() and number >= int(most):
            raise Stopped(f"{self.url}: the store gives no more than {most} rows; raise its ResultSetMaxRows")

    @staticmethod
    def _closing(answer: Answer, rows: Iterator[Row]) -> Iterator[Row]:
        with answer.body:
            yield from rows


def _is_passing(status: int) -> bool:
    """Statuses of a store that is busy; with 500 it says that it cannot answer this query."""
    return status in (429, 502, 503, 504)


def _asked(text: str, way: Way) -> str:
    """The query as it is sent: prefixes declared, and the whole pattern inside the graph of all graphs if need be."""
    text = sparql.with_prefixes(text)
    span = sparql.group_span(text) if way.graph else None
    if span is None:
        return text
    start, end = span
    return f"{text[:start]} GRAPH <{way.graph}> {{{text[start:end]}}} {text[end:]}"


def _is_distinct(text: str) -> bool:
    words = [token.text.upper() for token in sparql.tokens(text) if token.kind == "word"]
    return words[words.index("SELECT") + 1 :][:1] == ["DISTINCT"] if "SELECT" in words else False


def _without_repeats(rows: Iterator[Any]) -> Iterator[Any]:
    """Rows of a SELECT DISTINCT without those that repeat the one before: Virtuoso gives some twice."""
    last = None
    for row in rows:
        if row != last:
            yield row
        last = row


def _triple(triple: Any) -> Row:
    return value(triple.subject), value(triple.predicate), value(triple.object)
