"""How far a clause is about the body it names: a statement is told apart from a word in passing.

"The emergency duty team responds quickly" is about the team; "partners such as the youth club" is not about the club.
The weight says how surely a reader would take the sentence for a statement about the body.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..phrases import ENGLISH, lowered


def words(text: str) -> tuple[str, ...]:
    """The words of a list that is written as running text."""
    return tuple(text.split())


# Every pattern of this module but those on capitals is in small letters, and tried on a sentence in small letters.
ENOUGH = 2.0  # least weight of the best sentence on a body for a row
STRONG = 4.0  # from this weight on, a sentence is a clear statement
_LOOK_BACK = 110  # characters before a name in which the words that govern it are looked for

_PREPOSITIONS = frozenset(
    words(
        "of in on at by to for from with within through via across into between under over about against as "
        "including like among alongside towards without around regarding per"
    )
)
_CLAUSE_WORDS = frozenset(
    words(
        "and or but while whilst although though because that which who where when whether if so however "
        "than since until after before how both"
    )
)
_DETERMINERS = frozenset(
    words(
        "the a an this that these those its their his her our all most some many any each every few two "
        "three four several other another"
    )
)
_INSIDE = frozenset(words("by through via in within into at"))  # the work is the body's own, or goes on in it
_TOKEN = re.compile(r"[\w’'+&-]+|[^\w\s]")
_QUOTES = "‘’“”'\""

_BASE_VERBS = words(
    "achieve act add advise aim allocate allow apply appreciate arrange assess attend become begin benefit "
    "bring build carry chair challenge collate come commission complete comprise conduct consider consist "
    "contribute convene cover coordinate co-ordinate create deliver demonstrate develop direct drive enable "
    "encourage engage enhance enjoy ensure evaluate exist experience express facilitate feel find focus "
    "function gather get give go help hear highlight hold host identify improve include increase influence "
    "inform intervene investigate involve join keep know lack lead listen live look maintain make manage "
    "match mean measure meet monitor need offer operate oversee participate perform plan play prepare "
    "present prevent prioritise process produce progress promote protect prove provide reach receive "
    "recognise record recruit reduce reflect remain report represent require respond review run say screen "
    "scrutinise secure see seek serve set share show sit speak start strengthen struggle succeed suffer "
    "support tackle take target tell think track train understand undertake use value visit want work write"
)
_PAST_VERBS = words(
    "became began considered delivered gave held helped identified led made met offered operated produced "
    "provided received reported responded supported told took undertook worked"
)


def _third_person(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return rf"{verb[:-1]}(?:y|ies)"
    return rf"{verb}(?:e?s)?"


_VERB = (
    r"(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|may|might|cannot|remains?|continues?|"
    + "|".join([*map(_third_person, _BASE_VERBS), *_PAST_VERBS])
    + r"|(?:also|now|currently|still|only|\w{3,}ly|often|always|not|no\s+longer)\s+\w+)\b"
)
# Between a body and its verb: a place ("in the west of the county") or an aside ("managed by a neighbour,").
_ASIDE = (
    r"(?:\s+(?:in|for|across|within|of|at)\s+(?:[\w’'-]+\s+){0,5}?|,\s[^,.;:]{2,90},\s*|"
    r"\s+\(?[‘“'][^’”'.;]{2,40}[’”']\)?\s+|\s+)"
)
_VERB_AFTER = re.compile(rf"[’']?s?{_ASIDE}{_VERB}")
_MODIFIED_VERB_AFTER = re.compile(rf"[’']?s?\s+(?:[\w’'-]+\s+){{1,2}}{_VERB}")  # "hub staff are"
_RELATIVE_AFTER = re.compile(
    r"\s*,?\s*(?:which|who|that|where|is|are|known\s+as|called|led\s+by|run\s+by|so\s+that|to\s+\w+)\b"
)
ABBREVIATION = re.compile(r"\s*\([^()]{1,60}\)\d{0,2}")

_EXISTS = re.compile(
    r"(?:\b(?:there\s+(?:is|are|was|were|has\s+been|have\s+been)|"
    r"establish(?:ed|es|ing|ment\s+of)?|creat(?:e|ed|es|ion\s+of|ing)|set(?:ting)?\s+up|introduc(?:e|ed|es|"
    r"ing|tion\s+of)|"
    r"launch(?:ed|es|ing)?|implement(?:ed|s|ing|ation\s+of)|(?:re-?)?commission(?:ed|s|ing)?|develop(?:ed|s|"
    r"ing|ment\s+of)|"
    r"runs?|ran|operates?|hosts?|funds?|funded|resourced|chairs?|chaired|manages?|oversees|leads?|holds?|"
    r"restructured|reviewed|reconfigured|extended|expanded|improved|strengthened|invested\s+in|is|are|known\s+as|"
    r"named|called|be))\s*$"
)
_OBJECT = re.compile(
    r"\b(?:has|have|having|had|receiv\w+|us(?:e|es|ed|ing)|access(?:es|ed|ing)?|offer(?:s|ed|ing)?|provid\w+|"
    r"attend(?:s|ed|ing)?|valu(?:e|es|ed|ing)|enjoy(?:s|ed)?|contact(?:s|ed|ing)?|need(?:ing|s)?|support(?:s|ed|ing)?|"
    r"join(?:s|ed|ing)?|complement(?:s|ing)?|inform(?:s|ed|ing)?|deliver(?:s|ed|ing)?|involv\w+|engag\w+|consult\w*|"
    r"challeng\w+|strengthen(?:s|ed|ing)?|complet\w+|undertak\w+|conduct\w*|given|give|allocated|recruit\w*|"
    r"train(?:s|ed|ing)?|assess(?:es|ed|ing)?|meets?|meeting|met|sees?|finds?|found|makes?|making|made|"
    r"benefits?\s+from)\s*$"
)
_ABOUT_OF = re.compile(
    r"\b(?:quality|effectiveness|work|role|use|impact|performance|development|availability|functioning|operation|"
    r"member(?:s|ship)?|oversight|management|introduction|creation|formation|establishment|provision|"
    r"strengths?|capacity|"
    r"timeliness|recruitment|retention|sufficiency|number|range|consistency|responsiveness|arrangements?|leadership|"
    r"governance|structure|co-?location|remit|priorities|influence|involvement|reviews?|reconfiguration|restructur\w+|"
    r"effect|take-?up|embedding|implementation|voice|views|functions?|terms|support|part|expertise|contribution|"
    r"stability|expansion|response|offer)\s+of\s*$"
)
_VALUE_OF = re.compile(r"\b(?:importance|value|need|significance|instead|absence|lack)\s+of\s*$")
_ABOUT_TO = re.compile(
    r"\b(?:access(?:ible)?|refer(?:red|s|rals?)?|link(?:s|ed)|contacts?|transfer(?:red|s)?|pass(?:ed|es)|support|"
    r"report(?:s|ed|ing)?|present(?:s|ed)?|allocated|available|improvements?|changes?|notified|notifications?|"
    r"contribut\w+|commitment|matched|directed|signposted|attached|response|move)\s+to\s*$"
)
# "practitioners in the first team and the gangs unit": the second body is as much the place of the work as the first
_BOTH_IN = re.compile(
    r"\b(?:in|within|by|through)\s+(?:the|an?)\s+[^.;,]{0,60}\band\s+(?:the\s+|an?\s+)?(?:[\w’'-]+\s+){0,3}$"
)
_SUCH_AS = r"(?:such\s+as|including|includes?|for\s+example|e\.g\.|like|namely|particularly)"
_LISTING_WORDS = ("such", "includ", "example", "e.g.", "like", "namely", "particular")  # one stands in all of _SUCH_AS
_LISTED = re.compile(rf"\b{_SUCH_AS}\b[^.;]{{0,220}}$")
_SERVICES_LISTED = re.compile(
    rf"\b(?:services?|support|help|provision|interventions?|resources?|offer|programmes?|projects?|range|"
    rf"access|teams?|initiatives|"
    rf"panels?|groups?|meetings?|provided|delivered|commissioned)\b[^.;]{{0,90}}\b{_SUCH_AS}\b[^.;]{{0,220}}$"
)
_PARTNERS_LISTED = re.compile(
    r"\b(?:partners?|agencies|professionals|practitioners|specialists?|workers|organisations|representatives?|"
    r"representation|colleagues|bodies|staff|compris\w+|encompass\w+|made\s+up\s+of|attended\s+by|membership|members|"
    r"liais\w+|joint\s+work\w*|liaison|along\s?side|as\s+well\s+as|together\s+with|brings?\s+together)\b[^.;]{0,140}$",
    ENGLISH,
)
_THESE_INCLUDE = re.compile(r"(?:These|This|They|It)\s+(?:also\s+)?includes?\b")
# "Sunrise, a local drugs service": an aside that says what a named body is
_APPOSED = re.compile(r"[A-Z][\w’'-]*[’”)]?,\s+an?\s+(?:[\w’'-]+\s+){0,4}$")
_ABSENT = re.compile(
    r"\b(?:no|without(?:\s+(?:a|an|any))?|(?:lack|absence|loss|shortage)\s+of(?:\s+(?:a|an|any))?(?:\s+access\s+to)?|"
    r"lacks?(?:\s+an?)?|(?:do|does|did)\s+not\s+(?:currently\s+|yet\s+)?(?:have|operate|provide|offer|use|"
    r"run)(?:\s+(?:a|an|any))?|"
    r"not\s+(?:yet\s+)?(?:established|set\s+up|have)(?:\s+(?:a|an|any))?|instead\s+of(?:\s+an?)?|"
    r"rather\s+than(?:\s+an?)?|"
    r"not\s+an?|need\s+for(?:\s+an?)?|equivalent\s+of\s+an?|(?:similar|"
    r"equivalent)\s+to(?:\s+an?)?)\s+(?:(?!of\b|to\b|in\b|the\b|by\b|from\b)[\w’'-]+\s+){0,3}$"
)
_SUPPOSED = re.compile(
    r"\b(?:if|should|must|needs?\s+to|would\s+benefit|could\s+be|ensure\s+that|unless|whether|might)\b",
    ENGLISH,
)
_OUTSIDE = re.compile(  # what inspectors did, and what other inspections said
    r"\binspectors?\s+(?:also\s+)?(?:met|visited|spoke|observed|attended|held|interviewed|looked|examined|read|sampled|"
    r"tracked)\b|\b(?:was|were)\s+(?:last\s+)?(?:judged|inspected)\b|\b(?:previous|last)\s+inspection\s+of\b|"
    r"\bofsted\s+inspect(?:ed|ion)\b|\bpeer\s+review\b|"
    r"\bfound\s+by\s+ofsted\b"
)
_OUTSIDE_WORDS = ("inspect", "judged", "peer", "ofsted")  # one stands in all that _OUTSIDE matches
# "a protocol on how the board will work with the |council": nothing is said of the second body
_BY_PROTOCOL = re.compile(r"\bprotocols?\b[^.;]{0,60}\b(?:work\s+with|between|with)\b[^.;]{0,120}$")
_ELSEWHERE = re.compile(
    r"(?:\b(?:another|other|neighbouring|different)\s+(?:local\s+)?(?:authorit(?:y|ies)|councils?|areas?|boroughs?)"
    r"(?:[’']s?)?|\bnational(?:ly)?|\b(?:former|previous))\s+(?:\w+\s+)?$"
)


def weight(sentence: str, start: int, end: int) -> float:
    """How surely `sentence` says something of the body named at `start`..`end`; 0 where it says nothing.

    6: the body is the subject of its clause; 4 to 5: the clause says what is done by, in, through or with it;
    3: it stands in a list of services; 1: in a list of partners; a wish or a condition counts two less.
    """
    small = lowered(sentence)
    before, after = small[:start], small[end:]
    if _ABSENT.search(before[-90:]) or _ELSEWHERE.search(before[-60:]):
        return 0.0
    abbreviation = ABBREVIATION.match(after)
    if abbreviation:
        after = after[abbreviation.end() :]
    value = _place_weight(before, after, sentence[:start])
    if _SUPPOSED.search(before[-160:]):
        value -= 2.0
    if "protocol" in before and _BY_PROTOCOL.search(before[-200:]):
        value -= 3.0
    if any(word in small for word in _OUTSIDE_WORDS) and _OUTSIDE.search(small[max(0, start - 200) : end + 120]):
        value -= 3.0
    return max(value, 0.0)


def _place_weight(before: str, after: str, printed: str) -> float:
    """The weight by the words on either side, in small letters; `printed` are those before as they stand."""
    governing = governor(before)
    if governing == "of" and _ABOUT_OF.search(_head(before)):
        return 4.5
    if _APPOSED.search(printed[-120:]):
        return 4.0
    if any(word in before for word in _LISTING_WORDS) and _LISTED.search(before[-260:]):
        listed = _SERVICES_LISTED.search(before[-340:]) or (
            _THESE_INCLUDE.match(printed) and not _PARTNERS_LISTED.search(before)
        )
        return 3.0 if listed else 1.0
    followed = bool(_VERB_AFTER.match(after))
    if governing == "":
        return 6.0 if followed else 5.0 if _MODIFIED_VERB_AFTER.match(after) else 3.0
    if governing == "and" and _BOTH_IN.search(before[-140:]):
        return 4.0
    if governing not in _INSIDE and _PARTNERS_LISTED.search(before[-170:]):
        return 4.0 if followed else 2.5 if governing in ("with", "of") else 1.5
    if governing == "and":
        return 5.0 if followed else 2.5
    return _governed_weight(governing, _head(before), followed or bool(_RELATIVE_AFTER.match(after)))


def _governed_weight(governing: str, head: str, continued: bool) -> float:
    if _EXISTS.search(head):
        return 5.0
    if governing in _INSIDE:
        return 4.0
    if governing == "of":
        return 1.5 if _VALUE_OF.search(head) else 3.0
    if governing == "to":
        return 4.0 if _ABOUT_TO.search(head) else 2.5
    if _OBJECT.search(head) or continued:
        return 4.0
    return 3.0 if governing in _PREPOSITIONS else 2.5


def governor(before: str) -> str:
    """The word on which the noun phrase at the end of `before` hangs.

    A preposition or a verb; "and" for a later item of a list; "" where the phrase begins its clause.
    """
    return _governor(before[-_LOOK_BACK:])


@lru_cache(maxsize=1024)
def _governor(before: str) -> str:
    determined = False
    for token in reversed(_TOKEN.findall(before.lower())[-7:]):
        if not token[0].isalnum():
            if token in _QUOTES:
                continue
            return "and" if token in "/&" else ""
        if token in _PREPOSITIONS:
            return token
        if token in _CLAUSE_WORDS:
            return "and" if token in ("and", "or", "both") else ""
        if determined:
            return token
        determined = token in _DETERMINERS or token.endswith(("’s", "'s", "s’"))
    return ""


def _head(before: str) -> str:
    """`before` without the noun phrase at its end: up to its determiner or behind the last preposition."""
    words = re.split(r"(\s+)", before[-_LOOK_BACK:])
    cut = len(words)
    for index in range(len(words) - 1, max(-1, len(words) - 14), -1):
        word = words[index].strip().lower()
        if word in _DETERMINERS:
            cut = index
            break
        if word in _PREPOSITIONS:
            cut = index + 1
            break
    return "".join(words[:cut]).rstrip()
