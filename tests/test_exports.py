"""Exports: what is chosen, where it goes, and the command."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphbuilder import cli, exports, pipeline
from graphbuilder.errors import GraphbuilderError, UsageError
from graphbuilder.exports import EXPORTS, Selection, export, find_export, select

RDF = [format for format in EXPORTS if format.write_lines]
BASE = "https://w3id.org/graphbuilder/id/"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


# ---------------------------------------------------------------- what is chosen


def test_an_authority_by_any_of_its_names(example_build: Path) -> None:
    wanted = select(example_build, authority="havering")
    assert [report.split("/")[-3] for report in wanted.reports] == ["havering"]
    assert [graph.removeprefix(f"{BASE}graph/") for graph in wanted.shared] == ["ontology", "reference", "links"]
    for name in ("Havering", "London Borough of Havering", "E09000016", f"{BASE}authority/havering"):
        assert select(example_build, authority=name).reports == wanted.reports


def test_of_an_authoritys_links_only_those_of_what_its_reports_speak_of(example_build: Path) -> None:
    links = f"{BASE}graph/links"
    everything = set(select(example_build).lines(links))
    near = set(select(example_build, authority="Norfolk").lines(links))
    assert set() < near < everything
    assert all(b"norfolk" in line for line in near)
    assert {line for line in everything if b"norfolk" in line and b"/link/" not in line} <= near


@pytest.mark.parametrize(
    "name",
    ["havering-2013.txt", "havering-2013", "report/havering/2013-02-25/{}", BASE + "report/havering/2013-02-25/{}"],
)
def test_a_report_by_its_file_its_path_or_its_iri(name: str, example_build: Path) -> None:
    graph = next(graph for graph in select(example_build).reports if "/havering/" in graph)
    chosen = select(example_build, report=name.format(graph.rpartition("/")[2]))
    assert (chosen.reports, chosen.shared) == ((graph,), ())
    assert chosen.entries[0]["file"] == "havering-2013.txt"


def test_reports_in_files_of_one_name_must_be_told_apart(reports: Path, tmp_path: Path, in_process: None) -> None:
    for name in ("sutton", "havering"):
        (reports / name).mkdir()
        (reports / f"{name}.pdf").rename(reports / name / "report.pdf")
    pipeline.build([reports], tmp_path / "out")
    with pytest.raises(UsageError, match="2 reports.*'havering/report.pdf', 'sutton/report.pdf'"):
        select(tmp_path / "out", report="report.pdf")
    assert "/sutton/" in select(tmp_path / "out", report="sutton/report.pdf").reports[0]


@pytest.mark.parametrize("name", ["links", "graph/links", f"{BASE}graph/links", f"<{BASE}graph/links>"])
def test_a_named_graph(name: str, example_build: Path) -> None:
    assert select(example_build, graph=name).graphs == (f"{BASE}graph/links",)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"authority": "Haverring"}, "no authority is called 'Haverring'; the nearest names are Havering"),
        ({"authority": "Leeds"}, "no report in this build is about leeds; the nearest are"),
        ({"report": "haverin-2013.txt"}, "no report of this build is called 'haverin-2013.txt'.*'havering-2013.txt'"),
        ({"graph": "link"}, "no named graph is called 'link'; there are ontology, reference, links.*'links'"),
        ({"graph": "links", "authority": "Havering"}, "asked for together; name one"),
    ],
)
def test_a_part_that_is_not_there(part: dict[str, str], message: str, example_build: Path) -> None:
    with pytest.raises(UsageError, match=message):
        select(example_build, **part)


def test_a_damaged_graph_is_not_exported(reports: Path, tmp_path: Path, in_process: None) -> None:
    pipeline.build([reports], tmp_path / "out")
    path = tmp_path / "out" / "graph.nq"
    path.write_bytes(path.read_bytes().replace(b"/report/sutton/", b"/report/sottun/"))
    with pytest.raises(GraphbuilderError, match=r"graph.nq: damaged .*; build again with --force"):
        export(tmp_path / "out", "turtle", tmp_path / "graph.ttl")
    path.unlink()
    with pytest.raises(GraphbuilderError, match="graph.nq: cannot be read .No such file"):
        export(tmp_path / "out", "turtle", tmp_path / "graph.ttl")
    assert [found.name for found in tmp_path.iterdir() if "graph" in found.name] == []


def test_a_folder_without_a_build(tmp_path: Path) -> None:
    with pytest.raises(GraphbuilderError, match="no build here"):
        export(tmp_path, "turtle", tmp_path / "graph.ttl")


# ---------------------------------------------------------------- where it goes


def test_a_file_that_exists_is_kept_unless_forced(example_build: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="graph.nt: exists; write over it with --force"):
        export(example_build, "ntriples", path, graph="links")
    assert path.read_text(encoding="utf-8") == "mine"
    export(example_build, "ntriples", path, graph="links", force=True)
    assert path.read_bytes().startswith(b"<https://")


def test_a_place_that_cannot_hold_an_export(example_build: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for path, message in (
        (tmp_path, f"a folder; name what is to be made in it, like -o {tmp_path}/graph.ttl"),
        (tmp_path / "none" / "graph.ttl", "there is no folder .*none; make it"),
        (tmp_path / "file" / "graph.ttl", "file is a file, not a folder"),
        (example_build / "new.ttl", "in the build folder, whose files are the build's own"),
        (example_build / "texts" / ".." / "graph.ttl", "in the build folder"),
        (Path(), "a folder; name what"),
    ):
        with pytest.raises(UsageError, match=message):
            export(example_build, "turtle", path, graph="links", force=True)
    with pytest.raises(GraphbuilderError, match="/proc/graph.ttl: cannot be written .*; give another path with -o"):
        export(example_build, "turtle", Path("/proc/graph.ttl"), graph="links")


def of_a_folder(files: dict[str, str]) -> exports.Export:
    def write(_: Selection, path: Path) -> None:
        path.mkdir()
        for name, text in files.items():
            (path / name).write_text(text, encoding="utf-8")

    return exports.Export("folder", "", "a folder", write)


def test_a_folder_takes_the_place_only_of_one_that_it_writes_again(
    example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else `-o Documents --force` would be the end of somebody's documents."""
    target = tmp_path / "tables"
    monkeypatch.setattr(exports, "EXPORTS", (of_a_folder({"a.csv": "1", "b.csv": "2"}),))
    export(example_build, "folder", target)
    monkeypatch.setattr(exports, "EXPORTS", (of_a_folder({"a.csv": "3", "b.csv": "4", "c.csv": "5"}),))
    with pytest.raises(UsageError, match="tables: exists"):
        export(example_build, "folder", target)
    export(example_build, "folder", target, force=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in target.iterdir()} == {
        "a.csv": "3",
        "b.csv": "4",
        "c.csv": "5",
    }
    (target / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds thesis.docx, which this export would not write again; move it away"):
        export(example_build, "folder", target, force=True)
    assert (target / "thesis.docx").exists() and len(list(tmp_path.iterdir())) == 1
    with pytest.raises(UsageError, match="a file, but this export is a folder"):
        export(example_build, "folder", target / "thesis.docx", force=True)


@pytest.mark.parametrize("format", RDF, ids=lambda format: format.name)
def test_a_full_disk_leaves_what_was_there(
    format: exports.Export, example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines are written until there is no more room; nothing of them is left, and the old file is."""
    path = tmp_path / "graph"
    path.write_text("old", encoding="utf-8")
    lines = Selection.lines

    def until_full(self: Selection, graph: str) -> Iterator[bytes]:
        for number, line in enumerate(lines(self, graph)):
            if number == 100:
                raise OSError(errno.ENOSPC, "No space left on device")
            yield line

    monkeypatch.setattr(Selection, "lines", until_full)
    with pytest.raises(GraphbuilderError, match="the disk is full; make room, or give another path with -o"):
        export(example_build, format.name, path, force=True)
    assert [(found.name, found.read_text(encoding="utf-8")) for found in tmp_path.iterdir()] == [("graph", "old")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("format", RDF, ids=lambda format: format.name)
def test_a_full_disk_is_told_by_the_writers_themselves(format: exports.Export, example_build: Path) -> None:
    with pytest.raises(OSError, match="No space left") as raised:
        format.write(select(example_build), Path("/dev/full"))
    assert raised.value.errno == errno.ENOSPC


# ---------------------------------------------------------------- the command


def test_a_format_by_its_other_names_and_none_of_another() -> None:
    for name, format in (
        ("ttl", "turtle"),
        ("N-Triples", "ntriples"),
        (".nq", "nquads"),
        ("json-ld", "jsonld"),
        ("RDF/XML", "rdfxml"),
    ):
        assert find_export(name).name == format
    names = [name for format in EXPORTS for name in (format.name, *format.aliases)]
    assert len(names) == len(set(names))
    with pytest.raises(
        UsageError, match="no format is called 'turtel'; there are turtle, trig, .*; did you mean turtle?"
    ):
        find_export("turtel")


def test_the_help_names_every_format() -> None:
    help = " ".join(run("export", "--help").output.split())
    listed = help.partition("FORMAT is ")[2].partition(".")[0].replace(" or ", ", ").split(", ")
    assert {format.name for format in EXPORTS} <= set(listed)


def test_the_command_writes_says_so_and_refuses(example_build: Path, tmp_path: Path) -> None:
    path = tmp_path / "links.ttl"
    done = run("export", "ttl", "-g", example_build, "--graph", "links", "-o", path)
    assert (done.exit_code, done.stdout) == (0, "") and f"{path}: " in done.stderr
    again = run("export", "ttl", "-g", example_build, "--graph", "links", "-o", path)
    assert again.exit_code == 2 and "exists; write over it with --force" in again.stderr
    assert run("--quiet", "export", "ttl", "-g", example_build, "-o", path, "--force").output == ""


def test_the_command_writes_to_standard_output(example_build: Path, tmp_path: Path) -> None:
    done = run("export", "nt", "-g", example_build, "--graph", f"{BASE}graph/links", "-o", "-")
    export(example_build, "nt", tmp_path / "links.nt", graph="links")
    assert done.exit_code == 0 and done.stdout_bytes == (tmp_path / "links.nt").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nonsense", "-o", "x"), "no format is called 'nonsense'; there are turtle"),
        (("turtle",), "Missing option"),
        (("turtle", "-o", "x", "-g", "a", "-g", "b"), "one build folder"),
        (("turtle", "-o", "x", "--graph", "links", "--graph", "ontology"), "one named graph"),
        (("turtle", "-o", "x", "-p", "a=b"), "add --query"),
        (("turtle", "-o", "x", "--query", "q.rq", "--authority", "Havering"), "--query already says what is exported"),
        (("turtle", "-o", "x", "--query", "q.rq"), "cannot be read as a query"),
        (("turtle", "-o", "x", "--query", "latest-grade"), "no stored question is called"),
        (("turtle", "-o", "x", "--authority", "Haverring"), "the nearest names are Havering"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...], message: str, example_build: Path) -> None:
    named = () if "-g" in arguments else ("-g", example_build)
    done = run("export", *arguments, *named)
    assert done.exit_code == 2 and message in done.stderr.replace("\n", " "), done.stderr
