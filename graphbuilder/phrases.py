"""Dates, grades, people's names and numbers, in the shapes in which these reports print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

ENGLISH = re.ASCII
"""For patterns of English words and figures: no letter with an accent is part of a word in them (`\\w`, `\\b`), which
makes them a fifth quicker. Not for patterns that take in a name."""


def lowered(text: str) -> str:
    """`text` in small letters and of the same length, so that offsets hold.

    A pattern in small letters over it is several times quicker than one that ignores case.
    """
    small = text.lower()
    if len(small) != len(text):  # "İ" grows when lowered
        small = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return small


@lru_cache(maxsize=1)
def lowered_report(text: str) -> str:
    """A report's whole text in small letters: many look for something in the same one."""
    return lowered(text)


# ---------------------------------------------------------------- dates

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
MONTH_NAMES = {number: name for name, number in reversed(MONTHS.items())}
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"\d{4}(?!\d)"
_DASH = r"\s*(?:–|—|-|─|‒|−|‐|‑|\bto\b|\buntil\b)\s*"
_AND = r"\s*(?:,|;|&|\band\b)\s*(?:and\b\s*)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
# "and" joins two days ("8 and 9 July"), but two dates with a year each are two visits.
_PERIOD = re.compile(
    rf"\b{_WEEKDAY}(?P<d1>{_DAY})(?:\s+(?P<m1>{MONTH}))?(?:,?\s+(?P<y1>{_YEAR}){_DASH}|(?:{_DASH}|\s+and\s+))"
    rf"{_WEEKDAY}(?P<d2>{_DAY})\s+(?P<m2>{MONTH}),?\s*(?P<y2>{_YEAR})",
    re.IGNORECASE,
)
# What can stand before a period and takes month and year from it: "3 – 7 and 17 – 21 June 2013", "8, 9 and 10 July".
_VISIT_BEFORE = re.compile(
    rf"\b(?P<d1>{_DAY})(?:\s+(?P<m1>{MONTH}))?(?:,?\s+(?P<y1>{_YEAR}))?{_DASH}(?P<d2>{_DAY})(?:\s+(?P<m2>{MONTH}))?{_AND}$",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(rf"\b({_DAY}),\s*$")
_NUMERIC = r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?!\d)"
_NUMERIC_PERIOD = re.compile(rf"\b{_NUMERIC}{_DASH}{_NUMERIC}", re.IGNORECASE)
_DATE = re.compile(rf"\b(?P<d>{_DAY})\s+(?P<m>{MONTH}),?\s*(?P<y>{_YEAR})", re.IGNORECASE)
_NUMERIC_DATE = re.compile(rf"\b{_NUMERIC}")
_LONGEST = 120  # days; what is longer is a misprint and no inspection


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date
    start: int  # where the words stand
    end: int


def find_periods(text: str, start: int = 0, end: int | None = None) -> list[Period]:
    """Every period or single day in `text[start:end]`, in order, none inside another.

    Shapes: "8 – 12 July 2013", "16 September 2014 – 8 October 2014", "14 to 25 October 2024",
    "12/09/2016 to 06/10/2016", "29 December – 3 January 2020", "15 June 2015", "3 – 7 and 17 – 21 June 2013".
    A misprinted period ("31 June – 4 July 2015") gives nothing, not one of its days.
    """
    end = len(text) if end is None else end
    found: list[Period] = []
    taken: list[tuple[int, int]] = []
    for match in [*_PERIOD.finditer(text, start, end), *_NUMERIC_PERIOD.finditer(text, start, end)]:
        period = _period_of(match)
        taken.append(match.span())
        if period:
            found.extend(_with_visits_before(text, start, period))
    for match in [*_DATE.finditer(text, start, end), *_NUMERIC_DATE.finditer(text, start, end)]:
        day = _day_of(match)
        inside = any(first <= match.start() < last for first, last in taken)
        if day and not inside:
            found.extend(_with_visits_before(text, start, Period(day, day, *match.span())))
    return sorted(_apart(found), key=lambda period: period.start)


def _apart(found: list[Period]) -> list[Period]:
    """A date inside the words of a longer period ("30 November 2015 – 4 December and …") is none of its own."""
    return [
        period
        for period in found
        if not any(other.start <= period.start and period.end <= other.end and other != period for other in found)
    ]


def _period_of(match: re.Match[str]) -> Period | None:
    if match.re is _NUMERIC_PERIOD:
        return _period(_numeric_day(*match.groups()[:3]), _numeric_day(*match.groups()[3:]), match)
    year = int(match["y2"])
    first = _date(int(match["y1"] or year), match["m1"] or match["m2"], match["d1"])
    last = _date(year, match["m2"], match["d2"])
    if first and last and first > last and match["m1"] and not match["y1"]:  # over New Year
        first = _date(year - 1, match["m1"], match["d1"])
    return _period(first, last, match)


def _period(first: date | None, last: date | None, match: re.Match[str], shift: int = 0) -> Period | None:
    if first is None or last is None or not 0 <= (last - first).days <= _LONGEST:
        return None
    return Period(first, last, match.start() + shift, match.end() + shift)


def _with_visits_before(text: str, start: int, period: Period) -> list[Period]:
    """The period, and the visits before it that leave their month or year to it."""
    found = [period]
    while len(found) < 6:
        shift = max(start, found[0].start - 60)
        before, after = text[shift : found[0].start], found[0]
        if match := _VISIT_BEFORE.search(before):
            earlier = _visit_before(match, after.first, shift)
            if earlier is None:
                return found
            found.insert(0, earlier)
        elif match := _DAY_BEFORE.search(before):
            day = _calendar(after.first.year, after.first.month, _number(match.group(1)))
            if day is None or day + timedelta(days=1) != after.first:
                return found
            found[0] = Period(day, after.last, shift + match.start(), after.end)
        else:
            return found
    return found


def _visit_before(match: re.Match[str], after: date, shift: int) -> Period | None:
    month = match["m2"] or MONTH_NAMES[after.month]
    last = _date(after.year, month, match["d2"])
    if last and last > after:
        last = _date(after.year - 1, month, match["d2"])
    if last is None:
        return None
    first = _date(int(match["y1"] or last.year), match["m1"] or month, match["d1"])
    if first and first > last and match["m1"] and not match["y1"]:
        first = _date(last.year - 1, match["m1"], match["d1"])
    return _period(first, last, match, shift)


def _day_of(match: re.Match[str]) -> date | None:
    if match.re is _NUMERIC_DATE:
        return _numeric_day(*match.groups())
    return _date(int(match["y"]), match["m"], match["d"])


def _numeric_day(day: str, month: str, year: str) -> date | None:
    return _calendar(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))


def _date(year: int, month: str, day: str) -> date | None:
    return _calendar(year, MONTHS[month.lower().rstrip(".")], _number(day))


def _number(day: str) -> int:
    """The number of a day as printed: "3rd" is 3."""
    return int(re.sub(r"\D", "", day))


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
_LETTER = r"[A-Za-zÀ-ÖØ-öø-ſ]"
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŽĆČ]"
_NAME_WORD = rf"(?:{_CAPITAL}\.|{_CAPITAL}{_LETTER}*(?:[’'`\-]{_LETTER}+)*)"
NAME = rf"{_NAME_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_NAME_WORD}){{1,3}}"
_EDGE = r"(?:\b|(?<=(?-i:[a-z]))(?=(?-i:[A-Z])))"  # also where a title is glued to the name ("Ann ArcherHMI")
_TITLES = re.compile(
    rf"\s*[,(–-]?\s*\(?{_EDGE}(?:(?:Senior\s+)?(?:Her|His)\s+Majesty[’']?s?[’']?\s+Inspectors?|S?HMIs?|Senior\s+HMI|"
    r"(?:Regulatory|Seconded|Associate|Additional|Ofsted|Social\s+Care|Contracted|Shadow)[\w\s]{{0,40}}?Inspectors?"
    r"(?:\s+Manager)?|(?-i:RI|RIM|AI|OI|SCRI|SCRM))\b\)?(?:\s*,?\s*Ofsted\b)?",
    re.IGNORECASE,
)
# Said once behind the whole list.
_ALL_HMI = re.compile(r"\((?:all\s+)?S?HMIs\)|\(all\s+S?HMI\)|(?:Her|His)\s+Majesty[’']?s?[’']?\s+Inspectors\b")
# Between two names of a list: a separator, or nothing but the title of the first ("Ann Archer HMI Bob Baker HMI").
_NEXT_NAME = re.compile(r"\s*(?:,|;|/|\band\b|&|\n|•)\s*|(?:(?<=\bHMI)|(?<=HMI\))|(?<=\bInspector))\s+(?=[A-Z][a-z])")
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
    for cut in [*_NEXT_NAME.finditer(text[start:end]), None]:
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
    rest = text[start + match.start(1) : end]
    title = _TITLES.search(rest)
    if title and title.start() < len(words):
        words = words[: title.start()].rstrip()
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
    if re.search(rf"{_EDGE}S?HMIs?\b|Majesty", words):
        return True
    return False if re.search(r"\b(?:associate|additional)\b", words, re.IGNORECASE) else None


# ---------------------------------------------------------------- numbers

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "no",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
NUMBER_WORD = r"(?:" + "|".join(NUMBER_WORDS) + r")"


def number_of(printed: str) -> int | None:
    """The whole number in words or digits ("three", "1,204"); None for anything else."""
    words = printed.lower().replace(",", "")
    if words.isdigit():
        return int(words)
    return NUMBER_WORDS.get(words)
