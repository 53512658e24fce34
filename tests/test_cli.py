"""The command: what it prints where, and with which exit code it ends."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pdfs
import pytest
from click.testing import CliRunner, Result
from support import EXAMPLES, environment

import graphbuilder as library
from graphbuilder.cli import main
from graphbuilder.vocabulary import DEFAULT_BASE

Command = Callable[..., subprocess.CompletedProcess[str]]


def run(*arguments: object) -> Result:
    """The command in this process; an exception that is no exit is raised."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_explains_itself(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {name}") and len(result.stdout.splitlines()) > 5
    options = [option for option in main.commands[name].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help and option.name != "form"] == []


def test_the_help_names_all_commands_and_the_exit_codes() -> None:
    result = run("--help")
    assert all(f"  {name} " in result.stdout for name in main.commands)
    assert "3 the graph does not conform" in " ".join(result.stdout.split())


def test_the_commands_of_the_contract_are_there() -> None:
    contract = {"build", "validate", "info", "queries", "query", "ask", "explain", "rules", "evaluate"}
    assert contract <= set(main.commands)


def test_version_and_module(graphbuilder: Command) -> None:
    done = graphbuilder("--version")
    assert (done.returncode, done.stdout) == (0, f"graphbuilder, version {library.__version__}\n")


# ---------------------------------------------------------------- build


def test_a_build_prints_its_summary_to_standard_error(reports: Path, tmp_path: Path, graphbuilder: Command) -> None:
    done = graphbuilder("build", reports, "--output", "graph")
    assert (done.returncode, done.stdout) == (0, "")
    assert "2 reports in the graph" in done.stderr and "judgements" in done.stderr and "seconds" in done.stderr
    assert (tmp_path / "graph" / "build.json").exists()
    again = graphbuilder("build", reports, "--output", "graph", "--workers", "1")
    assert again.returncode == 0 and "0 read now" in again.stderr and "nothing has changed" in again.stderr


@pytest.mark.usefixtures("in_process")
class TestBuild:
    def test_quiet_prints_nothing(self, reports: Path, tmp_path: Path) -> None:
        result = run("--quiet", "build", reports, "-o", tmp_path / "out")
        assert (result.exit_code, result.output) == (0, "")

    def test_verbose_prints_notes_on_files_that_were_read(self, reports: Path, tmp_path: Path) -> None:
        (reports / "again.pdf").write_bytes(pdfs.ilacs(lead="Ann Archer, HMI"))
        assert "note " not in run("build", reports, "-o", tmp_path / "out").stderr
        assert "note      again.pdf: reports on the same" in run("-v", "build", reports, "-o", tmp_path / "out").stderr

    def test_the_default_output_is_below_where_one_stands(
        self, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert run("build", "reports").exit_code == 0
        assert (tmp_path / "output" / "graph.nq").exists()
        assert run("info").exit_code == 0

    def test_a_base_of_ones_own(self, reports: Path, tmp_path: Path) -> None:
        base = "https://example.org/id/"
        assert run("build", reports, "-o", tmp_path / "out", "--base-iri", base).exit_code == 0
        text = (tmp_path / "out" / "graph.nq").read_text(encoding="utf-8")
        assert f"<{base}report/sutton/2023-06-05/" in text and DEFAULT_BASE not in text
        assert run("build", reports, "-o", tmp_path / "out", "--base-iri", "nonsense").exit_code == 2

    def test_a_file_that_is_left_out_is_named_and_the_exit_code_is_0(self, reports: Path, tmp_path: Path) -> None:
        (reports / "page.pdf").write_bytes(b"<html>404</html>")
        result = run("build", reports, "-o", tmp_path / "out")
        assert result.exit_code == 0
        assert "left out  page.pdf: it is a web page" in result.stderr and "download" in result.stderr

    def test_only_unusable_files_are_exit_code_1(self, tmp_path: Path) -> None:
        (tmp_path / "page.pdf").write_bytes(b"<html>404</html>")
        result = run("build", tmp_path / "page.pdf", "-o", tmp_path / "out")
        assert result.exit_code == 1
        assert "page.pdf" in result.stderr and "none of the files could be used" in result.stderr
        assert result.stdout == ""

    def test_strict_is_exit_code_3_where_the_graph_does_not_conform(self, reports: Path, tmp_path: Path) -> None:
        assert run("build", reports, "-o", tmp_path / "good", "--strict").exit_code == 0
        (reports / "wrong.pdf").write_bytes(pdfs.ilacs("Kent", grade="Adequate"))  # no grade of this framework
        result = run("build", reports, "-o", tmp_path / "out", "--strict")
        assert result.exit_code == 3 and "does not conform" in result.stderr
        assert run("build", reports, "-o", tmp_path / "out").exit_code == 0
        assert run("build", reports, "-o", tmp_path / "out", "--strict").exit_code == 3

    def test_a_stop_by_the_keyboard_is_said(
        self, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stopped(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("graphbuilder.pipeline.run_tasks", stopped)
        result = run("build", reports, "-o", tmp_path / "out")
        assert result.exit_code == 130 and "what was built before is as it was" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "nowhere"),
        ("build", ".", "--workers", "0"),
        ("build", ".", "--nonsense"),
        ("nonsense",),
        ("validate", "--format", "nonsense"),
        ("query", "latest-grades", "--format", "nonsense"),
        ("query",),
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2 and result.stderr and result.stdout == ""


@pytest.mark.parametrize("command", ["validate", "info", "explain x", "query latest-grades"])
def test_a_command_on_what_is_no_build_says_how_to_make_one(command: str, tmp_path: Path) -> None:
    result = run(*command.split(), "-g", tmp_path / "nothing")
    assert result.exit_code == 1
    assert "no build here; make one with `graphbuilder build" in result.stderr
    assert not (tmp_path / "nothing").exists()


# ---------------------------------------------------------------- a finished build


def test_info(example_build: Path) -> None:
    result = run("info", "-g", example_build)
    assert result.exit_code == 0
    lines = dict(line.split(None, 1) for line in result.stdout.splitlines())
    assert int(lines["reports"]) == len(list(EXAMPLES.iterdir()))
    assert lines["conforms"] == "yes" and "Judgement" in lines


@pytest.mark.parametrize("form", ["text", "turtle", "json"])
def test_validate(form: str, example_build: Path, tmp_path: Path) -> None:
    result = run("validate", "-g", example_build, "--format", form)
    assert result.exit_code == 0 and result.stdout
    if form == "json":
        assert all(finding["severity"] != "Violation" for finding in json.loads(result.stdout))
    done = run("validate", "-g", example_build, "--format", form, "-o", tmp_path / "report")
    assert done.stdout == "" and (tmp_path / "report").read_text(encoding="utf-8") == result.stdout


def test_validate_is_exit_code_3_where_a_text_was_changed(tmp_path: Path, reports: Path, in_process: None) -> None:
    library.build([reports], tmp_path / "out")
    text = next((tmp_path / "out" / "texts").iterdir())
    text.write_text(text.read_text(encoding="utf-8").replace("Lead", "Late"), encoding="utf-8")
    result = run("validate", "-g", tmp_path / "out")
    assert result.exit_code == 3 and "Violation" in result.stdout


def test_queries_lists_names_first(example_build: Path) -> None:
    result = run("queries")
    assert result.exit_code == 0
    names = [line.split()[0] for line in result.stdout.splitlines()]
    assert "latest-grades" in names
    assert len(run("queries", "--verbose").stdout) > len(result.stdout)


def test_a_query_as_csv_and_json_gives_the_same_rows(example_build: Path) -> None:
    as_csv = run("query", "latest-grades", "-g", example_build, "--format", "csv")
    as_json = run("query", "latest-grades", "-g", example_build, "--format", "json")
    assert as_csv.exit_code == as_json.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(as_csv.stdout)))
    assert rows and len(rows) == len(json.loads(as_json.stdout))


def test_an_unknown_question_is_wrong_usage_and_offers_the_nearest(example_build: Path) -> None:
    result = run("query", "latest-grade", "-g", example_build)
    assert result.exit_code == 2 and "latest-grades" in result.stderr


def test_explain_shows_the_words_in_their_paragraph(example_build: Path) -> None:
    judgement = "judgement/havering/2013-02-25/leadership"
    result = run("explain", judgement, "-g", example_build)
    assert result.exit_code == 0, result.stderr
    assert "gb:grade" in result.stdout and "»" in result.stdout and "«" in result.stdout and "rule " in result.stdout
    assert run("explain", DEFAULT_BASE + judgement, "-g", example_build).stdout == result.stdout
    assert run("explain", "judgement/nowhere", "-g", example_build).exit_code == 1


@pytest.mark.parametrize("iri", ["not an iri", "1://x", "<>", "a b", "http://[", "\u0000"])
def test_explain_of_what_is_no_iri_is_a_message(iri: str, example_build: Path) -> None:
    result = run("explain", iri, "-g", example_build)
    assert result.exit_code in (1, 2) and result.stderr.startswith("graphbuilder: ")


def test_rules_name_every_rule_with_and_without_a_build(example_build: Path, tmp_path: Path) -> None:
    from graphbuilder.pipeline import all_rules

    result = run("rules", "-g", example_build)
    assert result.exit_code == 0 and "facts" in result.stdout
    bare = run("rules", "-g", tmp_path / "nothing")
    assert bare.exit_code == 0
    assert all(name in result.stdout and name in bare.stdout for name in all_rules())


def test_ask_finds_the_question_and_says_when_there_is_none() -> None:
    assert run("ask", "latest", "grades").stdout.startswith("latest-grades")
    nothing = run("ask", "zzzz")
    assert nothing.exit_code == 1 and "graphbuilder queries" in nothing.stderr


def test_a_reader_that_goes_away_is_no_error(example_build: Path, tmp_path: Path) -> None:
    """`graphbuilder rules | head -1`"""
    command = f"{sys.executable} -m graphbuilder rules -g {example_build} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment(), timeout=60)
    assert done.returncode == 0 and done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the shell closes the standard error")
@pytest.mark.parametrize("without", ["", "2>&-"])
def test_a_reader_that_has_gone_leaves_exit_code_0_also_without_a_standard_error(
    without: str, example_build: Path
) -> None:
    command = f"exec '{sys.executable}' -m graphbuilder query latest-grades -g '{example_build}' {without}"
    with subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE, env=environment()) as started:
        assert started.stdout is not None
        started.stdout.close()
        assert started.wait(60) == 0


def test_a_file_that_cannot_be_written_is_a_message(example_build: Path, tmp_path: Path) -> None:
    result = run("validate", "-g", example_build, "-o", tmp_path / "nowhere" / "report.txt")
    assert result.exit_code == 1 and "cannot be written" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["info", "query latest-grades", "queries", "validate", "--help", "--version"])
def test_output_to_a_full_disk_is_told(command: str, example_build: Path) -> None:
    folder = [] if command in ("queries", "--help", "--version") else ["-g", str(example_build)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "graphbuilder", *command.split(), *folder],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr == (
        "graphbuilder: standard output: cannot be written (No space left on device); make room, or write it elsewhere\n"
    )
