"""A second build reads what changed and nothing else, and gives what a build from nothing gives."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graphbuilder import pipeline

pytestmark = pytest.mark.corpus
SYNTAXES = ("graph.nq", "graph.ttl", "graph.trig")


@pytest.fixture
def output(corpus_build: Any, tmp_path: Path) -> Path:
    """A copy of the build, to go on from."""
    shutil.copytree(corpus_build.folder, tmp_path / "output")
    return tmp_path / "output"


@pytest.fixture
def changed(corpus: Any, tmp_path: Path) -> list[Path]:
    """The same inputs by links, but for one report that has another content."""
    folders = []
    for folder in (corpus.seeds, corpus.reports):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            link = tmp_path / folder.name / path.relative_to(folder)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())
        folders.append(tmp_path / folder.name)
    one = sorted(folders[1].rglob("*.pdf"))[20]
    data = one.read_bytes()
    one.unlink()
    one.write_bytes(data + b"\n% one line more\n%%EOF\n")
    return folders


def test_nothing_changed_reads_nothing_and_takes_a_tenth(corpus: Any, corpus_build: Any, output: Path) -> None:
    begun = time.perf_counter()
    again = pipeline.build([corpus.seeds, corpus.reports], output)
    assert time.perf_counter() - begun <= corpus_build.seconds / 10
    assert (again.reread, again.unchanged) == (0, True)
    for name in SYNTAXES:
        assert (output / name).read_bytes() == (corpus_build.folder / name).read_bytes()


def test_one_file_changed_rereads_one_and_equals_a_build_from_nothing(
    output: Path, changed: list[Path], tmp_path: Path
) -> None:
    result = pipeline.build(changed, output)
    assert result.reread == 1
    pipeline.build(changed, tmp_path / "scratch")
    for name in (*SYNTAXES, "validation.ttl", "validation.txt"):
        assert (output / name).read_bytes() == (tmp_path / "scratch" / name).read_bytes(), name
    one, other = (ox.Store.read_only(str(folder / "store")) for folder in (output, tmp_path / "scratch"))
    assert len(one) == len(other) == result.quads
    assert set(one) == set(other)
