"""The sentences of one report as clauses, each with what the ones before it have named.

"The board", "the hub", "this service", "it" stand for the body that the paragraph has last named, where its kind fits;
in the chapter on the safeguarding board, "the board" is that board.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from ..matching import Cues
from ..model import Mention, Paragraph, Reading
from ..phrases import ENGLISH, lowered
from ._clause_names import (
    BODY_CUES,
    BODY_KINDS,
    BOUGHT_CUES,
    LSCB,
    NOT_THE_BODY,
    OFFICE_CUES,
    PROVIDER_CUES,
    bodies,
    bought,
    longest,
    name_of,
    proper_names,
    unlabelled,
    with_chairs,
    with_councils,
    with_purpose,
)
from ._clauses import AGENT_KINDS, BOARD, CO_LOCATED, Clause, Name, with_signs
from ._sections import holding, section_test

# Chapters that say what should be, or how the inspection was done, and nothing about a service as it stands.
_NOT_FINDINGS = re.compile(
    r"recommendation|to improve\b|areas for (?:improvement|development|priority)|priority and immediate|judg\w+ mean|"
    r"about (?:this|the) (?:inspection|review)|inspection team|information about the (?:inspection|LSCB)|"
    r"previous ofsted|other ofsted|is likely to be|^(?:immediately|within (?:three|six) months)|record of main",
    re.IGNORECASE,
)
_names_no_finding = section_test(_NOT_FINDINGS)
_BOARD_CHAPTER = re.compile(r"(?i:safeguarding children[’']?s?(?: and young people)? board)|\b[A-Z]{1,4}SCB\b")
_COUNCIL_CHAPTER = re.compile(
    r"section 1\b|experiences and progress|help and protection|adoption performance|"
    r"leadership, management and governance$|^(?:the )?local authority|judgements? about the local authority|"
    r"inspection of services|^review of the effectiveness",
    re.IGNORECASE,
)
_SECTIONS = {
    "adoption": r"adoption",
    "care-leavers": r"care leavers",
    "": r"looked after|in care\b(?! leavers)|children who|need of help",
}
_ABBREVIATED = re.compile(r"(?:\s+(?:service|team|hub|panel))?\s*\(\s*[‘']?([A-Z][A-Za-z&+]{1,8}?)s?[’']?\s*\)")
_BOARD_SHORT = re.compile(r"SC([BP])\b")
_BOARD_BEFORE = re.compile(r"\b[A-Z][A-Za-z&]{0,4}$")
_PAN = re.compile(r"\bpan[\s–-]?$", re.IGNORECASE)  # "the pan-Northshire group" is no part of the council
_IN_A_WORD = re.compile(r"[\w’'-]")

_NOUN = (
    r"board|panel|hub|team|service|group|sub-?\s?group|forum|partnership|unit|meeting|conference|committee|scheme|"
    r"project|programme|centre|sub-?committee|trust"
)
_BETWEEN = (
    "main|full|whole|strategic|executive|multi-?agency|multi-?disciplinary|integrated|co-?located|joint|new|partnership|"
    "specialist|operational|local|monthly|weekly|fortnightly|quarterly|regular|daily|current|statutory|of"
)
_POINTER = re.compile(
    r"\b(?:[Tt]h(?:e|is|ese|ose)|[Ii]ts|[Ee]ach|[Bb]oth|[Aa]ll|[Ss]uch)\s+"
    rf"(?:(?:{_BETWEEN}|newly\s+\w+|recent\w*)\s+){{0,2}}((?i:{_NOUN}))s?\b"
    r"|\b(Board)s?(?:[’']s?)?(?=\s+(?:members|meetings|is|has|includes|comprises|benefits)\b)",
    ENGLISH,
)
# One stands in all that _POINTER matches: the end of the word before a noun with the noun's first letters, or a board.
_BEFORE_NOUN = "the", "this", "these", "those", "its", "each", "both", "all", "such", *_BETWEEN.split("|")
_POINTER_CUES = Cues(
    *(f"{word.rpartition('-?')[2]} {noun.partition('-')[0]}" for word in _BEFORE_NOUN for noun in _NOUN.split("|")),
    *("newly", "recent", "board members", "board meetings", "board is", "board has", "board includes"),
    *("board comprises", "board benefits", "boards", "board'"),
)
_ALL_SERVICES = re.compile(r"all services", re.IGNORECASE)  # of everybody
_ITS = ("It", "This")
_IT = re.compile(
    rf"(?:{'|'.join(_ITS)})(?=\s+(?:also |now |currently |predominantly |both )?"
    r"(?:is|has|includes|comprises|brings|consists|encompasses|benefits|was)\b)"
)
_ITS_CHAIR = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Tt]his)\s+(?:[Ii]ndependent\s+|[Bb]oard\s+|current\s+|new\s+)?[Cc]hair\b(?!\s+of\b)"
)
_BOARD_MEMBERS = re.compile(r"\b[Bb]oard(?=\s+members\b)")
_CHAIR_CUES = Cues("chair", "board members")
# Words of a name that say what "the board", "the hub" can point back to.
_FITS = {
    noun: re.compile(words, re.IGNORECASE)
    for noun, words in {
        "board": r"board|SCB\b|SCP\b|WB\b|FJB\b|trust|partnership",
        "panel": r"panel|CDOP|MACE|MASE|MAP\b|conference",
        "hub": r"hub|MASH",
        "team": r"team|MASH|YO[ST]|hub|EDT",
        "service": r"service|EDT|CAMHS|YO[ST]|EDS|scheme|advocacy|interview|visitor|adviser|programme|project|"
        r"conferenc",
        "group": r"group|committee|forum",
        "sub-group": r"sub-?\s?group|sub-?committee|SCB\b|safeguarding.*board",
        "sub-committee": r"sub-?committee|group",
        "forum": r"forum",
        "trust": r"trust",
        "unit": r"unit",
        "project": r"project",
        "programme": r"programme",
        "partnership": r"partnership|SCP\b|trust|board",
        "committee": r"committee|board|panel",
        "centre": r"centre|hub",
        "scheme": r"scheme|visitor|service",
        "conference": r"conference|MARAC",
        "meeting": r"meeting|panel|MARAC|MACE|MASE|conference|forum|board|group",
    }.items()
}
_DISTINCT = ("board", "panel", "hub", "trust", "sub-group", "sub-committee", "committee", "forum", "partnership")
_OF_THE_BOARD = ("board", "partnership", "sub-group", "sub-committee")
_NEAR, _FAR = 3, 9  # sentences back that "the team" can point to, in its paragraph; and "the board", in its section
# Topics that are a service as soon as they are spoken of: "Advocates are available ... The service is commissioned".
_SERVICES_BY_TOPIC = (
    "advocacy",
    "independent-visitors",
    "care-leavers",
    "missing-children",
    "family-group-conferencing",
)

Heard = list[tuple[Name, ...] | None]  # the names of each sentence so far; None where a paragraph begins


class Parties:
    """Reads a report sentence by sentence; one pass, in order."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.document.text
        self._full_names = _full_names(self._text, reading.mentions)
        self._short = _abbreviations(self._text, reading.mentions)
        self._short_forms = _any_of(self._short)
        self._short_names = sorted(self._all_abbreviated(), key=lambda name: name.start)
        self._short_starts = [name.start for name in self._short_names]
        self._with_office = holding(reading, OFFICE_CUES)
        self._with_bought = holding(reading, BOUGHT_CUES)
        self._with_provider = holding(reading, PROVIDER_CUES)
        self._with_body = holding(reading, BODY_CUES)
        self._with_pointer = holding(reading, _POINTER_CUES)
        self._with_chair = holding(reading, _CHAIR_CUES)

    def clauses(self) -> Iterator[Clause]:
        """Every sentence of the findings in which somebody can take part in a service."""
        board = self._reading.cover.framework == "lscb-review"
        heard: Heard = []
        for paragraph in self._reading.document.paragraphs:
            if paragraph.kind == "heading":
                board = self._in_board_chapter(paragraph, board)
                heard = []
            elif paragraph.kind in ("paragraph", "bullet") and not _is_no_finding(paragraph):
                heard.append(None)
                section = _section(paragraph.section)
                for start, end in paragraph.sentences:
                    names = self._names(start, end, heard, board)
                    if _may_take_part(names, self._text, start, end):
                        yield self._clause(start, end, names, heard, board, section)
                    heard.append(names)

    def _in_board_chapter(self, heading: Paragraph, board: bool) -> bool:
        text = self._text[heading.start : heading.end]
        return False if _COUNCIL_CHAPTER.search(text) else board or bool(_BOARD_CHAPTER.search(text))

    def _names(self, start: int, end: int, heard: Heard, board: bool) -> tuple[Name, ...]:
        """What the sentence names, in order, none overlapping."""
        known = self._mentioned(start, end) + self._abbreviated(start, end)
        text = self._text[start:end]
        known += unlabelled(text, start) if start in self._with_office else ()
        known += bought(text, start) if start in self._with_bought else ()
        names = with_chairs(text, start, longest(_in_their_field(known))) if known else []
        if start in self._with_provider:
            names = _with(names, proper_names(text, start, names))
        if start in self._with_body:
            names = _with(names, bodies(text, start, names))
            names = [with_purpose(name, names, board) for name in names]
        if start in self._with_pointer or start in self._with_chair or text.startswith(_ITS):
            names = _with(names, _pointed_to(text, start, names, heard, board, start in self._with_chair))
        return tuple(with_councils(text, start, with_chairs(text, start, names))) if names else ()

    def _clause(
        self, start: int, end: int, names: tuple[Name, ...], heard: Heard, board: bool, section: str | None
    ) -> Clause:
        text = self._text[start:end]
        words, at = with_signs(text, start, names)
        small = lowered(words)
        return Clause(
            start,
            end,
            text,
            names,
            words,
            small,
            at,
            about=_topic(heard, board),
            hub=_front_door(names, heard) if CO_LOCATED in small else None,
            section=section,
            board=board,
        )

    def _mentioned(self, start: int, end: int) -> list[Name]:
        found = []
        for mention in self._reading.mentions_in(start, end):
            name = name_of(self._text, mention, self._full_names.get(mention.concept))
            pan = mention.scheme == "authority" and _PAN.search(self._text, max(0, mention.start - 5), mention.start)
            if name is not None and not pan:
                other = name.kind == "council" and mention.concept != self._reading.cover.authority
                found.append(name._replace(other=True) if other else name)
        return found

    def _abbreviated(self, start: int, end: int) -> list[Name]:
        """Names by the abbreviation that the report gives them ("ECT"), and safeguarding boards ("NSCB")."""
        first = bisect_left(self._short_starts, start)
        last = bisect_left(self._short_starts, end, first)
        return [name for name in self._short_names[first:last] if name.end <= end]

    def _all_abbreviated(self) -> Iterator[Name]:
        text = self._text
        for match in self._short_forms.finditer(text) if self._short_forms else ():
            if not (match.start() and _IN_A_WORD.match(text, match.start() - 1)):
                name = self._short.get(match.group()) or self._short[match.group()[:-1]]
                yield name._replace(start=match.start(), end=match.end(), text=match.group())
        for match in _BOARD_SHORT.finditer(text):
            before = _BOARD_BEFORE.search(text, max(0, match.start() - 6), match.start())
            if before and not NOT_THE_BODY.match(text, match.end()):
                kind = "lscb" if match.group(1) == "B" else "lscp"
                yield Name(before.start(), match.end(), text[before.start() : match.end()], "service", service=kind)


def _in_their_field(names: list[Name]) -> list[Name]:
    """ "A therapeutic service" among the services for domestic abuse is one of them."""
    fields = [name.start for name in names if name.service == "domestic-abuse"]
    if not fields:
        return names
    abuse = min(fields)
    return [
        name._replace(service="domestic-abuse", agency=None, agency_name=None, kind="service")
        if name.service == "camhs" and name.start > abuse and name.text.lower().startswith("therapeutic service")
        else name
        for name in names
    ]


def _with(names: list[Name], more: Iterator[Name]) -> list[Name]:
    added = list(more)
    return longest([*names, *added]) if added else names


def _may_take_part(names: tuple[Name, ...], text: str, start: int, end: int) -> bool:
    """True where the sentence names an agency, or has words that stand for one."""
    for name in names:  # some 70,000 sentences in 200 reports: a generator takes twice as long
        if name.kind in AGENT_KINDS:
            return True
    sentence = text[start:end]
    return "haired by" in sentence or "ommission" in sentence or "contract" in sentence or "represented on" in sentence


def _is_no_finding(paragraph: Paragraph) -> bool:
    return _names_no_finding(paragraph.section) or _names_no_finding(paragraph.chapter)


@lru_cache(4096)
def _section(name: str) -> str | None:
    """The one service type that a section of this name is about."""
    found = [kind for kind, words in _SECTIONS.items() if re.search(words, name, re.IGNORECASE)]
    return found[0] or None if len(found) == 1 else None


def _full_names(text: str, mentions: tuple[Mention, ...]) -> dict[str, str]:
    """Slug of each agency that the report introduces by a full name → the longest form in which it is printed."""
    introduced = {mention.concept for mention in mentions if mention.scheme == "agency" and not mention.topic}
    found: dict[str, str] = {}
    for mention in mentions:
        printed = text[mention.start : mention.end]
        if mention.scheme == "agency" and mention.concept in introduced:
            found[mention.concept] = max(found.get(mention.concept, ""), printed, key=len)
    return found


def _abbreviations(text: str, mentions: tuple[Mention, ...]) -> dict[str, Name]:
    """Abbreviation → name, for each "Early Contact Team (ECT)" of the report."""
    found: dict[str, Name] = {}
    titles = {mention.end for mention in mentions if mention.scheme == "post"}  # "principal social worker (PSW)"
    for mention in mentions:
        if mention.scheme not in ("service-type", "agency-type") or mention.topic or mention.end in titles:
            continue
        match = _ABBREVIATED.match(text, mention.end)
        printed = text[mention.start : mention.end]
        if not match or (match.group(1)[0].lower() != printed[0].lower() and len(printed) < 12):
            continue
        if mention.scheme == "agency-type":
            name = Name(0, 0, printed, "agency", agency=mention.concept)
        else:
            other = printed if mention.concept == "other" else None
            name = Name(0, 0, printed, "service", service=mention.concept, service_name=other)
        found.setdefault(match.group(1), name)
    return found


def _any_of(short: dict[str, Name]) -> re.Pattern[str] | None:
    if not short:
        return None
    forms = "|".join(map(re.escape, sorted(short, key=len, reverse=True)))
    return re.compile(rf"(?:{forms})s?(?![\w-])")  # no look behind: the first letters make the search quick


# ---------------------------------------------------------------- what the words point back to


def _pointed_to(text: str, start: int, names: list[Name], heard: Heard, board: bool, chairs: bool) -> Iterator[Name]:
    """ "The board", "this team", "its chair", "it"; `chairs`: one of _CHAIR_CUES stands in `text`."""
    for match in _POINTER.finditer(text):
        if not NOT_THE_BODY.match(text, match.end()) and not _ALL_SERVICES.match(match.group()):
            before = [name for name in names if name.end <= start + match.start()]
            found = _antecedent(_noun(match), before, heard, board)
            if found:
                yield _standing_for(found, match, start)
    if chairs and _speaks_of_board(heard, board):
        for match in _ITS_CHAIR.finditer(text):
            chair = _standing_for(BOARD, match, start)
            yield chair._replace(kind="agency", service=None, agency="other", agency_name=LSCB)
        for match in _BOARD_MEMBERS.finditer(text):
            yield _standing_for(BOARD, match, start)
    it = _IT.match(text)
    subject = _subject(heard[-1]) if it and heard and heard[-1] else None
    if it and subject:
        yield _standing_for(subject, it, start)


def _standing_for(name: Name, match: re.Match[str], start: int) -> Name:
    return name._replace(start=start + match.start(), end=start + match.end(), text=match.group(), kind="service")


def _noun(match: re.Match[str]) -> str:
    word = re.sub(r"\s+", "", (match.group(1) or match.group(2)).lower())
    return re.sub(r"^sub-?(?=group|committee)", "sub-", word)


def _antecedent(noun: str, before: list[Name], heard: Heard, board: bool) -> Name | None:
    if board and noun in _OF_THE_BOARD:
        return BOARD
    for names in [before, *_recent(heard, far=noun in _DISTINCT)]:
        fitting = [name for name in names if name.kind in BODY_KINDS and _FITS[noun].search(name.text)]
        if fitting:
            return fitting[-1] if names is before else fitting[0]
    last = heard[-1] if heard and noun in ("service", "team") else None
    return _subject(last) or _topic_as_service(last) if last else None


def _topic_as_service(names: tuple[Name, ...]) -> Name | None:
    kinds = {name.service for name in names if name.service in _SERVICES_BY_TOPIC}
    return names[0] if len(kinds) == 1 and names[0].service in kinds else None


def _subject(names: tuple[Name, ...]) -> Name | None:
    """The service that a sentence begins with."""
    first = next((name for name in names if name.kind != "council"), None)
    return first if first and first.service and first.kind in BODY_KINDS else None


def _topic(heard: Heard, board: bool) -> Name | None:
    """The body that the last sentences began with; in the board's chapter, the board."""
    if board:
        return BOARD
    return next(filter(None, map(_subject, _recent(heard, far=False))), None)


def _speaks_of_board(heard: Heard, board: bool) -> bool:
    recent = list(_recent(heard, far=False))
    subjects = (_subject(names) for names in recent)
    return (
        board
        or any(subject and subject.service == "lscb" for subject in subjects)
        or any(name.agency_name == LSCB for names in recent for name in names)
    )


def _front_door(names: tuple[Name, ...], heard: Heard) -> Name | None:
    """The hub or front door that the sentence names, or its paragraph has named last."""
    for found in [names, *_recent(heard, far=False)]:
        for name in found:
            if name.service in ("mash", "assessment") and name.kind in BODY_KINDS:
                return name
    return None


def _recent(heard: Heard, far: bool) -> Iterator[tuple[Name, ...]]:
    """The names of the sentences before this one, latest first: of the paragraph, or from `far` behind it."""
    for names in heard[: -(_FAR if far else _NEAR) - 1 : -1]:
        if names is None and not far:
            return
        yield names or ()
