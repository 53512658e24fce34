"""What joins reports: only what one candidate fits, and nothing merged."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest
from support import as_document

from graphbuilder.graph import as_nquads, as_ntriples, build_graph
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
from graphbuilder.vocabulary import DEFAULT_BASE, GB

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
        data = as_nquads(as_ntriples(graph), graph.iri)
        self.store.bulk_load(data.encode(), format=ox.RdfFormat.N_QUADS)
        return self

    def link(self) -> Links:
        return link(self.store, self.base)

    def links(self, relation: str) -> set[tuple[str, str]]:
        """(from, to) of every link of one relation, as paths below the base."""
        return {
            (parts[0].strip("<>").removeprefix(self.base), parts[2].strip("<>").removeprefix(self.base))
            for parts in (line.split(" ") for line in self.link().lines)
            if parts[1] == f"<{GB}{relation}>"
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


def test_a_body_under_a_name_with_an_article_is_joined_to_it() -> None:
    def part(name: str) -> Participation:
        return Participation(service_type="mash", agency_type="other", agency_name=name, role="member", **HERE)

    reports = Reports().add("sutton", "2014-06-03", part("Green Lane Project"))
    reports.add("kent", "2014-06-03", part("The Green Lane Project"))
    assert reports.links("sameAgencyAs") == {("agency/the-green-lane-project", "agency/green-lane-project")}


# ---------------------------------------------------------------- all links


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://example.org/id/"])
def test_every_link_says_how_it_was_made(base: str) -> None:
    reports = Reports(base).add("sutton", "2011-03-07").add("sutton", "2014-06-03", mention("2011"))
    reports.add("northamptonshire", "2019-06-24").add("west-northamptonshire", "2022-10-03")
    lines = reports.link().lines
    made = [line for line in lines if f"<{GB}linkMethod>" in line]
    plain = [line for line in lines if f"<{GB}resolvedTo>" in line or f"<{GB}precededBy>" in line]
    statements = [line for line in plain if f"<{GB}linkRelation>" not in line]
    assert len(made) == len(statements) == 3
    assert lines == sorted(lines) and len(set(lines)) == len(lines)
    assert base == DEFAULT_BASE or not any(DEFAULT_BASE in line for line in lines)
