"""How much memory an export takes, of a build and of one with ten times as many reports.

    python benchmarks/export.py BUILD [--times 10] [--large FOLDER] [--format turtle]…

Copies a build folder, with each of its reports ten times, about the same authorities but with other IRIs; exports both
in every format and prints seconds, the size of what was written, and the peak memory of the process. A format whose
memory does not grow with the graph has about the same peak in both.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graphbuilder.exports import EXPORTS, export, select

# Runs in a process of its own, so that each peak is of one export alone: the largest resident size, in kB, as Linux
# counts it for what runs now (ru_maxrss would begin with that of the process from which it was forked).
CHILD = """
import re, sys
from pathlib import Path
from graphbuilder.exports import export
export(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""
COPIED = "report", "inspection", "judgement", "recommendation", "service", "agency", "participation"
COPIED += "arrangement", "post-holding", "statistic", "person", "extraction", "link"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--large", type=Path, help="keep the larger build here, and take it from here the next time")
    parser.add_argument("--format", action="append", choices=[format.name for format in EXPORTS])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        large = chosen.large or Path(scratch) / "large"
        if not large.exists():
            multiply(chosen.build, large, chosen.times)
        measure(chosen.build, large, chosen.format or [format.name for format in EXPORTS], Path(scratch))


# ---------------------------------------------------------------- a larger build


def multiply(build: Path, target: Path, times: int) -> None:
    """A build folder with the reports and links of `build` so many times, each time below other IRIs."""
    target.mkdir()
    for name in ("validation.ttl", "validation.txt"):
        shutil.copyfile(build / name, target / name)
    selection = select(build)
    manifest = json.loads((build / "build.json").read_text(encoding="utf-8"))
    with (target / "graph.nq").open("wb") as file:
        for name in ("ontology", "reference"):
            file.writelines(selection.lines(f"{selection.base}graph/{name}"))
        links = f"{selection.base}graph/links"
        for number in range(times):
            file.writelines(sorted(renamed(selection.lines(links), selection.base, number)))
        entries = [
            dict(copied(entry, selection.base, number), number=number, original=graph)
            for number in range(times)
            for graph, entry in zip(selection.reports, selection.entries, strict=True)
        ]
        entries.sort(key=lambda entry: entry["graph"])
        for entry in entries:
            start = file.tell()
            lines = renamed(selection.lines(entry.pop("original")), selection.base, entry.pop("number"))
            file.writelines(sorted(lines))
            entry["sections"] = {"nq": [start, file.tell()]}
    left_out = [entry for entry in manifest["inputs"] if entry["status"] != "read"]
    (target / "build.json").write_text(json.dumps(manifest | {"inputs": entries + left_out}), encoding="utf-8")
    store = ox.Store(str(target / "store"))
    store.bulk_load(path=str(target / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    for format, ending in (("trig", "trig"), ("turtle", "ttl")):
        export(target, format, target.parent / "graph")
        (target.parent / "graph").replace(target / f"graph.{ending}")


def renamed(lines: Iterator[bytes], base: str, number: int) -> Iterator[bytes]:
    """Lines about the same things below other IRIs; the first copy is the original."""
    if not number:
        yield from lines
        return
    old = [f"<{base}{kind}/".encode() for kind in COPIED]
    new = [f"<{base}{kind}/x{number}-".encode() for kind in COPIED]
    for line in lines:
        for before, after in zip(old, new, strict=True):
            line = line.replace(before, after)
        yield line


def copied(entry: dict[str, Any], base: str, number: int) -> dict[str, Any]:
    """What build.json says of a report's copy."""
    if not number:
        return entry
    changed = {key: entry[key].replace("/report/", f"/report/x{number}-") for key in ("graph",)}
    changed["inspection"] = entry["inspection"].replace("/inspection/", f"/inspection/x{number}-")
    changed["file"] = f"x{number}/{entry['file']}"
    return entry | changed


# ---------------------------------------------------------------- measuring


def measure(small: Path, large: Path, formats: list[str], scratch: Path) -> None:
    lines = [sum(1 for _ in (folder / "graph.nq").open("rb")) for folder in (small, large)]
    print(f"{lines[0]:,} and {lines[1]:,} quads\n")
    print(f"{'':12}{'seconds':>16}{'written, MB':>18}{'peak memory, MB':>20}{'ratio':>8}")
    for format in formats:
        figures = [run(folder, format, scratch / "out") for folder in (small, large)]
        (seconds, size, memory), (more_seconds, more_size, more_memory) = figures
        print(
            f"{format:12}{seconds:8.1f}{more_seconds:8.1f}{size:9.0f}{more_size:9.0f}{memory:10.0f}{more_memory:10.0f}"
            f"{more_memory / memory:8.2f}",
            flush=True,
        )


def run(folder: Path, format: str, path: Path) -> tuple[float, float, float]:
    """Seconds, megabytes written and peak megabytes of one export in a process of its own."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), format, str(path)], check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - begun
    files = [path] if path.is_file() else [found for found in path.rglob("*") if found.is_file()]
    size = sum(found.stat().st_size for found in files) / 1e6
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return seconds, size, int(done.stdout) / 1e3


if __name__ == "__main__":
    main()
