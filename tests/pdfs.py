"""Small PDFs for tests, made with reportlab: what the reports' pages do to a reader, and files that are no reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

LEFT, TOP, BOTTOM = 72.0, 740.0, 90.0
SIZE, PITCH = 12.0, 14.5


@dataclass
class Page:
    """Lines from the top down: each is (text, font size, bold, indent, white space above)."""

    lines: list[tuple[str, float, bool, float, float]] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)

    def paragraph(self, *lines: str, indent: float = 0.0) -> Page:
        """Lines of one paragraph, with white space above the first."""
        for index, line in enumerate(lines):
            self.lines.append((line, SIZE, False, indent, PITCH * 0.8 if index == 0 else 0.0))
        return self

    def goes_on(self, *lines: str, indent: float = 0.0) -> Page:
        """Lines without white space above: they belong to what stands before."""
        self.lines.extend((line, SIZE, False, indent, 0.0) for line in lines)
        return self

    def bullet(self, *lines: str, glyph: str = "\u2022") -> Page:
        """A bullet and the hanging lines below it."""
        self.lines.append((f"{glyph}   {lines[0]}", SIZE, False, 18.0, 4.0))
        self.lines.extend((line, SIZE, False, 32.0, 0.0) for line in lines[1:])
        return self

    def heading(self, text: str, size: float = 16.0) -> Page:
        self.lines.append((text, size, True, 0.0, PITCH * 1.2))
        return self

    def footnote(self, text: str) -> Page:
        self.footnotes.append(text)
        return self


def pdf(pages: list[Page], *, header: str = "", numbers: bool = False, password: str = "", title: str = "") -> bytes:
    """The PDF of some pages; `header` runs on each page after the first, `numbers` prints page numbers below."""
    buffer = BytesIO()
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    sheet = canvas.Canvas(buffer, pagesize=A4, encrypt=encrypt, invariant=1)
    if title:
        sheet.setTitle(title)
    for number, page in enumerate(pages, start=1):
        if header and number > 1:
            _draw(sheet, header, 8.0, False, LEFT, 800.0)
        if numbers:
            _draw(sheet, str(number), 8.0, False, 520.0, 40.0)
        _draw_page(sheet, page)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def _draw_page(sheet: canvas.Canvas, page: Page) -> None:
    y = TOP
    for text, size, bold, indent, above in page.lines:
        y -= above
        _draw(sheet, text, size, bold, LEFT + indent, y)
        y -= max(PITCH, size * 1.2)
    for index, text in enumerate(reversed(page.footnotes)):
        _draw(sheet, text, 8.0, False, LEFT, 85.0 + 10.0 * index)


def _draw(sheet: canvas.Canvas, text: str, size: float, bold: bool, x: float, y: float) -> None:
    sheet.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    sheet.drawString(x, y, text)


def pictures() -> bytes:
    """Two pages that hold a picture each and no text, as a scanner makes them."""
    from PIL import Image

    buffer = BytesIO()
    sheet = canvas.Canvas(buffer, pagesize=A4, invariant=1)
    for shade in ("grey", "white"):
        sheet.drawImage(ImageReader(Image.new("RGB", (60, 80), shade)), 72, 200, 400, 500)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


# ---------------------------------------------------------------- whole reports


def ilacs(
    council: str = "Sutton",
    dates: str = "5 to 16 June 2023",
    lead: str = "Ann Archer, His Majesty\u2019s Inspector",
    grade: str = "Good",
    password: str = "",
) -> bytes:
    """A short ILACS report of two pages, with a running header and page numbers."""
    cover = (
        Page()
        .heading(f"Inspection of {council} local authority children\u2019s services", 20.0)
        .paragraph(f"Inspection dates: {dates}")
        .paragraph(f"Lead inspector: {lead}")
        .paragraph("Judgement Grade")
        .paragraph("The impact of leaders on social work practice with", f"children and families {grade}")
        .paragraph("The experiences and progress of children who need", f"help and protection {grade}")
        .paragraph("The experiences and progress of children in care Requires improvement to be good")
        .paragraph("The experiences and progress of care leavers Outstanding")
        .paragraph(f"Overall effectiveness {grade}")
        .paragraph("The council knows its services well and has a plan for what is not yet good.")
    )
    second = (
        Page()
        .heading("What needs to improve?")
        .bullet("The pace at which plans are written after a visit.")
        .bullet("How often managers talk with social workers about", "their cases.")
        .heading("The experiences and progress of care leavers: outstanding")
        .paragraph("1.   Personal advisers stay in touch with young people for as", "long as they wish.")
        .paragraph("2.   Housing is found early, and few young people move", "more than once.")
    )
    return pdf([cover, second], header=f"{council} children\u2019s services {dates}", numbers=True, password=password)
