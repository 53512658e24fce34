"""The stored questions' answers on the real corpus are those that a person read in the reports."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graphbuilder.queries import load_queries
from graphbuilder.store import Graph

pytestmark = pytest.mark.corpus
ANSWERS = Path(__file__).with_name("answers")
FEWEST = 3  # authorities read for each question


def checks(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((ANSWERS / f"{name}.toml").read_text(encoding="utf-8"))["check"]


CHECKED = sorted(path.stem for path in ANSWERS.glob("*.toml"))


def case(name: str, number: int, check: dict[str, Any]) -> Any:
    """One check; one that is known to fail must fail: once it holds, `fails` is to be taken out of it."""
    known = [pytest.mark.xfail(strict=True, reason=check["fails"], raises=AssertionError)] if "fails" in check else []
    return pytest.param(name, check, marks=known, id=f"{name}-{number}")


CASES = [case(name, number, check) for name in CHECKED for number, check in enumerate(checks(name), 1)]


@pytest.fixture(scope="module")
def graph(corpus_build: Any) -> Graph:
    return Graph(corpus_build.folder)


@pytest.mark.parametrize(("name", "check"), CASES)
def test_the_answer_is_what_was_read(name: str, check: dict[str, Any], graph: Graph) -> None:
    compare(graph, name, check)


def compare(graph: Graph, name: str, check: dict[str, Any]) -> None:
    """Raises AssertionError where the answer is not what was read."""
    table = graph.query(name, **{key.replace("-", "_"): value for key, value in check.get("params", {}).items()})
    found = [{column: shown(value) for column, value in row.items()} for row in table.dicts()]
    where = {column: shown(value) for column, value in check.get("where", {}).items()}
    found = [row for row in found if where.items() <= row.items()]
    expected = [{column: shown(value) for column, value in row.items()} for row in check["rows"]]
    if not expected:
        assert found == []
        return
    columns = expected[0].keys()
    assert all(row.keys() == columns for row in expected), "the rows of one check name the same columns"
    read = Counter(tuple(row.values()) for row in expected)
    answered = Counter(tuple(row[column] for column in columns) for row in found)
    assert read <= answered if check.get("contains") else read == answered


def shown(value: object) -> str:
    """A cell as text; nothing for no value; a whole number without its decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


@pytest.mark.parametrize("name", [query.name for query in load_queries()])
def test_every_question_was_read_for_three_authorities(name: str) -> None:
    read = checks(name)
    assert len({check["authority"] for check in read if "fails" not in check}) >= FEWEST
    assert all(check["read"] and check.get("fails", "a reason") for check in read)
