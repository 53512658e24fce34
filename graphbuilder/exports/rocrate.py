"""An RO-Crate (https://w3id.org/ro/crate/1.1): the graph in a folder that explains itself, for archives.

It holds the graph, the ontology and shapes that it was made with, what the shapes found, the description in DCAT and
VoID, and the tables. Who publishes it is not known here: whoever does adds `author` and `publisher`. No clock is read:
`datePublished` is the day of the youngest report.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import resources
from ..errors import GraphbuilderError
from ..vocabulary import ROOT
from . import description, rdf
from .description import ATTRIBUTION, LICENCE, ONTOLOGY_LICENCE, Counts, DataFile
from .selection import Selection

METADATA = "ro-crate-metadata.json"
OFSTED = "https://www.gov.uk/government/organisations/ofsted"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/csvm+json",  # the tables' metadata (CSVW); there is no other JSON among the files
    ".trig": "application/trig",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
}
_TITLES = {
    "graph.trig": "all statements, in a named graph for each report",
    "description.ttl": "the data set described in DCAT, VoID and PROV-O",
    "ontology.ttl": "the classes, properties and concepts that the statements use",
    "reference.ttl": "the authorities and known agencies, with their names and codes",
    "validation.ttl": "what the shapes found in the whole build, as a SHACL report",
    "validation.txt": "what the shapes found in the whole build, for people",
}


def write_rocrate(selection: Selection, path: Path) -> None:
    path.mkdir()
    rdf.write_trig(selection, path / "graph.trig")
    for name in ("validation.ttl", "validation.txt"):
        shutil.copyfile(selection.folder / name, path / name)
    for name in ("ontology", "reference"):
        rdf.turtle(rdf.graph_lines(selection, f"{selection.base}graph/{name}"), path / f"{name}.ttl")
    _copy_shapes(selection, path / "shapes")
    _write_tables(selection, path / "tables")
    counts = description.count(selection, path)
    description.write_turtle(selection, counts, data_files(path), path / "description.ttl")
    metadata = json.dumps(_metadata(selection, counts, path), ensure_ascii=False, indent=1)
    (path / METADATA).write_text(metadata + "\n", encoding="utf-8")


def _copy_shapes(selection: Selection, path: Path) -> None:
    """The shapes of this installation. Raises GraphbuilderError where the build was checked with others."""
    if selection.manifest["versions"]["shapes"] != resources.shapes_hash():
        raise GraphbuilderError(
            f"{selection.folder}: checked with the shapes of another version of graphbuilder; build again (files that "
            "have not changed are not read again)"
        )
    path.mkdir()
    for source in resources.shapes():
        shutil.copyfile(source, path / source.name)


def _write_tables(selection: Selection, path: Path) -> None:
    from . import EXPORTS

    for format in EXPORTS:
        if format.name == "csv" and selection.reports:
            format.write(selection, path)


def data_files(crate: Path) -> Iterator[DataFile]:
    """The files of a crate in the order of their names, without its metadata."""
    for path in sorted(crate.rglob("*")):
        name = path.relative_to(crate).as_posix()
        if path.is_file() and name != METADATA:
            media_type = _MEDIA_TYPES.get(path.suffix, "application/octet-stream")
            yield DataFile(name, media_type, path.stat().st_size, _TITLES.get(name, _title(name)))


def _title(name: str) -> str:
    kind, _, rest = name.partition("/")
    what = {"shapes": "SHACL shapes", "tables": "table"}
    return f"{what.get(kind, kind)}: {rest}" if rest else name


# ---------------------------------------------------------------- metadata


def _metadata(selection: Selection, counts: Counts, crate: Path) -> dict[str, Any]:
    """What ro-crate-metadata.json says."""
    files = list(data_files(crate))
    day = counts.youngest or selection.manifest["built"][:10]
    about = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _SPECIFICATION},
    }
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": description.title(selection),
        "description": description.summary(selection, counts),
        "datePublished": day,
        "identifier": f"sha256:{counts.sha256}",
        "version": description.version(selection),
        "license": {"@id": LICENCE},
        "creditText": ATTRIBUTION,
        "keywords": ", ".join(description.KEYWORDS),
        "isBasedOn": [{"@id": report} for report in selection.reports],
        "hasPart": [{"@id": _quoted(file.name)} for file in files],
        "mentions": {"@id": "#build"},
    }
    return {
        "@context": [f"{_SPECIFICATION}/context", {"sha256": "https://schema.org/sha256"}],
        "@graph": [about, root, *_sources(selection), *(_file(crate, file) for file in files), *_context(selection)],
    }


def _sources(selection: Selection) -> Iterator[dict[str, Any]]:
    """The reports, which are not in the crate."""
    for entry in selection.entries:
        yield {
            "@id": entry["graph"],
            "@type": "CreativeWork",
            "name": entry["file"],
            "sha256": entry["sha256"],
            "license": {"@id": LICENCE},
            "publisher": {"@id": OFSTED},
        }


def _file(crate: Path, file: DataFile) -> dict[str, Any]:
    is_ours = file.name == "ontology.ttl" or file.name.startswith("shapes/")
    return {
        "@id": _quoted(file.name),
        "@type": "File",
        "name": file.title,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
        "sha256": _sha256(crate / file.name),
        "license": {"@id": ONTOLOGY_LICENCE if is_ours else LICENCE},
    }


def _context(selection: Selection) -> Iterator[dict[str, Any]]:
    """What the others refer to: licences, Ofsted, the program and what it did."""
    yield {"@id": LICENCE, "@type": "CreativeWork", "name": "Open Government Licence v3.0"}
    yield {"@id": ONTOLOGY_LICENCE, "@type": "CreativeWork", "name": "Apache License 2.0"}
    yield {"@id": OFSTED, "@type": "Organization", "name": "Ofsted", "url": OFSTED}
    software = f"{selection.base}software/graphbuilder-{description.version(selection)}"
    yield {
        "@id": software,
        "@type": "SoftwareApplication",
        "name": "graphbuilder",
        "url": ROOT,
        "softwareVersion": description.version(selection),
    }
    yield {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "The statements drawn from the reports",
        "instrument": {"@id": software},
        "object": [{"@id": report} for report in selection.reports],
        "result": {"@id": "./"},
    }


def _quoted(name: str) -> str:
    """A file's path as a relative IRI."""
    from urllib.parse import quote

    return quote(name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
