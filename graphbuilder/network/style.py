"""Shapes, colours and sizes, the same in the static pictures and on the page. Shape says as much as colour does."""

from __future__ import annotations

import math
from collections import Counter

import networkx as nx

from .filters import label_of
from .views import NODE_KINDS, Network

# Kind of node → shape, and colour on a light and on a dark ground.
NODE_STYLES: dict[str, tuple[str, str, str]] = {
    "authority": ("circle", "#1d5fa6", "#6db1f2"),
    "regional-adoption-agency": ("square", "#b3400f", "#ff9566"),
    "body": ("diamond", "#6a4a9c", "#c0a3f0"),
    "agency": ("diamond", "#0b6e64", "#4fcdbd"),
    "service": ("triangle", "#80610a", "#e0bd58"),
    "inspection": ("square", "#39475a", "#b4c2d3"),
    "judgement": ("triangle", "#6a4a9c", "#c0a3f0"),
    "unnamed": ("ring", "#58626e", "#a9b4c0"),
}
# Lines, by service type: the seven that are stated most often; the rest share the last one.
LINE_COLOURS = (
    ("#0072b2", "#56b4e9"),
    ("#c85200", "#ff8a3d"),
    ("#00795a", "#2fd0a4"),
    ("#b04a86", "#ee9fcb"),
    ("#8a6d00", "#e6c345"),
    ("#4d57c8", "#9aa4ff"),
    ("#7a3b12", "#d79a6d"),
    ("#78838f", "#93a0ad"),
)
SEVERAL = ("#3c4650", "#d5dce4")  # a line that stands for several services
OTHER = len(LINE_COLOURS) - 1
DASHES = {"planned": (7.0, 5.0), "ended": (2.0, 5.0)}


def line_colours(network: Network) -> dict[str, int]:
    """Service type → its place in LINE_COLOURS, the commonest first."""
    count = Counter(said.service_type for said in network.statements.values() if said.service_type not in ("", "other"))
    ordered = sorted(count, key=lambda name: (-count[name], name))
    return {name: min(place, OTHER) for place, name in enumerate(ordered)}


def line_legend(colours: dict[str, int]) -> list[tuple[str, int]]:
    """The legend of the lines: (words, place in LINE_COLOURS)."""
    named = [(label_of("service-type", name), place) for name, place in colours.items() if place < OTHER]
    more = any(place == OTHER for place in colours.values())
    return [*named, ("other services", OTHER)] if more else named


def kinds_in(graph: nx.MultiGraph) -> list[str]:
    """The kinds of nodes that are there, in the order of the legend."""
    present = {kind for _, kind in graph.nodes(data="kind")}
    return [kind for kind in NODE_KINDS if kind in present]


def radius(graph: nx.MultiGraph, name: str) -> float:
    """In pixels: the area grows with the number of neighbours."""
    if graph.nodes[name]["kind"] in ("unnamed", "judgement"):
        return 6.0
    return min(7.0 + 2.4 * math.sqrt(len(graph[name])), 24.0)
