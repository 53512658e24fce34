"""Rules of CONTRIBUTING.md that a machine can check: terms, exceptions, the newcomers' table, paths of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from support import REPOSITORY

from graphbuilder import extraction, frameworks, pipeline
from graphbuilder.vocabulary import PREFIXES, SCHEMES, term

MODULES = sorted((REPOSITORY / "graphbuilder").rglob("*.py"))
TERM = re.compile(rf"(?<![\w/#-])(gb|{'|'.join(SCHEMES)}):([A-Za-z][\w-]*)")


def texts(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in REPOSITORY.glob(pattern))


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the repository, as git knows or would know them; none where this is no checkout."""
    listed = subprocess.run(
        ["git", "-C", REPOSITORY, "ls-files", "-co", "--exclude-standard", "-z"], capture_output=True, check=False
    )
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    return tuple(path for name in names if name and (path := REPOSITORY / name).is_file())


@pytest.mark.parametrize(
    "path",
    [*MODULES, *texts("queries/**/*.rq", "shapes/*.ttl", "docs/*.md", "*.md")],
    ids=lambda path: path.relative_to(REPOSITORY).as_posix(),
)
def test_every_term_of_ours_is_in_the_ontology(path: Path) -> None:
    for prefix, name in TERM.findall(path.read_text(encoding="utf-8")):
        term(f"{prefix}:{name}")  # raises for one that no file of ontology/ declares


def test_the_prefixes_of_all_schemes_are_known() -> None:
    assert set(SCHEMES) <= set(PREFIXES)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_no_exception_is_caught_whatever_it_is_and_nothing_is_left_unwritten(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            raised_again = isinstance(node.body[-1], ast.Raise)  # said better, but never passed over
            all_of_them = re.search(r"\b(?:Exception|BaseException|everything)\b", caught)
            assert raised_again or not all_of_them, f"line {node.lineno}"
        if isinstance(node, ast.Name):
            assert node.id != "NotImplementedError", f"line {node.lineno}"
    assert not re.search(r"\b(?:TODO|FIXME|XXX)\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name != "_version.py" and path.read_text(encoding="utf-8").strip():
        assert ast.get_docstring(tree), path.name


# ---------------------------------------------------------------- the newcomers' table


def newcomers() -> list[str]:
    """The rows of the table "Where does a newcomer add …"."""
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.split("Where does a newcomer add")[1].split("\n## ")[0]
    return [line for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]


def test_the_newcomers_table_has_its_rows() -> None:
    assert len(newcomers()) >= 4


@pytest.mark.parametrize("row", newcomers(), ids=lambda row: row.split("|")[1].strip())
def test_each_row_of_the_newcomers_table_is_true(row: str) -> None:
    """Each path in it exists; `<name>` stands for one of those that are there."""
    for name in re.findall(r"`([\w/<>{}.]+(?:/|\.\w+))`", row):
        pattern = re.sub(r"<\w+>|\{\w+\}", "*", name).rstrip("/")
        found = [*REPOSITORY.glob(pattern), *(REPOSITORY / "graphbuilder").glob(pattern)]
        assert found, f"{name} is not there"


def test_the_lists_that_newcomers_add_a_line_to_are_there() -> None:
    assert len(frameworks.FRAMEWORKS) >= 7 and len(extraction.EXTRACTORS) >= 8
    for framework in frameworks.FRAMEWORKS:
        assert all(callable(getattr(framework, name)) for name in ("recognises", "cover", "judgements"))
    for extractor in extraction.extractors():
        assert callable(extractor.extract) and extractor.RULES


def test_every_rule_has_a_summary_an_example_and_a_precision() -> None:
    rules = pipeline.all_rules()
    for name, rule in rules.items():
        assert name == rule.name and "/" in name
        assert rule.summary and rule.example and 0 < rule.confidence <= 1


# ---------------------------------------------------------------- the repository


def test_no_file_holds_a_path_of_the_machine_on_which_it_was_written() -> None:
    here = re.compile(r"(?<![\w.])/(?:work|root)/\w")
    written = (".py", ".ttl", ".rq", ".md", ".cfg", ".toml", ".txt", ".html", "")
    for path in tracked():
        if path.suffix in written and path != Path(__file__):
            assert not here.search(path.read_text(encoding="utf-8", errors="replace")), path


def test_no_pdf_of_a_report_is_in_the_repository() -> None:
    assert [path for path in tracked() if path.suffix.lower() == ".pdf"] == []
