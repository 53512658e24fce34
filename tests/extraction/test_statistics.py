"""Printed figures, their dates and comparators. All sentences and places are invented."""

from __future__ import annotations

import time

import pytest
from helpers import reading_of
from support import EXAMPLES

from graphbuilder.extraction import statistics
from graphbuilder.extraction._figures import comparisons, dates_in, value_of
from graphbuilder.extraction._measures import _first_words, patterns
from graphbuilder.extraction._printed_figures import worth_trying
from graphbuilder.model import Statistic
from graphbuilder.phrases import lowered
from graphbuilder.reading import read_document

POPULATION, SHARE = "child-population", "child-population-share"
PLANS, IN_NEED, CARED_FOR = "child-protection-plans", "children-in-need", "children-looked-after"
RATE, OUTSIDE, ALONE = "children-looked-after-rate", "placed-out-of-area", "unaccompanied-asylum-seeking-children"
PRIVATE, LEAVERS, ADOPTED, GUARDIANS = (
    "privately-fostered-children",
    "care-leavers",
    "adoptions",
    "special-guardianship-orders",
)
LOAD, VACANT, TIMELY = "social-worker-caseload", "social-worker-vacancy-rate", "assessments-in-time-share"

Row = tuple[str, float, str, str | None, str | None]


def facts(text: str) -> list[Statistic]:
    return list(statistics.extract(reading_of(text)))


def rows(text: str) -> list[Row]:
    return [(fact.measure, fact.value, fact.unit, fact.date, fact.comparator) for fact in facts(text)]


def own(measure: str, value: float, unit: str = "children", date: str | None = None) -> Row:
    return measure, value, unit, date, None


@pytest.mark.parametrize("rule", statistics.RULES, ids=lambda rule: rule.name)
def test_the_example_fires_the_rule(rule):
    assert rule.name in {fact.rule for fact in facts(rule.example)}
    assert 0.5 < rule.confidence <= 0.99


# ---------------------------------------------------------------- the section on the area


def test_the_population_and_its_share():
    assert rows(
        "Approximately 31,450 children and young people aged under 18 live in Eastham. "
        "This is 22% of the total population in the area."
    ) == [own(POPULATION, 31450), own(SHARE, 22, "percent")]


def test_a_sub_bullet_takes_its_measure_from_the_introduction():
    text = (
        "The proportion of children entitled to free school meals:\n\n• in primary schools is 21% (the national "
        "average is 17%)\n\n• in secondary schools is 18 % (the national average is 14.5%).\n\nThe proportion of "
        "children with English as an additional language:\n\n• in primary schools is 9% (the national figure is 19%)"
    )
    assert rows(text) == [
        own("free-school-meals-primary", 21, "percent"),
        ("free-school-meals-primary", 17, "percent", None, "England"),
        own("free-school-meals-secondary", 18, "percent"),
        ("free-school-meals-secondary", 14.5, "percent", None, "England"),
        own("eal-primary", 9, "percent"),
        ("eal-primary", 19, "percent", None, "England"),
    ]
    assert [evidence.quote for evidence in facts(text)[0].evidence] == [
        "The proportion of children entitled to free school meals:",
        "in primary schools is 21% (the national average is 17%)",
    ]


def test_bullets_that_were_printed_in_one_line_are_told_apart():
    assert rows(
        "The proportion of children entitled to free school meals: ― in primary schools is 21% (the national average "
        "is 17%) ― in secondary schools is 18% (the national average is 14%)."
    ) == [
        own("free-school-meals-primary", 21, "percent"),
        ("free-school-meals-primary", 17, "percent", None, "England"),
        own("free-school-meals-secondary", 18, "percent"),
        ("free-school-meals-secondary", 14, "percent", None, "England"),
    ]


def test_schools_without_a_topic_and_pupils_of_all_schools_give_nothing():
    assert rows("Attendance in primary schools is 96%.") == []
    assert rows("English is an additional language for 11% of pupils.") == []


def test_the_share_of_minority_ethnic_groups_with_its_comparator_and_without_the_largest_group():
    assert rows(
        "In Eastham, minority ethnic groups account for 13.7% of all children, "
        "compared with 20.6% in the country as a whole."
    ) == [own("minority-ethnic-share", 13.7, "percent"), ("minority-ethnic-share", 20.6, "percent", None, "England")]
    assert rows("The largest minority ethnic groups account for 6% of children.") == []
    assert rows("Children from minority ethnic groups account for 30% of children looked after.") == []


def test_a_standing_sentence_its_rate_and_the_previous_value():
    assert rows(
        "At 31 March 2015, 410 children were being looked after by the local authority (a rate of 61.5 per 10,000 "
        "children). This is a reduction from 1,433 (63 per 10,000 children) at 31 March 2014."
    ) == [
        own(CARED_FOR, 410, date="2015-03-31"),
        own(RATE, 61.5, "per-10000", "2015-03-31"),
        own(CARED_FOR, 1433, date="2014-03-31"),
        own(RATE, 63, "per-10000", "2014-03-31"),
    ]


def test_every_previous_value_is_a_row_and_no_change_without_a_figure_is_none():
    assert rows(
        "At 5 May 2015, 13 children lived in a privately arranged fostering placement. This is an increase from 11 at "
        "30 June 2014 and a reduction from eighteen at 30 June 2013."
    ) == [own(PRIVATE, 13, date="2015-05-05"), own(PRIVATE, 11, date="2014-06-30"), own(PRIVATE, 18, date="2013-06-30")]
    assert rows(
        "At 5 May 2015, 13 children lived in a private fostering arrangement. This is the same as at 30 June 2014."
    ) == [own(PRIVATE, 13, date="2015-05-05")]
    assert rows(
        "At 5 May 2015, 13 children lived in a private fostering arrangement. This is a fall of two since 30 June 2014."
    ) == [own(PRIVATE, 13, date="2015-05-05")]


def test_bullets_of_this_number_take_the_date_of_the_children_looked_after():
    text = (
        "At 31 March 2015, 410 children are being looked after by the local authority. Of this number:\n\n"
        "• 93 (or 31%) live outside the local authority area\n\n"
        "• 40 live in residential children’s homes, of whom 12% live out of the authority area\n\n"
        "• nine are unaccompanied asylum-seeking children."
    )
    assert rows(text) == [
        own(CARED_FOR, 410, date="2015-03-31"),
        own(OUTSIDE, 93, date="2015-03-31"),
        own(OUTSIDE, 31, "percent", "2015-03-31"),
        own(ALONE, 9, date="2015-03-31"),
    ]
    assert len(facts(text)[1].evidence) == 2


def test_bullets_under_a_period():
    assert rows(
        "In the last 12 months:\n\n• there have been 17 adoptions\n\n• eight children became the subject of special "
        "guardianship orders\n\n• 120 children ceased to be looked after, of whom 3% subsequently returned"
    ) == [own(ADOPTED, 17), own(GUARDIANS, 8)]
    assert rows("During 2012–13:\n\n• 45 adoptions") == [own(ADOPTED, 45, date="2013")]


def test_no_children_is_a_figure_and_fewer_than_five_is_none():
    assert rows("no children are unaccompanied asylum-seeking children.") == [own(ALONE, 0)]
    assert rows("Fewer than five children lived in a privately arranged fostering placement.") == []


# ---------------------------------------------------------------- prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In May there were 137 children who were the subject of a child protection plan.", [own(PLANS, 137)]),
        ("When inspectors came, 417 were subject to child protection plans.", []),
        ("At the time of the inspection, 417 were on a child protection plan.", [own(PLANS, 417)]),
        ("There were over 360 children subject to child protection plans.", [own(PLANS, 360)]),
        (
            "The number of children with a child protection plan has risen from 117 in May 2013 to 186 in June 2014.",
            [own(PLANS, 117, date="2013-05"), own(PLANS, 186, date="2014-06")],
        ),
        ("The number of children with a child protection plan (173) has risen.", [own(PLANS, 173)]),
        (
            "At 30 June 2016, 2003 children were assessed as being in need of a specialist children’s service.",
            [own(IN_NEED, 2003, date="2016-06-30")],
        ),
        ("At the time of the inspection, Northshire looked after 187 children.", [own(CARED_FOR, 187)]),
        ("There are currently 16 children who are privately fostered.", [own(PRIVATE, 16)]),
        ("The local authority is responsible for 764 care leavers.", [own(LEAVERS, 764)]),
        ("In 2012–13, nine children were adopted, two more than in 2011–12.", [own(ADOPTED, 9, date="2013")]),
        ("Seven special guardianship orders were granted during 2013–14.", [own(GUARDIANS, 7, date="2014")]),
        ("A high proportion (43%) of children looked after live outside the borough.", [own(OUTSIDE, 43, "percent")]),
        (
            "The rate of children looked after, at 54 per 10,000 in 2013–14, is below that of similar authorities and "
            "England (71 and 59 respectively).",
            [
                own(RATE, 54, "per-10000", "2014"),
                (RATE, 71, "per-10000", "2014", "statistical-neighbours"),
                (RATE, 59, "per-10000", "2014", "England"),
            ],
        ),
        ("Social workers have caseloads of between 18 and 25 children.", [own(LOAD, 18), own(LOAD, 25)]),
        ("Social workers hold 14 cases each.", [own(LOAD, 14, "other")]),
        (
            "The vacancy rate fell from 15.8% in May 2015 to 13% in June 2016.",
            [own(VACANT, 15.8, "percent", "2015-05"), own(VACANT, 13, "percent", "2016-06")],
        ),
        ("Almost half (47%) of current social work posts are vacant.", [own(VACANT, 47, "percent")]),
        ("Only 58% of core assessments were completed within timescales.", [own(TIMELY, 58, "percent")]),
        ("In 2013–14, 15% of children lived in poverty.", []),
    ],
)
def test_figures_in_prose(text, expected):
    found = rows(text)
    assert [row for row in found if row[4] is None] == [row for row in expected if row[4] is None]
    assert {row[:3] + row[4:] for row in found} == {row[:3] + row[4:] for row in expected}


@pytest.mark.parametrize(
    "text",
    [
        "In 2014, 24 children with a child protection plan received advocacy.",
        "Thirteen children have had a child protection plan for more than two years.",
        "Inspectors sampled 20 children on child protection plans.",
        "Neglect is the main concern for 67% of children subject to child protection plans.",
        "Nineteen looked after children do not have a current plan.",
        "The advocacy service is supporting 27 children looked after.",
        "The number of care leavers in apprenticeships rose from seven to 12.",
        "There have been two adoption disruptions in the last three years.",
        "Two children placed out of area were seen by inspectors.",
        "A few children (4%) are placed more than 20 miles from home.",
        "Independent reviewing officers have caseloads of 92 children.",
        "Personal advisers have caseloads averaging 20 young people.",
        "The target is for caseloads of no more than 15 children.",
        "An independent visitor service is working with 21 children.",
        "The charity’s vacancies are 12% of all foster placements.",
        "Only 67% of initial health assessments were completed within 28 days.",
        "The population aged 0 to 15 is expected to grow by 8% by 2030.",
        "Around half of all children live in the two largest towns.",
        "The timeliness of reviews was good, with 98% held on time.",
    ],
)
def test_hard_negatives(text):
    assert rows(text) == []


def test_the_caseloads_of_personal_advisers_are_not_social_workers():
    assert not facts("The leaving care teams have skilled personal advisers. Caseloads in these teams average 28.")
    assert facts("The locality teams have skilled social workers. Caseloads in these teams average 28.")


def test_recommendations_and_definitions_are_no_figures():
    section = "Areas for improvement\n\nReduce caseloads so that social workers hold 15 cases each.\n"
    assert rows(f"{section}") == []


# ---------------------------------------------------------------- dates, footnotes, repeats


def test_the_year_of_a_footnote_belongs_to_the_figure_that_it_is_attached_to():
    text = "• About 12%4 of Eastham’s children are living in poverty.\n\n4 Poverty statistics, 2014."
    assert rows(text) == [own("children-in-poverty-share", 12, "percent", "2014")]


def test_a_glued_footnote_mark_is_no_part_of_the_number():
    assert rows("Approximately 58,300² children and young people aged under 18 live in Eastham.") == [
        own(POPULATION, 58300)
    ]


def test_an_exact_repeat_is_one_row_with_two_pieces_of_evidence_and_another_date_is_a_second_row():
    sentence = "At the time of the inspection there were 143 children subject to a child protection plan."
    [fact] = facts(f"{sentence}\n\nAt the time of the inspection, there were 143 children on a child protection plan.")
    assert len(fact.evidence) == 2
    assert rows(f"{sentence}\n\nAt 31 March 2015, there were 143 children subject to a child protection plan.") == [
        own(PLANS, 143),
        own(PLANS, 143, date="2015-03-31"),
    ]


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("31st March 2014", "2014-03-31"),
        ("March 31 2015", "2015-03-31"),
        ("September 2017", "2017-09"),
        ("2012–13", "2013"),
        ("2010/11", "2011"),
        ("2014–2015", "2015"),
        ("2011", "2011"),
        ("the first quarter of 2014–15", None),
        ("31 March", None),
    ],
)
def test_dates(printed, date):
    assert [found.value for found in dates_in(printed, 0, len(printed))] == ([date] if date else [])


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1,204", 1204), ("17 %", 17), ("62 100", 62100), ("twenty-two", 22), ("Sixty-one per cent", 61), ("none", 0)],
)
def test_values(printed, value):
    assert value_of(printed) == value


def test_comparisons_by_name_and_by_figure():
    text = "(compared to 2% for statistical neighbours, London (4.5%) and 3% nationally)"
    assert [(found.comparator, found.value) for found in comparisons(text, 0, len(text), "percent")] == [
        ("statistical-neighbours", 2),
        ("London", 4.5),
        ("England", 3),
    ]


def test_the_quotes_are_verbatim():
    reading = reading_of("There are 12 children on a child protection plan. This is an increase from nine in 2014.")
    for fact in statistics.extract(reading):
        for evidence in fact.evidence:
            assert reading.document.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize(
    "text",
    [
        "there were 12 children " * 900,
        "from 12 at 31 March 2014 " * 800,
        "number of children looked after " * 650,
        "1,2" * 6000,
        "national average of " * 1000,
        "caseloads of between 10 and " * 700,
        "(" * 20000,
    ],
)
def test_hostile_text_is_read_in_time(text):
    begin = time.perf_counter()
    facts(text)
    assert time.perf_counter() - begin < 3


def test_adoptions_that_a_clause_adds():
    assert rows("Fewer children wait for a family, with 31 children adopted in the last year.") == [own(ADOPTED, 31)]


def test_every_pattern_is_a_regular_expression():
    """They are compiled when they are first tried."""
    assert len([pattern.regex for pattern in patterns()]) > 90


@pytest.mark.parametrize(
    ("template", "first"),
    [
        ("there {is} {n} {child}", ("there",)),
        ("numbers? of {n}", ("number",)),
        ("vacanc(?:y|ies) of {p}", ("vacanc",)),
        ("(?:use|numbers?) of {n}", ("use", "number")),
        ("the (?:total |high )?numbers? of {n}", ("number",)),
        ("(?:use )?of the {n}", ("of the",)),
        ("(?:use|of) the {n}", ()),
        ("(?:[A-Z]|use) {n}", ()),
        ("{p} of the {child}", ()),
        (", with {n}", (", with",)),
        ("number of children adopted in {date}", ("number of children adopted in",)),
        ("(?:of the|of its) {n}", ("of the", "of its")),
        ("of (?:the )?{n}", ()),
        (r"(?<=and\s)(?:some )?(?:as many as |up to ){n}", ("as many as", "up to")),
        ("{completed in} {p}", ("assessments",)),
        ("{about}{n} {child}", ()),
    ],
)
def test_the_first_words_of_a_template(template, first):
    assert _first_words(template) == first


def test_the_first_words_stand_in_the_expression_of_their_pattern():
    tried = 0
    for pattern in (pattern for pattern in patterns() if pattern.first):
        rest = pattern.expression.removeprefix(r"\b")
        for words in pattern.first:
            assert words.replace(" ", r"\s+") in rest
            tried += 1
    assert tried > 40


def test_a_pattern_is_tried_wherever_it_matches():
    """The words that are looked for first hide no figure: each pattern is tried on each sentence of the examples."""
    matched = 0
    for path in sorted(EXAMPLES.glob("*.txt")):
        document = read_document(path.read_bytes(), path, path.name)
        spans = [span for paragraph in document.paragraphs for span in paragraph.sentences]
        sentences = [document.text[start:end] for start, end in spans]
        for sentence in [*sentences, *(rule.example for rule in statistics.RULES)]:
            for pattern in patterns():
                if pattern.regex.search(sentence if pattern.capitals else lowered(sentence)):
                    assert pattern in worth_trying(lowered(sentence)), (sentence, pattern.words, pattern.first)
                    matched += 1
    assert matched > 20
