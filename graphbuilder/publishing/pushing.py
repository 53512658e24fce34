"""What a push has to do, and doing it: only what has changed, and each graph checked when it is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from ..build_folder import BuildFolder
from ..errors import UsageError
from ..model import Table
from . import stores
from .client import TRIES, Client, Stopped
from .graphs import BuiltGraph, GraphStream, built_graphs, content, content_hash
from .remote import RemoteStore
from .stores import StoreKind, Target

_TIMES = 2  # that a graph is sent before its content is said to be wrong
_RECORDED = 2.0  # seconds after which what has been sent is written down in the store


@dataclass(frozen=True)
class Action:
    """What is done with one named graph: "sent" or "deleted", and why."""

    done: str
    graph: str
    why: str
    triples: int = 0
    size: int = 0  # bytes as N-Triples
    seconds: float = 0.0


@dataclass(frozen=True)
class PushReport:
    """What a push did, or with `dry_run` what it would do."""

    target: Target
    actions: tuple[Action, ...]
    unchanged: int
    dry_run: bool
    seconds: float
    base: str  # of the IRIs of the build

    def table(self) -> Table:
        """A row for each graph that was sent or deleted, named without the base of the IRIs."""
        columns = ("done", "graph", "why", "triples", "bytes", "seconds")
        would = "would be " if self.dry_run else ""
        rows = (
            (would + a.done, a.graph.removeprefix(self.base), a.why, a.triples, a.size, round(a.seconds, 2))
            for a in self.actions
        )
        return Table(columns, tuple(rows))

    def summary(self) -> str:
        sent = [action for action in self.actions if action.done == "sent"]
        triples, size = sum(action.triples for action in sent), sum(action.size for action in sent)
        return (
            f"{'would be sent' if self.dry_run else 'sent'}: {len(sent)} graphs ({triples:,} triples, {size:,} bytes); "
            f"deleted: {len(self.actions) - len(sent)}; unchanged: {self.unchanged}; "
            f"{self.target.kind.name} at {self.target.url}; {self.seconds:.1f} s"
        )


def push(
    url: str,
    folder: Path = Path("output"),
    *,
    store: str | None = None,
    graph_store: str | None = None,
    only: Iterable[str] = (),
    force: bool = False,
    dry_run: bool = False,
    read_back: bool = True,
    timeout: float = 60,
    ca_file: Path | None = None,
    tries: int = TRIES,
    pause: float = 0.5,
    progress: Callable[[int, int], None] = lambda done, total: None,
    told: Callable[[str], None] = lambda message: None,
) -> PushReport:
    """Send the named graphs that changed since the last push to the store at `url`, and delete those that are gone.

    `store` is the name of one of `KINDS`; without it the store is recognised. `graph_store` is the URL for graphs
    where it is not the one of the kind. `only` names graphs (an IRI, or "links", "reference", "ontology"): others are
    left as they are. Each graph is read back and compared, or with `read_back=False` counted only. `timeout` bounds
    the silence of the store in seconds; `tries` and `pause` how often, and after how many seconds, a request that
    failed is made again, and `told` hears of it.

    Raises UsageError for a URL, kind or graph that is wrong, Stopped where the store refuses or fails; the same push,
    done again, goes on from there.
    """
    begun = time.perf_counter()
    for given in filter(None, (url, graph_store)):
        stores.check_url(given)
    kind = stores.find_kind(store) if store else None
    base = BuildFolder(folder).open()["base_iri"]
    with (
        Client(url, timeout=timeout, ca_file=ca_file, tries=tries, pause=pause, told=told) as client,
        (folder / "graph.nq").open("rb") as file,
    ):
        built = built_graphs(file, folder / "graph.nq")
        wanted = _chosen(built, tuple(only), base)
        target = stores.target(url, kind or _recognised(client, url), graph_store)
        run = _Push(RemoteStore(client, target, base), file, read_back)
        actions = run.plan(built, wanted, force)
        unchanged = len(wanted) - sum(action.done == "sent" for action in actions)
        if actions and not dry_run:
            actions = run.carry_out(actions, wanted, progress)
    return PushReport(target, tuple(actions), unchanged, dry_run, time.perf_counter() - begun, base)


def _recognised(client: Client, url: str) -> StoreKind:
    """The kind of the store, by the headers of its answer."""
    answer = client.request("GET", url, accepted=tuple(range(300, 500)))
    answer.body.close()
    kind = stores.recognise(url, answer.headers)
    if kind is None and answer.status in (401, 403):
        client.request("GET", url)  # says why it is refused
    if kind is None:
        raise UsageError(stores.unrecognised(url))
    return kind


def _chosen(built: list[BuiltGraph], only: tuple[str, ...], base: str) -> list[BuiltGraph]:
    """The graphs that `only` names; all of them where it names none."""
    by_name = {graph.iri: graph for graph in built}
    chosen = {}
    for given in only:
        name = given if given in by_name else f"{base}graph/{given}"
        if name not in by_name:
            raise UsageError(
                f"no graph of this build is called {given!r}; give the IRI of a report, or links, reference or ontology"
            )
        chosen[name] = by_name[name]
    return list(chosen.values()) or built


@dataclass(frozen=True)
class _Push:
    remote: RemoteStore
    file: IO[bytes]
    read_back: bool

    def plan(self, built: list[BuiltGraph], wanted: list[BuiltGraph], force: bool) -> list[Action]:
        """What there is to do. Graphs are deleted only where all of the build is wanted."""
        pushed = self.remote.pushed()
        # The others are sent in any case; and Virtuoso keeps for long what it has planned while the store was empty.
        kept = [graph.iri for graph in wanted if pushed.get(graph.iri) == graph.sha256]
        # With one that always is asked for: a wrong URL for questions shows before anything is sent.
        counts = self.remote.counts([self.remote.pushed_graph, *kept])
        actions = [
            Action("sent", graph.iri, why, graph.triples, graph.size)
            for graph in wanted
            if (why := _reason(graph, pushed, counts, force))
        ]
        gone = sorted(pushed.keys() - {graph.iri for graph in built}) if wanted is built else []
        return actions + [Action("deleted", graph, "no longer in the build") for graph in gone]

    def carry_out(
        self, actions: list[Action], wanted: list[BuiltGraph], progress: Callable[[int, int], None]
    ) -> list[Action]:
        """Do it, in this order; the actions with their seconds."""
        pushed = self.remote.pushed() | {action.graph: None for action in actions}
        self.remote.write_pushed(pushed)
        graphs, record = {graph.iri: graph for graph in wanted}, _Record(self.remote)
        done = []
        for number, action in enumerate(actions, start=1):
            begun = time.perf_counter()
            if action.done == "sent":
                self._send(graphs[action.graph])
                record.add(graphs[action.graph])
                pushed[action.graph] = graphs[action.graph].sha256
            else:
                self.remote.delete(action.graph)
                del pushed[action.graph]
            done.append(replace(action, seconds=time.perf_counter() - begun))
            progress(number, len(actions))
        self._check_counts(actions, wanted)
        self.remote.write_pushed(pushed)
        return done

    def _send(self, graph: BuiltGraph) -> None:
        """A graph sent, and found right in the store."""
        wrong = ""
        for _ in range(_TIMES):
            self.remote.replace(self.file, graph)
            wrong = self._difference(graph)
            if not wrong:
                return
        raise Stopped(
            f"{self.remote.target.url}: {graph.iri} is not in the store as it was sent: {wrong}; see the store's "
            "limits (docs/stores.md), and push again"
        )

    def _difference(self, graph: BuiltGraph) -> str:
        """How the store's graph differs from ours; "" where it does not."""
        if not self.read_back:
            count = self.remote.counts([graph.iri]).get(graph.iri, 0)
            return "" if count == graph.triples else f"it has {count} triples, not {graph.triples}"
        lines = b"".join(GraphStream(self.file, graph))
        ours, theirs = content(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)), self.remote.read(graph.iri)
        if content_hash(ours) == content_hash(theirs):
            return ""
        missing, other = ours - theirs, theirs - ours
        first = min(missing or other)
        return f"{len(missing)} triples are missing and {len(other)} others are there, the first is {first}"

    def _check_counts(self, actions: list[Action], wanted: list[BuiltGraph]) -> None:
        """Every graph of the build counted in the store, at the end."""
        expected: dict[str, int] = {graph.iri: graph.triples for graph in wanted}
        expected |= {action.graph: 0 for action in actions if action.done == "deleted"}
        counts = self.remote.counts(expected)
        for graph, triples in expected.items():
            if counts.get(graph, 0) != triples:
                raise Stopped(
                    f"{self.remote.target.url}: {graph} has {counts.get(graph, 0)} triples in the store and not "
                    f"{triples}; something else may be writing there: push again"
                )


class _Record:
    """Writes down in the store what has been sent: every few seconds, as each time costs the store a transaction."""

    def __init__(self, remote: RemoteStore) -> None:
        self.remote = remote
        self.waiting: list[BuiltGraph] = []
        self.last = time.monotonic()

    def add(self, graph: BuiltGraph) -> None:
        self.waiting.append(graph)
        if time.monotonic() - self.last >= _RECORDED:
            self.remote.add_pushed(self.waiting)
            self.waiting, self.last = [], time.monotonic()


def _reason(graph: BuiltGraph, pushed: Mapping[str, str | None], counts: Mapping[str, int], force: bool) -> str:
    """Why a graph must be sent; "" where it is in the store as it should be."""
    if graph.iri not in pushed:
        return "new"
    if pushed[graph.iri] is None:
        return "not finished"
    if pushed[graph.iri] != graph.sha256:
        return "changed"
    if counts.get(graph.iri, 0) != graph.triples:
        return f"altered in the store: {counts.get(graph.iri, 0)} triples there"
    return "asked for" if force else ""
