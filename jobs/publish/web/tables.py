"""The tables: Datasette on the database, and the bytes of evidence. `python -m` starts this as the child of the server.

`db.public.access` limits what a query may read; here is what it may cost. A query that still runs when its time is long
over (SQLite cannot stop in the middle of a function) ends this process; the parent starts another.
"""

from __future__ import annotations

import os
import re
import resource
import socket
import sqlite3
import sys
import threading
import time
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

import uvicorn
from datasette.app import Datasette  # type: ignore[import-untyped]  # it has no py.typed
from datasette.database import Database  # type: ignore[import-untyped]  # the same
from datasette.plugins import pm  # type: ignore[import-untyped]  # the same
from datasette.views import database as database_views  # type: ignore[import-untyped]  # the same
from datasette.views import table as table_views
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from db.public.access import SEARCHED, connect_published, unpublished
from db.public.describe import VIEWS
from db.public.queries import QUERIES
from db.store import Store
from jobs.publish.reopening import Reopening
from jobs.publish.web import links
from tracker.errors import UsageError
from tracker.wording import exports
from tracker.wording.notices import AUTHENTIC, DISCLAIMER, KOSOVO_NOTE, PALESTINE_NOTE
from tracker.wording.sources import banner

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from db.public.describe import View
    from db.public.queries import Query
    from db.reading import Opened

NAME = "tracker"  # of the database in addresses, whatever the name of its file

_QUERY = 3  # seconds after which SQLite is asked to stop
_KILLED = 6  # seconds after which it is not asked any more
_CLOSING = 1.0  # seconds for closing the database at the end
_SPILLED = 256 << 20  # bytes of a temporary file of SQLite's: a sort that does not fit into memory
_ROWS = 1000  # of one answer

_SETTINGS = {
    "base_url": "/db/",
    "sql_time_limit_ms": _QUERY * 1000,
    "max_returned_rows": _ROWS,
    "default_page_size": 100,
    "truncate_cells_html": 0,  # a statement is shown whole
    "facet_time_limit_ms": 2000,
    "default_facet_size": 40,
    "allow_download": False,  # the file holds other people's pages as evidence, and the outbox
    "suggest_facets": False,  # the useful facets are named below
    "default_cache_ttl": 0,  # another process writes
}

#: Files of whole tables: Datasette would give their first page, and nothing would say that there is more.
_WHOLE = frozenset(f"/{NAME}/{view.name}.csv".encode() for view in VIEWS)
_PAGED = re.compile(rb"(?:^|&)_(?:size|next|stream)=")

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


class _Watch:
    """Ends this process when a query runs for much longer than it may."""

    def __init__(self) -> None:
        self._running: dict[int, float] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._look, daemon=True).start()

    def run(self, query: Callable[[sqlite3.Connection], Any], connection: sqlite3.Connection) -> Any:
        """A query, watched."""
        thread = threading.get_ident()
        with self._lock:
            self._running[thread] = time.monotonic()
        try:
            return query(connection)
        except MemoryError as error:  # SQLite's heap is limited
            raise sqlite3.OperationalError("the query needs too much memory") from error
        finally:
            with self._lock:
                del self._running[thread]

    def _look(self) -> None:
        while True:
            time.sleep(0.5)
            now = time.monotonic()
            with self._lock:
                if any(now - since > _KILLED for since in self._running.values()):
                    os._exit(3)


class _Published(Database):  # type: ignore[misc]  # untyped
    """The database as Datasette opens it: one connection per thread."""

    def __init__(self, datasette: Datasette, opened: Opened) -> None:
        super().__init__(datasette, path=str(opened.path))
        self.how = opened.how
        self.watch = _Watch()

    def connect(self, write: bool = False) -> sqlite3.Connection:
        if write:
            raise PermissionError("the tracker's database is served for reading")
        connection = connect_published(
            Path(self.path), [view.name for view in VIEWS], [index for index, _ in SEARCHED.values()], self.how
        )
        self._all_file_connections.append(connection)  # `close` closes these
        return connection

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        return await super().execute_fn(lambda connection: self.watch.run(fn, connection))


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
    database_views.QueryView = table_views.QueryView = _Queries  # Datasette has no setting for it
    datasette.remove_database("_memory")
    published = _Published(datasette, opened)
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


class _Queries(database_views.QueryView):  # type: ignore[misc]  # untyped
    """Answers to SQL. A CSV file has no place for "more than 1,000 rows" but a row."""

    async def data(self, request: Any, *args: Any, **more: Any) -> Any:
        found = await super().data(request, *args, **more)
        if request.url_vars.get("format") == "csv" and found[0].get("truncated"):
            said = exports.CUT_ROWS.format(rows=_ROWS)
            found[0]["rows"] = [*found[0]["rows"], (said, *("" for _ in found[0]["columns"][1:]))]
        return found


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


def _inside(tables: ASGIApp) -> ASGIApp:
    """Datasette without its pages about itself, apart from their static files."""

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
        if path in _WHOLE and not _PAGED.search(scope["query_string"]):
            scope = {**scope, "query_string": scope["query_string"] + b"&_stream=1"}
        answer: ASGIApp = tables
        if path.startswith(b"/-/") and not path.startswith(b"/-/static/"):
            answer = PlainTextResponse("Not found", 404)
        await answer({**scope, "raw_path": path, "path": unquote(path)}, receive, send_fixed)

    return app


# ---- evidence -----------------------------------------------------------------------------------


def _evidence(database: Path) -> Callable[[Request], Any]:
    """The bytes of one page, in a form that no browser shows: they are other people's."""

    def read(key: int) -> tuple[str, bytes]:
        with Store.open(database, read_only=True) as store:
            item = store.archive.evidence(key)
            return f"evidence-{key}-{item.sha256[:12]}.bin", store.archive.body(item.sha256)

    async def answer(request: Request) -> Response:
        try:
            name, body = await run_in_threadpool(read, int(request.path_params["key"]))
        except UsageError as error:
            return PlainTextResponse(str(error), 404)
        return Response(
            body,
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return answer


# ---- the process --------------------------------------------------------------------------------


def application(database: Path, tables: Reopening) -> Starlette:
    """What the child answers: the tables under /db/, evidence under /evidence/."""
    if not pm.has_plugin("evidence"):
        pm.register(links, name="evidence")
    return Starlette(
        routes=[
            Route("/evidence/{key:int}", _evidence(database)),
            Mount("/db", app=_inside(tables)),
        ]
    )


class _Server(uvicorn.Server):
    """It says when it answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write("ready\n")
        sys.stdout.flush()


def _end_with_parent(tables: Reopening) -> None:
    os.read(sys.stdin.fileno(), 1)  # nothing comes but the end
    last = threading.Timer(_CLOSING, os._exit, (0,))
    last.daemon = True
    last.start()
    tables.close()  # SQLite then leaves nothing beside the database
    os._exit(0)


def main() -> None:
    """Serve on the socket that the parent opened, until it ends."""
    database, descriptor = Path(sys.argv[1]), int(sys.argv[2])
    tables = Reopening(database, _tables)
    threading.Thread(target=_end_with_parent, args=(tables,), daemon=True).start()
    os.nice(5)  # the site goes first
    resource.setrlimit(resource.RLIMIT_FSIZE, (_SPILLED, _SPILLED))
    config = uvicorn.Config(
        application(database, tables),
        http="h11",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=60,  # longer than the parent keeps an idle connection
        forwarded_allow_ips="*",  # only the parent asks
    )
    _Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main()
