"""Recommendations: every item of every list of what to improve, in document order, in full.

Lists: "Areas for improvement" under "Immediately:", "Within three months:" … (2009–13); "What does the local authority
need to improve?" with "Priority and immediate action" (to mid-2015); "Recommendations" (to 2018); "What needs to
improve?" (ILACS); the board's own list; a news article's sentence. What counts: GUIDELINES, Recommendations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..model import Paragraph, Reading, Recommendation, Rule

RULES = (
    Rule(
        "recommendations/numbered-item",
        "a numbered paragraph in a list of what to improve",
        "7. Ensure that return home interviews are offered to every child (paragraph 41).",
        0.99,
    ),
    Rule(
        "recommendations/bullet",
        "a bullet in a list of what to improve",
        "What needs to improve? ◼ The timeliness of strategy meetings.",
        0.99,
    ),
    Rule(
        "recommendations/plain-item",
        "a paragraph without number or bullet in a list of what to improve",
        "Within three months: review the membership of the board",
        0.9,
    ),
    Rule(
        "recommendations/news",
        "what an article says that Ofsted recommends",
        "Ofsted recommends that Northshire should improve the stability of homes for older children.",
        0.9,
    ),
)

_BEGINS = re.compile(
    r"^(?:what\s+(?:does|do)\b.{0,80}\bneed\s+to\s+improve|what\s+needs\s+to\s+(?:be\s+)?improved?|recommendations?|"
    r"areas?\s+for\s+(?:improvement|development)|priority\s+(?:and\s+immediate\s+)?actions?|immediate\s+actions?|"
    r"(?:with)?in\s+(?:the\s+next\s+)?(?:three|six|3|6|twelve|12)\s+months|immediately)\W*\d{0,2}\W*$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"strengths?\b|summary|progress\s+since|information\s+about|about\s+this|inspection\s+judge?ments?|"
    r"inspection\s+findings|experiences\s+and\s+progress|impact\s+of\s+leaders|judge?ment\s+grade|contents|"
    r"service\s+information|outcomes\s+for|what\s+the\s+inspection|the\s+inspection\s+team|record\s+of\s+main",
    re.IGNORECASE,
)
_DEADLINES = (
    (re.compile(r"immediate", re.IGNORECASE), "immediately"),
    (re.compile(r"priority\s+action", re.IGNORECASE), "immediately"),
    (re.compile(r"\b(?:three|3)\s+months", re.IGNORECASE), "3 months"),
    (re.compile(r"\b(?:six|6)\s+months", re.IGNORECASE), "6 months"),
)
_BOARD = re.compile(r"safeguarding\s+children[’']?s?[’']?\s+board|\bLSCB\b|\bthe\s+board\b", re.IGNORECASE)
_BOARD_SHORT = re.compile(r"\b[A-Z]{1,4}SCB\b")  # "HSCB": the board by its own abbreviation
_AUTHORITY = re.compile(r"\blocal\s+authority\b|\bsection\s+1\b", re.IGNORECASE)
# "There are no priority actions": a list that says it is empty.
_NONE = re.compile(
    r"^\s*(?:there\s+(?:are|were)\s+no|none\b|no\s+(?:priority|areas|immediate)|"
    r"(?:(?:the|this)\s+(?:inspection|review)|inspectors)\s+(?:did|have|has)\s+not\s+(?:find|found|identif\w+)\s+any)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*\([^()]{1,80}\)\W*")  # "(Outcome 4, National Framework)" on a line of its own
_PROSE = re.compile(r"there\s+(?:is|are|was|were)\b", re.IGNORECASE)  # what is said below the heading, and no item
_INTRODUCES = re.compile(
    r"^(?:in\s+order\s+to|to\s+improve)\b|\b(?:following|these)\s+(?:actions?|areas?|steps)\W*$|"
    r"\bshould\s+(?:act|take\s+action)\s+as\s+follows\W*$",
    re.IGNORECASE,
)
_BACK = re.compile(r"\bparagraphs?\s+(\d{1,3}(?:\s*(?:,|and|&|–|-|to)\s*\d{1,3})*)", re.IGNORECASE)
_NEWS = re.compile(r"Ofsted\s+(?:recommends|recommended|says|said)\s+that\b[^.]{0,80}?\bshould\s+")
_VAGUE = ("other", "childrens-social-care")


@dataclass
class _Item:
    """One recommendation in the making: its first paragraph and the bullets that complete it."""

    paragraphs: list[Paragraph]
    deadline: str | None
    to: str
    rule: str
    texts: list[str] = field(default_factory=list)


def extract(reading: Reading) -> Iterable[Recommendation]:
    found = list(_news(reading)) if reading.cover.kind == "news" else list(_listed(reading))
    return [_fact(reading, item, position) for position, item in enumerate(found, start=1)]


# ---------------------------------------------------------------- lists


def _listed(reading: Reading) -> Iterator[_Item]:
    """The items of all lists. `deadline` and `to` follow from the headings above an item."""
    blocks = [block for block in reading.document.paragraphs if block.kind not in ("contents", "footnote")]
    inside, deadline, of_board = False, None, reading.cover.framework == "lscb-review"
    current: _Item | None = None
    for index, block in enumerate(blocks):
        words = reading.document.text[block.start : block.end]
        if inside and current and _BRACKET.fullmatch(words):
            current.paragraphs.append(block)
            continue
        if block.kind == "heading":
            if current:
                yield current
                current = None
            of_board = _speaks_of_board(words, of_board, block)
            if _BEGINS.match(words):
                inside, deadline = True, _deadline(words)
            elif inside and (_ENDS.search(words) or not _goes_on(blocks, index)):
                inside = False
            continue
        if not inside or _is_finding(block, words):
            inside = False
            continue
        begun = _item(reading, block, words, deadline, "board" if of_board else "authority", current)
        if begun:
            if current:
                yield current
            current = begun
        elif current and _completes(reading, block, current):
            current.paragraphs.append(block)
    if current:
        yield current


def _speaks_of_board(words: str, before: bool, block: Paragraph) -> bool:
    """Whether what follows a heading is the board's part of the report."""
    if block.page == 1:
        return before
    if _BOARD.search(words):
        return True
    return False if _AUTHORITY.search(words) else before


def _is_finding(block: Paragraph, words: str) -> bool:
    """A long paragraph of many sentences: the list above it was left empty, and findings follow its heading."""
    return len(block.sentences) >= 4 and len(words) > 450


def _deadline(words: str) -> str | None:
    return next((deadline for pattern, deadline in _DEADLINES if pattern.search(words)), None)


def _goes_on(blocks: list[Paragraph], index: int) -> bool:
    """A heading inside a list ("Leadership and governance"): the numbers of the items run on below it."""
    before = next((block.number for block in reversed(blocks[:index]) if block.number), None)
    after = next((block for block in blocks[index + 1 :] if block.kind != "heading"), None)
    return bool(
        before and after and after.number and int(after.number) == int(before) + 1 and after.end - after.start < 700
    )


def _item(
    reading: Reading, block: Paragraph, words: str, deadline: str | None, to: str, current: _Item | None
) -> _Item | None:
    """The item that this block begins; None for an introduction, a sub-heading, or a bullet that completes an item."""
    said = reading.document.text[block.sentences[0][0] : block.end] if block.sentences else ""
    if not said or _NONE.match(said) or _INTRODUCES.search(said):
        return None
    if block.kind == "bullet":
        return (
            None
            if current is not None and _completes(reading, block, current)
            else _Item([block], deadline, to, "recommendations/bullet")
        )
    if block.number:
        return _Item([block], deadline, to, "recommendations/numbered-item")
    listed = reading.cover.framework.startswith("ilacs") or (deadline is not None and said[0].islower())
    if (
        listed
        and len(said) > 25
        and not _PROSE.match(said)
        and (current is None or current.rule == "recommendations/plain-item")
    ):
        return _Item([block], deadline, to, "recommendations/plain-item")
    return None


def _completes(reading: Reading, block: Paragraph, item: _Item) -> bool:
    """A bullet below a numbered sentence, or below a bullet of a higher level, that it completes."""
    first = item.paragraphs[0]
    words = reading.document.text[first.start : first.end].rstrip()
    if block.kind != "bullet" or words.endswith((".", ")", "”")):
        return False
    return item.rule == "recommendations/numbered-item" or (words.endswith(":") and block.level > first.level)


# ---------------------------------------------------------------- news, facts


def _news(reading: Reading) -> Iterator[_Item]:
    text = reading.document.text
    for block, start, end in reading.sentences():
        match = _NEWS.search(text, start, end)
        if match:
            yield _Item([block], None, "authority", "recommendations/news", [text[match.end() : end]])


def _fact(reading: Reading, item: _Item, position: int) -> Recommendation:
    document = reading.document
    texts = item.texts or [
        document.text[block.sentences[0][0] : block.end] for block in item.paragraphs if block.sentences
    ]
    words = " ".join(texts)
    types = {
        mention.concept
        for block in item.paragraphs
        for mention in reading.mentions_in(block.start, block.end, "service-type")
    }
    types |= {"lscb"} if _BOARD_SHORT.search(words) else set()
    return Recommendation(
        position=position,
        text=words,
        deadline=item.deadline,
        addressed_to=item.to,
        service_types=tuple(sorted(types - set(_VAGUE))),
        paragraphs=tuple(_numbers(words)),
        rule=item.rule,
        evidence=tuple(
            document.evidence(block.sentences[0][0], block.end) for block in item.paragraphs if block.sentences
        ),
    )


def _numbers(words: str) -> list[str]:
    """The printed numbers behind "paragraph" and "paragraphs", each once, in order; ranges in full."""
    found: dict[str, None] = {}
    for match in _BACK.finditer(words):
        for first, last in re.findall(r"(\d{1,3})(?:\s*(?:–|-|\bto\b)\s*(\d{1,3}))?", match.group(1)):
            stop = int(last or first)
            for number in range(int(first), stop + 1 if 0 <= stop - int(first) < 30 else int(first) + 1):
                found.setdefault(str(number))
    return list(found)
