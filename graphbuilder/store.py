"""The embedded Oxigraph store of a build, and the library's door to it: `open_graph(folder)`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from .build_folder import BuildFolder
from .errors import GraphbuilderError
from .vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib

    from .model import Table


def open_store(path: Path) -> ox.Store:
    """The store of the build in `path`, for reading. Raises GraphbuilderError where there is none or it is damaged."""
    folder = BuildFolder(path)
    folder.open()
    try:
        return ox.Store.read_only(str(path / "store"))
    except (OSError, ValueError) as error:
        raise GraphbuilderError(f"{path / 'store'}: cannot be opened ({error}); build again with --force") from error


def select(store: ox.Store, query: str) -> list[dict[str, Any]]:
    """The rows of a SELECT over all named graphs, as {name: term or None}; the usual prefixes are declared."""
    result = store.query(query, use_default_graph_as_union=True, prefixes=used_prefixes(query))
    names = [variable.value for variable in result.variables]  # type: ignore[union-attr]
    return [{name: solution[name] for name in names} for solution in result]  # type: ignore[union-attr]


def used_prefixes(query: str) -> dict[str, str]:
    """The project's prefixes that a query uses without declaring them."""
    declared = {name.lower() for name in re.findall(r"PREFIX\s+([\w-]*):", query, re.IGNORECASE)}
    return {name: iri for name, iri in PREFIXES.items() if name not in declared}


class Graph:
    """A finished build, for questions: what `open_graph` gives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = BuildFolder(path).open()
        self.store = open_store(path)

    def query(self, name: str, *, explain: bool = False, **params: object) -> Table:
        """The rows of the stored question `name`: `query("shared-services", service_type="edt")`.

        `explain` adds the words behind each row. Raises UsageError for an unknown question or a wrong parameter.
        """
        from .queries import find_query, run

        question = find_query(name)
        hyphened = {param.name.replace("-", "_"): param.name for param in question.params}
        given = {hyphened.get(key, key): value for key, value in params.items()}
        return run(self.store, question, given, self.manifest["base_iri"], explain=explain)

    def sparql(self, text: str, *, timeout: float | None = None) -> Table:
        """The rows of a SPARQL SELECT, ASK or CONSTRUCT over the union of all named graphs.

        With a `timeout` in seconds, a query that takes longer is ended and raises GraphbuilderError.
        """
        from .queries import query_from_text, run

        where = self.path if timeout else self.store
        return run(where, query_from_text(text), {}, self.manifest["base_iri"], timeout=timeout)

    def to_rdflib(self) -> rdflib.Dataset:
        """An rdflib Dataset over the same store, through oxrdflib: for reading. `gb:` and the others are bound."""
        import rdflib
        from oxrdflib import OxigraphStore

        class ReadingStore(OxigraphStore):
            def add_graph(self, graph: rdflib.Graph) -> None:
                """Nothing: `Dataset.graph(IRI)` calls it for graphs that are there, and the store cannot be written."""

        dataset = rdflib.Dataset(store=ReadingStore(store=self.store), default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset


def open_graph(folder: str | Path = "output") -> Graph:
    """Open a build: `open_graph("output").query("latest-grades")`."""
    return Graph(Path(folder))
