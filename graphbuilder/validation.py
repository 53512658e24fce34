"""Quads and shapes → findings: SHACL for the graph of one report, and a plain check of its quotes.

SHACL (https://www.w3.org/TR/shacl/) runs report by report, on the report's own graph joined to a small
context: what the frameworks allow, which concepts and authorities exist. Only nodes of the report are
reported on. Two engines give the same findings: pySHACL, the reference, and the much quicker pyshacl-turbo
(extra `fast`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from . import resources
from .errors import GraphbuilderError, UsageError
from .model import Finding
from .vocabulary import DEFAULT_BASE, GB, PREFIXES, ROOT

if TYPE_CHECKING:
    import rdflib

ENGINES = ("pyshacl", "turbo")
SEVERITIES = ("Violation", "Warning", "Info")  # in the order in which people should read them

SHAPES = f"{ROOT}shapes#"
OA = PREFIXES["oa"]
RDF_TYPE = PREFIXES["rdf"] + "type"
SKOS_CONCEPT = PREFIXES["skos"] + "Concept"

Quote = tuple[int, int, str, str]
"""(start, end, exact, IRI of the evidence); offsets in code points, `end` not included."""


class UnusableShapes(GraphbuilderError):
    """A Turtle file of shapes/ or ontology/ that validation needs and cannot read."""


# ---------------------------------------------------------------- one report


def validate_report(ntriples: bytes, engine: str | None = None) -> list[Finding]:
    """What the shapes find in the graph of one report, sorted for people.

    `ntriples` is N-Triples in the canonical form: one triple a line, its parts one space apart.

    `engine` is "pyshacl" or "turbo"; None takes turbo where it is installed. Raises UsageError for another
    engine and UnusableShapes where a shapes or ontology file cannot be read.
    """
    run = {"pyshacl": _pyshacl_results, "turbo": _turbo_results}[engine_name(engine)]
    found = list(_findings(run(ntriples + b"\n" + _context(_base(ntriples)))))
    return sorted_findings(_located(found, ntriples)) if found else []


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


# ---------------------------------------------------------------- engines


def _turbo_results(ntriples: bytes) -> rdflib.Graph:
    from pyshacl_turbo.rdf import Input

    # `Input` hands the text to the native parser as it is; other inputs are first copied through rdflib.
    data = Input(ntriples.decode(), "nt", None, {})
    return _turbo_program().validate(data)[1]


@cache
def _turbo_program() -> Any:
    from pyshacl_turbo import compile_shapes

    return compile_shapes(_shapes(), shacl_graph_format="nt")


def _pyshacl_results(ntriples: bytes) -> rdflib.Graph:
    import pyshacl

    data = _prepared_graph()().parse(data=ntriples, format="nt")
    return pyshacl.validate(data, shacl_graph=_pyshacl_shapes(), inference="none", inplace=True)[1]


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
def _pyshacl_shapes() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(data=_shapes(), format="nt")


def _findings(report: rdflib.Graph) -> Iterator[Finding]:
    from rdflib import RDF, SH

    for result in report.subjects(RDF.type, SH.ValidationResult):
        values = {name: str(value) for name, value in report.predicate_objects(result)}
        focus, value = values[SH.focusNode], values.get(SH.value)
        yield Finding(
            code=values[SH.sourceShape].removeprefix(SHAPES),
            severity=values[SH.resultSeverity].rpartition("#")[2],
            message=values[SH.resultMessage],
            focus=focus,
            path=values.get(SH.resultPath),
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
def _shapes() -> bytes:
    return _ntriples(quad.triple for path in resources.shapes() for quad in _parse(path))


_CONTEXT_CLASSES = frozenset({ox.NamedNode(SKOS_CONCEPT), ox.NamedNode(f"{GB}LocalAuthority")})
_CONTEXT_PROPERTIES = frozenset(ox.NamedNode(GB + p) for p in ("allowsGrade", "allowsArea", "requiresArea"))


@cache
def _context(base: str) -> bytes:
    """What a report's graph is joined to: concepts, what frameworks ask for, authorities below `base`."""
    quads = (quad for path in resources.ontology() for quad in _parse(path))
    triples = _ntriples(quad.triple for quad in quads if _is_context(quad))
    return triples.replace(f"<{DEFAULT_BASE}".encode(), f"<{base}".encode())


def _is_context(quad: ox.Quad) -> bool:
    """Nothing that a shape targets, so that no finding can be about the context."""
    if quad.predicate.value == RDF_TYPE:
        return quad.object in _CONTEXT_CLASSES
    return quad.predicate in _CONTEXT_PROPERTIES


_REPORT = re.compile(rf"^<([^>]*)> <{re.escape(RDF_TYPE)}> <{re.escape(GB)}Report> ".encode(), re.MULTILINE)


def _base(ntriples: bytes) -> str:
    """The base IRI of the instances: what stands before `report/{authority}/{date}/{hash}`."""
    match = _REPORT.search(ntriples)
    base, report, *_ = match[1].decode().rsplit("/", 4) if match else ("", "")
    return f"{base}/" if report == "report" else DEFAULT_BASE


# ---------------------------------------------------------------- where a finding is


class _Places:
    """Where the nodes of one report stand: the file, and page and paragraph of the words behind each."""

    def __init__(self, ntriples: bytes) -> None:
        self.properties: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.owner: dict[str, str] = {}  # a selector → its evidence
        for triple in _triples(ntriples, f"{GB}evidence", f"{GB}page", f"{GB}paragraph", f"{OA}hasSelector"):
            self.properties[triple.subject.value, triple.predicate.value].append(triple.object.value)
            if triple.predicate.value == f"{OA}hasSelector":
                self.owner[triple.object.value] = triple.subject.value
        names = [triple.object.value for triple in _triples(ntriples, f"{GB}fileName")]
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


def _triples(ntriples: bytes, *predicates: str) -> Iterator[Any]:
    """The triples with one of the predicates. Lines are chosen first, as most are not wanted."""
    wanted = {(f"<{predicate}>".encode(),) for predicate in predicates}
    lines = (line for line in ntriples.split(b"\n") if tuple(line.split(b" ", 2)[1:2]) in wanted)
    for quad in ox.parse(input=b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple


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
    what = "ends before that" if end > len(text) else "has other words there"
    return Finding(
        code="EvidenceQuoteInText",
        severity="Violation",
        message=f"A quote should stand at {start} to {end} of the text, but the text {what}: build it again.",
        focus=iri,
        path=f"{OA}hasSelector",
        value=exact,
    )


def report_quotes(ntriples: bytes) -> list[Quote]:
    """The quotes of a report's graph in the order of the text. Evidence with a part missing or ill-typed is
    left to the shapes."""
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    selectors: list[tuple[str, str]] = []
    for triple in _triples(ntriples, f"{OA}hasSelector", f"{OA}exact", f"{OA}start", f"{OA}end"):
        if triple.predicate.value == f"{OA}hasSelector":
            selectors.append((triple.subject.value, triple.object.value))
        else:
            parts[triple.subject.value][triple.predicate.value.removeprefix(OA)] = triple.object.value
    evidence: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, selector in selectors:
        evidence[subject] |= parts.get(selector, {})
    return sorted(
        (int(known["start"]), int(known["end"]), known["exact"], subject)
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
