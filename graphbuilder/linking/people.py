"""Inspectors under two names: a short form, a middle initial, one slip of the pen."""

from __future__ import annotations

import re

import pyoxigraph as ox
from rapidfuzz.distance import DamerauLevenshtein

from ..store import select
from .links import Link

# Short forms of given names; each stands for one of the full ones, where exactly one of them is in the build.
_SHORT = {
    "andy": {"andrew"},
    "nick": {"nicholas", "nicola"},
    "mike": {"michael"},
    "matt": {"matthew"},
    "rob": {"robert"},
    "bob": {"robert"},
    "kath": {"kathryn", "kathleen"},
    "pam": {"pamela"},
    "chris": {"christopher", "christine"},
    "steve": {"stephen", "steven"},
    "jon": {"jonathan"},
    "sue": {"susan"},
    "tony": {"anthony"},
    "pete": {"peter"},
    "dave": {"david"},
    "liz": {"elizabeth"},
    "kate": {"katherine", "catherine"},
    "jo": {"joanne", "joanna"},
    "vicky": {"victoria"},
    "debbie": {"deborah"},
    "jenny": {"jennifer"},
    "mandy": {"amanda"},
    "cath": {"catherine"},
}
_OF_EITHER_SEX = {"nick", "chris"}  # a man or a woman: that one full form is in the build proves less
_INITIAL = re.compile(r"^([a-z]+)-[a-z]-(?=[a-z]{2})")  # "fiona-j-millns", and no more than one


def people(store: ox.Store, base: str) -> list[Link]:
    """Each name of an inspector that is another's, with the one name that fits it; none where several do."""
    rows = select(
        store,
        "SELECT ?p (COUNT(DISTINCT ?i) AS ?n) { ?i gb:leadInspector|gb:inspector ?p } GROUP BY ?p ORDER BY ?p",
    )
    prefix = f"{base}person/"
    times = {row["p"].value.removeprefix(prefix): int(row["n"].value) for row in rows}
    links = []
    for name in sorted(times):
        found = _other_name(name, times)
        if found:
            other, method, confidence = found
            links.append(Link(prefix + name, "gb:samePersonAs", prefix + other, method, confidence))
    return links


def _other_name(name: str, times: dict[str, int]) -> tuple[str, str, float] | None:
    """The name under which an inspector stands, how it was found, and how sure that is."""
    plain = _INITIAL.sub(r"\1-", name)
    if plain != name and plain in times:
        return plain, "the same name but for a middle initial", 0.9
    given = name.partition("-")[0]
    full = [other for other in times if _is_short_for(name, other)] if given in _SHORT else []
    if len(full) == 1 and given in _OF_EITHER_SEX:
        return full[0], "a short form of the given name, which a man or a woman can bear", 0.7
    if len(full) == 1:
        return full[0], "a short form of the given name", 0.95
    slips = [other for other in times if _is_slip(name, other, times)]
    if full or len(slips) != 1:
        return None
    if times[name] < times[slips[0]]:
        return slips[0], "one letter apart, printed more often", 0.9
    return slips[0], "one letter apart, printed as often", 0.8


def _is_short_for(name: str, other: str) -> bool:
    given, _, family = name.partition("-")
    full, _, family_too = other.partition("-")
    return family == family_too and full in _SHORT.get(given, ())


def _is_slip(name: str, other: str, times: dict[str, int]) -> bool:
    """The rarer of two long names one letter apart inside a word; of two as rare, the later by the alphabet."""
    if len(name) < 10 or abs(len(name) - len(other)) > 1:  # all but a few pairs of the hundreds of names
        return False
    if name == other or (times[name], other) > (times[other], name):
        return False
    given, _, family = name.partition("-")
    given_too, _, family_too = other.partition("-")
    if given != given_too and (given in _SHORT or given_too in _SHORT):  # "nick" is no slip for "rick"
        return False
    near = DamerauLevenshtein.distance(name, other) == 1
    return near and (family == family_too or given == given_too) and min(len(given), len(given_too)) > 3
