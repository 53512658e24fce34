"""The ontology is in the OWL 2 DL profile and consistent, as the OWL API and HermiT see it.

Needs Java 17 and the jars that tests/tools/install fetches.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

TESTS = Path(__file__).resolve().parent.parent
ONTOLOGY = TESTS.parent / "ontology"
TOOL = TESTS / "tools" / "reasoner"
JARS = TESTS / "tools" / "lib" / "reasoner"
TERMS = sorted(ONTOLOGY.glob("*.ttl"))
SCHEMES = sorted((ONTOLOGY / "schemes").glob("*.ttl"))
REFERENCE = sorted((ONTOLOGY / "reference").glob("*.ttl"))

pytestmark = [
    pytest.mark.tools,
    pytest.mark.skipif(shutil.which("java") is None, reason="java is not installed"),
    pytest.mark.skipif(not JARS.is_dir(), reason="run tests/tools/install first"),
]


def checked(folder: Path, paths: list[Path], more: str = "") -> dict[str, list[str]]:
    """What CheckOntology says of the files, Turtle or N-Quads, as one ontology: word → values."""
    triples = {quad.triple for path in paths for quad in ox.parse(path=path)}
    triples |= {quad.triple for quad in ox.parse(input=more, format=ox.RdfFormat.TURTLE)}
    file = folder / "ontology.ttl"
    file.write_bytes(ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE) or b"")
    command = ["java", "-cp", f"{JARS}/*", str(TOOL / "CheckOntology.java"), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    said: dict[str, list[str]] = {"violation": [], "unsatisfiable": []}
    for line in done.stdout.splitlines():
        word, value = line.split("\t", 1)
        said.setdefault(word, []).append(value)
    return said


def test_ontology_and_schemes_are_in_owl_2_dl_and_every_class_can_have_members(tmp_path: Path) -> None:
    said = checked(tmp_path, TERMS + SCHEMES)
    assert int(said["axioms"][0]) > 1000
    assert said["violation"] == []
    assert said["consistent"] == ["true"]
    assert said["unsatisfiable"] == []


def test_reference_data_is_consistent_and_leaves_the_profile_only_by_its_dates(tmp_path: Path) -> None:
    """xsd:date is not in the datatype map of OWL 2 (Structural Specification, section 4); the shapes check it."""
    said = checked(tmp_path, TERMS + SCHEMES + REFERENCE)
    assert said["consistent"] == ["true"]
    assert not [found for found in said["violation"] if "xsd:date" not in found]


def test_a_build_does_not_contradict_the_ontology(tmp_path: Path, example_build: Path) -> None:
    """The graph of the example reports holds what domains, ranges and disjoint classes let it hold."""
    assert checked(tmp_path, [*TERMS, example_build / "graph.nq"])["consistent"] == ["true"]


@pytest.mark.parametrize(
    "wrong",
    [
        "<urn:x> a gb:Inspection , gb:Report .",
        "<urn:x> a gb:Judgement . <urn:y> gb:inspectedAuthority <urn:z> . <urn:x> gb:framework <urn:f> .",
        "<urn:x> gb:deadline '3 months' ; a gb:Agency , gb:PostHolding .",
    ],
    ids=["activity and entity", "a judgement with a framework", "organisation and membership"],
)
def test_a_contradiction_is_found(tmp_path: Path, wrong: str) -> None:
    prefix = "@prefix gb: <https://w3id.org/graphbuilder/ontology#> .\n"
    assert checked(tmp_path, TERMS, prefix + wrong)["consistent"] == ["false"]


def test_a_class_that_can_have_no_member_is_found(tmp_path: Path) -> None:
    more = """
        @prefix gb: <https://w3id.org/graphbuilder/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        gb:Wrong a owl:Class ; rdfs:subClassOf gb:Inspection , gb:Fact .
    """
    assert checked(tmp_path, TERMS, more)["unsatisfiable"] == ["https://w3id.org/graphbuilder/ontology#Wrong"]


def test_a_term_of_two_kinds_is_out_of_the_profile(tmp_path: Path) -> None:
    more = """
        @prefix gb: <https://w3id.org/graphbuilder/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        gb:grade a owl:DatatypeProperty .
    """
    assert checked(tmp_path, TERMS, more)["violation"]
