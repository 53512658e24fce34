"""The printed line: what each reader yields and `structure` composes into a Document."""

from __future__ import annotations

from dataclasses import dataclass

NO_HEADING = -1  # rank of a line that the file says is none


@dataclass(slots=True)
class Line:
    """One printed line. Geometry is in points from the page's lower left corner, None where a file has none."""

    text: str
    page: int | None = None
    x: float | None = None  # left edge of the first character
    y: float | None = None  # base line
    right: float | None = None  # right edge of the last character
    size: float | None = None  # font size of the first character
    bold: bool = False
    page_height: float | None = None
    after_blank: bool = False  # a blank line stands above it (text files)
    heading: int = 0  # rank where the file says so itself (<h1> is 1); 0 where it does not say; NO_HEADING
    bullet: bool = False  # the file says so itself (<li>)


# pdfium gives a hyphen that it takes for a soft one as U+FFFE or U+0002 and swallows the line break after it.
# In these reports it is always a printed hyphen ("multi-agency").
_MENDED = str.maketrans(
    {"\ufffe": "-", "\x02": "-", "\u00ad": "-", "\x00": None, "\ufeff": None}
    | {chr(code): " " for code in range(1, 32) if code != 2}
)


def mended(text: str) -> str:
    """The text of a line as printed: hyphens restored, control characters and runs of white space made one space."""
    if not text.isprintable():
        text = text.translate(_MENDED)
    elif "  " not in text:  # most lines: no white space in it but single spaces
        return text.strip(" ")
    return " ".join(text.split())
