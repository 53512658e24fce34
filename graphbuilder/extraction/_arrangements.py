"""Claims of single sentences → one fact for each arrangement: what state it is in, and which claims are one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..model import Evidence, Reading, SharedArrangement
from ._bodies import ADOPTION_AGENCY, Body
from ._service_states import DATED, is_recent

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says about one arrangement."""

    rule: str
    service_type: str
    kind: str
    spans: tuple[Span, ...]  # sentences that prove it, the clearest first
    authorities: tuple[str, ...] = ()
    count: int | None = None
    unnamed: str | None = None
    body: Body | None = None
    state: str = "operational"
    service_name: str | None = None
    alone: bool = False  # "the shared fostering service": with whom must be said elsewhere in the report


# ---------------------------------------------------------------- state

_PLANNED = re.compile(
    r"\b(?:plans?|planning|planned|proposals?|proposed|due|about|shortly|set|will|is|are|scheduled|approval|agreed|"
    r"prepar(?:ing|ations?))\s+(?:\w+\s+)?(?:to\s+)?(?:join|share|move|merge|transfer|go\s+live|be\s+(?:part|shared|delivered|"
    r"provided|launched|established|hosted|run)|become\s+(?:part|a\s+member|operational)|form|establish|launch)\b"
    r"|\b(?:current|imminent|forthcoming|pending|planned|proposed|future|impending|upcoming)\s+(?:move|transition|transfer|"
    r"change|launch|merger|implementation)\b|\b(?:move|transition|transfer)\s+[^.;]{0,60}\bis\s+under\s*way\b"
    r"|\b(?:planned|proposed|future|forthcoming)\s+(?:new\s+)?(?:regional|shared|joint)\b"
    r"|\b(?:working|moving|progressing|plans?)\s+[^.;]{0,40}\b(?:towards?|to\s+establish|to\s+create|to\s+set\s+up)\b"
    r"|\b(?:is|are)\s+moving\s+(?:in)?to\b|\bwill\s+(?:\w+\s+)?(?:deliver|run)\b"
    r"|\badoption\s+agency\s+plans\b|\bprior\s+to\b|\bgoing\s+live\b|\byet\s+to\s+(?:join|be\s+(?:established|launched))\b|\bscheduled\s+to\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:carefully|well|was|has\s+been|were)\s+(?:\w+\s+)?(?:planned|managed)\b", re.IGNORECASE)
_RECOMMISSIONED = re.compile(
    r"\b(?:is|are|being|to\s+be|will\s+be|due\s+to\s+be|proposed)\s+(?:being\s+|be\s+|due\s+to\s+be\s+)?re-?commission(?:ed|ing)?\b"
    r"|\bgroup\s+to\s+re-?commission\b",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:has|have)\s+(?:now\s+|recently\s+)?(?:ended|ceased|been\s+dissolved)|\bdisaggregat|\bno\s+longer\b|"
    r"\b(?:was|were)\s+(?:previously|formerly)\b|\bwithdrew\s+from\b|\bended\s+in\b|\bdissolution\s+of\b",
    re.IGNORECASE,
)
_OTHER_NEWS = (
    "enhanced|increased|improved|strengthened|reviewed|appointed|recruited|completed|undertaken|invested|held|expanded|"
    "extended"
)
_NEW = re.compile(
    rf"\b(?:new|newly|recent|recently(?!\s+(?:been\s+)?(?:{_OTHER_NEWS})\b)|launch(?:ed)?|pilot|re-?commissioned)\b|"
    r"\bcame\s+into\s+(?:operation|being|effect)\b|"
    r"\bwent\s+live\b|\bnow\s+(?:in\s+place|part\s+of)\b|\b(?:formation|creation|introduction|establishment|inauguration)\s+of\b|"
    r"\bhas\s+joined\b|\bthe\s+(?:smooth\s+)?transition\s+(?:in)?to\b|\binaugurated\b",
    re.IGNORECASE,
)


def state_of(words: str, following: str = "", inspected: date | None = None) -> str:
    """The state that a claim's words say; `following` is the next sentence, where that goes on about the service.

    What began more than a year before the first day of the inspection, `inspected`, is not new.
    """
    if _RECOMMISSIONED.search(words) or _RECOMMISSIONED.search(following):
        return "being-recommissioned"
    if _ENDED.search(words):
        return "ended"
    if _PLANNED.search(words) and not _DONE.search(words):
        return "planned"
    dated = DATED.search(words)
    is_new = _NEW.search(words) and not (dated and inspected and not is_recent(dated, inspected))
    return "newly-established" if is_new else "operational"


# ---------------------------------------------------------------- merging


def merged(reading: Reading, claims: Iterable[Claim]) -> list[SharedArrangement]:
    """One fact for the claims on one arrangement, in the order in which the report first states each."""
    groups: list[list[Claim]] = []
    for claim in claims:
        group = next((group for group in groups if _belongs(claim, group)), None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    facts = [_fact(reading, group) for group in groups]
    named = {fact.service_type for fact in facts if fact.kind == "consortium" and fact.delivered_by}
    return [fact for fact in facts if not (fact.service_type in named and _is_vague(fact))]


def _is_vague(fact: SharedArrangement) -> bool:
    """ "Regional arrangements": nobody is named, and the consortium that is named elsewhere can be meant."""
    return fact.kind == "consortium" and not (fact.delivered_by or fact.authorities or fact.partner_count)


def _belongs(claim: Claim, group: list[Claim]) -> bool:
    """Same service, and nothing in partners, number, body or state that speaks against it."""
    return all(_agree(claim, other) for other in group) and any(_alike(claim, other) for other in group)


def _agree(claim: Claim, other: Claim) -> bool:
    if claim.service_type != other.service_type or claim.service_name != other.service_name:
        return False
    if claim.body and other.body:
        return _same_body(claim.body, other.body)
    return _fit(claim, other) and (claim.state == "ended") == (other.state == "ended")


def _alike(claim: Claim, other: Claim) -> bool:
    """Claims of different families are different arrangements, unless both name the same body."""
    if claim.body and other.body:
        return True
    families = {_family(claim), _family(other)}
    return len(families) == 1 or (families == {"consortium", "framework"} and not claim.body and not other.body)


_CONSORTIUM = re.compile(r"consorti|authorit|borough|council", re.IGNORECASE)


def _family(claim: Claim) -> str:
    rule = claim.rule.rpartition("/")[2]
    if rule in ("regional-adoption-agency", "trust-or-company"):
        return rule
    if claim.kind != "consortium":
        return "commissioned" if claim.kind == "joint-commissioning" else "shared"
    return "consortium" if claim.body or _CONSORTIUM.search(claim.unnamed or "") else "framework"


def _fit(claim: Claim, other: Claim) -> bool:
    if claim.authorities and other.authorities:
        return set(claim.authorities) <= set(other.authorities) or set(other.authorities) <= set(claim.authorities)
    if claim.count and other.count:
        return claim.count == other.count
    named, counted = claim.authorities or other.authorities, claim.count or other.count
    return not (named and counted) or len(named) == counted or bool(claim.body and other.body)


def _same_body(one: Body, other: Body) -> bool:
    """One key, or one name that is the beginning of the other: "One Adoption", "One Adoption West Yorkshire"."""
    names = sorted((one.name.lower(), other.name.lower()), key=len)
    return one.key == other.key or (one.kind == ADOPTION_AGENCY and names[1].startswith(names[0] + " "))


_STATES = ("being-recommissioned", "ended", "planned", "newly-established")


def _fact(reading: Reading, group: list[Claim]) -> SharedArrangement:
    body = next((claim.body for claim in group if claim.body), None)
    authorities = max((claim.authorities for claim in group), key=len)
    state = next((state for state in _STATES if any(claim.state == state for claim in group)), "operational")
    changed = next((claim for claim in group if claim.state == state != "operational"), None)
    proofs = [claim for claim in group if _proves(claim, authorities, body, group) or claim is changed] or group
    first = max(group, key=_clearness)
    return SharedArrangement(
        service_type=first.service_type,
        kind=first.kind,
        authorities=authorities,
        partner_count=next((claim.count for claim in group if claim.count), None),
        unnamed=next((claim.unnamed for claim in proofs if _adds_partners(reading, claim, authorities, body)), None),
        delivered_by=body.name if body else None,
        state=state,
        service_name=first.service_name,
        rule=first.rule,
        evidence=_evidence(reading, sorted(proofs, key=_clearness, reverse=True)),
    )


def _adds_partners(reading: Reading, claim: Claim, authorities: tuple[str, ...], body: Body | None) -> bool:
    """True where a claim has words for partners whom its sentence does not name: "two areas", without both names."""
    there = {mention.concept for mention in reading.mentions_in(*claim.spans[0], "authority")}
    named = bool(authorities and claim.count and claim.count <= len(authorities) and there.issuperset(authorities))
    return bool(claim.unnamed) and bool(claim.body) == bool(body) and not named


def _proves(claim: Claim, authorities: tuple[str, ...], body: Body | None, group: list[Claim]) -> bool:
    """True where a sentence names who is meant as well as any does, or adds a number or words that no such one has."""
    if not authorities:
        return not body or bool(claim.body)
    named = [other for other in group if other.authorities]
    return claim in named or (bool(claim.count or claim.unnamed) and not any(other.count for other in named))


def _clearness(claim: Claim) -> tuple[bool, bool, int]:
    """Names before numbers before neither; between equals, `sorted` and `max` keep the order of the report."""
    return bool(claim.authorities), bool(claim.body), claim.count or 0


def _evidence(reading: Reading, claims: list[Claim]) -> tuple[Evidence, ...]:
    spans = dict.fromkeys(span for claim in claims for span in claim.spans)
    return tuple(reading.document.evidence(start, end) for start, end in spans)
