"""What cannot be used: it is named with what to do, the rest is built, and nothing built before is lost."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfs
import pytest
from filelock import FileLock
from support import environment

from graphbuilder import assembly, pipeline, workers
from graphbuilder.build_folder import BuildFolder
from graphbuilder.cli import build_summary
from graphbuilder.errors import GraphbuilderError, UsageError
from graphbuilder.parts import Parts

SYNTAXES = ("graph.nq", "graph.trig", "graph.ttl")


def content(output: Path) -> dict[str, bytes]:
    """The bytes of a build: graphs, report of the validation, texts, and build.json."""
    names = [*SYNTAXES, "validation.ttl", "validation.txt", "build.json"]
    names += [f"texts/{path.name}" for path in (output / "texts").iterdir()]
    return {name: (output / name).read_bytes() for name in names}


def usable(output: Path) -> bool:
    """The build opens, and its store answers."""
    import graphbuilder

    return graphbuilder.open_graph(output).sparql("ASK { ?r a gb:Report }").rows == ((True,),)


# ---------------------------------------------------------------- one bad file among good ones

SCHOOL = "Sutton High School\n\nInspection report\n\nLocal authority Sutton\n\nOverall effectiveness Good\n"
BAD = {
    "error-page.pdf": (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page", "download"),
    "empty.pdf": (b"", "empty", "download"),
    "blank.txt": (b" \n\n ", "empty", "download"),
    "cut-short.pdf": (pdfs.ilacs("Kent")[:2000], "broken or cut short", "download it again"),
    "last-bytes-missing.pdf": (pdfs.ilacs("Kent")[:-40], "broken or cut short", "download it again"),
    "encrypted.pdf": (pdfs.ilacs("Kent", password="secret"), "encrypted", "without a password"),
    "pictures.pdf": (pdfs.pictures(), "pictures", "optical character recognition"),
    "school.txt": (SCHOOL.encode(), "no report on a council's children's services", "leave it out"),
    "archive.txt": (b"PK\x03\x04" + bytes(300), "not text", "UTF-8"),
    "other.pdf": (b"just words", "name of a PDF but is none", "download"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_what_to_do_and_the_rest_is_built(
    name: str, reports: Path, tmp_path: Path, in_process: None
) -> None:
    data, reason, advice = BAD[name]
    (reports / name).write_bytes(data)
    result = pipeline.build([reports], tmp_path / "out")
    found = {entry["file"]: entry for entry in result.entries}
    assert found[name]["status"] == "left out"
    assert reason in found[name]["reason"] and advice in found[name]["advice"]
    assert [file for file, entry in found.items() if entry["status"] == "read"] == ["havering.pdf", "sutton.pdf"]
    [line] = [line for line in build_summary(result).splitlines() if name in line]
    assert reason in line and advice in line


def test_a_page_with_a_byte_order_mark_is_still_known_for_one(reports: Path, tmp_path: Path, in_process: None) -> None:
    (reports / "page.pdf").write_bytes(b"\xef\xbb\xbf\r\n<html>404</html>")
    [entry] = [e for e in pipeline.build([reports], tmp_path / "out").entries if e["status"] == "left out"]
    assert "web page" in entry["reason"]


def test_the_same_file_twice_is_read_once_and_said_to_be_a_copy(
    reports: Path, tmp_path: Path, in_process: None
) -> None:
    shutil.copy(reports / "sutton.pdf", reports / "z-copy.pdf")
    found = {entry["file"]: entry for entry in pipeline.build([reports], tmp_path / "out").entries}
    assert found["z-copy.pdf"]["status"] == "left out"
    assert "same file as sutton.pdf" in found["z-copy.pdf"]["reason"]


def test_two_files_of_one_report_stay_two_reports_on_one_inspection(
    reports: Path, tmp_path: Path, in_process: None
) -> None:
    (reports / "sutton-again.pdf").write_bytes(pdfs.ilacs(lead="Ann Archer, HMI"))
    found = {entry["file"]: entry for entry in pipeline.build([reports], tmp_path / "out").entries}
    one, other = found["sutton.pdf"], found["sutton-again.pdf"]
    assert one["inspection"] == other["inspection"] and one["graph"] != other["graph"]
    assert one["warnings"] == ["reports on the same inspection as sutton-again.pdf"]
    assert found["havering.pdf"]["warnings"] == []


def test_a_file_of_500_megabytes_is_not_read(reports: Path, tmp_path: Path, in_process: None) -> None:
    with (reports / "huge.pdf").open("wb") as file:
        file.truncate(500_000_000)
    begun = time.perf_counter()
    found = {entry["file"]: entry for entry in pipeline.build([reports], tmp_path / "out").entries}
    assert "500 MB" in found["huge.pdf"]["reason"] and "check what it is" in found["huge.pdf"]["advice"]
    assert time.perf_counter() - begun < 30


def test_a_file_that_may_not_be_read(
    reports: Path, tmp_path: Path, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> bytes:
        if path.name == "havering.pdf":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read(path)

    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refused)
    found = {entry["file"]: entry for entry in pipeline.build([reports], tmp_path / "out").entries}
    assert found["havering.pdf"]["reason"] == "it cannot be read (Permission denied)"
    assert "may read it" in found["havering.pdf"]["advice"]
    assert found["sutton.pdf"]["status"] == "read"


def test_a_folder_with_the_name_of_a_pdf_is_walked(reports: Path, tmp_path: Path, in_process: None) -> None:
    (reports / "folder.pdf").mkdir()
    shutil.move(reports / "sutton.pdf", reports / "folder.pdf" / "sutton.pdf")
    found = {entry["file"]: entry["status"] for entry in pipeline.build([reports], tmp_path / "out").entries}
    assert found == {"folder.pdf/sutton.pdf": "read", "havering.pdf": "read"}


def test_a_file_that_changes_while_the_build_is_at_work_is_left_out(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(work: Any, tasks: Any, *_: Any) -> list[Any]:
        (reports / "sutton.pdf").write_bytes(pdfs.ilacs(grade="Outstanding"))
        return [work(task) for task in tasks]

    monkeypatch.setattr(pipeline, "run_tasks", run)
    found = {entry["file"]: entry for entry in pipeline.build([reports], tmp_path / "out").entries}
    assert "changed" in found["sutton.pdf"]["reason"] and found["havering.pdf"]["status"] == "read"


# ---------------------------------------------------------------- nothing to build


def test_a_folder_without_reports_and_no_input_at_all(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_text("x")
    for inputs in ([tmp_path], []):
        with pytest.raises(UsageError, match=r"no reports there; name files, or folders that hold \.pdf"):
            pipeline.build(inputs, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_input_that_is_not_there(reports: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere.*no such file or folder"):
        pipeline.build([reports, tmp_path / "nowhere"], tmp_path / "out")


def test_only_bad_files_do_not_take_the_place_of_a_good_build(reports: Path, tmp_path: Path, in_process: None) -> None:
    """A folder with nothing but an error page replaced the whole graph by an empty one."""
    out = tmp_path / "out"
    pipeline.build([reports], out)
    before = content(out)
    (tmp_path / "bad.pdf").write_bytes(BAD["error-page.pdf"][0])
    with pytest.raises(GraphbuilderError, match="none of the 1 files.*bad.pdf: it is a web page.*is as it was"):
        pipeline.build([tmp_path / "bad.pdf"], out)
    assert content(out) == before and usable(out)


# ---------------------------------------------------------------- the output folder


@pytest.mark.parametrize("name", ["thesis.doc", "texts/notes.txt", "build.json"])
def test_a_folder_that_is_not_ours_is_left_alone(name: str, reports: Path, tmp_path: Path) -> None:
    """Also one with a `texts` folder, or with another program's build.json: both were taken for ours."""
    path = tmp_path / "mine" / name
    path.parent.mkdir(parents=True)
    path.write_text('{"scripts": 1}')
    with pytest.raises(UsageError, match=f"mine: holds {name.split('/')[0]}.*give an empty or a new folder"):
        pipeline.build([reports], tmp_path / "mine")
    assert [p for p in (tmp_path / "mine").rglob("*") if p.is_file()] == [path]


def test_a_file_as_output(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(UsageError, match="a file, not a folder"):
        pipeline.build([reports], tmp_path / "out")


def test_an_empty_folder_and_one_with_a_readme_can_be_used(reports: Path, tmp_path: Path, in_process: None) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "README.md").write_text("Builds go here.")
    assert pipeline.build([reports], tmp_path / "out").conforms
    assert (tmp_path / "out" / "README.md").read_text() == "Builds go here."


def test_a_file_of_ones_own_among_the_texts_stays(reports: Path, tmp_path: Path, in_process: None) -> None:
    out = tmp_path / "out"
    pipeline.build([reports], out)
    (out / "texts" / "notes.txt").write_text("mine")
    (reports / "sutton.pdf").unlink()
    pipeline.build([reports], out)
    assert (out / "texts" / "notes.txt").exists()
    assert len(list((out / "texts").iterdir())) == 2


def test_a_read_only_output(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(tmp_path / "out"))

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(GraphbuilderError, match="out: cannot be written .Read-only file system.; give another folder"):
        pipeline.build([reports], tmp_path / "out")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_in_which_one_may_not_write(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(GraphbuilderError, match="cannot be written"):
        pipeline.build([reports], tmp_path / "closed" / "out")


@pytest.mark.parametrize("name", ["part", "graph", "validation", "build"])
def test_a_full_disk_leaves_the_last_build(
    name: str, reports: Path, tmp_path: Path, in_process: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full while a part is written, the graph is joined, the findings or the manifest are written."""
    out = tmp_path / "out"
    pipeline.build([reports], out)
    before = content(out)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    places: dict[str, tuple[object, str]] = {
        "part": (Parts, "write"),
        "graph": (assembly, "_join"),
        "validation": (assembly, "write_validation"),
        "build": (assembly, "write_json"),
    }
    (reports / "kent.pdf").write_bytes(pdfs.ilacs("Kent"))
    with monkeypatch.context() as patch:
        patch.setattr(*places[name], full)
        with pytest.raises(GraphbuilderError, match="the disk is full; make room and build again.*is as it was"):
            pipeline.build([reports], out)
    assert content(out) == before and usable(out)
    assert {entry["status"] for entry in pipeline.build([reports], out).entries} == {"read"}
    assert not (out / ".building").exists()


def test_two_builds_at_once(reports: Path, tmp_path: Path, in_process: None) -> None:
    out = tmp_path / "out"
    pipeline.build([reports], out)
    before = content(out)
    with FileLock(out / ".lock"), pytest.raises(GraphbuilderError, match="another build is writing here; wait for it"):
        pipeline.build([reports], out, force=True)
    assert content(out) == before
    assert pipeline.build([reports], out, force=True).reread == 2


def test_a_file_whose_name_is_no_text(reports: Path, tmp_path: Path) -> None:
    """A byte that is no UTF-8 in a name ("f\xe9vrier", from an old disk) ended the whole build."""
    try:
        shutil.copy(reports / "sutton.pdf", os.fsencode(reports) + b"/f\xe9vrier.pdf")
    except OSError:
        pytest.skip("the file system takes no such name")
    (reports / "sutton.pdf").unlink()
    out = tmp_path / "out"
    entries = {entry["file"]: entry["status"] for entry in pipeline.build([reports], out).entries}
    assert entries[r"f\xe9vrier.pdf"] == "read"
    assert usable(out) and pipeline.build([reports], out).unchanged


@pytest.mark.skipif(sys.platform != "linux", reason="how long a socket's path may be is the system's")
def test_a_folder_for_temporary_files_with_a_long_path(reports: Path, tmp_path: Path) -> None:
    long = tmp_path / ("x" * 120)
    long.mkdir()
    command = [sys.executable, "-m", "graphbuilder", "build", str(reports), "-o", str(tmp_path / "out")]
    given = environment() | {"TMPDIR": str(long)}
    done = subprocess.run(command, capture_output=True, text=True, env=given, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"graphbuilder: {long}: no socket for worker processes can be made there")
    assert done.stderr.count("\n") == 1 and "let TMPDIR name a folder" in done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are started otherwise where nothing forks")
@pytest.mark.parametrize("number", [errno.EAGAIN, errno.ENOMEM, errno.EMFILE])
def test_no_more_processes_memory_or_open_files(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("multiprocessing.forkserver.ensure_running", refused)
    with pytest.raises(GraphbuilderError, match=r"^worker processes cannot be started \(.+\); .*ulimit -a"):
        workers.make_ready(workers.READERS)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in which a program runs cannot be removed there")
def test_the_current_folder_has_been_removed(reports: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = (
        f"cd '{gone}'; rmdir '{gone}'; exec '{sys.executable}' -m graphbuilder build '{reports}' -o '{tmp_path}/out'"
    )
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment(), timeout=60)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "the folder that you are in has been removed" in done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a command without standard error is started by the shell")
def test_a_build_without_standard_error(reports: Path, tmp_path: Path) -> None:
    """As a service may run it."""
    command = f"exec '{sys.executable}' -m graphbuilder build '{reports}' -o '{tmp_path / 'out'}' 2>&-"
    assert subprocess.run(["sh", "-c", command], env=environment(), timeout=60).returncode == 0
    assert usable(tmp_path / "out")


# ---------------------------------------------------------------- a build that is killed

# Runs a build whose workers stop at one file for ever, so that it can be killed in the middle.
KILLED = """
import sys, time
from graphbuilder import pipeline, assembly
from graphbuilder.build_folder import BuildFolder
def run(work, tasks, *_):
    done = [work(tasks[0])]
    print("reading", flush=True)
    time.sleep(100)
def stop(*_):
    print("committed", flush=True)
    time.sleep(100)
if sys.argv[1] == "reading":
    pipeline.run_tasks = run
else:
    pipeline.run_tasks = lambda work, tasks, *_: [work(task) for task in tasks]
    BuildFolder._finish_commit = lambda self: stop() if (self.staging / "COMMIT").exists() else None
pipeline.build([sys.argv[2]], sys.argv[3], force=len(sys.argv) > 4)
"""


def killed(tmp_path: Path, when: str, reports: Path, out: Path, *more: str) -> None:
    """A build of its own process that is ended by SIGKILL when it has said `when`."""
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    command = [sys.executable, str(script), when, str(reports), str(out), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(), text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == when
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


@pytest.fixture
def killed_while_reading(reports: Path, tmp_path: Path, in_process: None) -> tuple[Path, dict[str, bytes]]:
    """A build whose next one was killed after the first of two new files; the output, and what was in it."""
    out = tmp_path / "out"
    pipeline.build([reports], out)
    before = content(out)
    (reports / "kent.pdf").write_bytes(pdfs.ilacs("Kent"))
    (reports / "leeds.pdf").write_bytes(pdfs.ilacs("Leeds"))
    killed(tmp_path, "reading", reports, out)
    return out, before


def test_a_killed_build_leaves_the_last_one_and_the_next_goes_on(
    killed_while_reading: tuple[Path, dict[str, bytes]], reports: Path, tmp_path: Path
) -> None:
    out, before = killed_while_reading
    assert content(out) == before and usable(out)
    result = pipeline.build([reports], out)
    assert result.reread == 1, "what the killed build had finished is not read again"
    assert {entry["status"] for entry in result.entries} == {"read"} and len(result.entries) == 4
    pipeline.build([reports], tmp_path / "scratch")
    for name in SYNTAXES:
        assert (out / name).read_bytes() == (tmp_path / "scratch" / name).read_bytes()


def test_what_a_killed_build_left_is_not_taken_by_one_with_another_base(
    killed_while_reading: tuple[Path, dict[str, bytes]], reports: Path, tmp_path: Path
) -> None:
    out, _ = killed_while_reading
    base = "https://example.org/id/"
    assert pipeline.build([reports], out, base_iri=base).reread == 4
    assert b"w3id.org/graphbuilder/id/" not in (out / "graph.nq").read_bytes()


def test_a_part_that_was_being_written_is_not_taken(
    killed_while_reading: tuple[Path, dict[str, bytes]], reports: Path, tmp_path: Path
) -> None:
    out, _ = killed_while_reading
    finished = {path for path in (out / ".building" / "parts").glob("*.part") if len(path.stem) == 64}
    (part,) = finished  # of the first of two files; the ontology and the reference data have names of their own
    part.replace(part.with_suffix(".4711"))
    assert pipeline.build([reports], out).reread == 2
    pipeline.build([reports], tmp_path / "scratch")
    assert (out / "graph.nq").read_bytes() == (tmp_path / "scratch" / "graph.nq").read_bytes()


@pytest.mark.parametrize("left", [b"", b"12 34 5", b"\0" * 4096], ids=["nothing", "the beginning", "zeros"])
def test_a_part_that_did_not_reach_the_disk_is_not_taken(
    left: bytes, killed_while_reading: tuple[Path, dict[str, bytes]], reports: Path, tmp_path: Path
) -> None:
    """The machine went down: a file system can have the name of a file and not yet its content."""
    out, _ = killed_while_reading
    for path in (out / ".building" / "parts").glob("*.part"):
        path.write_bytes(left)
    assert pipeline.build([reports], out).reread == 2
    pipeline.build([reports], tmp_path / "scratch")
    assert (out / "graph.nq").read_bytes() == (tmp_path / "scratch" / "graph.nq").read_bytes()


def test_a_killed_forced_build_does_not_change_the_texts_of_the_last_one(
    reports: Path, tmp_path: Path, in_process: None
) -> None:
    """Offsets of the old graph count in the old texts: new ones may take their place only together with the graph."""
    out = tmp_path / "out"
    pipeline.build([reports], out)
    for path in (out / "texts").iterdir():
        path.write_text("as the old rules read it")
    before = content(out)
    killed(tmp_path, "reading", reports, out, "force")
    assert content(out) == before


def test_a_build_killed_in_the_middle_of_the_swap_is_finished_by_the_next_command(
    reports: Path, tmp_path: Path, in_process: None
) -> None:
    out = tmp_path / "out"
    pipeline.build([reports], out)
    (reports / "kent.pdf").write_bytes(pdfs.ilacs("Kent"))
    killed(tmp_path, "committed", reports, out)
    staging = out / ".building"
    assert (staging / "COMMIT").exists()
    (staging / "graph.nq").replace(out / "graph.nq")  # one part has changed places, the store is on its way
    (out / "store").rename(staging / "old-store")
    assert usable(out)
    assert len(BuildFolder(out).open()["inputs"]) == 3
    assert not staging.exists() and len(list((out / "texts").iterdir())) == 3
    assert pipeline.build([reports], out).unchanged


# Where the kernel has no signal for a pipe that is closed.
WITHOUT_SIGNAL = """
import fcntl
usual = fcntl.fcntl
def without(descriptor, command, *more):
    if command == fcntl.F_SETSIG:
        raise OSError("not here")
    return usual(descriptor, command, *more)
fcntl.fcntl = without
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")
@pytest.mark.parametrize("elsewhere", ["", WITHOUT_SIGNAL], ids=["signal", "thread"])
def test_workers_end_with_a_build_that_is_killed(tmp_path: Path, elsewhere: str) -> None:
    """They waited for ever for work from a parent that was gone."""
    (tmp_path / "sitecustomize.py").write_text(elsewhere)
    (tmp_path / "slow.py").write_text(
        "import os, threading, time\n"
        "def work(task):\n    print(os.getpid(), threading.active_count(), flush=True)\n    time.sleep(task)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(
        "import slow\nfrom graphbuilder.workers import run_tasks\nrun_tasks(slow.work, [60], 1, None, print)\n"
    )
    command = [sys.executable, str(script)]
    given = environment()
    given["PYTHONPATH"] = os.pathsep.join([str(tmp_path), given["PYTHONPATH"]])
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=given, text=True) as process:
        assert process.stdout is not None
        worker, threads = map(int, process.stdout.readline().split())
        process.kill()
    assert threads == (1 if sys.platform == "linux" and not elsewhere else 2)
    for _ in range(100):
        if not running(worker):
            return
        time.sleep(0.1)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the worker goes on")


def running(pid: int) -> bool:
    """True for a process that is at work; an ended one that nobody has asked about is none."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


# ---------------------------------------------------------------- a file on which the reader fails


def crash_or_hang(task: str) -> str:
    """Stands for the reading of a file, in a worker."""
    if "crash" in task:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "hang" in task:
        time.sleep(60)
    return f"read {task}"


def given_up(task: str, why: str) -> str:
    return f"{task}: {why}"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "SECONDS", 2)


@pytest.mark.parametrize("count", [1, 2])
def test_a_file_on_which_the_reader_crashes_is_given_up_alone(count: int) -> None:
    found = workers.run_tasks(crash_or_hang, ["a", "crash", "b", "c"], count, None, given_up)
    assert sorted(found) == ["crash: the PDF reader crashed on it", "read a", "read b", "read c"]


def test_the_only_file_may_crash_too() -> None:
    """One file was read in the command's own process, which went down with it."""
    assert workers.run_tasks(crash_or_hang, ["crash"], None, None, given_up) == ["crash: the PDF reader crashed on it"]


def test_a_file_that_never_ends_is_given_up(impatient: None) -> None:
    begun = time.perf_counter()
    found = workers.run_tasks(crash_or_hang, ["a", "hang", "b"], 2, None, given_up)
    assert [text for text in sorted(found) if text.startswith("read")] == ["read a", "read b"]
    assert [text for text in found if text.startswith("hang: reading it took more than")] and len(found) == 3
    assert time.perf_counter() - begun < 40


def test_progress_counts_every_file_once(impatient: None) -> None:
    steps: list[tuple[int, int]] = []
    workers.run_tasks(crash_or_hang, ["a", "crash", "b"], 2, lambda done, total: steps.append((done, total)), given_up)
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_a_crash_is_an_entry_of_the_build(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(work: Any, tasks: list[Any], _: Any, __: Any, give_up: Callable[[Any, str], Any], each: Any) -> list[Any]:
        why = "the PDF reader crashed on it"
        return [give_up(task, why) if "sutton" in task.path else work(task) for task in tasks]

    monkeypatch.setattr(pipeline, "run_tasks", run)
    found = {entry["file"]: entry for entry in pipeline.build([reports], tmp_path / "out").entries}
    assert found["sutton.pdf"]["status"] == "left out" and "crashed" in found["sutton.pdf"]["reason"]
    assert "save a new copy" in found["sutton.pdf"]["advice"] and found["havering.pdf"]["status"] == "read"
