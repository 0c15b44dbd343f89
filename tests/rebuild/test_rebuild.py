"""`tracker rebuild`: the log and the evidence give the same history again, ids included, or nothing is touched."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from filelock import FileLock
from histories import CHANNEL, HISTORIES, dump, hungary_consents, lived
from hypothesis import given, settings
from hypothesis import strategies as st
from states import FIVE
from tampering import tamper
from world import row, world

import tracker.cli
from db.place import NAME_KEY
from db.store import Store
from jobs.demo.standin import Fault
from jobs.ingest.decisions import accept
from jobs.locks import alone
from jobs.rebuild.rebuild import Rebuilt, rebuild
from tracker.cli import cli
from tracker.diff.rows import compare_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.diff import ComparisonRules
    from tracker.diff.rows import RowComparison
    from tracker.models import Chart, Row
    from tracker.models.records import LogRow

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def every(entries: Iterable[LogRow]) -> Iterable[LogRow]:
    """No progress bar."""
    return entries


def again(database: Path) -> Rebuilt:
    return rebuild(database, now=NOW, track=every)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A history with changes, owed to a channel."""
    return lived(tmp_path, "acts").folder / "tracker.db"


# ---- the same again ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HISTORIES)
def test_the_same_rows_and_the_same_ids(tmp_path: Path, name: str) -> None:
    """Whatever happened: every table is as before, and once more after that."""
    path = lived(tmp_path, name).folder / "tracker.db"
    before = dump(path)
    assert before["log"]
    assert before["change"] or name == "bundled"

    for _ in range(2):
        found = again(path)
        assert found.refused is None
        assert dump(path) == before
    assert (found.entries, found.changes) == (len(before["log"]), len(before["change"]))


DATES = st.sampled_from([None, None, "2002-06-20", "2026-06-01", "2026-06-14"])
ROWS = st.fixed_dictionaries(
    {}, optional={name: st.tuples(DATES, DATES, DATES) for name in ("Albania", "Ireland", "Hungary", "Austria")}
)
STEPS = st.lists(
    st.tuples(ROWS, st.sampled_from([1, 13, 24 * 40]), st.sampled_from(["look", "look", "accept", "fail"])),
    min_size=2,
    max_size=6,
)


@settings(max_examples=25)
@given(steps=STEPS)
def test_any_history_comes_again(steps: list[tuple[dict[str, tuple[str | None, ...]], int, str]]) -> None:
    """Charts of any rows and dates at any distance, believed, doubted, accepted or failed: the same again."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder), more=CHANNEL) as w:
        for rows, hours, what in steps:
            shown = [row(n, signed=s, consent=c, in_force=f) for n, (s, c, f) in rows.items()]
            w.show(row("Belgium", signed="2001-11-23"), *shown)
            w.standin.fault = Fault.BROKEN if what == "fail" else None
            w.wait(hours=hours)
            w.check()
            with w.store() as store:
                doubtful = [item.id for item in store.decisions.items(only_open=True)]
            if what == "accept" and doubtful:
                w.wait(hours=1)
                accept(w.config, doubtful[-1], lambda: w.now)
        before = dump(w.folder / "tracker.db")
        assert again(w.folder / "tracker.db").refused is None
        assert dump(w.folder / "tracker.db") == before


def test_an_invitation_that_was_told_wrongly_keeps_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older version took a row that lost its dates for an invitation, and told it: the ids after it stay as they
    are, and the State is no longer among the invited."""
    albania, tonga = row("Albania", signed="2001-11-23"), row("Tonga", "non_member", consent="2017-05-09")
    blank, consented = replace(tonga, consent=None), replace(albania, consent="2026-06-14")
    with world(tmp_path) as w:
        monkeypatch.setattr("tracker.diff.charts._without_invitation", _as_before)
        for hours, shown in (
            (0, (albania, tonga)),
            (1, (albania, blank)),
            (13, (albania, blank)),
            (1, (consented, blank)),
        ):
            w.wait(hours=hours)
            w.show(*shown)
            w.check()
        told = [(change.id, change.kind, change.participant) for change in w.changes()]
        assert w.parties()["TON"]["standing"] == "invited"
        monkeypatch.undo()

        assert again(w.folder / "tracker.db").refused is None

        assert [(change.id, change.kind, change.participant) for change in w.changes()] == told
        assert (told[0][1:], told[-1][1:]) == (("invited", "TON"), ("ratified", "ALB"))
        assert "TON" not in w.parties()


def test_suspensions_that_an_older_version_forgot_are_back(tmp_path: Path) -> None:
    """A migrated database has none on record; a rebuild finds them in the log, and no change gets another id."""
    albania = row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01")
    with world(tmp_path) as w:
        for day in ("2026-06-01T00:00:00", None):
            w.show(replace(albania, extra={"DateSuspension": day}))
            w.check()
            w.wait(days=1)
        told = w.changes()
        tamper(w.folder / "tracker.db", "UPDATE row_version SET suspensions = '[]'")
        assert w.parties("2026-06-15")["ALB"]["suspended_on"] is None

        assert again(w.folder / "tracker.db").refused is None

        assert w.parties("2026-06-15")["ALB"]["suspended_on"] == "2026-06-01"
        assert w.changes() == told


def _as_before(was: Row, now: Row, new: Chart, rules: ComparisonRules) -> RowComparison:
    """Compare two rows as the older version did."""
    return compare_rows(was, now, seen_on=rules.today, sparse=new.sparse)


def test_a_copy_of_what_was_there_is_kept(database: Path) -> None:
    """Beside the database, whole, with the moment in its name."""
    before = dump(database)
    kept = again(database).before
    assert kept == database.with_name("tracker.db.before-rebuild-20300101T000000Z")
    assert dump(kept) == before
    assert not list(database.parent.glob("*.part"))


def test_what_is_derived_and_was_damaged_is_mended(database: Path) -> None:
    """Dates, sentences, baselines, what took effect: none of it is a source of truth."""
    before = dump(database)
    tamper(
        database,
        "UPDATE row_version SET signed_on = '1999-01-01', name = 'X'",
        "UPDATE change SET summary = 'nonsense', rule = '', name = NULL, detected_at = '2000-01-01T00:00:00.000Z'",
        "UPDATE feed SET snapshot = 1, status_as_of = '2000-01-01', last_good_at = NULL WHERE id = 1",
        "UPDATE snapshot SET status_as_of = NULL, row_count = 0",
        "DELETE FROM effect",
        "INSERT INTO pending VALUES (1, 'ALB', 'row', '', '2026-01-01T00:00:00.000Z', 0)",
    )
    assert dump(database) != before
    assert again(database).refused is None
    assert dump(database) == before


def test_what_is_derived_and_was_lost_is_back(database: Path) -> None:
    """With the ids that deliveries still point to."""
    before = dump(database)
    tables = ("pending", "effect", "change", "row_version", "snapshot")
    tamper(database, *(f"DELETE FROM {table}" for table in tables), "UPDATE feed SET snapshot = NULL")  # noqa: S608
    found = again(database)
    assert (found.refused, found.restored) == (None, len(before["change"]))
    assert dump(database) == before


def test_health_deliveries_and_decisions_stand(tmp_path: Path) -> None:
    """A source that is down stays down, what was delivered stays delivered, what was decided stays decided."""
    path = lived(tmp_path, "doubts").folder / "tracker.db"
    tamper(
        path,
        "UPDATE outbox SET state = 'delivered', delivered_at = '2026-07-01T00:00:00.000Z', attempts = 3 WHERE id = 1",
        "UPDATE feed SET state = 'down', failures = 7, etag = 'x', alerted_at = '2026-07-01T00:00:00.000Z'",
        "INSERT INTO depositary_reference (id, treaty, participant, field, text, noted_at)"
        " VALUES (1, 'ets-185', 'ALB', 'signed_on', 'JJ1', '2026-07-01T00:00:00.000Z')",
    )
    before = dump(path)
    assert again(path).refused is None
    assert dump(path) == before


def test_statements_are_found_again(tmp_path: Path) -> None:
    """The search is made anew with them."""
    path = lived(tmp_path, "statements").folder / "tracker.db"
    with Store.open(path) as store:
        found = store.statements.search("minister")
        assert found
    tamper(path, "INSERT INTO statement_search (statement_search) VALUES ('delete-all')")
    again(path)
    with Store.open(path) as store:
        assert store.statements.search("minister") == found


def test_no_clock_and_no_threshold_of_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the log says was believed is believed, and what it says was reached was reached."""
    path = lived(tmp_path, "acts").folder / "tracker.db"
    before = dump(path)

    def asked(*_: object, **__: object) -> None:
        raise AssertionError

    for guard in (
        "jobs.ingest.transition.doubts",
        "jobs.ingest.parsing.refuse_stale",
        "jobs.ingest.parsing.refuse_wrong_treaty",
    ):
        monkeypatch.setattr(guard, asked)
    monkeypatch.setattr("jobs.ingest.roll_over.clock_is_trusted", asked)
    assert again(path).refused is None
    assert dump(path) == before


# ---- or nothing -------------------------------------------------------------------------------------


DAMAGES = {
    "body": (
        "UPDATE body SET packed = x'00' WHERE sha256 = (SELECT sha256 FROM evidence_item ORDER BY id LIMIT 1)",
        "damaged",
    ),
    "meaning": ("UPDATE change SET after = '1999-01-01' WHERE id = 1", "change 1 ("),
    "participant": ("UPDATE change SET participant = 'HUN' WHERE id = 2", "change 2 ("),
    "log": ("DELETE FROM log WHERE id = (SELECT max(log) FROM change)", "would be gone"),
    "verdict": ("UPDATE log SET outcome = 'failed' WHERE outcome = 'changed'", "would be"),
    "configuration": ("UPDATE log SET configuration = NULL", "no recorded configuration"),
    "told": ("UPDATE change SET id = 999 WHERE id = (SELECT max(id) FROM change)", "change 999 ("),
    "delivery": ("UPDATE outbox SET change = 4711 WHERE id = 1", "broken references"),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_another_history_is_refused(database: Path, what: str) -> None:
    """The first difference is named, nothing is touched, exit code 1."""
    damage, why = DAMAGES[what]
    tamper(database, damage)
    before = dump(database)

    found = again(database)

    assert found.refused is not None
    assert why in found.refused
    assert dump(database) == before
    done = CliRunner().invoke(cli, ["--db", str(database), "rebuild"])
    assert (done.exit_code, found.refused in done.stderr, "nothing was changed" in done.stderr) == (1, True, True)
    assert not list(database.parent.glob("*before-rebuild*"))


def test_somebody_else_holds_the_database(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3, naming who; nothing is touched."""
    before = dump(database)
    with alone(database, "run"):
        assert tracker.cli.run(["--db", str(database), "rebuild"]) == 3
    assert "`tracker run`" in capsys.readouterr().err
    assert dump(database) == before


def test_a_check_goes_first(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that does not end in time is exit code 3 too."""
    monkeypatch.setattr("jobs.locks.WAIT", 0.01)
    with FileLock(f"{database}.turn"):
        assert tracker.cli.run(["--db", str(database), "rebuild"]) == 3


def test_no_database_yet(tmp_path: Path) -> None:
    """Exit code 2, and none is made."""
    assert tracker.cli.run(["--db", str(tmp_path / "none.db"), "rebuild"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_as_json(database: Path) -> None:
    """What was done, and where what was there lies."""
    done = CliRunner().invoke(cli, ["--db", str(database), "--json", "rebuild"])
    found = json.loads(done.stdout)
    assert (done.exit_code, found["refused"], found["restored"]) == (0, None, 0)
    assert found["before"].startswith(str(database))


# ---- checks meanwhile -------------------------------------------------------------------------------


def nameless(database: Path) -> dict[str, list[str]]:
    """Every row, but for the name that a database holds of itself: a copy lies elsewhere."""
    rows = dump(database)
    return rows | {"memory": [row for row in rows["memory"] if not row.startswith(f"('{NAME_KEY}'")]}


def test_a_check_does_not_wait(tmp_path: Path) -> None:
    """Reads, a decision and a failure during the long part: all of it is there afterwards, as if it came later."""
    with world(tmp_path, more=CHANNEL) as w:
        hungary_consents(w)

        def meanwhile(entries: Iterable[LogRow]) -> Iterator[LogRow]:
            yield from entries
            w.wait(hours=1)
            w.show(*FIVE)
            assert w.check().outcome == "changed"
            w.show(FIVE[0])
            w.wait(hours=13)
            assert w.check().outcome == "quarantined"
            w.wait(hours=1)
            accept(w.config, 1, lambda: w.now)
            w.standin.fault = Fault.BROKEN
            assert w.check().outcome == "failed"
            lived_on.append(dump(w.folder / "tracker.db"))

        lived_on: list[dict[str, list[str]]] = []
        done = rebuild(w.folder / "tracker.db", now=NOW, track=meanwhile)

    assert done.refused is None
    assert [dump(w.folder / "tracker.db")] == lived_on
    assert done.entries == len(lived_on[0]["log"])
    assert dump(done.before or Path()) == lived_on[0]
    assert not list(tmp_path.glob("*.rebuilding*"))


# ---- killed -----------------------------------------------------------------------------------------

KILLED = """
import os, signal, sqlite3, sys
from datetime import datetime, UTC
from pathlib import Path
point, seen, connect = int(sys.argv[2]), 0, sqlite3.connect

def trace(statement):
    global seen
    if statement.lstrip().upper().startswith(("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE")):
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)

def traced(*args, **settings):
    connection = connect(*args, **settings)
    connection.set_trace_callback(trace)
    return connection

sqlite3.connect = traced
from jobs.rebuild.rebuild import rebuild
rebuild(Path(sys.argv[1]), now=datetime(2030, 1, 1, tzinfo=UTC), track=lambda entries: entries)
print(seen)
"""


def test_killed_at_any_write_it_leaves_what_was_there(database: Path, tmp_path: Path) -> None:
    """At the first, at some in the middle, at the last of all: whole, and every row as before; then it succeeds."""
    before = nameless(database)
    tamper(database, "UPDATE change SET rule = 'older'")
    older = nameless(database)

    def rebuilt(point: int) -> tuple[Path, subprocess.CompletedProcess[str]]:
        copy = tmp_path / str(point) / "tracker.db"
        copy.parent.mkdir()
        shutil.copy(database, copy)
        command = [sys.executable, "-c", KILLED, str(copy), str(point)]
        paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        return copy, subprocess.run(command, capture_output=True, text=True, check=False, env=paths)

    whole, done = rebuilt(1_000_000)
    assert (done.returncode, nameless(whole)) == (0, before), done.stderr
    writes = int(done.stdout)
    for point in (1, 2, writes // 4, writes // 2, writes - 60, writes - 30, writes - 10, writes - 3, writes):
        copy, done = rebuilt(point)
        assert done.returncode == -signal.SIGKILL, "the kill missed the writes"
        assert nameless(copy) in (older, before)
        assert again(copy).refused is None
        assert nameless(copy) == before
        assert not list(copy.parent.glob("*.rebuilding*"))
