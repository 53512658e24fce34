"""From files to a finished build: every step is one call here.

read → recognise → extract → graph → validate, a report at a time in worker processes; then the parts are put
together in the order of their graphs' names, loaded into the store, linked, and put in the place of the old build.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from . import assembly, extraction, frameworks, graph, matching, reading, resources
from ._version import __version__
from .build_folder import BuildFolder
from .errors import GraphbuilderError, UnreadableFile, UsageError
from .frameworks.rules import RULES as COVER_RULES
from .model import Fact, Finding, Inspector, Reading, Rule
from .parts import Parts, part_of
from .vocabulary import DEFAULT_BASE, check_base
from .workers import READERS, make_ready, run_tasks

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Task:
    """One file to read, and where its parts go."""

    path: str
    file_name: str
    sha256: str
    base: str
    parts: Parts  # of this build
    texts: str  # folder for texts


@dataclass
class BuildResult:
    """What a build did: `entries` as in build.json, `findings` sorted, `counts` of facts per kind."""

    folder: Path
    entries: list[dict[str, Any]]
    findings: list[Finding]
    counts: dict[str, int]
    seconds: float
    reread: int  # files that were read in this run
    quads: int = 0
    conforms: bool = True
    unchanged: bool = False
    seconds_of: dict[str, float] = field(default_factory=dict)


def all_rules() -> dict[str, Rule]:
    return {rule.name: rule for rule in COVER_RULES} | extraction.rules()


# ---------------------------------------------------------------- one report, in a worker


def read_report(data: bytes, path: Path, file_name: str, sha256: str | None = None) -> tuple[Reading, list[Fact]]:
    """A file's bytes, whose hash may be known → its reading and every fact in it. Raises UnreadableFile."""
    document = reading.read_document(data, path, file_name, sha256)
    cover, judgements = frameworks.read_cover(document)
    report = Reading(document, cover, matching.find_mentions(document.text))
    facts: list[Fact] = [*cover.lead_inspectors, *judgements, *extraction.extract(report)]
    return report, _without_repeats(facts)


def _without_repeats(facts: Iterable[Fact]) -> list[Fact]:
    """An inspector who is the lead on the cover is not a team inspector as well."""
    kept: list[Fact] = []
    leads: set[str] = set()
    for fact in facts:
        if isinstance(fact, Inspector):
            if fact.name in leads:
                continue
            if fact.role == "lead":
                leads.add(fact.name)
        kept.append(fact)
    return kept


def process(task: Task) -> dict[str, Any]:
    """One file → its entry for build.json; its part of the build is left in the folder of parts."""
    begun = time.perf_counter()
    entry: dict[str, Any] = {"file": task.file_name, "sha256": task.sha256}
    try:
        data = reading.read_bytes(Path(task.path))
        if hashlib.sha256(data).hexdigest() != task.sha256:
            raise UnreadableFile("it changed while the build was at work", "build again")
        report, facts = read_report(data, Path(task.path), task.file_name, task.sha256)
    except UnreadableFile as error:
        return entry | {"status": "left out", "reason": error.reason, "advice": error.advice}
    document, cover = report.document, report.cover
    made = graph.build_graph(document, cover, facts, all_rules(), resources.rules_hash(), task.base)
    statements = graph.statements_of(made.triples)
    findings = _validate(statements, document.text)
    part = part_of(made.iri, statements)
    assembly.write_text(Path(task.texts) / f"{task.sha256}.txt", document.text)
    entry |= {
        "status": "read",
        "graph": made.iri,
        "inspection": made.inspection,
        "authority": cover.authority,
        "framework": cover.framework,
        "pages": document.page_count,
        "facts": dict(sorted(made.counts.items())),
        "rules": dict(sorted(made.fired.items())),
        "triples": len(made.triples),
        "warnings": list(document.warnings),
        "findings": [asdict(finding) for finding in findings],
        "seconds": round(time.perf_counter() - begun, 3),
    }
    task.parts.write(task.sha256, part, entry)
    return entry


def _validate(statements: list[bytes], text: str) -> list[Finding]:
    from . import validation

    return validation.validate_report(graph.as_ntriples(statements), text=text)


# ---------------------------------------------------------------- the whole build


def build(
    inputs: Sequence[str | Path],
    output: str | Path = "output",
    *,
    base_iri: str = DEFAULT_BASE,
    workers: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Read files and folders into a build folder and return what was done.

    Files whose content was read before by the same rules are not read again (`force` reads them all).
    Raises UsageError where the inputs hold no file or the output folder is not a build's, GraphbuilderError where
    the folder cannot be written. A file that cannot be used is an entry with its reason, not an error.
    """
    begun = time.perf_counter()
    found = _files(inputs, Path(output))
    folder = BuildFolder(Path(output))
    check_base(base_iri)
    with folder.writing() as staging:
        previous = [] if force else _previous(folder, base_iri)
        if not previous:  # there will be something to read: the files are hashed meanwhile
            make_ready(READERS)
        resumed = _resumed(staging, base_iri, force)
        entries, tasks = _plan(found, _by_content(previous), resumed, base_iri, staging, folder)
        if not tasks and previous and _same(entries, previous):
            return _unchanged(folder, entries, begun)
        if tasks:
            make_ready(READERS)
        store = assembly.new_store(staging, base_iri, len(tasks), len(entries))
        store.prepare()
        entries.extend(run_tasks(process, tasks, workers, progress, _crashed, store.take))
        _note_twins(entries)
        return _finish(folder, staging, store, entries, base_iri, begun, len(tasks))


def _files(inputs: Sequence[str | Path], output: Path) -> list[tuple[Path, str]]:
    """Every file of the inputs once, under its shortest name; what an earlier build left in `output` is no input."""
    found: dict[Path, tuple[Path, str]] = {}
    for path, name in reading.find_files([Path(given) for given in inputs]):
        place = path.parent.resolve() / path.name
        if output.resolve() not in place.parents and (place not in found or name < found[place][1]):
            found[place] = path, name
    if not found:
        raise UsageError(
            f"{', '.join(map(str, inputs)) or 'no input'}: no reports there; "
            f"name files, or folders that hold {', '.join(reading.SUFFIXES)} files"
        )
    return sorted(found.values(), key=lambda pair: (pair[1], pair[0].as_posix()))


def _previous(folder: BuildFolder, base_iri: str) -> list[dict[str, Any]]:
    """Entries of the last build where they still hold: same rules, same shapes, same base, and its files are whole."""
    said = folder.manifest()
    if not said or said.get("format") != FORMAT or said["versions"] != _versions() or said["base_iri"] != base_iri:
        return []
    reports = [entry for entry in said["inputs"] if entry["status"] == "read"]
    for syntax in assembly.SYNTAXES:
        path = folder.path / f"graph.{syntax}"
        end = max((entry["sections"][syntax][1] for entry in reports), default=0)
        if not path.is_file() or (end and path.stat().st_size != end):
            return []
    return said["inputs"] if (folder.path / "store").is_dir() else []


def _resumed(staging: Path, base_iri: str, force: bool) -> list[dict[str, Any]]:
    """Entries that a build which was cut off had finished by the same rules; all else that it left is cleared away."""
    started = staging / "STARTED"
    stamp = json.dumps([FORMAT, base_iri, _versions()])
    if force or not started.exists() or started.read_text(encoding="utf-8") != stamp:
        shutil.rmtree(staging)
        staging.mkdir()
        started.write_text(stamp, encoding="utf-8")
    for name in ("parts", "texts"):
        (staging / name).mkdir(exist_ok=True)
    return list(Parts(staging / "parts").entries())


def _by_content(entries: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Entries by file name and hash. A copy's is none: the file that it copies may be gone."""
    return {
        (entry["file"], entry["sha256"]): entry
        for entry in entries
        if entry.get("sha256") and not entry.get("reason", "").startswith(_COPY)
    }


def _versions() -> dict[str, str]:
    from . import validation

    return {
        "graphbuilder": __version__,
        "rules": resources.rules_hash(),
        "shapes": resources.shapes_hash(),
        "engine": validation.engine_name(),
    }


def _plan(
    found: list[tuple[Path, str]],
    previous: dict[tuple[str, str], dict[str, Any]],
    resumed: list[dict[str, Any]],
    base_iri: str,
    staging: Path,
    folder: BuildFolder,
) -> tuple[list[dict[str, Any]], list[Task]]:
    """What is known already or cannot be read, and what is to be read. One file of equal ones is read."""
    entries: list[dict[str, Any]] = []
    tasks: list[Task] = []
    first: dict[str, str] = {}
    sizes: dict[str, int] = {}
    finished = _by_content(resumed)
    kept: set[str] = set()
    for path, name in found:
        try:
            data = reading.read_bytes(path)
        except UnreadableFile as error:
            entries.append({"file": name, "status": "left out", "reason": error.reason, "advice": error.advice})
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in first:
            entries.append(
                {
                    "file": name,
                    "sha256": sha256,
                    "status": "left out",
                    "reason": f"{_COPY} {first[sha256]}",
                    "advice": "nothing to do",
                }
            )
            continue
        first[sha256] = name
        known = previous.get((name, sha256))
        if known and (known["status"] == "left out" or (folder.texts / f"{sha256}.txt").exists()):
            entries.append(known)
        elif (name, sha256) in finished:
            entries.append(finished[name, sha256])
            kept.add(sha256)
        else:
            tasks.append(Task(str(path), name, sha256, base_iri, Parts(staging / "parts"), str(staging / "texts")))
            sizes[sha256] = len(data)
    tasks.sort(key=lambda task: sizes[task.sha256], reverse=True)  # no long one is left for the end
    Parts(staging / "parts").keep(kept)  # of a build that was cut off
    return entries, tasks


def _same(entries: list[dict[str, Any]], previous: list[dict[str, Any]]) -> bool:
    return sorted(map(_standing, entries)) == sorted(map(_standing, previous))


def _standing(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(entry.get(key) or "" for key in ("file", "sha256", "status", "reason"))


def _crashed(task: Task, why: str) -> dict[str, Any]:
    return {
        "file": task.file_name,
        "sha256": task.sha256,
        "status": "left out",
        "reason": why,
        "advice": "open it in a PDF viewer, save a new copy, and build again",
    }


def _note_twins(entries: list[dict[str, Any]]) -> None:
    """Two files of one report stay two reports on one inspection; each entry says so."""
    reports = [entry for entry in entries if entry["status"] == "read"]
    seen = Counter(entry["inspection"] for entry in reports)
    for entry in reports:
        entry["warnings"] = [text for text in entry["warnings"] if not text.startswith(_TWIN)]
        if seen[entry["inspection"]] > 1:
            others = sorted(
                other["file"]
                for other in reports
                if other["inspection"] == entry["inspection"] and other["file"] != entry["file"]
            )
            entry["warnings"].append(f"{_TWIN} {', '.join(others)}")


_TWIN = "reports on the same inspection as"
_COPY = "it is the same file as"
FORMAT = 2  # of build.json; an older one is not gone on from


def _unchanged(folder: BuildFolder, entries: list[dict[str, Any]], begun: float) -> BuildResult:
    shutil.rmtree(folder.staging, ignore_errors=True)
    said = folder.open()
    return _result(folder, said["inputs"], begun, 0, said, unchanged=True)


def _finish(
    folder: BuildFolder,
    staging: Path,
    store: assembly.NewStore,
    entries: list[dict[str, Any]],
    base_iri: str,
    begun: float,
    reread: int,
) -> BuildResult:
    """Put the parts together, load and link them, and let the new build take the old one's place."""
    entries.sort(key=lambda entry: (entry.get("graph", ""), entry["file"]))
    reports = [entry for entry in entries if entry["status"] == "read"]
    if not reports and folder.holds_reports():
        reasons = "; ".join(f"{entry['file']}: {entry['reason']}" for entry in entries[:5])
        raise GraphbuilderError(
            f"none of the {len(entries)} files could be used as a report ({reasons}); {folder.path} is as it was"
        )
    quads, joined = assembly.assemble(folder, staging, store, reports, base_iri)
    findings = [Finding(**finding) for entry in reports for finding in entry["findings"]] + joined
    assembly.write_validation(staging, findings)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "versions": _versions(),
        "base_iri": base_iri,
        "built": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "seconds": round(time.perf_counter() - begun, 3),
        "quads": quads,
        "findings_across_reports": [asdict(finding) for finding in joined],
        "conforms": not any(finding.severity == "Violation" for finding in findings),
        "inputs": sorted(entries, key=lambda entry: entry["file"]),
    }
    assembly.write_json(staging / "build.json", manifest)
    folder.commit()
    return _result(folder, manifest["inputs"], begun, reread, manifest)


def _result(
    folder: BuildFolder,
    entries: list[dict[str, Any]],
    begun: float,
    reread: int,
    said: dict[str, Any],
    *,
    unchanged: bool = False,
) -> BuildResult:
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(entry.get("facts", {}))
    found = [finding for entry in entries for finding in entry.get("findings", [])]
    findings = [Finding(**finding) for finding in [*found, *said["findings_across_reports"]]]
    return BuildResult(
        folder=folder.path,
        entries=entries,
        findings=findings,
        counts=dict(sorted(counts.items())),
        seconds=time.perf_counter() - begun,
        reread=reread,
        quads=said["quads"],
        conforms=said["conforms"],
        unchanged=unchanged,
    )
