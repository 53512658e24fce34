"""What the tests share: builds without worker processes, a folder of reports, a finished build, the command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pdfs
import pytest
from support import EXAMPLES, environment

from graphbuilder import pipeline


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds read their files in this process: quick, and what a test patches holds."""

    def run(work: Any, tasks: Sequence[Any], workers: Any, progress: Any, given_up: Any, each: Any) -> list[Any]:
        results = [work(task) for task in tasks]
        for result in results:
            each(result)
        return results

    monkeypatch.setattr(pipeline, "run_tasks", run)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder with two good reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "sutton.pdf").write_bytes(pdfs.ilacs())
    (folder / "havering.pdf").write_bytes(pdfs.ilacs("Havering", "3 to 14 July 2023", "Bob Baker, HMI"))
    return folder


@pytest.fixture(scope="session")
def example_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the example reports, to ask and to look at; tests leave it as it is."""
    output = tmp_path_factory.mktemp("examples") / "output"
    pipeline.build([EXAMPLES], output)
    return output


@pytest.fixture
def graphbuilder(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command in a process of its own, in a folder that is not the checkout."""

    def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "graphbuilder", *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment(),
            timeout=120,
            **options,
        )

    return run
