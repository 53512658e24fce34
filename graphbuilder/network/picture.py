"""A static picture of a network, for reports and slides: title, what it holds, legend, source line."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from .canvas import Canvas, Corner, Png, Svg, text_width
from .labels import Box, Labeller
from .layout import Position, lay_out, lay_out_history
from .style import DASHES, LINE_COLOURS, NODE_STYLES, OTHER, SEVERAL, kinds_in, line_colours, line_legend, radius
from .views import NODE_KINDS, Network

Sign = Callable[[Canvas, float, float], None]  # draws a legend's sign from a left end and a middle height
_INK, _QUIET, _PAPER = "#1b2430", "#55606c", "#ffffff"
_NOTHING = "No report states anything that fits these filters."
_MARGIN = 36.0
_ALL_LABELS_UP_TO = 60
_LONGEST = 190.0  # pixels of a line
_SIDE_BY_SIDE = 4  # lines between two nodes; more become one thick line


def svg(network: Network) -> bytes:
    scene = Scene.of(network)
    canvas = Svg(scene.width, scene.height, network.title, f"{network.subtitle}. {network.source_line}", _PAPER)
    scene.draw(canvas)
    return canvas.finish()


def png(network: Network) -> bytes:
    scene = Scene.of(network)
    canvas = Png(scene.width, scene.height, _PAPER)
    scene.draw(canvas)
    return canvas.finish()


@dataclass
class Scene:
    """The picture of a network on a sheet of `width` × `height` pixels."""

    network: Network
    width: int
    height: int
    places: dict[str, Corner]
    radii: dict[str, float]
    legend: list[tuple[float, float, str, Sign]]  # left, base line, words, sign

    @classmethod
    def of(cls, network: Network) -> Scene:
        """The sheet grows with the number of nodes, so that most labels find room."""
        count = len(network.graph)
        width = 1600 if count <= 80 else 2000 if count <= 160 else 2600 if count <= 400 else 3200
        height = round(width * 0.62)
        legend, rows = _legend(network, width)
        layout, room = _layout(network), 290 if network.view == "history" else 90
        height = min(height, _height_of(layout, width, room) + 178 + rows * 26)
        scene = cls(network, width, height, {}, {name: radius(network.graph, name) for name in network.graph}, legend)
        for number, (left, row, words, sign) in enumerate(legend):
            legend[number] = (left, height - 62 - (rows - 1 - row) * 26, words, sign)
        scene.area = (_MARGIN, 104.0, width - _MARGIN, height - 74.0 - rows * 26)
        scene.places = _fitted(layout, scene.area, room)
        return scene

    area: Box = (0, 0, 0, 0)

    def draw(self, canvas: Canvas) -> None:
        canvas.text((_MARGIN, 50), self.network.title, 27, _INK, strong=True)
        canvas.text((_MARGIN, 80), self.network.subtitle, 16, _QUIET)
        if not self.places:
            canvas.text((self.width / 2, self.height / 2), _NOTHING, 20, _INK, "middle")
        self._draw_lines(canvas)
        labels = self._labels()
        for name in self.places:
            self._draw_node(canvas, name)
        self._draw_labels(canvas, labels)
        for left, base, words, sign in self.legend:
            sign(canvas, left, base - 5)
            canvas.text((left + 34, base), words, 14, _INK)
        canvas.text((_MARGIN, self.height - 24), self.network.source_line, 12.5, _QUIET)

    # ------------------------------------------------ lines

    def _draw_lines(self, canvas: Canvas) -> None:
        colours = line_colours(self.network)
        for (start, end), kinds in _pairs(self.network).items():
            first, last = self.places[start], self.places[end]
            if len(kinds) > _SIDE_BY_SIDE:
                canvas.line(first, last, SEVERAL[0], 7.0)
                continue
            for place, ((service_type, state), count) in enumerate(sorted(kinds.items())):
                shift = (place - (len(kinds) - 1) / 2) * 4.0
                one, other = _shifted(first, last, shift)
                colour = LINE_COLOURS[colours.get(service_type, OTHER)][0]
                canvas.line(one, other, colour, min(1.6 + 0.7 * (count - 1), 4.0), DASHES.get(state, ()))

    # ------------------------------------------------ nodes and labels

    def _draw_node(self, canvas: Canvas, name: str) -> None:
        draw_sign(canvas, self.network.graph.nodes[name]["kind"], self.places[name], self.radii[name])

    def _labels(self) -> Labeller:
        graph, count = self.network.graph, len(self.places)
        nodes = {name: (place, self.radii[name]) for name, place in self.places.items()}
        edges = [(self.places[start], self.places[end]) for start, end in _pairs(self.network)]
        labeller = Labeller(self.area, nodes, edges)
        size = 15.0 if count <= 30 else 13.5
        order = sorted(graph, key=lambda name: (graph.nodes[name]["kind"] == "unnamed", -len(graph[name]), name))
        for name in order:
            hub = len(graph[name]) >= 4 and graph.nodes[name]["kind"] != "authority"
            words = graph.nodes[name]["label"]
            if graph.nodes[name]["kind"] == "unnamed" and count > _ALL_LABELS_UP_TO:
                words = f"+{graph.nodes[name]['count']}" if graph.nodes[name].get("count") else ""
            if words:
                labeller.place(name, words, size + (1.5 if hub else 0), count <= _ALL_LABELS_UP_TO)
        if len(edges) <= 25:
            for (start, end), words in self._line_words().items():
                labeller.place_on_line(f"{start} {end}", words, 12.0, self.places[start], self.places[end])
        return labeller

    def _line_words(self) -> dict[tuple[str, str], str]:
        """The years of each line, for a small picture."""
        years: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for start, end, data in self.network.graph.edges(data=True):
            if data.get("year"):
                years[min(start, end), max(start, end)].add(str(data["year"]))
        return {pair: ", ".join(sorted(found)) for pair, found in years.items()}

    def _draw_labels(self, canvas: Canvas, labeller: Labeller) -> None:
        for name, label in labeller.placed.items():
            if label.leader:
                canvas.line(*label.leader, _QUIET, 0.8)
            if name not in self.places:  # on a line: a patch of paper below the words
                x1, y1, x2, y2 = label.box
                canvas.polygon([(x1, y1), (x2, y1), (x2, y2), (x1, y2)], _PAPER, _PAPER, 0.0)
            quiet = name not in self.places or self.network.graph.nodes[name]["kind"] == "unnamed"
            middle = (label.box[0] + label.box[2]) / 2
            for row, words in enumerate(label.lines):
                base = label.box[1] + label.size * (0.95 + 1.18 * row)
                canvas.text((middle, base), words, label.size, _QUIET if quiet else _INK, "middle", halo=_PAPER)


def _pairs(network: Network) -> dict[tuple[str, str], dict[tuple[str, str], int]]:
    """Two nodes → (service type, planned or ended or neither) → how many statements join them so."""
    found: defaultdict[tuple[str, str], defaultdict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for start, end, data in network.graph.edges(data=True):
        state = data.get("state") or ""
        key = (data.get("service_type") or "", state if state in DASHES else "")
        found[min(start, end), max(start, end)][key] += 1
    return {pair: dict(kinds) for pair, kinds in found.items()}


def draw_sign(canvas: Canvas, kind: str, place: Corner, reach: float) -> None:
    """The shape of a kind of node."""
    shape, colour, _ = NODE_STYLES[kind]
    x, y = place
    if shape in ("circle", "ring"):
        canvas.circle(place, reach, _PAPER if shape == "ring" else colour, colour if shape == "ring" else _PAPER, 2.0)
        return
    corners = {
        "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        "diamond": [(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)],
        "triangle": [(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
    }[shape]
    canvas.polygon([(x + across * reach, y + down * reach) for across, down in corners], colour, _PAPER)


def _layout(network: Network) -> Position:
    return lay_out_history(network.graph) if network.view == "history" else lay_out(network.graph)


def _height_of(layout: Position, width: int, room: float) -> int:
    """How many pixels a layout is high when it is as wide as it may be; a small one needs no large sheet."""
    xs, ys = [x for x, _ in layout.values()] or [0.0], [y for _, y in layout.values()] or [0.0]
    scale = min((width - 2 * _MARGIN - 90 - room) / max(max(xs) - min(xs), 1e-6), _LONGEST)
    return max(round(scale * (max(ys) - min(ys))) + 130, 260)


def _fitted(layout: Position, area: Box, room: float) -> dict[str, Corner]:
    """The layout in the middle of `area`, no line much longer than 190 pixels, with `room` for labels at the right."""
    if not layout:
        return {}
    left, top, right, bottom = area[0] + 90, area[1] + 30, area[2] - room, area[3] - 30
    xs, ys = [x for x, _ in layout.values()], [y for _, y in layout.values()]
    across, up = max(xs) - min(xs), max(ys) - min(ys)
    scale = min((right - left) / max(across, 1e-6), (bottom - top) / max(up, 1e-6), _LONGEST)
    x0, y0 = (left + right) / 2 - scale * (max(xs) + min(xs)) / 2, (top + bottom) / 2 + scale * (max(ys) + min(ys)) / 2
    return {name: (x0 + scale * x, y0 - scale * y) for name, (x, y) in layout.items()}


def _shifted(start: Corner, end: Corner, by: float) -> tuple[Corner, Corner]:
    length = math.dist(start, end) or 1.0
    across, down = -(end[1] - start[1]) / length * by, (end[0] - start[0]) / length * by
    return (start[0] + across, start[1] + down), (end[0] + across, end[1] + down)


def _legend(network: Network, width: int) -> tuple[list[tuple[float, float, str, Sign]], int]:
    """The signs and their words from left to right in rows; and how many rows."""
    signs: list[tuple[str, Sign]] = []
    for kind in kinds_in(network.graph):
        signs.append((NODE_KINDS[kind][0], _shape(kind)))
    for words, place in line_legend(line_colours(network)):
        signs.append((words, _stroke(LINE_COLOURS[place][0], ())))
    if any(len(kinds) > _SIDE_BY_SIDE for kinds in _pairs(network).values()):
        signs.append(("five or more services", _stroke(SEVERAL[0], (), 7.0)))
    states = {said.state for said in network.statements.values()}
    signs += [(state, _stroke(_INK, dash)) for state, dash in DASHES.items() if state in states]
    found, left, row = [], _MARGIN, 0
    for words, sign in signs:
        needed = 34 + text_width(words, 14) + 26
        if left + needed > width - _MARGIN and left > _MARGIN:
            left, row = _MARGIN, row + 1
        found.append((left, float(row), words, sign))
        left += needed
    return found, row + 1


def _shape(kind: str) -> Sign:
    return lambda canvas, x, y: draw_sign(canvas, kind, (x + 14, y), 8.0)


def _stroke(colour: str, dash: tuple[float, ...], width: float = 3.0) -> Sign:
    return lambda canvas, x, y: canvas.line((x, y), (x + 28, y), colour, width, dash)
