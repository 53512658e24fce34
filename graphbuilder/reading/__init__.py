"""A file → Document: PDF, text, Markdown or HTML, told apart by what the file holds and not by its name."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import UnreadableFile, UsageError
from ..model import Document
from .html import read_html
from .lines import Line
from .structure import compose
from .text import decoded, read_text

SUFFIXES = (".pdf", ".txt", ".md", ".html", ".htm")
SIZE_LIMIT = 200_000_000  # bytes; the longest real report has 3 million
_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)


def find_files(inputs: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Every file to read, as (path, its name below the input that was named), in a stable order.

    A named file is taken whatever its ending; a folder is walked for SUFFIXES. Raises UsageError for an
    input that does not exist.
    """
    for given in inputs:
        if given.is_dir():
            for path in sorted(given.rglob("*"), key=lambda found: found.as_posix()):
                hidden = any(part.startswith(".") for part in path.relative_to(given).parts)
                if path.suffix.lower() in SUFFIXES and not path.is_dir() and not hidden:
                    yield path, _as_text(path.relative_to(given).as_posix())
        elif given.exists():
            yield given, _as_text(given.name)
        else:
            raise UsageError(f"{given}: no such file or folder; name the reports or the folder that holds them")


def _as_text(name: str) -> str:
    """A file's name as it can be printed and stored: a byte that is no UTF-8, as in names of old disks, as "\\xe9"."""
    return os.fsencode(name).decode(errors="backslashreplace")


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises UnreadableFile where it is empty, too large, or may not be read."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFile("it is no plain file", "name a file or a folder of files")
        size = about.st_size
        if size > SIZE_LIMIT:
            raise UnreadableFile(
                f"it is {size / 1e6:,.0f} MB, more than the {SIZE_LIMIT / 1e6:,.0f} MB that a report can have",
                "check what it is; split it if it holds several reports",
            )
        data = path.read_bytes()
    except OSError as error:
        reason = f"it cannot be read ({error.strerror or error})"
        raise UnreadableFile(reason, "check that it is there and that you may read it") from error
    if not data.strip():
        raise UnreadableFile("it is empty", "download it again from Ofsted's site")
    return data


def read_document(data: bytes, path: Path, file_name: str, sha256: str | None = None) -> Document:
    """The Document in `data`, whose hash may be known. Raises UnreadableFile with what was wrong and what to do."""
    suffix = path.suffix.lower()
    warnings: list[str] = []
    title, page_count = None, None
    lines: list[Line]
    if b"%PDF-" in data[:1024]:
        from .pdf import read_pdf  # pdfium is loaded only where there is a PDF

        found = read_pdf(data, path)
        lines, page_count, title, media_type = found.lines, found.page_count, found.title, "application/pdf"
    elif suffix == ".pdf":
        raise UnreadableFile(*_not_a_pdf(data))
    else:
        text, warning = decoded(data)
        warnings.extend([warning] if warning else [])
        if suffix in (".html", ".htm") or _HTML.match(data[:1024]):
            lines, title = read_html(text)
            media_type = "text/html"
        else:
            lines, media_type = read_text(text), "text/plain"
            page_count = lines[-1].page if lines else None
    composed = compose(lines)
    return Document(
        file_name=file_name,
        sha256=sha256 or hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        text=composed.text,
        paragraphs=tuple(composed.paragraphs),
        page_count=page_count,
        page_marks=tuple(composed.page_marks),
        running_lines=tuple(composed.running_lines),
        title=title,
        warnings=tuple(warnings),
    )


def _not_a_pdf(data: bytes) -> tuple[str, str]:
    if _HTML.match(data[:1024].lstrip(b"\xef\xbb\xbf")) or b"<html" in data[:4096].lower():
        return "it is a web page saved under the name of a PDF (an error page, as a rule)", (
            "download the report again from Ofsted's site"
        )
    return "it has the name of a PDF but is none", "download the report again from Ofsted's site"
