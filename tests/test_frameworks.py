"""Covers and judgements of each family, on invented covers in every shape in which they are printed."""

from __future__ import annotations

from datetime import date

import pdfs
import pytest
from support import as_document

from graphbuilder import frameworks
from graphbuilder.errors import UnreadableFile
from graphbuilder.matching import preferred
from graphbuilder.model import Cover, Judgement

COUNCILS = preferred("authority")


def read(text: str | bytes, name: str = "report.txt") -> tuple[Cover, dict[str, str]]:
    """The cover, and the grade of each area."""
    cover, judgements = frameworks.read_cover(as_document(text, name))
    return cover, grades(judgements)


def grades(judgements: list[Judgement]) -> dict[str, str]:
    assert len({judgement.area for judgement in judgements}) == len(judgements), "one grade for an area"
    return {judgement.area: judgement.grade for judgement in judgements}


def days(cover: Cover) -> tuple[str, str]:
    return str(cover.start), str(cover.end)


def leads(cover: Cover) -> list[tuple[str, bool | None]]:
    return [(found.name, found.hmi) for found in cover.lead_inspectors]


# ---------------------------------------------------------------- ILACS


def row(area: str, grade: str) -> str:
    return f"{area} {grade}\n"


ROWS_2023 = "\n".join(
    [
        row("The impact of leaders on social work practice with children and families", "Good"),
        row("The experiences and progress of children who need help and protection", "Good"),
        row("The experiences and progress of children in care", "Requires improvement to be good"),
        row("The experiences and progress of care leavers", "Inadequate"),
        row("Overall effectiveness", "Good"),
    ]
)
ROWS_2018 = ROWS_2023.replace("The experiences and progress of care leavers Inadequate\n\n", "").replace(
    "children in care Requires", "children in care and care leavers Requires"
)


def ilacs(
    title: str = "Inspection of Sutton local authority children’s services",
    dates: str = "5 to 16 June 2023",
    lead: str = "Lead inspector: Ann Archer, His Majesty’s Inspector",
    rows: str = ROWS_2023,
    body: str = "",
) -> str:
    return f"{title}\n\nInspection dates: {dates}\n\n{lead}\n\nJudgement Grade\n\n{rows}\n{body}\n\fSecond page here.\n"


GRADES_2023 = {
    "leadership": "good",
    "help-and-protection": "good",
    "children-in-care": "requires-improvement",
    "care-leavers": "inadequate",
    "overall-effectiveness": "good",
}


def test_an_ilacs_cover() -> None:
    cover, found = read(ilacs())
    assert (cover.framework, cover.authority, cover.kind) == ("ilacs-2023", "sutton", "inspection-report")
    assert days(cover) == ("2023-06-05", "2023-06-16")
    assert leads(cover) == [("Ann Archer", True)]
    assert found == GRADES_2023


def test_evidence_of_cover_and_judgements_is_verbatim() -> None:
    document = as_document(pdfs.ilacs(), "report.pdf")
    cover, judgements = frameworks.read_cover(document)
    facts = [cover, *cover.lead_inspectors, *judgements]
    assert len(facts) == 7
    for fact in facts:
        assert fact.evidence
        for evidence in fact.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote != ""


@pytest.mark.parametrize("slug", sorted(COUNCILS))
def test_every_council_is_known_in_the_title_of_an_ilacs_report(slug: str) -> None:
    cover, _ = read(ilacs(f"Inspection of {COUNCILS[slug]} local authority children’s services"))
    assert cover.authority == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Inspection of the City of York local authority children’s services", "york"),
        ("Inspection of St. Helens local authority children's services", "st-helens"),
        ("Inspection of Telford & Wrekin local authority children’s services", "telford-and-wrekin"),
        ("Inspection of Kingston upon Hull City Council local authority children’s services", "kingston-upon-hull"),
        ("Inspection of children’s services in Sutton", "sutton"),
        ("London Borough of Sutton\n\nInspection of local authority children’s services", "sutton"),
        ("London Borough of Sutton\n\nInspection of children’s social care services", "sutton"),
        (
            "Royal Borough of Kensington and Chelsea\n\nInspection of local authority children’s services",
            "kensington-and-chelsea",
        ),
        ("Inspection of Slough Children’s Services Trust", "slough"),
        ("Inspection of Birmingham Children’s Trust", "birmingham"),
        ("Birmingham Children’s Trust\n\nInspection of children’s social care services", "birmingham"),
    ],
)
def test_titles_of_ilacs_reports(title: str, slug: str) -> None:
    cover, found = read(ilacs(title))
    assert (cover.framework, cover.authority) == ("ilacs-2023", slug)
    assert found == GRADES_2023


def test_a_childrens_trust_is_reported_under_the_name_that_is_printed() -> None:
    cover, _ = read(ilacs("Birmingham Children’s Trust\n\nInspection of children’s social care services"))
    assert cover.printed_authority == "Birmingham Children’s Trust"


def test_an_unknown_council_is_kept_as_printed() -> None:
    cover, found = read(ilacs("Inspection of Northshire local authority children’s services"))
    assert (cover.authority, cover.printed_authority) == (None, "Northshire")
    assert found == GRADES_2023


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ("Lead inspector: Ann Archer\nHer Majesty’s Inspector", [("Ann Archer", True)]),
        ("Lead inspector: Ann Archer, HMI", [("Ann Archer", True)]),
        ("Lead inspector Ann Archer HMI", [("Ann Archer", True)]),
        ("Lead inspector – Ann Archer, Ofsted Inspector", [("Ann Archer", None)]),
        (
            "Lead inspectors: Ann Archer and Bob Baker, His Majesty’s Inspectors",
            [("Ann Archer", True), ("Bob Baker", True)],
        ),
        ("Lead inspectors: Ann Archer, HMI\nBob Baker, HMI", [("Ann Archer", True), ("Bob Baker", True)]),
        ("Lead inspector: Ann Archer, HMI\n\nDeputy lead inspector: Bob Baker, HMI", [("Ann Archer", True)]),
        ("", []),
    ],
)
def test_lead_inspectors(lead: str, found: list[tuple[str, bool | None]]) -> None:
    assert leads(read(ilacs(lead=lead))[0]) == found


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ("5 – 16 June 2023", "2023-06-05", "2023-06-16"),
        ("5 June 2023 ─ 16 June 2023", "2023-06-05", "2023-06-16"),
        ("27 November to 8 December 2023", "2023-11-27", "2023-12-08"),
        ("12 December – 10 January 2020", "2019-12-12", "2020-01-10"),
        ("05/06/2023 to 16/06/2023", "2023-06-05", "2023-06-16"),
        ("5 Feb 2018 – 16 Feb 2018", "2018-02-05", "2018-02-16"),
        ("15 June 2021", "2021-06-15", "2021-06-15"),
    ],
)
def test_dates_of_an_inspection(dates: str, first: str, last: str) -> None:
    cover, _ = read(ilacs(dates=dates))
    assert days(cover) == (first, last)
    assert cover.visits == ()


@pytest.mark.parametrize("dates", ["5–9 and 19–23 June 2023", "5 – 9 June 2023 and 19 – 23 June 2023"])
def test_two_visits_are_one_inspection(dates: str) -> None:
    cover, _ = read(ilacs(dates=dates))
    assert days(cover) == ("2023-06-05", "2023-06-23")
    assert cover.visits == ((date(2023, 6, 5), date(2023, 6, 9)), (date(2023, 6, 19), date(2023, 6, 23)))


def test_labels_can_be_glued_to_what_follows() -> None:
    text = ilacs().replace("June 2023\n\nLead inspector: ", "June 2023Lead inspector")
    cover, found = read(text)
    assert days(cover) == ("2023-06-05", "2023-06-16")
    assert leads(cover) == [("Ann Archer", True)]
    assert found == GRADES_2023


def test_grades_in_capitals_and_on_lines_of_their_own() -> None:
    assert read(ilacs(rows=ROWS_2023.upper()))[1] == GRADES_2023
    for grade in ("Good", "Requires improvement to be good", "Inadequate"):
        assert read(ilacs(rows=ROWS_2023.replace(f" {grade}\n", f"\n\n{grade}\n")))[1] == GRADES_2023


def test_the_care_leavers_misprint() -> None:
    assert read(ilacs(rows=ROWS_2023.replace("of care leavers", "of children care leavers")))[1] == GRADES_2023


def test_not_judged_is_an_absence() -> None:
    _, found = read(ilacs(rows=ROWS_2023.replace("Inadequate", "Not judged")))
    assert found == {area: grade for area, grade in GRADES_2023.items() if area != "care-leavers"}


def test_care_and_care_leavers_together_are_the_framework_of_2018() -> None:
    cover, found = read(ilacs(dates="5 to 16 June 2019", rows=ROWS_2018))
    assert cover.framework == "ilacs-2018"
    assert found["children-looked-after"] == "requires-improvement"
    assert "children-in-care" not in found and "care-leavers" not in found


def test_the_line_of_april_2026_goes_by_the_date_of_inspection() -> None:
    rows = ROWS_2023.replace("Overall effectiveness Good\n", "").replace("social work practice", "practice")
    assert read(ilacs(dates="11 to 22 May 2026", rows=rows))[0].framework == "ilacs-2026"
    assert read(ilacs(dates="23 to 27 March 2026"))[0].framework == "ilacs-2023"
    assert set(read(ilacs(dates="11 to 22 May 2026", rows=rows))[1]) == set(GRADES_2023) - {"overall-effectiveness"}


def test_a_grade_in_the_history_below_the_table_is_no_row() -> None:
    rows = ROWS_2023.replace("Overall effectiveness Good\n", "")
    body = "The council was last inspected in 2022. Overall effectiveness: good. Overall effectiveness good then."
    assert "overall-effectiveness" not in read(ilacs(dates="11 to 22 May 2026", rows=rows, body=body))[1]


def test_prose_in_the_words_of_other_families_changes_nothing() -> None:
    body = (
        "The experiences and progress of children in care and care leavers are good. This report has the form of an "
        "inspection of services for children in need of help and protection. Overall effectiveness is not what counts."
    )
    cover, found = read(ilacs(body=body))
    assert cover.framework == "ilacs-2023" and found == GRADES_2023


def test_a_table_without_its_heading_is_read() -> None:
    assert read(ilacs().replace("Judgement Grade\n\n", ""))[1] == GRADES_2023


def test_the_heading_of_a_section_repeats_the_grade_or_contradicts_it() -> None:
    document = as_document(pdfs.ilacs(), "report.pdf")
    found = {judgement.area: judgement.heading_grade for judgement in frameworks.read_cover(document)[1]}
    assert found["care-leavers"] == "outstanding" and found["leadership"] is None
    other = ilacs() + "\nThe experiences and progress of care leavers: good\n\nThey are well.\n"
    [judgement] = [found for found in frameworks.read_cover(as_document(other))[1] if found.area == "care-leavers"]
    assert (judgement.grade, judgement.heading_grade) == ("inadequate", "good")


def test_a_heading_whose_grade_stands_on_the_next_line() -> None:
    other = ilacs() + "\nThe experiences and progress of care leavers:\n\ngood\n\nThey are well.\n"
    [judgement] = [found for found in frameworks.read_cover(as_document(other))[1] if found.area == "care-leavers"]
    assert (judgement.grade, judgement.heading_grade) == ("inadequate", "good")


def test_other_dates_in_the_running_header_are_kept_beside_those_of_the_cover() -> None:
    pages = [pdfs.Page().heading("Inspection of Sutton local authority children’s services", 20)]
    pages[0].paragraph("Inspection dates: 5 to 16 June 2023").paragraph("Lead inspector: Ann Archer, HMI")
    pages += [pdfs.Page().paragraph(f"{number}. Some words on this page.") for number in range(1, 4)]
    same = pdfs.pdf(pages, header="Children’s services, Sutton, 5 to 16 June 2023")
    other = pdfs.pdf(pages, header="Children’s services, Sutton, 5 to 17 June 2023")
    assert read(same, "a.pdf")[0].header_dates is None
    assert read(other, "a.pdf")[0].header_dates == (date(2023, 6, 5), date(2023, 6, 17))
    assert days(read(other, "a.pdf")[0]) == ("2023-06-05", "2023-06-16")


# ---------------------------------------------------------------- SIF

SIF_TITLE = "Inspection of services for children in need of help and protection, children looked after and care leavers"
BOARD_TITLE = "Review of the effectiveness of the Local Safeguarding Children Board1"
COVER_OVERALL = "The overall judgement is that children’s services are good"
SIF = "\n".join(
    [
        "London Borough of Sutton\n",
        SIF_TITLE,
        "\nand\n",
        BOARD_TITLE,
        "\nInspection date: 3 – 25 June 2014\n",
        "Report published: 5 August 2014\n",
        COVER_OVERALL,
        "",
        row("1. Children who need help and protection", "Requires improvement"),
        row("2. Children looked after and achieving permanence", "Good"),
        row("2.1 Adoption performance", "Outstanding"),
        row("2.2 Experiences and progress of care leavers", "Requires improvement"),
        row("3. Leadership, management and governance", "Inadequate"),
        "\fSecond page.\n",
        "Information about this inspection\n",
        "Lead inspector: Ann Archer HMI\n",
        "Deputy lead inspector: Bob Baker HMI\n",
    ]
)
SIF_GRADES = {
    "overall-effectiveness": "good",
    "help-and-protection": "requires-improvement",
    "children-looked-after": "good",
    "adoption": "outstanding",
    "care-leavers": "requires-improvement",
    "leadership": "inadequate",
}


def test_a_sif_cover() -> None:
    cover, found = read(SIF)
    assert (cover.framework, cover.authority, cover.reinspection) == ("sif-2013", "sutton", False)
    assert days(cover) == ("2014-06-03", "2014-06-25")
    assert cover.published == date(2014, 8, 5)
    assert leads(cover) == [("Ann Archer", True)]
    assert found == SIF_GRADES


@pytest.mark.parametrize("title", ["{} County Council", "{} City Council", "London Borough of {}", "{} MBC"])
@pytest.mark.parametrize("slug", sorted(COUNCILS))
def test_every_council_is_known_in_the_first_line_of_a_sif_cover(slug: str, title: str) -> None:
    name = COUNCILS[slug]
    if name.startswith("City of") or name.endswith("Council"):
        title = "{}"
    elif (slug, title) == ("dorset", "{} County Council"):  # the abolished county's name
        slug = "dorset-county"
    assert read(SIF.replace("London Borough of Sutton", title.format(name)))[0].authority == slug


@pytest.mark.parametrize("spelling", ["Re-inspection", "Reinspection", "Re inspection", "Re–inspection"])
def test_spellings_of_a_reinspection(spelling: str) -> None:
    cover, _ = read(SIF.replace("Inspection of services", f"{spelling} of services"))
    assert (cover.framework, cover.reinspection) == ("sif-2013", True)


def test_a_council_whose_name_ends_in_re_is_not_reinspected() -> None:
    assert not read(SIF.replace("London Borough of Sutton", "Shropshire"))[0].reinspection


def test_a_reinspection_that_only_its_summary_tells_of() -> None:
    assert read(SIF + "\nThis is a re-inspection of the council, after it was judged inadequate.\n")[0].reinspection


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("The overall judgement is that children’s services require improvement", "requires-improvement"),
        ("The overall judgement is requires improvement", "requires-improvement"),
        ("The overall judgment is that services are inadequate", "inadequate"),
        ("Children’s services in Sutton require improvement to be good", "requires-improvement"),
        ("Children’s services in the London Borough of Sutton are inadequate", "inadequate"),
        ("Children’s services in Sutton are OUTSTANDING", "outstanding"),
    ],
)
def test_the_overall_judgement_of_a_sif_report(sentence: str, grade: str) -> None:
    _, found = read(SIF.replace(COVER_OVERALL, sentence))
    assert found == SIF_GRADES | {"overall-effectiveness": grade}


@pytest.mark.parametrize(
    "rows",
    [
        ("2.1 Adoption performance Outstanding", "2.1. Adoption performance: Outstanding"),
        ("2.1 Adoption performance Outstanding", "2.1 Adoption performance is outstanding"),
        ("Requires improvement", "REQUIRES IMPROVEMENT"),
        ("Experiences and", "The experiences and"),
    ],
)
def test_rows_of_a_sif_cover(rows: tuple[str, str]) -> None:
    assert read(SIF.replace(*rows))[1] == SIF_GRADES


def test_a_row_that_is_not_judged_is_absent() -> None:
    _, found = read(SIF.replace("care leavers Requires improvement", "care leavers Not judged"))
    assert found == {area: grade for area, grade in SIF_GRADES.items() if area != "care-leavers"}


def test_a_sif_report_without_a_review_of_the_board() -> None:
    alone = SIF.replace(f"\nand\n\n{BOARD_TITLE}\n", "")
    assert read(alone)[0].framework == "sif-2013"
    assert "lscb" not in read(alone)[1]


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("The Local Safeguarding Children Board requires improvement because it is slow.", "requires-improvement"),
        ("The effectiveness of the Sutton Safeguarding Children Board (SSCB) is inadequate.", "inadequate"),
        ("The judgement on the effectiveness of the LSCB is that it requires improvement.", "requires-improvement"),
        ("The effectiveness of the Local Safeguarding Children Board (LSCB): good\n\nIt meets often.", "good"),
        ("In 2011 the LSCB was judged to be good.\n\nThe LSCB is inadequate.", "inadequate"),
        ("At its last inspection the LSCB was adequate.\n\nThe Local Safeguarding Children Board is good.", "good"),
        ("An LSCB that requires improvement does not do all it must.\n\nThe LSCB is good.", "good"),
    ],
)
def test_the_boards_grade_in_a_sentence_or_a_heading(words: str, grade: str) -> None:
    _, found = read(f"{SIF}\n{words}\n")
    assert found == SIF_GRADES | {"lscb": grade}


def test_the_boards_grade_on_the_cover() -> None:
    board = "The effectiveness of the Local Safeguarding Children Board (LSCB) is good\n\n3. Leadership"
    assert read(SIF.replace("3. Leadership", board))[1] == SIF_GRADES | {"lscb": "good"}


@pytest.mark.parametrize(
    "words",
    [
        "An LSCB that requires improvement does not yet do all that it must.",
        "A Local Safeguarding Children Board is good if it does its work.",
        "An outstanding LSCB is creative.",
        "The LSCB is inadequate if it does not meet.",
        "The LSCB was judged adequate at the last inspection.",
        "The LSCB is not judged.",
    ],
)
def test_definitions_and_history_are_no_judgement_of_the_board(words: str) -> None:
    assert read(f"{SIF}\n{words}\n")[1] == SIF_GRADES


def test_the_subject_of_the_boards_judgement_is_the_board() -> None:
    judgements = frameworks.read_cover(as_document(f"{SIF}\nThe LSCB is good.\n"))[1]
    assert {judgement.area for judgement in judgements if judgement.subject == "board"} == {"lscb"}


# ---------------------------------------------------------------- a board alone


@pytest.mark.parametrize(
    "title",
    [
        "Sutton Local Safeguarding Children Board\n\n"
        "Review of the effectiveness of the Local Safeguarding Children Board",
        "Review of the effectiveness of the Sutton Safeguarding Children Board",
    ],
)
def test_a_board_reviewed_alone(title: str) -> None:
    text = f"{title}\n\nInspection date: 3 – 25 June 2015\n\nReport published: 5 August 2015\n\n"
    cover, found = read(f"{text}The Local Safeguarding Children Board requires improvement\n")
    assert (cover.framework, cover.authority, cover.published) == ("lscb-review", "sutton", date(2015, 8, 5))
    assert found == {"lscb": "requires-improvement"}


# ---------------------------------------------------------------- 2009 to 2013

ARR_TITLE = "Inspection of local authority arrangements for the protection of children"
ARR_HELP = "The effectiveness of the help and protection provided to children, young people, families and carers"
ARR = "\n".join(
    [
        ARR_TITLE,
        "\nLondon Borough of Sutton\n",
        "Inspection dates: 25 February - 6 March 2013Lead inspectorAnn Archer",
        "\fThe report.\n",
        "The quality of practice is inadequate.",
        "\fRecord of main findings\n",
        "Local authority arrangements for the protection of children\n",
        row("Overall effectiveness", "Adequate"),
        row(ARR_HELP, "Adequate"),
        row("The quality of practice", "Inadequate"),
        row("Leadership and governance", "Good"),
    ]
)
ARR_GRADES = {
    "overall-effectiveness": "adequate",
    "help-and-protection": "adequate",
    "quality-of-practice": "inadequate",
    "leadership": "good",
}


def test_an_arr_cover() -> None:
    cover, found = read(ARR)
    assert (cover.framework, cover.authority) == ("arr-2012", "sutton")
    assert days(cover) == ("2013-02-25", "2013-03-06")
    assert leads(cover) == [("Ann Archer", None)]
    assert found == ARR_GRADES


def test_what_the_prose_says_stands_beside_the_table_and_a_difference_shows() -> None:
    judgements = {judgement.area: judgement for judgement in frameworks.read_cover(as_document(ARR))[1]}
    assert len(judgements["quality-of-practice"].evidence) == 2
    other = ARR.replace("practice is inadequate", "practice is good")
    practice = {found.area: found for found in frameworks.read_cover(as_document(other))[1]}["quality-of-practice"]
    assert (practice.grade, practice.heading_grade) == ("inadequate", "good")


def test_an_arr_report_without_its_table_is_read_by_its_prose() -> None:
    text = ARR[: ARR.index("Record of")] + (
        "The overall effectiveness of the arrangements to protect children in Sutton is judged to be adequate.\n\n"
        "Leadership and governance are good.\n"
    )
    found = {"overall-effectiveness": "adequate", "quality-of-practice": "inadequate", "leadership": "good"}
    assert read(text)[1] == found


def test_a_looked_after_inspection_of_2013() -> None:
    cover, found = read(
        "Inspection of looked after children services\n\nSutton\n\nInspection dates: 3 – 14 June 2013\n\n"
        "Reporting inspector: Ann Archer HMI\n\nPublished: 5 August 2013\n\fRecord of main findings\n\n"
        "Overall effectiveness Adequate\n\nCapacity to improve Good\n\nOutcomes for looked after children Adequate\n\n"
        "Quality of provision Good\n\nLeadership and management Good\n"
    )
    assert (cover.framework, cover.authority, cover.published) == ("looked-after-2013", "sutton", date(2013, 8, 5))
    assert leads(cover) == [("Ann Archer", True)]
    assert found == {
        "overall-effectiveness": "adequate",
        "capacity-to-improve": "good",
        "outcomes": "adequate",
        "quality-of-provision": "good",
        "leadership": "good",
    }


def test_a_safeguarding_and_looked_after_inspection_of_2011() -> None:
    cover, found = read(
        "Inspection of safeguarding and looked after children services\n\nSutton\n\n"
        "Inspection dates: 7 – 18 March 2011\n\nReporting inspector: Ann Archer HMI\n\nPublished: 26 April 2011\n"
        "\fRecord of main findings\n\nSafeguarding services\n\nOverall effectiveness Good\n\n"
        "Services for looked after children\n\nOverall effectiveness Adequate\n"
    )
    assert (cover.framework, cover.authority) == ("slac-2009", "sutton")
    assert found == {"safeguarding-services": "good", "looked-after-services": "adequate"}


# ---------------------------------------------------------------- news

NEWS = """Sutton’s children’s services are judged good

Inspectors came for two weeks. Children’s services in Sutton have been judged good by Ofsted.

The experiences and progress of care leavers are outstanding. At the last inspection it was inadequate.
"""


def test_a_news_article_gives_the_grades_that_it_states() -> None:
    cover, found = read(NEWS)
    assert (cover.kind, cover.authority, cover.start) == ("news", "sutton", None)
    assert cover.title == "Sutton’s children’s services are judged good"
    assert found == {"overall-effectiveness": "good", "care-leavers": "outstanding"}


# ---------------------------------------------------------------- no report of these families


@pytest.mark.parametrize(
    "text",
    [
        "Sutton High School\n\nInspection report\n\nOverall effectiveness Good\n\nPupils known to children’s services."
        " The previous inspection judged that children’s services are good.",
        "Focused visit to Sutton local authority children’s services\n\nThis letter is about 3 May 2022."
        " Its last inspection: the council was judged good in 2019.",
        "Monitoring visit of Sutton children’s services\n\nThe inspection of 2016 judged it inadequate.",
        "Little Ducks Nursery, Havering\n\nThe provider was judged good by inspectors. Children’s services were told.",
        "A recipe for soup\n\nTake good carrots.",
        "",
    ],
)
def test_a_document_of_another_kind_is_said_to_be_one(text: str) -> None:
    with pytest.raises(UnreadableFile, match="no report on a council's children's services.*leave it out"):
        read(text)
