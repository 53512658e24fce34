"""The description of a data set, and the RO-Crate that holds it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from support import REPOSITORY

from graphbuilder import exports, resources
from graphbuilder.errors import GraphbuilderError
from graphbuilder.exports import export, select
from graphbuilder.store import open_store
from graphbuilder.vocabulary import DEFAULT_BASE

DATASET = f"{DEFAULT_BASE}dataset"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "gb": "https://w3id.org/graphbuilder/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "void": "http://rdfs.org/ns/void#",
}


def asked(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    """The rows of a SELECT as texts; all graphs are one."""
    result = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    return {tuple(value.value for value in row if value is not None) for row in result}  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def described(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    path = tmp_path_factory.mktemp("description") / "dataset.ttl"
    export(example_build, "description", path)
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


# ---------------------------------------------------------------- description


def test_its_counts_are_those_that_the_store_gives(described: ox.Store, example_build: Path) -> None:
    """VoID, section 4: of the whole, of each class and of each property."""
    store = open_store(example_build)
    classes = asked(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert asked(described, "SELECT ?c ?n { ?d void:classPartition [ void:class ?c ; void:entities ?n ] }") == classes
    properties = asked(store, "SELECT ?p (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } } GROUP BY ?p")
    said = "SELECT ?p ?n { ?d void:propertyPartition [ void:property ?p ; void:triples ?n ] }"
    assert asked(described, said) == properties
    ((triples, subjects, n_classes, n_properties, entities),) = asked(
        described,
        f"""SELECT ?t ?s ?c ?p ?e {{ <{DATASET}> void:triples ?t ; void:distinctSubjects ?s ; void:classes ?c ;
        void:properties ?p ; void:entities ?e }}""",
    )
    assert int(triples) == sum(int(count) for _, count in properties)
    assert (int(n_classes), int(n_properties)) == (len(classes), len(properties))
    assert asked(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }") == {(subjects,)}
    below = f'SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{DEFAULT_BASE}")) }}'
    assert asked(store, below) == {(entities,)}
    graphs = asked(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert asked(described, f"SELECT ?g ?n {{ <{DATASET}> void:subset ?g . ?g void:triples ?n }}") == graphs


def test_it_says_licence_version_days_and_origin(described: ox.Store, example_build: Path) -> None:
    selection = select(example_build)
    ((licence, version, first, last, issued),) = asked(
        described,
        f"""SELECT ?licence ?version ?first ?last ?issued {{ <{DATASET}> dcterms:license ?licence ; dcat:version ?version ;
        dcterms:issued ?issued ; dcterms:temporal [ dcat:startDate ?first ; dcat:endDate ?last ] }}""",
    )
    assert licence == "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    assert version == "{graphbuilder}-{rules}".format(**selection.manifest["versions"])
    days = asked(selection.store, "SELECT ?d { ?i a gb:Inspection ; gb:startDate ?d }")
    assert (first, last) == (min(days)[0], max(days)[0]) and issued >= last
    assert asked(described, f"SELECT ?r {{ <{DATASET}> prov:wasDerivedFrom ?r . ?r gb:sha256 ?hash }}") == {
        (report,) for report in selection.reports
    }
    ((software,),) = asked(described, f"SELECT ?s {{ <{DATASET}> prov:wasGeneratedBy [ prov:wasAssociatedWith ?s ] }}")
    assert asked(selection.store, f"SELECT ?hash {{ <{software}> gb:rulesHash ?hash }}"), "it is the one of the graph"


def test_its_identifier_is_the_hash_of_its_ntriples(described: ox.Store, example_build: Path, tmp_path: Path) -> None:
    export(example_build, "ntriples", tmp_path / "all.nt")
    digest = hashlib.sha256((tmp_path / "all.nt").read_bytes()).hexdigest()
    assert asked(described, f"SELECT ?id {{ <{DATASET}> dcterms:identifier ?id }}") == {(f"sha256:{digest}",)}


def test_it_names_the_files_of_the_build_with_their_sizes(described: ox.Store, example_build: Path) -> None:
    files = "SELECT ?name ?size { ?d dcat:distribution [ dcterms:title ?name ; dcat:byteSize ?size ] }"
    assert asked(described, files) == {
        (path.name, str(path.stat().st_size))
        for path in (example_build / f"graph.{end}" for end in ("nq", "trig", "ttl"))
    }


@pytest.mark.parametrize(
    ("part", "title"),
    [({"authority": "Norfolk"}, "in England: Norfolk"), ({"graph": "links"}, "in England: graph/links")],
    ids=str,
)
def test_a_part_is_described_as_one(part: dict[str, str], title: str, example_build: Path, tmp_path: Path) -> None:
    export(example_build, "description", tmp_path / "part.ttl", **part)  # type: ignore[arg-type]
    store = ox.Store()
    store.bulk_load(path=str(tmp_path / "part.ttl"), format=ox.RdfFormat.TURTLE)
    ((said,),) = asked(store, f"SELECT ?title {{ <{DATASET}> dcterms:title ?title }}")
    assert said.endswith(title)
    assert asked(store, "SELECT ?file { ?d dcat:distribution ?file }") == set()


# ---------------------------------------------------------------- RO-Crate


@pytest.fixture(scope="module")
def crate(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crate") / "inspections"
    export(example_build, "rocrate", path)
    return path


def metadata(crate: Path) -> dict[str, dict[str, Any]]:
    """What the crate says of each thing, by its @id."""
    said = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    return {entity["@id"]: entity for entity in said["@graph"]}


def test_a_crate_validates(crate: Path) -> None:
    """By a validator of others: all that RO-Crate 1.1 asks for, and all that it recommends but who publishes it."""
    command = [sys.executable, REPOSITORY / "tests" / "tools" / "check_crate.py", crate]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    *issues, last = done.stdout.splitlines() or [""]
    assert last == f"checked\t{len(issues)} issues", done.stderr[-2000:]
    assert [issue.split("\t")[:2] for issue in issues] == [
        ["RECOMMENDED", "ro-crate-1.1_22.2"],  # author
        ["RECOMMENDED", "ro-crate-1.1_22.3"],  # publisher
    ]


def test_the_validator_finds_what_is_missing(crate: Path, tmp_path: Path) -> None:
    shutil.copytree(crate, tmp_path / "crate")
    path = tmp_path / "crate" / "ro-crate-metadata.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"datePublished"', '"date"'), encoding="utf-8")
    command = [sys.executable, REPOSITORY / "tests" / "tools" / "check_crate.py", tmp_path / "crate"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1 and "REQUIRED" in done.stdout


def test_a_crate_is_read_by_the_rocrate_library(crate: Path) -> None:
    from rocrate.rocrate import ROCrate

    read = ROCrate(str(crate))
    files = {entity.id for entity in read.data_entities if entity.type == "File"}
    assert files == {path.relative_to(crate).as_posix() for path in crate.rglob("*") if path.is_file()} - {
        "ro-crate-metadata.json"
    }
    assert read.root_dataset["license"].id.endswith("open-government-licence/version/3/")
    action = read.get("#build")
    assert action["instrument"].type == "SoftwareApplication" and len(action["object"]) == 11


def test_each_file_is_there_with_its_size_and_hash(crate: Path) -> None:
    said = metadata(crate)
    files = [entity for entity in said.values() if entity["@type"] == "File"]
    for entity in files:
        content = (crate / entity["@id"]).read_bytes()
        assert entity["contentSize"] == str(len(content))
        assert entity["sha256"] == hashlib.sha256(content).hexdigest()
        assert entity["name"] and entity["encodingFormat"] != "application/octet-stream"
    assert {
        "graph.trig",
        "ontology.ttl",
        "reference.ttl",
        "description.ttl",
        "validation.ttl",
        "shapes/judgement.ttl",
    } <= {entity["@id"] for entity in files}
    assert {part["@id"] for part in said["./"]["hasPart"]} == {entity["@id"] for entity in files}


def test_what_a_crate_holds_is_the_build(crate: Path, example_build: Path) -> None:
    trig = set(ox.parse(path=crate / "graph.trig", format=ox.RdfFormat.TRIG))
    assert trig == set(ox.parse(path=example_build / "graph.nq", format=ox.RdfFormat.N_QUADS))
    assert (crate / "validation.ttl").read_bytes() == (example_build / "validation.ttl").read_bytes()
    for path in crate.rglob("*.ttl"):
        assert sum(1 for _ in ox.parse(path=path)) > 0
    tables = {path.name for path in (crate / "tables").glob("*.csv")} if (crate / "tables").exists() else set()
    assert bool(tables) == any(format.name == "csv" for format in exports.EXPORTS)


def test_a_crate_is_the_same_each_time_also_as_a_zip(crate: Path, example_build: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        export(example_build, "rocrate", tmp_path / name / "crate.zip")
    assert (tmp_path / "one" / "crate.zip").read_bytes() == (tmp_path / "two" / "crate.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one" / "crate.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.relative_to(crate).as_posix(): path.read_bytes() for path in crate.rglob("*") if path.is_file()
        }


def test_shapes_of_another_version_are_not_passed_off_as_the_builds(
    example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "shapes_hash", lambda: "0" * 16)
    with pytest.raises(
        GraphbuilderError, match="checked with the shapes of another version of graphbuilder; build again"
    ):
        export(example_build, "rocrate", tmp_path / "crate")
    assert list(tmp_path.iterdir()) == []
