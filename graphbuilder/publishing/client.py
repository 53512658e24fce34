"""Requests to a store over HTTP: who asks, how long it waits, what is tried again, and what each refusal means.

A name and password come from GRAPHBUILDER_USER and GRAPHBUILDER_PASSWORD or from netrc, and stand in no message.
"""

from __future__ import annotations

import base64
import email.utils
import netrc
import os
import random
import ssl
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import httpx

from .._version import __version__
from ..errors import GraphbuilderError, UsageError

TRIES = 5
_PAUSE = 0.5  # seconds before the second try; doubled for each one after it
_LONGEST_PAUSE = 30.0
_SPOOL = 1 << 24  # bytes of an answer that are kept in memory
_DONE = (200, 201, 202, 203, 204)  # 206 is a part of an answer
_TEXT = 200  # characters of a store's own message that are shown


@dataclass(frozen=True)
class Credentials:
    user: str
    password: str
    source: str  # where they come from, for messages


def find_credentials(url: str) -> Credentials | None:
    """From the environment, else from netrc, else none. Raises UsageError for half of them or a broken netrc."""
    user, password = os.environ.get("GRAPHBUILDER_USER"), os.environ.get("GRAPHBUILDER_PASSWORD")
    if user and password is not None:
        return Credentials(user, password, "GRAPHBUILDER_USER and GRAPHBUILDER_PASSWORD")
    if user or password:
        missing = "GRAPHBUILDER_PASSWORD" if user else "GRAPHBUILDER_USER"
        raise UsageError(f"{missing} is not set, but its other half is; set both or neither")
    path = Path(os.environ.get("NETRC") or Path.home() / ".netrc")
    try:
        found = netrc.netrc(path).authenticators(urlsplit(url).hostname or "")
    except FileNotFoundError:
        return None
    except netrc.NetrcParseError as error:
        raise UsageError(f"{path}, line {error.lineno}: cannot be read as netrc; mend it or move it away") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read; mend it or move it away") from error
    return Credentials(found[0], found[2] or "", str(path)) if found else None


class _Login(httpx.Auth):
    """Digest or basic, as the store asks; nothing is sent to a store that does not ask."""

    def __init__(self, credentials: Credentials) -> None:
        self.digest = httpx.DigestAuth(credentials.user, credentials.password)
        self.basic = httpx.BasicAuth(credentials.user, credentials.password)
        self.chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self.chosen is None:
            response = yield request
            if response.status_code not in (401, 403):
                return
            if "digest" in response.headers.get("www-authenticate", "").lower():
                self.chosen = self.digest
                flow = self.digest.auth_flow(request)
                next(flow)  # would ask without a password first, and that is done
                yield flow.send(response)
                return
            self.chosen = self.basic
        yield from self.chosen.auth_flow(request)


class Stopped(GraphbuilderError):
    """A store that could not do what it was asked; `status` is its answer, None where there was none."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Answer:
    """A complete answer. `body` is a file at its beginning; close it."""

    status: int
    headers: Mapping[str, str]
    body: IO[bytes]

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def text(self) -> str:
        with self.body:
            return self.body.read(4096).decode(errors="replace")


class Client:
    """Requests to one store. `retried` says which statuses are tried again; `told` hears of each new try, and
    `slow` is what is said when the time is up."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 60,
        ca_file: Path | None = None,
        tries: int = TRIES,
        pause: float = _PAUSE,
        retried: Callable[[int], bool] = lambda status: status == 429 or (status >= 500 and status != 501),
        told: Callable[[str], None] = lambda message: None,
        slow: str = "",
    ) -> None:
        self.credentials = find_credentials(url)
        self.tries, self.pause, self.retried, self.told = tries, pause, retried, told
        self.slow = slow or f"no answer in {timeout:g} s; give it more time with --timeout"
        self.http = httpx.Client(
            auth=_Login(self.credentials) if self.credentials else None,
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            verify=_trusted(ca_file) if ca_file else True,
            headers={"User-Agent": f"graphbuilder/{__version__}", "Cache-Control": "no-cache"},
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        stream: httpx.SyncByteStream | None = None,
        size: int = 0,
        accepted: tuple[int, ...] = (),
        seconds: float | None = None,
    ) -> Answer:
        """The answer to a request that may be made twice, when all of it is here.

        `accepted` are further statuses that are no failure. `seconds` bounds the whole, all tries together; else
        only the silence of the store is bounded. Raises Stopped where the store refuses, or fails at every try.
        """
        end = time.monotonic() + seconds if seconds is not None else None
        sent = dict(headers or {}) | ({"Content-Length": str(size)} if stream else {})
        for number in range(1, self.tries + 1):
            request = self.http.build_request(method, url, params=params, data=data, headers=sent)
            if stream:
                request.stream = stream
            try:
                answer = self._try(request, end)
                if answer.status in _DONE or answer.status in accepted:
                    return answer
                text = answer.text()
                failure = Stopped(self._refusal(method, url, answer, text, size), answer.status)
                again = self.retried(answer.status)
            except httpx.TransportError as error:
                failure, again, answer = self._broken(url, error), not _is_certain(error), None
            if not again or number == self.tries or (end is not None and time.monotonic() >= end):
                raise failure
            self._wait(number, answer, end, failure)
        raise AssertionError("a try ends in an answer or in a failure")

    def _try(self, request: httpx.Request, end: float | None) -> Answer:
        import tempfile

        body = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - the caller closes it
        response = self.http.send(request, stream=True)
        try:
            for chunk in response.iter_bytes():
                body.write(chunk)
                if end is not None and time.monotonic() > end:
                    raise httpx.ReadTimeout("the time is up")
        except BaseException:
            body.close()
            raise
        finally:
            response.close()
        body.seek(0)
        return Answer(response.status_code, response.headers, body)

    def _wait(self, number: int, answer: Answer | None, end: float | None, failure: Stopped) -> None:
        """Longer before each try, and not at the same moment as others; as long as the store says, if it does."""
        seconds = self.pause * 2 ** (number - 1) * random.uniform(0.8, 1.2)
        if answer is not None and (asked := _retry_after(answer.headers.get("retry-after", ""))) is not None:
            seconds = asked
        seconds = min(seconds, _LONGEST_PAUSE)
        if end is not None:
            seconds = max(0.0, min(seconds, end - time.monotonic()))
        self.told(f"{failure}; try {number + 1} of {self.tries} in {seconds:.1f} s")
        time.sleep(seconds)

    # ------------------------------------------------ messages

    def _refusal(self, method: str, url: str, answer: Answer, text: str, size: int) -> str:
        status = answer.status
        said = self.without_secrets(_first_words(text, answer.media_type))
        quoted = f' ("{said}")' if said else ""
        return f"{url}: {_MEANING.get(status, _meaning)(self, method, answer, size)}{quoted}"

    def _broken(self, url: str, error: httpx.TransportError) -> Stopped:
        certificate = _cause(error, ssl.SSLCertVerificationError)
        if certificate is not None:
            return Stopped(
                f"{url}: its certificate is not trusted ({certificate.verify_message}); if it is signed by an "
                "authority of your own, name that one's certificate with --ca-file FILE"
            )
        if _cause(error, ssl.SSLError) is not None:
            return Stopped(f"{url}: does not speak TLS as it should; is it http:// and not https://?")
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            return Stopped(f"{url}: no store answers there; start it, or check the URL")
        if isinstance(error, httpx.TimeoutException):
            return Stopped(f"{url}: {self.slow}")
        return Stopped(f"{url}: the connection was cut ({self.without_secrets(str(error)) or type(error).__name__})")

    def without_secrets(self, text: str) -> str:
        """The text without the password, in the clear and as basic authentication writes it."""
        if self.credentials is None:
            return text
        pair = f"{self.credentials.user}:{self.credentials.password}"
        for secret in (base64.b64encode(pair.encode()).decode(), self.credentials.password):
            text = text.replace(secret, "…") if secret else text
        return text


def _trusted(ca_file: Path) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file))
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(f"{ca_file}: cannot be read as certificates in PEM; name such a file") from error


def _cause(error: BaseException | None, kind: type[Any]) -> Any:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error


def _is_certain(error: httpx.TransportError) -> bool:
    """True for a failure that a second try cannot mend."""
    return _cause(error, ssl.SSLError) is not None or isinstance(error, httpx.UnsupportedProtocol)


def _retry_after(text: str) -> float | None:
    """Seconds of a Retry-After header, which can also be a date."""
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time()) if text else None
    except ValueError:
        return None


def is_page(answer: Answer) -> bool:
    """True where a web page came instead of data."""
    begun = answer.body.read(256).lstrip().lower()
    answer.body.seek(0)
    return "html" in answer.media_type or begun.startswith((b"<!doctype html", b"<html"))


def _first_words(text: str, media_type: str) -> str:
    """What the store itself says, in one line; nothing of a web page."""
    if "html" in media_type or text.lstrip().lower().startswith(("<!doctype", "<html")):
        return ""
    line = " ".join(text.split())
    return line if len(line) <= _TEXT else line[:_TEXT] + "…"


# ---------------------------------------------------------------- what a status means

Meaning = Callable[[Client, str, Answer, int], str]


def _meaning(client: Client, method: str, answer: Answer, size: int) -> str:
    if 300 <= answer.status < 400:
        return f"the store sends you elsewhere ({answer.status}); give the URL {answer.headers.get('location', '')}"
    if answer.status == 206:
        return "the store gave only a part of the answer (206); raise its limit of time"
    if answer.status >= 500:
        return f"the store failed ({answer.status}) at every try; see its log, and push or ask again"
    return f"the store refused {method} ({answer.status})"


def _unauthorised(client: Client, method: str, answer: Answer, size: int) -> str:
    if client.credentials is None:
        return (
            "the store wants a name and a password (401); set GRAPHBUILDER_USER and GRAPHBUILDER_PASSWORD, or add "
            "the host to ~/.netrc"
        )
    return f"the store does not accept the name and password of {client.credentials.source} (401); check them"


def _forbidden(client: Client, method: str, answer: Answer, size: int) -> str:
    who = "this user" if client.credentials else "anybody without a name (GRAPHBUILDER_USER)"
    what = "read" if method in ("GET", "POST") else "write"
    return f"the store does not let {who} {what} here (403); it may be read-only: ask who runs it for the right"


_MEANING: dict[int, Meaning] = {
    401: _unauthorised,
    403: _forbidden,
    404: lambda *_: "nothing is there (404); check the URL, and the kind of store (--store)",
    405: lambda client, method, *_: (
        f"no {method} there (405); the store may be read-only, or its address another: check the URL and --store"
    ),
    409: lambda *_: "the store is at odds with another change (409); when that one is done, push again",
    413: lambda client, method, answer, size: (
        f"{size:,} bytes are more than the store takes at once (413); raise its limit, or that of the proxy before it"
    ),
    415: lambda *_: "the store does not know N-Triples by this name (415); check the kind of store (--store)",
    501: lambda client, method, *_: f"the store does not know {method} (501); check the URL and --store",
}
