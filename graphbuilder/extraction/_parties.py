"""Who and what a sentence names: services, boards and agencies, by label, by abbreviation, and by what went before.

Reads a report sentence by sentence, in order, and gives each as a `Clause`. "The board", "the hub", "it" stand for the
body that the paragraph has last named, where its kind fits; in the chapter on the safeguarding board, "the board" is it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from .. import matching
from ..model import Mention, Paragraph, Reading
from ._clauses import Clause, Name

_AGENCY_TYPE = f"{matching.BASE}ontology#agencyType"
_AGENCY_KIND = f"{matching.BASE}ontology#agencyKind"
_PLACE = f"{matching.BASE}id/agency/"
_TYPE = f"{matching.BASE}agency-type/"

# Chapters that say what should be, or how the inspection was done, and nothing about a service as it stands.
NOT_FINDINGS = re.compile(
    r"recommendation|to improve\b|areas for (?:improvement|development|priority)|priority and immediate|judg\w+ mean|"
    r"about (?:this|the) (?:inspection|review)|inspection team|information about the (?:inspection|LSCB)|"
    r"previous ofsted|other ofsted|is likely to be|^(?:immediately|within (?:three|six) months)|record of main",
    re.IGNORECASE,
)
_BOARD_CHAPTER = re.compile(r"safeguarding children[’']?s?(?: and young people)? board|\b[A-Z]{0,3}LSCB\b|\b[A-Z]{1,4}SCB\b")
_COUNCIL_CHAPTER = re.compile(
    r"section 1\b|experiences and progress|help and protection|adoption performance|leadership, management and governance$|"
    r"^(?:the )?local authority|judgements? about the local authority|inspection of services",
    re.IGNORECASE,
)

# Words after a label that make it part of something else: a document, an event, a person.
_NOT_THE_BODY = re.compile(
    r"(?:[’']s?)?\s+(?:(?:and|business|annual|strategic|improvement|action|training|multi-agency|quality|performance|"
    r"pathway|practice|threshold)\s+){0,2}"
    r"(?:plans?|website|procedures?|training|strateg(?:y|ies)|reports?|budget|data|dataset|protocols?|priorit(?:y|ies)|thresholds?|"
    r"audits?|policy|policies|guidance|newsletter|framework|checks|enquir(?:y|ies)|contacts?|referrals?|processes|process|"
    r"documents?|minutes|records?|review|scorecard|campaign|conference|breakdowns?|orders?|placements?|"
    r"chair(?:s|person)?|decision[- ]mak\w+|allowances?|regulations?|arrangements for|"
    r"business (?:manager|unit)|manager[’']s|history|incidents?|notifications?|concerns|risks?|victims|model|courses?)\b"
    r"(?!\s+(?:group|panel|board|meeting|team|service|hub|project|programme))",
    re.IGNORECASE,
)
_STAFF = r"(?:social |support |case |outreach |intervention |lead |project )?"
_STAFF_OF = re.compile(
    rf"\s+{_STAFF}(?:workers?|specialists?|officers?|practitioners?|co-?ordinators?|advisers?|advisors?|leads?|champions?|"
    r"professionals?|therapists?|clinicians?|staff|mentors?)\b",
    re.IGNORECASE,
)
_BODY_OF = re.compile(
    r"[’']?(?:\s+\([A-Z]{2,6}\))?\s+(?!(?:strategy|review|planning|professionals|core|and|or|of|in|for|the|by|to|with|is|are|as)\b)"
    r"(?:(?!(?:strategy|review|planning|professionals|core|and|or|of|in|for|the|by|to|with|is|are|as|support|that|who|have|has|was|were)\b)[A-Za-z-]+\s+){0,2}"
    r"(?:panel|board|group|forum|team|hub|meeting|committee|project|unit|sub-?\s?group|partnership|programme|scheme|taskforce)s?\b",
    re.IGNORECASE,
)
# Types of service as what their staff are when they take part in another service.
_AS_AGENCY = {
    "domestic-abuse": "domestic-abuse", "substance-misuse": "substance-misuse", "camhs": "mental-health",
    "youth-offending": "youth-offending", "virtual-school": "education", "childrens-centres": "early-years",
    "early-help": "other", "child-exploitation": "other", "missing-children": "other", "youth-service": "other",
    "advocacy": "other", "edge-of-care": "other", "troubled-families": "other",
}

# Topic labels that name a team all the same ("children in need team"); "children's services" is the whole council's.
_TEAM = re.compile(r"(?<!children[’']s )(?<!childrens )\b(?:team|service|hub|panel|unit)s?$", re.IGNORECASE)
_LEADER = re.compile(r"\b[Tt]he Leader\b(?:\s+of\s+the\s+[Cc]ouncil)?|\b(?:[Tt]he|[Aa]) (?:designated |dedicated )?member for safeguarding\b")
_ITS_CHAIR = re.compile(r"\b(?:[Tt]he|[Ii]ts|[Tt]his)\s+(?:[Ii]ndependent\s+|[Bb]oard\s+|current\s+|new\s+)?[Cc]hair\b(?!\s+of\b)")
_CHAIR_OF = re.compile(r"\b(?:independent\s+)?chair(?:person)? of (?:the )?", re.IGNORECASE)
_CHILDRENS_TEAMS = re.compile(r"\bchildren[’']s (?:social care )?teams\b", re.IGNORECASE)
_BOARD_CHAIR = re.compile(r"\b(?:[A-Z][A-Za-z&]{0,4}SCB|LSCB|[Ss]afeguarding [Bb]oard) [Cc]hair\b")
_MISSING = re.compile(r"[‘'“]missing[’'”] (?:meeting|panel|group|team)s?", re.IGNORECASE)
_BOARD_MEMBERS = re.compile(r"\b[Bb]oard(?=\s+members\b)")

_BOUGHT = re.compile(
    r"(?:\b(?:specialist|local|national|regional|single|large|private|independent|external|voluntary|charitable)\s+)?"
    r"\b(?:(?:externally |independently |newly |locally |specially )?commissioned|contracted|external|independent|private|third[- ]party|outsourced|"
    r"outside|approved)\s+"
    r"(?:(?:external|independent|private|specialist|local|national|regional|voluntary|sector|outside|partner|delivery|support|service|"
    r"charitable|accommodation|housing|third[- ]sector|not-for-profit)\s+){0,2}"
    r"(?:providers?|agency|agencies|organi[sz]ations?|company|companies|contractors?|projects?|partnership|service)\b",
    re.IGNORECASE,
)
_VOLUNTARY = re.compile(r"voluntary|charit|third[- ]sector|not-for-profit", re.IGNORECASE)

_ABBREVIATED = re.compile(r"\s*\(\s*[‘']?([A-Z][A-Za-z&+]{1,8}?)s?[’']?\s*\)")
_BOARD_SHORT = re.compile(r"\b[A-Z][A-Za-z&]{0,4}SC([BP])\b")
_NOUNS = (
    r"boards?|panels?|hubs?|teams?|services?|groups?|sub-?\s?groups?|forums?|partnerships?|units?|meetings?|conferences?|"
    r"committees?|schemes?|projects?|programmes?|centres?|sub-?committees?|trusts?"
)
_BARE = re.compile(
    r"\b(?:(?:[Tt]h(?:e|is|ese|ose)|[Ii]ts|[Ee]ach|[Bb]oth|[Aa]ll|[Ss]uch)\s+)"
    r"(?:(?:main|full|whole|strategic|executive|multi-?agency|multi-?disciplinary|integrated|co-?located|joint|new|newly\s+\w+|partnership|"
    r"specialist|operational|local|monthly|weekly|fortnightly|quarterly|regular|daily|current|recent\w*|statutory|of)\s+){0,2}"
    rf"((?i:{_NOUNS}))\b|\b(Board)s?(?:[’']s?)?(?=\s+(?:members|meetings|is|has|includes|comprises|benefits)\b)",
)
_IT = re.compile(r"(?:It|This)(?=\s+(?:also |now |currently |predominantly |both )?(?:is|has|includes|comprises|brings|consists|encompasses|benefits|was)\b)")
_CAPITAL = r"[A-Z][\w’'&-]*"
_NAMED_BODY = re.compile(
    rf"\b(?!The\b|This\b|These\b|A\b|An\b|Its\b|Each\b|All\b|In\b|At\b|Most\b)(?:{_CAPITAL}\s+(?:(?:of|and|for|in|to|&|at|on)\s+)?){{1,5}}"
    r"(?:[Bb]oards?|[Pp]anels?|[Hh]ubs?|[Gg]roups?|[Ff]orums?|[Pp]artnerships?|[Tt]eams?|[Ss]ervices?|[Pp]rojects?|[Uu]nits?|[Cc]ommittees?|[Cc]entres?|"
    r"[Pp]rogrammes?|[Ss]chemes?)\b"
)
_PLAIN_BODY = re.compile(
    r"(?:\b(?:[Aa]n?|[Tt]he|[Aa]nother|[Tt]heir|[Ii]ts|[Tt]his)\s+[‘']?|^(?!(?:[Tt]h|[Ii]t|[Aa]n?\b|[Ee]ach|[Bb]oth|[Aa]ll)))((?:(?!new\b|and\b|or\b|of\b|in\b|on\b|is\b|are\b|has\b|with\b|for\b|the\b|to\b|by\b|at\b|from\b|as\b|that\b)[a-zA-Z’'-]+\s+){1,4}"
    r"(?:panel|board|forum|sub-?\s?group|sub-?committee|steering group))\b"
)
_REGULAR_MEETING = re.compile(
    r"^(?:A |The |These )?((?:[Dd]aily|[Ww]eekly|[Ff]ortnightly|[Mm]onthly|[Qq]uarterly|[Rr]egular|[Mm]ulti-?agency)"
    r"(?:\s+(?!(?:strategy|core|review|planning|supervision|team|and|or|of|in|is|are|has|with|for|the|to|by|at|from|as|that|which)\b)[a-z’'-]+){0,3}"
    r"\s+(?:meetings?|panels?|groups?|forums?)|panel(?= of (?:professionals|agencies|partners)))\b"
)
# Words of a name that say which body "the board", "the hub" can mean.
_KIND_WORDS = {
    "board": r"board|SCB\b|SCP\b|WB\b|FJB\b|trust|partnership", "panel": r"panel|CDOP|MACE|MASE|MAP\b|conference",
    "hub": r"hub|MASH", "team": r"team|MASH|YO[ST]|hub|EDT", "service": r"service|EDT|CAMHS|YO[ST]|EDS|scheme|advocacy|interview|visitor|adviser|programme|project|conferenc",
    "group": r"group|committee|forum", "trust": r"trust", "sub-group": r"sub-?\s?group|sub-?committee|SCB\b|safeguarding.*board", "forum": r"forum",
    "partnership": r"partnership|SCP\b|trust|board", "unit": r"unit", "centre": r"centre|hub", "scheme": r"scheme|visitor|service",
    "project": r"project", "programme": r"programme", "committee": r"committee|board|panel", "sub-committee": r"sub-?committee|group",
    "conference": r"conference|MARAC", "meeting": r"meeting|panel|MARAC|MACE|MASE|conference|forum|board|group",
}
_DISTINCT = ("board", "panel", "hub", "trust", "sub-group", "sub-committee", "committee", "forum", "partnership")
_MEMORY, _FAR = 3, 9  # sentences back that "the team" can point to, in its paragraph; and "the board", in its section


_SECTIONS = {
    "adoption": r"adoption", "care-leavers": r"care leavers", "": r"looked after|in care\b(?! leavers)|children who|need of help",
}

# "A range of commissioned services": none in particular; the singular is found by `_bought`.
_GENERAL = ("commissioned service", "commissioned services", "external agencies", "external organisations", "independent agencies")

Heard = list[tuple[Name, ...] | None]  # the names of each sentence so far; None where a paragraph begins


class Parties:
    """The sentences of one report as clauses, each with what the ones before it have named."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.document.text
        self._introduced = {mention.concept for mention in reading.mentions if mention.scheme == "agency" and not mention.topic}
        self._full_names: dict[str, str] = {}
        for mention in reading.mentions:
            printed = self._text[mention.start:mention.end]
            if mention.scheme == "agency" and len(printed) > len(self._full_names.get(mention.concept, "")):
                self._full_names[mention.concept] = printed
        self._short = _abbreviations(self._text, reading.mentions)
        self._short_pattern = (
            re.compile(r"(?<![\w’'-])(?:" + "|".join(map(re.escape, sorted(self._short, key=len, reverse=True))) + r")s?(?![\w-])")
            if self._short else None
        )

    def clauses(self) -> Iterator[tuple[Paragraph, Clause, bool]]:
        """Every sentence of the findings, with its paragraph, and whether the chapter is the safeguarding board's."""
        board = False
        heard: Heard = []
        for paragraph in self._reading.document.paragraphs:
            if paragraph.kind == "heading":
                board = self._board_chapter(paragraph, board)
                heard = []
            if paragraph.kind not in ("paragraph", "bullet"):
                continue
            if NOT_FINDINGS.search(paragraph.section) or NOT_FINDINGS.search(paragraph.chapter):
                continue
            heard.append(None)  # a new paragraph: "it" and "the service" do not reach behind it
            for start, end in paragraph.sentences:
                clause = self._clause(start, end, heard, board)
                heard.append(clause.names)
                yield paragraph, clause, board

    def _board_chapter(self, heading: Paragraph, board: bool) -> bool:
        text = self._text[heading.start:heading.end]
        if _COUNCIL_CHAPTER.search(text):
            return False
        return True if _BOARD_CHAPTER.search(text) else board

    def _clause(self, start: int, end: int, heard: Heard, board: bool) -> Clause:
        text = self._text[start:end]
        known = [*self._mentioned(start, end), *self._abbreviated(start, end), *_bought(text, start), *_offices(text, start)]
        names = _chairs(text, start, _longest(known))
        names = _longest([*names, *_bodies(text, start, names)])
        names = [_with_purpose(name, names, board) for name in names]
        names = _longest([*names, *self._pointed_to(text, start, names, heard, board)])
        names = _chairs(text, start, names)
        clause = Clause(start, end, text, tuple(_merged(text, start, names)), _topic(heard, board))
        return replace(clause, hub=_front_door(clause.names, heard), section=self._section(start))

    def _section(self, start: int) -> str | None:
        paragraph = self._reading.document.paragraph_at(start)
        section = paragraph.section if paragraph else ""
        found = [kind for kind, words in _SECTIONS.items() if re.search(words, section, re.IGNORECASE)]
        return found[0] if len(found) == 1 else None

    def _mentioned(self, start: int, end: int) -> Iterator[Name]:
        for mention in self._reading.mentions_in(start, end):
            name = self._name(mention)
            if name is not None:
                yield name

    def _name(self, mention: Mention) -> Name | None:
        text, begin, stop = self._text, mention.start, mention.end
        printed = text[begin:stop]
        if mention.scheme == "service-type":
            return _service_name(text, mention)
        if mention.scheme == "agency-type":
            if printed.lower() in _GENERAL:
                return None
            return Name(begin, stop, printed, "agency", agency=mention.concept, bare=mention.topic)
        if mention.scheme == "authority":
            return Name(begin, stop, printed, "council", agency="local-authority", agency_name=printed)
        if mention.scheme == "post":
            if mention.concept == "lscb-chair":
                if not re.search(r"LSCB|safeguarding", printed):
                    return None
                return Name(begin, stop, printed, "agency", agency="other", agency_name="LSCB")
            return Name(begin, stop, printed, "agency", agency="local-authority") if mention.concept != "other" else None
        if mention.scheme == "agency" and (not mention.topic or mention.concept in self._introduced):
            return _agency_name(printed, mention, self._full_names[mention.concept])
        return None

    def _abbreviated(self, start: int, end: int) -> Iterator[Name]:
        """Names by the abbreviation that the report gives them: "CADS", "NSCB"."""
        for match in self._short_pattern.finditer(self._text, start, end) if self._short_pattern else ():
            name = self._short.get(match.group()) or self._short.get(match.group().rstrip("s"))
            if name is not None:
                yield replace(name, start=match.start(), end=match.end(), text=match.group())
        for match in _BOARD_SHORT.finditer(self._text, start, end):
            if not _NOT_THE_BODY.match(self._text, match.end()):
                kind = "lscb" if match.group(1) == "B" else "lscp"
                yield Name(match.start(), match.end(), match.group(), "service", service=kind)

    def _pointed_to(
        self, text: str, start: int, names: list[Name], heard: Heard, board: bool
    ) -> Iterator[Name]:
        """ "The board", "this team", "it": the body that the words point back to."""
        for match in _BARE.finditer(text):
            noun = _singular(match.group(1) or match.group(2))
            if _NOT_THE_BODY.match(text, match.end()):
                continue
            before = [name for name in names if name.end <= start + match.start()]
            found = _antecedent(noun, before, heard, board)
            if found:
                yield replace(found, start=start + match.start(), end=start + match.end(), text=match.group(), kind="service")
        if _topic(heard, board, "lscb") or any(name.agency_name == "LSCB" for said in _recent(heard, far=False) for name in said):
            for match in [*_ITS_CHAIR.finditer(text)]:
                yield Name(start + match.start(), start + match.end(), match.group(), "agency", agency="other", agency_name="LSCB")
            for match in _BOARD_MEMBERS.finditer(text):
                yield Name(start + match.start(), start + match.end(), match.group(), "service", service="lscb")
        it = _IT.match(text)
        if it and heard and heard[-1]:
            subject = _subject(heard[-1])
            if subject:
                yield replace(subject, start=start, end=start + it.end(), text=it.group(), kind="service")


def _subject(names: tuple[Name, ...]) -> Name | None:
    """The service that a sentence begins with."""
    return names[0] if names and names[0].service and names[0].kind in ("service", "both", "body") else None


def _front_door(names: tuple[Name, ...], heard: Heard) -> Name | None:
    """The hub or front door that the sentence names, or its paragraph has named last."""
    for found in [names, *_recent(heard, far=False)]:
        for name in found:
            if name.service in ("mash", "assessment") and name.kind in ("service", "both", "body"):
                return name
    return None


def _recent(heard: Heard, far: bool) -> Iterator[tuple[Name, ...]]:
    """The names of the sentences before this one, latest first."""
    for names in heard[: -(_FAR if far else _MEMORY) - 1: -1]:
        if names is None and not far:
            return
        yield names or ()


def _topic(heard: Heard, board: bool, kind: str | None = None) -> Name | None:
    """The body that the last sentences began with; in the board's chapter, the board."""
    if board:
        return _BOARD
    for names in _recent(heard, far=False):
        subject = _subject(names)
        if subject and kind in (None, subject.service):
            return subject
    return None


_BOARD = Name(0, 0, "the board", "service", service="lscb")


def _offices(text: str, start: int) -> Iterator[Name]:
    """Offices and teams in words that are no label."""
    for match in _BOARD_CHAIR.finditer(text):
        yield Name(start + match.start(), start + match.end(), match.group(), "agency", agency="other", agency_name="LSCB")
    for match in _MISSING.finditer(text):
        yield Name(start + match.start(), start + match.end(), match.group(), "service", service="missing-children")
    for match in _LEADER.finditer(text):
        yield Name(start + match.start(), start + match.end(), match.group(), "agency", agency="local-authority")
    for match in _CHILDRENS_TEAMS.finditer(text):
        yield Name(start + match.start(), start + match.end(), match.group(), "service", service="childrens-social-care")


def _chairs(text: str, start: int, names: list[Name]) -> list[Name]:
    """ "The independent chair of the board": one name, the person who stands for the board."""
    found = list(names)
    for name in names:
        before = _CHAIR_OF.search(text, max(0, name.start - start - 30), name.start - start)
        if name.service == "lscb" and before and before.end() == name.start - start:
            begin = start + before.start()
            short = re.compile(r"\s*\([A-Z][A-Za-z&]{2,7}\)").match(text, name.end - start)
            end = start + short.end() if short else name.end
            found.append(Name(begin, end, text[before.start():end - start], "agency", agency="other", agency_name="LSCB"))
    return _longest(found)


def _antecedent(noun: str, before: list[Name], heard: Heard, board: bool) -> Name | None:
    if board and noun in ("board", "partnership", "sub-group", "sub-committee"):
        return _BOARD
    fits = re.compile(_KIND_WORDS[noun], re.IGNORECASE)
    for names in [before, *_recent(heard, far=noun in _DISTINCT)]:
        candidates = [name for name in names if name.kind in ("service", "both", "body") and fits.search(name.text)]
        if candidates:
            return candidates[-1] if names is before else candidates[0]
    last = heard[-1] if heard and noun == "service" else None
    kinds = {name.service for name in last or () if name.service in _SERVICES_BY_TOPIC}
    if last and len(kinds) == 1 and last[0].service in kinds:
        return last[0]
    return None


# Topics that are a service as soon as they are spoken of: "Advocates are available ... The service is commissioned".
_SERVICES_BY_TOPIC = ("advocacy", "independent-visitors", "care-leavers", "missing-children", "family-group-conferencing")


def _singular(noun: str) -> str:
    word = re.sub(r"\s+", "", noun.lower())
    word = word[:-1] if word.endswith("s") else word
    return re.sub(r"^sub-?(?=group|committee)", "sub-", word)


def _agency_name(printed: str, mention: Mention, full: str) -> Name | None:
    kind = _agency_facts(_AGENCY_TYPE).get(mention.concept, "").removeprefix(_TYPE)
    if not kind:
        return None
    adoption = _agency_facts(_AGENCY_KIND).get(mention.concept) == "regional-adoption-agency"
    return Name(mention.start, mention.end, printed, "both" if adoption else "agency",
                service="adoption" if adoption else None, agency=kind, agency_name=full if printed.isupper() else printed)


def _service_name(text: str, mention: Mention) -> Name | None:
    printed = text[mention.start:mention.end]
    staff = _STAFF_OF.match(text, mention.end)
    if staff and mention.concept in _AS_AGENCY:
        return Name(mention.start, staff.end(), text[mention.start:staff.end()], "agency", agency=_AS_AGENCY[mention.concept])
    stop = mention.end
    body = _BODY_OF.match(text, stop) if mention.topic else None
    if body:
        stop, printed = body.end(), text[mention.start:body.end()]
    if _NOT_THE_BODY.match(text, stop) or (mention.topic and not body and _in_a_name(text, mention)):
        return None
    concept, name = mention.concept, None
    if concept == "other":
        if re.search(r"sub-?\s?(?:group|committee)", printed, re.IGNORECASE):
            concept = "lscb"
        else:
            name = printed
    named = body or not mention.topic or _TEAM.search(printed)
    return Name(mention.start, stop, printed, "service" if named else "topic", service=concept, service_name=name)


def _in_a_name(text: str, mention: Mention) -> bool:
    """A topic inside a proper name: "South West Adoption Network"."""
    return bool(
        text[mention.start].isupper()
        and re.search(r"[A-Z][\w’'-]*\s+$", text[max(0, mention.start - 20):mention.start])
        and re.match(r"\s+[A-Z][a-z]", text[mention.end:mention.end + 8])
        and not re.match(r"(?:\s+[A-Z][a-z]+){0,3}\s+(?:Service|Team|Project|Panel|Board|Group|Hub|Unit|Programme|Centre)\b", text[mention.end:mention.end + 60])
    )


def _abbreviations(text: str, mentions: tuple[Mention, ...]) -> dict[str, Name]:
    """Abbreviation → name, for each "Children's Advice and Duty Service (CADS)" of the report."""
    found: dict[str, Name] = {}
    for mention in mentions:
        match = _ABBREVIATED.match(text, mention.end) if mention.scheme in ("service-type", "agency-type") else None
        if not match or mention.topic or match.group(1) in found:
            continue
        printed = text[mention.start:mention.end]
        if match.group(1)[0].lower() != printed[0].lower() and mention.end - mention.start < 12:
            continue
        if mention.scheme == "service-type":
            found[match.group(1)] = Name(0, 0, printed, "service", service=mention.concept,
                                         service_name=printed if mention.concept == "other" else None)
        else:
            found.setdefault(match.group(1), Name(0, 0, printed, "agency", agency=mention.concept))
    return found


@cache
def _agency_facts(predicate: str) -> dict[str, str]:
    """Slug of each named agency → what the reference data says of it."""
    return {
        subject[len(_PLACE):]: value
        for subject, said, value in matching.triples()
        if said == predicate and subject.startswith(_PLACE)
    }


def _bought(text: str, start: int) -> Iterator[Name]:
    """ "A commissioned specialist service", "an independent provider": a provider without a name."""
    for match in _BOUGHT.finditer(text):
        if re.search(r"\b(?:previously|formerly|former)\s+$", text[max(0, match.start() - 12):match.start()], re.IGNORECASE):
            continue
        kind = "voluntary-sector" if _VOLUNTARY.search(match.group()) else "commissioned-provider"
        yield Name(start + match.start(), start + match.end(), match.group(), "agency", agency=kind)


def _bodies(text: str, start: int, names: list[Name]) -> Iterator[Name]:
    """Boards, panels and teams that no scheme names: of the type of the subject in their name, else `other`."""
    for pattern in (_NAMED_BODY, _PLAIN_BODY, _REGULAR_MEETING):
        for match in pattern.finditer(text):
            group = match.re.groups
            if not match.start() and not group and " " not in match.group().rpartition(" ")[0] and match.group().split()[-1].islower():
                continue  # a sentence's first word is no name
            begin, stop = start + match.start(group), start + match.end(group)
            inside = [name for name in names if begin <= name.start and name.end <= stop]
            if _NOT_THE_BODY.match(text, match.end()) or any(name.start < begin < name.end for name in names):
                continue
            if any(name.agency_name or (name.service and name.kind in ("service", "both") and name.end < stop) for name in inside):
                continue
            last = [name for name in inside if name.end == stop]
            if last and last[0].service:
                yield replace(last[0], start=begin, text=match.group(group))
                continue
            kinds = [name.service for name in inside if name.service not in (None, "childrens-social-care")]
            if not last:
                yield Name(begin, stop, match.group(group), "body", service=kinds[0] if kinds else "other",
                           service_name=None if kinds else match.group(group))


# What a team without a telling name is for: the one such topic of the sentence that names it.
_PURPOSES = ("child-exploitation", "missing-children", "domestic-abuse", "substance-misuse", "care-leavers",
             "disabled-children", "private-fostering")
_TEAM_LIKE = re.compile(r"(?:team|service|project|hub|unit|programme|scheme)s?$", re.IGNORECASE)
_GROUP_LIKE = re.compile(r"(?:group|forum|committee|panel)s?$", re.IGNORECASE)
_MEETING_LIKE = re.compile(r"(?:panel|meeting|forum|group)s?$", re.IGNORECASE)


def _with_purpose(name: Name, names: list[Name], board: bool) -> Name:
    if name.service != "other" or name.kind not in ("body", "service"):
        return name
    if board and _GROUP_LIKE.search(name.text):
        return replace(name, service="lscb", service_name=None)
    kinds = {other.service for other in names if other.service in _PURPOSES}
    if name.kind == "body" and _TEAM_LIKE.search(name.text) and len(kinds) == 1:
        return replace(name, service=kinds.pop(), service_name=None)
    topics = {other.service for other in names if other.kind in ("topic", "topic-agency") and other.service in (*_PURPOSES, "early-help")}
    if name.kind == "body" and _MEETING_LIKE.search(name.text) and len(topics) == 1:
        return replace(name, service=topics.pop(), service_name=None)
    return name


def _longest(names: list[Name]) -> list[Name]:
    """Names without overlap, longest first; a service and an agency with the same words become one of both kinds."""
    merged: dict[tuple[int, int], Name] = {}
    for name in names:
        key = (name.start, name.end)
        merged[key] = _joined(merged[key], name) if key in merged else name
    kept: list[Name] = []
    for name in sorted(merged.values(), key=lambda name: (name.start - name.end, name.start)):
        if all(name.end <= other.start or name.start >= other.end for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda name: name.start)


def _joined(one: Name, other: Name) -> Name:
    service, agency = (one, other) if one.service else (other, one)
    if one.agency and other.agency and not (one.service and other.service):
        named = one if one.agency_name else other
        merged = replace(service, agency=named.agency, agency_name=named.agency_name, bare=one.bare and other.bare)
        return merged if merged.service is None else replace(merged, kind="both")
    if not service.service or not agency.agency:
        return one
    if agency.agency == "other" and service.service not in ("early-help", "youth-service", "child-exploitation"):
        return service  # a board as such; its chair or members are names of their own
    kind = "topic-agency" if service.kind == "topic" else "both"
    return replace(service, kind=kind, agency=agency.agency, agency_name=agency.agency_name, bare=agency.bare)


def _merged(text: str, start: int, names: list[Name]) -> Iterator[Name]:
    """Names side by side as one: "Northshire" "Council"; "adult services" "social worker"."""
    waiting: Name | None = None
    for name in names:
        if waiting and waiting.kind == "council" and name.agency == "local-authority" and name.start == waiting.end + 1:
            waiting = replace(name, start=waiting.start, text=text[waiting.start - start:name.end - start],
                              agency_name=text[waiting.start - start:name.end - start])
            continue
        if waiting:
            yield waiting
        waiting = name
    if waiting:
        yield waiting
