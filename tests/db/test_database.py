"""The file: strict, durable, migrated with a copy kept, shared by several processes, and small."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import zlib
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pages
import pytest
from states import ALBANIA, BRAZIL
from tampering import loosened
from world import World, told, world

import db.database
from db.database import open_database, open_to_read
from db.schema.steps import STEPS, migrate
from db.store import Store
from jobs.locks import turn
from tracker.errors import BusyError, DatabaseError, NoDatabaseError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with everything in it."""
    with Store.open(tmp_path / "tracker.db", create=True):
        pass
    return tmp_path / "tracker.db"


@pytest.fixture
def w(w: World) -> World:
    """A world that was read once."""
    w.show(ALBANIA)
    w.check()
    return w


# ---- how it is made ---------------------------------------------------------------------------------


def test_every_table_is_strict(path: Path) -> None:
    """A text where a number is due is refused; the table of migrations is the library's."""
    with closing(sqlite3.connect(path)) as connection:
        tables = dict(connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'"))
    assert [name for name, strict in tables.items() if not strict and not name.startswith("sqlite_")] in (
        [],
        ["_sqlite_migrations"],
    )
    assert {"log", "change", "row_version", "body"} <= set(tables)


def test_foreign_keys_and_the_journal(path: Path) -> None:
    """On in every connection; write-ahead; a page that holds a packed chart without waste."""
    for opened in (open_database(path), open_to_read(path).connection):
        pragmas = {
            name: opened.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("foreign_keys", "journal_mode", "page_size", "integrity_check")
        }
        assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "page_size": 1024, "integrity_check": "ok"}
        opened.close()
    opened = open_database(path)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        opened.execute("INSERT INTO feed (treaty, source) VALUES ('no-such-treaty', 'x')")
    opened.close()


def test_a_read_command_writes_nothing(path: Path) -> None:
    """Opened to read means it."""
    opened = open_to_read(path).connection
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened.execute("DELETE FROM log")
    opened.close()


@pytest.mark.parametrize("statement", ["PRAGMA journal_mode = WAL", "VACUUM"])
def test_a_process_was_killed_while_it_made_the_file(tmp_path: Path, statement: str) -> None:
    """A page with nothing in it: no database for a reader, and a writer goes on making it."""
    path = tmp_path / "tracker.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 0")
        connection.execute(statement)
    with pytest.raises(NoDatabaseError):
        Store.open(path)
    with Store.open(path, create=True) as store:
        assert len(store.log.entries()) == 0


def test_a_reader_comes_while_the_file_is_made(path: Path, tmp_path: Path) -> None:
    """The first transaction is not committed: there is no database yet, and nothing is said to be foreign."""
    half = tmp_path / "half.db"
    with closing(sqlite3.connect(half, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE log (id)")
        with pytest.raises(NoDatabaseError, match="yet"):
            Store.open(half)
    assert path.exists()


# ---- versions ---------------------------------------------------------------------------------------


def _older(path: Path) -> None:
    """The database as the first release made it, with something in it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA application_id = {db.database.APPLICATION_ID}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.schema.steps.STEPS", {"001_tables": STEPS["001_tables"]})
        migrate(connection)
    connection.execute("INSERT INTO memory (key, value) VALUES ('kept', 'yes')")
    connection.close()


def _steps(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid")]


def test_an_older_database_is_copied_and_migrated(tmp_path: Path) -> None:
    """The copy is the older one, whole; the database is new, with what was in it; once."""
    path = tmp_path / "tracker.db"
    _older(path)
    with Store.open(path) as store:
        assert store.memory.get("kept") == "yes"
    copy = tmp_path / "tracker.db.before-001"

    assert _steps(path) == list(STEPS)
    assert _steps(copy) == ["001_tables"]
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT value FROM memory").fetchone() == ("yes",)
    before = copy.stat().st_mtime_ns
    with Store.open(path):
        assert copy.stat().st_mtime_ns == before
    assert sorted(found.name for found in tmp_path.iterdir()) == ["tracker.db", "tracker.db.before-001"]


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps or none, and an error that says so; the next start tries again."""
    path = tmp_path / "tracker.db"
    _older(path)
    fails = "CREATE TABLE half (a INTEGER) STRICT;\nINSERT INTO no_such_table VALUES (1);\n"
    monkeypatch.setitem(STEPS, "900_fails", fails)
    with pytest.raises(DatabaseError, match="no_such_table"):
        Store.open(path)
    assert _steps(path) == ["001_tables"]
    with closing(sqlite3.connect(path)) as connection:
        assert not connection.execute("SELECT * FROM sqlite_schema WHERE name = 'half'").fetchall()

    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.memory.get("kept") == "yes"


def test_two_processes_migrate_at_once(tmp_path: Path) -> None:
    """One does it, the other waits; the copy is the older one whoever wins."""
    path = tmp_path / "tracker.db"
    _older(path)
    code = "import sys, pathlib; from db.store import Store\nwith Store.open(pathlib.Path(sys.argv[1])): pass"
    running = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4

    assert _steps(path) == list(STEPS)
    assert _steps(tmp_path / "tracker.db.before-001") == ["001_tables"]


def test_a_newer_database_is_refused_and_left_alone(path: Path) -> None:
    """Reading or writing: named, and not a byte changed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('convention-tracker', '999_x', '')"
        )
    before = path.read_bytes()
    for settings in ({"read_only": True}, {"create": True}):
        with pytest.raises(DatabaseError, match="999_x"):
            Store.open(path, **settings)
    assert path.read_bytes() == before


# ---- several processes ------------------------------------------------------------------------------


def test_a_check_beside_a_reader(w: World) -> None:
    """A reader in the middle of its answer holds nobody up, and sees what was there when it began."""
    with closing(sqlite3.connect(w.folder / "tracker.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM change").fetchone() == (0,)
        w.show(ALBANIA, BRAZIL)
        assert len(told(w.check())) == 3
        assert reader.execute("SELECT count(*) FROM change").fetchone() == (0,)
    assert len(w.changes()) == 3


def test_two_checks_at_once_wait_for_each_other(w: World) -> None:
    """Each gets its turn; what changed is told by one of them."""
    w.show(ALBANIA, BRAZIL)
    entries: list[Any] = []
    together = [threading.Thread(target=lambda: entries.append(w.check())) for _ in range(4)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()

    assert sorted(entry.outcome for entry in entries) == ["changed", "unchanged", "unchanged", "unchanged"]
    assert len(w.changes()) == 3


def test_no_turn_is_an_error_that_names_the_database(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the wait."""
    monkeypatch.setattr("jobs.locks.WAIT", 0.05)
    with turn(w.config), pytest.raises(BusyError, match="another check of"), turn(w.config):
        pass


def test_a_lock_that_is_let_go_in_time_is_waited_for(w: World) -> None:
    """Another process's transaction of a moment is no error at all."""
    other = sqlite3.connect(w.folder / "tracker.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    letting_go = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
    letting_go.start()
    assert w.check().outcome == "unchanged"
    letting_go.join()
    other.close()


def test_a_lock_that_is_held_too_long(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Busy, in our words; nothing of the check is left behind."""
    monkeypatch.setattr(db.database, "WAIT", 0.05)
    with closing(sqlite3.connect(w.folder / "tracker.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        w.show(ALBANIA, BRAZIL)
        with pytest.raises(BusyError, match="in use by another process"):
            w.check()
        other.execute("ROLLBACK")
    assert len(told(w.check())) == 3


def test_a_mistake_of_ours_is_not_called_a_damaged_database(path: Path) -> None:
    """Only what a person can mend is told as such."""
    with pytest.raises(sqlite3.OperationalError, match="no such table"), Store.open(path) as store:
        store.database.conn.execute("SELECT * FROM no_such_table")


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    """Whatever ends it."""
    with Store.open(path) as store:
        with pytest.raises(KeyboardInterrupt):
            _interrupted(store)
        assert store.memory.get("half") is None
        with store.transaction():
            store.memory.put("whole", "done")
        assert store.memory.get("whole") == "done"


def _interrupted(store: Store) -> None:
    with store.transaction():
        store.memory.put("half", "done")
        raise KeyboardInterrupt


# ---- the archive ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"not packed at all", id="garbage"),
        pytest.param(zlib.compress(b"something else"), id="another body"),
        pytest.param(zlib.compress(bytes(50_000_000)), id="a bomb"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_damaged_body_is_found_out(w: World, packed: bytes) -> None:
    """Never given out as evidence, and unpacked no further than it was."""
    with loosened(w.folder / "tracker.db") as connection:
        connection.execute("UPDATE body SET packed = ?", (packed,))
    with w.store() as store, pytest.raises(DatabaseError, match="damaged: restore a backup"):
        store.archive.body(store.archive.evidence(1).sha256)


def test_an_empty_body_is_evidence_too(w: World) -> None:
    """A page of no bytes: kept, and given out as it came."""
    w.standin.charts["185"] = b""
    assert w.check().outcome == "failed"
    with w.store() as store:
        assert store.archive.body(store.archive.evidence(3).sha256) == b""
    with loosened(w.folder / "tracker.db") as connection:
        connection.execute("UPDATE body SET packed = ? WHERE size = 0", (zlib.compress(bytes(50_000_000)),))
    with w.store() as store, pytest.raises(DatabaseError, match="damaged"):
        store.archive.body(store.archive.evidence(3).sha256)


def test_an_id_beyond_all_numbers(path: Path) -> None:
    """Unknown, like any other that is not there."""
    with Store.open(path) as store:
        for ask in (
            store.changes.get,
            store.charts.snapshot,
            store.charts.chart,
            store.archive.evidence,
            store.decisions.item,
        ):
            for key in (2**63, -(2**63) - 1, 10**30):
                with pytest.raises(UsageError, match="there are none yet"):
                    ask(key)


# ---- how it grows -----------------------------------------------------------------------------------


def _size(w: World) -> int:
    with closing(sqlite3.connect(w.folder / "tracker.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        pages_, size = (connection.execute(f"PRAGMA page_{what}").fetchone()[0] for what in ("count", "size"))
    return int(pages_ * size)


def _reads(w: World) -> int:
    with w.store() as store:
        return len(store.log.entries())


def test_growth(tmp_path: Path) -> None:
    """A chart of 97 rows: at most 150 bytes for each document that is read unchanged, 6 kB for a changed check
    (docs/decisions/0015-budgets.md)."""
    chart = json.loads(pages.json_service(pages.facts_185()))
    acted = [r for r in chart[0] if r["DateConsentement"]]
    with world(tmp_path) as w:

        def show() -> None:
            w.standin.charts["185"] = json.dumps(chart, ensure_ascii=False, separators=(",", ":")).encode()

        show()
        w.check()
        empty, read = _size(w), _reads(w)
        for _ in range(150):
            assert w.check().outcome == "unchanged"
        unchanged, read = _size(w), _reads(w) - read
        for moved in acted[:40]:
            day = date.fromisoformat(moved["DateConsentement"][:10]) + timedelta(days=1)
            moved["DateConsentement"] = f"{day}T00:00:00"
            show()
            assert len(w.check().changes) == 1
        changed = _size(w)

    assert read >= 150
    assert (unchanged - empty) / read <= 150
    assert (changed - unchanged) / 40 <= 6000
