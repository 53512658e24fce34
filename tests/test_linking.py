"""What joins reports: only what one candidate fits, and nothing merged."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest
from support import as_document

from graphbuilder.graph import as_nquads, build_graph, statements_of
from graphbuilder.linking import Links, link
from graphbuilder.model import (
    Cover,
    EarlierInspection,
    Fact,
    Inspector,
    Judgement,
    Participation,
    Rule,
    SharedArrangement,
)
from graphbuilder.vocabulary import DEFAULT_BASE, GB, PREFIXES

RULES = {"one": Rule("one", "a rule", "an example", 0.9)}


class Reports:
    """A store with invented reports."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.store, self.base, self.count = ox.Store(), base, 0

    def add(
        self,
        council: str,
        start: str | None,
        *facts: Fact,
        framework: str = "sif-2013",
        kind: str = "inspection-report",
    ) -> Reports:
        self.count += 1
        document = as_document(f"Words of report {self.count} are here.\n")
        here = document.evidence(0, 5)
        day = date.fromisoformat(start) if start else None
        cover = Cover(
            framework=framework,
            kind=kind,
            title="A title",
            authority=council,
            printed_authority=council,
            start=day,
            end=day,
            evidence=(here,),
            rule="one",
        )
        graph = build_graph(document, cover, facts, RULES, "0" * 16, self.base)
        data = as_nquads(statements_of(graph.triples), graph.iri)
        self.store.bulk_load(data, format=ox.RdfFormat.N_QUADS)
        return self

    def link(self) -> Links:
        return link(self.store, self.base)

    def links(self, relation: str) -> set[tuple[str, str]]:
        """(from, to) of every link of one relation, as paths below the base."""
        return {
            (start.strip("<>").removeprefix(self.base), end.strip("<>").removeprefix(self.base))
            for start, predicate, end in self.link().triples
            if predicate == f"<{GB}{relation}>"
        }


HERE = {"evidence": (as_document("Words here.\n").evidence(0, 5),), "rule": "one"}


def mention(when: str | None, area: str = "overall-effectiveness", **more: str) -> EarlierInspection:
    return EarlierInspection(when=when, area=area, **more, **HERE)  # type: ignore[arg-type]


# ---------------------------------------------------------------- earlier inspections


def test_a_mention_is_the_one_inspection_of_its_year() -> None:
    reports = Reports().add("sutton", "2011-03-07").add("sutton", "2014-06-03", mention("2011"))
    assert reports.links("resolvedTo") == {("inspection/sutton/2011", "inspection/sutton/2011-03-07")}


def test_a_mention_keeps_its_own_name() -> None:
    reports = Reports().add("sutton", "2011-03-07").add("sutton", "2014-06-03", mention("2011"))
    node = ox.NamedNode(DEFAULT_BASE + "inspection/sutton/2011")
    assert list(reports.store.quads_for_pattern(node, None, None, None))


def test_two_inspections_in_one_year_are_told_apart_by_the_month_or_not_at_all() -> None:
    reports = Reports().add("sutton", "2011-03-07").add("sutton", "2011-09-05")
    reports.add("sutton", "2014-06-03", mention("2011"), mention("2011-09"))
    assert reports.links("resolvedTo") == {("inspection/sutton/2011-09", "inspection/sutton/2011-09-05")}
    assert [finding.code for finding in reports.link().findings] == ["EarlierInspectionAmbiguous"]


def test_another_council_or_another_kind_of_inspection_is_not_meant() -> None:
    reports = Reports().add("kent", "2011-03-07").add("sutton", "2011-03-07")
    reports.add("sutton", "2014-06-03", mention("2011", "private-fostering"))
    assert reports.links("resolvedTo") == set()


def test_a_report_never_means_itself() -> None:
    """A report of June 2014 that speaks of "2014" means something before it; it was joined to itself."""
    reports = Reports().add("sutton", "2014-06-03", mention("2014"))
    assert reports.links("resolvedTo") == set()
    reports.add("sutton", "2014-02-03")
    assert reports.links("resolvedTo") == {("inspection/sutton/2014", "inspection/sutton/2014-02-03")}


def test_a_review_of_the_board_alone_is_no_inspection_of_the_council() -> None:
    """Services judged in 2015 were joined to the review of their board in that year."""
    reports = Reports().add("sutton", "2014-10-21").add("sutton", "2015-06-15", framework="lscb-review")
    reports.add("sutton", "2018-02-26", mention("2015"), mention("2015-06", "leadership"))
    assert reports.links("resolvedTo") == {
        ("inspection/sutton/2015", "inspection/sutton/2014-10-21"),
        ("inspection/sutton/2015-06", "inspection/sutton/2014-10-21"),
    }
    board = Reports().add("sutton", "2015-06-15", framework="lscb-review")
    board.add("sutton", "2018-02-26", mention("2015", "lscb"))
    assert board.links("resolvedTo") == {("inspection/sutton/2015", "inspection/sutton/2015-06-15")}


def test_looked_after_services_were_inspected_alone_as_well() -> None:
    """They were looked for in joint inspections only, and the inspection of July 2013 stayed apart."""
    reports = Reports().add("sutton", "2013-07-15", framework="looked-after-2013")
    reports.add("sutton", "2015-09-14", mention("2013-07", "looked-after-services"))
    assert reports.links("resolvedTo") == {("inspection/sutton/2013-07", "inspection/sutton/2013-07-15")}


def test_a_visit_and_the_inspection_of_one_year_in_two_reports_are_two() -> None:
    """One report spoke of the visit of 2019, a later one of the inspection of 2019, and both had one name."""
    reports = Reports().add("sutton", "2019-07-01", mention("2019", "other", framework="focused-visit"))
    reports.add("sutton", "2023-07-03", mention("2019"))
    assert reports.links("resolvedTo") == {("inspection/sutton/2019", "inspection/sutton/2019-07-01")}


def test_the_date_of_the_report_can_be_said_for_that_of_the_inspection() -> None:
    """ "The last inspection in May 2018" was the one of January, whose report came out in May."""
    reports = Reports().add("sutton", "2018-01-29").add("kent", "2014-11-18").add("leeds", "2017-09-25")
    reports.add("sutton", "2022-10-24", mention("2018-05")).add("kent", "2019-01-14", mention("2015"))
    reports.add("leeds", "2019-01-14", mention("2018-06"))  # nine months later: no report took so long
    assert reports.links("resolvedTo") == {
        ("inspection/sutton/2018-05", "inspection/sutton/2018-01-29"),
        ("inspection/kent/2015", "inspection/kent/2014-11-18"),
    }


def test_an_inspection_under_way_in_the_stated_year_comes_before_one_printed_in_it() -> None:
    reports = Reports().add("sutton", "2014-10-21").add("sutton", "2015-06-15")
    reports.add("sutton", "2018-02-26", mention("2015"))
    assert reports.links("resolvedTo") == {("inspection/sutton/2015", "inspection/sutton/2015-06-15")}


def test_the_last_inspection_without_a_date_is_the_latest_before_the_report() -> None:
    """Mentions without a date were never joined."""
    reports = Reports().add("sutton", "2014-06-03").add("sutton", "2017-06-12")
    reports.add("sutton", "2017-10-01", framework="lscb-review").add("sutton", "2022-01-17", mention(None))
    reports.add("sutton", "2024-01-17")
    assert reports.links("resolvedTo") == {("inspection/sutton/before-2022-01-17", "inspection/sutton/2017-06-12")}
    alone = Reports().add("sutton", "2014-06-03")
    alone.add("sutton", "2022-01-17", mention(None, "private-fostering", framework="private-fostering"))
    assert alone.links("resolvedTo") == set()


def test_a_mention_with_another_grade_is_not_guessed_to_be_that_inspection() -> None:
    judged = Judgement(area="overall-effectiveness", grade="good", **HERE)
    for when in (None, "2018-05"):
        reports = Reports().add("sutton", "2018-01-29", judged)
        reports.add("sutton", "2022-01-17", mention(when, grade="inadequate"))
        assert reports.links("resolvedTo") == set()
        reports.add("sutton", "2022-01-17", mention("2018-01", grade="good"))
        assert ("inspection/sutton/2018-01", "inspection/sutton/2018-01-29") in reports.links("resolvedTo")


# ---------------------------------------------------------------- chains


def test_the_inspections_of_one_council_are_a_chain_across_frameworks() -> None:
    reports = Reports().add("sutton", "2019-01-07", framework="ilacs-2018").add("sutton", "2011-03-07")
    reports.add("sutton", "2014-06-03").add("kent", "2013-01-07")
    assert reports.links("precededBy") == {
        ("inspection/sutton/2019-01-07", "inspection/sutton/2014-06-03"),
        ("inspection/sutton/2014-06-03", "inspection/sutton/2011-03-07"),
    }


def test_two_files_of_one_report_are_no_chain() -> None:
    assert Reports().add("sutton", "2014-06-03").add("sutton", "2014-06-03").links("precededBy") == set()


def test_a_new_councils_first_inspection_follows_the_last_of_the_one_it_replaced() -> None:
    reports = Reports().add("northamptonshire", "2019-06-24").add("west-northamptonshire", "2022-10-03")
    assert reports.links("precededBy") == {
        ("inspection/west-northamptonshire/2022-10-03", "inspection/northamptonshire/2019-06-24")
    }


# ---------------------------------------------------------------- news, bodies, people, arrangements


def test_an_article_is_joined_to_the_one_report_with_its_grades() -> None:
    good = Judgement(area="leadership", grade="good", **HERE)
    poor = Judgement(area="leadership", grade="inadequate", **HERE)
    reports = Reports().add("sutton", "2014-06-03", poor).add("sutton", "2019-01-07", good)
    reports.add("sutton", None, good, kind="news")
    [(article, found)] = reports.links("resolvedTo")
    assert "undated" in article and found == "inspection/sutton/2019-01-07"


def test_two_sides_of_an_arrangement_point_at_each_other() -> None:
    def shared(*others: str) -> SharedArrangement:
        return SharedArrangement(service_type="edt", kind="joint-delivery", authorities=others, **HERE)

    reports = Reports().add("sutton", "2014-06-03", shared("kent")).add("kent", "2015-06-03", shared("sutton"))
    reports.add("leeds", "2015-06-03", shared("sutton"))
    one, other = "arrangement/sutton/2014-06-03/edt", "arrangement/kent/2015-06-03/edt"
    assert reports.links("reciprocatedBy") == {(one, other), (other, one)}


def test_a_short_form_of_a_given_name_is_joined_only_where_one_person_fits() -> None:
    def lead(name: str) -> Inspector:
        return Inspector(name=name, role="lead", **HERE)

    reports = Reports().add("sutton", "2014-06-03", lead("Steve Archer"))
    reports.add("kent", "2015-06-03", lead("Stephen Archer"))
    assert reports.links("samePersonAs") == {("person/steve-archer", "person/stephen-archer")}
    reports.add("leeds", "2016-06-03", lead("Steven Archer"))
    assert reports.links("samePersonAs") == set()


def leads(*names: str) -> Reports:
    """One report for each name of a lead inspector."""
    reports = Reports()
    for year, name in enumerate(names, start=2010):
        reports.add("sutton", f"{year}-06-03", Inspector(name=name, role="lead", **HERE))
    return reports


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        (("Nick Harcher", "Nick Archher", "Nick Archher"), None),  # two letters apart
        (("Nick Archer", "Nick Archher", "Nick Archher"), ("nick-archer", "nick-archher")),  # was never looked at
        (("Katheryn Archer", "Kathryn Archer"), ("kathryn-archer", "katheryn-archer")),  # printed once each
        (("Fiona J Archer", "Fiona Archer"), ("fiona-j-archer", "fiona-archer")),  # two letters apart, and no slip
        (("Steven Archer", "Steve Archer"), ("steve-archer", "steven-archer")),  # a short form, and no slip
    ],
)
def test_an_inspector_under_two_names(names: tuple[str, ...], joined: tuple[str, str] | None) -> None:
    expected = {tuple(f"person/{name}" for name in joined)} if joined else set()
    assert leads(*names).links("samePersonAs") == expected


def test_a_short_form_that_a_man_or_a_woman_can_bear_proves_less() -> None:
    def confidence(*names: str) -> str:
        triples = leads(*names).link().triples
        [value] = [value for link, said, value in triples if said == f"<{GB}confidence>" and "samePersonAs" in link]
        return value.split('"')[1]

    assert confidence("Chris Archer", "Christine Archer") == "0.7"
    assert confidence("Steve Archer", "Stephen Archer") == "0.95"


def part(name: str, agency_type: str = "other") -> Participation:
    return Participation(service_type="mash", agency_type=agency_type, agency_name=name, role="member", **HERE)


def test_a_brand_is_the_body_under_it_that_serves_the_council() -> None:
    """ "One Adoption" in two reports was one agency; it is another body in each of the two regions."""
    brand = part("One Adoption", "commissioned-provider")
    reports = Reports().add("kingston-upon-hull", "2022-11-14", brand).add("kirklees", "2024-07-08", brand)
    reports.add("sutton", "2024-07-08", brand)  # none of them serves it
    assert reports.links("sameAgencyAs") == {
        ("agency/kingston-upon-hull/one-adoption", "agency/one-adoption-north-and-humber"),
        ("agency/kirklees/one-adoption", "agency/one-adoption-west-yorkshire"),
    }


def test_a_partner_that_is_a_council_is_that_authority() -> None:
    """Havering had three names as an agency, and none led to the council."""
    reports = Reports().add("sutton", "2014-06-03", part("London Borough of Havering", "local-authority"))
    reports.add("kent", "2014-06-03", part("Havering", "local-authority"), part("Bolton", "voluntary-sector"))
    assert reports.links("closeMatch") == set()
    triples = reports.link().triples
    close = {agency for agency, relation, _ in triples if relation == f"<{PREFIXES['skos']}closeMatch>"}
    assert close == {f"<{DEFAULT_BASE}agency/{name}>" for name in ("havering", "london-borough-of-havering")}


def test_a_body_under_a_name_with_an_article_is_joined_to_it() -> None:
    reports = Reports().add("sutton", "2014-06-03", part("Green Lane Project"))
    reports.add("kent", "2014-06-03", part("The Green Lane Project"))
    assert reports.links("sameAgencyAs") == {("agency/the-green-lane-project", "agency/green-lane-project")}


# ---------------------------------------------------------------- all links


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://example.org/id/"])
def test_every_link_says_how_it_was_made(base: str) -> None:
    reports = Reports(base).add("sutton", "2011-03-07").add("sutton", "2014-06-03", mention("2011"))
    reports.add("northamptonshire", "2019-06-24").add("west-northamptonshire", "2022-10-03")
    triples = reports.link().triples
    made = [link for link, said, _ in triples if said == f"<{GB}linkMethod>"]
    joined = [start for start, said, _ in triples if said in (f"<{GB}resolvedTo>", f"<{GB}precededBy>")]
    assert len(made) == len(joined) == 3
    lines = statements_of(triples)
    assert lines == sorted(lines) and len(set(lines)) == len(lines)
    assert base == DEFAULT_BASE or not any(DEFAULT_BASE in term for triple in triples for term in triple)
