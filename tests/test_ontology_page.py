"""docs/ontology.html and docs/core-classes.svg are those of the ontology as it is; w3id.org's rules lead to them."""

from __future__ import annotations

import html
import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

ROOT = Path(__file__).resolve().parent.parent
NAMES = "https://w3id.org/graphbuilder/"
GB = f"{NAMES}ontology#"
UP_TO_DATE = "run python docs/make_ontology.py"


@cache
def make_ontology() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_ontology", ROOT / "docs" / "make_ontology.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "graphbuilder.ttl")


@cache
def page() -> str:
    return (ROOT / "docs" / "ontology.html").read_text(encoding="utf-8")


def terms() -> list[URIRef]:
    found = {term for term in ontology().subjects(RDF.type) if str(term).startswith(GB)}
    return sorted(term for term in found if isinstance(term, URIRef))


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", text)).split())


def entry(term: URIRef) -> str:
    """The part of the page at the fragment that the term's IRI has."""
    fragment = term.removeprefix(GB)
    (start,) = [match.end() for match in re.finditer(f'id="{fragment}"', page())]
    return plain(page()[start:].partition("</table>")[0])


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.removeprefix(GB))
def test_page_describes_the_term_at_its_own_fragment(term: URIRef) -> None:
    said = entry(term)
    assert str(term) in said, UP_TO_DATE
    for predicate in (RDFS.label, SKOS.definition, SKOS.example):
        text = " ".join(str(ontology().value(term, predicate)).split())
        assert text in said, UP_TO_DATE


def test_page_lists_no_term_that_is_gone() -> None:
    listed = set(re.findall(f"<code>({GB}[^<]+)</code>", page()))
    assert listed == {str(term) for term in terms()}, UP_TO_DATE


def test_every_link_within_the_page_leads_somewhere_and_no_fragment_is_double() -> None:
    fragments = re.findall(r'id="([^"]+)"', page())
    assert len(fragments) == len(set(fragments))
    assert set(re.findall(r'href="#([^"]+)"', page())) <= set(fragments)


def test_page_is_the_one_that_is_made() -> None:
    pytest.importorskip("pylode", reason="pyLODE is in the extra docs")
    assert make_ontology().page() == page(), UP_TO_DATE


def test_picture_is_drawn_from_the_ontology_as_it_is() -> None:
    drawn = (ROOT / "docs" / "core-classes.svg").read_text(encoding="utf-8")
    assert make_ontology().source_mark(make_ontology().dot(ontology())) in drawn, UP_TO_DATE
    assert 'src="core-classes.svg"' in page()
    words = plain(drawn)
    for term in terms():
        if (term, RDF.type, OWL.Class) in ontology():
            assert str(ontology().value(term, RDFS.label)) in words, UP_TO_DATE


# ---- The rules for w3id.org ----

RULES = ROOT / "ontology" / "w3id" / ".htaccess"


SITE = "%{ENV:SITE}/"


def redirected(path: str, accept: str = "*/*") -> str | None:
    """The file of the repository to which the rules lead a request for a path below https://w3id.org/graphbuilder/.

    As Apache's mod_rewrite reads them: a rule applies when the conditions right above it do, and the first that does
    ends the search.
    """
    conditions: list[str] = []
    for line in RULES.read_text(encoding="utf-8").splitlines():
        word, *rest = line.split() or [""]
        if word == "RewriteCond":
            assert rest[0] == "%{HTTP_ACCEPT}"
            conditions.append(rest[1])
        elif word == "RewriteRule":
            match = re.search(rest[0], path)
            if match and rest[1] != "-" and all(fulfilled(condition, accept) for condition in conditions):
                assert rest[1].startswith(SITE) and rest[2] == "[R=303,L]"
                return rest[1].removeprefix(SITE).replace("$1", match[1] if match.groups() else "")
            conditions = []
    return None


def fulfilled(condition: str, accept: str) -> bool:
    return bool(re.search(condition.removeprefix("!"), accept)) != condition.startswith("!")


@pytest.mark.parametrize(
    "path, accept, target",
    [
        ("ontology", "text/html,application/xhtml+xml,*/*;q=0.8", "docs/ontology.html"),
        ("ontology", "text/turtle", "ontology/graphbuilder.ttl"),
        ("ontology", "text/turtle;q=1.0,text/html;q=0.5", "ontology/graphbuilder.ttl"),
        ("ontology", "*/*", "ontology/graphbuilder.ttl"),
        ("ontology/0.1.0", "text/html", "docs/ontology.html"),
        ("ontology/0.1.0", "text/turtle", "ontology/graphbuilder.ttl"),
        ("shapes", "text/turtle", "shapes/prefixes.ttl"),
        ("grade/good", "text/turtle", "ontology/schemes/grades.ttl"),
        ("service-type/scheme", "*/*", "ontology/schemes/service-types.ttl"),
        ("measure/care-leavers", "text/html", "ontology/schemes/measures.ttl"),
    ],
)
def test_names_lead_to_files_that_exist(path: str, accept: str, target: str) -> None:
    assert redirected(path, accept) == target
    assert (ROOT / target).is_file()


def test_the_present_version_has_its_rule() -> None:
    version = ontology().value(URIRef(GB.removesuffix("#")), OWL.versionIRI)
    assert redirected(str(version).removeprefix(NAMES)) == "ontology/graphbuilder.ttl"


def test_every_concept_leads_to_the_file_that_describes_it() -> None:
    for path in sorted((ROOT / "ontology" / "schemes").glob("*.ttl")):
        described = {str(term) for term in Graph().parse(path).subjects(SKOS.prefLabel)}
        assert described
        for term in sorted(described):
            assert redirected(term.removeprefix(NAMES)) == path.relative_to(ROOT).as_posix(), term


@pytest.mark.parametrize("path", ["id/authority/sutton", "nonsense", "ontologyx", "ontology/9.9.9", "grade"])
def test_other_names_lead_nowhere(path: str) -> None:
    assert redirected(path) is None
