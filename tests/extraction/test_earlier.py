"""Earlier inspections and their grades. All sentences are invented; Cumbria is here a council that was replaced."""

from __future__ import annotations

import time
from datetime import date

import pytest
from helpers import reading_of

from graphbuilder.extraction import earlier
from graphbuilder.extraction._past_inspections import mentions, whens_of
from graphbuilder.model import EarlierInspection

OVERALL, PROTECTION, LEADERSHIP, LEAVERS = (
    "overall-effectiveness",
    "help-and-protection",
    "leadership",
    "care-leavers",
)
SAFEGUARDING, CARED_FOR = "safeguarding-services", "looked-after-services"

Row = tuple[str | None, str, str | None]


def facts(text: str, **cover: object) -> list[EarlierInspection]:
    return list(earlier.extract(reading_of(text, **({"start": date(2021, 6, 7)} | cover))))  # type: ignore[arg-type]


def rows(text: str, **cover: object) -> list[Row]:
    return [(fact.when, fact.area, fact.grade) for fact in facts(text, **cover)]


@pytest.mark.parametrize("rule", earlier.RULES, ids=lambda rule: rule.name)
def test_the_example_fires_the_rule(rule):
    assert [fact.rule for fact in facts(rule.example)] == [rule.name]
    assert 0.5 < rule.confidence <= 0.99


# ---------------------------------------------------------------- standing bullets


def test_the_bullets_on_other_inspections():
    text = (
        "• The previous inspection of Northshire’s safeguarding arrangements was in March 2012. The council was judged "
        "to be good.\n\n• The previous inspection of services for looked after children was in March 2012. "
        "The council was judged to be adequate.\n\n• The previous inspection of Northshire’s adoption service was in "
        "June 2011. The service was judged to be outstanding."
    )
    assert rows(text, start=date(2015, 3, 2)) == [
        ("2012-03", SAFEGUARDING, "good"),
        ("2012-03", CARED_FOR, "adequate"),
        ("2011-06", "adoption", "outstanding"),
    ]
    assert [fact.framework for fact in facts(text, start=date(2015, 3, 2))] == ["slac-2009", "slac-2009", None]


def test_one_inspection_of_two_areas_with_a_grade_each():
    text = (
        "The last inspection of safeguarding arrangements and of services for looked after children was in July 2012. "
        "The council was judged to be good for safeguarding and adequate for looked after children."
    )
    found = facts(text, start=date(2015, 3, 2))
    assert {(fact.when, fact.area, fact.grade, fact.framework) for fact in found} == {
        ("2012-07", SAFEGUARDING, "good", "slac-2009"),
        ("2012-07", CARED_FOR, "adequate", "slac-2009"),
    }
    assert all(len(fact.evidence) == 2 for fact in found)


def test_the_inspections_of_homes_are_not_of_the_authority():
    assert (
        rows(
            "• The local authority operates four children’s homes. Three were judged to be good at the last inspection.\n\n"
            "• The local authority operates one children’s home. This was judged to be adequate in the last inspection "
            "in September 2014."
        )
        == []
    )


# ---------------------------------------------------------------- prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Since the last inspection in 2018, when services were judged good overall, and outstanding for leadership, "
            "much has changed.",
            {("2018", OVERALL, "good"), ("2018", LEADERSHIP, "outstanding")},
        ),
        (
            "The last full inspection of children’s services in Northshire was in 2018 when all services were judged to "
            "require improvement to be good.",
            {("2018", OVERALL, "requires-improvement")},
        ),
        (
            "The last inspection of the council in 2019 judged services to be good in all areas.",
            {("2019", OVERALL, "good")},
        ),
        (
            "Services have improved since the inspection in 2016, when they required improvement.",
            {("2016", OVERALL, "requires-improvement")},
        ),
        (
            "Support for care leavers was inadequate at the time of the last inspection in 2016.",
            {("2016", LEAVERS, "inadequate")},
        ),
        (
            "Practice has improved following two inadequate inspection judgements in 2014 and 2017.",
            {("2014", OVERALL, "inadequate"), ("2017", OVERALL, "inadequate")},
        ),
        (
            "Leaders have built on the outstanding judgement at the last inspection in 2018.",
            {("2018", OVERALL, "outstanding")},
        ),
        (
            "Services require improvement, as was the case at the last inspection in 2016.",
            {("2016", OVERALL, "requires-improvement")},
        ),
        (
            "Ofsted judged safeguarding services as inadequate in 2009 and adequate in 2011.",
            {("2009", SAFEGUARDING, "inadequate"), ("2011", SAFEGUARDING, "adequate")},
        ),
        (
            "An inspection of private fostering in May 2012 found the service to be inadequate.",
            {("2012-05", "private-fostering", "inadequate")},
        ),
        ("Since the local authority was last inspected in 2014, leaders have changed.", {("2014", OVERALL, None)}),
        ("Ofsted last inspected services for children in Northshire in 2013.", {("2013", OVERALL, None)}),
        (
            "Recommendations made after the unannounced inspection of contact, referral and assessment arrangements in "
            "June 2011 have been met.",
            {("2011-06", "other", None)},
        ),
        ("A focused visit on help and protection in May 2019 found drift.", {("2019-05", PROTECTION, None)}),
        (
            "Progress since the focused visits in October 2019 and January 2020 is slow.",
            {("2019-10", "other", None), ("2020-01", "other", None)},
        ),
        ("The 2018 joint targeted area inspection gave priority actions.", {("2018", "other", None)}),
        ("In February 2020, a focused visit found weaknesses.", {("2020-02", "other", None)}),
        ("Leaders have used the learning from the last inspection in 2018.", {("2018", OVERALL, None)}),
        ("Little has changed since the inspection in the spring of 2014.", {("2014", OVERALL, None)}),
        (
            "Since the safeguarding inspection by Ofsted and the CQC in May 2012, much has changed.",
            {("2012-05", SAFEGUARDING, None)},
        ),
        ("Services for children were judged to be adequate in 2010.", {("2010", OVERALL, "adequate")}),
    ],
)
def test_inspections_in_prose(text, expected):
    assert set(rows(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "This inspection in June 2021 found good practice.",
        "In March 2016, the council employed 12 more social workers than at the time of the inspection.",
        "A peer review in 2019 judged services to be good.",
        "An audit in July 2019 judged that most plans were inadequate.",
        "The inspection of the youth offending service in 2016 was positive.",
        "An inspection by the Care Quality Commission in 2018 was positive.",
        "Ofsted’s inspection of Elm House in 2018 judged the home to be inadequate.",
        "Most children attend schools that were judged good at the last inspection.",
        "Since 2012, a new strategy has been good.",
        "This is considerably improved, from being judged inadequate in 2008.",
        "The regulations of 2013 and the report of 2014 were read by inspectors.",
    ],
)
def test_hard_negatives(text):
    assert rows(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Services continue to be good, as at the last inspection in 2016.",
        "Since the last inspection in 2016, services have remained outstanding.",
        "Since the last inspection in 2016, good progress has been made.",
        "Since the last inspection in 2016, services are no longer inadequate.",
        "Since the last inspection in 2016, services have improved and they are now good.",
    ],
)
def test_a_grade_that_is_not_said_of_the_inspection_is_none(text):
    assert rows(text) == [("2016", OVERALL, None)]


# ---------------------------------------------------------------- one inspection said twice


def test_a_year_joins_the_month_of_the_same_inspection():
    [fact] = facts(
        "Since the last inspection in May 2018, leaders have changed. The 2018 inspection found weak plans.\n\n"
        "At the last inspection in 2018, services were judged to be inadequate."
    )
    assert (fact.when, fact.grade) == ("2018-05", "inadequate")


def test_words_that_say_no_grade_prove_the_inspection_and_not_its_grade():
    [fact] = facts(
        "Since the last inspection in May 2018, leaders have changed. The 2018 inspection found weak plans.\n\n"
        "At the last inspection in 2018, services were judged to be inadequate."
    )
    assert ["inadequate" in evidence.quote for evidence in fact.evidence] == [True]
    assert [evidence.quote.split()[0] for evidence in fact.mentions] == ["Since", "The"]


def test_the_second_area_of_a_joint_inspection_in_a_sentence_of_its_own():
    joint = "In January 2010, the inspection of safeguarding and looked after children’s services found "
    said = joint + "safeguarding inadequate. Services for looked after children were adequate."
    assert rows(said) == [
        ("2010-01", "safeguarding-services", "inadequate"),
        ("2010-01", "looked-after-services", "adequate"),
    ]
    unsaid = "The council was inspected in January 2010. Services for looked after children were adequate."
    assert all(grade is None for _, _, grade in rows(unsaid))


def test_a_visit_does_not_join_an_inspection_of_its_year():
    text = "Since the inspection in May 2018 there was a focused visit in 2018."
    assert set(rows(text)) == {("2018-05", OVERALL, None), ("2018", "other", None)}


def test_the_date_of_a_report_gives_way_to_that_of_the_inspection():
    text = (
        "The last inspection report on the council’s services was published in August 2015.\n\n"
        "Too little has changed since the last inspection in 2014."
    )
    assert rows(text) == [("2014", OVERALL, None)]
    assert rows(text.split("\n\n")[0]) == [("2015-08", OVERALL, None)]


JUDGEMENTS = (
    "- The last inspection report on the council was published in August 2015. Its judgements were:\n\n"
    "- Overall effectiveness: inadequate\n\n"
    "- Children looked after and achieving permanence: requires improvement to be good\n\n"
    "- Adoption performance: Good.\n\n"
    "- The council runs two children’s homes."
)


def test_judgements_listed_below_the_inspection_that_gave_them():
    assert rows(JUDGEMENTS) == [
        ("2015-08", OVERALL, "inadequate"),
        ("2015-08", "children-looked-after", "requires-improvement"),
        ("2015-08", "adoption", "good"),
    ]
    quotes = [[evidence.quote for evidence in fact.evidence] for fact in facts(JUDGEMENTS)]
    assert all("August 2015" in first and ":" in second for first, second in quotes)


def test_a_grade_from_which_services_have_moved():
    text = (
        "Much has changed since the last inspection in 2018.\n\n"
        "Services for care leavers have dropped from outstanding to good."
    )
    assert ("2018", "care-leavers", "outstanding") in rows(text)
    assert rows("The quality of plans has improved from inadequate to good.") == []


def test_care_and_care_leavers_were_one_area_until_2022():
    said = "Since the last inspection in {}, services for children in care and care leavers, then judged good, have kept up."
    assert [row[1:] for row in rows(said.format(2019), start=date(2023, 5, 1))] == [("children-looked-after", "good")]
    assert {row[1] for row in rows(said.format(2023), start=date(2026, 5, 1))} == {"children-in-care", "care-leavers"}


def test_the_last_inspection_is_the_latest_dated_one():
    text = (
        "Services have improved since the last inspection in 2018.\n\n"
        "Adoption services were judged to be inadequate at the last inspection."
    )
    assert ("2018", "adoption", "inadequate") in rows(text)


def test_the_last_inspection_without_any_date_is_one_row():
    assert rows("Much has changed since the last inspection. Plans are better than at the last inspection.") == [
        (None, OVERALL, None)
    ]


def test_two_sentences_on_one_fact_are_one_fact_with_two_pieces_of_evidence():
    [fact] = facts("Since the inspection in 2019, much has changed.\n\nThe 2019 inspection was hard.")
    assert [evidence.quote for evidence in fact.evidence] == [
        "Since the inspection in 2019, much has changed.",
        "The 2019 inspection was hard.",
    ]


# ---------------------------------------------------------------- whose, and when


def test_the_inspection_of_the_council_before_this_one_names_it():
    text = "Services in the predecessor authority, Cumbria County Council, were judged inadequate in November 2019."
    [fact] = facts(text, authority="cumberland")
    assert (fact.authority, fact.when, fact.grade) == ("cumbria", "2019-11", "inadequate")
    text = "At the last inspection of Cumbria in 2019, services were judged to be good."
    [fact] = facts(text, authority="cumberland")
    assert fact.authority == "cumbria"


def test_an_inspection_before_this_council_was_there_is_of_the_one_that_it_replaced():
    """One inspection of 2019 stood under two councils: the sentence that did not name the old one gave it to the new."""
    text = (
        "Northamptonshire County Council, the predecessor, was judged to be inadequate in 2019.\n\n"
        "Plans were drawn up after the inspection in 2019."
    )
    found = facts(text, authority="west-northamptonshire", start=date(2022, 10, 3))
    assert [(fact.authority, fact.when, fact.grade) for fact in found] == [("northamptonshire", "2019", "inadequate")]
    [later] = facts(
        "Much has changed since the inspection in 2021.", authority="west-northamptonshire", start=date(2023, 6, 5)
    )
    assert later.authority is None
    [other] = facts("Much has changed since the inspection in 2018.", authority="bournemouth-christchurch-and-poole")
    assert other.authority is None  # it replaced two: which of them was inspected is not said


def test_years_and_areas_of_a_list_are_paired_as_other_sentences_pair_them():
    """Two services and two years in one sentence gave four inspections, two of which never took place."""
    listed = (
        "Services for the protection of children and for looked after children were judged to be adequate when last "
        "inspected in 2011 and 2013."
    )
    told = (
        "\n\nThe previous inspection of arrangements for the protection of children was in February 2013."
        "\n\nThe previous inspection of services for looked after children was in September 2011."
    )
    assert {row[:2] for row in rows(listed)} == {
        (year, area) for year in ("2011", "2013") for area in (PROTECTION, CARED_FOR)
    }
    assert {row[:2] for row in rows(listed + told)} == {("2013-02", PROTECTION), ("2011-09", CARED_FOR)}
    elsewhere = "\n\nThe previous inspection of services for looked after children was in September 2009."
    assert len(rows(listed + elsewhere)) == 5  # no year of the list: nothing is known of its pairs


def test_the_inspection_of_another_council_is_none():
    assert rows("The council learns from Leeds, which was judged outstanding in 2018.") == []


def test_an_inspection_of_this_year_is_none_but_a_visit_is():
    visit = ("2021", "other", None)
    assert rows("Since the 2021 inspection and the focused visit in 2021, much has changed.") == [visit]
    assert rows("Since the inspection in June 2021, much has changed.") == []


@pytest.mark.parametrize(
    ("words", "framework"),
    [
        ("the joint targeted area inspection (JTAI) in 2018", "jtai"),
        ("the focused visit in 2018", "focused-visit"),
        ("the monitoring visit in 2018", "monitoring-visit"),
        ("the last ILACS inspection in 2019", "ilacs-2018"),
        ("the single inspection in 2014", "sif-2013"),
        ("the inspection of arrangements for the protection of children in 2012", "arr-2012"),
        ("the safeguarding and looked after children inspection in 2011", "slac-2009"),
        ("the inspection of private fostering arrangements in 2012", "private-fostering"),
        ("the last inspection in 2018", None),
    ],
)
def test_the_framework_is_that_which_the_words_name(words, framework):
    assert {fact.framework for fact in facts(f"Practice has improved since {words}.")} == {framework}


def test_the_words_used_are_kept():
    [fact] = facts("Practice has improved since the last Ofsted inspection of children’s services in 2016.")
    assert fact.about == "last Ofsted inspection of children’s services"


def test_dates_of_a_list():
    assert whens_of("October 2022 and January 2024") == ("2022-10", "2024-01")
    assert whens_of("September and October 2014") == ("2014-09",)
    assert whens_of("September and October 2014", each=True) == ("2014-09", "2014-10")


def test_mentions_do_not_overlap():
    text = "the last inspection of safeguarding in 2012 and the 2013 inspection of private fostering"
    found = mentions(text, 0, len(text))
    assert [mention.whens for mention in found] == [("2012",), ("2013",)]
    assert found[0].end <= found[1].start


def test_the_quotes_are_verbatim():
    reading = reading_of("The last inspection was in May 2012. The council was judged to be good.")
    for fact in earlier.extract(reading):
        for evidence in fact.evidence:
            assert reading.document.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize(
    "text",
    [
        "the last inspection " * 1000,
        "inspection of services " * 900,
        "in 2012 and " * 1700,
        "judged to be good " * 1100,
        "the last inspection in 2012 was judged good and " * 420,
        "last previous recent most earlier " * 600,
        "(" * 20000,
    ],
)
def test_hostile_text_is_read_in_time(text):
    begin = time.perf_counter()
    facts(text)
    assert time.perf_counter() - begin < 3
