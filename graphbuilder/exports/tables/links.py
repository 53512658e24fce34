"""Links of a workbook's cells: kept on disk while the sheets are written, and put into the finished file.

XlsxWriter would hold every link in memory until the end, some kilobyte each. Here a sheet names each address once, and
its links (ECMA-376, 18.3.1.47) refer to that.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO
from xml.sax.saxutils import quoteattr

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_BEHIND = re.compile(rb"<(?:printOptions|pageMargins)\b")  # what stands behind the links in a sheet
_SIZE = 1 << 16


class Links:
    """The links of each sheet, in files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids: dict[int, dict[str, str]] = {}  # sheet, from 1 → address → the name that its links know it by
        self._files = ExitStack()
        self._open: dict[int, IO[bytes]] = {}

    def add(self, sheet: int, cell: str, address: str) -> None:
        """Make a cell ("B2") of a sheet a link; what follows "#" is a place in what is at the address."""
        target, _, place = address.partition("#")
        if sheet not in self._open:
            self._open[sheet] = self._files.enter_context(self._path(sheet).open("wb"))
            self.ids[sheet] = {}
        name = self.ids[sheet].setdefault(target, f"link{len(self.ids[sheet]) + 1}")
        location = f" location={quoteattr(place)}" if place else ""
        self._open[sheet].write(f'<hyperlink ref="{cell}" r:id="{name}"{location}/>'.encode())

    def put_in(self, book: Path, path: Path) -> None:
        """The workbook in `book` with its links, at `path`; everything else is as it was."""
        self._files.close()
        sheets = {f"xl/worksheets/sheet{sheet}.xml": sheet for sheet in self.ids}
        related = {f"xl/worksheets/_rels/sheet{sheet}.xml.rels": sheet for sheet in self.ids}
        with zipfile.ZipFile(book) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for old in source.infolist():
                info = zipfile.ZipInfo(old.filename, old.date_time)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, old.external_attr
                sheet = sheets.get(old.filename)
                info.file_size = old.file_size + (self._path(sheet).stat().st_size if sheet else 0)  # above 4 GB: ZIP64
                with source.open(old) as reader, target.open(info, "w") as writer:
                    if sheet:
                        writer.writelines(self._linked(sheet, reader))
                    elif old.filename in related:
                        writer.write(self._with_addresses(related[old.filename], reader.read()))
                    else:
                        writer.writelines(_pieces(reader))

    def _path(self, sheet: int) -> Path:
        return self.folder / f"links-{sheet}"

    def _linked(self, sheet: int, reader: IO[bytes]) -> Iterator[bytes]:
        """A sheet with its links before what stands behind them."""
        held, found = b"", None
        for piece in _pieces(reader):
            held += piece
            found = _BEHIND.search(held)
            if found:
                break
            yield held[:-32]
            held = held[-32:]
        assert found, "a sheet has margins"
        yield held[: found.start()] + b"<hyperlinks>"
        with self._path(sheet).open("rb") as file:
            yield from _pieces(file)
        yield b"</hyperlinks>" + held[found.start() :]
        yield from _pieces(reader)

    def _with_addresses(self, sheet: int, relationships: bytes) -> bytes:
        added = "".join(
            f'<Relationship Id="{name}" Type="{_KIND}" Target={quoteattr(target)} TargetMode="External"/>'
            for target, name in self.ids[sheet].items()
        )
        return relationships.replace(b"</Relationships>", added.encode() + b"</Relationships>")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_SIZE):
        yield piece
