"""The JSON-LD context of exports (ontology/context.jsonld), and how it writes IRIs and literals: exactly, and no longer
than needed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from .. import resources
from ..vocabulary import PREFIXES

Subject = ox.NamedNode | ox.BlankNode
Node = Subject | ox.Literal

_XSD = PREFIXES["xsd"]
_LOCAL = re.compile(r"[\w-]+")
_SLUG = re.compile(r"[a-z0-9-]+")
# What is below the base and can be written without it: a path whose resolution (RFC 3986) gives back the same.
_BELOW = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:/[A-Za-z0-9_~,=-][A-Za-z0-9._~,=-]*)*(?:#[A-Za-z0-9._~,=&-]*)?")
_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")  # as JSON numbers these keep their digits in every reader
_INTEGERS = (_XSD + "integer", _XSD + "nonNegativeInteger")


@dataclass(frozen=True)
class Term:
    """A property's name in the context, and how its values are written there.

    `coercion` is "@id", "@vocab" (a slug below `vocab`), the IRI of a datatype, or None.
    """

    name: str
    coercion: str | None = None
    vocab: str = ""
    language: str | None = None
    is_list: bool = False


class Context:
    """The context with the base IRI of a build as its base; `document` is what a file holds under "@context"."""

    def __init__(self, base: str) -> None:
        path = resources.folder("ontology") / "context.jsonld"
        self.document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["@context"]
        self.base = base if base.endswith("/") else ""
        if self.base:
            self.document = {"@base": self.base} | self.document
        self._prefixes = {iri: name for name, iri in PREFIXES.items() if self.document.get(name) == iri}
        self._terms = {self._expanded(what): self._term(name, what) for name, what in self._defined("@id")}
        self._facts = {name for name, _ in self._defined("@reverse")}

    def _defined(self, key: str) -> list[tuple[str, dict[str, Any]]]:
        """The definitions that have this key; of a plain string, it is "@id"."""
        found = []
        for name, what in self.document.items():
            definition = what if isinstance(what, dict) else {"@id": str(what)}
            if key in definition and ":" in definition[key] and name != "@base" and what not in PREFIXES.values():
                found.append((name, definition))
        return found

    def _expanded(self, definition: dict[str, Any]) -> str:
        prefix, _, local = definition["@id"].partition(":")
        return self.document[prefix] + local

    def _term(self, name: str, definition: dict[str, Any]) -> Term:
        coercion = definition.get("@type")
        if coercion and coercion.startswith("xsd:"):
            coercion = _XSD + coercion.removeprefix("xsd:")
        return Term(
            name,
            coercion,
            definition["@context"]["@vocab"] if "@context" in definition else "",
            definition.get("@language"),
            definition.get("@container") == "@set",
        )

    # ------------------------------------------------ names

    def term(self, iri: str) -> Term:
        """The property's term; for one that the context does not hold, its prefixed name or its IRI."""
        return self._terms.get(iri) or Term(self._prefixed(iri))

    def class_name(self, iri: str) -> str:
        return self.term(iri).name

    def facts_name(self, class_iri: str) -> str | None:
        """Under what name an inspection holds its facts of this class: "judgements"; None for other classes."""
        name = self.class_name(class_iri)
        plural = f"{name[:1].lower()}{name[1:]}s"
        return plural if plural in self._facts else None

    def identifier(self, node: Subject) -> str:
        """A node's `id`: the path below the base, or the whole IRI."""
        if isinstance(node, ox.BlankNode):
            return str(node)
        below = node.value[len(self.base) :] if self.base and node.value.startswith(self.base) else ""
        return below if _BELOW.fullmatch(below) else node.value

    def _prefixed(self, iri: str) -> str:
        for namespace, prefix in self._prefixes.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    # ------------------------------------------------ values

    def value(self, term: Term, node: Node) -> Any:
        """A value of a property, as JSON."""
        if isinstance(node, ox.Literal):
            return self._literal(term, node)
        if term.coercion == "@vocab" and isinstance(node, ox.NamedNode):
            slug = node.value.removeprefix(term.vocab)
            is_plain = slug != node.value and _SLUG.fullmatch(slug) and slug not in self.document
            return slug if is_plain else node.value
        name = self.identifier(node) if term.coercion != "@vocab" else str(node)
        return name if term.coercion in ("@id", "@vocab") else {"id": name}

    def _literal(self, term: Term, literal: ox.Literal) -> Any:
        text, datatype = literal.value, literal.datatype.value
        if literal.language:
            plain = literal.language == term.language and term.coercion is None
            return text if plain else {"@value": text, "@language": literal.language}
        if datatype == _XSD + "string":
            plain = term.coercion is None and term.language is None
            return text if plain else {"@value": text}
        if term.coercion == datatype or (term.coercion is None and datatype in (_XSD + "integer", _XSD + "boolean")):
            return _native(text, datatype)
        return {"@value": text, "@type": self._prefixed(datatype)}


def _native(text: str, datatype: str) -> Any:
    """A whole number and a truth value as JSON has them, where reading them gives back the same text."""
    if datatype in _INTEGERS and _INTEGER.fullmatch(text):
        return int(text)
    if datatype == _XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    return text
