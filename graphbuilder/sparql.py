"""SPARQL text before it runs: its tokens, what is refused, where its outermost group begins, where it is wrong.

Nothing here evaluates a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox

from .errors import GraphbuilderError, UsageError
from .store import used_prefixes

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})

# The terminals of the SPARQL 1.1 grammar (section 19.8), as far as they can hide a keyword. Longest first.
_TOKEN = re.compile(
    r"""
      (?P<skip>[ \t\r\n]+|\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>[^\W\d_][\w.\-]*:(?:[\w.\-:%]|\\.)*|:(?:[\w.\-:%]|\\.)*|_:[\w.\-]+)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# Parsers that need no white space read "SERVICEex:a" as SERVICE ex:a and "trueSERVICE" as two words.
_GLUED = re.compile(r"(?:service|from)(?=[^\W\d_]|$)", re.IGNORECASE)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class Token(NamedTuple):
    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, without white space and comments."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield Token(match.lastgroup or "mark", match.group(), match.start())


# ---------------------------------------------------------------- what is refused


def check(text: str) -> None:
    """Raises UsageError for an update, SERVICE, FROM or a syntax error (with line and column). Runs nothing."""
    for reading in {text, _unescaped(text)}:
        _refuse(reading)
    _check_syntax(text)


def _unescaped(text: str) -> str:
    r"""Code point escapes (\u0053) as the characters that SPARQL takes them for, section 19.2."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0x110000 else match.group()

    return _CODEPOINT.sub(character, text)


def _refuse(text: str) -> None:
    for token in tokens(text):
        if token.kind == "word":
            _refuse_word(text, token)
        elif token.kind == "name" and _GLUED.search(token.text.partition(":")[0]):
            prefix = token.text.partition(":")[0]
            raise UsageError(
                f"{_where(text, token.start)}: the prefix {prefix}: can be read as SERVICE or FROM; "
                "these are refused, so name the prefix otherwise"
            )


def _refuse_word(text: str, token: Token) -> None:
    word, where = token.text.upper(), _where(text, token.start)
    if word in _UPDATES:
        raise UsageError(f"{where}: {word} would change the graph; questions only read it; use SELECT, ASK …")
    if "SERVICE" in word:
        raise UsageError(f"{where}: SERVICE would ask another server; put the question to this graph alone")
    if "FROM" in word:
        raise UsageError(f"{where}: FROM names a data set; a question sees all reports, and chooses with GRAPH ?report")


def _where(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - (text.rfind(chr(10), 0, offset) + 1) + 1}"


# ---------------------------------------------------------------- syntax

# Behind the text stand a gap and then characters that no token may begin with. The parser reports where it had read
# to, which is behind the mistake by the length of a keyword it had looked for: the gap is longer than any keyword.
_GAP = " " * 40
_NO_TOKEN = "\u00a7" * 40
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_KEYWORD = re.compile(r"\b(?:is)?[A-Z][A-Z_0-9]+\b")
_CLOSED_BY = {"{": "}", "(": ")"}


def _check_syntax(text: str) -> None:
    """Parse without evaluating: only what stands behind the text may be wrong."""
    form(text)
    _check_closed(text)
    padded = f"{text}\n{_GAP}{_NO_TOKEN}"
    try:
        ox.Store().query(padded, prefixes=used_prefixes(text))
    except SyntaxError as error:
        if _read_to(padded, str(error)) <= len(text) + len(_GAP):
            raise syntax_error(text, str(error), padded) from error
    else:
        raise GraphbuilderError("this pyoxigraph cannot check queries; install the version that setup.cfg asks for")


def _check_closed(text: str) -> None:
    """Every brace, parenthesis and string is closed: the parser would name the end of the text."""
    opened: list[Token] = []
    for token in tokens(text):
        if token.text in _CLOSED_BY:
            opened.append(token)
        elif opened and token.text == _CLOSED_BY[opened[-1].text]:
            opened.pop()
        elif token.kind == "mark" and token.text in "'\"":
            raise _syntax_error(text, token.start, "the string that begins here is not closed")
    if opened:
        raise _syntax_error(text, opened[-1].start, f"the {opened[-1].text} here is not closed")


def syntax_error(text: str, message: str, executed: str) -> UsageError:
    """The parser's message about `executed` for people: line and column in `text`, the line, a mark below the place.

    `executed` is the same text, with parameters inside or something behind it.
    """
    if "Prefix not found" in message and (token := _undeclared(text)):
        prefix = token.text.partition(":")[0]
        return _syntax_error(text, token.start, f"the prefix {prefix}: is not declared; add a PREFIX line")
    expected = _POSITION.match(message)
    offset = _read_to(executed, message) - _overshoot(expected[3] if expected else "")
    inserted = len(executed) - len(text)
    if not executed.startswith(text) and offset > (group_start(text) or 0):
        offset = max(offset - inserted, group_start(text) or 0)
    return _syntax_error(text, max(0, min(offset, len(text))), _plain(message))


def _undeclared(text: str) -> Token | None:
    """The first prefixed name whose prefix the text does not declare and the project does not know."""
    names = [token for token in tokens(text) if token.kind == "name" and not token.text.startswith("_:")]
    declared = set(re.findall(r"PREFIX\s+([\w.-]*):", text, re.IGNORECASE)) | used_prefixes(text).keys()
    return next((token for token in names if token.text.partition(":")[0] not in declared), None)


def _syntax_error(text: str, offset: int, why: str) -> UsageError:
    first = text.rfind("\n", 0, offset) + 1
    line = text[first:].split("\n", 1)[0].replace("\t", " ").rstrip("\r")
    return UsageError(f"syntax error at {_where(text, offset)}: {why}\n  {line}\n  {' ' * (offset - first)}^")


def _read_to(text: str, message: str) -> int:
    """The offset of the line and column in the parser's message."""
    match = _POSITION.match(message)
    if not match:
        return 0
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1


def _overshoot(expected: str) -> int:
    """How far the parser had read on, looking for keywords; 0 where it names characters as well."""
    keywords = _KEYWORD.findall(expected)
    return min(map(len, keywords)) if keywords and '"' not in expected and "SELECT" not in keywords else 0


def _plain(message: str) -> str:
    for said in ("The SELECT contains a variable that is unbound", "The SELECT overrides an existing variable"):
        if said in message:
            return said[0].lower() + said[1:]
    return "this cannot stand here, or something is missing before it"


# ---------------------------------------------------------------- form, group, prefixes


def form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE. Raises UsageError for a text that is none of them."""
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() in FORMS:
            return token.text.upper()
    raise UsageError("not a SPARQL query: it has no SELECT, ASK or CONSTRUCT")


def group_start(text: str) -> int | None:
    """The offset behind the "{" of the outermost WHERE group; None where there is none (DESCRIBE <iri>)."""
    depth = parentheses = 0
    template = form(text) == "CONSTRUCT"
    previous = ""
    for token in tokens(text):
        if token.text in "()":
            parentheses += 1 if token.text == "(" else -1
        if token.text == "{":
            if depth == parentheses == 0 and (not template or previous == "WHERE"):
                return token.start + 1
            depth += 1
        elif token.text == "}":
            depth -= 1
            template = template and depth > 0
        previous = token.text.upper()
    return None


def group_span(text: str) -> tuple[int, int] | None:
    """The offsets behind the "{" and before the "}" of the outermost WHERE group; None where there is none."""
    start, depth = group_start(text), 0
    if start is None:
        return None
    for token in tokens(text):
        if token.start >= start and token.text in "{}":
            if token.text == "}" and depth == 0:
                return start, token.start
            depth += 1 if token.text == "{" else -1
    return None


def has_variable(text: str, name: str) -> bool:
    return any(token.kind == "variable" and token.text[1:] == name for token in tokens(text))


def with_prefixes(text: str) -> str:
    """The text with a PREFIX line for each of the project's prefixes it uses undeclared: ready for any endpoint."""
    used = {token.text.partition(":")[0] for token in tokens(text) if token.kind == "name"}
    missing = {name: iri for name, iri in used_prefixes(text).items() if name in used}
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(missing.items())) + text
