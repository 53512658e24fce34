"""Services, boards, panels and projects that a report says exist, are planned or have ended, and their state.

A name in passing is no fact: `_aboutness` weighs how far each sentence is about the body it names, and the best
sentence of each body is its evidence. Standing functions (fostering, advocacy ...) count as soon as a sentence is
about the function; all other types need a team, a panel, a project or the like in words (GUIDELINES, Services).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..matching import Cues
from ..model import Mention, Paragraph, Reading, Rule, ServiceState
from ..phrases import ENGLISH
from . import _proper_names
from ._aboutness import ENOUGH, STRONG, weight, words
from ._functions import FOR_WHOM, LESS, STANDING, is_for_group, is_function
from ._sections import beginnings, holding, section_test
from ._service_states import ENDED, NEW, PLANNED, PRIORITY, says_these_are_new, state_of_the_service, state_said

SUBJECT, PART, FUNCTION, GROUP = "services/subject", "services/part", "services/function", "services/for-whom"
STATE = "services/state"

RULES = (
    Rule(
        SUBJECT,
        "a service, team or board is the subject of a clause",
        "The emergency duty team responds promptly.",
        0.97,
    ),
    Rule(
        PART,
        "a clause says what is done by, in, through or with a service, team or board",
        "Risks are shared daily in the multi-agency safeguarding hub.",
        0.94,
    ),
    Rule(
        FUNCTION,
        "a clause is about a standing function, though it names no team",
        "Private fostering arrangements are assessed thoroughly.",
        0.92,
    ),
    Rule(
        GROUP,
        "a team, project or worker is said to be for a group that has a type of its own",
        "A specialist service for families experiencing domestic abuse is well used.",
        0.90,
    ),
    Rule(
        STATE,
        "the words at the name say that the body is planned, new, being re-commissioned or has ended",
        "The newly established edge of care team is making a difference.",
        0.90,
    ),
    *_proper_names.RULES,
)

_BODY_WORD = re.compile(
    r"\b(?:team|service|unit|hub|panel|board|council|group|sub-?group|project|scheme|forum|committee|partnership|"
    r"centre)s?$",
    re.IGNORECASE | ENGLISH,
)
# A subject with a word for a body behind it: "‘edge of care’ team", "emotional wellbeing support service".
_BODY_FOLLOWS = re.compile(
    r"[’'”\"]?\s+(?:team|service|unit|hub|panel|board|group|sub-?group|project|scheme|offer|forum|partnership)s?\b"
    r"(?!\s+(?:strategy|plan|manager|member|work)\b)"
)
# Panels and boards of these types have a job of their own beside the service.
_BESIDE = frozenset(
    words("fostering adoption care-leavers disabled-children placements-commissioning youth-offending edge-of-care")
)
_BESIDE_HEAD = re.compile(r"\b(?:panel|board)s?$", re.IGNORECASE)
_DISTINCT_HEAD = re.compile(
    r"\b(?:panel|board|hub|scheme|project|programme|forum|council|centre|partnership|drop-in|group)s?"
    r"(?: for [\w’' ]+)?$",
    re.IGNORECASE,
)
# A new adviser or a planned interview is no state of the service.
_PERSON = re.compile(
    r"\b(?:head ?teacher|head|officer|worker|adviser|advisor|advocate|visitor|practitioner|carer|adopter|coordinator|"
    r"iro|lado|pa|interview|inspector)s?$",
    re.IGNORECASE,
)
# "quality assurance and |performance sub-group": the label is the end of a longer name.
_CUT_SHORT = re.compile(r"[a-z]\s+(?:and|&)\s+$")
# Bodies of which an area has one: what is said of the state of one name is said of the body.
_SINGLE = frozenset(
    words(
        "mash edt lscb lscp childrens-trust health-and-wellbeing-board child-death-overview family-justice-board "
        "improvement-board corporate-parenting marac youth-offending troubled-families caf lado"
    )
)
_NOT_FINDINGS = re.compile(
    r"recommendation|to improve\b|areas? for (?:improvement|development|priority)|"
    r"priority (?:and )?(?:immediate )?action|judge?ments? mean|what they mean|inspection team|"
    r"about (?:this|the) (?:inspection|review)|(?:previous|other) (?:ofsted|inspection)|"
    r"^(?:immediately|within (?:three|six|\d) months)|record of main|^grade \d",
    re.IGNORECASE,
)
_is_no_finding = section_test(_NOT_FINDINGS)
# What stands in every report: definitions, titles, what Ofsted does.
_STANDING_WORDS = Cues("regulates and inspects", "crown copyright", "is leading the local authority's")
_STANDING_START = re.compile(
    r"An? (?:LSCB|local authority|board) (?:that|where|which|is likely)|Inspection of |"
    r"The experiences and progress of [^.]{0,60}$"
)
_PLACE = re.compile(r"\bcentres?$", re.IGNORECASE)  # work done at a centre is not yet about the centre
_OTHER_BODY = re.compile(  # "pupil referral service", "legal placement panel"
    r"\b(?:pupil|adults?|learning|legal|GP|school|recruitment\s+and)\s+$", re.IGNORECASE | ENGLISH
)
_ADOPTION_AGENCY = re.compile(r"regional adoption|RAA", re.IGNORECASE)
_PARTNERSHIPS_SINCE = 2018  # safeguarding partnerships came in the place of boards
_LONG = 420  # a sentence with more characters proves less at a glance
_REACH = 340  # characters on either side of a name that are read for it


@dataclass(frozen=True, slots=True)
class Sighting:
    """One sentence that is about a body."""

    service_type: str
    label: str  # the words that name the body, as printed
    name: str | None  # name of a distinct body; None for the type's own
    span: tuple[int, int]  # of the sentence
    weight: float
    rule: str
    state: str | None = None
    told: tuple[int, int] | None = None  # the sentence that gives the state, where it is another

    @property
    def function(self) -> bool:
        """True where the function is named and no body."""
        return self.rule == FUNCTION


def extract(reading: Reading) -> Iterable[ServiceState]:
    """One fact per body, in the order of its evidence: the sentence that gives its state, then the clearest one."""
    groups: dict[tuple[str, str], list[Sighting]] = {}
    for sighting in _settled(list(_sightings(reading))):
        groups.setdefault((sighting.service_type, _slug(sighting.name)), []).append(sighting)
    facts = [fact for group in groups.values() if (fact := _fact(reading, group)) is not None]
    return sorted(facts, key=lambda fact: (fact.evidence[0].start, fact.service_type, fact.name or ""))


@lru_cache(4096)  # few names are said in most reports
def _slug(name: str | None) -> str:
    """The words of a name without case, apostrophes, articles and plural s, to tell one body from another."""
    plain = re.sub(r"[^a-z0-9]+", " ", (name or "").lower().replace("’", "").replace("'", ""))
    return " ".join(word.removesuffix("s") for word in plain.split() if word not in ("the", "a"))


# ---------------------------------------------------------------- finding


def _sightings(reading: Reading) -> Iterator[Sighting]:
    """What each sentence of the findings says of a body or a function, in document order."""
    text, standing = reading.document.text, holding(reading, _STANDING_WORDS)
    sentences = [
        (paragraph, (start, end))
        for paragraph, start, end in reading.sentences()
        if not _is_no_finding(paragraph.section)
        and start not in standing
        and not _STANDING_START.match(text, start, end)
    ]
    worth = _proper_names.worth_a_look(reading)
    proper = {
        span: bodies
        for _, span in sentences
        if span[0] in worth and (bodies := list(_proper_names.named_bodies(reading, *span)))
    }
    named = [body for bodies in proper.values() for body in bodies]
    types, agency = _types_of_names(named), _adoption_agency(named)
    labels = [mention.start for mention in reading.mentions if mention.scheme == "service-type"]
    labelled = beginnings(reading, labels)
    for paragraph, span in sentences:
        bodies = proper.get(span, [])
        for body in bodies:
            yield _named(reading, body, span, types[_slug(body.name)])
        for mention in reading.mentions_in(*span, "service-type") if span[0] in labelled else ():
            if any(body.start <= mention.start and mention.end <= body.end for body in bodies):
                continue
            sighting = _labelled(reading, paragraph, mention, span)
            if sighting is not None:
                yield _with_agency(sighting, agency)


def _types_of_names(bodies: list[_proper_names.NamedBody]) -> dict[str, str]:
    """Slug of each name → its one service type in the report: the one said most often, `other` where none is."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for body in bodies:
        said[_slug(body.name)].append(body.service_type)
    return {
        name: max(types, key=lambda kind: (kind != "other", types.count(kind), kind)) for name, types in said.items()
    }


def _adoption_agency(bodies: list[_proper_names.NamedBody]) -> str | None:
    """The name of the regional adoption agency, where the report prints only one."""
    names = {_slug(body.name): body.name for body in bodies if body.rule == _proper_names.AGENCY}
    return next(iter(names.values())) if len(names) == 1 else None


def _with_agency(sighting: Sighting, agency: str | None) -> Sighting:
    """ "The regional adoption agency" is a body beside the service, under its name where that is known."""
    if sighting.service_type != "adoption" or not _ADOPTION_AGENCY.match(sighting.label):
        return sighting
    return replace(sighting, name=agency or "regional adoption agency", rule=_proper_names.AGENCY)


def _named(reading: Reading, body: _proper_names.NamedBody, span: tuple[int, int], service_type: str) -> Sighting:
    sentence, start, end = _window(reading.document.text, span, body.start, body.end)
    state = state_said(sentence, start, end, reading.cover.start)
    return Sighting(service_type, body.name, body.name, span, body.weight, body.rule, state)


def _window(text: str, span: tuple[int, int], start: int, end: int) -> tuple[str, int, int]:
    """The sentence around `start`..`end`, cut where it is endless, and the place of the name in it."""
    low, high = max(span[0], start - _REACH), min(span[1], end + _REACH)
    return text[low:high], start - low, end - low


def _labelled(reading: Reading, paragraph: Paragraph, mention: Mention, span: tuple[int, int]) -> Sighting | None:
    """What a sentence says of a body or a function that a label names; None where it is no statement on it."""
    text, kind = reading.document.text, mention.concept
    body = _BODY_FOLLOWS.match(text, mention.end, span[1]) if mention.topic else None
    stop = body.end() if body else mention.end
    label = text[mention.start : stop]
    sentence, start, end = _window(text, span, mention.start, stop)
    if (
        kind == "childrens-social-care"
        or _OTHER_BODY.search(text, max(span[0], mention.start - 30), mention.start)
        or not _fits_period(reading, kind)
    ):
        return None
    if not mention.topic or _BODY_WORD.search(label):
        value = _weight(sentence, start, end, span)
        if kind == "other" and (mention.topic or value < (5.0 if _PLACE.search(label) else STRONG)):
            return None
        if kind == "other" and _CUT_SHORT.search(sentence[:start]):
            return None
        state, told = _state(reading, paragraph, mention, span, stop)
        rule = SUBJECT if value >= 5.0 else PART
        return Sighting(kind, label, _own_name(kind, label), span, value, rule, state, told)
    if kind in STANDING and is_function(kind, sentence, start, end):
        value = _weight(sentence, start, end, span) - LESS
        return Sighting(kind, label, None, span, value, FUNCTION) if value > 0 else None
    if kind in FOR_WHOM and is_for_group(kind, sentence, start, end):
        value = _weight(sentence, start, end, span)
        return Sighting(kind, label, None, span, max(value, 3.0), GROUP) if value >= ENOUGH else None
    return None


def _weight(sentence: str, start: int, end: int, span: tuple[int, int]) -> float:
    return weight(sentence, start, end) - (0.5 if span[1] - span[0] > _LONG else 0.0)


def _fits_period(reading: Reading, kind: str) -> bool:
    inspected = reading.cover.start
    return kind != "lscp" or inspected is None or inspected.year >= _PARTNERSHIPS_SINCE


def _own_name(kind: str, label: str) -> str | None:
    if kind == "other":
        return label
    return label if kind in _BESIDE and _BESIDE_HEAD.search(label) else None


def _state(
    reading: Reading, paragraph: Paragraph, mention: Mention, span: tuple[int, int], stop: int
) -> tuple[str | None, tuple[int, int] | None]:
    """The state said in the sentence, or of "the service" in the next one; with the sentence that says it."""
    text = reading.document.text
    if _PERSON.search(text[mention.start : stop]):
        return None, None
    said = state_said(*_window(text, span, mention.start, stop), reading.cover.start)
    if said:
        return said, span
    following = next((later for later in paragraph.sentences if later[0] > span[0]), None)
    if following and says_these_are_new(text[following[0] : following[1]]):
        return NEW, following
    later = state_of_the_service(text[following[0] : following[1]], reading.cover.start) if following else None
    if later is None:
        return None, None
    named = {other.concept for other in reading.mentions_in(*span, "service-type") if not other.topic}
    return (later, following) if named == {mention.concept} else (None, None)


# ---------------------------------------------------------------- settling


def _settled(sightings: list[Sighting]) -> Iterator[Sighting]:
    """Each state given to the body it belongs to: the type's own, a body beside it, or none."""
    plain: defaultdict[str, list[Sighting]] = defaultdict(list)  # bodies and work of each type without a state
    for sighting in sightings:
        if sighting.state is None and sighting.name is None:
            plain[sighting.service_type].append(sighting)
    for sighting in sightings:
        if sighting.state is None or sighting.name is not None or sighting.service_type in _SINGLE:
            yield sighting
            continue
        own, distinct = _slug(sighting.label), _DISTINCT_HEAD.search(sighting.label)
        least = ENOUGH if distinct else STRONG  # a hub is soon one body beside others
        others = {_slug(other.label) for other in plain[sighting.service_type] if other.weight >= least}
        if all(other in own or own in other for other in others):
            yield sighting
        elif distinct:
            yield replace(sighting, name=sighting.label)
        else:
            yield replace(sighting, state=None)


def _fact(reading: Reading, group: list[Sighting]) -> ServiceState | None:
    best = max(group, key=_clarity)
    state, told = _state_of(group)
    if told is None and best.weight < ENOUGH:
        return None
    first = (told.told or told.span) if told is not None else best.span
    others = [told] if told is not None else []
    others += sorted((other for other in group if other.weight >= STRONG), key=_clarity, reverse=True)
    text = reading.document.text
    second = next((other.span for other in others if not _same_words(text, other.span, first)), None)
    evidence = tuple(reading.document.evidence(*span) for span in (first, second) if span is not None)
    rule = STATE if told is not None and told.rule in (SUBJECT, PART) else best.rule
    return ServiceState(service_type=best.service_type, name=best.name, state=state, rule=rule, evidence=evidence)


def _same_words(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True where a summary and the findings say the same in the same words."""
    return one == other or text[one[0] : one[0] + 50] == text[other[0] : other[0] + 50]


def _clarity(sighting: Sighting) -> tuple[float, int]:
    """The best evidence names the body as the subject of its clause; then the earliest."""
    return (round(sighting.weight - (2.0 if sighting.function else 0.0), 2), -sighting.span[0])


def _state_of(group: list[Sighting]) -> tuple[str, Sighting | None]:
    """The state of a body and the sighting that says it; `operational` is what remains when none does.

    A plan, or an end, is not believed of a body of which another sentence says how it works.
    """
    works = any(sighting.state is None and sighting.weight >= 5.0 and not sighting.function for sighting in group)
    for state in PRIORITY:
        told = [sighting for sighting in group if sighting.state == state]
        if told and not (state in (PLANNED, ENDED) and works):
            return state, max(told, key=_clarity)
    return "operational", None
