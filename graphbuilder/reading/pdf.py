"""PDF → lines, with pypdfium2: the text of a page in one call, geometry only at the two ends of each line."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ..errors import UnreadableFile
from .lines import Line, mended

_CUT_SHORT = ("the PDF is broken or cut short", "download it again from Ofsted's site")
_END = 2048  # bytes at the end of a PDF in which its end mark stands (1024 by the standard, Annex H of ISO 32000-1)
_BOLD = 600  # font weight from which a line counts as bold
_BROKEN = ("\ufffe", "\x02")  # pdfium swallows the line break behind a hyphen at a line's end and gives one for the two


def _unchecked(function: Any) -> Any:
    """The same function of the library, whose arguments go to it as they are: to check the type of each takes ctypes
    longer than pdfium takes for the answer."""
    return ctypes.CFUNCTYPE(function.restype)(ctypes.cast(function, ctypes.c_void_p).value or 0)


# of the character at an index: (text page, index, …)
_origin = _unchecked(pdfium.FPDFText_GetCharOrigin)
_box = _unchecked(pdfium.FPDFText_GetCharBox)
_size = _unchecked(pdfium.FPDFText_GetFontSize)
_weight = _unchecked(pdfium.FPDFText_GetFontWeight)


@dataclass
class PdfText:
    lines: list[Line] = field(default_factory=list)
    page_count: int = 0
    title: str | None = None


def read_pdf(data: bytes, path: Path) -> PdfText:
    """The printed lines of a PDF, page by page.

    Raises UnreadableFile where the file is encrypted, broken, or holds pictures without text.
    """
    document = _open(data)
    try:
        found = PdfText(page_count=len(document))
        for number in range(len(document)):
            found.lines.extend(_page_lines(document, number))
        found.title = document.get_metadata_value("Title") or None
    finally:
        document.close()
    if not found.lines:
        raise UnreadableFile(
            f"none of its {found.page_count} pages holds text (they are pictures)",
            "run optical character recognition over it first, or find the original on Ofsted's site",
        )
    return found


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableFile("the PDF is encrypted", "save a copy without a password") from error
        raise UnreadableFile(*_CUT_SHORT) from error
    if b"%%EOF" not in data[-_END:]:  # pdfium mends what it can, and what was cut off would be missing unsaid
        document.close()
        raise UnreadableFile(*_CUT_SHORT)
    return document


def _page_lines(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(
            f"page {number + 1} of the PDF is broken", "download it again from Ofsted's site"
        ) from error
    text = textpage.get_text_range()
    printer = _Printer(textpage.raw, number + 1, page.get_height(), len(text))
    lines, position = [], 0
    for sign in _BROKEN:
        text = text.replace(sign, f"{sign}\n")
    for printed in text.split("\n"):
        body = printed.strip()
        words = mended(body) if body else ""
        if words:
            first = position + len(printed) - len(printed.lstrip())
            lines.append(printer.line(first, first + len(body) - 1, words))
        position += len(printed) + (not printed.endswith(_BROKEN))
    textpage.close()
    page.close()
    return lines


class _Printer:
    """Where and how the lines of a page are printed. The numbers that pdfium writes to are made once for a page."""

    def __init__(self, textpage: object, page: int, height: float, length: int) -> None:
        self.textpage, self.page, self.height = textpage, page, height
        # Where the text has a sign for each character of the page, both are counted alike.
        self.alike = pdfium.FPDFText_CountChars(textpage) == length
        self.x, self.y, self.right, unused = (ctypes.c_double() for _ in range(4))
        self.to_origin = ctypes.byref(self.x), ctypes.byref(self.y)
        nowhere = ctypes.byref(unused)
        self.to_box = nowhere, ctypes.byref(self.right), nowhere, nowhere

    def line(self, first: int, last: int, text: str) -> Line:
        """The line whose characters stand at `first`..`last` in the page's text."""
        textpage = self.textpage
        start = first if self.alike else pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, first)
        end = last if self.alike else pdfium.FPDFText_GetCharIndexFromTextIndex(textpage, last)
        _origin(textpage, start, *self.to_origin)
        _box(textpage, end, *self.to_box)
        size = _size(textpage, start)
        bold = _weight(textpage, start) >= _BOLD
        # by place, which is twice as quick: there are some 800 of them in a report
        return Line(text, self.page, self.x.value, self.y.value, self.right.value, size, bold, self.height)
