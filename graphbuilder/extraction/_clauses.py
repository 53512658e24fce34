"""A sentence as the rules of participation see it: every known name one sign, the words between them plain.

"The hub (MASH), comprising police and health" becomes "The ◦ (◦), comprising ▫ and ▫". Patterns over such signs
stay short and linear. Signs are characters of the private-use area, one block for each kind of name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..phrases import ENGLISH

_BLOCK = 0x100
_FIRST = 0xE000
KINDS = ("service", "topic", "agency", "both", "topic-agency", "council", "body")
_SIGNS = {
    kind: "".join(chr(_FIRST + _BLOCK * block + number) for number in range(_BLOCK)) for block, kind in enumerate(KINDS)
}
_FOREIGN = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _BLOCK * len(KINDS) - 1)}]")  # signs of the report's own


def _class(*kinds: str) -> str:
    lows = (_FIRST + _BLOCK * KINDS.index(kind) for kind in kinds)
    return "[" + "".join(f"{chr(low)}-{chr(low + _BLOCK - 1)}" for low in lows) + "]"


_SERVICE_KINDS = ("service", "both", "body")
SUBJECT_KINDS = (*_SERVICE_KINDS, "topic", "topic-agency")
AGENT_KINDS = ("agency", "both", "topic-agency", "council")
SERVICE = _class(*_SERVICE_KINDS)  # a service or board named as such
SUBJECT = _class(*SUBJECT_KINDS)  # ... or by a mere topic, "advocacy"
AGENT = _class(*AGENT_KINDS)  # who can take part
SIGN = _class(*KINDS)
_KINDS_OF = {SERVICE: _SERVICE_KINDS, SUBJECT: SUBJECT_KINDS, AGENT: AGENT_KINDS, SIGN: KINDS}
_NO_SIGN = f"^.;:{SIGN[1:-1]}"  # inside a class: what can stand between two names of one list

CO_LOCATED = "locat"  # stands in all words for people who work in one place, in small letters


class Name(NamedTuple):  # as a mention, not a dataclass, as there are many
    """A known name in a sentence: a service, an agency or, by its place, either. Offsets are the document's."""

    start: int
    end: int
    text: str  # the words as printed
    kind: str  # one of KINDS
    service: str | None = None  # slug of a service type
    service_name: str | None = None  # printed name of a body without a type of its own
    agency: str | None = None  # slug of an agency type
    agency_name: str | None = None  # proper name as printed
    other: bool = False  # another council than the one inspected
    bare: bool = False  # a word like "health", an agency only where agencies are listed or act


def of_type(service: str, text: str = "") -> Name:
    """A service that no words of the sentence name: the one that its section or paragraph is about."""
    return Name(0, 0, text, "service", service=service)


BOARD = of_type("lscb", "the board")
SOCIAL_CARE = of_type("childrens-social-care", "social workers")


@dataclass(frozen=True, slots=True)
class Part:
    """An agency's part in a service, as one sentence states it."""

    service: Name
    agency: Name
    role: str
    rule: str


class Clause(NamedTuple):
    """A sentence with its names as signs. `words` is what the patterns read."""

    start: int
    end: int
    text: str  # of the sentence, as printed
    names: tuple[Name, ...]  # in order, none overlapping
    words: str
    small: str  # `words` in small letters
    at: dict[int, Name]  # position of each sign in `words` → its name, in order
    about: Name | None = None  # the body that the sentences before it are about
    hub: Name | None = None  # where CO_LOCATED stands, the hub or front door that the paragraph speaks of
    section: str | None = None  # the one service type that the section is about ("adoption", "care-leavers")
    board: bool = False  # it stands in the chapter on the safeguarding board

    def name_at(self, position: int) -> Name:
        """The name whose sign stands at `position` of `words`."""
        return self.at[position]

    def signs(self, sign: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, Name]]:
        """Positions and names of the signs of a class (SERVICE, SUBJECT, AGENT, SIGN) in `words[start:end]`."""
        kinds, stop = _KINDS_OF[sign], len(self.words) if end is None else end
        for position, name in self.at.items():
            if position >= stop:
                return
            if position >= start and name.kind in kinds:
                yield position, name


def with_signs(text: str, start: int, names: tuple[Name, ...]) -> tuple[str, dict[int, Name]]:
    """A sentence with a sign for each of its names, and their positions."""
    if not text.isascii():
        text = _FOREIGN.sub(" ", text)
    parts: list[str] = []
    at: dict[int, Name] = {}
    length = done = 0
    for count, name in enumerate(names):
        plain = text[done : name.start - start]
        length += len(plain)
        at[length] = name
        parts += plain, _SIGNS[name.kind][count % _BLOCK]
        length += 1
        done = name.end - start
    return "".join(parts) + text[done:], at


# ---------------------------------------------------------------- lists of agencies

# The words beside a name are open; these begin a new clause, or make the name a mere subject ("health needs"): a list
# ends before them.
_BREAK = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|can|will|would|should|could|may|might|must|which|who|"
    r"that|whose|whom|when|where|while|whilst|because|so|to|but|although|though|however|whether|if|unless|than|then|"
    r"into|in|at|on|by|for|with|within|across|through|under|about|against|between|during|after|before|since|until|"
    r"upon|towards|via|without|ensur\w+|enabl\w+|lead\w*ing|mak\w+|provid(?:es?|ing)|mean\w*|help\w*|giv\w+|allow\w*|"
    r"child|children|young|parents?|carers?|famil(?:y|ies)|adopters|people|victims?|not|nor|no|only|need\w*|their|its|"
    r"children[’']s|plans?|training|meetings?|information|work|working|support|needs|issues|matters|outcomes|process\w*|"
    r"data|assessments?|strateg\w+|concerns?|problems?|questions?|views?|reviews?|agenda|referrals?|checks?)\b",
    re.IGNORECASE | ENGLISH,
)
# ... but not in these: "the looked after children's nurse", "staff from the police", "support workers".
_HARMLESS = re.compile(
    r"\bthat (?:authority|council|borough)[’']s\b|\blooked[ -]after(?: children(?:[’']s)?)?\b|"
    r"\bchildren (?:looked after|in care)\b|\b(?:from|of)\b|\b(?:colleagues|staff) (?:in|within)\b|"
    r"\borganisation for\b|\bin addition to\b|"
    r"\b(?:support|children[’']s|information|training) (?=(?:workers?|officers?|staff|services?)\b)|"
    r"\b(?:children[’']s|young people[’']s|their|its|not only)\b(?! and)|\bchild protection\b|\bwithin and\b|"
    r"\bworking with\b(?=\s*$)|,\s*(?:young people|children|parents|carers|families)(?=,|\s+and\b)",
    re.IGNORECASE | ENGLISH,
)
_SEPARATOR = re.compile(
    r"[,/&(]|\b(?:and|or|plus|as well as|including|alongside|together with|along with|such as)\b", re.IGNORECASE
)
# "a nurse for children in care, ...": who the nurse is for belongs to the item
_QUALIFIER = re.compile(
    rf"\s+(?:for|in|of|with|from|to)\s+(?:the\s+)?(?:{SIGN}|children|looked[ -]after|safeguarding|young|adults|care\b|"
    r"public health|child protection|local authority|borough|county|area|city)"
    r"(?:[ -](?:children|people|in care|looked after|health))?(?=\s*[,)]|\s+and\b|\s*$)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[\s-]*|[’']s?\s+(?:[a-z]+\s+){0,2}")  # "adult services social worker": the last name is the head
_ASIDE = re.compile(
    r",?\s*\b(?:in particular|for example|as well|too|therefore|however)\b,?|\([^()]{0,30}\)", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"[’']?s?\s+(?:attendance|exclusions?|holidays?|places|placements?|meals|needs|outcomes|results|histor(?:y|ies))\b"
    r"(?!\s+(?:officers?|services?|teams?|workers?|advis[eo]rs?|panels?))",
    re.IGNORECASE,
)
_PEOPLE_OF = re.compile(
    r"\b(?:body|people|residents|children|students|pupils|schools|areas?|parts?) (?:of|in|from|across)\s+$"
)
_WHERE = re.compile(r"\b(?:across|in|of|for|from|within|to|by|with)\s$")
_LEAD, _TAIL, _BETWEEN = 70, 45, 60  # characters before the first item, behind the last one, between two
_AHEAD = {reach: re.compile(rf"[{_NO_SIGN}]{{0,{reach}}}") for reach in (30, _BETWEEN, _LEAD)}
_BEHIND = {reach: re.compile(rf"({SIGN})([{_NO_SIGN}]{{0,{reach}}})$") for reach in (_TAIL, _BETWEEN)}


def listed_after(clause: Clause, position: int, lead: int = _LEAD) -> tuple[list[Name], int]:
    """The agencies of the list that begins at `position`, and where it ends.

    "people from the police, probation and the housing team": three names. A list begins within `lead`
    characters (30 or 70); between two items stand a separator and at most a few words, none of them a new clause.
    """
    words = clause.words
    found: list[Name] = []
    at, end, reach = position, position, lead
    while match := _AHEAD[reach].match(words, at):
        stop, count = match.end(), len(found)
        if stop >= len(words) or not re.match(SIGN, words[stop]) or not _goes_on(found, match.group()):
            break
        if not _take(clause, stop, match.group(), found):
            break
        qualifier = _QUALIFIER.match(words, stop + 1) if found else None
        at, reach = qualifier.end() if qualifier else stop + 1, _BETWEEN
        if len(found) > count or clause.name_at(stop).agency:
            end = at
    return found, end


def _goes_on(found: list[Name], between: str) -> bool:
    """True where the words between two signs keep to one list."""
    if found and not _JOINT.fullmatch(between) and not _SEPARATOR.search(between):
        return False
    return not _breaks(between)


def _take(clause: Clause, position: int, between: str, found: list[Name]) -> bool:
    """Adds the sign at `position` to the list where it is an agency; False where the list ends before it."""
    name, rest = clause.name_at(position), clause.words[position + 1 : position + 9]
    if _ATTRIBUTE.match(clause.words, position + 1):
        return False  # "including improved school attendance"
    if found and between.strip() == "(" and rest[:1] == ")" and name.agency == found[-1].agency:
        return True  # the abbreviation of the item before
    if name.kind == "council" and re.match(rf"[’']s? |\s+[‘“]{SIGN}", rest):
        return True  # "Northshire's head of service", "the Northshire ‘Forum’": the council is only part of the name
    if name.kind == "council" and _PEOPLE_OF.search(between):
        return True  # "the student body of Northshire": a place, no participant
    if found and name.agency == "other" and re.search(r"\bincluding an? ", between):
        return True  # "the police, including an officer for ...": part of the item before
    if not re.match(AGENT, clause.words[position]):
        board = not found and name.text.lower() in ("board", "the board")  # "board members, including ▫"
        return board or bool(found) or bool(re.match(r"\)?\s*[,(]| and\b", rest))
    if found and _JOINT.fullmatch(between):
        found.pop()
    found.append(name)
    return True


def listed_before(clause: Clause, position: int) -> tuple[list[Name], int]:
    """The agencies of the list that ends at `position`, and where it begins."""
    words = clause.words
    found: list[Name] = []
    at, reach = position, _TAIL
    while match := _BEHIND[reach].search(words, max(0, at - reach - 1), at):
        between = match.group(2)
        if found and _JOINT.fullmatch(between):
            at = match.start()
            continue
        if bool(found) != bool(_SEPARATOR.search(_ASIDE.sub("", between))) or _breaks(between):
            break
        name = clause.name_at(match.start())
        if name.kind == "council" and _WHERE.search(words, max(0, match.start() - 8), match.start()):
            break  # "agencies across Northshire": a place, no participant
        if re.match(AGENT, match.group(1)):
            found.append(name)
        elif not found:
            break
        at, reach = match.start(), _BETWEEN
    return found[::-1], at


def _breaks(between: str) -> bool:
    return bool(_BREAK.search(_HARMLESS.sub(" ", _ASIDE.sub(" ", between))))
