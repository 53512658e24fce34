"""The patterns of `_measure_templates` as regular expressions, each with the conditions under which it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from .. import matching
from ..phrases import ENGLISH
from . import _measure_templates as templates

UNITS = {"n": "children", "m": "children", "p": "percent", "q": "percent", "r": "per-10000", "s": "per-10000"}


@dataclass(frozen=True)
class Pattern:
    """One way to print a measure. Groups n, m are counts, p, q percentages, r, s rates per 10,000."""

    rule: str
    measure: str
    expression: str
    words: tuple[str, ...]  # a sentence without any of these (small letters) cannot match
    first: tuple[str, ...] = ()  # nor one without any of these, with which every match begins; none: not known
    leads: bool = False  # every match begins with a figure
    capitals: bool = True  # False: it is all in small letters, and tried on a text in small letters
    opens: bool = False  # only at the beginning of a clause, behind at most a date
    barred: re.Pattern[str] | None = None  # not in a sentence with these words
    needed: re.Pattern[str] | None = None  # only in a sentence with one of these words
    denied: re.Pattern[str] | None = None  # not where these words stand just before the figure
    bounds: tuple[float, float] = (0.0, 10_000_000.0)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first tried: all of them together take a fifth of a second, and few reports need all."""
        return re.compile(self.expression, ENGLISH | re.IGNORECASE if self.capitals else ENGLISH)


# ---------------------------------------------------------------- templates into expressions

_FRAGMENT = re.compile(r"\{([a-z][a-z ]*\d?)\}")


def expression(template: str) -> re.Pattern[str]:
    """A template as a regular expression. Capitals count only where it says so."""
    return re.compile(_filled(template), re.IGNORECASE | ENGLISH)


def _filled(template: str, **more: str) -> str:
    """A template with its fragments filled in; `more` are fragments of its own."""
    fragments = templates.FRAGMENTS | more
    regex = template
    while found := _FRAGMENT.search(regex):
        regex = regex[: found.start()] + fragments[found[1]] + regex[found.end() :]
    return regex.replace(" ", r"\s+")


_CAPITAL = re.compile(r"(?<!\\)(?<!\(\?)[A-Z]")  # but not of an escape (\W) or of a group's name ((?P<n>…)
# How a template begins of which every match begins with a figure.
_FIGURES = ("{n}", "{n0}", "{number}", "{n spaced}", "{p}", "{r}")


def _of_measure(rule: str, measure: str, template: str, **more: str) -> Pattern:
    begin = "" if template.startswith((",", "^")) else r"\b"  # others: a letter, a digit, or ", with" behind a word
    words = _filled(begin + template, name=_names(measure), **more)
    capitals = _CAPITAL.search(words) is not None
    leads = template.startswith(_FIGURES)
    gate = _gate(measure, named="{name}" in template)
    return Pattern(rule, measure, words, gate, _first_words(template), leads=leads, capitals=capitals)


# What can stand before the first words of a match: a look behind, words that may be missing.
_MAY_OPEN = re.compile(r"(?:\(\?<=[^()]*\)|\(\?:[^()]*\)\?)*")
_ARTICLE = re.compile(r"the (?:\(\?:[^()]*\)\?)?")  # "the (?:total |current )?": what is behind it tells more
_ALTERNATIVES = re.compile(r"\(\?:([^()]*)\)(?![?*]|\{\d)")
# Words, without a last letter that may be missing: "numbers? of".
_LETTERS = re.compile(r"(?:, )?(?:[a-z]+ )*[a-z]+?(?=[a-z]?[?*{]|[^a-z]|$)")


def _first_words(template: str) -> tuple[str, ...]:
    """Runs of words of which one stands at the beginning of every match; none where the template does not tell."""
    opening = _FRAGMENT.match(template)
    if opening:
        template = templates.FRAGMENTS.get(opening[1], "") + template[opening.end() :]
    rest = template[_MAY_OPEN.match(template).end() :]  # type: ignore[union-attr]
    article = _ARTICLE.match(rest)
    rest = rest[article.end() :] if article else rest
    several = _ALTERNATIVES.match(rest)
    found = [_LETTERS.match(words) for words in (several[1].split("|") if several else [rest])]
    letters = [match.group() if match else "" for match in found]
    return tuple(letters) if min(map(len, letters)) > 2 else ()


@cache
def _names(measure: str) -> str:
    """The labels of a measure as one alternative, longest first; capitals match only capitals."""
    return "(?:" + "|".join(map(_name, sorted(_labels(measure), key=len, reverse=True))) + ")"


def _labels(measure: str) -> list[str]:
    return sorted({label.text for label in matching.labels() if label.scheme == "measure" and label.concept == measure})


def _name(label: str) -> str:
    words = [re.escape(word).replace("'", "[’'`]") for word in re.split(r"[\s-]+", label)]
    joined = r"[\s\u2010-\u2015-]+".join(words) + ("" if label.endswith("s") else r"(?:[’']?s)?")
    return rf"(?-i:{joined})" if label.isupper() else joined


# Words of which one stands in every sentence that the templates of a measure match, but for what {name} stands for.
_WORDS: dict[str, tuple[str, ...]] = {
    "child-population": ("child",),
    "child-population-share": ("population", "total"),
    "minority-ethnic-share": ("ethnic", "white british", "bme"),
    "children-in-poverty-share": ("poverty", "income"),
    "children-in-need": ("in need", "assessment"),
    "children-looked-after": ("look", "care", "caring"),
    "child-protection-plans": ("protection plan",),
    "privately-fostered-children": ("private",),
    "care-leavers": ("leaver",),
    "unaccompanied-asylum-seeking-children": ("unaccompanied",),
    "adoptions": ("adopt",),
    "special-guardianship-orders": ("uardianship", "sgo"),
    "referrals": ("referrals",),
    "placed-out-of-area": ("outside", "out of"),
    "children-looked-after-rate": ("10,000", "10000"),
    "social-worker-caseload": ("caseload", "workload", "cases", "children"),
    "social-worker-vacancy-rate": ("vacan",),
    "assessments-in-time-share": ("assessment",),
}


@cache
def _gate(measure: str, *, named: bool) -> tuple[str, ...]:
    """Words of which one stands in every sentence that a template of the measure matches; `named`: it has {name}."""
    fixed = _WORDS[measure]
    labels = [matching.folded(label) for label in _labels(measure)] if named else []
    other = {max(label.split(), key=len) for label in labels if not any(word in label for word in fixed)}
    return (*fixed, *sorted(other))


# ---------------------------------------------------------------- conditions


def _words(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)


_OTHERS = _words(
    r"\b(?:foster carers?|adopters|sampled?|case files?|audit(?:ed|s)?|referred back|"
    r"inspectors (?:saw|looked|tracked|met|reviewed))\b"
)
_NOT_POPULATION = _words(
    r"\b(?:minority|ethnic|projected|expected|estimated to|predicted|forecast|growth|religion|muslim|born|"
    r"migrants?|speak)\b"
)
_NOT_ETHNICITY = _words(
    r"looked[ -]after|leavers|adopt|foster|workforce|staff|carers|protection plan|in care\b|in need\b"
)
_A_PART = _words(r"\b(?:largest|biggest|main|of\s+these)\b")
_NOT_PLACED = _words(
    r"\bof\s+(?:whom|which|these)\b|leavers|residential|foster\s+famil|special\s+school|with\s+parents|\ball\s+$"
)
_NOT_SOCIAL_WORKERS = _words(
    r"\bIC?ROs?\b|independent reviewing|reviewing officer|personal advis[eo]r|\bPAs?\b|supervising social worker|"
    r"health visitor|school nurse|conference chair|probation|family support worker|foster"
)
_SOCIAL_WORKERS = _words(r"social[ -]work|practitioners|caseloads?|workloads?|\bcases\b|workers\b")
_NOT_A_LOAD = _words(
    r"\b(?:target|recommended|exceed|maximum|capped|no more than|below|fewer than|less than|further reduc\w+)\b"
)
_NOT_ASSESSMENTS = _words(
    r"health|adopt|carer|\bPEPs?\b|personal education|section 47|\bCAF\b|re-?assess|prospective|viability|pathway"
)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern; of two on one figure the earlier counts."""
    return tuple(_all())


def _all() -> Iterator[Pattern]:
    yield from _shares()
    for measure, opens, template in templates.COUNTED:
        yield replace(_of_measure("statistics/counted", measure, template), opens=opens)
    yield from _standing()
    for measure, template in templates.OVER_A_PERIOD:
        yield replace(_of_measure("statistics/in-the-period", measure, template), bounds=(0, 200_000))
    for template in templates.PLACED:
        yield replace(_of_measure("statistics/placed-outside", "placed-out-of-area", template), denied=_NOT_PLACED)
    for template in templates.RATES:
        yield _of_measure("statistics/rate", "children-looked-after-rate", template)
    yield from _staff_and_time()


def _shares() -> Iterator[Pattern]:
    for template in templates.POPULATION:
        pattern = _of_measure("statistics/population", "child-population", template)
        yield replace(pattern, barred=_NOT_POPULATION, bounds=(500, 600_000))
    for template in templates.SHARE:
        pattern = _of_measure("statistics/population", "child-population-share", template)
        yield replace(pattern, barred=_NOT_POPULATION, bounds=(8, 60))
    for template in templates.ETHNICITY:
        pattern = _of_measure("statistics/share", "minority-ethnic-share", template)
        yield replace(pattern, barred=_NOT_ETHNICITY, denied=_A_PART)
    for template in templates.POVERTY:
        yield _of_measure("statistics/share", "children-in-poverty-share", template)


def _standing() -> Iterator[Pattern]:
    """The templates for every measure that counts children on a day, with the measure's own words in them."""
    for measure, link in templates.STANDING.items():
        number = "{n0}" if measure in templates.NONE_COUNTS else "{n}"
        by = "(?:{authority}|{leaving care})" if measure == "care-leavers" else "{authority}"
        for template in (templates.STANDING_OPENING, *templates.STANDING_TEMPLATES):
            pattern = _of_measure("statistics/counted", measure, template, link=link, number=number, by=by)
            yield replace(pattern, barred=_OTHERS, opens=template == templates.STANDING_OPENING)


def _staff_and_time() -> Iterator[Pattern]:
    for template in templates.CASELOADS:
        pattern = _of_measure("statistics/caseload", "social-worker-caseload", template)
        yield replace(pattern, barred=_NOT_SOCIAL_WORKERS, needed=_SOCIAL_WORKERS, denied=_NOT_A_LOAD, bounds=(4, 70))
    for template in templates.VACANCY:
        pattern = _of_measure("statistics/vacancy-rate", "social-worker-vacancy-rate", template)
        yield replace(pattern, barred=_NOT_SOCIAL_WORKERS)
    for template in templates.TIMELY:
        pattern = _of_measure("statistics/assessments-in-time", "assessments-in-time-share", template)
        yield replace(pattern, barred=_NOT_ASSESSMENTS)


ARRANGEMENTS = expression(templates.ARRANGEMENTS)
IN_THE_PERIOD = expression(templates.IN_THE_PERIOD)
RATE_ALONE = expression(templates.RATE_ALONE)
RATE_IN_BRACKETS = expression(templates.RATE_IN_BRACKETS)
