"""No sentence of a report is in the repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY

pytestmark = pytest.mark.corpus


def test_no_twelve_words_in_a_row_are_a_reports(tools: Path) -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a checkout: the tool asks git for the files")
    done = subprocess.run([sys.executable, tools / "verbatim", REPOSITORY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
