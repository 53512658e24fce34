"""Services and their states. All sentences are invented."""

from __future__ import annotations

import time
from datetime import date

import pytest
from helpers import reading_of

from graphbuilder.extraction import services
from graphbuilder.extraction._aboutness import ENOUGH, STRONG, governor, weight
from graphbuilder.extraction._service_states import state_said
from graphbuilder.model import ServiceState


def facts(text: str, **cover: object) -> list[ServiceState]:
    return list(services.extract(reading_of(text, **cover)))  # type: ignore[arg-type]


def rows(text: str, **cover: object) -> set[tuple[str, str | None, str]]:
    return {(fact.service_type, fact.name, fact.state) for fact in facts(text, **cover)}


@pytest.mark.parametrize("rule", services.RULES, ids=lambda rule: rule.name)
def test_the_example_fires_the_rule(rule):
    assert rule.name in {fact.rule for fact in facts(rule.example)}
    assert 0.5 < rule.confidence <= 0.99


# ---------------------------------------------------------------- what is a row


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The multi-agency safeguarding hub (MASH) responds quickly to most contacts.", "mash"),
        ("Social workers in the children with disabilities team know families well.", "disabled-children"),
        ("Children are visited promptly by the out-of-hours service.", "edt"),
        ("There is a well-attended corporate parenting panel.", "corporate-parenting"),
        ("The quality of return home interviews is too variable.", "missing-children"),
        ("Foster carers are assessed and trained to a high standard.", "fostering"),
        ("Allegations against professionals are dealt with swiftly.", "lado"),
        ("Checks on private fostering arrangements are prompt and thorough.", "private-fostering"),
        ("Families can use services such as the emotional wellbeing service and the youth service.", "camhs"),
        ("A project for women experiencing domestic violence offers counselling.", "domestic-abuse"),
        ("Disabled children receive a reliable service.", "disabled-children"),
        ("The multi-agency ‘edge of care’ team meets every week.", "edge-of-care"),
        ("Daybreak, a local drugs service, is open to all young people.", "substance-misuse"),
        ("Practitioners in the court team and the integrated gangs unit share what they know.", "child-exploitation"),
    ],
)
def test_a_sentence_about_a_body_or_a_standing_function_is_a_row(text, kind):
    assert kind in {fact.service_type for fact in facts(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Social workers know disabled children well.",  # good practice, no body
        "Councillors are keen corporate parents.",
        "Children at risk of sexual exploitation are well understood.",
        "Partners such as schools, the youth club and others attend.",  # a word in passing
        "There is no edge of care service in the county.",
        "Leaders learned from another council’s youth service.",
        "Inspectors met the fostering panel and read minutes of the adoption panel.",
        "Social workers advocate strongly for children.",
        "The adoption of a new practice model has helped social workers.",
        "At 31 March 2016, three children lived in a private fostering arrangement.",
        "A very small number of children are identified as privately fostered.",
        "The pupil referral service meets pupils every day.",
        "Staff will work out of hours to meet families.",
        "Children’s social care services are well led.",  # the function as such, run by the council
        "An LSCB that requires improvement has yet to show its impact.",
    ],
)
def test_no_row(text):
    assert not rows(text)


def test_recommendations_and_what_judgements_mean_state_nothing():
    text = """
What needs to improve?

Ensure that the multi-agency safeguarding hub includes housing.

What the inspection judgements mean

The fostering service is highly effective where a local authority is outstanding.

Inspection findings

The youth service is valued by young people.
"""
    assert {fact.service_type for fact in facts(text)} == {"youth-service"}


def test_partnerships_did_not_exist_before_2018():
    text = "The safeguarding children partnership provides strong leadership."
    assert not rows(text, start=date(2016, 1, 11))
    assert rows(text, start=date(2021, 1, 11)) == {("lscp", None, "operational")}


# ---------------------------------------------------------------- one row each


def test_one_row_per_type_with_its_clearest_words_first():
    found = facts(
        "Referrals are sometimes sent to the early help hub. Early help services are easy to reach. "
        "Families spoke about early help."
    )
    assert [fact.service_type for fact in found] == ["early-help"]
    assert found[0].evidence[0].quote == "Early help services are easy to reach."
    assert len(found[0].evidence) <= 2


def test_a_panel_is_a_body_beside_its_service():
    found = rows("The fostering service is well led. The fostering panel is rigorous in its challenge.")
    assert found == {("fostering", None, "operational"), ("fostering", "fostering panel", "operational")}


def test_evidence_is_verbatim():
    reading = reading_of("A quiet start.\n\nThe edge of care team works with 40 families. It is well used.")
    (fact,) = services.extract(reading)
    evidence = fact.evidence[0]
    assert reading.document.text[evidence.start : evidence.end] == evidence.quote


# ---------------------------------------------------------------- proper names


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "The ‘Safe Steps’ project works with children at risk of sexual exploitation.",
            ("child-exploitation", "Safe Steps project", "operational"),
        ),
        ("Parents are well supported by the Evergreen service.", ("other", "Evergreen service", "operational")),
        ("The domestic abuse ‘Bridges’ team is used well.", ("domestic-abuse", "Bridges team", "operational")),
        (
            "Adoption work is done through the regional adoption agency (Adopt Midshire).",
            ("adoption", "Adopt Midshire", "operational"),
        ),
        (
            "Since 2020, Northshire Children First has had responsibility for the delivery of children’s services.",
            ("childrens-social-care", "Northshire Children First", "operational"),
        ),
        ("The transition panel agrees plans early.", ("other", "transition panel", "operational")),
    ],
)
def test_named_bodies(text, row):
    assert row in rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "Workers attend the ‘Think Safe’ programme as part of their training.",
        "The Northshire County Council group leaders meet monthly.",
        "The Corporate Management Board oversees the budget.",
        "Foster with Us hub staff are new.",  # the name begins in the middle of a longer one
        "Staff speak well of the Step Up programme.",
    ],
)
def test_no_named_body(text):
    assert not {name for _, name, _ in rows(text) if name}


def test_one_name_has_one_type_in_a_report():
    found = rows(
        "The ‘Open Path’ project is valued by young people. The ‘Open Path’ project supports care leavers into work."
    )
    assert {row for row in found if row[1]} == {("care-leavers", "Open Path project", "operational")}


def test_the_regional_agency_has_the_name_that_the_report_prints():
    found = rows(
        "The regional adoption agency (Adopt Midshire) finds adopters quickly. "
        "Leaders hold the regional adoption agency to account."
    )
    assert {row[1] for row in found} == {"Adopt Midshire"}


# ---------------------------------------------------------------- states


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("The newly established MASH is making a difference.", "newly-established"),
        ("Risks are reduced through the introduction of a multi-agency safeguarding hub.", "newly-established"),
        ("The MASH, launched in March 2016, is well used.", "newly-established"),
        ("The MASH, launched in March 2011, is well used.", "operational"),
        ("A MASH has been established and is well used.", "operational"),
        ("A multi-agency safeguarding hub (MASH) has been agreed and will open soon.", "planned"),
        ("Leaders intend to introduce a multi-agency safeguarding hub.", "planned"),
        ("A MASH is planned for 2017.", "planned"),
        ("The MASH is due to be re-commissioned next year.", "being-recommissioned"),
        ("The MASH has been recommissioned.", "operational"),
        ("The MASH was replaced in the spring.", "ended"),
        ("The newly established MASH team shares what it knows.", "newly-established"),
        ("The MASH is weak and under-developed.", "operational"),
        ("The new MASH manager has begun to audit decisions in the MASH.", "operational"),
        ("The introduction of the MASH earlier this year has sped up decisions.", "newly-established"),
        ("The creation of the MASH since the last inspection has sped up decisions.", "newly-established"),
        ("The MASH, taking the place of the contact desk, is in its infancy.", "newly-established"),
        ("The MASH was reviewed and re-established in January 2016 and meets daily.", "newly-established"),
        ("Leaders have recently set up a MASH separate from the contact desk.", "newly-established"),
        ("New arrangements for the MASH were agreed in the spring.", "newly-established"),
        ("A pilot for the MASH began in the north of the county.", "newly-established"),
        ("The council has introduced a MASH to speed up decisions.", "newly-established"),
        ("The MASH was developed as part of a wider restructure in January 2016 and meets daily.", "newly-established"),
        ("The MASH was developed as part of a wider restructure in January 2012 and meets daily.", "operational"),
        ("Partners have secured funding to establish a MASH.", "planned"),
        ("Young people helped in planning for a MASH.", "planned"),
        ("The replacement of the MASH with a contact desk was managed well.", "ended"),
    ],
)
def test_states(text, state):
    assert rows(text) == {("mash", None, state)}


def test_the_state_of_the_service_may_stand_in_the_next_sentence():
    text = "There are good links with the emergency duty team. The service is due to be re-commissioned in May."
    (fact,) = facts(text)
    assert fact.state == "being-recommissioned"
    assert [evidence.quote[:11] for evidence in fact.evidence] == ["The service", "There are g"]


def test_a_plan_is_not_believed_of_a_service_that_works():
    text = "The MASH responds quickly to contacts. There are plans to introduce a MASH for the east of the county."
    found = rows(text)
    assert found == {("mash", None, "operational")}


def test_a_new_hub_does_not_make_the_old_service_new():
    found = rows("Personal advisers support care leavers well. The new care leavers hub is popular with young people.")
    assert found == {("care-leavers", None, "operational"), ("care-leavers", "care leavers hub", "newly-established")}


def test_a_plan_for_a_hub_is_none_for_the_service_beside_it():
    found = rows(
        "Personal advisers sometimes visit too late. Young people take part in planning for a care leavers hub."
    )
    assert ("care-leavers", "care leavers hub", "planned") in found
    assert ("care-leavers", None, "planned") not in found


def test_short_breaks_that_are_given_are_no_team_for_disabled_children():
    assert "disabled-children" not in {
        row[0] for row in rows("Families value the short-break provision and direct payments.")
    }
    assert "disabled-children" in {row[0] for row in rows("The short break team supports disabled children well.")}


def test_these_services_are_new():
    found = rows(
        "Leaders have invested in the domestic abuse team and the child exploitation team. "
        "These services, while relatively new, work well."
    )
    assert found == {("domestic-abuse", None, "newly-established"), ("child-exploitation", None, "newly-established")}


def test_a_protocol_with_a_board_says_nothing_of_that_board():
    text = "There is a protocol on how the LSCB will work with the Health and Wellbeing Board."
    assert "health-and-wellbeing-board" not in {row[0] for row in rows(text)}


def test_state_said_needs_the_words_at_the_name():
    sentence = "A new chair of the corporate parenting board has been appointed."
    at = sentence.index("corporate")
    assert state_said(sentence, at, at + len("corporate parenting board"), date(2016, 1, 1)) is None


# ---------------------------------------------------------------- weight


def test_governor():
    assert governor("Referrals are sent to the new ") == "to"
    assert governor("") == governor("However, the ") == ""
    assert governor("by police and the ") == "and"


@pytest.mark.parametrize(
    ("sentence", "name", "least", "most"),
    [
        ("The youth service is valued.", "youth service", 6.0, 6.0),
        ("The youth service, run by a charity, is valued.", "youth service", 6.0, 6.0),
        ("Help is given by the youth service.", "youth service", STRONG, 5.0),
        ("Partner agencies such as the youth service attend.", "youth service", 0.0, ENOUGH - 0.5),
        ("If needed, the youth service could be asked.", "youth service", 0.0, STRONG),
        ("There is no youth service.", "youth service", 0.0, 0.0),
    ],
)
def test_weight(sentence, name, least, most):
    start = sentence.index(name)
    assert least <= weight(sentence, start, start + len(name)) <= most


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize(
    "text",
    [
        "new MASH " * 2_500,
        "The MASH, " * 2_500,
        "the early help and " * 1_100 + "team.",
        "A Bb Cc " * 2_500 + "project",
        "such as CAMHS, " * 1_500,
        "‘" * 20_000,
        "adoption of (adoption " * 1_000,
        "Aa’b-" * 4_000 + " panel",
    ],
)
def test_hostile_text_is_read_in_time(text):
    reading = reading_of(text[:20_000])
    began = time.process_time()
    list(services.extract(reading))
    assert time.process_time() - began < 1.0
