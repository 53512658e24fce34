"""Many files at once: worker processes that survive a file on which the reader crashes or never ends."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from queue import Empty, SimpleQueue
from types import ModuleType
from typing import Any, TypeVar

from .errors import GraphbuilderError

T = TypeVar("T")
R = TypeVar("R")
READERS = "graphbuilder.prepared"  # what workers begin with that read reports
SECONDS = 120  # without any file done, before the one at work is given up
_NO_MORE = (errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE)  # processes, memory, open files
_CRASHED = "the PDF reader crashed on it"
_ENDLESS = f"reading it took more than {SECONDS} seconds"


def run_tasks(
    work: Callable[[T], R],
    tasks: Sequence[T],
    workers: int | None,
    progress: Callable[[int, int], None] | None,
    given_up: Callable[[T, str], R],
    each: Callable[[R], None] = lambda result: None,
) -> list[R]:
    """`work(task)` for every task, in any order; `each` is called here with each result as it comes.

    The work is done in other processes, also where there is one task: a task that kills its process or never ends
    becomes `given_up(task, why)`.
    """
    if not tasks:
        return []
    count = max(1, min(workers or available_cores(), len(tasks)))
    report = _Reporter(len(tasks), progress, each)
    results, left = _together(work, tasks, count, report)
    return results + _one_by_one(work, left, given_up, report)


def available_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_ready(module: str) -> None:
    """Starts the process that workers are forked from, and returns while it imports `module` for all of them.

    Raises GraphbuilderError where the system lets none be started.
    """
    if not hasattr(os, "fork"):
        return
    from multiprocessing.forkserver import ensure_running

    get_context("forkserver").set_forkserver_preload([module])
    try:
        with _on_their_own():
            ensure_running()
    except OSError as error:
        if error.errno in _NO_MORE:
            raise GraphbuilderError(
                f"worker processes cannot be started ({error.strerror}); end other programs, or raise what this one "
                "may have (ulimit -a), and build again"
            ) from error
        raise GraphbuilderError(  # the server's socket stands in the folder for temporary files
            f"{tempfile.gettempdir()}: no socket for worker processes can be made there ({error.strerror or error}); "
            "let TMPDIR name a folder with a short path that may be written"
        ) from error


class _Reporter:
    def __init__(self, total: int, progress: Callable[[int, int], None] | None, each: Callable[[Any], None]) -> None:
        self.total, self.progress, self.each, self.count = total, progress, each, 0

    def done(self, result: R) -> R:
        self.count += 1
        self.each(result)
        if self.progress:
            self.progress(self.count, self.total)
        return result


def _pool(count: int) -> ProcessPoolExecutor:
    # A fork of a process that has threads can hang; a server that forks clean children cannot.
    context = get_context("forkserver" if hasattr(os, "fork") else "spawn")
    return ProcessPoolExecutor(max_workers=count, mp_context=context, initializer=_begin)


def _begin() -> None:
    """What a worker does first."""
    gc.freeze()  # what it was forked with stays, and need not be looked through again and again
    gc.set_threshold(100_000)  # a report makes many objects that live as long as it does, and few cycles
    _end_with_parent()


def _end_with_parent() -> None:
    """A worker whose parent was killed ends too: it may not write on while the next build is at work."""
    parent = parent_process()
    if parent is None:
        return
    if not _killed_at_hangup(parent.sentinel):
        threading.Thread(target=lambda: (wait_for([parent.sentinel]), os._exit(1)), daemon=True).start()
    elif wait_for([parent.sentinel], timeout=0):  # the parent ended before the kernel was asked
        os._exit(1)


def _killed_at_hangup(pipe: int) -> bool:
    """Has the kernel kill this process when the other end of the pipe is closed; False where it cannot (fcntl(2)).

    A thread that waits for that would do, but memory is got more slowly in a process that ever had a second thread:
    2 % of the time of reading a report.
    """
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(pipe, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    except OSError:
        return False
    return True


@contextmanager
def _on_their_own() -> Iterator[None]:
    """Processes that start here do not run the caller's script again (one of two lines needs no main guard), nor import
    what lies in the current folder, where a `statistics.py` would take the place of Python's own (PYTHONSAFEPATH)."""
    main, path = sys.modules["__main__"], os.environ.get("PYTHONSAFEPATH")
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if path is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = path


def _together(work: Callable[[T], R], tasks: Sequence[T], count: int, report: _Reporter) -> tuple[list[R], list[T]]:
    """Results, and the tasks left over when a worker died or nothing moved any more."""
    results: list[R] = []
    pool = _pool(count)
    with _on_their_own():
        waiting: dict[Future[R], T] = {pool.submit(work, task): task for task in tasks}
    done: SimpleQueue[Future[R]] = SimpleQueue()  # `concurrent.futures.wait` would look at all that are left each time
    for future in waiting:
        future.add_done_callback(done.put)
    try:
        while waiting:
            future = done.get(timeout=SECONDS)
            results.append(report.done(future.result()))
            del waiting[future]
    except (BrokenProcessPool, Empty):
        return results, list(waiting.values())
    finally:
        _end(pool)
    return results, []


def _one_by_one(work: Callable[[T], R], tasks: list[T], given_up: Callable[[T, str], R], report: _Reporter) -> list[R]:
    """One task at a time in a process of its own kind, so that it is known which one fails."""
    results: list[R] = []
    pool = _pool(1) if tasks else None
    for task in tasks:
        assert pool is not None
        try:
            with _on_their_own():
                future = pool.submit(work, task)
            result = future.result(timeout=SECONDS)
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
