"""Shared arrangements: who shares which service with whom. All sentences are invented; the councils are real names."""

from __future__ import annotations

import time
from datetime import date

import pytest
from helpers import reading_of

from graphbuilder.extraction import sharing
from graphbuilder.model import Rule, SharedArrangement


def arrangements(text: str, authority: str = "sutton", start: date = date(2016, 6, 6)) -> list[SharedArrangement]:
    return list(sharing.extract(reading_of(text, authority=authority, start=start)))  # type: ignore[arg-type]


def only(text: str, authority: str = "sutton", start: date = date(2016, 6, 6)) -> SharedArrangement:
    (found,) = arrangements(text, authority, start)
    return found


@pytest.mark.parametrize("rule", sharing.RULES, ids=lambda rule: rule.name)
def test_every_rule_fires_on_its_example(rule: Rule) -> None:
    assert rule.name in {fact.rule for fact in arrangements(rule.example)}


def test_rules_have_a_name_of_their_own_and_an_honest_confidence() -> None:
    assert len({rule.name for rule in sharing.RULES}) == len(sharing.RULES)
    assert all(rule.name.startswith("sharing/") and 0.5 < rule.confidence <= 0.99 for rule in sharing.RULES)


# ---------------------------------------------------------------- with named authorities

NAMED = [
    ("The LSCB is shared with Merton and Croydon.", "lscb", {"merton", "croydon"}, "joint-delivery"),
    (
        "The CDOP is shared with Merton, Croydon & Bromley.",
        "child-death-overview",
        {"merton", "croydon", "bromley"},
        "joint-delivery",
    ),
    (
        "The MASH (front door), shared with the Royal Borough of Kensington and Chelsea and the City of Westminster, "
        "works.",
        "mash",
        {"westminster", "kensington-and-chelsea"},
        "joint-delivery",
    ),
    ("The council shares its virtual school with Merton.", "virtual-school", {"merton"}, "joint-delivery"),
    ("Sutton and Merton share an emergency duty team.", "edt", {"merton"}, "joint-delivery"),
    (
        "The local authority and Kingston upon Thames Council have a joint child death overview panel.",
        "child-death-overview",
        {"kingston-upon-thames"},
        "joint-delivery",
    ),
    ("The LSCB is a joint board covering both Sutton and Merton.", "lscb", {"merton"}, "joint-delivery"),
    ("The youth offending service is a joint service with Croydon.", "youth-offending", {"croydon"}, "joint-delivery"),
    ("A joint adoption service covers Sutton and Croydon.", "adoption", {"croydon"}, "joint-delivery"),
    ("The Sutton and Merton safeguarding children board is well led.", "lscb", {"merton"}, "joint-delivery"),
    (
        "The emergency duty team operates in partnership with Merton children’s services.",
        "edt",
        {"merton"},
        "joint-delivery",
    ),
    (
        "The out-of-hours service for Sutton, Merton and Croydon is quick.",
        "edt",
        {"merton", "croydon"},
        "joint-delivery",
    ),
    ("The out of hours service is managed by Merton Council.", "edt", {"merton"}, "joint-delivery"),
    ("The emergency duty team is commissioned from Surrey County Council.", "edt", {"surrey"}, "delivered-by-body"),
    ("The emergency duty service is delivered by Merton on behalf of Sutton.", "edt", {"merton"}, "delivered-by-body"),
    (
        "The advocacy service is commissioned jointly with Merton and Croydon.",
        "advocacy",
        {"merton", "croydon"},
        "joint-commissioning",
    ),
    (
        "The director of children’s services is shared with Merton.",
        "childrens-social-care",
        {"merton"},
        "shared-management",
    ),
    ("She is also the DCS in Merton.", "childrens-social-care", {"merton"}, "shared-management"),
    (
        "The strategic partnership between Sutton Council and Surrey County Council brings stable leaders.",
        "childrens-social-care",
        {"surrey"},
        "shared-management",
    ),
    (
        "The youth offending service has shared management arrangements with Merton.",
        "youth-offending",
        {"merton"},
        "shared-management",
    ),
    (
        "Some operational services are shared with Merton and Croydon.",
        "childrens-social-care",
        {"merton", "croydon"},
        "joint-delivery",
    ),
]


@pytest.mark.parametrize(("sentence", "service", "authorities", "kind"), NAMED, ids=[row[0][:50] for row in NAMED])
def test_named_authorities(sentence: str, service: str, authorities: set[str], kind: str) -> None:
    fact = only(sentence)
    assert (fact.service_type, set(fact.authorities), fact.kind) == (service, authorities, kind)
    assert fact.unnamed is None and fact.delivered_by is None


def test_one_row_for_every_service_of_a_list() -> None:
    facts = arrangements("There is pooled funding with Merton, including advocacy services and the adoption service.")
    assert {(fact.service_type, fact.authorities) for fact in facts} == {
        ("advocacy", ("merton",)),
        ("adoption", ("merton",)),
    }


# ---------------------------------------------------------------- without names

UNNAMED = [
    ("The CDOP is shared with three other boroughs.", 3, "three other boroughs"),
    ("The CDOP is shared with two neighbouring councils.", 2, "two neighbouring councils"),
    ("The CDOP is shared across the four boroughs.", 3, "the four boroughs"),
    ("The CDOP is shared with a neighbouring council.", None, "a neighbouring council"),
    ("The CDOP is shared across a number of local authorities.", None, "a number of local authorities"),
    (
        "The CDOP arrangements covering Sutton and three other local authorities are sound.",
        3,
        "three other local authorities",
    ),
    ("The bi-borough CDOP meets monthly.", 1, "bi-borough"),
    ("The pan-Northshire CDOP meets monthly.", None, "pan-Northshire"),
    ("The sub-regional child death overview panel meets monthly.", None, "sub-regional"),
    ("The Peninsula-wide child death overview panel meets monthly.", None, "Peninsula-wide"),
    (
        "The LSCB is not shared with other councils, but there is a pan-Northshire child death overview panel.",
        None,
        "pan-Northshire",
    ),
]


@pytest.mark.parametrize(("sentence", "count", "words"), UNNAMED, ids=[row[0][:50] for row in UNNAMED])
def test_partners_without_names(sentence: str, count: int | None, words: str) -> None:
    fact = only(sentence)
    assert fact.service_type == "child-death-overview" and fact.authorities == ()
    assert (fact.partner_count, fact.unnamed) == (count, words)


def test_number_and_names_are_one_phrase() -> None:
    fact = only("The CDOP is shared with two other local authorities, Merton and Croydon.")
    assert (fact.authorities, fact.partner_count, fact.unnamed) == (("croydon", "merton"), 2, None)


def test_it_and_the_panel_are_the_service_of_the_sentence_before() -> None:
    text = "The child death overview panel meets often. The panel is shared with Merton and Croydon."
    fact = only(text)
    assert (fact.service_type, fact.authorities) == ("child-death-overview", ("croydon", "merton"))
    assert [proof.quote for proof in fact.evidence] == [
        "The panel is shared with Merton and Croydon.",
        "The child death overview panel meets often.",
    ]


def test_a_service_without_a_type_keeps_its_name() -> None:
    fact = only("The complaints service is shared with Merton.")
    assert (fact.service_type, fact.service_name) == ("other", "complaints service")


# ---------------------------------------------------------------- partnerships with a name

TRI_BOROUGH = """The tri-borough partnership of Westminster, Hammersmith and Fulham, and Kensington and Chelsea began.

The tri-borough emergency duty team is fast. The fostering service and the adoption service run on a tri-borough basis.

The tri-borough handbook is clear. A tri-borough coordinator tracks plans.
"""


def test_members_of_a_partnership_hold_for_every_row_that_uses_its_name() -> None:
    facts = arrangements(TRI_BOROUGH, "hammersmith-and-fulham")
    assert {fact.service_type for fact in facts} == {"edt", "fostering", "adoption"}
    assert {(fact.authorities, fact.partner_count) for fact in facts} == {
        (("kensington-and-chelsea", "westminster"), 2)
    }


def test_a_group_for_missing_and_exploited_children_is_for_exploitation() -> None:
    text = "The council is part of a pan-Northshire group for children who go missing or are trafficked."
    assert only(text).service_type == "child-exploitation"


def test_the_words_for_partners_whom_their_sentence_names_are_not_kept() -> None:
    shared = "The LSCB is shared with Merton. "
    named = "An LSCB covering two local authority areas, it has findings on both Sutton and Merton."
    unnamed = "An LSCB covering two local authority areas, it has findings on each."
    assert only(shared + named).unnamed is None
    assert only(shared + unnamed).unnamed == "two local authority areas"


def test_pan_county_sub_groups_belong_to_the_board() -> None:
    fact = only("Four pan-Northshire sub-groups support the board.")
    assert (fact.service_type, fact.unnamed) == ("lscb", "pan-Northshire")


@pytest.mark.parametrize(
    "sentence",
    [
        "The board uses the pan-Northshire procedures.",
        "Training follows the pan-Northshire strategy for early help services.",
        "A pan-agency group looks at missing children.",
    ],
)
def test_procedures_and_strategies_are_no_services(sentence: str) -> None:
    assert arrangements(sentence) == []


# ---------------------------------------------------------------- bodies

AGENCIES = [
    ("Sutton is part of a regional adoption agency (Adopt Midshire).", "Adopt Midshire"),
    ("Sutton belongs to the regional adoption agency (RAA), Adopt Midshire.", "Adopt Midshire"),
    ("Children are matched well by Adopt Midshire, the regional adoption agency.", "Adopt Midshire"),
    ("Adopters value the regional adoption agency ‘Adopt 4 Midshire’.", "Adopt 4 Midshire"),
    ("The adoption service is provided by a regional adoption agency known as Adopt Midshire.", "Adopt Midshire"),
    ("Sutton hosts the Adopt Midshire regional adoption agency.", "Adopt Midshire"),
    ("Adopt London South is a good partner.", "Adopt London South"),
    ("Oversight of the regional adoption agency is thorough.", None),
]


@pytest.mark.parametrize(("sentence", "name"), AGENCIES, ids=[row[0][:50] for row in AGENCIES])
def test_regional_adoption_agencies(sentence: str, name: str | None) -> None:
    fact = only(sentence)
    assert (fact.service_type, fact.kind, fact.delivered_by) == ("adoption", "delivered-by-body", name)
    assert fact.authorities == ()


def test_the_agencys_other_members_where_they_are_printed() -> None:
    fact = only("The council has approval to join a regional adoption agency (Adopt Midshire) with Merton and Croydon.")
    assert (fact.authorities, fact.state) == (("croydon", "merton"), "planned")


def test_a_sentence_without_the_agencys_name_adds_no_second_row() -> None:
    text = "Sutton is part of a regional adoption agency (Adopt Midshire). The regional adoption agency works well."
    fact = only(text)
    assert fact.delivered_by == "Adopt Midshire" and len(fact.evidence) == 1


def test_trust_runs_the_function_and_what_is_listed_with_it() -> None:
    text = "Children’s social care and early help services are delivered by Birmingham Children’s Trust."
    facts = arrangements(text, "birmingham")
    assert {(fact.service_type, fact.delivered_by) for fact in facts} == {
        ("childrens-social-care", "Birmingham Children’s Trust"),
        ("early-help", "Birmingham Children’s Trust"),
    }


def test_functions_handed_over_to_a_provider_that_is_not_named() -> None:
    said = (
        "The functions that the council has delegated to a third-party provider are:\n\n- the leaving care service\n\n"
    )
    found = arrangements(said + "- advocacy\n\nThe fostering service is good.")
    assert [(fact.service_type, fact.kind, fact.delivered_by) for fact in found] == [
        ("care-leavers", "delivered-by-body", None),
        ("advocacy", "delivered-by-body", None),
    ]


def test_a_short_form_is_a_name_once_the_full_one_is_printed() -> None:
    text = "Achieving for Children (AfC) is growing. AfC delivers children’s services on behalf of Richmond Council."
    fact = only(text, "kingston-upon-thames")
    assert (fact.delivered_by, fact.authorities) == ("Achieving for Children", ("richmond-upon-thames",))
    assert arrangements("AfC delivers children’s services on behalf of Richmond Council.", "kingston-upon-thames") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The Northshire Children’s Trust provides a forum for agencies to discuss services.",
        "The Children’s Trust board is chaired by the lead member.",
        "Advice is provided through the NHS trust.",
        "The fostering team earns children’s trust.",
    ],
)
def test_a_childrens_trust_may_be_a_mere_board(sentence: str) -> None:
    assert arrangements(sentence) == []


CONSORTIA = [
    ("Sutton is part of the South Shires adoption consortium.", "adoption", "South Shires adoption consortium"),
    ("Family finding goes on through the regional consortium.", "adoption", None),
    ("Placements are bought through a regional commissioning framework.", "placements-commissioning", None),
    ("Policies and procedures come from a sub-regional consortium of local authorities.", "lscb", None),
    ("The council finds adopters through Adopt 30, a consortium of 30 councils.", "adoption", "Adopt 30"),
]


@pytest.mark.parametrize(("sentence", "service", "name"), CONSORTIA, ids=[row[0][:50] for row in CONSORTIA])
def test_consortia(sentence: str, service: str, name: str | None) -> None:
    fact = only(sentence)
    assert (fact.service_type, fact.kind, fact.delivered_by) == (service, "consortium", name)


def test_the_size_of_a_consortium_counts_the_others() -> None:
    assert only("The council finds adopters through Adopt 30, a consortium of 30 councils.").partner_count == 29


@pytest.mark.parametrize(
    "sentence",
    [
        "The behaviour and attendance consortium helps schools to find placements.",
        "A consortium of schools offers training to carers in placements.",
        "The council does not take part in regional placement arrangements.",
    ],
)
def test_other_consortia(sentence: str) -> None:
    assert arrangements(sentence) == []


# ---------------------------------------------------------------- nothing is shared


@pytest.mark.parametrize(
    "sentence",
    [
        "The board (LSCB) is not shared with any neighbouring council.",
        "There is no shared out-of-hours service with other councils.",
        "Information about missing children is shared with neighbouring boroughs.",
        "Good practice in fostering services is shared with two other councils.",
        "Lessons from the child death overview panel are shared with Merton.",
        "The youth offending service works closely with Merton.",
        "The council learns from Merton’s review of its front door.",
        "The fostering service has more carers than neighbouring authorities.",
        "Leaders are exploring a shared emergency duty team with two neighbouring councils.",
        "Children placed by other local authorities receive the same service from the virtual school.",
        "The fostering service supports carers who live across four boroughs.",
        "A shared vision with Merton guides the early help service.",
        "Police and the youth offending service carry out joint visits with Merton.",
        "The LSCB chair meets the chairs of three other LSCBs.",
        "A peer review of the MASH led by Merton Council was useful.",
        "The board took part in a review by the tri-borough of Westminster, Brent and Camden.",
        "The County-wide child death overview panel meets monthly.",
    ],
)
def test_hard_negatives(sentence: str) -> None:
    assert arrangements(sentence) == []


def test_recommendations_state_nothing() -> None:
    text = "Areas for improvement\n\nEnsure that the CDOP shared with Merton reports on time.\n"
    assert arrangements(text) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The CDOP is shared with partners across Greater Manchester.",
        "The emergency duty team is managed by Kent Police.",
        "The service for care leavers is shared with East Surrey Hospital.",
        "The out-of-hours service is shared with a centre in Bath.",
    ],
)
def test_places_and_bodies_that_only_sound_like_councils(sentence: str) -> None:
    assert arrangements(sentence) == []


def test_short_names_are_councils_in_a_list_of_councils() -> None:
    assert set(only("The CDOP is shared with Merton, Kingston and Richmond.").authorities) == {
        "merton",
        "kingston-upon-thames",
        "richmond-upon-thames",
    }


def test_an_abolished_council_shares_nothing_after_its_end() -> None:
    sentence = "The LSCB is shared with Poole."
    assert only(sentence, "dorset-county", date(2016, 6, 6)).authorities == ("poole",)
    assert arrangements(sentence, "dorset", date(2022, 6, 6)) == []


# ---------------------------------------------------------------- states

STATES = [
    ("The emergency duty team is shared with Merton.", "operational"),
    ("The new emergency duty team is shared with Merton.", "newly-established"),
    (
        "The emergency duty team is shared with Merton. The service is due to be re-commissioned in March.",
        "being-recommissioned",
    ),
    ("The council is moving to a regional adoption agency (Adopt Midshire).", "planned"),
    ("There is a current move to a regional adoption agency (Adopt Midshire).", "planned"),
    (
        "The newly formed regional adoption agency (Adopt Midshire) works well for children with a plan for adoption.",
        "newly-established",
    ),
    ("The regional adoption agency (Adopt Midshire) works well for children with a plan for adoption.", "operational"),
    ("The disaggregation of the shared services with Merton took a year.", "ended"),
    (
        "Fostering moved to a new service on 1 May 2014. The new fostering service is shared with Merton.",
        "newly-established",
    ),
    ("The new fostering service that began on 1 May 2014 is shared with Merton.", "operational"),
    ("The fostering service is shared with Merton and has recently increased its capacity.", "operational"),
    ("The recently expanded South Shires adoption consortium finds families for children.", "operational"),
]


@pytest.mark.parametrize(("text", "state"), STATES, ids=[row[0][:50] for row in STATES])
def test_state(text: str, state: str) -> None:
    assert only(text).state == state


def test_what_ended_and_what_remains_are_two_rows() -> None:
    facts = arrangements(
        "The council has disaggregated most teams from the joint arrangements with Merton, although some shared "
        "services remain."
    )
    assert [(fact.authorities, fact.state) for fact in facts] == [(("merton",), "ended"), (("merton",), "operational")]


# ---------------------------------------------------------------- one arrangement, one row


def test_a_neighbour_in_one_paragraph_and_its_name_in_another_are_one_arrangement() -> None:
    text = (
        "There is a joint emergency duty team with a neighbouring borough.\n\n"
        "The emergency duty team is still a service for emergencies only across Sutton and Merton.\n"
    )
    fact = only(text)
    assert (fact.authorities, fact.unnamed) == (("merton",), "a neighbouring borough")
    assert len(fact.evidence) == 2 and "Merton" in fact.evidence[0].quote


def test_other_partners_are_another_arrangement() -> None:
    facts = arrangements("The LSCB is shared with Merton.\n\nThe LSCB is a joint board with Croydon.\n")
    assert [fact.authorities for fact in facts] == [("merton",), ("croydon",)]


def test_jointly_commissioned_and_jointly_delivered_are_two() -> None:
    facts = arrangements(
        "The advocacy service is jointly commissioned with two other boroughs.\n\nThe advocacy service is shared with "
        "Merton and Croydon.\n"
    )
    assert [fact.kind for fact in facts] == ["joint-commissioning", "joint-delivery"]


def test_evidence_is_verbatim_and_the_answer_is_always_the_same() -> None:
    reading = reading_of(TRI_BOROUGH, authority="hammersmith-and-fulham")
    facts = list(sharing.extract(reading))
    assert facts == list(sharing.extract(reading))
    for fact in facts:
        for proof in fact.evidence:  # type: ignore[attr-defined]
            assert reading.document.text[proof.start : proof.end] == proof.quote


HOSTILE = [
    "A" * 20_000,
    "Aa " * 6_600,
    "Barnet, Enfield and " * 1_000,
    "shared with Barnet and " * 870,
    "two other " * 2_000,
    "the fostering service, " * 870,
    "the fostering service is shared with the adoption service, joint with Barnet, " * 250,
    "regional adoption agency (Adopt " * 620,
    "(" * 20_000,
    "{S0}" * 5_000,
    "tri-borough " * 1_600,
    "Adopt Midshire Consortium of the " * 600,
    "Northshire Children’s Trust delivers " * 540,
    "director of children’s services is also " * 500,
    "regional fostering commissioning " * 600,
    "1. - " * 4_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:20] for text in HOSTILE])
def test_hostile_text_is_read_in_a_moment(text: str) -> None:
    reading = reading_of(f"The board. {text}.", authority="sutton")
    begun = time.process_time()
    list(sharing.extract(reading))
    assert time.process_time() - begun < 1.0
