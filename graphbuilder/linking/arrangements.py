"""Arrangements joined to the other side's."""

from __future__ import annotations

import pyoxigraph as ox

from ..store import select
from .links import Link


def reciprocal(store: ox.Store) -> list[Link]:
    """Two councils' arrangements of one service type that each names the other as partner."""
    # Only arrangements have gb:participatingAuthority; to ask for their class as well takes ten times as long.
    rows = select(
        store,
        """SELECT DISTINCT ?x ?y WHERE {
          ?x gb:participatingAuthority ?b ; gb:serviceType ?type ; gb:inspection/gb:inspectedAuthority ?a .
          ?y gb:participatingAuthority ?a ; gb:serviceType ?type ; gb:inspection/gb:inspectedAuthority ?b .
          FILTER(?a != ?b) } ORDER BY ?x ?y""",
    )
    method = "the same service type, each naming the other"
    return [Link(row["x"].value, "gb:reciprocatedBy", row["y"].value, method, 0.95) for row in rows]
