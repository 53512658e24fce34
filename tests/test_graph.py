"""Facts → triples: names, types and values; provenance; the same bytes for the same facts."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest
from support import as_document

from graphbuilder import __version__, assembly, parts
from graphbuilder.errors import UsageError
from graphbuilder.graph import ReportGraph, as_nquads, as_ntriples, build_graph, statements_of
from graphbuilder.model import (
    Cover,
    Document,
    EarlierInspection,
    Evidence,
    Fact,
    Inspector,
    Judgement,
    Participation,
    PostHolding,
    Recommendation,
    Rule,
    ServiceState,
    SharedArrangement,
    Statistic,
)
from graphbuilder.vocabulary import DEFAULT_BASE, GB, PREFIXES, check_base, iri, literal, partial_date, slug, term

TEXT = "Sutton\n\nThe “MASH” \\ is shared with Kent, since 2014.\n\nIt’s good 𝔘p here.\n"
DOCUMENT = as_document(TEXT, "sutton.txt")
RULES = {name: Rule(name, "a rule", "an example", 0.9) for name in ("one", "two")}


def evidence(words: str, document: Document = DOCUMENT) -> Evidence:
    start = document.text.index(words)
    return document.evidence(start, start + len(words))


HERE = {"evidence": (evidence("shared with Kent"),), "rule": "one"}
COVER = Cover(
    framework="sif-2013",
    title="A title",
    authority="sutton",
    printed_authority="Sutton",
    start=date(2014, 6, 3),
    end=date(2014, 6, 25),
    published=date(2014, 8, 5),
    **HERE,
)
PLACE = "sutton/2014-06-03"
KEY = DOCUMENT.sha256[:8]


def graph_of(*facts: Fact, cover: Cover = COVER, base: str = DEFAULT_BASE) -> ReportGraph:
    return build_graph(DOCUMENT, cover, facts, RULES, "0123456789abcdef", base)


def about(graph: ReportGraph, path: str, base: str = DEFAULT_BASE) -> dict[str, list[str]]:
    """What the graph says of a node: local name of the predicate → values, sorted."""
    found: dict[str, list[str]] = {}
    for quad in ox.parse(as_ntriples(statements_of(graph.triples)), format=ox.RdfFormat.N_TRIPLES):
        if quad.subject.value == base + path:
            name = quad.predicate.value.replace("#", "/").rsplit("/", 1)[-1]
            value = quad.object.value.removeprefix(base)
            found.setdefault(name, []).append(value.rsplit("#", 1)[-1])
    return {name: sorted(values) for name, values in found.items()}


# ---------------------------------------------------------------- the report and its inspection


def test_the_report_is_named_by_council_date_and_hash() -> None:
    graph = graph_of()
    assert graph.iri == f"{DEFAULT_BASE}report/{PLACE}/{KEY}"
    said = about(graph, f"report/{PLACE}/{KEY}")
    assert said["reportsOn"] == [f"inspection/{PLACE}"] and said["issued"] == ["2014-08-05"]
    assert said["sha256"] == [DOCUMENT.sha256] and said["fileName"] == ["sutton.txt"]
    assert said["text"] == [f"texts/{DOCUMENT.sha256}.txt"] and said["reportKind"] == ["inspection-report"]


def test_the_inspection_has_its_framework_dates_and_council() -> None:
    said = about(graph_of(), f"inspection/{PLACE}")
    assert said["framework"] == [PREFIXES["framework"] + "sif-2013"]
    assert (said["startDate"], said["endDate"]) == (["2014-06-03"], ["2014-06-25"])
    assert said["inspectedAuthority"] == ["authority/sutton"]
    assert "reinspection" not in said


def replaced(**changes: object) -> Cover:
    values = {name: getattr(COVER, name) for name in Cover.__dataclass_fields__}
    return Cover(**(values | changes))  # type: ignore[arg-type]


def test_two_visits_are_two_periods_of_one_inspection() -> None:
    visits = ((date(2014, 6, 3), date(2014, 6, 5)), (date(2014, 6, 23), date(2014, 6, 25)))
    graph = graph_of(cover=replaced(visits=visits))
    assert about(graph, f"inspection/{PLACE}")["visitPeriod"] == [f"inspection/{PLACE}/visit/{n}" for n in (1, 2)]
    assert about(graph, f"inspection/{PLACE}/visit/2")["startDate"] == ["2014-06-23"]


def test_an_unknown_council_keeps_its_printed_name() -> None:
    graph = graph_of(cover=replaced(authority=None, printed_authority="Northshire"))
    said = about(graph, "inspection/unknown-northshire/2014-06-03")
    assert said["printedAuthority"] == ["Northshire"] and "inspectedAuthority" not in said


def test_reports_without_a_date_do_not_share_an_inspection() -> None:
    graph = graph_of(cover=replaced(start=None, end=None, kind="news"))
    assert graph.iri == f"{DEFAULT_BASE}report/sutton/undated/{KEY}"
    assert graph.inspection == f"{DEFAULT_BASE}inspection/sutton/undated-{KEY}"


# ---------------------------------------------------------------- evidence


def test_evidence_is_named_by_its_character_range_and_verbatim() -> None:
    graph = graph_of()
    start = DOCUMENT.text.index("shared with Kent")
    path = f"report/{PLACE}/{KEY}#char={start},{start + 16}"
    statements = statements_of(graph.triples)
    assert any(statement.startswith(f"<{DEFAULT_BASE}{path}> ".encode()) for statement in statements)
    quads = list(ox.parse(as_ntriples(statements), format=ox.RdfFormat.N_TRIPLES))
    exact = {q.object.value for q in quads if q.predicate.value.endswith("#exact")}
    assert exact == {"shared with Kent"}
    prefix = {q.object.value for q in quads if q.predicate.value.endswith("#prefix")}
    assert prefix == {DOCUMENT.text[max(0, start - 32) : start]}


@pytest.mark.parametrize("words", ["“MASH” \\ is", "It’s good 𝔘p", "Sutton"])
def test_quotes_with_quotation_marks_backslashes_and_wide_characters_come_back_whole(words: str) -> None:
    found = evidence(words)
    graph = graph_of(Judgement(area="lscb", grade="good", subject="board", evidence=(found,), rule="one"))
    quads = ox.parse(as_nquads(statements_of(graph.triples), graph.iri), format=ox.RdfFormat.N_QUADS)
    exact = {quad.object.value for quad in quads if quad.predicate.value.endswith("#exact")}
    assert words in exact
    assert DOCUMENT.text[found.start : found.end] == words


# ---------------------------------------------------------------- one fact of each kind


def test_a_judgement() -> None:
    other = evidence("good")
    fact = Judgement(area="leadership", grade="good", heading_grade="inadequate", heading_evidence=other, **HERE)
    said = about(graph_of(fact), f"judgement/{PLACE}/leadership")
    assert said["grade"] == [PREFIXES["grade"] + "good"] and said["headingGrade"] == [PREFIXES["grade"] + "inadequate"]
    assert said["subject"] == ["authority/sutton"] and len(said["evidence"]) == 2
    assert said["rule"] == ["one"] and Decimal(said["confidence"][0]) == Decimal("0.9")
    assert said["wasGeneratedBy"] == [f"extraction/{PLACE}/{KEY}/{__version__}-0123456789abcdef"]


def test_a_judgement_of_the_board_has_the_board_as_subject() -> None:
    graph = graph_of(Judgement(area="lscb", grade="good", subject="board", **HERE))
    assert about(graph, f"judgement/{PLACE}/lscb")["subject"] == ["service/sutton/lscb"]
    assert "SafeguardingBoard" in about(graph, "service/sutton/lscb")["type"]


def test_inspectors_are_people_of_the_inspection() -> None:
    graph = graph_of(
        Inspector(name="Ann O’Neill", role="lead", hmi=True, **HERE), Inspector(name="Bob Baker", role="team", **HERE)
    )
    said = about(graph, f"inspection/{PLACE}")
    assert (said["leadInspector"], said["inspector"]) == (["person/ann-oneill"], ["person/bob-baker"])
    assert about(graph, "person/ann-oneill")["isHMI"] == ["true"]
    assert "isHMI" not in about(graph, "person/bob-baker")


def test_a_recommendation() -> None:
    fact = Recommendation(
        position=3,
        text="Do it.",
        deadline="3 months",
        addressed_to="board",
        service_types=("mash",),
        paragraphs=("12",),
        **HERE,
    )
    said = about(graph_of(fact), f"recommendation/{PLACE}/3")
    assert said["description"] == ["Do it."] and said["deadline"] == ["3 months"] and said["position"] == ["3"]
    assert said["addressedTo"] == ["service/sutton/lscb"] and said["refersToParagraph"] == ["12"]
    assert said["concernsServiceType"] == [PREFIXES["service-type"] + "mash"]


def test_an_earlier_inspection_and_what_it_judged() -> None:
    graph = graph_of(
        EarlierInspection(when="2011", area="leadership", grade="good", about="the last one", **HERE),
        EarlierInspection(when=None, area="leadership", **HERE),
    )
    assert about(graph, "inspection/sutton/2011")["statedDate"] == ["2011"]
    assert about(graph, "judgement/sutton/2011/leadership")["inspection"] == ["inspection/sutton/2011"]
    assert "statedDate" not in about(graph, "inspection/sutton/before-2014-06-03")


@pytest.mark.parametrize("kind", ["focused-visit", "monitoring-visit", "jtai", "private-fostering"])
def test_the_name_of_a_visit_says_its_kind_whatever_else_the_report_mentions(kind: str) -> None:
    """The visit of 2019 in one report had the name of the graded inspection of 2019 in another."""
    visit = EarlierInspection(when="2019", area="other", framework=kind, **HERE)
    graded = EarlierInspection(when="2019", area="overall-effectiveness", framework="ilacs-2018", **HERE)
    for facts in ([visit], [visit, graded], [graded, visit]):
        graph = graph_of(*facts)
        assert about(graph, f"inspection/sutton/2019-{kind}")["framework"] == [PREFIXES["framework"] + kind]
        assert bool(about(graph, "inspection/sutton/2019")) == (graded in facts)


def test_an_inspection_of_one_service_is_not_the_one_of_all_in_its_month() -> None:
    both = EarlierInspection(when="2010-09", area="looked-after-services", grade="adequate", **HERE)
    fostering = EarlierInspection(when="2010-09", area="other", about="inspection of the fostering service", **HERE)
    graph = graph_of(both, fostering)
    assert about(graph, "inspection/sutton/2010-09")["area"] == [PREFIXES["area"] + "looked-after-services"]
    assert about(graph, "inspection/sutton/2010-09-one-service")["about"] == ["inspection of the fostering service"]


def test_a_service_has_one_state_and_one_label() -> None:
    graph = graph_of(
        ServiceState(service_type="mash", name=None, state="planned", **HERE),
        ServiceState(service_type="mash", name=None, state="operational", **HERE),
        ServiceState(service_type="other", name="Early Birds", **HERE),
        ServiceState(service_type="other", name="early birds", **HERE),
    )
    assert about(graph, "service/sutton/mash/state/2014-06-03")["state"] == ["planned"]
    assert len(about(graph, "service/sutton/mash")["prefLabel"]) == 1
    said = about(graph, "service/sutton/early-birds")
    assert (said["prefLabel"], said["altLabel"]) == (["Early Birds"], ["early birds"])


def test_a_participation_of_a_kind_and_of_a_named_body() -> None:
    named = {"agency_type": "voluntary-sector", "agency_name": "Barnardo’s"}
    graph = graph_of(
        Participation(service_type="mash", agency_type="police", role="member", **HERE),
        Participation(service_type="mash", role="provider", **named, **HERE),
    )
    assert about(graph, f"participation/{PLACE}/mash/police/member")["agency"] == ["agency/sutton/police"]
    assert about(graph, f"participation/{PLACE}/mash/barnardos/provider")["agency"] == ["agency/barnardos"]
    assert about(graph, "agency/sutton/police")["servesAuthority"] == ["authority/sutton"]


def test_a_body_has_the_preferred_label_of_the_reference_data_in_every_report() -> None:
    """One agency had the printed names of three reports as three preferred labels."""
    for name in ("One Adoption North & Humber", "One Adoption North and Humber"):
        graph = graph_of(
            Participation(service_type="adoption", agency_type="other", agency_name=name, role="member", **HERE)
        )
        said = about(graph, "agency/one-adoption-north-and-humber")
        assert said["prefLabel"] == ["One Adoption North and Humber"]
        assert said.get("altLabel", []) == ([] if name == said["prefLabel"][0] else [name])


@pytest.mark.parametrize("name", ["LSCB", "Local Safeguarding Children Board", "One Adoption"])
def test_a_name_that_other_councils_bodies_bear_is_the_authoritys_own_body(name: str) -> None:
    """The boards of nineteen councils were one agency."""
    graph = graph_of(Participation(service_type="mash", agency_type="other", agency_name=name, role="member", **HERE))
    said = about(graph, f"agency/sutton/{slug(name)}")
    assert said["servesAuthority"] == ["authority/sutton"] and not about(graph, f"agency/{slug(name)}")


def test_a_shared_arrangement_and_a_second_of_its_type() -> None:
    fact = SharedArrangement(service_type="edt", kind="joint-delivery", authorities=("kent",), partner_count=1, **HERE)
    graph = graph_of(fact, SharedArrangement(service_type="edt", kind="consortium", unnamed="a neighbour", **HERE))
    said = about(graph, f"arrangement/{PLACE}/edt")
    assert said["participatingAuthority"] == ["authority/kent", "authority/sutton"]
    assert said["statedPartnerCount"] == ["1"] and said["arrangementKind"] == ["joint-delivery"]
    assert about(graph, f"arrangement/{PLACE}/edt-2")["unnamedPartner"] == ["a neighbour"]


def test_a_post_and_a_statistic() -> None:
    graph = graph_of(
        PostHolding(post="director-of-childrens-services", name="Ann Archer", since="2013-04", **HERE),
        Statistic(measure="children-looked-after", value=1204, unit="children", date="2014-03-31", **HERE),
        Statistic(measure="children-looked-after", value=60.5, unit="per-10000", comparator="England", **HERE),
    )
    post = about(graph, f"post-holding/{PLACE}/director-of-childrens-services")
    assert post["holder"] == ["person/ann-archer"] and post["since"] == ["2013-04"]
    number = about(graph, f"statistic/{PLACE}/children-looked-after/2014-03-31")
    assert Decimal(number["value"][0]) == 1204 and number["refDate"] == ["2014-03-31"]
    rate = about(graph, f"statistic/{PLACE}/children-looked-after/undated-england")
    assert rate["value"] == ["60.5"] and "refDate" not in rate


def test_a_fact_said_twice_has_the_evidence_of_both_and_one_rule() -> None:
    first = Participation(service_type="mash", agency_type="police", role="member", **HERE)
    again = Participation(
        service_type="mash", agency_type="police", role="member", evidence=(evidence("since 2014"),), rule="two"
    )
    said = about(graph_of(first, again), f"participation/{PLACE}/mash/police/member")
    assert len(said["evidence"]) == 2 and said["rule"] == ["one"]


def test_every_fact_carries_evidence_rule_confidence_and_its_extraction() -> None:
    facts = [
        Judgement(area="lscb", grade="good", **HERE),
        Recommendation(position=1, text="Do it.", **HERE),
        ServiceState(service_type="mash", name=None, **HERE),
        Participation(service_type="mash", agency_type="police", role="member", **HERE),
        SharedArrangement(service_type="edt", kind="joint-delivery", **HERE),
        PostHolding(post="lscb-chair", name="Bob Baker", **HERE),
        Statistic(measure="referrals", value=1, unit="children", **HERE),
        EarlierInspection(when="2011", area="leadership", **HERE),
    ]
    graph = graph_of(*facts)
    kinds = {f"<{GB}{type(fact).__name__}>" for fact in facts} - {f"<{GB}EarlierInspection>"}
    nodes = {s for s, p, o in graph.triples if p == term("rdf:type") and o in kinds}
    nodes.add(iri(DEFAULT_BASE + "inspection/sutton/2011"))
    assert len(nodes) == len(facts)
    for node in nodes:
        has = {predicate for subject, predicate, _ in graph.triples if subject == node}
        assert {term("gb:evidence"), term("gb:rule"), term("gb:confidence"), term("prov:wasGeneratedBy")} <= has


def test_a_kind_of_fact_without_triples_is_a_broken_program() -> None:
    with pytest.raises(TypeError, match="Fact"):
        graph_of(Fact(**HERE))


# ---------------------------------------------------------------- bytes


def test_no_blank_nodes_and_the_same_bytes_whatever_the_order_of_sets() -> None:
    kinds = ("police", "health", "education")
    facts = [Participation(service_type="mash", agency_type=kind, role="member", **HERE) for kind in kinds]
    one = statements_of(graph_of(*facts).triples)
    random.Random(1).shuffle(facts)
    assert statements_of(graph_of(*facts).triples) == one == sorted(one)
    assert not any(b"_:" in statement.split(b'"')[0] for statement in one)


def test_turtle_says_the_same_as_ntriples() -> None:
    graph = graph_of(Judgement(area="lscb", grade="good", subject="board", **HERE))
    ntriples = as_ntriples(statements_of(graph.triples))
    turtle = assembly.prefix_lines().encode() + parts.turtle_body(ntriples)
    triples = {str(quad.triple) for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert triples == {str(quad.triple) for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES)}


def test_another_base_moves_the_instances_and_not_the_vocabulary() -> None:
    base = "https://example.org/graph/"
    graph = graph_of(Judgement(area="lscb", grade="good", **HERE), base=base)
    assert all(subject.startswith(f"<{base}") for subject, _, _ in graph.triples)
    assert about(graph, f"judgement/{PLACE}/lscb", base)["grade"] == [PREFIXES["grade"] + "good"]
    assert not any(DEFAULT_BASE in value for triple in graph.triples for value in triple)


@pytest.mark.parametrize(
    "base",
    [
        "",
        "example",
        "/id/",
        "https://example.org",
        "https://a b.org/",
        "https://a.org/<a>/",
        "https:///",
        "https://a.org/%/",
    ],
)
def test_a_base_that_is_no_absolute_iri_is_refused(base: str) -> None:
    with pytest.raises(UsageError, match="base for IRIs"):
        check_base(base)


@pytest.mark.parametrize("base", ["https://a.org/id#", "https://a.org/#/id/"])
def test_a_base_with_a_fragment_is_refused_as_some_instances_have_one(base: str) -> None:
    with pytest.raises(UsageError, match="ends in / and has no #"):
        check_base(base)


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://a.org/", "http://localhost:8000/räte/%20/", "urn://x/"])
def test_a_base_that_is_an_absolute_iri_is_taken(base: str) -> None:
    assert check_base(base) == base


# ---------------------------------------------------------------- terms


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(KeyError, match="startDat"):
        term("gb:startDat")
    with pytest.raises(KeyError):
        term("grade:goood")
    with pytest.raises(KeyError):
        term("nonsense:thing")


@pytest.mark.parametrize(
    ("value", "written", "datatype"),
    [
        ('a "b" \\ c', r'"a \"b\" \\ c"', None),
        ("a\nb\tc", r'"a\nb\tc"', None),
        (True, '"true"', "boolean"),
        (3, '"3"', "integer"),
        (0.95, '"0.95"', "decimal"),
        (5.0, '"5.0"', "decimal"),
        (date(2014, 6, 3), '"2014-06-03"', "date"),
    ],
)
def test_values_as_literals(value: object, written: str, datatype: str | None) -> None:
    assert literal(value) == (f"{written}^^<{PREFIXES['xsd']}{datatype}>" if datatype else written)


def test_partial_dates_have_the_type_of_what_is_known() -> None:
    assert partial_date("2014").endswith("#gYear>") and partial_date("2014-06").endswith("#gYearMonth>")
    assert partial_date("2014-06-03").endswith("#date>")


@pytest.mark.parametrize(
    ("name", "made"),
    [("St Helens & Co’s", "st-helens-and-cos"), ("Élise  Dupré", "elise-dupre"), ("—", ""), ("A/B", "a-b")],
)
def test_slugs(name: str, made: str) -> None:
    assert slug(name) == made
