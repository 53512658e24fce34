"""Bodies under a proper name: projects and teams ("the Sunrise project"), adoption agencies, delivery companies.

A name counts only with a word for what it is (project, programme, team, hub ...) and in a clause that is about it;
national schemes, staff training, councils and companies' names are kept out by `_NOT_A_BODY`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .. import matching
from ..matching import Cues
from ..model import Mention, Reading, Rule
from ._aboutness import ENOUGH, STRONG, weight, words
from ._sections import beginnings, holding

NAMED, AGENCY, COMPANY = "services/proper-name", "services/adoption-agency", "services/delivery-body"

RULES = (
    Rule(
        NAMED,
        "a project, team, panel or the like with a proper name, in a clause that is about it",
        "The Sunrise project works intensively with families on the edge of care.",
        0.88,
    ),
    Rule(
        AGENCY,
        "a regional adoption agency by its name",
        "Adoption is delivered by the regional adoption agency, Adopt Midshire.",
        0.95,
    ),
    Rule(
        COMPANY,
        "the trust or company that runs children's social care",
        "Northshire Children First has been responsible for the delivery of children’s services since 2019.",
        0.93,
    ),
)

_AGENCY_CUES = Cues("regional")
_COMPANY_CUES = Cues("trust", "company", "children first")
_PROJECT_CUES = Cues(*("project", "programme", "team", "hub", "scheme", "service", "panel", "board", "forum", "group"))
_HEAD = r"(?:projects?|programme|team|hubs?|scheme|service|panels?|board|forum|groups?)"
_TITLE_HEAD = r"(?:Projects?|Programme|Team|Hubs?|Scheme|Service|Panels?|Board|Forum)"
_QUOTED = re.compile(rf"[‘“]([A-Z][^‘’“”.;]{{1,40}}(?:[’'][st] [^‘’“”.;]{{1,30}})?)[’”]\s+({_HEAD})\b")
_WORD = r"[A-Z][a-z]+(?:[’'-][A-Za-z]+){0,3}"
_NO_START = words(
    "The This These Those A An All Some Many Most Both Each Other Another While Although When Where Since Through In "
    "At On For From As And But If Its Their New Recent Strong Effective Good Family Core Regular However Currently Two "
    "Three Multi-agency Multidisciplinary Specialist Commissioned Dedicated Targeted Universal Despite Across Neither "
    "Intensive Voluntary Integrated Community"
)
_CAPITALISED = re.compile(
    rf"\b(?!(?:{'|'.join(_NO_START)})\b)((?:{_WORD}\s+(?:(?:and|for|of|to|in|the|on)\s+)?){{0,4}}{_WORD})\s+"
    rf"({_HEAD}|{_TITLE_HEAD})\b"
)
# In all that _CAPITALISED matches; it begins with one class of characters, and so is sought many times more quickly.
_BEFORE_HEAD = re.compile(rf"[A-Z][A-Za-z’'-]*\s+(?:{_HEAD}|{_TITLE_HEAD})\b")
_NOT_A_BODY = re.compile(
    r"\b(?:Council|County|City|Borough|District|Government|National|Department|NHS|Police|Metropolitan|"
    r"Clinical|Hospital|"
    r"Adults?|Schools?|College|University|Court|Probation|Frontline|Step|Social|Training|Duke|Ofsted|Innovations?|"
    r"Head|Director|Senior|Leadership|Executive|Scrutiny|Facebook|Party|Workforce|Business|Management|Staying|Grow|"
    r"Partners|Customer|Visiting|Nursing|Trust|Signs|Safety|Prevent|Channel|Cafcass|Quality|Assurance|Audit|"
    r"Academy|Performance|Strategic|Strategy|Steering|Cabinet|Member|Members|Improving|Public|Law|"
    r"Commissioning|Officers?|"
    r"Manager|Managers|Chair|Board|Boards|Panel|London|England|English|British|Local|Authority|Service|"
    r"Services|Children|Bar|"
    r"Independent|Shared|Troubled|Disclosure|Barring|Finance|Human|Legal|Locality|Safeguarding|Involvement|"
    r"Central|Cadet|"
    r"Practice|Development|Trouble|Healthy|Viewpoint|Mind|Review)\b"
)
# A name that begins in the middle of a longer one: "(Foster) with Us hub", "(Exploitation,) Violence Panel".
_CUT_OFF = re.compile(
    r"(?:\b(?!The\b|In\b)[A-Z][\w’'-]*,?\s+(?:with|and|of|for|to|in|the|&)\s+|[A-Z][\w’'-]*,\s+|"
    r"[a-z,]\s+[A-Z][\w’'-]*\s+|[-–/&]\s*|\d\s+)$"
)
_TAUGHT = re.compile(
    r"\b(?:training|trained|campaign\w*|social\s+media|workshops?|courses?|schools|curriculum)\b",
    re.IGNORECASE,
)
# The name is longer than it seems, or another: "the Bright Futures Service Quality Mark".
_GOES_ON = re.compile(r"\s+(?:leader|member|chair|manager|worker|provision|[A-Z][a-z])")
_CASEWORK = frozenset(words("Pathway Pathways Assess Assessment Duty Court Referral Response Permanence Support"))
_NO_SUBJECT = frozenset(("other", "corporate-parenting", "childrens-social-care", "lscb"))
# The subject of a named body: the nearest words on whom it is for.
_FOR = re.compile(
    r"^\s*\((?:the\s+|an?\s+)?[\w -]{0,24}$|^[^.;]{0,30}\b(?:for|with|supports?|supporting|helps?|helping|"
    r"safeguarding|to|who|experiencing|victims|of|around|about|tackl\w+)\b[^.;]{0,110}$",
    re.IGNORECASE,
)
_FAR = 150  # characters behind a name in which whom it is for is looked for
_RUNS = re.compile(
    r"\b(?:responsib\w+|delegat\w+|deliver(?:s|ed|y|ing)?|provid(?:es|ed)|on\s+behalf\s+of|transferr\w+|took\s+over|"
    r"runs?|operat\w+|owned)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\bchildren[’']s\s+(?:social\s+(?:care|work)|services)\b", re.IGNORECASE)
_COMPANY_NAME = re.compile(
    rf"\b((?:{_WORD}\s+){{1,3}}(?:Children\s+First|Children[’']?s?[’']?\s+(?:Services\s+)?(?:Trust|"
    rf"Company)))\b(?!\s+(?:Board|Partnership|Executive))"
)
_ADOPTION_AGENCY = r"regional\s+adoption\s+agency(?:\s+\(RAA\))?"
_AGENCY_NAME = rf"((?:{_WORD}\s+(?:(?:and|to|for|in|@)\s+)?){{1,4}}{_WORD}|{_WORD}\s+{_WORD}|Adopt\w*\s+{_WORD})"
_NAMED_AGENCY = re.compile(
    rf"\b{_ADOPTION_AGENCY},?\s*[(‘“,]?\s*(?:known\s+as\s+|called\s+|named\s+)?[‘“(]?{_AGENCY_NAME}"
)
_AGENCY_NAMED = re.compile(
    rf"\b{_AGENCY_NAME}[’”)]?,?\s+(?:which\s+is\s+)?(?:the|a|its|their)\s+(?:new\s+|local\s+)?{_ADOPTION_AGENCY}"
)


@dataclass(frozen=True, slots=True)
class NamedBody:
    service_type: str
    name: str
    start: int  # offsets into the document's text, of the name and the word for what it is
    end: int
    weight: float
    rule: str


def worth_a_look(reading: Reading) -> frozenset[int]:
    """Where the sentences begin that can name a body: with a word for what it is, or a known agency."""
    agencies = [mention.start for mention in reading.mentions if mention.scheme == "agency"]
    cues = (_AGENCY_CUES, _COMPANY_CUES, _PROJECT_CUES)
    return beginnings(reading, agencies).union(*(holding(reading, words) for words in cues))


def named_bodies(reading: Reading, start: int, end: int) -> Iterator[NamedBody]:
    """The bodies with a proper name that the sentence at `start`..`end` is about."""
    agencies = bool(reading.mentions_in(start, end, "agency"))
    if agencies or start in holding(reading, _AGENCY_CUES):
        yield from _adoption_agencies(reading, start, end)
    if agencies or start in holding(reading, _COMPANY_CUES):
        yield from _companies(reading, start, end)
    if start in holding(reading, _PROJECT_CUES):
        yield from _projects(reading, start, end)


# ---------------------------------------------------------------- agencies


@cache
def _kinds() -> dict[str, str]:
    """Slug of a known agency → its kind ("regional-adoption-agency", "company" ...)."""
    place, kind = f"{matching.BASE}id/agency/", f"{matching.BASE}ontology#agencyKind"
    return {subject[len(place) :]: value for subject, predicate, value in matching.triples() if predicate == kind}


def _adoption_agencies(reading: Reading, start: int, end: int) -> Iterator[NamedBody]:
    text = reading.document.text
    sentence = text[start:end]
    known = {
        (mention.start, mention.end): mention.concept
        for mention in reading.mentions_in(start, end, "agency")
        if _kinds().get(mention.concept) == "regional-adoption-agency"
    }
    found = set(known)
    for pattern in (_NAMED_AGENCY, _AGENCY_NAMED) if "regional" in sentence else ():
        for match in pattern.finditer(sentence):
            span = start + match.start(1), start + match.end(1)
            if re.search(r"Adopt|Adoption|Permanence|Families", match.group(1)) and not any(
                low < span[1] and span[0] < high for low, high in found
            ):
                found.add(span)
    for low, high in sorted(found):
        value = weight(sentence, low - start, high - start)
        if re.search(_ADOPTION_AGENCY, sentence):
            value = max(value, 3.0)
        if value >= 3.0:
            printed = text[low:high]
            name = _full_name(known.get((low, high), ""), printed) if printed.isupper() else printed
            yield NamedBody("adoption", name, low, high, value, AGENCY)


def _companies(reading: Reading, start: int, end: int) -> Iterator[NamedBody]:
    """The trust or company that the sentence says runs children's social care or children's services."""
    text = reading.document.text
    sentence = text[start:end]
    spans = {
        (mention.start, mention.end): mention.concept
        for mention in reading.mentions_in(start, end, "agency")
        if _kinds().get(mention.concept) in ("company", "childrens-trust")
    }
    for match in _COMPANY_NAME.finditer(sentence):
        spans.setdefault((start + match.start(1), start + match.end(1)), "")
    if not (spans and _RUNS.search(sentence) and _WHOLE.search(sentence)):
        return
    for low, high in sorted(spans):
        if weight(sentence, low - start, high - start) >= ENOUGH:
            name = _full_name(spans[low, high], text[low:high])
            yield NamedBody("childrens-social-care", name, low, high, 5.0, COMPANY)


def _full_name(concept: str, printed: str) -> str:
    """The full name behind a short form ("NCT"), so that both are one body."""
    return matching.preferred("agency").get(concept, printed)


# ---------------------------------------------------------------- projects and teams


def _projects(reading: Reading, start: int, end: int) -> Iterator[NamedBody]:
    text = reading.document.text
    sentence = text[start:end]
    seen: list[tuple[int, int]] = []
    in_quotes, in_capitals = "‘" in sentence or "“" in sentence, bool(_BEFORE_HEAD.search(sentence))
    for quoted, pattern, tried in ((True, _QUOTED, in_quotes), (False, _CAPITALISED, in_capitals)):
        for match in pattern.finditer(sentence) if tried else ():
            low, high = start + match.start(), start + match.end()
            if any(a < high and low < b for a, b in seen):
                continue
            if not _is_name(sentence, match, quoted) or _is_known(reading, low, high):
                continue
            value = weight(sentence, match.start(), match.end())
            if value >= STRONG:
                seen.append((low, high))
                name = _without_quotes(match.group())
                yield NamedBody(_subject(reading, start, end, low, high), name, low, high, value, NAMED)


def _without_quotes(printed: str) -> str:
    """ "‘Safe Hands’ project" → "Safe Hands project"; an apostrophe within a word stays."""
    return " ".join(re.sub(r"[‘“”]|’(?=\s)", " ", printed).split())


def _is_name(sentence: str, match: re.Match[str], quoted: bool) -> bool:
    name, head = match.group(1), match.group(2).lower()
    words = name.split()
    if head == "programme" and _TAUGHT.search(sentence):
        return False
    if _NOT_A_BODY.search(name) or _GOES_ON.match(sentence, match.end()):
        return False
    if quoted:
        return head not in ("group", "groups", "programme") or len(words) > 1
    if head in ("group", "groups") or _CUT_OFF.search(sentence[: match.start()][-60:]):
        return False
    if match.start() == 0 and len(words) == 1:
        return False
    if head == "team":
        return len(words) == 1 and words[0] not in _CASEWORK
    return head not in ("panel", "panels", "board", "forum", "service") or len(words) > 1 or head == "service"


def _is_known(reading: Reading, low: int, high: int) -> bool:
    """True where the words are a label, or begin with the name of a council."""
    return any(
        mention.start < high and low < mention.end
        for mention in reading.mentions_in(max(0, low - 80), high + 40, "service-type", "authority", "agency")
    )


def _subject(reading: Reading, start: int, end: int, low: int, high: int) -> str:
    """The service type of a named body, from what it is said to be for; `other` where nothing is."""
    text = reading.document.text
    if re.search(r"\bgroups?$", text[low:high]):
        return "participation"
    before = [m for m in reading.mentions_in(max(start, low - 60), low, "service-type") if _touches(text, m, low)]
    if before:
        return before[-1].concept
    for mention in reading.mentions_in(high, min(end, high + _FAR), "service-type"):
        if mention.concept not in _NO_SUBJECT and _FOR.match(text[high : mention.start] + " "):
            return mention.concept
    return "other"


def _touches(text: str, mention: Mention, low: int) -> bool:
    """True where only the name's own words stand between a label and the name ("edge of care project, ‘Sunrise’")."""
    between = text[mention.end : low]
    return bool(re.fullmatch(r"[\s,‘“]*(?:(?:team|service|project|programme|scheme|hub)s?[\s,‘“]*)?", between))
