"""A finished build looked at again: its validation, and what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from . import validation
from .build_folder import BuildFolder
from .errors import GraphbuilderError
from .model import Finding
from .store import open_store
from .workers import make_ready, run_tasks


@dataclass(frozen=True)
class _Check:
    ntriples: bytes
    text: str | None
    engine: str
    file: str


def validate_build(
    folder: Path,
    *,
    engine: str | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Finding]:
    """Every report's graph in the store against the shapes, and its quotes against its text."""
    said = BuildFolder(folder).open()
    chosen = validation.engine_name(engine)
    store = open_store(folder)
    reports = [entry for entry in said["inputs"] if entry["status"] == "read"]
    checks = [
        _Check(_graph_of(store, entry["graph"]), _text_of(folder, entry["sha256"]), chosen, entry["file"])
        for entry in reports
    ]
    make_ready(__name__)
    found = run_tasks(_run, checks, workers, progress, _given_up)
    across = validation.validate_cross_report(store, chosen)
    return validation.sorted_findings([*(finding for findings in found for finding in findings), *across])


def _graph_of(store: ox.Store, iri: str) -> bytes:
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
    return "\n".join(sorted(f"{quad.triple} ." for quad in quads)).encode()


def _text_of(folder: Path, sha256: str) -> str | None:
    path = folder / "texts" / f"{sha256}.txt"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except OSError:
        return None


def _run(check: _Check) -> list[Finding]:
    findings = validation.validate_report(check.ntriples, check.engine, text=check.text)
    if check.text is None:
        missing = Finding(
            "TextOfReport", "Violation", "the text of this report is missing from texts/: build again", file=check.file
        )
        return [*findings, missing]
    return findings


def _given_up(check: _Check, why: str) -> list[Finding]:
    raise GraphbuilderError(f"{check.file}: validation came to no end ({why}); try --engine pyshacl")


def describe(folder: Path) -> str:
    """What is in a build, for people."""
    said = BuildFolder(folder).open()
    read = [entry for entry in said["inputs"] if entry["status"] == "read"]
    facts: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    for entry in read:
        facts.update(entry["facts"])
        severities.update(finding["severity"] for finding in entry["findings"])
    rows: list[tuple[str, Any]] = [
        ("build", folder),
        ("built", said["built"]),
        ("reports", len(read)),
        ("files left out", len(said["inputs"]) - len(read)),
        ("authorities", len({entry["authority"] for entry in read if entry["authority"]})),
        *[(f"framework {name}", count) for name, count in sorted(Counter(e["framework"] for e in read).items())],
        *[(name, f"{count:,}") for name, count in sorted(facts.items())],
        *[(f"findings: {name}", severities[name]) for name in validation.SEVERITIES],
        ("conforms", "yes" if said["conforms"] else "no"),
        ("quads", f"{said['quads']:,}"),
        *[(f"version: {name}", value) for name, value in said["versions"].items()],
        ("base IRI", said["base_iri"]),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)
