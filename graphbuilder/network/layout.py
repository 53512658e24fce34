"""Where the nodes stand: each component by itself, then the components packed beside each other.

A component of up to 700 nodes is laid out by stress majorization (Gansner, Koren and North, 2004): the distance in the
picture follows the number of lines between two nodes. A larger one starts from pivot distances (Brandes and Pich,
2006) and is spread by forces whose far field is taken from the cells of a grid. Nothing is random.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]  # n × 2, a line is about 1 long
Position = dict[str, tuple[float, float]]

_STRESS_UP_TO = 700
_GAP = 1.1  # between components, in lengths of a line


def lay_out(graph: nx.Graph, aspect: float = 1.6) -> Position:
    """Node → (x, y), y upwards, rounded; the whole about `aspect` times as wide as high."""
    return pack(component_shapes(graph), aspect)


def component_shapes(graph: nx.Graph) -> list[tuple[list[str], Points]]:
    """Each component's nodes and where they stand, the largest component first. The costly part of a layout."""
    plain: nx.Graph = nx.Graph(graph)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    groups = sorted((sorted(group) for group in nx.connected_components(plain)), key=lambda group: (-len(group), group))
    return [(group, _component(plain, group)) for group in groups]


def pack(shapes: Sequence[tuple[list[str], Points]], aspect: float) -> Position:
    """The components side by side, each turned so that it is wide where the whole is."""
    turned = [(names, _turned(points, aspect)) for names, points in shapes]
    sizes = [tuple(np.ptp(points, axis=0) + 2 * _GAP) for _, points in turned]
    corners = _packed([(float(width), float(height)) for width, height in sizes], aspect)
    found = {}
    for (names, points), (left, top) in zip(turned, corners, strict=True):
        placed = points - points.min(axis=0) + (left + _GAP, top + _GAP)
        for name, (x, y) in zip(names, placed.tolist(), strict=True):
            found[name] = (round(x, 3), round(-y, 3))
    return found


# ---------------------------------------------------------------- one component


def _component(graph: nx.Graph, names: list[str]) -> Points:
    if len(names) == 1:
        return np.zeros((1, 2))
    if len(names) == 2:
        return np.array([[0.0, 0.0], [1.6, 0.0]])
    number = {name: place for place, name in enumerate(names)}
    neighbours = [sorted(number[other] for other in graph[name]) for name in names]
    if len(names) <= _STRESS_UP_TO:
        return _apart(_stress(neighbours), 0.55)
    return _apart(_spread(neighbours), 0.3)


def _distances(neighbours: list[list[int]], start: int) -> Points:
    """The number of lines from one node to each."""
    found = [-1] * len(neighbours)
    found[start] = 0
    reached = [start]
    for node in reached:
        for other in neighbours[node]:
            if found[other] < 0:
                found[other] = found[node] + 1
                reached.append(other)
    return np.array(found, dtype=float)


def _stress(neighbours: list[list[int]]) -> Points:
    """Stress majorization: each step moves every node to where its distances to the others, weighted, want it."""
    count = len(neighbours)
    wanted = np.array([_distances(neighbours, node) for node in range(count)])
    crowd = np.array([len(others) for others in neighbours], dtype=float)
    wanted *= 1 + 0.12 * np.sqrt(np.maximum(crowd[:, None], crowd[None, :]))  # room around hubs
    np.fill_diagonal(wanted, 1.0)
    weight = wanted**-2
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=1)
    points = _pivot_start(neighbours, min(count, 50)) * 1.3
    for _ in range(150 if count < 200 else 60):
        pull = weight * wanted / np.maximum(np.sqrt(_squares(points, points)), 1e-3)
        np.fill_diagonal(pull, 0.0)
        points = (_times(weight, points) + points * pull.sum(axis=1)[:, None] - _times(pull, points)) / total[:, None]
        points -= points.mean(axis=0)
    return points


def _squares(points: Points, others: Points) -> Points:
    """The square of the distance from each of `points` to each of `others`."""
    found = (points**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)[None, :]
    found -= 2 * np.einsum("ik,jk->ij", points, others)
    return np.maximum(found, 0.0, out=found)


def _times(matrix: Points, points: Points) -> Points:
    """Their product; einsum adds in one order on every machine, a BLAS does not."""
    return np.einsum("ij,jk->ik", matrix, points)


def _pivot_start(neighbours: list[list[int]], pivots: int) -> Points:
    """Two coordinates from the distances to some nodes far apart; a small fixed spiral parts those that coincide."""
    count = len(neighbours)
    columns = [_distances(neighbours, 0)]
    nearest = columns[0].copy()
    while len(columns) < pivots:
        columns.append(_distances(neighbours, int(np.argmax(nearest))))
        nearest = np.minimum(nearest, columns[-1])
    squares = np.array(columns).T ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    _, vectors = np.linalg.eigh(np.einsum("ij,ik->jk", centred, centred))
    points = _times(centred, vectors[:, -2:][:, ::-1])
    signs = np.where(points[np.abs(points).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    points = points * signs / np.maximum(np.abs(points).max(), 1e-9) * max(nearest.max(), math.sqrt(count) / 2)
    turn = np.arange(count) * 2.399963  # the golden angle
    reach = 0.3 * np.sqrt(np.arange(1, count + 1) / count)[:, None]
    return points + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1)


def _spread(neighbours: list[list[int]]) -> Points:
    """Springs along the lines, and repulsion from the cells of a grid, in steps that grow smaller."""
    count = len(neighbours)
    points = _pivot_start(neighbours, 40) * 2
    start = np.array([node for node, others in enumerate(neighbours) for other in others if node < other])
    end = np.array([other for node, others in enumerate(neighbours) for other in others if node < other])
    crowd = np.array([len(others) for others in neighbours], dtype=float)
    steps = 60
    for step in range(steps):
        force = _repulsion(points, 1.0 + crowd * 0.2)
        along = points[end] - points[start]
        length = np.hypot(along[:, 0], along[:, 1])[:, None]
        pull = along * length / np.sqrt(np.minimum(crowd[start], crowd[end]))[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(start, pull[:, axis], count) - np.bincount(end, pull[:, axis], count)
        far = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)[:, None]
        reach = max(np.ptp(points, axis=0).max() * 0.06 * (1 - step / steps), 0.02)
        points = points + force / far * np.minimum(far, reach)
    return points


def _repulsion(points: Points, mass: Points) -> Points:
    """What the centre of each cell of a grid of 28 × 28 does to each node."""
    low, size = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-6) * 1.0001
    cells = 22
    column, row = ((points - low) / size * cells).astype(int).T
    cell = column * cells + row
    weight = np.bincount(cell, mass, cells * cells)
    full = np.flatnonzero(weight)
    moments = [np.bincount(cell, points[:, axis] * mass, cells * cells)[full] for axis in (0, 1)]
    centre = np.stack(moments, axis=1) / weight[full][:, None]
    pressure = weight[full][None, :] / (_squares(points, centre) + 0.25)
    return points * pressure.sum(axis=1)[:, None] - _times(pressure, centre)


def _apart(points: Points, least: float) -> Points:
    """Push nodes that all but coincide to at least `least` from each other."""
    for _ in range(30):
        cell = np.floor(points / least).astype(int)
        order = np.lexsort((cell[:, 1], cell[:, 0]))
        moved = False
        for shift in range(1, min(12, len(points))):
            one, other = order[:-shift], order[shift:]
            between = points[other] - points[one]
            length = np.hypot(between[:, 0], between[:, 1])
            close = np.flatnonzero(length < least * 0.98)
            if not len(close):
                continue
            moved = True
            turn = close * 2.399963
            direction = np.where(
                length[close, None] > 1e-6,
                between[close] / np.maximum(length[close, None], 1e-6),
                np.stack([np.cos(turn), np.sin(turn)], axis=1),
            )
            push = direction * ((least - length[close]) / 2)[:, None]
            np.add.at(points, other[close], push)
            np.add.at(points, one[close], -push)
        if not moved:
            break
    return points


# ---------------------------------------------------------------- components together


def _turned(points: Points, aspect: float) -> Points:
    """The points with their longest axis across (or upright, where the whole is higher than wide)."""
    if len(points) < 3:
        return points
    centred = points - points.mean(axis=0)
    xx, yy, xy = (centred[:, 0] ** 2).sum(), (centred[:, 1] ** 2).sum(), (centred[:, 0] * centred[:, 1]).sum()
    angle = 0.5 * math.atan2(2 * xy, xx - yy) + (math.pi / 2 if aspect < 1 else 0.0)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return _times(centred, turn)


def _packed(sizes: list[tuple[float, float]], aspect: float) -> list[tuple[float, float]]:
    """The top left corners of boxes in the tightest of some rows' widths, filled from the top (a skyline)."""
    if not sizes:
        return []
    ideal = math.sqrt(sum(width * height for width, height in sizes) * aspect)
    widest = max(width for width, _ in sizes)
    tries = [_skyline(sizes, max(widest, ideal * factor)) for factor in (0.9, 1.0, 1.1, 1.2, 1.35, 1.5)]

    def waste(corners: list[tuple[float, float]]) -> float:
        width = max(left + size[0] for (left, _), size in zip(corners, sizes, strict=True))
        height = max(top + size[1] for (_, top), size in zip(corners, sizes, strict=True))
        return max(width, height * aspect)

    return min(tries, key=waste)


def _skyline(sizes: list[tuple[float, float]], limit: float) -> list[tuple[float, float]]:
    """Each box, the highest first, in the highest free place, then the leftmost."""
    line = [(0.0, limit, 0.0)]  # stretches: from, to, how deep they are filled
    corners: dict[int, tuple[float, float]] = {}
    for number in sorted(range(len(sizes)), key=lambda one: (-sizes[one][1], -sizes[one][0], one)):
        width, height = sizes[number]
        width = min(width, limit)
        top, left = min(_places(line, width, limit))
        corners[number] = (left, top)
        line = _filled(line, left, left + width, top + height)
    return [corners[number] for number in range(len(sizes))]


def _places(line: list[tuple[float, float, float]], width: float, limit: float) -> list[tuple[float, float]]:
    """(how deep, how far left) a box of this width can stand, at the left end of each stretch."""
    found = []
    for left, _, _ in line:
        if left + width <= limit + 1e-9:
            under = [deep for start, end, deep in line if start < left + width - 1e-9 and end > left + 1e-9]
            found.append((max(under), left))
    return found


def _filled(
    line: list[tuple[float, float, float]], left: float, right: float, deep: float
) -> list[tuple[float, float, float]]:
    found = [(left, right, deep)]
    for start, end, old in line:
        if start < left:
            found.append((start, min(end, left), old))
        if end > right:
            found.append((max(start, right), end, old))
    return sorted(stretch for stretch in found if stretch[1] - stretch[0] > 1e-9)


# ---------------------------------------------------------------- time from left to right


def lay_out_history(graph: nx.Graph) -> Position:
    """Inspections along a line in the order of time; judgements above them, partners and bodies below."""
    inspections = sorted(
        (name for name, kind in graph.nodes(data="kind") if kind == "inspection"),
        key=lambda name: (graph.nodes[name].get("date") or "", name),
    )
    found = {name: (place * 6.0, 0.0) for place, name in enumerate(inspections)}
    above = dict.fromkeys(inspections, 0)
    below = dict.fromkeys(inspections, 0)
    others = sorted(name for name in graph if name not in found)
    for name in others:
        home = next((one for one in inspections if graph.has_edge(name, one)), None)
        if home is None or sum(graph.has_edge(name, one) for one in inspections) == len(inspections) > 1:
            found[name] = (-5.0, 0.0)
            continue
        rows, sign = (above, 1) if graph.nodes[name]["kind"] == "judgement" else (below, -1)
        found[name] = (found[home][0] + 0.9, sign * (1.2 + 0.8 * rows[home]))
        rows[home] += 1
    return found
