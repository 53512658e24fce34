"""A network as a file for other programs: GraphML, GEXF, Cytoscape JSON, CSV (also for neo4j-admin) and DOT.

Every format has the same nodes, edges and attributes. Attributes are flat: None is left out, lists become text with
"; " between their items, and characters that XML does not allow are dropped.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import networkx as nx

from .layout import lay_out, lay_out_history
from .measures import measures, measures_table
from .page import page
from .picture import png, svg
from .style import NODE_STYLES
from .views import Network

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DOT_SHAPES = {"circle": "ellipse", "ring": "circle", "square": "box", "diamond": "diamond", "triangle": "triangle"}
Files = dict[str, bytes]  # ending of the file's name → its bytes


def flat(attributes: dict[str, Any]) -> dict[str, str | int | float | bool]:
    """Attributes that every format takes."""
    found: dict[str, str | int | float | bool] = {}
    for name, value in attributes.items():
        if isinstance(value, (list, tuple, set, frozenset)):
            items = sorted(map(str, value)) if isinstance(value, (set, frozenset)) else [str(item) for item in value]
            value = "; ".join(items)
        elif isinstance(value, dict):
            value = json.dumps(value, ensure_ascii=False, sort_keys=True)
        if value is None or value == "":
            continue
        found[name] = value if isinstance(value, (bool, int, float)) else _NOT_XML.sub("", str(value))
    return found


def plain_graph(network: Network) -> nx.MultiGraph:
    """The graph with flat attributes; nodes also have their measures and their place (x, y)."""
    graph: nx.MultiGraph = nx.MultiGraph(name=network.title, source=network.source_line)
    found = measures(network.graph)
    places = lay_out_history(network.graph) if network.view == "history" else lay_out(network.graph)
    for name, data in network.graph.nodes(data=True):
        graph.add_node(name, **flat({**data, **found[name], "x": places[name][0], "y": places[name][1]}))
    for start, end, key, data in network.graph.edges(keys=True, data=True):
        graph.add_edge(start, end, key=key, **flat(data))
    return graph


# ---------------------------------------------------------------- XML


def graphml(network: Network) -> bytes:
    """GraphML 1.1. Its ids are XML names, so the IRIs stand in the attributes `iri` and `statement`."""
    plain = plain_graph(network)
    graph: nx.MultiGraph = nx.MultiGraph(**plain.graph)
    number = {name: f"n{place}" for place, name in enumerate(plain)}
    graph.add_nodes_from((number[name], {**data, "iri": name}) for name, data in plain.nodes(data=True))
    for place, (start, end, key, data) in enumerate(plain.edges(keys=True, data=True)):
        graph.add_edge(number[start], number[end], key=f"e{place}", **data, statement=key)
    written = io.BytesIO()
    nx.write_graphml_xml(graph, written)
    return written.getvalue()


def gexf(network: Network) -> bytes:
    """GEXF 1.2 draft, which Gephi reads.

    Of what networkx writes, the date is taken out (no clock in what is written) and so is the graph's empty name; the
    positions stand in the namespace that the schema has them in. Gephi goes by their local name.
    """
    graph: nx.MultiGraph = nx.MultiGraph(mode="static")
    plain = plain_graph(network)
    for name, data in plain.nodes(data=True):
        graph.add_node(name, **data, viz={"position": {"x": data["x"], "y": data["y"], "z": 0.0}})
    for number, (start, end, key, data) in enumerate(plain.edges(keys=True, data=True)):
        graph.add_edge(start, end, key=number, **data, statement=key)
    written = io.BytesIO()
    nx.write_gexf(graph, written)
    text = re.sub(rb"\s*<meta lastmodifieddate.*?</meta>", b"", written.getvalue(), flags=re.DOTALL)
    return text.replace(b' mode="static" name="">', b' mode="static">', 1).replace(b"<viz:position ", b"<position ")


# ---------------------------------------------------------------- JSON, CSV, DOT


def cytoscape(network: Network) -> bytes:
    """Cytoscape's JSON, as networkx.cytoscape_graph reads it; positions stand where cytoscape.js looks for them."""
    said = nx.cytoscape_data(plain_graph(network))
    for node in said["elements"]["nodes"]:
        node["position"] = {"x": node["data"]["x"] * 100, "y": -node["data"]["y"] * 100}
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


def csv_files(network: Network) -> Files:
    """Nodes, edges and measures; readable by pandas, Gephi and spreadsheets."""
    graph = plain_graph(network)
    table = measures_table(network)
    nodes = [{"id": name, **data} for name, data in graph.nodes(data=True)]
    return {
        "-nodes.csv": _csv(_columns(nodes, ("id", "label", "kind")), nodes),
        "-edges.csv": _csv(*_edge_rows(graph)),
        "-measures.csv": _csv(table.columns, [dict(zip(table.columns, row, strict=True)) for row in table.rows]),
    }


def neo4j_files(network: Network) -> Files:
    """The same with the headers of `neo4j-admin database import`: ids, labels, types of values."""
    graph = plain_graph(network)
    nodes = [{"id": name, **data, ":LABEL": data["kind"]} for name, data in graph.nodes(data=True)]
    columns, edges = _edge_rows(graph)
    for edge in edges:
        edge[":TYPE"] = "SHARES" if edge.get("about") == "arrangement" else str(edge.get("about", "joins")).upper()
    node_header = _typed(nodes, {"id": "id:ID"})
    edge_header = _typed(edges, {"source": ":START_ID", "target": ":END_ID"})
    return {
        "-neo4j-nodes.csv": _csv(_columns(nodes, ("id", "label", "kind")), nodes, node_header, guard=False),
        "-neo4j-edges.csv": _csv((*columns, ":TYPE"), edges, edge_header, guard=False),
    }


def _edge_rows(graph: nx.MultiGraph) -> tuple[Sequence[str], list[dict[str, Any]]]:
    edges = [{"source": start, "target": end, **data} for start, end, data in graph.edges(data=True)]
    return _columns(edges, ("source", "target", "label")), edges


def _columns(rows: Iterable[dict[str, Any]], first: Sequence[str]) -> tuple[str, ...]:
    names = {name for row in rows for name in row} - set(first)
    return (*first, *sorted(names))


def _typed(rows: list[dict[str, Any]], known: dict[str, str]) -> Callable[[str], str]:
    """Column → its header: whole numbers as :long, others as :double, the rest as text."""

    def header(name: str) -> str:
        values = [row[name] for row in rows if name in row]
        if name in known or name.startswith(":"):
            return known.get(name, name)
        if values and all(isinstance(value, int) and not isinstance(value, bool) for value in values):
            return f"{name}:long"
        return f"{name}:double" if values and all(isinstance(value, (int, float)) for value in values) else name

    return header


def _csv(
    columns: Sequence[str], rows: Iterable[dict[str, Any]], header: Callable[[str], str] = str, guard: bool = True
) -> bytes:
    """UTF-8 with commas. `guard`: a text that a spreadsheet would take for a formula is marked as text."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([header(name) for name in columns])
    for row in rows:
        writer.writerow([_cell(row.get(name), guard) for name in columns])
    return written.getvalue().encode()


def _cell(value: object, guard: bool) -> object:
    if guard and isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def dot(network: Network) -> bytes:
    """For graphviz: `neato -n` keeps the places."""
    lines = ["graph network {", f"  label={_quoted(network.title)};", "  node [style=filled];"]
    graph = plain_graph(network)
    for name, data in graph.nodes(data=True):
        shape = _DOT_SHAPES[NODE_STYLES[str(data["kind"])][0]]
        said = {**data, "pos": f"{data['x'] * 72:g},{data['y'] * 72:g}", "shape": shape}
        lines.append(f"  {_quoted(name)} [{_attributes(said)}];")
    for start, end, data in graph.edges(data=True):
        lines.append(f"  {_quoted(start)} -- {_quoted(end)} [{_attributes(data)}];")
    return ("\n".join([*lines, "}"]) + "\n").encode()


def _attributes(said: dict[str, Any]) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in said.items())


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'


# ---------------------------------------------------------------- all of them


def _one(ending: str, write: Callable[[Network], bytes]) -> Callable[[Network], Files]:
    return lambda network: {ending: write(network)}


# Format → what makes its files.
FORMATS: dict[str, Callable[[Network], Files]] = {
    "html": _one(".html", page),
    "svg": _one(".svg", svg),
    "png": _one(".png", png),
    "graphml": _one(".graphml", graphml),
    "gexf": _one(".gexf", gexf),
    "cytoscape": _one(".cyjs", cytoscape),
    "csv": csv_files,
    "neo4j": neo4j_files,
    "dot": _one(".dot", dot),
}
