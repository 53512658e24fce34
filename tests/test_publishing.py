"""Pushes to a store behind a proxy that injects each fault: what is said, what is tried again, and how it all ends.

The store is Oxigraph's server, on a loopback address and in memory. tests/acceptance/test_stores.py does the same with
the real corpus and with Fuseki and Virtuoso.
"""

from __future__ import annotations

import base64
import re
import shutil
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import faults
import pdfs
import pyoxigraph as ox
import pytest
import stores
import trustme
from faults import Fault, Proxy

from graphbuilder import pipeline, publishing
from graphbuilder.errors import GraphbuilderError, UsageError
from graphbuilder.publishing import Stopped, client, graphs, pushing
from graphbuilder.publishing.stores import KINDS, check_url, find_kind, recognise, target
from graphbuilder.store import open_store
from graphbuilder.vocabulary import DEFAULT_BASE

pytestmark = pytest.mark.skipif(stores.missing("oxigraph") != "", reason=stores.missing("oxigraph"))

PUSHED = DEFAULT_BASE + "graph/pushed"


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """`first`; `renamed`, in which one report's file has another name; `fewer`, in which that report is missing."""
    reports = tmp_path_factory.mktemp("reports")
    (reports / "sutton.pdf").write_bytes(pdfs.ilacs())
    (reports / "sutton-2018.pdf").write_bytes(pdfs.ilacs(dates="4 to 8 June 2018"))
    havering = reports / "havering.pdf"
    havering.write_bytes(pdfs.ilacs("Havering", "3 to 14 July 2023", "Bob Baker, HMI"))
    made = {}
    for name in ("first", "renamed", "fewer"):
        if name == "renamed":
            havering = havering.rename(reports / "havering-2023.pdf")
        elif name == "fewer":
            havering.unlink()
        made[name] = tmp_path_factory.mktemp(name) / "output"
        pipeline.build([reports], made[name], workers=1)
    return made


@pytest.fixture
def store() -> Iterator[stores.RunningStore]:
    with stores.oxigraph() as running:
        yield running


@pytest.fixture
def proxy(store: stores.RunningStore) -> Iterator[Proxy]:
    with faults.proxy(store.url.removeprefix("http://")) as found:
        yield found


@pytest.fixture(autouse=True)
def nobody_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No name and password but those that a test gives."""
    for name in ("GRAPHBUILDER_USER", "GRAPHBUILDER_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


def push(url: str, folder: Path, **options: Any) -> publishing.PushReport:
    """A push that does not wait long."""
    return publishing.push(url, folder, **{"store": "oxigraph", "pause": 0.01, "timeout": 5, "tries": 3} | options)


def content(store: stores.RunningStore) -> set[ox.Quad]:
    """All that is in the store, but for what it says was pushed."""
    request = urllib.request.Request(f"{store.url}/store", headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        quads = ox.parse(answer.read(), format=ox.RdfFormat.N_QUADS)
    return {quad for quad in quads if quad.graph_name != ox.NamedNode(PUSHED)}


def expected(folder: Path) -> set[ox.Quad]:
    return set(open_store(folder))


def put(store: stores.RunningStore, graph: str, triples: str) -> None:
    """Something written into the store behind our back."""
    request = urllib.request.Request(
        f"{store.url}/store?graph={graph}", triples.encode(), {"Content-Type": "text/turtle"}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=30).close()


# ---------------------------------------------------------------- what is sent


def test_a_push_sends_every_graph_and_the_next_one_sends_nothing(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path]
) -> None:
    report = push(proxy.url, builds["first"])
    assert content(store) == expected(builds["first"])
    assert {action.why for action in report.actions} == {"new"} and len(report.actions) == 6
    assert sum(action.triples for action in report.actions) == len(expected(builds["first"]))
    proxy.log.clear()
    again = push(proxy.url, builds["first"])
    assert again.actions == () and again.unchanged == 6
    assert {method for method, _, _ in proxy.log} == {"GET", "POST"}  # the POST is a question
    assert [graph for method, graph, _ in proxy.log if method == "POST" and graph] == []


def test_only_what_has_changed_is_sent(store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path]) -> None:
    push(proxy.url, builds["first"])
    report = push(proxy.url, builds["renamed"])
    assert [(action.done, action.why) for action in report.actions] == [("sent", "changed")]
    assert "/report/havering/" in report.actions[0].graph
    assert content(store) == expected(builds["renamed"])


def test_what_is_no_longer_in_the_build_is_deleted_and_nothing_else(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path]
) -> None:
    put(store, "https://example.org/of-others", "<a:a> <a:b> <a:c> .")
    push(proxy.url, builds["first"])
    report = push(proxy.url, builds["fewer"])
    assert [action.why for action in report.actions if action.done == "deleted"] == ["no longer in the build"]
    others = {quad for quad in content(store) if quad.graph_name == ox.NamedNode("https://example.org/of-others")}
    assert len(others) == 1 and content(store) - others == expected(builds["fewer"])
    assert push(proxy.url, builds["fewer"]).actions == ()


def test_a_graph_that_others_altered_is_sent_again(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path]
) -> None:
    push(proxy.url, builds["first"])
    put(store, DEFAULT_BASE + "graph/reference", "<a:a> <a:b> <a:c> .")
    report = push(proxy.url, builds["first"])
    assert [action.why for action in report.actions] == ["altered in the store: 1 triples there"]
    assert content(store) == expected(builds["first"])


def test_a_dry_run_says_the_same_and_writes_nothing(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path]
) -> None:
    said = push(proxy.url, builds["first"], dry_run=True)
    assert proxy.writes() == [] and content(store) == set() and said.dry_run
    done = push(proxy.url, builds["first"])
    strip = [(action.done, action.graph, action.why, action.size) for action in done.actions]
    assert [(action.done, action.graph, action.why, action.size) for action in said.actions] == strip


def test_only_the_named_graphs_are_sent_and_none_is_deleted(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path]
) -> None:
    push(proxy.url, builds["first"])
    report = push(proxy.url, builds["fewer"], only=["links", "reference"], force=True)
    assert [(action.done, action.why) for action in report.actions] == [("sent", "asked for")] * 2
    assert len({quad.graph_name for quad in content(store)}) == 6
    with pytest.raises(UsageError, match="no graph of this build is called 'likns'"):
        push(proxy.url, builds["fewer"], only=["likns"])


def test_sizes_are_those_of_what_is_sent(builds: dict[str, Path]) -> None:
    path = builds["first"] / "graph.nq"
    with path.open("rb") as file:
        for graph in graphs.built_graphs(file, path):
            lines = b"".join(graphs.GraphStream(file, graph))
            assert len(lines) == graph.size and lines.count(b"\n") == graph.triples
            assert {str(triple.object) for triple in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize(
    "damage", [b"<a:a> <a:b> <a:c> <a:g>", b"<a:g> .\n<a:a> <a:b> <a:c> <a:h> .\n<a:a> <a:b> <a:d> <a:g> .\n"]
)
def test_a_damaged_build_is_not_sent(proxy: Proxy, builds: dict[str, Path], tmp_path: Path, damage: bytes) -> None:
    shutil.copytree(builds["first"], tmp_path / "output")
    (tmp_path / "output" / "graph.nq").write_bytes(
        b"<a:a> <a:b> <a:c> <a:g> .\n" + (b"<a:a> <a:b> <a:e> " if damage.startswith(b"<a:g>") else b"") + damage
    )
    with pytest.raises(GraphbuilderError, match="build again with --force"):
        push(proxy.url, tmp_path / "output")
    assert proxy.log == []


# ---------------------------------------------------------------- what passes


@pytest.mark.parametrize(
    "fault",
    [
        Fault("PUT", faults.status(500, b"out of memory"), first=2, times=1),
        Fault("PUT", faults.status(502), first=3, times=2),
        Fault("PUT", faults.status(503, Retry_After="0"), first=2, times=1),
        Fault("POST", faults.status(429, Retry_After="0"), first=1, times=2),
        Fault("GET", faults.status(504), first=1, times=1),
        Fault("PUT", faults.silence(1.0), first=2, times=1),
        Fault("PUT", faults.late(1.0), first=3, times=1),
        Fault("PUT", faults.cut_request, first=2, times=2),
        Fault("PUT", faults.cut_after_half_is_stored, first=2, times=1),
        Fault("PUT", faults.half_is_stored, first=2, times=1),
        Fault("GET", faults.cut_answer, first=2, times=1),
        Fault("PUT", faults.lost_answer, first=2, times=1),
        Fault("DELETE", faults.status(500), times=1),
        Fault("DELETE", faults.lost_answer, times=1),
    ],
    ids=lambda fault: f"{fault.method} {getattr(fault.do, '__qualname__', '').split('.')[0]} {fault.first}",
)
def test_a_push_comes_through_what_passes(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path], fault: Fault
) -> None:
    said: list[str] = []
    push(store.url, builds["fewer"])
    put(store, DEFAULT_BASE + "graph/gone", "<a:a> <a:b> <a:c> .")
    entry = f"<{DEFAULT_BASE}graph/gone> a <https://w3id.org/graphbuilder/ontology#PushedGraph> ."
    put(store, PUSHED, entry)
    proxy.faults.append(fault)
    push(proxy.url, builds["first"], timeout=0.5, told=said.append)
    assert fault.seen >= fault.first
    assert content(store) == expected(builds["first"])
    assert (fault.do is faults.half_is_stored) or len(said) == fault.times
    assert push(store.url, builds["first"]).actions == ()


# ---------------------------------------------------------------- what does not pass

REFUSALS = [
    (faults.status(401), "wants a name and a password .401.; set GRAPHBUILDER_USER", 1),
    (faults.status(403, b"The server is read-only"), r"does not let anybody without a name .* 403\)|read-only", 1),
    (faults.status(404, b"no such dataset"), r'nothing is there \(404\); check the URL.*"no such dataset"', 1),
    (faults.status(405), "no PUT there .405.; the store may be read-only", 1),
    (faults.status(409), "at odds with another change .409.", 1),
    (faults.status(413), r"[\d,]+ bytes are more than the store takes at once \(413\); raise its limit", 1),
    (faults.status(415), "does not know N-Triples", 1),
    (faults.status(400, b"line 1: bad"), r'refused PUT \(400\) \("line 1: bad"\)', 1),
    (
        faults.status(301, Location="https://elsewhere.example/"),
        r"elsewhere \(301\); give the URL https://elsewhere",
        1,
    ),
    (faults.status(501), "does not know PUT .501.", 1),
    (faults.status(500, b"out of memory"), r'failed \(500\) at every try; see its log.*"out of memory"', 3),
    (faults.silence(1.0), "no answer in 0.5 s; give it more time with --timeout", 3),
    (faults.cut_request, "the connection was cut", 3),
    (faults.cut_after_half_is_stored, "the connection was cut", 3),
    (faults.half_is_stored, r"is not in the store as it was sent: \d+ triples are missing", 2),
]


@pytest.mark.parametrize("first", [1, 3])
@pytest.mark.parametrize(("do", "message", "tries"), REFUSALS, ids=[message[:30] for _, message, _ in REFUSALS])
def test_a_push_that_is_refused_says_why_and_the_next_one_ends_right(
    store: stores.RunningStore,
    proxy: Proxy,
    builds: dict[str, Path],
    do: Callable[[faults.Handler], None],
    message: str,
    tries: int,
    first: int,
) -> None:
    """At the first PUT, which says what is about to be sent, and at the third, in the middle of the graphs."""
    if do is faults.half_is_stored and first == 1:
        pytest.skip("what is about to be sent is not read back; a loss there is met by the next test")
    fault = Fault("PUT", do, first=first)
    proxy.faults.append(fault)
    with pytest.raises(Stopped, match=message) as stopped:
        push(proxy.url, builds["first"], timeout=0.5)
    assert proxy.url in str(stopped.value)
    assert fault.seen == first - 1 + tries
    proxy.faults.clear()
    push(proxy.url, builds["first"])
    assert content(store) == expected(builds["first"])
    assert push(proxy.url, builds["first"]).actions == ()


def test_a_lost_list_of_what_is_sent_costs_a_second_push_and_no_more(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path]
) -> None:
    proxy.faults.append(Fault("PUT", faults.half_is_stored, first=8, times=1))  # the list, after itself and six graphs
    push(proxy.url, builds["first"])
    assert push(proxy.url, builds["first"]).actions != ()
    assert push(proxy.url, builds["first"]).actions == ()
    assert content(store) == expected(builds["first"])


def test_a_store_that_is_down(builds: dict[str, Path]) -> None:
    said: list[str] = []
    url = f"http://127.0.0.1:{stores.free_port()}"
    with pytest.raises(Stopped, match="no store answers there; start it, or check the URL"):
        push(url, builds["first"], told=said.append)
    assert len(said) == 2 and "try 3 of 3" in said[1]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_web_page_in_place_of_data(proxy: Proxy, builds: dict[str, Path], method: str) -> None:
    proxy.faults.append(Fault(method, faults.web_page))
    with pytest.raises(Stopped, match="answers with a web page and not with .*; this may be the wrong URL"):
        push(proxy.url, builds["first"])
    assert proxy.writes() == []


def test_a_web_page_in_place_of_storing(proxy: Proxy, builds: dict[str, Path]) -> None:
    """A site that says 200 to anything: what was sent is not there when it is read back."""
    proxy.faults.append(Fault("PUT", faults.web_page))
    with pytest.raises(Stopped, match="is not in the store as it was sent"):
        push(proxy.url, builds["first"])


def test_what_was_sent_before_a_failure_is_not_sent_again(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "_RECORDED", 0.0)
    proxy.faults.append(Fault("PUT", faults.status(413), first=4))
    with pytest.raises(Stopped, match="413"):
        push(proxy.url, builds["first"])
    proxy.faults.clear()
    report = push(proxy.url, builds["first"])
    assert [action.why for action in report.actions] == ["not finished"] * 4 and report.unchanged == 2


class Killed(BaseException):
    """In place of SIGKILL: nothing in the program catches it."""


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("recorded", [0.0, 1000.0])
def test_a_push_that_is_killed_at_any_request_is_finished_by_the_next(
    store: stores.RunningStore, builds: dict[str, Path], monkeypatch: pytest.MonkeyPatch, moment: str, recorded: float
) -> None:
    """From the first build to the one with fewer reports and back to the first: no hash outlives its graph."""
    send = client.httpx.Client.send
    left = [0]

    def send_or_die(self: Any, *arguments: Any, **options: Any) -> Any:
        left[0] -= 1
        if left[0] < 0 and moment == "before":
            raise Killed
        answer = send(self, *arguments, **options)
        if left[0] < 0:
            raise Killed
        return answer

    monkeypatch.setattr(pushing, "_RECORDED", recorded)
    kills = 0
    for number in range(60):
        for there, back in (("renamed", "first"), ("fewer", "renamed")):
            push(store.url, builds[back])
            with monkeypatch.context() as patch:
                patch.setattr(client.httpx.Client, "send", send_or_die)
                left[0] = number
                try:
                    push(store.url, builds[there])
                except Killed:
                    kills += 1
            push(store.url, builds[back])
            assert content(store) == expected(builds[back]), number
        if left[0] > 0:
            break
    assert kills >= 10
    assert left[0] > 0, "not all requests were reached"


# ---------------------------------------------------------------- certificates


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(store: stores.RunningStore, authority: trustme.CA) -> Iterator[Proxy]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with faults.proxy(store.url.removeprefix("http://"), context) as found:
        yield found


def test_a_bad_certificate_is_refused_at_once(secure: Proxy, builds: dict[str, Path]) -> None:
    begun = time.monotonic()
    with pytest.raises(Stopped, match="its certificate is not trusted .*--ca-file FILE"):
        push(secure.url, builds["first"], pause=5)
    assert time.monotonic() - begun < 5 and secure.log == []


def test_a_certificate_of_an_authority_of_ones_own(
    store: stores.RunningStore, secure: Proxy, authority: trustme.CA, builds: dict[str, Path], tmp_path: Path
) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    push(secure.url, builds["first"], ca_file=tmp_path / "ca.pem")
    assert content(store) == expected(builds["first"])
    (tmp_path / "no.pem").write_text("no certificate\n")
    with pytest.raises(UsageError, match="cannot be read as certificates in PEM"):
        push(secure.url, builds["first"], ca_file=tmp_path / "no.pem")


def test_https_where_http_is_spoken(proxy: Proxy, builds: dict[str, Path]) -> None:
    with pytest.raises(Stopped, match="does not speak TLS as it should; is it http:// and not https://"):
        push(proxy.url.replace("http:", "https:"), builds["first"])


# ---------------------------------------------------------------- who one is

SECRET = "s3cret-Wort"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHBUILDER_USER", "olive")
    monkeypatch.setenv("GRAPHBUILDER_PASSWORD", SECRET)


@pytest.mark.parametrize("wants", [faults.wants_basic, faults.wants_digest])
def test_a_name_and_password_from_the_environment(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path], known: None, wants: Any
) -> None:
    proxy.allow = wants("olive", SECRET)
    push(proxy.url, builds["first"])
    assert content(store) == expected(builds["first"])
    refused = [entry for entry in proxy.log if entry[2] == 401]
    assert len(refused) == 1, "graphs are not sent twice because of the password"


def test_a_name_and_password_from_netrc(
    store: stores.RunningStore, proxy: Proxy, builds: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login olive password {SECRET}\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    proxy.allow = faults.wants_basic("olive", SECRET)
    push(proxy.url, builds["first"])
    assert content(store) == expected(builds["first"])
    (tmp_path / "netrc").write_text(f"machinery 127.0.0.1 {SECRET}\n")
    with pytest.raises(UsageError, match="cannot be read as netrc") as refused:
        push(proxy.url, builds["first"])
    assert SECRET not in str(refused.value)


def test_half_of_name_and_password(proxy: Proxy, builds: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHBUILDER_USER", "olive")
    with pytest.raises(UsageError, match="GRAPHBUILDER_PASSWORD is not set"):
        push(proxy.url, builds["first"])


@pytest.mark.parametrize("wants", [faults.wants_basic, faults.wants_digest])
def test_a_password_is_nowhere_to_be_read(
    proxy: Proxy,
    builds: dict[str, Path],
    graphbuilder: Callable[..., subprocess.CompletedProcess[str]],
    known: None,
    wants: Any,
) -> None:
    """The proxy answers 401 with all that it was sent, and 500 with the same."""
    proxy.allow = wants("olive", "another")
    for command in (
        ("push", proxy.url, "-g", builds["first"]),
        ("query", "inspections", "--endpoint", f"{proxy.url}/query"),
    ):
        done = graphbuilder("--verbose", *command)
        assert done.returncode == 1
        assert "does not accept the name and password of GRAPHBUILDER_USER" in done.stderr
        assert_secret(done)
    proxy.allow = lambda handler: True
    proxy.faults.append(
        Fault("GET", lambda handler: handler.give(500, body=str(handler.headers).encode() + SECRET.encode()))
    )
    done = graphbuilder("push", proxy.url, "-g", builds["first"], "--store", "oxigraph")
    assert done.returncode == 1 and "failed (500)" in done.stderr
    assert_secret(done)


def assert_secret(done: subprocess.CompletedProcess[str]) -> None:
    basic = base64.b64encode(f"olive:{SECRET}".encode()).decode()
    for text in (done.stdout, done.stderr):
        assert SECRET not in text and basic not in text and "s3cret" not in text


@pytest.mark.parametrize("option", ["push", "endpoint", "graph-store"])
def test_a_password_in_the_url_is_refused_and_not_repeated(
    builds: dict[str, Path], graphbuilder: Callable[..., subprocess.CompletedProcess[str]], option: str
) -> None:
    url = f"http://olive:{SECRET}@127.0.0.1:9/"
    commands = {
        "push": ("push", url, "-g", builds["first"]),
        "endpoint": ("query", "inspections", "--endpoint", url),
        "graph-store": ("push", "http://127.0.0.1:9", "--graph-store", url, "-g", builds["first"]),
    }
    done = graphbuilder(*commands[option])
    assert done.returncode == 2
    assert "set GRAPHBUILDER_USER and GRAPHBUILDER_PASSWORD, or add the host to ~/.netrc" in done.stderr
    assert_secret(done)


# ---------------------------------------------------------------- addresses and kinds


@pytest.mark.parametrize(
    "url",
    ["localhost:7878", "ftp://a.b/", "http://", "http://[", "http://a:b/", "http://a.b/?x=1", "http://a.b/#c", ""],
)
def test_what_is_no_url_of_a_store(url: str) -> None:
    with pytest.raises(UsageError, match="URL"):
        check_url(url)


def test_an_unknown_kind_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="'oxygraph'; there are oxigraph, fuseki, graphdb, rdf4j, virtuoso, generic"):
        find_kind("oxygraph")


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"server": "Oxigraph/0.5.13"}, "oxigraph"),
        ({"server": "Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu"}, "virtuoso"),
        ({"fuseki-request-id": "1"}, "fuseki"),
        ({"server": "GraphDB/10.6.2 RDF4J/4.3.9"}, "graphdb"),
        ({}, None),
    ],
)
def test_stores_are_recognised(headers: dict[str, str], kind: str | None) -> None:
    found = recognise("http://a.b/", headers)
    assert (found.name if found else None) == kind


@pytest.mark.parametrize(
    ("name", "url", "query", "graphs"),
    [
        ("oxigraph", "http://a.b:7878/", "http://a.b:7878/query", "http://a.b:7878/store"),
        ("fuseki", "http://a.b/ds", "http://a.b/ds/query", "http://a.b/ds/data"),
        ("virtuoso", "http://a.b", "http://a.b/sparql", "http://a.b/sparql-graph-crud-auth"),
        (
            "graphdb",
            "http://a.b/repositories/r",
            "http://a.b/repositories/r",
            "http://a.b/repositories/r/rdf-graphs/service",
        ),
        (
            "rdf4j",
            "http://a.b/repositories/r",
            "http://a.b/repositories/r",
            "http://a.b/repositories/r/rdf-graphs/service",
        ),
        ("generic", "http://a.b/sparql", "http://a.b/sparql", "http://a.b/sparql"),
    ],
)
def test_the_addresses_of_each_kind(name: str, url: str, query: str, graphs: str) -> None:
    found = target(url, find_kind(name))
    assert (found.query_url, found.graph_url) == (query, graphs)


def test_a_store_that_takes_graphs_somewhere_else(store: stores.RunningStore, builds: dict[str, Path]) -> None:
    push(store.endpoint, builds["first"], store="generic", graph_store=f"{store.url}/store")
    assert content(store) == expected(builds["first"])


# ---------------------------------------------------------------- sameness


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('"1.50"^^xsd:decimal', '"1.5"^^xsd:decimal', True),
        ('"15"^^xsd:decimal', '"15.0"^^xsd:decimal', True),
        ('"15"^^xsd:decimal', '"15"^^xsd:integer', False),
        ('"7"^^xsd:nonNegativeInteger', '"7"^^xsd:integer', True),
        ('"07"^^xsd:integer', '"7"^^xsd:integer', True),
        ('"100"^^xsd:decimal', '"1"^^xsd:decimal', False),
        ('"true"^^xsd:boolean', '"1"^^xsd:boolean', True),
        ('"true"^^xsd:boolean', '"false"^^xsd:boolean', False),
        ('"1"', '"1"^^xsd:integer', False),
        ('"colour"@en-GB', '"colour"@en-gb', True),
        ('"colour"@en', '"colour"', False),
        ('"1e0"^^xsd:double', '"1.0"^^xsd:double', True),
        ('"seven"^^xsd:integer', '"7"^^xsd:integer', False),
        ('"2014"^^xsd:gYear', '"2014-01"^^xsd:gYearMonth', False),
        ('"a  b"', '"a b"', False),
    ],
)
def test_triples_are_the_same_by_value_and_not_by_spelling(one: str, other: str, same: bool) -> None:
    def lines(literal: str) -> set[str]:
        text = f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <a:a> <a:b> {literal} ."
        return graphs.content(ox.parse(text, format=ox.RdfFormat.TURTLE))

    assert (graphs.content_hash(lines(one)) == graphs.content_hash(lines(other))) is same


def test_the_kind_is_found_out(store: stores.RunningStore, builds: dict[str, Path]) -> None:
    assert push(store.url + "/", builds["first"], store=None).target.kind.name == "oxigraph"


def test_the_page_on_stores_names_every_kind() -> None:
    page = (Path(__file__).parent.parent / "docs" / "stores.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"--store {kind.name}" in page or re.search(rf"`{kind.name}`", page), kind.name


# ---------------------------------------------------------------- the command


def test_the_command_reports_what_was_sent(
    store: stores.RunningStore, builds: dict[str, Path], graphbuilder: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    planned = graphbuilder("push", store.url, "-g", builds["first"], "--dry-run")
    assert planned.returncode == 0 and "would be sent: 6 graphs" in planned.stderr and content(store) == set()
    done = graphbuilder("push", store.url, "-g", builds["first"])
    assert done.returncode == 0 and content(store) == expected(builds["first"])
    assert len(done.stdout.splitlines()) == 8 and "graph/links" in done.stdout
    assert re.search(
        r"sent: 6 graphs \([\d,]+ triples, [\d,]+ bytes\); deleted: 0; unchanged: 0; oxigraph at", done.stderr
    )
    again = graphbuilder("push", store.url, "-g", builds["first"])
    assert (again.returncode, again.stdout) == (0, "") and "sent: 0 graphs" in again.stderr
    assert graphbuilder("--quiet", "push", store.url, "-g", builds["first"]).stderr == ""


@pytest.mark.parametrize(
    "options", [["--store", "oxygraph"], ["--only", "likns"], ["--timeout", "0"], ["--verify", "x"]]
)
def test_wrong_usage_of_the_command(
    store: stores.RunningStore,
    builds: dict[str, Path],
    graphbuilder: Callable[..., subprocess.CompletedProcess[str]],
    options: list[str],
) -> None:
    assert graphbuilder("push", store.url, "-g", builds["first"], *options).returncode == 2


def test_a_build_that_is_not_there(
    store: stores.RunningStore, tmp_path: Path, graphbuilder: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = graphbuilder("push", store.url, "-g", tmp_path)
    assert done.returncode == 1 and "no build here" in done.stderr
