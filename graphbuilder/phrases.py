"""Dates, grades, people's names and numbers, in the shapes in which these reports print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# ---------------------------------------------------------------- dates

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"),
            ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DASH = r"\s*(?:–|—|-|─|‒|−|\bto\b|\buntil\b|\band\b)\s*"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_PERIOD = re.compile(
    rf"\b{_WEEKDAY}(?P<d1>{_DAY})(?:\s+(?P<m1>{MONTH}))?(?:,?\s+(?P<y1>\d{{4}}))?"
    rf"{_DASH}{_WEEKDAY}(?P<d2>{_DAY})\s+(?P<m2>{MONTH}),?\s+(?P<y2>\d{{4}})",
    re.IGNORECASE,
)
_NUMERIC_PERIOD = re.compile(
    rf"\b(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){_DASH}(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})", re.IGNORECASE
)
_DATE = re.compile(rf"\b(?P<d>{_DAY})\s+(?P<m>{MONTH}),?\s+(?P<y>\d{{4}})\b", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date
    start: int  # where the words stand
    end: int


def find_periods(text: str, start: int = 0, end: int | None = None) -> list[Period]:
    """Every period or single day in `text[start:end]`, in order, none inside another.

    Shapes: "8 – 12 July 2013", "16 September 2014 – 8 October 2014", "14 to 25 October 2024",
    "12/09/2016 to 06/10/2016", "29 December – 3 January 2020", "15 June 2015".
    """
    end = len(text) if end is None else end
    found = [*_named_periods(text, start, end), *_numeric_periods(text, start, end)]
    for match in [*_DATE.finditer(text, start, end), *_NUMERIC_DATE.finditer(text, start, end)]:
        day = _day_of(match)
        if day and not any(period.start <= match.start() < period.end for period in found):
            found.append(Period(day, day, match.start(), match.end()))
    return sorted(found, key=lambda period: period.start)


def _named_periods(text: str, start: int, end: int) -> Iterator[Period]:
    for match in _PERIOD.finditer(text, start, end):
        year = int(match["y2"])
        last = _date(year, match["m2"], match["d2"])
        first = _date(int(match["y1"] or year), match["m1"] or match["m2"], match["d1"])
        if first and last and first > last and not match["y1"]:
            first = _date(year - 1, match["m1"] or match["m2"], match["d1"])
        if first and last:
            yield Period(first, last, match.start(), match.end())


def _numeric_periods(text: str, start: int, end: int) -> Iterator[Period]:
    for match in _NUMERIC_PERIOD.finditer(text, start, end):
        d1, m1, y1, d2, m2, y2 = map(int, match.groups())
        first, last = _calendar(y1, m1, d1), _calendar(y2, m2, d2)
        if first and last:
            yield Period(first, last, match.start(), match.end())


def _day_of(match: re.Match[str]) -> date | None:
    if match.re is _NUMERIC_DATE:
        day, month, year = map(int, match.groups())
        return _calendar(year, month, day)
    return _date(int(match["y"]), match["m"], match["d"])


def _date(year: int, month: str, day: str) -> date | None:
    return _calendar(year, MONTHS[month.lower().rstrip(".")], int(re.sub(r"\D", "", day)))


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # "31 June 2015" is a misprint, no date
        return None


# ---------------------------------------------------------------- grades

GRADE = (
    r"(?:outstanding|good|adequate|inadequate|requires?d?\s+improvement(?:\s+to\s+be\s+(?:judged\s+)?good)?"
    r"|not\s+judged|Grade\s+[1-4])"
)
_NUMBERED = {"1": "outstanding", "2": "good", "3": "adequate", "4": "inadequate"}


def grade_slug(printed: str) -> str | None:
    """The grade concept of a printed grade; None for "not judged"."""
    words = " ".join(printed.lower().split())
    if words.startswith("require"):
        return "requires-improvement"
    if words.startswith("grade"):
        return _NUMBERED[words[-1]]
    return words if words in ("outstanding", "good", "adequate", "inadequate") else None


# ---------------------------------------------------------------- people

_PARTICLE = r"(?:de|van|von|der|den|la|le|du|di|bin|al)"
_NAME_WORD = r"(?:[A-Z][A-Za-zÀ-ÿ]*(?:[’'`\-][A-Za-zÀ-ÿ]+)*|[A-Z]\.)"
NAME = rf"{_NAME_WORD}(?:\s+(?:{_PARTICLE}\s+)?{_NAME_WORD}){{1,3}}"
_TITLES = re.compile(
    r"\s*[,(–-]?\s*\(?\b(?:(?:Senior\s+)?(?:Her|His)\s+Majesty[’']?s?[’']?\s+Inspectors?|S?HMIs?|Senior\s+HMI|"
    r"(?:Regulatory|Seconded|Associate|Additional|Ofsted|Social\s+Care|Contracted|Shadow)[\w\s]{0,40}?Inspectors?"
    r"(?:\s+Manager)?|RI|RIM|AI|OI|SCRI|SCRM)\b\)?(?:\s*,?\s*Ofsted\b)?",
    re.IGNORECASE,
)
_ALL_HMI = re.compile(r"\((?:all\s+)?S?HMIs\)|\(all\s+S?HMI\)")  # said once behind the whole list
_NOT_A_NAME = re.compile(
    r"\b(?:inspector|inspectors|team|lead|judgement|grade|age|report|ofsted|council|children|manager|analyst|"
    r"majesty|services|published|inspection|assurance|quality|deputy|senior|group|website|data|act|regulations|education)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PersonName:
    name: str
    hmi: bool | None  # True: HMI is printed; False: associate or additional; None: not said
    start: int
    end: int


def find_people(text: str, start: int, end: int) -> list[PersonName]:
    """The names in a list like "Ann Archer HMI, Bob Baker HMI and Cy Cole (Associate Inspector)"."""
    found, begin = [], start
    for cut in [*re.finditer(r"\s*(?:,|;|\band\b|&|\n|•)\s*", text[start:end]), None]:
        stop = start + cut.start() if cut else end
        person = _person(text, begin, stop)
        if person:
            found.append(person)
        elif found and text[begin:stop].strip():
            found[-1] = _titled(found[-1], text[begin:stop])
        begin = start + cut.end() if cut else end
    if found and _ALL_HMI.search(text, found[-1].end, end):
        return [PersonName(person.name, True, person.start, person.end) for person in found]
    return found


def _person(text: str, start: int, end: int) -> PersonName | None:
    match = re.match(rf"\s*(?:Dr\.?\s+|Mrs?\.?\s+|Ms\.?\s+)?({NAME})", text[start:end])
    if not match:
        return None
    words = match.group(1)
    rest = text[start + match.start(1):end]
    title = _TITLES.search(rest)
    if title and title.start() < len(words):
        words = words[:title.start()].rstrip()
    words = re.sub(r"\s+(?:S?HMI|RI|AI|OI)$", "", words)
    if " " not in words or _NOT_A_NAME.search(words):
        return None
    begin = start + match.start(1)
    return PersonName(words, _hmi(rest), begin, begin + len(words))


def _titled(person: PersonName, title: str) -> PersonName:
    """The title behind a comma ("Ann Archer, Her Majesty's Inspector") belongs to the name before it."""
    said = _hmi(title)
    return PersonName(person.name, said if person.hmi is None else person.hmi, person.start, person.end)


def _hmi(words: str) -> bool | None:
    if re.search(r"\bS?HMIs?\b|Majesty", words):
        return True
    return False if re.search(r"\b(?:associate|additional)\b", words, re.IGNORECASE) else None


# ---------------------------------------------------------------- numbers

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
    )
}
NUMBER_WORD = r"(?:" + "|".join(NUMBER_WORDS) + r")"


def number_of(printed: str) -> int | None:
    """The whole number in words or digits ("three", "1,204"); None for anything else."""
    words = printed.lower().replace(",", "")
    if words.isdigit():
        return int(words)
    return NUMBER_WORDS.get(words)
