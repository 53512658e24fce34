"""Where an export goes: beside its place until it is complete, and then there at once; nothing is lost by accident."""

from __future__ import annotations

import errno
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import GraphbuilderError, UsageError

_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first that ZIP knows


@contextmanager
def replacing(path: Path, suffix: str, build: Path, force: bool) -> Iterator[Path]:
    """A path of the same name in a new folder beside `path`, to write to; what stands there at the end goes to `path`.

    `suffix` is that of the format, "" for one that is a folder; `build` is the build folder. Raises UsageError before
    anything is written where `path` is not a place for the export, GraphbuilderError where writing fails.
    """
    _check(path, suffix, build, force)
    scratch = path.parent / f".{path.name}.{os.getpid()}.part"
    waiting = scratch / path.name
    try:
        scratch.mkdir()
        yield waiting
        _put(waiting, path, scratch)
    except OSError as error:
        raise _write_error(path, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _check(path: Path, suffix: str, build: Path, force: bool) -> None:
    """Raises UsageError for a path that exists, that has no folder, or that is the build's own."""
    example = path / f"graph{suffix}" if suffix else path / "export"
    if path.name in ("", ".", "..") or (suffix and path.is_dir()):
        raise UsageError(f"{path}: a folder; name what is to be made in it, like -o {example}")
    if path.parent.resolve().is_relative_to(build.resolve()):
        raise UsageError(f"{path}: in the build folder, whose files are the build's own; give another path with -o")
    if path.parent.exists() and not path.parent.is_dir():
        raise UsageError(f"{path}: {path.parent} is a file, not a folder; give another path with -o")
    if not path.parent.exists():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it, or give another path with -o")
    if not suffix and path.is_file():
        raise UsageError(f"{path}: a file, but this export is a folder; give another path with -o")
    if (path.exists() or path.is_symlink()) and not force:
        raise UsageError(f"{path}: exists; write over it with --force, or give another path with -o")


def _put(waiting: Path, path: Path, scratch: Path) -> None:
    """What was written, in its place. A folder takes another's place only where it has all files of that one."""
    if path.is_dir():
        strange = sorted(_files(path) - _files(waiting))
        if strange:
            raise UsageError(
                f"{path}: holds {strange[0]}, which this export would not write again; move it away, or give another "
                "path with -o"
            )
        path.rename(scratch / f"old-{path.name}")
    waiting.replace(path)


def zip_folder(folder: Path, path: Path) -> None:
    """What is in the folder as a ZIP file, of the same bytes each time: in the order of names, without a clock."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(_files(folder)):
            info = zipfile.ZipInfo(name, date_time=_NO_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.file_size = (folder / name).stat().st_size  # so that files above 4 GB are written as such
            with (folder / name).open("rb") as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _write_error(path: Path, error: OSError) -> GraphbuilderError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return GraphbuilderError(f"{path}: the disk is full; make room, or give another path with -o")
    return GraphbuilderError(f"{path}: cannot be written ({error.strerror or error}); give another path with -o")
