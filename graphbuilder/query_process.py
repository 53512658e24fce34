"""A query in a process of its own, which can be ended: pyoxigraph cannot cancel one.

Run as a script, by its path, with a request as JSON on standard input; needs nothing of the package, so that it
starts at once. The reply on standard output is a line that names the kind of result, and then the result:
`select` (SPARQL results in JSON), `construct` (N-Triples), `ask` ("true" or "false"), `syntax` or `failed` (a message).
"""

from __future__ import annotations

import json
import math
import signal
import sys
from typing import Any

import pyoxigraph as ox


def main() -> int:
    request = json.load(sys.stdin)
    _end_after(request["seconds"])
    try:
        _reply(_evaluate(request))
    except BrokenPipeError:
        return 1  # who asked has gone
    except SyntaxError as error:
        _say("syntax", str(error))
    except (OSError, ValueError) as error:
        _say("failed", str(error))
        return 1
    return 0


def _end_after(seconds: float) -> None:
    """Even where nobody is left to end this process. The alarm's own action needs no interpreter."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "alarm"):
        signal.alarm(math.ceil(seconds) + 2)


def _evaluate(request: dict[str, Any]) -> Any:
    store = ox.Store.read_only(request["store"])
    return store.query(request["query"], use_default_graph_as_union=True, prefixes=request["prefixes"])


def _reply(result: Any) -> None:
    out = sys.stdout.buffer
    if isinstance(result, ox.QuerySolutions):
        out.write(b"select\n")
        result.serialize(out, format=ox.QueryResultsFormat.JSON)
    elif isinstance(result, ox.QueryTriples):
        out.write(b"construct\n")
        result.serialize(out, format=ox.RdfFormat.N_TRIPLES)
    else:
        out.write(b"ask\n" + str(bool(result)).lower().encode())
    out.flush()


def _say(kind: str, message: str) -> None:
    sys.stdout.buffer.write(f"{kind}\n{message}".encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
