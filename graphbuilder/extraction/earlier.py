"""Earlier inspections of the authority, its board or the council before it, and the grades they gave.

One row for each inspection and area judged (GUIDELINES, Earlier inspections); `_same_inspection` joins what several
sentences say of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ..matching import Cues, first_day, predecessors
from ..model import Cover, EarlierInspection, Evidence, Paragraph, Reading, Rule
from ..phrases import GRADE, grade_slug, lowered
from ._areas_said import AREAS, JUDGEMENT_OF, JUDGING, OVERALL, areas_judged, areas_of, framework_of
from ._past_grades import GradeSaid, grades, has_moved
from ._past_inspections import Mention, mentions, words
from ._same_inspection import JUDGED, Row, merged
from ._sections import holding, section_test

RULES: tuple[Rule, ...] = (
    Rule(
        "earlier/dated",
        "an inspection with its date, and the grades said of it",
        "Services have improved since the last inspection in March 2016, "
        "when they were judged to be inadequate overall.",
        0.97,
    ),
    Rule(
        "earlier/inspected",
        "the authority or a service “was inspected in” a year",
        "Since Northshire was inspected in 2016 and judged to be inadequate, leaders have made some gains.",
        0.95,
    ),
    Rule(
        "earlier/visit",
        "a focused visit, a monitoring visit or a joint targeted area inspection with its date",
        "Management oversight has improved since the focused visit in February 2020.",
        0.97,
    ),
    Rule(
        "earlier/judged",
        "services “were judged” to have a grade in a year, where no inspection is named",
        "Services for children in Northshire were judged to be adequate in 2010.",
        0.94,
    ),
    Rule(
        "earlier/undated",
        "the last inspection where no date is said, or a grade said of it",
        "Services for care leavers are better than at the last inspection, "
        "when the service was judged to be inadequate.",
        0.88,
    ),
)

_STANDING_TEXT = words(r"what the inspection judgements? mean|information about this inspection|about this inspection")
_MENTIONS = re.compile(  # tried on small letters
    r"inspect|visit|jtai|ilacs|joint\s+area\s+review|judged|rated|graded|judgement|considered\s+to|by\s+ofsted|"
    r"\bin\s+20\d\d,|from\s+(?:being\s+)?(?:outstanding|good|adequate|inadequate|requir)"
)
_is_standing_text = section_test(_STANDING_TEXT)
# Words of which a sentence that `_MENTIONS` fits holds one: found in one pass over the text, before the patterns.
_CUES = Cues(
    "inspect",
    "visit",
    "JTAI",
    "ILACS",
    "joint area review",
    "judged",
    "rated",
    "graded",
    "judgement",
    "considered",
    "by Ofsted",
    "In 20",
    "from outstanding",
    "from good",
    "from adequate",
    "from inadequate",
    "from requir",
)
_HOMES = words(r"\bthe home\b|operates\s[^.;]{0,40}home")
_JOINT_AREAS = ("safeguarding-services", "looked-after-services")
_FIRST_YEAR = 2005  # before it the councils' children's services were not inspected by Ofsted


def extract(reading: Reading) -> Iterable[EarlierInspection]:
    """Rows in the order in which they are first said."""
    # "Services were judged adequate in 2012" sums up an inspection: a row only where that grade is not said of it.
    found = merged([_of_its_time(row, reading.cover.authority) for row in _rows(reading)])
    said = {((row.when or "")[:4], row.grade) for row in found if row.rule != JUDGED}
    joint = {(row.when or "")[:4] for row in found if row.area in _JOINT_AREAS}
    return [
        row
        for row in found
        if (row.rule != JUDGED or ((row.when or "")[:4], row.grade) not in said)
        and not ((row.when or "")[:4] in joint and row.area == OVERALL)  # the same inspection, without its areas
    ]


def _rows(reading: Reading) -> Iterator[Row]:
    text = reading.document.text
    cued = holding(reading, _CUES)
    listing: list[Mention] = []  # the inspections whose judgements the bullets that follow list
    for paragraph in reading.document.paragraphs:
        if listing and (item := _LISTED_GRADE.fullmatch(text, paragraph.start, paragraph.end)):
            yield from _listed(reading, paragraph, item, listing)
            continue
        listing = []
        if paragraph.kind not in ("paragraph", "bullet") or _is_standing_text(paragraph.section):
            continue
        before: list[Mention] = []
        for start, end in paragraph.sentences:
            if text.find("home", start, end) >= 0 and _HOMES.search(text, start, end):
                break  # this sentence and those behind it tell of the inspections of homes
            found: list[Mention] = []
            if start in cued and _MENTIONS.search(lowered(text[start:end])):
                known = (_earlier(mention, reading.cover) for mention in mentions(text, start, end))
                found = [mention for mention in known if mention]
                yield from _of_sentence(reading, paragraph, (start, end), found, before)
            if before and not found:
                yield from _second_area(reading, (start, end), before)
            listing = found or listing
            before = found
        if listing and not _LIST_BEGINS.search(text, paragraph.start, paragraph.end):
            listing = []


# "The judgements were:", and bullets of an area and its grade below it.
_LIST_BEGINS = words(r"\bjudge?ments\b[^.;:]{0,60}\b(?:were|was)\s*:?\s*$")
_LISTED_GRADE = re.compile(
    rf"\W*(?P<area>[A-Z][^.;:\d]{{5,70}}?)\s*(?::|[-–]\s)\s*(?P<grade>{GRADE})[\s.;]*", re.IGNORECASE
)


def _listed(reading: Reading, paragraph: Paragraph, item: re.Match[str], listing: list[Mention]) -> Iterator[Row]:
    """The row of one bullet of a list of judgements, for the one inspection that the words above the list name."""
    document, mention = reading.document, listing[-1]
    named = document.sentence_at(mention.start) or (mention.start, mention.end)
    proof = document.evidence(*named), document.evidence(paragraph.start, paragraph.end)
    for when, year in _dates(mention):
        areas = [OVERALL] if re.match(r"overall\b", item["area"], re.IGNORECASE) else areas_of(item["area"], year)
        for area in areas[:1]:
            yield _row(mention, when, area, grade_slug(item["grade"]), proof, _predecessor(reading, named))


def _earlier(mention: Mention, cover: Cover) -> Mention | None:
    """The mention with its dates before this inspection; None where it had dates and none of them is."""
    visit = mention.kind != "inspection"
    whens = tuple(when for when in mention.whens if _is_earlier(when, cover, visit=visit))
    return None if mention.whens and not whens else replace(mention, whens=whens)


def _is_earlier(when: str, cover: Cover, *, visit: bool = False) -> bool:
    """True for a date before this inspection; a visit may be of the same year."""
    year = int(when[:4])
    limit = cover.start or cover.published or (date(int(cover.stated[:4]), 1, 1) if cover.stated else None)
    if year < _FIRST_YEAR or limit is None:
        return year >= _FIRST_YEAR
    if len(when) > 4:
        return when < f"{limit:%Y-%m}"
    return year < limit.year or (visit and year == limit.year and limit.month > 1)


# ---------------------------------------------------------------- one sentence

_CONTINUED = words(
    r"^\W*(?:the (?:local authority|council|authority|service|services|overall effectiveness|judge?ments?|LSCB|"
    r"board)\b|services\b|it\b|they\b|this\b|these\b|overall effectiveness|all\b|both\b|safeguarding|ofsted judged|"
    r"at that (?:time|inspection))"
)
_PREVIOUS = words(r"\b(?:previous|last) \W?$")
_SERVICES = words(
    r"services?\b|authority\b|council\b|arrangements|effectiveness|leadership|ofsted|inspection|protection|safeguarding|"
    r"\bboard\b|they were"
)


def _of_sentence(
    reading: Reading, paragraph: Paragraph, span: tuple[int, int], found: list[Mention], before: list[Mention]
) -> Iterator[Row]:
    """The rows that a sentence with the mentions `found` says; `before` are those of the sentence before it."""
    document = reading.document
    evidence = (document.evidence(*span),)
    authority = _predecessor(reading, span)
    graded: set[Mention] = set()  # those whose date is not said: their grade is all that they say
    for grade in grades(reading, *span):
        for mention in _mentions_of(reading, grade, span, found, before):
            proof: tuple[Evidence, ...] = evidence
            if mention in before:
                proof = (document.evidence(*(document.sentence_at(mention.start) or span)), *evidence)
            elif not mention.whens:
                graded.add(mention)
            yield from _graded(reading, mention, grade, proof, paragraph, span, authority)
    for mention in found:
        if mention not in graded and not _is_of_others(reading, mention.start, mention.end, authority):
            yield from _ungraded(mention, evidence, authority)


_OTHER_AREA = re.compile(
    rf"\W*(?P<area>[^.;,]{{3,60}}?)\s+(?:was|were)\s+(?:also\s+)?(?P<grade>{GRADE})\W*", re.IGNORECASE
)


def _second_area(reading: Reading, span: tuple[int, int], before: list[Mention]) -> Iterator[Row]:
    """ "Services for looked after children were adequate", behind the sentence on an inspection of both areas."""
    document = reading.document
    match = _OTHER_AREA.fullmatch(document.text, *span)
    if not match:
        return
    for mention in before:
        named = document.sentence_at(mention.start) or span
        for when, year in _dates(mention):
            areas, judged = areas_of(match["area"], year), areas_of(mention.words, year)
            if when and len(areas) == 1 and len(judged) > 1 and areas[0] in judged:
                proof = document.evidence(*named), document.evidence(*span)
                yield _row(mention, when, areas[0], grade_slug(match["grade"]), proof, _predecessor(reading, named))


def _mentions_of(
    reading: Reading, grade: GradeSaid, span: tuple[int, int], found: list[Mention], before: list[Mention]
) -> list[Mention]:
    """The inspections that gave a grade: by its own date, of the same sentence, else of the sentence before."""
    text = reading.document.text
    whens = tuple(when for when in grade.whens if _is_earlier(when, reading.cover))
    if grade.whens and not whens:
        return []
    mention = _nearest(grade, found)
    if whens and (mention is None or not set(whens) & set(mention.whens)):
        return _judged_then(reading, grade, span, whens)
    if mention:
        return [mention]
    if found:
        return []
    told = _PREVIOUS.search(grade.before) and JUDGEMENT_OF.match(grade.after)
    if told or has_moved(grade.before, grade.after):
        said = f"previous {grade.grade} judgement"
        return [Mention(grade.start, grade.end, (), said, "inspection", rule="earlier/undated")]
    sentence = text[span[0] : span[1]]
    return before if _CONTINUED.match(sentence) and JUDGING.search(sentence) else []


def _nearest(grade: GradeSaid, found: list[Mention]) -> Mention | None:
    """The mention that a grade belongs to: of its own date, else the nearest before it, else the first behind it."""
    if grade.whens:
        return next((mention for mention in found if set(mention.whens) & set(grade.whens)), None)
    ahead = [mention for mention in found if mention.start <= grade.start]
    behind = [mention for mention in found if mention.start >= grade.end]
    chosen = ahead[-1] if ahead else behind[0] if behind else None
    return chosen if chosen and chosen.kind == "inspection" else None


_JUDGING_WORDS = words(
    r"\b(?:(?:was|were|been) )?(?:first |previously )?(?:judged|rated|graded|found|considered|identified|judge?ment)\b"
)


def _judged_then(reading: Reading, grade: GradeSaid, span: tuple[int, int], whens: tuple[str, ...]) -> list[Mention]:
    """A mention made of "were judged to be adequate in 2010", where services of this council are judged."""
    text = reading.document.text
    authority = _predecessor(reading, span)
    ours = _SERVICES.search(text, span[0], grade.date_end + 30)
    if not ours or _is_of_others(reading, span[0], grade.start, authority):
        return []
    begin, end = span[0], grade.end
    if JUDGEMENT_OF.match(grade.after):
        begin, end = grade.start, grade.date_end
    elif verb := _JUDGING_WORDS.search(text, span[0], grade.start):
        begin = verb.start()
    said = " ".join(text[begin:end].split())[-160:]
    return [Mention(begin, grade.date_end, whens, said, "inspection", rule="earlier/judged")]


# ---------------------------------------------------------------- whose inspection

_BEFORE_US = words(
    r"\b(?:predecessor|former|previous|legacy|disaggregat\w+|abolished|replaced)\b[^.;]{0,40}?(?:authorit|council)"
)


def _is_of_others(reading: Reading, start: int, end: int, predecessor: str | None) -> bool:
    """True where another council stands in the words, and is not the one before this."""
    own = {reading.cover.authority, predecessor}
    return any(mention.concept not in own for mention in reading.mentions_in(start, end, "authority"))


def _predecessor(reading: Reading, span: tuple[int, int]) -> str | None:
    """The council before this one, where the sentence names it: as such, or one that the reference data knows."""
    own = reading.cover.authority
    named = [mention.concept for mention in reading.mentions_in(*span, "authority") if mention.concept != own]
    known = [slug for slug in named if slug in predecessors().get(own or "", ())]
    if known:
        return known[0]
    return named[0] if named and _BEFORE_US.search(reading.document.text, *span) else None


def _of_its_time(row: Row, authority: str | None) -> Row:
    """A row dated before this council was there is of the one council that it replaced."""
    replaced = predecessors().get(authority or "", frozenset())
    too_early = authority and row.when and row.when < first_day(authority)[: len(row.when)]
    if row.fact.authority or len(replaced) != 1 or not too_early:
        return row
    return replace(row, fact=replace(row.fact, authority=next(iter(replaced))))


# ---------------------------------------------------------------- rows

_CONTACT = words(r"contact,? (?:and )?referral")


def _graded(
    reading: Reading,
    mention: Mention,
    grade: GradeSaid,
    evidence: tuple[Evidence, ...],
    paragraph: Paragraph,
    span: tuple[int, int],
    authority: str | None,
) -> Iterator[Row]:
    if mention.plural and not mention.whens:
        return
    lead = reading.document.text[span[0] : max(span[0], mention.start)]
    dates = _dates(mention)
    for when, year in dates:
        areas = areas_judged(mention, grade, year, paragraph.section, lead)
        for area in areas:
            row = _row(mention, when, area, grade.grade, evidence, authority)
            yield replace(row, crossed=len(dates) > 1 and len(areas) > 1)


def _ungraded(mention: Mention, evidence: tuple[Evidence, ...], authority: str | None) -> Iterator[Row]:
    if mention.plural and not mention.whens:
        return
    dates = _dates(mention)
    for when, year in dates:
        areas = areas_of(mention.words, year)
        if not areas and (mention.kind != "inspection" or _CONTACT.search(mention.words)):
            areas = ["other"]
        crossed = len(dates) > 1 and len(areas) > 1
        for area in areas or [OVERALL]:
            row = _row(mention, when, area, None, evidence, authority)
            yield replace(row, generic=not areas, crossed=crossed)


def _dates(mention: Mention) -> list[tuple[str | None, int | None]]:
    """Each date of a mention with its year; one without where it has none."""
    dates: list[tuple[str | None, int | None]] = [(when, int(when[:4])) for when in mention.whens]
    return dates or [(None, None)]


def _row(
    mention: Mention,
    when: str | None,
    area: str,
    grade: str | None,
    evidence: tuple[Evidence, ...],
    authority: str | None,
) -> Row:
    framework = framework_of(mention, int(when[:4]) if when else None)
    fact = EarlierInspection(
        when=when,
        area=area,
        grade=grade,
        about=mention.words,
        framework=framework,
        authority=authority,
        rule=mention.rule,
        evidence=evidence,
    )
    return Row(fact, _kind(mention, framework), published=mention.published)


def _kind(mention: Mention, framework: str | None) -> str:
    """What can be one inspection: a visit, a service inspected alone, the whole."""
    if mention.kind != "inspection":
        return mention.kind
    if framework in ("private-fostering", "contact-referral-assessment"):
        return framework
    named = {area for area, pattern in AREAS if pattern.search(mention.words)}
    return named.pop() if len(named) == 1 and named <= {"adoption", "fostering"} else "inspection"
