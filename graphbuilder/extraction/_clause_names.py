"""What a sentence names: from the labels that the gazetteer found, and from words that are no label.

A label can name a body ("the adoption panel") or only its subject ("adoption plans"); the words behind it decide.
Boards, panels and teams that no scheme lists are found by their shape, and typed by the subject in their name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

from .. import matching
from ..matching import Cues
from ..model import Mention
from ..phrases import ENGLISH, lowered
from ._clauses import Name

_ONTOLOGY = f"{matching.BASE}ontology#"
_PLACE, _TYPE = f"{matching.BASE}id/agency/", f"{matching.BASE}agency-type/"
LSCB = "LSCB"

# Words after a label that make it part of something else: a document, an event, a person.
NOT_THE_BODY = re.compile(
    r"(?:[’']s?)?\s+(?:(?:and|business|annual|strategic|improvement|action|training|multi-agency|quality|performance|"
    r"pathway|practice|threshold)\s+){0,2}"
    r"(?:plans?|website|procedures?|training|strateg(?:y|ies)|reports?|budget|data|dataset|protocols?|priorit(?:y|ies)|"
    r"thresholds?|audits?|policy|policies|guidance|newsletter|framework|checks|enquir(?:y|ies)|contacts?|referrals?|"
    r"processes|process|documents?|minutes|records?|review|scorecard|campaign|conference|breakdowns?|orders?|placements?|"
    r"chair(?:s|person)?|decision[- ]mak\w+|allowances?|regulations?|arrangements for|business (?:manager|unit)|"
    r"manager[’']s|history|incidents?|notifications?|concerns|risks?|victims|model|courses?)\b"
    r"(?!\s+(?:group|panel|board|meeting|team|service|hub|project|programme))",
    re.IGNORECASE | ENGLISH,
)
# "child exploitation specialist worker": somebody who deals with the topic
_STAFF_OF = re.compile(
    r"\s+(?:social |support |case |outreach |intervention |lead |project )?(?:workers?|specialists?|officers?|"
    r"practitioners?|co-?ordinators?|advisers?|advisors?|leads?|champions?|professionals?|therapists?|clinicians?|staff|"
    r"mentors?)\b",
    re.IGNORECASE,
)
_AS_AGENCY = {
    "domestic-abuse": "domestic-abuse",
    "substance-misuse": "substance-misuse",
    "camhs": "mental-health",
    "youth-offending": "youth-offending",
    "virtual-school": "education",
    "childrens-centres": "early-years",
    "early-help": "other",
    "child-exploitation": "other",
    "missing-children": "other",
    "youth-service": "other",
    "advocacy": "other",
    "edge-of-care": "other",
    "troubled-families": "other",
}
# "child exploitation (CE) operational group": a body of the topic's type
_NOT_BETWEEN = r"strategy|review|planning|professionals|core|and|or|of|in|for|the|by|to|with|is|are|as"
_BODY_OF = re.compile(
    rf"[’']?(?:\s+\([A-Z]{{2,6}}\))?\s+(?:(?!(?:{_NOT_BETWEEN}|support|that|who|have|has|was|were)\b)[A-Za-z-]+\s+){{0,2}}"
    r"(?:panel|board|group|forum|team|hub|meeting|committee|project|unit|sub-?\s?group|partnership|programme|scheme|"
    r"taskforce)s?\b",
    re.IGNORECASE,
)
# Hidden labels that name a team all the same; "children's services" is the whole council's.
_TEAM = re.compile(r"(?<!children[’']s )(?<!childrens )\b(?:team|service|hub|panel|unit)s?$", re.IGNORECASE)
_IN_A_BODY = re.compile(
    r"(?:\s+[A-Z][a-z]+){0,3}\s+(?:Service|Team|Project|Panel|Board|Group|Hub|Unit|Programme|Centre)\b"
)
# In the plural they mean none in particular; the singular is found by `bought`.
_GENERAL = (
    "commissioned service",
    "commissioned services",
    "external agencies",
    "external organisations",
    "independent agencies",
)


_OTHER_COUNCIL = re.compile(r"\b(?:[A-Z]{3,}|Care|Youth|Young|People[’']s|Children[’']s|Junior|Student|Parish)\s+$")


def name_of(text: str, mention: Mention, full_name: str | None) -> Name | None:
    """The name that a mention stands for; `full_name` is the longest form of a named agency in the report."""
    begin, stop = mention.start, mention.end
    printed = text[begin:stop]
    match mention.scheme:
        case "service-type":
            return _service(text, mention)
        case "agency-type" if printed.lower() not in _GENERAL and not _is_other_council(text, mention):
            return Name(begin, stop, printed, "agency", agency=mention.concept, bare=mention.topic)
        case "authority":
            return Name(begin, stop, printed, "council", agency="local-authority", agency_name=printed)
        case "post" if mention.concept == "lscb-chair":
            board = re.search(r"LSCB|safeguarding", printed)
            return Name(begin, stop, printed, "agency", agency="other", agency_name=LSCB) if board else None
        case "post" if mention.concept != "other":
            return Name(begin, stop, printed, "agency", agency="local-authority")
        case "agency" if full_name:
            return _named_agency(mention, printed, full_name)
    return None


def _is_other_council(text: str, mention: Mention) -> bool:
    """A council of young people or of a parish, by the word before it: "EPIC Council", "Teen Care Council"."""
    if mention.concept != "local-authority" or not text.startswith("Council", mention.start):
        return False
    return bool(_OTHER_COUNCIL.search(text[max(0, mention.start - 20) : mention.start]))


def _named_agency(mention: Mention, printed: str, full_name: str) -> Name | None:
    kind = _agency_facts("agencyType").get(mention.concept, "").removeprefix(_TYPE)
    if not kind:
        return None
    adoption = _agency_facts("agencyKind").get(mention.concept) == "regional-adoption-agency"
    return Name(
        mention.start,
        mention.end,
        printed,
        "both" if adoption else "agency",
        service="adoption" if adoption else None,
        agency=kind,
        agency_name=full_name if printed.isupper() else printed,
    )


@cache
def _agency_facts(term: str) -> dict[str, str]:
    """Slug of each named agency → what the reference data says of it."""
    return {
        subject[len(_PLACE) :]: value
        for subject, said, value in matching.triples()
        if said == _ONTOLOGY + term and subject.startswith(_PLACE)
    }


def _service(text: str, mention: Mention) -> Name | None:
    begin, stop = mention.start, mention.end
    more = text[stop : stop + 1].isspace() or text.startswith(("’", "'"), stop)  # else no words of the same name follow
    staff = _STAFF_OF.match(text, stop) if more and mention.concept in _AS_AGENCY else None
    if staff:
        return Name(begin, staff.end(), text[begin : staff.end()], "agency", agency=_AS_AGENCY[mention.concept])
    body = _BODY_OF.match(text, stop) if more and mention.topic else None
    stop = body.end() if body else stop
    if (body or more) and NOT_THE_BODY.match(text, stop):
        return None
    if mention.topic and not body and _in_a_name(text, mention):
        return None
    printed = text[begin:stop]
    kind = "service" if body or not mention.topic or _TEAM.search(printed) else "topic"
    if mention.concept == "domestic-abuse" and kind == "service" and _WHO_HELPS.search(printed):
        return Name(begin, stop, printed, "both", service=mention.concept, agency=mention.concept)
    if mention.concept != "other":
        return Name(begin, stop, printed, kind, service=mention.concept)
    if re.search(r"sub-?\s?(?:group|committee)", printed, re.IGNORECASE):  # of the safeguarding board
        return Name(begin, stop, printed, kind, service="lscb")
    return Name(begin, stop, printed, kind, service="other", service_name=printed)


_WHO_HELPS = re.compile(r"\b(?:services?|teams?|advis\w+|advoca\w+)$", re.IGNORECASE)


def _in_a_name(text: str, mention: Mention) -> bool:
    """A topic inside the proper name of something else: "South Shires Adoption Network"."""
    return bool(
        text[mention.start].isupper()
        and re.search(r"[A-Z][\w’'-]*\s+$", text[max(0, mention.start - 20) : mention.start])
        and re.match(r"\s+[A-Z][a-z]", text[mention.end : mention.end + 8])
        and not _IN_A_BODY.match(text[mention.end : mention.end + 60])
    )


# ---------------------------------------------------------------- words that are no label

_BOUGHT = re.compile(
    r"(?:\b(?:specialist|local|national|regional|single|large|private|independent|external|voluntary|charitable)\s+)?"
    r"\b(?:(?:externally |independently |newly |locally |specially )?commissioned|contracted|external|independent|"
    r"private|third[- ]party|outsourced|outside|approved)\s+"
    r"(?:(?:external|independent|private|specialist|local|national|regional|voluntary|sector|outside|partner|delivery|"
    r"support|service|charitable|accommodation|housing|third[- ]sector|not-for-profit|social work|social care|"
    r"therapeutic|training)\s+){0,2}"
    r"(?:providers?|agency|agencies|organi[sz]ations?|company|companies|contractors?|projects?|partnership|service)\b",
    ENGLISH,
)  # in small letters, as the next two
BOUGHT_CUES = Cues(
    "commissioned", "contracted", "external", "independent", "private", "third", "outsourced", "outside", "approved"
)
_FORMER = re.compile(r"\b(?:previously|formerly|former)\s+$")
_VOLUNTARY = re.compile(r"voluntary|charit|third[- ]sector|not-for-profit")
OFFICE_CUES = Cues("scb chair", "board chair", "the leader", "member for", "assistant director", "missing", "teams")
# (letters that every match holds, pattern, type)
_OFFICES = (
    ("hair", re.compile(r"\b(?:[A-Z][A-Za-z&]{0,4}SCB|[Ss]afeguarding [Bb]oard) [Cc]hair\b"), "other"),
    (  # with all that the title says, or "social care" in it would be an agency
        "irector",
        re.compile(
            r"\b[Aa]ssistant [Dd]irector,? (?:(?:of|for) )?(?:[a-z’'&-]+,? ){0,6}?"
            r"(?:care|services|safeguarding|inclusion|education|families|help|protection)\b(?! and\b)"
        ),
        "local-authority",
    ),
    ("Leader", re.compile(r"\b[Tt]he Leader\b(?:\s+of\s+the\s+[Cc]ouncil)?"), "local-authority"),
    ("member for", re.compile(r"\b(?:[Tt]he|[Aa]) (?:\w+ )?member for safeguarding\b"), "local-authority"),
)
_TEAMS = (
    ("issing", re.compile(r"[‘'“]missing[’'”] (?:meeting|panel|group|team)s?", re.IGNORECASE), "missing-children"),
    ("teams", re.compile(r"\bchildren[’']s (?:social care )?teams\b", re.IGNORECASE), "childrens-social-care"),
)
_CHAIR_OF = re.compile(r"\b(?:independent\s+)?chair(?:person)? of (?:the )?$", re.IGNORECASE)
_SHORT_FORM = re.compile(r"\s*\([A-Z][A-Za-z&]{2,7}\)")


def bought(text: str, start: int) -> Iterator[Name]:
    """Providers without a name ("an independent provider"), in a sentence with one of BOUGHT_CUES."""
    small = lowered(text)
    for match in _BOUGHT.finditer(small):
        if not _FORMER.search(small[max(0, match.start() - 12) : match.start()]):
            kind = "voluntary-sector" if _VOLUNTARY.search(match.group()) else "commissioned-provider"
            begin, end = match.span()
            yield Name(start + begin, start + end, text[begin:end], "agency", agency=kind)


def unlabelled(text: str, start: int) -> Iterator[Name]:
    """Offices and teams that no label names, in a sentence with one of OFFICE_CUES. `start`: where `text` stands."""
    for hint, pattern, kind in _OFFICES:
        for match in pattern.finditer(text) if hint in text else ():
            yield _at(match, start, "agency", agency=kind, agency_name=LSCB if kind == "other" else None)
    for hint, pattern, kind in _TEAMS:
        for match in pattern.finditer(text) if hint in text else ():
            yield _at(match, start, "service", service=kind)


# Proper names that no file lists, told by the words around them: "the charity Bright Paths".
_PROPER = r"(?P<name>[A-Z][\w’'&-]*[a-z](?:\s+(?:(?:of|for|and|the|in|&|4)\s+)?[A-Z][\w’'&-]*[a-z]){0,5})"
_CHARITY = r"charity|charitable organisation|voluntary (?:adoption )?(?:agency|organisation)|social enterprise"
_PROPER_NAMES = (
    ("voluntary-sector", re.compile(rf"\b(?:{_CHARITY}),?\s+(?:called\s+|known as\s+)?[‘“(]?{_PROPER}")),
    ("voluntary-sector", re.compile(rf"{_PROPER}[’”]?,?\s+(?:which is )?an?\s+(?:[a-z]+\s+){{0,2}}(?:{_CHARITY})\b")),
    ("commissioned-provider", re.compile(rf"\bcommissioned (?:from|through)\s+(?:the\s+)?[‘“]?{_PROPER}")),
    (
        "commissioned-provider",
        re.compile(rf"{_PROPER}[’”]?,\s+an?\s+(?:commissioned|independent) (?:provider|service)\b"),
    ),
)
_NO_PROVIDER = re.compile(
    r"\b(?:Council|Borough|County|Team|Service|Services|Board|Panel|Unit|Hub|Department|Act|Partnership|Trust Board|"
    r"Schools?|Ofsted|England|London|The|This|These|It|They|In|For|Children|Young|Care|Social)$"
)
_NHS = re.compile(r"\bNHS\b|Hospital|Healthcare")


PROVIDER_CUES = Cues("commissioned", "charit", "voluntary", "social enterprise")


def proper_names(text: str, start: int, names: list[Name]) -> Iterator[Name]:
    """Outside providers by a name that no file lists, where no known name stands; with one of PROVIDER_CUES."""
    for kind, pattern in _PROPER_NAMES if "ommissioned" in text or re.search(_CHARITY, text) else ():
        for match in pattern.finditer(text):
            begin, end = start + match.start("name"), start + match.end("name")
            printed = match["name"]
            if _NO_PROVIDER.search(printed) or any(name.start < end and begin < name.end for name in names):
                continue
            agency = "health" if _NHS.search(printed) else kind
            yield Name(begin, end, printed, "agency", agency=agency, agency_name=printed)


def _at(
    match: re.Match[str],
    start: int,
    kind: str,
    *,
    service: str | None = None,
    agency: str | None = None,
    agency_name: str | None = None,
) -> Name:
    return Name(
        start + match.start(),
        start + match.end(),
        match.group(),
        kind,
        service=service,
        agency=agency,
        agency_name=agency_name,
    )


def with_chairs(text: str, start: int, names: list[Name]) -> list[Name]:
    """ "The independent chair of the board" made one name: the person who stands for the board."""
    if "hair" not in text and "HAIR" not in text:  # one stands in all that _CHAIR_OF finds
        return names
    found: list[Name] = []
    for name in names:
        at = name.start - start
        before = _CHAIR_OF.search(text[max(0, at - 30) : at]) if name.service == "lscb" else None
        if before:
            begin = at - len(before.group())
            short = _SHORT_FORM.match(text, name.end - start)
            end = short.end() if short else name.end - start
            found.append(Name(start + begin, start + end, text[begin:end], "agency", agency="other", agency_name=LSCB))
    return longest([*names, *found]) if found else names


# ---------------------------------------------------------------- bodies without a label

_CAPITAL = r"[A-Z][\w’'&-]*"
_CONNECTED = r"(?:(?:of|and|for|in|to|&|at|on)\s+)?"
_HEAD = (
    r"(?:[Bb]oard|[Pp]anel|[Hh]ub|[Gg]roup|[Ff]orum|[Pp]artnership|[Tt]eam|[Ss]ervice|[Pp]roject|[Uu]nit|[Cc]ommittee|"
    r"[Cc]entre|[Pp]rogramme|[Ss]cheme)s?\b"
)
_NAMED = re.compile(
    rf"\b(?!(?:The|This|These|A|An|Its|Each|All|In|At|Most)\b)(?:{_CAPITAL}\s+{_CONNECTED}){{1,5}}{_HEAD}"
)
# In all that _NAMED matches; it begins with one class of characters, and so is sought many times more quickly.
_BEFORE_HEAD = re.compile(rf"{_CAPITAL}\s+{_CONNECTED}{_HEAD}")
_STOP = r"and|or|of|in|on|is|are|has|with|for|the|to|by|at|from|as|that"
_PLAIN = re.compile(
    r"(?:\b(?:[Aa]n?|[Tt]he|[Aa]nother|[Tt]heir|[Ii]ts|[Tt]his)\s+[‘']?|^(?!(?:[Tt]h|[Ii]t|[Aa]n?\b|[Ee]ach|[Bb]oth|[Aa]ll)))"
    rf"(?P<body>(?:(?!(?:new|{_STOP})\b)[a-zA-Z’'-]+\s+){{1,4}}"
    r"(?:panel|board|forum|sub-?\s?group|sub-?committee|steering group))\b"
)
_REGULAR = re.compile(
    r"^(?:A |The |These )?(?P<body>"
    r"(?:[Dd]aily|[Ww]eekly|[Ff]ortnightly|[Mm]onthly|[Qq]uarterly|[Rr]egular|[Mm]ulti-?agency)"
    rf"(?:\s+(?!(?:strategy|core|review|planning|supervision|team|which|{_STOP})\b)[a-z’'-]+){{0,3}}"
    r"\s+(?:meetings?|panels?|groups?|forums?)|panel(?= of (?:professionals|agencies|partners)))\b"
)
# (letters of which every match holds some, pattern)
_UNNAMED = (
    (("panel", "board", "forum", "group", "committee"), _PLAIN),
    (("meeting", "panel", "group", "forum"), _REGULAR),
)
# What a team without a telling name is for: the one such topic of the sentence that names it.
_PURPOSES = (
    "child-exploitation",
    "missing-children",
    "domestic-abuse",
    "substance-misuse",
    "care-leavers",
    "disabled-children",
    "private-fostering",
)
_TEAM_LIKE = re.compile(r"(?:team|service|project|hub|unit|programme|scheme)s?$", re.IGNORECASE)
_GROUP_LIKE = re.compile(r"(?:group|committee|panel)s?$", re.IGNORECASE)
_MEETING_LIKE = re.compile(r"(?:panel|meeting|forum|group)s?$", re.IGNORECASE)
BODY_KINDS = ("service", "both", "body")
BODY_CUES = Cues(
    *("board", "panel", "hub", "group", "forum", "partnership", "team", "service", "project", "unit", "committee"),
    *("centre", "programme", "scheme", "meeting", "conference", "trust"),
)


def bodies(text: str, start: int, names: list[Name]) -> Iterator[Name]:
    """Boards, panels and teams that no scheme names: of the type of the subject in their name, else `other`.

    They stand in sentences with one of BODY_CUES.
    """
    for match in _NAMED.finditer(text) if _BEFORE_HEAD.search(text) else ():
        words = match.group().split()
        if match.start() or len(words) > 2 or words[-1][0].isupper():  # a sentence's first word alone is no name
            yield from _body(text, start, names, match.start(), match.end())
    for letters, pattern in _UNNAMED:
        for match in pattern.finditer(text) if any(hint in text for hint in letters) else ():
            yield from _body(text, start, names, match.start("body"), match.end("body"))


def _body(text: str, start: int, names: list[Name], begin: int, end: int) -> Iterator[Name]:
    if NOT_THE_BODY.match(text, end) or any(name.start < start + begin < name.end for name in names):
        return
    inside = [name for name in names if start + begin <= name.start and name.end <= start + end]
    last = inside[-1] if inside and inside[-1].end == start + end else None
    others = inside[:-1] if last else inside
    if any(name.agency_name for name in inside) or any(name.service and name.kind in BODY_KINDS for name in others):
        return  # two names side by side
    printed = text[begin:end]
    if last and last.service:
        yield last._replace(start=start + begin, text=printed)
    elif not last:
        kinds = [name.service for name in inside if name.service not in (None, "childrens-social-care")]
        yield Name(
            start + begin,
            start + end,
            printed,
            "body",
            service=kinds[0] if kinds else "other",
            service_name=None if kinds else printed,
        )


def with_purpose(name: Name, names: list[Name], board: bool) -> Name:
    """A body without a type given that of its chapter (sub-groups of the board), or of its purpose in the sentence."""
    if name.service != "other" or name.kind not in ("body", "service"):
        return name
    if board and _GROUP_LIKE.search(name.text):
        return name._replace(service="lscb", service_name=None)
    known: tuple[str, ...] = ()
    if name.kind == "body" and _TEAM_LIKE.search(name.text):
        known = _PURPOSES
    elif name.kind == "body" and _MEETING_LIKE.search(name.text):
        known = (*_PURPOSES, "early-help")
    topics = (other for other in names if other.kind in ("topic", "topic-agency"))
    kinds = {other.service for other in topics if other.service in known}
    return name._replace(service=kinds.pop(), service_name=None) if len(kinds) == 1 else name


# ---------------------------------------------------------------- names that overlap


def longest(names: Iterable[Name]) -> list[Name]:
    """Names without overlap, longest first; a service and an agency in the same words become one of both kinds."""
    joined: dict[tuple[int, int], Name] = {}
    for name in names:
        span = (name.start, name.end)
        joined[span] = _joined(joined[span], name) if span in joined else name
    kept: list[Name] = []
    for name in sorted(joined.values(), key=lambda name: (name.start - name.end, name.start)):
        at = bisect_left(kept, name.start, key=_start)
        clear_before = at == 0 or kept[at - 1].end <= name.start
        if clear_before and (at == len(kept) or name.end <= kept[at].start):
            kept.insert(at, name)
    return kept


def _start(name: Name) -> int:
    return name.start


def _joined(one: Name, other: Name) -> Name:
    service, agency = (one, other) if one.service else (other, one)
    if one.agency and other.agency and not (one.service and other.service):
        named = one if one.agency_name else other
        joined = service._replace(agency=named.agency, agency_name=named.agency_name, bare=one.bare and other.bare)
        return joined._replace(kind="both") if joined.service else joined
    if not service.service or not agency.agency:
        return one
    if agency.agency == "other" and service.service not in ("early-help", "youth-service", "child-exploitation"):
        return service  # a board as such; its chair or members are names of their own
    return service._replace(
        kind="topic-agency" if service.kind == "topic" else "both",
        agency=agency.agency,
        agency_name=agency.agency_name,
        bare=agency.bare,
    )


def with_councils(text: str, start: int, names: list[Name]) -> Iterator[Name]:
    """ "Northshire" and "Council" side by side made one name."""
    waiting: Name | None = None
    for name in names:
        beside = waiting is not None and waiting.kind == "council" and name.start == waiting.end + 1
        if waiting and beside and name.agency == "local-authority":
            printed = text[waiting.start - start : name.end - start]
            waiting = name._replace(start=waiting.start, text=printed, agency_name=printed, other=waiting.other)
            continue
        if waiting:
            yield waiting
        waiting = name
    if waiting:
        yield waiting
