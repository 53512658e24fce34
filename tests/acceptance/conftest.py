"""The real reports, which are not in this repository: where they are, and one build of them for all tests.

They are found by GRAPHBUILDER_CORPUS (the corpus folder with `seeds` and `reports`, or the folder that holds it
beside `gold` and `tools`), or as `../shared` beside the checkout.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import REPOSITORY

from graphbuilder import pipeline


@dataclass(frozen=True)
class Corpus:
    shared: Path  # the folder with corpus, gold and tools
    seeds: Path
    reports: Path

    def files(self) -> list[Path]:
        return sorted(path for folder in (self.seeds, self.reports) for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True)
class Built:
    folder: Path
    result: pipeline.BuildResult
    seconds: float


def find_corpus() -> Corpus | None:
    given = os.environ.get("GRAPHBUILDER_CORPUS")
    for place in [Path(given)] if given else [REPOSITORY.parent / "shared"]:
        for folder in (place / "corpus", place):
            if (folder / "seeds").is_dir() and (folder / "reports").is_dir():
                return Corpus(folder.resolve().parent, folder / "seeds", folder / "reports")
    return None


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    found = find_corpus()
    if found is None:
        pytest.skip("no corpus: name its folder in GRAPHBUILDER_CORPUS, or put it at ../shared/corpus")
    return found


@pytest.fixture(scope="session")
def tools(corpus: Corpus) -> Path:
    """The folder with `score` and `verbatim`."""
    if not (corpus.shared / "tools").is_dir():
        pytest.skip(f"no tools beside the corpus: {corpus.shared / 'tools'} is missing")
    return corpus.shared / "tools"


@pytest.fixture(scope="session")
def corpus_build(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All reports, built once; tests leave the folder as it is."""
    output = tmp_path_factory.mktemp("corpus") / "output"
    begun = time.perf_counter()
    result = pipeline.build([corpus.seeds, corpus.reports], output)
    return Built(output, result, time.perf_counter() - begun)
