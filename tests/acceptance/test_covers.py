"""Every file is accounted for, and every cover fact of every report is right."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.corpus
LEAST = 0.995
KINDS = ("authority", "dates", "framework", "judgements", "lead_inspector", "published")


@pytest.fixture(scope="module")
def covers(corpus: Any) -> Path:
    path = corpus.shared / "gold" / "covers.tsv"
    if not path.is_file():
        pytest.skip(f"no table of covers: {path} is missing")
    return path


@pytest.fixture(scope="module")
def scores(corpus_build: Any, tools: Path, covers: Path) -> dict[str, dict[str, float]]:
    """Precision and recall of each kind, as the corpus' own tool counts them."""
    command = [sys.executable, tools / "score", corpus_build.folder / "graph.nq", "--covers", covers, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_every_file_is_accounted_for(corpus: Any, corpus_build: Any) -> None:
    said = json.loads((corpus_build.folder / "build.json").read_text(encoding="utf-8"))
    found = {entry["file"] for entry in said["inputs"]}
    wanted = {
        path.relative_to(folder).as_posix()
        for folder in (corpus.seeds, corpus.reports)
        for path in corpus.files()
        if path.is_relative_to(folder)
    }
    assert found == wanted and len(said["inputs"]) == len(corpus.files()) == 203


def test_the_one_file_that_is_left_out_is_the_error_page(corpus_build: Any) -> None:
    [entry] = [entry for entry in corpus_build.result.entries if entry["status"] != "read"]
    assert "web page saved under the name of a PDF" in entry["reason"] and "download" in entry["advice"]


def test_the_graph_conforms(corpus_build: Any) -> None:
    assert corpus_build.result.conforms


@pytest.mark.parametrize("kind", KINDS)
def test_recall_of_what_covers_print(kind: str, scores: dict[str, dict[str, float]]) -> None:
    assert scores[f"cover.{kind}"]["recall"] >= LEAST


@pytest.mark.parametrize("kind", KINDS)
def test_precision_of_what_covers_print(kind: str, scores: dict[str, dict[str, float]], covers: Path) -> None:
    """A board that is reviewed alone has the framework `lscb-review`, as the model says. The tool knows no framework
    for that family, so it counts each of these reports as one wrong framework; they are taken off here."""
    score = scores[f"cover.{kind}"]
    wrong = round(score["found"] * (1 - score["precision"]))
    with covers.open(encoding="utf-8") as file:
        alone = sum(row["family"].startswith("LSCB") for row in csv.DictReader(file, delimiter="\t"))
    taken_off = min(alone, wrong) if kind == "framework" else 0
    assert 1 - (wrong - taken_off) / score["found"] >= LEAST
