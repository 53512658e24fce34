"""Text and Markdown → lines; the encoding is detected."""

from __future__ import annotations

import re
from contextlib import suppress

from ..errors import UnreadableFile
from .lines import Line, mended

_HASHES = re.compile(r"^(#{1,6})\s+")


def decoded(data: bytes) -> tuple[str, str | None]:
    """The text of a file and a warning where its encoding had to be guessed."""
    try:
        text = data.decode(_wide(data) or "utf-8-sig").removeprefix("\ufeff")
    except UnicodeDecodeError:
        text = ""
    if "\x00" in text or (not text and b"\x00" in data[:4096]):
        raise _not_text()
    return (text, None) if text else _guessed(data)


def _wide(data: bytes) -> str | None:
    """The kind of UTF-16 that the byte order mark says, or the zeros of plain letters where there is none."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if max(even, odd) < 0.3 * min(len(data), 4096) / 2:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _guessed(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # loaded only where it is needed

    guess = from_bytes(data).best()
    if guess is None:
        raise _not_text()
    text, encoding = str(guess), guess.encoding
    if encoding.startswith(("cp125", "latin", "iso8859", "mac")):  # of these, English text has Windows' own
        with suppress(UnicodeDecodeError):
            text, encoding = data.decode("cp1252"), "cp1252"
    return text, f"its encoding was guessed to be {encoding}; save it as UTF-8 to be sure"


def _not_text() -> UnreadableFile:
    return UnreadableFile("it is not text in any known encoding", "save it as UTF-8 text, or give the PDF")


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
            body = words[hashes.end() :] if hashes else words
            lines.append(Line(text=body, page=page, after_blank=blank, heading=len(hashes.group(1)) if hashes else 0))
        blank = not words
        if feeds and page is not None:
            page += feeds
            blank = True
    return lines
