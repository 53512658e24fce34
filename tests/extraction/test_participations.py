"""Participations: which agency has what part in which service. All sentences are invented."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
from helpers import reading_of

from graphbuilder.extraction import _cues, _parties, participations
from graphbuilder.extraction._clauses import AGENT, CO_LOCATED, Clause, listed_after, listed_before
from graphbuilder.extraction._parties import Parties
from graphbuilder.model import Participation, Rule

BOARD_CHAPTER = "The Local Safeguarding Children Board\n\n"
CARE_LEAVERS = "The experiences and progress of care leavers\n\n"


def found(text: str) -> list[Participation]:
    return list(participations.extract(reading_of(text)))


def rows(text: str) -> set[tuple[str, str, str]]:
    return {(row.service_type, row.agency_type, row.role) for row in found(text)}


def each(service: str, agencies: Iterable[str], role: str) -> set[tuple[str, str, str]]:
    return {(service, agency, role) for agency in agencies}


@pytest.mark.parametrize("rule", participations.RULES, ids=lambda rule: rule.name)
def test_every_rule_fires_on_its_example(rule: Rule) -> None:
    assert rule.name in {row.rule for row in found(rule.example)}


def test_rules_have_a_name_of_their_own_and_an_honest_confidence() -> None:
    assert len({rule.name for rule in participations.RULES}) == len(participations.RULES)
    assert all(rule.name.startswith("participations/") for rule in participations.RULES)
    assert all(0.5 < rule.confidence <= 0.99 for rule in participations.RULES)


def test_every_rule_that_a_cue_names_is_listed() -> None:
    assert {cue.rule for cue in _cues.CUES} <= {rule.name for rule in participations.RULES}


# ---------------------------------------------------------------- who is in it

MEMBERS = [
    (
        "The MASH comprises social care, police, health visitors and several other partners.",
        "mash",
        {"childrens-social-care", "police", "health"},
    ),
    (
        "The MASH, which includes an education officer to guide schools, as well as staff from the police, "
        "probation and the voluntary sector, is quick.",
        "mash",
        {"education", "police", "probation", "voluntary-sector"},
    ),
    (
        "A busy MASH, staffed by workers including police and health professionals, does well.",
        "mash",
        {"police", "health"},
    ),
    (
        "The corporate parenting panel is attended by the police, housing and the designated nurse.",
        "corporate-parenting",
        {"police", "housing", "health"},
    ),
    (
        "Schools and the voluntary sector are well represented on the safeguarding board.",
        "lscb",
        {"schools", "voluntary-sector"},
    ),
    (
        "Schools, in particular, are represented on the safeguarding board, as are the police and housing.",
        "lscb",
        {"schools", "police", "housing"},
    ),
    ("The police sit on the child exploitation panel.", "child-exploitation", {"police"}),
    (
        "The youth justice management board has good representation from the police, probation and health.",
        "youth-offending",
        {"police", "probation", "health"},
    ),
    (
        "The Beacon Team, encompassing police, health and education, works to reduce child sexual exploitation.",
        "child-exploitation",
        {"police", "health", "education"},
    ),
    (
        "A panel of professionals, including officers from schools, health and the police, decides on early help.",
        "early-help",
        {"schools", "health", "police"},
    ),
    (
        "The leaving care service has its own mental health worker and two housing officers.",
        "care-leavers",
        {"mental-health", "housing"},
    ),
    ("There is a police officer in the busy safeguarding hub.", "mash", {"police"}),
    (
        "Weekly ‘missing’ meetings are held. The meetings are regularly attended by the police, a gangs worker and the "
        "youth offending service.",
        "missing-children",
        {"police", "other", "youth-offending"},
    ),
]


@pytest.mark.parametrize(("text", "service", "agencies"), MEMBERS, ids=[text[:50] for text, *_ in MEMBERS])
def test_members_are_each_agency_of_the_list(text: str, service: str, agencies: set[str]) -> None:
    assert rows(text) == each(service, agencies, "member")


def test_a_hub_that_is_to_grow_has_planned_members_beside_its_members() -> None:
    text = (
        "The MASH is made up of police and health visitors, and managers wish to expand the hub to include housing "
        "and education."
    )
    planned = each("mash", ("housing", "education"), "planned-member")
    assert rows(text) == each("mash", ("police", "health"), "member") | planned


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "There is still no representation from faith groups on the safeguarding board.",
            ("lscb", "faith", "not-represented"),
        ),
        (
            "Housing is not a member of the corporate parenting board.",
            ("corporate-parenting", "housing", "not-represented"),
        ),
        ("Schools do not always attend the safeguarding board.", ("lscb", "schools", "member")),
        ("A secondary head teacher has only just joined the safeguarding board.", ("lscb", "schools", "member")),
        (
            "The safeguarding board does not include school representation.",
            ("lscb", "schools", "not-represented"),
        ),
        (
            "Some partners are not represented on the safeguarding board, namely faith groups.",
            ("lscb", "faith", "not-represented"),
        ),
        ("Probation officers are a valued addition to the MASH.", ("mash", "probation", "member")),
        ("Probation will join the MASH in the spring.", ("mash", "probation", "planned-member")),
    ],
)
def test_absence_and_plans_are_told_from_membership(text: str, row: tuple[str, str, str]) -> None:
    assert rows(text) == {row}


def test_schools_that_use_the_common_assessment_framework_are_partners() -> None:
    assert rows("There is engagement by schools and health in the CAF process.") == each(
        "caf", ("schools", "health"), "partner"
    )


def test_a_principal_social_worker_is_an_officer_of_the_council() -> None:
    text = "The principal social worker (PSW) is skilled. The PSW co-chairs the corporate parenting panel."
    assert rows(text) == {("corporate-parenting", "local-authority", "chair")}


def test_a_forum_that_the_board_holds_is_not_the_board() -> None:
    text = BOARD_CHAPTER + "The board holds a practitioners forum. Attendance of social workers at the forum is good."
    assert ("lscb", "childrens-social-care", "member") not in rows(text)


def test_the_safeguarding_board_on_other_bodies() -> None:
    assert rows(BOARD_CHAPTER + "The board is not represented on the local family justice board.") == {
        ("family-justice-board", "other", "not-represented")
    }
    assert rows("The LSCB chair is no member of the children’s trust or of the health and wellbeing board.") == each(
        "childrens-trust", ("other",), "not-represented"
    ) | each("health-and-wellbeing-board", ("other",), "not-represented")


def test_members_that_a_board_has_from_somewhere() -> None:
    text = BOARD_CHAPTER + "The board now has board members from two charities and the probation service."
    assert each("lscb", ("voluntary-sector", "probation"), "member") <= rows(text)


def test_the_chair_of_the_safeguarding_board_stands_for_it() -> None:
    (row,) = found("The independent chair of the LSCB is a member of the health and wellbeing board.")
    assert (row.service_type, row.agency_type, row.agency_name, row.role) == (
        "health-and-wellbeing-board",
        "other",
        "LSCB",
        "member",
    )


def test_two_verbs_of_one_subject_are_two_rows() -> None:
    text = "The chief executive chairs the improvement board and attends the corporate parenting board."
    assert rows(text) == {
        ("improvement-board", "local-authority", "chair"),
        ("corporate-parenting", "local-authority", "member"),
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Two lay members challenge partners well.", {("lscb", "other", "member")}),
        ("There are no lay members, which is a weakness.", {("lscb", "other", "not-represented")}),
        ("The board is recruiting a second lay member.", set()),
        (
            "The lay member and the voluntary sector representative are both active.",
            each("lscb", ("other", "voluntary-sector"), "member"),
        ),
        ("The probation representative on the board is new.", {("lscb", "probation", "member")}),
        ("Schools are well represented.", {("lscb", "schools", "member")}),
        ("The sub-groups are chaired by the police and health.", each("lscb", ("police", "health"), "chair")),
    ],
)
def test_in_the_chapter_on_the_board_the_board_is_meant(sentence: str, expected: set[tuple[str, str, str]]) -> None:
    assert rows(BOARD_CHAPTER + sentence) == expected


# ---------------------------------------------------------------- who works in the same place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Social care, the police, nurses and education staff are co-located in the MASH.",
            each("mash", ("childrens-social-care", "police", "health", "education"), "co-located"),
        ),
        (
            "The co-location of a psychologist with social workers helps children early.",
            {("childrens-social-care", "mental-health", "co-located")},
        ),
        (
            "Psychologists are based in the children in care and care leavers teams.",
            each("childrens-social-care", ("mental-health",), "co-located")
            | each("care-leavers", ("mental-health",), "co-located"),
        ),
        (
            "The MASH is quick. The co-location of nurses, police and probation helps it.",
            each("mash", ("police", "health", "probation"), "co-located"),
        ),
        ("The EDT, which is co-located with the police, works well.", {("edt", "police", "co-located")}),
        ("A gangs worker, who is based in the MASH, gives advice.", {("mash", "other", "co-located")}),
        (
            "Basing a mental health practitioner in the care leavers team has helped.",
            {("care-leavers", "mental-health", "co-located")},
        ),
        (
            "The co-location of social workers with nurses and the police helps families.",
            each("childrens-social-care", ("health", "police"), "co-located"),
        ),
        (
            "The MASH is quick. The co-located domestic abuse team advises it.",
            {("mash", "domestic-abuse", "co-located")},
        ),
        (
            "Children in need teams gain from co-location with a psychologist and the youth offending team.",
            each("childrens-social-care", ("youth-offending", "mental-health"), "co-located"),
        ),
    ],
)
def test_co_location(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert rows(text) == expected


# ---------------------------------------------------------------- who does the work


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Advocacy is commissioned from an external organisation.", {("advocacy", "commissioned-provider", None)}),
        (
            "Advocates are available to all. The service is provided by a national charity.",
            {("advocacy", "voluntary-sector", None)},
        ),
        (
            "Family group conferences are run by Barnardos.",
            {("family-group-conferencing", "voluntary-sector", "Barnardos")},
        ),
        (
            "Northshire commissions Barnardo’s to run its leaving care service.",
            {("care-leavers", "voluntary-sector", "Barnardo’s")},
        ),
        (
            "Return home interviews are offered through a commissioned specialist service.",
            {("missing-children", "commissioned-provider", None)},
        ),
        (
            "Counselling for birth parents is provided by a voluntary adoption agency.",
            {("adoption", "voluntary-sector", None)},
        ),
        (
            "A commissioned service supports children missing from home.",
            {("missing-children", "commissioned-provider", None)},
        ),
        (
            "Early help services are delivered through the council’s twelve children’s centres.",
            {("early-help", "early-years", None)},
        ),
        ("Parents use early help services, including nine children’s centres.", {("early-help", "early-years", None)}),
        (
            "The council commissions advocacy, independent visitors and substance misuse services.",
            {
                ("advocacy", "commissioned-provider", None),
                ("independent-visitors", "commissioned-provider", None),
                ("substance-misuse", "commissioned-provider", None),
            },
        ),
        ("Support for drug and alcohol misuse is provided by CAMHS.", {("substance-misuse", "mental-health", None)}),
        ("A specialist nurse for care leavers offers weekly sessions.", {("care-leavers", "health", None)}),
        (
            "The independent reviewing service is commissioned from Bright Paths.",
            {("independent-reviewing", "commissioned-provider", "Bright Paths")},
        ),
        (
            "Advocacy and independent visitor services are provided through Barnardo’s.",
            {
                ("advocacy", "voluntary-sector", "Barnardo’s"),
                ("independent-visitors", "voluntary-sector", "Barnardo’s"),
            },
        ),
        (
            "A commissioned advocacy and independent visitor service is open to all.",
            {("advocacy", "commissioned-provider", None), ("independent-visitors", "commissioned-provider", None)},
        ),
        (
            "Children who go missing are seen quickly by the Barnardo’s Lantern service.",
            {("missing-children", "voluntary-sector", "Barnardo’s")},
        ),
        (
            "Services for domestic abuse include a therapeutic service provided by Barnardo’s.",
            {("domestic-abuse", "voluntary-sector", "Barnardo’s")},
        ),
        (
            CARE_LEAVERS + "Young people value the workers from the commissioned provider, Barnardo’s.",
            {("care-leavers", "voluntary-sector", "Barnardo’s")},
        ),
        (
            "Young people misusing drugs and alcohol have access to commissioned services.",
            {("substance-misuse", "commissioned-provider", None)},
        ),
        (
            "The out-of-hours service is provided by a neighbouring authority.",
            {("edt", "local-authority", None)},
        ),
        (
            "Return home interviews are completed by the charity Bright Paths.",
            {("missing-children", "voluntary-sector", "Bright Paths")},
        ),
    ],
)
def test_providers(text: str, expected: set[tuple[str, str, str | None]]) -> None:
    providers = [row for row in found(text) if row.role == "provider"]
    assert {(row.service_type, row.agency_type, row.agency_name) for row in providers} == expected


def test_a_bought_service_in_a_section_on_care_leavers_is_theirs() -> None:
    text = CARE_LEAVERS + "There are several commissioned accommodation providers."
    assert rows(text) == {("care-leavers", "commissioned-provider", "provider")}


def test_the_name_is_printed_in_full_without_its_abbreviation() -> None:
    (row,) = found("CAMHS is run by North East London NHS Foundation Trust (NELFT). NELFT also delivers CAMHS.")
    assert row.agency_name == "North East London NHS Foundation Trust" and len(row.evidence) == 2


def test_an_abbreviation_of_the_report_stands_for_its_service() -> None:
    text = "The family front door service (FFDS) is new.\n\nA police officer and a nurse are based in FFDS."
    assert rows(text) == each("assessment", ("police", "health"), "co-located")


def test_the_regional_adoption_agency_without_its_name_joins_the_row_with_it() -> None:
    text = (
        "Adopt London South, the regional adoption agency, delivers the adoption service.\n\n"
        "Support for adopters is provided by the regional adoption agency."
    )
    (row,) = found(text)
    assert row.agency_name == "Adopt London South" and row.role == "provider" and len(row.evidence) == 2


# ---------------------------------------------------------------- who leads


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Chaired by the chief executive, the corporate parenting panel is ambitious.",
            ("corporate-parenting", "local-authority", "chair"),
        ),
        (
            "Chaired by the lead member, and with close links to young people, the corporate parenting panel is bold.",
            ("corporate-parenting", "local-authority", "chair"),
        ),
        (
            "The corporate parenting panel is co-chaired by a young person and the lead member.",
            ("corporate-parenting", "local-authority", "chair"),
        ),
        (
            "The assistant director social care and youth inclusion chairs the corporate parenting panel.",
            ("corporate-parenting", "local-authority", "chair"),
        ),
        (
            "The child exploitation panel is chaired by a detective inspector.",
            ("child-exploitation", "police", "chair"),
        ),
        ("The panel meets often and the MARAC is chaired by the police.", ("marac", "police", "chair")),
        (
            "The child death overview panel is commissioned through the clinical commissioning group.",
            ("child-death-overview", "health", "commissioner"),
        ),
        ("The council is the host for the regional adoption agency.", ("adoption", "local-authority", "host")),
        ("The out-of-hours service is managed by Merton Council.", ("edt", "local-authority", "host")),
        ("The out-of-hours service is managed by a charity.", ("edt", "voluntary-sector", "provider")),
    ],
)
def test_chairs_hosts_and_commissioners(text: str, row: tuple[str, str, str]) -> None:
    assert row in rows(text)


# ---------------------------------------------------------------- what states nothing

NOTHING = [
    "Many agencies are represented on the safeguarding board.",
    "The MASH and the police worked on a difficult case last year.",
    "Young people are represented on the corporate parenting panel.",
    "The safeguarding board is chaired by an independent chair.",
    "Strategy meetings are attended by police and health.",
    "The MASH shares information with police and schools.",
    "Ensure that housing is represented on the safeguarding board.",
    "The council should consider whether housing needs to be a member of the MASH.",
    "The LSCB’s annual report was presented to the police.",
    "The LSCB commissioned an audit of the police response.",
    "The emergency duty team is quick, and information from the police is gathered.",
    "Social workers who are based in the assessment team act quickly.",
    "Children’s services are provided by the council.",
    "The council provides several services for victims of domestic abuse.",
    "The children in care council is attended by the lead member.",
    "Peer support, and therapy that is commissioned through CAMHS, help some families.",
    "The quality of reports is monitored by a reviewing officer in the fostering service.",
    "The advocacy service is not provided by Barnardo’s.",
    "When children live with domestic abuse, social workers in the MASH act quickly.",
    "The aims of the LSCB are known through membership of the wider Merton ‘Ring of Partnerships’.",
    "The service for care leavers is led by a partner outside the council.",
    "The council brought advocacy back in-house after the commissioned provider had struggled.",
    "The student safeguarding board has members drawn from the student body of Merton.",
    "Partnerships with schools are embedded in the early help hub.",
    "All services for young people have improved. This includes representation from schools.",
    "Foster carers work well with schools and health.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_two_names_in_one_sentence_are_not_enough(text: str) -> None:
    assert [row for row in found(text) if row.role != "partner"] == []


@pytest.mark.parametrize(
    "heading",
    ["What needs to improve", "Recommendations", "Areas for improvement", "What the inspection judgements mean"],
)
def test_chapters_that_say_what_should_be_state_nothing(heading: str) -> None:
    assert found(f"{heading}\n\nThe MASH comprises the police, health and housing.") == []


# ---------------------------------------------------------------- rows and their words


def test_one_row_for_each_part_with_every_sentence_that_states_it() -> None:
    text = "The MASH comprises the police and health.\n\nThe MASH now includes the police, health and probation."
    evidence = {row.agency_type: [part.quote for part in row.evidence] for row in found(text)}
    assert {agency: len(quotes) for agency, quotes in evidence.items()} == {"police": 2, "health": 2, "probation": 1}
    assert evidence["police"][0].startswith("The MASH comprises")


def test_the_more_specific_role_of_a_sentence_counts() -> None:
    assert rows("The police attend the MARAC and the MARAC is chaired by the police.") == {("marac", "police", "chair")}


def test_every_quote_is_verbatim_and_rows_are_in_document_order() -> None:
    reading = reading_of("\n\n".join(rule.example for rule in participations.RULES))
    found_rows = list(participations.extract(reading))
    starts = [row.evidence[0].start for row in found_rows]
    assert starts == sorted(starts) and len(found_rows) > 30
    for row in found_rows:
        assert all(reading.document.text[part.start : part.end] == part.quote for part in row.evidence)


def test_a_body_without_a_type_keeps_its_name() -> None:
    (row,) = found("The director of children’s services chairs a turnaround board.")
    assert (row.service_type, row.service_name, row.role) == ("other", "turnaround board", "chair")


# ---------------------------------------------------------------- clauses


def clause_of(sentence: str) -> Clause:
    return next(iter(Parties(reading_of(sentence)).clauses()))


def test_a_list_ends_where_a_new_clause_begins() -> None:
    clause = clause_of("It has staff from the police, health and housing which help schools.")
    listed, _ = listed_after(clause, 7)
    assert [name.agency for name in listed] == ["police", "health", "housing"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Co-location of social workers with mental health specialists gives children help sooner.",
        "Social workers value the co-located police officers.",
        "Counselling for birth parents is provided through a contract with a local charity.",
        "Psychologists provide regular consultation to social workers.",
    ],
)
def test_a_service_that_nothing_names_is_known_by_other_words(sentence: str) -> None:
    assert found(sentence)


def test_all_words_for_people_in_one_place_hold_the_sign_for_them() -> None:
    """Only where it stands is the hub looked for that a paragraph speaks of."""
    hints = [hint for cue in _cues.CUES if cue.service == "shared" for hint in cue.hints]
    assert hints and all(CO_LOCATED in hint for hint in hints)


def test_a_list_before_a_verb_is_read_backwards() -> None:
    clause = clause_of("Reports on schools show that police, health and probation sit there.")
    listed, _ = listed_before(clause, clause.words.index(" sit"))
    assert [name.agency for name in listed] == ["police", "health", "probation"]


def test_signs_of_the_report_itself_are_no_names() -> None:
    clause = clause_of("The \ue201 police \ue000 sit on the safeguarding board.")
    assert [name.agency for _, name in clause.signs(AGENT)] == ["police"]


def test_a_member_of_several_boards() -> None:
    text = "The lead member is a member of the safeguarding board, the health and wellbeing board and the MASH board."
    boards = {part.service_type for part in found(text) if part.role == "member"}
    assert {"lscb", "health-and-wellbeing-board"} <= boards
    text = "The lead member chairs the corporate parenting panel and attends the safeguarding board."
    assert ("lscb", "chair") not in {(part.service_type, part.role) for part in found(text)}


# ---------------------------------------------------------------- hostile text


@pytest.mark.parametrize(
    "text",
    [
        "The MASH comprises " + "police, health and " * 1100 + "housing.",
        "The board " * 2000 + "is chaired by the police.",
        "commissioned " * 1600 + "advocacy service.",
        "who are now also well " * 900 + "represented on the safeguarding board.",
        "The Northshire Board of the " * 700 + "Panel.",
        "(" * 5000 + "MASH" + ")" * 5000 + " comprises police.",
        "a" * 20000,
        "\ue000\ue201" * 8000,
    ],
    ids=["list", "boards", "commissioned", "auxiliaries", "capitals", "brackets", "one word", "signs"],
)
def test_hostile_text_is_read_in_a_second(text: str) -> None:
    reading = reading_of(text)
    started = time.perf_counter()
    list(participations.extract(reading))
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize("noun", [*_parties._NOUN.replace(r"-?\s?", "-?").split("|"), "sub group", "Panels"])
def test_what_points_back_holds_a_word_that_is_looked_for_first(noun: str) -> None:
    nouns = {noun.replace("-?", sign) for sign in ("-", "")}
    between = [word.replace("-?", sign) for word in _parties._BETWEEN.split("|") for sign in ("-", "")]
    before = ["The", "this", "Its", "all", *(f"the {word}" for word in (*between, "newly formed", "recently joint"))]
    for phrase in (f"{words} {name} meets." for words in before for name in nouns):
        assert _parties._POINTER.search(phrase), phrase
        assert _parties._POINTER_CUES.offsets(phrase), phrase


@pytest.mark.parametrize("phrase", ["Board members", "Boards is", "The Board’s meetings", "Board comprises"])
def test_a_board_that_is_pointed_to_is_looked_for_first(phrase: str) -> None:
    assert _parties._POINTER.search(phrase)
    assert _parties._POINTER_CUES.offsets(phrase)
