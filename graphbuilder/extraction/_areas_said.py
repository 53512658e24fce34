"""Which area and which framework the words used for an earlier inspection name."""

from __future__ import annotations

from ._past_grades import GradeSaid
from ._past_inspections import Mention, words

OVERALL = "overall-effectiveness"
_LOOKED_AFTER = r"looked[\s-]after|children in care|in the care of|achieving permanenc"
AREAS = tuple(
    (area, words(regex))
    for area, regex in (
        ("private-fostering", r"private fostering"),
        ("leadership", r"leadership"),
        ("care-leavers", r"care[\s-]leavers?|leaving care|care[\s-]experienced"),
        ("adoption", r"adoption"),
        ("fostering", r"fostering"),
        ("looked-after", _LOOKED_AFTER),
        ("safeguarding", r"safeguarding(?! (?:children )?board)"),
        (
            "protection",
            r"(?:child|children) protection|protection of children|help and protection|in need of protection|"
            r"front door",
        ),
        ("capacity-to-improve", r"capacity to improve"),
        ("lscb", r"safeguarding children(?:[’']s)? board|\bLSCB\b|\bthe board\b"),
    )
)
_EVERYTHING = words(
    r"help and protection, (?:and )?(?:children )?looked[\s-]after|children looked after and care leavers|"
    r"children[’']s social care|(?:single|full|ILACS) inspection|local authority children[’']s services"
)
# One area from 2018 to 2022: "children in care and care leavers"
_IN_CARE_AND_LEAVERS = words(r"(?:in care|looked[\s-]after) and (?:for )?care[\s-](?:leavers|experienced)")
_FRAMEWORKS = tuple(
    (framework, words(regex))
    for framework, regex in (
        ("contact-referral-assessment", r"contact,? (?:and )?referral"),
        ("private-fostering", r"private fostering"),
        ("slac-2009", rf"safeguarding (?:arrangements )?and (?:services for )?(?:{_LOOKED_AFTER}|children looked)"),
        ("sif-2013", r"single inspection|in need of help and protection, children looked"),
        ("arr-2012", r"(?<!/)(?<!/\s)arrangements for the protection of children"),
        ("ilacs", r"\bILACS\b|inspections? of local authority children[’']s services"),
    )
)
_SAFEGUARDING_ARRANGEMENTS = words(r"safeguarding arrangements")


def areas_of(said: str, year: int | None) -> list[str]:
    """The areas that the words name, as slugs; none for an inspection of everything."""
    if _EVERYTHING.search(said):
        return []
    named = [area for area, pattern in AREAS if pattern.search(said)]
    if "private-fostering" in named:
        return ["private-fostering"]
    # "safeguarding arrangements/arrangements for the protection of children" is one area under two names
    if "safeguarding" in named and "protection" in named:
        named.remove("protection")
    if (year is None or 2018 <= year < 2023) and _IN_CARE_AND_LEAVERS.search(said) and "looked-after" in named:
        named.remove("care-leavers")
    return [_slug(area, year) for area in named]


def _slug(area: str, year: int | None) -> str:
    """The area's slug under the framework of the time."""
    old = year is not None and year <= 2013
    if area == "looked-after":
        recent = "children-in-care" if (year or 0) >= 2023 else "children-looked-after"
        return "looked-after-services" if old else recent
    if area == "safeguarding":
        return "safeguarding-services" if old or year is None else "help-and-protection"
    return {"fostering": "other", "protection": "help-and-protection"}.get(area, area)


def framework_of(mention: Mention, year: int | None) -> str | None:
    """The framework that the words name, as a slug; None where they name none."""
    if mention.kind != "inspection":
        return mention.kind if mention.kind in ("jtai", "focused-visit", "monitoring-visit") else None
    framework = next((slug for slug, pattern in _FRAMEWORKS if pattern.search(mention.words)), None)
    if framework == "ilacs":
        return None if year is None or year < 2018 else "ilacs-2018" if year < 2023 else "ilacs-2023"
    if framework == "arr-2012" and _SAFEGUARDING_ARRANGEMENTS.search(mention.words):
        return None
    return framework


# ---------------------------------------------------------------- what a grade is of

_OVERALL_BEHIND = words(
    r"^[’'”\"]?\s*,?\s*(?:overall|for (?:its |their )?overall effectiveness|in (?:their|its) overall|"
    r"(?:in|across) (?:all|every))\b"
)
_BEHIND = words(r"[’'”\"]?\s*(?:inspection )?(?:judge?ments? )?(?:for|in|safeguarding)\b[^.;,\d]{0,90}")
_AT_AN_INSPECTION = words(r"\b(?:in|at) (?:its|the|their|an?)\b")
JUDGEMENT_OF = words(r"[’'”\"]? (?:inspection )?judge?ments?\b")
JUDGING = words(r"\b(?:judged|judge|rated|graded|found|considered)\b")
_PASSIVE = words(r"\b(?:was|were|been|being) (?:\w+ly )?$")
_RELATIVE = words(r"\b(?:that|which) (?:was|were)\s*$")
_VERB_WORDS = words(r"\b(?:to be|as|to|be|overall|them|it)\b|\W")
_CONJUNCTION = words(r";|\bwhen\b|\bwhere\b|\bwhich\b|\bwhile\b|\bbut\b")
_PRONOUN = words(r"^\W*(?:and )?(?:they|it|the service|these|these services|this) (?:was|were|had)\b")
_EXCEPT = words(r"\b(?:except|apart from|other than|excluding|with the exception of)\b[^.;,]*")
_IN_YEAR = words(r"\W*In 20\d\d,")


def areas_judged(mention: Mention, grade: GradeSaid, year: int | None, section: str, lead: str) -> list[str]:
    """The areas a grade is of: by the words behind it, before it, of the inspection, else the whole.

    `lead` are the words of the sentence before the inspection, to which "they" and "the service" refer.
    """
    of_mention = areas_of(mention.words, year)
    if _OVERALL_BEHIND.match(grade.after):
        return of_mention or [OVERALL]
    behind = _BEHIND.match(grade.after)
    subject = "" if JUDGEMENT_OF.match(grade.after) else _EXCEPT.sub("", _subject(grade.before))
    areas = areas_of(_AT_AN_INSPECTION.split(behind.group())[0], year) if behind else []
    areas = areas or areas_of(subject, year)
    if not areas and _PRONOUN.search(subject) and len(areas_of(lead, year)) == 1:
        areas = areas_of(lead, year)
    if not areas and not of_mention and _IN_YEAR.match(grade.before):
        areas = areas_of(section, year)
    return areas or of_mention or [OVERALL]


def _subject(before: str) -> str:
    """What is judged: behind an active verb ("judged safeguarding as"), else the clause before it."""
    verbs = list(JUDGING.finditer(before))
    if not verbs:
        return _CONJUNCTION.split(before)[-1]
    ahead, behind = before[: verbs[-1].start()], before[verbs[-1].end() :]
    if _VERB_WORDS.sub(" ", behind).split() and not _PASSIVE.search(ahead):
        return behind
    return before if _RELATIVE.search(ahead) else _CONJUNCTION.split(ahead)[-1]
