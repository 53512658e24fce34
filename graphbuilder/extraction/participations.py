"""Participations: an agency's explicit part in a service or board, as one sentence states it.

The sentence names the service (or is about it), names a kind of agency or a proper name, and has words for the role;
two names in one sentence are never enough. `_clauses` and `_parties` say what a sentence names, `_cues` which words
stand for a role, `_cue_reading` and `_part_checks` when they do, `_provision` what other shapes say of providers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model import Evidence, Participation, Reading, Rule, SharedArrangement
from . import sharing
from ._clause_names import LSCB
from ._clauses import AGENT, BOARD, SERVICE, Clause, Name, Part, listed_after, listed_before
from ._cue_reading import hypothetical, parts_by_cue, speaks_of_service
from ._cues import cues_in
from ._part_checks import LAY_MEMBER
from ._parties import Parties
from ._provision import bought_services, help_for_staff, named_providers

# Where one sentence says two things of an agency, the more specific counts.
_RANK = (
    "co-located",
    "chair",
    "host",
    "provider",
    "planned-member",
    "not-represented",
    "commissioner",
    "member",
    "partner",
)
_Key = tuple[str | None, str | None, str | None, str | None, str]


def extract(reading: Reading) -> Iterable[Participation]:
    """One row per service, agency and role, with every sentence that states it, the first one first."""
    found: dict[_Key, list[tuple[Part, Evidence]]] = {}
    for part, evidence in (*_from_arrangements(reading), *_from_sentences(reading)):
        found.setdefault(_key(part), []).append((part, evidence))
    rows = [_row(stated) for stated in _with_named_agency(found).values()]
    return sorted(rows, key=lambda row: row.evidence[0].start)


def _key(part: Part) -> _Key:
    return (
        part.service.service,
        part.service.service_name,
        part.agency.agency,
        part.agency.agency_name,
        part.role,
    )


def _row(stated: list[tuple[Part, Evidence]]) -> Participation:
    ordered = sorted(stated, key=lambda row: row[1].start)
    part = ordered[0][0]
    return Participation(
        service_type=part.service.service or "other",
        service_name=part.service.service_name,
        agency_type=part.agency.agency or "other",
        agency_name=part.agency.agency_name,
        role=part.role,
        evidence=tuple(dict.fromkeys(evidence for _, evidence in ordered)),
        rule=part.rule,
    )


def _with_named_agency(
    found: dict[_Key, list[tuple[Part, Evidence]]],
) -> dict[_Key, list[tuple[Part, Evidence]]]:
    """Sentences on "the regional adoption agency" joined to the row of the one that the report names."""
    named = [key for key in found if key[0] == "adoption" and key[2] == "commissioned-provider" and key[3]]
    plain: _Key = ("adoption", None, "commissioned-provider", None, "provider")
    if len(named) == 1 and plain in found:
        same = [row for row in found[plain] if row[0].agency.service == "adoption"]
        found[named[0]] = found[named[0]] + same
        found[plain] = [row for row in found[plain] if row not in same]
    return {key: rows for key, rows in found.items() if rows}


# ---------------------------------------------------------------- what sentences state

_ORDER = re.compile(
    r"[‘“\"'■\-–\s]*(?:ensure|improve|strengthen|extend|consider|clarify|implement|develop)\b", re.IGNORECASE
)


def _from_sentences(reading: Reading) -> Iterator[tuple[Part, Evidence]]:
    for clause in Parties(reading).clauses():
        for part in _clearest(_parts(clause)):
            yield part, reading.document.evidence(clause.start, clause.end)


# "was provided by … until": a part that has ended.
_ENDED = re.compile(r"\b(?:was|were|had been)\b[^.;]{0,120}\buntil\b")
# "transferred the service in-house, after the commissioned provider": so has this
_BACK_IN_HOUSE = re.compile(r"\b(?:transferred|brought|moved|returned|taken)\b[^.;]{0,60}\bin[- ]house\b")
_MEETING = re.compile(r"\bmeetings?$", re.IGNORECASE)
_AGENT = re.compile(AGENT)


def _parts(clause: Clause) -> list[Part]:
    if not speaks_of_service(clause):
        return []
    if (
        _ORDER.match(clause.text) or "until" in clause.small and _ENDED.search(clause.small)
    ):  # what somebody should do, or did
        return []
    found: list[Part] = []
    if _AGENT.search(clause.words) or "chaired by" in clause.small:
        for cue in cues_in(clause.small):
            if cue.words.search(clause.small):  # few do, and to look first takes half the time
                found += parts_by_cue(clause, cue)
        found += [*_lay_members(clause), *named_providers(clause), *help_for_staff(clause)]
    found += _board_elsewhere(clause)
    ended = "house" in clause.small and _BACK_IN_HOUSE.search(clause.small)
    parts = (part for part in (*found, *bought_services(clause, found)) if not _is_own(part))
    return [part for part in parts if not (ended and part.role == "provider")]


def _is_own(part: Part) -> bool:
    """The council's managers in a meeting of theirs, or a worker of no agency in a team, are no part of a service."""
    agency = part.agency
    meeting = agency.agency == "local-authority" and bool(_MEETING.search(part.service.service_name or ""))
    return meeting or (part.rule == "participations/works-in" and agency.agency == "other" and not agency.agency_name)


def _clearest(parts: Iterable[Part]) -> list[Part]:
    best: dict[tuple[str | None, ...], Part] = {}
    for part in parts:
        key = (part.service.service, part.service.service_name, part.agency.agency, part.agency.agency_name)
        if key not in best or _RANK.index(part.role) < _RANK.index(best[key].role):
            best[key] = part
    return list(best.values())


_COMING = re.compile(r"\b(?:recruit\w*|appoint\w*|vacan\w+|second|further|seeking|role of|successor)\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:no|not|without|lack\w*|absence)\b(?![^.]*\bonly\b)", re.IGNORECASE)
_REPRESENTATIVE = re.compile(r"representatives?$", re.IGNORECASE)


def _lay_members(clause: Clause) -> Iterator[Part]:
    """A lay member's place on the safeguarding board, and the seats named beside it."""
    if not (clause.about and clause.about.service == "lscb"):
        return
    for at, name in clause.signs(AGENT):
        before = clause.words[max(0, at - 70) : at]
        if not LAY_MEMBER.match(name.text) or hypothetical(before) or _COMING.search(before):
            continue
        role = "not-represented" if _NONE.search(before) else "member"
        yield Part(BOARD, name, role, "participations/lay-member")
        for other in _beside(clause, at) if role == "member" else ():
            yield Part(BOARD, other, role, "participations/lay-member")


_BOARD_ELSEWHERE = re.compile(
    rf"(?P<board>{SERVICE})\s+(?:is|are|was)\s+(?P<not>not\s+)?(?:well\s+)?represented\s+(?:on|at)\s+(?:the\s+)?(?P<other>{SERVICE})"
)


def _board_elsewhere(clause: Clause) -> Iterator[Part]:
    """The safeguarding board's own place on another body: "the board is not represented on the ◦"."""
    for match in _BOARD_ELSEWHERE.finditer(clause.words) if "represented" in clause.small else ():
        board, other = clause.name_at(match.start("board")), clause.name_at(match.start("other"))
        if board.service == "lscb" and other.service != "lscb":
            role = "not-represented" if match["not"] else "member"
            agency = Name(0, 0, board.text, "agency", agency="other", agency_name=LSCB)
            yield Part(other, agency, role, "participations/represented-on")


def _beside(clause: Clause, at: int) -> list[Name]:
    names = [*listed_before(clause, at + 1)[0], *listed_after(clause, at)[0]]
    return [name for name in names if _REPRESENTATIVE.search(name.text)]


# ---------------------------------------------------------------- what arrangements imply


def _from_arrangements(reading: Reading) -> Iterator[tuple[Part, Evidence]]:
    """The part of a regional adoption agency, trust, company or consortium in what it does for several councils."""
    for fact in sharing.extract(reading):
        part = _part_of_body(fact) if isinstance(fact, SharedArrangement) else None
        for evidence in fact.evidence if part else ():
            if part:
                yield part, evidence


def _part_of_body(arrangement: SharedArrangement) -> Part | None:
    if not arrangement.delivered_by or arrangement.state in ("planned", "ended"):
        return None
    service = Name(0, 0, "", "service", service=arrangement.service_type, service_name=arrangement.service_name)
    agency = Name(0, 0, "", "agency", agency=arrangement.body_type, agency_name=arrangement.delivered_by)
    if arrangement.kind == "delivered-by-body":
        return Part(service, agency, "provider", "participations/delivered-by-body")
    if arrangement.kind == "consortium":
        return Part(service, agency, "partner", "participations/consortium")
    return None


# ---------------------------------------------------------------- the rules


def _rule(name: str, confidence: float, summary: str, example: str) -> Rule:
    return Rule(f"participations/{name}", summary, example, confidence)


RULES: tuple[Rule, ...] = (
    _rule(
        "made-up-of",
        0.94,
        "A hub, team or board comprises, brings together or is staffed by the agencies listed.",
        "The multi-agency safeguarding hub comprises social care, police, health and probation.",
    ),
    _rule(
        "includes",
        0.92,
        "A board or hub, or its membership, includes the agencies listed.",
        "The safeguarding board is well attended by partners, including schools and the voluntary sector.",
    ),
    _rule(
        "represented-on",
        0.94,
        "An agency is represented on a board or panel, or said not to be.",
        "Housing is not represented on the corporate parenting board.",
    ),
    _rule(
        "representation-from",
        0.9,
        "There is representation from agencies on a board or panel, or none.",
        "The fostering panel has good representation from health and education.",
    ),
    _rule(
        "member-of",
        0.95,
        "An agency is a member or part of a board or panel, or sits on it.",
        "The director of public health is an active member of the children’s trust board.",
    ),
    _rule(
        "attends",
        0.92,
        "A board, panel or conference is attended by agencies.",
        "MARAC meetings are well attended by the police and probation.",
    ),
    _rule(
        "works-in",
        0.88,
        "An agency’s staff work in a hub or team: posts in it, people seconded to it.",
        "The council values the expertise of the education adviser in the MASH.",
    ),
    _rule(
        "extended-to",
        0.85,
        "A hub is to be extended to further agencies.",
        "The MASH works well; managers want to widen the hub to include probation and a housing officer.",
    ),
    _rule(
        "lay-member",
        0.96,
        "The safeguarding board has lay members, or none.",
        "The safeguarding board meets every two months. It has two lay members who challenge it well.",
    ),
    _rule(
        "co-located-in",
        0.92,
        "An agency’s staff are based or co-located in a hub, team or office.",
        "A police sergeant and two health visitors are based in the multi-agency safeguarding hub.",
    ),
    _rule(
        "co-location-of",
        0.91,
        "The co-location of agencies with a service, a team or social workers.",
        "The co-location of nurses and police analysts in the MASH speeds up decisions.",
    ),
    _rule(
        "co-located-staff",
        0.85,
        "Co-located staff of an agency, in the hub or team that the paragraph is about.",
        "Managers in the MASH make good use of information from co-located police officers.",
    ),
    _rule(
        "provided-by",
        0.89,
        "A service is provided, delivered or run by, or available through, an outside agency.",
        "The advocacy service is provided by Barnardo’s.",
    ),
    _rule(
        "receives-from",
        0.85,
        "Those whom a service is for receive it from a named or commissioned provider.",
        "Those at risk of sexual exploitation receive weekly support from Barnardo’s.",
    ),
    _rule(
        "commissioned-from",
        0.92,
        "A service is commissioned from, contracted to or delegated to a body.",
        "The independent visitor scheme is commissioned from a national charity.",
    ),
    _rule(
        "commissioned-service",
        0.85,
        "The council commissions a service; the words name no provider.",
        "Care leavers are helped by a commissioned substance misuse service.",
    ),
    _rule(
        "provides",
        0.86,
        "An outside agency provides, runs or is commissioned to deliver a service.",
        "An external organisation is contracted to deliver return home interviews.",
    ),
    _rule(
        "named-provider",
        0.9,
        "A named or bought provider and what it offers, or the body that a service is.",
        "The drug and alcohol service, Turning Point, is quick to respond.",
    ),
    _rule(
        "helps-staff",
        0.8,
        "A specialist of another agency advises social workers, or is there for care leavers.",
        "A clinical psychologist provides regular consultation to social workers.",
    ),
    _rule(
        "delivered-by-body",
        0.95,
        "A regional adoption agency, trust or company does the work.",
        "Adopt London South, the regional adoption agency, delivers the adoption service.",
    ),
    _rule(
        "consortium",
        0.85,
        "A consortium of councils takes part in a service.",
        "Sutton has joined the South West London adoption consortium.",
    ),
    _rule(
        "chaired-by",
        0.97,
        "A board, panel or group is chaired by somebody of an agency.",
        "The corporate parenting panel meets every month, chaired by the lead member.",
    ),
    _rule(
        "chairs",
        0.96,
        "Somebody of an agency chairs a board, panel or group.",
        "The chief executive chairs the improvement board.",
    ),
    _rule(
        "hosts",
        0.96,
        "A council hosts a service for others, or leads it.",
        "The out-of-hours service is hosted by a neighbouring council.",
    ),
    _rule(
        "commissioned-by",
        0.8,
        "An agency other than the council commissions a service.",
        "The emotional wellbeing service is commissioned by the clinical commissioning group.",
    ),
    _rule(
        "works-with",
        0.8,
        "An agency is engaged in a board’s work, observes it, or works closely with a service.",
        "Personal advisers work closely with housing and probation.",
    ),
)
