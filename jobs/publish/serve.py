"""`tracker serve`: Datasette on the database under /db/, the static site at /. The default address is loopback.

The server is read-only. `db.public.access` limits what a query may read.
"""

from __future__ import annotations

import mimetypes
import re
import signal
import socket
from contextlib import closing
from html import escape
from importlib.resources import files
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

import uvicorn
from datasette.app import Datasette  # type: ignore[import-untyped]  # it has no py.typed
from datasette.database import Database  # type: ignore[import-untyped]  # the same
from datasette.plugins import pm  # type: ignore[import-untyped]  # the same
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from db.public.access import SEARCHED, connect_published, unpublished
from db.public.describe import VIEWS
from db.public.queries import QUERIES
from db.store import Store
from jobs.publish.reopening import Reopening
from tracker.errors import UsageError
from tracker.wording import exports
from tracker.wording.notices import AUTHENTIC, DISCLAIMER, KOSOVO_NOTE, PALESTINE_NOTE
from tracker.wording.sources import banner

if TYPE_CHECKING:
    import os
    import sqlite3
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from db.public.describe import View
    from db.public.queries import Query
    from db.reading import Opened

NAME = "tracker"  # of the database in addresses, whatever the name of its file

#: The site's pages load only the site's own files: no inline script, no inline style.
SITE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: Datasette's own pages have inline scripts and styles.
_TABLES_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

_SETTINGS = {
    "base_url": "/db/",
    "sql_time_limit_ms": 3000,
    "max_returned_rows": 1000,
    "default_page_size": 100,
    "facet_time_limit_ms": 2000,
    "default_facet_size": 40,
    "allow_download": False,  # the file holds other people's pages as evidence, and the outbox
    "suggest_facets": False,  # the useful facets are named below
    "default_cache_ttl": 0,  # another process writes
}

_FACETS = {
    "parties": ("treaty", "standing", "group"),
    "membership_history": ("treaty",),
    "statements": ("treaty", "kind", "article"),
    "changes": ("treaty", "kind", "nature"),
    "snapshots": ("treaty", "source"),
    "evidence": ("treaty", "source"),
    "figures_by_day": ("treaty",),
}
_NEWEST_FIRST = {"changes": "id", "snapshots": "id", "evidence": "id", "figures_by_day": "day"}

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

_LOOPBACK = "http://127."
_HERE = ("127.0.0.1", "localhost")

_CONNECTIONS = 500  # at once; others get status 503
_PATIENCE = 3  # seconds for open requests when the server stops


def serve(database: Path, *, host: str, port: int, ready: Callable[[str], None], site: Path | None = None) -> None:
    """Serve until SIGTERM or SIGINT. Port 0 means any free port; `ready` gets the address when requests are accepted.

    Raises UsageError if the address is not available.
    """
    with _listen(host, port) as listening, closing(_reopening(database)) as tables:
        hosts = _HERE if _address(listening).startswith(_LOOPBACK) else ("*",)
        config = uvicorn.Config(
            _application(tables, site=site, hosts=hosts),
            log_config=None,  # what it warns of goes the way of all libraries
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="on",
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=_PATIENCE,
        )
        server = uvicorn.Server(config)

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


def application(database: Path, *, site: Path | None = None, hosts: Sequence[str] = ("*",)) -> ASGIApp:
    """The ASGI application: tables under /db/, and at / the site's folder once it has an index page.

    `hosts` are the accepted host names. On loopback this stops DNS rebinding: a foreign page that reads the database
    through the user's browser.
    """
    return _application(_reopening(database), site=site, hosts=hosts)


def _application(tables: ASGIApp, *, site: Path | None, hosts: Sequence[str]) -> ASGIApp:
    for ending, kind in _MEDIA.items():
        mimetypes.add_type(kind, ending)  # the system's own table differs from machine to machine
    return Starlette(
        routes=[
            Route("/db", _to_tables),
            Mount("/db", app=_WithHeaders(_read_only(tables), _TABLES_POLICY)),
            Mount("/", app=_WithHeaders(_SiteOrTables(site), SITE_POLICY)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts), Middleware(GZipMiddleware)],
    )


# ---- the tables ---------------------------------------------------------------------------------


class _Published(Database):  # type: ignore[misc]  # untyped
    """The database as Datasette opens it: one connection per thread."""

    how = "mode=ro"

    def connect(self, write: bool = False) -> sqlite3.Connection:
        if write:
            raise PermissionError("the tracker's database is served for reading")
        connection = connect_published(
            Path(self.path), [view.name for view in VIEWS], [index for index, _ in SEARCHED.values()], self.how
        )
        self._all_file_connections.append(connection)  # `close` closes these
        return connection


def _reopening(database: Path) -> Reopening:
    return Reopening(database, _tables)


def _tables(opened: Opened) -> tuple[ASGIApp, Callable[[], None]]:
    """Datasette on an opened file, and what closes it."""
    database = opened.path
    ours = files("tracker") / "data" / "serve"
    datasette = Datasette(
        memory=True,  # without it Datasette creates a database file
        metadata=metadata(database, opened.how),
        settings=_SETTINGS,
        template_dir=str(ours),
        static_mounts=[("look", str(ours / "look"))],
    )
    # otherwise Datasette prints all local variables for each mistyped query, and fails for a page that is not found
    pm.get_plugin("datasette.handle_exception").rich = None
    datasette.remove_database("_memory")
    published = _Published(datasette, path=str(database))
    published.how = opened.how
    datasette.add_database(published, name=NAME)
    titles = {view.name: view.title for view in VIEWS}
    datasette.jinja_env.globals.update(
        titles=titles,
        disclaimer=(*DISCLAIMER, AUTHENTIC, KOSOVO_NOTE, PALESTINE_NOTE),
        banner=_stood_in(database),
    )
    app: ASGIApp = datasette.app()

    def close() -> None:
        for connection in published._all_file_connections:
            connection.interrupt()
        datasette.executor.shutdown(wait=True, cancel_futures=True)
        published.close()

    return app, close


def metadata(database: Path, how: str = "mode=ro") -> dict[str, Any]:
    """Datasette's metadata: titles, descriptions, facets, queries, and the tables that it must not show."""
    said = _stood_in(database)
    hidden = {
        name: {"hidden": True, "allow": False} for name in unpublished(database, [view.name for view in VIEWS], how)
    }
    return {
        "title": exports.TABLES_TITLE,
        "description": " ".join(filter(None, (said, exports.TABLES_DESCRIPTION))),
        "extra_css_urls": ["/look/serve.css"],
        "databases": {
            NAME: {
                "title": exports.DATABASE_TITLE,
                "description": " ".join(filter(None, (said, exports.DATABASE_ABOUT))),
                "tables": {**hidden, **{view.name: _view(view) for view in VIEWS}},
                "queries": {query.name: _query(query) for query in QUERIES},
            }
        },
    }


def _stood_in(database: Path) -> str | None:
    """The banner of a database that holds what a stand-in for a source gave."""
    with Store.open(database, read_only=True) as store:
        return banner(item.provenance for item in store.archive.all())


def _view(view: View) -> dict[str, Any]:
    known: dict[str, Any] = {
        "title": view.title,
        "description_html": _marked(view.description),
        "columns": dict(view.columns),
    }
    if view.name in _FACETS:
        known["facets"] = list(_FACETS[view.name])
    if view.name in _NEWEST_FIRST:
        known["sort_desc"] = _NEWEST_FIRST[view.name]
    if view.name in SEARCHED:
        known["fts_table"], known["fts_pk"] = SEARCHED[view.name]
    return known


def _query(query: Query) -> dict[str, Any]:
    return {
        "title": query.title,
        "description_html": _marked(query.description),
        "sql": query.sql,
        "params": list(query.parameters),
        "hide_sql": True,  # it is one click away, so that the form comes first
        "example": urlencode(query.parameters),  # our own key: the list of questions links to the example
    }


def _marked(text: str) -> str:
    """Plain text as HTML; text in backquotes becomes code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(text))


def _read_only(tables: ASGIApp) -> ASGIApp:
    """Datasette without writing methods, and without its pages about itself, apart from their static files."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_fixed(message: Message) -> None:
            if message["type"] == "http.response.start":
                # ASGI requires lower-case header names, and Datasette does not convert them
                headers = MutableHeaders(raw=[(name.lower(), value) for name, value in message["headers"]])
                if not headers.get("location", "/db/").startswith("/db/"):  # Datasette's redirects lack base_url
                    headers["location"] = f"/db{headers['location']}"
                message = {**message, "headers": headers.raw}
            await send(message)

        # Datasette routes by the raw path, in which %2F is not a slash
        path = scope["raw_path"].removeprefix(b"/db")
        answer: ASGIApp = tables
        if scope["method"] not in ("GET", "HEAD"):
            answer = PlainTextResponse("The database is served for reading.", 405, {"Allow": "GET, HEAD"})
        elif path.startswith(b"/-/") and not path.startswith(b"/-/static/"):
            answer = PlainTextResponse("Not found", 404)
        await answer({**scope, "raw_path": path, "path": unquote(path)}, receive, send_fixed)

    return app


def _to_tables(_: Request) -> Response:
    return RedirectResponse("/db/")


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

    def file_response(self, full_path: Any, *others: Any, **named: Any) -> Response:
        """A file; a feed with the media type that feed readers are registered for."""
        response = super().file_response(full_path, *others, **named)
        if PurePath(full_path).parent.name == "feeds":
            response.headers["content-type"] = "application/atom+xml; charset=utf-8"
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
