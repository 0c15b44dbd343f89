"""`tracker serve`: tables and questions in a real browser, read-only for strangers, beside a process that writes."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
import requests
from playwright.sync_api import Page, expect
from serving import Served, add_statements, serving, statement
from world import SECOND_PROTOCOL, world

from db.public.describe import VIEWS
from db.public.queries import QUERIES, Query
from tracker.cli import main
from tracker.wording.notices import DISCLAIMER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled history of two treaties, with two statements."""
    with world(tmp_path_factory.mktemp("serve"), more=SECOND_PROTOCOL) as made:
        made.init()
        with made.store() as store:
            add_statements(
                store,
                statement("JPN", "Japan", "7", "Japan reserves the right not to apply Article 7."),
                statement("TUR", "Türkiye", "27", "The central authority of Türkiye is named under art. 27."),
            )
        return made.folder / "tracker.db"


@pytest.fixture(scope="module")
def served(database: Path) -> Iterator[Served]:
    """A server for the tests of this module."""
    with serving(database) as running:
        yield running


# ---- in a browser -------------------------------------------------------------------------------


def test_from_the_front_to_the_questions(served: Served, page: Page) -> None:
    """While there is no site, / leads to the tables: the documented ones, with their titles, and no others."""
    page.goto(served.address)
    assert urlsplit(page.url).path == "/db/"
    page.get_by_role("heading", name="tracker").get_by_role("link").click()

    tables = page.locator("dl.tables")
    expect(tables.locator("dt")).to_have_text([view.name for view in VIEWS])
    expect(tables.locator("dd")).to_have_text([view.title for view in VIEWS])
    assert page.get_by_text("hidden table").count() == 0
    assert [line for line in DISCLAIMER if line not in page.locator("footer").inner_text()] == []


def test_a_question_answered(served: Served, page: Page) -> None:
    """The form comes filled in with the example; other values give another answer."""
    page.goto(f"{served.address}db/tracker")
    page.get_by_role("link", name="Was a treaty in force between two participants on a day?").click()
    shows(page, "treaty", ["cets-224", "ets-185"])
    shows(page, "in_force", ["0", "0"])  # the day before Brazil's entry into force

    page.get_by_label("day", exact=True).fill("2023-03-01")
    page.get_by_role("button", name="Run SQL").click()
    shows(page, "in_force", ["0", "1"])
    shows(page, "since", ["", "2023-03-01"])

    page.get_by_label("b", exact=True).fill("no such participant'")
    page.get_by_role("button", name="Run SQL").click()
    shows(page, "standing_b", ["none", "none"])


def shows(page: Page, column: str, cells: list[str]) -> None:
    """Wait until a column shows this, and nothing else."""
    expect(page.locator(f"td.col-{column}")).to_have_text(cells)


def test_who_reserved_an_article(served: Served, page: Page) -> None:
    """The question as a link: whoever gets it sees the answer."""
    page.goto(f"{served.address}db/tracker/reservations_to_article?treaty=cets-224&article=7&day=2026-06-15")
    shows(page, "name", ["Japan"])
    shows(page, "article", ["7"])


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_question_answers_its_example(served: Served, query: Query) -> None:
    """As SQLite answers it."""
    answer = served.get(f"db/tracker/{query.name}.json?{urlencode({**query.parameters, '_shape': 'arrays'})}")
    with closing(sqlite3.connect(served.database)) as db:
        assert answer.json()["rows"] == [list(row) for row in db.execute(query.sql, dict(query.parameters))]


def test_facets_narrow_a_table(served: Served, page: Page) -> None:
    """One click on a standing shows the participants that have it."""
    page.goto(f"{served.address}db/tracker/parties")
    page.locator(".facet-info").get_by_role("link", name="cets-224", exact=True).click()
    page.locator(".facet-info").get_by_role("link", name="contracting", exact=True).click()

    with closing(sqlite3.connect(served.database)) as db:
        wanted = "SELECT name FROM parties WHERE treaty = 'cets-224' AND standing = 'contracting'"
        names = [name for (name,) in db.execute(wanted)]
    assert "Hungary" in names
    shows(page, "name", names)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Turkiye art. 27", ["Türkiye"]),
        ("türkiye art. 27", ["Türkiye"]),
        ("named art. 27", ["Türkiye"]),
        ('"central authority"', ["Türkiye"]),
        ("apply reserves", ["Japan"]),
        ("Söderköping", []),
        ('un"balanced', []),
        ("C++ AND (NOT", []),
    ],
)
def test_search_in_statements(served: Served, page: Page, asked: str, found: list[str]) -> None:
    """Words as people type them; nothing typed makes it fail."""
    page.goto(f"{served.address}db/tracker/statements")
    page.get_by_label("Search").fill(asked)
    page.get_by_role("button", name="Apply").click()

    shows(page, "name", found)


# ---- read-only ----------------------------------------------------------------------------------


WRITES = [
    "INSERT INTO memory VALUES ('a', 'b')",
    "WITH a AS (SELECT 1) INSERT INTO memory SELECT 'a', 'b'",
    "DELETE FROM change",
    "UPDATE change SET summary = 'x'",
    "DROP VIEW parties",
    "CREATE TABLE t (a)",
    "CREATE TEMP TABLE t (a)",
    "ATTACH DATABASE '/tmp/other.db' AS other",
    "VACUUM INTO '/tmp/other.db'",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = DELETE",
    "SELECT * FROM pragma_journal_mode('delete')",
    "SELECT * FROM pragma_wal_checkpoint",
    "SELECT load_extension('/tmp/other.so')",
    "SELECT 1; DELETE FROM change",
    "BEGIN IMMEDIATE",
    "REINDEX",
    "INSERT INTO statement_search (statement_search) VALUES ('delete-all')",
]
HIDDEN = [
    "SELECT packed FROM body",
    "SELECT * FROM body",
    "SELECT body FROM configuration",
    "SELECT value FROM memory",
    "SELECT headers FROM evidence_item",
    "SELECT * FROM outbox",
    "SELECT text FROM notice",
    "WITH changes AS (SELECT packed FROM body) SELECT * FROM changes",  # a borrowed name
    "SELECT * FROM (SELECT packed FROM body) AS changes",
    "SELECT (SELECT max(packed) FROM body) FROM changes",
    "SELECT id FROM changes WHERE id IN (SELECT size FROM body WHERE packed > x'00')",
    "SELECT id FROM changes ORDER BY (SELECT packed FROM body)",
    "SELECT name FROM (SELECT channel AS name FROM outbox UNION SELECT name FROM parties)",
    "EXPLAIN SELECT packed FROM body",
    "SELECT * FROM sqlite_dbpage",
    "SELECT * FROM dbstat",
]


@pytest.mark.parametrize("sql", WRITES + HIDDEN)
def test_sql_that_is_refused(served: Served, sql: str) -> None:
    """Nothing is written, and nothing is read but what the views show: by any statement."""
    with closing(sqlite3.connect(served.database)) as db:
        before = db.execute("PRAGMA data_version").fetchone(), db.execute("PRAGMA journal_mode").fetchone()
        answer = served.ask(sql)
        after = db.execute("PRAGMA data_version").fetchone(), db.execute("PRAGMA journal_mode").fetchone()

    assert answer == (400, [])
    assert before == after


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_can_be_asked(served: Served, view: Any) -> None:
    """With SQL of one's own, under a borrowed name too; and as JSON and CSV."""
    with closing(sqlite3.connect(served.database)) as db:
        wanted = [list(row) for row in db.execute(f"SELECT * FROM {view.name} LIMIT 5")]  # noqa: S608 - ours

    for sql in (f"SELECT * FROM {view.name}", f"WITH mine AS (SELECT * FROM {view.name}) SELECT * FROM mine"):  # noqa: S608
        assert served.ask(f"{sql} LIMIT 5") == (200, wanted)
    assert served.get(f"db/tracker/{view.name}.json").status_code == 200
    assert served.get(f"db/tracker/{view.name}.csv").text.startswith(",".join(view.columns))


def test_tables_behind_the_views(served: Served) -> None:
    """None can be looked at, nor a row of it, nor is any listed."""
    with closing(sqlite3.connect(served.database)) as db:
        every = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")}
    behind = every - {view.name for view in VIEWS}
    assert {"body", "configuration", "outbox", "notice", "memory"} <= behind
    for name in behind:
        for path in (name, f"{name}.json", f"{name}.csv?_stream=1", f"{name}/1"):
            assert (path, served.get(f"db/tracker/{path}").status_code) == (path, 403)
    listed = {table["name"] for table in served.get("db/tracker.json?_show_hidden=1").json()["tables"]}
    assert listed & behind == set()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("db/tracker.db", 403),
        ("db/tracker/BODY.json", 404),
        ("db/_internal", 403),
        ("db/_memory", 404),
        ("db/-/databases.json", 404),
        ("db/-/settings", 404),
        ("db/-/permissions", 404),
        ("db/-/static/../../../database.py", 404),
        ("db/look/../database-tracker.html", 404),
        ("db//-/databases.json", 404),
        ("nothing-here", 404),
    ],
)
def test_pages_that_are_not_for_strangers(served: Served, path: str, status: int) -> None:
    """Not the file, not Datasette's pages about itself."""
    found, _, body = raw(served, f"/{path}")
    assert found == status
    assert str(served.database).encode() not in body


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/", "/db/"),
        ("/db", "/db/"),
        ("/db/tracker/", "/db/tracker"),
        ("/db/%2d/databases.json", "/db/~2d/databases~2Ejson"),
        ("/db//example.org/", "/db/example.org"),
        ("/db/http:%2f%2fexample.org/", "/db/http:~2f~2fexample~2Eorg/"),
    ],
)
def test_redirects_stay_here(served: Served, path: str, leads_to: str) -> None:
    """None leads to another host, or out of the tables."""
    status, headers, _ = raw(served, path)
    assert (status in (302, 307), headers["location"]) == (True, leads_to)


def test_only_reading_methods(served: Served) -> None:
    """POST and the like are refused before anything looks at them."""
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert raw(served, "/db/tracker", method=method)[0] == 405
    assert raw(served, "/db/tracker", method="HEAD")[0::2] == (200, b"")


def test_headers_of_the_tables(served: Served) -> None:
    """No page may be framed, load anything from elsewhere, or be taken for another kind of file."""
    headers = served.get("db/tracker").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


def test_a_query_without_end(served: Served) -> None:
    """It is stopped, and the server goes on."""
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    assert served.ask(endless) == (400, [])
    assert served.ask("SELECT length(zeroblob(900000000))") == (400, [])
    assert served.ask("SELECT count(*) > 0 FROM parties") == (200, [[1]])


def raw(served: Served, path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body for a path exactly as it is: no client tidies it up."""
    parts = urlsplit(served.address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as connection:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


# ---- beside a daemon ----------------------------------------------------------------------------


def test_beside_a_process_that_writes(tmp_path: Path) -> None:
    """Readers never hold up a writer, never see a half-written change, and see it once it is there."""
    with world(tmp_path, more=SECOND_PROTOCOL) as made:
        made.init()
        with serving(tmp_path / "tracker.db") as served, closing(sqlite3.connect(served.database, timeout=0)) as db:
            stop, answers = threading.Event(), []

            def read() -> None:
                while not stop.is_set():
                    answers.append(served.ask("SELECT count(DISTINCT state) FROM source_health"))

            readers = [threading.Thread(target=read) for _ in range(3)]
            for reader in readers:
                reader.start()
            for turn in range(200):
                with db:  # without any wait: a reader that held a lock would make it fail
                    db.execute("UPDATE feed SET state = ?", ("down" if turn % 2 else "ok",))
                db.execute("PRAGMA wal_checkpoint(PASSIVE)")
            stop.set()
            for reader in readers:
                reader.join()
            assert answers
            assert [answer for answer in answers if answer != (200, [[1]])] == []  # all of a change, or nothing

            with db:
                db.execute("UPDATE feed SET last_error = 'seen at once'")
            assert "seen at once" in served.get("db/tracker/source_health").text
            busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            assert busy == 0  # no reader stays in the log, so it does not grow


# ---- the site -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, database: Path) -> Iterator[Served]:
    """A server with a site, and things beside it that are nobody's business."""
    folder = tmp_path_factory.mktemp("public")
    (folder.parent / "secret.txt").write_text("secret")
    files = {
        "index.html": "<h1>Front</h1>",
        "404.html": "<h1>Not here</h1>",
        "map/index.html": "<h1>Map</h1>",
        "app.js": "export {}",
        "embed/map.html": "<h1>Map</h1>",
        "assets/served.js": "",
        "data.json": "{}",
        "changes.atom": "<feed/>",
        "calendar.ics": "BEGIN:VCALENDAR",
        "data.csv": "a,b",
        "large.txt": "a" * 5000,
        ".git/config": "secret",
        ".env": "secret",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "out").symlink_to(folder.parent / "secret.txt")
    with serving(database, site=folder) as running:
        yield running


def test_site_in_a_browser(site: Served, page: Page) -> None:
    """The site stands at /, the tables under /db/."""
    page.goto(site.address)
    assert page.inner_text("h1") == "Front"
    page.goto(f"{site.address}map/")
    assert page.inner_text("h1") == "Map"
    page.goto(f"{site.address}db/tracker")
    expect(page.locator("dl.tables dt")).to_have_count(len(VIEWS))


def test_pages_learn_where_the_tables_are_and_the_tables_lead_back(site: Served, page: Page) -> None:
    answer = site.get("assets/served.js")
    assert answer.text == 'window.served_tables = "/db/";\n'
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    page.goto(f"{site.address}db/tracker")
    page.get_by_role("link", name="Back to the pages").click()
    assert page.inner_text("h1") == "Front"


def test_others_may_frame_what_is_made_for_it_and_nothing_else(site: Served) -> None:
    for path, frames in (("embed/map.html", "*"), ("", "'none'"), ("map/", "'none'")):
        assert f"frame-ancestors {frames}" in site.get(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("app.js", "text/javascript; charset=utf-8"),
        ("data.json", "application/json"),
        ("changes.atom", "application/atom+xml"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
        ("data.csv", "text/csv; charset=utf-8"),
    ],
)
def test_media_types(site: Served, path: str, kind: str) -> None:
    """The same on every machine; and no browser may guess another."""
    headers = site.get(path).headers
    assert headers["Content-Type"] == kind
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/map/../../secret.txt",
        "/map/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/out",
        "/.env",
        "/.git/config",
        "/map/../.env",
        "/%2eenv",
        "/index.html%00.txt",
        "/" + "a" * 5000,
        "/db/look/../../../../pyproject.toml",
        "/db/look/%2e%2e/%2e%2e/config.toml",
    ],
)
def test_nothing_outside_the_folder(site: Served, path: str) -> None:
    """No way out, no hidden file, no link that leads elsewhere: the site's own page for what is not there."""
    status, _, body = raw(site, path)
    assert status == 404
    assert b"secret" not in body
    assert b"root:" not in body
    assert b"[tracker]" not in body


def test_unchanged_pages_are_not_sent_again(site: Served) -> None:
    """By ETag; HEAD has the headers alone; long text is packed."""
    tag = site.get("large.txt").headers["ETag"]
    assert raw(site, "/large.txt", **{"If-None-Match": tag})[0::2] == (304, b"")
    assert raw(site, "/large.txt", method="HEAD")[0::2] == (200, b"")
    assert raw(site, "/large.txt", method="POST")[0] == 405
    status, headers, body = raw(site, "/large.txt", **{"Accept-Encoding": "gzip"})
    assert (status, headers["content-encoding"], len(body) < 500) == (200, "gzip", True)
    assert raw(site, "/map")[1]["location"].endswith("/map/")
    assert raw(site, "/nowhere")[2] == b"<h1>Not here</h1>"


# ---- the command --------------------------------------------------------------------------------


@pytest.mark.parametrize("asked_first", [True, False])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_good_order(database: Path, number: signal.Signals, asked_first: bool) -> None:
    """Ctrl-C and SIGTERM, as soon as it says where it is: exit code 0, nothing on stderr, the port is free again."""
    with subprocess.Popen(
        [sys.executable, "-m", "tracker", "--db", str(database), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[0]
        if asked_first:
            assert requests.get(f"{address}db/tracker", timeout=60).status_code == 200
        process.send_signal(number)
        _, said = process.communicate(timeout=60)

    assert (process.returncode, said) == (0, "")
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=60)


def test_another_name_for_this_machine_is_refused(served: Served) -> None:
    """A page elsewhere whose name leads here (DNS rebinding) reads nothing."""
    assert served.get("db/", headers={"Host": "evil.example"}).status_code == 400
    assert served.get("db/", headers={"Host": "localhost"}).status_code == 200


def test_where_the_file_lies_is_not_told(served: Served) -> None:
    """A path says who runs the tracker, and where."""
    assert served.ask("SELECT file FROM pragma_database_list")[0] == 400


def refusal(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int | str | None, str]:
    """The exit code and the one line that say why not."""
    with pytest.raises(SystemExit) as ended:
        main(list(argv))
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    assert not said.startswith("tracker: a bug in this program"), said
    return ended.value.code, said


def test_a_port_that_is_taken(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line with what to do, exit code 2."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = refusal(capsys, "--db", str(database), "serve", "--port", str(port))
    assert code == 2
    assert f"127.0.0.1 port {port}" in said
    assert "--port" in said


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "a" * 100, ""])
def test_an_address_that_is_not_ours(database: Path, capsys: pytest.CaptureFixture[str], host: str) -> None:
    """The same for an address of nobody, and for what is none."""
    code, said = refusal(capsys, "--db", str(database), "serve", "--port", "0", "--host", host)
    assert (code, "--host" in said) == (2, True)


def test_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line of every command, exit code 2; no file is made."""
    code, said = refusal(capsys, "--db", str(tmp_path / "none.db"), "serve")
    assert (code, "tracker init" in said) == (2, True)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("missing", ["datasette", "httpcore", "starlette", "uvicorn"])
def test_without_the_extra(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """It says what to install, exit code 2."""
    for name in [name for name in sys.modules if name.partition(".")[0] == missing or name == "jobs.publish.serve"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delattr("jobs.publish.serve", raising=False)

    code, said = refusal(capsys, "--db", str(database), "serve")
    assert (code, "pip install" in said and "[web]" in said) == (2, True)


def test_a_file_with_a_strange_name(database: Path, tmp_path: Path) -> None:
    """What SQLite would take for options or an escape is part of the name."""
    strange = tmp_path / "a?mode=rwc&b#c%20d.db"
    with (
        closing(sqlite3.connect(database)) as original,
        closing(sqlite3.connect(f"file:{quote(str(strange))}", uri=True)) as copy,
    ):
        original.backup(copy)
    with serving(strange) as served:
        assert served.ask("SELECT count(*) > 0 FROM parties") == (200, [[1]])
    assert sorted(json.dumps(path.name) for path in tmp_path.iterdir() if "-" not in path.name) == [
        json.dumps(strange.name)
    ]
