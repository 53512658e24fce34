"""Reads one cue in a clause: which agencies, which service, and the role as the words around it leave it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..phrases import ENGLISH, lowered
from ._clauses import (
    AGENT,
    CO_LOCATED,
    SERVICE,
    SIGN,
    SOCIAL_CARE,
    SUBJECT,
    SUBJECT_KINDS,
    Clause,
    Name,
    Part,
    listed_after,
    listed_before,
    of_type,
)
from ._cues import Cue
from ._part_checks import MEETING, Case, passes

_HYPOTHETICAL = re.compile(
    r"\b(?:should|must|could|would|might|may wish|needs? to|if|whether|ensure that|in order to|plans? to consider|"
    r"consider\w*|request\w*|invit\w+|asked|expected|encourag\w+|potential\w*|opportunit\w+|difficult\w+|"
    r"insufficient\w*|limited|inadequate)\b",
    re.IGNORECASE | ENGLISH,
)
_PLANNED = re.compile(
    r"\b(?:will|plans? to|planned|due to|about to|intends?|intention\w*|proposals?|proposed|moves? to|to be|"
    r"being recruited|recruiting|under way|actively seeking|agreed to|imminent\w*)\b",
    re.IGNORECASE | ENGLISH,
)
_NEGATED = re.compile(
    r"\b(?:not(?! only)|no|never|without|lack\w*|absence|absent|yet to|neither|nor|gaps?|failed|failing|shortfalls?)\b|"
    r"\bun(?:der)?-?represented\b",
    re.IGNORECASE | ENGLISH,
)
_SOMETIMES = re.compile(
    r"\bnot\s+(?:\w+\s+){0,2}?(?:always|regularly|routinely|consistently|sufficiently|fully|well|yet fully)\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"[;:]|,?\s+(?:but|although|though|while|whilst|however|because|so that)\s+|,\s+(?:and|which|with)\s+"
)
_NO_ABSENCE = ("participations/works-in", "participations/includes")  # "not in" and "not including" say no more
_TEAM = re.compile(rf"hub|team|{MEETING.pattern}", re.IGNORECASE)
_CO_LOCATED = re.compile(r"\bco-?located\b", re.IGNORECASE)
_REACH = 60  # characters before a cue in which its role is denied, planned or wished for


def hypothetical(words: str) -> bool:
    """True where the words state nothing: a wish, a condition, a doubt."""
    return bool(_HYPOTHETICAL.search(words))


def parts_by_cue(clause: Clause, cue: Cue) -> Iterator[Part]:
    """Every part that the clause states in the words of this cue."""
    for match in cue.words.finditer(clause.small):
        agents, begin, end = _agents(clause, cue, match)
        role, listed = _role(clause, cue, match, begin) if agents else None, tuple(agents)
        for service in _services(clause, cue, match, begin, end) if role else ():
            for agent in agents:
                stated = _role_of(clause, cue, match, service, agent, role or "")
                part = Part(service, agent, stated or "", cue.rule)
                if stated and passes(Case(part, listed, clause, match.start(), match.end()), cue.needs):
                    yield part


# ---------------------------------------------------------------- agencies

# Auxiliaries and adverbs in front of a verb: "who are now well", "has not always been".
_AUXILIARIES = re.compile(
    r"(?:\b(?:who|which|that|is|are|was|were|has|have|had|been|being|be|will|to|now|not|also|both|all|well|currently|"
    r"longer|no|do|does|did|it|they|each|always|often|recently|newly|shortly|yet|still|just|only|due|about|planned|an?|the|"
    r"[a-z]{3,}ly|engaged and|involved and|managed and|seconded to and)\s+){1,7}$",
    re.IGNORECASE | ENGLISH,
)
_RELATIVE = re.compile(r"(?:which|who|that|seconded to)\b", re.IGNORECASE)
_PLURAL = re.compile(r"\b(?:are|were|have)\b", re.IGNORECASE)
_COORDINATED = re.compile(r"\band\s+(?:\w+ly\s+)?$|,\s+$", re.IGNORECASE)
_AND = re.compile(r"\band\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_NO_VERB = re.compile(r"(?:members?|participants?|part) of", re.IGNORECASE)
_NEW_SUBJECT = re.compile(rf"[;:]|\b(?:but|although|while|who|that)\b|{AGENT}", re.IGNORECASE)
_AS_WELL = re.compile(r"[^.;:]{0,90}?,? as well as (?:representatives from )?")
_AS_ARE = re.compile(r"[^.;:]{0,60}?,? as (?:is|are|do|does) ")
_OFFICER = re.compile(
    r"(?:an?|the)\s+(?!independent)(?:[a-z]+\s+){0,2}?(?:(?P<police>detective|police|superintendent|chief inspector)\b|"
    r"(?:service|senior|group|team|operations?|strategic|principal|area|divisional|deputy|assistant|corporate)\s+"
    r"(?:manager|director|officer)|head of|councillor|mayor)\b[a-z ]{0,40}",
    re.IGNORECASE,
)


def auxiliaries(words: str, position: int) -> str:
    """The auxiliaries and adverbs that stand before `position`."""
    match = _AUXILIARIES.search(words, max(0, position - 60), position)
    return match.group() if match else ""


def _agents(clause: Clause, cue: Cue, match: re.Match[str]) -> tuple[list[Name], int, int]:
    """The agencies of a cue, and where cue and list together begin and end."""
    match cue.agents:
        case "inside":
            position, name = next(iter(clause.signs(AGENT, match.start(), match.end())))
            listed, begin = listed_before(clause, position + 1)
            return listed or [name], begin, match.end()
        case "subject":
            first = next(iter(clause.signs(SIGN)), None)
            return [first[1]] if first and first[1].agency and first[0] < 30 else [], match.start(), match.end()
        case "before":
            agents, begin = _agents_before(clause, match.start())
            also = _AS_ARE.match(clause.words, match.end()) if cue.role == "member" and agents else None
            return agents + (listed_after(clause, also.end())[0] if also else []), begin, match.end()
    agents, end = listed_after(clause, match.end())
    if not agents and cue.role == "chair":
        return _officer(clause, match.end()), match.start(), match.end()
    more = _AS_WELL.match(clause.words, end) if agents and cue.role == "member" else None
    others, stop = listed_after(clause, more.end()) if more else ([], end)
    return agents + others, match.start(), stop if others else end


def _agents_before(clause: Clause, position: int) -> tuple[list[Name], int]:
    words = clause.words
    verb = position - len(auxiliaries(words, position))
    if _RELATIVE.match(words, verb):  # "police and a nurse, who is based in": the nurse; "who are": both
        agents, begin = listed_before(clause, len(words[:verb].rstrip(" ,")))
        return agents if _PLURAL.search(words, verb, position) else agents[-1:], begin
    agents, begin = listed_before(clause, verb)
    noun = _NO_VERB.match(words, position)
    coordinated = None if agents or noun else _COORDINATED.search(words, max(0, verb - 12), verb)
    if coordinated:  # "▫ chairs the one and attends the other": what the sentence begins with
        agents, end = listed_after(clause, 0, 30)
        begin = verb
        if end > coordinated.start() or _NEW_SUBJECT.search(words, end, coordinated.start()):
            agents = []
    return agents, begin


def _officer(clause: Clause, position: int) -> list[Name]:
    """An officer who is no label: "a deputy director", "a detective inspector"."""
    match = _OFFICER.match(clause.words, position)
    if not match:
        return []
    return [Name(0, 0, match.group(), "agency", agency="police" if match["police"] else "local-authority")]


# ---------------------------------------------------------------- the role


def _role(clause: Clause, cue: Cue, match: re.Match[str], begin: int) -> str | None:
    """The cue's role: as it is, planned, denied, or None where nothing is stated."""
    words = clause.words
    start = match.start() if cue.agents == "before" else begin
    window = words[max(0, start - _REACH) : match.end()]
    cut = [boundary.end() for boundary in _BOUNDARY.finditer(window[: -len(match.group()) or None])]
    around = window[cut[-1] :] if cut else window
    if _HYPOTHETICAL.search(around):
        return None
    if _NEGATED.search(_SOMETIMES.sub(" ", around)):
        return "not-represented" if cue.role == "member" and cue.rule not in _NO_ABSENCE else None
    if _PLANNED.search(around) and cue.role != "planned-member":
        return "planned-member" if cue.role in ("member", "co-located") else None
    return cue.role


def _role_of(clause: Clause, cue: Cue, match: re.Match[str], service: Name, agent: Name, role: str) -> str | None:
    """The role of one agency: a share of early help, a place in a shared hub, a body that buys."""
    if cue.rule.endswith("/includes"):
        if service.service == "early-help" and not _TEAM.search(service.text):
            return "provider" if role == "member" else None
        if role == "member" and _CO_LOCATED.search(clause.words, max(0, match.start() - 90), match.start()):
            return "co-located"
    if service.service == "caf" and role == "member":
        return "partner"  # agencies take part in a framework; it has no members
    buys = agent.agency == "health" and re.search(r"commission|CCG|ICB", agent.text)
    if buys and cue.rule.endswith("/commissioned-from"):
        return "commissioner"
    return role


# ---------------------------------------------------------------- the service

_WITH = re.compile(
    r"\b(?:including|with)\s+(?:(?:the|a|good|regular|strong|consistent|increased)\s+){0,3}$", re.IGNORECASE
)
_TASK = re.compile(
    r"[^.;,:]{0,30}?\bto (?:provide|deliver|run|offer|undertake|conduct|carry out|support|manage)\s+", re.IGNORECASE
)
_LINK = re.compile(r"(?:\s*[a-z]+){0,3}?\s*\b(?:on|in|at|within|with|into|alongside)\s+", re.IGNORECASE)
_TO_AGENT = re.compile(
    rf"(?:(?:the|their|our|all|these|children[’']s|teams of|groups of)\s+){{0,2}}({AGENT})", re.IGNORECASE
)
_SOCIAL_WORK = re.compile(r"\bsocial work(?:ers?)?\b|\bchildren[’']s teams\b", re.IGNORECASE)
_IN_CARE_AND = re.compile(r"\b(?:children in care|children looked after|looked after children) and $", re.IGNORECASE)
_NEW_PHRASE = re.compile(rf"{SIGN}|[.;:,]|\b(?:of|for|to|with|and|about|on|from|by)\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\)?\s*(?:\([^()]{0,40}\))?,?\s*(?:(?:including|with|the|good|regular|strong|consistent|increased|which|that|and|now|"
    r"also|currently|to|has been|is|was|strengthened|extended|expanded)\s+){0,5}",
    re.IGNORECASE,
)
# "The board is well attended by key partners, including ▫": words that carry a list over from the board to its members
_CARRIER = re.compile(
    r"\b(?:attended by|attendance|membership|members|represent\w*|constituted|a range of professionals|"
    r"(?:allow|involve|enable|bring)s? (?:\w+ ){0,4}(?:partners|agencies|professionals))\b|"
    r"^\s*of (?:professionals|agencies|partners)\b",
    re.IGNORECASE,
)
_CARRIES = re.compile(r"\b(?:attendance at|membership of|representation (?:on|at))\s+(?:the\s+)?$", re.IGNORECASE)
# From the chair to what it chairs: "Chaired by the leader, and with close links to young people, the board ..."
_THEN = re.compile(r",\s+(?:the\s+)?|,\s+(?:and|with|who)\b[^.;]*,\s+(?:the|this)\s+")
_OPENING = re.compile(r"(?:[A-Za-z’',-]+\s+){0,6}")
_BIRTH_FAMILIES = re.compile(
    r"\bbirth (?:parents?|famil\w+|relatives?|mothers?)\b|\badopt(?:ed|ive) (?:children|famil|parents)", re.IGNORECASE
)


def speaks_of_service(clause: Clause) -> bool:
    """True where the clause names a service or is about one, or can be about one that nothing names.

    That is social workers, where others are co-located with them or help them, and adoption, where birth families are
    helped. Two in five clauses have none of it, and state no part in anything.
    """
    if clause.about or clause.section:
        return True
    for name in clause.names:
        if name.kind in SUBJECT_KINDS or (name.agency == "childrens-social-care" and len(clause.names) > 1):
            return True
    small = lowered(clause.text)
    return CO_LOCATED in small or "birth" in small or "adopt" in small


def _services(clause: Clause, cue: Cue, match: re.Match[str], begin: int, end: int) -> list[Name]:
    """The service of a cue, where `Cue.service` says that it stands; in rare cases two."""
    match cue.service:
        case "inside":
            pattern = SUBJECT if cue.role == "provider" else SERVICE
            return [name for _, name in clause.signs(pattern, match.start(), match.end())][-1:]
        case "before" if match.start() < 2:  # "Chaired by the leader, the board ..."
            behind = clause.signs(SERVICE, end, end + 140)
            return [name for at, name in behind if _THEN.fullmatch(clause.words, end, at)][-1:]
        case "before" if cue.role == "co-located":
            return _before(clause, begin) or _social_workers_before(clause, begin)
        case "before":
            return _before(clause, begin)
        case "adjacent":
            return _adjacent(clause, begin)
        case "subject":
            return _with_the_one_beside(clause, _before(clause, begin, SUBJECT), begin) or _spoken_of(clause, begin)
        case "after":
            first = _after(clause, match.end(), SERVICE)
            return first + _in_list_with(clause, first) if cue.role in ("member", "chair") else first
        case "object":
            return _after(clause, match.end(), SUBJECT)
        case "place":
            return _place(clause, match.end())
    return _fallback(clause, cue.service, match, begin, end)


def _fallback(clause: Clause, where: str, match: re.Match[str], begin: int, end: int) -> list[Name]:
    """The service where it has no fixed place: near by, else what the sentence or its paragraph is about."""
    match where:
        case "around":  # behind the list, before the cue, or the board that the paragraph is about
            return _beyond(clause, end) or _before(clause, begin) or _board_in_mind(clause)
        case "beside":  # behind the list, or right before "including representatives from"
            return _beyond(clause, end) or (_adjacent(clause, begin) if _WITH.search(clause.words, 0, begin) else [])
        case "shared":  # where people are co-located
            return _beyond(clause, end) or _shared_place(clause)
        case "here":  # "Schools are well represented."
            named = any(clause.signs(SERVICE))
            return [] if named else _board_in_mind(clause)
        case "staff":  # "the co-location of ▫ with ▫": social workers as the hosts of the others
            hosts = [name for _, name in clause.signs(AGENT, match.start(), match.end())]
            return [SOCIAL_CARE] if any(name.agency == "childrens-social-care" for name in hosts) else []
        case "about":
            return [name for _, name in clause.signs(SERVICE, 0, match.start())][:1] or _about(clause)
        case "extended":  # "... and it is to be extended to include ▫"
            return [name for _, name in clause.signs(SERVICE, 0, begin)][-1:] or _about(clause)
        case "early-help":
            spoken = [name for _, name in clause.signs(SUBJECT, 0, begin)] or _about(clause)
            return [name for name in spoken if name.service == "early-help"][:1]
        case "task":  # "commissions ▫ to provide ◦"
            task = _TASK.match(clause.words, end)
            return (_after(clause, task.end(), SUBJECT) or _spoken_of(clause, begin)) if task else []
    raise ValueError(f"{where!r} is no place for a service; see `Cue.service`")


def _about(clause: Clause) -> list[Name]:
    return [clause.about] if clause.about else []


def _board_in_mind(clause: Clause) -> list[Name]:
    return [name for name in _about(clause) if MEETING.search(name.text)]


def _before(clause: Clause, position: int, pattern: str = SERVICE) -> list[Name]:
    words = clause.words
    near = list(clause.signs(pattern, max(0, position - 90), position))
    if not near:
        return []
    at, name = near[-1]
    opens = _OPENING.fullmatch(words, 0, at) is not None
    if _is_near(words[at + 1 : position], 16 if opens else 7):
        return [name]
    return _coordinated_subject(clause, position, _COORDINATED) if pattern == SERVICE else []


_BESIDE_IT = re.compile(rf"({SUBJECT})\s+and\s+(?:the\s+|an?\s+)?{SUBJECT}$")
_WHICH_IS = re.compile(r",?\s+(?:that|which|who)\s+(?:(?:is|are|was|were)\s+)?(?:\w+\s+and\s+)?$")


def _with_the_one_beside(clause: Clause, found: list[Name], position: int) -> list[Name]:
    """Both services of "◦ and ◦ are provided by"; none where "that is provided by" belongs to another noun."""
    at = next((at for at, name in clause.signs(SUBJECT, 0, position) if found and name is found[-1]), None)
    if at is None:
        return found
    relative = _WHICH_IS.search(clause.words, at + 1, position)
    if relative and len(clause.words[at + 1 : relative.start()].split()) > 2:
        return []
    both = _BESIDE_IT.search(clause.words, 0, at + 1)
    other = clause.name_at(both.start(1)) if both else None
    return [other, *found] if other and other.service and other.service != found[-1].service else found


def _coordinated_subject(clause: Clause, position: int, coordination: re.Pattern[str]) -> list[Name]:
    """The service that the sentence begins with: "The panel meets monthly and is chaired by ▫"."""
    words = clause.words
    verb = position - len(auxiliaries(words, position))
    first, subject = next(iter(clause.signs(SIGN)))
    opens = re.fullmatch(r"(?:[A-Za-z’'-]+\s+){0,5}", words[:first]) and re.match(SERVICE, words[first])
    return [subject] if opens and coordination.search(words, 0, verb) else []


def _is_near(gap: str, most: int) -> bool:
    """True where nothing but a few words, and asides between commas, stand in the gap."""
    plain = re.sub(r",[^,]{0,80},", " ", re.sub(r"^\)", "", re.sub(r"\s*\([^()]{0,40}\)", "", gap)))
    return not re.search(rf"[.;:]|{SIGN}", plain) and len(plain.split()) <= most


def _adjacent(clause: Clause, position: int) -> list[Name]:
    words = clause.words
    near = list(clause.signs(SERVICE, max(0, position - 90), position))
    if not near:
        return []
    at, name = near[-1]
    gap = words[at + 1 : position]
    if _BESIDE.fullmatch(gap):
        return [name]
    carrier = _CARRIER.search(gap) or _CARRIES.search(words, max(0, at - 30), at)
    carried = carrier and MEETING.search(name.text) and len(gap.split()) <= 16
    if carried and not re.search(rf"{SIGN}|[.;:]", gap):
        return [name]
    return [name for name in _coordinated_subject(clause, position, _AND) if MEETING.search(name.text)]


def _spoken_of(clause: Clause, position: int) -> list[Name]:
    """What an outside provider provides where the verb's subject is no service: the one that the sentence is about."""
    if _RELATIVE.match(auxiliaries(clause.words, position)):
        return []
    before = [name for _, name in clause.signs(SUBJECT, 0, position)]
    if before:
        return [before[0]._replace(start=0, end=0)] if len({name.service for name in before}) == 1 else []
    if clause.section == "adoption" or _BIRTH_FAMILIES.search(clause.text):
        return [of_type("adoption")]
    return [of_type("care-leavers")] if clause.section == "care-leavers" else []


def _after(clause: Clause, position: int, pattern: str) -> list[Name]:
    at, name = next(iter(clause.signs(pattern, position, position + 60)), (0, None))
    if name is None:
        return []
    gap = clause.words[position:at]
    if _IN_CARE_AND.search(gap):  # "children in care and ◦"
        return [SOCIAL_CARE, name]
    return [] if _NEW_PHRASE.search(gap) or len(gap.split()) > 5 else [name]


_ALSO = re.compile(
    rf"\)?(?:\s*\({SERVICE}\))?(?:,|,?\s+(?:and|or|as well as)(?:\s+(?:of|on|to))?)\s+"
    r"(?:(?:and|the|its|our|both|local|strategic|"
    r"corporate|county|city|borough|multi-agency|shadow|regional)\s+){0,4}"
)


def _in_list_with(clause: Clause, first: list[Name]) -> list[Name]:
    """The boards in one list with the first: "a member of the ◦, the ◦ and the ◦"."""
    found: list[Name] = []
    signs = list(clause.signs(SERVICE))
    at = next((place for place, name in signs if first and name is first[-1]), len(clause.words))
    for place, name in signs:
        if place > at and _ALSO.fullmatch(clause.words, at + 1, place):
            found.append(name)
            at = place
    return [name for name in found if name.service != first[-1].service or name.service_name]


def _place(clause: Clause, position: int) -> list[Name]:
    """Where people work: a service, or social workers as such."""
    found = _after(clause, position, SERVICE)
    to = None if found else _TO_AGENT.match(clause.words, position)
    return [SOCIAL_CARE] if to and clause.name_at(to.start(1)).agency == "childrens-social-care" else found


def _beyond(clause: Clause, position: int) -> list[Name]:
    """The service behind a list of agencies: "of ▫ and ▫ on the ◦"."""
    link = _LINK.match(clause.words, position)
    return _place(clause, link.end()) if link else []


def _social_workers_before(clause: Clause, position: int) -> list[Name]:
    """ "Social workers are co-located with ▫"."""
    agents, _ = listed_before(clause, position - len(auxiliaries(clause.words, position)))
    return [SOCIAL_CARE] if any(name.agency == "childrens-social-care" for name in agents) else []


def _shared_place(clause: Clause) -> list[Name]:
    """Where those work of whom the sentence only says that they are co-located."""
    if clause.hub:
        return [clause.hub]
    if clause.section == "care-leavers" or any(name.service == "care-leavers" for name in _about(clause)):
        return [of_type("care-leavers")]
    return [SOCIAL_CARE] if _SOCIAL_WORK.search(clause.text) else []
