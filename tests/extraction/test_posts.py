"""Posts and their holders. All sentences and names are invented."""

from __future__ import annotations

import time
from datetime import date

import pytest
from helpers import reading_of

from graphbuilder.extraction import posts
from graphbuilder.model import PostHolding

DIRECTOR, CHAIR = "director-of-childrens-services", "lscb-chair"


def facts(text: str, **cover: object) -> list[PostHolding]:
    return list(posts.extract(reading_of(text, **cover)))  # type: ignore[arg-type]


def rows(text: str, **cover: object) -> set[tuple[str, str | None, str]]:
    return {(fact.post, fact.since, fact.status) for fact in facts(text, **cover)}


@pytest.mark.parametrize("rule", posts.RULES, ids=lambda rule: rule.name)
def test_the_example_fires_the_rule(rule):
    assert [fact.rule for fact in facts(rule.example)] == [rule.name]
    assert 0.5 < rule.confidence <= 0.99


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "The director of children’s services (DCS) has been in post since 8 July 2013.",
            (DIRECTOR, "2013-07", "in-post"),
        ),
        ("The interim DCS has been in post since 1 July 2013.", (DIRECTOR, "2013-07", "interim")),
        ("The chief executive has been in post since 2006.", ("chief-executive", "2006", "in-post")),
        (
            "The chair of the Northshire Safeguarding Children Board has been in post since May 2014.",
            (CHAIR, "2014-05", "in-post"),
        ),
        ("The DCS, in post since early 2015, is well known to staff.", (DIRECTOR, "2015", "in-post")),
        ("The current DCS came into post in January 2015.", (DIRECTOR, "2015-01", "in-post")),
        ("A new DCS takes up post in September 2016.", (DIRECTOR, "2016-09", "newly-appointed")),
        ("The appointment of the current DCS in October 2015 led to change.", (DIRECTOR, "2015-10", "in-post")),
        (
            "When appointed in 2014, the executive director for children’s services (DCS) saw what was needed.",
            (DIRECTOR, "2014", "in-post"),
        ),
        (
            "In August 2015, a new director of children’s services was appointed.",
            (DIRECTOR, "2015-08", "newly-appointed"),
        ),
        (
            "The newly appointed chief executive (May 2016) backs the plan.",
            ("chief-executive", "2016-05", "newly-appointed"),
        ),
        ("The lead member, appointed in May 2016, chairs the panel.", ("lead-member", "2016-05", "in-post")),
        ("A group director will assume director responsibilities in April 2017.", (DIRECTOR, "2017-04", "in-post")),
        ("The recently appointed lead member visits teams.", ("lead-member", None, "newly-appointed")),
        ("The chief executive has been in post for eight months.", ("chief-executive", None, "newly-appointed")),
        ("The board has recently appointed a new LSCB chair.", (CHAIR, None, "newly-appointed")),
        ("The interim DCS chairs a weekly meeting.", (DIRECTOR, None, "interim")),
    ],
)
def test_rows(text, row):
    assert rows(text) == {row}


@pytest.mark.parametrize(
    "text",
    [
        "The DCS meets partners every month.",
        "The previous DCS had been in post since May 2005.",
        "The former chief executive was appointed in 2009.",
        "The LSCB chair, who had been in post since May 2009, left in July 2014.",
        "A new chair of the children’s scrutiny committee was elected in May 2015.",
        "The council has not appointed a principal social worker.",
        "The creation of a principal social worker post in 2014 has helped.",
        "The director of children’s services post has been reviewed since 2014.",
        "The chief executive of the hospital trust was appointed in 2014.",
        "The DCS holds the post until a new chief executive is appointed.",
        "Since the previous inspection in 2012, the DCS has strengthened practice.",
        "Three social workers have been in post since June 2014.",
    ],
)
def test_no_row(text):
    assert not rows(text)


def test_posts_joined_by_and_share_what_is_said():
    assert rows("A new chief executive and lead member were appointed in May 2016.") == {
        ("chief-executive", "2016-05", "newly-appointed"),
        ("lead-member", "2016-05", "newly-appointed"),
    }


def test_an_interim_chair_behind_a_sentence_on_the_chair_of_the_board():
    text = (
        "The LSCB chair has been in post since May 2014. When inspectors came, an interim chair had been in post "
        "since March 2016."
    )
    assert rows(text) == {("lscb-chair", "2014-05", "in-post"), ("lscb-chair", "2016-03", "interim")}
    assert not rows("The panel meets monthly. An interim chair has been in post since March 2016.")


def test_the_new_chair_of_a_board_that_the_sentence_names():
    assert rows("The LSCB has grown stronger since the appointment of a new chair in 2014.") == {
        ("lscb-chair", "2014", "newly-appointed")
    }


def test_respectively():
    found = rows("The DCS and the chief executive have been in post since 2010 and 2011 respectively.")
    assert {row[:2] for row in found} == {(DIRECTOR, "2010"), ("chief-executive", "2011")}


def test_each_date_belongs_to_the_post_before_it():
    assert {
        row[:2] for row in rows("The chief executive has been in post since March 2012 and the DCS since April 2013.")
    } == {("chief-executive", "2012-03"), (DIRECTOR, "2013-04")}


def test_one_row_per_holder_with_the_date_in_post():
    text = (
        "The DCS was appointed in March 2015 and took stock of practice. The new DCS is well regarded.\n\n"
        "• The DCS has been in post since April 2015."
    )
    assert rows(text) == {(DIRECTOR, "2015-04", "in-post")}


def test_a_successor_is_another_row():
    text = "• The DCS has been in post since April 2010.\n\nA permanent DCS takes up post in September 2016."
    assert {row[1] for row in rows(text)} == {"2010-04", "2016-09"}


def test_a_new_holder_long_after_the_dated_one_is_another_row():
    text = "• The LSCB chair has been in post since June 2009.\n\nA new LSCB chair has been appointed."
    assert rows(text) == {(CHAIR, "2009-06", "in-post"), (CHAIR, None, "newly-appointed")}


def test_a_bare_chair_is_the_boards_only_in_its_chapter():
    sentence = "A new independent chair took up post in May 2015."
    assert not rows(f"Leadership, management and governance\n\n{sentence}\n")
    assert rows(f"The Local Safeguarding Children Board (LSCB)\n\n{sentence}\n") == {
        (CHAIR, "2015-05", "newly-appointed")
    }


def test_a_short_title_is_the_directors_where_nothing_else_is_meant():
    sentence = "The appointment of the corporate director in early 2022 has brought pace."
    assert rows(sentence, framework="ilacs-2023", start=date(2024, 5, 13)) == {(DIRECTOR, "2022", "in-post")}
    other = "The corporate director of finance supports the plan."
    assert not rows(f"{sentence} {other}", framework="ilacs-2023", start=date(2024, 5, 13))


def test_other_posts_need_a_date_and_keep_their_title():
    (fact,) = facts("A new board manager was appointed in 2015.")
    assert (fact.post, fact.title, fact.since) == ("other", "board manager", "2015")
    assert not rows("The assistant director is new to the post.")


def test_a_printed_name_is_kept():
    (fact,) = facts("Councillor Ann Archer, Lead Member for Children’s Services, welcomed the report.")
    assert (fact.name, fact.since) == ("Councillor Ann Archer", None)


def test_recommendations_state_nothing():
    assert not rows("Recommendations\n\nEnsure that the newly appointed DCS has enough support.\n")


def test_evidence_is_verbatim():
    reading = reading_of("A quiet start.\n\nThe DCS has been in post since April 2015. She is well regarded.")
    (fact,) = posts.extract(reading)
    evidence = fact.evidence[0]
    assert (
        reading.document.text[evidence.start : evidence.end]
        == evidence.quote
        == ("The DCS has been in post since April 2015.")
    )


@pytest.mark.parametrize(
    "text",
    [
        "new DCS and " * 1_700,
        "director of and " * 1_300,
        "chair of the " + "Aa " * 6_600,
        "The DCS, who has been in post since " * 550,
        "appointment of a new very " * 800 + "DCS",
        "a " * 10_000 + "lead member",
    ],
)
def test_hostile_text_is_read_in_time(text):
    reading = reading_of(text[:20_000])
    began = time.process_time()
    list(posts.extract(reading))
    assert time.process_time() - began < 1.0
