"""A copy that is known to be whole, and the way back from it."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from histories import hungary_consents
from states import HUNGARY, IRELAND
from world import World, but

import db.files
import jobs.locks
import jobs.service.backup
import tracker.cli
from db.copies import copy_database, folder_of
from db.store import Store
from jobs.locks import alone
from jobs.service.backup import backup, copies, restore
from tracker.errors import BusyError, DatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def w(w: World) -> World:
    """A world with one change on record."""
    return hungary_consents(w)


def database(w: World) -> Path:
    return w.folder / "tracker.db"


def summaries(w: World) -> list[str]:
    return [change.summary for change in w.changes()]


def mode(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


# ---- what may be wrong with a file -----------------------------------------------------------------------


def damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(5000)
        file.write(os.urandom(20_000))


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE x (y)")


def text(path: Path) -> None:
    path.write_text("not a database")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, '999_x', '')",
            ("convention-tracker",),
        )


def orphaned(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE change SET treaty = 'ets-1'")


# ---- the copy ------------------------------------------------------------------------------------------


def test_a_copy_is_one_dated_file(w: World) -> None:
    """Also while another process writes: what it has committed is in it."""
    with w.store() as store, store.transaction():
        store.memory.put("x", "not committed")
        target = backup(database(w), now=NOW)

    with Store.open(target, read_only=True) as store:
        head = store.log.head()
    assert head is not None
    assert target == w.folder / f"backups/tracker-20260615T120000Z-{head.row}-{head.chain[:12]}.db"
    assert [path.name for path in target.parent.iterdir() if path.suffix != ".lock"] == [target.name]
    assert mode(target) == "delete", "a WAL would have to travel with it"
    with Store.open(target, read_only=True) as store:
        assert len(store.changes.find()) == 1
        assert store.memory.get("x") is None


def test_the_oldest_go_and_no_others(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.service.backup, "KEPT", 3)
    folder = folder_of(database(w))
    folder.mkdir()
    others = ["tracker-2-20200101T000000Z.db", "tracker-of-mine.db", "notes.txt", "old.db"]
    for name in others:
        (folder / name).touch()
    earlier = folder / "tracker-20200101T000000Z.db"  # as earlier versions named it
    earlier.touch()
    assert copies(database(w)) == [earlier]
    made = [backup(database(w), now=NOW + timedelta(days=day)) for day in range(6)]

    assert copies(database(w)) == made[3:]
    assert all((folder / name).exists() for name in others)


@pytest.mark.parametrize("spoil", [damage, orphaned])
def test_a_copy_that_is_not_whole_lets_no_older_one_go(
    w: World, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
) -> None:
    monkeypatch.setattr(jobs.service.backup, "KEPT", 1)
    good = backup(database(w), now=NOW)

    def damaged(source: Path, target: Path) -> None:
        copy_database(source, target)
        spoil(target)

    monkeypatch.setattr(db.files, "copy_database", damaged)
    with pytest.raises(DatabaseError):
        backup(database(w), now=NOW + timedelta(days=1))
    assert copies(database(w)) == [good]


def test_what_a_kill_left_half_written_is_gone_with_the_next(w: World) -> None:
    folder = folder_of(database(w))
    folder.mkdir()
    for tail in ("", "-wal", "-shm"):
        (folder / f"tracker.partial{tail}").write_bytes(b"half")
    backup(database(w), now=NOW)
    assert [
        path.name for path in folder.iterdir() if "partial" in path.name and path.suffix != ".partial-journal"
    ] == []


# ---- the way back --------------------------------------------------------------------------------------


def test_the_restore_drill(w: World) -> None:
    """Backup, more history, restore: the list of then, and what was there lies beside."""
    then = summaries(w)
    target = backup(database(w), now=NOW)
    w.wait(hours=1)
    w.show(but(HUNGARY, consent="2026-06-01"), but(IRELAND, consent="2026-06-02"))
    w.check()
    since = summaries(w)
    assert len(since) == 2

    aside = restore(database(w), target, now=NOW)
    assert summaries(w) == then
    assert mode(database(w)) == "wal"
    assert aside is not None
    with Store.open(aside) as store:
        assert [change.summary for change in store.changes.find()] == since

    w.wait(hours=1)
    w.check()
    assert summaries(w) == since, "what the copy did not know is seen again"


def test_to_an_empty_place(w: World) -> None:
    target = backup(database(w), now=NOW)
    other = w.folder / "new" / "tracker.db"
    assert restore(other, target, now=NOW) is None
    with Store.open(other) as store:
        assert len(store.changes.find()) == 1


def test_from_a_place_where_nothing_can_be_written(w: World, tmp_path: Path) -> None:
    """A copy in WAL mode on a read-only disk, as an older version or another tool made it."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with closing(sqlite3.connect(database(w))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(database(w), shelf / "copy.db")
    assert mode(shelf / "copy.db") == "wal"
    shelf.chmod(0o555)
    try:
        restore(database(w), shelf / "copy.db", now=NOW)
    finally:
        shelf.chmod(0o755)
    assert len(summaries(w)) == 1


@pytest.mark.parametrize("spoil", [damage, truncate, foreign, text, empty, newer, orphaned])
def test_a_copy_that_is_not_whole_not_ours_or_newer_is_refused(
    w: World, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    target = backup(database(w), now=NOW)
    before = summaries(w)
    spoil(target)

    assert tracker.cli.run(["--config", str(w.path), "restore", str(target)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("tracker: ")
    assert str(target) in said
    assert summaries(w) == before
    assert not list(w.folder.glob("*.replaced-*"))
    assert not list(w.folder.glob(".*restoring*"))


def test_a_copy_without_a_history_is_refused(w: World, tmp_path: Path) -> None:
    """The service makes its first one before it has read anything: what came after would be told to nobody."""
    blank = tmp_path / "blank.db"
    with Store.open(blank, create=True):
        pass
    copy = backup(blank, now=w.now)
    before = summaries(w)
    with pytest.raises(DatabaseError, match=r"made before anything was read.*`tracker init --new`"):
        restore(database(w), copy, now=w.now)
    assert summaries(w) == before
    assert not list(w.folder.glob("*.replaced-*"))


def test_what_is_replaced_may_be_damaged(w: World) -> None:
    target = backup(database(w), now=NOW)
    database(w).write_bytes(b"not a database any more" * 1000)
    assert restore(database(w), target, now=NOW) is not None
    assert len(summaries(w)) == 1


def test_refused_while_the_daemon_runs(w: World, capsys: pytest.CaptureFixture[str]) -> None:
    target = backup(database(w), now=NOW)
    with alone(database(w), "run"):
        assert tracker.cli.run(["--config", str(w.path), "restore", str(target)]) == 3
    assert f"held by `tracker run` (process {os.getpid()}" in capsys.readouterr().err


def test_it_waits_for_a_check_by_hand(w: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the check would write what it has read into the database that was moved aside."""
    target = backup(database(w), now=NOW)
    monkeypatch.setattr(jobs.locks, "WAIT", 0.1)
    with FileLock(f"{database(w)}.turn"), pytest.raises(BusyError, match="a check has held") as caught:
        restore(database(w), target, now=NOW)
    assert caught.value.alone


def test_no_such_file(w: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert tracker.cli.run(["--config", str(w.path), "restore", str(w.folder / "no.db")]) == 2
    assert f"backups are in {w.folder}/backups" in capsys.readouterr().err


KILLED = """
import os, pathlib, signal, sys
from datetime import UTC, datetime
from jobs.service.backup import restore
point, seen = int(sys.argv[3]), 0
def counted(name):
    do = getattr(pathlib.Path, name)
    def done(self, *given, **named):
        global seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return do(self, *given, **named)
    setattr(pathlib.Path, name, done)
for name in ("replace", "hardlink_to", "unlink"):
    counted(name)
restore(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), now=datetime(2026, 6, 15, tzinfo=UTC))
"""


def test_killed_at_any_moment_there_is_a_database_under_the_name(w: World, tmp_path: Path) -> None:
    """The old one or the new one: a daemon that finds none would begin anew, and nobody would notice."""
    target = backup(database(w), now=NOW)
    w.show(but(HUNGARY, consent="2026-06-01"), but(IRELAND, consent="2026-06-02"))
    w.check()
    found = []
    for point in range(1, 100):
        copy = tmp_path / f"copy-{point}" / "tracker.db"
        copy.parent.mkdir()
        for tail in ("", "-wal", "-shm"):
            if (part := database(w).with_name(f"tracker.db{tail}")).exists():
                shutil.copyfile(part, f"{copy}{tail}")
        done = subprocess.run(
            [sys.executable, "-c", KILLED, copy, target, str(point)], check=False, capture_output=True
        )
        with Store.open(copy) as store:
            found.append(len(store.changes.find()))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(found) > 5
    assert set(found) == {1, 2}
    assert found == sorted(found, reverse=True)
