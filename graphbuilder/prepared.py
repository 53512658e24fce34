"""What every worker needs before its first report, made once: the process that workers are forked from imports this.

That is about a second of processor time: patterns are compiled, the names of the gazetteer and the shapes are read.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from . import validation
from .errors import GraphbuilderError
from .pipeline import read_report

_TEXT = b"There were 300 children looked after on 31 March 2015.\n"

with suppress(GraphbuilderError):  # a data file is damaged: the worker that needs it says so
    read_report(_TEXT, Path("prepared.txt"), "prepared.txt")
    validation.validate_report(b"")
