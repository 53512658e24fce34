"""Links between the real reports are those that a person read in them.

`links.tsv` has every mention of an earlier inspection and the inspection of the corpus that it means, none where the
corpus does not hold it; `adoption_agencies.tsv` every name of a regional adoption agency and the agency it means.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graphbuilder.store import open_store, select
from graphbuilder.vocabulary import DEFAULT_BASE

pytestmark = pytest.mark.corpus
HERE = Path(__file__).parent
LEAST = 0.95  # of the mentions that mean an inspection of the corpus


def read_pairs(name: str) -> dict[str, str]:
    """The two columns of a table, below the base."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return dict(list(csv.reader(file, delimiter="\t"))[1:])


@pytest.fixture(scope="module")
def store(corpus_build: Any) -> ox.Store:
    return open_store(corpus_build.folder)


def pairs(store: ox.Store, query: str) -> list[tuple[str, str]]:
    """What a query of two variables finds, as paths below the base or as texts."""
    return [
        (row["one"].value.removeprefix(DEFAULT_BASE), row["other"].value.removeprefix(DEFAULT_BASE))
        for row in select(store, query)
    ]


@pytest.fixture(scope="module")
def joined(store: ox.Store) -> dict[str, str]:
    """Mentions of earlier inspections → the inspections to which they are joined."""
    mentions = """SELECT ?one ?other { ?one gb:resolvedTo ?other
      FILTER NOT EXISTS { ?article gb:reportKind "news" ; gb:reportsOn ?one } }"""
    found = pairs(store, mentions)
    assert len(dict(found)) == len(found), "a mention is joined to one inspection only"
    return dict(found)


def test_mentions_of_inspections_that_the_corpus_holds_are_joined(joined: dict[str, str]) -> None:
    meant = {mention: found for mention, found in read_pairs("links.tsv").items() if found}
    apart = sorted(mention for mention in meant if mention not in joined)
    assert len(meant) > 100 and len(apart) <= (1 - LEAST) * len(meant), apart


def test_no_mention_is_joined_to_a_wrong_inspection(joined: dict[str, str]) -> None:
    """A mention that is not in the table has to be read and added."""
    read = read_pairs("links.tsv")
    assert {mention: found for mention, found in joined.items() if read.get(mention) != found} == {}


def test_each_regional_adoption_agency_has_one_name(store: ox.Store) -> None:
    read = read_pairs("adoption_agencies.tsv")
    same = dict(pairs(store, "SELECT ?one ?other { ?one gb:sameAgencyAs ?other }"))
    printed = {body for body, _ in pairs(store, "SELECT ?one ?other { ?other gb:agency|gb:deliveredBy ?one }")}
    assert set(read) <= printed
    assert {name: same.get(name, name) for name in read} == read


def test_each_agency_has_one_preferred_label_in_all_reports(store: ox.Store) -> None:
    agencies = set(read_pairs("adoption_agencies.tsv"))
    labels: dict[str, set[str]] = {}
    for agency, label in pairs(store, "SELECT DISTINCT ?one ?other { ?one a gb:Agency ; skos:prefLabel ?other }"):
        labels.setdefault(agency, set()).add(label)
    assert {agency: labels[agency] for agency in agencies if len(labels[agency]) != 1} == {}
