"""From Ofsted's inspection reports of children's services to a knowledge graph that shows its evidence.

>>> from graphbuilder import build, open_graph
>>> build(["examples/reports"], "output")
>>> open_graph("output").query("latest-grades")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._version import __version__

if TYPE_CHECKING:
    from .pipeline import build
    from .store import open_graph

__all__ = ["__version__", "build", "open_graph"]


def __getattr__(name: str) -> object:
    """`build` and `open_graph`, imported when first used: `graphbuilder --help` must stay quick."""
    if name == "build":
        from .pipeline import build

        return build
    if name == "open_graph":
        from .store import open_graph

        return open_graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
