"""The same reports give the same bytes, whatever the number of workers and the order of the inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graphbuilder import pipeline

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def other(corpus: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build by three workers, of the inputs in the opposite order."""
    output = tmp_path_factory.mktemp("other") / "output"
    pipeline.build([corpus.reports, corpus.seeds], output, workers=3)
    return output


@pytest.mark.parametrize("name", ["graph.nq", "graph.ttl", "graph.trig", "validation.ttl", "validation.txt"])
def test_two_builds_are_equal_to_the_byte(name: str, corpus_build: Any, other: Path) -> None:
    assert (corpus_build.folder / name).read_bytes() == (other / name).read_bytes()


def test_the_texts_are_equal_to_the_byte(corpus_build: Any, other: Path) -> None:
    one = {path.name: path.read_bytes() for path in (corpus_build.folder / "texts").iterdir()}
    assert one == {path.name: path.read_bytes() for path in (other / "texts").iterdir()}
