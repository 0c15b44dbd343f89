"""The file is the file: one daemon for it whatever its name; no new one after a lost one, unless a person says so."""

from __future__ import annotations

import os
import random
import re
import resource
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from daemons import QUICK, ask, until
from processes import command, running
from states import ALBANIA, BRAZIL, SIGNED

import tracker.cli
from db.files import check_intact
from db.place import place_of, signs_of_a_past
from db.store import Store
from jobs.clock import utc_now
from jobs.service import daemon
from jobs.service.backup import backup, restore
from tracker.errors import DatabaseError, NoDatabaseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fixtures import Said
    from world import World


# ---- one file, several names ------------------------------------------------------------------------


def by_another_name(w: World, how: str) -> Path:
    """A configuration of its own, in a folder of its own, whose database is the same file by another name."""
    other = w.folder / how
    other.mkdir()
    real, name = w.folder / "tracker.db", other / "tracker.db"
    if how == "hard":
        name.hardlink_to(real)
    elif how == "folder":
        (other / "data").symlink_to(w.folder, target_is_directory=True)
        name = other / "data" / "tracker.db"
    else:
        name.symlink_to(real)
    path = other / "config.toml"
    path.write_text(w.path.read_text().replace('database = "tracker.db"', f'database = "{name}"'))
    return path


def run_as(path: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tracker", "--config", str(path), *argv],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_one_daemon_for_a_file_whatever_name_it_is_given(live: Callable[..., World], say: Callable[..., Said]) -> None:
    w = live(QUICK)
    assert say("--config", w.path, "check").code == 0
    others = {how: by_another_name(w, how) for how in ("symbolic", "hard", "folder")}
    with running(w) as first:
        first.ready()
        for other in others.values():
            second = run_as(other, "run")
            assert second.returncode == 3, second.stderr
            assert f"tracker run` (process {first.process.pid}" in second.stderr
            assert say("--config", other, "check").code == 0, "a check by hand takes its turn"
            assert say("--config", other, "parties").out.count("\n") == len(SIGNED) + 1
        assert first.end() == 0
    check_intact(w.folder / "tracker.db")
    for how, other in others.items():
        assert say("--config", other, "backup", "--json").code == 0
        left = {path.name for path in (w.folder / how).iterdir()} - {"config.toml", "tracker.db", "data"}
        assert left == set(), "everything lies beside the file, and nothing beside the link"
    assert len(list((w.folder / "backups").glob("tracker-*.db"))) >= 1


def test_restore_puts_it_where_the_link_points(w: World, tmp_path: Path) -> None:
    w.show(ALBANIA)
    w.check()
    copy = backup(w.folder / "tracker.db", now=w.now)
    w.show(ALBANIA, BRAZIL)
    w.check()
    link = tmp_path / "elsewhere" / "tracker.db"
    link.parent.mkdir()
    link.symlink_to(w.folder / "tracker.db")

    aside = restore(link, copy, now=w.now)
    assert link.is_symlink()
    assert link.readlink() == w.folder / "tracker.db"
    assert w.changes() == []
    assert aside is not None
    assert (aside.parent, [path.name for path in link.parent.iterdir()]) == (w.folder, ["tracker.db"])


def test_restore_is_refused_while_a_hard_link_would_keep_the_old_history(w: World) -> None:
    w.show(ALBANIA)
    w.check()
    copy = backup(w.folder / "tracker.db", now=w.now)
    other = w.folder / "second.db"
    other.hardlink_to(w.folder / "tracker.db")
    for name in ("tracker.db", "second.db"):
        with pytest.raises(DatabaseError, match="hard links"):
            restore(w.folder / name, copy, now=w.now)
    other.unlink()
    assert restore(w.folder / "tracker.db", copy, now=w.now)


def test_a_hard_link_is_known_by_the_first_name(w: World) -> None:
    w.show(ALBANIA)
    w.check()
    other = w.folder / "second.db"
    other.hardlink_to(w.folder / "tracker.db")
    assert place_of(other) == place_of(w.folder / "tracker.db") == w.folder / "tracker.db"
    copied = w.folder / "copied.db"
    copied.write_bytes(other.read_bytes())
    (w.folder / "third.db").hardlink_to(copied)
    assert place_of(copied) == copied, "a copy says the name of another file, which is not its own"


# ---- the file is replaced while it is held ------------------------------------------------------------


@pytest.mark.parametrize("gone", [True, False], ids=["removed", "replaced"])
def test_the_daemon_ends_when_its_file_is_no_longer_under_its_name(
    live: Callable[..., World], tmp_path: Path, *, gone: bool
) -> None:
    """Code 1, to be started again; the old file is complete, and its log is not taken for that of the new one."""
    w = live(QUICK)
    with running(w) as process:
        process.ready()
        until(lambda: ask(w, "SELECT id FROM snapshot"))
        copy = backup(w.folder / "tracker.db", now=utc_now())
        old = tmp_path / "old.db"
        if gone:
            (w.folder / "tracker.db").rename(old)
        else:
            old.hardlink_to(w.folder / "tracker.db")
            copy.replace(w.folder / "tracker.db")
        assert process.process.wait(60) == 1
        said = [line["event"] for line in process.lines() if line["level"] == "critical"]
    assert len(said) == 1
    assert ("is gone" if gone else "another file than the one that was opened") in said[0]
    assert not (w.folder / "tracker.db-wal").exists()
    check_intact(old)
    if gone:
        again = command(w, "run")
        assert again.returncode == 2
        assert "tracker restore " in again.stderr
    else:
        check_intact(w.folder / "tracker.db")
        with running(w) as process:
            process.ready()
            assert process.end() == 0


def test_a_check_writes_nothing_into_a_file_that_lost_its_name(live: Callable[..., World]) -> None:
    """Before the main thread has noticed: the job fails."""
    w = live(QUICK)
    w.now = utc_now()
    w.check()
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(w.folder / "tracker.db"))
        found = daemon.Daemon(config=w.config, now=utc_now, stack=stack, held=store.database.held)
        work = {job.name: job.work for job in found.jobs()}["check:ets-185:coe-service"]
        assert work(False) is True
        copy = backup(w.folder / "tracker.db", now=utc_now())
        entries = len(store.log.entries())
        copy.replace(w.folder / "tracker.db")
        assert work(False) is False
        assert len(store.log.entries()) == entries


@pytest.mark.parametrize("replaced", [False, True])
@pytest.mark.parametrize("why", ["full", "read"])
def test_a_log_that_cannot_be_written_back_is_kept(w: World, tmp_path: Path, why: str, *, replaced: bool) -> None:
    """The disk is full, or somebody reads: the old file is whole with its log, and only with it."""
    name, old = w.folder / "tracker.db", tmp_path / "old.db"
    w.show(ALBANIA)
    w.check()
    copy = backup(name, now=w.now)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with ExitStack() as stack:
        reader = stack.enter_context(closing(sqlite3.connect(name)))
        store = stack.enter_context(Store.open(name))
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchone()
        w.show(ALBANIA, *SIGNED[1:])
        entries = len(store.log.entries())
        w.check()
        if why == "full":
            reader.rollback()
            resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
            stack.callback(resource.setrlimit, resource.RLIMIT_FSIZE, limits)
        name.rename(old)
        if replaced:
            copy.rename(name)
        store.database.conn.execute("PRAGMA busy_timeout = 10")
        log = store.database.leave()
    assert log == Path(f"{name}.left-wal" if replaced else f"{name}-wal")
    log.rename(f"{old}-wal")
    assert not Path(f"{name}-wal").exists()
    check_intact(old)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT count(*) FROM log").fetchone()[0] > entries


# ---- no database, and signs of one --------------------------------------------------------------------


def lose(w: World, how: str) -> None:
    database = w.folder / "tracker.db"
    for tail in ("-wal", "-shm"):
        database.with_name(f"tracker.db{tail}").unlink(missing_ok=True)
    if how == "missing":
        database.unlink()
    elif how in ("empty", "byte"):
        os.truncate(database, 1 if how == "byte" else 0)
    else:  # one blank page, as of a process that was killed while it made the file
        database.unlink()
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA user_version = 0")
            connection.execute("VACUUM")


def test_the_hint_about_a_lost_database_runs_as_it_is_printed(
    open_world: Callable[..., World], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """In a folder with a blank, for which `--to` made the configuration; and with a database that --db names."""
    w = open_world(folder=tmp_path)
    folder = tmp_path / "my treaties"
    for begin in (["init", "--to", str(folder)], ["--config", str(w.path), "--db", str(folder / "other.db"), "init"]):
        assert tracker.cli.run(begin) == 0
        for database in folder.glob("*.db"):
            database.unlink()
            Path(f"{database}.turn").touch()
        assert tracker.cli.run(begin) == 2
        [hint] = re.findall(r"`tracker (init --new[^`]*)`", capsys.readouterr().err)
        assert tracker.cli.run(shlex.split(hint)) == 0
        for database in folder.glob("*.db"):
            database.unlink()


@pytest.mark.parametrize("how", ["missing", "empty", "byte", "blank"])
@pytest.mark.parametrize("sign", ["backup", "turn", "replaced", "before", "heartbeat", "site"])
def test_a_lost_database_is_not_followed_by_a_new_one(
    open_world: Callable[..., World], capsys: pytest.CaptureFixture[str], how: str, sign: str
) -> None:
    w = open_world(more='[health]\nheartbeat = "beat.json"\n[publish]\nfolder = "public"\n')
    w.show(ALBANIA)
    w.check()
    database, turn = w.folder / "tracker.db", w.folder / "tracker.db.turn"
    if sign == "backup":
        backup(database, now=w.now)
    elif sign in ("replaced", "before"):
        (w.folder / f"tracker.db.{sign}-20260101T000000Z").write_bytes(database.read_bytes())
    elif sign == "heartbeat":
        (w.folder / "beat.json").write_text("{}")
    elif sign == "site":
        (w.folder / "public").mkdir(exist_ok=True)
        (w.folder / "public" / ".site.json").write_text("{}")
    if sign != "turn":
        turn.unlink()
    lose(w, how)
    before = {path.name for path in w.folder.rglob("*")}

    for words in (["check"], ["check", "--json"], ["init"], ["run"], ["backfill", str(w.path)]):
        assert tracker.cli.run(["--config", str(w.path), *words]) == 2, words
        said = capsys.readouterr()
        assert said.out == ""
        assert "shows that there was one: restore" in said.err
        assert f"or `tracker init --new --config {w.path}`" in said.err
    if sign not in ("heartbeat", "site"):  # which the configuration names
        assert tracker.cli.run(["--config", str(w.path), "parties"]) == 2
        assert f"`tracker init --new --config {w.path}`" in capsys.readouterr().err
    assert {path.name for path in w.folder.rglob("*")} - before <= {"tracker.db-journal"}

    assert tracker.cli.run(["--config", str(w.path), "init", "--new"]) == 0
    assert w.check().outcome == "quarantined", "one row beside the bundled list: the new history goes on"
    assert tracker.cli.run(["--config", str(w.path), "init", "--new"]) == 2, "not over a history"
    assert "there is a database at" in capsys.readouterr().err


def test_the_sentence_names_the_newest_backup(w: World) -> None:
    w.show(ALBANIA)
    w.check()
    backup(w.folder / "tracker.db", now=w.now)
    w.wait(days=1)
    newest = backup(w.folder / "tracker.db", now=w.now)
    (w.folder / "tracker.db").unlink()
    with pytest.raises(NoDatabaseError, match=f"`tracker restore {newest}`"):
        w.check()
    restore(w.folder / "tracker.db", newest, now=w.now)
    assert w.check().outcome == "unchanged"


def test_a_log_without_its_database_is_a_sign_and_is_not_taken_for_that_of_another(w: World) -> None:
    w.show(ALBANIA)
    w.check()
    copy = backup(w.folder / "tracker.db", now=w.now)
    (w.folder / "tracker.db").rename(w.folder / "old.db")
    (w.folder / "tracker.db-wal").write_bytes(b"frames" * 1000)
    assert w.folder / "tracker.db-wal" in signs_of_a_past(w.folder / "tracker.db")
    restore(w.folder / "tracker.db", copy, now=w.now)
    assert not (w.folder / "tracker.db-wal").exists()
    check_intact(w.folder / "tracker.db")


@pytest.mark.parametrize(
    "first", [["init"], ["check"], ["reference", "ets-185", "albania", "consent_on", "JJ1"], ["parties"]]
)
def test_nobody_is_hindered_who_begins(
    live: Callable[..., World], capsys: pytest.CaptureFixture[str], first: list[str]
) -> None:
    """An empty folder, whatever was tried first; the database of a neighbour is no sign, nor is his backup."""
    w = live()
    (w.folder / "backups").mkdir()
    (w.folder / "backups" / "tracker-2-20260101T000000Z.db").write_bytes(b"x")
    (w.folder / "tracker.db.lock").touch()
    (w.folder / "other.db.turn").touch()
    tracker.cli.run(["--config", str(w.path), *first])
    assert tracker.cli.run(["--config", str(w.path), "check"]) in ((0, 1) if first == ["init"] else (0,)), (
        capsys.readouterr()
    )
    assert tracker.cli.run(["--config", str(w.path), "--db", str(w.folder / "scratch.db"), "check"]) == 0


def test_another_database_than_the_configured_one_needs_no_look_at_the_heartbeat(
    live: Callable[..., World],
) -> None:
    w = live('[health]\nheartbeat = "beat.json"\n')
    (w.folder / "beat.json").write_text("{}")
    assert tracker.cli.run(["--config", str(w.path), "--db", str(w.folder / "scratch.db"), "check"]) == 0
    assert tracker.cli.run(["--config", str(w.path), "check"]) == 2


INIT = "import sys, tracker.cli; sys.exit(tracker.cli.run(['--config', sys.argv[1], 'init']))"


def test_an_init_that_was_killed_can_be_run_again(w: World) -> None:
    """At any moment: what it left is no sign of a past."""
    chance = random.Random(15)  # noqa: S311 - the same moments each time
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", INIT, str(w.path)], stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert tracker.cli.run(["--config", str(w.path), "init"]) == 0
        for path in w.folder.glob("tracker.db*"):
            path.unlink()
