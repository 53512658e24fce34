"""A build scored against a reader's own annotations: precision, recall and F1 per kind of fact (docs/evaluate.md).

A fact counts as right when its key is in the annotations: (service type, agency type) for a participation,
(measure, value, comparator) for a figure, and so on; `_BODIES` and `_COVER_COLUMNS` are the whole list.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .build_folder import BuildFolder
from .errors import UsageError
from .model import Table
from .store import open_store, select
from .vocabulary import slug

Keys = set[Any]
_GRADES = {"O": "outstanding", "G": "good", "RI": "requires-improvement", "I": "inadequate", "A": "adequate"}
_COVER_COLUMNS = {
    "overall": "overall-effectiveness",
    "leaders": "leadership",
    "help_protection": "help-and-protection",
    "looked_after": "children-looked-after",
    "adoption": "adoption",
    "care_leavers": "care-leavers",
    "in_care": "children-in-care",
    "lscb": "lscb",
}
_RUN = 6  # words in a row that a fact's evidence and an annotated sentence must share


@dataclass
class Tally:
    """Right, found and wanted facts of one kind."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, place: str, found: Iterable[Hashable], wanted: Iterable[Hashable]) -> None:
        got, want = set(found), set(wanted)
        self.right += len(got & want)
        self.found += len(got)
        self.wanted += len(want)
        self.missed += [f"{place}\t{key}" for key in sorted(want - got, key=str)]
        self.wrong += [f"{place}\t{key}" for key in sorted(got - want, key=str)]

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Tallies(defaultdict[str, Tally]):
    def __init__(self) -> None:
        super().__init__(Tally)

    def table(self) -> Table:
        rows = [
            (kind, round(t.precision, 3), round(t.recall, 3), round(t.f1, 3), t.found, t.wanted)
            for kind, t in sorted(self.items())
        ]
        return Table(("kind", "precision", "recall", "f1", "found", "annotated"), tuple(rows))

    def shown(self, count: int) -> Iterator[str]:
        """Up to `count` misses and wrong facts of each kind, one to a line."""
        for kind, tally in sorted(self.items()):
            yield from (f"{kind}\tmissed\t{line}" for line in tally.missed[:count])
            yield from (f"{kind}\twrong\t{line}" for line in tally.wrong[:count])


@dataclass(frozen=True)
class _Report:
    """One report of the build, for questions about its own graph."""

    store: ox.Store
    graph: str
    inspection: str

    def rows(self, pattern: str) -> list[dict[str, Any]]:
        return select(self.store, f"SELECT * WHERE {{ GRAPH <{self.graph}> {{ {pattern} }} }}")


def evaluate(folder: Path, gold: Path) -> tuple[Table, Tallies]:
    """Scores of the build in `folder` against the annotations in `gold`, and the misses behind them.

    Raises UsageError where `gold` holds no annotation, or one that cannot be read.
    """
    reports = _Reports(folder)
    tallies = Tallies()
    found = False
    for path in (gold / "covers.tsv",):
        if path.exists():
            found = True
            _score_covers(path, reports, tallies)
    for path in sorted((gold / "bodies").glob("*.json")):
        found = True
        _score_body(_json(path), reports, tallies)
    for kind in ("arrangements", "participations"):
        path = gold / "sentences" / f"{kind}.jsonl"
        if path.exists():
            found = True
            _score_sentences(path, kind, reports, tallies)
    if not found:
        raise UsageError(f"{gold}: no annotations; it needs covers.tsv, bodies/*.json or sentences/*.jsonl")
    return tallies.table(), tallies


class _Reports:
    """The reports of a build by the file they came from."""

    def __init__(self, folder: Path) -> None:
        store = open_store(folder)
        entries = [entry for entry in BuildFolder(folder).open()["inputs"] if entry["status"] == "read"]
        self.by_file = {entry["file"]: _Report(store, entry["graph"], entry["inspection"]) for entry in entries}

    def find(self, file: str) -> _Report | None:
        """The report of a file, named by its path in the build or by the end of it; None where that is not one."""
        if file in self.by_file:
            return self.by_file[file]
        found = [report for name, report in self.by_file.items() if name.endswith(f"/{file}")]
        return found[0] if len(found) == 1 else None


def _json(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{path}: not valid JSON: {error}") from error


def _tail(term: Any) -> str | None:
    """The last segment of an IRI, the text of a literal."""
    if term is None:
        return None
    return re.split(r"[/#]", term.value)[-1] if isinstance(term, ox.NamedNode) else term.value


def _plain(text: str) -> str:
    return slug(text).replace("-", " ")


# ---------------------------------------------------------------- covers


def _score_covers(path: Path, reports: _Reports, tallies: Tallies) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["family"] not in ("UNREADABLE", "OTHER"):
                _score_cover(row, reports.find(row["file"]), tallies)


def _score_cover(row: dict[str, str], report: _Report | None, tallies: Tallies) -> None:
    place = row["file"]
    said = _cover_of(report) if report else {}
    tallies["cover.authority"].add(place, said.get("authority", ()), [slug(row["authority"])])
    if row["start"]:
        tallies["cover.dates"].add(place, said.get("dates", ()), [(row["start"], row["end"])])
    if row["lead"]:
        leads = [_plain(name) for name in re.split(r" and |, ", row["lead"])]
        tallies["cover.lead_inspector"].add(place, said.get("leads", ()), leads)
    if row["published"]:
        tallies["cover.published"].add(place, said.get("published", ()), [row["published"]])
    grades = {(area, _GRADES[row[column]]) for column, area in _COVER_COLUMNS.items() if row.get(column)}
    practice = re.search(r"practice=(\w+)", row.get("note") or "")
    if practice:
        grades.add(("quality-of-practice", _GRADES[practice.group(1)]))
    tallies["cover.judgements"].add(place, said.get("grades", ()), grades)


def _cover_of(report: _Report) -> dict[str, Keys]:
    node = f"<{report.inspection}>"
    dates = report.rows(f"{node} gb:startDate ?s ; gb:endDate ?e")
    judged = report.rows(f"?j gb:inspection {node} ; gb:area ?area ; gb:grade ?grade")
    return {
        "authority": {_tail(row["a"]) for row in report.rows(f"{node} gb:inspectedAuthority ?a")},
        "dates": {(row["s"].value, row["e"].value) for row in dates},
        "leads": {_plain(row["n"].value) for row in report.rows(f"{node} gb:leadInspector ?p . ?p foaf:name ?n")},
        "published": {row["d"].value[:10] for row in report.rows(f"<{report.graph}> dcterms:issued ?d")},
        "grades": {(_tail(row["area"]), _tail(row["grade"])) for row in judged},
    }


# ---------------------------------------------------------------- bodies


def _score_body(gold: dict[str, Any], reports: _Reports, tallies: Tallies) -> None:
    report = reports.find(gold["file"])
    for kind, (found, wanted) in _BODIES.items():
        tallies[f"body.{kind}"].add(gold["id"], found(report, gold) if report else (), wanted(gold))


def _year(*terms: Any) -> str | None:
    return next((term.value[:4] for term in terms if term is not None), None)


def _earlier(report: _Report, gold: dict[str, Any]) -> Keys:
    rows = report.rows("?i a gb:Inspection OPTIONAL { ?i gb:startDate ?s } OPTIONAL { ?i gb:statedDate ?d }")
    return {_year(row["d"], row["s"]) for row in rows if row["i"].value != report.inspection} - {None}


def _earlier_grades(report: _Report, gold: dict[str, Any]) -> Keys:
    rows = report.rows(
        "?j a gb:Judgement ; gb:inspection ?i ; gb:grade ?g "
        "OPTIONAL { ?i gb:startDate ?s } OPTIONAL { ?i gb:statedDate ?d }"
    )
    return {(_year(row["d"], row["s"]), _tail(row["g"])) for row in rows if row["i"].value != report.inspection}


def _recommendations(report: _Report, gold: dict[str, Any]) -> Keys:
    rows = report.rows("?r a gb:Recommendation ; dcterms:description ?t OPTIONAL { ?r gb:deadline ?d }")
    return {(row["d"].value if row["d"] else None, _plain(row["t"].value)[:40]) for row in rows}


def _services(report: _Report, gold: dict[str, Any]) -> Keys:
    rows = report.rows("?x a gb:ServiceState ; gb:service ?s . ?s gb:serviceType ?t")
    return {_tail(row["t"]) for row in rows} - {"other"}


def _participations(report: _Report, gold: dict[str, Any]) -> Keys:
    rows = report.rows("?p a gb:Participation ; gb:role ?r ; gb:service/gb:serviceType ?t ; gb:agency/gb:agencyType ?a")
    return {
        (_tail(row["t"]), _tail(row["a"]))
        for row in rows
        if _tail(row["t"]) != "other" and _tail(row["r"]) != "partner"
    }


def _arrangement_rows(report: _Report, more: str = "") -> dict[str, dict[str, Any]]:
    """Each arrangement by its IRI: its type, the other authorities, the body, and its quotes where `more` asks."""
    own = report.inspection.split("/")[-2]
    found: dict[str, dict[str, Any]] = {}
    rows = report.rows(
        "?x a gb:SharedArrangement ; gb:serviceType ?t OPTIONAL { ?x gb:participatingAuthority ?a } "
        "OPTIONAL { ?x gb:deliveredBy ?b }" + more
    )
    for row in rows:
        entry = found.setdefault(
            row["x"].value, {"type": _tail(row["t"]), "others": set(), "body": None, "quotes": set()}
        )
        if row["a"] and _tail(row["a"]) != own:
            entry["others"].add(_tail(row["a"]))
        if row["b"]:
            entry["body"] = _tail(row["b"])
        if row.get("quote"):
            entry["quotes"].add(row["quote"].value)
    return found


def _arrangements(report: _Report, gold: dict[str, Any]) -> Keys:
    return {(row["type"], tuple(sorted(row["others"])), row["body"]) for row in _arrangement_rows(report).values()}


def _posts(report: _Report, gold: dict[str, Any]) -> Keys:
    rows = report.rows("?h a gb:PostHolding ; gb:post ?p OPTIONAL { ?h gb:since ?s }")
    return {(_tail(row["p"]), row["s"].value[:7] if row["s"] else None) for row in rows if _tail(row["p"]) != "other"}


def _statistics(report: _Report, gold: dict[str, Any]) -> Keys:
    rows = report.rows("?s a gb:Statistic ; gb:measure ?m ; gb:value ?v OPTIONAL { ?s gb:comparator ?c }")
    return {(_tail(row["m"]), round(float(row["v"].value), 2), row["c"].value if row["c"] else None) for row in rows}


def _people(report: _Report, gold: dict[str, Any]) -> Keys:
    rows = report.rows(f"<{report.inspection}> gb:leadInspector|gb:inspector ?p . ?p foaf:name ?n")
    return {_plain(row["n"].value) for row in rows}


def _arrangement_key(row: dict[str, Any], own: str | None = None) -> Hashable:
    body = slug(row["delivered_by"]) if row.get("delivered_by") else None
    return row["type"], tuple(sorted(set(row["authorities"]) - {own})), body


def _said(value: Any) -> Any:
    return None if value in (None, "", "null") else value


# Kind → (what the build holds, what the annotation holds), as sets of keys.
_BODIES: dict[str, tuple[Callable[[_Report, dict[str, Any]], Keys], Callable[[dict[str, Any]], Keys]]] = {
    "earlier_inspections": (_earlier, lambda gold: {row["when"][:4] for row in gold["previous"] if row.get("when")}),
    "previous_judgements": (
        _earlier_grades,
        lambda gold: {
            (row["when"][:4] if row.get("when") else None, row["grade"]) for row in gold["previous"] if row.get("grade")
        },
    ),
    "recommendations": (
        _recommendations,
        lambda gold: {(_said(row["deadline"]), _plain(row["starts"])[:40]) for row in gold["recommendations"]},
    ),
    "services": (_services, lambda gold: {row["type"] for row in gold["services"]} - {"other"}),
    "participations": (
        _participations,
        lambda gold: {
            (row["service"], row["agency_type"])
            for row in gold["participations"]
            if row["service"] != "other" and row["role"] != "partner"
        },
    ),
    "arrangements": (
        _arrangements,
        lambda gold: {_arrangement_key(row, gold["authority"]) for row in gold["arrangements"]},
    ),
    "posts": (
        _posts,
        lambda gold: {(row["post"], row.get("since")) for row in gold["posts"] if row["post"] != "other"},
    ),
    "statistics": (
        _statistics,
        lambda gold: {
            (row["measure"], round(float(row["value"]), 2), row.get("comparator")) for row in gold["statistics"]
        },
    ),
    "people": (_people, lambda gold: {_plain(row["name"]) for row in gold["people"]}),
}


# ---------------------------------------------------------------- sentences


_QUOTES = " ?x gb:evidence/oa:hasSelector/oa:exact ?quote ."


def _score_sentences(path: Path, kind: str, reports: _Reports, tallies: Tallies) -> None:
    """Facts whose evidence shares six words in a row with a sentence, against what the sentence states."""
    known: dict[str, list[tuple[Hashable, set[tuple[str, ...]]]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["file"] not in known:
            report = reports.find(item["file"])
            known[item["file"]] = list(_stated(report, kind)) if report else []
        runs = _runs(item["sentence"])
        found = {key for key, quoted in known[item["file"]] if quoted & runs}
        place = f"{item['file']} #{item['n']}"
        tallies[f"sentence.{kind}"].add(place, found, _wanted(item["rows"], kind))


def _stated(report: _Report, kind: str) -> Iterator[tuple[Hashable, set[tuple[str, ...]]]]:
    if kind == "arrangements":
        for row in _arrangement_rows(report, _QUOTES).values():
            if row["type"] != "other":
                key = (row["type"], tuple(sorted(row["others"])), row["body"])
                yield key, set().union(*map(_runs, row["quotes"]))
        return
    rows = report.rows(
        "?x a gb:Participation ; gb:role ?r ; gb:service/gb:serviceType ?t ; gb:agency/gb:agencyType ?a ." + _QUOTES
    )
    for row in rows:
        if _tail(row["t"]) != "other" and _tail(row["r"]) != "partner":
            yield (_tail(row["t"]), _tail(row["a"])), _runs(row["quote"].value)


def _wanted(rows: list[dict[str, Any]], kind: str) -> Keys:
    if kind == "arrangements":
        return {_arrangement_key(row) for row in rows if row["type"] != "other"}
    return {
        (row["service"], row["agency_type"]) for row in rows if row["service"] != "other" and row["role"] != "partner"
    }


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _plain(text.replace("\x02", "-")).split()
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)} or {tuple(words)}
