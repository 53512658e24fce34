"""Dates, grades, names and numbers in the shapes in which reports print them."""

from __future__ import annotations

import time
from datetime import date

import pytest

from graphbuilder.phrases import find_people, find_periods, grade_slug, number_of


def periods(text: str) -> list[tuple[str, str]]:
    return [(found.first.isoformat(), found.last.isoformat()) for found in find_periods(text)]


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("8 – 12 July 2013", "2013-07-08", "2013-07-12"),
        ("8-12 July 2013", "2013-07-08", "2013-07-12"),
        ("8 ─ 12 July 2013", "2013-07-08", "2013-07-12"),
        ("8 ‑ 12 July 2013", "2013-07-08", "2013-07-12"),
        ("8 to 12 July 2013", "2013-07-08", "2013-07-12"),
        ("9–24 November 2017", "2017-11-09", "2017-11-24"),
        ("3-6 June, 2013", "2013-06-03", "2013-06-06"),
        ("3rd – 14th June 2013", "2013-06-03", "2013-06-14"),
        ("8 and 9 July 2013", "2013-07-08", "2013-07-09"),
        ("8, 9 and 10 July 2013", "2013-07-08", "2013-07-10"),
        ("16 September 2014 – 8 October 2014", "2014-09-16", "2014-10-08"),
        ("25 February - 6 March 2013", "2013-02-25", "2013-03-06"),
        ("18 Feb 2015 – 11 Mar. 2015", "2015-02-18", "2015-03-11"),
        ("3–14 Sept 2018", "2018-09-03", "2018-09-14"),
        ("Monday 3 June to Friday 14 June 2013", "2013-06-03", "2013-06-14"),
        ("29 December – 3 January 2020", "2019-12-29", "2020-01-03"),
        ("29 December 2019 ─ 10 January 2020", "2019-12-29", "2020-01-10"),
        ("12/09/2016 to 06/10/2016", "2016-09-12", "2016-10-06"),
        ("12/09/16 - 06/10/16", "2016-09-12", "2016-10-06"),
        ("12.09.2016 – 06.10.2016", "2016-09-12", "2016-10-06"),
        ("15 June 2015", "2015-06-15", "2015-06-15"),
        ("15/06/2015", "2015-06-15", "2015-06-15"),
        ("3 to 14 june2013", "2013-06-03", "2013-06-14"),
    ],
)
def test_one_period(printed: str, first: str, last: str) -> None:
    assert periods(f"Inspection dates: {printed}") == [(first, last)]
    assert periods(f"{printed}Lead inspector") == [(first, last)], "the label behind it is glued"


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("13 – 15 January 2014 and 28 – 30 January 2014", [("2014-01-13", "2014-01-15"), ("2014-01-28", "2014-01-30")]),
        ("13 – 15 January and 28 – 30 January 2014", [("2014-01-13", "2014-01-15"), ("2014-01-28", "2014-01-30")]),
        ("3–7 and 17–21 June 2013", [("2013-06-03", "2013-06-07"), ("2013-06-17", "2013-06-21")]),
        ("27 – 31 May & 3 – 7 June 2013", [("2013-05-27", "2013-05-31"), ("2013-06-03", "2013-06-07")]),
        ("16 – 18 December and 6 – 8 January 2014", [("2013-12-16", "2013-12-18"), ("2014-01-06", "2014-01-08")]),
        (
            "30 November 2015 – 4 December and 14 – 18 December 2015",
            [("2015-11-30", "2015-12-04"), ("2015-12-14", "2015-12-18")],
        ),
        ("3 June 2013 and 10 June 2013", [("2013-06-03", "2013-06-03"), ("2013-06-10", "2013-06-10")]),
    ],
)
def test_two_visits(printed: str, found: list[tuple[str, str]]) -> None:
    """A first visit without a year, or without a month, was lost: the inspection seemed to begin with the second."""
    assert periods(printed) == found


@pytest.mark.parametrize(
    "printed",
    [
        "31 June – 4 July 2015",
        "4 – 2 July 2015",
        "3 June 2013 – 14 June 2014",
        "45 July 2013",
        "12/13/2014",
        "July 2013",
        "",
    ],
)
def test_a_misprint_gives_no_date_at_all(printed: str) -> None:
    assert periods(printed) == []


def test_periods_keep_their_place_and_their_limits() -> None:
    text = "first 3 – 7 June 2013, then 8 July 2013"
    found = find_periods(text)
    assert [text[period.start : period.end] for period in found] == ["3 – 7 June 2013", "8 July 2013"]
    assert [period.first for period in find_periods(text, text.index("then"))] == [date(2013, 7, 8)]
    assert find_periods(text, 0, 12) == []


@pytest.mark.parametrize("words", ["1 ", "1 - ", "3 June and ", "12/09/", "4 July 2013, "])
def test_dates_are_linear_on_hostile_text(words: str) -> None:
    begun = time.perf_counter()
    find_periods(words * 2_000)
    assert time.perf_counter() - begun < 5


# ---------------------------------------------------------------- grades


@pytest.mark.parametrize(
    ("printed", "slug"),
    [
        ("Good", "good"),
        ("OUTSTANDING", "outstanding"),
        ("adequate", "adequate"),
        ("Inadequate", "inadequate"),
        ("requires improvement", "requires-improvement"),
        ("Require improvement", "requires-improvement"),
        ("Requires\nimprovement to be good", "requires-improvement"),
        ("Not judged", None),
        ("Grade 2", "good"),
        ("Grade 4", "inadequate"),
        ("goodish", None),
    ],
)
def test_grades(printed: str, slug: str | None) -> None:
    assert grade_slug(printed) == slug


# ---------------------------------------------------------------- people


def people(text: str) -> list[tuple[str, bool | None]]:
    found = find_people(text, 0, len(text))
    assert all(text[person.start : person.end] == person.name for person in found)
    return [(person.name, person.hmi) for person in found]


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("Ann Archer, Her Majesty’s Inspector", [("Ann Archer", True)]),
        ("Ann Archer\nHer Majesty’s Inspector", [("Ann Archer", True)]),
        ("Ann Archer His Majesty's Inspector", [("Ann Archer", True)]),
        ("Ann ArcherHMI", [("Ann Archer", True)]),
        ("Ann ArcherHer Majesty’s Inspector", [("Ann Archer", True)]),
        ("ANN ARCHER HMI", [("ANN ARCHER", True)]),
        ("Dr Ann Archer", [("Ann Archer", None)]),
        ("Ann O’Neill and Bob Baker-Smith HMI", [("Ann O’Neill", None), ("Bob Baker-Smith", True)]),
        ("Ann de la Croix, HMI", [("Ann de la Croix", True)]),
        ("Élise Dupré HMI", [("Élise Dupré", True)]),
        ("A. B. Archer, SHMI", [("A. B. Archer", True)]),
        ("Mary-Jane Archer, Senior His Majesty’s Inspector", [("Mary-Jane Archer", True)]),
        ("Ann Archer, HMI\nBob Baker, HMI", [("Ann Archer", True), ("Bob Baker", True)]),
        ("Ann Archer, HMI Bob Baker, HMI", [("Ann Archer", True), ("Bob Baker", True)]),
        ("Ann Archer HMI Bob Baker HMI", [("Ann Archer", True), ("Bob Baker", True)]),
        ("Ann Archer and Bob Baker, His Majesty’s Inspectors", [("Ann Archer", True), ("Bob Baker", True)]),
        ("Ann Archer, HMI / Bob Baker, HMI", [("Ann Archer", True), ("Bob Baker", True)]),
        ("Ann Archer, Bob Baker (all HMI)", [("Ann Archer", True), ("Bob Baker", True)]),
        (
            "Ann Archer HMI, Bob Baker and Cy Cole (Associate Inspector)",
            [("Ann Archer", True), ("Bob Baker", None), ("Cy Cole", False)],
        ),
        ("Judgement Grade", []),
        ("the council and its partners", []),
        ("", []),
    ],
)
def test_people(printed: str, found: list[tuple[str, bool | None]]) -> None:
    assert people(printed) == found


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("printed", "number"),
    [("three", 3), ("No", 0), ("1,204", 1204), ("12", 12), ("twenty", 20), ("many", None), ("", None)],
)
def test_numbers(printed: str, number: int | None) -> None:
    assert number_of(printed) == number
