"""What the words around a title say of its holder: in post since, appointed in, new, interim, or gone.

`before` and `after` are the words of the sentence on either side of the title, up to the next title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..phrases import MONTH, MONTHS

IN_POST, APPOINTED, NEW = "posts/in-post-since", "posts/appointed", "posts/new"

_YEAR = r"(?:19|20)\d{2}"
_DATE = (
    r"(?:(?:the\s+)?(?:early|mid|late|end|start|beginning|summer|autumn|winter|spring)(?:\s+of|\s+in)?[\s-]+"
    rf"(?:the\s+)?)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH}\s+)?{_YEAR}\b"
)
# Words between "new" or "appointment of a" and the title: no preposition that begins another phrase.
_MODIFIERS = r"(?:(?!(?:of|for|to|in|and|with|by|the)\b)[\w’‘'-]+,?\s+){0,5}[‘“]?$"

_SINCE = re.compile(
    r"(?:(?P<had>had|has|have)\s+(?:now\s+|also\s+|only\s+|both\s+|all\s+)?been\s+|,\s+(?:who\s+is\s+|both\s+|now\s+)?)"
    r"in\s+(?:(?:this|the|her|his|their)\s+)?(?:current\s+)?(?:post|role|position|place)\s+(?:since|from)\s+"
    rf"(?:at\s+least\s+)?{_DATE}",
    re.IGNORECASE,
)
_ALSO_SINCE = re.compile(rf"^\s*since\s+{_DATE}", re.IGNORECASE)
_RESPECTIVELY = re.compile(
    rf"ha(?:s|ve)\s+been\s+in\s+post\s+since\s+(?:{MONTH}\s+)?{_YEAR}\s+and\s+(?:{MONTH}\s+)?{_YEAR}\s+respectively",
    re.IGNORECASE,
)
_FOR_MONTHS = re.compile(
    r"ha(?:s|ve)\s+(?:only\s+)?been\s+in\s+(?:post|role|place)\s+(?:for\s+)?"
    r"(?:(?:only|just|less\s+than|under|about|around)\s+){0,2}"
    r"(?:a\s+few|one|two|three|four|five|six|seven|eight|nine|ten|eleven|\d|1[01])\s+(?:weeks?|months?)\b",
    re.IGNORECASE,
)
_TAKEN_UP = re.compile(
    r"(?:(?:was|were|being|been)\s+(?:\w+ly\s+)?(?:appointed|recruited|confirmed\s+in\s+post)|appointed|"
    r"(?:t[oa]kes?|took|taking|will\s+take|to\s+take)\s+up\s+(?:the\s+|her\s+|his\s+|their\s+)?"
    r"(?:permanent\s+|substantive\s+|new\s+|current\s+|full\s+)?(?:post|role|position|office)|"
    r"(?:came|comes|coming|will\s+come)\s+in(?:to)?\s+post|commenced(?:\s+in\s+(?:post|role))?|"
    r"started(?:\s+in\s+(?:post|role))?|(?:is|are)\s+due\s+(?:to\s+start|in\s+post|to\s+take\s+up\s+post)|"
    r"joined\s+the\s+(?:council|authority|local\s+authority)|arrived|due\s+in\s+post|will\s+(?:start|join))"
    rf"[^.;]{{0,45}}?\s+(?:in|on|from|at)\s+{_DATE}",
    re.IGNORECASE,
)
_AS_ANOTHER = re.compile(r"\bas\s+(?:assistant|deputy|head)", re.IGNORECASE)  # "appointed as assistant director in"
_ASSUMES = re.compile(
    r"^[^.;]{0,12}\b(?:will\s+)?assumes?d?\s+(?:the\s+)?(?:statutory\s+)?(?:director|DCS)\s+"
    rf"(?:role|responsibilities)\s+in\s+{_DATE}",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"\s*\(\s*(?:in\s+)?{_DATE}\s*\)|,?\s+(?:in|at)\s+{_DATE}", re.IGNORECASE)
_FIRST_DATE = re.compile(rf"(?:^|[,;]\s*)(?:in|since|from)\s+{_DATE}", re.IGNORECASE)
_WAS_APPOINTED = re.compile(r"[^.;]{0,80}\b(?:was|were)\s+(?:\w+ly\s+)?appointed\b", re.IGNORECASE)
_THERE_IS_A_NEW = re.compile(r"\bthere\s+ha(?:s|ve)\s+been\s+an?\s+new\b", re.IGNORECASE)
_DATED_APPOINTMENT = re.compile(  # "the appointment in May 2021 of a new", "when appointed in 2016, the"
    rf"\b(?:appointment|arrival)\s+(?:in|from)\s+{_DATE},?\s+of\s+(?:an?|the|its)\s+(?:[\w’'-]+,?\s+){{0,3}}$|"
    rf"\b(?:when|since|following|after|upon)\s+(?:(?:her|his|their)\s+)?appoint(?:ed|ment),?\s+in\s+{_DATE},\s+the\s+(?:[\w’'-]+\s+){{0,2}}$|"
    rf"\bappointed\s+\((?:in\s+)?{_DATE}\)\s+(?:[\w’'-]+\s+){{0,2}}$",
    re.IGNORECASE,
)
_RECENT = re.compile(
    r"\b(?:new|newest|incoming|(?:very\s+)?(?:newly|recently|just)[\s-]+(?:\w+ly\s+)?"
    rf"(?:appointed|arrived|recruited|elected|established))\s+{_MODIFIERS}",
    re.IGNORECASE,
)
_APPOINTMENT = re.compile(
    r"\b(?:appointment|arrival|recruitment)s?\s+(?:\w+\s+months\s+ago\s+)?of\s+(?:(?:an?|the|its|their|both)\s+)?"
    rf"{_MODIFIERS}",
    re.IGNORECASE,
)
_FRESH_APPOINTMENT = re.compile(
    rf"\brecent\s+(?:permanent\s+)?(?:appointment|arrival)s?\b|\bnew\s+{_MODIFIERS}", re.IGNORECASE
)
_APPOINTS = re.compile(
    rf"\b(?:has|have)\s+(?:very\s+)?(?:recently|newly|just)\s+(?:appointed|recruited)\s+(?:an?\s+)?{_MODIFIERS}",
    re.IGNORECASE,
)
_APPOINTS_DATED = re.compile(rf"\b(?:appointed|recruited)\s+(?:an?|its|their|the)\s+{_MODIFIERS}", re.IGNORECASE)
_NEW_AFTER = re.compile(
    r"\s*,?\s*(?:who\s+)?(?:(?:is|are|was|were|has|have)\s+(?:been\s+)?(?:very\s+|only\s+)?(?:newly|recently|just)\s+"
    r"(?:been\s+)?(?:\w+ly\s+)?(?:appointed|taken\s+up)|(?:is|are|although|though|while)\s+(?:\w+ly\s+)?new\s+(?:to|in)\s+"
    r"(?:the\s+|this\s+)?(?:post|role)|has\s+recently\s+taken\s+up|recently\s+appointed)",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"\ban?\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)  # "a permanent director has been appointed"
_HAS_BEEN_APPOINTED = re.compile(r"\s+ha(?:s|ve)\s+been\s+appointed\b", re.IGNORECASE)
_AT_THE_TIME = re.compile(r"\binterim|time of the inspection", re.IGNORECASE)
_INTERIM = re.compile(r"\b(?:interim|acting)\s+(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:until|before)\s+(?:an?|the)\s+(?:[\w’'-]+\s+){0,3}$|"
    r"\b(?:previous|former|outgoing|then|departing|retiring|last|late|predecessor|deputy|assistant|vice|any|no|not|each|"
    r"every)\s+(?:[\w’',-]+\s+){0,4}$|"
    r"\b(?:not|yet\s+to|plans?\s+to|will|to)\s+(?:\w+\s+)?(?:appoint(?:ed)?|recruit(?:ed)?)\s+(?:an?\s+)?"
    r"(?:[\w’'-]+\s+){0,3}$|"
    r"\b(?:departure|retirement|resignation|absence|loss|creation|introduction|prior\s+to\s+the\s+appointment)\s+of\s+"
    r"(?:[\w’',-]+\s+){0,5}$",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:left|retired|resigned|stepped\s+down|vacant|vacated|departed|died|deleted|created)\b|\bpost\s+of\b",
    re.IGNORECASE,
)
_THE_POST = re.compile(  # the office is spoken of, not its holder
    r"\s+(?:post|role|position|responsibilit\w+|function|duties|and\s+assistant)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Tenure:
    since: str | None  # "2013-04" or "2013"
    status: str  # in-post, newly-appointed, interim
    rule: str


def is_present_holder(before: str, after: str) -> bool:
    """False where the words are about a former holder, a vacancy or the office itself."""
    if _FORMER.search(before[-70:]) or _THE_POST.match(after):
        return False
    return not _LEFT.search(after[:90]) or bool(_SINCE.search(after[:60]))


def tenure_said(sentence: str, before: str, after: str, title: str) -> Tenure | None:
    """Since when the holder has the post, or that the holder is new or interim; None where the words say neither."""
    interim = bool(_INTERIM.search(before[-40:]) or re.match(r"interim|acting", title, re.IGNORECASE))
    since, rule = _dated(sentence, before, after)
    if rule == IN_POST:
        return Tenure(since, "interim" if interim else "in-post", rule)
    fresh = bool(_RECENT.search(before[-110:]) or _FRESH_APPOINTMENT.search(before[-120:]))
    if rule == APPOINTED:
        return Tenure(since, "interim" if interim else "newly-appointed" if fresh else "in-post", rule)
    if _is_new(before, after):
        return Tenure(None, "interim" if interim else "newly-appointed", NEW)
    return Tenure(None, "interim", NEW) if interim else None


def dates_respectively(sentence: str, after: str) -> list[str]:
    """The dates of "have been in post since 2010 and 2011 respectively", one for each post; else none."""
    dates = re.finditer(_DATE, after, re.IGNORECASE) if _RESPECTIVELY.search(sentence) else ()
    return [_since(match) for match in dates]


def _dated(sentence: str, before: str, after: str) -> tuple[str | None, str]:
    """(since, rule) where a date of the holder stands behind the title, or in front of it."""
    near = before[-110:]
    since = _SINCE.search(after[:130])
    if since and ((since["had"] or "").lower() != "had" or _AT_THE_TIME.search(sentence)):
        return _since(since), IN_POST
    also = _ALSO_SINCE.match(after)
    if also and ("in post since" in sentence or _RECENT.search(near) or re.search(r"\bthere\s+has\s+been\b", before)):
        return _since(also), IN_POST
    appointed = _appointed(near, after) or _appointed_first(before, near, after)
    return (_since(appointed), APPOINTED) if appointed else (None, "")


def _appointed(near: str, after: str) -> re.Match[str] | None:
    """A date of appointment behind the title, or within the words in front of it."""
    taken = _TAKEN_UP.search(after[:150])
    if taken and taken.start() < 70 and not _AS_ANOTHER.search(after[: taken.end() + 40]):
        return taken
    bracket = _IN_BRACKETS.match(after)
    if bracket and (_APPOINTMENT.search(near) or _RECENT.search(near) or _APPOINTS_DATED.search(near)):
        return bracket
    return _ASSUMES.search(after) or _DATED_APPOINTMENT.search(near)


def _appointed_first(before: str, near: str, after: str) -> re.Match[str] | None:
    """A date that opens the sentence: "In August 2023, a new director was appointed"."""
    first = _FIRST_DATE.search(before[:60])
    if first is None:
        return None
    said = (
        _WAS_APPOINTED.match(after)
        or _THERE_IS_A_NEW.search(before)
        or (_APPOINTMENT.search(near) and "appointment of" not in before[: first.start()])
    )
    return first if said else None


def _is_new(before: str, after: str) -> bool:
    near = before[-110:]
    if _INDEFINITE.search(near) and _HAS_BEEN_APPOINTED.match(after):
        return True
    if _RECENT.search(near) or _NEW_AFTER.match(after) or _FOR_MONTHS.search(after[:80]) or _APPOINTS.search(near):
        return True
    return bool(_APPOINTMENT.search(near) and _FRESH_APPOINTMENT.search(near))


def _since(match: re.Match[str]) -> str:
    """ "in early May 2021" → "2021-05"; "at the end of 2020" → "2020"."""
    dated = re.findall(rf"(?:({MONTH})\s+)?({_YEAR})\b", match.group(), re.IGNORECASE)
    month, year = dated[0]
    return f"{year}-{MONTHS[month.lower().rstrip('.')]:02d}" if month else str(year)
