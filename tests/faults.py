"""A proxy before a store that does to chosen requests what networks and stores do to them."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Fault:
    """Befalls requests of this method from the `first` on, `times` of them."""

    method: str
    do: Callable[[Handler], None]
    first: int = 1
    times: int = 10**9
    seen: int = 0

    def takes(self, method: str) -> bool:
        if method != self.method:
            return False
        self.seen += 1
        return self.first <= self.seen < self.first + self.times


@dataclass
class Proxy:
    """What stands before the store at `behind` (host:port), and what it has seen: (method, graph, status)."""

    behind: str
    faults: list[Fault] = field(default_factory=list)
    log: list[tuple[str, str, int]] = field(default_factory=list)
    allow: Callable[[Handler], bool] = lambda handler: True
    dropped: frozenset[str] = frozenset()  # parameters that do not reach the store
    url: str = ""

    def writes(self) -> list[tuple[str, str]]:
        """The graphs that were written or deleted, without the one of what was pushed."""
        return [
            (method, graph)
            for method, graph, _ in self.log
            if graph and method in ("PUT", "DELETE") and not graph.endswith("graph/pushed")
        ]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    @property
    def proxy(self) -> Proxy:
        return self.server.proxy  # type: ignore[no-any-return]

    def handle_one(self) -> None:
        self.length = int(self.headers.get("Content-Length") or 0)
        fault = next((fault for fault in self.proxy.faults if fault.takes(self.command)), None)
        if not self.proxy.allow(self):
            return
        if fault:
            fault.do(self)
        else:
            self.forward(self.rfile.read(self.length))

    do_GET = do_PUT = do_POST = do_DELETE = handle_one

    def forward(self, body: bytes) -> None:
        self.give(*self.ask(body))

    def ask(self, body: bytes) -> tuple[int, str, bytes]:
        """The store's own answer: status, media type, body."""
        path = self.path
        for name in self.proxy.dropped:
            path = re.sub(rf"[?&]{name}=[^&]*", "", path)
        store = http.client.HTTPConnection(self.proxy.behind, timeout=30)
        passed = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
        store.request(self.command, path, body=body or None, headers=passed)
        answer = store.getresponse()
        found = answer.status, answer.headers.get("Content-Type", ""), answer.read()
        store.close()
        return found

    def give(self, status: int, media_type: str = "text/plain", body: bytes = b"", **headers: str) -> None:
        self.note(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def note(self, status: int) -> None:
        graph = parse_qs(urlsplit(self.path).query).get("graph", [""])[0]
        self.proxy.log.append((self.command, graph, status))

    def hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def version_string(self) -> str:
        return "Oxigraph/test"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests read `Proxy.log`."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    proxy: Proxy

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: clients that hang up are what is tested."""


@contextlib.contextmanager
def proxy(behind: str, certificate: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    server = _Server(("127.0.0.1", 0), Handler)
    server.proxy = Proxy(behind)
    if certificate:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    server.proxy.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# ---------------------------------------------------------------- what goes wrong


def status(code: int, body: bytes = b"", media_type: str = "text/plain", **headers: str) -> Callable[[Handler], None]:
    def do(handler: Handler) -> None:
        handler.rfile.read(handler.length)
        handler.give(code, media_type, body, **headers)

    return do


PAGE = b"<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Log in</body></html>"
web_page = status(200, PAGE, "text/html; charset=utf-8")


def silence(seconds: float) -> Callable[[Handler], None]:
    """No answer for a while; the store gets nothing."""

    def do(handler: Handler) -> None:
        handler.rfile.read(handler.length)
        time.sleep(seconds)
        handler.hang_up()

    return do


def late(seconds: float) -> Callable[[Handler], None]:
    """The store does what it is asked, and its answer comes when nobody waits for it any more."""

    def do(handler: Handler) -> None:
        answer = handler.ask(handler.rfile.read(handler.length))
        time.sleep(seconds)
        handler.give(*answer)

    return do


def cut_request(handler: Handler) -> None:
    """The line is cut in the middle of what is sent; nothing reaches the store."""
    handler.rfile.read(handler.length // 2)
    handler.note(0)
    handler.hang_up()


def cut_after_half_is_stored(handler: Handler) -> None:
    """The line is cut in the middle, and the store keeps the half that it has, as stores without transactions do."""
    handler.ask(_half(handler))
    handler.note(0)
    handler.hang_up()


def half_is_stored(handler: Handler) -> None:
    """A proxy in between loses the second half, and all seems well."""
    handler.give(*handler.ask(_half(handler)))


def _half(handler: Handler) -> bytes:
    whole = handler.rfile.read(handler.length)
    return whole[: whole.index(b"\n", len(whole) // 2) + 1]


def lost_answer(handler: Handler) -> None:
    """The store does what it is asked, and nobody hears of it."""
    handler.note(handler.ask(handler.rfile.read(handler.length))[0])
    handler.hang_up()


def cut_answer(handler: Handler) -> None:
    """The store does what it is asked; its answer breaks off in the middle."""
    code, media_type, body = handler.ask(handler.rfile.read(handler.length))
    handler.note(code)
    handler.send_response(code)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", str(len(body) + 10))
    handler.end_headers()
    handler.wfile.write(body[: len(body) // 2])
    handler.hang_up()


# ---------------------------------------------------------------- who may


def wants_basic(user: str, password: str) -> Callable[[Handler], bool]:
    token = base64.b64encode(f"{user}:{password}".encode()).decode()

    def allow(handler: Handler) -> bool:
        return _let_in(handler, handler.headers.get("Authorization") == f"Basic {token}", 'Basic realm="store"')

    return allow


def wants_digest(user: str, password: str) -> Callable[[Handler], bool]:
    """RFC 7616 with MD5 and qop=auth, as Virtuoso and Jetty ask for it."""

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def allow(handler: Handler) -> bool:
        said = dict(re.findall(r'(\w+)="?([^",]*)"?', handler.headers.get("Authorization", "")))
        first, second = md5(f"{user}:store:{password}"), md5(f"{handler.command}:{said.get('uri')}")
        chain = ":".join(said.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
        right = said.get("nonce") == "n1" and said.get("response") == md5(f"{first}:{chain}:{second}")
        return _let_in(handler, right, 'Digest realm="store", nonce="n1", qop="auth", algorithm=MD5')

    return allow


def _let_in(handler: Handler, right: bool, challenge: str) -> bool:
    if not right:
        handler.rfile.read(handler.length)
        # A careless server: it repeats what it was sent.
        handler.give(401, body=str(handler.headers).encode(), WWW_Authenticate=challenge)
    return right
