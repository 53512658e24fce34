"""A build, or a part of it, as files for other tools: `EXPORTS` lists the formats, each a module of its own.

>>> export(Path("output"), "csv", Path("tables"), authority="havering")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import process

from ..errors import UsageError
from . import description, jsonld, rdf, rocrate
from .selection import Selection, select
from .tables import csv_folder, duck, filling, parquet, workbook
from .target import replacing, zip_folder

__all__ = ["EXPORTS", "Export", "Selection", "export", "export_query", "find_export", "select"]


@dataclass(frozen=True)
class Export:
    """A format: `write` puts a selection at a path that does not exist yet (a folder's or a file's).

    `write_lines` does the same for lines of N-Triples, in any order and repeated; None where the format is not RDF.
    `suffix` is a file's ending (".ttl"), "" for a folder; `aliases` are other names that people use.
    """

    name: str
    suffix: str
    summary: str
    write: Callable[[Selection, Path], None]
    write_lines: Callable[[Iterable[bytes], Path], None] | None = None
    aliases: tuple[str, ...] = ()


EXPORTS: tuple[Export, ...] = (
    Export("turtle", ".ttl", "RDF for people and most tools", rdf.write_turtle, rdf.turtle, ("ttl",)),
    Export("trig", ".trig", "Turtle with its named graphs", rdf.write_trig, rdf.turtle),
    Export("ntriples", ".nt", "RDF, a statement a line", rdf.write_ntriples, rdf.ntriples, ("nt", "n-triples")),
    Export("nquads", ".nq", "a statement and its graph a line", rdf.write_nquads, rdf.ntriples, ("nq", "n-quads")),
    Export(
        "jsonld",
        ".jsonld",
        "RDF as JSON: each report as one tree",
        jsonld.write_jsonld,
        jsonld.jsonld,
        ("json-ld", "json"),
    ),
    Export("rdfxml", ".rdf", "RDF for older tools", rdf.write_rdfxml, rdf.rdfxml, ("rdf", "rdf/xml", "rdf-xml", "xml")),
    Export(
        "description",
        ".ttl",
        "DCAT and VoID: counts, licence, origin",
        description.write_description,
        aliases=("void", "dcat"),
    ),
    Export("csv", "", "tables as CSV files, described for programs (CSVW)", csv_folder.write_csv),
    Export("xlsx", ".xlsx", "tables as one workbook, to read and to filter", workbook.write_xlsx, aliases=("excel",)),
    Export("parquet", "", "tables as Parquet files", parquet.write_parquet),
    Export("sqlite", ".sqlite", "tables as one SQLite file, with keys and views", filling.write_sqlite),
    Export("duckdb", ".duckdb", "tables as one DuckDB file, with keys and views", duck.write_duckdb),
    Export(
        "rocrate",
        "",
        "a package for archives: graph, ontology, shapes, tables",
        rocrate.write_rocrate,
        aliases=("ro-crate",),
    ),
)


def find_export(name: str) -> Export:
    """The format of this name. Raises UsageError with all that there are."""
    wanted = name.lower().lstrip(".")
    for format in EXPORTS:
        if wanted in (format.name, *format.aliases):
            return format
    known = [format.name for format in EXPORTS]
    nearest = process.extractOne(wanted, known)
    raise UsageError(f"no format is called {name!r}; there are {', '.join(known)}; did you mean {nearest[0]}?")


def export(
    folder: Path,
    format: str,
    path: Path,
    *,
    authority: str | None = None,
    report: str | None = None,
    graph: str | None = None,
    force: bool = False,
) -> Selection:
    """Write the build in `folder`, or the part that `select` chooses, to `path`, whole or not at all.

    A format that is a folder becomes one file where `path` ends in ".zip".
    Raises UsageError for an unknown format, an unknown part, or a `path` that exists (without `force`) or cannot hold
    the export; GraphbuilderError where it cannot be written.
    """
    chosen = find_export(format)
    selection = select(folder, authority, report, graph)
    if not chosen.suffix and path.suffix == ".zip":
        with replacing(path, ".zip", folder, force) as waiting:
            chosen.write(selection, waiting.with_suffix(""))
            zip_folder(waiting.with_suffix(""), waiting)
    else:
        with replacing(path, chosen.suffix, folder, force) as waiting:
            chosen.write(selection, waiting)
    return selection


def export_query(
    folder: Path,
    format: str,
    path: Path,
    query: str,
    params: Mapping[str, object] | None = None,
    *,
    timeout: float | None = 60,
    force: bool = False,
) -> None:
    """Write the statements of a CONSTRUCT (a .rq file, or the name of a stored question) to `path`.

    Raises UsageError as `export` and for a query that is no CONSTRUCT or a format that is no RDF.
    """
    from .construct import constructed

    chosen = find_export(format)
    if chosen.write_lines is None:
        rdf_formats = ", ".join(other.name for other in EXPORTS if other.write_lines)
        raise UsageError(
            f"{chosen.name} is made of a build, not of statements by themselves; export a CONSTRUCT as {rdf_formats}, "
            "or get rows with a SELECT: `graphbuilder query FILE.rq --format csv`"
        )
    lines = constructed(folder, query, params or {}, timeout)
    with replacing(path, chosen.suffix, folder, force) as waiting:
        chosen.write_lines(lines, waiting)
