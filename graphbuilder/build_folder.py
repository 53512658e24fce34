"""The folder that a build leaves behind: whose it is, who may write in it, and how new results replace old ones.

Everything new is made in `.building/` beside the old. When all of it is on disk, `.building/COMMIT` is written and
the parts change places; a run that is killed before that leaves the old build as it was, and one that is killed
after it is finished by the next command that opens the folder.
"""

from __future__ import annotations

import errno
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .errors import GraphbuilderError, UsageError

# In this order they change places; build.json is last, as it says what the others hold.
PARTS = ("graph.nq", "graph.trig", "graph.ttl", "store", "validation.ttl", "validation.txt", "build.json")
STAGING = ".building"
_COMMIT = "COMMIT"
_LOCK = ".lock"
_TOLERATED = {STAGING, _LOCK, "README.md", ".gitignore", ".DS_Store"}
_TEXT = re.compile(r"[0-9a-f]{64}\.txt")


class BuildFolder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.staging = path / STAGING
        self.texts = path / "texts"

    # ------------------------------------------------ reading

    def open(self) -> dict[str, Any]:
        """What `build.json` says. Raises GraphbuilderError where there is no build."""
        self.recover()
        said = self.manifest()
        if said is None:
            raise GraphbuilderError(
                f"{self.path}: no build here; make one with `graphbuilder build REPORTS --output {self.path}`"
            )
        return said

    def manifest(self) -> dict[str, Any] | None:
        """`build.json`, or None where there is none. Raises GraphbuilderError for one that is damaged or not ours."""
        path = self.path / "build.json"
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise GraphbuilderError(f"{path}: damaged ({error}); build again with --force") from error
        if not _is_manifest(said):
            raise GraphbuilderError(f"{path}: not written by graphbuilder; name the folder of a build")
        return said

    def holds_reports(self) -> bool:
        """True where a build with at least one report stands here."""
        try:
            said = self.manifest() or {}
        except GraphbuilderError:
            return False
        return any(entry["status"] == "read" for entry in said.get("inputs", []))

    # ------------------------------------------------ writing

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """The staging folder, while this process alone may write. Raises where another one does, or it is not ours."""
        from filelock import FileLock, Timeout  # here, as workers import this module too and lock nothing

        try:
            self._check_ours()
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / _LOCK)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise GraphbuilderError(
                f"{self.path}: another build is writing here; wait for it, or give another folder with --output"
            ) from error
        except OSError as error:
            raise GraphbuilderError(
                f"{self.path}: cannot be written ({error.strerror or error}); give another folder with --output"
            ) from error
        try:
            self._finish_commit()
            self.staging.mkdir(exist_ok=True)
            self.texts.mkdir(exist_ok=True)
            yield self.staging
        except OSError as error:
            raise _write_error(self.path, error) from error
        finally:
            lock.release()

    def _check_ours(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise UsageError(f"{self.path}: a file, not a folder; give a folder with --output")
        if not self.path.exists() or (self.path / STAGING).exists() or self._has_manifest():
            return
        strange = sorted(entry.name for entry in self.path.iterdir() if entry.name not in _TOLERATED)
        if strange:
            raise UsageError(
                f"{self.path}: holds {strange[0]} and other things that no build made; give an empty or a new folder "
                "with --output"
            )

    def _has_manifest(self) -> bool:
        """True where `build.json` is ours; a damaged one is, where our graph stands beside it."""
        try:
            return _is_manifest(json.loads((self.path / "build.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return False
        except ValueError:
            return (self.path / "graph.nq").exists()

    def commit(self) -> None:
        """Put what stands in the staging folder in the place of the old. All of it must be written."""
        (self.staging / _COMMIT).write_text("all parts are written\n", encoding="utf-8")
        self._finish_commit()

    def recover(self) -> None:
        """Finish a commit that was cut off, unless a build is at work."""
        if not (self.staging / _COMMIT).exists():
            return
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.path / _LOCK, timeout=0):
                self._finish_commit()
        except (Timeout, OSError):
            return  # a running build does it, or the folder is read-only: the old parts still stand

    def _finish_commit(self) -> None:
        if not (self.staging / _COMMIT).exists():
            return
        for text in (self.staging / "texts").glob("*.txt"):
            text.replace(self.texts / text.name)
        for name in PARTS:
            new, old = self.staging / name, self.path / name
            if new.is_dir():
                shutil.rmtree(self.staging / f"old-{name}", ignore_errors=True)
                if old.exists():
                    old.rename(self.staging / f"old-{name}")
                new.rename(old)
            elif new.exists():
                new.replace(old)
        self._drop_texts()
        shutil.rmtree(self.staging)

    def _drop_texts(self) -> None:
        """Texts of files that are no longer in the build."""
        said = self.manifest() or {}
        wanted = {f"{entry['sha256']}.txt" for entry in said.get("inputs", []) if entry.get("graph")}
        for path in self.texts.iterdir():
            if _TEXT.fullmatch(path.name) and path.name not in wanted:
                path.unlink()


def _is_manifest(said: object) -> bool:
    return isinstance(said, dict) and {"versions", "base_iri", "inputs"} <= said.keys()


def _write_error(path: Path, error: OSError) -> GraphbuilderError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return GraphbuilderError(
            f"{path}: the disk is full; make room and build again (what was built before is as it was)"
        )
    reason = error.strerror or error
    return GraphbuilderError(
        f"{error.filename or path}: cannot be written ({reason}); what was built before is as it was"
    )
