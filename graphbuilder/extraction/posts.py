"""Who holds which office, and since when: directors, board chairs, chief executives, lead members and others.

A row needs a date in post or of appointment, a name, or the word "new" or "recently appointed" (GUIDELINES, Posts).
Former holders and posts of other bodies are left out. Posts that share a verb are read together:
"A new chief executive and lead member were appointed in May 2016" says the same of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model import PostHolding, Reading, Rule
from ._offices import Office, groups, has_short_titles, offices, offsets_of_titles
from ._sections import section_test
from ._tenure import APPOINTED, IN_POST, NEW, Tenure, dates_respectively, is_present_holder, tenure_said

NAMED = "posts/named"

RULES = (
    Rule(
        IN_POST,
        "“has been in post since” a month or year",
        "The independent LSCB chair has been in post since 3 June 2014.",
        0.97,
    ),
    Rule(
        APPOINTED,
        "appointed, or took or takes up post, in a month or year",
        "A new director of children’s services took up post in May 2017.",
        0.92,
    ),
    Rule(
        NEW,
        "a new, recently appointed or interim holder, without a date",
        "The recently appointed principal social worker has begun to audit practice.",
        0.90,
    ),
    Rule(
        NAMED,
        "the holder's name beside the title",
        "Councillor Ann Archer, Lead Member for Children’s Services, welcomed the report.",
        0.85,
    ),
)

_NOT_FINDINGS = re.compile(
    r"recommendation|to improve\b|areas? for improvement|judge?ments? mean|priority and immediate", re.IGNORECASE
)
_is_no_finding = section_test(_NOT_FINDINGS)
_TITLE = r"(?:Cllr|Councillor|Mr|Mrs|Ms|Dr)\.?\s+"
_NAME = r"[A-Z][a-z]+(?:[’'-][A-Z][a-z]+)?\s+(?:Mc|Mac|O[’'])?[A-Z][a-z]+(?:-[A-Z][a-z]+)?"
_NAME_BEFORE = re.compile(
    rf"(?:^|\b(?:said|says|by|and|from)\s+|[”\"]\s*)(?P<name>(?:{_TITLE})?{_NAME}),\s+(?:the\s+|its\s+|our\s+)?"
    r"(?:council[’']s\s+|interim\s+)?$"
)
_NAME_AFTER = re.compile(rf",\s+(?P<name>(?:{_TITLE})?{_NAME})\s*(?:,|\bsaid\b)")
_LATER_BY_YEARS = 3  # a "new" holder this long after the dated one is another person


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one sentence says of one post."""

    office: Office
    span: tuple[int, int]
    tenure: Tenure
    bullet: bool
    name: str | None = None


def extract(reading: Reading) -> Iterable[PostHolding]:
    """One row per holder, in document order."""
    by_post: dict[str, list[_Claim]] = {}
    for claim in _claims(reading):
        office = claim.office
        key = office.post if office.post != "other" else f"other {office.title.lower()}"
        by_post.setdefault(key, []).append(claim)
    rows = [_row(reading, claim) for claims in by_post.values() for claim in _holders(reading, claims)]
    return sorted(rows, key=lambda row: (row.evidence[0].start, row.post))


def _row(reading: Reading, claim: _Claim) -> PostHolding:
    office, tenure = claim.office, claim.tenure
    return PostHolding(
        post=office.post,
        title=office.title if office.post == "other" else None,
        name=claim.name,
        since=tenure.since,
        status=tenure.status,
        rule=tenure.rule,
        evidence=(reading.document.evidence(*claim.span),),
    )


def _claims(reading: Reading) -> Iterator[_Claim]:
    short_titles = has_short_titles(reading)
    for paragraph, start, end in reading.sentences_with(offsets_of_titles(reading)):
        if _is_no_finding(paragraph.section):
            continue
        sentence = reading.document.text[start:end]
        found = list(offices(reading, paragraph, start, end, short_titles=short_titles))
        for group in groups(sentence, found):
            for office, tenure, name in _said(sentence, group, found):
                yield _Claim(office, (start, end), tenure, paragraph.kind == "bullet", name)


def _said(sentence: str, group: list[Office], found: list[Office]) -> Iterator[tuple[Office, Tenure, str | None]]:
    """What the words on either side of a group of posts, up to the next posts, say of each."""
    begin = max((office.end for office in found if office.end <= group[0].start), default=0)
    stop = next((office.start for office in found if office.start > group[-1].end), len(sentence))
    before, after = sentence[begin : group[0].start], sentence[group[-1].end : stop]
    if not is_present_holder(before, after):
        return
    name = _name(sentence[: group[0].start], after) if len(group) == 1 else None
    tenure = tenure_said(sentence, before, after, group[0].title)
    dates = dates_respectively(sentence, after)
    for index, office in enumerate(group):
        if len(dates) > index:
            yield office, Tenure(dates[index], "in-post", IN_POST), name
        elif tenure is not None and not (tenure.rule == NEW and tenure.status == "interim" and index):
            yield office, tenure, name
        elif name:
            yield office, Tenure(None, "in-post", NAMED), name


def _name(before: str, after: str) -> str | None:
    match = _NAME_BEFORE.search(before[-80:]) or _NAME_AFTER.match(after)
    return match["name"] if match else None


# ---------------------------------------------------------------- one row per holder


def _holders(reading: Reading, claims: list[_Claim]) -> list[_Claim]:
    """The holders of one post: those dated "in post since", later appointments, and new ones without a date."""
    rows = _in_post(claims)
    for claim in claims:
        if claim.tenure.rule == APPOINTED and not any(_same_holder(claim.tenure, row.tenure) for row in rows):
            rows.append(claim)
    undated = [claim for claim in claims if claim.tenure.since is None]
    if claims[0].office.post == "other":
        undated = [claim for claim in undated if claim.name]
    return rows + _undated(reading, undated, rows)


def _in_post(claims: list[_Claim]) -> list[_Claim]:
    """The claims "in post since", those in bullets first, one for each holder."""
    rows: list[_Claim] = []
    dated = [claim for claim in claims if claim.tenure.rule == IN_POST]
    for claim in sorted(dated, key=lambda claim: not claim.bullet):
        if not any(_is_near(row.tenure.since, claim.tenure.since) for row in rows):
            rows.append(claim)
    return rows


def _is_near(one: str | None, other: str | None) -> bool:
    """True where two printed dates lie within half a year, or one is the year of the other."""
    if not one or not other:
        return False
    if len(one) == 4 or len(other) == 4:
        return one[:4] == other[:4]
    return abs(_months(one) - _months(other)) <= 6


def _months(since: str) -> int:
    return int(since[:4]) * 12 + int(since[5:7] or 1)


def _same_holder(claim: Tenure, row: Tenure) -> bool:
    """An appointment before or near the date in post is the same person's; a later one is a successor's."""
    if _is_near(claim.since, row.since):
        return True
    return bool(claim.since and row.since and row.rule == IN_POST and claim.since < row.since)


def _undated(reading: Reading, undated: list[_Claim], rows: list[_Claim]) -> list[_Claim]:
    """The first "new" holder without a date, where no dated row can be the same person."""
    if not undated:
        return []
    best = next((claim for claim in undated if claim.tenure.status == "newly-appointed"), undated[0])
    if not rows:
        return [best]
    inspected = reading.cover.start
    if inspected is None or best.tenure.status != "newly-appointed":
        return []
    latest = max(int(row.tenure.since[:4]) for row in rows if row.tenure.since)
    return [best] if inspected.year - latest >= _LATER_BY_YEARS else []
