"""Quick tests before the patterns: of the section that a sentence stands in, and of the words that it holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ..matching import Cues
from ..model import Reading


def section_test(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """Whether a section's name holds `pattern`; names are remembered, as paragraphs repeat their section's."""

    @lru_cache(4096)
    def holds(section: str) -> bool:
        return bool(pattern.search(section))

    return holds


@lru_cache(32)  # of the report that is read, and of few others: many ask for the same
def holding(reading: Reading, cues: Cues) -> frozenset[int]:
    """Where the sentences begin in which one of the cues stands: few state a fact, and patterns are costly."""
    return beginnings(reading, cues.offsets(reading.document.text))


def beginnings(reading: Reading, offsets: list[int]) -> frozenset[int]:
    """Where the sentences begin in which one of the sorted offsets falls."""
    return frozenset(start for _, start, _ in reading.sentences_with(offsets))
