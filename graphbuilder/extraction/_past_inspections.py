"""Mentions of earlier inspections in one sentence: what was inspected, and when.

A mention is a noun ("the last inspection of …", "a focused visit", "the JTAI") or a verb ("was inspected") with its
dates. Inspections of homes and schools, by other inspectorates alone, and reviews by peers are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..phrases import ENGLISH, MONTH, MONTHS


def words(regex: str) -> re.Pattern[str]:
    """`regex` with any white space for a space, in small and capital letters alike."""
    return re.compile(regex.replace(" ", r"\s+"), re.IGNORECASE | ENGLISH)


# ---------------------------------------------------------------- what was inspected

_INSPECTION = r"(?:(?:re-?)?inspections?(?: reports?)?)"
_VISIT = r"(?:(?:focus{1,2}ed|monitoring|assurance)(?: assurance)? visits?)"
_JTAI = r"(?:joint targeted area inspections?(?: \(JTAIs?\))?|JTAIs?)"
_NAMED = r"(?-i:(?:ILACS|SIF)(?! (?:inspection|focus))|Ofsted (?:visits?|reports?)|[Jj]oint [Aa]rea [Rr]eview)"
EVENT = rf"(?:{_JTAI}|{_VISIT}|{_INSPECTION}|{_NAMED})"
# Words that may stand between a year and the noun, or between the article and the noun.
_WORD = (
    r"(?:last|previous|recent|most|earlier|initial|subsequent|latest|first|second|two|three|both|full|single|"
    r"standard|short|unannounced|announced|annual|joint|targeted|area|Ofsted(?:[’']s)?|Ofsted/CQC|CQC|ILACS|SIF|"
    r"SLAC|\([A-Z]{2,6}\)|LSCB|local|authority|child|children(?:[’']s)?|protection|safeguarding|and|looked|after|services?|"
    r"social|care|of|for|adoption|fostering|private|contact,?|referral|assessment|arrangements|leavers|judgement|"
    r"help|focused|monitoring|in|the|an?|its|our|inadequate)"
)
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?(?:\s*[–-]\s*\d{1,2})? )?"
MONTH_YEAR = rf"(?:(?:{_DAY}{MONTH} (?:and {MONTH} )?(?:of )?)?(?:19|20)\d\d(?![\d–/-]))"
LIST = rf"(?P<dates>{MONTH_YEAR}(?:(?:,| and(?: in)?|\s*&) {MONTH_YEAR}){{0,4}})"
_IN_A_PLACE = rf"in(?! (?:[a-z]+ )?(?:\d|early|late|the |respect|relation)| {MONTH})"
_OF = (
    rf"(?: (?:of|into|to|for|regarding|on|about|by|at|with|{_IN_A_PLACE}|(?:in )?(?:relation|relating|respect) "
    r"(?:to|of)) (?P<of>[^.;:\d]{1,190}?))?"
)
_WAS = (
    r"(?:,? (?:which |that )?(?:was|were|took place|happened)(?: (?:last|also|both|most recently))?"
    r"(?: (?P<published>published)| (?:held|carried out|undertaken|conducted|completed|reported|made))?)?"
)
_WHEN = (
    r"(?:\s*, | |\s*\()(?:(?:in|on|of|during|from|dated|both) ){0,2}"
    r"(?:(?:early|late|mid)[\s-]|(?:the )?(?:spring|summer|autumn|winter|end|beginning|start|middle) (?:of )?)?"
)

_NOUN_FIRST = words(rf"(?P<head>(?:\b{_WORD} ){{0,12}}\b{EVENT})(?: \([A-Za-z ]{{2,25}}\))?{_OF}{_WAS}{_WHEN}{LIST}")
_YEAR_FIRST = words(
    rf"\b{LIST} (?P<head>(?:{_WORD} ){{0,10}}{EVENT})\b"
    r"(?: of (?P<of>[^.;:,\d]{1,90}?(?:, referral and assessment[^.;:,\d]{0,20}?)?)"
    r"(?= (?:found|judged|is|are|was|were|has|have|had|in|which|that|when)\b|[.,;]|$))?"
)
_IN_YEAR = words(
    rf"\b(?-i:In|During) {LIST},? (?:(?:Ofsted|inspectors) (?:conducted|carried out|undertook|completed|made) )?"
    rf"(?P<head>(?:{_WORD} ){{0,12}}(?:{EVENT}|(?:re-?)?inspected [^.;:,\d]{{1,80}}?(?= and\b|\.|,|$)))"
    r"(?: of (?P<of>[^.;:\d]{1,150}?)(?= (?:found|judged|identified|highlighted|was|were|in)\b))?"
)
_INSPECTED = words(
    rf"(?P<head>\b(?:last |previously |first )?(?:re-?)?inspected)(?: by Ofsted)?{_OF}(?: (?:again|last))?,? "
    rf"(?:in|during|on) {LIST}"
)
_OFSTED_INSPECTED = words(
    r"\bOfsted (?P<head>(?:last |first |re-)?inspected(?P<of> [^.;:,\d]{1,90}?(?:, [^.;:,\d]{1,40}?)?)) "
    rf"(?:in|during) {LIST}"
)
# "found by Ofsted in 2013 to be underdeveloped"
_BY_OFSTED = words(
    r"\b(?P<head>(?:judged|found|rated|identified|highlighted|raised|reported|noted) by Ofsted(?: inspectors)?) in "
    rf"{LIST}"
)
# "inspections of child protection in 2013, and of looked after children's services in 2011"
_AND_OF = words(
    r",? and (?:(?:for|of|in) )?(?P<head>[^.;:,\d]{0,60}?"
    r"(?:safeguarding|looked[\s-]after|protection|adoption|fostering)[^.;:,\d]{0,40}?)"
    rf" in {LIST}"
)
_UNDATED = words(
    r"\b(?P<head>(?:the|an?|its|their|Ofsted[’']s) (?:[a-z]+ ){0,2}?(?:last|previous|earlier) "
    rf"(?:{_WORD} ){{0,8}}?{_INSPECTION})"
    r"(?P<of> of [^.;:,\d]{1,120}?(?=,|\.|;| (?:which|when|where|and|had|has|have|was|were|that|in|to)\b|$))?"
)
_DATED = (
    (_NOUN_FIRST, "earlier/dated"),
    (_YEAR_FIRST, "earlier/dated"),
    (_IN_YEAR, "earlier/dated"),
    (_INSPECTED, "earlier/inspected"),
    (_OFSTED_INSPECTED, "earlier/inspected"),
    (_BY_OFSTED, "earlier/judged"),
)
# Words of a clause of its own: what stands between the noun and the date is then not what was inspected.
_CLAUSE = words(
    r"\b(?:is|are|was|were|has|have|had|led|found|identified|judged|highlighted|raised|noted|said|showed|reported|"
    r"which|that|who|when|where|because|increase[ds]?|decrease[ds]?|since|until|continue[sd]?|can|will|should|made|"
    r"been|improved|deteriorated|implemented|established|appointed|remains?|there|they|this|it|judge?ments?|"
    r"inspections?|visits?|review)\b"
)
# Inspections of others, and what is no inspection by Ofsted of the authority or its board.
_NOT_OURS = words(
    r"\bhomes?\b|\bhouse\b|\bschools?\b|\bschooling\b|academ|nurser|\bcolleges?\b|hospital|\bcentres?\b|\bunit\b|"
    r"\bHMIC?P?\b|majesty|constabulary|police|probation|prison|custody|fire|care quality|\bCQC\b|\bhealth\b|"
    r"youth offending|\bYO[TS]\b|secure|residential|\bSEND\b|special educational|adult|learning|education services|"
    r"peer|audit|\bmock\b|\bLGA\b|local government|thematic|practice inspection|diagnostic|\bpilot\b|department|"
    r"voluntary adoption|independent fostering"
)
_WITH_OFSTED = words(r"\bCQC\b|care quality commission|\bHMIC?P?\b")
_PREPOSITION = words(
    r"(?:after|and|at|before|by|during|following|for|from|in|into|of|on|or|since|than|to|under|until|with)$"
)
_SEVERAL = re.compile(r"(?:inspections|visits|JTAIs)(?:\s+reports?)?$", re.IGNORECASE)
_INSPECTED_SUBJECT = words(r"(?:^|[.;,]|\b(?:when|since|time))\s*([^.;,]{3,100}?) (was|were) (?:last )?$")
_KINDS = (
    ("jtai", words(r"joint targeted|JTAI")),
    ("focused-visit", words(r"focus{1,2}ed (?:assurance )?visit")),
    ("monitoring-visit", words(r"monitoring visit")),
    ("visit", words(r"(?:Ofsted|assurance) visit")),
    ("joint-area-review", words(r"joint area review")),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An earlier inspection in a sentence; offsets into the document's text."""

    start: int
    end: int
    whens: tuple[str, ...]  # "2013-01", "2011"; empty where no date is said
    words: str  # the words used for it
    kind: str  # "inspection", "focused-visit", "monitoring-visit", "visit", "jtai", "joint-area-review"
    published: bool = False  # the date is that of the report
    plural: bool = False
    rule: str = "earlier/dated"


def mentions(text: str, start: int, end: int) -> list[Mention]:
    """The mentions in `text[start:end]`, in order, none overlapping; the dated ones count first."""
    found: list[Mention] = []
    for mention in (*_dated(text, start, end), *_undated(text, start, end)):
        if not any(mention.start < other.end and other.start < mention.end for other in found):
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _dated(text: str, start: int, end: int) -> Iterator[Mention]:
    for pattern, rule in _DATED if text.find("20", start, end) >= 0 else ():  # every year since 2005 begins so
        position = start
        while match := pattern.search(text, position, end):
            mention = _mention(text, match, rule, start)
            position = match.end() if mention else match.end("head")
            if mention:
                yield mention
                if pattern is _NOUN_FIRST:
                    yield from _also(text, match, end, mention)


def _also(text: str, match: re.Match[str], end: int, first: Mention) -> Iterator[Mention]:
    """Inspections of something else that share the noun: "… in 2012, and for children looked after in 2010"."""
    further = _AND_OF.search(text, match.end(), min(end, match.end() + 200))
    if not further or _NOT_OURS.search(text, match.end(), further.end()) or words(EVENT).search(further["head"]):
        return
    whens, said = whens_of(further["dates"]), plain(further["head"])
    yield Mention(further.start("head"), further.end(), whens, said, first.kind, rule=first.rule)


def _mention(text: str, match: re.Match[str], rule: str, start: int) -> Mention | None:
    """The mention that a match is, if it is one of ours; the sentence begins at `start`."""
    head, of = match["head"], match.groupdict().get("of") or ""
    before = text[max(start, match.start() - 40) : match.start()]
    if _CLAUSE.search(re.sub(r"\bwho\s+need", "", of)) or _is_not_ours(f"{head} {of}") or _is_theirs(before):
        return None
    if re.search(r"\bthis\s+$", before, re.IGNORECASE):
        return None
    said = _said(text, match, start, passive=rule == "earlier/inspected")
    if said is None:
        return None
    whens = whens_of(match["dates"], each=bool(_SEVERAL.search(head)))
    if rule == "earlier/judged":  # when Ofsted reported, not when it inspected
        whens = tuple(when[:4] for when in whens)
    published = bool(match.groupdict().get("published") or re.search(r"Ofsted\s+reports?$", head))
    first = min(match.start("head"), match.start("dates"))
    kind = _kind(said)
    return Mention(
        first, match.end(), whens, said, kind, published, rule=rule if kind == "inspection" else "earlier/visit"
    )


def _is_not_ours(said: str) -> bool:
    """True for the inspection of something else, or by other inspectorates alone."""
    return bool(_NOT_OURS.search(_WITH_OFSTED.sub(" ", said) if re.search(r"\bOfsted\b", said) else said))


def _is_theirs(before: str) -> bool:
    """True where the words just before the noun belong to it, and say whose inspection it was: "the home's last"."""
    near = before.split()[-3:]
    return bool(near and not _PREPOSITION.match(near[-1]) and _NOT_OURS.search(" ".join(near)))


def _said(text: str, match: re.Match[str], start: int, *, passive: bool) -> str | None:
    """The words used for the inspection; None where they say that it was one of something else."""
    head = re.split(r"\b(?:its|the|an?|our|in)\s+", match["head"], flags=re.IGNORECASE)[-1]
    if passive:
        subject = _INSPECTED_SUBJECT.search(text[max(start, match.start() - 110) : match.start()])
        if subject and _is_not_ours(subject[1]):
            return None
        if subject:
            inspected = re.split(r"\b(?:since|when|after|before)\s+", subject[1], flags=re.IGNORECASE)[-1]
            head = f"{inspected} {subject[2]} {head}"
    if not match.groupdict().get("of"):
        return plain(head)
    preposition = re.search(r"\b[a-z]+\s+$", text[max(0, match.start("of") - 12) : match.start("of")], re.IGNORECASE)
    return plain(f"{head} {preposition.group() if preposition else ''}{match['of']}")


def _undated(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _UNDATED.finditer(text, start, end) if "inspection" in text[start:end].lower() else ():
        said = match["head"] + (match["of"] or "")
        if _NOT_OURS.search(said) or _NOT_OURS.search(text, max(start, match.start() - 60), match.start()):
            continue
        several = bool(_SEVERAL.search(match["head"]))
        yield Mention(match.start(), match.end(), (), plain(said), "inspection", plural=several, rule="earlier/undated")


def _kind(said: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(said)), "inspection")


def plain(said: str) -> str:
    """The words on one line, without the articles and prepositions before them."""
    line = " ".join(said.split())
    first = re.match(r"(?:(?:and|of|for|in|by|the|an?|after|its|their|our)\s+){0,4}", line, re.IGNORECASE)
    return line[first.end() if first else 0 :][:160].strip(" ,")


def whens_of(printed: str, *, each: bool = False) -> tuple[str, ...]:
    """Each date of a list as "2013-01" or "2011": "October 2022 and January 2024" → ("2022-10", "2024-01").

    Of two months with one year ("September and October 2014") the first is taken, or `each`.
    """
    found = []
    for match in _MONTHS_AND_YEAR.finditer(printed):
        months = [MONTHS[name.lower().rstrip(".")] for name in match.groups()[:2] if name]
        for month in months if each else months[:1]:
            found.append(f"{match.group(3)}-{month:02d}")
        if not months:
            found.append(match.group(3))
    return tuple(found)


_MONTHS_AND_YEAR = words(rf"(?:({MONTH}) (?:and ({MONTH}) )?(?:of )?)?((?:19|20)\d\d)")
