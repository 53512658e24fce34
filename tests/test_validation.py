"""Findings of whole reports: where they stand, in which order, and how they are written down."""

from __future__ import annotations

import random
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from graphbuilder import resources, validation
from graphbuilder.errors import GraphbuilderError, UsageError
from graphbuilder.model import Finding
from graphbuilder.validation import (
    check_quotes,
    conforms,
    report_quotes,
    report_text,
    report_turtle,
    sorted_findings,
    validate_report,
)
from graphbuilder.vocabulary import DEFAULT_BASE as BASE

TEXT = "Children in care are good. Zoë’s team 🙂 runs the hub with police. Keep plans up to date."
SH = "http://www.w3.org/ns/shacl#"
INSTALLED = ["pyshacl"] + (["turbo"] if find_spec("pyshacl_turbo") else [])

PREFIXES = """
@prefix area: <https://w3id.org/graphbuilder/area/> .
@prefix agency-type: <https://w3id.org/graphbuilder/agency-type/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix framework: <https://w3id.org/graphbuilder/framework/> .
@prefix gb: <https://w3id.org/graphbuilder/ontology#> .
@prefix grade: <https://w3id.org/graphbuilder/grade/> .
@prefix measure: <https://w3id.org/graphbuilder/measure/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix post: <https://w3id.org/graphbuilder/post/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix role: <https://w3id.org/graphbuilder/role/> .
@prefix service-type: <https://w3id.org/graphbuilder/service-type/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
REPORT = "report/norfolk/2015-02-02/01234567"
SHA = "0123456789abcdef" * 4
PROVENANCE = 'gb:rule "test/rule" ; gb:confidence 0.9 ; prov:wasGeneratedBy <extraction>'
FACT = f"gb:inspection <inspection> ; {PROVENANCE} ; gb:evidence"
WHOLE = f"""
<{REPORT}> a gb:Report ; dcterms:title "Inspection of children's services" ; gb:sha256 "{SHA}" ;
    gb:fileName "norfolk/march.pdf" ; gb:reportKind "inspection-report" ; gb:pageCount 4 ;
    dcterms:issued "2015-03-20"^^xsd:date ; gb:text "texts/{SHA}.txt" ; gb:reportsOn <inspection> .
<inspection> a gb:Inspection ; gb:inspectedAuthority <authority/norfolk> ;
    gb:framework framework:lscb-review ; gb:leadInspector <person/ada-brook> ;
    gb:startDate "2015-02-02"^^xsd:date ; gb:endDate "2015-02-13"^^xsd:date .
<person/ada-brook> a foaf:Person ; foaf:name "Ada Brook" ; gb:isHMI true .
<extraction> a gb:Extraction ; prov:used <{REPORT}> ; prov:wasAssociatedWith <agent/graphbuilder/1> .
<earlier> a gb:Inspection ; gb:inspectedAuthority <authority/norfolk> ; {PROVENANCE} ; gb:evidence <e1> ;
    gb:statedDate "2011-05"^^xsd:gYearMonth .
<judgement> a gb:Judgement ; gb:area area:lscb ; gb:grade grade:good ; {FACT} <e1> .
<recommendation> a gb:Recommendation ; dcterms:description "Keep plans up to date." ; gb:position 1 ;
    gb:deadline "3 months" ; gb:addressedTo <service/norfolk/lscb> ; {FACT} <e2> .
<service/norfolk/lscb> a gb:SafeguardingBoard ; skos:prefLabel "Board" ; gb:serviceType service-type:lscb ;
    gb:servesAuthority <authority/norfolk> .
<service/norfolk/mash> a gb:Service ; skos:prefLabel "Hub" ; gb:serviceType service-type:mash ;
    gb:servesAuthority <authority/norfolk> .
<service/norfolk/mash/state> a gb:ServiceState ; gb:service <service/norfolk/mash> ; gb:state "operational" ;
    {FACT} <e1> .
<agency/norfolk/police> a gb:Agency ; skos:prefLabel "Police" ; gb:agencyType agency-type:police .
<participation> a gb:Participation ; gb:service <service/norfolk/mash> ; gb:agency <agency/norfolk/police> ;
    gb:role role:member ; {FACT} <e1> .
<arrangement> a gb:SharedArrangement ; gb:serviceType service-type:mash ;
    gb:arrangementKind "joint-delivery" ;
    gb:participatingAuthority <authority/norfolk> , <authority/suffolk> ; {FACT} <e1> .
<post-holding> a gb:PostHolding ; gb:post post:lscb-chair ; gb:authority <authority/norfolk> ;
    gb:holder <person/ada-brook> ; gb:since "2014"^^xsd:gYear ; {FACT} <e1> .
<statistic> a gb:Statistic ; gb:measure measure:adoptions ; gb:value 12.0 ; gb:unit "children" ;
    gb:authority <authority/norfolk> ; gb:refDate "2014"^^xsd:gYear ; {FACT} <e1> .
"""


def evidence(name: str, start: int, end: int, page: int, paragraph: str, exact: str | None = None) -> str:
    words = TEXT[start:end] if exact is None else exact
    return f"""
    <{name}> a gb:Evidence ; oa:hasSource <{REPORT}> ; oa:hasSelector <{name}&quote> , <{name}&position> ;
        gb:page {page} ; gb:paragraph "{paragraph}" .
    <{name}&quote> a oa:TextQuoteSelector ; oa:exact "{words}" .
    <{name}&position> a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} .
    """


EVIDENCE = evidence("e1", 27, 65, 2, "9") + evidence("e2", 66, len(TEXT), 3, "31")


def ntriples(turtle: str, base: str = BASE) -> bytes:
    quads = ox.parse(input=PREFIXES + turtle, format=ox.RdfFormat.TURTLE, base_iri=base)
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


def finding(code: str = "ReportTitle", severity: str = "Violation", **place: object) -> Finding:
    return Finding(code, severity, "The report has no title.", **place)  # type: ignore[arg-type]


# ---------------------------------------------------------------- whole reports


@pytest.mark.parametrize("engine", INSTALLED)
def test_a_whole_report_as_it_should_be_yields_nothing(engine: str) -> None:
    assert validate_report(ntriples(WHOLE + EVIDENCE), engine) == []


@pytest.mark.parametrize("other", ["https://data.example/id/", "https://data.example/id#"])
@pytest.mark.parametrize("engine", INSTALLED)
def test_authorities_are_known_below_another_base_iri(engine: str, other: str) -> None:
    whole = ntriples(WHOLE + EVIDENCE).replace(b"<" + BASE.encode(), b"<" + other.encode())
    assert validate_report(whole, engine) == []
    unknown = whole.replace(b"authority/suffolk", b"authority/northshire")
    assert [found.value for found in validate_report(unknown, engine)] == [f"{other}authority/northshire"]


@pytest.mark.parametrize("engine", INSTALLED)
def test_the_context_alone_yields_nothing(engine: str) -> None:
    assert validate_report(b"", engine) == []
    context = validation._context(validation.DEFAULT_BASE)
    names_all = b"".join(b"<urn:node> <urn:names> %s .\n" % node for node in context)
    assert validation._context_of(names_all) == b"".join(context.values())
    assert validate_report(names_all, engine) == []


def test_a_report_is_joined_to_what_the_context_says_of_the_nodes_that_it_names() -> None:
    named = f"<urn:judgement> <{validation.GB}area> <https://w3id.org/graphbuilder/area/adoption> .\n"
    (said,) = ox.parse(input=validation._context_of(named.encode()), format=ox.RdfFormat.N_TRIPLES)
    assert said.subject.value.endswith("area/adoption") and said.object.value.endswith("core#Concept")


def test_the_context_holds_no_node_of_a_class_that_a_shape_looks_at() -> None:
    shapes = list(ox.parse(input=validation._shapes(), format=ox.RdfFormat.N_TRIPLES))
    targets = {quad.object for quad in shapes if quad.predicate.value == f"{SH}targetClass"}
    context = list(ox.parse(input=b"".join(validation._context(BASE).values()), format=ox.RdfFormat.N_TRIPLES))
    assert targets and context
    assert not targets & {quad.object for quad in context}


@pytest.mark.parametrize("engine", INSTALLED)
def test_a_finding_has_the_file_and_the_place_of_its_evidence(engine: str) -> None:
    graph = ntriples((WHOLE + EVIDENCE).replace('"3 months"', '"soon"'))
    (found,) = validate_report(graph, engine)
    assert (found.code, found.severity, found.value) == ("RecommendationDeadline", "Violation", "soon")
    assert (found.file, found.page, found.paragraph) == ("norfolk/march.pdf", 3, "31")
    assert (found.focus, found.path) == (f"{BASE}recommendation", f"{validation.GB}deadline")


def test_a_finding_about_a_selector_has_the_place_of_the_evidence_that_it_selects() -> None:
    graph = ntriples(WHOLE + EVIDENCE + evidence("e3", 5, 5, 4, "40", exact=""))
    assert {found.code for found in validate_report(graph)} == {"PositionStartBeforeEnd", "QuoteExact"}
    assert {(found.page, found.paragraph) for found in validate_report(graph)} == {(4, "40")}


@pytest.mark.parametrize("exact", ["", "words"])
def test_no_position_that_ends_before_it_starts_conforms(exact: str) -> None:
    graph = ntriples(WHOLE + EVIDENCE + evidence("e3", 9, 5, 4, "40", exact=exact))
    assert {"EvidenceLength", "PositionStartBeforeEnd"} <= {found.code for found in validate_report(graph)}


def test_a_finding_about_the_report_has_the_place_of_the_evidence_that_is_its_value() -> None:
    (found,) = validate_report(ntriples(WHOLE + EVIDENCE + evidence("e3", 0, 8, 5, "40")))
    assert (found.code, found.page, found.paragraph) == ("EvidencePageInReport", 5, "40")
    assert (found.focus, found.value) == (BASE + REPORT, f"{BASE}e3")


def test_a_finding_about_a_fact_with_two_quotes_has_the_place_of_the_first() -> None:
    graph = ntriples((WHOLE + EVIDENCE).replace('"3 months"', '"soon"').replace("<e2> .", "<e2> , <e1> ."))
    assert [(found.page, found.paragraph) for found in validate_report(graph)] == [(2, "9")]


def test_the_same_graph_in_another_order_yields_the_same_findings() -> None:
    lines = ntriples(WHOLE.replace("gb:rule", "gb:misspelt")).splitlines(keepends=True)
    first = validate_report(b"".join(lines))
    random.Random(7).shuffle(lines)
    assert len(first) > 5
    assert validate_report(b"".join(lines)) == first == sorted_findings(first)


def test_without_an_engine_named_the_findings_are_the_same() -> None:
    graph = ntriples(WHOLE)
    assert validate_report(graph) == validate_report(graph, "pyshacl") != []


# ---------------------------------------------------------------- what can go wrong before


def test_an_unknown_engine_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="'jena' is not known: use one of pyshacl, turbo"):
        validate_report(b"", "jena")


def test_turbo_that_is_not_installed_is_a_usage_error_and_pyshacl_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(validation, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'graphbuilder\[fast\]'"):
        validate_report(b"", "turbo")
    assert validation.engine_name(None) == "pyshacl"


def test_a_shapes_file_that_is_no_turtle_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n<s> a sh:NodeShape ;; nonsense .\n")
    monkeypatch.setattr(resources, "shapes", lambda: (broken,))
    with pytest.raises(GraphbuilderError, match=r"broken\.ttl, line 3: .*correct the Turtle there"):
        validation._shapes.__wrapped__()


def edited_shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """The shapes with a hand's edit in report.ttl."""
    report, *others = sorted(resources.shapes(), key=lambda path: path.name != "report.ttl")
    text = report.read_text(encoding="utf-8")
    assert old in text
    edited = tmp_path / "report.ttl"
    edited.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(resources, "shapes", lambda: (edited, *others))
    monkeypatch.setattr(validation, "_shapes", validation._shapes.__wrapped__)


@pytest.mark.parametrize("engine", INSTALLED)
@pytest.mark.parametrize(
    "old, new",
    [
        ("sh:path dcterms:title ;", ""),
        ("sh:minCount 1", 'sh:minCount "one"'),
        ('sh:select """SELECT', 'sh:select """SELEKT'),
    ],
)
def test_an_edited_shape_that_no_engine_can_use_is_told_with_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, old: str, new: str
) -> None:
    edited_shapes(tmp_path, monkeypatch, old, new)
    with pytest.raises(validation.UnusableShapes, match=r"report\.ttl.*: .*correct the shape there"):
        validate_report(ntriples(WHOLE + EVIDENCE), engine)


@pytest.mark.skipif("turbo" not in INSTALLED, reason="pyshacl-turbo is not installed")
def test_a_misspelt_word_of_shacl_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited_shapes(tmp_path, monkeypatch, "sh:minCount 1", "sh:minCuont 1")
    with pytest.raises(validation.UnusableShapes, match=r"report\.ttl, line [0-9]+: .*sh:minCuont"):
        validate_report(ntriples(WHOLE + EVIDENCE), "turbo")


def test_an_engine_that_fails_with_shapes_that_are_in_order_shows_its_own_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = []

    def fails_once(data: bytes, shapes: bytes) -> None:
        calls.append(shapes)
        if len(calls) == 1:
            raise MemoryError("no room")

    monkeypatch.setattr(validation, "_pyshacl_report", fails_once)
    with pytest.raises(MemoryError, match="no room"):
        validate_report(b"", "pyshacl")
    assert len(calls) > 10


# ---------------------------------------------------------------- turbo's private door


class InputWithOtherArguments:
    def __init__(self, path: str) -> None: ...


@pytest.mark.skipif("turbo" not in INSTALLED, reason="pyshacl-turbo is not installed")
@pytest.mark.parametrize("other", [None, InputWithOtherArguments], ids=["no Input", "another Input"])
def test_turbo_without_its_private_input_reads_the_text_and_says_the_same(
    monkeypatch: pytest.MonkeyPatch, other: type | None
) -> None:
    graph = ntriples((WHOLE + EVIDENCE).replace('"3 months"', '"soon"').replace("gb:rule", "gb:misspelt"))
    usual = validate_report(graph, "turbo")
    module = ModuleType("pyshacl_turbo.rdf")
    if other is not None:
        module.Input = other  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyshacl_turbo.rdf", module)
    assert validation._turbo_input(graph) == graph
    assert validate_report(graph, "turbo") == usual != []


# ---------------------------------------------------------------- all reports together

ONE, OTHER = "report/norfolk/2015-02-02/01234567", "report/norfolk/2015-02-02/89abcdef"


def together(*graphs: tuple[str, str]) -> ox.Store:
    """A store with named graphs: (name, Turtle) …"""
    store = ox.Store()
    for name, turtle in graphs:
        graph = ox.NamedNode(BASE + name)
        store.load(input=PREFIXES + turtle, format=ox.RdfFormat.TURTLE, base_iri=BASE, to_graph=graph)
    return store


def graded(report: str, file: str, grade: str, page: int) -> tuple[str, str]:
    return (
        report,
        f"""
    <{report}> a gb:Report ; gb:fileName "{file}" ; gb:reportsOn <inspection> .
    <inspection> a gb:Inspection ; gb:startDate "2015-02-02"^^xsd:date .
    <judgement> a gb:Judgement ; gb:inspection <inspection> ; gb:area area:overall-effectiveness ;
        gb:grade grade:{grade} ; gb:evidence <{report}#e> .
    <{report}#e> a gb:Evidence ; oa:hasSource <{report}> ; gb:page {page} ; gb:paragraph "7" .
    """,
    )


@pytest.mark.parametrize("engine", [None, *INSTALLED])
def test_reports_that_contradict_each_other_are_told_with_the_first_place(engine: str | None) -> None:
    store = together(graded(ONE, "b.pdf", "good", 3), graded(OTHER, "a.html", "inadequate", 2))
    (found,) = validation.validate_cross_report(store, engine)
    assert (found.code, found.severity, found.focus) == ("OverallGradesDiffer", "Warning", f"{BASE}judgement")
    assert (found.file, found.page, found.paragraph) == ("a.html", 2, "7")
    assert "two overall grades, good and inadequate, in a.html and b.pdf" in found.message


def test_a_link_that_runs_against_time_is_told_with_the_file_of_the_report_at_its_start() -> None:
    first, later = (
        f'<r-{name}> gb:reportsOn <{name}> ; gb:fileName "{name}.pdf" . '
        f'<{name}> a gb:Inspection ; gb:startDate "{day}"^^xsd:date .'
        for name, day in (("a", "2013-07-08"), ("b", "2017-07-03"))
    )
    store = together(("r-a", first), ("r-b", later), ("graph/links", "<a> gb:precededBy <b> ."))
    (found,) = validation.validate_cross_report(store)
    assert (found.code, found.file, found.path) == ("PrecededByAgainstTime", "a.pdf", None)


def test_reports_that_agree_yield_nothing() -> None:
    assert validation.validate_cross_report(ox.Store()) == []
    agreeing = together(graded(ONE, "b.pdf", "good", 3), graded(OTHER, "a.html", "good", 2))
    assert validation.validate_cross_report(agreeing) == []


def test_what_joins_reports_is_not_asked_of_one_report() -> None:
    assert b"#StatisticJump>" in validation._shapes("cross-report")
    assert b"#StatisticJump>" not in validation._shapes()
    assert b"#StatisticUnit>" in validation._shapes()
    assert b"#StatisticUnit>" not in validation._shapes("cross-report")


# ---------------------------------------------------------------- order and verdict


def test_findings_are_sorted_by_severity_file_page_and_paragraph_and_told_once() -> None:
    ordered = [
        finding(file="a.pdf"),
        finding(file="a.pdf", page=2, paragraph="9"),
        finding(file="a.pdf", page=2, paragraph="31"),
        finding(file="a.pdf", page=10),
        finding(file="b.pdf", page=1),
        finding(severity="Warning", file="a.pdf"),
        finding(severity="Info", file="a.pdf", code="A"),
        finding(severity="Info", file="a.pdf", code="B", focus="x"),
    ]
    assert sorted_findings(reversed(ordered + ordered[:2])) == ordered


def test_only_violations_count_against_a_graph() -> None:
    assert conforms([])
    assert conforms([finding(severity="Warning"), finding(severity="Info")])
    assert not conforms([finding(severity="Warning"), finding()])


# ---------------------------------------------------------------- quotes


def test_quotes_are_read_from_the_graph_in_the_order_of_the_text() -> None:
    first, second = report_quotes(ntriples(WHOLE + EVIDENCE))
    assert first == (27, 65, "Zoë’s team 🙂 runs the hub with police.", f"{BASE}e1")
    assert second == (66, len(TEXT), "Keep plans up to date.", f"{BASE}e2")


def test_a_quote_is_read_with_all_that_is_escaped_in_it() -> None:
    words = 'He said “good”, "fair";\na \\ and\ta bell \x07 – 🙂'
    lines = [
        "<urn:e> <http://www.w3.org/ns/oa#hasSelector> _:position .",
        "<urn:e> <http://www.w3.org/ns/oa#hasSelector> <urn:quote> .",
        f"<urn:quote> <http://www.w3.org/ns/oa#exact> {ox.Literal(words)} .",
        f"_:position <http://www.w3.org/ns/oa#start> {ox.Literal(0)} .",
        f"_:position <http://www.w3.org/ns/oa#end> {ox.Literal(len(words))} .",
    ]
    assert report_quotes("\n".join(lines).encode()) == [(0, len(words), words, "urn:e")]


def test_quotes_that_stand_in_the_text_yield_nothing() -> None:
    graph = ntriples(WHOLE + EVIDENCE)
    assert check_quotes(graph, TEXT) == []
    assert check_quotes(report_quotes(graph), TEXT) == []


@pytest.mark.parametrize("engine", INSTALLED)
def test_beside_the_text_a_quote_of_another_length_is_told_once(engine: str) -> None:
    graph = ntriples(WHOLE + EVIDENCE + evidence("e3", 0, 8, 4, "40", exact="child"))
    assert [found.code for found in validate_report(graph, engine)] == ["EvidenceLength"]
    assert [found.code for found in validate_report(graph, engine, text=TEXT)] == ["EvidenceQuoteInText"]


@pytest.mark.parametrize("engine", INSTALLED)
@pytest.mark.parametrize("exact", ["", "child"])
def test_beside_the_text_no_position_that_ends_before_it_starts_conforms(engine: str, exact: str) -> None:
    graph = ntriples(WHOLE + EVIDENCE + evidence("e3", 9, 5, 4, "40", exact=exact))
    assert "EvidenceQuoteInText" in {found.code for found in validate_report(graph, engine, text=TEXT)}
    loose = ntriples(WHOLE + EVIDENCE + "<e3-position> a oa:TextPositionSelector ; oa:start 9 ; oa:end 5 .")
    assert [found.code for found in validate_report(loose, engine, text=TEXT)] == ["PositionOfEvidence"]


def test_a_quote_with_other_words_is_a_violation_at_its_place() -> None:
    graph = ntriples(WHOLE + EVIDENCE + evidence("e3", 0, 8, 4, "40", exact="children"))
    (found,) = check_quotes(graph, TEXT)
    assert (found.code, found.severity) == ("EvidenceQuoteInText", "Violation")
    assert (found.focus, found.value) == (f"{BASE}e3", "children")
    assert (found.file, found.page, found.paragraph) == ("norfolk/march.pdf", 4, "40")
    assert "0 to 8" in found.message


@pytest.mark.parametrize("quote", [(80, 200, "date."), (-5, -1, "date"), (3, 3, ""), (8, 0, "")])
def test_a_quote_out_of_the_text_is_a_violation_even_where_slicing_would_agree(
    quote: tuple[int, int, str],
) -> None:
    assert len(check_quotes([(*quote, "urn:e")], TEXT)) == 1


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ((8, 0, ""), "at 8 to 0 of the text, but that is no passage"),
        ((-5, -1, "date"), "at -5 to -1 of the text, but that is no passage"),
        ((80, 200, "date."), "at 80 to 200 of the text, but it ends before that"),
        ((0, 8, "children"), "at 0 to 8 of the text, but it has other words there"),
    ],
)
def test_what_is_wrong_with_a_quote_is_said(quote: tuple[int, int, str], said: str) -> None:
    (found,) = check_quotes([(*quote, "urn:e")], TEXT)
    assert said in found.message


def test_a_position_that_is_no_number_is_left_to_the_shapes() -> None:
    graph = ntriples((WHOLE + EVIDENCE).replace("oa:start 66", 'oa:start "sixty-six"'))
    assert check_quotes(graph, TEXT) == []
    assert "PositionStart" in {found.code for found in validate_report(graph)}


# ---------------------------------------------------------------- reports


FOUND = [
    finding(severity="Info", code="InspectionLeadInspector", file="b.pdf", focus=f"{BASE}i"),
    finding(file="b.pdf", page=3, paragraph='4"a', focus=f"{BASE}r", path=f"{validation.GB}grade", value="a\nb"),
    finding(severity="Warning", file="a.pdf", value=f"{BASE}grade"),
]


def test_the_report_for_machines_is_a_validation_report_in_turtle() -> None:
    store = ox.Store()
    store.load(input=report_turtle(FOUND), format=ox.RdfFormat.TURTLE)
    query = (
        f"PREFIX sh: <{SH}> PREFIX gb: <{validation.GB}> "
        + """
        SELECT ?severity ?shape ?message ?focus ?path ?value ?file ?page ?paragraph {
            ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?result .
            ?result a sh:ValidationResult ; sh:resultSeverity ?severity ; sh:sourceShape ?shape ;
                sh:resultMessage ?message .
            OPTIONAL { ?result sh:focusNode ?focus } OPTIONAL { ?result sh:resultPath ?path }
            OPTIONAL { ?result sh:value ?value } OPTIONAL { ?result gb:fileName ?file }
            OPTIONAL { ?result gb:page ?page } OPTIONAL { ?result gb:paragraph ?paragraph }
        }"""
    )
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    found = {
        Finding(
            code=str(row["shape"].value).removeprefix(validation.SHAPES),
            severity=row["severity"].value.removeprefix(SH),
            message=row["message"].value,
            file=row["file"].value,
            page=int(row["page"].value) if row["page"] else None,
            **{name: row[name].value for name in ("focus", "path", "value", "paragraph") if row[name]},
        )
        for row in solutions
    }
    assert found == set(FOUND)


def test_a_report_without_findings_conforms() -> None:
    assert "sh:conforms true" in report_turtle([])
    assert report_text([]).startswith("The graph conforms to the shapes.\nViolation      0\n")


def test_the_report_for_people_counts_first_and_groups_by_severity_and_file() -> None:
    assert report_text(FOUND) == (
        "The graph does not conform to the shapes.\n"
        "Violation      1\n"
        "Warning        1\n"
        "Info           1\n"
        "\n"
        "Violation: b.pdf\n"
        '  [ReportTitle] page 3, paragraph 4"a: The report has no title.\n'
        f"      at {BASE}r\n"
        f"      property {validation.GB}grade\n"
        "      value a b\n"
        "\n"
        "Warning: a.pdf\n"
        "  [ReportTitle] The report has no title.\n"
        f"      value {BASE}grade\n"
        "\n"
        "Info: b.pdf\n"
        "  [InspectionLeadInspector] The report has no title.\n"
        f"      at {BASE}i\n"
    )


def test_the_reports_do_not_depend_on_the_order_of_the_findings() -> None:
    assert report_turtle(FOUND) == report_turtle(FOUND[::-1])
    assert report_text(FOUND) == report_text(FOUND[::-1])
