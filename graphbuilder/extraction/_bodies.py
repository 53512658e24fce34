"""Which body does the work: regional adoption agencies, children's trusts and companies, consortia, by their names.

Known names are those of `ontology/reference/agencies.ttl`, told apart by gb:agencyKind. Unknown ones are read off
the words around them: "Adopt Midshire, the regional adoption agency", "the South Shires adoption consortium".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..matching import BASE, labels, preferred, triples
from ..model import Mention, Reading

ADOPTION_AGENCY = "regional-adoption-agency"
TRUST = "childrens-trust"
CONSORTIUM = "consortium"

# "regional adoption agency" as it is printed; "agencies" in the plural are agencies in general.
AGENCY_WORDS = r"(?:(?i:regional\s+adoption\s+(?:agency|alliance|partnership|service))\b(?:\s*\(RAA\))?|\bRAA\b)"
CONSORTIUM_WORDS = r"(?i:consorti(?:um|a))\b"


@dataclass(frozen=True, slots=True)
class Body:
    """A named body; `name` as printed, `key` the same for every form of one body's name."""

    start: int
    end: int
    kind: str
    name: str
    key: str

    @property
    def known(self) -> bool:
        return self.key in _kinds()


@cache
def _kinds() -> dict[str, str]:
    """Slug of a known agency → its kind, for the kinds that run what authorities share."""
    path = f"{BASE}id/agency/"
    kinds = {s[len(path) :]: o for s, p, o in triples() if p == f"{BASE}ontology#agencyKind" and s.startswith(path)}
    names = preferred("agency")
    return {
        slug: TRUST if kind == "company" else kind
        for slug, kind in kinds.items()
        if kind in (ADOPTION_AGENCY, TRUST, CONSORTIUM) or (kind == "company" and "Children" in names.get(slug, ""))
    }


def introduced(reading: Reading) -> frozenset[str]:
    """Known agencies that the report calls by a full name; only then are their short forms names."""
    return frozenset(
        mention.concept for mention in reading.mentions if mention.scheme == "agency" and not mention.topic
    )


def known_bodies(reading: Reading, start: int, end: int, full: frozenset[str]) -> Iterator[Body]:
    """The bodies of the reference data in `start`..`end`; `full` as `introduced` gives it."""
    for mention in reading.mentions_in(start, end, "agency"):
        kind = _kinds().get(mention.concept)
        if not kind or (mention.topic and mention.concept not in full):
            continue
        part = _PART.match(reading.document.text, mention.end, end)
        if part:  # "Adopt London, North regional adoption agency"
            name = f"{_full_name(reading, mention)} {part[1]}"
            yield Body(mention.start, part.end(1), kind, name, body_key(name))
        else:
            yield Body(mention.start, mention.end, kind, _full_name(reading, mention), mention.concept)


_PART = re.compile(rf",\s+(North|South|East|West)(?=\s+{AGENCY_WORDS})")


def the_trust(reading: Reading, start: int, end: int, full: frozenset[str]) -> Iterator[Body]:
    """ "the trust", "the company", where the report introduces one body of this sort and no other."""
    trusts = sorted(slug for slug in full if _kinds().get(slug) == TRUST)
    if len(trusts) != 1:
        return
    name = next(
        reading.document.text[mention.start : mention.end]
        for mention in reading.mentions
        if mention.concept == trusts[0] and mention.scheme == "agency" and not mention.topic
    )
    for match in _THE_TRUST.finditer(reading.document.text, start, end):
        yield Body(match.start(), match.end(), TRUST, name, trusts[0])


_THE_TRUST = re.compile(r"\b(?<=[Tt]he )(?:[Tt]rust|[Cc]ompany)\b")


def _full_name(reading: Reading, mention: Mention) -> str:
    """The printed name; for a short form the first full name that the report prints."""
    if mention.topic:
        for other in reading.mentions:
            if other.scheme == "agency" and other.concept == mention.concept and not other.topic:
                return reading.document.text[other.start : other.end]
    return reading.document.text[mention.start : mention.end]


# ---------------------------------------------------------------- names that no list knows

_REST = r"(?:[\w@&-]|[’'](?=\w))*+"  # of a word; a quotation mark at its end is not its own
_WORD = rf"\b[A-Z]{_REST}"
_NAME = rf"{_WORD}(?:\s+(?:(?:of|and|the|in|for|at|to|&|@)\s+){{0,2}}[A-Z0-9]{_REST}){{0,6}}"
_AFTER_AGENCY = re.compile(
    rf"{AGENCY_WORDS}(?:\s*\(\s*(?P<adopts>[A-Z][^()]{{0,30}}\b[Aa]dopt[^()]{{0,40}}?)\s*(?:RAA)?\)"
    rf"|\s*[,–:-]?\s*[(‘'“\"]\s*(?P<bracketed>{_NAME})\s*(?:\(?RAA\)?)?\s*[)’'”\",]"
    rf"|,?\s+(?:called|known\s+as|named)\s+[‘'“]?(?P<called>{_NAME})|\s*[,–:]\s*(?P<plain>{_NAME}))"
)
_BEFORE_AGENCY = re.compile(
    rf"(?P<name>{_NAME})[’']?(?:\s*[,(]\s*(?:(?:which\s+is\s+)?(?:the|a|an|our|its)\s+)?(?:(?:local|new|newly\s+formed)\s+)?"
    rf"|\s+){AGENCY_WORDS}"
)
_ADOPTS = re.compile(r"\badopt", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:RAA|Adoption\s+(?:Register|Agency|Panel|Team|Service|Link|UK)|The|A|An|In|As|Since|Through|Regional|Local|Effective|Strong|Inspection|Ofsted|Inspectors|Children|"
    r"Social\s+Workers|Leaders|Managers|Adoption|Adopters|Joint|Good|Current|Successful|New)"
)
_LEADING = re.compile(
    r"^(?:The|A|An|In|As|Since|Through|With|And|Also|Regional|Effective|Successful|Recently|Current)\s+"
)


def adoption_agency_names(text: str, start: int, end: int) -> Iterator[Body]:
    """Names that the words "regional adoption agency" introduce or follow in `start`..`end`."""
    for match in _AFTER_AGENCY.finditer(text, start, end):
        group = match.lastgroup or "plain"
        name = match[group]
        if _is_name(name) and (group != "plain" or _ADOPTS.search(name) or " " in name):
            yield Body(match.start(group), match.end(group), ADOPTION_AGENCY, name, body_key(name))
    for match in _BEFORE_AGENCY.finditer(text, start, end):
        name = _LEADING.sub("", match["name"])
        if _is_name(name) and _ADOPTS.search(name):
            begin = match.end("name") - len(name)
            yield Body(begin, match.end("name"), ADOPTION_AGENCY, name, body_key(name))


def _is_name(name: str) -> bool:
    return len(name) > 3 and not _NO_NAME.fullmatch(name)


_TRUST_NAME = re.compile(
    rf"\b(?P<name>(?:{_WORD}\s+){{1,4}}(?:Children[’']s\s+(?:Services\s+)?Trust|Children\s+and\s+Families\s+Trust|"
    r"Children\s+First))\b(?!\s+(?:Board|Partnership|Executive|Fund))"
)


def trust_names(text: str, start: int, end: int) -> Iterator[Body]:
    """Names in the manner of children's trusts; a partnership board may have one too, so the verb must tell."""
    for match in _TRUST_NAME.finditer(text, start, end):
        name = _LEADING.sub("", match["name"])
        yield Body(match.end("name") - len(name), match.end("name"), TRUST, name, body_key(name))


_COMPASS = r"(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|[Cc]entral|[Mm]id)"
_CONSORTIUM_NAME = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_COMPASS}[\s-]+){{0,2}}{_WORD}(?:\s+(?:(?:and|of|the|&)\s+)?[A-Z0-9][\w’&-]*){{0,6}}"
    rf"(?:\s+(?:adoption|fostering|placements?|commissioning|permanence|procurement|purchasing|and)){{0,4}}"
    rf"\s+{CONSORTIUM_WORDS})"
    rf"|{CONSORTIUM_WORDS}\s*,?\s*(?:called\s+|known\s+as\s+)?[(‘'“,]?\s*(?P<after>(?:Adopt|Foster)\w*(?:\s+[A-Z0-9]\w*){{1,4}})"
    rf"|\b(?P<before>{_WORD}(?:\s+[A-Z0-9]\w*){{1,4}})[’']?\s*,\s+(?:a|the)\s+(?:\w+\s+){{0,2}}{CONSORTIUM_WORDS}"
)
_NO_CONSORTIUM_NAME = re.compile(
    r".*consortia|Adoption\s+Register|(?:(?:The|A|An|As|In|Through|Recently|Regional|Local|Successful|Membership|Effective|Adoption|Fostering|Placement|"
    r"Active|Joint|Wider|Commissioning|Family|Monthly)\s+)+(?i:(?:adoption|fostering|and|commissioning)\s+)*"
    rf"{CONSORTIUM_WORDS}"
)


def consortium_names(text: str, start: int, end: int) -> Iterator[Body]:
    """ "the South Shires adoption consortium", "the regional consortium ‘Adopt 30’", "Adopt 30, a consortium of" """
    for match in _CONSORTIUM_NAME.finditer(text, start, end):
        group = match.lastgroup or "name"
        words = match[group]
        if _NO_CONSORTIUM_NAME.fullmatch(words):
            continue
        name = _LEADING.sub("", words)
        yield Body(match.end(group) - len(name), match.end(group), CONSORTIUM, name, body_key(name))


_HUB_NAME = re.compile(
    r"(?i:\b(?:hub|service|partnership|programme|scheme|collaborative)\s*[,(–]\s*\(?[‘'“]?|\bregional\s+)"
    r"(?P<name>Foster\w*(?:\s+(?:with|for|in|&|and))?(?:\s+[A-Z]\w+){1,4})"
)
_BUYER_NAME = re.compile(
    rf"(?P<name>{_WORD}(?:\s+(?:(?:and|of|&)\s+)?[A-Z]\w*){{0,5}}\s+(?:Commissioning|Procurement|Purchasing)"
    r"(?:\s+(?:and|&)\s+[A-Z]\w+)?\s+(?:Partnership|Alliance|Collaborative))(?=\s+(?:of|with|between)\b)"
)
_PARTNERSHIP_NAME = re.compile(
    r"\b(?P<name>(?:[A-Z][a-z]*\d[a-z]\w*|[A-Z]\w*[Aa]dopt\w*)(?:\s+[A-Z]\w+){0,3})\s+partnership\s+with\b"
)


# "the ‘Northern Star’ purchasing partnership"
_QUOTED_BUYER = re.compile(
    r"[‘“](?P<name>[A-Z][\w ]{2,25})[’”]\s+(?:purchasing|commissioning|procurement)\s+"
    r"(?:partnership|framework|alliance)"
)


# (letters of which every match holds some, pattern)
_ALLIANCES = (
    (("Foster",), _HUB_NAME),
    (("Commissioning", "Procurement", "Purchasing"), _BUYER_NAME),
    (("‘", "“"), _QUOTED_BUYER),
    (("partnership",), _PARTNERSHIP_NAME),
)


def alliance_names(text: str, start: int, end: int) -> Iterator[Body]:
    """ "a fostering hub, Foster Shires", "the Shires Commissioning Partnership of", "Four4adopt partnership with" """
    sentence = text[start:end]
    for letters, pattern in _ALLIANCES:
        for match in pattern.finditer(text, start, end) if any(hint in sentence for hint in letters) else ():
            name = _LEADING.sub("", match["name"])
            yield Body(match.end("name") - len(name), match.end("name"), CONSORTIUM, name, body_key(name))


def body_key(name: str) -> str:
    """The slug of a known body, else the folded name: "North & Humber Adoption" and "North and Humber adoption"."""
    return _known_keys().get(_folded(name), _folded(name))


def _folded(name: str) -> str:
    plain = re.sub(r"[^\w\s@]", " ", name.lower().replace("&", " and ").replace("-", " "))
    return " ".join(word for word in plain.split() if word not in ("the", "raa"))


@cache
def _known_keys() -> dict[str, str]:
    return {
        _folded(label.text): label.concept
        for label in labels()
        if label.scheme == "agency" and label.kind != "hidden" and label.concept in _kinds()
    }
