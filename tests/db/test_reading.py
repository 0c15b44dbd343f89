"""Asking needs no write: on read-only media, in a folder of somebody else, without a free inode."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import places
import pytest
from places import READING, ask, inside, listing, open_folder, read_only, somebody_else, without_inodes
from states import ALBANIA, BRAZIL
from world import world

import db.reading
from db.database import open_to_read
from db.store import Store
from tracker.errors import BusyError, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a database that was closed cleanly: a baseline and a change."""
    with open_folder() as place, world(place) as w:
        w.show(ALBANIA)
        w.check()
        w.show(ALBANIA, BRAZIL)
        w.check()
        assert sorted(path.name for path in place.glob("tracker.db*")) == ["tracker.db", "tracker.db.turn"]
        yield place


def bad(said: places.Said) -> places.Said:
    """What did not answer; `status` may say that something is not healthy."""
    return {command: one for command, one in said.items() if one[0] not in ((0, 1) if command == "status" else (0,))}


LEAVE_A_LOG = """
import os, signal, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA wal_autocheckpoint = 0")
c.execute("INSERT INTO memory (key, value) VALUES ('newest', 'written')")
if len(sys.argv) > 2:
    print("written", flush=True)
    signal.pause()
os.kill(os.getpid(), signal.SIGKILL)
"""


def kill_a_writer(database: Path) -> None:
    """A process that wrote and was killed: its newest writes are in the log alone."""
    subprocess.run([sys.executable, "-c", LEAVE_A_LOG, str(database)], check=False)
    assert database.with_name(f"{database.name}-wal").stat().st_size


@contextmanager
def a_writer(database: Path) -> Iterator[None]:
    """A process that has written and has the database open."""
    with subprocess.Popen([sys.executable, "-c", LEAVE_A_LOG, str(database), "stay"], stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        writer.stdout.readline()
        try:
            yield
        finally:
            writer.kill()


NEWEST = "import sys, pathlib; from db.store import Store; s = Store.open(pathlib.Path(sys.argv[1]), read_only=True)"
NEWEST += "; print(s.memory.get('newest')); s.database.conn.close()"


def newest(database: Path, *before: str) -> str:
    """What a reader sees of the newest write."""
    done = subprocess.run(
        [*before, sys.executable, "-c", NEWEST, str(database)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_on_read_only_media_every_question_is_answered(folder: Path) -> None:
    before = listing(folder)
    assert bad(ask(folder / "tracker.db", *READING, before=read_only(folder))) == {}
    assert listing(folder) == before


def test_in_a_folder_of_somebody_else_every_question_is_answered(folder: Path) -> None:
    before = listing(folder)
    assert bad(ask(folder / "tracker.db", *READING, before=somebody_else())) == {}
    assert listing(folder) == before


def test_without_a_free_inode_every_question_is_answered(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "full"
    before = without_inodes(folder, place)
    assert bad(ask(place / "tracker.db", *READING, before=before)) == {}


@pytest.mark.parametrize("command", ["parties", "verify", "status", "export json -o -"])
def test_the_owner_finds_nothing_new_beside_a_database_that_was_closed(folder: Path, command: str) -> None:
    before = listing(folder)
    assert bad(ask(folder / "tracker.db", command)) == {}
    assert listing(folder) == before


def test_a_member_of_the_group_leaves_no_file_that_the_owner_cannot_write(folder: Path) -> None:
    """May write the folder and not the file: SQLite alone would leave an index of the reader's there."""
    folder.chmod(0o777)
    assert bad(ask(folder / "tracker.db", "parties", before=somebody_else())) == {}
    assert sorted(path.name for path in folder.glob("tracker.db-*")) == []


def test_the_newest_writes_of_a_killed_process_are_read_where_nothing_can_be_written(folder: Path) -> None:
    """They are in the log alone: a reader that passes it over tells what was."""
    kill_a_writer(folder / "tracker.db")
    before = listing(folder)
    assert newest(folder / "tracker.db", *read_only(folder)) == "written"
    for tail in ("-shm",):  # and without the index
        (folder / f"tracker.db{tail}").unlink()
    assert newest(folder / "tracker.db", *read_only(folder)) == "written"
    del before["tracker.db-shm"]
    assert listing(folder) == before


def test_no_room_for_a_copy_is_said_with_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_a_writer(folder / "tracker.db")
    monkeypatch.setattr(db.reading, "_may_write", lambda _: False)
    (folder / "tracker.db-shm").unlink()
    monkeypatch.setattr(tempfile, "TemporaryDirectory", _full)
    with pytest.raises(DatabaseError, match=r"newest writes are in tracker\.db-wal.*copy both files"):
        open_to_read(folder / "tracker.db")


def _full(**_: object) -> None:
    raise OSError(28, "No space left on device")


def test_somebody_else_reads_what_the_service_writes(folder: Path) -> None:
    with a_writer(folder / "tracker.db"):
        assert newest(folder / "tracker.db", *somebody_else()) == "written"


def test_an_older_database_is_read_where_it_cannot_be_migrated(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "tracker.db", isolation_level=None)) as connection:
        [(last,)] = connection.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid DESC LIMIT 1")
        # the newest step is made again in the copy; a name that is not known would be refused as newer
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (last,))
    before = listing(folder)
    said = ask(folder / "tracker.db", "parties", before=read_only(folder))["parties"]
    assert "read-only" not in said[1]
    assert "readonly" not in said[1]
    assert listing(folder) == before


def test_what_is_written_while_it_is_read_as_unwritten_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where a log cannot be used: then SQLite does not see a writer, and an answer may be of both states."""
    monkeypatch.setattr(db.reading, "_may_write", lambda _: False)
    store = Store.open(folder / "tracker.db", read_only=True)
    assert store.log.entries()
    with closing(sqlite3.connect(folder / "tracker.db", isolation_level=None)) as other:
        other.execute("INSERT INTO memory (key, value) VALUES ('a', 'b')")
    with pytest.raises(BusyError, match="was written while it was read"):
        store.__exit__(None, None, None)
    with Store.open(folder / "tracker.db", read_only=True) as store:
        assert store.memory.get("a") == "b"


# ---- one sentence each ----------------------------------------------------------------------------


def test_who_owns_what_cannot_be_written(folder: Path) -> None:
    code, said = ask(folder / "tracker.db", "rebuild", before=somebody_else())["rebuild"]
    assert code == 2
    assert said == f"tracker: cannot write {folder}/tracker.db: it belongs to root, and this is user nobody"


def test_what_cannot_be_read(folder: Path) -> None:
    (folder / "tracker.db").chmod(0o600)
    code, said = ask(folder / "tracker.db", "parties", before=somebody_else())["parties"]
    assert code == 2
    assert said == f"tracker: cannot read {folder}/tracker.db: it belongs to root, and this is user nobody"


def test_a_read_only_file_system_is_called_so(folder: Path) -> None:
    code, said = ask(folder / "tracker.db", "rebuild", before=read_only(folder))["rebuild"]
    assert (code, said) == (2, f"tracker: cannot write {folder}/tracker.db: its file system is read-only")


def test_no_inode_is_called_so(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "full"
    code, said = ask(place / "tracker.db", "rebuild", before=without_inodes(folder, place))["rebuild"]
    assert code == 2
    assert "no inode is free on its file system" in said


# ---- serve ----------------------------------------------------------------------------------------


SERVE = """
import pathlib, sys, threading, urllib.request
from jobs.publish.serve import serve
def ready(address):
    def get():
        try:
            print(urllib.request.urlopen(address + "db/tracker/parties.json?_shape=array").read().decode(), flush=True)
        except Exception as error:
            print(repr(error), flush=True)
        import os, signal
        os.kill(os.getpid(), signal.SIGTERM)
    threading.Thread(target=get).start()
serve(pathlib.Path(sys.argv[1]), host="127.0.0.1", port=0, ready=ready)
"""


@pytest.mark.parametrize("how", ["read-only", "no inode", "killed", "owner"])
def test_serve_where_nothing_can_be_written(folder: Path, tmp_path: Path, how: str) -> None:
    pytest.importorskip("datasette", reason="serve needs the extra `web`")
    database, before = folder / "tracker.db", ()
    if how == "killed":
        kill_a_writer(database)
    if how == "no inode":
        before = without_inodes(folder, tmp_path / "full")
        database = tmp_path / "full" / "tracker.db"
    elif how != "owner":
        before = read_only(folder)
    held = listing(folder)
    done = subprocess.run(
        [*before, sys.executable, "-c", SERVE, str(database)], capture_output=True, text=True, check=False, timeout=60
    )
    assert '"Albania"' in done.stdout, done.stderr
    assert listing(folder) == held


def test_mounts_of_a_test_end_with_it(folder: Path) -> None:
    assert subprocess.run(
        [*inside(f"mount -t tmpfs none {folder}"), "test", "!", "-e", folder / "tracker.db"], check=True
    )
    assert (folder / "tracker.db").exists()
