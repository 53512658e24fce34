"""The inspection team: lead, deputy and team inspectors, as the last pages list them.

Data analysts, quality assurance managers, shadow inspectors and authors are not of the team (GUIDELINES, People).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model import Evidence, Inspector, Reading, Rule
from ..phrases import PersonName, find_people, lowered_report

RULES = (
    Rule(
        "people/team-list",
        "the names behind “Team inspectors” or “Deputy lead inspector” on the last pages",
        "Team inspectors: Ann Archer HMI, Bob Baker HMI and Cy Cole (Associate Inspector)",
        0.98,
    ),
)

_LABEL = re.compile(
    r"\b(?P<label>deputy\s+lead\s+inspectors?|(?:other\s+)?team\s+inspectors?|inspection\s+team(?=\s*:)|"
    r"additional\s+inspectors?|associate\s+inspectors?|seconded\s+inspectors?|shadow\s+inspectors?|"
    r"lead\s+inspector(?:\s+on\s+site)?|(?:senior\s+)?data\s+analysts?|quality\s+assurance\s+managers?|report\s+author|"
    r"inspectors(?=\s*:))\s*(?::|–|-|(?=\s[a-z]))\s*"
)  # in small letters
_TEAM = re.compile(
    r"^(?:deputy|other\s+team|team|inspection\s+team|additional|associate|seconded|inspectors$)", re.IGNORECASE
)
_STOP = re.compile(r"Any\s+complaints|The\s+Office\s+for\s+Standards|If\s+you\s+would\s+like", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:the\s+)?inspection\s+team|information\s+about\s+this\s+inspection|about\s+this\s+inspection", re.I
)
_LONGEST = 900  # characters of one list of names
_STOP_LENGTH = 80  # of the words that end one


def extract(reading: Reading) -> Iterable[Inspector]:
    """Team inspectors in the order printed, each once; the lead is a fact of the cover."""
    seen = {inspector.name for inspector in reading.cover.lead_inspectors}
    for person, hmi, listed in _team(reading):
        if person.name not in seen:
            seen.add(person.name)
            yield Inspector(name=person.name, role="team", hmi=hmi, rule="people/team-list", evidence=(listed,))


def _team(reading: Reading) -> Iterable[tuple[PersonName, bool | None, Evidence]]:
    """Each name of each list, whether an HMI, and the list itself with its label."""
    document = reading.document
    text = document.text
    start = _section_start(reading)
    if start is None:
        return
    labels = list(_LABEL.finditer(lowered_report(text), start))
    for index, label in enumerate(labels):
        if not _TEAM.match(label["label"]):
            continue
        following = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        longest = min(following, label.end() + _LONGEST)
        stop = _STOP.search(text, label.end(), longest + _STOP_LENGTH)
        end = min(longest, stop.start() if stop else longest)
        additional = re.match(r"additional|associate", label["label"], re.IGNORECASE)
        found = find_people(text, label.end(), _list_end(reading, label.end(), end))
        for person in found:
            listed = document.evidence(label.start(), found[-1].end)
            yield person, False if additional and person.hmi is None else person.hmi, listed


def _section_start(reading: Reading) -> int | None:
    """Where the list of the team can begin: the section that is about the inspection, at the end of a report."""
    for paragraph in reversed(reading.document.paragraphs):
        if paragraph.kind == "heading" and _SECTION.match(reading.document.text[paragraph.start : paragraph.end]):
            earlier = reading.document.text.rfind("nspection team", paragraph.start - 400, paragraph.start)
            return earlier if earlier > 0 else paragraph.start
    return None


def _list_end(reading: Reading, start: int, end: int) -> int:
    """A list of names goes on over lines that hold nothing but names; a heading or a sentence ends it."""
    paragraph = reading.document.paragraph_at(start)
    limit = paragraph.end if paragraph else end
    for following in reading.document.paragraphs:
        if following.start <= start or following.start >= end:
            continue
        words = reading.document.text[following.start : following.end]
        if following.kind == "heading" or len(words) > 300 or re.search(r"[a-z]{3,}\.(?:\s|$)", words):
            break
        limit = following.end
    return min(limit, end)
