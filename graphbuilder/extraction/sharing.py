"""Arrangements that authorities share: who shares which service with whom, and which body runs it.

Every pattern is matched on a marked sentence (`_marked`), in which services, partners and bodies are single marks.
Two names in one sentence are never enough: the words between them must say that something is shared, joint, run for
others or handed over. `_arrangements` then makes one fact of all sentences about one arrangement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..matching import Cues
from ..model import Fact, Mention, Paragraph, Reading, Rule
from ._arrangements import Claim, Span, merged, state_of
from ._bodies import Body, introduced
from ._body_claims import FRAMEWORK_CUES, agency_claims, consortium_claims, trust_claims
from ._marked import BODY_CUES, Marked, around, listed, marked
from ._partners import UNLISTED_CUES, Partners, partnership_members
from ._sections import beginnings, holding, section_test
from ._sharing_rules import (
    AGENCY,
    BUT,
    CONSORTIUM_RULE,
    GENERAL,
    LISTED,
    NAMED,
    NOT,
    OTHER_SHARING,
    PARTNERSHIP,
    PATTERNS,
    RULES_IN_ORDER,
    RUN_BY,
    SHARED,
    UNSURE,
    Pattern,
)

RULES: tuple[Rule, ...] = RULES_IN_ORDER

# Sentences without one of these words share nothing: the quick test before the patterns.
_CUES = Cues(
    "authorities",
    "borough",
    "council",
    "another",
    "neighbour",
    "adjacent",
    "adjoining",
    "pan-",
    "pan ",
    "-wide",
    "regional",
    "raa",
    "consorti",
    "lscbs",
    "boards",
    "trust",
    "company",
    "children first",
    "shared",
    "share ",
    "joint",
    "across",
    "partnership",
    "behalf",
    "cover",
    "pooled",
    "framework",
    "arrangement",
    "also ",
    "delegated",
    "delivered by",
    "adopt",
)
# Headings under which reports say what should be done, or what words mean: nothing there is stated as a fact.
_NO_STATEMENT = re.compile(
    r"recommend|areas? for (?:improvement|development)|needs? to improve|priority and immediate|judgements? mean|"
    r"about this inspection|our inspection|inspection team|^(?:immediately|within \w+ months)",
    re.IGNORECASE,
)
_is_no_statement = section_test(_NO_STATEMENT)


@lru_cache(maxsize=1)  # participations ask for the same arrangements
def extract(reading: Reading) -> tuple[Fact, ...]:
    """The shared arrangements that the report states, one fact each, in the order of the report."""
    return tuple(merged(reading, _claims(reading)))


def _claims(reading: Reading) -> list[Claim]:
    report = _Report(reading, introduced(reading), partnership_members(reading))
    worth = _worth_a_look(reading)
    found = [
        claim
        for paragraph, start, end in reading.sentences()
        if not _is_no_statement(paragraph.section) and start in worth
        for claim in _sentence_claims(report, paragraph, marked(reading, start, end, report.full))
    ]
    found += _functions_handed_over(report)
    shares = any(claim.rule not in (AGENCY.name, CONSORTIUM_RULE.name) and not claim.alone for claim in found)
    return [claim for claim in found if shares or not claim.alone]


# ... and so do those without a council or a body, or words for one, or "shared".
_NEEDED = (*UNLISTED_CUES, *BODY_CUES, FRAMEWORK_CUES, Cues("shared"))


def _worth_a_look(reading: Reading) -> frozenset[int]:
    """Where the sentences begin for which the patterns are tried: with another council, a known body, or cues."""
    others = [
        mention.start
        for mention in reading.mentions
        if mention.scheme == "agency" or (mention.scheme == "authority" and mention.concept != reading.cover.authority)
    ]
    with_whom = frozenset[int]().union(*(holding(reading, cues) for cues in _NEEDED))
    return beginnings(reading, others) | (holding(reading, _CUES) & with_whom)


@dataclass(frozen=True, slots=True)
class _Report:
    """What the whole report says that its sentences need."""

    reading: Reading
    full: frozenset[str]  # bodies that it introduces by their full name
    members: dict[str, tuple[str, ...]]  # of partnerships with a name


def _sentence_claims(report: _Report, paragraph: Paragraph, sentence: Marked) -> Iterator[Claim]:
    inspected = report.reading.cover.start
    by_body = [*agency_claims(sentence, inspected), *trust_claims(sentence, inspected)]
    yield from by_body
    denied = re.search(r"\bnot shared\b", sentence.text)  # what else its clause says is no arrangement
    other = BUT.search(sentence.text, denied.end()) if denied else None
    begin = other.end() if other else len(sentence.text) if denied else 0
    if any(partners.authorities or partners.words for partners in sentence.partners):
        taken = {claim.service_type for claim in by_body}
        yield from (
            claim for claim in _pattern_claims(report, paragraph, sentence, begin) if claim.service_type not in taken
        )
    if "shared" in sentence.text:
        yield from _shared_services(report, sentence)
    yield from consortium_claims(report.reading, paragraph, sentence)


# ---------------------------------------------------------------- functions handed over, in a list

_HANDED_OVER = re.compile(
    r"\bfunctions? (?:that|which) the (?:local authority|council) has (?:delegated|contracted out|outsourced) to "
    r"(?:an? )?(?:third[- ]party|external|independent) (?:provider|organisation)s? (?:is|are)\b",
    re.IGNORECASE,
)
_HANDED_OVER_CUES = Cues("delegated", "contracted out", "outsourced")


def _functions_handed_over(report: _Report) -> Iterator[Claim]:
    """ "The functions that the council has delegated to a third-party provider are:", and the bullets below."""
    reading = report.reading
    for paragraph, start, end in reading.sentences_with(_HANDED_OVER_CUES.offsets(reading.document.text)):
        match = _HANDED_OVER.search(reading.document.text, start, end)
        if not match:
            continue
        for span in [(start, end), *_bullets_below(reading, paragraph)]:
            for mention in reading.mentions_in(max(span[0], match.end()), span[1], "service-type"):
                service_type, name = _typed(report, mention)
                yield Claim(
                    rule=RUN_BY.name,
                    service_type=service_type,
                    kind="delivered-by-body",
                    spans=tuple(dict.fromkeys(((start, end), span))),
                    service_name=name,
                )


def _bullets_below(reading: Reading, above: Paragraph) -> Iterator[Span]:
    """The bullets that complete a paragraph or a bullet which ends in a colon."""
    document = reading.document
    if document.text[above.end - 1] != ":":
        return
    for paragraph in document.paragraphs[document.paragraphs.index(above) + 1 :]:
        if paragraph.kind != "bullet" or paragraph.level <= above.level:
            return
        yield paragraph.start, paragraph.end


# ---------------------------------------------------------------- patterns


def _pattern_claims(report: _Report, paragraph: Paragraph, sentence: Marked, begin: int) -> Iterator[Claim]:
    """Claims of the patterns from `begin` on; of two on one service, or one partner in general, the first counts."""
    services: set[str] = set()
    partners: set[str] = set()
    for pattern in PATTERNS:
        for match in _matches(pattern.words, sentence.text, begin):
            if (pattern.service_type and match["p"] in partners) or not _holds(report, pattern, match, sentence):
                continue
            if pattern.on_board and not _is_on_board(report.reading, paragraph, sentence, match):
                continue
            for service_type, name, proof in _services(report, paragraph, pattern, match, sentence):
                if (name or service_type) not in services:
                    claim = _claim(report, paragraph, pattern, match, sentence, service_type, name, proof)
                    yield from _lasting(claim, sentence, match)
                services.add(name or service_type)
                partners.add(match["p"])


_SOME_REMAIN = re.compile(
    r"\b(?:retained|remaining|number of) shared services\b|\bshared services (?:remain|continue)\b"
)


def _lasting(claim: Claim, sentence: Marked, match: re.Match[str]) -> Iterator[Claim]:
    """The claim; beside one that has ended, what is said to remain. What ended with nobody named is no arrangement."""
    if claim.state != "ended" or claim.authorities or sentence.partners[int(match["p"])].partnership:
        yield claim
    if claim.state == "ended" and _SOME_REMAIN.search(sentence.text):
        yield replace(claim, state="operational")


def _matches(words: re.Pattern[str], text: str, begin: int) -> Iterator[re.Match[str]]:
    """Every match, also those that begin inside another: the service nearest to the cue begins last."""
    match = words.search(text, begin)
    while match:
        yield match
        match = words.search(text, match.start() + 1)


def _holds(report: _Report, pattern: Pattern, match: re.Match[str], sentence: Marked) -> bool:
    """True where the partners are such as the pattern asks for, and the words state what it looks for."""
    partners = sentence.partners[int(match["p"])]
    own = partners.own or bool(re.search(r"\{O\d+\}", match.group()))
    if pattern.own and not (own and (partners.authorities or partners.words)):
        return False
    if pattern.areas and not (own or partners.definite):
        return False
    if pattern.one and not (own or partners.definite or _is_one(partners)):
        return False
    if pattern.cluster and "cluster" not in (partners.words or ""):
        return False
    if pattern.boards:
        return bool(re.search(r"LSCB|board", report.reading.document.text[partners.start : partners.end]))
    before = BUT.split(sentence.text[max(0, match.start() - 40) : match.start()])[-1]
    if UNSURE.search(before + match.group()) or NOT.search(before + match.group()):
        return False
    if pattern.rule is NAMED and pattern.service_type:
        return True
    said = sentence.text[match.start() : match.start("p")]
    return not OTHER_SHARING.search(before + said if pattern.rule in (SHARED, RUN_BY) else said)


def _is_on_board(reading: Reading, paragraph: Paragraph, sentence: Marked, match: re.Match[str]) -> bool:
    """True where a county's arrangement is one of its safeguarding boards; London has arrangements of every kind."""
    partnership = sentence.partners[int(match["p"])].partnership or ""
    text = reading.document.text[paragraph.start : paragraph.end]
    return partnership.startswith("pan ") and "london" not in partnership and bool(_BOARD.search(text))


_BOARD = re.compile(r"\bLSCBs?\b|\b[Tt]he board\b|\bsafeguarding (?:children )?board\b")


def _is_one(partners: Partners) -> bool:
    """ "A neighbouring council", not "neighbouring councils"."""
    words = partners.words or ""
    return bool(re.match(r"(?:a|an|another|one|the)\b", words, re.IGNORECASE)) and not words.endswith("s")


def _claim(
    report: _Report,
    paragraph: Paragraph,
    pattern: Pattern,
    match: re.Match[str],
    sentence: Marked,
    service_type: str,
    name: str | None,
    proof: tuple[Span, ...],
) -> Claim:
    partners = sentence.partners[int(match["p"])]
    authorities = partners.authorities or report.members.get(partners.partnership or "", ())
    return Claim(
        rule=pattern.rule.name,
        service_type=service_type,
        kind=pattern.kind,
        spans=((sentence.start, sentence.end), *proof),
        authorities=authorities,
        count=partners.count,
        unnamed=None if authorities else partners.words,
        body=_body_beside(sentence, match),
        state=_state(report.reading, paragraph, sentence, match),
        service_name=name,
    )


_BESIDE = re.compile(r"\(\{B(\d+)\}\)|^, \{B(\d+)\}|\{B(\d+)\}$")


def _body_beside(sentence: Marked, match: re.Match[str]) -> Body | None:
    """The body in brackets or apposition: "with two other councils (ShireAdopt)", "a hub, Foster Shires"."""
    around = (sentence.text[match.end() : match.end() + 12], match.group())
    found = next((hit for words in around if (hit := _BESIDE.search(words))), None)
    return sentence.bodies[int(next(number for number in found.groups() if number))] if found else None


_GOES_ON = re.compile(r"(?:The|This) (?:service|contract|arrangement|team)\b|It\b")


def _state(reading: Reading, paragraph: Paragraph, sentence: Marked, match: re.Match[str]) -> str:
    """The state in the words around the match, and in later sentences of the paragraph about "the service"."""
    text = reading.document.text
    following = " ".join(
        text[start:end] for start, end in paragraph.sentences if sentence.end <= start and _GOES_ON.match(text, start)
    )
    return state_of(around(sentence.text, match), following, reading.cover.start)


# "shared services such as the emergency duty team and fostering", "the shared emergency duty team"
_SHARED_SERVICES = re.compile(
    r"\bshared services\b[^.{]{0,20}(?:\b(?:are|is|includes?|including|such as)\b|[–:;-])[^.{]{0,80}?\{[SU](?P<s>\d+)\}"
)
_SHARED_SERVICE = re.compile(r"\bshared \{S(?P<s>\d+)\}")
_SHARED_AMONG_COUNCILS = frozenset(
    {"edt", "lscb", "lscp", "youth-offending", "fostering", "adoption", "child-death-overview"}
)


def _shared_services(report: _Report, sentence: Marked) -> Iterator[Claim]:
    """Services called shared without their partners, or with those named earlier in the sentence."""
    for match in _SHARED_SERVICES.finditer(sentence.text):
        before = re.findall(r"\{P(\d+)\}", sentence.text[: match.start()])
        authorities = sentence.partners[int(before[-1])].authorities if before else ()
        for mention in listed(sentence, int(match["s"]), behind=True):
            yield replace(_bare_claim(report, sentence, mention), authorities=authorities)
    for match in _SHARED_SERVICE.finditer(sentence.text):
        mention = sentence.services[int(match["s"])]
        if mention.concept in _SHARED_AMONG_COUNCILS and not _WITH_WHOM.match(sentence.text, match.end()):
            yield replace(_bare_claim(report, sentence, mention), alone=True)


_WITH_WHOM = re.compile(r"[^{]{0,40}\b(?:with|between|across) [^.;]{0,20}\{P")  # then the patterns have seen it


def _bare_claim(report: _Report, sentence: Marked, mention: Mention) -> Claim:
    service_type, name = _typed(report, mention)
    return Claim(
        rule=GENERAL.name,
        service_type=service_type,
        kind="joint-delivery",
        spans=((sentence.start, sentence.end),),
        service_name=name,
    )


# ---------------------------------------------------------------- which service

Found = tuple[str, str | None, tuple[Span, ...]]  # its type, its name where the type is `other`, sentences that tell it

_NAMED_AFTER_AREAS = frozenset(
    {"lscb", "lscp", "child-death-overview", "edt", "youth-offending", "fostering", "adoption", "mash"}
)


def _services(
    report: _Report, paragraph: Paragraph, pattern: Pattern, match: re.Match[str], sentence: Marked
) -> Iterator[Found]:
    """The services that the match is about."""
    if pattern.service_type:
        yield pattern.service_type, None, ()
    elif pattern.before:
        yield from _antecedent(report, paragraph, sentence, match, topics=pattern.rule in (NAMED, PARTNERSHIP))
    else:
        if _NOT_ITSELF.search(sentence.text, 0, match.start("s")):
            return
        behind = match.start("p") < match.start("s")
        partners = sentence.partners[int(match["p"])]
        partnership = partners.partnership if pattern.rule is NAMED else None
        for mention in listed(sentence, int(match["s"]), behind):
            if partnership and partners.count and _SUB_GROUP.search(_words(report, mention)):
                continue  # a shared board's own sub-groups are no arrangements beside it
            if pattern.rule is not LISTED or mention.concept in _NAMED_AFTER_AREAS:
                service_type, name = _typed(report, mention, partnership)
                both = service_type == "missing-children" and mention.topic and _EXPLOITED.search(sentence.text)
                yield "child-exploitation" if both else service_type, name, ()


# Before a service: it is the other name, in brackets, of the one before, or only the board that a sub-group belongs to.
_NOT_ITSELF = re.compile(r"(?:\{S\d+\}\s*\(|\b(?:group|sub-?groups?|committee|\{[SU]\d+\}) of the )\{[SU]$")
_EXPLOITED = re.compile(r"\b(?:exploit|traffick|sexual abuse)")  # a group for missing and exploited children
_SUB_GROUP = re.compile(r"\bsub-?\s?(?:group|committee)s?\b", re.IGNORECASE)


def _typed(report: _Report, mention: Mention, partnership: str | None = None) -> tuple[str, str | None]:
    """Type and name; a sub-group without a type of its own belongs to the safeguarding board."""
    if mention.concept != "other":
        return _of_its_time(report.reading, mention.concept), None
    words = _words(report, mention)
    if _SUB_GROUP.search(words):
        return "lscb", None
    return "other", f"{partnership.replace(' ', '-')} {words}" if partnership else words


def _of_its_time(reading: Reading, service_type: str) -> str:
    """A safeguarding partnership of boards, before the partnerships of 2018 replaced them, is their arrangement."""
    start = reading.cover.start
    return "lscb" if service_type == "lscp" and start and start.year < 2018 else service_type


def _words(report: _Report, mention: Mention) -> str:
    return report.reading.document.text[mention.start : mention.end]


_NAMELESS = re.compile(r"\b(?:service|team|panel|unit|project|hub)\b[^.,;:()]{0,60}")


def _antecedent(
    report: _Report, paragraph: Paragraph, sentence: Marked, match: re.Match[str], topics: bool
) -> Iterator[Found]:
    """What "the team" or "it" is: the service of the nearest sentence before in the paragraph that names one."""
    noun = match.group().split("{")[0].lower()
    before = [span for span in paragraph.sentences if span[1] <= sentence.start][-3:]
    text = report.reading.document.text
    for start, end in reversed(before):
        found = marked(report.reading, start, end, report.full)
        marks = re.findall(r"\{[SU](\d+)\}" if topics else r"\{S(\d+)\}", found.text)
        if marks:
            mentions = [found.services[int(number)] for number in marks]
            same = [one for one in mentions if any(word in noun for word in _words(report, one).lower().split())]
            yield *_typed(report, (same or mentions)[0]), ((start, end),)
            return
    nameless = _NAMELESS.search(text, *before[-1]) if before and not topics else None
    if nameless:
        yield "other", nameless.group().strip(), (before[-1],)
