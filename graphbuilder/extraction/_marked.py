"""A sentence with what is known in it replaced by marks, so that patterns stay short.

"The adoption panel is shared with Eastham and Westborough." becomes "The {S0} is shared with {P0}.":
{S} a service, {U} the subject of one ("adoption"), {C} children's services as a whole, {P} partners, {O} the reporting
authority alone, {T} the name of a partnership ("tri-borough"), {B} a named body. The number is the index in the list of
its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..matching import Cues
from ..model import Mention, Reading
from ._bodies import (
    AGENCY_WORDS,
    CONSORTIUM_WORDS,
    Body,
    adoption_agency_names,
    alliance_names,
    consortium_names,
    known_bodies,
    the_trust,
    trust_names,
)
from ._partners import Partners, find_partners
from ._sections import holding

_SERVICE_WORD = re.compile(
    r"\s+(?:(?:and|or|&)\s+\w+\s+)?(?:[\w-]+\s+)?(?:services?|teams?|panels?|functions?|arrangements?|hubs?|schemes?|units?|"
    r"provision|recruitment|resources|processes|process|groups?|work|support|duty|cover|agency|boards?|project|"
    r"partnership)\b"
)
_NO_SERVICE = re.compile(rf"{AGENCY_WORDS}|{CONSORTIUM_WORDS}")  # these have rules of their own


@dataclass(frozen=True, slots=True)
class Marked:
    """One sentence: `text` with marks; the lists that the marks count in; where it stands in the document."""

    text: str
    start: int
    end: int
    services: tuple[Mention, ...]
    partners: tuple[Partners, ...]
    bodies: tuple[Body, ...]

    def named(self, kind: str) -> list[tuple[re.Match[str], Body]]:
        """The marks of the bodies of a kind, with the bodies."""
        marks = _BODIES.finditer(self.text) if self.bodies else ()
        found = [(match, self.bodies[int(match[1])]) for match in marks]
        return [(match, body) for match, body in found if body.kind == kind]


_BODIES = re.compile(r"\{B(\d+)\}")


def marked(reading: Reading, start: int, end: int, full: frozenset[str]) -> Marked:
    """The sentence `start`..`end` of the report with its marks; `full` as `_bodies.introduced` gives it."""
    text = reading.document.text
    bodies = _bodies(reading, start, end, full)
    taken = [(body.start, body.end) for body in bodies]
    partners = [found for found in find_partners(reading, start, end) if not _overlaps(found, taken)]
    taken += [(found.start, found.end) for found in partners]
    services = [
        mention
        for mention in reading.mentions_in(start, end, "service-type")
        if not _overlaps(mention, taken) and not _NO_SERVICE.search(text, mention.start, mention.end)
    ]
    spans: list[tuple[int, int, str]] = [(body.start, body.end, f"{{B{n}}}") for n, body in enumerate(bodies)]
    spans += [(found.start, found.end, f"{{{_letter(found)}{n}}}") for n, found in enumerate(partners)]
    spans += [
        (mention.start, mention.end, f"{{{_service_letter(reading, mention)}{n}}}")
        for n, mention in enumerate(services)
    ]
    parts, at = [], start
    for begin, stop, mark in sorted(spans):
        parts += [text[at:begin].replace("{", "(").replace("}", ")"), mark]
        at = stop
    parts.append(text[at:end].replace("{", "(").replace("}", ")"))
    return Marked("".join(parts), start, end, tuple(services), tuple(partners), tuple(bodies))


def _letter(partners: Partners) -> str:
    if partners.partnership:
        return "T"
    return "P" if partners.authorities or partners.words else "O"


# Names that no list knows: words of which one stands in every such sentence, and what finds them.
_UNKNOWN = (
    (Cues("regional adoption", "raa"), adoption_agency_names),
    (Cues("trust", "children first"), trust_names),
    (Cues("consorti"), consortium_names),
    (Cues("foster", "commissioning", "procurement", "purchasing", "adopt"), alliance_names),
)
BODY_CUES = (*(cues for cues, _ in _UNKNOWN), Cues("company"))  # for bodies that are no agencies of the gazetteer


def _bodies(reading: Reading, start: int, end: int, full: frozenset[str]) -> list[Body]:
    """Known and unknown bodies in order; where two overlap, the known one."""
    text = reading.document.text
    kept = [*known_bodies(reading, start, end, full), *the_trust(reading, start, end, full)]
    tried = (names for cues, names in _UNKNOWN if start in holding(reading, cues))
    for body in (body for names in tried for body in names(text, start, end)):
        if not _overlaps(body, [(other.start, other.end) for other in kept]):
            kept.append(body)
    return sorted(kept, key=lambda body: body.start)


def _overlaps(one: Body | Partners | Mention, taken: list[tuple[int, int]]) -> bool:
    return any(one.start < stop and begin < one.end for begin, stop in taken)


def _service_letter(reading: Reading, mention: Mention) -> str:
    """S where the words name a service, and not only its subject: "fostering service", not "fostering"."""
    if mention.concept == "childrens-social-care":
        return "C"  # "children's services" is said of everything that a council does for children
    named = not mention.topic or _SERVICE_WORD.match(reading.document.text, mention.end)
    return "S" if named else "U"


# ---------------------------------------------------------------- lists of services

MARKS = re.compile(r"\{[SUC](\d+)\}")
_BRACKET = r"(?:\s*\([^()]{1,60}\))?"
BETWEEN = re.compile(
    rf"{_BRACKET}(?: services?)?(?:,? and|,|,? as well as| &| or)(?: (?:the|its|their|an?|both))?(?: \{{T\d+\}})?"
    r"(?: [\w’-]+){0,2}\s*"
)
_BEFORE = re.compile(rf"{_BRACKET}(?: services?)?(?:,? and|,| &)(?: (?:the|its|their))?\s*")


def listed(sentence: Marked, number: int, behind: bool) -> list[Mention]:
    """The service and those in one list with it: to its left, or to its right where the list stands behind the cue."""
    marks = [(found.start(), found.end(), int(found[1])) for found in MARKS.finditer(sentence.text)]
    first = last = next(index for index, mark in enumerate(marks) if mark[2] == number)
    while not behind and first and _BEFORE.fullmatch(sentence.text, marks[first - 1][1], marks[first][0]):
        first -= 1
    while behind and last + 1 < len(marks) and BETWEEN.fullmatch(sentence.text, marks[last][1], marks[last + 1][0]):
        last += 1
    found = [_called(sentence, mark) for mark in marks[first : last + 1]]
    return [mention for mention in found if mention.concept != "childrens-social-care"]


def _called(sentence: Marked, mark: tuple[int, int, int]) -> Mention:
    """The service of a mark, or that of the abbreviation in brackets behind it: "the assessment hub (MASH)"."""
    bracket = _IN_BRACKETS.match(sentence.text, mark[1])
    if bracket:
        short = sentence.services[int(bracket[1])]
        if short.end - short.start <= _LONGEST_ABBREVIATION:
            return short
    return sentence.services[mark[2]]


_IN_BRACKETS = re.compile(r"\s*\(\{S(\d+)\}\)")
_LONGEST_ABBREVIATION = 6


def around(text: str, match: re.Match[str], width: int = 60) -> str:
    """The words about a match: `width` characters before it, half as many behind."""
    return text[max(0, match.start() - width) : match.end() + width // 2]
