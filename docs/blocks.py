"""The commands and outputs in the documentation: finds them, runs them, and can write the outputs anew.

`python docs/blocks.py` builds the examples, runs every page and the notebook, and writes what is printed where it
differs. tests/test_docs.py runs the same and only compares.

A `console` block holds a command a line, or lines that begin with "$ " and below each what it prints; a line "…" stands
for any number of lines. `python` blocks are run as scripts. A comment above a block says more:

    <!-- file: shared.rq -->      the block is written to this file
    <!-- needs a server -->       the block is not run; so too "a network"
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
NOTEBOOK = REPOSITORY / "docs" / "library.ipynb"
ANY = "…"
INSTALLING = ("pip ", "bash examples/run", "bash tests/run")  # need a network; .ci/run runs them

_BLOCK = re.compile(
    r"(?:^<!-- *(?P<mark>[^\n]*?) *-->\n)?^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; `start` and `end` are the offsets of its body, `line` is its first line's number."""

    language: str
    mark: str
    body: str
    start: int
    end: int
    line: int

    @property
    def file(self) -> str | None:
        return self.mark.removeprefix("file:").strip() if self.mark.startswith("file:") else None

    @property
    def runs(self) -> bool:
        return not self.mark.startswith("needs ")


@dataclass(frozen=True)
class Step:
    """A command and what the page says it prints; None where the page does not show it."""

    command: str
    output: str | None


def pages() -> list[Path]:
    """The pages whose blocks are run."""
    return [
        path
        for name in ("README.md", "CONTRIBUTING.md", "docs/*.md", "queries/README.md", "examples/README.md")
        for path in sorted(REPOSITORY.glob(name))
    ]


def blocks(text: str) -> list[Block]:
    return [
        Block(
            found["language"],
            found["mark"] or "",
            found["body"],
            *found.span("body"),
            text.count("\n", 0, found.start("body")) + 1,
        )
        for found in _BLOCK.finditer(text)
    ]


def steps(block: Block) -> list[Step]:
    """The commands of a console block, each with its output where outputs are shown."""
    lines = block.body.splitlines()
    if not any(line.startswith("$ ") for line in lines):
        return [Step(line, None) for line in lines if line.strip()]
    found: list[Step] = []
    for line in lines:
        if line.startswith("$ "):
            found.append(Step(line[2:], ""))
        else:
            found[-1] = Step(found[-1].command, f"{found[-1].output}{line}\n")
    return found


def agrees(shown: str, printed: str) -> bool:
    """Whether a page shows what was printed; "…" alone in a line stands for one line or more."""
    pattern = "".join("(?:.*\n)+" if line == ANY else re.escape(f"{line}\n") for line in shown.splitlines())
    return re.fullmatch(pattern, printed) is not None


def shortened(shown: str, printed: str) -> str:
    """What was printed, with as many lines left out as the page left out before."""
    lines, before = printed.splitlines(keepends=True), shown.splitlines()
    if before.count(ANY) != 1 or len(lines) <= len(before):
        return printed
    head = before.index(ANY)
    tail = len(before) - head - 1
    return "".join([*lines[:head], f"{ANY}\n", *lines[len(lines) - tail :]])


# ---------------------------------------------------------------- running


class Folder:
    """Where pages are run: examples/, reports/ (the same), output/ (their build), and the command on the path."""

    def __init__(self, path: Path, build: Path) -> None:
        self.path = path
        for name in ("docs", "bin"):
            (path / name).mkdir()
        shutil.copytree(REPOSITORY / "examples", path / "examples")
        shutil.copytree(REPOSITORY / "examples" / "reports", path / "reports")
        shutil.copytree(build, path / "output")
        command = path / "bin" / "graphbuilder"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m graphbuilder "$@"\n', encoding="utf-8")
        command.chmod(0o755)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command as a terminal shows it: standard error too."""
        search = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
        env = os.environ | {
            "PATH": f"{self.path / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": search,
            "PYTHONUTF8": "1",
        }
        return subprocess.run(
            arguments,
            cwd=self.path,
            env=env,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


def run_page(folder: Folder, text: str) -> Iterator[tuple[Block, Step, str]]:
    """Run a page's blocks in their order: each command with what it printed. Raises RuntimeError for one that fails."""
    for block in blocks(text):
        if block.file:
            (folder.path / block.file).write_text(block.body, encoding="utf-8")
        if block.language == "python" and block.runs:
            script = folder.path / "script.py"
            script.write_text(block.body, encoding="utf-8")
            _succeeded(block, folder.run(sys.executable, script.name), "the script")
        if block.language == "console" and block.runs:
            for step in steps(block):
                if not step.command.startswith(INSTALLING):
                    done = folder.run("bash", "-c", step.command)
                    yield block, step, _succeeded(block, done, step.command)


def _succeeded(block: Block, done: subprocess.CompletedProcess[str], what: str) -> str:
    if done.returncode != 0:
        raise RuntimeError(f"line {block.line}: {what} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def rewritten(folder: Folder, text: str) -> str:
    """The page with the outputs as they are now."""
    bodies: dict[Block, str] = {}
    for block, step, printed in run_page(folder, text):
        if step.output is not None:
            shown = step.output if agrees(step.output, printed) else shortened(step.output, printed)
            bodies[block] = f"{bodies.get(block, '')}$ {step.command}\n{shown}"
    for block, body in reversed(bodies.items()):
        text = text[: block.start] + body + text[block.end :]
    return text


# ---------------------------------------------------------------- the notebook


def run_notebook(folder: Folder, notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs of its code cells, run in order in one namespace, in docs/ of the folder."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    cells = []
    with contextlib.chdir(folder.path / "docs"):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                printed, value = _run_cell("".join(cell["source"]), namespace)
                cell = cell | {"outputs": _outputs(printed, value)}
            cells.append(cell)
    return notebook | {"cells": cells}


def _run_cell(source: str, namespace: dict[str, Any]) -> tuple[str, str]:
    """What a cell prints, and the text of its last expression, as Jupyter shows it."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    value = None
    with contextlib.redirect_stdout(out):
        exec(compile(tree, "<cell>", "exec"), namespace)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)
    return out.getvalue(), "" if value is None else repr(value)


def _outputs(printed: str, value: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if printed:
        found.append({"name": "stdout", "output_type": "stream", "text": printed.splitlines(keepends=True)})
    if value:
        data = {"text/plain": value.splitlines(keepends=True)}
        found.append({"data": data, "execution_count": None, "metadata": {}, "output_type": "execute_result"})
    return found


def as_json(notebook: dict[str, Any]) -> str:
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


# ---------------------------------------------------------------- writing anew


def main() -> None:
    from graphbuilder import build

    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        build([REPOSITORY / "examples" / "reports"], scratch / "build")
        for number, path in enumerate([*pages(), NOTEBOOK]):
            (scratch / str(number)).mkdir()
            folder = Folder(scratch / str(number), scratch / "build")
            before = path.read_text(encoding="utf-8")
            notebook = path == NOTEBOOK
            after = as_json(run_notebook(folder, json.loads(before))) if notebook else rewritten(folder, before)
            if after != before:
                path.write_text(after, encoding="utf-8")
                print(f"written: {path.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()
