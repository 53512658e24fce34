"""A query → a table: in this process, or in one that can be ended when it takes too long."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from . import query_process, sparql
from .errors import GraphbuilderError
from .model import Table
from .store import open_store, used_prefixes
from .vocabulary import PREFIXES

if TYPE_CHECKING:
    from .publishing.endpoint import Endpoint
    from .queries import StoredQuery

Row = tuple[object, ...]
_Answer = TypeVar("_Answer", Row, ox.Triple)
TRIPLE = ("subject", "predicate", "object")
EVIDENCE = ("quote", "page", "paragraph", "report")  # columns that `explain` adds
_XSD = PREFIXES["xsd"]
_MANY = 2000  # facts whose evidence is asked for at a time
_LONGEST = 10.0**6  # seconds: timers take no more


def run(
    store: ox.Store | Path | Endpoint,
    query: StoredQuery,
    params: Mapping[str, object],
    base_iri: str,
    *,
    timeout: float | None = 60,
    explain: bool = False,
) -> Table:
    """The rows of a query. SELECT gives its columns, ASK one row `answer`, CONSTRUCT sorted triples.

    With the path of a build folder and a timeout (seconds), a query that takes longer is ended and raises
    GraphbuilderError; an open store cannot be interrupted. An Endpoint is asked over the network. Raises
    UsageError for wrong parameters and bad syntax.
    `explain` adds the words behind each row's fact: quote, page, paragraph and report (file name).
    """
    columns, rows = stream(store, query, params, base_iri, timeout=timeout, explain=explain)
    found = list(rows)
    if sparql.form(query.text) in ("CONSTRUCT", "DESCRIBE"):
        found = sorted(set(found), key=lambda row: [str(cell) for cell in row])
    return Table(columns, tuple(found))


def stream(
    store: ox.Store | Path | Endpoint,
    query: StoredQuery,
    params: Mapping[str, object],
    base_iri: str,
    *,
    timeout: float | None = 60,
    explain: bool = False,
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """As `run`, as columns and an iterator of rows: a million rows need no more memory than one."""
    from .queries import bind

    sparql.check(query.text)
    ask = _asker(store, timeout)
    executed = bind(query, params, base_iri)
    try:
        columns, rows = ask(executed)
    except SyntaxError as error:
        raise sparql.syntax_error(query.text, str(error), executed) from error
    if query.evidence is None or query.evidence not in columns:
        return columns, rows
    at = columns.index(query.evidence)
    if explain:
        return (*_without(columns, at), *EVIDENCE), _explained(ask, rows, at)
    return _without(columns, at), (_without(row, at) for row in rows)


def construct(
    folder: Path,
    query: StoredQuery,
    params: Mapping[str, object],
    base_iri: str,
    *,
    timeout: float | None = 60,
) -> Iterator[ox.Triple]:
    """The statements of a CONSTRUCT or DESCRIBE on a build as RDF terms, in no order, perhaps repeated.

    Raises as `run`; where the time is up or the query fails, while they are read.
    """
    from .queries import bind

    sparql.check(query.text)
    executed = bind(query, params, base_iri)
    try:
        if timeout is not None:
            return _Child(folder / "store", executed, timeout, time.monotonic() + timeout).triples()
        result = open_store(folder).query(executed, use_default_graph_as_union=True, prefixes=used_prefixes(executed))
        assert isinstance(result, ox.QueryTriples)
        return iter(result)
    except SyntaxError as error:
        raise sparql.syntax_error(query.text, str(error), executed) from error


Ask = Callable[[str], tuple[tuple[str, ...], Iterator[Row]]]


def _asker(store: ox.Store | Path | Endpoint, timeout: float | None) -> Ask:
    """How queries reach the store; all that one caller asks has `timeout` seconds together."""
    if isinstance(store, ox.Store):
        return lambda text: _here(store, text)
    if not isinstance(store, Path):
        return store.asker(timeout)
    if timeout is None:
        opened = open_store(_build_folder(store))
        return lambda text: _here(opened, text)
    end = time.monotonic() + timeout
    return lambda text: _Child(_build_folder(store) / "store", text, timeout, end).table()


def _build_folder(path: Path) -> Path:
    """The build folder, where its store was named."""
    return path.parent if path.name == "store" and not (path / "store").exists() else path


def _without(row: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return row[:at] + row[at + 1 :]


# ---------------------------------------------------------------- in this process


def _here(store: ox.Store, text: str) -> tuple[tuple[str, ...], Iterator[Row]]:
    result = store.query(text, use_default_graph_as_union=True, prefixes=used_prefixes(text))
    if isinstance(result, ox.QuerySolutions):
        return _solutions(result)
    if isinstance(result, ox.QueryTriples):
        return TRIPLE, (_triple(triple) for triple in result)
    return ("answer",), iter([(bool(result),)])


def _solutions(result: ox.QuerySolutions) -> tuple[tuple[str, ...], Iterator[Row]]:
    names = tuple(variable.value for variable in result.variables)
    return names, (tuple(value(solution[name]) for name in names) for solution in result)


def _triple(triple: Any) -> Row:
    return value(triple.subject), value(triple.predicate), value(triple.object)


def value(term: Any) -> object:
    """An RDF term as a Python value: int, float, bool, date; any other as its text. None for no term."""
    if term is None or not isinstance(term, ox.Literal):
        return None if term is None else getattr(term, "value", str(term))
    convert = _CONVERT.get(term.datatype.value)
    try:
        return convert(term.value) if convert else term.value
    except ValueError:
        return term.value  # an ill-typed literal is shown as it stands


_CONVERT: dict[str, Callable[[str], object]] = {
    **{_XSD + name: int for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger")},
    **{_XSD + name: float for name in ("decimal", "double", "float")},
    _XSD + "date": date.fromisoformat,
    _XSD + "boolean": lambda text: text in ("true", "1"),
}


# ---------------------------------------------------------------- in a process of its own


class _Child:
    """One query in a child process, which is ended when the time is up or nobody reads its rows any more."""

    def __init__(self, store: Path, text: str, timeout: float, end: float) -> None:
        self.timeout = timeout
        seconds = min(max(0.0, end - time.monotonic()), _LONGEST)
        self.process = subprocess.Popen(
            [sys.executable, "-P", query_process.__file__],  # -P: modules are not looked for in the package's folder
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdin and self.process.stdout
        self.input, self.output = self.process.stdin, self.process.stdout
        self.late = False
        self.timer = threading.Timer(seconds, self._end)
        self.timer.daemon = True
        self.timer.start()
        request = {"store": str(store), "query": text, "prefixes": used_prefixes(text), "seconds": seconds}
        with contextlib.suppress(BrokenPipeError), self.input:  # one that has ended cannot read, and says why itself
            self.input.write(json.dumps(request).encode())

    def _end(self) -> None:
        self.late = True
        self.process.kill()

    def table(self) -> tuple[tuple[str, ...], Iterator[Row]]:
        """Columns and rows of the reply. Raises SyntaxError for a query that does not parse, GraphbuilderError else."""
        try:
            return self._table(self.output.readline().strip())
        except BaseException:
            self._close()
            raise

    def triples(self) -> Iterator[ox.Triple]:
        """The triples of the reply. Raises as `table`."""
        try:
            kind = self.output.readline().strip()
            if kind != b"construct":
                raise self._not_answered(kind, self.output.read().decode())
            return self._until_done(quad.triple for quad in ox.parse(self.output, format=ox.RdfFormat.N_TRIPLES))
        except BaseException:
            self._close()
            raise

    def _table(self, kind: bytes) -> tuple[tuple[str, ...], Iterator[Row]]:
        if kind == b"select":
            try:
                result = ox.parse_query_results(self.output, format=ox.QueryResultsFormat.JSON)
            except SyntaxError as error:
                raise self._failure() from error
            assert isinstance(result, ox.QuerySolutions)
            columns, rows = _solutions(result)
            return columns, self._until_done(rows)
        if kind == b"construct":
            triples = ox.parse(self.output, format=ox.RdfFormat.N_TRIPLES)
            return TRIPLE, self._until_done(_triple(triple) for triple in triples)
        message = self.output.read().decode()
        if kind != b"ask" or self.late:
            raise self._not_answered(kind, message)
        return ("answer",), self._until_done(iter([(message == "true",)]))

    def _not_answered(self, kind: bytes, message: str) -> Exception:
        return SyntaxError(message) if kind == b"syntax" else self._failure(message)

    def _until_done(self, rows: Iterator[_Answer]) -> Iterator[_Answer]:
        """The rows, and then an error where the child did not end well: its rows are not all there."""
        try:
            try:
                yield from rows
            except SyntaxError as error:  # what it wrote was cut off
                raise self._failure() from error
            if self.process.wait() != 0:
                raise self._failure()
        finally:
            self._close()

    def _failure(self, message: str = "") -> GraphbuilderError:
        if self.late or (self.process.poll() or 0) == -14:  # SIGALRM
            return GraphbuilderError(
                f"the query took longer than {self.timeout:g} s; ask for less (a parameter, LIMIT), "
                "or give it more time with --timeout"
            )
        why = message or "its process ended before the answer was complete"
        return GraphbuilderError(f"the query could not be answered: {why}; try again, or build again with --force")

    def _close(self) -> None:
        self.timer.cancel()
        self.process.kill()
        self.process.wait()
        self.output.close()


# ---------------------------------------------------------------- the words behind a fact

_EVIDENCE = """
PREFIX gb: <https://w3id.org/graphbuilder/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?fact ?quote ?page ?paragraph ?report ?start WHERE {
  VALUES ?fact { %s }
  GRAPH ?graph {
    ?fact gb:evidence ?evidence .
    ?evidence oa:hasSource ?source ; oa:hasSelector ?words , ?place .
    ?words oa:exact ?quote .
    ?place oa:start ?start .
    ?source gb:fileName ?report .
    OPTIONAL { ?evidence gb:page ?page }
    OPTIONAL { ?evidence gb:paragraph ?paragraph }
  }
}
ORDER BY ?fact STR(?report) ?start STR(?quote) ?page ?paragraph
"""


def _explained(ask: Ask, rows: Iterator[Row], at: int) -> Iterator[Row]:
    """The rows without their fact, with the first words of the first report that it rests on."""
    found = list(rows)
    facts = sorted({str(row[at]) for row in found if row[at] is not None})
    words: dict[str, Row] = {}
    for first in range(0, len(facts), _MANY):
        _, said = ask(_EVIDENCE % " ".join(f"<{fact}>" for fact in facts[first : first + _MANY]))
        for fact, *cells, _start in said:
            words.setdefault(str(fact), tuple(cells))
    for row in found:
        yield _without(row, at) + words.get(str(row[at]), (None,) * len(EVIDENCE))
