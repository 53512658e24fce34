"""Who does the work, said in other shapes than verb and agent: bought services, named providers, help for staff."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ._clauses import AGENT, SERVICE, SIGN, SOCIAL_CARE, SUBJECT, Clause, Name, Part, of_type
from ._cue_reading import hypothetical
from ._part_checks import OUTSIDE, PERSON

COMMISSIONED, NAMED = "participations/commissioned-service", "participations/named-provider"
HELPS_STAFF = "participations/helps-staff"
_SECTIONS = ("adoption", "care-leavers")  # whole services: an outside provider there provides them

# ---------------------------------------------------------------- "a commissioned advocacy service"

_OF_SERVICE = (
    r"(?:\s+(?:specialist |support |targeted |intervention )?(?:services?|support|provision|projects?|programmes?|"
    r"providers?|interventions?|schemes?|counselling))"
)
_ADJECTIVES = (
    r"(?:(?!(?:review|audit|report|research|training|placement)s?\b|(?:by|through|from|via|with|for|to|of|in|and|or|its|their|"
    r"an?|the|some|all|any|several|this|these)\b)[a-z-]+,?\s+){0,4}?"
)
_BOUGHT_SERVICE = re.compile(
    rf"\b(?<!re-)(?:commissioned|contracted|outsourced)\s+{_ADJECTIVES}(?:(?P<service>{SERVICE})"
    rf"(?!\s+(?:review|audit|evaluation|worker))|(?P<topic>{SUBJECT})(?:{_OF_SERVICE}|(?=\s+and\s+{SERVICE})))",
    re.IGNORECASE,
)
_BESIDE = re.compile(rf"\s+and\s+(?P<service>{SERVICE})")
_IS_BOUGHT = re.compile(
    rf"(?P<service>{SUBJECT}){_OF_SERVICE}?(?:\s*\({SIGN}\))?(?:,? which)?\s+"
    r"(?:is|are|(?:has|have)\s+(?:\w+ly\s+)?been)\s+(?:\w+\s+){0,2}commissioned\b(?! (?:to|and)\b)",
    re.IGNORECASE,
)
_BOUGHT_LISTS = tuple(
    re.compile(words + r"\s+(?P<list>[^.;:]{0,200})", re.IGNORECASE)
    for words in (
        r"\b(?:commissions|(?:has|have) (?:also |jointly |successfully |recently )?commissioned)",
        r"\bservices?\s+(?:\w+\s+){0,2}commissioned for",
        r"\bcommissioned services?,? (?:such as|including|include|for example,?)",
    )
)
# "offers adoption support through commissioned services": a sentence with one subject
_THROUGH_BOUGHT = re.compile(
    r"\b(?:provid\w+|offer\w*|deliver\w*|receiv\w+|available|access\w*|support\w*|help)\b[^.;:]{0,60}"
    r"\b(?:through|from|by|via|(?<=access )to)\s+"
    r"(?:(?:a|an|the|range|number|variety|of|local|other|external|specialist)\s+){0,4}commissioned\s+(?:\w+\s+)?"
    r"(?:services|providers|agencies|organisations)\b",
    re.IGNORECASE,
)
_UNBOUGHT = re.compile(
    r"\b(?:previously|formerly|not|no|yet to be|to be|will be|proposed|planned)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_NOT_BOUGHT = re.compile(
    r"\b(?:will|plans?|planned|intends?|to be|being re-?commissioned|not|no|review|audit|evaluation|research|training|"
    r"peer|due to be|previously|formerly|could|should|decommission\w*|if)\b",
    re.IGNORECASE,
)
_FROM_COUNCIL = re.compile(
    rf"\bfrom (?:an?|another|the) (?:neighbouring |other )?(?:{AGENT}|local authority|council)", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:which|who|that|to|is|are|was|were|has|have|provid\w+|deliver\w+|with|in|on|at|but|so|by|from|through|across)\b",
    re.IGNORECASE,
)
_NO_PURCHASE = ("other", "childrens-social-care", "lscb", "lscp")


def bought_services(clause: Clause, found: list[Part]) -> Iterator[Part]:
    """The services that the council buys, where the words name no provider (`found`: what names one)."""
    if "ommission" not in clause.words and "contract" not in clause.words:
        return
    named = {part.service.service for part in found if part.role in ("provider", "commissioner")}
    for service in _bought(clause):
        if service.service not in named and service.service not in _NO_PURCHASE:
            yield Part(service, Name(0, 0, "", "agency", agency="commissioned-provider"), "provider", COMMISSIONED)


def _bought(clause: Clause) -> Iterator[Name]:
    words = clause.words
    for match in _BOUGHT_SERVICE.finditer(words):
        if not _UNBOUGHT.search(words[max(0, match.start() - 40) : match.start()]):
            yield clause.name_at(match.start("service" if match["service"] else "topic"))
            beside = _BESIDE.match(words, match.end()) if match["topic"] else None
            if beside:
                yield clause.name_at(beside.start("service"))
    for match in _IS_BOUGHT.finditer(words):
        if not _NOT_BOUGHT.search(match.group()):
            yield clause.name_at(match.start("service"))
    if _THROUGH_BOUGHT.search(words):
        subjects = {name.service: name for _, name in clause.signs(SUBJECT) if name.service not in _NO_PURCHASE}
        if len(subjects) == 1:
            yield from subjects.values()
    for pattern in _BOUGHT_LISTS:
        for match in pattern.finditer(words):
            around = words[max(0, match.start() - 40) : match.start("list") + 30]
            if not _NOT_BOUGHT.search(around) and not _FROM_COUNCIL.search(match["list"]):
                yield from _listed(clause, match.start("list"), match.end("list"))


def _listed(clause: Clause, start: int, end: int) -> Iterator[Name]:
    """The services of a list ("a range of ◦, ◦ and ◦"), to the first verb."""
    verb = _VERB.search(clause.words, start, end)
    for _, name in clause.signs(SUBJECT, start, verb.start() if verb else end):
        yield name


# ---------------------------------------------------------------- outside providers by name

_OFFERS = re.compile(
    rf"(?P<agent>{AGENT})(?:\s*\({AGENT}\))?,?\s+(?:project |service |team |scheme |programme )?"
    r"(?:(?:which|who|that|is|are|also|now)\s+){0,3}(?:commissioned to |contracted to |funded to )?"
    r"(?:provid\w+|offer\w*|deliver\w*|run|runs|support\w*|work\w*|visits?|undertak\w+|conducts?|carr(?:y|ies) out|"
    r"help\w*)\b"
    r"(?P<what>[^.;]{0,160})"
)
_CALLED = re.compile(
    rf"(?P<service>{SUBJECT})(?:\s+(?:service|provider|team|project|charity))?(?:\s*\({SUBJECT}\))?"
    rf"(?:\s+\(|,\s+(?:an?\s+)?)[‘']?(?P<agent>{AGENT})[’']?(?=[,.);]|\s+\(|$)"
)
_IS_A = re.compile(
    rf"(?P<agent>{AGENT})(?:\s*\({AGENT}\))?,\s+(?:an?|the)\s+(?:(?!for\b|of\b)[a-z-]+\s+){{0,3}}(?P<service>{SERVICE})"
)
_OWN = re.compile(rf"(?P<agent>{AGENT})(?:[’']s?)?\s+(?P<service>{SERVICE})")
_SERVICE_WORD = re.compile(
    r"service|IRO|reviewing|team|project|scheme|hub|advocacy|interviews?$|visitors?$|provision|conferenc", re.IGNORECASE
)
_THERE_ARE = re.compile(
    rf"\b(?:there (?:is|are)|range of|choice of|access to|uses?|through)\s+(?:[a-z-]+\s+){{0,4}}(?P<agent>{AGENT})"
)


def named_providers(clause: Clause) -> Iterator[Part]:
    """Outside providers and what they do, from apposition and from what they are said to offer."""
    outside = any(name.agency in OUTSIDE for name in clause.names)
    if outside:
        yield from _by_offer(clause)
        yield from _by_apposition(clause)
    yield from _in_section(clause)
    if outside:
        yield from _own_project(clause)
        yield from _workers_from(clause)


def _by_offer(clause: Clause) -> Iterator[Part]:
    """ "X, which offers counselling to women who lived with domestic abuse": an outside agency and its one subject."""
    for match in _OFFERS.finditer(clause.words):
        agent = clause.name_at(match.start("agent"))
        if not _is_outside(agent) or hypothetical(clause.words[max(0, match.start() - 40) : match.start("what")]):
            continue
        services = [name for _, name in clause.signs(SUBJECT, match.start("what"), match.end("what"))]
        kinds = {name.service for name in services}
        if len(kinds) == 1 and not kinds & {"childrens-social-care", "other"}:
            yield Part(services[0], agent, "provider", NAMED)
        elif not services and agent.agency_name and (whole := _whole_service(clause)):
            yield Part(of_type(whole), agent, "provider", NAMED)


def _whole_service(clause: Clause) -> str | None:
    """Adoption or care leavers' services, where the section or the sentence's subject is one of them."""
    subject = next((name.service for at, name in clause.signs(SERVICE, 0, 12)), None)
    return next((kind for kind in (clause.section, subject) if kind in _SECTIONS), None)


def _by_apposition(clause: Clause) -> Iterator[Part]:
    """ "The advocacy service (X)", "X, a substance misuse service", "X's leaving care service"."""
    for pattern in (_CALLED, _IS_A, _OWN):
        for match in pattern.finditer(clause.words):
            agent, service = clause.name_at(match.start("agent")), clause.name_at(match.start("service"))
            fits = service.service not in ("other", "lscb") if pattern is _OWN else _SERVICE_WORD.search(service.text)
            named = agent.agency_name or (pattern is not _OWN and re.search(r"\bcommissioned\b", agent.text, re.I))
            if fits and named and agent.agency in OUTSIDE and not agent.service:
                yield Part(service, agent, "provider", NAMED)


def _in_section(clause: Clause) -> Iterator[Part]:
    """ "There are enough commissioned providers", in a section on care leavers or adoption."""
    for match in _THERE_ARE.finditer(clause.small) if clause.section in _SECTIONS else ():
        agent = clause.name_at(match.start("agent"))
        if re.match(r"commissioned\b", agent.text, re.I) and not _is_hypothetical(clause, match.start()):
            yield Part(of_type(clause.section or ""), agent, "provider", COMMISSIONED)


# "the Barnardo's Step-change service": a named agency's project, known by the one subject of the sentence
_OWN_PROJECT = re.compile(
    rf"(?P<agent>{AGENT})(?:[’']s?)?\s+[‘“]?(?:[A-Z][\w-]+[’”]?\s+){{1,3}}(?:service|project|team|scheme)\b"
)
_PROJECT_FOR = (
    "missing-children",
    "child-exploitation",
    "advocacy",
    "independent-visitors",
    "domestic-abuse",
    "substance-misuse",
    "care-leavers",
    "edge-of-care",
    "adoption",
)


def _own_project(clause: Clause) -> Iterator[Part]:
    for match in _OWN_PROJECT.finditer(clause.words):
        agent = clause.name_at(match.start("agent"))
        subjects = {name.service: name for _, name in clause.signs(SUBJECT)}
        if agent.agency == "voluntary-sector" and agent.agency_name and len(subjects) == 1:
            kind, service = next(iter(subjects.items()))
            if kind in _PROJECT_FOR and not _is_hypothetical(clause, match.start()):
                yield Part(service, agent, "provider", NAMED)


# "workers from the commissioned provider, Barnardo's", in a section on care leavers or adoption
_WORKERS_FROM = re.compile(
    rf"\b(?:workers|staff|advis[eo]rs|mentors)\s+from\s+(?:the\s+)?(?:{AGENT},\s+)?(?P<agent>{AGENT})"
)


def _workers_from(clause: Clause) -> Iterator[Part]:
    for match in _WORKERS_FROM.finditer(clause.words) if clause.section in _SECTIONS else ():
        agent = clause.name_at(match.start("agent"))
        if _is_outside(agent) and agent.agency_name and not _is_hypothetical(clause, match.start()):
            yield Part(of_type(clause.section or ""), agent, "provider", NAMED)


def _is_hypothetical(clause: Clause, at: int) -> bool:
    return hypothetical(clause.words[:at][-60:])


def _is_outside(agent: Name) -> bool:
    unnamed_abuse_service = agent.agency == "domestic-abuse" and not agent.agency_name
    return agent.agency in OUTSIDE and not agent.service and not agent.bare and not unnamed_abuse_service


# ---------------------------------------------------------------- specialists who help a service's staff

_HELPS_STAFF = re.compile(
    rf"(?P<agent>{AGENT})\s+(?:(?:which|who|also|now|regularly|team|service)\s+){{0,2}}(?:provides?|offers?|delivers?)\s+"
    r"(?:[a-z-]+,?\s+){0,6}(?:consultations?|support|advice|guidance|supervision|help|expertise|training)\s+"
    rf"(?:service\s+|and\s+\w+\s+){{0,2}}to\s+(?:[a-z’-]+,?\s+){{0,5}}(?P<to>{AGENT}|{SERVICE})"
)
_STAFF_FOR = re.compile(
    rf"(?P<agent>{AGENT})\s+for\s+(?P<to>{SUBJECT})\s+(?:who\s+)?(?:provid|offer|support|deliver|help|work)(?:s|es|ing)?\b"
)
_VISITING = (
    "health",
    "mental-health",
    "substance-misuse",
    "domestic-abuse",
    "housing",
    "education",
    "police",
    "probation",
    "voluntary-sector",
)


def help_for_staff(clause: Clause) -> Iterator[Part]:
    """ "A psychologist provides consultation to social workers"; "a nurse for care leavers offers ..."."""
    if not any(name.agency in _VISITING for name in clause.names):
        return
    for pattern, kind in ((_HELPS_STAFF, "childrens-social-care"), (_STAFF_FOR, "care-leavers")):
        for match in pattern.finditer(clause.small):
            agent, helped = clause.name_at(match.start("agent")), clause.name_at(match.start("to"))
            if PERSON.search(agent.text) and agent.agency in _VISITING and kind in (helped.service, helped.agency):
                yield Part(SOCIAL_CARE if pattern is _HELPS_STAFF else helped, agent, "provider", HELPS_STAFF)
