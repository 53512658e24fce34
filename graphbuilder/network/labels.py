"""Where the labels stand: beside their nodes, never on another label, and on as few lines and nodes as can be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .canvas import Corner, text_width

Box = tuple[float, float, float, float]  # left, top, right, bottom
_SIDES = [(1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.7), (-0.8, 0.7), (0.8, -0.7), (-0.8, -0.7)]
_LINE = 1.18  # height of a line of text, in sizes


@dataclass(frozen=True, slots=True)
class Label:
    lines: tuple[str, ...]
    box: Box
    size: float
    leader: tuple[Corner, Corner] | None = None  # a line to the node, where the label stands far from it


def wrapped(text: str, longest: int = 24) -> tuple[str, ...]:
    """A long text in two lines, parted near its middle; the second cut where it is longer still."""
    if len(text) <= longest:
        return (text,)
    spaces = [place for place, char in enumerate(text) if char == " "]
    if not spaces:
        return (_cut(text, longest * 2),)
    middle = min(spaces, key=lambda place: (abs(place - len(text) / 2), place))
    return text[:middle], _cut(text[middle + 1 :], longest * 2)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


@dataclass
class Labeller:
    """Places labels one after the other; `area` is where they may stand."""

    area: Box
    nodes: dict[str, tuple[Corner, float]]  # place and radius
    edges: Sequence[tuple[Corner, Corner]]
    placed: dict[str, Label] = field(default_factory=dict)

    def place(self, name: str, text: str, size: float, must: bool) -> None:
        """Beside the node, or further off with a leader where it `must` be shown; else not at all."""
        centre, radius = self.nodes[name]
        lines = wrapped(text)
        width, height = max(text_width(line, size) for line in lines), size * _LINE * len(lines)
        best = self._best(name, centre, radius, width, height, (4.0, 11.0))
        if best is None and must:
            best = self._best(name, centre, radius, width, height, range(24, 420, 14))
        if best is not None:
            box, gap = best
            leader = (centre, _nearest(box, centre)) if gap > 20 else None
            self.placed[name] = Label(lines, box, size, leader)

    def place_on_line(self, name: str, text: str, size: float, start: Corner, end: Corner) -> None:
        """In the middle of a line, or a little to one side of it; left out where there is no room."""
        width, height = text_width(text, size), size * _LINE
        for along in (0.5, 0.42, 0.58, 0.34, 0.66):
            x, y = start[0] + (end[0] - start[0]) * along, start[1] + (end[1] - start[1]) * along
            box = (x - width / 2 - 2, y - height / 2, x + width / 2 + 2, y + height / 2)
            if math.dist(start, end) > width * 0.9 and not self._taken(box) and not self._on_nodes(box, ""):
                self.placed[name] = Label((text,), box, size)
                return

    def _best(
        self, name: str, centre: Corner, radius: float, width: float, height: float, gaps: Iterable[float]
    ) -> tuple[Box, float] | None:
        """The first free place at the least gap; of those at one gap, the one on the fewest lines."""
        for gap in gaps:
            found = []
            for order, side in enumerate(_SIDES):
                box = _beside(centre, radius + gap, side, width, height)
                if self._inside(box) and not self._taken(box) and not self._on_nodes(box, name):
                    found.append((self._crossed(box), order, box))
            if found:
                crossed, _, box = min(found)
                if crossed <= 2 or gap != 4.0:
                    return box, gap
        return None

    def _inside(self, box: Box) -> bool:
        left, top, right, bottom = self.area
        return box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom

    def _taken(self, box: Box) -> bool:
        return any(_overlap(box, label.box) for label in self.placed.values())

    def _on_nodes(self, box: Box, own: str) -> bool:
        return any(
            _overlap(box, (x - reach, y - reach, x + reach, y + reach))
            for name, ((x, y), reach) in self.nodes.items()
            if name != own
        )

    def _crossed(self, box: Box) -> int:
        return sum(_crosses(start, end, box) for start, end in self.edges)


def _beside(centre: Corner, reach: float, side: tuple[float, float], width: float, height: float) -> Box:
    across, down = side
    x = centre[0] + across * reach + (0 if across > 0 else -width if across < 0 else -width / 2)
    y = centre[1] + down * reach + (0 if down > 0 else -height if down < 0 else -height / 2)
    return x, y, x + width, y + height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] + 2 and other[0] < one[2] + 2 and one[1] < other[3] + 1 and other[1] < one[3] + 1


def _nearest(box: Box, place: Corner) -> Corner:
    return min(max(place[0], box[0]), box[2]), min(max(place[1], box[1]), box[3])


def _crosses(start: Corner, end: Corner, box: Box) -> bool:
    """True where the line passes through the box (Liang and Barsky's clipping)."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        along = end[axis] - start[axis]
        for edge, sign in ((box[axis], -1), (box[axis + 2], 1)):
            room, speed = sign * (edge - start[axis]), sign * along
            if speed == 0:
                if room < 0:
                    return False
            elif speed < 0:
                first = max(first, room / speed)
            else:
                last = min(last, room / speed)
    return first <= last
