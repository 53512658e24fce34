"""The families of reports. Each module has `recognises(document)`, `cover(document)` and `judgements(document)`."""

from __future__ import annotations

from types import ModuleType

from ..errors import UnreadableFile
from ..model import Cover, Document, Judgement
from . import board, common, ilacs, looked_after, news, protection, sif, slac

# In this order: a title that fits two is taken by the first; the news article is recognised by its prose, so last.
FRAMEWORKS: tuple[ModuleType, ...] = (protection, slac, looked_after, sif, board, ilacs, news)


def recognise(document: Document) -> ModuleType:
    """The family of a report. Raises UnreadableFile for a document of another kind."""
    for framework in FRAMEWORKS:
        if framework.recognises(document):
            return framework
    begins = common.title_text(document)[:80]
    raise UnreadableFile(
        f"it is no report on a council's children's services that is known here (it begins “{begins}”)",
        "leave it out, or add its family to graphbuilder/frameworks",
    )


def read_cover(document: Document) -> tuple[Cover, list[Judgement]]:
    framework = recognise(document)
    return framework.cover(document), framework.judgements(document)
