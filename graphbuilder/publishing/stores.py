"""The kinds of triple store, and how they differ, as data: the addresses below a store's URL, and what they speak.

All of them take the SPARQL 1.1 Protocol for questions and the SPARQL 1.1 Graph Store Protocol for whole graphs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import UsageError

N_TRIPLES = "application/n-triples"


@dataclass(frozen=True)
class StoreKind:
    """One kind of store. `query` and `graphs` are added to the URL that the user gives."""

    name: str
    url: str  # what the URL looks like, for messages
    query: str  # where questions go
    graphs: str  # where graphs go
    parameter: str = "graph"  # names the graph
    sends: str = N_TRIPLES  # the media type of N-Triples there
    server: str = ""  # how its answers begin in the header Server, or a header that only it sends


KINDS: tuple[StoreKind, ...] = (
    StoreKind("oxigraph", "http://localhost:7878", "/query", "/store", server="oxigraph"),
    StoreKind("fuseki", "http://localhost:3030/DATASET", "/query", "/data", server="fuseki-request-id"),
    StoreKind("graphdb", "http://localhost:7200/repositories/NAME", "", "/rdf-graphs/service", server="graphdb"),
    StoreKind("rdf4j", "http://localhost:8080/rdf4j-server/repositories/NAME", "", "/rdf-graphs/service"),
    StoreKind(
        "virtuoso",
        "http://localhost:8890",
        "/sparql",
        "/sparql-graph-crud-auth",
        parameter="graph-uri",
        sends="text/turtle",  # which N-Triples is; it takes no other name for it
        server="virtuoso",
    ),
    StoreKind("generic", "https://HOST/sparql", "", ""),
)
NAMES = tuple(kind.name for kind in KINDS)


@dataclass(frozen=True)
class Target:
    """A store at its address: where questions go, and where graphs go."""

    kind: StoreKind
    url: str
    query_url: str
    graph_url: str


def target(url: str, kind: StoreKind, graph_store: str | None = None) -> Target:
    """The addresses of the store at `url`; `graph_store` says where graphs go instead of what its kind says."""
    base = url.rstrip("/")
    return Target(kind, base, base + kind.query, graph_store or base + kind.graphs)


def find_kind(name: str) -> StoreKind:
    """The kind of this name. Raises UsageError listing the known ones."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise UsageError(f"no kind of store is called {name!r}; there are {', '.join(NAMES)}")


def recognise(url: str, headers: Mapping[str, str]) -> StoreKind | None:
    """The kind of the store that answers with these headers (of any capitals); None where none fits."""
    server = headers.get("server", "").lower()
    for kind in KINDS:
        if kind.server and (server.startswith(kind.server) or kind.server in headers):
            return kind
    return find_kind("rdf4j") if "/repositories/" in url else None


def unrecognised(url: str) -> str:
    """The message for a store that `recognise` does not know."""
    kinds = ", ".join(f"--store {kind.name} {kind.url}" for kind in KINDS)
    return f"{url}: cannot tell what store this is; say it, with the URL as in one of: {kinds}"


def check_url(url: str) -> str:
    """A URL that may be used and shown. Raises UsageError for one with a password, or that is none; never shows it."""
    try:
        parts = urlsplit(url)
        port_is_wrong = parts.port == 0
    except ValueError as error:
        raise UsageError("the URL cannot be read; write it like http://localhost:7878") from error
    if "@" in parts.netloc:
        raise UsageError(
            "the URL holds a name or password, which would be seen in the list of processes and in the shell's "
            "history; set GRAPHBUILDER_USER and GRAPHBUILDER_PASSWORD, or add the host to ~/.netrc, and give the "
            "URL without them"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or port_is_wrong:
        raise UsageError(f"{url}: not the URL of a store; write it like http://localhost:7878")
    if parts.query or parts.fragment:
        raise UsageError(f"{url.partition('?')[0].partition('#')[0]}: give the URL without what begins at ? or #")
    return url
