"""Printed figures of the measures of `ontology/schemes/measures.ttl`, each with its date and its comparators.

The section "Information about this local authority area" prints most of them in standing sentences and bullets;
prose prints the rest. A bullet that completes an introduction ("Of this number:") takes its date from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..model import Document, Evidence, Paragraph, Reading, Rule, Statistic
from ._figures import comparisons, date_of, dates_in, value_of
from ._measures import RATE_IN_BRACKETS
from ._printed_figures import WORTH_A_LOOK, Context, Figure, Sentence, Span, figures_in, segments
from ._sections import holding, section_test

RULES: tuple[Rule, ...] = (
    Rule(
        "statistics/population",
        "the number of children in the area and their share of its population",
        "Approximately 31,450 children and young people aged under 18 live in Northshire. "
        "This is 22% of the total population in the area.",
        0.97,
    ),
    Rule(
        "statistics/share",
        "the share of children who are poor, or of a minority ethnic group",
        "About 14% of Northshire’s children are living in poverty.",
        0.97,
    ),
    Rule(
        "statistics/in-schools",
        "free school meals, and English as an additional language, in primary and in secondary schools",
        "The proportion of children entitled to free school meals in primary schools is 21% "
        "(the national average is 17%).",
        0.98,
    ),
    Rule(
        "statistics/counted",
        "children with a plan, looked after, in need, privately fostered, counted on a day",
        "At 31 March 2015, 143 children and young people were the subject of a child protection plan.",
        0.96,
    ),
    Rule(
        "statistics/previous-value",
        "the earlier figure that the one before it is compared with",
        "At 31 March 2015, 143 children were the subject of a child protection plan. "
        "This is an increase from 121 at 31 March 2014.",
        0.97,
    ),
    Rule(
        "statistics/rate",
        "children looked after per 10,000 children",
        "The rate of children looked after is 71 per 10,000, above the England average of 60 per 10,000.",
        0.96,
    ),
    Rule(
        "statistics/placed-outside",
        "children looked after who live outside the authority's area, as a number and a percentage",
        "93 (or 31%) live outside the local authority area",
        0.96,
    ),
    Rule(
        "statistics/in-the-period",
        "adoptions, special guardianship orders and referrals over a period",
        "In the last 12 months, there have been 17 adoptions.",
        0.96,
    ),
    Rule(
        "statistics/caseload",
        "how many children or cases a social worker holds",
        "Social workers have manageable caseloads of between 14 and 18 children.",
        0.92,
    ),
    Rule(
        "statistics/vacancy-rate",
        "the share of social work posts that are vacant",
        "The vacancy rate for social workers is 12%, compared with 16% nationally.",
        0.95,
    ),
    Rule(
        "statistics/assessments-in-time",
        "the share of assessments completed within the required time",
        "In 2013–14, 82% of single assessments were completed within 45 working days.",
        0.95,
    ),
    Rule(
        "statistics/comparator",
        "the figure of England, London or similar authorities beside the authority's own",
        "About 14% of Northshire’s children are living in poverty, compared with 19% in the country as a whole.",
        0.97,
    ),
)

_STANDING_TEXT = re.compile(
    r"what the inspection judgements? mean|summary for children|recommendations|areas for improvement|"
    r"needs? to improve|information about this inspection|about this inspection|record of main findings",
    re.IGNORECASE,
)
_is_standing_text = section_test(_STANDING_TEXT)


def extract(reading: Reading) -> Iterable[Statistic]:
    """One statistic for each measure, value, date and comparator, in the order in which they are first printed."""
    found: dict[tuple[object, ...], Statistic] = {}
    for statistic in _statistics(reading):
        key = (statistic.measure, statistic.value, statistic.unit, statistic.date, statistic.comparator)
        known = found.get(key)
        if known is None:
            found[key] = statistic
        else:
            more = tuple(evidence for evidence in statistic.evidence if evidence not in known.evidence)
            found[key] = replace(known, evidence=known.evidence + more)
    return found.values()


def _statistics(reading: Reading) -> Iterator[Statistic]:
    document, worth, context = reading.document, holding(reading, WORTH_A_LOOK), Context()
    for paragraph in document.paragraphs:
        if paragraph.kind == "heading":
            context = _below_heading(document, paragraph, context)
        if paragraph.kind not in ("paragraph", "bullet") or _is_standing_text(paragraph.section):
            continue
        context.counted = None
        for span in paragraph.sentences:
            for start, end in segments(document.text, paragraph, span) if span[0] in worth else ():
                sentence = Sentence(paragraph, document.text, start, end)
                yield from _compared_shares(document, sentence)
                for figure in figures_in(sentence, context):
                    yield from _facts(document, sentence, figure, context)


def _below_heading(document: Document, paragraph: Paragraph, context: Context) -> Context:
    """A heading ends what the text above left open, unless it is an introduction ("In the last 12 months:")."""
    if document.text[paragraph.end - 1] == ":":
        figures_in(Sentence(paragraph, document.text, paragraph.start, paragraph.end), context)
        return context
    return Context()


def _facts(document: Document, sentence: Sentence, figure: Figure, context: Context) -> Iterator[Statistic]:
    """The figure itself, the rate printed in brackets beside it, and those that it is compared with."""
    date, evidence = _dated(document, sentence, figure, context)
    own = Statistic(
        measure=figure.measure, value=figure.value, unit=figure.unit, date=date, rule=figure.rule, evidence=evidence
    )
    yield own
    if figure.measure == "children-looked-after" and figure.rule == "statistics/counted":
        rate = RATE_IN_BRACKETS.search(document.text[figure.end : sentence.end])
        if rate:
            yield replace(
                own,
                measure="children-looked-after-rate",
                value=value_of(rate["r"]),
                unit="per-10000",
                rule="statistics/rate",
            )
    if figure.unit in ("percent", "per-10000"):
        yield from _compared(sentence, figure.end, figure.stop, replace(own, date=figure.date))


def _compared(sentence: Sentence, start: int, end: int, own: Statistic) -> Iterator[Statistic]:
    """The figures of others; they take the date of the sentence where they have none, not that of a footnote."""
    for other in comparisons(sentence.text, start, end, own.unit):
        yield replace(
            own,
            value=other.value,
            comparator=other.comparator,
            rule="statistics/comparator",
            date=date_of(sentence.text, *sentence.span, other.start, other.end) or own.date,
        )


_SHARE_COMPARED = re.compile(
    r"\b(?:higher|lower|similar|greater|smaller)\s+proportion\s+of\s+children(?:\s+and\s+young\s+people)?"
    r"(?:\s+(?:aged\s+)?under\s+(?:the\s+age\s+of\s+)?\d\d(?:\s+years)?)?\s+(?:compared|than)\b",
    re.IGNORECASE,
)


def _compared_shares(document: Document, sentence: Sentence) -> Iterator[Statistic]:
    """The shares of children in London and England where the area's own stands in another sentence."""
    stated = sentence.text.find("proportion", *sentence.span) >= 0
    said = _SHARE_COMPARED.search(sentence.text, *sentence.span) if stated else None
    if said:
        evidence = (document.evidence(*sentence.span),)
        own = Statistic(
            measure="child-population-share", value=0, unit="percent", rule="statistics/comparator", evidence=evidence
        )
        yield from _compared(sentence, said.end(), sentence.end, own)


# ---------------------------------------------------------------- dates and evidence

_OF_THIS_NUMBER = ("placed-out-of-area", "unaccompanied-asylum-seeking-children")
_WITH_FOOTNOTES = ("statistics/population", "statistics/share", "statistics/in-schools")


def _dated(
    document: Document, sentence: Sentence, figure: Figure, context: Context
) -> tuple[str | None, tuple[Evidence, ...]]:
    """The figure's date, its own, of its footnote or of its introduction; and the words that prove it."""
    spans = [figure.introduction, sentence.span]
    date = figure.date
    if date is None and figure.rule in _WITH_FOOTNOTES:
        footnote = _footnote_year(document, sentence, figure.end)
        if footnote:
            date = footnote[0]
            spans.append(footnote[1])
    elif date is None and sentence.paragraph.kind == "bullet":
        if figure.measure in _OF_THIS_NUMBER and context.parent:
            date, spans[0] = context.parent.date, context.parent_span
        elif figure.rule == "statistics/in-the-period" and context.period_span:
            date, spans[0] = context.period, context.period_span
    evidence = dict.fromkeys(document.evidence(*span) for span in spans if span)
    return date, tuple(evidence)


_MARK = re.compile(r"[¹²³⁴-⁹]{1,2}|(?<=[%\d])\d{1,2}(?=\s|\)|\.|,|$)")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _footnote_year(document: Document, sentence: Sentence, end: int) -> tuple[str, Span] | None:
    """The year in the footnote whose mark is glued to the figure that ends at `end`, where it names one year."""
    mark = _MARK.match(document.text, end)
    if not mark:
        return None
    number = mark.group().translate(_SUPERSCRIPTS)
    for paragraph in document.paragraphs:
        if paragraph.start < sentence.start or paragraph.kind not in ("footnote", "paragraph"):
            continue
        words = document.text[paragraph.start : paragraph.end]
        if len(words) < 300 and re.match(rf"{number}\b", words.translate(_SUPERSCRIPTS)):
            years = {found.value for found in dates_in(document.text, paragraph.start, paragraph.end)}
            return (years.pop(), (paragraph.start, paragraph.end)) if len(years) == 1 else None
    return None
