"""The reference data: authorities and named agencies in ``ontology/reference``."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
GB = Namespace("https://w3id.org/graphbuilder/ontology#")
AUTHORITY = Namespace("https://w3id.org/graphbuilder/id/authority/")
AGENCY = Namespace("https://w3id.org/graphbuilder/id/agency/")
ONS = Namespace("http://statistics.data.gov.uk/id/statistical-geography/")
SCHEMA = Namespace("https://schema.org/")

ABOLISHED = {
    "bedfordshire": "2009-03-31",
    "bournemouth": "2019-03-31",
    "cheshire": "2009-03-31",
    "cumbria": "2023-03-31",
    "dorset-county": "2019-03-31",
    "northamptonshire": "2021-03-31",
    "poole": "2019-03-31",
}
CURRENT_PER_REGION = {
    "East Midlands": 10,
    "East of England": 11,
    "London": 33,
    "North East": 12,
    "North West": 24,
    "South East": 19,
    "South West": 15,
    "West Midlands": 14,
    "Yorkshire and the Humber": 15,
}


@pytest.fixture(scope="module")
def authorities() -> Graph:
    return Graph().parse(ONTOLOGY / "reference" / "authorities.ttl")


@pytest.fixture(scope="module")
def agencies() -> Graph:
    return Graph().parse(ONTOLOGY / "reference" / "agencies.ttl")


def slug(text: str) -> str:
    """The slug of a label: lower-case ASCII, words joined by hyphens."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.replace("&", " and ").replace("'", "")).strip("-")


def members(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef))


def current(graph: Graph) -> list[URIRef]:
    return [a for a in members(graph, GB.LocalAuthority) if not graph.value(a, GB.validTo)]


def owners_of_labels(graph: Graph) -> dict[str, set[URIRef]]:
    """Each preferred or alternative label, case folded, with the bodies that bear it."""
    owners: dict[str, set[URIRef]] = defaultdict(set)
    for label in (SKOS.prefLabel, SKOS.altLabel):
        for body, text in graph.subject_objects(label):
            owners[str(text).casefold()].add(URIRef(str(body)))
    return owners


def shared_labels(graph: Graph) -> dict[str, set[URIRef]]:
    return {label: bodies for label, bodies in owners_of_labels(graph).items() if len(bodies) > 1}


def body_named(graph: Graph, name: str) -> URIRef:
    (body,) = owners_of_labels(graph)[name.casefold()]
    return body


def test_there_are_153_authorities_today(authorities: Graph) -> None:
    assert len(current(authorities)) == 153


def test_every_region_has_its_authorities(authorities: Graph) -> None:
    counts: dict[str, int] = defaultdict(int)
    for authority in current(authorities):
        counts[str(authorities.value(authority, GB.region))] += 1
    assert counts == CURRENT_PER_REGION


def test_abolished_authorities_end_on_their_last_day(authorities: Graph) -> None:
    ends = {str(a).removeprefix(AUTHORITY): str(end) for a, end in authorities.subject_objects(GB.validTo)}
    assert ends == ABOLISHED


def test_every_authority_has_one_value_of_each_kind(authorities: Graph) -> None:
    single = (SKOS.prefLabel, GB.gssCode, GB.region, GB.authorityType, SKOS.exactMatch, SCHEMA.areaServed)
    wrong = [
        (authority, term)
        for authority in members(authorities, GB.LocalAuthority)
        for term in single
        if len(list(authorities.objects(authority, term))) != 1
    ]
    assert wrong == []


def test_slug_is_that_of_the_short_name(authorities: Graph) -> None:
    for authority in current(authorities):
        assert authority == AUTHORITY[slug(str(authorities.value(authority, SKOS.prefLabel)))]


def test_every_current_authority_has_its_own_urn(authorities: Graph) -> None:
    urns = [str(urn) for urn in authorities.objects(None, GB.ofstedUrn)]
    assert len(urns) == len(set(urns))
    assert all(re.fullmatch(r"\d{5,7}", urn) for urn in urns)
    assert [a for a in current(authorities) if not authorities.value(a, GB.ofstedUrn)] == []


def test_no_gss_code_is_used_twice(authorities: Graph) -> None:
    codes = [str(c) for term in (GB.gssCode, GB.formerGssCode) for c in authorities.objects(None, term)]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"E(06|08|09|10)\d{6}", code) for code in codes)


def test_exact_match_is_the_area_of_the_gss_code(authorities: Graph) -> None:
    for authority in members(authorities, GB.LocalAuthority):
        area = ONS[str(authorities.value(authority, GB.gssCode))]
        assert authorities.value(authority, SKOS.exactMatch) == area
        assert authorities.value(authority, SCHEMA.areaServed) == area


def test_statistical_neighbours_are_ten_other_current_authorities(authorities: Graph) -> None:
    known = set(current(authorities))
    for authority in known:
        neighbours = set(authorities.objects(authority, GB.statisticalNeighbour))
        assert len(neighbours) == 10, authority
        assert neighbours <= known - {authority}


def test_replaces_and_is_replaced_by_mirror_each_other(authorities: Graph) -> None:
    replaced = set(authorities.subject_objects(DCTERMS.replaces))
    assert replaced == {(new, old) for old, new in authorities.subject_objects(DCTERMS.isReplacedBy)}
    assert {old for _, old in replaced} == {AUTHORITY[name] for name in ABOLISHED}


def test_change_events_agree_with_the_authorities(authorities: Graph) -> None:
    events = members(authorities, ORG.ChangeEvent)
    pairs = set()
    for event in events:
        day = authorities.value(event, DCTERMS.date)
        for new in authorities.objects(event, ORG.resultingOrganization):
            assert authorities.value(new, GB.validFrom) == day
            pairs |= {(new, old) for old in authorities.objects(event, ORG.originalOrganization)}
    assert pairs == set(authorities.subject_objects(DCTERMS.replaces))


def test_dates_are_dates(authorities: Graph) -> None:
    dates = [d for term in (GB.validFrom, GB.validTo, DCTERMS.date) for d in authorities.objects(None, term)]
    assert len(dates) == 10 + 7 + 6  # created, abolished, changes
    assert all(isinstance(d, Literal) and d.datatype == XSD.date for d in dates)


def test_no_two_authorities_share_a_label(authorities: Graph) -> None:
    assert shared_labels(authorities) == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hull City Council", "kingston-upon-hull"),
        ("Royal Borough of Greenwich", "greenwich"),
        ("London Borough of Hammersmith and Fulham", "hammersmith-and-fulham"),
        ("Southend-on-Sea City Council", "southend-on-sea"),
        ("Council of the Isles of Scilly", "isles-of-scilly"),
        ("Dorset County Council", "dorset-county"),
        ("Dorset Council", "dorset"),
        ("Somerset County Council", "somerset"),
        ("County Durham", "durham"),
        ("B&NES", "bath-and-north-east-somerset"),
        ("Stoke on Trent", "stoke-on-trent"),
    ],
)
def test_names_as_printed_are_known(authorities: Graph, name: str, expected: str) -> None:
    assert body_named(authorities, name) == AUTHORITY[expected]


@pytest.mark.parametrize("name", ["Richmond", "Kingston", "Bath", "Newcastle", "Windsor", "Cheshire"])
def test_place_names_with_other_meanings_are_hidden(authorities: Graph, name: str) -> None:
    assert name.casefold() not in owners_of_labels(authorities)
    assert name in {str(label) for label in authorities.objects(None, SKOS.hiddenLabel)}


def test_agency_slug_is_that_of_its_preferred_label(agencies: Graph) -> None:
    for agency in members(agencies, GB.Agency):
        (label,) = agencies.objects(agency, SKOS.prefLabel)
        assert agency == AGENCY[slug(str(label))]


def test_no_two_agencies_share_a_label(agencies: Graph) -> None:
    assert shared_labels(agencies) == {}


def test_no_label_is_both_an_agency_and_an_authority(agencies: Graph, authorities: Graph) -> None:
    assert owners_of_labels(agencies).keys() & owners_of_labels(authorities).keys() == set()


def test_labels_have_straight_apostrophes_and_single_spaces(agencies: Graph, authorities: Graph) -> None:
    for graph in (agencies, authorities):
        for term in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
            for label in graph.objects(None, term):
                assert str(label) == " ".join(str(label).replace("\u2019", "'").split())
                assert getattr(label, "language", None) == "en"


def test_every_agency_has_one_type(agencies: Graph) -> None:
    for agency in members(agencies, GB.Agency):
        assert len(list(agencies.objects(agency, GB.agencyType))) == 1, agency


def test_agency_types_are_concepts_of_the_scheme(agencies: Graph) -> None:
    scheme = ONTOLOGY / "schemes" / "agency-types.ttl"
    if not scheme.exists():
        pytest.skip("ontology/schemes/agency-types.ttl is not there")
    concepts = set(Graph().parse(scheme).subjects(RDF.type, SKOS.Concept))
    assert set(agencies.objects(None, GB.agencyType)) <= concepts


def test_the_police_forces_of_england_are_there(agencies: Graph) -> None:
    forces = [a for a, kind in agencies.subject_objects(GB.agencyKind) if str(kind) == "police-force"]
    assert len(forces) == 39 + 1  # the territorial forces and the British Transport Police


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Barnardos", "barnardos"),
        ("Adopt Southwest", "adopt-south-west"),
        ("Adoption@Heart", "adoption-heart"),
        ("Metropolitan Police Service", "metropolitan-police"),
        ("Northamptonshire Children's Trust", "northamptonshire-childrens-trust"),
        ("North East London Foundation Trust", "north-east-london-nhs-foundation-trust"),
        ("CAFCASS", "cafcass"),
    ],
)
def test_agency_names_as_printed_are_known(agencies: Graph, name: str, expected: str) -> None:
    assert body_named(agencies, name) == AGENCY[expected]


def test_words_of_every_day_are_no_agency_labels(agencies: Graph) -> None:
    words = {"refuge", "relate", "mind", "shelter", "compass", "voice", "respect", "nct", "ace", "pace"}
    assert owners_of_labels(agencies).keys() & words == set()
