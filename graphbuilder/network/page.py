"""The page: one HTML file that holds the network, what draws it and nothing from elsewhere.

Its policy allows the inline style and scripts by their hashes and refuses every request.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from string import Template
from typing import Any

from .._version import __version__
from .filters import KINDS, label_of
from .layout import component_shapes, lay_out_history, pack
from .measures import measures
from .parts import part, vendored
from .statements import Quote, Statement
from .style import LINE_COLOURS, NODE_STYLES, OTHER, SEVERAL, kinds_in, line_colours, radius
from .views import NODE_KINDS, Network, service_label

SCRIPTS = ("network.js", "facts.js", "table.js", "stage.js", "main.js")
_MEASURES = ("neighbours", "statements", "betweenness", "community", "component")
LIBRARIES = ("graphology.umd.min.js", "sigma.min.js")


def page(network: Network) -> bytes:
    """The page as UTF-8. The same network gives the same bytes."""
    libraries = "\n".join(re.sub(r"//# sourceMappingURL=.*", "", _text(f"vendor/{name}")) for name in LIBRARIES)
    guarded = f'if (document.createElement("canvas").getContext("webgl2")) {{\n{libraries}\n}}'
    scripts = [_inline(guarded), _inline("\n".join(_text(name) for name in SCRIPTS))]
    style = _text("page.css")
    return (
        Template(_text("page.html"))
        .substitute(
            policy=_policy(style, scripts),
            version=__version__,
            title=html.escape(network.title),
            subtitle=html.escape(network.subtitle),
            style=style,
            source=html.escape(network.source_line),
            licences=html.escape(_licences()),
            data=as_json(page_data(network)),
            scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        )
        .encode()
    )


def as_json(data: object) -> str:
    """JSON that can stand inside a script element whatever names it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _text(name: str) -> str:
    return part(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _inline(script: str) -> str:
    """A script that does not end its own element."""
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.IGNORECASE).replace("<!--", "<\\!--")


def _policy(style: str, scripts: list[str]) -> str:
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _licences() -> str:
    parts = [f"{one['name']} {one['version']} ({one['licence']})" for one in vendored() if one["file"] in LIBRARIES]
    return f"Drawn with {' and '.join(parts)}; nothing is sent or fetched when this page is open."


# ---------------------------------------------------------------- the data


def page_data(network: Network) -> dict[str, Any]:
    """What the scripts draw; nodes, links and facts point to each other by their place in their list."""
    graph = network.graph
    number = {name: place for place, name in enumerate(graph)}
    types = _types(network)
    facts = {name: place for place, name in enumerate(network.statements)}
    return {
        "view": network.view,
        "years": list(network.years or (None, None)),
        "kinds": {kind: _kind(kind) for kind in kinds_in(graph)},
        "lines": [list(pair) for pair in LINE_COLOURS],
        "several": list(SEVERAL),
        "types": [{"label": label, "line": line} for label, line in types.values()],
        "regions": sorted({region for _, region in graph.nodes(data="region") if region}),
        "arrangementKinds": [(kind, kind.replace("-", " ")) for kind in KINDS if _has_kind(network, kind)],
        "countWords": ["authority", "authorities"] if network.view == "shared" else ["neighbour", "neighbours"],
        "otherBodies": "Other bodies" if network.view == "shared" else "Most joined",
        "nodes": _nodes(network),
        "links": _links(network, number, facts),
        "facts": [_fact(network, said, number, list(types)) for said in network.statements.values()],
        "parts": {number[name]: [_part(network, said) for said in found] for name, found in network.parts.items()},
        "alone": [network.source.authorities[name].label for name in network.alone],
    }


def _has_kind(network: Network, kind: str) -> bool:
    return any(said.kind == kind for said in network.statements.values())


def _kind(kind: str) -> dict[str, Any]:
    shape, light, dark = NODE_STYLES[kind]
    return {"one": NODE_KINDS[kind][0], "many": NODE_KINDS[kind][1], "shape": shape, "colour": [light, dark]}


def _types(network: Network) -> dict[str, tuple[str, int]]:
    """Service type → its label and its line, the commonest first; `other` last."""
    colours = line_colours(network)
    found = {name: (label_of("service-type", name), line) for name, line in colours.items()}
    if any(said.service_type in ("", "other") and said.about != "judgement" for said in network.statements.values()):
        found["other"] = ("other services", OTHER)
    return found


def _nodes(network: Network) -> list[dict[str, Any]]:
    graph, found = network.graph, measures(network.graph)
    if network.view == "history":
        wide = lay_out_history(graph)
        tall = {name: (-y * 1.4, -x) for name, (x, y) in wide.items()}
    else:
        shapes = component_shapes(graph)
        wide, tall = pack(shapes, 1.25), pack(shapes, 0.8)
    return [
        {
            "label": node["label"],
            "kind": node["kind"],
            "region": node.get("region"),
            "note": _note(node),
            "short": f"+{node['count']}" if node.get("count") else "",
            "r": round(radius(graph, name), 1),
            "x": wide[name][0],
            "y": wide[name][1],
            "tx": tall[name][0],
            "ty": tall[name][1],
            "measures": [found[name][key] for key in _MEASURES],
        }
        for name, node in graph.nodes(data=True)
    ]


def _note(node: dict[str, Any]) -> str:
    words = "”, “".join(node.get("words") or ())
    return f"in the reports’ words: “{words}”" if words else str(node.get("body_kind") or "")


def _links(network: Network, number: dict[str, int], facts: dict[str, int]) -> list[dict[str, Any]]:
    """One line for each pair of nodes, with all the statements that join them."""
    pairs: dict[tuple[int, int], dict[int, None]] = {}
    for start, end, names in network.graph.edges(data="statements"):
        pair = (min(number[start], number[end]), max(number[start], number[end]))
        pairs.setdefault(pair, {}).update({facts[name]: None for name in names})
    return [{"s": start, "t": end, "f": list(found)} for (start, end), found in sorted(pairs.items())]


def _fact(network: Network, said: Statement, number: dict[str, int], types: list[str]) -> dict[str, Any]:
    places, kind = network.source.authorities, said.service_type if said.service_type in types else "other"
    line = types.index(kind) if kind in types else None
    return {
        "label": _fact_label(said),
        "type": line,
        "line": min(line, OTHER) if line is not None and kind != "other" else OTHER,
        "kind": said.kind,
        "kindName": said.kind.replace("-", " ") or (label_of("role", said.role) if said.role else ""),
        "state": said.state,
        "year": said.year,
        "date": said.date,
        "framework": label_of("framework", said.framework) if said.framework else "",
        "who": [number.get(name, _place(network, name)) for name in said.authorities],
        "regions": sorted({places[name].region for name in said.authorities if name in places} - {""}),
        "by": network.source.bodies[said.agency].label if said.agency in network.source.bodies else "",
        "count": said.partner_count,
        "words": list(said.unnamed),
        "rule": said.rule,
        "confidence": said.confidence,
        "quotes": [_quote(quote) for quote in said.quotes],
    }


def _place(network: Network, name: str) -> str:
    known = network.source.authorities.get(name)
    return known.label if known else name.rsplit("/", 1)[-1]


def _fact_label(said: Statement) -> str:
    if said.about == "judgement":
        return f"{label_of('area', said.area)}: {label_of('grade', said.grade)}"
    return service_label(said)


def _part(network: Network, said: Statement) -> dict[str, Any]:
    body = network.source.bodies.get(said.agency)
    return {
        "agency": body.label if body else said.agency.rsplit("/", 1)[-1],
        "role": label_of("role", said.role),
        "service": service_label(said),
        "year": said.year,
        "date": said.date,
        "framework": label_of("framework", said.framework) if said.framework else "",
        "quotes": [_quote(quote) for quote in said.quotes],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    place = {"page": quote.page, "paragraph": quote.paragraph}
    return {"text": quote.text, "report": quote.report, "file": quote.file, **place}
