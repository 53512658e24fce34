"""Where Ofsted publishes a report: the list, and which files it is believed of."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from support import as_document

from graphbuilder import resources
from graphbuilder.addresses import source_of
from graphbuilder.graph import build_graph
from graphbuilder.model import Cover, Rule
from graphbuilder.vocabulary import DEFAULT_BASE, triples

FILE = "80500_havering/Children's Services Inspection - 13 December 2018.pdf"
DOCUMENT = replace(as_document("Havering", "havering.txt"), file_name=FILE, media_type="application/pdf")
COVER = Cover(
    framework="ilacs-2018",
    title="A title",
    authority="havering",
    printed_authority="Havering",
    start=date(2018, 11, 1),
    evidence=(),
    rule="one",
)


@pytest.fixture(autouse=True)
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of one report."""
    one = {("havering", "children's services inspection - 13 december 2018.pdf"): (date(2018, 12, 13), ADDRESS)}
    monkeypatch.setattr("graphbuilder.addresses._listed", lambda: one)


ADDRESS = "https://files.example.org/1"


def test_a_file_with_ofsteds_name_about_that_council_has_its_address() -> None:
    assert source_of(DOCUMENT, COVER) == ADDRESS
    assert source_of(DOCUMENT, replace(COVER, published=date(2018, 12, 12))) == ADDRESS
    graph = build_graph(
        DOCUMENT, COVER, [], {"one": Rule("one", "a rule", "an example", 0.9)}, "0123456789abcdef", DEFAULT_BASE
    )
    sources = [value for _, property, value in graph.triples if property == "<http://purl.org/dc/terms/source>"]
    assert sources == [f"<{ADDRESS}>"]


@pytest.mark.parametrize(
    ("document", "cover"),
    [
        (replace(DOCUMENT, file_name="havering.pdf"), COVER),
        (replace(DOCUMENT, media_type="text/plain"), COVER),
        (DOCUMENT, replace(COVER, authority="redbridge")),
        (DOCUMENT, replace(COVER, authority=None)),
        (DOCUMENT, replace(COVER, published=date(2016, 12, 12))),
        (DOCUMENT, replace(COVER, start=date(2019, 1, 1))),
    ],
    ids=["another name", "a text", "another council", "no council", "published another year", "inspected later"],
)
def test_where_anything_speaks_against_it_no_address_is_given(document: object, cover: Cover) -> None:
    assert source_of(document, cover) is None  # type: ignore[arg-type]


def test_the_list_names_each_file_and_each_address_once_and_councils_that_are_known() -> None:
    with resources.report_addresses().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 400
    for names in (("address",), ("authority", "file")):
        assert max(Counter(tuple(row[name].casefold() for name in names) for row in rows).values()) == 1
    councils = {f"{DEFAULT_BASE}authority/{row['authority']}" for row in rows}
    assert councils <= {subject for subject, property, _ in triples() if property.endswith("#ofstedUrn")}
    for row in rows:
        address = urlsplit(row["address"])
        assert (address.scheme, address.netloc, address.fragment) == ("https", "files.ofsted.gov.uk", "")
        assert row["file"].endswith(f"{date.fromisoformat(row['published']):%d %B %Y}.pdf".lower())
