"""The networks of the real reports: who shares the night service with Havering, and which bodies serve Islington."""

from __future__ import annotations

from typing import Any

import pytest

from graphbuilder.network import Network, build_network, parse_filters
from graphbuilder.network.page import page
from graphbuilder.store import open_store

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def network_of(corpus_build: Any) -> Any:
    store = open_store(corpus_build.folder)
    return lambda **filters: build_network(store, "shared", parse_filters(**filters))


def labels(network: Network) -> set[str]:
    return {label for _, label in network.graph.nodes(data="label")}


def test_havering_shares_its_night_service_with_its_neighbour(network_of: Any) -> None:
    found = network_of(service_types=["edt"], around="havering")
    assert {"Havering", "Barking and Dagenham", "3 unnamed authorities"} <= labels(found)
    files = {quote.file for said in found.statements.values() for quote in said.quotes}
    assert any("havering" in name for name in files) and any("barking" in name for name in files)
    of_2014 = [said for said in found.statements.values() if said.year == 2014]
    assert of_2014 and of_2014[0].partner_count == 3 and of_2014[0].quotes


def test_islington_is_served_by_its_regional_adoption_agency(network_of: Any) -> None:
    found = network_of()
    (islington,) = [name for name, label in found.graph.nodes(data="label") if label == "Islington"]
    serving = {found.graph.nodes[name]["label"] for name in found.graph[islington]}
    assert "Adopt London North" in serving


def test_the_page_of_england_is_the_same_twice(network_of: Any) -> None:
    assert page(network_of()) == page(network_of())
