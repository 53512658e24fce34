"""What tests call by name: documents from a few lines, where things are, the environment of a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

from graphbuilder import reading
from graphbuilder.model import Document

REPOSITORY = Path(__file__).resolve().parent.parent
EXAMPLES = REPOSITORY / "examples" / "reports"


def as_document(text: str | bytes, name: str = "report.txt") -> Document:
    """What is read from a file with this content."""
    data = text.encode() if isinstance(text, str) else text
    return reading.read_document(data, Path(name), name)


def environment() -> dict[str, str]:
    """Where a process of its own finds the package, installed or not."""
    path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
    return os.environ | {"PYTHONPATH": path}
