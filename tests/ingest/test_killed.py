"""Killed with SIGKILL at writes of a check: the database opens, is whole, and the next check tells what an
undisturbed one tells, exactly once.

Run as a script, this file is the process that forks the checks which kill themselves (pytest's own has threads).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from db.store import Store
from jobs.ingest.decisions import accept
from jobs.passes import check
from tracker.config import load
from tracker.fetch import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from world import World

WRITES = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "SAVEPOINT", "RELEASE", "PRAGMA J")
CHANNEL = '\n[[notify]]\nname = "legal"\nurl = "json://127.0.0.1:9/"\ndigest = "daily"\n'
TOLD = """
    SELECT id, treaty, participant, kind, nature, field, before, after, effective_on, source, summary, rule
    FROM change ORDER BY id
"""
KEPT = (
    "SELECT channel, change FROM outbox ORDER BY 1, 2",
    "SELECT treaty, participant, field FROM effect ORDER BY 1, 2, 3",
)


# ---- the process that forks ------------------------------------------------------------------------


def killed_everywhere(folder: Path, act: Callable[[Path], None], every: int) -> Iterator[dict[str, Any]]:
    """Do something with a copy of a folder, killed before its first write, its second, … and at last not at all.

    Yields what is found after each, once it was done again. `every` leaves writes out in between.
    """
    for point in range(1, 1000, every):
        copy = folder.with_name(f"{folder.name}-{point}")
        shutil.copytree(folder, copy)
        child = os.fork()
        if not child:
            _die_at(point)
            act(copy)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
            yield {"killed": False, **_found(copy)}
            return
        assert os.WTERMSIG(status) == signal.SIGKILL
        whole = _is_whole(copy)
        act(copy)
        yield {"killed": True, "whole": whole, **_found(copy)}
        shutil.rmtree(copy)


def _die_at(point: int) -> None:
    seen = 0
    connect = sqlite3.connect

    def trace(statement: str) -> None:
        nonlocal seen
        if statement.lstrip().upper().startswith(WRITES):
            seen += 1
            if seen == point:
                os.kill(os.getpid(), signal.SIGKILL)

    def traced(*args: Any, **settings: Any) -> sqlite3.Connection:
        connection = connect(*args, **settings)
        connection.set_trace_callback(trace)
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]


def _is_whole(folder: Path) -> bool:
    path = folder / "tracker.db"
    if not path.exists():
        return True
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _found(folder: Path) -> dict[str, Any]:
    with Store.open(folder / "tracker.db") as store:
        told = store.database.conn.execute(TOLD).fetchall()
        kept = [store.database.conn.execute(question).fetchall() for question in KEPT]
        charts = [store.charts.chart(feed.snapshot) for feed in store.treaties.feeds() if feed.snapshot]
        rows = [[str(row) for row in chart.rows] for chart in charts]
        open_items = len(store.decisions.items(only_open=True))
    return {"told": told, "kept": kept, "rows": rows, "open": open_items}


def _check(at: datetime) -> Callable[[Path], None]:
    return lambda folder: _done(check(load(folder / "config.toml"), now=lambda: at))


def _accept(at: datetime) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        with Store.open(folder / "tracker.db") as store:
            waits = store.decisions.items(only_open=True)
        if waits:  # the second time: it may have been accepted before the kill
            accept(load(folder / "config.toml"), waits[0].id, lambda: at)

    return act


def _done(_: object) -> None:
    """A check ran; what it said is of no interest, what it left behind is."""


def _main(folder: Path, what: str, at: datetime, every: int) -> None:
    wire.tls_context = cache(wire.tls_context)  # tens of milliseconds each, and nothing here speaks TLS
    act = _accept(at) if what == "accept" else _check(at)
    print(json.dumps(list(killed_everywhere(folder, act, every))))


# ---- the tests --------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One that may have copies beside it."""
    (tmp_path / "world").mkdir()
    return tmp_path / "world"


def _killed(w: World, what: str = "check", *, every: int) -> list[dict[str, Any]]:
    """What is found after a check killed at writes, and the last one not; at each write with `make fuzz`."""
    every = 1 if THOROUGH else every
    w.wait(seconds=1)
    done = subprocess.run(
        [sys.executable, __file__, str(w.folder), what, w.now.isoformat(), str(every)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert [run["killed"] for run in found] == [True] * (len(found) - 1) + [False]
    return found


def _assert_as_if_undisturbed(found: list[dict[str, Any]], *, kills: int) -> None:
    *killed, undisturbed = found
    assert len(killed) >= kills, "fewer writes than there must be: the kills missed them"
    for run in killed:
        assert run["whole"]
        assert {**run, "killed": False} == {**undisturbed, "whole": True}


def test_killed_while_the_database_is_made(folder: Path) -> None:
    """From the first page of the file to the baseline: the next check begins anew, or goes on."""
    with world(folder) as w:
        w.show(ALBANIA, IRELAND, NIGERIA)
        found = _killed(w, every=11)  # a table more or less in one transaction is the same to a kill

    assert found[-1]["told"] == []
    assert len(found[-1]["rows"][0]) == 3
    _assert_as_if_undisturbed(found, kills=8)


def test_killed_while_changes_are_told(folder: Path) -> None:
    """Acts, their entry into force, a channel that is owed them: all of a read, or nothing; then exactly once."""
    with world(folder, more=CHANNEL) as w:
        w.show(ALBANIA, IRELAND, NIGERIA)
        w.check()
        w.wait(hours=13)
        w.show(
            but(ALBANIA, consent="2002-06-21"),
            but(IRELAND, consent="2026-01-05", in_force="2026-05-01"),
            but(NIGERIA, consent="2026-02-02", in_force="2026-06-01"),
        )
        found = _killed(w, every=3)

    kinds = [change[3] for change in found[-1]["told"]]
    assert sorted(kinds) == [
        "acceded",
        "corrected",
        *["entered_into_force"] * 2,
        *["entry_into_force_set"] * 2,
        "ratified",
    ]
    assert len(found[-1]["kept"][0]) == len(kinds)
    _assert_as_if_undisturbed(found, kills=8)


def test_killed_while_a_doubtful_chart_is_accepted(folder: Path) -> None:
    """A person accepts a chart from quarantine: whole, or still open; then exactly once."""
    signed = [row(name, signed="2001-11-23") for name in ("Albania", "Armenia", "Austria", "Belgium", "Bulgaria")]
    with world(folder) as w:
        w.show(*signed)
        w.check()
        w.wait(hours=13)
        w.show(signed[0])
        assert w.check().outcome == "quarantined"
        found = _killed(w, "accept", every=2)

    assert [change[3] for change in found[-1]["told"]] == ["retracted"] * 4
    _assert_as_if_undisturbed(found, kills=5)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3]), int(sys.argv[4]))
else:
    from charts import THOROUGH
    from world import but, row, world

    ALBANIA = row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
    IRELAND = row("Ireland", signed="2002-02-28")
    NIGERIA = row("Nigeria", "non_member")
