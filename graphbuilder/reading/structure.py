"""Printed lines → a Document: running lines put aside, lines joined into paragraphs, headings and bullets told apart.

The text that offsets count in is composed here: one paragraph a line, in reading order. A paragraph that runs
over a page break is whole; footnotes follow the paragraph in which their page ends; running headers and page
numbers are kept apart in `Document.running_lines`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from ..model import Paragraph
from .lines import NO_HEADING, Line
from .sentences import sentence_spans

_GLYPHS = "•■◼▪●○◦□◆➢►‣\u2023\ue000-\uf8ff"
_BULLET = re.compile(rf"^(?:[{_GLYPHS}]+|[§¡](?=\s)|o(?=\s+[A-Za-z])|[-–−─*\u0336](?=\s))\s*")
_GLYPH_BULLET = re.compile(rf"^[{_GLYPHS}]")
_NUMBER = re.compile(r"^(?:[-–]\s+)?(\d{1,3})(?:\.\s*(?=[\"'“‘(A-Z*])|\s+(?=[\"'“‘(]?[A-Z]))")
_NUMBER_ALONE = re.compile(r"^(\d{1,3})\.$")
_FOOTNOTE = re.compile(r"^(?:\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\*)(?=\s|\D|$)")
_TERMINAL = re.compile(r"[.!?:;][\"'”’)\]*]*\d{0,2}$")
_HANGING = re.compile(r"(?:and|or|to)\b")
_DIGITS = re.compile(r"\d+")
_BAND = 0.095  # share of a page's height at its top and bottom in which running lines stand
_HEADING_LENGTH = 130
_CONTENTS_LINE = re.compile(r"[\s.…]\d{1,3}$")
_LARGER = 1.5  # points above the body's print from which a line can be a heading
_TITLE_SIZE = 20.0  # a heading of this rank on the first page (or an <h1>) is the report's title and no chapter


@dataclass
class Block:
    """A paragraph in the making."""

    kind: str
    lines: list[Line]
    number: str | None = None
    marker: int = 0  # characters of bullet or number at its start
    level: int = 0
    rank: float = 0.0  # font size or rank of a heading; larger is higher


@dataclass
class Composed:
    text: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    page_marks: list[tuple[int, int]] = field(default_factory=list)
    running_lines: list[str] = field(default_factory=list)


def compose(lines: list[Line]) -> Composed:
    """Text, paragraphs, page marks and running lines of a file from its printed lines."""
    body, running = _without_running_lines(lines)
    flow, footnotes = _without_footnotes(body)
    blocks = _numbered(_without_contents(_blocks(flow, _Layout.of(flow))))
    composed = _laid_out(_with_footnotes(blocks, footnotes))
    composed.running_lines = running
    return composed


# ---------------------------------------------------------------- running headers, page numbers, footnotes


def _without_running_lines(lines: list[Line]) -> tuple[list[Line], list[str]]:
    edges = [(line, _DIGITS.sub("#", line.text)) for line in lines if _at_edge(line)]
    pages_of: defaultdict[str, set[int | None]] = defaultdict(set)
    for line, form in edges:
        pages_of[form].add(line.page)
    needed = max(2, 0.3 * len({line.page for line in lines}))
    running = {
        id(line)
        for line, form in edges
        if line.text.isdigit()
        or (
            len(pages_of[form]) >= needed
            and ((line.page or 0) > 1 or (line.size or 12) < 12)  # a title in large print is none, whatever repeats it
        )
    }
    kept = [line for line in lines if id(line) not in running]
    seen = Counter(line.text for line in lines if id(line) in running and not line.text.isdigit())
    return kept, [text for text, _ in seen.most_common()]


def _at_edge(line: Line) -> bool:
    if line.y is None or not line.page_height:
        return False
    return not _BAND < line.y / line.page_height < 1 - _BAND


def _without_footnotes(lines: list[Line]) -> tuple[list[Line], dict[int, list[Line]]]:
    """The flow, and per page the lines of its footnotes: the smaller print below the last line of the body."""
    body = _usual_size(lines, 0)
    if body is None:
        return lines, {}
    small = body - 1.4
    flow: list[Line] = []
    footnotes: dict[int, list[Line]] = {}
    for page, on_page in _by_page(lines).items():
        cut = len(on_page)
        while cut and (on_page[cut - 1].size or 99) <= small:
            cut -= 1
        if cut < len(on_page) and cut and page is not None and _FOOTNOTE.match(on_page[cut].text):
            footnotes[page] = on_page[cut:]
            on_page = on_page[:cut]
        flow.extend(line for line in on_page if not _is_superscript(line, small))
    return flow, footnotes


def _is_superscript(line: Line, small: float) -> bool:
    """A footnote mark that pdfium gives a line of its own."""
    return (line.size or 99) <= small and len(line.text) <= 2 and line.text.isdigit()


def _by_page(lines: Iterable[Line]) -> dict[int | None, list[Line]]:
    pages: dict[int | None, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return pages


# ---------------------------------------------------------------- lines into blocks


@dataclass
class _Layout:
    """What is normal in this file: size of the body's font, distance of its lines, its right edge."""

    size: float | None
    pitch: float
    right: float

    @classmethod
    def of(cls, lines: list[Line]) -> _Layout:
        gaps = [
            above.y - line.y
            for above, line in zip(lines, lines[1:], strict=False)
            if above.y is not None and line.y is not None and above.page == line.page and 6 < above.y - line.y < 22
        ]
        rights = sorted(line.right for line in lines if line.right is not None)
        return cls(
            size=_usual_size(lines, 1),
            pitch=median(gaps) if gaps else 14.5,
            right=rights[int(len(rights) * 0.9)] if rights else 0.0,
        )


def _usual_size(lines: list[Line], digits: int) -> float | None:
    """The font size of most lines, rounded to so many digits; None where none has one."""
    sizes: Counter[float] = Counter()
    for size, count in Counter([line.size for line in lines]).items():  # a file has few sizes: round each once
        if size:
            sizes[round(size, digits)] += count
    return sizes.most_common(1)[0][0] if sizes else None


def _blocks(lines: list[Line], layout: _Layout) -> list[Block]:
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        below = lines[index + 1] if index + 1 < len(lines) else None
        begun = _begun(line, above, below, blocks, layout)
        if begun is not None:
            blocks.append(begun)
        else:
            blocks[-1].lines.append(line)
    return blocks


def _begun(line: Line, above: Line | None, below: Line | None, blocks: list[Block], layout: _Layout) -> Block | None:
    """The block that this line begins, or None where it goes on with the one above."""
    current = blocks[-1] if blocks else None
    apart = current is None or above is None or _is_apart(line, above, current, layout)
    if current is not None and current.kind == "heading" and _ends_heading(line, above):
        return None
    if current is not None and current.kind != "heading" and not apart and _goes_on(line, layout):
        return None
    rank = _heading_rank(line, below, apart, layout)
    if rank:
        joins = current is not None and current.kind == "heading" and not apart and _same_print(line, current.lines[-1])
        return None if joins else Block("heading", [line], rank=rank)
    bullet = _bullet(line, above, current, apart)
    if bullet:
        return bullet
    number = _NUMBER.match(line.text)
    if number and _begins_number(line, int(number.group(1)), blocks, apart, current):
        return Block("paragraph", [line], number=number.group(1), marker=number.end())
    if apart or (current is not None and current.kind == "heading"):
        return Block("paragraph", [line])
    return None


def _goes_on(line: Line, layout: _Layout) -> bool:
    """The quick test for most lines, which only go on: in the body's print, without a bullet or number before them."""
    first = line.text[:1]
    larger = line.size is not None and layout.size is not None and line.size >= layout.size + _LARGER
    return first.isalpha() and first != "o" and not (larger or line.heading or line.bullet)  # "o" can be a bullet


def _is_apart(line: Line, above: Line, current: Block, layout: _Layout) -> bool:
    """True where white space, or the end of a sentence at a page break, parts this line from the one above."""
    if line.y is None or above.y is None:
        if line.after_blank and line.page == above.page and current.kind != "heading":
            return _ends_sentence(above) or not line.text[:1].islower()
        return line.after_blank
    if line.page != above.page:
        if current.kind == "heading":
            return True
        hanging = current.lines[-1].x if len(current.lines) > 1 else None
        same_indent = hanging is not None and current.marker and abs((line.x or 0) - hanging) < 3
        full = (above.right or 0) > layout.right - 60
        return not line.text[:1].islower() and _ends_sentence(above) and not (same_indent and full)
    gap = above.y - line.y
    if gap < -2:  # the next column or a table cell above
        return True
    return gap > 1.32 * layout.pitch * max(1.0, min((line.size or 12) / (layout.size or 12), 2.4))


def _ends_sentence(line: Line) -> bool:
    return bool(_TERMINAL.search(line.text))


def _ends_heading(line: Line, above: Line | None) -> bool:
    """The rest of a heading that is printed apart from it: "… achieving permanence / are inadequate"."""
    near = above is not None and line.y is not None and above.page == line.page and not above.text.endswith(":")
    return near and line.text[:1].islower() and len(line.text) < 60 and not _BULLET.match(line.text)


def _same_print(line: Line, other: Line) -> bool:
    return line.bold == other.bold and round(line.size or 0) == round(other.size or 0) and line.page == other.page


def _heading_rank(line: Line, below: Line | None, apart: bool, layout: _Layout) -> float:
    """0 where the line is no heading; else its rank (font size, with a little more for bold)."""
    if line.heading:
        return _TITLE_SIZE + 2 - 2 * line.heading if line.heading != NO_HEADING else 0.0
    if len(line.text) > _HEADING_LENGTH or line.bullet or _GLYPH_BULLET.match(line.text):
        return 0.0
    if line.size is None or layout.size is None:
        return _plain_heading_rank(line, below) if apart else 0.0
    if line.size >= layout.size + _LARGER and not re.fullmatch(r"[\W\d]*", line.text):
        return line.size + (0.5 if line.bold else 0.0)
    if line.bold and not _NUMBER.match(line.text) and not line.text.endswith((".", ",", ";")) and len(line.text) < 100:
        return line.size + 0.5 if apart else 0.0
    return 0.0


def _plain_heading_rank(line: Line, below: Line | None) -> float:
    """A heading of a text file: a short line between blank ones that ends like no sentence."""
    alone = below is None or below.after_blank
    shaped = line.text[:1].isupper() and not line.text.endswith((".", ",", ";", "?”")) and not _BULLET.match(line.text)
    short = len(line.text) <= (45 if line.text.endswith(":") else 110)
    return 12.0 if alone and shaped and short and not _NUMBER.match(line.text) else 0.0


def _bullet(line: Line, above: Line | None, current: Block | None, apart: bool) -> Block | None:
    if line.bullet:
        return Block("bullet", [line], level=1)
    mark = _BULLET.match(line.text)
    if not mark or mark.end() == len(line.text):
        return None
    number = _NUMBER.match(line.text)
    if number:  # "- 12. The council ...": a bullet that a converter put before a numbered paragraph
        return None
    glyph = bool(_GLYPH_BULLET.match(line.text))
    if not glyph and not apart and not _dash_begins_bullet(line, above, current):
        return None
    return Block("bullet", [line], marker=mark.end(), level=1 if glyph else 2)


def _dash_begins_bullet(line: Line, above: Line | None, current: Block | None) -> bool:
    """A dash or "o" at a line's start is a bullet where it is set in, or follows a colon or another bullet."""
    if above is None or current is None:
        return True
    if above.text.endswith(":"):
        return True
    if line.x is None or above.x is None:
        return current.kind == "bullet" or line.after_blank
    return abs(line.x - current.lines[-1].x) > 3 if current.lines[-1].x is not None else False


def _begins_number(line: Line, number: int, blocks: list[Block], apart: bool, current: Block | None) -> bool:
    dotted = bool(re.match(r"^(?:[-–]\s+)?\d{1,3}\.", line.text))
    last = next((int(block.number) for block in reversed(blocks) if block.number), 0)
    if current is None or current.kind == "heading":
        return dotted or number == last + 1
    if dotted:
        return apart or number in (last + 1, 1) or last < number <= last + 3
    return apart and number == last + 1 and last > 0


def _numbered(blocks: list[Block]) -> list[Block]:
    """Blocks with numbers that stand inside a line, or are missing, given to the paragraph they belong to."""
    last = 0
    for index, block in enumerate(blocks):
        if block.kind in ("heading", "contents"):
            continue
        if block.number:
            last = int(block.number)
            continue
        words = " ".join(line.text for line in block.lines)
        inside = re.search(rf"(?<=\s){last + 1}\.(?=\s|$)", words) if last else None
        if inside and block.kind in ("paragraph", "bullet") and _next_number(blocks, index) == last + 2:
            block.kind, block.number = "paragraph", str(last + 1)
            last += 1
        elif block.kind == "paragraph" and last and _is_missing(blocks, index, last):
            block.number = str(last + 1)
            last += 1
    return blocks


def _without_contents(blocks: list[Block]) -> list[Block]:
    """The table of contents told apart: its lines are no headings, and no number in it counts."""
    page: int | None = 0
    for index, block in enumerate(blocks):
        text = " ".join(line.text for line in block.lines)
        if block.kind == "heading" and text.lower() in ("contents", "table of contents"):
            page, block.kind = block.lines[0].page, "contents"
            if page is None and index + 1 < len(blocks):  # a text file: the block below it is the table
                blocks[index + 1].kind = "contents"
        elif page and block.lines[0].page == page and (_CONTENTS_LINE.search(text) or not _TERMINAL.search(text)):
            block.kind, block.number = "contents", None
    return blocks


def _next_number(blocks: list[Block], index: int) -> int | None:
    return next((int(block.number) for block in blocks[index + 1 :] if block.number), None)


def _is_missing(blocks: list[Block], index: int, last: int) -> bool:
    """The one long unnumbered paragraph between the numbers n and n + 2 is n + 1."""
    if _next_number(blocks, index) != last + 2:
        return False
    between = []
    for other in blocks[index + 1 :]:
        if other.number:
            break
        between.append(other)
    return len(" ".join(line.text for line in blocks[index].lines)) > 200 and not any(
        other.kind == "paragraph" for other in between
    )


def _with_footnotes(blocks: list[Block], footnotes: dict[int, list[Line]]) -> list[Block]:
    """The footnotes of each page behind the block in which that page ends."""
    if not footnotes:
        return blocks
    placed: list[Block] = []
    waiting = sorted(footnotes)
    for index, block in enumerate(blocks):
        placed.append(block)
        following = blocks[index + 1].lines[0].page if index + 1 < len(blocks) else None
        while waiting and (following is None or (following or 0) > waiting[0]):
            placed.extend(_footnote_blocks(footnotes[waiting.pop(0)]))
    return placed


def _footnote_blocks(lines: list[Line]) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        alone = len(line.text) <= 2 and line.text.isdigit()
        if not blocks or alone or (_FOOTNOTE.match(line.text) and (line.size or 0) < 8):
            blocks.append(Block("footnote", [line]))
        else:
            blocks[-1].lines.append(line)
    return blocks


# ---------------------------------------------------------------- blocks into text


def _laid_out(blocks: list[Block]) -> Composed:
    parts: list[str] = []
    composed = Composed()
    offset, page, number = 0, None, None
    headings: list[tuple[float, str]] = []
    for block in blocks:
        start = offset
        for index, line in enumerate(block.lines):
            joint = _joint(parts, index, line)
            parts.append(joint + line.text)
            if line.page is not None and line.page != page:
                page = line.page
                composed.page_marks.append((offset + len(joint), page))
            offset += len(joint) + len(line.text)
        text = "".join(parts[-len(block.lines) :])
        if block.kind == "heading":
            if page not in (None, 1) or block.rank < _TITLE_SIZE:
                headings = [kept for kept in headings if kept[0] > block.rank] + [(block.rank, text)]
            number = None
        elif block.kind != "footnote":
            number = block.number or (number if block.kind == "bullet" else None)
        composed.paragraphs.append(_paragraph(block, text, start, offset, number, headings))
        parts.append("\n")
        offset += 1
    composed.text = "".join(parts)
    return composed


def _joint(parts: list[str], index: int, line: Line) -> str:
    """What stands between two lines of a paragraph: a space, or nothing after a hyphen inside a word or a range.

    "multi-/agency", "2013-/14" and "Southend-on-/Sea" are one word; "short-/and long-term" is not.
    """
    if not index:
        return ""
    above = parts[-1]
    broken = above.endswith("-") and above[-2:-1].isalnum() and line.text[:1].isalnum()
    return "" if broken and not _HANGING.match(line.text) else " "


def _paragraph(
    block: Block, text: str, start: int, end: int, number: str | None, headings: list[tuple[float, str]]
) -> Paragraph:
    return Paragraph(
        start=start,
        end=end,
        kind=block.kind,
        page=block.lines[0].page,
        number=number if block.kind in ("paragraph", "bullet") else None,
        section=headings[-1][1] if headings else "",
        chapter=headings[0][1] if headings else "",
        level=block.level,
        sentences=tuple((first + start, last + start) for first, last in sentence_spans(text, block.marker, len(text))),
    )
