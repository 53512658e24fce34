"""Facts below the cover. Each module has `RULES` and `extract(reading) -> Iterable[Fact]`; EXTRACTORS lists them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from ..model import Fact, Reading, Rule

EXTRACTORS = (
    "recommendations",
    "earlier",
    "services",
    "participations",
    "sharing",
    "posts",
    "statistics",
    "people",
)


@cache
def extractors() -> tuple[ModuleType, ...]:
    return tuple(import_module(f".{name}", __package__) for name in EXTRACTORS)


def extract(reading: Reading) -> Iterator[Fact]:
    """Every fact of one report, kind by kind, in document order within a kind."""
    for extractor in extractors():
        yield from extractor.extract(reading)


@cache
def rules() -> dict[str, Rule]:
    """Every rule of extraction by its name."""
    return {rule.name: rule for extractor in extractors() for rule in extractor.RULES}
