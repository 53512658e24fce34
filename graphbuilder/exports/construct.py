"""The statements that a CONSTRUCT makes, as lines of N-Triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from ..build_folder import BuildFolder
from ..errors import UsageError
from ..execution import construct
from ..queries import find_query, query_from_file
from ..sparql import form


def constructed(folder: Path, name: str, params: Mapping[str, object], timeout: float | None) -> Iterator[bytes]:
    """The statements of a question (the name of a stored one, or a .rq file), in no order, perhaps repeated.

    Raises UsageError for an unknown question, one that is no CONSTRUCT or DESCRIBE, and for wrong parameters;
    GraphbuilderError, while it is read, for one that takes longer than `timeout` seconds.
    """
    question = query_from_file(name) if name.endswith(".rq") else find_query(name)
    if form(question.text) not in ("CONSTRUCT", "DESCRIBE"):
        raise UsageError(
            f"{name}: a {form(question.text)} gives rows, not statements; export a CONSTRUCT, or write the rows with "
            f"`graphbuilder query {name} -o rows.csv`"
        )
    base = BuildFolder(folder).open()["base_iri"]
    return _lines(construct(folder, question, params, base, timeout=timeout))


def _lines(triples: Iterable[ox.Triple]) -> Iterator[bytes]:
    """A line for each triple. Those with blank nodes come last, under names that are the same each time (RDFC-1.0)."""
    unnamed = ox.Dataset()
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            unnamed.add(ox.Quad(*triple))
        else:
            yield f"{triple} .\n".encode()
    unnamed.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for quad in unnamed:
        yield f"{quad.triple} .\n".encode()
