"""What every worker needs before its first report, made once: the process that workers are forked from imports this.

That is about a second of processor time: patterns are compiled, the names of the gazetteer and the shapes are read.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import GraphbuilderError

if TYPE_CHECKING:
    from .model import Fact

_REPORT = b"""Inspection of services for children in need of help and protection, children looked after and care leavers

Northshire

Inspection date: 3 March 2014 to 20 March 2014

There were 300 children looked after on 31 March 2014.
"""


def prepare() -> list[Fact]:
    """Reads a report that asks for every module, and checks a graph."""
    from . import validation
    from .pipeline import read_report

    _, facts = read_report(_REPORT, Path("prepared.txt"), "prepared.txt")
    validation.validate_report(b"", text="")
    return facts


gc.disable()  # all that is made here stays
try:
    with suppress(GraphbuilderError):  # a data file is damaged: the worker that needs it says so
        prepare()
finally:
    gc.enable()
