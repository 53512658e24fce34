"""The documentation is true: its commands run and print what it shows, its links resolve, the reference is current."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from support import REPOSITORY

sys.path.insert(0, str(REPOSITORY / "docs"))

import blocks
import make_cli

PAGES = blocks.pages()
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
EMBEDDED = {"", "console", "python", "sparql", "text", "json", "turtle", "sql"}  # "sh" or "bash" would escape the tests


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@pytest.fixture
def folder(tmp_path: Path, example_build: Path) -> blocks.Folder:
    return blocks.Folder(tmp_path, example_build)


# ---------------------------------------------------------------- commands


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_commands_run_and_print_what_the_page_shows(path: Path, folder: blocks.Folder) -> None:
    for block, step, printed in blocks.run_page(folder, path.read_text(encoding="utf-8")):
        if step.output is not None:
            assert blocks.agrees(step.output, printed), f"line {block.line}: $ {step.command}\n{printed}"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_block_is_of_a_kind_that_the_tests_know(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = blocks.blocks(text)
    assert {block.language for block in found} <= EMBEDDED
    assert text.count("```") == 2 * len(found), "a block is not closed, or is indented"
    for block in found:
        assert not block.mark or block.file or block.mark in ("needs a server", "needs a network"), block.mark


@pytest.mark.parametrize("name", ["analyst", "engineer"])
def test_the_guides_show_outputs(name: str) -> None:
    text = (REPOSITORY / "docs" / f"{name}.md").read_text(encoding="utf-8")
    shown = [
        step
        for block in blocks.blocks(text)
        if block.language == "console" and block.runs
        for step in blocks.steps(block)
        if step.output
    ]
    assert len(shown) >= 4


def test_a_page_that_shows_something_else_is_found(folder: blocks.Folder) -> None:
    page = "```console\n$ printf 'one\\ntwo\\nthree\\n'\none\n…\n```\n"
    [(_, step, printed)] = blocks.run_page(folder, page)
    assert step.output is not None and blocks.agrees(step.output, printed)
    assert not blocks.agrees("one\n", printed) and not blocks.agrees("two\n…\n", printed)
    assert blocks.rewritten(folder, page.replace("one\n…", "1\n…")) == page
    with pytest.raises(RuntimeError, match="line 2: false ended with 1"):
        list(blocks.run_page(folder, "```console\nfalse\n```\n"))


def test_blocks_that_need_a_server_are_left_alone(folder: blocks.Folder) -> None:
    assert list(blocks.run_page(folder, "<!-- needs a server -->\n```console\nfalse\n```\n")) == []


# ---------------------------------------------------------------- reference, notebook, links


def test_the_reference_is_what_the_help_says() -> None:
    assert make_cli.PAGE.read_text(encoding="utf-8") == make_cli.reference(), "run python docs/make_cli.py"


def test_the_notebook_runs_and_gives_what_it_shows(folder: blocks.Folder) -> None:
    written = blocks.NOTEBOOK.read_text(encoding="utf-8")
    assert blocks.as_json(blocks.run_notebook(folder, json.loads(written))) == written, "run python docs/blocks.py"


def test_the_notebook_is_of_the_format_that_jupyter_reads() -> None:
    notebook = json.loads(blocks.NOTEBOOK.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    for cell in notebook["cells"]:
        code = {"outputs", "execution_count"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"cell_type", "id", "metadata", "source"} | code


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", [*PAGES, blocks.NOTEBOOK], ids=named)
def test_links_between_pages_resolve(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            name, _, anchor = target.partition("#")
            there = (path.parent / name).resolve() if name else path
            assert there.exists(), target
            assert not anchor or there.suffix != ".md" or anchor in anchors(there), target
