"""A build → a triple store, graph by graph, and stored questions put to any SPARQL endpoint.

>>> push("http://localhost:7878", Path("output"))
>>> endpoint = Endpoint("http://localhost:7878/query")
>>> queries.run(endpoint, find_query("latest-grades"), {}, endpoint.base_iri)
"""

from .client import Stopped
from .endpoint import Endpoint
from .pushing import Action, PushReport, push
from .stores import KINDS, StoreKind

__all__ = ["KINDS", "Action", "Endpoint", "PushReport", "Stopped", "StoreKind", "push"]
