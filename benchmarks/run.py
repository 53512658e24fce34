"""How long a build takes beside the bare decoding of the same PDFs, side by side in one run.

    python benchmarks/run.py REPORTS... [--workers N] [--rounds N]

Prints seconds (wall clock), the ratio to bare decoding, peak memory of all processes together, and the quads built.
Bare decoding is pypdfium2 giving the text of every page, in as many processes as the build uses.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import psutil

import graphbuilder
from graphbuilder.reading import find_files
from graphbuilder.workers import available_cores


def decode(path: str) -> int:
    """The pages of one PDF, each turned into text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return 0
    return sum(1 for page in document if page.get_textpage().get_text_range() is not None)


def decode_all(paths: list[str], workers: int) -> None:
    with get_context("forkserver").Pool(workers) as pool:
        pages = sum(pool.imap_unordered(decode, paths))
    print(f"{len(paths)} files, {pages:,} pages, {workers} workers")


class Peak:
    """The largest sum of resident memory of a process and its children, sampled four times a second; MB.

    A sample takes a millisecond of a core that the build could use.
    """

    def __init__(self, process: psutil.Process) -> None:
        self.process, self.most, self.going = process, 0.0, True
        self.thread = threading.Thread(target=self.sample, daemon=True)
        self.thread.start()

    def sample(self) -> None:
        while self.going:
            total = 0
            try:
                for process in (self.process, *self.process.children(recursive=True)):
                    total += process.memory_info().rss
            except psutil.NoSuchProcess:
                pass
            self.most = max(self.most, total / 1e6)
            time.sleep(0.25)

    def stop(self) -> float:
        self.going = False
        self.thread.join()
        return self.most


def settle() -> None:
    """Waits until all is on the disk: else the kernel writes what one measurement left while the next one runs."""
    if hasattr(os, "sync"):
        os.sync()


def timed_build(arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of `graphbuilder build`, as a process of its own."""
    settle()
    begun = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "graphbuilder", "--quiet", "build", *arguments])
    peak = Peak(psutil.Process(child.pid))
    if child.wait() not in (0, 3):
        raise SystemExit(f"the build ended with {child.returncode}")
    return time.perf_counter() - begun, peak.stop()


def timed(work: Callable[[], None]) -> float:
    settle()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--workers", type=int, default=available_cores())
    parser.add_argument("--rounds", type=int, default=5, help="the median of so many rounds is shown")
    chosen = parser.parse_args()
    # as pip does for a package that is installed; one that is only linked to has none before its first run
    compileall.compile_dir(Path(graphbuilder.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as scratch:
        measure(chosen.reports, chosen.workers, chosen.rounds, Path(scratch))


def measure(reports: list[Path], workers: int, rounds: int, scratch: Path) -> None:
    inputs = scratch / "reports"
    for given in reports:  # a copy, as one file is changed
        shutil.copytree(given, inputs / given.name)
    pdfs = [str(path) for path, _ in find_files([inputs]) if path.suffix == ".pdf"]
    output = scratch / "graph"
    figures: dict[str, list[float]] = {}
    memory = 0.0
    for _ in range(rounds):
        figures.setdefault("bare decoding", []).append(timed(lambda: decode_all(pdfs, workers)))
        for name, prepare in (
            ("full build", lambda: shutil.rmtree(output, ignore_errors=True)),
            ("nothing changed", lambda: None),
            ("one file changed", lambda: touch(Path(pdfs[0]))),
        ):
            prepare()
            seconds, most = timed_build([str(inputs), "--output", str(output), "--workers", str(workers)])
            figures.setdefault(name, []).append(seconds)
            memory = max(memory, most)
    show(figures, memory, output)


def touch(path: Path) -> None:
    """Another content that reads the same: a comment behind the end of the PDF."""
    path.chmod(0o644)
    with path.open("ab") as file:
        file.write(f"\n% {time.time_ns()}\n".encode())


def show(figures: dict[str, list[float]], memory: float, output: Path) -> None:
    import json

    from graphbuilder.validation import engine_name

    said = json.loads((output / "build.json").read_text(encoding="utf-8"))
    medians = {name: sorted(values)[len(values) // 2] for name, values in figures.items()}
    bare, full = medians["bare decoding"], medians["full build"]
    print(f"\n{'':20}{'seconds':>9}{'min':>8}{'max':>8}{'x decoding':>12}{'x full build':>14}")
    for name, values in figures.items():
        middle = medians[name]
        print(f"{name:20}{middle:9.2f}{min(values):8.2f}{max(values):8.2f}{middle / bare:12.2f}{middle / full:14.3f}")
    print(
        f"\npeak memory {memory:,.0f} MB; {said['quads']:,} quads; SHACL engine {engine_name()}; {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    main()
