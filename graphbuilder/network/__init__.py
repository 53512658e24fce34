"""Networks to look at: who shares what with whom.

`build_network(store)` reads a build, `write_network` writes it as a page, a picture or a file for other programs.
"""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import GraphbuilderError
from .files import FORMATS
from .filters import Filters, parse_filters
from .measures import measures, measures_table
from .views import VIEWS, Network, build_network

__all__ = [
    "FORMATS",
    "VIEWS",
    "Filters",
    "Network",
    "build_network",
    "measures",
    "measures_table",
    "parse_filters",
    "write_network",
]


def write_network(network: Network, form: str, output: Path | None = None) -> list[Path]:
    """Write the network in a format of FORMATS; the paths written, the first to be looked at.

    `output` is `network` with the format's ending by default; formats of several files put theirs beside it
    (`network-nodes.csv`, `network-edges.csv`). Raises GraphbuilderError where a file cannot be written.
    """
    files = FORMATS[form](network)
    stem = output or Path("network")
    single = len(files) == 1
    paths = []
    for ending, content in files.items():
        path = stem if single and output else stem.with_name((stem.stem if output else stem.name) + ending)
        _put(path, content)
        paths.append(path)
    return paths


def _put(path: Path, content: bytes) -> None:
    """The file in full or not at all."""
    waiting = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        waiting.write_bytes(content)
        waiting.replace(path)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise GraphbuilderError(f"{path}: cannot be written ({error.strerror}); give another file with -o") from error
