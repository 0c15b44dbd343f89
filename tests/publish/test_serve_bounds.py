"""`tracker serve` under attack: heavy SQL, half-sent requests, foreign names, and a stop that is obeyed meanwhile."""

from __future__ import annotations

import csv
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
import requests
from serving import IMPATIENT, Served, add_statements, serving, statement
from world import SECOND_PROTOCOL, world

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled history of two treaties."""
    with world(tmp_path_factory.mktemp("bounds"), more=SECOND_PROTOCOL) as made:
        made.init()
        return made.folder / "tracker.db"


@pytest.fixture(scope="module")
def served(database: Path) -> Iterator[Served]:
    """A server for the tests of this module."""
    with serving(database) as running:
        yield running


# ---- SQL ----------------------------------------------------------------------------------------

GROWING = [
    "SELECT printf('%.*c', 2000000000, 'x')",
    "SELECT format('%.*c', 2000000000, 'x')",
    "SELECT zeroblob(99999)",
    "SELECT randomblob(99999)",
    "SELECT instr(hex(zeroblob(400000)), 'x')",
    "SELECT json_patch('{}', '{}')",
    "SELECT sqlite_log(1, 'x')",
    "SELECT fts3_tokenizer('simple')",
]
#: A text that doubles with each row, without any function.
LONG = "WITH RECURSIVE long (n, t) AS (SELECT 0, 'aaaaaaaaaa' UNION ALL SELECT n + 1, t || t FROM long WHERE n < {})"
#: Within the limits, and each call is one step of SQLite's machine: many calls between two looks at the clock.
COSTLY = (
    LONG.format(13)  # noqa: S608 - ours
    + " SELECT "
    + ", ".join(
        f"instr(t, substr(t, 1, 40000) || 'b{turn}') + instr(t, substr(t, 1, 40000) || 'c')" for turn in range(150)
    )
    + " FROM long, (SELECT 1 FROM parties LIMIT 50) WHERE n = 13"
)
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
BOUNDED = [
    f"{LONG.format(30)} SELECT length(max(t)) FROM long",  # noqa: S608 - the text grows beyond any limit
    "SELECT 'a' LIKE '" + "%a" * 500 + "'",
    "SELECT 'a' GLOB '" + "*a" * 500 + "'",
    "SELECT " + ", ".join(["1"] * 500),
    "SELECT " + "(" * 300 + "1" + ")" * 300,
    "SELECT " + " UNION ALL SELECT ".join(["1"] * 200),
    "SELECT group_concat(text || text || text) FROM statements, changes, parties, parties",
    ENDLESS,
    "SELECT count(*) FROM parties a, parties b, parties c, parties d, parties e, parties f",
]


def test_sql_beyond_the_limits_is_refused(served: Served) -> None:
    """Four at a time: some are stopped by the clock."""
    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip(GROWING + BOUNDED, pool.map(served.ask, GROWING + BOUNDED), strict=True))
    assert {sql: answer for sql, answer in answers.items() if answer != (400, [])} == {}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT group_concat(DISTINCT treaty) IS NOT NULL FROM parties",
        "SELECT count(*) > 0 FROM parties WHERE lower(name) LIKE '%land%' OR name GLOB 'A*'",
        "SELECT replace(upper('abc'), 'B', '-') || substr('xyz', 2) = 'A-Cyz'",
        "SELECT json_extract('{\"a\": 1}', '$.a') = 1 AND '[5]' ->> 0 = 5",
        "SELECT strftime('%Y', '2026-01-02') = '2026' AND julianday('2026-01-02') > 0",
        "SELECT max(place) = count(*) FROM (SELECT row_number() OVER (ORDER BY name) AS place FROM parties)",
        "SELECT round(avg(abs(-2)), 1) = 2 AND coalesce(NULL, iif(1, 1, 0)) AND typeof(quote(1)) = 'text'",
    ],
)
def test_sql_that_people_write(served: Served, sql: str) -> None:
    """The usual functions stay."""
    assert served.ask(sql) == (200, [[1]])


def at_once(served: Served, sqls: Sequence[str]) -> list[threading.Thread]:
    """Ask all of them, each on a connection of its own, and do not wait."""

    def ask(sql: str) -> None:
        with suppress(requests.RequestException):  # the server may end meanwhile
            served.ask(sql)

    asking = [threading.Thread(target=ask, args=(sql,), daemon=True) for sql in sqls]
    for one in asking:
        one.start()
    return asking


def test_the_site_does_not_wait_for_sql(database: Path, tmp_path: Path) -> None:
    """The page comes while all queries still run."""
    (tmp_path / "index.html").write_text("<h1>Front</h1>")
    with serving(database, site=tmp_path) as served:
        asking = at_once(served, [ENDLESS] * 12)
        for _ in range(20):
            assert served.get("").text == "<h1>Front</h1>"
        assert any(one.is_alive() for one in asking)
    for one in asking:  # the server is gone: nobody waits for the rest
        one.join()


def test_a_query_that_cannot_be_interrupted_is_killed(served: Served) -> None:
    """SQLite does not look at the clock in time; the process that answers for the database is ended and comes again."""
    status, rows = served.ask(COSTLY)
    assert (status in (400, 503), rows) == (True, [])
    answers = (served.ask("SELECT count(*) > 0 FROM parties") for _ in range(60))  # a process needs a moment
    assert (200, [[1]]) in answers


def test_a_stop_is_obeyed_whatever_runs(database: Path) -> None:
    """SQL, half-sent requests, and readers that do not read: the process and its child end, with code 0."""
    with serving(database) as served, ExitStack() as stack:
        at_once(served, [ENDLESS, COSTLY, COSTLY, ENDLESS])
        for text in (
            b"GET / HTTP/1.1\r\nHost: lo",
            b"GET /db/tracker/changes.json?_size=max HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ):
            stack.enter_context(connection(served)).sendall(text)
        served.ask("SELECT 1")
        children = children_of(served.process)
        assert children
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=60) == 0
        assert [child for child in children if gone(child)] == children


def test_the_child_ends_with_its_parent(database: Path) -> None:
    """Killed in a way that lets it do nothing more."""
    with serving(database) as served:
        served.ask("SELECT 1")
        children = children_of(served.process)
        served.process.kill()
        served.process.wait(timeout=60)
        assert children
        assert [child for child in children if gone(child)] == children


def children_of(process: subprocess.Popen[str]) -> list[str]:
    """The ids of its children."""
    with open(f"/proc/{process.pid}/task/{process.pid}/children") as file:  # noqa: PTH123 - no Path for /proc
        return file.read().split()


def gone(pid: str) -> bool:
    """Wait until a process has ended."""
    for _ in range(600):
        try:
            with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123 - the same
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except FileNotFoundError:
            return True
        time.sleep(0.1)
    return False


# ---- connections --------------------------------------------------------------------------------


def connection(served: Served) -> socket.socket:
    """A bare connection."""
    parts = urlsplit(served.address)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60)


HALF = [
    b"",
    b"GET / HT",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n",
    b"GET /db/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab",
    b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: lo",
]


def test_half_a_request_is_not_waited_for(database: Path) -> None:
    """The server closes the connection; a byte now and then does not keep it. It has a second here, instead of ten."""
    with serving(database, code=IMPATIENT) as served, ThreadPoolExecutor(len(HALF)) as pool:
        closed = dict(zip(HALF, pool.map(lambda sent: is_closed(served, sent), HALF), strict=True))
    assert closed == dict.fromkeys(HALF, True)


def is_closed(served: Served, sent: bytes) -> bool:
    """Whether half a request, with a byte now and then, is given up."""
    with connection(served) as half:
        half.sendall(sent)
        half.settimeout(0.2)
        for turn in range(300):
            try:
                if not half.recv(65536):
                    return True
                continue
            except TimeoutError:
                pass
            except ConnectionError:
                return True
            try:
                if turn % 2 and sent:
                    half.sendall(b"x")
            except ConnectionError:
                return True
    return False


def test_half_requests_do_not_keep_others_out(served: Served) -> None:
    """However many there are."""
    with ExitStack() as stack:
        for _ in range(600):
            try:
                stack.enter_context(connection(served)).sendall(b"GET / HTTP/1.1\r\nHost: lo")
            except ConnectionError:  # closed in favour of a later one
                continue
        assert served.get("db/tracker/parties.json?_size=1").status_code == 200


# ---- names --------------------------------------------------------------------------------------


def status_for(address: str, name: str) -> tuple[int, str]:
    """What a request with this Host header gets."""
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)) as asked:
        asked.request("GET", "/db/tracker/parties.json?_size=1", headers={"Host": name})
        answer = asked.getresponse()
        return answer.status, answer.read().decode()


OURS = ["localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:8001", "127.1.2.3", "[::1]", "[::1]:8001", "localhost."]
FOREIGN = [
    "evil.example",
    "evil.example:8001",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.evil.example",
    "[::2]",
    "192.0.2.1",
    "0x7f.1",
    "evil.example:80@127.0.0.1",
    "127.0.0.1@evil.example",
    "[::1]evil.example",
    "",
]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_a_loopback_address_answers_to_its_own_names(database: Path, host: str) -> None:
    """A page elsewhere whose name leads here (DNS rebinding) reads nothing, whatever the address."""
    with serving(database, "--host", host) as served:
        assert [(name, status_for(served.address, name)[0]) for name in OURS] == [(name, 200) for name in OURS]
        assert [(name, status_for(served.address, name)[0]) for name in FOREIGN] == [(name, 400) for name in FOREIGN]


def test_a_proxy_may_keep_the_name_that_was_asked_for(database: Path) -> None:
    """`--allow-host` names it; others get a sentence with that option."""
    with serving(database, "--allow-host", "treaties.example", "--allow-host", "Other.Example") as served:
        for name in (*OURS, "treaties.example", "treaties.example:443", "TREATIES.example", "other.example"):
            assert (name, status_for(served.address, name)[0]) == (name, 200)
        for name in ("evil.example", "x.treaties.example", "treaties.example.evil"):
            status, said = status_for(served.address, name)
            assert (name, status, "--allow-host" in said) == (name, 400, True)


def test_an_open_address_with_names(database: Path) -> None:
    """Without names it answers to all, as documented; with them to those, to loopback and to bare addresses."""
    with serving(database, "--host", "0.0.0.0") as served:  # noqa: S104 - what is tested
        assert status_for(served.address, "evil.example")[0] == 200
    with serving(database, "--host", "0.0.0.0", "--allow-host", "treaties.example") as served:  # noqa: S104 - the same
        for name in ("treaties.example", "localhost", "192.0.2.1:8001"):
            assert (name, status_for(served.address, name)[0]) == (name, 200)
        assert status_for(served.address, "evil.example")[0] == 400


@pytest.mark.parametrize("name", ["https://treaties.example", "treaties.example:443", "*.example", "", "a b"])
def test_a_name_is_a_name(database: Path, name: str) -> None:
    """No address, no port, no pattern."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "--db", str(database), "serve", "--port", "0", "--allow-host", name],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, "--allow-host" in done.stderr) == (2, True)


# ---- evidence -----------------------------------------------------------------------------------


def test_the_bytes_of_evidence_are_an_attachment(served: Served) -> None:
    """Exactly as kept, and no browser takes them for a page."""
    with closing(sqlite3.connect(served.database)) as db:
        rows = db.execute("SELECT id, sha256, size FROM evidence").fetchall()
    assert rows
    for number, sha256, size in rows:
        answer = served.get(f"evidence/{number}")
        shown = subprocess.run(
            [sys.executable, "-m", "tracker", "--db", str(served.database), "evidence", str(number)],
            capture_output=True,
            check=True,
        ).stdout
        assert (answer.status_code, answer.content, len(answer.content)) == (200, shown, size)
        headers = answer.headers
        assert headers["Content-Type"] == "application/octet-stream"
        assert headers["Content-Disposition"] == f'attachment; filename="evidence-{number}-{sha256[:12]}.bin"'
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert f'href="/evidence/{rows[0][0]}"' in served.get("db/tracker/evidence").text


@pytest.mark.parametrize(
    "path", ["evidence/0", "evidence/999999", "evidence/x", "evidence/-1", "evidence/1/2", f"evidence/{10**30}"]
)
def test_evidence_that_is_not_there(served: Served, path: str) -> None:
    assert served.get(path).status_code == 404


def test_attack_of_the_findings(served: Served) -> None:
    """Forty long texts in each of three queries: refused at once, and tables answer."""
    sql = "select " + ",".join(["printf('%.*c', 2000000000, 'x')"] * 40)
    asking = at_once(served, [sql] * 3)
    assert served.get("db/tracker/parties.json").status_code == 200
    for one in asking:
        one.join()
    assert os.path.exists(f"/proc/{served.process.pid}")  # noqa: PTH110 - the same


def test_what_is_cut_says_so(served: Served) -> None:
    """More rows than one answer has: the page, JSON and CSV all say so, and CSV says where the rest is."""
    asked = urlencode(
        {"sql": "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2500) SELECT i, i FROM n"}
    )
    assert served.get(f"db/tracker.json?{asked}").json()["truncated"] is True
    assert "more than 1,000 rows" in served.get(f"db/tracker?{asked}").text
    lines = served.get(f"db/tracker.csv?{asked}").text.splitlines()
    assert lines[1000] == "1000,1000"
    assert "first 1000 rows" in lines[-1]
    assert "OFFSET 1000" in lines[-1]
    few = served.get(f"db/tracker.csv?{urlencode({'sql': 'SELECT 1 AS a UNION SELECT 2'})}").text.splitlines()
    assert few == ["a", "1", "2"]


@pytest.mark.parametrize("view", ["figures_by_day", "membership_history"])
def test_csv_of_a_table_is_whole(served: Served, view: str) -> None:
    """Not only its first page; one page for who asks for a page."""
    with closing(sqlite3.connect(served.database)) as db:
        (count,) = db.execute(f"SELECT count(*) FROM {view}").fetchone()  # noqa: S608 - ours
    assert count > 100
    assert len(list(csv.reader(served.get(f"db/tracker/{view}.csv").text.splitlines()))) == count + 1
    assert len(list(csv.reader(served.get(f"db/tracker/{view}.csv?_size=3").text.splitlines()))) == 4


def test_a_long_text_is_shown_whole(tmp_path: Path) -> None:
    """On the page of a table too."""
    text = "word " * 2000 + "end"
    with world(tmp_path, more=SECOND_PROTOCOL) as made:
        made.init()
        with made.store() as store:
            add_statements(store, statement("JPN", "Japan", "7", text))
    with serving(tmp_path / "tracker.db") as served:
        assert text in served.get("db/tracker/statements?participant=JPN&treaty=cets-224").text
