"""Which statements a network is made of: one service type, one region, one authority and its neighbours …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..errors import UsageError
from ..parameters import resolve_authority, term_of
from ..vocabulary import DEFAULT_BASE, pref_labels, term
from .statements import Authority, Statement

KINDS = ("joint-delivery", "joint-commissioning", "shared-management", "delivered-by-body", "consortium")
STATES = ("planned", "newly-established", "operational", "being-recommissioned", "ended")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; an empty field keeps all. Dates are "2012", "2012-11" or "2012-11-05", both ends included."""

    service_types: tuple[str, ...] = ()
    around: str = ""  # slug of an authority
    steps: int = 2
    region: str = ""
    since: str = ""
    until: str = ""
    frameworks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    min_confidence: float = 0.0

    def keep(self, statement: Statement, authorities: Mapping[str, Authority]) -> bool:
        """True where the statement is one of those asked for; `around` is for the finished network."""
        return (
            _among(statement.service_type, self.service_types)
            and _among(statement.framework, self.frameworks)
            and _among(statement.kind, self.kinds)
            and _among(statement.state, self.states)
            and statement.confidence >= self.min_confidence
            and self._in_time(statement.date)
            and self._in_region(statement, authorities)
        )

    def _in_time(self, when: str) -> bool:
        """A month or a year is in time where any day of it is; no date is in no span of time."""
        if not (self.since or self.until):
            return True
        after = not self.since or when[: len(self.since)] >= self.since[: len(when)]
        before = not self.until or when[: len(self.until)] <= self.until[: len(when)]
        return bool(when) and after and before

    def _in_region(self, statement: Statement, authorities: Mapping[str, Authority]) -> bool:
        regions = {authorities[name].region for name in statement.authorities if name in authorities}
        return not self.region or self.region in regions

    def words(self, steps: bool = True) -> str:
        """The filters for a title: "emergency duty team, around Havering (2 steps), 2012 to 2014"."""
        parts = [", ".join(label_of("service-type", name) for name in self.service_types)]
        parts += [", ".join(label_of("framework", name) for name in self.frameworks)]
        parts += [", ".join(name.replace("-", " ") for name in (*self.kinds, *self.states))]
        if self.around:
            place = pref_labels().get(f"{DEFAULT_BASE}authority/{self.around}", self.around)
            parts.append(f"around {place} ({self.steps} step{'' if self.steps == 1 else 's'})" if steps else place)
        parts += [self.region, _span(self.since, self.until)]
        if self.min_confidence:
            parts.append(f"confidence {self.min_confidence:g} or more")
        return ", ".join(part for part in parts if part)


def parse_filters(
    service_types: Iterable[str] = (),
    around: str = "",
    steps: int = 2,
    region: str = "",
    since: str = "",
    until: str = "",
    frameworks: Iterable[str] = (),
    kinds: Iterable[str] = (),
    states: Iterable[str] = (),
    min_confidence: float = 0.0,
) -> Filters:
    """Filters from what a person wrote. Raises UsageError with the nearest names for one that does not exist."""
    if since and until and _date(since) > _date(until)[: len(since)] and _date(since)[: len(until)] > until:
        raise UsageError(f"--from {since} is after --to {until}; give the earlier date first")
    return Filters(
        service_types=tuple(_concept("service-type", name) for name in service_types),
        around=resolve_authority(around) if around else "",
        steps=steps,
        region=_region(region) if region else "",
        since=_date(since),
        until=_date(until),
        frameworks=tuple(_concept("framework", name) for name in frameworks),
        kinds=tuple(_choice("kind", name, KINDS) for name in kinds),
        states=tuple(_choice("state", name, STATES) for name in states),
        min_confidence=min_confidence,
    )


def label_of(scheme: str, name: str) -> str:
    """The preferred label of a concept; its own name where the schemes do not know it."""
    try:
        return pref_labels().get(term(f"{scheme}:{name}")[1:-1], name.replace("-", " "))
    except KeyError:
        return name.replace("-", " ")


def _among(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or value in wanted


def _span(since: str, until: str) -> str:
    if since and until:
        return since if since == until else f"{since} to {until}"
    return f"from {since}" if since else f"to {until}" if until else ""


def _concept(scheme: str, name: str) -> str:
    return term_of(scheme, name, DEFAULT_BASE)[1:-1].rsplit("/", 1)[-1]


def _region(name: str) -> str:
    return term_of("region", name, DEFAULT_BASE).strip('"')


def _choice(what: str, name: str, choices: tuple[str, ...]) -> str:
    if name not in choices:
        raise UsageError(f"no {what} of arrangement is called {name!r}; there are {', '.join(choices)}")
    return name


def _date(text: str) -> str:
    if text and not _DATE.fullmatch(text):
        raise UsageError(f"{text!r} is not a date; write it as 2012, 2012-11 or 2012-11-05")
    if len(text) == 10:
        term_of("date", text, DEFAULT_BASE)
    return text
