"""Stored questions: their headers and rows, parameters, what is refused, time limits, and finding the right one."""

from __future__ import annotations

import csv
import io
import itertools
import re
import time
from datetime import date
from pathlib import Path

import psutil
import pyoxigraph as ox
import pytest
from regenerate import EXPECTED, rows

from graphbuilder import sparql
from graphbuilder.errors import GraphbuilderError, UsageError
from graphbuilder.queries import (
    StoredQuery,
    ask,
    bind,
    find_query,
    load_queries,
    query_from_file,
    query_from_text,
    resolve_authority,
    run,
    stream,
)
from graphbuilder.store import open_store
from graphbuilder.vocabulary import DEFAULT_BASE

BASE = "https://example.org/id/"
STORED = pytest.mark.parametrize("query", load_queries(), ids=lambda query: query.name)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ONE = """#+ summary: One grade
#+ param: authority authority required | the council
#+ param: area area | only this area
#+ param: since date = 2009-01-01 | only from this day on
SELECT ?j WHERE { ?j gb:subject ?_authority ; gb:area ?_area . FILTER(?_since < "2020-01-01"^^xsd:date) } ORDER BY ?j
"""


@pytest.fixture(scope="module")
def store(example_build: Path) -> ox.Store:
    return open_store(example_build)


def bound(text: str, **params: object) -> str:
    return bind(query_from_text(text), params, BASE)


# ---------------------------------------------------------------- the stored questions


def test_there_are_many_questions() -> None:
    assert len(load_queries()) >= 30


@STORED
def test_every_question_has_a_summary_tags_and_needed_examples(query: StoredQuery) -> None:
    assert query.summary and not query.summary.endswith(".") and query.tags
    assert {param.name for param in query.params if param.required} <= dict(query.example).keys()
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)


@STORED
def test_every_question_is_sparql_of_its_own(query: StoredQuery) -> None:
    """Its prefixes are declared: it runs in any store as it stands."""
    bind(query, dict(query.example), BASE)
    assert sparql.with_prefixes(query.text) == query.text
    assert not re.search(r"\b(?:NOW|RAND|UUID|SAMPLE|GROUP_CONCAT|LATERAL)\s*\(?", query.text)


@STORED
def test_rows_are_in_one_order_only(query: StoredQuery, store: ox.Store) -> None:
    """The keys of the last ORDER BY differ from row to row."""
    keys = re.findall(r"\?(\w+)", query.text[query.text.rindex("ORDER BY") :])
    bare = StoredQuery(query.name, None, "", "", (), query.params, query.text)
    table = run(store, bare, dict(query.example), DEFAULT_BASE)
    wanted = [table.columns.index(key) for key in keys if key in table.columns]
    found = [tuple(row[index] for index in wanted) for row in table.rows]
    assert len(set(found)) == len(found)


@STORED
def test_rows_are_those_expected(query: StoredQuery, example_build: Path) -> None:
    """`python tests/regenerate.py` writes them."""
    expected = (EXPECTED / f"{query.name}.csv").read_text(encoding="utf-8")
    assert rows(example_build, query) == expected


def test_no_expected_rows_are_left_over() -> None:
    assert {path.stem for path in EXPECTED.glob("*.csv")} == {query.name for query in load_queries()}


@STORED
def test_explain_adds_the_words_and_keeps_the_rows(query: StoredQuery, store: ox.Store) -> None:
    plain = run(store, query, dict(query.example), DEFAULT_BASE)
    told = run(store, query, dict(query.example), DEFAULT_BASE, explain=True)
    if query.evidence is None:
        assert told == plain
        return
    assert told.columns == (*plain.columns, "quote", "page", "paragraph", "report")
    assert [row[:-4] for row in told.rows] == list(plain.rows)
    assert all(row[-4] and row[-1] for row in told.rows)


def test_the_child_process_gives_the_same_rows(example_build: Path, store: ox.Store) -> None:
    for name in ("latest-grades", "inspections", "figures"):
        query = find_query(name)
        here = run(store, query, dict(query.example), DEFAULT_BASE)
        assert here.rows and run(example_build, query, dict(query.example), DEFAULT_BASE, timeout=60) == here
        assert run(example_build, query, dict(query.example), DEFAULT_BASE, timeout=None) == here


def test_days_are_those_of_the_calendar(store: ox.Store) -> None:
    for on in ("2024-02-29", "2024-03-01", "2100-12-31"):
        table = run(store, find_query("days-since-last-inspection"), {"on": on}, DEFAULT_BASE)
        ended, days = table.columns.index("ended"), table.columns.index("days")
        assert table.rows
        for row in table.rows:
            assert (date.fromisoformat(on) - row[ended]).days == row[days]  # type: ignore[operator]


def test_a_region_leaves_only_its_authorities(store: ox.Store) -> None:
    everywhere = run(store, find_query("latest-grades"), {}, DEFAULT_BASE)
    london = run(store, find_query("latest-grades"), {"region": "london"}, DEFAULT_BASE)
    assert 0 < len(london.rows) < len(everywhere.rows) and set(london.rows) < set(everywhere.rows)


# ---------------------------------------------------------------- headers


def test_a_header_is_read_with_its_continued_lines() -> None:
    query = query_from_text("#+ summary: One\n#+ description: first\n#+   and more\n#+ tags: a, b c\nASK {}")
    assert (query.summary, query.description, query.tags) == ("One", "first and more", ("a", "b c"))
    assert query_from_text("# a comment\nASK {}").params == ()


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("#+ sumary: x", "no header entry"),
        ("#+ summary: x\n#+ summary: y", "a second summary"),
        ("#+ param: a date", "no parameter"),
        ("#+ param: a month | x", "no type of parameter"),
        ("#+ param: a date required = 2019-01-01 | x", "required and has a default"),
        ("#+ param: b date | x", r"does not use \?_b"),
        ("#+ param: a date | x\n#+ param: a date | y", "a second parameter a"),
        ("#+ evidence: ?nothing", "no variable of the query"),
        ("#+ example: z=1", "no value of a parameter"),
    ],
)
def test_a_broken_header_names_file_and_line(header: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(f"{header}\nSELECT ?_a {{ ?_a ?p ?o }}\n", encoding="utf-8")
    with pytest.raises(GraphbuilderError, match=said) as raised:
        query_from_file(path)
    assert f"{path}, line {header.count(chr(10)) + 1}: " in str(raised.value)


def test_a_file_that_is_no_query_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "bytes.rq").write_bytes(b"\xff\xfe\x00")
    for name in ("bytes.rq", "nothing.rq"):
        with pytest.raises(UsageError, match=name):
            query_from_file(tmp_path / name)


def test_an_unknown_question_offers_the_nearest() -> None:
    with pytest.raises(UsageError, match="latest-grades"):
        find_query("lates-grade")


# ---------------------------------------------------------------- parameters


def test_values_are_bound_as_terms_at_the_start_of_the_where_group() -> None:
    text = bound(ONE, authority="Havering", area="help-and-protection", since="2015-02-28")
    assert (
        "WHERE { VALUES ?_authority { <https://example.org/id/authority/havering> } "
        "VALUES ?_area { <https://w3id.org/graphbuilder/area/help-and-protection> } "
        'VALUES ?_since { "2015-02-28"^^<http://www.w3.org/2001/XMLSchema#date> } ?j' in text
    )


def test_a_default_holds_and_none_is_not_given() -> None:
    assert '"2009-01-01"' in bound(ONE, authority="havering", since=None)
    assert "VALUES ?_area" not in bound(ONE, authority="havering")


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"authority": "havering", "county": "Essex"}, "called 'county'; it takes authority, area, since"),
        ({}, "the parameter authority is missing"),
        ({"authority": "Haverng"}, "no authority is called 'Haverng'; the nearest names are Havering"),
        ({"authority": "havering", "since": "2015-02-30"}, "is not a date"),
        ({"authority": "havering", "since": "May 2015"}, "is not a date"),
        ({"authority": "havering", "area": "leadrship"}, "leadership"),
        ({"authority": " "}, "empty"),
    ],
)
def test_wrong_parameters_are_wrong_usage(params: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as raised:
        bound(ONE, **params)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    "name",
    [
        "barking-and-dagenham",
        "Barking and Dagenham",
        "barking & dagenham",
        "LBBD",
        "E09000002",
        "80486",
        "London Borough of Barking and Dagenham",
        BASE + "authority/barking-and-dagenham",
    ],
)
def test_an_authority_has_many_names(name: str) -> None:
    assert resolve_authority(name, BASE) == "barking-and-dagenham"


@pytest.mark.parametrize(
    ("type_name", "value", "term"),
    [
        ("region", "north west", '"North West"'),
        ("grade", "Requires Improvement", "<https://w3id.org/graphbuilder/grade/requires-improvement>"),
        ("framework", "sif-2013", "<https://w3id.org/graphbuilder/framework/sif-2013>"),
        ("service-type", "EDT", "<https://w3id.org/graphbuilder/service-type/edt>"),
        ("role", "planned member", "<https://w3id.org/graphbuilder/role/planned-member>"),
        ("integer", "-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("integer", 3, '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "1.50", '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", date(2019, 3, 31), '"2019-03-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("iri", "https://example.org/a", "<https://example.org/a>"),
        ("string", "x", '"x"'),
    ],
)
def test_every_type_becomes_its_term(type_name: str, value: object, term: str) -> None:
    text = f"#+ param: p {type_name} | x\nSELECT ?_p {{ ?a ?b ?_p }}"
    assert f"VALUES ?_p {{ {term} }}" in bound(text, p=value)


@pytest.mark.parametrize(
    ("type_name", "value"),
    [
        ("integer", "3.5"),
        ("integer", "9" * 40),
        ("decimal", "much"),
        ("decimal", "NaN"),
        ("decimal", "1e99999"),
        ("iri", "no iri"),
        ("iri", "https://a.b/> } ; x"),
        ("iri", "page"),
        ("region", "Northshire"),
        ("measure", "children"),
        ("post", "king"),
    ],
)
def test_what_is_not_of_its_type_is_refused(type_name: str, value: str) -> None:
    with pytest.raises(UsageError, match="parameter p"):
        bound(f"#+ param: p {type_name} | x\nSELECT ?_p {{ ?a ?b ?_p }}", p=value)


@pytest.mark.parametrize("words", ['x" } INSERT', "x') }", "\\", "a\nb", '"""', "\\u0022 }", "}"])
def test_a_string_cannot_leave_its_quotes(words: str, store: ox.Store) -> None:
    text = "#+ param: words string required | x\nSELECT ?found { BIND(?_words AS ?found) } ORDER BY ?found"
    assert run(store, query_from_text(text), {"words": words}, BASE).rows == ((words,),)


def test_values_go_into_the_where_group_of_every_form() -> None:
    head = "#+ param: p integer | x\n"
    for text in (
        "CONSTRUCT { ?a ?b ?_p } WHERE { ?a ?b ?_p }",
        "ASK { ?a ?b ?_p }",
        "SELECT (EXISTS { ?x ?y 1 } AS ?e) { ?a ?b ?_p }",
        'SELECT ?_p # WHERE { no }\n{ ?a ?b ?_p, "{" }',
        "CONSTRUCT WHERE { ?a ?b ?_p }",
    ):
        made = bound(head + text, p=1)
        assert re.search(r"\{ VALUES \?_p \{ \"1\"\S+ \} \?a \?b \?_p(?:, \"\{\")? \}$", made), made


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://a.b/c>",
        "CLEAR ALL",
        "DROP ALL",
        "create graph <a:b>",
        "ADD <a:a> TO <a:b>",
        "MOVE <a:a> TO <a:b>",
        "COPY <a:a> TO <a:b>",
        "PREFIX a: <a:b>\nDELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "SELECT * { SERVICE <http://127.0.0.1:8/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { SERVICE<http://127.0.0.1:8/>{ ?s ?p ?o } }",
        "PREFIX ex: <http://127.0.0.1:8/> SELECT * { SERVICEex:a { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:8/> SELECT * { SERVICE:a { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:8/> { ?a ?b ?c } }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:8/>{ ?a ?b ?c } }",
        "SELECT * { ?s ?p 'a\\'b' . #\nSERVICE <http://127.0.0.1:8/> { ?a ?b ?c } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:8/> { ?a ?b ?c } }",
        "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1:8/>{ ?a ?b ?c } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <a:b> { GRAPH ?g { ?s ?p ?o } }",
        "ASKFROM<a:b>{ ?s ?p ?o }",
    ],
)
def test_updates_services_and_other_data_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"line \d+, column \d+: .*(?:change|SERVICE|FROM)"):
        sparql.check(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?from ?service { ?from ?service ?add } # INSERT",
        'SELECT * { ?s ?p \'INSERT SERVICE\', """FROM " <a:b>""" }',
        "PREFIX ex: <http://a.b/service#> SELECT * { ?s ex:from <http://a.b/SERVICE/FROM> }",
        "SELECT * { ?s gb:serviceType service-type:mash ; gb:service ?x }",
        "SELECT * { ?s ?p 'load'@en-from . _:add ?q ?r }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
    ],
)
def test_words_that_only_look_so_are_not(text: str) -> None:
    sparql.check(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "shown"),
    [
        ("SELECT ?x {\n ?x ?p ?o .\n FILTER(?x == 1)\n}", 3, 13, "FILTER(?x == 1)"),
        ("SELECT ?x {\n FILTR(?x = 1)\n}", 2, 2, "FILTR"),
        ("SELECT ?x {\n ?x ?p ?o\n} GROUP ORDER BY ?x", 3, 9, "GROUP ORDER"),
        ("SELECT ?x {\n ?x ?p 'here\n}", 2, 8, "'here"),
        ("SELECT ?x {\n { ?x ?p ?o\n}", 1, 11, "SELECT ?x {"),
        ("SELECT ?x {\n ?x nowhere:p ?o\n}", 2, 5, "nowhere"),
    ],
)
def test_a_syntax_error_says_where(text: str, line: int, column: int, shown: str) -> None:
    with pytest.raises(UsageError, match=f"line {line}, column {column}: ") as raised:
        query_from_text(text)
    message, said, pointer = str(raised.value).split("\n")
    assert shown in said and pointer.index("^") == column + 1


def test_what_is_wrong_with_the_whole_is_said_when_it_runs(example_build: Path, store: ox.Store) -> None:
    query = query_from_text("#+ param: p integer | x\nSELECT ?a (COUNT(*) AS ?n) { ?a ?_p ?c }")
    for where in (store, example_build):
        with pytest.raises(UsageError, match=r"line 2, column \d+: .*unbound"):
            run(where, query, {"p": 1}, BASE)


def test_a_text_that_is_no_query_is_said_to_be_none() -> None:
    for text in ("", "hello", "?x ?y ?z"):
        with pytest.raises(UsageError, match="not a SPARQL query"):
            query_from_text(text)


@pytest.mark.parametrize(
    "text", ['"' * 50_000, "<" * 50_000, "'''" * 20_001, "{" * 50_000, "\\u0041" * 20_000, "a:" * 40_000]
)
def test_a_hostile_text_is_refused_at_once(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(UsageError):
        query_from_text(text)
    assert time.process_time() - begun < 5


# ---------------------------------------------------------------- running


def test_an_endless_query_is_ended(example_build: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(GraphbuilderError, match=r"took longer than 0\.5 s") as raised:
        run(example_build, query_from_text(ENDLESS), {}, BASE, timeout=0.5)
    assert raised.value.exit_code == 1 and time.monotonic() - begun < 10
    assert not children()


def test_endless_rows_are_ended_too(example_build: Path) -> None:
    query = query_from_text("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    _, found = stream(example_build, query, {}, BASE, timeout=1)
    with pytest.raises(GraphbuilderError, match="took longer than 1 s"):
        for _ in found:
            pass
    assert not children()


def test_an_endless_ask_is_ended(example_build: Path) -> None:
    query = query_from_text("ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?i)) = '') }")
    with pytest.raises(GraphbuilderError, match="took longer"):
        run(example_build, query, {}, BASE, timeout=0.5)


def test_rows_are_streamed(example_build: Path) -> None:
    """The first of more rows than memory holds are there at once, and the child goes when its reader does."""
    query = query_from_text("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }")
    columns, found = stream(example_build, query, {}, BASE, timeout=60)
    assert columns == ("a", "d") and len(list(itertools.islice(found, 1000))) == 1000
    found.close()  # type: ignore[attr-defined]
    assert not children()


def children() -> list[psutil.Process]:
    """Queries that are still at work."""
    time.sleep(0.05)
    return [child for child in psutil.Process().children() if "query_process.py" in " ".join(child.cmdline())]


def test_ask_and_construct_give_tables_too(example_build: Path, store: ox.Store) -> None:
    asked = query_from_text("ASK { ?a a gb:LocalAuthority }")
    made = query_from_text("CONSTRUCT { ?i a prov:Activity } WHERE { ?i a gb:Inspection ; gb:startDate ?d }")
    for where in (store, example_build):
        answer = run(where, asked, {}, BASE)
        assert (answer.columns, answer.rows) == (("answer",), ((True,),))
        triples = run(where, made, {}, BASE)
        assert triples.columns == ("subject", "predicate", "object")
        assert triples.rows and list(triples.rows) == sorted(set(triples.rows))  # type: ignore[type-var]
    assert run(store, made, {}, BASE) == run(example_build, made, {}, BASE)


def test_cells_are_python_values(store: ox.Store) -> None:
    query = query_from_text(
        'SELECT (1 AS ?i) (1.5 AS ?f) (true AS ?b) ("2019-03-31"^^xsd:date AS ?d) ("a"@en AS ?s) (gb:x AS ?u) '
        '("2019-03"^^xsd:gYearMonth AS ?m) ("x"^^xsd:integer AS ?w) ?none {}'
    )
    row = run(store, query, {}, BASE).rows[0]
    iri = "https://w3id.org/graphbuilder/ontology#x"
    assert row == (1, 1.5, True, date(2019, 3, 31), "a", iri, "2019-03", "x", None)
    assert [type(cell) for cell in row[:3]] == [int, float, bool]


def test_a_folder_without_a_build_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphbuilderError):
        run(tmp_path, query_from_text("ASK {}"), {}, BASE, timeout=10)
    with pytest.raises(GraphbuilderError):
        run(tmp_path, query_from_text("ASK {}"), {}, BASE, timeout=None)


# ---------------------------------------------------------------- which question fits


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("latest grades", "latest-grades"),
        ("Who shares an out of hours service?", "out-of-hours"),
        ("which councils share services with whom", "shared-services"),
        ("EDT", "out-of-hours"),
        ("who sits in each MASH", "mash-members"),
        ("who is missing from the board", "not-represented"),
        ("what was Norfolk told to improve", "recommendations"),
        ("who led most inspections", "lead-inspectors"),
        ("rose and fell", "movers"),
        ("days since last inspection", "days-since-last-inspection"),
        ("regional adoption agency members", "regional-adoption-agencies"),
        ("statistical neighbours", "statistical-neighbours"),
        ("quotes with page and paragraph behind a grade", "evidence-of-judgement"),
        ("reports without an overall grade", "without-overall-grade"),
        ("figures compared with the national average", "figures-against-average"),
    ],
)
def test_ask_finds_the_question(words: str, name: str) -> None:
    assert name in [query.name for query in ask(words, limit=3)]


def test_ask_is_limited_repeatable_and_silent_on_nonsense() -> None:
    assert len(ask("grades", limit=2)) == 2
    assert ask("grades of boards") == ask("grades of boards")
    assert ask("xyzzy") == [] and ask("") == []


def test_expected_rows_are_csv() -> None:
    for path in EXPECTED.glob("*.csv"):
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        assert len({len(line) for line in lines}) == 1, path.name
