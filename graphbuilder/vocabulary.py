"""Names of the graph: closed namespaces (a misspelt term raises), prefixes, IRIs of instances, values as RDF terms.

Terms are N-Triples text ("<https://…>", "\"Sutton\"@en"), since the graph is written as text and loaded in bulk.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from datetime import date
from functools import cache

import pyoxigraph as ox

from . import resources
from .errors import GraphbuilderError

ROOT = "https://w3id.org/graphbuilder/"
DEFAULT_BASE = ROOT + "id/"
GB = ROOT + "ontology#"
SCHEMES = ("grade", "area", "framework", "service-type", "agency-type", "role", "post", "measure")

# Prefixes of everything that is written, in the order of their names.
PREFIXES: dict[str, str] = {
    "agency-type": ROOT + "agency-type/",
    "area": ROOT + "area/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "framework": ROOT + "framework/",
    "gb": GB,
    "grade": ROOT + "grade/",
    "measure": ROOT + "measure/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "post": ROOT + "post/",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "role": ROOT + "role/",
    "schema": "https://schema.org/",
    "service-type": ROOT + "service-type/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@cache
def triples() -> tuple[tuple[str, str, str], ...]:
    """Every triple of the ontology folder as (subject, predicate, object) strings without their syntax."""
    found = []
    for path in resources.ontology():
        try:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                found.append((quad.subject.value, quad.predicate.value, getattr(quad.object, "value", "")))
        except (SyntaxError, ValueError) as error:
            raise GraphbuilderError(f"{path}: not valid Turtle: {error}; mend the file or restore it") from error
    return tuple(found)


# ---------------------------------------------------------------- closed vocabularies


@cache
def _declared() -> dict[str, set[str]]:
    """Namespace → the local names that the ontology, external.ttl and the schemes declare."""
    declared: defaultdict[str, set[str]] = defaultdict(set)
    by_length = sorted(PREFIXES.values(), key=len, reverse=True)
    for subject, predicate, _ in triples():
        if predicate.endswith("#type"):
            for namespace in by_length:
                if subject.startswith(namespace):
                    declared[namespace].add(subject[len(namespace) :])
                    break
    return declared


@cache
def term(name: str) -> str:
    """The IRI of a prefixed name ("gb:startDate", "grade:good") as a term. Raises KeyError for an undeclared one."""
    prefix, _, local = name.partition(":")
    namespace = PREFIXES[prefix]
    if local not in _declared().get(namespace, ()) and prefix not in ("rdf", "rdfs", "xsd", "owl", "sh"):
        raise KeyError(f"{name}: no term of that name in ontology/")
    return f"<{namespace}{local}>"


@cache
def pref_labels() -> dict[str, str]:
    """IRI → skos:prefLabel of every concept and every instance of the reference data."""
    return {subject: value for subject, predicate, value in triples() if predicate == PREFIXES["skos"] + "prefLabel"}


@cache
def brands() -> frozenset[str]:
    """Slugs of the names in the reference data under which several bodies work, each for councils of its own."""
    prefix = f"{DEFAULT_BASE}agency/"
    return frozenset(
        subject.removeprefix(prefix)
        for subject, predicate, value in triples()
        if predicate == f"{GB}agencyKind" and value == "brand"
    )


def has_concept(scheme: str, slug: str) -> bool:
    return slug in _declared().get(PREFIXES[scheme], ())


# ---------------------------------------------------------------- terms

Triple = tuple[str, str, str]  # subject, predicate and object as terms of N-Triples

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'["\\\n\r\t]')


def iri(text: str) -> str:
    return f"<{text}>"


def literal(value: object, datatype: str | None = None, language: str | None = None) -> str:
    """A value as a literal term: str, bool, int, float (as xsd:decimal), date; `datatype` as a prefixed name."""
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^{term("xsd:boolean")}'
    if isinstance(value, int):
        return f'"{value}"^^{term(datatype or "xsd:integer")}'
    if isinstance(value, float):
        return f'"{_decimal(value)}"^^{term("xsd:decimal")}'
    if isinstance(value, date):
        return f'"{value.isoformat()}"^^{term("xsd:date")}'
    text = str(value)
    if '"' in text or "\\" in text or not text.isprintable():
        text = _ESCAPED.sub(lambda match: _ESCAPES[match.group()], text)
    if language:
        return f'"{text}"@{language}'
    return f'"{text}"^^{term(datatype)}' if datatype else f'"{text}"'


def _decimal(value: float) -> str:
    text = f"{value:.6f}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def partial_date(printed: str) -> str:
    """ "2013-04-01", "2013-04" or "2013" as xsd:date, xsd:gYearMonth or xsd:gYear."""
    datatype = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(printed)]
    return literal(printed, datatype)


# ---------------------------------------------------------------- names of instances


def slug(text: str) -> str:
    """Lower-case ASCII with hyphens: "St Helens & Co's" → "st-helens-and-cos"."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).encode("ascii", "ignore").decode()
    plain = plain.lower().replace("&", " and ").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def check_base(base: str) -> str:
    """A base for instances that is an absolute IRI ending in "/". Raises UsageError else."""
    import pyoxigraph as ox

    from .errors import UsageError

    try:
        ox.NamedNode(f"{base}evidence#quote")  # some instances have a fragment, so a base can have none
    except ValueError:
        valid = False
    else:
        valid = re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/].*/", base) is not None
    if not valid:
        raise UsageError(
            f"{base}: not a base for IRIs; give an absolute one that ends in / and has no #, like {DEFAULT_BASE}"
        )
    return base
