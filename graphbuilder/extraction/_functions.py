"""Work that is named without a team: standing functions, and bodies that are said to be for a group.

"Foster carers are assessed promptly" is about the fostering service, whoever runs it; "a project for families who live
with domestic abuse" is a domestic abuse body, though no label names it (GUIDELINES, Services).
"""

from __future__ import annotations

import re

from ..phrases import NUMBER_WORD, lowered
from ._aboutness import ABBREVIATION, words

# The patterns of this module are in small letters, and tried on a sentence in small letters.

# Types of which a sentence on the function is enough; all others need a body in words.
STANDING = frozenset(
    words(
        "early-help caf childrens-centres mash edt lado private-fostering fostering adoption independent-reviewing "
        "virtual-school camhs marac family-group-conferencing advocacy independent-visitors care-leavers"
    )
)

# Words that must stand beside the topic: foster carers alone are people, not the work with them.
_NEEDED = {
    "fostering": re.compile(
        r"\b(?:recruit\w*|assess\w*|approv\w*|train(?:ed|ing)|"
        r"(?:are|is|feel|felt|been|being|well|also) (?:\w+ )?supported|"
        r"support (?:for|to|from|offered|they|that|available|package|group|given|provided|is|"
        r"and (?:training|supervision))|"
        r"(?:receiv\w+|given|offered|provided with|benefit from|access to) [^.;]{0,40}support|supervis\w*|retain\w*|"
        r"retention|annual reviews?|placement choice|offer|team|service|scheme|campaign)\b"
    ),
    "adoption": re.compile(
        r"\b(?:adopters?|recruit\w*|assess\w*|approv\w*|train\w*|support\w*|prepar\w*|match\w*|family[ -]finding|found|"
        r"find|panel|plac(?:ed|ing)|placements?|consider\w*|timel\w+|pursued|achieved|early permanence|delays?)\b"
    ),
    "care-leavers": re.compile(r"\b(?:services?|support(?:ed|s)?|help(?:ed|s)?|prepar\w+)\b"),
    "edt": re.compile(
        r"\b(?:response|respond\w*|arrangements?|services?|cover|provision|staff|team|decisions?|action|support|concerns?|"
        r"referrals?|contacts?|enquiries|emergenc\w+)\b"
    ),
}
# Words near the topic that make it something else: "the adoption of a strategy", "social workers advocate for them".
_REFUSED = {
    "adoption": re.compile(
        r"\badoption\s+of\s+(?:a|an|the|this|these|new|strength\w*|restorative|trauma\w*|systemic|signs|[‘“'])|"
        r"\bother\s+than\s+(?:for\s+)?adoption\b"
    ),
    "edt": re.compile(r"\b(?:work|working|visit\w*|meetings?|held)\b[^.;]{0,30}\bout of (?:office )?hours\b"),
    "advocacy": re.compile(
        r"\b(?:strong|powerful|effective|enthusiastic|good|tenacious|committed|passionate|persistent|robust|excellent|"
        r"great|effectively|strongly|as|are|fierce|keen|vocal|diligent\w*|champions?|real|best)\s+(?:as\s+)?"
        r"advoca(?:tes?|cy)\b|"
        r"\b(?:who|to|and|they|workers|advisers|carers|staff|iros|officers|that|pas|managers|leaders)\s+(?:\w+ly\s+)?"
        r"advocate\b|\badvocates?\s+(?:for|on\s+behalf|strongly|effectively|well|to\s+(?:ensure|secure|make))\b|"
        r"\badvocacy\s+(?:for\s+(?:their|children)|by|from)\b|\bchildren[’']s\s+rights\b"
    ),
    "private-fostering": re.compile(  # a count of children, or of none, says nothing of the work
        rf"\b(?:\d+|{NUMBER_WORD}) (?:child|children|young people)\b[^.;]{{0,40}}\b(?:lived|living|were|was)\b"
        r"[^.;]{0,30}\bprivate|\bnumber of (?:\w+ )?children\b[^.;,]{0,70}\bprivate[^.;,]{0,40}\.?$|"
        r"\bno (?:known |identified )?(?:cases|children)\b"
    ),
    "early-help": re.compile(
        r"\bearly (?:support|intervention)\b(?! (?:service|team|is|offer|provision|help|workers?))"
    ),
}
_NEAR = 40  # characters on either side of a topic in which a refused word counts
_FARTHER = {"private-fostering": 200}
LESS = 0.5  # a function weighs a little less than a body

# Types of which a body "for" the group is a body of the type.
FOR_WHOM = frozenset(
    words(
        "domestic-abuse child-exploitation disabled-children substance-misuse edge-of-care missing-children "
        "youth-service"
    )
)
_BODY = (
    r"(?:services?|teams?|projects?|programmes?|hubs?|panels?|groups?|sub-?groups?|units?|schemes?|forums?|offer|provision|"
    r"clinics?|specialist\s+workers?|dedicated\s+workers?|specialist\s+(?:\w+\s+)?(?:practitioners?|nurses?|"
    r"social\s+workers?))"
)
_BODY_AFTER = re.compile(
    rf"\s+(?:(?!(?:and|or|who|in|with|from|to|for|is|are|that|at)\b)\w+\s+)?"
    rf"(?:{_BODY}|workers?|practitioners?|specialists?|advisers?|advocates?)\b"
)
_PROVISION = re.compile(r"\s+provision\b")
_BODY_BEFORE = re.compile(
    rf"\b{_BODY}\s+(?:is\s+|are\s+|which\s+|that\s+|who\s+)?"
    r"(?:for|(?:to\s+)?(?:work(?:s|ing)?\s+with|support(?:s|ing)?|help(?:s|ing)?|protect(?:s|ing)?))\s+(?:[\w’'-]+\s+){0,5}$"
)
_NO_BODY = re.compile(  # "awareness programme for", "strategy group on"
    r"\b(?:training|awareness|strateg\w+|task|focus|action|peer|age|ethnic|minority|theatre|police)\s+(?:\w+\s+)?$"
)
_SERVICE_RECEIVED = re.compile(
    r"\s+(?:and\s+young\s+people\s+|and\s+their\s+families\s+)?(?:receive|benefit\s+from|are\s+provided\s+with|access)\s+"
    r"(?:an?\s+)?(?:[\w-]+\s+){0,4}services?\b(?!\s+from)"
)
_GET_A_SERVICE = ("disabled-children", "domestic-abuse")  # "disabled children receive an effective service"


def is_function(kind: str, sentence: str, start: int, end: int) -> bool:
    """False where the words around a function named at `start`..`end` are about something else."""
    sentence, reach = lowered(sentence), _FARTHER.get(kind, _NEAR)
    refused, needed = _REFUSED.get(kind), _NEEDED.get(kind)
    if refused and refused.search(sentence[max(0, start - reach) : end + reach]):
        return False
    return not needed or bool(needed.search(f"{sentence[:start]} {sentence[end:]}"))


def is_for_group(kind: str, sentence: str, start: int, end: int) -> bool:
    """True where a team, a service or a specialist worker is said to be for the group at `start`..`end`."""
    small = lowered(sentence)
    before, after = small[:start][-120:], small[end:]
    abbreviation = ABBREVIATION.match(after)
    if abbreviation:
        after = after[abbreviation.end() :]
    if _BODY_AFTER.match(after):
        breaks = small[start:end].startswith("short") and _PROVISION.match(after)  # what is given, and no body
        return not breaks and not _NO_BODY.search(before[-40:])
    body = _BODY_BEFORE.search(before)
    if body:
        return not _NO_BODY.search(before[: body.start()])
    return kind in _GET_A_SERVICE and bool(_SERVICE_RECEIVED.match(after))
