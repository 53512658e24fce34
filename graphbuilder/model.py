"""What flows between the steps: frozen dataclasses, standard library only.

Offsets are Unicode code points into `Document.text`; `start` is included, `end` is not.
Slugs are the last segment of a concept's or an instance's IRI ("help-and-protection", "havering").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas

# ---------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of a report's text, as its reader sees it: `Document.text[start:end]` has no line breaks."""

    start: int
    end: int
    kind: str  # "heading", "paragraph", "bullet", "footnote", "contents"
    page: int | None  # 1-based page on which it begins; None where the file has no pages
    number: str | None = None  # the printed number ("31"), given to a bullet by the paragraph it stands under
    section: str = ""  # the nearest heading above it
    chapter: str = ""  # the nearest major heading above it ("Recommendations", "The Local Safeguarding ...")
    level: int = 0  # depth of a bullet (1, 2) or rank of a heading (1 is the largest)
    sentences: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Document:
    """A file as read: the text that offsets count in, and its structure."""

    file_name: str  # path below the input folder that was named, with "/"
    sha256: str
    media_type: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    page_count: int | None = None
    page_marks: tuple[tuple[int, int], ...] = ()  # (offset, page): from this offset on, the text is of that page
    running_lines: tuple[str, ...] = ()  # distinct running headers and footers, kept out of the text
    title: str | None = None  # the title that the file itself carries (HTML <title>, PDF metadata), if any
    warnings: tuple[str, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    @cached_property
    def _marks(self) -> list[int]:
        return [offset for offset, _ in self.page_marks]

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at `offset` is printed."""
        at = bisect_right(self._marks, offset) - 1
        return self.page_marks[at][1] if at >= 0 else None

    def paragraph_at(self, offset: int) -> Paragraph | None:
        at = bisect_right(self._starts, offset) - 1
        return self.paragraphs[at] if at >= 0 and offset <= self.paragraphs[at].end else None

    def evidence(self, start: int, end: int) -> Evidence:
        """The words at `start`..`end`, without white space at either side, and where they stand."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        paragraph = self.paragraph_at(start)
        return Evidence(
            start=start,
            end=end,
            quote=self.text[start:end],
            page=self.page_at(start),
            paragraph=paragraph.number if paragraph else None,
            section=paragraph.section if paragraph else "",
        )

    def sentence_at(self, offset: int) -> tuple[int, int] | None:
        """The span of the sentence that holds `offset`."""
        paragraph = self.paragraph_at(offset)
        for start, end in paragraph.sentences if paragraph else ():
            if start <= offset <= end:
                return start, end
        return None


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Verbatim words of a report and where they stand."""

    start: int
    end: int
    quote: str
    page: int | None = None
    paragraph: str | None = None
    section: str = ""


class Mention(NamedTuple):  # there are some hundred in a report, and a tuple is made in a third of a dataclass's time
    """A label of the concept schemes or the reference data, found in a text."""

    start: int
    end: int
    scheme: str  # "service-type", "agency-type", "agency", "authority", "post", "measure"
    concept: str  # slug of the concept or of the instance
    topic: bool = False  # True where only a hiddenLabel matched: the subject is named, not yet a body


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class Rule:
    """A named way to find a fact. `confidence` is its precision on reports that people read."""

    name: str  # "sharing/shared-with"
    summary: str
    example: str  # invented, in the reports' style
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of what a report states: it carries its words from birth."""

    evidence: tuple[Evidence, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector(Fact):
    name: str
    role: str  # "lead", "team"
    hmi: bool | None = None  # None where the report does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Fact):
    area: str
    grade: str
    subject: str = "authority"  # "authority" or "board"
    heading_grade: str | None = None  # the grade in the heading of the area's own section
    heading_evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Fact):
    """What the first and last pages say about the inspection itself."""

    framework: str
    kind: str = "inspection-report"  # or "news"
    title: str
    authority: str | None  # slug; None where the printed name is not known
    printed_authority: str | None
    start: date | None = None
    end: date | None = None
    visits: tuple[tuple[date, date], ...] = ()  # only where the inspectors came more than once
    stated: str | None = None  # "2019" or "2019-03" where a news article gives no more
    published: date | None = None
    lead_inspectors: tuple[Inspector, ...] = ()
    reinspection: bool = False
    legal_basis: str | None = None
    announced: bool | None = None
    header_dates: tuple[date, date] | None = None  # dates in the running header


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(Fact):
    position: int  # from 1 in document order
    text: str
    deadline: str | None = None  # "immediately", "3 months", "6 months"
    addressed_to: str = "authority"  # "authority" or "board"
    service_types: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()  # printed numbers it refers back to


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierInspection(Fact):
    """One row per earlier inspection and area judged, by the words said; `evidence` says its grade, if any."""

    when: str | None  # "2013-01", "2011"
    area: str  # slug of an area, or "other"
    grade: str | None = None
    about: str = ""  # the words used for it
    framework: str | None = None
    authority: str | None = None  # slug where it is another (a predecessor); None: the report's own
    mentions: tuple[Evidence, ...] = ()  # other words about the inspection, which say no grade


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceState(Fact):
    service_type: str
    name: str | None  # proper or printed name; None for the plain type
    state: str = "operational"  # planned, newly-established, operational, being-recommissioned, ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation(Fact):
    service_type: str
    service_name: str | None = None
    agency_type: str
    agency_name: str | None = None  # proper name as printed; None where only the kind is said
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedArrangement(Fact):
    service_type: str
    kind: str  # joint-delivery, joint-commissioning, shared-management, delivered-by-body, consortium
    authorities: tuple[str, ...] = ()  # slugs of the *other* authorities named
    partner_count: int | None = None  # number of other authorities, where a number is said
    unnamed: str | None = None  # the words for partners that are not named
    delivered_by: str | None = None  # printed name of the body
    state: str = "operational"
    service_name: str | None = None

    @property
    def body_type(self) -> str:
        """The agency type of the body that delivers it: councils' own consortium is no provider that they pay."""
        return "other" if self.kind == "consortium" else "commissioned-provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHolding(Fact):
    post: str
    title: str | None = None  # printed title where the post is `other`
    name: str | None = None
    since: str | None = None  # "2013-04" or "2013"
    status: str = "in-post"  # in-post, newly-appointed, interim, vacant


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic(Fact):
    measure: str
    value: float
    unit: str  # children, percent, per-10000, families, other
    date: str | None = None  # "2015-03-31", "2015-03", "2015"
    comparator: str | None = None  # England, London, statistical-neighbours


# ---------------------------------------------------------------- one report on its way


@dataclass(frozen=True, eq=False)  # each reading is itself alone, so what is found in it can be remembered
class Reading:
    """One report as extraction sees it: its document, its cover, and every known name in its text."""

    document: Document
    cover: Cover
    mentions: tuple[Mention, ...] = ()  # sorted by start; longest match first, none inside another of its scheme

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def mentions_in(self, start: int, end: int, *schemes: str) -> list[Mention]:
        """The mentions that begin in `start`..`end`, of the named schemes (all where none is named)."""
        first = bisect_left(self._mention_starts, start)
        last = bisect_left(self._mention_starts, end, first)
        return [
            mention
            for mention in self.mentions[first:last]
            if mention.end <= end and (not schemes or mention.scheme in schemes)
        ]

    @cached_property
    def _sentences(self) -> list[tuple[Paragraph, int, int]]:
        return [
            (paragraph, start, end)
            for paragraph in self.document.paragraphs
            if paragraph.kind in ("paragraph", "bullet")
            for start, end in paragraph.sentences
        ]

    def sentences(self) -> list[tuple[Paragraph, int, int]]:
        """Every sentence of paragraphs and bullets as (paragraph, start, end), in order."""
        return self._sentences

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for _, start, _ in self._sentences]

    def sentences_with(self, offsets: list[int]) -> Iterator[tuple[Paragraph, int, int]]:
        """Those of `sentences` in which one of the sorted offsets falls."""
        clear = -1  # up to here all is known
        for offset in offsets:
            if offset >= clear:
                at = bisect_right(self._sentence_starts, offset) - 1
                if at >= 0 and offset < self._sentences[at][2]:
                    clear = self._sentences[at][2]
                    yield self._sentences[at]


# ---------------------------------------------------------------- results


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the data that a person should know. `code` names the shape or check that found it."""

    code: str
    severity: str  # "Violation", "Warning", "Info"
    message: str
    file: str | None = None
    page: int | None = None
    paragraph: str | None = None
    focus: str | None = None
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class Table:
    """Rows of a query: `columns` names them; cells are str, int, float, bool, date or None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...] = field(default=())

    def dicts(self) -> Iterator[dict[str, object]]:
        """Each row as {column: cell}."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a DataFrame: whole numbers stay whole beside empty cells, a column of dates is datetime64.

        A column that mixes dates with years ("2011") stays as it is. Needs the extra `pandas`; raises GraphbuilderError
        without it.
        """
        try:
            import pandas
        except ImportError as error:
            from .errors import GraphbuilderError

            raise GraphbuilderError("pandas is not installed; pip install 'graphbuilder[pandas]'") from error
        frame = pandas.DataFrame(self.rows, columns=list(self.columns)).convert_dtypes()
        for name, cells in zip(self.columns, zip(*self.rows, strict=True), strict=False):
            said = [cell for cell in cells if cell is not None]
            if said and all(isinstance(cell, date) for cell in said):
                frame[name] = pandas.Series(cells, dtype="datetime64[s]")
        return frame
