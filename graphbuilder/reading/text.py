"""Text and Markdown → lines; the encoding is detected."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from ..errors import UnreadableFile
from .lines import Line, mended

_HASHES = re.compile(r"^(#{1,6})\s+")


def decoded(data: bytes) -> tuple[str, str | None]:
    """The text of a file and a warning where its encoding had to be guessed."""
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding), None
        except UnicodeDecodeError:
            continue
    guess = from_bytes(data).best()
    if guess is None or b"\x00" in data[:4096]:
        raise UnreadableFile("it is not text in any known encoding", "save it as UTF-8 text, or give the PDF")
    return str(guess), f"its encoding was guessed to be {guess.encoding}; save it as UTF-8 to be sure"


def read_text(text: str) -> list[Line]:
    """The lines of a text file; `#` headings of Markdown keep their rank. A form feed begins a page."""
    lines: list[Line] = []
    page = 1 if "\f" in text else None
    blank = True
    for raw in re.split(r"\r\n|\n|\r|(?<=\f)", text):
        feeds = raw.count("\f")
        words = mended(raw.replace("\f", " "))
        if words:
            hashes = _HASHES.match(words)
            body = words[hashes.end():] if hashes else words
            lines.append(
                Line(text=body, page=page, after_blank=blank, heading=len(hashes.group(1)) if hashes else 0)
            )
        blank = not words
        if feeds and page is not None:
            page += feeds
            blank = True
    return lines
