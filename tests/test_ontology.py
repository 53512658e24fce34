"""The ontology and the concept schemes: complete, consistent, and fit to be a gazetteer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
FILES = sorted(ONTOLOGY.rglob("*.ttl"))
SCHEME_FILES = sorted((ONTOLOGY / "schemes").glob("*.ttl"))
BASE = "https://w3id.org/graphbuilder/"
GB = Namespace(f"{BASE}ontology#")
IRI = URIRef(f"{BASE}ontology")
QB = Namespace("http://purl.org/linked-data/cube#")
GRADE, AREA, FRAMEWORK = (Namespace(f"{BASE}{name}/") for name in ("grade", "area", "framework"))
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
FOREIGN = (  # vocabularies whose terms external.ttl must declare
    "http://purl.org/dc/terms/",
    "http://xmlns.com/foaf/0.1/",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/ns/prov#",
    "http://purl.org/linked-data/cube#",
    "https://schema.org/",
    str(SKOS),
    "http://purl.org/vocab/vann/",
)

CLASSES = """
    Agency Evidence Extraction Inspection Judgement Link LocalAuthority Participation PostHolding
    Recommendation Report SafeguardingBoard Service ServiceState SharedArrangement Statistic VisitPeriod
"""
OBJECT_PROPERTIES = """
    addressedTo agency agencyType allowsArea allowsGrade area authority concernsServiceType deliveredBy
    evidence framework grade headingGrade holder inspectedAuthority inspection inspector leadInspector
    linkFrom linkRelation linkTo measure participatingAuthority post precededBy reportsOn requiresArea
    resolvedTo role servesAuthority service serviceType statisticalNeighbour status subject visitPeriod
"""
DATATYPE_PROPERTIES = """
    about announced arrangementKind comparator confidence deadline endDate fileName gssCode headerEndDate
    headerStartDate isHMI legalBasis linkMethod ofstedUrn page pageCount paragraph position postStatus
    printedAuthority refDate refersToParagraph region reinspection reportKind rule section serviceName
    sha256 since startDate state statedDate statedPartnerCount text unit unnamedPartner value
"""
CONCEPTS = {
    "grade": "outstanding good requires-improvement adequate inadequate",
    "framework": """
        slac-2009 arr-2012 sif-2013 ilacs-2018 ilacs-2023 ilacs-2026 looked-after-2013 lscb-review jtai
        focused-visit monitoring-visit contact-referral-assessment private-fostering unknown
    """,
    "area": """
        overall-effectiveness leadership help-and-protection quality-of-practice children-looked-after
        children-in-care care-leavers adoption lscb safeguarding-services looked-after-services
        capacity-to-improve outcomes quality-of-provision private-fostering
    """,
    "service-type": """
        mash edt lscb lscp early-help caf childrens-centres camhs marac youth-offending virtual-school
        family-group-conferencing fostering adoption care-leavers lado independent-reviewing
        disabled-children assessment child-exploitation missing-children advocacy independent-visitors
        substance-misuse domestic-abuse private-fostering edge-of-care youth-service troubled-families
        participation corporate-parenting health-and-wellbeing-board childrens-trust child-death-overview
        family-justice-board placements-commissioning childrens-social-care improvement-board other
    """,
    "agency-type": """
        police health probation housing education schools early-years youth-offending voluntary-sector
        adult-services mental-health substance-misuse cafcass courts fire childrens-social-care
        domestic-abuse local-authority commissioned-provider faith other
    """,
    "role": "member planned-member co-located provider commissioner chair host partner not-represented",
    "post": """
        director-of-childrens-services lscb-chair chief-executive lead-member principal-social-worker other
    """,
    "measure": """
        child-population child-population-share child-protection-plans children-in-need
        children-looked-after children-looked-after-rate placed-out-of-area
        unaccompanied-asylum-seeking-children privately-fostered-children care-leavers
        children-in-poverty-share minority-ethnic-share free-school-meals-primary
        free-school-meals-secondary eal-primary eal-secondary adoptions special-guardianship-orders
        social-worker-vacancy-rate social-worker-caseload referrals assessments-in-time-share
    """,
}
OLD_SCALE = {GRADE.outstanding, GRADE.good, GRADE.adequate, GRADE.inadequate}
NEW_SCALE = {GRADE.outstanding, GRADE.good, GRADE["requires-improvement"], GRADE.inadequate}
SIX_AREAS = "overall-effectiveness leadership help-and-protection children-looked-after adoption care-leavers"


@cache
def parsed(path: Path) -> Graph:
    return Graph().parse(path)


def union(paths: list[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph += parsed(path)
    return graph


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return parsed(ONTOLOGY / "graphbuilder.ttl")


@pytest.fixture(scope="module")
def external() -> Graph:
    return parsed(ONTOLOGY / "external.ttl")


@pytest.fixture(scope="module")
def schemes() -> Graph:
    return union(SCHEME_FILES)


def name(path: Path) -> str:
    return path.relative_to(ONTOLOGY).as_posix()


def terms(graph: Graph) -> set[URIRef]:
    return {node for triple in graph for node in triple if isinstance(node, URIRef)}


def iris(nodes: Iterable[Node]) -> set[URIRef]:
    return {node for node in nodes if isinstance(node, URIRef)}


def kinds(graph: Graph, term: Node) -> set[Node]:
    return {kind for kind in graph.objects(term, RDF.type) if kind in KINDS}


def folded(label: Node | str) -> str:
    """`label` as the matcher compares it: any case, hyphens as spaces, straight quotes, no plural s."""
    text = re.sub(r"[-\u2010-\u2014\s]+", " ", str(label).casefold().replace("\u2019", "'")).strip()
    return text[:-1] if text.endswith("s") and not text.endswith("ss") else text


def english(graph: Graph, subject: Node, predicate: URIRef) -> list[Literal]:
    values = [value for value in graph.objects(subject, predicate) if isinstance(value, Literal)]
    return [value for value in values if value.language == "en" and value.strip()]


def labelled(graph: Graph, predicate: URIRef) -> Iterator[tuple[Node, Literal]]:
    for concept, label in graph.subject_objects(predicate):
        assert isinstance(label, Literal), (concept, label)
        yield concept, label


def ancestors(graph: Graph, node: Node, predicate: URIRef) -> set[Node | None]:
    parents = list(graph.objects(node, predicate))
    return {found for parent in parents for found in graph.transitive_objects(parent, predicate)}


def list_items(graph: Graph, collection: Node) -> list[Node]:
    first = graph.value(collection, SKOS.memberList)
    assert first is not None, collection
    return list(Collection(graph, first))


# ---- Every file ----


@pytest.mark.parametrize("path", FILES, ids=name)
def test_file_parses_and_says_something(path: Path) -> None:
    assert len(parsed(path)) > 10


@pytest.mark.parametrize("path", FILES, ids=name)
def test_file_has_no_blank_nodes(path: Path) -> None:
    """Blank nodes get new names in every build, and the same input would no longer give the same bytes."""
    assert not [triple for triple in parsed(path) if any(isinstance(node, BNode) for node in triple)]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_gb_term_is_declared(path: Path, ontology: Graph) -> None:
    declared = iris(ontology.subjects(RDF.type, None))
    used = {term for term in terms(parsed(path)) if term.startswith(str(GB)) and term != URIRef(str(GB))}
    assert used <= declared, sorted(used - declared)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_foreign_term_is_declared(path: Path, external: Graph) -> None:
    declared = iris(external.subjects(RDF.type, None))
    used = {term for term in terms(parsed(path)) if str(term).startswith(FOREIGN) and term not in FOREIGN}
    used -= iris(parsed(path).objects(None, RDFS.isDefinedBy))
    assert used <= declared, sorted(used - declared)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_concept_that_is_referred_to_exists(path: Path, schemes: Graph) -> None:
    spaces = tuple(f"{BASE}{scheme}/" for scheme in CONCEPTS)
    used = {term for term in terms(parsed(path)) if str(term).startswith(spaces)}
    known = iris(schemes.subjects())
    assert used <= known, sorted(used - known)


# ---- The ontology ----


def test_ontology_is_versioned(ontology: Graph) -> None:
    version = ontology.value(IRI, OWL.versionInfo)
    assert (IRI, RDF.type, OWL.Ontology) in ontology
    assert version == Literal("0.1.0")
    assert ontology.value(IRI, OWL.versionIRI) == URIRef(f"{IRI}/{version}")


@pytest.mark.parametrize(
    "kind, names",
    [
        (OWL.Class, CLASSES),
        (OWL.ObjectProperty, OBJECT_PROPERTIES),
        (OWL.DatatypeProperty, DATATYPE_PROPERTIES),
    ],
    ids=["classes", "object properties", "datatype properties"],
)
def test_terms_of_the_model_are_declared(ontology: Graph, kind: URIRef, names: str) -> None:
    missing = [term for term in names.split() if (GB[term], RDF.type, kind) not in ontology]
    assert not missing


def test_every_term_is_documented(ontology: Graph) -> None:
    for term in {s for s in ontology.subjects(RDF.type, None) if s != IRI}:
        assert len(english(ontology, term, RDFS.label)) == 1, term
        assert len(english(ontology, term, SKOS.definition)) == 1, term
        assert english(ontology, term, SKOS.example), term
        assert ontology.value(term, RDFS.isDefinedBy) == IRI, term


def test_every_term_has_one_kind(ontology: Graph, external: Graph) -> None:
    """OWL 2 DL keeps classes, object, datatype and annotation properties apart."""
    both = ontology + external
    for term in {s for s in both.subjects() if s != IRI}:
        assert len(kinds(both, term)) == 1, term


def test_every_foreign_term_says_where_it_is_defined(external: Graph) -> None:
    for term in iris(external.subjects(RDF.type, None)):
        assert external.value(term, RDFS.isDefinedBy) is not None, term
        assert not term.startswith(BASE), term


def test_domains_ranges_and_superproperties_fit_the_kind(ontology: Graph, external: Graph) -> None:
    both = ontology + external
    for prop, domain in ontology.subject_objects(RDFS.domain):
        assert (domain, RDF.type, OWL.Class) in both, prop
    for prop in ontology.subjects(RDF.type, OWL.ObjectProperty):
        for value_class in ontology.objects(prop, RDFS.range):
            assert (value_class, RDF.type, OWL.Class) in both, prop
    for prop, parent in ontology.subject_objects(RDFS.subPropertyOf):
        assert kinds(both, prop) == kinds(both, parent), prop
    for child, parent in ontology.subject_objects(RDFS.subClassOf):
        assert (parent, RDF.type, OWL.Class) in both, child


def test_datatype_ranges_stay_in_the_owl_2_datatype_map(ontology: Graph) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    allowed = {URIRef(xsd + kind) for kind in ("string", "integer", "decimal", "boolean")} | {RDFS.Literal}
    for prop in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        assert set(ontology.objects(prop, RDFS.range)) <= allowed, prop
        assert len(list(ontology.objects(prop, RDFS.range))) == 1, prop


@pytest.mark.parametrize(
    "child, parent",
    [
        ("Report", "foaf:Document"),
        ("Report", "prov:Entity"),
        ("Inspection", "prov:Activity"),
        ("LocalAuthority", "org:FormalOrganization"),
        ("Judgement", "prov:Entity"),
        ("Service", "org:OrganizationalUnit"),
        ("SafeguardingBoard", "org:OrganizationalCollaboration"),
        ("Report", "schema:Report"),
        ("LocalAuthority", "schema:GovernmentOrganization"),
        ("Agency", "schema:Organization"),
        ("Statistic", "schema:Observation"),
        ("SafeguardingBoard", "gb:Service"),
        ("Agency", "org:Organization"),
        ("PostHolding", "org:Membership"),
        ("Statistic", "qb:Observation"),
        ("Evidence", "oa:SpecificResource"),
        ("Extraction", "prov:Activity"),
    ],
)
def test_class_specialises(ontology: Graph, child: str, parent: str) -> None:
    expected = ontology.namespace_manager.expand_curie(parent)
    assert expected in set(ancestors(ontology, GB[child], RDFS.subClassOf))


@pytest.mark.parametrize(
    "name, component",
    [
        ("measure", "DimensionProperty"),
        ("refDate", "DimensionProperty"),
        ("comparator", "DimensionProperty"),
        ("value", "MeasureProperty"),
        ("unit", "AttributeProperty"),
    ],
)
def test_property_is_a_component_of_a_data_cube(ontology: Graph, name: str, component: str) -> None:
    assert (GB[name], RDF.type, QB[component]) in ontology


def test_a_council_is_not_the_area_that_it_serves(ontology: Graph) -> None:
    """schema:areaServed leads to an area; gb:servesAuthority, which leads to a council, must not imply it."""
    area_served = URIRef("https://schema.org/areaServed")
    assert not list(ontology.subjects(RDFS.subPropertyOf, area_served))
    assert (GB.servesAuthority, RDFS.seeAlso, area_served) in ontology


# ---- The concept schemes ----


@pytest.mark.parametrize("scheme", CONCEPTS)
def test_scheme_holds_the_concepts_of_the_model(schemes: Graph, scheme: str) -> None:
    iri = URIRef(f"{BASE}{scheme}/scheme")
    assert (iri, RDF.type, SKOS.ConceptScheme) in schemes
    held = set(schemes.subjects(SKOS.inScheme, iri))
    missing = [slug for slug in CONCEPTS[scheme].split() if URIRef(f"{BASE}{scheme}/{slug}") not in held]
    assert not missing
    assert all(str(concept).startswith(f"{BASE}{scheme}/") for concept in held)


def test_one_file_per_scheme() -> None:
    held = [set(parsed(path).subjects(RDF.type, SKOS.ConceptScheme)) for path in SCHEME_FILES]
    assert all(len(found) == 1 for found in held)
    assert len(set.union(*held)) == len(CONCEPTS)


def test_every_concept_is_documented(schemes: Graph) -> None:
    for concept in schemes.subjects(RDF.type, SKOS.Concept):
        assert len(list(schemes.objects(concept, SKOS.inScheme))) == 1, concept
        assert len(english(schemes, concept, SKOS.prefLabel)) == 1, concept
        assert len(list(schemes.objects(concept, SKOS.prefLabel))) == 1, concept
        assert len(english(schemes, concept, SKOS.definition)) == 1, concept


def test_labels_are_clean(schemes: Graph) -> None:
    for predicate in LABELS:
        for concept, label in labelled(schemes, predicate):
            assert label.language == "en", (concept, label)
            assert str(label) == " ".join(label.split()), (concept, label)
            assert not re.search("[\u2018\u2019\u201c\u201d\u2013]", label), (concept, label)


@pytest.mark.parametrize("path", SCHEME_FILES, ids=name)
def test_no_label_belongs_to_two_concepts(path: Path) -> None:
    """Also not with another case, hyphen or plural: the matcher could not tell which is meant."""
    owners: defaultdict[str, set[Node]] = defaultdict(set)
    for predicate in LABELS:
        for concept, label in labelled(parsed(path), predicate):
            owners[folded(label)].add(concept)
    assert not {label: found for label, found in owners.items() if len(found) > 1}


@pytest.mark.parametrize("path", SCHEME_FILES, ids=name)
def test_no_label_is_given_twice(path: Path) -> None:
    for concept in parsed(path).subjects(RDF.type, SKOS.Concept):
        found = [folded(label) for predicate in LABELS for label in parsed(path).objects(concept, predicate)]
        assert sorted(found) == sorted(set(found)), concept


def test_labels_have_three_letters_at_least(schemes: Graph) -> None:
    """Two letters mean too many things to be looked for in running text; only GP is plain."""
    named = [label for predicate in LABELS for _, label in labelled(schemes, predicate)]
    assert {str(label) for label in named if len(label) < 3} <= {"GP"}


@pytest.mark.parametrize("predicate", [SKOS.broader, RDFS.subClassOf, RDFS.subPropertyOf], ids=str)
def test_hierarchy_has_no_cycle(predicate: URIRef) -> None:
    graph = union(FILES)
    starts = set(graph.subjects(predicate, None))
    assert starts
    assert not [node for node in starts if node in ancestors(graph, node, predicate)]


def test_related_concepts_are_not_broader(schemes: Graph) -> None:
    """SKOS keeps skos:related apart from the hierarchy (SKOS Reference, S27)."""
    for one, other in schemes.subject_objects(SKOS.related):
        assert other not in ancestors(schemes, one, SKOS.broader)
        assert one not in ancestors(schemes, other, SKOS.broader)


# ---- Grades and frameworks ----


def test_scales_are_ordered_from_best_to_worst(schemes: Graph) -> None:
    found = schemes.subjects(RDF.type, SKOS.OrderedCollection)
    scales = {frozenset(list_items(schemes, scale)): scale for scale in found}
    assert set(scales) == {frozenset(OLD_SCALE), frozenset(NEW_SCALE)}
    for members, scale in scales.items():
        assert set(schemes.objects(scale, SKOS.member)) == members
        ranks = [schemes.value(grade, GB.rank) for grade in list_items(schemes, scale)]
        assert ranks == [Literal(rank) for rank in (1, 2, 3, 4)]


def test_adequate_is_close_to_requires_improvement_and_not_the_same(schemes: Graph) -> None:
    assert (GRADE.adequate, SKOS.closeMatch, GRADE["requires-improvement"]) in schemes
    assert not list(schemes.objects(GRADE.adequate, SKOS.exactMatch))


def test_grades_have_distinct_notations(schemes: Graph) -> None:
    letters = {str(letter): grade for grade, letter in schemes.subject_objects(SKOS.notation)}
    assert letters == {
        "O": GRADE.outstanding,
        "G": GRADE.good,
        "RI": GRADE["requires-improvement"],
        "A": GRADE.adequate,
        "I": GRADE.inadequate,
    }
    assert len(list(schemes.triples((None, SKOS.notation, None)))) == len(letters)


@pytest.mark.parametrize(
    "framework, scale",
    [
        ("slac-2009", OLD_SCALE),
        ("arr-2012", OLD_SCALE),
        ("looked-after-2013", OLD_SCALE),
        ("private-fostering", OLD_SCALE),
        ("sif-2013", NEW_SCALE),
        ("lscb-review", NEW_SCALE),
        ("ilacs-2018", NEW_SCALE),
        ("ilacs-2023", NEW_SCALE),
        ("ilacs-2026", NEW_SCALE),
        ("jtai", set()),
        ("focused-visit", set()),
        ("monitoring-visit", set()),
        ("contact-referral-assessment", set()),
        ("unknown", OLD_SCALE | NEW_SCALE),
    ],
)
def test_framework_allows_the_grades_of_its_scale(schemes: Graph, framework: str, scale: set[URIRef]) -> None:
    assert set(schemes.objects(FRAMEWORK[framework], GB.allowsGrade)) == scale


@pytest.mark.parametrize(
    "framework, areas",
    [
        ("arr-2012", "overall-effectiveness leadership help-and-protection quality-of-practice"),
        ("sif-2013", SIX_AREAS),
        ("lscb-review", "lscb"),
        ("ilacs-2018", "overall-effectiveness leadership help-and-protection children-looked-after"),
        ("ilacs-2023", "overall-effectiveness leadership help-and-protection children-in-care care-leavers"),
        ("ilacs-2026", "leadership help-and-protection children-in-care care-leavers"),
    ],
)
def test_framework_requires_the_areas_of_its_table(schemes: Graph, framework: str, areas: str) -> None:
    required = set(schemes.objects(FRAMEWORK[framework], GB.requiresArea))
    assert required == {AREA[area] for area in areas.split()}


def test_frameworks_allow_what_they_require_and_what_exists(schemes: Graph) -> None:
    grades = set(schemes.subjects(SKOS.inScheme, GRADE.scheme))
    areas = set(schemes.subjects(SKOS.inScheme, AREA.scheme))
    for framework in schemes.subjects(SKOS.inScheme, FRAMEWORK.scheme):
        allowed = set(schemes.objects(framework, GB.allowsArea))
        assert allowed and allowed <= areas, framework
        assert set(schemes.objects(framework, GB.requiresArea)) <= allowed, framework
        assert set(schemes.objects(framework, GB.allowsGrade)) <= grades, framework


def test_areas_that_only_some_frameworks_judge(schemes: Graph) -> None:
    sif, latest = FRAMEWORK["sif-2013"], FRAMEWORK["ilacs-2026"]
    assert (sif, GB.allowsArea, AREA.lscb) in schemes
    assert (sif, GB.requiresArea, AREA.lscb) not in schemes
    assert (latest, GB.allowsArea, AREA["overall-effectiveness"]) not in schemes


# ---- The gazetteer ----


@pytest.mark.parametrize(
    "scheme, label, slug, names_a_body",
    [
        ("service-type", "MASH", "mash", True),
        ("service-type", "multi agency safeguarding hub", "mash", True),
        ("service-type", "out of hours services", "edt", True),
        ("service-type", "EDS", "edt", True),
        ("service-type", "CAHMS", "camhs", False),
        ("service-type", "front door", "assessment", True),
        ("service-type", "CPAS", "assessment", True),
        ("service-type", "emergency duty team", "edt", True),
        ("service-type", "duty team", "assessment", True),
        ("service-type", "fostering", "fostering", False),
        ("service-type", "fostering panels", "fostering", True),
        ("service-type", "private fostering", "private-fostering", False),
        ("service-type", "regional adoption agencies", "adoption", True),
        ("service-type", "adult safeguarding board", "other", False),
        ("service-type", "child sexual exploitation subgroup", "child-exploitation", True),
        ("service-type", "return home interviews", "missing-children", True),
        ("agency-type", "health visitors", "health", True),
        ("agency-type", "health", "health", False),
        ("agency-type", "head teachers", "schools", True),
        ("agency-type", "CAMHS workers", "mental-health", True),
        ("agency-type", "virtual school", "education", True),
        ("agency-type", "lay members", "other", True),
        ("post", "DCS", "director-of-childrens-services", True),
        ("post", "assistant director of children's services", "other", True),
        ("post", "chair of the LSCB", "lscb-chair", True),
    ],
)
def test_label_leads_to_its_concept(schemes: Graph, scheme: str, label: str, slug: str, names_a_body: bool) -> None:
    concept = URIRef(f"{BASE}{scheme}/{slug}")
    named = {folded(text) for predicate in LABELS[:2] for text in schemes.objects(concept, predicate)}
    hidden = {folded(text) for text in schemes.objects(concept, SKOS.hiddenLabel)}
    assert folded(label) in (named if names_a_body else hidden)
