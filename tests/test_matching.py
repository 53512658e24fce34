"""Labels of the ontology found in text; councils recognised by what a cover prints."""

from __future__ import annotations

import pytest

from graphbuilder import matching
from graphbuilder.matching import authority_named, find_mentions, folded, nearest_authorities

COUNCILS = matching.preferred("authority")


def mentioned(text: str, scheme: str) -> list[tuple[str, str]]:
    found = [mention for mention in find_mentions(text) if mention.scheme == scheme]
    return [(mention.concept, text[mention.start : mention.end]) for mention in found]


# ---------------------------------------------------------------- folding


@pytest.mark.parametrize("text", ["Straße", "İstanbul – Ǆ", "ﬁne-tuned", "It’s “so”", "A\u00a0B\u2011C", "𝔘nit"])
def test_folding_never_moves_an_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_folding_makes_hyphens_quotes_and_case_alike() -> None:
    assert folded("Stoke-on-Trent’s") == folded("stoke on trent's") == folded("STOKE–ON‑TRENT`S")


# ---------------------------------------------------------------- running text


def test_offsets_of_mentions_are_those_of_the_words() -> None:
    text = "In İlford, the MASH works with Barking and Dagenham."
    assert mentioned(text, "authority") == [("barking-and-dagenham", "Barking and Dagenham")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a review by Kent and Medway councils", ["kent", "medway"]),
        ("children in Nottinghamshire", ["nottinghamshire"]),
        ("children in Nottingham", ["nottingham"]),
        ("Stoke on Trent and Telford & Wrekin", ["stoke-on-trent", "telford-and-wrekin"]),
        ("Kent’s director", ["kent"]),
        ("the offices at Northumberland Park", []),
        ("officers of Kent Police", []),
        ("the University of Reading", []),
        ("they are reading books", []),
        ("Reading the plan takes time", []),
        ("in Reading, children wait", ["reading"]),
        ("at Kent House, Bury Road", []),
        ("the Suttons of this world, and Buryfield", []),
        ("the post office, London Road, Leeds LS1 4AB", []),
    ],
)
def test_councils_in_running_text(text: str, found: list[str]) -> None:
    assert [concept for concept, _ in mentioned(text, "authority")] == found


def test_a_name_inside_a_longer_one_is_not_a_mention_of_its_own() -> None:
    assert mentioned("in West Northamptonshire", "authority") == [("west-northamptonshire", "West Northamptonshire")]


def test_abbreviations_match_in_their_own_case_and_words_in_any() -> None:
    assert ("mash", "MASH") in mentioned("the MASH is busy", "service-type")
    assert mentioned("they mash potatoes", "service-type") == []
    assert ("early-help", "Early Help") in mentioned("Early Help is good", "service-type")


def test_a_plural_and_a_footnote_mark_do_not_hide_a_name() -> None:
    assert [concept for concept, _ in mentioned("The MARACs met", "service-type")] == ["marac"]
    assert [concept for concept, _ in mentioned("The MARAC3 met", "service-type")] == ["marac"]


def test_mentions_are_sorted_and_none_overlaps_another_of_its_scheme() -> None:
    text = "The Local Safeguarding Children Board and the multi-agency safeguarding hub of Leeds work with police."
    found = find_mentions(text)
    assert [mention.start for mention in found] == sorted(mention.start for mention in found)
    for scheme in {mention.scheme for mention in found}:
        ends = 0
        for mention in (mention for mention in found if mention.scheme == scheme):
            assert mention.start >= ends
            ends = mention.end


# ---------------------------------------------------------------- names on covers

TITLED = (
    "{} Council",
    "{} County Council",
    "{} City Council",
    "{} Borough Council",
    "{} Metropolitan Borough Council",
    "London Borough of {}",
    "Royal Borough of {}",
    "City of {} Council",
    "Metropolitan Borough of {}",
    "{} MBC",
    "The {} Council",
    "{} local authority",
    "Borough of {}",
    "{} Metropolitan District Council",
)
OTHER_COUNCIL = {("dorset", "{} County Council")}  # this title is the abolished county's name


def test_there_are_all_councils_of_today_and_those_abolished() -> None:
    assert len(COUNCILS) >= 153 + 3


@pytest.mark.parametrize("slug", sorted(COUNCILS))
def test_a_council_is_known_by_its_name_with_any_title(slug: str) -> None:
    name = COUNCILS[slug]
    titled = () if name.startswith("City of") or name.endswith("Council") else TITLED
    for title in ("{}", *titled):
        if (slug, title) not in OTHER_COUNCIL:
            printed = title.format(name)
            for shape in (printed, printed.upper(), printed.replace(" and ", " & "), printed.replace("-", " ")):
                assert authority_named(shape) == slug, shape


@pytest.mark.parametrize(
    ("printed", "slug"),
    [
        ("London Borough of Richmond upon Thames", "richmond-upon-thames"),
        ("The Royal Borough of Kensington and Chelsea", "kensington-and-chelsea"),
        ("City of York Council", "york"),
        ("Kingston upon Hull City Council", "kingston-upon-hull"),
        ("Hull City Council", "kingston-upon-hull"),
        ("The Council of the Isles of Scilly", "isles-of-scilly"),
        ("Borough of Telford & Wrekin", "telford-and-wrekin"),
        ("St. Helens", "st-helens"),
        ("Durham County Council", "durham"),
        ("Southend-on-Sea city council", "southend-on-sea"),
        ("Dorset County Council", "dorset-county"),
        ("Dorset Council", "dorset"),
        ("City of Bradford Metropolitan District Council", "bradford"),
        ("County of Herefordshire District Council", "herefordshire"),
        ("Newcastle City Council", "newcastle-upon-tyne"),
        ("Windsor & Maidenhead", "windsor-and-maidenhead"),
        ("City of London Corporation", "city-of-london"),
        ("Middlesborough", "middlesbrough"),
    ],
)
def test_names_as_covers_print_them(printed: str, slug: str) -> None:
    assert authority_named(printed) == slug


@pytest.mark.parametrize(
    "printed", ["Northshire County Council", "Westborough", "Good", "Heading", "Inspection dates", "Council", "", "x"]
)
def test_a_name_that_no_council_has_is_none(printed: str) -> None:
    assert authority_named(printed) is None


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    assert "Havering" in nearest_authorities("Haverring")
    assert len(nearest_authorities("zzz", 2)) <= 2
