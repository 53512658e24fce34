"""A quick test of the section that a sentence stands in: reports repeat their sections' names for every paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache


def section_test(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """Whether a section's name holds `pattern`; names that were asked before are remembered."""

    @lru_cache(4096)
    def holds(section: str) -> bool:
        return bool(pattern.search(section))

    return holds
