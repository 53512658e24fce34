"""Every quote in the graph is, character for character, what stands at its offsets in the report's text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

pytestmark = pytest.mark.corpus
GB = "https://w3id.org/graphbuilder/ontology#"
OA = "http://www.w3.org/ns/oa#"
RANGE = re.compile(r"#char=(\d+),(\d+)")
KINDS = (
    "Judgement",
    "Recommendation",
    "ServiceState",
    "Participation",
    "SharedArrangement",
    "PostHolding",
    "Statistic",
)


@pytest.fixture(scope="module")
def store(corpus_build: Any) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(corpus_build.folder / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def texts(corpus_build: Any) -> dict[str, str]:
    """The text of each report, by the IRI of its graph."""
    return {
        entry["graph"]: read(corpus_build.folder / "texts" / f"{entry['sha256']}.txt")
        for entry in corpus_build.result.entries
        if entry["status"] == "read"
    }


def read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def test_no_quote_differs_from_its_text(store: ox.Store, texts: dict[str, str]) -> None:
    query = f"""SELECT ?g ?e ?report ?exact ?prefix ?suffix ?start ?end WHERE {{ GRAPH ?g {{
      ?e a <{GB}Evidence> .
      OPTIONAL {{ ?e <{OA}hasSource> ?report }}
      OPTIONAL {{ ?e <{OA}hasSelector> ?q . ?q <{OA}exact> ?exact ; <{OA}prefix> ?prefix ; <{OA}suffix> ?suffix }}
      OPTIONAL {{ ?e <{OA}hasSelector> ?p . ?p <{OA}start> ?start ; <{OA}end> ?end }} }} }}"""
    checked, exceptions = 0, []
    for row in store.query(query):
        checked += 1
        if not is_verbatim(row, texts):
            exceptions.append(row["e"].value)
    assert checked > 1000
    assert exceptions == []


def is_verbatim(row: Any, texts: dict[str, str]) -> bool:
    if None in (row["report"], row["exact"], row["start"], row["end"]) or row["report"].value != row["g"].value:
        return False
    text = texts[row["g"].value]
    start, end = int(row["start"].value), int(row["end"].value)
    named = RANGE.search(row["e"].value)
    return (
        named is not None
        and (int(named.group(1)), int(named.group(2))) == (start, end)
        and text[start:end] == row["exact"].value != ""
        and text[:start].endswith(row["prefix"].value)
        and text[end:].startswith(row["suffix"].value)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_fact_is_without_evidence_rule_and_confidence(kind: str, store: ox.Store) -> None:
    query = f"""SELECT ?f WHERE {{ GRAPH ?g {{ ?f a <{GB}{kind}> FILTER NOT EXISTS {{
      ?f <{GB}evidence> ?e ; <{GB}rule> ?r ; <{GB}confidence> ?c . ?e a <{GB}Evidence> }} }} }}"""
    assert [row["f"].value for row in store.query(query)] == []


def test_evidence_stands_on_a_page_that_the_report_has(store: ox.Store) -> None:
    query = f"""SELECT ?e WHERE {{ GRAPH ?g {{
      ?e <{GB}page> ?page ; <{OA}hasSource> ?r . ?r <{GB}pageCount> ?pages FILTER(?page < 1 || ?page > ?pages) }} }}"""
    assert [row["e"].value for row in store.query(query)] == []
