"""Grades that a sentence says of the past: a grade counts where words of judging govern it.

"Were judged to be good", "when they were inadequate", "the outstanding judgement", "as was the case at the last
inspection" count; "are good", "continue to be good", "no longer inadequate" and "good progress" do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..matching import Cues
from ..model import Reading
from ..phrases import GRADE, grade_slug
from ._past_inspections import EVENT, LIST, whens_of, words
from ._sections import holding

_GRADE = re.compile(rf"\b{GRADE}\b", re.IGNORECASE)
_GRADE_CUES = Cues("outstanding", "good", "adequate", "improvement", "not judged", "grade")
_QUOTE = r"[‘'“\"]?"
_JUDGEMENT = r"(?:(?<!previous\s)(?<!earlier\s)judge?ments? of|grade of)"

# ---------------------------------------------------------------- before the grade

_JUDGED = words(rf"\b(?:judged|rated|graded|continued to judge|{_JUDGEMENT})\b")
_LEADS = words(
    rf"(?:\b(?:judged|rated|graded|be|as|them|it|overall|found|both|being|at|to)|judge?ments? of|grade of) {_QUOTE}$"
)
_FOUND = words(
    r"(?<!services\s)(?<!areas\s)(?<!those\s)(?<!inspectors\s)\b(?:found|considered|deemed|identified)\b[^.;]{0,90}?"
    r"\b(?:to|as|be|being) \W?$|\b(?:was|were) found \W?$"
)
_ACTIVE = words(r"\b(?:inspections?|Ofsted)\b[^.;]{0,100}?\bfound (?:[a-z’']+ ){1,4}\W?$")
_AT_INSPECTION = words(r"^\W*(?:At|During) the (?:last|previous|\d{4}) [^.;]{0,40}?inspections?[^.;]{0,100}$")
_WHEN_WERE = words(rf"\b(?:when|where)\b[^.;]{{0,90}}?\b(?:was|were|had been) {_QUOTE}$")
_WHEN_REQUIRED = words(r"\b(?:when|where)\b[^.;]{0,90}?\b\w+ $")
_WERE = words(r"\b(?:was|were) \W?$")
_IN_YEAR = words(r"^\W*In 20\d\d,")
# Words of the present, of what goes on, or of this inspection.
_NOT_THEN = words(
    r"\b(?:now|still|remain\w*|continue\w*(?! to judge)|no longer|not|currently|consistently|further)\b[^.;,]{0,25}$|"
    r"\b(?:this inspection|inspectors (?:have )?(?:found|judged)|"
    r"(?:those|some|many|few|other) (?:\w+ )?(?:services|areas)|"
    r"(?:is|are|has been|have been) (?:judged|rated|graded|found|considered))\b[^.;,]{0,60}$"
)
_GOES_ON = words(r"\b(?:continue\w*|still|remain\w*)\b[^.;,]{0,25}$")
_PERFECT = words(r"\bha(?:ve|s) been\b")
_NOT_A_JUDGEMENT = words(r"\b(?:this|current|overall) \W?$")

_MOVED_FROM = words(
    r"\b(?:services?|experiences|arrangements|adoption|leadership|effectiveness)\b[^.;]{0,80}\bha(?:ve|s) (?:since )?"
    r"(?:\w+ly )?(?:declined|deteriorated|improved|moved|dropped|slipped|fallen|risen|gone (?:up|down)) from "
    rf"(?:being )?{_QUOTE}$"
)

# ---------------------------------------------------------------- behind the grade

_MOVED_TO = words(rf"^{_QUOTE}[’'”]? to (?:being )?{_QUOTE}$")

# What may stand behind a grade: the clause's end, or what it is of; no noun that it describes ("good progress").
_CLOSES = words(
    r"^[’'”\"]?\s*(?:$|[.,;:)(]|(?:for|in|overall|and|or|but|at|with|by|to|since|as|when|on|across|because|following|"
    r"until)\b)"
)
_JUDGEMENT_AFTER = words(
    r"^[’'”\"]? (?:inspection |overall |safeguarding )?"
    r"(?:judge?ments?|grading|outcome|level (?:demonstrated|seen|found|achieved))\b"
)
_AS_BEFORE = words(
    r"^[^.;]{0,25}?,? as (?:was the case|it was|they were|was|they did)?\s*(?:at|in|during) (?:the |its )?"
    r"(?:last|previous|\d{4})"
)
_WAS_AT = words(
    r"^[^.;,]{0,25}? (?:at|in) (?:the )?(?:(?:point|time) of )?(?:the |its |an )?(?:last|previous|Ofsted)\b"
)

# ---------------------------------------------------------------- dates of the grade itself

_OWN_DATE = words(rf"^(?P<gap>[^.;,\d]{{0,90}}?)\b(?:in|since) {LIST}")
_GAP_BROKEN = words(
    r"\b(?:but|has|have|had|deteriorated|improved|progress|when|which|who|leaders|declined)\b|"
    rf"{EVENT}(?! judge?ments?)"
)
_BEFORE_DATE = words(rf"\b{LIST} {_QUOTE}$")
_SENTENCE_DATE = words(rf"^\W*(?:\d+\.\s*)?(?:In|Since) {LIST},?\s[^.;\d]{{0,120}}$")
_DATE_WHEN = words(rf"\b(?:in|from|since) {LIST},? (?:when|where)\b[^.;\d]{{0,100}}$")

# ---------------------------------------------------------------- two grades of one verb

_CHAINED = words(r"^[^.;]{0,45}?(?:,|\band\b|\bbut\b|\bwith\b)[^.;]{0,110}$")
_CHAIN_BROKEN = words(
    r"\b(?:now|is|are|has|have|had|progress|improve[ds]?|made|to date|when|which|practice|quality|leaders|support)\b"
)
# What is judged is not the authority's work as a whole: a home, a school, a plan.
_NOT_OURS = words(
    r"\bhomes\b|\b(?:the|this|one|another|each|first|second|third|secure) home\b|children[’']s home|\bschools?\b|"
    r"nurser|"
    r"\bcolleges?\b|\bproviders?\b|\bsettings?\b|\bplans\b|\baudits?\b|\bunits?\b|peer|children[’']s centres|\bmock\b|"
    r"foster carers|\badopters\b|strategy discussions|referral unit|department for"
)


_LONGEST = 400  # characters before a grade that are looked at


@dataclass(frozen=True, slots=True)
class GradeSaid:
    """A grade of an earlier inspection, with the words that say of what."""

    grade: str
    start: int
    end: int
    before: str  # the words from the sentence's beginning, or the grade before, to this grade
    after: str  # the words behind it, to the next grade or the sentence's end
    whens: tuple[str, ...]  # dates said of the grade itself ("inadequate in 2010")
    date_end: int  # where these dates end


def grades(reading: Reading, start: int, end: int) -> list[GradeSaid]:
    """The grades in a sentence that words of judging in the past govern, in order."""
    found: list[GradeSaid] = []
    text = reading.document.text
    tokens = list(_GRADE.finditer(text, start, end)) if start in holding(reading, _GRADE_CUES) else []
    other = _NOT_OURS.search(text, start, end) if tokens else None
    for index, token in enumerate(tokens):
        if other and other.start() < token.end():
            break
        slug = grade_slug(token.group())
        begin = found[-1].end if found else start
        before = text[max(begin, token.start() - _LONGEST) : token.start()]
        after = text[token.end() : tokens[index + 1].start() if index + 1 < len(tokens) else end]
        if slug and (_is_said(token, before, after) or (found and _is_chained(before, after))):
            whens, last = _dates_said(before, after, token)
            found.append(GradeSaid(slug, token.start(), token.end(), before, after, whens, last))
    return found


def has_moved(before: str, after: str) -> bool:
    """True for the first grade of "services have dropped from outstanding to good"."""
    return bool(_MOVED_TO.match(after) and _MOVED_FROM.search(before[-160:]))


def _is_said(token: re.Match[str], before: str, after: str) -> bool:
    """True where the grade is one given in the past."""
    near = before[-120:]
    if has_moved(before, after):
        return True
    if not (_CLOSES.match(after) or _JUDGEMENT_AFTER.match(after)):
        return False
    if _AS_BEFORE.match(after):
        return not _GOES_ON.search(near)
    if _NOT_THEN.search(near):  # "have been judged to be inadequate since 2010" tells of 2010
        own = _OWN_DATE.match(after)
        return bool(own and _PERFECT.search(near) and _JUDGED.search(near) and not _GAP_BROKEN.search(own["gap"]))
    if _JUDGEMENT_AFTER.match(after) and not _NOT_A_JUDGEMENT.search(near):
        return True
    required = token.group().lower().startswith("require")
    return _is_governed(near, required=required) or _was(before, after, required=required)


def _is_governed(near: str, *, required: bool) -> bool:
    """True where a verb of judging, or "when they were", stands before the grade."""
    if _JUDGED.search(near) and (required or _LEADS.search(near)):
        return True
    if required and _WHEN_REQUIRED.search(near):
        return True
    return bool(_FOUND.search(near) or _WHEN_WERE.search(near) or _ACTIVE.search(near))


def _was(before: str, after: str, *, required: bool) -> bool:
    """True where "was" or "were" tells of an inspection that the sentence names."""
    were = bool(_WERE.search(before[-120:]))
    if _AT_INSPECTION.match(before) and (required or were):
        return True
    return were and bool(_WAS_AT.match(after) or _IN_YEAR.match(before))


def _is_chained(between: str, after: str) -> bool:
    """True where a second grade shares the verb of the first: "good overall, and outstanding for leadership"."""
    if not (_CLOSES.match(after) or _JUDGEMENT_AFTER.match(after)):
        return False
    return bool(_CHAINED.match(between)) and not _CHAIN_BROKEN.search(between)


def _dates_said(before: str, after: str, token: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """The dates of the grade itself, and where they end: behind it, before it, or at the sentence's beginning."""
    own = _OWN_DATE.match(after)
    if own and not _GAP_BROKEN.search(own["gap"]):
        return whens_of(own["dates"]), token.end() + own.end()
    near = _BEFORE_DATE.search(before) if _JUDGEMENT_AFTER.match(after) else None
    lead = near or _SENTENCE_DATE.match(before) or _DATE_WHEN.search(before)
    return (whens_of(lead["dates"]) if lead else ()), token.end()
