"""A `Reading` of invented text, for the tests of extraction."""

from __future__ import annotations

from datetime import date

from graphbuilder import matching
from graphbuilder.model import Cover, Document, Reading
from graphbuilder.reading.structure import compose
from graphbuilder.reading.text import read_text


def reading_of(
    text: str, *, authority: str | None = "northshire", framework: str = "sif-2013", start: date = date(2016, 6, 6)
) -> Reading:
    """The text of a report, read as a text file is, with a cover that says no more than it must."""
    composed = compose(read_text(text))
    document = Document(
        file_name="northshire.txt",
        sha256="0" * 64,
        media_type="text/plain",
        text=composed.text,
        paragraphs=tuple(composed.paragraphs),
        page_marks=tuple(composed.page_marks),
    )
    cover = Cover(
        framework=framework,
        title="Inspection of children’s services",
        authority=authority,
        printed_authority="Northshire",
        start=start,
        evidence=(),
        rule="test",
    )
    return Reading(document, cover, matching.find_mentions(document.text))
