"""What every format says of the whole: title, licence, versions."""

from __future__ import annotations

from ..selection import Selection

TITLE = "What Ofsted's inspection reports of children's services say"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
ATTRIBUTION = (
    "Contains public sector information of Ofsted, licensed under the Open Government Licence v3.0. "
    "The facts were drawn from the reports by a program: check the words before you rely on one."
)
EXTRA = "pip install 'graphbuilder[tables]'"


def versions(selection: Selection) -> str:
    """Which program and which rules made the facts."""
    said = selection.manifest["versions"]
    return f"graphbuilder {said['graphbuilder']}, rules {said['rules']}"


def summary(selection: Selection) -> str:
    number = len(selection.reports)
    return f"Facts of {number:,} report{'' if number == 1 else 's'}, with the words and the page that say them."
