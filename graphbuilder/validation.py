"""Quads and shapes → findings: SHACL for the graph of one report, and a plain check of its quotes.

SHACL (https://www.w3.org/TR/shacl/) runs report by report, on the report's own graph joined to a small
context: what the frameworks allow, which concepts and authorities exist. Only nodes of the report are
reported on. What joins reports (shapes/cross-report.ttl) runs once, on the little of the whole graph that it
looks at. Two engines give the same findings: pySHACL, the reference, and the much quicker pyshacl-turbo
(extra `fast`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox

from . import resources
from .errors import GraphbuilderError, UsageError
from .model import Finding
from .vocabulary import DEFAULT_BASE, GB, PREFIXES, ROOT

if TYPE_CHECKING:
    import rdflib

ENGINES = ("pyshacl", "turbo")
SEVERITIES = ("Violation", "Warning", "Info")  # in the order in which people should read them

CROSS_REPORT, PREFIX_FILE = "cross-report.ttl", "prefixes.ttl"  # in shapes/; every other file is about one report
SHAPES = f"{ROOT}shapes#"
OA = PREFIXES["oa"]
RDF_TYPE = PREFIXES["rdf"] + "type"
SKOS_CONCEPT = PREFIXES["skos"] + "Concept"

About = Literal["report", "report-and-text", "cross-report"]
"""What shapes are about: one report's graph, that beside its text, or what joins reports."""

Quote = tuple[int, int, str, str]
"""(start, end, exact, IRI of the evidence); offsets in code points, `end` not included."""


class UnusableShapes(GraphbuilderError):
    """A Turtle file of shapes/ or ontology/ that validation needs and cannot read."""


# ---------------------------------------------------------------- one report


def validate_report(ntriples: bytes, engine: str | None = None, *, text: str | None = None) -> list[Finding]:
    """What the shapes find in the graph of one report, sorted for people.

    `ntriples` is N-Triples in the canonical form: one triple a line, its parts one space apart. With the report's
    `text` its quotes are compared with it (`check_quotes`), in place of the shapes that compare offsets alone.

    `engine` is "pyshacl" or "turbo"; None takes turbo where it is installed. Raises UsageError for another
    engine and UnusableShapes where a shapes or ontology file cannot be read.
    """
    found = _run(ntriples + b"\n" + _context_of(ntriples), engine, "report" if text is None else "report-and-text")
    findings = sorted_findings(_located(found, ntriples)) if found else []
    return findings if text is None else [*findings, *check_quotes(ntriples, text)]


def conforms(findings: Iterable[Finding]) -> bool:
    """True where nothing is wrong: warnings and information do not count against a graph."""
    return all(finding.severity != "Violation" for finding in findings)


def sorted_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings in one order, each once: by severity, file, page and paragraph."""
    return sorted(set(findings), key=_order)


def _order(finding: Finding) -> tuple[object, ...]:
    rank = SEVERITIES.index(finding.severity) if finding.severity in SEVERITIES else len(SEVERITIES)
    number = finding.paragraph or ""
    place = (finding.page or 0, int(number) if number.isdecimal() else 0, number)
    rest = (finding.code, finding.focus or "", finding.path or "", finding.value or "", finding.message)
    return (rank, finding.file or "", *place, *rest)


def engine_name(name: str | None = None) -> str:
    """The engine that `name` asks for; the quickest that is installed where it is None."""
    installed = find_spec("pyshacl_turbo") is not None
    if name is None:
        return "turbo" if installed else "pyshacl"
    if name not in ENGINES:
        raise UsageError(f"the SHACL engine {name!r} is not known: use one of {', '.join(ENGINES)}")
    if name == "turbo" and not installed:
        raise UsageError("the SHACL engine turbo needs pip install 'graphbuilder[fast]'; or use pyshacl")
    return name


# ---------------------------------------------------------------- all reports together


def validate_cross_report(
    store: ox.Store, engine: str | None = None, *, compared: bytes | None = None
) -> list[Finding]:
    """What the shapes of cross-report.ttl find in the union of all graphs of `store`, sorted for people.

    The store holds the graphs of all reports and graph/links; `compared` is what `compared_facts` gave for it, where
    that was asked before. `engine` and the errors are those of `validate_report`. A finding has the file, page and
    paragraph of the first words behind its node.
    """
    facts = compared_facts(store) if compared is None else compared
    found = _run(facts + _constructed(store, _INSPECTIONS), engine, "cross-report")
    return sorted_findings(_located_in_store(found, store))


def compared_facts(store: ox.Store) -> bytes:
    """What the shapes of cross-report.ttl look at in the reports' own graphs, as N-Triples."""
    return _constructed(store, _COMPARED)


def _constructed(store: ox.Store, query: str) -> bytes:
    triples = store.query(query, use_default_graph_as_union=True, prefixes=PREFIXES)
    return triples.serialize(format=ox.RdfFormat.N_TRIPLES) or b""  # type: ignore[arg-type]


# What cross-report.ttl looks at: nodes that another report could contradict, with the properties that its shapes
# read. It may hold more than is wrong, never less. The inspections, which graph/links joins:
_INSPECTIONS = """
CONSTRUCT { ?node a gb:Inspection ; ?property ?value . } WHERE {
  VALUES ?property { gb:inspectedAuthority gb:startDate gb:precededBy gb:resolvedTo }
  ?node ?property ?value
}"""
# And what the reports' own graphs say:
_COMPARED = """
CONSTRUCT { ?node a ?class ; ?property ?value . ?evidence oa:hasSource ?source . } WHERE {
  {
    VALUES ?property { gb:reportsOn gb:fileName }
    ?node ?property ?value . BIND (gb:Report AS ?class)
  } UNION {
    { SELECT ?inspection { ?report gb:reportsOn ?inspection }
      GROUP BY ?inspection HAVING (COUNT(DISTINCT ?report) > 1) }
    ?node gb:area area:overall-effectiveness ; gb:inspection ?inspection ; ?property ?value
    FILTER (?property IN (gb:inspection, gb:area, gb:grade, gb:evidence)) BIND (gb:Judgement AS ?class)
    OPTIONAL { ?value oa:hasSource ?source BIND (?value AS ?evidence) }
  } UNION {
    { SELECT DISTINCT ?type ?own ?others {
        { SELECT DISTINCT ?type ?own ?partner { GRAPH ?report {
            ?arrangement gb:participatingAuthority ?partner ; gb:serviceType ?type ; gb:inspection ?own .
            ?own gb:inspectedAuthority ?council FILTER (?partner != ?council) } } }
        { SELECT DISTINCT ?type ?others ?partner { GRAPH ?report {
            ?answer a gb:SharedArrangement ; gb:serviceType ?type ; gb:inspection ?others .
            ?others gb:inspectedAuthority ?partner } } } } }
    ?node gb:inspection ?inspection ; gb:serviceType ?type ; a gb:SharedArrangement
    FILTER (?inspection IN (?own, ?others)) BIND (gb:SharedArrangement AS ?class)
    VALUES ?property { gb:inspection gb:serviceType gb:participatingAuthority gb:state gb:unnamedPartner
      gb:statedPartnerCount gb:deliveredBy } ?node ?property ?value
  } UNION {
    { SELECT DISTINCT ?node ?value { ?node a gb:Agency ; skos:prefLabel ?value } }
    ?node skos:prefLabel ?name FILTER (STR(?name) != STR(?value))
    BIND (gb:Agency AS ?class) BIND (skos:prefLabel AS ?property)
  } UNION {
    { SELECT ?council ?measure {
        GRAPH ?report {
          ?figure gb:value ?number ; gb:measure ?measure ; gb:authority ?council
          MINUS { ?figure gb:comparator ?whose } }
      } GROUP BY ?council ?measure HAVING (MAX(?number) >= 10 * MIN(?number)) }
    ?node gb:authority ?council ; gb:measure ?measure ; ?property ?value
    FILTER (?property IN (gb:authority, gb:measure, gb:unit, gb:value, gb:inspection, gb:comparator))
    BIND (gb:Statistic AS ?class)
  } UNION {
    { SELECT ?text ?inspection { ?recommendation dcterms:description ?text ; gb:inspection ?inspection }
      GROUP BY ?text ?inspection HAVING (COUNT(DISTINCT ?recommendation) > 1) }
    ?node dcterms:description ?text ; gb:inspection ?inspection ; ?property ?value
    FILTER (?property IN (dcterms:description, gb:inspection, gb:position)) BIND (gb:Recommendation AS ?class)
  }
}"""


# ---------------------------------------------------------------- engines


def _run(ntriples: bytes, engine: str | None, about: About) -> list[Finding]:
    run = {"pyshacl": _pyshacl_report, "turbo": _turbo_report}[engine_name(engine)]
    try:
        return list(_findings(run(ntriples, _shapes(about))))
    except Exception as error:  # for a shape that they cannot use the engines raise anything, even a bare Exception
        for path in _shape_files(about):
            _check_shapes(path, run, ntriples)
        raise error


def _check_shapes(path: Path, run: Callable[[bytes, bytes], rdflib.Graph], ntriples: bytes) -> None:
    """Raises UnusableShapes where the engine fails with the shapes of this file alone."""
    declared = [quad.triple for file in resources.shapes() if file.name == PREFIX_FILE for quad in _parse(file)]
    try:
        run(ntriples, _ntriples([*declared, *(quad.triple for quad in _parse(path))]))
    except Exception as error:
        reason = " ".join(str(error).split())[:300]
        advice = "correct the shape there, or install graphbuilder again"
        raise UnusableShapes(f"{path}{_line_of_shape(path, reason)}: {reason}; {advice}") from error


def _line_of_shape(path: Path, reason: str) -> str:
    """Where the shape that a message names begins; nothing where it names none of the file."""
    named = re.search(rf"{re.escape(SHAPES)}(\w+)", reason)
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = (number for number, line in enumerate(lines, 1) if named and line.startswith(f"shape:{named[1]} "))
    return next((f", line {number}" for number in starts), "")


def _turbo_report(ntriples: bytes, shapes: bytes) -> rdflib.Graph:
    data = _turbo_input(ntriples)
    format_ = "nt" if isinstance(data, bytes) else None
    return _report(_turbo_program(shapes).validate(data, data_graph_format=format_)[1])


def _turbo_input(ntriples: bytes) -> Any:
    """What turbo takes. Its `Input` hands the text to the native parser as it is, but is no public name: where a
    version has it no more, or with other arguments, the text itself is taken, which every version reads, through
    rdflib and so more slowly. (A pyoxigraph Store, also public, loses that a plain literal is an xsd:string.)"""
    try:
        from pyshacl_turbo.rdf import Input

        return Input(ntriples.decode(), "nt", None, {})
    except (ImportError, TypeError):
        return ntriples


@cache
def _turbo_program(shapes: bytes) -> Any:
    from pyshacl_turbo import compile_shapes

    return compile_shapes(shapes, shacl_graph_format="nt")


def _pyshacl_report(ntriples: bytes, shapes: bytes) -> rdflib.Graph:
    import pyshacl

    data = _prepared_graph()().parse(data=ntriples, format="nt")
    return _report(pyshacl.validate(data, shacl_graph=_pyshacl_shapes(shapes), inference="none", inplace=True)[1])


def _report(report: Any) -> rdflib.Graph:
    """The report of an engine, which gives back an exception in its place where it failed."""
    if isinstance(report, Exception):
        raise report
    return report


@cache
def _prepared_graph() -> type[rdflib.Graph]:
    """A graph that parses each query once. pySHACL asks the same text for every focus node, and parsing is
    nine tenths of rdflib's time for it."""
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    prepared = cache(prepareQuery)

    class PreparedGraph(rdflib.Graph):
        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
            return super().query(prepared(query_object), *args, **kwargs)

    return PreparedGraph


@cache
def _pyshacl_shapes(shapes: bytes) -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(data=shapes, format="nt")


def _findings(report: rdflib.Graph) -> Iterator[Finding]:
    from rdflib import RDF, SH, URIRef

    for result in report.subjects(RDF.type, SH.ValidationResult):
        values = {name: str(value) for name, value in report.predicate_objects(result)}
        focus, value = values[SH.focusNode], values.get(SH.value)
        path = report.value(result, SH.resultPath)  # a property, or the node of a longer path
        yield Finding(
            code=values[SH.sourceShape].removeprefix(SHAPES),
            severity=values[SH.resultSeverity].rpartition("#")[2],
            message=values[SH.resultMessage],
            focus=focus,
            path=str(path) if isinstance(path, URIRef) else None,
            value=None if value == focus else value,
        )


# ---------------------------------------------------------------- shapes and context, read once per process


def _parse(path: Path) -> list[ox.Quad]:
    try:
        return list(ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
    except SyntaxError as error:
        advice = "correct the Turtle there, or install graphbuilder again"
        raise UnusableShapes(f"{path}, line {error.lineno}: {error.msg}; {advice}") from error


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


@cache
def _shapes(about: About = "report") -> bytes:
    """The shapes, as N-Triples."""
    shapes = _ntriples(quad.triple for path in _shape_files(about) for quad in _parse(path))
    return shapes + _TEXT_TELLS if about == "report-and-text" else shapes


def _shape_files(about: About) -> list[Path]:
    across = about == "cross-report"
    return [path for path in resources.shapes() if path.name == PREFIX_FILE or (path.name == CROSS_REPORT) == across]


# What `check_quotes` tells beside the text: a quote that is text[start:end], and not empty, is as long as its position.
# https://www.w3.org/TR/shacl/#deactivated
_TEXT_TELLS = "".join(
    f'<{SHAPES}{shape}> <{PREFIXES["sh"]}deactivated> "true"^^<{PREFIXES["xsd"]}boolean> .\n'
    for shape in ("EvidenceLength", "PositionStartBeforeEnd")
).encode()


_CONTEXT_CLASSES = frozenset({ox.NamedNode(SKOS_CONCEPT), ox.NamedNode(f"{GB}LocalAuthority")})
_CONTEXT_PROPERTIES = frozenset(ox.NamedNode(GB + p) for p in ("allowsGrade", "allowsArea", "requiresArea"))


def _context_of(ntriples: bytes) -> bytes:
    """What a report's graph is joined to: what the context says of the objects of its triples."""
    context = _context(_base(ntriples))
    objects = {value for said in _by_predicate(ntriples).values() for _, value in said}
    return b"".join(context[node] for node in sorted(context.keys() & objects))


@cache
def _context(base: str) -> dict[bytes, bytes]:
    """Concepts, what frameworks ask for, authorities below `base`: the triples of each node, as N-Triples."""
    quads = (quad for path in resources.ontology() for quad in _parse(path))
    triples = _ntriples(quad.triple for quad in quads if _is_context(quad))
    lines = triples.replace(f"<{DEFAULT_BASE}".encode(), f"<{base}".encode()).splitlines(keepends=True)
    return {node: b"".join(said) for node, said in groupby(sorted(lines), key=lambda line: line.partition(b" ")[0])}


def _is_context(quad: ox.Quad) -> bool:
    """Nothing that a shape targets, so that no finding can be about the context."""
    if quad.predicate.value == RDF_TYPE:
        return quad.object in _CONTEXT_CLASSES
    return quad.predicate in _CONTEXT_PROPERTIES


_IS_REPORT = f"> <{RDF_TYPE}> <{GB}Report> .".encode()
_REPORT = re.compile(rb"<([^>]*[/#])report(?:/[^/>]+){3}")  # report/{authority}/{date}/{hash}


def _base(ntriples: bytes) -> str:
    """The base IRI of the instances, as the report's own IRI shows it."""
    at = ntriples.find(_IS_REPORT)
    match = _REPORT.fullmatch(ntriples, ntriples.rfind(b"\n", 0, max(at, 0)) + 1, max(at, 0))
    return match[1].decode() if match else DEFAULT_BASE


# ---------------------------------------------------------------- where a finding is


class _Places:
    """Where the nodes of one report stand: the file, and page and paragraph of the words behind each."""

    def __init__(self, ntriples: bytes) -> None:
        self.properties: dict[tuple[str, str], list[str]] = defaultdict(list)
        for predicate in (f"{GB}evidence", f"{GB}page", f"{GB}paragraph", f"{OA}hasSelector"):
            for subject, value in _pairs(ntriples, predicate):
                self.properties[_value(subject), predicate].append(_value(value))
        # a selector → its evidence
        self.owner = {_value(selector): _value(node) for node, selector in _pairs(ntriples, f"{OA}hasSelector")}
        names = [_value(value) for _, value in _pairs(ntriples, f"{GB}fileName")]
        self.file = min(names, default=None)

    def locate(self, finding: Finding) -> Finding:
        page, paragraph = self._place(finding.focus) or self._place(finding.value) or (None, None)
        return replace(finding, file=self.file, page=page or None, paragraph=paragraph or None)

    def _place(self, node: str | None) -> tuple[int, str] | None:
        """(page, paragraph) of the first words behind a fact, of a selector, or of evidence itself."""
        if node is None:
            return None
        evidence = self._get(node, "evidence") or [self.owner.get(node, node)]
        known = (self._printed(iri) for iri in evidence)
        return min((place for place in known if any(place)), default=None)

    def _printed(self, evidence: str) -> tuple[int, str]:
        pages = [int(page) for page in self._get(evidence, "page") if page.isdecimal()]
        return min(pages, default=0), min(self._get(evidence, "paragraph"), default="")

    def _get(self, subject: str, name: str) -> list[str]:
        return self.properties.get((subject, GB + name), [])


def _located(findings: Iterable[Finding], ntriples: bytes) -> list[Finding]:
    places = _Places(ntriples)
    return [places.locate(finding) for finding in findings]


_PLACES = """
SELECT ?node ?file ?page ?paragraph WHERE {
  { ?node gb:evidence ?evidence . ?evidence oa:hasSource ?report
    OPTIONAL { ?evidence gb:page ?page } OPTIONAL { ?evidence gb:paragraph ?paragraph } }
  UNION { ?report gb:reportsOn ?node }
  ?report gb:fileName ?file
}"""


def _located_in_store(findings: Iterable[Finding], store: ox.Store) -> Iterator[Finding]:
    for finding in findings:
        node: dict[ox.Variable, Any] = {ox.Variable("node"): ox.NamedNode(finding.focus or "")}
        rows = store.query(_PLACES, use_default_graph_as_union=True, prefixes=PREFIXES, substitutions=node)
        known = [tuple(term.value if term else "" for term in list(row)[1:]) for row in rows]  # type: ignore[union-attr]
        file, page, paragraph = min(known, key=_printed_order, default=("", "", ""))
        yield replace(finding, file=file or None, page=int(page) if page else None, paragraph=paragraph or None)


def _printed_order(place: tuple[str, ...]) -> tuple[str, int, str]:
    file, page, paragraph = place
    return file, int(page or 0), paragraph


_Pair = tuple[bytes, bytes]  # subject and object of a triple, as they stand in N-Triples


@lru_cache(maxsize=1)
def _by_predicate(ntriples: bytes) -> dict[bytes, list[_Pair]]:
    """The triples of a report's graph: its context, its quotes and its findings look at them."""
    said: dict[bytes, list[_Pair]] = defaultdict(list)
    for line in ntriples.removesuffix(b"\n").removesuffix(b" .").split(b" .\n") if ntriples else ():
        subject, predicate, value = line.split(b" ", 2)
        said[predicate].append((subject, value))
    return said


def _pairs(ntriples: bytes, predicate: str) -> list[_Pair]:
    return _by_predicate(ntriples).get(f"<{predicate}>".encode(), [])


def _value(term: bytes) -> str:
    """The IRI, the name of a blank node, or the text of a literal."""
    if not term.startswith(b'"'):
        return (term[1:-1] if term.startswith(b"<") else term[2:]).decode()
    if b"\\" in term:
        (quad,) = ox.parse(input=b"<urn:s> <urn:p> %s ." % term, format=ox.RdfFormat.N_TRIPLES)
        return str(quad.object.value)
    return term[1 : term.rindex(b'"')].decode()


# ---------------------------------------------------------------- quotes


def check_quotes(quotes: bytes | Iterable[Quote], text: str) -> list[Finding]:
    """A Violation `EvidenceQuoteInText` for every quote that is not `text[start:end]`, to the character.

    `quotes` is the graph of a report (N-Triples) or its quotes as (start, end, exact, IRI of the evidence).
    """
    graph = quotes if isinstance(quotes, bytes) else b""
    listed = report_quotes(quotes) if isinstance(quotes, bytes) else quotes
    found = [_misquoted(quote, text) for quote in listed if not _is_in(text, quote)]
    return sorted_findings(_located(found, graph)) if found else []


def _is_in(text: str, quote: Quote) -> bool:
    start, end, exact, _ = quote
    return 0 <= start < end <= len(text) and text[start:end] == exact


def _misquoted(quote: Quote, text: str) -> Finding:
    start, end, exact, iri = quote
    if start < 0 or end <= start:
        what = "that is no passage of it"
    else:
        what = "it ends before that" if end > len(text) else "it has other words there"
    return Finding(
        code="EvidenceQuoteInText",
        severity="Violation",
        message=f"A quote should stand at {start} to {end} of the text, but {what}: build it again.",
        focus=iri,
        path=f"{OA}hasSelector",
        value=exact,
    )


def report_quotes(ntriples: bytes) -> list[Quote]:
    """The quotes of a report's graph in the order of the text. Evidence with a part missing or ill-typed is
    left to the shapes."""
    parts: dict[bytes, dict[str, str]] = defaultdict(dict)
    for name in ("exact", "start", "end"):
        for selector, value in _pairs(ntriples, OA + name):
            parts[selector][name] = _value(value)
    evidence: dict[bytes, dict[str, str]] = defaultdict(dict)
    for subject, selector in _pairs(ntriples, f"{OA}hasSelector"):
        evidence[subject] |= parts.get(selector, {})
    return sorted(
        (int(known["start"]), int(known["end"]), known["exact"], _value(subject))
        for subject, known in evidence.items()
        if len(known) == 3 and known["start"].isdecimal() and known["end"].isdecimal()
    )


# ---------------------------------------------------------------- reports for machines and for people

_HEAD = f"""\
@prefix gb: <{GB}> .
@prefix result: <{ROOT}validation#> .
@prefix sh: <{PREFIXES["sh"]}> .
@prefix shape: <{SHAPES}> .
"""


def report_turtle(findings: Iterable[Finding]) -> str:
    """A `sh:ValidationReport` in Turtle; results are numbered in the order of `sorted_findings`."""
    ordered = sorted_findings(findings)
    results = {f"result:{number}": finding for number, finding in enumerate(ordered, start=1)}
    head = [("a", "sh:ValidationReport"), ("sh:conforms", "true" if conforms(ordered) else "false")]
    head += [("sh:result", result) for result in results]
    nodes = [_node(result, _statements(finding)) for result, finding in results.items()]
    return "\n".join([_HEAD, _node("result:report", head), *nodes])


def _node(subject: str, statements: Sequence[tuple[str, str]]) -> str:
    return subject + " " + " ;\n    ".join(f"{predicate} {value}" for predicate, value in statements) + " .\n"


def _statements(finding: Finding) -> list[tuple[str, str]]:
    optional = (
        ("sh:focusNode", finding.focus and _term(finding.focus)),
        ("sh:resultPath", finding.path and _term(finding.path)),
        ("sh:value", finding.value and _term(finding.value)),
        ("gb:fileName", finding.file and str(ox.Literal(finding.file))),
        ("gb:page", finding.page and str(finding.page)),
        ("gb:paragraph", finding.paragraph and str(ox.Literal(finding.paragraph))),
    )
    return [
        ("a", "sh:ValidationResult"),
        ("sh:resultSeverity", f"sh:{finding.severity}"),
        ("sh:sourceShape", f"shape:{finding.code}"),
        ("sh:resultMessage", str(ox.Literal(finding.message))),
        *((predicate, value) for predicate, value in optional if value),
    ]


_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)


def _term(value: str) -> str:
    """A finding holds plain text: what looks like an IRI is written as one."""
    return f"<{value}>" if _IRI.fullmatch(value) else str(ox.Literal(value))


def report_text(findings: Iterable[Finding]) -> str:
    """The findings for people: how many of each severity, then each of them by severity and file."""
    ordered = sorted_findings(findings)
    counts = Counter(finding.severity for finding in ordered)
    lines = [f"The graph {'conforms' if conforms(ordered) else 'does not conform'} to the shapes."]
    lines += [f"{severity:<9} {counts[severity]:>6}" for severity in SEVERITIES]
    for (severity, file), group in groupby(ordered, key=lambda finding: (finding.severity, finding.file)):
        lines += ["", f"{severity}: {file or '(no file)'}"]
        for finding in group:
            lines += _lines(finding)
    return "\n".join(lines) + "\n"


def _lines(finding: Finding) -> list[str]:
    places = [("page", finding.page), ("paragraph", finding.paragraph)]
    place = ", ".join(f"{name} {value}" for name, value in places if value)
    first = f"  [{finding.code}] {place + ': ' if place else ''}{finding.message}"
    about = [("at", finding.focus), ("property", finding.path), ("value", finding.value)]
    return [first, *(f"      {name} {' '.join(value.split())}" for name, value in about if value)]
