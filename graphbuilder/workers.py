"""Many files at once: worker processes that survive a file on which the reader crashes or never ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
SECONDS = 120  # without any file done, before the one at work is given up
_CRASHED = "the PDF reader crashed on it"
_ENDLESS = f"reading it took more than {SECONDS} seconds"


def run_tasks(
    work: Callable[[T], R],
    tasks: Sequence[T],
    workers: int | None,
    progress: Callable[[int, int], None] | None,
    given_up: Callable[[T, str], R],
) -> list[R]:
    """`work(task)` for every task, in any order. A task that kills its process or never ends becomes `given_up(task, why)`."""
    count = max(1, min(workers or available_cores(), len(tasks) or 1))
    report = _Reporter(len(tasks), progress)
    if count == 1 and len(tasks) < 4:
        return [report.done(work(task)) for task in tasks]
    results, left = _together(work, tasks, count, report)
    return results + _one_by_one(work, left, given_up, report)


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Reporter:
    def __init__(self, total: int, progress: Callable[[int, int], None] | None) -> None:
        self.total, self.progress, self.count = total, progress, 0

    def done(self, result: R) -> R:
        self.count += 1
        if self.progress:
            self.progress(self.count, self.total)
        return result


def _pool(count: int) -> ProcessPoolExecutor:
    # A fork of a process that has threads can hang; a server that forks clean children cannot.
    method = "forkserver" if hasattr(os, "fork") else "spawn"
    return ProcessPoolExecutor(max_workers=count, mp_context=get_context(method))


def _together(
    work: Callable[[T], R], tasks: Sequence[T], count: int, report: _Reporter
) -> tuple[list[R], list[T]]:
    """Results, and the tasks left over when a worker died or nothing moved any more."""
    results: list[R] = []
    pool = _pool(count)
    waiting: dict[Future[R], T] = {pool.submit(work, task): task for task in tasks}
    try:
        while waiting:
            done, _ = wait(waiting, timeout=SECONDS, return_when=FIRST_COMPLETED)
            if not done:
                return results, list(waiting.values())
            for future in done:
                results.append(report.done(future.result()))
                del waiting[future]
    except BrokenProcessPool:
        return results, list(waiting.values())
    finally:
        _end(pool)
    return results, []


def _one_by_one(
    work: Callable[[T], R], tasks: list[T], given_up: Callable[[T, str], R], report: _Reporter
) -> list[R]:
    """One task at a time in a process of its own kind, so that it is known which one fails."""
    results: list[R] = []
    pool = _pool(1) if tasks else None
    for task in tasks:
        assert pool is not None
        try:
            result = pool.submit(work, task).result(timeout=SECONDS)
        except (BrokenProcessPool, TimeoutError) as error:
            _end(pool)
            pool = _pool(1)
            result = given_up(task, _ENDLESS if isinstance(error, TimeoutError) else _CRASHED)
        results.append(report.done(result))
    if pool:
        _end(pool)
    return results


def _end(pool: ProcessPoolExecutor) -> None:
    """End the workers, also one that hangs."""
    processes: Any = getattr(pool, "_processes", None) or {}
    busy = list(processes.values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in busy:
        process.join(timeout=1)
        if process.is_alive():
            process.kill()
