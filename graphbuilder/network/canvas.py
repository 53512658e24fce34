"""Two surfaces for the same picture: SVG text, and PNG by Pillow with the font that the package brings."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol
from xml.sax.saxutils import escape, quoteattr

from .parts import part

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

FONT = "vendor/DejaVuSans.ttf"
FAMILY = "'DejaVu Sans', Verdana, 'Segoe UI', Arial, sans-serif"
Corner = tuple[float, float]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(part(FONT)), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def text_width(text: str, size: float) -> float:
    """How wide a text is, in pixels; most other fonts are narrower."""
    return float(_font(100).getlength(text)) * size / 100


class Canvas(Protocol):
    """Lengths are pixels from the top left corner; `dash` is a stroke and a gap; `anchor` is start, middle or end."""

    def line(self, start: Corner, end: Corner, colour: str, width: float, dash: Sequence[float] = ()) -> None: ...

    def polygon(self, corners: Sequence[Corner], fill: str, edge: str, width: float = 1.5) -> None: ...

    def circle(self, centre: Corner, radius: float, fill: str, edge: str, width: float = 1.5) -> None: ...

    def text(
        self,
        place: Corner,
        text: str,
        size: float,
        colour: str,
        anchor: str = "start",
        halo: str = "",
        strong: bool = False,
    ) -> None: ...


class Svg:
    def __init__(self, width: int, height: int, title: str, description: str, background: str) -> None:
        self.lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
            f'role="img" aria-labelledby="title description" font-family="{FAMILY}">',
            f'<title id="title">{_xml(title)}</title>',
            f'<desc id="description">{_xml(description)}</desc>',
            f'<rect width="{width}" height="{height}" fill="{background}"/>',
        ]

    def line(self, start: Corner, end: Corner, colour: str, width: float, dash: Sequence[float] = ()) -> None:
        dashes = f' stroke-dasharray="{" ".join(_number(part) for part in dash)}"' if dash else ""
        (x1, y1), (x2, y2) = start, end
        self.lines.append(
            f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}" stroke="{colour}" '
            f'stroke-width="{_number(width)}"{dashes}/>'
        )

    def polygon(self, corners: Sequence[Corner], fill: str, edge: str, width: float = 1.5) -> None:
        points = " ".join(f"{_number(x)},{_number(y)}" for x, y in corners)
        self.lines.append(f'<polygon points="{points}" fill="{fill}" stroke="{edge}" stroke-width="{_number(width)}"/>')

    def circle(self, centre: Corner, radius: float, fill: str, edge: str, width: float = 1.5) -> None:
        self.lines.append(
            f'<circle cx="{_number(centre[0])}" cy="{_number(centre[1])}" r="{_number(radius)}" fill="{fill}" '
            f'stroke="{edge}" stroke-width="{_number(width)}"/>'
        )

    def text(
        self,
        place: Corner,
        text: str,
        size: float,
        colour: str,
        anchor: str = "start",
        halo: str = "",
        strong: bool = False,
    ) -> None:
        outline = f' stroke={quoteattr(halo)} stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        around = outline if halo else ""
        weight = ' font-weight="bold"' if strong else ""
        self.lines.append(
            f'<text x="{_number(place[0])}" y="{_number(place[1])}" font-size="{_number(size)}" fill="{colour}" '
            f'text-anchor="{anchor}"{around}{weight}>{_xml(text)}</text>'
        )

    def finish(self) -> bytes:
        return ("\n".join([*self.lines, "</svg>"]) + "\n").encode()


def _xml(text: str) -> str:
    """Escaped, without the control characters that XML does not allow."""
    return escape("".join(char for char in text if char >= " " or char in "\t\n"))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


class Png:
    """Drawn twice as large and made smaller, which smooths its edges. 3,200 pixels wide, for print and slides."""

    def __init__(self, width: int, height: int, background: str) -> None:
        from PIL import Image, ImageDraw

        self.fine = 6400 / width
        self.size = (3200, round(height * 3200 / width))
        self.image: Image.Image = Image.new("RGB", (self.size[0] * 2, self.size[1] * 2), background)
        self.draw: ImageDraw.ImageDraw = ImageDraw.Draw(self.image)

    def _at(self, place: Corner) -> Corner:
        return place[0] * self.fine, place[1] * self.fine

    def line(self, start: Corner, end: Corner, colour: str, width: float, dash: Sequence[float] = ()) -> None:
        for first, last in _dashes(start, end, dash):
            self.draw.line([self._at(first), self._at(last)], fill=colour, width=max(1, round(width * self.fine)))

    def polygon(self, corners: Sequence[Corner], fill: str, edge: str, width: float = 1.5) -> None:
        outline = edge if width else None
        self.draw.polygon([self._at(corner) for corner in corners], fill, outline, max(1, round(width * self.fine)))

    def circle(self, centre: Corner, radius: float, fill: str, edge: str, width: float = 1.5) -> None:
        (x, y), reach = self._at(centre), radius * self.fine
        box = (x - reach, y - reach, x + reach, y + reach)
        self.draw.ellipse(box, fill=fill, outline=edge, width=round(width * self.fine))

    def text(
        self,
        place: Corner,
        text: str,
        size: float,
        colour: str,
        anchor: str = "start",
        halo: str = "",
        strong: bool = False,
    ) -> None:
        side = {"start": "ls", "middle": "ms", "end": "rs"}[anchor]
        font = _font(round(size * self.fine))
        style: dict[str, Any] = {"font": font, "anchor": side}
        if halo:
            thick = round(2 * self.fine)
            self.draw.text(self._at(place), text, fill=halo, stroke_width=thick, stroke_fill=halo, **style)
        thick = round(size * self.fine / 45) if strong else 0
        self.draw.text(self._at(place), text, fill=colour, stroke_width=thick, stroke_fill=colour, **style)

    def finish(self) -> bytes:
        from PIL import Image

        written = io.BytesIO()
        self.image.resize(self.size, Image.Resampling.LANCZOS).save(written, "PNG", optimize=True, dpi=(300, 300))
        return written.getvalue()


def _dashes(start: Corner, end: Corner, dash: Sequence[float]) -> list[tuple[Corner, Corner]]:
    """The strokes of a dashed line; the line itself where it is not dashed."""
    length = math.dist(start, end)
    if not dash or length == 0:
        return [(start, end)]
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    stroke, gap = dash
    found, at = [], 0.0
    while at < length:
        stop = min(at + stroke, length)
        first = (start[0] + across * at, start[1] + down * at)
        found.append((first, (start[0] + across * stop, start[1] + down * stop)))
        at += stroke + gap
    return found
