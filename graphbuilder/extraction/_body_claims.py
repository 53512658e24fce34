"""Claims by what runs the work: regional adoption agencies, children's trusts and companies, consortia."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..matching import Cues
from ..model import Paragraph, Reading
from ._arrangements import Claim, state_of
from ._bodies import ADOPTION_AGENCY, AGENCY_WORDS, CONSORTIUM, CONSORTIUM_WORDS, TRUST, Body
from ._marked import BETWEEN, MARKS, Marked, around
from ._partners import Partners
from ._sections import holding
from ._sharing_rules import AGENCY, CONSORTIUM_RULE, NOT, TRUST_RULE, UNSURE

# ---------------------------------------------------------------- regional adoption agencies

_AGENCY_IN_GENERAL = re.compile(rf"{AGENCY_WORDS}(?!\w)")
_BODY_PARTNERS = re.compile(
    r"\b(?:with|involving|for|covering|serving|across|comprising|between|alongside|of|by) (?:the |both )?"
    r"(?:\{O\d+\}(?:,? and|,) )?(?:the )?\{P(\d+)\}"
)


def agency_claims(sentence: Marked, inspected: date | None) -> Iterator[Claim]:
    """One claim for every agency that the sentence names, or one for an agency without its name."""
    found: list[tuple[re.Match[str], Body | None]] = [*sentence.named(ADOPTION_AGENCY)]
    general = "RAA" in sentence.text or "adoption" in sentence.text.lower()
    if not found and general and (printed := _AGENCY_IN_GENERAL.search(sentence.text)):
        found = [(printed, None)]
    partners = _body_partners(sentence) if found else None
    for match, body in found:
        yield Claim(
            rule=AGENCY.name,
            service_type="adoption",
            kind="delivered-by-body",
            spans=((sentence.start, sentence.end),),
            authorities=partners.authorities if partners else (),
            count=partners.count if partners else None,
            unnamed=_unnamed(partners) if partners or body else "the regional adoption agency",
            body=body,
            state=state_of(around(sentence.text, match, 90), "", inspected),
        )


def _unnamed(partners: Partners | None) -> str | None:
    return partners.words if partners and not partners.authorities else None


def _body_partners(sentence: Marked) -> Partners | None:
    """The other authorities that a body works for, where the sentence names or counts them."""
    for match in _BODY_PARTNERS.finditer(sentence.text) if sentence.partners else ():
        partners = sentence.partners[int(match[1])]
        if partners.definite:
            return partners
    return None


# ---------------------------------------------------------------- trusts and companies

_RUN_BY = (
    r"\b(?:delivered|provided|run|managed|discharged|undertaken|overseen)\b[^.;]{0,40}\b(?:by|through)(?: the)? "
    r"\{B(?P<b>\d+)\}",
    r"\b(?:delegated|transferred|handed over|outsourced|contracted)\b[^.;]{0,60}\b(?:to|with)(?: the)? \{B(?P<b>\d+)\}",
    r"\{B(?P<b>\d+)\}[^.;]{0,80}\b(?:on behalf of|(?:wholly|council|jointly)[- ]owned\b|community interest company)\b",
)
# A body known to be a company or a trust of this sort needs fewer words; "X Children's Trust" is often a mere board.
_RUNS = (
    r"\{B(?P<b>\d+)\}[^.;]{0,80}\b(?:set up|established|created|formed)\b[^.;]{0,60}\bto (?:deliver|provide|run)\b",
    r"\{B(?P<b>\d+)\}[^.;]{0,60}\b(?:deliver(?:s|ed)?|provide[sd]?|runs?|manage[sd]?|took over|takes? over|assumed|"
    r"(?:is|was|became|been) responsible for|(?:has|had)(?: had)? (?:\w+ )?responsibility for)\b[^.;]{0,60}"
    r"(?:\{[SUC]\d+\}|\bfunctions?\b|\bservices\b)",
)
_OF_ANY_TRUST = tuple(re.compile(words, re.IGNORECASE) for words in _RUN_BY)
_OF_KNOWN_TRUST = tuple(re.compile(words, re.IGNORECASE) for words in (*_RUN_BY, *_RUNS))


def trust_claims(sentence: Marked, inspected: date | None) -> Iterator[Claim]:
    """One claim for the whole function, and one for every service that the sentence lists as handed over."""
    words_tried = _OF_KNOWN_TRUST if any(body.kind == TRUST for body in sentence.bodies) else ()
    hits = (hit for words in words_tried for hit in words.finditer(sentence.text))
    match = next((hit for hit in hits if _is_trust(sentence, hit)), None)
    if not match:
        return
    partners = _body_partners(sentence)
    for service_type in ("childrens-social-care", *_handed_over(sentence)):
        yield Claim(
            rule=TRUST_RULE.name,
            service_type=service_type,
            kind="delivered-by-body",
            spans=((sentence.start, sentence.end),),
            authorities=partners.authorities if partners else (),
            count=partners.count if partners else None,
            unnamed=_unnamed(partners),
            body=sentence.bodies[int(match["b"])],
            state=state_of(around(sentence.text, match), "", inspected),
        )


def _is_trust(sentence: Marked, match: re.Match[str]) -> bool:
    body = sentence.bodies[int(match["b"])]
    if body.kind != TRUST or NOT.search(match.group()) or UNSURE.search(match.group()):
        return False
    return body.known or match.re in _OF_ANY_TRUST


def _handed_over(sentence: Marked) -> list[str]:
    """The other services in one list with children's social care: "children's social care and early help"."""
    runs: list[list[str]] = [[]]
    last = 0
    for mark in MARKS.finditer(sentence.text):
        if not BETWEEN.fullmatch(sentence.text, last, mark.start()):
            runs.append([])
        runs[-1].append(sentence.services[int(mark[1])].concept)
        last = mark.end()
    listed = {concept for run in runs if "childrens-social-care" in run for concept in run}
    return sorted(listed - {"childrens-social-care", "other"})


# ---------------------------------------------------------------- consortia

_CONSORTIUM_CUES = Cues("consorti")
FRAMEWORK_CUES = Cues("regional", "framework", "arrangement", "purchasing")  # one stands in all that _framework finds
_NO_CONSORTIUM = re.compile(
    r"\b(?:behaviour|attendance|schools?[’']?|head ?teachers?|colleges?|training providers?|voluntary|charit\w+|"
    r"academ\w+|health|university|universities|employers?|research)\b[^.;]{0,30}\bconsorti|"
    r"\bconsorti(?:um|a) of (?:\w+ )?(?:schools|colleges|providers|charities|voluntary|agencies|academies|employers)\b",
    re.IGNORECASE,
)
_REGION = r"(?:(?:North|South|East|West|Midlands|London|Yorkshire)[\w-]*\s?){1,3}"
_CONSORTIUM_PHRASE = re.compile(
    r"(?:\b(?:local|regional|sub-regional|adoption|fostering|commissioning|purchasing|placements?|procurement|wider|"
    rf"pan-\w+)\s+){{0,4}}{CONSORTIUM_WORDS}(?:\s+arrangements?)?"
)
_FRAMEWORK = re.compile(
    r"\b(?i:(?:sub-)?regional) (?:[\w-]+ ){0,3}?(?:frameworks?|purchasing|procurement|placement arrangements?)\b|"
    r"\b(?i:regional) commissioning (?:[\w-]+ ){0,2}?arrangements\b|"
    rf"\b{_REGION}(?:[\w-]+ ){{0,2}}?(?:[Ff]ramework|[Aa]rrangement|[Pp]urchasing)\b|\bpurchasing partnership\b"
)
_NETWORK = re.compile(r"\b(?i:regional) (?:[\w-]+ ){0,2}?(?:networks?|partnerships?|collaborations?)\b")
_FINDING = re.compile(
    r"\b(?i:regional) (?:adoption |collaborative )?(?:partnership working|partnerships?|collaborations?)\b"
)
_HOPED = re.compile(r"\b(?:explor\w+|could|would|should|whether|lack of|absence of|considering)\b", re.IGNORECASE)
_BUYS = re.compile(
    r"\b(?:placements?|commission\w*|procur\w+|residential|purchas\w+|sufficiency|accommodation)\b", re.IGNORECASE
)
_PLACES = re.compile(
    r"\b(?:placements?|placed|residential|sufficiency|accommodation|children[’']s homes|foster\w*|procure\w*|"
    r"looked after|commissioning)\b",
    re.IGNORECASE,
)
_ADOPTS = re.compile(
    r"adopt|\bmatch(?:ed|es|ing)?\b|family[- ]find|famil(?:y|ies) for|birth (?:parent|famil)", re.IGNORECASE
)
_PROCEDURES = re.compile(r"\b(?:polic(?:y|ies)|procedures?|safeguarding (?:children )?boards?|LSCBs?)\b", re.IGNORECASE)
_OF_PARTNERS = re.compile(
    r"(?:,? \(?(?:an? |the )?(?:\w+ ){0,2}(?:consorti(?:um|a)|collaboration|partnership)(?: arrangements?)?)?"
    r"(?: of| with| between) (?:the )?\{P(\d+)\}"
)


def consortium_claims(reading: Reading, paragraph: Paragraph, sentence: Marked) -> Iterator[Claim]:
    """One claim for every consortium that the sentence names, or one for a consortium without its name."""
    text = reading.document.text
    words = text[sentence.start : sentence.end]
    consortium = sentence.start in holding(reading, _CONSORTIUM_CUES)
    if consortium and _NO_CONSORTIUM.search(words):
        return
    found: list[tuple[re.Match[str], Body | None]] = [*sentence.named(CONSORTIUM)]
    phrase = _CONSORTIUM_PHRASE.search(words) if consortium else None
    framework = sentence.start in holding(reading, FRAMEWORK_CUES) and not sentence.named(ADOPTION_AGENCY)
    printed = phrase or (_framework(words) if framework else None)
    if not found and printed:
        found = [(printed, None)]
    for match, body in found:
        said = around(sentence.text if body else words, match)
        context = (body.name, words) if body else (match.group(), words, text[paragraph.start : paragraph.end])
        service_type = _bought(sentence, context)
        partners = _consortium_partners(sentence, match, body)
        if service_type and not NOT.search(said) and not _HOPED.search(said):
            yield Claim(
                rule=CONSORTIUM_RULE.name,
                service_type=service_type,
                kind="joint-delivery" if body and _is_hub(service_type, words) else "consortium",
                spans=((sentence.start, sentence.end),),
                authorities=partners.authorities if partners else (),
                count=partners.count if partners else None,
                unnamed=_unnamed(partners) or (None if body else match.group()),
                body=body,
                state=state_of(said),
            )


_BUYS_TOGETHER = re.compile(r"consorti|framework|purchas|procure|commission|collaborat|partnership", re.IGNORECASE)


def _is_hub(service_type: str, words: str) -> bool:
    """A hub or project that recruits carers for several councils buys and finds nothing for them."""
    return service_type == "fostering" and not _BUYS_TOGETHER.search(words)


def _framework(words: str) -> re.Match[str] | None:
    """A regional framework or network for buying or finding, where the sentence says what is bought or found."""
    if re.search(r"\badopt|famil(?:y|ies)[- ]find", words) and (found := _FINDING.search(words)):
        return found
    if _BUYS.search(words) and (found := _FRAMEWORK.search(words)):
        return found
    return _NETWORK.search(words) if re.search(r"\b(?:placement|purchas|procur)", words) else None


def _consortium_partners(sentence: Marked, match: re.Match[str], body: Body | None) -> Partners | None:
    """ "a consortium of six authorities", "one of eight boroughs that constitute the ... consortium" """
    at = match if body else re.search(CONSORTIUM_WORDS, sentence.text)
    if not at:
        return None
    members = next((found for found in sentence.partners if re.search(r"\bmember\b", found.words or "")), None)
    if members:  # "in place across the five member authorities"
        return members
    found = _OF_PARTNERS.match(sentence.text, at.end()) or re.search(
        r"\{P(\d+)\}(?:[^.;{}]|\{[SUC]\d+\}){0,60}\b(?:constitute|form|make up|comprise) (?:the )?$",
        sentence.text[max(0, at.start() - 110) : at.start()],
    )
    return sentence.partners[int(found[1])] if found else None


def _bought(sentence: Marked, context: tuple[str, ...]) -> str | None:
    """What the consortium is for: by its name, then by the words of the sentence, then by those of its paragraph."""
    if any(mention.concept == "youth-offending" for mention in sentence.services):
        return "youth-offending"
    for index, words in enumerate(context):
        if _ADOPTS.search(words):
            return "adoption"
        if _PROCEDURES.search(words) and not re.search(r"\bplacements?\b", words):
            return "lscb"
        if not index and re.search(r"\bfoster", words, re.IGNORECASE):
            return "fostering"
        if (_PLACES if index else _BUYS).search(words):
            return "placements-commissioning"
        if index and re.search(r"\btraining\b|\bstep up to social work\b", words, re.IGNORECASE):
            return None
    return None
