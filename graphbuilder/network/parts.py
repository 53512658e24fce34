"""The page's template, style, script and vendored parts, as files of the package."""

from __future__ import annotations

import json
from pathlib import Path

from ..errors import GraphbuilderError

_FOLDER = Path(__file__).resolve().parent.parent / "page"


def part(name: str) -> Path:
    """A file of `graphbuilder/page/`. Raises GraphbuilderError where the installation lacks it."""
    path = _FOLDER / name
    if not path.is_file():
        raise GraphbuilderError(f"{path}: missing from this installation: install graphbuilder again")
    return path


def vendored() -> list[dict[str, str]]:
    """The manifest: file, name, version, source, licence, its text and the SHA-256 of each vendored part."""
    found: list[dict[str, str]] = json.loads(part("vendor/manifest.json").read_text(encoding="utf-8"))
    return found
