"""Networks as files: read back by networkx, valid by their schemas, the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from networks import NASTY, body, network, said, statements
from PIL import Image

from graphbuilder.network import FORMATS, write_network
from graphbuilder.network.files import cytoscape, dot, flat, gexf, graphml, plain_graph
from graphbuilder.network.labels import Labeller
from graphbuilder.network.picture import Scene, png, svg
from graphbuilder.network.views import Network

SCHEMAS = Path(__file__).parent / "tools" / "cache"
CONTROL = "a \x01 bell"


def nasty() -> Network:
    """Names with markup, quotes and control characters in them."""
    return network(source=statements(said("lonely", "2020-01-01", unnamed=(CONTROL, "x; y")), northshire=NASTY))


def same(read: nx.Graph, written: nx.MultiGraph) -> None:
    assert set(map(str, read)) == set(written)
    assert read.number_of_edges() == written.number_of_edges()


def test_graphml_is_read_back_with_its_attributes() -> None:
    found = nasty()
    read = nx.read_graphml(io.BytesIO(graphml(found)), force_multigraph=True)
    assert {iri for _, iri in read.nodes(data="iri")} == set(found.graph)
    assert read.number_of_edges() == found.graph.number_of_edges()
    assert NASTY in {text for _, text in read.nodes(data="label")}
    assert {type(year) for _, _, year in read.edges(data="year")} == {int}


def test_gexf_is_read_back_and_holds_no_clock() -> None:
    found = nasty()
    read = nx.read_gexf(io.BytesIO(gexf(found)))
    same(read, found.graph)
    assert b"lastmodified" not in gexf(found)
    assert NASTY in {text for _, text in read.nodes(data="label")}


def test_cytoscape_json_is_read_back() -> None:
    found = nasty()
    read = nx.cytoscape_graph(json.loads(cytoscape(found)))
    same(read, found.graph)
    assert all({"x", "y"} <= node["position"].keys() for node in json.loads(cytoscape(found))["elements"]["nodes"])


def test_dot_is_read_back() -> None:
    pydot = pytest.importorskip("pydot")
    found = nasty()
    (read,) = pydot.graph_from_dot_data(dot(found).decode())
    names = {node.get_name().strip('"') for node in read.get_nodes()} - {"node", "\\n", "label"}
    assert names == set(found.graph)
    assert len(read.get_edges()) == found.graph.number_of_edges()


def test_csv_is_read_back_and_a_formula_is_marked_as_text() -> None:
    files = FORMATS["csv"](network(source=statements(northshire="=1+2")))
    nodes = list(csv.DictReader(io.StringIO(files["-nodes.csv"].decode())))
    edges = list(csv.DictReader(io.StringIO(files["-edges.csv"].decode())))
    names = {row["id"] for row in nodes}
    assert "'=1+2" in {row["label"] for row in nodes}
    assert edges and all({row["source"], row["target"]} <= names for row in edges)


def test_neo4j_headers_name_ids_labels_types_and_numbers() -> None:
    files = FORMATS["neo4j"](nasty())
    nodes, edges = (next(csv.reader(io.StringIO(content.decode()))) for content in files.values())
    assert nodes[0] == "id:ID" and ":LABEL" in nodes and "betweenness:double" in nodes and "neighbours:long" in nodes
    assert edges[:2] == [":START_ID", ":END_ID"] and ":TYPE" in edges and "year:long" in edges


@pytest.mark.parametrize(("schema", "write"), [("graphml.xsd", graphml), ("gexf.xsd", gexf)])
@pytest.mark.parametrize("view", ["shared", "services", "agencies", "history"])
def test_the_file_is_valid_by_its_schema(schema: str, write: Callable[[Network], bytes], view: str) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    if not (SCHEMAS / schema).exists():
        pytest.skip("no schemas here: tests/tools/browser.sh fetches them")
    found = nasty() if view == "shared" else network(view, around="havering" if view == "history" else "")
    xmlschema.XMLSchema(str(SCHEMAS / schema)).validate(io.BytesIO(write(found)))


def test_attributes_are_flat() -> None:
    assert flat(
        {
            "a": None,
            "b": ["x", "y"],
            "c": {"z": 1},
            "d": True,
            "e": 1.5,
            "f": "",
            "g": "bell \x07",
            "h": {"q", "p"},
        }
    ) == {
        "b": "x; y",
        "c": '{"z": 1}',
        "d": True,
        "e": 1.5,
        "g": "bell ",
        "h": "p; q",
    }


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_filters_that_leave_nothing_still_give_a_file(form: str) -> None:
    for content in FORMATS[form](network(service_types=("mash",), since="1999", until="2000")).values():
        assert content


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_same_network_gives_the_same_bytes(form: str) -> None:
    assert FORMATS[form](network()) == FORMATS[form](network())


def test_two_processes_with_other_hash_seeds_give_the_same_bytes() -> None:
    script = (
        "import hashlib, networks; from graphbuilder.network import FORMATS as F; found = networks.network();"
        "print([hashlib.sha256(b).hexdigest() for f in sorted(F) for b in F[f](found).values()])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_files_are_written_where_asked(tmp_path: Path) -> None:
    assert write_network(network(), "svg", tmp_path / "who.svg") == [tmp_path / "who.svg"]
    written = write_network(network(), "csv", tmp_path / "who.csv")
    assert [path.name for path in written] == ["who-nodes.csv", "who-edges.csv", "who-measures.csv"]
    assert all(path.stat().st_size for path in written)


# ---------------------------------------------------------------- pictures


def crowd(count: int) -> Network:
    """`count` nodes and a few more: agencies with several councils each, with long names."""
    names = {"havering": "Bournemouth, Christchurch and Poole"}
    extra = [
        said(
            "havering",
            f"{2012 + n % 12}-01-01",
            service_type="adoption",
            agency=body(f"the-adoption-agency-number-{n}"),
        )
        for n in range(count - 8)
    ]
    return network(source=statements(*extra, **names))


def labeller(found: Network) -> tuple[Scene, Labeller]:
    scene = Scene.of(found)
    return scene, scene._labels()


@pytest.mark.parametrize("count", [10, 30, 60])
def test_up_to_sixty_nodes_have_labels_and_none_overlaps_another(count: int) -> None:
    found = crowd(count)
    scene, placed = labeller(found)
    assert len(found.graph) <= 60
    assert set(found.graph) <= set(placed.placed)
    boxes = [label.box for label in placed.placed.values()]
    for number, one in enumerate(boxes):
        assert one[0] >= 0 and one[2] <= scene.width
        for other in boxes[number + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_svg_escapes_names_and_has_title_legend_and_source() -> None:
    text = svg(nasty()).decode()
    assert "<script" not in text and "\x01" not in text
    for words in (
        "Shared services in England",
        "local authority",
        "regional adoption agency",
        "Open Government Licence",
        "planned",
    ):
        assert words in text


def test_svg_is_well_formed() -> None:
    import xml.etree.ElementTree as ElementTree

    assert ElementTree.fromstring(svg(nasty())).tag.endswith("svg")


def test_png_is_wide_enough_for_print_and_not_blank() -> None:
    image = Image.open(io.BytesIO(png(network())))
    assert image.size[0] == 3200
    assert len(image.convert("RGB").getcolors(maxcolors=1_000_000) or []) > 20


def test_dates_stand_in_the_picture_but_not_todays() -> None:
    text = svg(network()).decode()
    assert "inspections of 2013 to 2023" in text and "newest inspection 2023-12-11" in text


# ---------------------------------------------------------------- what is read in


def test_flat_graph_keeps_places_and_measures() -> None:
    data = plain_graph(network()).nodes[body("adopt-east")]
    assert {"x", "y", "neighbours", "betweenness", "community", "component"} <= data.keys()


def test_svg_numbers_are_short() -> None:
    assert not re.search(r"\d\.\d{3,}", svg(network()).decode().split("</desc>")[1])
