"""The command line: parse, call one library function, print, exit code. The help texts are the reference."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ._version import __version__
from .errors import GraphbuilderError

if TYPE_CHECKING:
    from .pipeline import BuildResult

atexit.register(gc.freeze)  # or the collector goes through all modules once more, at each command's end
DONE, COULD_NOT, WRONG_USAGE, DOES_NOT_CONFORM = 0, 1, 2, 3
FORMATS = ("table", "csv", "json", "md", "xlsx")
_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # what a disk can refuse where output goes to a file


class Group(click.Group):
    """Commands in the order in which a newcomer needs them; our errors become a message and an exit code."""

    def main(self, *args: Any, **options: Any) -> Any:
        try:
            return super().main(*args, **options)
        except OSError as error:
            if error.errno not in _DISK:
                raise
            name = error.filename or "standard output"
            click.echo(
                f"graphbuilder: {name}: cannot be written ({error.strerror}); make room, or write it elsewhere",
                err=True,
            )
            sys.exit(COULD_NOT)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GraphbuilderError as error:
            click.echo(f"graphbuilder: {error}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("graphbuilder: stopped; what was built before is as it was", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            if sys.stderr is not None:
                sys.stderr.close()  # the reader of our output has gone (`| head`)
            ctx.exit(DONE)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="graphbuilder")
@click.option("--quiet", "-q", is_flag=True, help="Print results and errors only.")
@click.option("--verbose", "-v", is_flag=True, help="Print more about what is done.")
@click.pass_context
def main(ctx: click.Context, quiet: bool, verbose: bool) -> None:
    """From Ofsted's inspection reports of children's services to a knowledge graph that shows its evidence.

    Begin with `graphbuilder build REPORTS`, then `graphbuilder queries` and `graphbuilder query latest-grades`.

    Exit codes: 0 done, 1 could not, 2 wrong usage, 3 the graph does not conform to the shapes.
    """
    try:
        Path.cwd()  # relative paths, and the processes that a build starts, need it
    except FileNotFoundError:
        raise GraphbuilderError("the folder that you are in has been removed; go to another and try again") from None
    ctx.obj = {"quiet": quiet, "verbose": verbose}


def graph_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--graph",
        "-g",
        "folder",
        type=click.Path(path_type=Path),
        default=Path("output"),
        show_default=True,
        help="The build folder.",
    )(command)


QUERY_TIME = "End a query that takes longer, in seconds."


def timeout_option(about: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True, metavar="S", help=about
    )


def ca_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--ca-file",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        default=None,
        help="Certificates (PEM) to trust for https, instead of the usual ones.",
    )(command)


# ---------------------------------------------------------------- build


@main.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The build folder; made where it is missing.",
)
@click.option(
    "--base-iri",
    metavar="IRI",
    default=None,
    help="Base of the instances' IRIs, ending in /, instead of the default one.",
)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=None, help="Processes at work; as many as cores by default."
)
@click.option("--force", is_flag=True, help="Read every file again, also unchanged ones.")
@click.option("--strict", is_flag=True, help="Exit with 3 where the graph does not conform to the shapes.")
@click.pass_context
def build(
    ctx: click.Context,
    inputs: tuple[Path, ...],
    output: Path,
    base_iri: str | None,
    workers: int | None,
    force: bool,
    strict: bool,
) -> None:
    """Read reports (files, or folders that hold them) into a validated graph.

    PDF, text, Markdown and HTML are read. A file that cannot be used is named with the reason, and the rest is built.
    Unchanged files are not read again.
    """
    from .workers import READERS, make_ready

    if force or not (output / "build.json").exists():  # there is something to read: workers import what we import now
        make_ready(READERS)
    from .pipeline import build as run_build
    from .vocabulary import DEFAULT_BASE

    with progress_bar(ctx.obj["quiet"]) as progress:
        result = run_build(
            inputs, output, base_iri=base_iri or DEFAULT_BASE, workers=workers, force=force, progress=progress
        )
    if not ctx.obj["quiet"]:
        click.echo(build_summary(result, verbose=ctx.obj["verbose"]), err=True)
    if not any(entry["status"] == "read" for entry in result.entries):
        raise GraphbuilderError(
            "none of the files could be used as a report; the reasons stand above and in build.json"
        )
    if strict and not result.conforms:
        ctx.exit(DOES_NOT_CONFORM)


class progress_bar:
    """A bar on a terminal, nothing elsewhere."""

    def __init__(self, quiet: bool, unit: str = "file", doing: str = "reading") -> None:
        self.unit, self.doing = unit, doing
        self.shown = not quiet and bool(sys.stderr) and sys.stderr.isatty()  # a service may have none
        self.bar: Any = None

    def __enter__(self) -> Callable[[int, int], None]:
        return self.step

    def step(self, done: int, total: int) -> None:
        if not self.shown:
            return
        if self.bar is None:
            from tqdm import tqdm

            self.bar = tqdm(total=total, unit=self.unit, desc=self.doing, leave=False, file=sys.stderr)
        self.bar.update(1)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()


def build_summary(result: BuildResult, *, verbose: bool = False) -> str:
    """What a build did, as the last thing that a person sees."""
    read = [entry for entry in result.entries if entry["status"] == "read"]
    left_out = [entry for entry in result.entries if entry["status"] != "read"]
    lines = [f"left out  {entry['file']}: {entry['reason']}; {entry['advice']}" for entry in left_out]
    lines += (
        [f"note      {entry['file']}: {warning}" for entry in read for warning in entry["warnings"]] if verbose else []
    )
    severities = {"Violation": 0, "Warning": 0, "Info": 0}
    for finding in result.findings:
        severities[finding.severity] += 1
    rows = [
        (
            "files",
            f"{len(result.entries)}: {result.reread} read now, {len(read)} reports in the graph, "
            f"{len(left_out)} left out",
        ),
        *[(_spaced(kind), f"{count:,}") for kind, count in result.counts.items()],
        ("quads", f"{result.quads:,}"),
        ("findings", ", ".join(f"{count} {name.lower()}" for name, count in severities.items())),
        ("seconds", f"{result.seconds:.1f}" + (" (nothing has changed)" if result.unchanged else "")),
        ("output", str(result.folder)),
    ]
    width = max(len(name) for name, _ in rows)
    lines += [f"{name:<{width}}  {value}" for name, value in rows]
    if severities["Violation"]:
        lines.append(f"The graph does not conform to the shapes: see {result.folder / 'validation.txt'}")
    return "\n".join(lines)


def _spaced(name: str) -> str:
    """The plural of a fact's class in words: "SharedArrangement" → "shared arrangements"."""
    words = "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip()
    return {"inspector": "inspectors named", "service state": "services"}.get(words, f"{words}s")


# ---------------------------------------------------------------- validate, info


@main.command()
@graph_option
@click.option(
    "--engine",
    metavar="NAME",
    default=None,
    help="pyshacl (the reference) or turbo; the quicker one present by default.",
)
@click.option("--format", "form", type=click.Choice(["text", "turtle", "json"]), default="text", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write to a file.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes at work.")
@click.pass_context
def validate(
    ctx: click.Context, folder: Path, engine: str | None, form: str, output: Path | None, workers: int | None
) -> None:
    """Check a build against the SHACL shapes, and every quote against its text; exit 3 where it does not conform."""
    from . import validation
    from .checking import validate_build

    with progress_bar(ctx.obj["quiet"]) as progress:
        findings = validate_build(folder, engine=engine, workers=workers, progress=progress)
    write(
        {"text": validation.report_text, "turtle": validation.report_turtle, "json": findings_json}[form](findings),
        output,
    )
    if not validation.conforms(findings):
        ctx.exit(DOES_NOT_CONFORM)


def findings_json(findings: list[Any]) -> str:
    import json
    from dataclasses import asdict

    return json.dumps([asdict(finding) for finding in findings], indent=1, ensure_ascii=False) + "\n"


@main.command()
@graph_option
def info(folder: Path) -> None:
    """What is in a build: reports, authorities, facts per kind, findings, versions."""
    from .checking import describe

    click.echo(describe(folder))


# ---------------------------------------------------------------- questions


@main.command()
@click.option("--verbose", "-v", is_flag=True, help="Descriptions and parameters too.")
def queries(verbose: bool) -> None:
    """The stored questions: one per line, name first, then its summary."""
    from .queries import load_queries

    stored = load_queries()
    width = max(len(query.name) for query in stored)
    for query in stored:
        click.echo(f"{query.name:<{width}}  {query.summary}")
        if verbose:
            click.echo(described(query))


def described(query: Any) -> str:
    """A stored question's description and its parameters, one to a line."""
    lines = [f"    {query.description}"] if query.description else []
    for param in query.params:
        need = "required" if param.required else f"default {param.default}" if param.default else "optional"
        lines.append(f"    -p {param.name}=<{param.type}>  {param.description} ({need})")
    return "\n".join(lines)


@main.command()
@click.argument("name", metavar="NAME|FILE.rq")
@click.option(
    "--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; can be given several times."
)
@graph_option
@click.option("--endpoint", metavar="URL", default=None, help="Ask this SPARQL endpoint instead of the build folder.")
@ca_option
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=None,
    help="Table by default; by the ending of -o where it has one.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write to a file.")
@click.option("--explain", is_flag=True, help="Add the words behind each row, with report, page and paragraph.")
@timeout_option(QUERY_TIME)
def query(
    name: str,
    params: tuple[str, ...],
    folder: Path,
    endpoint: str | None,
    ca_file: Path | None,
    form: str | None,
    output: Path | None,
    explain: bool,
    timeout: float,
) -> None:
    """Run a stored question, or a SPARQL file of your own.

    Parameters are typed: `-p authority=Havering` (slug, short name, alias, GSS code or URN), `-p since=2015-01-01`.
    With --endpoint the question goes to any SPARQL 1.1 endpoint that holds the graph; a name and password for it
    come from GRAPHBUILDER_USER and GRAPHBUILDER_PASSWORD, or from netrc.
    """
    from .queries import find_query, query_from_file, run
    from .rendering import render

    question = query_from_file(Path(name)) if name.endswith(".rq") else find_query(name)
    store, base = asked(folder, endpoint, ca_file)
    table = run(store, question, parsed(params), base, timeout=timeout, explain=explain)
    chosen = form or (output.suffix.lstrip(".") if output and output.suffix.lstrip(".") in FORMATS else "table")
    if chosen == "xlsx" and output is None:
        raise click.UsageError("a workbook needs a file: add -o FILE.xlsx")
    write(render(table, chosen), output)


def asked(folder: Path, endpoint: str | None, ca_file: Path | None) -> tuple[Any, str]:
    """What a question is put to, and the base of the IRIs there."""
    if endpoint is None:
        from .build_folder import BuildFolder

        return folder, BuildFolder(folder).open()["base_iri"]
    from .publishing import Endpoint

    remote = Endpoint(endpoint, ca_file)
    return remote, remote.base_iri


def parsed(params: tuple[str, ...]) -> dict[str, object]:
    """ "NAME=VALUE" pairs as a dict."""
    found: dict[str, object] = {}
    for pair in params:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise click.UsageError(f"-p {pair}: write it as NAME=VALUE")
        found[name] = value
    return found


@main.command()
@click.argument("words", nargs=-1, required=True)
def ask(words: tuple[str, ...]) -> None:
    """The stored questions that fit some words, best first."""
    from .queries import ask as fitting

    found = fitting(" ".join(words))
    if not found:
        raise GraphbuilderError("no stored question fits these words; `graphbuilder queries` lists them all")
    for question in found:
        click.echo(f"{question.name}  {question.summary}")
        if question.params:
            click.echo(described(question))


# ---------------------------------------------------------------- facts and rules


@main.command()
@click.argument("iri")
@graph_option
def explain(iri: str, folder: Path) -> None:
    """One fact: what it says, the rule that found it, and its words in their paragraph."""
    from .explaining import explain_fact

    click.echo(explain_fact(folder, iri))


@main.command()
@graph_option
def rules(folder: Path) -> None:
    """The extraction rules, an invented example of each, and what each found in the last build."""
    from .explaining import describe_rules

    click.echo(describe_rules(folder))


@main.command()
@click.option(
    "--gold",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    required=True,
    help="A folder of annotations: covers.tsv, bodies/*.json, sentences/*.jsonl (docs/evaluate.md).",
)
@graph_option
@click.option(
    "--misses", type=click.IntRange(0), default=0, metavar="N", help="Show N misses and N wrong facts of each kind."
)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "md"]), default="table", show_default=True)
def evaluate(gold: Path, folder: Path, misses: int, form: str) -> None:
    """Score a build against a reader's own annotations: precision, recall and F1 per kind of fact."""
    from .evaluation import evaluate as score
    from .rendering import render

    table, examples = score(folder, gold)
    write(render(table, form), None)
    for line in examples.shown(misses):
        click.echo(line)


# ---------------------------------------------------------------- networks


@main.command()
@graph_option
@click.option(
    "--view",
    type=click.Choice(["shared", "services", "agencies", "history"]),
    default="shared",
    show_default=True,
    help="Who shares what; services and their agencies; agencies that meet; one authority's history.",
)
@click.option(
    "--service-type", "service_types", multiple=True, metavar="T", help="edt, adoption …; can be given several times."
)
@click.option(
    "--around", metavar="AUTHORITY", default="", help="Only what is near this authority: slug, name, GSS code or URN."
)
@click.option(
    "--steps",
    type=click.IntRange(1, 20),
    default=2,
    show_default=True,
    metavar="K",
    help="How near: lines away from it.",
)
@click.option("--region", metavar="R", default="", help="London, North West …")
@click.option("--from", "since", metavar="DATE", default="", help="Inspections from 2012, 2012-11 or 2012-11-05.")
@click.option("--to", "until", metavar="DATE", default="", help="Inspections to that date, included.")
@click.option("--framework", "frameworks", multiple=True, metavar="F", help="sif-2013 …; can be given several times.")
@click.option("--kind", "kinds", multiple=True, metavar="K", help="Kind of arrangement: joint-delivery, consortium …")
@click.option("--state", "states", multiple=True, metavar="S", help="planned, operational, ended …")
@click.option(
    "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="C", help="Only facts of rules this sure."
)
@click.option(
    "--format",
    "form",
    default=None,
    type=click.Choice(["html", "svg", "png", "graphml", "gexf", "cytoscape", "csv", "neo4j", "dot"]),
    help="A page by default; by the ending of -o where it has one.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=None,
    help="The file to write; network with the format's ending by default, - for standard output.",
)
@click.option("--open", "show", is_flag=True, help="Open it when it is written.")
@click.pass_context
def network(
    ctx: click.Context, folder: Path, view: str, form: str | None, output: Path | None, show: bool, **wanted: Any
) -> None:
    """A picture or a file of the network: who shares what with whom.

    Without options: the services shared in all of England, as a page that works without a network.
    """
    from .build_folder import BuildFolder
    from .network import FORMATS as WRITERS
    from .network import build_network, parse_filters, write_network
    from .store import open_store

    filters = parse_filters(**wanted)
    base = BuildFolder(folder).open()["base_iri"]
    found = build_network(open_store(folder), view, filters, base)
    ending = output.suffix.lstrip(".") if output else ""
    chosen = form or (ending if ending in WRITERS else "html")
    if output == Path("-"):
        first, *more = WRITERS[chosen](found).values()
        if more:
            raise click.UsageError(f"{chosen} is several files: give -o FILE")
        click.echo(first, nl=False)
        return
    paths = write_network(found, chosen, output)
    if not ctx.obj["quiet"]:
        click.echo(f"{', '.join(map(str, paths))}: {found.title}; {found.subtitle}", err=True)
    if show:
        click.launch(str(paths[0].resolve()))


# ---------------------------------------------------------------- exports


@main.command()
@click.argument("form", metavar="FORMAT")
@click.option(
    "--graph",
    "-g",
    "graphs",
    multiple=True,
    metavar="DIR|IRI",
    help="The build folder, `output` by default; ontology, reference, links or an IRI: that named graph alone.",
)
@click.option("--authority", metavar="A", default=None, help="The reports about it: slug, name, GSS code or URN.")
@click.option("--report", metavar="R", default=None, help="One report: its file's name, its IRI, or the path in that.")
@click.option("--query", metavar="NAME|FILE.rq", default=None, help="What a CONSTRUCT makes.")
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of that query.")
@timeout_option(QUERY_TIME)
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    required=True,
    help="The file or folder to write; - for standard output.",
)
@click.pass_context
def export(
    ctx: click.Context,
    form: str,
    graphs: tuple[str, ...],
    authority: str | None,
    report: str | None,
    query: str | None,
    params: tuple[str, ...],
    timeout: float,
    force: bool,
    output: Path,
) -> None:
    """Write the graph for other tools: all of it, an authority's, a report's, a named graph, or what a CONSTRUCT makes.

    FORMAT is turtle, trig, ntriples, nquads, jsonld, rdfxml, csv, xlsx, parquet, sqlite, duckdb, rocrate or
    description. A format that is a folder becomes one file where PATH ends in .zip.
    """
    from .exports import export as write_export
    from .exports import export_query

    folder, named = split_graphs(graphs)
    if params and query is None:
        raise click.UsageError("-p gives a parameter of a query: add --query NAME or --query FILE.rq")
    if query is not None and (authority, report, named) != (None, None, None):
        raise click.UsageError("--query already says what is exported: leave out --authority, --report and the IRI")

    def write_to(path: Path) -> None:
        if query is not None:
            export_query(folder, form, path, query, parsed(params), timeout=timeout, force=force)
        else:
            write_export(folder, form, path, authority=authority, report=report, graph=named, force=force)

    if output == Path("-"):
        to_standard_output(write_to)
        return
    write_to(output)
    if not ctx.obj["quiet"]:
        click.echo(f"{output}: written", err=True)


def to_standard_output(write_to: Callable[[Path], None]) -> None:
    """What `write_to` puts in a file, when all of it is there."""
    import shutil
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "export"
        write_to(path)
        if path.is_dir():
            raise click.UsageError("this format is a folder: give -o FOLDER")
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def split_graphs(values: tuple[str, ...]) -> tuple[Path, str | None]:
    """The build folder and the named graph among the values of --graph: an IRI cannot be mistaken for a folder."""
    from .exports.selection import SHARED

    named = [value for value in values if "://" in value or (value in SHARED and not Path(value).exists())]
    folders = [value for value in values if value not in named]
    if len(named) > 1 or len(folders) > 1:
        raise click.UsageError("--graph names one build folder and, if you like, one named graph")
    return Path(folders[0] if folders else "output"), named[0] if named else None


# ---------------------------------------------------------------- triple stores


@main.command()
@click.argument("url")
@graph_option
@click.option(
    "--store",
    metavar="KIND",
    default=None,
    help="oxigraph, fuseki, graphdb, rdf4j, virtuoso or generic; recognised by default where it can be.",
)
@click.option(
    "--graph-store",
    metavar="URL",
    default=None,
    help="Where graphs go (SPARQL 1.1 Graph Store Protocol), if not where this kind of store takes them.",
)
@click.option("--only", multiple=True, metavar="GRAPH", help="Only this named graph; can be given several times.")
@click.option("--force", is_flag=True, help="Send all graphs, also unchanged ones.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent and deleted, and change nothing.")
@click.option(
    "--verify",
    type=click.Choice(["content", "count"]),
    default="content",
    show_default=True,
    help="Read each graph back and compare it, or only count its triples.",
)
@timeout_option("Seconds without a sign of the store after which a request has failed.")
@ca_option
@click.pass_context
def push(ctx: click.Context, url: str, folder: Path, verify: str, **options: Any) -> None:
    """Send a build to a triple store, a named graph at a time: what has changed since the last push, and no more.

    Graphs that were pushed and are no longer in the build are deleted; all others in the store stay as they are. A
    push that was stopped goes on when it is run again.

    A name and password come from GRAPHBUILDER_USER and GRAPHBUILDER_PASSWORD, or from netrc; never from the URL.
    """
    from . import publishing
    from .rendering import render

    def told(message: str) -> None:
        if not ctx.obj["quiet"]:
            click.echo(f"graphbuilder: {message}", err=True)

    with progress_bar(ctx.obj["quiet"], "graph", "pushing") as progress:
        report = publishing.push(url, folder, read_back=verify == "content", progress=progress, told=told, **options)
    if report.actions:
        write(render(report.table(), "table"), None)
    if not ctx.obj["quiet"]:
        click.echo(report.summary(), err=True)


# ---------------------------------------------------------------- output


def write(content: str | bytes, output: Path | None) -> None:
    """To standard output, or to a file that is there in full or not at all."""
    if output is None:
        click.echo(content, nl=not content.endswith("\n") if isinstance(content, str) else False)
        return
    data = content.encode() if isinstance(content, str) else content
    waiting = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        waiting.write_bytes(data)
        waiting.replace(output)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise GraphbuilderError(f"{output}: cannot be written ({error.strerror}); give another file with -o") from error
