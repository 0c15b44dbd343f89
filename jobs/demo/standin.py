"""A stand-in for the Council of Europe's page and data service, on loopback: for `tracker demo` and for tests.

It answers in the shapes of docs/sources.md, and can fail in every way that was seen there or may happen.
"""

from __future__ import annotations

import email.utils
import gzip
import hashlib
import json
import sys
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum, auto
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

SERVICE_ROOT = "/WS_LFRConventions/"
SERVICE_PATH = f"{SERVICE_ROOT}api/signatures"
STATEMENTS_PATH = f"{SERVICE_ROOT}api/conventions/getDeclarations"
PAGE_PATH = "/en/web/conventions/full-list"
DEFAULT_KEY = "a-key-of-the-stand-in"

_EMPTY = b"[[],[],[]]"
_PORTAL = b"<!DOCTYPE html><html><head><title>Portal</title></head><body><h1>Portal</h1></body></html>"
_CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head>"
    b'<body><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1"></script></body></html>'
)
_ELSEWHERE = "http://www.coe.int/?NumSte=210"  # seen 2026-10-07
_SKEW = timedelta(hours=49)  # more than the default tolerance of a day
_HUGE = 1 << 30  # bytes announced, but never in memory
_BOMB = 64 * 1024 * 1024  # unpacked bytes of a bomb: three times the default limit
_MORE = 10_000  # bytes that a dripping body announces too much, so that it never ends
_BLOCK = bytes(64 * 1024)
_DRIP = 0.05  # seconds between two bytes: short enough that no read times out
_IDLE = 30.0  # seconds until an idle connection is closed


class Fault(StrEnum):
    """What is wrong with a response."""

    MOVED_AWAY = "moved_away"  # 301 to another host
    PORTAL = "portal"  # 200, a page instead of JSON
    SHELL = "shell"  # 200, the React shell instead of JSON
    CHALLENGE_403 = "challenge_403"
    CHALLENGE_503 = "challenge_503"
    REFUSED = "refused"  # 401 or 403 for every key
    BUSY_ONCE = "busy_once"  # 429 with Retry-After, then good
    BUSY = "busy"  # 503, always
    BROKEN = "broken"  # 500
    TRUNCATED = "truncated"  # half the body, with a matching length
    CUT = "cut"  # the connection ends before the announced length
    HANG = "hang"  # no byte until the stand-in closes
    DRIP_HEADERS = "drip_headers"  # byte by byte, endlessly
    DRIP_BODY = "drip_body"
    EMPTY = "empty"
    NO_ROWS = "no_rows"  # [[],[],[]]
    WRONG_TREATY = "wrong_treaty"  # the rows of another treaty
    GZIP = "gzip"  # not a fault: compressed
    BOMB = "bomb"  # small, unpacks to 64 MiB
    OVERSIZED = "oversized"  # announces 1 GiB
    ENDLESS = "endless"  # announces no length and does not stop
    NOT_UTF8 = "not_utf8"
    CLOCK_AHEAD = "clock_ahead"  # `Date` is two days in the future
    NO_DATE = "no_date"
    JSON_AS_HTML = "json_as_html"  # the right body under the wrong media type
    HTML_AS_JSON = "html_as_json"  # a page that calls itself JSON


class Wire(Enum):
    """How the bytes of a response are sent."""

    WHOLE = auto()
    CUT = auto()
    HANG = auto()
    DRIP_HEADERS = auto()
    DRIP_BODY = auto()
    ENDLESS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One row of the service (docs/sources.md#rows). `extra` holds further keys as JSON values."""

    code: str | None
    name: str
    number: str
    signed_on: date | None = None
    consent_on: date | None = None
    in_force_on: date | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A received request. Header names are in lower case."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response of the stand-in, and how it is sent."""

    status: int = 200
    content_type: str = "application/json; charset=utf-8"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None  # the announced length; None: that of the body
    date: datetime | None = None
    wire: Wire = Wire.WHOLE


class StandIn:
    """The service, its page and any other page, on a port of 127.0.0.1 while the context lasts.

    These may change: `root` (the page names it), `charts` (number → JSON body), `statements` (number, or 185-fr in
    French → entries), `bodies` (path → media type, body), `key`, `fault` for all, `faults` (path, or path?FRE → fault).
    """

    def __init__(self, now: Callable[[], datetime] | None = None, *, key: str = DEFAULT_KEY) -> None:
        self.now = now or _real_time  # the server's clock, sent as `Date`
        self.key = key
        self.charts: dict[str, bytes] = {}
        self.statements: dict[str, list[dict[str, Any]]] = {}
        self.bodies: dict[str, tuple[str, bytes]] = {}
        self.fault: Fault | None = None
        self.faults: dict[str, Fault] = {}
        self.refuse_with = 401  # or 403
        self.retry_after = 1  # seconds
        self.conditional = False  # send ETag and Last-Modified, and answer 304
        self.requests: list[Asked] = []
        self._sent_busy: set[str] = set()
        self._closing = threading.Event()
        self._server = _Server(self)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self.root = SERVICE_ROOT
        self.page_url = f"{self.origin}{PAGE_PATH}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def api_url(self) -> str:
        """The address of the service."""
        return f"{self.origin}{self.root}"

    @property
    def page(self) -> bytes:
        """The page that every visitor gets: no rows, but the address and the key of the service."""
        return (
            "<!DOCTYPE html><html><head><title>Full list - Treaty Office</title>"
            f"<script>window.conventions_api_url='{self.api_url}';\n"
            f"window.conventions_api_key='{self.key}';</script></head>"
            "<body><noscript>You need to enable JavaScript to run this app.</noscript>"
            '<div id="root"></div></body></html>'
        ).encode()

    def answer(self, asked: Asked) -> Answer:
        """The response to a request, with the current fault."""
        self.requests.append(asked)
        good = replace(self._good(asked), date=self.now())
        fault = self.faults.get(f"{asked.path}?{asked.query.get('langue')}", self.faults.get(asked.path, self.fault))
        if fault is None:
            return good
        return self._busy_once(asked, good) if fault is Fault.BUSY_ONCE else _spoiled(fault, good, self)

    def _good(self, asked: Asked) -> Answer:
        if asked.path in self.bodies:
            content_type, body = self.bodies[asked.path]
            return self._if_changed(asked, Answer(content_type=content_type, body=body))
        if asked.path == PAGE_PATH:
            return Answer(content_type="text/html; charset=UTF-8", body=self.page)
        path = f"{SERVICE_ROOT}{asked.path.removeprefix(self.root)}" if asked.path.startswith(self.root) else None
        if path not in (SERVICE_PATH, STATEMENTS_PATH):
            return Answer(status=404, content_type="text/plain", body=b"not here")
        if asked.headers.get("token") != self.key:
            return _refused(self)
        if path == STATEMENTS_PATH:
            key = f"{asked.query.get('numSte')}{'-fr' if asked.query.get('langue') == 'FRE' else ''}"
            return self._if_changed(asked, Answer(body=_packed(self.statements.get(key, []))))
        return self._if_changed(asked, Answer(body=self.charts.get(asked.query.get("NumSte", ""), _EMPTY)))

    def _if_changed(self, asked: Asked, answer: Answer) -> Answer:
        """Add validators, and answer 304 if the client has this body."""
        if not self.conditional:
            return answer
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Last-Modified": "Fri, 23 Nov 2001 00:00:00 GMT"}
        if asked.headers.get("if-none-match") == etag:
            return Answer(status=304, headers=headers)
        return replace(answer, headers=headers)

    def _busy_once(self, asked: Asked, good: Answer) -> Answer:
        if asked.path in self._sent_busy:
            return good
        self._sent_busy.add(asked.path)
        return replace(good, status=429, body=b"", headers={"Retry-After": str(self.retry_after)})

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the stand-in closes (returns True), or for some seconds (returns False)."""
        return self._closing.wait(seconds)


def service_body(
    members: Iterable[ServiceRow],
    non_members: Iterable[ServiceRow] = (),
    organisations: Iterable[ServiceRow] = (),
) -> bytes:
    """The service's JSON for these rows."""
    lists = [[_as_json(row) for row in rows] for rows in (members, non_members, organisations)]
    return _packed(lists)


def _packed(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _as_json(row: ServiceRow) -> dict[str, object]:
    return {
        "CodePays": row.code,
        "LibPaysOrga": row.name,
        "NumSTE": row.number,
        "DateSignature": _date_time(row.signed_on),
        "DateConsentement": _date_time(row.consent_on),
        "DateEntreeVigueur": _date_time(row.in_force_on),
        **row.extra,
    }


def _date_time(day: date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}T00:00:00"


# ---- faults ------------------------------------------------------------------------------------


def _spoiled(fault: Fault, good: Answer, standin: StandIn) -> Answer:
    """The good response with one fault."""
    if fault in _TRAVEL:
        return replace(good, wire=_TRAVEL[fault])
    if fault in _PAGES:
        status, content_type, body = _PAGES[fault]
        return replace(good, status=status, content_type=content_type, body=body, headers={})
    return _SPOIL[fault](good, standin)


def _refused(standin: StandIn) -> Answer:
    return Answer(status=standin.refuse_with, body=b'{"Message":"Authorization has been denied for this request."}')


def _of_another_treaty(body: bytes) -> bytes:
    lists = json.loads(body)
    if not all(isinstance(rows, list) for rows in lists):
        return body  # statements name no treaty
    return json.dumps([[{**row, "NumSTE": "210"} for row in rows] for rows in lists]).encode()


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(_BOMB), compresslevel=1)


_TRAVEL = {
    Fault.CUT: Wire.CUT,
    Fault.HANG: Wire.HANG,
    Fault.DRIP_HEADERS: Wire.DRIP_HEADERS,
    Fault.ENDLESS: Wire.ENDLESS,
}
_JSON, _HTML = "application/json; charset=utf-8", "text/html; charset=UTF-8"
_PAGES: dict[Fault, tuple[int, str, bytes]] = {
    Fault.PORTAL: (200, _HTML, _PORTAL),
    Fault.HTML_AS_JSON: (200, _JSON, _PORTAL),
    Fault.CHALLENGE_403: (403, _HTML, _CHALLENGE),
    Fault.CHALLENGE_503: (503, _HTML, _CHALLENGE),
    Fault.BUSY: (503, "text/plain", b"busy"),
    Fault.BROKEN: (500, _JSON, b'{"Message":"An error has occurred."}'),
    Fault.EMPTY: (200, _JSON, b""),
    Fault.NO_ROWS: (200, _JSON, _EMPTY),
}
_SPOIL: dict[Fault, Callable[[Answer, StandIn], Answer]] = {
    Fault.MOVED_AWAY: lambda good, _: replace(good, status=301, body=b"", headers={"Location": _ELSEWHERE}),
    Fault.SHELL: lambda good, standin: replace(good, content_type=_HTML, body=standin.page),
    Fault.REFUSED: lambda good, standin: replace(_refused(standin), date=good.date),
    Fault.DRIP_BODY: lambda good, _: replace(good, length=len(good.body) + _MORE, wire=Wire.DRIP_BODY),
    Fault.TRUNCATED: lambda good, _: replace(good, body=good.body[: len(good.body) // 2]),
    Fault.WRONG_TREATY: lambda good, _: replace(good, body=_of_another_treaty(good.body)),
    Fault.GZIP: lambda good, _: replace(
        good, body=gzip.compress(good.body), headers={**good.headers, "Content-Encoding": "gzip"}
    ),
    Fault.BOMB: lambda good, _: replace(good, body=_bomb(), headers={"Content-Encoding": "gzip"}),
    Fault.OVERSIZED: lambda good, _: replace(good, length=_HUGE, wire=Wire.ENDLESS),
    Fault.NOT_UTF8: lambda good, _: replace(good, body=good.body.replace(b'":"', b'":"\xff', 1)),
    Fault.CLOCK_AHEAD: lambda good, standin: replace(good, date=standin.now() + _SKEW),
    Fault.NO_DATE: lambda good, _: replace(good, date=None),
    Fault.JSON_AS_HTML: lambda good, _: replace(good, content_type=_HTML),
}


# ---- the server --------------------------------------------------------------------------------


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, standin: StandIn) -> None:
        self.standin = standin
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection because of a fault. Report our own mistakes."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = _IDLE

    def do_GET(self) -> None:
        """Answer a GET request."""
        url = urlsplit(self.path)
        asked = Asked(
            path=url.path,
            query=dict(parse_qsl(url.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
        )
        self._send(self.server.standin.answer(asked))

    def _send(self, answer: Answer) -> None:
        head = _head(answer)
        if answer.wire is Wire.WHOLE:
            self.wfile.write(head + answer.body)  # in one packet: two would wait for the client's delayed ACK
            return
        self.close_connection = True
        for piece in _pieces(answer, head, self.server.standin):
            self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so in http.server
        """Log nothing: the stand-in is part of a test or of the demo."""


def _head(answer: Answer) -> bytes:
    headers = {"Content-Type": answer.content_type, **answer.headers}
    if answer.wire is not Wire.ENDLESS or answer.length is not None:
        headers["Content-Length"] = str(len(answer.body) if answer.length is None else answer.length)
    if answer.date is not None:
        headers["Date"] = email.utils.format_datetime(answer.date.astimezone(UTC), usegmt=True)
    lines = [f"HTTP/1.1 {answer.status} ", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def _pieces(answer: Answer, head: bytes, standin: StandIn) -> Iterator[bytes]:
    """Yield the bytes of a faulty response, until the stand-in closes at the latest."""
    if answer.wire is Wire.HANG:
        standin.wait()
    elif answer.wire is Wire.CUT:
        yield head + answer.body[: len(answer.body) // 2]
    elif answer.wire is Wire.DRIP_HEADERS:
        yield from _drip(head.removesuffix(b"\r\n") + b"X-Drip: ", standin)
    elif answer.wire is Wire.DRIP_BODY:
        yield head
        yield from _drip(answer.body, standin)
    else:
        yield head
        while not standin.wait(0):
            yield _BLOCK


def _drip(first: bytes, standin: StandIn) -> Iterator[bytes]:
    """Yield these bytes one at a time, then dots."""
    for byte in first:
        yield bytes((byte,))
        if standin.wait(_DRIP):
            return
    while not standin.wait(_DRIP):
        yield b"."


def _real_time() -> datetime:
    return datetime.now(UTC)
