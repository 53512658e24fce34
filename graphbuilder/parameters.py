"""Parameters of stored questions: typed text → one RDF term, or a UsageError that offers what was meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, partial

import pyoxigraph as ox
from rapidfuzz import process

from . import matching
from .errors import UsageError
from .vocabulary import PREFIXES, SCHEMES, iri, literal, slug, triples

_SKOS = PREFIXES["skos"]
_GB = PREFIXES["gb"]
_NAMING = (f"{_SKOS}prefLabel", f"{_SKOS}altLabel", f"{_SKOS}notation")
_CODES = (f"{_GB}gssCode", f"{_GB}ofstedUrn", f"{_GB}formerGssCode")
_AUTHORITY = matching.BASE + "id/authority/"
_FEW = 12  # so many choices are all named in a message; of more, the nearest


def term_of(type_name: str, value: object, base_iri: str) -> str:
    """`value` as a SPARQL term of the named type. Raises UsageError where it is not one."""
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if not text:
        raise UsageError("the value is empty")
    return TYPES[type_name](text, base_iri)


# ---------------------------------------------------------------- plain values


def _date(text: str, base_iri: str) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return literal(date.fromisoformat(text))
    except ValueError:
        pass  # no such day: said below, as for any other text that is not a date
    raise UsageError(f"{text!r} is not a date; write it as 2019-03-31")


def _integer(text: str, base_iri: str) -> str:
    if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        raise UsageError(f"{text!r} is not a whole number")
    return literal(int(text))


def _decimal(text: str, base_iri: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise UsageError(f"{text!r} is not a number; write it as 12.5")
    return str(ox.Literal(f"{number:f}", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal")))


def _string(text: str, base_iri: str) -> str:
    return str(ox.Literal(text))


def _iri(text: str, base_iri: str) -> str:
    plain = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    try:
        node = ox.NamedNode(plain)
    except ValueError:
        node = None
    if node is None or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+", plain):
        raise UsageError(f"{text!r} is not an absolute IRI; write it as https://…")
    return str(node)


# ---------------------------------------------------------------- authorities


def resolve_authority(name: str, base_iri: str = "") -> str:
    """The slug of an authority by slug, short name, alias, GSS code, URN or IRI. Raises UsageError with the nearest."""
    for base in (base_iri + "authority/", _AUTHORITY):
        name = name.removeprefix(base)
    found = _authorities().get(slug(name))
    if found is None:
        nearest = " or ".join(matching.nearest_authorities(name))
        raise UsageError(f"no authority is called {name!r}; the nearest names are {nearest}")
    return found


@cache
def _authorities() -> dict[str, str]:
    """Every name and code, as a slug → the authority's slug. A name of two authorities is left out."""
    known: dict[str, str] = {}
    for kind in ("pref", "alt", "hidden"):
        named: defaultdict[str, set[str]] = defaultdict(set)
        for label in matching.labels():
            if label.scheme == "authority" and label.kind == kind:
                named[slug(label.text)].add(label.concept)
        for name, owners in named.items():
            if len(owners) == 1:
                known.setdefault(name, min(owners))
    for subject, predicate, value in triples():
        if predicate in _CODES and subject.startswith(_AUTHORITY):
            known.setdefault(slug(value), subject[len(_AUTHORITY) :])
    return {concept: concept for concept in matching.preferred("authority")} | known


def _authority(text: str, base_iri: str) -> str:
    return iri(f"{base_iri}authority/{resolve_authority(text, base_iri)}")


@cache
def _regions() -> dict[str, str]:
    return {slug(value): value for _, predicate, value in triples() if predicate == f"{_GB}region"}


def _region(text: str, base_iri: str) -> str:
    known = _regions()
    if slug(text) not in known:
        raise UsageError(f"no region is called {text!r}; {_offer(text, known.values())}")
    return literal(known[slug(text)])


# ---------------------------------------------------------------- concepts


@cache
def _concepts(scheme: str) -> dict[str, str]:
    """Slug of every name of a scheme's concepts → the concept. A name of two concepts is left out."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in triples():
        concept = subject.removeprefix(PREFIXES[scheme])
        if subject.startswith(PREFIXES[scheme]) and predicate in _NAMING and not concept.startswith("scale-"):
            named[slug(value)].add(concept)
    known = {name: min(owners) for name, owners in named.items() if len(owners) == 1}
    return known | {concept: concept for owners in named.values() for concept in owners}


def _concept(text: str, base_iri: str, *, scheme: str) -> str:
    known = _concepts(scheme)
    name = slug(text.removeprefix(PREFIXES[scheme]))
    if name not in known:
        kind = scheme.replace("-", " ")
        raise UsageError(f"no {kind} is called {text!r}; {_offer(text, set(known.values()))}")
    return iri(PREFIXES[scheme] + known[name])


def _offer(text: str, choices: Iterable[str]) -> str:
    names = sorted(set(choices))
    if len(names) <= _FEW:
        return f"there are {', '.join(names)}"
    return f"the nearest are {', '.join(name for name, _, _ in process.extract(slug(text), names, limit=3))}"


TYPES: dict[str, Callable[[str, str], str]] = {
    "authority": _authority,
    "region": _region,
    "date": _date,
    "integer": _integer,
    "decimal": _decimal,
    "string": _string,
    "iri": _iri,
    **{scheme: partial(_concept, scheme=scheme) for scheme in SCHEMES},
}
