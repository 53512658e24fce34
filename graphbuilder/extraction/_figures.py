"""Figures in running text: counts in digits and words, percentages, rates; their dates; what they are compared with.

The fragments are regular expressions without groups. All are linear: every gap is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..phrases import ENGLISH, MONTH, MONTHS, NUMBER_WORDS

# ---------------------------------------------------------------- numbers

_TENS = {
    word: 10 * tens
    for tens, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
NUMBERS_IN_WORDS = NUMBER_WORDS | _TENS | {"none": 0, "zero": 0}
_UNITS = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_WORD = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[-\s]{_UNITS})?|"
    + "|".join(sorted((word for word, value in NUMBER_WORDS.items() if 0 < value < 20), key=len, reverse=True))
    + r")"
)
# A whole number; behind a thousands group one digit more is a footnote's mark.
_DIGITS = r"(?<![\d.,/£%])(?:\d{1,3}(?:,\d{3})+(?=\d?(?!\d))|\d{1,6}(?!\d|[.,]\d|/\d|\s?%))"
COUNT = rf"(?:(?<!\d[-–—]){_DIGITS}|\b{_WORD}\b)"
SECOND_COUNT = rf"(?:{_DIGITS}|\b{_WORD}\b)"  # of a range ("20-30"), or of a change ("from 12 to 15")
COUNT_OR_NONE = rf"(?:{COUNT}|\b(?:no|none|zero)\b)"
_DECIMAL = r"(?<![\d.,])\d{1,3}(?:\.\d{1,2})?"
PERCENT = rf"(?:{_DECIMAL}\s?(?:%+|per\s?cent\b)|\b{_WORD}\s+per\s?cent\b)"
RATE = rf"{_DECIMAL}(?![\d,]|\.\d|\s?%)"


def value_of(printed: str) -> float:
    """The number of a printed figure: "1,204" → 1204.0, "62.5 %" → 62.5, "twenty-two" → 22.0, "no" → 0.0."""
    words = re.sub(
        r"(?<=\d)\s(?=\d{3})|\s?%+|\s+per\s?cent$|"
        r"per\s?cent$",
        "",
        printed.strip().lower(),
    ).replace(",", "")
    if words[:1].isdigit():
        return float(words)
    return float(sum(NUMBERS_IN_WORDS[word] for word in re.split(r"[-\s]+", words) if word))


# ---------------------------------------------------------------- dates of figures

_DASHES = r"\s?[\u0335\u0336\u2010-\u2015\u2212/-]{1,3}\s?"
DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|"
    rf"{MONTH},?\s+(?:of\s+)?\d{{4}}(?!\s?[–-]\s?\d\d(?!\d))|(?:19|20)\d\d{_DASHES}(?:20)?\d\d(?!\d)|(?:19|20)\d\d(?!\d|,\d))"
)
_DATE = re.compile(rf"\b{DATE}", re.IGNORECASE | ENGLISH)
_QUARTER = re.compile(r"\bquarter\b[^.;\d]{0,20}$", re.IGNORECASE)
# "2,161 at 31 March 2013", "200 (62 per 10,000 children) at 31 March 2014", "71% 2013–14"
_NEAR = 200  # characters between a figure and its date
_BEHIND = re.compile(
    r"(?:\s+per\s+10,?000(?:\s+children)?)?(?:\s*\([^()]{0,70}\))?(?:[^.,;:()\d]{0,110}?\s(?:at|in|on|for|during|"
    r"by)\s+(?:the\s+)?(?:end\s+of\s+)?|\s*\(?)$",
    re.IGNORECASE,
)
_PREPOSITION = r"(?:provisionally,?\s+|as\s+)?(?:at|in|on|by|during|for|as\s+of)\s+(?:the\s+)?"
_AHEAD = re.compile(
    rf"^\W*(?:\d+\.\s*)?(?:{_PREPOSITION}(?:[a-z]+\s+){{0,4}}(?:{DATE}\s+to\s+)?)?$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|from|between)\s+$", re.IGNORECASE)
_CENSUS = re.compile(r"\s+census\b", re.IGNORECASE)
_JUST_BEFORE = re.compile(
    r"^,?\s*(?:(?:is|was|were|are|stood|at|of|had|there|a|the|about|around)\s+){0,4}\(?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    start: int
    end: int
    value: str  # "2015-03-31", "2015-03", "2015"


@lru_cache(maxsize=64)
def dates_in(text: str, start: int, end: int) -> tuple[PrintedDate, ...]:
    """Days, months, years and financial years (by the year in which they end) in `text[start:end]`."""
    found = []
    for match in _DATE.finditer(text, start, end):
        value = _date_value(match.group())
        if value and not _QUARTER.search(text, max(start, match.start() - 30), match.start()):
            found.append(PrintedDate(match.start(), match.end(), value))
    return tuple(found)


def _date_value(printed: str) -> str | None:
    words = printed.lower()
    month = re.search(rf"({MONTH})", words)
    if month:
        year = words[-4:]
        day = re.search(r"\b(\d{1,2})(?!\d)", words)
        number = MONTHS[month.group(1).rstrip(".")]
        if day and not 1 <= int(day.group(1)) <= 31:
            return None
        return f"{year}-{number:02d}-{int(day.group(1)):02d}" if day else f"{year}-{number:02d}"
    years = re.findall(r"\d+", words)
    if len(years) == 1:
        return years[0]
    last = years[1] if len(years[1]) == 4 else years[0][:2] + years[1]
    return last if int(years[0]) < int(last) else None


def date_of(text: str, start: int, end: int, first: int, last: int) -> str | None:
    """The date of the figure `text[first:last]` in the sentence `text[start:end]`; None where none is printed.

    The date behind the figure comes before the one that opens the sentence ("At 31 March 2015, 410 children …").
    """
    dates = dates_in(text, start, end)
    for found in dates:
        if last <= found.start <= last + _NEAR and _BEHIND.match(text[last : found.start]):
            return found.value
    before = [found for found in dates if found.end <= first]
    for found in reversed(before):
        between = text[found.end : first] if first - found.end < _NEAR else "."
        if _JUST_BEFORE.match(between) and ("(" in between or not _SINCE.search(text, start, found.start)):
            return found.value
    for found in before[:3]:
        near = found.start - start < _NEAR
        if near and (_AHEAD.match(text[start : found.start]) or _CENSUS.match(text, found.end)):
            return found.value
    return None


# ---------------------------------------------------------------- comparisons

_NAMES = {
    "England": r"(?:national(?:ly)?|England|English|country\s+as\s+a\s+whole)",
    "London": r"(?<!Inner\s)(?<!Outer\s)(?<!of\s)London(?!\s+(?:borough|councils?|and))",
    "statistical-neighbours": r"(?:statistical\s+neighbours?(?:[’']s?)?|(?:similar|comparable|"
    r"comparator)\s+(?:local\s+)?"
    r"authorities(?:[’'])?|comparators)",
}
_NOUN = r"(?:averages?|figures?|rates?|levels?|percentages?|proportions?|overall|data)"
_NAME = "|".join(f"(?P<{slug.replace('-', '_')}>{words})" for slug, words in _NAMES.items())
_FIGURE = rf"(?P<figure>{PERCENT}|{RATE}(?:\s+per\s+10,?000)?)"
_NAME_FIRST = re.compile(
    rf"\b(?:{_NAME})(?:[’']s)?(?:\s+{_NOUN}){{0,2}}(?:\s+(?:for|in|at|on)\s+{DATE})?"
    rf"(?:\s+(?:which\s+)?(?:is|was|of|at|being|stands\s+at)\b)?[\s,:(]{{0,3}}(?:(?:approximately|about|"
    rf"around)\s+)?{_FIGURE}",
    re.IGNORECASE,
)
_FIGURE_FIRST = re.compile(
    rf"{_FIGURE}(?:\s+(?:of\s+)?(?:children|pupils))?(?:\s+(?:in|for|across|at|"
    rf"by))?(?:\s+the)?(?:\s+an?)?\s+(?:{_NAME})\b",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(
    rf"\b(?P<one>{'|'.join(_NAMES.values())})(?:\s+{_NOUN})?\s+and\s+(?:the\s+)?"
    rf"(?P<two>{'|'.join(_NAMES.values())})"
    rf"(?:\s+{_NOUN})?\s*\(\s*(?P<first>{PERCENT}|{RATE})\s*(?:per\s+10,?000\s*)?and\s+(?P<second>{PERCENT}|"
    rf"{RATE})"
    r"(?:\s*per\s+10,?000)?,?\s*respectively",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    comparator: str  # "England", "London", "statistical-neighbours"
    value: float
    start: int  # where the figure stands
    end: int


def comparisons(text: str, start: int, end: int, unit: str) -> list[Comparison]:
    """The figures of others in `text[start:end]`, in the unit "percent" or "per-10000", in order."""
    found: dict[int, Comparison] = {}
    for comparison in _comparisons(text, start, end):
        printed = text[comparison.start : comparison.end]
        percent = bool(re.search(r"%|per\s?cent", printed, re.IGNORECASE))
        if percent == (unit == "percent"):
            found.setdefault(comparison.start, comparison)
    return [found[at] for at in sorted(found)]


def _comparisons(text: str, start: int, end: int) -> Iterator[Comparison]:
    for match in _RESPECTIVELY.finditer(text, start, end):
        for name, figure in (("one", "first"), ("two", "second")):
            yield _comparison(_slug(match[name]), match, figure)
    for pattern in (_NAME_FIRST, _FIGURE_FIRST):
        for match in pattern.finditer(text, start, end):
            slug = next(slug for slug in _NAMES if match[slug.replace("-", "_")])
            if not _is_year(match["figure"]):
                yield _comparison(slug, match, "figure")


def _comparison(slug: str, match: re.Match[str], group: str) -> Comparison:
    printed = re.sub(r"\s+per\s+10,?000$", "", match[group], flags=re.IGNORECASE)
    return Comparison(slug, value_of(printed), match.start(group), match.start(group) + len(printed))


def _slug(words: str) -> str:
    return next(slug for slug, pattern in _NAMES.items() if re.fullmatch(pattern, words, re.IGNORECASE))


def _is_year(printed: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", printed))
