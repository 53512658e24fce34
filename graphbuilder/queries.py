"""Stored questions: SPARQL files with typed parameters, and how any query runs. See queries/README.md for the header.

>>> run(Path("output"), find_query("latest-grades"), {"region": "London"}, base_iri)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rapidfuzz import process

from . import resources, sparql
from .errors import GraphbuilderError, UsageError
from .execution import run, stream
from .parameters import TYPES, resolve_authority, term_of
from .sparql import check
from .vocabulary import slug

__all__ = [
    "Param",
    "StoredQuery",
    "ask",
    "bind",
    "check",
    "find_query",
    "load_queries",
    "query_from_file",
    "query_from_text",
    "resolve_authority",
    "run",
    "stream",
]

_HEADER = re.compile(r"#\+ ?(.*)")
_ENTRY = re.compile(r"([a-z]+):\s*(.*)")
_PARAM = re.compile(
    r"(?P<name>[a-z][a-z0-9-]*)\s+(?P<type>[a-z-]+)(?P<required>\s+required)?(?:\s*=\s*(?P<default>[^|]*[^|\s]))?"
    r"\s*\|\s*(?P<description>\S.*)"
)
_KEYS = ("summary", "description", "tags", "param", "evidence", "example")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: the variable `?_name` of the query. Optional and without a default, it may stay unbound."""

    name: str
    type: str
    required: bool
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A question: what its header says, and its SPARQL.

    `evidence` is the variable that holds the fact, if any; `example` has values of parameters to try it with.
    """

    name: str
    path: Path | None
    summary: str
    description: str
    tags: tuple[str, ...]
    params: tuple[Param, ...]
    text: str
    evidence: str | None = None
    example: tuple[tuple[str, str], ...] = ()


# ---------------------------------------------------------------- loading


@cache
def load_queries() -> tuple[StoredQuery, ...]:
    """Every stored question, by name. Raises GraphbuilderError where a header is broken."""
    return tuple(sorted((query_from_file(path) for path in resources.queries()), key=lambda query: query.name))


def find_query(name: str) -> StoredQuery:
    """The stored question of this name. Raises UsageError with the nearest names."""
    known = {query.name: query for query in load_queries()}
    if name not in known:
        nearest = ", ".join(found for found, _, _ in process.extract(slug(name), list(known), limit=3))
        raise UsageError(
            f"no stored question is called {name!r}; the nearest are {nearest}; `graphbuilder queries` lists them all"
        )
    return known[name]


def query_from_file(path: str | Path) -> StoredQuery:
    """The question in a .rq file. Raises UsageError for a file that cannot be read or must not run."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as a query ({error}); give a SPARQL file in UTF-8") from error
    try:
        query = query_from_text(text, path.stem, str(path))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error
    return replace(query, path=path)


def query_from_text(text: str, name: str = "query", origin: str = "the query") -> StoredQuery:
    """A query as text, with or without a header. Raises UsageError for one that must not run or has a syntax error."""
    header = _Header(origin, text)
    check(text)
    return StoredQuery(
        name=name,
        path=None,
        summary=header.one("summary"),
        description=header.one("description"),
        tags=tuple(tag.strip() for tag in header.one("tags").split(",") if tag.strip()),
        params=header.params(),
        text=text,
        evidence=header.evidence(),
        example=header.example(),
    )


class _Header:
    """The `#+` lines of a query. Raises GraphbuilderError naming file and line for one that cannot be read."""

    def __init__(self, origin: str, text: str) -> None:
        self.origin, self.text = origin, text
        self.entries: list[tuple[str, str, int]] = []  # key, value, line
        for number, line in enumerate(text.splitlines(), start=1):
            if match := _HEADER.fullmatch(line.rstrip()):
                self._take(match[1], number)

    def _take(self, content: str, number: int) -> None:
        entry = _ENTRY.fullmatch(content)
        if entry and entry[1] in _KEYS:
            self.entries.append((entry[1], entry[2], number))
        elif content.startswith(" ") and self.entries:
            key, value, first = self.entries[-1]
            self.entries[-1] = (key, f"{value} {content.strip()}".strip(), first)
        else:
            raise self._broken(
                number, f"{content!r} is no header entry; write one of {', '.join(_KEYS)}, like #+ summary: …"
            )

    def _broken(self, line: int, why: str) -> GraphbuilderError:
        return GraphbuilderError(f"{self.origin}, line {line}: {why}")

    def one(self, key: str) -> str:
        found = [(value, line) for name, value, line in self.entries if name == key]
        if len(found) > 1:
            raise self._broken(found[1][1], f"a second {key}; keep one")
        return found[0][0] if found else ""

    def params(self) -> tuple[Param, ...]:
        found: dict[str, Param] = {}
        for key, value, line in self.entries:
            if key == "param":
                param = self._param(value, line)
                if param.name in found:
                    raise self._broken(line, f"a second parameter {param.name}; keep one")
                found[param.name] = param
        return tuple(found.values())

    def _param(self, value: str, line: int) -> Param:
        match = _PARAM.fullmatch(value)
        if not match:
            raise self._broken(line, f"{value!r} is no parameter; write NAME TYPE [required] [= DEFAULT] | what it is")
        param = Param(match["name"], match["type"], bool(match["required"]), match["default"], match["description"])
        if param.type not in TYPES:
            raise self._broken(line, f"{param.type} is no type of parameter; there are {', '.join(TYPES)}")
        if param.required and param.default is not None:
            raise self._broken(line, f"{param.name} is required and has a default; keep one of the two")
        if not sparql.has_variable(self.text, variable(param)):
            raise self._broken(line, f"the query does not use ?{variable(param)}")
        return param

    def evidence(self) -> str | None:
        name = self.one("evidence")
        if not name:
            return None
        if not re.fullmatch(r"\?\w+", name) or not sparql.has_variable(self.text, name[1:]):
            line = next(line for key, _, line in self.entries if key == "evidence")
            raise self._broken(line, f"{name!r} is no variable of the query; write #+ evidence: ?fact")
        return name[1:]

    def example(self) -> tuple[tuple[str, str], ...]:
        """NAME=VALUE, NAME=VALUE as pairs."""
        line = next((line for key, _, line in self.entries if key == "example"), 0)
        found = []
        for pair in filter(None, (part.strip() for part in self.one("example").split(","))):
            name, sign, value = pair.partition("=")
            if not sign or name not in {param.name for param in self.params()}:
                raise self._broken(line, f"{pair!r} is no value of a parameter; write #+ example: NAME=VALUE, …")
            found.append((name, value))
        return tuple(found)


def variable(param: Param) -> str:
    """The name of the SPARQL variable that a parameter binds: `authority` binds `?_authority`."""
    return "_" + param.name.replace("-", "_")


# ---------------------------------------------------------------- binding


def bind(query: StoredQuery, params: Mapping[str, object], base_iri: str) -> str:
    """The query's SPARQL with each parameter in a VALUES clause at the start of the outermost WHERE group.

    None means not given; `service_type` is `service-type`. Raises UsageError for an unknown, missing or ill-typed
    parameter.
    """
    terms = _terms(query, {name.replace("_", "-"): value for name, value in params.items()}, base_iri)
    if not terms:
        return query.text
    start = sparql.group_start(query.text)
    if start is None:
        raise UsageError(f"{query.name}: a query with parameters needs a WHERE group in braces")
    values = "".join(f" VALUES ?{name} {{ {value} }}" for name, value in terms.items())
    return query.text[:start] + values + query.text[start:]


def _terms(query: StoredQuery, params: Mapping[str, object], base_iri: str) -> dict[str, str]:
    """Variable → term for every parameter that has a value."""
    known = {param.name: param for param in query.params}
    for name in params:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"{query.name}: no parameter is called {name!r}; {takes}")
    terms = {}
    for param in query.params:
        value = params.get(param.name)
        value = param.default if value is None else value
        if value is None and param.required:
            raise UsageError(
                f"{query.name}: the parameter {param.name} is missing ({param.description}); "
                f"give it as --param {param.name}=…"
            )
        if value is not None:
            try:
                terms[variable(param)] = term_of(param.type, value, base_iri)
            except UsageError as error:
                raise UsageError(f"{query.name}, parameter {param.name}: {error}") from error
    return terms


# ---------------------------------------------------------------- which question fits


# Words that people use for one thing; the first stands for all.
_SYNONYMS = (
    "share sharing shared joint jointly together",
    "edt eds out-of-hours hours night emergency weekend",
    "mash hub front door",
    "lscb lscp board safeguarding",
    "recommendation improve improvement told areas-for-improvement",
    "grade grades judgement judgment rating ratings result results outcome",
    "authority authorities council councils borough boroughs la",
    "agency agencies partner partners partnership organisation",
    "director dcs head",
    "inspector inspectors led lead leads hmi",
    "inadequate failing failed failure worst weak weakest",
    "figure figures statistic statistics number numbers data",
    "adoption raa adopted adopters",
    "trust company companies trusts outsourced delegated",
    "evidence quote quotes words proof source page",
    "theme themes topic topics issue issues",
    "rise rose risen better improved fell fallen worse declined change changed movers",
    "history timeline past earlier previous before",
    "latest current newest recent now today",
    "neighbour neighbours neighbor similar comparable compare comparison",
    "average national england",
    "missing absent absence lacking not-represented",
    "looked-after care cla lac",
    "urgent priority immediate immediately",
    "overall headline",
)
_STOP_WORDS = (
    "a an and are as at be been by did do does each every for from had has have how i in into is it its many me much "
    "of on one or our out over s should show tell than that the their them there they this to told was we were what "
    "when where which who whom whose why with you your"
)


def ask(words: str, limit: int = 5) -> list[StoredQuery]:
    """The stored questions that fit the words best, best first; none where no word is known."""
    wanted = _stems(words)
    weights = [(query, _weights(query)) for query in load_queries()]
    scored = []
    for query, has in weights:
        score = sum(
            has[word] / sum(1 for _, other in weights if word in other) ** 0.5 for word in sorted(wanted) if word in has
        )
        if score:
            scored.append((-round(score, 6), query.name, query))
    return [query for _, _, query in sorted(scored, key=lambda row: row[:2])[:limit]]


def _weights(query: StoredQuery) -> dict[str, float]:
    """How much each word says about a question: its name and tags most, then its summary, then its description."""
    found: dict[str, float] = {}
    texts = ((1.0, query.description), (2.0, query.summary), (3.0, " ".join((query.name, *query.tags))))
    for weight, text in texts:
        found.update(dict.fromkeys(sorted(_stems(text)), weight))
    return found


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in slug(text).split("-") if word not in _STOP_WORDS.split()}


def _stem(word: str) -> str:
    singular = _singular(word)
    return _groups().get(word) or _groups().get(singular) or singular


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@cache
def _groups() -> dict[str, str]:
    return {word: group.split()[0] for group in _SYNONYMS for word in group.split()}
