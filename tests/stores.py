"""Real triple stores on loopback addresses, each with a temporary folder, for the tests: started, asked, stopped.

Oxigraph comes with the extra dev; tests/tools/install fetches Fuseki; Virtuoso is Debian's virtuoso-opensource-7-bin.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

FUSEKI = Path(__file__).resolve().parent / "tools" / "lib" / "fuseki"
_START = 90.0  # seconds that a store may take until it answers


@dataclass(frozen=True)
class RunningStore:
    kind: str
    url: str  # what `push` is given
    endpoint: str  # what `query --endpoint` is given
    user: str | None = None
    password: str | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which `graphbuilder` logs in."""
        return {"GRAPHBUILDER_USER": self.user, "GRAPHBUILDER_PASSWORD": self.password or ""} if self.user else {}


def oxigraph_program() -> str | None:
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def fuseki_jar() -> Path | None:
    return next(iter(sorted(FUSEKI.glob("jena-fuseki-server-*.jar"))), None) if shutil.which("java") else None


def missing(kind: str) -> str:
    """Why a kind of store cannot be started here; "" where it can."""
    if kind == "oxigraph":
        return "" if oxigraph_program() else "pip install oxigraph"
    if kind == "fuseki":
        return "" if fuseki_jar() else "needs Java 17 and tests/tools/install"
    return "" if shutil.which("virtuoso-t") else "apt-get install virtuoso-opensource-7-bin"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


# ---------------------------------------------------------------- the three


@contextlib.contextmanager
def oxigraph(folder: Path | None = None, *options: str) -> Iterator[RunningStore]:
    """Oxigraph's server, in memory or in a folder."""
    port = free_port()
    where = ["--location", str(folder)] if folder else []
    command = [str(oxigraph_program()), "serve", *where, "--bind", f"127.0.0.1:{port}", *options]
    url = f"http://127.0.0.1:{port}"
    with _running(command, f"{url}/query?query=ASK%7B%7D"):
        yield RunningStore("oxigraph", url, f"{url}/query")


@contextlib.contextmanager
def fuseki(folder: Path, *options: str) -> Iterator[RunningStore]:
    """Fuseki with TDB2 in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    where = ["--localhost", "--port", str(port), "--tdb2", "--update", "--loc", str(folder)]
    command = ["java", "-Xmx2g", "-jar", str(fuseki_jar()), *where, *options, "/ds"]
    url = f"http://127.0.0.1:{port}/ds"
    with _running(command, f"{url}/query?query=ASK%7B%7D"):
        yield RunningStore("fuseki", url, f"{url}/query")


# docs/stores.md shows the same settings.
_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000

[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
NumberOfBuffers = 80000
MaxDirtyBuffers = 60000
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[RunningStore]:
    """Virtuoso in a folder, whose user is dba."""
    folder.mkdir(parents=True, exist_ok=True)
    port, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(folder=folder, port=port, sql=sql), encoding="utf-8")
    (folder / "isql-port").write_text(f"127.0.0.1:{sql}", encoding="utf-8")
    command = ["virtuoso-t", "-f", "-c", str(folder / "virtuoso.ini")]
    url = f"http://127.0.0.1:{port}"
    with _running(command, f"{url}/sparql?query=ASK%7B%7D", cwd=folder):
        yield RunningStore("virtuoso", url, f"{url}/sparql", "dba", "dba")


def isql(folder: Path, statement: str) -> str:
    """What Virtuoso's own client prints for a statement."""
    where = (folder / "isql-port").read_text(encoding="utf-8")
    command = ["isql-vt", where, "dba", "dba", f"EXEC={statement}"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def start(kind: str, folder: Path) -> contextlib.AbstractContextManager[RunningStore]:
    """A store of this kind in a folder."""
    return {"oxigraph": oxigraph, "fuseki": fuseki, "virtuoso": virtuoso}[kind](folder)


# ---------------------------------------------------------------- a server that runs


@contextlib.contextmanager
def _running(command: Sequence[str], ready: str, cwd: Path | None = None) -> Iterator[None]:
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, cwd=cwd)
        try:
            _wait_until(ready, process, said)
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until(ready: str, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end:
        if process.poll() is not None:
            said.seek(0)
            why = said.read().decode(errors="replace")
            raise RuntimeError(f"{process.args} ended with {process.returncode}: {why}")
        try:
            with urllib.request.urlopen(ready, timeout=5):
                return
        except urllib.error.HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{process.args} does not answer after {_START:g} s")
