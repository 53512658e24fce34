"""Bodies under two names; bodies that are councils; brands under which several bodies work."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pyoxigraph as ox

from .. import matching
from ..store import select
from ..vocabulary import DEFAULT_BASE, GB, brands, slug, triples
from .links import Link

_ARTICLES = re.compile(r"^(?:the|a)-|-(?:ltd|limited|plc|cic|charity|service|services|agency)$")


def agencies(store: ox.Store, base: str) -> list[Link]:
    """Every printed name of a body that the reference data, another report or a council's own name explains."""
    # Many reports describe one agency: to join what each says of it takes three times as long.
    named = select(store, "SELECT DISTINCT ?agency { ?agency a gb:Agency ; skos:prefLabel ?name }")
    known = {row["agency"].value for row in named}
    prefix = f"{base}agency/"
    types: dict[str, set[str]] = defaultdict(set)
    for row in select(store, "SELECT DISTINCT ?agency ?type { ?agency gb:agencyType ?type }"):
        if row["agency"].value in known:
            types[row["agency"].value.removeprefix(prefix)].add(row["type"].value.rsplit("/", 1)[-1])
    return [
        *_same(sorted(name for name in types if "/" not in name), prefix),
        *_branded(sorted(name for name in types if "/" in name), prefix),
        *_councils(sorted(name for name in types if types[name] == {"local-authority"}), base),
    ]


def _same(names: list[str], prefix: str) -> list[Link]:
    """A printed name that the reference data knows is that body's; else a name that differs only in its dress."""
    known = matching.bodies()
    dressed: dict[str, list[str]] = defaultdict(list)
    links = []
    for name in names:
        if name not in known:
            dressed[_ARTICLES.sub("", name)].append(name)
        elif known[name] != name:
            method = "a label of that body in the reference data"
            links.append(Link(prefix + name, "gb:sameAgencyAs", prefix + known[name], method, 0.99))
    for plain, same in sorted(dressed.items()):
        target = known.get(plain) or min(same, key=lambda name: (len(name), name))
        method = "the same name but for an article or a legal form"
        links += [
            Link(prefix + name, "gb:sameAgencyAs", prefix + target, method, 0.9) for name in same if name != target
        ]
    return links


def _branded(names: list[str], prefix: str) -> list[Link]:
    """A brand in one council's report is the one body under that brand that serves the council."""
    links = []
    for name in names:
        council, _, brand = name.partition("/")
        if brand in brands():
            bodies = [body for body in _serving().get(council, ()) if body.startswith(f"{brand}-")]
            if len(bodies) == 1:
                method = "the only body under this brand that serves the council"
                links.append(Link(prefix + name, "gb:sameAgencyAs", prefix + bodies[0], method, 0.95))
    return links


@cache
def _serving() -> dict[str, list[str]]:
    """Slug of a council → slugs of the bodies that the reference data says serve it."""
    found: dict[str, list[str]] = defaultdict(list)
    agency, authority = f"{DEFAULT_BASE}agency/", f"{DEFAULT_BASE}authority/"
    for subject, predicate, value in triples():
        if predicate == f"{GB}servesAuthority" and subject.startswith(agency):
            found[value.removeprefix(authority)].append(subject.removeprefix(agency))
    return dict(found)


def _councils(names: list[str], base: str) -> list[Link]:
    """A partner that is said to be a council, under a label of one, is that authority."""
    known = {slug(label.text): label.concept for label in matching.labels() if label.scheme == "authority"}
    method = "a label of that council in the reference data"
    return [
        Link(f"{base}agency/{name}", "skos:closeMatch", f"{base}authority/{known[name]}", method, 0.97)
        for name in names
        if name in known
    ]
