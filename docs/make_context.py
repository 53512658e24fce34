"""Writes ontology/context.jsonld, the JSON-LD context of exports, from the ontology: `python docs/make_context.py`.

Each class and property of ours is a term of its local name; of the foreign ones those below. A property's values are
typed by its range, so that a date is a plain string and a concept its slug: `"grade": "good"`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef

from graphbuilder.vocabulary import GB, PREFIXES, ROOT, SCHEMES

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
CONTEXT = ONTOLOGY / "context.jsonld"

# The scheme of the concepts that a property has as its values.
CONCEPTS = {
    "agencyType": "agency-type",
    "allowsArea": "area",
    "allowsGrade": "grade",
    "area": "area",
    "concernsServiceType": "service-type",
    "framework": "framework",
    "grade": "grade",
    "headingGrade": "grade",
    "measure": "measure",
    "post": "post",
    "requiresArea": "area",
    "role": "role",
    "serviceType": "service-type",
}
# Of OWL's time types only xsd:dateTime may be a range: these hold nothing but days.
DAYS = ("endDate", "headerEndDate", "headerStartDate", "startDate", "validFrom", "validTo")
# Always lists, also of one: what one thing usually has several of.
LISTS = ("concernsServiceType", "evidence", "inspector", "leadInspector", "participatingAuthority", "visitPeriod")
# An inspection's facts, by their class, below the inspection: a name for the inverse of gb:inspection.
FACTS = {
    "Judgement": "judgements",
    "Participation": "participations",
    "PostHolding": "postHoldings",
    "Recommendation": "recommendations",
    "ServiceState": "serviceStates",
    "SharedArrangement": "sharedArrangements",
    "Statistic": "statistics",
}
LINK, ENGLISH, SET = {"@type": "@id"}, {"@language": "en"}, {"@container": "@set"}
FOREIGN: dict[str, dict[str, str]] = {
    "dcterms:description": {},
    "dcterms:format": {},
    "dcterms:isReplacedBy": LINK,
    "dcterms:issued": {"@type": "xsd:date"},
    "dcterms:publisher": LINK,
    "dcterms:replaces": LINK,
    "dcterms:source": LINK,
    "dcterms:title": {},
    "foaf:Person": {},
    "foaf:name": {},
    "oa:TextPositionSelector": {},
    "oa:TextQuoteSelector": {},
    "oa:end": {"@type": "xsd:nonNegativeInteger"},
    "oa:exact": {},
    "oa:hasSelector": LINK | SET,
    "oa:hasSource": LINK,
    "oa:prefix": {},
    "oa:start": {"@type": "xsd:nonNegativeInteger"},
    "oa:suffix": {},
    "prov:SoftwareAgent": {},
    "prov:used": LINK,
    "prov:wasAssociatedWith": LINK,
    "prov:wasGeneratedBy": LINK,
    "schema:areaServed": LINK,
    "skos:Concept": {},
    "skos:ConceptScheme": {},
    "skos:altLabel": ENGLISH | SET,
    "skos:broader": LINK,
    "skos:closeMatch": LINK,
    "skos:definition": ENGLISH,
    "skos:exactMatch": LINK,
    "skos:hiddenLabel": ENGLISH | SET,
    "skos:inScheme": LINK,
    "skos:prefLabel": ENGLISH,
}


def context() -> dict[str, Any]:
    """The context document."""
    ontology = Graph().parse(ONTOLOGY / "graphbuilder.ttl")
    terms: dict[str, Any] = {}
    for subject in ontology.subjects(RDF.type, OWL.Class):
        terms[_local(subject)] = f"gb:{_local(subject)}"
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for subject in ontology.subjects(RDF.type, kind):
            name = _local(subject)
            terms[name] = _definition(f"gb:{name}", _typed(name, kind, ontology.value(subject, RDFS.range)))
    for name, how in FOREIGN.items():
        local = name.partition(":")[2]
        assert local not in terms, f"{name}: a term of ours has this name"
        terms[local] = _definition(name, how)
    for class_name, name in FACTS.items():
        assert class_name in terms and name not in terms, name
        terms[name] = {"@reverse": "gb:inspection", "@type": "@id", **SET}
    prefixes = {name: iri for name, iri in sorted(PREFIXES.items()) if name not in SCHEMES}
    head = {"@version": 1.1, **prefixes, "id": "@id", "type": "@type"}
    return {"@context": head | dict(sorted(terms.items()))}


def _local(subject: Any) -> str:
    assert isinstance(subject, URIRef) and subject.startswith(GB), subject
    return subject.removeprefix(GB)


def _typed(name: str, kind: URIRef, range: Any) -> dict[str, Any]:
    """How a value of the property of ours is written."""
    how: dict[str, Any] = {}
    if range == SKOS.Concept:
        how = {"@type": "@vocab", "@context": {"@vocab": f"{ROOT}{CONCEPTS[name]}/"}}
    elif kind == OWL.ObjectProperty:
        how = dict(LINK)
    elif name in DAYS:
        how = {"@type": "xsd:date"}
    elif range in (XSD.integer, XSD.decimal, XSD.boolean):
        how = {"@type": f"xsd:{range.removeprefix(str(XSD))}"}
    return how | SET if name in LISTS else how


def _definition(iri: str, how: dict[str, Any]) -> Any:
    return {"@id": iri, **how} if how else iri


def text() -> str:
    """The file: a term a line."""
    lines = [f"  {json.dumps(name)}: {json.dumps(what)}" for name, what in context()["@context"].items()]
    return '{"@context": {\n' + ",\n".join(lines) + "\n}}\n"


if __name__ == "__main__":
    CONTEXT.write_text(text(), encoding="utf-8")
