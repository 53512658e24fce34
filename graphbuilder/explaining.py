"""Why a fact is in the graph: its rule, its words in their paragraph; and what each rule found."""

from __future__ import annotations

import textwrap
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from .build_folder import BuildFolder
from .errors import GraphbuilderError, UsageError
from .pipeline import all_rules
from .store import open_store, select
from .vocabulary import PREFIXES

_WIDTH = 100
_WHERE = "IRIs stand in the tables of `graphbuilder query … --explain`"
_SHOWN_BELOW = ("gb:evidence", "gb:rule", "prov:wasGeneratedBy")
_EVIDENCE = """
SELECT ?file ?page ?paragraph ?section ?start ?end ?text WHERE {
  ?fact gb:evidence ?e .
  ?e oa:hasSource ?report ; oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end .
  ?report gb:fileName ?file ; gb:text ?text .
  OPTIONAL { ?e gb:page ?page } OPTIONAL { ?e gb:paragraph ?paragraph } OPTIONAL { ?e gb:section ?section }
} ORDER BY ?file ?start ?end"""


def explain_fact(folder: Path, iri: str) -> str:
    """A fact for people. `iri` can be given in full or as its path below the base ("judgement/havering/…")."""
    said = BuildFolder(folder).open()
    store = open_store(folder)
    node = _node(iri, said["base_iri"])
    quads = sorted(store.quads_for_pattern(node, None, None, None), key=str)
    if not quads:
        raise GraphbuilderError(f"{node.value}: not in this build; {_WHERE}")
    lines = [node.value, ""]
    statements = dict.fromkeys((_short(quad.predicate), _short(quad.object)) for quad in quads)
    lines += [f"  {name:<26} {value}" for name, value in statements if name not in _SHOWN_BELOW]
    lines += _rule_lines([value for name, value in statements if name == "gb:rule"])
    lines += _words(folder, store, node)
    return "\n".join(lines)


def _node(iri: str, base: str) -> ox.NamedNode:
    text = iri.strip("<>")
    try:
        return ox.NamedNode(text if "://" in text else base + text)
    except ValueError as error:
        raise UsageError(f"{iri}: not an IRI ({error}); {_WHERE}") from error


def _short(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        return str(getattr(term, "value", term))
    for name, namespace in PREFIXES.items():
        if term.value.startswith(namespace) and "/" not in term.value[len(namespace) :]:
            return f"{name}:{term.value[len(namespace) :]}"
    return term.value


def _rule_lines(names: list[str]) -> list[str]:
    rules = all_rules()
    lines = []
    for name in names:
        rule = rules.get(name)
        lines += ["", f"  rule {name}" + (f": {rule.summary}" if rule else "")]
        if rule:
            lines.append(f"  right in about {rule.confidence:.0%} of the cases that were read; e.g. “{rule.example}”")
    return lines


def _words(folder: Path, store: ox.Store, node: ox.NamedNode) -> list[str]:
    lines: list[str] = []
    for row in select(store, _EVIDENCE.replace("?fact", str(node))):
        start, end = int(row["start"].value), int(row["end"].value)
        text = _text(folder / row["text"].value)
        begin = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        paragraph = f"{text[begin:start]}»{text[start:end]}«{text[end : stop if stop >= 0 else None]}"
        place = [row["file"].value]
        place += [f"page {row['page'].value}"] if row["page"] else []
        place += [f"paragraph {row['paragraph'].value}"] if row["paragraph"] else []
        place += [f"“{row['section'].value}”"] if row["section"] else []
        lines += ["", "  " + ", ".join(place)]
        lines += textwrap.wrap(paragraph, _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return lines


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except OSError as error:
        raise GraphbuilderError(f"{path}: cannot be read ({error.strerror or error}); build again") from error


def describe_rules(folder: Path) -> str:
    """Each rule: its name, confidence, how many facts it found in the build (where there is one), and an example."""
    said = BuildFolder(folder).manifest() if folder.exists() else None
    fired: Counter[str] = Counter()
    for entry in (said or {}).get("inputs", []):
        fired.update(entry.get("rules", {}))
    lines = []
    for name, rule in sorted(all_rules().items()):
        count = f"{fired[name]:>7,} facts" if said else ""
        lines.append(f"{name:<40} {rule.confidence:.2f} {count}  {rule.summary}")
        lines.append(f"{'':<4}e.g. “{rule.example}”")
    return "\n".join(lines)
