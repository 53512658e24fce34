"""Where the data files are: inside the package when installed, beside it in a checkout."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from .errors import GraphbuilderError

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """The folder `ontology`, `shapes` or `queries`: in the package first, then beside it (editable install)."""
    for candidate in (_PACKAGE / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise GraphbuilderError(f"the data folder {name}/ is missing from this installation: install graphbuilder again")


@cache
def ontology() -> tuple[Path, ...]:
    """Every Turtle file of the ontology, its concept schemes and the reference data, in a stable order."""
    return tuple(sorted(folder("ontology").rglob("*.ttl")))


def report_addresses() -> Path:
    """The list of where Ofsted publishes its reports."""
    return folder("ontology") / "reference" / "report-addresses.csv"


@cache
def shapes() -> tuple[Path, ...]:
    return tuple(sorted(folder("shapes").rglob("*.ttl")))


@cache
def queries() -> tuple[Path, ...]:
    return tuple(sorted(folder("queries").rglob("*.rq")))


# What decides which facts a file gives, below the package: a change in any of it makes every file be read again.
_READS = (
    *("reading", "frameworks", "extraction", "matching.py", "phrases.py", "addresses.py"),
    *("graph.py", "vocabulary.py", "model.py"),
)


@cache
def rules_hash() -> str:
    """16 hex digits over the rules and the vocabularies that make facts of a text."""
    modules = [path for name in _READS for path in _modules(_PACKAGE / name)]
    return _hash_of(*modules, *ontology(), report_addresses())


@cache
def shapes_hash() -> str:
    """16 hex digits over the shapes and the validation itself."""
    return _hash_of(*shapes(), _PACKAGE / "validation.py")


def _modules(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _hash_of(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
