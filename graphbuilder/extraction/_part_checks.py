"""What a part that the words seem to state must pass: checks that a cue asks for, and checks for all.

Most of them come from who can be what: a council never provides its own services, social workers are no guests in their
own team, a topic ("domestic abuse") is no participant by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ._clauses import AGENT, Clause, Name, Part

# A service whose name says that people meet in it; it has members, and nobody "provides" it.
MEETING = re.compile(
    r"board|panel|forum|group|committee|conference|meeting|trust|partnership|SC[BP]\b|MARAC|MACE|MASE|CDOP|HWBB?|LFJB|"
    r"MAPPA|MAP\b|council|executive",
    re.IGNORECASE,
)
LAY_MEMBER = re.compile(r"lay member", re.IGNORECASE)
PERSON = re.compile(
    r"(?:worker|nurse|psychologist|psychotherapist|therapist|adviser|advisor|officer|practitioner|specialist|visitor|"
    r"teacher|coordinator|co-ordinator|professional|clinician|sergeant|constable|paediatrician|midwife|mentor|lead|"
    r"analyst)s?$",
    re.IGNORECASE,
)
OUTSIDE = ("voluntary-sector", "commissioned-provider", "domestic-abuse")  # who can be bought from
_BOARDS = (
    "lscb",
    "lscp",
    "health-and-wellbeing-board",
    "marac",
    "childrens-trust",
    "corporate-parenting",
    "family-justice-board",
    "improvement-board",
)
_SAME = {  # the service's own staff under an agency's name
    ("camhs", "mental-health"),
    ("youth-offending", "youth-offending"),
    ("substance-misuse", "substance-misuse"),
    ("domestic-abuse", "domestic-abuse"),
    ("childrens-centres", "early-years"),
    ("childrens-centres", "other"),
    ("virtual-school", "education"),
    ("early-help", "other"),
    ("youth-service", "other"),
    ("childrens-social-care", "childrens-social-care"),
}
_SOCIAL_WORK = (
    "assessment",
    "childrens-social-care",
    "fostering",
    "adoption",
    "care-leavers",
    "disabled-children",
    "edge-of-care",
    "early-help",
    "edt",
    "camhs",
    "independent-reviewing",
    "private-fostering",
    "family-group-conferencing",
)
_TOPICS = ("other", "domestic-abuse", "substance-misuse", "mental-health", "childrens-social-care")
_SENIOR = re.compile(r"senior|head of service", re.IGNORECASE)
_PLACE = re.compile(r"borough|town hall", re.IGNORECASE)
_VAGUE = re.compile(r"^(?:clinician|doctor|therapist|volunteer|inclusion|faith|youth club)s?$", re.IGNORECASE)
_PEOPLE = re.compile(r"carer|adopter|leaver|child|adviser|advisor", re.IGNORECASE)
_REPRESENTATIVE = re.compile(r"(?:representative|member)s?$", re.IGNORECASE)
_CASE_MEETING = re.compile(
    r"\b(?:strategy (?:discussions?|meetings?)|(?:child protection |case )conferences?|core groups?|child in need|"
    r"reviews?|personal education plan)\b",
    re.IGNORECASE,
)
_SOMETHING_ELSE = re.compile(
    r"\b(?:assessments?|investigations?|models?|reports?|plans?|referrals?|training|advice|champions?|checks?|visits?|"
    r"audits?|data|figures)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    rf"(?:an?\s+(?:neighbouring|adjoining|nearby|other|partner)|another)\s+(?:(?:local|London|nearby)\s+){{0,2}}{AGENT}",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(r"(?:neighbouring|adjoining|adjacent|nearby)\b", re.IGNORECASE)
_PARTNERSHIP_WITH = re.compile(r"\b(?:partnerships?|relationships|links|joint work) with\b", re.IGNORECASE)
_TO_EXTEND = re.compile(r"\bto (?:further )?(?:extend|expand|widen|broaden)\b[^.;:,]{0,60}\bto\s+$", re.IGNORECASE)
_NOT_YET = re.compile(r"\bnot yet\b|\bplanned\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """A part under test, and the words that state it: the cue stands at `start`..`end` of the clause's words."""

    part: Part
    agents: tuple[Name, ...]  # all that the cue lists
    clause: Clause
    start: int
    end: int

    @property
    def before(self) -> str:
        return self.clause.words[: self.start]

    @property
    def at_meeting(self) -> bool:
        return bool(MEETING.search(self.part.service.text))


CHECKS: dict[str, Callable[[Case], bool]] = {
    "meeting": lambda case: case.at_meeting,
    "no-meeting": lambda case: not case.at_meeting,
    "hub": lambda case: not case.at_meeting or bool(re.search(r"MASH|hub", case.part.service.text)),
    "no-board": lambda case: case.part.service.service not in ("lscb", "lscp"),
    "no-people": lambda case: not _PEOPLE.search(case.part.service.text),
    "outside": lambda case: case.part.agency.agency in OUTSIDE,
    "named-or-bought": lambda case: _is_named_or_bought(case.part.agency),
    "other-council": lambda case: _is_other_council(case),
    "early-years": lambda case: case.part.agency.agency == "early-years",
    "person": lambda case: bool(PERSON.search(case.part.agency.text)),
    "representative": lambda case: bool(_REPRESENTATIVE.search(case.part.agency.text)),
    "listed": lambda case: not _is_topic(case.part.agency) or len(case.agents) > 2,
    "no-topic": lambda case: not _is_topic(case.part.agency),
    "no-case-meeting": lambda case: not _CASE_MEETING.search(case.clause.words, case.start, case.end + 90),
    "no-partnership": lambda case: not _PARTNERSHIP_WITH.search(case.before[-70:]),
    "not-coordinated": lambda case: not case.before.endswith("and "),
    "not-extended": lambda case: not _TO_EXTEND.search(case.before[-80:]),
    "not-planned": lambda case: not _NOT_YET.search(case.clause.words),
    "no-purpose": lambda case: not case.before.endswith("to "),
    "the-service": lambda case: case.part.agency.agency in OUTSIDE or not _SOMETHING_ELSE.search(case.before[-60:]),
}


def _is_other_council(case: Case) -> bool:
    """True for a council by its name, or "a neighbouring authority"."""
    agency = case.part.agency
    if agency.agency != "local-authority":
        return False
    return agency.kind == "council" or bool(agency.agency_name) or _is_another(case)


def _is_another(case: Case) -> bool:
    """ "Another council", "a neighbouring authority": in the words behind the cue, or in the label itself."""
    return bool(_ANOTHER.match(case.clause.words, case.end) or _NEIGHBOUR.match(case.part.agency.text))


def _is_topic(agency: Name) -> bool:
    return agency.bare and agency.agency in _TOPICS


def _is_named_or_bought(agency: Name) -> bool:
    return not agency.service and bool(agency.agency_name or agency.agency == "commissioned-provider")


def passes(case: Case, needs: tuple[str, ...]) -> bool:
    """True where the part can be what the words say, and every check that the cue asks for holds."""
    return _is_possible(case.part) and _fits_role(case) and all(CHECKS[need](case) for need in needs)


def _is_possible(part: Part) -> bool:
    service, agency = part.service, part.agency
    if service.start == agency.start and service.start:
        return False
    if (service.service, agency.agency) in _SAME and not agency.agency_name:
        return False
    if service.service == "participation" or (service.service == "lscb" and agency.agency_name == "LSCB"):
        return False
    if LAY_MEMBER.match(agency.text) and service.service != "lscb":
        return False
    return not (agency.bare and _VAGUE.search(agency.text))


def _fits_role(case: Case) -> bool:
    part = case.part
    match part.agency.agency:
        case "local-authority":
            return _council_fits(case)
        case "childrens-social-care":
            return _social_care_fits(case)
    if part.role == "provider":
        unspoken = not part.service.end  # the service is only what the sentence is about
        return _can_provide(part) and not (unspoken and part.agency.agency not in OUTSIDE)
    return not (part.role == "commissioner" and part.agency.agency == "other")


def _can_provide(part: Part) -> bool:
    return part.service.service not in _BOARDS and (part.agency.agency != "other" or bool(part.agency.agency_name))


def _council_fits(case: Case) -> bool:
    """The council chairs, hosts, and sits on boards; only another one provides a service, and none commissions."""
    role = case.part.role
    if role == "provider":
        return _can_provide(case.part) and (case.part.agency.other or _is_another(case))
    if role in ("chair", "host"):
        return True
    if role not in ("member", "not-represented", "planned-member", "partner"):
        return False
    agency, rest = case.part.agency, case.clause.text[case.part.agency.end - case.clause.start :]
    of_others = _SENIOR.search(agency.text) and re.match(r"\s+(?:from|of|in|across)\b", rest)
    sits = case.at_meeting and case.part.service.service != "adoption"
    return sits and not of_others and not _PLACE.match(agency.text)


def _social_care_fits(case: Case) -> bool:
    """Social workers take part beside other agencies, or in somebody else's meeting."""
    part = case.part
    if part.role in ("provider", "partner"):
        return False
    beside = [agent for agent in case.agents if not (_is_topic(agent) and len(case.agents) < 3)]
    alone = all(agent.agency in ("childrens-social-care", "local-authority", "other") for agent in beside)
    if not alone or case.at_meeting:
        return True
    return part.role != "member" and part.service.service not in _SOCIAL_WORK
