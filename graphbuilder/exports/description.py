"""The data set described in DCAT, VoID and PROV-O: what is in it, how much, from which reports, under which licence.

The counts are those of the union of the named graphs. No clock is read: a data set is as young as its youngest report,
and its identifier is the SHA-256 of its statements as `export ntriples` writes them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from .. import vocabulary
from ..vocabulary import GB, PREFIXES, ROOT, iri, literal
from . import rdf
from .selection import Selection
from .sorting import sorted_lines

TITLE = "Inspections of local authority children's services in England"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. The reports are Ofsted's; "
    "Ofsted has not checked what was drawn from them here."
)
ONTOLOGY_LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
OWN_PREFIXES = PREFIXES | {"dcat": "http://www.w3.org/ns/dcat#", "void": "http://rdfs.org/ns/void#"}

_ENGLAND = "http://statistics.data.gov.uk/id/statistical-geography/E92000001"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_DAY = re.compile(rb'"(\d{4}-\d\d-\d\d)"\^\^<http://www\.w3\.org/2001/XMLSchema#date>')
_TYPE = iri(PREFIXES["rdf"] + "type").encode()
_START = iri(GB + "startDate").encode()
_ISSUED = iri(PREFIXES["dcterms"] + "issued").encode()


@dataclass(frozen=True)
class DataFile:
    """A file that holds the data set or a part of it; `name` is its path below the folder of the others."""

    name: str
    media_type: str
    size: int
    title: str


@dataclass
class Counts:
    """What stands in the union of some named graphs: how often, and the days of its inspections and reports."""

    triples: int = 0
    subjects: int = 0
    entities: int = 0  # subjects below the base IRI
    classes: Counter[str] = field(default_factory=Counter)  # class → its members
    properties: Counter[str] = field(default_factory=Counter)  # property → its statements
    graphs: Counter[str] = field(default_factory=Counter)  # named graph → its statements
    starts: tuple[str, str] | None = None  # first and last day on which an inspection began
    youngest: str | None = None  # the last day on which an inspection began or a report was issued
    sha256: str = ""


def write_description(selection: Selection, path: Path) -> None:
    """The description of a selection by itself; of a whole build, it names the build's own files."""
    files = []
    if selection.is_whole:
        for name, media_type in (("nq", "application/n-quads"), ("trig", "application/trig"), ("ttl", "text/turtle")):
            size = (selection.folder / f"graph.{name}").stat().st_size
            files.append(DataFile(f"graph.{name}", media_type, size, "all statements"))
    write_turtle(selection, count(selection, path.parent), files, path)


def write_turtle(selection: Selection, counts: Counts, files: Iterable[DataFile], path: Path) -> None:
    rdf.turtle(describe(selection, counts, files), path, OWN_PREFIXES)


# ---------------------------------------------------------------- counting


def count(selection: Selection, scratch: Path) -> Counts:
    """The counts of a selection, in constant memory; `scratch` is a folder for what does not fit in it."""
    counts = Counts()
    digest = hashlib.sha256()
    base = f"<{selection.base}".encode()
    lines = sorted_lines(_counted(selection, counts), scratch)
    for subject, said in groupby(lines, key=lambda line: line.split(b" ", 1)[0]):
        counts.subjects += 1
        counts.entities += subject.startswith(base)
        for line in said:
            digest.update(line)
            counts.triples += 1
            _, predicate, rest = line.split(b" ", 2)
            counts.properties[predicate[1:-1].decode()] += 1
            if predicate == _TYPE:
                counts.classes[rest[1:-4].decode()] += 1
            elif predicate in (_START, _ISSUED) and (day := _DAY.match(rest)):
                _note_day(counts, day[1].decode(), is_start=predicate == _START)
    counts.sha256 = digest.hexdigest()
    return counts


def _counted(selection: Selection, counts: Counts) -> Iterator[bytes]:
    for graph in selection.graphs:
        for line in rdf.graph_lines(selection, graph):
            counts.graphs[graph] += 1
            yield line


def _note_day(counts: Counts, day: str, *, is_start: bool) -> None:
    if is_start:
        first, last = counts.starts or (day, day)
        counts.starts = min(first, day), max(last, day)
    counts.youngest = max(counts.youngest or day, day)


# ---------------------------------------------------------------- describing


def describe(selection: Selection, counts: Counts, files: Iterable[DataFile]) -> Iterator[bytes]:
    """The description as lines of N-Triples."""
    dataset = f"{selection.base}dataset"
    statements = _Statements(dataset)
    statements.add("rdf:type", _term("dcat:Dataset"), _term("void:Dataset"), _term("prov:Entity"))
    statements.add("dcterms:title", literal(title(selection), language="en"))
    statements.add("dcterms:description", literal(summary(selection, counts), language="en"))
    statements.add("dcterms:identifier", literal(f"sha256:{counts.sha256}"))
    statements.add("dcterms:license", iri(LICENCE))
    statements.add("dcterms:rights", literal(ATTRIBUTION, language="en"))
    statements.add("dcterms:spatial", iri(_ENGLAND))
    if counts.youngest:
        statements.add("dcterms:issued", literal(counts.youngest, "xsd:date"))
    if selection.manifest["conforms"]:
        statements.add("dcterms:conformsTo", iri(f"{ROOT}shapes"))
    statements.add("dcat:version", literal(version(selection)))
    statements.add("dcat:keyword", *(literal(word, language="en") for word in KEYWORDS))
    yield from statements.lines
    yield from _period(dataset, counts)
    yield from _statistics(selection, dataset, counts)
    yield from _partitions(dataset, counts)
    yield from _graphs(selection, dataset, counts)
    yield from _origin(selection, dataset)
    for file in files:
        yield from _distribution(dataset, file)


KEYWORDS = ("children's services", "inspection", "local authorities", "Ofsted", "safeguarding")


def title(selection: Selection) -> str:
    """The name of the data set: of one authority, with its name; of another part, as one."""
    slugs = {entry["authority"] for entry in selection.entries}
    if selection.is_whole:
        return TITLE
    if len(slugs) == 1:
        (slug,) = slugs
        return f"{TITLE}: {vocabulary.pref_labels().get(f'{vocabulary.DEFAULT_BASE}authority/{slug}', slug)}"
    return f"{TITLE}: {', '.join(graph.removeprefix(selection.base) for graph in selection.shared)}"


def summary(selection: Selection, counts: Counts) -> str:
    """What is in the data set, in a sentence or two."""
    reports = len(selection.reports)
    authorities = len({entry["authority"] for entry in selection.entries})
    said = f"{counts.triples:,} statements of {reports} reports on {authorities} authorities"
    span = f", of inspections begun from {counts.starts[0]} to {counts.starts[1]}" if counts.starts else ""
    return (
        f"{said}{span}: judgements, recommendations, services, partner agencies, shared arrangements, posts and "
        "figures, each with the words of the report that state it, their page and paragraph."
    )


def version(selection: Selection) -> str:
    """The version of the program and of its rules, which decide what is drawn from a report."""
    versions = selection.manifest["versions"]
    return f"{versions['graphbuilder']}-{versions['rules']}"


def _period(dataset: str, counts: Counts) -> Iterator[bytes]:
    if counts.starts:
        yield from _Statements(dataset).add("dcterms:temporal", iri(f"{dataset}/period")).lines
        period = _Statements(f"{dataset}/period").add("rdf:type", _term("dcterms:PeriodOfTime"))
        period.add("dcat:startDate", literal(counts.starts[0], "xsd:date"))
        yield from period.add("dcat:endDate", literal(counts.starts[1], "xsd:date")).lines


def _statistics(selection: Selection, dataset: str, counts: Counts) -> Iterator[bytes]:
    statements = _Statements(dataset)
    statements.add("void:triples", literal(counts.triples))
    statements.add("void:entities", literal(counts.entities))
    statements.add("void:distinctSubjects", literal(counts.subjects))
    statements.add("void:classes", literal(len(counts.classes)))
    statements.add("void:properties", literal(len(counts.properties)))
    statements.add("void:uriSpace", literal(selection.base))
    used = [*counts.classes, *counts.properties]
    for namespace in PREFIXES.values():
        if any(name.startswith(namespace) for name in used):
            statements.add("void:vocabulary", iri(namespace))
    if selection.entries:
        statements.add("void:exampleResource", iri(selection.entries[0]["inspection"]))
    yield from statements.lines


def _partitions(dataset: str, counts: Counts) -> Iterator[bytes]:
    """How many members each class has, and how many statements each property."""
    for kind, counted, amount in (
        ("class", counts.classes, "void:entities"),
        ("property", counts.properties, "void:triples"),
    ):
        for name, number in sorted(counted.items()):
            part = f"{dataset}/{kind}/{_slug(name)}"
            yield from _Statements(dataset).add(f"void:{kind}Partition", iri(part)).lines
            yield from _Statements(part).add(f"void:{kind}", iri(name)).add(amount, literal(number)).lines


def _slug(name: str) -> str:
    """An IRI as a segment of another: its prefix and local name where we have a prefix for it."""
    for prefix, namespace in OWN_PREFIXES.items():
        if name.startswith(namespace):
            return f"{prefix}-{name[len(namespace) :]}"
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name)


def _graphs(selection: Selection, dataset: str, counts: Counts) -> Iterator[bytes]:
    for graph in selection.graphs:
        yield from _Statements(dataset).add("void:subset", iri(graph)).lines
        part = _Statements(graph).add("rdf:type", _term("void:Dataset"))
        part.add("void:triples", literal(counts.graphs[graph]))
        is_ontology = graph == f"{selection.base}graph/ontology"
        yield from part.add("dcterms:license", iri(ONTOLOGY_LICENCE if is_ontology else LICENCE)).lines


def _origin(selection: Selection, dataset: str) -> Iterator[bytes]:
    """From which reports, and by which program."""
    versions = selection.manifest["versions"]
    software = f"{selection.base}software/graphbuilder-{version(selection)}"
    statements = _Statements(dataset).add("prov:wasGeneratedBy", iri(f"{dataset}/build"))
    yield from statements.add("prov:wasDerivedFrom", *map(iri, selection.reports)).lines
    build = _Statements(f"{dataset}/build").add("rdf:type", _term("prov:Activity"))
    yield from build.add("prov:wasAssociatedWith", iri(software)).lines
    agent = _Statements(software).add("rdf:type", _term("prov:SoftwareAgent"))
    agent.add("dcterms:title", literal("graphbuilder"))
    agent.add("gb:softwareVersion", literal(versions["graphbuilder"]))
    yield from agent.add("gb:rulesHash", literal(versions["rules"])).lines
    for entry in selection.entries:
        report = _Statements(entry["graph"]).add("rdf:type", _term("gb:Report"))
        report.add("gb:fileName", literal(entry["file"])).add("gb:sha256", literal(entry["sha256"]))
        yield from report.lines


def _distribution(dataset: str, file: DataFile) -> Iterator[bytes]:
    node = f"{dataset}/file/{re.sub(r'[^A-Za-z0-9._/-]+', '-', file.name)}"
    yield from _Statements(dataset).add("dcat:distribution", iri(node)).lines
    statements = _Statements(node).add("rdf:type", _term("dcat:Distribution"))
    statements.add("dcterms:title", literal(file.name)).add("dcterms:description", literal(file.title, language="en"))
    statements.add("dcat:mediaType", iri(f"{_MEDIA_TYPES}{file.media_type}"))
    statements.add("dcat:byteSize", literal(file.size, "xsd:nonNegativeInteger"))
    yield from statements.add("dcterms:license", iri(LICENCE)).lines


class _Statements:
    """Statements about one subject."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.lines: list[bytes] = []

    def add(self, predicate: str, *terms: str) -> _Statements:
        self.lines += [f"<{self.subject}> {_term(predicate)} {term} .\n".encode() for term in terms]
        return self


def _term(name: str) -> str:
    """A prefixed name as a term. Raises KeyError for one that no file of ontology/ declares."""
    prefix, _, local = name.partition(":")
    if prefix in PREFIXES:
        return vocabulary.term(name)
    found = OWN_PREFIXES[prefix] + local
    if not any(subject == found for subject, _, _ in vocabulary.triples()):
        raise KeyError(f"{name}: no term of that name in ontology/")
    return iri(found)
