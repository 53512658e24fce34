"""Sentence boundaries for the register of inspection reports."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"'”’)\]]*\d{0,2}\s+(?=[\"'“‘(\[]*[A-Z0-9£])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|Prof|St|No|para|paras|vs|cf|approx|Rev|Cllr)|\b[A-Z])\.$"
)


def sentence_spans(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The sentences of `text[start:end]` as spans, white space between them left out."""
    spans, begin = [], start
    for boundary in _END.finditer(text, start, end):
        stop = boundary.start() + 1
        if _ABBREVIATION.search(text, max(begin, stop - 8), stop):
            continue
        spans.append((begin, boundary.start() + len(boundary.group().rstrip())))
        begin = boundary.end()
    if text[begin:end].strip():
        spans.append((begin, begin + len(text[begin:end].rstrip())))
    return tuple(spans)
