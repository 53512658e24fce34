"""The figures of one sentence, and those that need the sentences before it to be understood.

A bullet completes an introduction ("Of this number:", "In the last 12 months:"); "this is an increase from 12" speaks
of the children counted just before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest

from ..matching import Cues, Hints
from ..model import Paragraph
from ..phrases import lowered_report
from ._figures import COUNT_OR_NONE, DATE, NUMBERS_IN_WORDS, PERCENT, RATE, date_of, dates_in, value_of
from ._measure_templates import CHILD
from ._measures import ARRANGEMENTS, IN_THE_PERIOD, RATE_ALONE, UNITS, Pattern, patterns

Span = tuple[int, int]
ETHNICITY = "minority-ethnic-share"


@dataclass(frozen=True, slots=True)
class Sentence:
    paragraph: Paragraph
    text: str  # of the whole document
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed value: where it stands, and up to where its comparators are looked for."""

    rule: str
    measure: str
    unit: str
    value: float
    start: int
    end: int
    stop: int
    date: str | None = None
    introduction: Span | None = None  # the sentence that says of what it is, where it is another


@dataclass
class Context:
    """What the sentences before leave open: an introduction to bullets, and the children counted last."""

    school: str | None = None  # "free-school-meals-", "eal-", or the share of minority ethnic groups
    school_span: Span | None = None
    period: str | None = None
    period_span: Span | None = None
    counted: Figure | None = None
    counted_span: Span | None = None
    parent: Figure | None = None  # the children looked after "of this number"
    parent_span: Span | None = None


_DASH = r"[\u0336\u2010-\u2015\u2212\u2500]"
_GLUED = re.compile(rf"^\W*(?P<first>{_DASH})|:\s*(?P<second>{_DASH})")


def segments(text: str, paragraph: Paragraph, sentence: Span) -> Iterator[Span]:
    """A sentence, or apart the bullets that were printed in its one line ("– in primary … – in …")."""
    start, end = sentence
    first = paragraph.start if start - paragraph.start < 5 else start
    begins = text[first : min(end, start + 150)]
    glued = _GLUED.search(begins) if ":" in begins or not begins[:1].isalnum() else None  # else it cannot match
    mark = (glued["first"] or glued["second"]) if glued else None
    begin = start
    for cut in re.finditer(rf"\s{re.escape(mark)}\s?(?=\w)", text[start:end]) if mark else ():
        yield begin, start + cut.start()
        begin = start + cut.end()
    yield begin, end


def figures_in(sentence: Sentence, context: Context) -> list[Figure]:
    """Every figure of a measure in the sentence, in order. Tells `context` what the next sentences may refer to."""
    _open_school(sentence, context)
    found: list[Figure] = []
    if _may_count(sentence.words):
        found = _figures(sentence)
        found += _in_context(sentence, context, {figure.start for figure in found})
        found += _previous(sentence, context, found)
    _remember(sentence, context, found)
    return sorted(found, key=lambda figure: figure.start)


# In a sentence without any of these nothing is counted, and nothing said that later sentences need.
WORTH_A_LOOK = Cues(
    *"0123456789", *NUMBERS_IN_WORDS.keys() - {"no"}, "no ", "school meals", "english", "minority ethnic"
)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[a-z]+")
_NUMBERS = frozenset(NUMBERS_IN_WORDS)


def _may_count(words: str) -> bool:
    """The quick test before the pattern: a digit, or a number in words."""
    return bool(_DIGIT.search(words)) or not _NUMBERS.isdisjoint(_WORD.findall(words.lower()))


@cache
def _all_words() -> Hints:
    """The words of which a sentence must hold some for any of the patterns."""
    return Hints(word for pattern in patterns() for word in (*pattern.words, *pattern.first))


@cache
def _bits() -> tuple[dict[str, int], dict[str, int], int]:
    """The patterns that have a word, as bits of a number; those that begin with it; those of which no first word is
    known."""
    holding: defaultdict[str, int] = defaultdict(int)
    beginning: defaultdict[str, int] = defaultdict(int)
    others = 0
    for at, pattern in enumerate(patterns()):
        for word in pattern.words:
            holding[word] |= 1 << at
        for word in pattern.first:
            beginning[word] |= 1 << at
        others |= 0 if pattern.first else 1 << at
    return dict(holding), dict(beginning), others


def worth_trying(small: str) -> tuple[Pattern, ...]:
    """The patterns that can match a sentence, by the words in it; `small`: it in small letters."""
    holding, beginning, begun = _bits()
    held = 0
    for word in _all_words().found_in(small):
        held |= holding.get(word, 0)
        begun |= beginning.get(word, 0)
    return _patterns(held & begun)


@lru_cache(4096)
def _patterns(bits: int) -> tuple[Pattern, ...]:
    return tuple(pattern for at, pattern in enumerate(patterns()) if bits >> at & 1)


# ---------------------------------------------------------------- figures that a pattern finds


def _figures(sentence: Sentence) -> list[Figure]:
    """Of two patterns on one figure the earlier counts."""
    taken: dict[Span, Figure] = {}
    small = lowered_report(sentence.text)
    worth = worth_trying(small[sentence.start : sentence.end])
    starts = [found.start() for found in _FIGURE_BEGINS.finditer(small, *sentence.span)] if worth else []
    for pattern in worth if starts else ():
        text = sentence.text if pattern.capitals else small
        matches = _matches(pattern, text, sentence, starts)
        for match in matches if matches and _may_hold(pattern, sentence) else ():
            if not pattern.opens or _opens(sentence, match.start()):
                for figure in _of_match(pattern, match, sentence):
                    taken.setdefault((figure.start, figure.end), figure)
    ordered = sorted(taken.values(), key=lambda figure: figure.start)
    return [
        replace(figure, stop=following.start if following else sentence.end)
        for figure, following in zip_longest(ordered, ordered[1:])
    ]


# Where a figure can begin, in small letters: patterns that begin with one are tried there alone.
_FIGURE_BEGINS = re.compile(rf"\b(?:\d|(?:{'|'.join(NUMBERS_IN_WORDS)})\b)")


def _matches(pattern: Pattern, text: str, sentence: Sentence, starts: list[int]) -> list[re.Match[str]]:
    """The matches of the pattern in the sentence, none overlapping; `text`: the report's, or that in small letters."""
    if not pattern.leads:
        return list(pattern.regex.finditer(text, *sentence.span))
    found: list[re.Match[str]] = []
    for start in starts:
        clear = not found or found[-1].end() <= start
        match = pattern.regex.match(text, start, sentence.end) if clear else None
        if match:
            found.append(match)
    return found


_THESE = re.compile(r"\bthese (?:teams?|services?|workers|staff)\b", re.IGNORECASE)


def _spoken_of(sentence: Sentence) -> tuple[int, int]:
    """The sentence; from the one before it where "these teams" points there."""
    start, end = sentence.span
    before = (
        [low for low, _ in sentence.paragraph.sentences if low < start]
        if _THESE.search(sentence.text, start, end)
        else []
    )
    return (before[-1], end) if before else (start, end)


def _may_hold(pattern: Pattern, sentence: Sentence) -> bool:
    barred = pattern.barred and pattern.barred.search(sentence.text, *_spoken_of(sentence))
    needed = not pattern.needed or pattern.needed.search(sentence.text, *sentence.span)
    return bool(needed and not barred)


def _of_match(pattern: Pattern, match: re.Match[str], sentence: Sentence) -> Iterator[Figure]:
    groups = match.groupdict()
    for group, unit in UNITS.items():
        if not groups.get(group) or _is_date(sentence, match, group) or _is_denied(pattern, match, group, sentence):
            continue
        value = value_of(match[group])
        unit = _unit_of_load(match) if pattern.measure == "social-worker-caseload" else unit
        if not pattern.bounds[0] <= value <= pattern.bounds[1] or (unit == "percent" and value > 100):
            continue
        first, last = match.span(group)
        date = date_of(sentence.text, *sentence.span, first, last)
        yield Figure(pattern.rule, pattern.measure, unit, value, first, last, sentence.end, date)


def _unit_of_load(match: re.Match[str]) -> str:
    return "other" if re.search(r"\bcases\b", match.group(), re.IGNORECASE) else "children"


def _is_denied(pattern: Pattern, match: re.Match[str], group: str, sentence: Sentence) -> bool:
    first = max(sentence.start, match.start() - 60)
    return bool(pattern.denied and pattern.denied.search(sentence.text, first, match.start(group)))


_CALENDAR = re.compile(
    r"\b(?:in|of|since|until|from|to|by|and|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\s*$",
    re.IGNORECASE,
)


def _is_date(sentence: Sentence, match: re.Match[str], group: str) -> bool:
    """A year, or a part of a date, that only looks like a count."""
    first, last = match.span(group)
    before = sentence.text[max(sentence.start, first - 15) : first]
    if re.fullmatch(r"(?:19|20)\d\d", match[group]) and (_CALENDAR.search(before) or not before.strip()):
        return True
    around = dates_in(sentence.text, max(sentence.start, first - 20), min(sentence.end, last + 20))
    longer = [found for found in around if found.end - found.start > last - first]
    return any(found.start <= first < found.end for found in longer)


_OPENING = re.compile(
    r"(?:^|[:;]|\s[\u0336\u2010-\u2015\u2212\u2500-]|[\uf000-\uf8ff•■◼])[\W\d]{0,8}$|"
    rf"^\W*{DATE},?\s*$|"
    r"(?:^|\W)(?:at|on|in|by|during|for|since)\s[^.;:]{0,60}?(?:\d{4}|inspection|years?|months|present),?\s*$|"
    r"(?:currently|additionally|of\s+this\s+number),?\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:(?:^|\s)(?:approximately|around|about|over|more\s+than|nearly|almost|some|an\s+estimated|a\s+total\s+of|only|"
    r"just|currently|still|there\s+(?:are|were|was|is))){1,4}\s*$",
    re.IGNORECASE,
)


def _opens(sentence: Sentence, at: int) -> bool:
    """True where the words before open a clause: nothing, a date, "at the time of the inspection"."""
    before = sentence.text[max(sentence.start, at - 90) : at]
    about = _ABOUT.search(before)
    if about:
        before = before[: about.start()] + " " if about.start() else ""
    return bool(_OPENING.search(before))


# ---------------------------------------------------------------- figures under an introduction

_SCHOOL_TOPIC = re.compile(
    r"(?P<meals>free\s+school\s+meals)|"
    r"(?P<language>English\s+as\s+(?:an\s+additional|a\s+second|another)\s+language|"
    r"first\s+language\s+(?:is\s+)?other\s+than\s+English|English\s+is\s+an\s+additional\s+language)|"
    r"(?P<ethnicity>minority\s+ethnic\s+groups?)",
    re.IGNORECASE,
)
_TOPICS = {"meals": "free-school-meals-", "language": "eal-", "ethnicity": ETHNICITY}
_IN_SCHOOLS = re.compile(
    r"\bin\s+(?:nursery\s+and\s+)?(?P<level>primary|secondary)\s+schools(?:\s+(?:is|was|are|were))?"
    rf"(?:\s+(?:approximately|around|about))?\s*[:,]?\s*(?P<p>{PERCENT})",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"^\W*(?:in|during|over)\s+the\s+(?:last|past|previous)\s+(?:12|twelve)\s+months|"
    r"^\W*(?:in|during|for|over)\s+(?:the\s+)?(?:period\s+)?[^.;]{0,40}?(?:19|20)\d\d[^.;]{0,20}:?\s*$",
    re.IGNORECASE,
)


def _open_school(sentence: Sentence, context: Context) -> None:
    words = sentence.words
    likely = "chool" in words or "nglish" in words or "thnic" in words
    topic = _SCHOOL_TOPIC.search(words) if likely else None
    if topic and topic.lastgroup:
        context.school, context.school_span = _TOPICS[topic.lastgroup], sentence.span


def _in_context(sentence: Sentence, context: Context, taken: set[int]) -> Iterator[Figure]:
    yield from _in_schools(sentence, context)
    text, (start, end) = sentence.text, sentence.span
    adoptions = IN_THE_PERIOD.search(sentence.words) if context.period_span else None
    if adoptions and start + adoptions.start("n") not in taken:
        first, last = start + adoptions.start("n"), start + adoptions.end("n")
        yield replace(
            _counted(sentence, "adoptions", first, last),
            rule="statistics/in-the-period",
            date=context.period,
            introduction=context.period_span,
        )
    small = lowered_report(text)
    arrangements = ARRANGEMENTS.search(text, start, end) if small.find("arrangements", start, end) >= 0 else None
    if arrangements and re.search(r"private\s+fostering", text[sentence.paragraph.start : end], re.IGNORECASE):
        first, last = arrangements.span("n" if arrangements["n"] else "m")
        figure = _counted(sentence, "privately-fostered-children", first, last)
        yield replace(figure, introduction=_sentence_before(sentence))
    rate = RATE_ALONE.search(text, start, end) if small.find("rate", start, end) >= 0 else None
    if rate and _said_of_looked_after(sentence):
        figure = _counted(sentence, "children-looked-after-rate", *rate.span("r"))
        yield replace(figure, rule="statistics/rate", unit="per-10000", introduction=_sentence_before(sentence))


def _counted(sentence: Sentence, measure: str, first: int, last: int) -> Figure:
    value = value_of(sentence.text[first:last])
    date = date_of(sentence.text, *sentence.span, first, last)
    return Figure("statistics/counted", measure, "children", value, first, last, sentence.end, date)


def _in_schools(sentence: Sentence, context: Context) -> Iterator[Figure]:
    """Free school meals and language, told apart by primary and secondary schools."""
    if not context.school:
        return
    matches = list(_IN_SCHOOLS.finditer(sentence.text, *sentence.span))
    for match, following in zip_longest(matches, matches[1:]):
        measure = context.school if context.school == ETHNICITY else context.school + match["level"].lower()
        stop = following.start() if following else sentence.end
        first, last = match.span("p")
        date = date_of(sentence.text, *sentence.span, first, last)
        yield Figure(
            "statistics/in-schools",
            measure,
            "percent",
            value_of(match["p"]),
            first,
            last,
            stop,
            date,
            context.school_span,
        )


def _sentence_before(sentence: Sentence) -> Span | None:
    """The sentence before in the paragraph, which says what "the rate", "arrangements" are of."""
    before = [span for span in sentence.paragraph.sentences if span[1] <= sentence.start]
    return before[-1] if before else None


def _said_of_looked_after(sentence: Sentence) -> bool:
    before = _sentence_before(sentence)
    if not before or re.search(r"protection\s+plan", sentence.words, re.IGNORECASE):
        return False
    return bool(re.search(r"looked[ -]after|in\s+care\b", sentence.text[before[0] : before[1]], re.IGNORECASE))


# ---------------------------------------------------------------- earlier values

_COUNTS = ("statistics/counted", "statistics/in-the-period")
_CHANGE = r"(?:increase|reduction|decrease|rise|fall|drop)"
_CONTINUES = re.compile(
    rf"^\W*(?:this|it|that|these|which|the\s+number)\b[^;]{{0,60}}?\b(?:{_CHANGE}|change|lower|higher|fewer|more|same|"
    r"similar|unchanged|compar\w+|reduced|increased|decreased|fallen|risen|down|up)\b|"
    rf"^\W*(?:and\s+)?(?:an?|the)\s+(?:\S+\s+){{0,3}}?{_CHANGE}\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\bcompared\s+(?:with|to)\b|"
    r"\b(?:which|this)\s+is\s+(?:\w+\s+){0,2}(?:lower|higher|fewer|more|less)\s+than\b|"
    r"(?:which\s+(?:is|was|represents)|this\s+is|representing|and)\s+(?:also\s+)?an?\s+(?:\S+\s+){0,3}?"
    rf"{_CHANGE}\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:from|than|as|to|with|and|was|at|(?:figure|number|total)\s+of)\s+(?:the\s+)?(?:[a-z]+\s+){0,3}?"
    rf"(?P<n>{COUNT_OR_NONE})(?!\s*per\b)"
    rf"(?:\s+(?:{CHILD}|privately\s+arranged\s+\w+\s+placements?|arrangements|adoptions))?(?:\s+reported)?"
    rf"(?:\s*\((?:at\s+)?(?:a\s+)?(?:rate\s+of\s+)?(?P<r>{RATE})\s+per\s+10,?000[^()]{{0,40}}\)?)?"
    r"(?=\s*(?:as\s+)?(?:at|in|on|for|during)\b)",
    re.IGNORECASE,
)
_WHEN_THERE_WERE = re.compile(
    r"\b(?:fewer|more|lower|higher|less)\s+than\s+[^.;\d]{0,50}?when\s+there\s+(?:were|was)\s+"
    rf"(?P<n>{COUNT_OR_NONE})\b",
    re.IGNORECASE,
)


def _previous(sentence: Sentence, context: Context, found: list[Figure]) -> list[Figure]:
    """Earlier values: "This is an increase from 12 at 31 March 2014 and from 7 at 31 March 2013"."""
    counts = [figure for figure in found if figure.unit == "children" and figure.rule in _COUNTS]
    if counts:
        subject, span, begin = counts[-1], sentence.span, _tail(sentence, counts[-1])
    elif context.counted and _CONTINUES.match(sentence.words):
        subject, span, begin = context.counted, context.counted_span or sentence.span, sentence.start
    else:
        return []
    taken = {figure.start for figure in found}
    return [
        replace(figure, introduction=span)
        for pattern in (_EARLIER, _WHEN_THERE_WERE)
        for match in (pattern.finditer(sentence.text, begin, sentence.end) if begin is not None else ())
        if match.start("n") not in taken and not re.fullmatch(r"(?:19|20)\d\d", match["n"])
        for figure in _earlier(sentence, match, subject.measure)
    ]


def _tail(sentence: Sentence, subject: Figure) -> int | None:
    """Where the sentence goes on to compare its figure with an earlier one; None where it does not."""
    tail = _WITHIN.search(sentence.text, subject.end, sentence.end)
    when = _WHEN_THERE_WERE.search(sentence.text, subject.end, sentence.end)
    return tail.start() if tail else subject.end if when else None


def _earlier(sentence: Sentence, match: re.Match[str], measure: str) -> Iterator[Figure]:
    date = date_of(sentence.text, match.start(), sentence.end, match.start("n"), match.end())
    start, end = match.span("n")
    value = value_of(match["n"])
    number = Figure("statistics/previous-value", measure, "children", value, start, end, match.end(), date)
    yield number
    if measure == "children-looked-after" and match.groupdict().get("r"):
        start, end = match.span("r")
        rate = replace(number, measure="children-looked-after-rate", unit="per-10000", value=value_of(match["r"]))
        yield replace(rate, start=start, end=end)


def _remember(sentence: Sentence, context: Context, figures: list[Figure]) -> None:
    """What the next sentences may refer to."""
    counted = [figure for figure in figures if figure.rule == "statistics/counted"]
    if counted:
        context.counted, context.counted_span = counted[-1], sentence.span
        if counted[-1].measure == "children-looked-after":
            context.parent, context.parent_span = counted[-1], sentence.span
    if len(sentence.words) < 90 and _PERIOD.search(sentence.words):
        dates = dates_in(sentence.text, *sentence.span)
        context.period = dates[-1].value if dates and "from" not in sentence.words.lower() else None
        context.period_span = sentence.span
