"""A build from files to its folder: what it holds, what is read again, and that the bytes depend on the input alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pdfs
import pyoxigraph as ox
import pytest
from support import environment

import graphbuilder
from graphbuilder import assembly, pipeline
from graphbuilder.build_folder import BuildFolder
from graphbuilder.errors import GraphbuilderError
from graphbuilder.vocabulary import DEFAULT_BASE

SYNTAXES = ("graph.nq", "graph.trig", "graph.ttl")
FILES = {*SYNTAXES, "store", "texts", "validation.ttl", "validation.txt", "build.json", ".lock"}


def build(*inputs: Path, output: Path, **options: object) -> pipeline.BuildResult:
    return pipeline.build(inputs, output, **options)  # type: ignore[arg-type]


def content(output: Path) -> dict[str, bytes]:
    """The bytes of what a build writes, texts included; the store and the clock's build.json are left out."""
    names = [*SYNTAXES, "validation.ttl", "validation.txt", *(f"texts/{p.name}" for p in (output / "texts").iterdir())]
    return {name: (output / name).read_bytes() for name in sorted(names)}


def in_store(output: Path) -> set[str]:
    return {str(quad) for quad in ox.Store.read_only(str(output / "store"))}


def in_file(output: Path, name: str = "graph.nq") -> list[str]:
    form = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "ttl": ox.RdfFormat.TURTLE}[name.split(".")[1]]
    quads = ox.parse(path=str(output / name), format=form)
    # The store keeps a number of a derived type as a plain integer.
    return [str(quad).replace("XMLSchema#nonNegativeInteger", "XMLSchema#integer") for quad in quads]


def entries(result: pipeline.BuildResult) -> dict[str, dict]:
    return {entry["file"]: entry for entry in result.entries}


# ---------------------------------------------------------------- what is left behind


def test_a_build_leaves_all_its_files_and_nothing_else(reports: Path, tmp_path: Path, in_process: None) -> None:
    result = build(reports, output=tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert result.reread == 2 and not result.unchanged
    assert result.counts["Judgement"] == 10
    said = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))
    assert [entry["file"] for entry in said["inputs"]] == ["havering.pdf", "sutton.pdf"]
    assert {entry["status"] for entry in said["inputs"]} == {"read"}
    assert said["base_iri"] == DEFAULT_BASE and said["versions"]["graphbuilder"] == graphbuilder.__version__


def test_the_three_syntaxes_and_the_store_hold_the_same(reports: Path, tmp_path: Path, in_process: None) -> None:
    result = build(reports, output=tmp_path / "out")
    quads = in_file(tmp_path / "out")
    assert len(set(quads)) == len(quads) == result.quads
    assert set(in_file(tmp_path / "out", "graph.trig")) == set(quads) == in_store(tmp_path / "out")
    triples = {line.rsplit(" <", 1)[0] for line in quads}
    assert set(in_file(tmp_path / "out", "graph.ttl")) == triples


def test_named_graphs_are_those_of_the_model(reports: Path, tmp_path: Path, in_process: None) -> None:
    build(reports, output=tmp_path / "out")
    store = ox.Store.read_only(str(tmp_path / "out" / "store"))
    names = {graph.value.removeprefix(DEFAULT_BASE) for graph in store.named_graphs()}
    fixed = {"graph/ontology", "graph/reference"}
    assert fixed <= names
    assert {name.rsplit("/", 1)[0] for name in names - fixed - {"graph/links"}} == {
        "report/sutton/2023-06-05",
        "report/havering/2023-07-03",
    }


def test_texts_are_those_that_offsets_count_in(reports: Path, tmp_path: Path, in_process: None) -> None:
    result = build(reports, output=tmp_path / "out")
    quotes = [
        quad
        for quad in ox.parse(path=str(tmp_path / "out" / "graph.nq"), format=ox.RdfFormat.N_QUADS)
        if quad.predicate.value.endswith("#exact")
    ]
    by_graph = {entry["graph"]: entry["sha256"] for entry in result.entries}
    assert quotes
    for quad in quotes:
        start, end = map(int, quad.subject.value.split("#char=")[1].split("&")[0].split(","))
        path = tmp_path / "out" / "texts" / f"{by_graph[quad.graph_name.value]}.txt"
        with path.open(encoding="utf-8", newline="") as file:
            assert file.read()[start:end] == quad.object.value


def test_no_clock_time_enters_the_graph(reports: Path, tmp_path: Path, in_process: None) -> None:
    build(reports, output=tmp_path / "out")
    assert json.loads((tmp_path / "out" / "build.json").read_text())["built"][:10] not in (
        tmp_path / "out" / "graph.nq"
    ).read_text(encoding="utf-8")


# ---------------------------------------------------------------- the same input, the same bytes


def test_workers_order_and_folders_of_input_make_no_difference(reports: Path, tmp_path: Path) -> None:
    one = tmp_path / "one"
    build(reports, output=one, workers=1)
    other = tmp_path / "other"
    build(reports / "sutton.pdf", reports / "havering.pdf", output=other, workers=2)
    third = tmp_path / "third"
    build(reports / "havering.pdf", reports, reports / "sutton.pdf", output=third, workers=2)
    assert content(one) == content(other) == content(third)


@pytest.mark.usefixtures("in_process")
def test_force_gives_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    build(reports, output=tmp_path / "out")
    before = content(tmp_path / "out")
    assert build(reports, output=tmp_path / "out", force=True).reread == 2
    assert content(tmp_path / "out") == before


# ---------------------------------------------------------------- read again only what changed


@pytest.fixture
def scratch(tmp_path: Path, in_process: None) -> Callable[..., dict[str, bytes]]:
    """What a build from nothing gives for some inputs."""

    def run(*inputs: Path, **options: object) -> dict[str, bytes]:
        shutil.rmtree(tmp_path / "scratch", ignore_errors=True)
        build(*inputs, output=tmp_path / "scratch", **options)
        return content(tmp_path / "scratch")

    return run


def test_the_store_holds_all_whatever_is_loaded_together(
    reports: Path, tmp_path: Path, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, quads in (("_AT_ONCE", 300), ("_ADDED", 100), ("_LAST", 1)):
        monkeypatch.setattr(assembly, name, quads)
    output = tmp_path / "graph"
    result = build(reports, output=output)
    assert in_store(output) == set(in_file(output))
    assert result.quads == len(in_file(output))


def test_the_store_is_let_go_before_its_folder_is_moved(
    reports: Path, tmp_path: Path, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    commit = BuildFolder.commit

    def opening(folder: BuildFolder) -> None:
        opened.append(len(ox.Store(str(folder.staging / "store"))))  # an error while somebody holds it
        commit(folder)

    monkeypatch.setattr(BuildFolder, "commit", opening)
    result = build(reports, output=tmp_path / "graph")
    assert opened == [result.quads]


def test_nothing_changed_reads_nothing(reports: Path, tmp_path: Path, in_process: None) -> None:
    build(reports, output=tmp_path / "out")
    before = content(tmp_path / "out")
    again = build(reports, output=tmp_path / "out")
    assert (again.reread, again.unchanged) == (0, True)
    assert content(tmp_path / "out") == before
    assert not (tmp_path / "out" / ".building").exists()


@pytest.mark.parametrize("copies", [0, 8])
def test_one_file_changed_reads_one_and_equals_a_build_from_nothing(
    copies: int, reports: Path, tmp_path: Path, scratch: Callable[..., dict[str, bytes]]
) -> None:
    """With few reports the store is made anew, with many it is brought up to date."""
    for number in range(copies):
        (reports / f"more{number}.pdf").write_bytes(pdfs.ilacs("Kent", f"{number + 1} to 16 June 2023"))
    build(reports, output=tmp_path / "out")
    (reports / "sutton.pdf").write_bytes(pdfs.ilacs(grade="Outstanding"))
    assert build(reports, output=tmp_path / "out").reread == 1
    assert content(tmp_path / "out") == scratch(reports)
    assert in_store(tmp_path / "out") == in_store(tmp_path / "scratch") == set(in_file(tmp_path / "out"))


def test_a_file_added_removed_and_renamed(
    reports: Path, tmp_path: Path, scratch: Callable[..., dict[str, bytes]]
) -> None:
    build(reports, output=tmp_path / "out")
    (reports / "kent.pdf").write_bytes(pdfs.ilacs("Kent"))
    assert build(reports, output=tmp_path / "out").reread == 1
    assert content(tmp_path / "out") == scratch(reports)
    (reports / "sutton.pdf").unlink()
    assert build(reports, output=tmp_path / "out").reread == 0
    assert content(tmp_path / "out") == scratch(reports)
    (reports / "kent.pdf").rename(reports / "a-kent.pdf")
    assert build(reports, output=tmp_path / "out").reread == 1
    assert content(tmp_path / "out") == scratch(reports)
    assert in_store(tmp_path / "out") == in_store(tmp_path / "scratch")


def test_a_new_version_of_the_rules_rereads_all(
    reports: Path, tmp_path: Path, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(reports, output=tmp_path / "out")
    monkeypatch.setattr(pipeline.resources, "rules_hash", lambda: "f" * 16)
    assert build(reports, output=tmp_path / "out").reread == 2


def test_new_shapes_or_another_base_reread_all(
    reports: Path, tmp_path: Path, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(reports, output=tmp_path / "out")
    assert build(reports, output=tmp_path / "out", base_iri="https://example.org/id/").reread == 2
    assert build(reports, output=tmp_path / "out", base_iri="https://example.org/id/").reread == 0
    monkeypatch.setattr(pipeline.resources, "shapes_hash", lambda: "f" * 16)
    assert build(reports, output=tmp_path / "out", base_iri="https://example.org/id/").reread == 2


def test_a_file_that_is_left_out_is_not_read_again_and_a_new_one_is_not_overlooked(
    reports: Path, tmp_path: Path, in_process: None
) -> None:
    """An unreadable file added to an unchanged folder was passed over in silence."""
    (reports / "soup.txt").write_text("A recipe for soup.")
    assert build(reports, output=tmp_path / "out").reread == 3
    assert build(reports, output=tmp_path / "out").unchanged
    (reports / "empty.pdf").touch()
    found = entries(build(reports, output=tmp_path / "out"))
    assert found["empty.pdf"]["status"] == "left out"
    assert build(reports, output=tmp_path / "out").unchanged


def test_the_last_copy_of_a_report_takes_the_place_of_the_first(
    reports: Path, tmp_path: Path, scratch: Callable[..., dict[str, bytes]]
) -> None:
    """When the file that the others were copies of was removed, the report was lost from the graph."""
    shutil.copy(reports / "sutton.pdf", reports / "copy.pdf")
    build(reports, output=tmp_path / "out")
    (reports / "copy.pdf").unlink()
    found = entries(build(reports, output=tmp_path / "out"))
    assert found["sutton.pdf"]["status"] == "read"
    assert content(tmp_path / "out") == scratch(reports)


@pytest.mark.parametrize("damage", ["graph.nq", "graph.ttl", "graph.trig", "store", "store-emptied", "text"])
def test_a_damaged_build_is_made_whole(
    damage: str, reports: Path, tmp_path: Path, scratch: Callable[..., dict[str, bytes]]
) -> None:
    """Parts of unchanged reports come out of the old files: a damaged one must not be copied."""
    for number in range(8):
        (reports / f"more{number}.pdf").write_bytes(pdfs.ilacs("Kent", f"{number + 1} to 16 June 2023"))
    out = tmp_path / "out"
    build(reports, output=out)
    if damage.startswith("store"):
        shutil.rmtree(out / "store")
        if damage == "store-emptied":
            (out / "store").mkdir()
    elif damage == "text":
        next((out / "texts").iterdir()).unlink()
    else:
        (out / damage).write_bytes((out / damage).read_bytes()[:-100])
    (reports / "new.pdf").write_bytes(pdfs.ilacs("Leeds"))
    build(reports, output=out)
    assert content(out) == scratch(reports)
    assert in_store(out) == set(in_file(out))


# ---------------------------------------------------------------- inputs


def test_what_an_earlier_build_left_is_no_input(reports: Path, tmp_path: Path, in_process: None) -> None:
    """`graphbuilder build .` read its own texts of the last time as reports."""
    out = reports / "output"
    first = build(reports, output=out)
    second = build(reports, output=out)
    assert second.unchanged and len(second.entries) == len(first.entries) == 2


def test_a_file_named_twice_is_one_file(reports: Path, tmp_path: Path, in_process: None) -> None:
    result = build(reports, reports, reports / "sutton.pdf", output=tmp_path / "out")
    assert sorted(entries(result)) == ["havering.pdf", "sutton.pdf"]
    assert all(entry["status"] == "read" for entry in result.entries)


def test_files_of_the_same_name_in_two_folders_are_two_files(reports: Path, tmp_path: Path, in_process: None) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "sutton.pdf").write_bytes(pdfs.ilacs("Kent"))
    result = build(reports, other, output=tmp_path / "out")
    assert sorted(entry["authority"] for entry in result.entries) == ["havering", "kent", "sutton"]
    assert build(other, reports, output=tmp_path / "out").unchanged


# ---------------------------------------------------------------- as a library


def test_a_build_is_opened_and_asked(reports: Path, tmp_path: Path, in_process: None) -> None:
    graphbuilder.build([reports], tmp_path / "out")
    graph = graphbuilder.open_graph(tmp_path / "out")
    table = graph.sparql("SELECT (COUNT(DISTINCT ?j) AS ?n) WHERE { ?j a gb:Judgement }")
    assert table.columns == ("n",) and table.rows == ((10,),)


def test_opening_what_is_no_build_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(GraphbuilderError, match="no build here.*graphbuilder build"):
        graphbuilder.open_graph(tmp_path)
    (tmp_path / "build.json").write_text("[1]")
    with pytest.raises(GraphbuilderError, match="not written by graphbuilder"):
        graphbuilder.open_graph(tmp_path)
    (tmp_path / "build.json").write_text("{")
    with pytest.raises(GraphbuilderError, match="damaged.*--force"):
        BuildFolder(tmp_path).open()


def run_two_lines(reports: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A script of two lines in the folder above, which builds and prints how many judgements there are."""
    script = folder.parent / "script.py"
    script.write_text(f"from graphbuilder import build\nprint(build([{str(reports)!r}], 'out').counts['Judgement'])\n")
    command = [sys.executable, str(script)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment(), timeout=120)


def test_a_script_of_two_lines_needs_no_main_guard(reports: Path, tmp_path: Path) -> None:
    """Worker processes ran the caller's script again, found the folder locked, and every file was left out."""
    here = tmp_path / "here"
    here.mkdir()
    done = run_two_lines(reports, here)
    assert (done.returncode, done.stdout) == (0, "10\n"), done.stderr


def test_a_file_in_the_current_folder_does_not_take_the_place_of_a_module(reports: Path, tmp_path: Path) -> None:
    """An analyst's folder can hold a `statistics.py`: workers began with it, and the build was aborted."""
    here = tmp_path / "here"
    here.mkdir()
    for name in ("statistics", "queue", "unicodedata", "rdflib"):
        (here / f"{name}.py").write_text("raise SystemExit('my own script ran')\n")
    done = run_two_lines(reports, here)
    assert (done.returncode, done.stdout, done.stderr) == (0, "10\n", "")


def test_what_every_worker_needs_is_made_by_reading_a_report_that_states_something() -> None:
    """A report that none of the families knows would be left out at once, and nothing be prepared."""
    from graphbuilder.prepared import prepare

    assert "Statistic" in {type(fact).__name__ for fact in prepare()}
