"""A build, or a part of it, as files for other tools: `EXPORTS` lists the formats, each a module of its own.

>>> export(Path("output"), "csv", Path("tables"), authority="havering")
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .selection import Selection

__all__ = ["EXPORTS", "Export", "Selection"]


@dataclass(frozen=True)
class Export:
    """A format: `write` puts a selection at a path that does not exist yet (a folder's or a file's)."""

    name: str
    suffix: str  # ".ttl"; "" for a folder
    summary: str
    write: Callable[[Selection, Path], None]


EXPORTS: tuple[Export, ...] = ()
