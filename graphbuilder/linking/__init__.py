"""What joins reports, in the graph `graph/links`.

Earlier inspections to the dated ones that the build holds; each inspection to the one before it; bodies and
inspectors under two names to one; arrangements to the other side's; a news article's inspection to the report's.
Nothing is merged in the reports' own graphs. Every link is also a gb:Link that says how it was made.
"""

from __future__ import annotations

import pyoxigraph as ox

from .agencies import agencies
from .arrangements import reciprocal
from .inspections import news, preceded, read_inspections, resolved
from .links import Link, Links, triples
from .people import people

__all__ = ["Link", "Links", "link"]


def link(store: ox.Store, base: str) -> Links:
    """Everything that joins the reports in `store`, which holds all their graphs."""
    inspections = read_inspections(store)
    joined, findings = resolved(inspections)
    links = [
        *joined,
        *news(inspections),
        *preceded(inspections),
        *agencies(store, base),
        *people(store, base),
        *reciprocal(store),
    ]
    return Links({triple for found in links for triple in triples(found, base)}, findings)
