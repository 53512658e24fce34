"""Lines in order, each once, in constant memory: sorted in runs on disk, which are merged."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory

_RUN = 100_000  # lines that are sorted in memory: about 30 MB
_WAYS = 64  # runs that are merged at a time


def sorted_lines(lines: Iterable[bytes], scratch: Path) -> Iterator[bytes]:
    """The lines (each ends in "\\n") in byte order, without repetitions; more than a run goes to files in `scratch`.

    Raises OSError where the disk is full.
    """
    source = iter(lines)
    run = _next_run(source)
    more = next(source, None)
    if more is None:
        yield from run
        return
    source = chain([more], source)
    with TemporaryDirectory(dir=scratch, prefix=".sorting-") as folder:
        runs: list[Path] = []
        while run:
            runs.append(_written(run, Path(folder), len(runs)))
            if len(runs) == _WAYS:
                runs = [_written(_merged(runs), Path(folder), _WAYS).replace(runs[0])]
            run = _next_run(source)
        yield from _merged(runs)


def _next_run(source: Iterator[bytes]) -> list[bytes]:
    return sorted(set(islice(source, _RUN)))


def _written(run: Iterable[bytes], folder: Path, number: int) -> Path:
    path = folder / str(number)
    with path.open("wb") as file:
        file.writelines(run)
    return path


def _merged(runs: list[Path]) -> Iterator[bytes]:
    with ExitStack() as stack:
        files = [stack.enter_context(run.open("rb")) for run in runs]
        yield from (line for line, _ in groupby(heapq.merge(*files)))
