"""`tracker serve`: Datasette on the database under /db/, the static site at /. The default address is loopback.

The server is read-only. This process serves the site, and passes on what asks for the database to a child
(`jobs/publish/web/child.py`), in which the SQL of strangers runs.
"""

from __future__ import annotations

import mimetypes
import os
import signal
import socket
import threading
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from jobs.publish.web.child import Forwarded, TablesProcess
from jobs.publish.web.hosts import HostGuard, allowed_names, is_loopback
from jobs.publish.web.protocol import BoundedProtocol
from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The site's pages load only the site's own files: no inline script, no inline style.
SITE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: Pages made to stand in those of others.
_EMBED_POLICY = SITE_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
#: Datasette's own pages have inline scripts and styles.
_TABLES_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

#: Evidence is other people's: no browser shows it, and one that does runs nothing of it.
_EVIDENCE_POLICY = "default-src 'none'; sandbox"

_MEDIA = {
    ".atom": "application/atom+xml",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}

_CONNECTIONS = 500  # at once; others get status 503
_PATIENCE = 2  # seconds for open requests when the server stops
_END = 4.0  # seconds after a signal to stop, until the process ends whatever runs


class _Server(uvicorn.Server):
    """It ends soon after SIGTERM or SIGINT, whatever runs."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in good order, and in time."""
        last = threading.Timer(_END, os._exit, (0,))  # told to stop: that is what it does
        last.daemon = True
        last.start()
        super().handle_exit(sig, frame)


def serve(
    database: Path,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    warn: Callable[[str], None] = lambda _: None,
    site: Path | None = None,
    allow_hosts: Sequence[str] = (),
) -> None:
    """Serve until SIGTERM or SIGINT. Port 0 means any free port; `ready` gets the address when requests are accepted.

    `allow_hosts`: names that a reverse proxy passes on. `warn` gets a sentence if the tables had to be started again.
    Raises UsageError if the address is not available or a name is none, DatabaseError if the tables cannot be shown.
    """
    names = allowed_names(allow_hosts)
    with _listen(host, port) as listening:
        tables = TablesProcess(database, warn)
        try:
            _serve(listening, tables, names, ready=ready, site=site)
        finally:
            tables.stop()


def _serve(
    listening: socket.socket,
    tables: TablesProcess,
    names: frozenset[str],
    *,
    ready: Callable[[str], None],
    site: Path | None,
) -> None:
    guarded = HostGuard(
        application(Forwarded(tables.address), site=site),
        names=names,
        open_to_all=not is_loopback(listening.getsockname()[0]),
    )
    config = uvicorn.Config(
        guarded,
        http=BoundedProtocol,
        ws="none",
        log_config=None,  # what it warns of goes the way of all libraries
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = _Server(config)

    def stop(*_: object) -> None:
        server.should_exit = True

    # uvicorn installs its own handlers later, and raises the signal again after an orderly end
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    ready(_address(listening))
    server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:  # UnicodeError: the name is not a valid host name
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"cannot listen on {host} port {port} ({reason}): name another with --port or --host"
        ) from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def application(tables: ASGIApp, *, site: Path | None = None) -> ASGIApp:
    """The ASGI application: `tables` under /db/ and /evidence/; at / the site's folder once it has an index page."""
    for ending, kind in _MEDIA.items():
        mimetypes.add_type(kind, ending)  # the system's own table differs from machine to machine
    return Starlette(
        routes=[
            Route("/db", _to_tables),
            Mount("/db", app=_WithHeaders(tables, _TABLES_POLICY)),
            Mount("/evidence", app=_WithHeaders(tables, _EVIDENCE_POLICY)),
            Route("/assets/served.js", _where_tables_are),
            Mount("/", app=_WithHeaders(_SiteOrTables(site), SITE_POLICY)),
        ],
        middleware=[Middleware(GZipMiddleware)],
    )


def _to_tables(_: Request) -> Response:
    return RedirectResponse("/db/")


def _where_tables_are(_: Request) -> Response:
    """In place of the site's own file, which says nothing: the pages then link to the tables."""
    return Response(
        'window.served_tables = "/db/";\n', media_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


# ---- the site -----------------------------------------------------------------------------------


class _SiteOrTables:
    """The site's folder. Until a site is built there, / redirects to the tables."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.site = _Site(directory=folder, html=True, check_dir=False) if folder else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: ASGIApp
        if self.folder and self.site and (self.folder / "index.html").is_file():
            answer = self.site
        elif scope["path"] == "/":
            answer = RedirectResponse("/db/")
        else:
            answer = PlainTextResponse("Not found", 404)
        await answer(scope, receive, send)


class _Site(StaticFiles):
    """Static files: index.html for a folder, 404.html for a missing file, and no hidden files."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        if any(part.startswith(".") for part in PurePath(path).parts):
            return "", None
        return super().lookup_path(path)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """A file; a feed with the media type that feed readers are registered for; what may stand in other pages."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if PurePath(full_path).parent.name == "feeds":
            response.headers["content-type"] = "application/atom+xml; charset=utf-8"
        if PurePath(full_path).parent.name == "embed":
            response.headers["content-security-policy"] = _EMBED_POLICY
        return response


class _WithHeaders:
    """An application whose responses get security headers."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
        self.headers = {
            "Cache-Control": "no-cache",  # caches keep it, but revalidate
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
