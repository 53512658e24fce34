"""The posts that a sentence names: by the labels of the scheme, and by the shapes of the two most named ones.

"Chair of the Northshire Safeguarding Children Board", "NSCB chair", "director of children and learning" and a bare
"independent chair" in the chapter on the board are found by shape; a post of another body is no post of this council.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..matching import Cues
from ..model import Paragraph, Reading
from ._sections import section_test

DIRECTOR, CHAIR = "director-of-childrens-services", "lscb-chair"

_BOARD_CHAIR = re.compile(
    r"\b(?:[Ii]ndependent\s+)?[Cc]hair(?:person|man)?\s+of\s+(?:the\s+)?(?:[A-Z][\w’'-]+\s+(?:and\s+|&\s+)?){0,5}?"
    r"(?:[Ll]ocal\s+)?[Ss]afeguarding\s+[Cc]hildren(?:[’']?s)?\s+(?:and\s+[Yy]oung\s+[Pp]eople\s+)?"
    r"(?:[Bb]oard|[Pp]artnership)\b|"
    r"\b(?:[Ii]ndependent\s+)?[Cc]hair(?:person)?\s+of\s+(?:the\s+)?[A-Z]{1,5}SC[BP]\b|"
    r"\b[A-Z]{1,5}SC[BP](?:[’']s)?\s+(?:independent\s+)?[Cc]hair\b|\bsafeguarding\s+board\s+chair\b"
)
_PLAIN_CHAIR = re.compile(
    r"(?:(?<=\bthe )|(?<=\ba )|(?<=\ban )|(?<=\bnew )|(?<=\bappointed )|(?<=\bcurrent )|(?<=\binterim )|"
    r"(?<=\bincoming )|(?<=\bexperienced ))(?:[Ii]ndependent\s+)?[Cc]hair\b(?!\s+of\b|\s+for\b|\s+arrangements)"
)
_DIRECTOR = re.compile(
    r"\b(?:(?:corporate|executive|strategic|group|statutory)\s+)?director\s+(?:of|for)?\s*"
    r"(?:[\w’'&-]+(?:,|\s+and|\s+&)?\s+){0,3}?child(?:ren)?(?:[’']?s)?"
    r"(?:\s+and\s+(?:young\s+people|famil(?:y|ies)|adults?)(?:[’']?s?)?)?"
    r"(?:\s+(?:social\s+(?:care|work)(?:\s+and\s+education)?|services))?\b",
    re.IGNORECASE,
)
_SHORT_DIRECTOR = re.compile(
    r"\b(?:corporate|executive|strategic|group)\s+director(?:\s+of\s+people(?:[’']s\s+services)?)?\b"
    r"(?!\s+(?:of|for|and)\b|\s*\(|,)|\bdirector\s+of\s+people(?:[’']s\s+services)?\b",
    re.IGNORECASE,
)
_SHORT_AND_FULL = re.compile(  # the report prints a short title beside the full one: "executive director ... (DCS)"
    r"(?:corporate|executive|strategic|group)\s+director[^.;]{0,50}(?:children|\(DCS\))|"
    r"director\s+of\s+people[^.;]{0,60}(?:\(DCS\)|children)",
    re.IGNORECASE,
)
_OTHER_DIRECTOR = re.compile(
    r"\b(?:corporate|executive|strategic|group)\s+director\s+(?:of|for)\s+(?!child|people|the\b)", re.IGNORECASE
)
_DIRECTORS = Cues("director")
_TITLES = Cues("chair", "director")
_ASSUMES_DUTIES = re.compile(r"\bdirector\s+will\s+assume\b", re.IGNORECASE)
_ON_THE_BOARD = re.compile(r"safeguarding children|\bLSCB\b", re.IGNORECASE)
_speaks_of_board = section_test(_ON_THE_BOARD)
_SAYS_BOARD = re.compile(r"safeguarding children|\bLSCB\b|\b[A-Z]{1,4}SCB\b|\bthe board\b", re.IGNORECASE)
_OTHER_BODY = re.compile(
    r"^\s*(?:[’']s?\b|(?:of|from|at|for)\s+(?!(?:the\s+)?(?:council|local\s+authority|LSCB|county\s+council|borough)\b))"
    r"[^.;,]{0,60}\b(?:CCG|NHS|trust|police|hospital|another|neighbouring|charity|college|panel|group|improvement|"
    r"adults?|corporate|scrutiny|health|company|academy|forum|sub-?group|committee)\b",
    re.IGNORECASE,
)
_OTHER_COUNCIL = re.compile(
    r"\b(?:another|neighbouring|other)\s+(?:local\s+)?(?:authority|council|borough)(?:[’']s)?\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"\s*,?\s*\((?!\s*(?:\w+\s+)?\d{4})[^()]{1,70}\)\d{0,2}")
_COORDINATED = re.compile(
    r"\s*(?:\([^()]{1,40}\)\d{0,2})?\s*(?:,\s*(?:and\s+)?|\band\s+|&\s*)"
    r"(?:(?:an?|the|new|newly\s+appointed|its|interim)\s+){0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Office:
    """A post in a sentence; offsets count in the sentence, `end` lies behind its abbreviation."""

    start: int
    end: int
    post: str
    title: str


def has_short_titles(reading: Reading) -> bool:
    """True where "the executive director" can only be the director of children's services."""
    text = reading.document.text
    alone = reading.cover.framework.startswith("ilacs") and not _DIRECTORS.first_near(_OTHER_DIRECTOR, text, 40, 120)
    return alone or bool(_DIRECTORS.first_near(_SHORT_AND_FULL, text, 40, 120))


def offsets_of_titles(reading: Reading) -> list[int]:
    """Where a title can stand: the known posts, and the words of those that are found by shape, in order."""
    known = [mention.start for mention in reading.mentions if mention.scheme == "post"]
    return sorted([*known, *_TITLES.offsets(reading.document.text)])


def offices(reading: Reading, paragraph: Paragraph, start: int, end: int, *, short_titles: bool) -> Iterator[Office]:
    """The posts named in the sentence at `start`..`end`, longest title first, none inside another."""
    sentence = reading.document.text[start:end]
    last = -1
    found = _candidates(reading, paragraph, start, end, short_titles)
    for low, high, post in sorted(found, key=lambda item: (item[0], -item[1], item[2])):
        if low < last:
            continue
        bracket = _ABBREVIATION.match(sentence, high)
        last = bracket.end() if bracket else high
        if post and not _OTHER_BODY.match(sentence[last:]) and not _OTHER_COUNCIL.search(sentence[:low][-60:]):
            yield Office(low, last, post, sentence[low:high])


def _candidates(
    reading: Reading, paragraph: Paragraph, start: int, end: int, short_titles: bool
) -> Iterator[tuple[int, int, str]]:
    sentence = reading.document.text[start:end]
    board = _is_on_the_board(reading, paragraph) or _chair_came_before(reading, paragraph, start)
    board = board or bool(_BOARD_WITH_NEW_CHAIR.search(sentence))
    for mention in reading.mentions_in(start, end, "post"):
        unclear = mention.concept == CHAIR and mention.topic and not (board or _SAYS_BOARD.search(sentence))
        yield mention.start - start, mention.end - start, "" if unclear else mention.concept
    shapes = []
    if "hair" in sentence:
        shapes += [(_BOARD_CHAIR, CHAIR), *([(_PLAIN_CHAIR, CHAIR)] if board else [])]
    if "irector" in sentence:
        shapes.append((_DIRECTOR, DIRECTOR))
        if short_titles or _ASSUMES_DUTIES.search(sentence):
            shapes.append((_SHORT_DIRECTOR, DIRECTOR))
    for pattern, post in shapes:
        for match in pattern.finditer(sentence):
            yield match.start(), match.end(), post


# "the board has improved since the appointment of a new chair"; with no other body between the two
_BOARD_WITH_NEW_CHAIR = re.compile(
    r"(?:\b[A-Z]{0,4}SCB|[Ss]afeguarding [Cc]hildren(?:[’']s)? [Bb]oard)\b"
    r"(?:(?!\b(?:[Bb]oard|panel|group|committee)\b)[^.;]){0,80}"
    r"\bappointment of (?:an?|the|its) (?:new )?(?:independent )?[Cc]hair\b(?! of)"
)
_ALONE = re.compile(r"\W*(?:[^.;]{0,40},\s+)?(?:an?|the)\s+(?:\w+\s+)?(?:independent\s+)?chair\b", re.IGNORECASE)


def _chair_came_before(reading: Reading, paragraph: Paragraph, start: int) -> bool:
    """ "An interim chair has been in post since ...", behind a sentence of the paragraph on the board's chair."""
    text = reading.document.text
    before = next(((low, high) for low, high in reversed(paragraph.sentences) if high <= start), None)
    if before is None or not _ALONE.match(text, start):
        return False
    chairs = reading.mentions_in(*before, "post")
    named = any(mention.concept == CHAIR and not mention.topic for mention in chairs)
    return named or bool(_BOARD_CHAIR.search(text, *before))


def _is_on_the_board(reading: Reading, paragraph: Paragraph) -> bool:
    """True where the section or the chapter is about the safeguarding board alone."""
    with_board = reading.cover.framework in ("sif-2013", "lscb-review")
    return with_board and _speaks_of_board(f"{paragraph.section} {paragraph.chapter}")


def groups(sentence: str, found: list[Office]) -> list[list[Office]]:
    """Posts joined by "and" or a comma share what is said of them."""
    joined: list[list[Office]] = []
    for office in found:
        if joined and _COORDINATED.fullmatch(sentence[joined[-1][-1].end : office.start]):
            joined[-1].append(office)
        else:
            joined.append([office])
    return joined
