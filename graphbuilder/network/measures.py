"""Measures of a network: how many neighbours, who stands between others, communities, components."""

from __future__ import annotations

import networkx as nx

from ..model import Table
from .views import NODE_KINDS, Network

_EXACT, _SAMPLE = 800, 60  # betweenness is exact up to so many nodes; above, it is from a sample of sources
COLUMNS = (
    "node",
    "name",
    "kind",
    "region",
    "neighbours",
    "statements",
    "betweenness",
    "community",
    "component",
    "component_size",
)


def measures(graph: nx.MultiGraph) -> dict[str, dict[str, int | float]]:
    """Node → its measures. Communities and components are numbered from 1, the largest first.

    Betweenness is normalised (0 to 1). Communities are Louvain's, on the number of statements between two nodes; in a
    network of more than 800 nodes they come from label propagation, and betweenness from a sample of 60 sources.
    """
    names = list(graph)
    plain = _numbered(graph, names)
    sample = _SAMPLE if len(names) > _EXACT else None
    between = nx.betweenness_centrality(plain, k=sample, seed=1)
    community = _numbers(_communities(plain)) if names else {}
    components = sorted(nx.connected_components(plain), key=lambda group: (-len(group), min(group)))
    component = {node: (number, len(group)) for number, group in enumerate(components, 1) for node in group}
    return {
        name: {
            "neighbours": len(set(graph[name]) - {name}),
            "statements": len({one for _, _, said in graph.edges(name, data="statements") for one in said}),
            "betweenness": round(between[node], 4),
            "community": community[node],
            "component": component[node][0],
            "component_size": component[node][1],
        }
        for node, name in enumerate(names)
    }


def _communities(plain: nx.Graph) -> list[set[int]]:
    if len(plain) > _EXACT:
        return list(nx.community.label_propagation_communities(plain))
    return list(nx.community.louvain_communities(plain, seed=1))


def measures_table(network: Network) -> Table:
    """The measures as rows, most neighbours first; then the authorities that nobody shares with, with noughts."""
    graph, found = network.graph, measures(network.graph)
    rows = [
        (
            name,
            graph.nodes[name]["label"],
            NODE_KINDS[graph.nodes[name]["kind"]][0],
            graph.nodes[name].get("region"),
            *found[name].values(),
        )
        for name in sorted(graph, key=lambda name: (-found[name]["neighbours"], graph.nodes[name]["label"], name))
    ]
    places = network.source.authorities
    rows += [
        (name, places[name].label, "local authority", places[name].region or None, 0, 0, 0.0, None, None, None)
        for name in network.alone
    ]
    return Table(COLUMNS, tuple(rows))


def _numbered(graph: nx.MultiGraph, names: list[str]) -> nx.Graph:
    """A simple graph over 0, 1, 2 …: sets of numbers have one order, sets of names have a new one in every run."""
    number = {name: place for place, name in enumerate(names)}
    plain: nx.Graph = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    for start, end in graph.edges():
        one, other = number[start], number[end]
        weight = plain[one][other]["weight"] + 1 if plain.has_edge(one, other) else 1
        plain.add_edge(one, other, weight=weight)
    return plain


def _numbers(groups: list[set[int]]) -> dict[int, int]:
    """Node → the number of its group, the largest group first."""
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {node: number for number, group in enumerate(ordered, 1) for node in group}
