"""Networks out of statements: views, filters, measures, layout."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import pytest
from networks import body, council, large, network, said, statements

from graphbuilder.errors import UsageError
from graphbuilder.network import build_network
from graphbuilder.network.filters import Filters, parse_filters
from graphbuilder.network.layout import component_shapes, lay_out
from graphbuilder.network.measures import measures, measures_table
from graphbuilder.store import open_store


def label(found: nx.MultiGraph, name: str) -> str:
    return str(found.nodes[name]["label"])


# ---------------------------------------------------------------- views


def test_two_councils_are_joined_by_an_edge_for_each_arrangement() -> None:
    found = network(source=statements(said("eastham", "2019-02-18", "arrangement", "havering"))).graph
    edges = found.get_edge_data(council("havering"), council("eastham"))
    assert sorted(data["date"] for data in edges.values()) == ["2013-02-25", "2019-02-18"]
    assert {data["service_type"] for data in edges.values()} == {"edt"}


def test_unnamed_partners_are_one_counted_node() -> None:
    found = network().graph
    (node,) = [name for name in found[council("eastham")] if found.nodes[name]["kind"] == "unnamed"]
    assert found.nodes[node]["count"] == 3
    assert found.nodes[node]["words"] == ["three adjacent boroughs"]
    assert label(found, node) == "3 unnamed authorities"


def test_the_same_unnamed_partners_of_two_years_stay_one_node() -> None:
    again = said("eastham", "2019-02-18", partner_count=3, unnamed=("four boroughs",))
    found = network(source=statements(again), service_types=("edt",)).graph
    (node,) = [name for name, kind in found.nodes(data="kind") if kind == "unnamed"]
    assert found.nodes[node]["words"] == ["three adjacent boroughs", "four boroughs"]
    assert found.number_of_edges(council("eastham"), node) == 2


def test_named_partners_need_no_unnamed_node() -> None:
    found = network(around="havering", steps=1, service_types=("edt",)).graph
    assert {label(found, name) for name in found} == {"Havering", "Eastham"}


def test_a_body_stands_between_those_that_it_serves() -> None:
    found = network(service_types=("adoption",)).graph
    assert found.nodes[body("adopt-east")]["kind"] == "regional-adoption-agency"
    served = {label(found, name) for name in found[body("adopt-east")] if found.nodes[name]["kind"] == "authority"}
    assert served == {"Havering", "Northshire", "Westborough"}
    assert not found.has_edge(council("havering"), council("westborough"))


def test_services_are_joined_to_their_council_and_to_who_takes_part() -> None:
    found = network("services").graph
    service = next(name for name, kind in found.nodes(data="kind") if kind == "service")
    assert {label(found, name) for name in found[service]} == {"Eastham", "Eastern Police", "Eastham health"}


def test_agencies_meet_in_a_service_and_kinds_are_one_node() -> None:
    found = network("agencies").graph
    assert set(found) == {body("police-east"), "kind-of-agency:health"}
    ((_, _, data),) = found.edges(data=True)
    assert len(data["statements"]) == 2 and data["label"].startswith("Eastham")


def test_an_agency_that_was_absent_meets_nobody() -> None:
    absent = said(
        "havering",
        "2013-02-25",
        "participation",
        service_type="mash",
        agency=body("police-east"),
        role="not-represented",
    )
    present = said(
        "havering",
        "2013-02-25",
        "participation",
        service_type="mash",
        agency=body("eastham/health"),
        role="member",
    )
    assert network("agencies", statements(absent, present)).graph.number_of_edges() == 1  # Eastham's alone


def test_a_history_runs_from_inspection_to_inspection() -> None:
    found = network("history", around="havering").graph
    inspections = [name for name, kind in found.nodes(data="kind") if kind == "inspection"]
    assert len(inspections) == 2 and found.has_edge(*inspections)
    assert any("good" in text for _, text in found.nodes(data="label"))


def test_a_history_needs_an_authority() -> None:
    with pytest.raises(UsageError, match="--around"):
        network("history")


def test_inspected_councils_that_share_nothing_are_told() -> None:
    assert network().alone == (council("lonely"),)
    assert network(region="North West").alone == ()


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"service_types": ("edt",)}, {"Havering", "Eastham", "3 unnamed authorities"}),
        ({"region": "North West"}, {"Northshire", "Adopt East", "2 unnamed authorities"}),
        ({"since": "2022", "until": "2022"}, {"Westborough", "Adopt East"}),
        ({"since": "2023-12-11"}, {"Havering", "Adopt East"}),
        ({"until": "2013-02"}, {"Havering", "Eastham"}),
        ({"states": ("planned",)}, {"Northshire", "Adopt East", "2 unnamed authorities"}),
        ({"kinds": ("joint-delivery",)}, {"Havering", "Eastham", "3 unnamed authorities"}),
        ({"min_confidence": 0.95}, set()),
        ({"around": "westborough", "steps": 1}, {"Westborough", "Adopt East"}),
        ({"around": "eastham", "steps": 2}, {"Eastham", "3 unnamed authorities", "Havering", "Adopt East"}),
        ({"frameworks": ("sif-2013",)}, set()),
    ],
)
def test_filters_keep_what_was_asked_for(filters: dict[str, object], kept: set[str]) -> None:
    found = network(**filters).graph
    assert {label(found, name) for name in found} == kept


def test_an_unknown_authority_offers_the_nearest() -> None:
    with pytest.raises(UsageError, match="Havering"):
        parse_filters(around="Haverin")


@pytest.mark.parametrize(
    "wrong",
    [
        {"service_types": ["ednt"]},
        {"region": "Lodon"},
        {"since": "last year"},
        {"since": "2012-13-40"},
        {"kinds": ["shared"]},
        {"states": ["over"]},
        {"frameworks": ["sif-2099"]},
        {"since": "2014", "until": "2012"},
        {"since": "2014-05", "until": "2014-04-30"},
    ],
)
def test_filters_that_do_not_exist_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        parse_filters(**wrong)  # type: ignore[arg-type]


def test_authorities_and_service_types_are_known_by_other_names() -> None:
    found = parse_filters(service_types=["EDT"], around="E09000016", region="london")
    assert found == Filters(service_types=("edt",), around="havering", region="London")


def test_an_authority_without_arrangements_stands_alone_in_its_network() -> None:
    found = network(around="lonely")
    assert [label(found.graph, name) for name in found.graph] == ["Lonely"]


# ---------------------------------------------------------------- measures


def test_measures_count_neighbours_and_find_who_stands_between() -> None:
    found = measures(network(service_types=("adoption",)).graph)
    hub = found[body("adopt-east")]
    assert hub["neighbours"] == 4 and hub["betweenness"] == 1.0 and hub["component"] == 1
    assert found[council("havering")]["betweenness"] == 0


def test_the_table_ends_with_those_that_nobody_shares_with() -> None:
    table = measures_table(network())
    assert table.rows[0][1] == "Adopt East"
    assert table.rows[-1][1] == "Lonely" and table.rows[-1][4] == 0


def test_measures_do_not_depend_on_the_order_of_sets() -> None:
    script = (
        "import networks; from graphbuilder.network.measures import measures_table as t;"
        "print(t(networks.network()).rows)"
    )
    said_by = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said_by) == 1


# ---------------------------------------------------------------- layout


def test_components_stand_apart_and_are_packed() -> None:
    graph = nx.disjoint_union_all([nx.star_graph(6), nx.path_graph(5), nx.complete_graph(4), nx.path_graph(2)])
    places = lay_out(nx.relabel_nodes(graph, str))
    boxes = []
    for group in nx.connected_components(nx.relabel_nodes(graph, str)):
        xs, ys = [places[name][0] for name in group], [places[name][1] for name in group]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_a_layout_is_the_same_every_time() -> None:
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(90, 2, seed=4), str)
    assert lay_out(graph) == lay_out(graph)


def test_no_two_nodes_of_a_star_fall_together() -> None:
    places = list(lay_out(nx.relabel_nodes(nx.star_graph(40), str)).values())
    assert len(set(places)) == 41


def test_five_thousand_nodes_are_laid_out_within_ten_seconds() -> None:
    graph = network(source=large()).graph
    assert len(graph) == 5000 and nx.is_connected(graph)
    start = time.process_time()
    shapes = component_shapes(graph)
    assert time.process_time() - start < 10
    assert sum(len(names) for names, _ in shapes) == 5000


def test_an_empty_graph_has_an_empty_layout() -> None:
    assert lay_out(nx.Graph()) == {}


# ---------------------------------------------------------------- out of a build


def test_a_build_becomes_a_network_with_its_quotes(example_build: Path) -> None:
    found = build_network(open_store(example_build))
    assert found.graph.number_of_edges() > 0
    assert all(one.quotes and one.quotes[0].text for one in found.statements.values())
    assert all(found.graph.nodes[name]["label"] for name in found.graph)
