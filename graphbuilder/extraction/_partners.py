"""Who shares: lists of councils, partners that are counted or described but not named, and named partnerships.

A council's name alone is no partner: "Greater Manchester", "Kent Framework" and "East Lancashire" name something
else, and a council that had been abolished by the time of the inspection shares nothing any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ..matching import BASE, Cues, triples
from ..model import Mention, Reading
from ..phrases import ENGLISH, NUMBER_WORD, number_of
from ._sections import holding

GB = f"{BASE}ontology#"


@dataclass(frozen=True, slots=True)
class Partners:
    """One phrase for other authorities; `start`..`end` count in the document's text."""

    start: int
    end: int
    authorities: tuple[str, ...] = ()  # slugs of the others named, sorted
    own: bool = False  # the reporting authority stands in the list too
    count: int | None = None  # number of others, where a number is printed
    words: str | None = None  # the words used where none is named
    partnership: str | None = None  # "tri-borough", "pan-Northshire": the name of a partnership

    @property
    def definite(self) -> bool:
        """True where the phrase tells which or how many authorities are meant."""
        return bool(self.authorities) or self.count is not None


# ---------------------------------------------------------------- names of councils

_COUNCIL_WORD = (
    r"(?:(?:city|borough|county|district|metropolitan|unitary)\s+){0,2}"
    r"(?:councils?|local\s+authorit(?:y|ies)|boroughs?|authorit(?:y|ies)|LSCBs?|county)"
)
_AFTER_SHORT_NAME = re.compile(rf"(?:[’']s?)?\s+(?:{_COUNCIL_WORD}|(?:local\s+)?safeguarding)\b", re.IGNORECASE)
_BEFORE_SHORT_NAME = re.compile(
    r"\b(?:boroughs?|councils?|city|county|neighbouring|nearby)\s+(?:of\s+)?$", re.IGNORECASE
)
_OTHER_NAME_BEFORE = re.compile(
    r"(?:\bpan\s?[-–]?\s*|\b(?:Greater|East|West|North|South|Mid|Central|Inner|Outer|Royal|HMP|HMYOI|Operation)\s+|"
    r"\b(?:university|bishop|diocese|mayor|hospitals?|college)\s+(?:of\s+)?|\w-)$",
    re.IGNORECASE,
)
_OTHER_NAME_AFTER = re.compile(
    r"(?:-wide|[-–]based|\s+(?:(?:police|constabulary|probation|magistrates|court|judgement|university)\b|"
    r"(?!City|County|Borough|Council|Metropolitan|Unitary|LSCB|LA\b|LAs\b|Local|Safeguarding|Children|Child|CDOP|MASH|"
    r"EDT|Youth|District|YOS|YOT|Adoption|Fostering|Social|Emergency)[A-Z]\w))"
)
_GLUE = re.compile(
    rf"(?:[’']s?)?(?:\s+{_COUNCIL_WORD})?\s*(?:,\s*and|,|&|/|\band\b|\bor\b|\bas\s+well\s+as\b|\balong\s+with\b)\s*"
    r"(?:(?:both|the|with|of|in|also|neighbouring|nearby)\s+){0,2}(?:(?:London|Royal|metropolitan)\s+)?"
    r"(?:(?:boroughs?|cit(?:y|ies)|counties|councils?)\s+of\s+(?:the\s+)?)?",
    re.IGNORECASE,
)
_TAIL = re.compile(rf"(?:[’']s?(?=\s+{_COUNCIL_WORD}))?\s+{_COUNCIL_WORD}\b", re.IGNORECASE)


@cache
def _ends() -> dict[str, str]:
    """Slug of an abolished council → its last day as "YYYY-MM-DD"."""
    path = f"{BASE}id/authority/"
    return {s[len(path) :]: o[:10] for s, p, o in triples() if p == f"{GB}validTo" and s.startswith(path)}


def _councils(reading: Reading, start: int, end: int) -> list[Mention]:
    """The mentions in `start`..`end` that are names of councils of the time, the reporting one's own among them."""
    text, kept = reading.document.text, []
    mentions = reading.mentions_in(start, end, "authority")
    for index, mention in enumerate(mentions):
        before, after = (
            text[max(start, mention.start - 40) : mention.start],
            text[mention.end : min(end, mention.end + 40)],
        )
        if _OTHER_NAME_BEFORE.search(before) or _OTHER_NAME_AFTER.match(after) or _is_past(reading, mention):
            continue
        safe = text[mention.start : mention.end].endswith((" City", " Council"))
        if mention.topic and not (safe or _AFTER_SHORT_NAME.match(after) or _BEFORE_SHORT_NAME.search(before)):
            beside = mentions[max(0, index - 1) : index] + mentions[index + 1 : index + 2]
            if not any(_is_listed(text, mention, other) for other in beside):
                continue
        kept.append(mention)
    return kept


def _is_past(reading: Reading, mention: Mention) -> bool:
    last = _ends().get(mention.concept)
    when = reading.cover.start.isoformat() if reading.cover.start else reading.cover.stated
    return bool(last and when and when[: len(last)] > last[: len(when)])


def _is_listed(text: str, one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return bool(_GLUE.fullmatch(text, first.end, second.start)) and second.start - first.end < 60


def _lists(reading: Reading, start: int, end: int) -> Iterator[Partners]:
    """Runs of councils held together by commas, "and" and "&"."""
    text = reading.document.text
    run: list[Mention] = []
    for mention in _councils(reading, start, end):
        if run and not _is_listed(text, run[-1], mention):
            yield _listed(reading, run, end)
            run = []
        run.append(mention)
    if run:
        yield _listed(reading, run, end)


def _listed(reading: Reading, run: list[Mention], end: int) -> Partners:
    own = reading.cover.authority
    tail = _TAIL.match(reading.document.text, run[-1].end, end)
    return Partners(
        start=run[0].start,
        end=tail.end() if tail else run[-1].end,
        authorities=tuple(sorted({mention.concept for mention in run} - {own})),
        own=any(mention.concept == own for mention in run),
    )


# ---------------------------------------------------------------- partners without names

_MANY = (
    r"(?i:local\s+authority\s+areas|local\s+authorities|authority\s+areas|unitary\s+authorities|authorities|"
    r"(?:London\s+)?boroughs|(?:county\s+|borough\s+|unitary\s+)?councils|unitaries|LSCBs|LAs|"
    r"(?:local\s+)?safeguarding\s+(?:children\s+)?boards)"
)
_ONE = (
    r"(?i:local\s+authority(?:\s+area)?|authority|(?:London\s+)?borough|(?:county\s+|city\s+)?council|county|LSCB|LA)"
)
_NEAR = r"(?i:other|neighbouring|neighbour|adjacent|adjoining|nearby|surrounding|bordering|fellow|partner)"
_PLACE = (
    r"(?:London|unitary|local|member|regional|(?:north|south|east|west|inner|outer)(?:-(?:east|west))?\b|[A-Z][a-z]+)"
)
_NUMBER = rf"(?i:{NUMBER_WORD}|\d{{1,2}})"
_COUNTED = re.compile(
    rf"\b(?:(?i:the|all|all\s+of\s+the|these|those|its|their|both)\s+)?(?:(?P<part>{_NUMBER})\s+of\s+the\s+)?"
    rf"(?P<number>{_NUMBER})\s+(?P<near>{_NEAR}\s+)?(?:{_PLACE}\s+){{0,2}}(?P<late>{_NEAR}\s+)?{_MANY}\b",
    ENGLISH,
)
_UNCOUNTED = re.compile(
    rf"\b(?:(?i:the|a\s+number\s+of|a\s+group\s+of|several|some|many|all|both|its|their)\s+){{0,2}}"
    rf"(?:{_PLACE}\s+)?{_NEAR}\s+(?:{_PLACE}\s+){{0,2}}{_MANY}\b"
    rf"|\b(?i:a\s+number\s+of|a\s+group\s+of|several|both)\s+(?:{_PLACE}\s+){{0,2}}{_MANY}\b"
    rf"|\b(?i:an?|the)\s+(?:{_PLACE}\s+){{0,2}}(?i:cluster|group|partnership)\s+of\s+(?:{_PLACE}\s+)?{_MANY}\b",
    ENGLISH,
)
_SINGLE = re.compile(
    rf"\b(?:(?i:a|an|the|its|one)\s+(?:{_PLACE}\s+)?{_NEAR}|(?i:another))\s+(?:{_PLACE}\s+)?{_ONE}\b", ENGLISH
)

# What all that _COUNTED and _UNCOUNTED match hold, and what all that _SINGLE matches hold.
_SEVERAL = Cues(
    *("authorities", "authority areas", "boroughs", "councils", "unitaries", "lscbs", " las"),
    *("safeguarding boards", "safeguarding children boards"),
)
_OTHER_ONE = Cues(
    *("other ", "neighbouring ", "neighbour ", "adjacent ", "adjoining ", "nearby ", "surrounding ", "bordering "),
    *("fellow ", "partner "),
)


def _unnamed(reading: Reading, start: int, end: int) -> Iterator[Partners]:
    """ "three other boroughs", "a neighbouring council", "a number of local authorities" """
    several = (_COUNTED, _UNCOUNTED) if start in holding(reading, _SEVERAL) else ()
    one = (_SINGLE,) if start in holding(reading, _OTHER_ONE) else ()
    text = reading.document.text
    taken: list[tuple[int, int]] = []
    for pattern in (*several, *one):
        for match in pattern.finditer(text, start, end):
            if any(match.start() < stop and begin < match.end() for begin, stop in taken):
                continue
            taken.append(match.span())
            count = _others(match) if pattern is _COUNTED else None
            if count != 0:
                yield Partners(match.start(), match.end(), count=count, words=match.group())


def _others(match: re.Match[str]) -> int:
    """How many others: "three other boroughs" are three, "the three boroughs" are two beside the reporting one."""
    number = number_of(match["part"] or match["number"]) or 0
    return number if match["near"] or match["late"] else max(number - 1, 0)


# ---------------------------------------------------------------- partnerships with a name of their own

_MULTI = {"bi": 1, "two": 1, "tri": 2, "three": 2, "four": 3, "five": 4, "six": 5}
_REGION = r"(?:(?:Greater|North|South|East|West|Mid|Thames|Tees)\s)?[A-Z][a-z]+"
_NO_REGION = "County|Borough|City|District|Authority|Council|Partnership|Service|Trust|System|School|Nation|World|Area"
_PARTNERSHIP = re.compile(
    r"\b(?P<multi>(?i:bi|tri|two|three|four|five|six))[-–\s]?(?i:borough|council|county|authority)\b"
    r"(?:\s+(?i:partnership|agreement|collaboration)\b(?!\s+(?:board|strategy|working)))?"
    rf"|\b[Pp]an\s?[-–]\s?{_REGION}(?:-wide)?(?!\s+(?i:police))\b"
    rf"|\bPan\s{_REGION}(?:-wide)?(?!\s+(?i:police))\b"
    rf"|\b(?!(?:{_NO_REGION})\b){_REGION}-wide\b"
    r"|\b(?i:sub[-\s]?regional)\b"
    r"|\b(?i:regional)(?=\s+(?:[\w-]+\s+){0,2}(?i:foster|child\s+death|out[-\s]of[-\s]hours|emergency|residential\s+project))",
    ENGLISH,
)
_COUNTED_PARTNERSHIP = Cues(
    *(
        f"{number}{between}{what}"
        for number in _MULTI
        for between in (" ", "")
        for what in ("borough", "council", "county", "authority")
    )
)
_ANY_PARTNERSHIP = Cues(*_COUNTED_PARTNERSHIP.words, "pan ", "regional", "-wide")
UNLISTED_CUES = (_SEVERAL, _OTHER_ONE, _ANY_PARTNERSHIP)  # for partners without a council's name
_MEMBERS_AFTER = re.compile(
    r"(?:\s+(?:partnership|arrangements?|agreement|collaboration|services?|model)){0,2}\s*,?\s*\(?"
    r"(?:of|with|between|across|which\s+(?:comprises|includes|covers)|that\s+(?:comprises|includes)|comprising|"
    r"comprises|including|covering|made\s+up\s+of)\s+(?:the\s+)?(?:London\s+|Royal\s+)?"
    r"(?:(?:boroughs?|councils?|city)\s+of\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)


def _partnerships(reading: Reading, start: int, end: int) -> Iterator[Partners]:
    if start not in holding(reading, _ANY_PARTNERSHIP):
        return
    for match in _PARTNERSHIP.finditer(reading.document.text, start, end):
        words = re.sub(r"\s*[-–]\s*", "-", match.group())
        if words.endswith("-wide") and _is_own(reading, match):
            continue
        count = _MULTI.get((match["multi"] or "").lower())
        yield Partners(match.start(), match.end(), count=count, words=words, partnership=_partnership_key(words))


def _is_own(reading: Reading, match: re.Match[str]) -> bool:
    """ "Northshire-wide", in a report on Northshire."""
    own = reading.cover.authority
    return any(mention.concept == own for mention in reading.mentions_in(*match.span(), "authority"))


def _partnership_key(words: str) -> str:
    """ "Tri-borough partnership" and "tri borough" are one: "tri borough"."""
    return re.sub(r"[\s-]+", " ", re.sub(r"\s+(?:partnership|agreement|collaboration)$", "", words.lower()))


def partnership_members(reading: Reading) -> dict[str, tuple[str, ...]]:
    """Key of a partnership → its members beside the reporting authority, where the report spells them out once.

    "The tri-borough partnership, which comprises A, B and C" holds for every later "tri-borough".
    """
    members: dict[str, tuple[str, ...]] = {}
    text = reading.document.text
    if not _COUNTED_PARTNERSHIP.offsets(text):
        return members
    for _, start, end in reading.sentences():
        for partnership in _partnerships(reading, start, end):
            if not partnership.partnership or not partnership.count:
                continue
            for listed in _lists(reading, partnership.end, end):
                fits = len(listed.authorities) == partnership.count
                if fits and _MEMBERS_AFTER.match(text[partnership.end : listed.start]):
                    members.setdefault(partnership.partnership, listed.authorities)
    return members


# ---------------------------------------------------------------- all of them

_APPOSITION = re.compile(
    r"\s*(?:\(\w{2,20}\)\s*)?(?:,|\(|:|–|-)?\s*(?:(?:namely|of|with|including|in|like)\s+)?(?:the\s+)?(?:London\s+|Royal\s+)?"
    r"(?:(?:boroughs?|cit(?:y|ies)|councils?)\s+of\s+)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|,?\s*and|,?\s*along\s+with|,?\s*together\s+with)\s+(?:with\s+)?", re.IGNORECASE)


def find_partners(reading: Reading, start: int, end: int) -> list[Partners]:
    """Every phrase for partners in a sentence, in order, none inside another.

    Lists of the reporting authority alone are among them, with no `authorities`: they tell on whose behalf.
    """
    text = reading.document.text
    found = sorted(
        [*_lists(reading, start, end), *_unnamed(reading, start, end), *_partnerships(reading, start, end)],
        key=lambda partners: (partners.start, -partners.end),
    )
    kept: list[Partners] = []
    for partners in found:
        if kept and partners.start < kept[-1].end:
            continue
        joined = _joined(text, kept[-1], partners) if kept else None
        if joined:
            kept[-1] = joined
        else:
            kept.append(partners)
    return kept


def _joined(text: str, one: Partners, other: Partners) -> Partners | None:
    """One phrase for "two other councils, A and B" and for "Northshire and three other councils"."""
    if one.partnership or other.partnership:
        return None
    between = text[one.end : other.start]
    named = bool(other.authorities or other.own) and not other.words
    if one.words and one.count and named and len(other.authorities) <= one.count + 1 and _APPOSITION.fullmatch(between):
        return replace(one, end=other.end, authorities=other.authorities, own=other.own, words=None)
    if one.own and other.words and _AND.fullmatch(between):
        return replace(other, start=one.start, authorities=one.authorities, own=True)
    return None
