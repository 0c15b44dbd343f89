"""The chain over the log: what is edited, deleted or swapped, in it or in what it names, is found at the right row."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from histories import lived
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tampering import copied, head_of, loosened, tamper
from world import world

from db.chain import BEGINNING, COLUMNS, Links, looking, walk
from db.database import APPLICATION_ID
from db.knowledge import Knowledge
from db.registry import ROLES, Role
from db.schema.made import FILLED
from db.schema.steps import STEPS, migrate
from db.seals import COUNTED, SEALED
from db.store import Store
from jobs.ingest.references import note_reference
from jobs.ingest.slots import note_slot
from jobs.rebuild.chain import look
from jobs.rebuild.rebuild import rebuild
from tracker import __version__
from tracker.answers.statements import ask
from tracker.cli import cli
from tracker.errors import ErrorKind
from tracker.law.articles import slots_of
from tracker.models import Outcome, Response
from tracker.models.head import Head

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Databases that hold something of everything; each test takes a copy."""
    names = ("acts", "doubts", "archived", "another_configuration")
    made = {name: lived(tmp_path_factory.mktemp(name), name).folder / "tracker.db" for name in names}
    return made | {"noted": noted(tmp_path_factory.mktemp("noted"))}


def noted(folder: Path) -> Path:
    """A history in which people noted a reference and a slot, and a job of the daemon ran."""
    with world(folder) as w:
        w.init()
        w.check()
        note_reference(w.config, "ets-185", "ALB", "signed_on", "JJ1234C", now=w.now)
        with w.store() as store:
            statements = ask(Knowledge(store), treaties=["ets-185"])
            store.job_runs.started("check", w.now, late=False)
        known = slots_of("ets-185").all
        note_slot(w.config, statements[0].id, sorted(known)[0], now=w.now)
    return folder / "tracker.db"


@pytest.fixture
def database(histories: dict[str, Path], tmp_path: Path) -> Path:
    return copied(histories["acts"], tmp_path)


def kinds(database: Path, *heads: Head) -> list[tuple[str, str]]:
    return [(found.kind, found.message) for found in look(database, heads).findings]


def chained_again(connection: sqlite3.Connection) -> None:
    """What a forger does who knows the form: every row is chained anew."""
    links, chain = Links(connection), BEGINNING
    for row in connection.execute(f"SELECT {', '.join(COLUMNS)} FROM log ORDER BY id").fetchall():  # noqa: S608 - ours
        chain = links.chain(chain, row)
        connection.execute("UPDATE log SET chain = ? WHERE id = ?", (bytes.fromhex(chain), row[0]))


# ---- what was lived ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["acts", "doubts", "archived", "another_configuration", "noted"])
def test_what_was_lived_is_whole(histories: dict[str, Path], name: str) -> None:
    found = look(histories[name])
    assert (found.findings, found.unnamed, found.began) == ((), (), None)
    assert found.head is not None
    assert found.head.row == found.entries


def test_a_stranger_computes_the_same(database: Path) -> None:
    """The program in docs/security.md, as it stands there."""
    text = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(program.splitlines()) <= 25

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "-c", program, str(database)], capture_output=True, text=True, check=False
        )

    assert run().stdout.split() == [str(head_of(database))]
    tamper(database, "UPDATE log SET at = '2020-01-01T00:00:00.000Z' WHERE id = 3")
    assert "row 3" in run().stderr


def test_a_rebuild_leaves_the_chain_as_it_is(database: Path) -> None:
    before = head_of(database)
    assert rebuild(database, now=NOON, track=lambda entries: entries).refused is None
    assert head_of(database) == before
    assert kinds(database, before) == []


def test_evidence_of_a_read_that_died_is_told_and_is_no_fault(database: Path) -> None:
    """Kept, and not yet recorded."""
    with Store.open(database) as store:
        response = Response(url="http://x/", status=200, headers={}, body=b"died", fetched_at=NOON)
        kept = store.archive.keep(1, response, origin="live").id
    found = look(database)
    assert (found.findings, found.unnamed) == ((), (kept,))
    done = CliRunner().invoke(cli, ["--db", str(database), "verify"])
    assert done.exit_code == 0
    assert f"evidence {kept} is kept, and no row of the log names it" in done.stdout


# ---- edits, deletions, swaps ------------------------------------------------------------------------


@pytest.mark.parametrize("column", [*COLUMNS[1:], "chain"])
def test_each_column_of_the_log(database: Path, column: str) -> None:
    """An edit is found at its row, and at no other."""
    value: object = {"evidence": 1, "configuration": None, "item": 1, "whole": None, "about": "{}"}.get(column, "x")
    with loosened(database) as connection:
        [feed] = connection.execute("SELECT feed FROM log WHERE id = 4").fetchone()
        value = {"feed": 3 - feed, "chain": b"x"}.get(column, value)
        connection.execute(f"UPDATE log SET {column} = ? WHERE id = 4", (value,))  # noqa: S608 - ours
    faults = [message for kind, message in kinds(database) if kind == "chain"]
    wrong = [fault[:8] for fault in faults if fault.startswith("row ")]
    assert wrong == (["row 4 of", "row 5 of"] if column == "chain" else ["row 4 of"])


@pytest.mark.parametrize(
    ("name", "statement", "says"),
    [
        ("acts", "UPDATE evidence_item SET url = 'https://example.org/' WHERE id = 1", "row 1 of"),
        ("acts", "UPDATE evidence_item SET fetched_at = '2020' WHERE id = 1", "row 1 of"),
        ("acts", "UPDATE evidence_item SET headers = '{}' WHERE id = 1", "row 1 of"),
        ("acts", "UPDATE evidence_item SET origin = 'saved' WHERE id = 1", "row 1 of"),
        ("acts", "UPDATE evidence_item SET status = 201 WHERE id = 1", "row 1 of"),
        ("acts", "UPDATE evidence_item SET feed = 2 WHERE id = 1", "row 1 of"),
        ("acts", "UPDATE configuration SET first_used_at = '2020' WHERE id = 1", "row 1 of"),
        ("acts", "UPDATE configuration SET body = '{}' WHERE id = 1", "configuration 1 is not the one"),
        ("acts", "UPDATE feed SET source = 'coe-chart' WHERE id = 1", "row 1 of"),
        ("acts", "DELETE FROM log WHERE id = 3", "row 3 is missing before row 4 of"),
        ("acts", "DELETE FROM log WHERE id IN (3, 4)", "rows 3 to 4 are missing before row 5 of"),
        ("doubts", "UPDATE quarantine_item SET reason = 'x' WHERE id = 1", "is not what was written"),
        ("doubts", "UPDATE quarantine_item SET decision = 'open', decided_at = NULL WHERE id = 2", "quarantine_item 2"),
        ("doubts", "UPDATE quarantine_item SET read_at = '2020' WHERE id = 2", "quarantine_item 2"),
        ("doubts", "DELETE FROM quarantine_item WHERE id = 2", "quarantine_item 2 is in the log, and is gone"),
        ("archived", "UPDATE capture SET published_at = '2020' WHERE log IS NOT NULL", "capture"),
        ("archived", "DELETE FROM capture WHERE log IS NOT NULL", "capture"),
        ("archived", "UPDATE capture SET log = NULL", "capture"),
        ("noted", "UPDATE depositary_reference SET text = 'JJ1'", "depositary_reference 1 is not what the log says"),
        ("noted", "DELETE FROM depositary_reference", "depositary_reference 1 is in the log, and is gone"),
        ("noted", "UPDATE statement_slot SET slot = ''", "statement_slot 1 is not what the log says"),
        (
            "noted",
            "INSERT INTO statement_slot SELECT 2, treaty, participant, text_sha256, '', '', seal FROM statement_slot",
            "statement_slot 2: no row of the log names it",
        ),
    ],
)
def test_what_the_log_names(histories: dict[str, Path], tmp_path: Path, name: str, statement: str, says: str) -> None:
    path = copied(histories[name], tmp_path)
    tamper(path, statement)
    faults = [message for kind, message in kinds(path) if kind == "chain"]
    assert any(says in message for message in faults), faults


@pytest.mark.parametrize("about", ["no JSON", "[1]", '{"capture": [[]]}', '{"quarantine_item": 1}'])
def test_what_cannot_be_read(database: Path, about: str) -> None:
    """A forger may write anything, and chain it."""
    with loosened(database) as connection:
        connection.execute("UPDATE log SET about = ? WHERE id = 2", (about,))
        chained_again(connection)
    assert kinds(database)[0][1].endswith("says of other tables cannot be read")


def test_rows_that_change_places(database: Path) -> None:
    tamper(
        database,
        "UPDATE log SET id = -2 WHERE id = 2",
        "UPDATE log SET id = 2 WHERE id = 3",
        "UPDATE log SET id = 3 WHERE id = -2",
    )
    assert "row 2 of" in kinds(database)[0][1]


def test_rows_cut_off_the_end(database: Path) -> None:
    """By the count, and by whoever holds the head."""
    before = head_of(database)
    tamper(database, f"DELETE FROM log WHERE id > {before.row - 2}")  # noqa: S608 - a number
    said = kinds(database)
    assert ("chain", f"log has {before.row - 2} rows, and {before.row} were written") in said
    assert any(kind == "chain" and f"row {before.row} of the head" in text for kind, text in kinds(database, before))


TABLES = {"depositary_reference": "noted", "statement_slot": "noted", "job_run": "noted", "capture": "archived"}


@pytest.mark.parametrize("table", [*SEALED, "body"])
def test_each_row_and_column_that_is_no_part_of_the_log(histories: dict[str, Path], tmp_path: Path, table: str) -> None:
    """Whatever another program writes keeps the old seal; a row that it deletes leaves the count too high."""
    path = histories[TABLES.get(table, "another_configuration" if table == "outbox" else "doubts")]
    for column in SEALED.get(table, ()):
        again = copied(path, tmp_path)
        with loosened(again) as connection:
            kind, key = _of(connection, table, column)
            old = connection.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key} LIMIT 1").fetchone()  # noqa: S608
            new = (old[-1] or 0) + 7 if kind == "INTEGER" else "tampered"
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (new, old[0]))  # noqa: S608 - ours
        assert kinds(again), column
    again = copied(path, tmp_path)
    with loosened(again) as connection:
        key = _of(connection, table, None)[1]
        gone = connection.execute(f"DELETE FROM {table} WHERE {key} = (SELECT max({key}) FROM {table})")  # noqa: S608
        assert gone.rowcount
    assert kinds(again)


def _of(connection: sqlite3.Connection, table: str, column: str | None) -> tuple[str, str]:
    """The type of a column, and the key of its table (of archived copies: the first part that tells rows apart)."""
    types = dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall())
    key = {"capture": "timestamp", "body": "sha256"}.get(table) or SEALED[table][0]
    return types[column] if column else "", key


def test_sealing_by_hand_is_not_taken_for_ours(database: Path) -> None:
    """The next write of the program does not seal what another program wrote before."""
    tamper(database, "UPDATE feed SET alerted_at = '2020-01-01T00:00:00.000Z' WHERE id = 1")
    with Store.open(database) as store:
        store.database.update("feed", 1, {"etag": "x"})
    assert [kind for kind, _ in kinds(database)] == ["state"]


BY_RULE = ("by_rule_standing", "by_rule_bound", "by_rule_figures", "by_rule_due")  # worked out again and compared


def test_every_table_is_guarded(database: Path) -> None:
    """Each is chained, sealed, derived, filled by the steps alone, or a library's; sealed ones in all their columns."""
    with closing(sqlite3.connect(database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        ours = {name for name in tables if not name.startswith(("sqlite_", "statement_search"))}
        derived = {table for table, role in ROLES.items() if role is Role.DERIVED and "_search" not in table}
        assert ours == {"log", "body", "_sqlite_migrations", "by_rule_due", *SEALED, *derived, *FILLED}
        for table, sealed in SEALED.items():
            columns = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}
            assert columns == {*sealed, "seal"}, table


# ---- the schema -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DROP VIEW parties", "the view parties is missing"),
        ("CREATE TABLE mine (id INTEGER)", "there is a table mine"),
        ("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER, act TEXT)", "a table _litestream_seq"),
        ("CREATE TRIGGER x AFTER INSERT ON log BEGIN DELETE FROM memory; END", "there is a trigger x"),
        ("DROP INDEX change_of_log", "the index change_of_log is missing"),
        ("DELETE FROM succession WHERE heir = 'UKR'", "the rows of succession"),
        ("UPDATE existence SET from_on = '1900-01-01' WHERE participant = 'SRB'", "the rows of existence"),
        ("DELETE FROM _sqlite_migrations WHERE name = '013_suspensions'", "the list of steps"),
    ],
)
def test_a_schema_that_is_not_ours(database: Path, statement: str, says: str) -> None:
    tamper(database, statement)
    [(kind, message)] = kinds(database)
    assert kind == "schema"
    assert says in message


@pytest.mark.parametrize("table", [*COUNTED[:2], "configuration", "evidence_item", "quarantine_item"])
def test_guards_that_are_dropped_are_missed(database: Path, table: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"DROP TRIGGER {table}_is_not_edited")
    assert kinds(database) == [("schema", f"the trigger {table}_is_not_edited is missing")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET at = 'x'",
        "DELETE FROM log WHERE id = 3",
        "INSERT OR REPLACE INTO log (id, at, what) VALUES (3, 'x', 'check')",
        "UPDATE body SET size = 1",
        "DELETE FROM body",
        "UPDATE evidence_item SET url = 'x'",
        "UPDATE evidence_item SET seal = 'x'",
        "REPLACE INTO evidence_item SELECT 99, feed, sha256, '', 1, '', '', '', '', '' FROM evidence_item WHERE id = 1",
        "DELETE FROM evidence_item",
        "UPDATE configuration SET body = '{}'",
        "DELETE FROM configuration",
        "DELETE FROM quarantine_item",
        "UPDATE quarantine_item SET reason = 'x'",
        "UPDATE quarantine_item SET decision = 'open' WHERE decision <> 'open'",
        "UPDATE quarantine_item SET decided_at = 'x' WHERE decision <> 'open'",
        "UPDATE depositary_reference SET text = 'x'",
        "DELETE FROM depositary_reference",
        "UPDATE statement_slot SET slot = 'x'",
        "DELETE FROM statement_slot",
    ],
)
def test_what_is_only_added_to(histories: dict[str, Path], tmp_path: Path, statement: str) -> None:
    """Refused, also for a program that knows nothing of us."""
    noted = "depositary" in statement or "slot" in statement
    path = copied(histories["noted" if noted else "doubts"], tmp_path)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="is only added to"):
        connection.execute(statement)


# ---- forgers ----------------------------------------------------------------------------------------


def forge(database: Path, *, again: bool = False) -> None:
    """An insider changes a date of ratification in every kept page, makes the hashes fit, and lets `rebuild` make the
    rest (`again`: and chains the log anew)."""
    with loosened(database) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for sha256, packed in connection.execute("SELECT sha256, packed FROM body").fetchall():
            forged = zlib.decompress(packed).replace(b"2026-06-01", b"2026-06-11")
            new = hashlib.sha256(forged).hexdigest()
            if new != sha256:
                row = (new, len(forged), zlib.compress(forged, 9))
                connection.execute("DELETE FROM body WHERE sha256 = ?", (sha256,))
                connection.execute("INSERT INTO body VALUES (?, ?, ?)", row)
                connection.execute("UPDATE evidence_item SET sha256 = ? WHERE sha256 = ?", (new, sha256))
        connection.execute("DELETE FROM outbox")
        connection.execute("DELETE FROM change")
        if again:
            chained_again(connection)
    assert rebuild(database, now=NOON, track=lambda entries: entries).refused is None


def test_a_forged_page_is_found(database: Path) -> None:
    """At the first row that names it, and by whoever holds an old head."""
    old = head_of(database)
    with closing(sqlite3.connect(database)) as connection:
        hungary = "SELECT count(*) FROM change WHERE effective_on = '2026-06-11'"
        assert connection.execute(hungary).fetchone() == (0,)
        forge(database)
        assert connection.execute(hungary).fetchone()[0] > 0
    done = CliRunner().invoke(cli, ["--db", str(database), "verify"])
    assert done.exit_code == 1
    assert re.search(r"^chain: row \d+ of .* is not what was written$", done.stdout, re.MULTILINE)
    assert any(str(old) in message for _, message in kinds(database, old))


def test_a_chain_that_is_made_again_is_found_by_an_old_head(database: Path) -> None:
    """And by nothing else of the chain: that is why heads leave the machine."""
    old = head_of(database)
    forge(database, again=True)
    assert not [kind for kind, _ in kinds(database) if kind == "chain"]
    [message] = [message for kind, message in kinds(database, old) if kind == "chain"]
    assert message.startswith(f"the history up to row {old.row} of 20")
    done = CliRunner().invoke(cli, ["--db", str(database), "verify", "--against", str(old), "--json"])
    assert (done.exit_code, json.loads(done.stdout)["heads"]) == (1, [str(old)])


def test_heads_of_every_moment_stay_true(database: Path) -> None:
    """As the history grows, also after a forgery of what came later."""
    with looking(database) as connection:
        heads = [Head(link.row.id, link.stored or "") for link in walk(connection)]
    assert kinds(database, *heads) == []
    tamper(database, "UPDATE log SET at = '2020-01-01T00:00:00.000Z' WHERE id = 5")
    others = [message for _, message in kinds(database, *heads) if message.startswith("the history up to row")]
    assert len(others) == len(heads) - 4


# ---- any sequence, any single edit ------------------------------------------------------------------

ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "what": st.sampled_from(["check", "accept", "roll_over", "reference"]),
            "outcome": st.sampled_from([None, *Outcome]),
            "error": st.none() | st.tuples(st.sampled_from(ErrorKind), st.text(max_size=8)),
            "evidence": st.sampled_from([None, 1, 2]),
            "feed": st.sampled_from([None, 1, 2]),
            "configuration": st.sampled_from([None, 1, 2]),
            "whole": st.booleans(),
            "about": st.none() | st.just({"x": [[1, 'é\ud7ff"]']]}),
        }
    ),
    min_size=3,
    max_size=8,
)


NAMED = {"evidence_item": "evidence", "feed": "feed", "configuration": "configuration"}


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without a log, with two of each that its rows can name."""
    path = tmp_path_factory.mktemp("any") / "tracker.db"
    with Store.open(path, create=True) as store:
        connection = store.database.conn
        connection.execute("PRAGMA foreign_keys = OFF")
        for key in (1, 2):
            connection.execute("INSERT INTO feed (id, treaty, source) VALUES (?, 'ets-185', ?)", (key, f"s{key}"))
            connection.execute(
                "INSERT INTO configuration (id, sha256, body, first_used_at) VALUES (?, ?, '', '')", (key, key)
            )
            connection.execute(
                "INSERT INTO evidence_item (id, feed, sha256, url, status, headers, fetched_at, origin)"
                " VALUES (?, ?, ?, '', 200, '{}', '', 'live')",
                (key, key, key),
            )
    return path


def written(empty: Path, path: Path, entries: list[dict[str, Any]]) -> None:
    """A database with these entries in its log."""
    shutil.copyfile(empty, path)
    with Store.open(path) as store:
        store.database.conn.execute("PRAGMA foreign_keys = OFF")
        for number, entry in enumerate(entries):
            with store.transaction():
                store.log.write(NOON + timedelta(minutes=number), **entry)


def wrong_rows(path: Path) -> list[int]:
    with looking(path) as connection:
        links = list(walk(connection))
    assert all(link.stored for link in links)
    last, wrong = 0, []
    for link in links:
        if link.stored != link.computed or link.row.id != last + 1:
            wrong.append(link.row.id)
        last = link.row.id
    return wrong


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, data=st.data())
def test_any_single_edit_deletion_or_swap(
    named: Path, tmp_path: Path, entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Breaks the chain at the first row it touches."""
    path = tmp_path / "any.db"
    written(named, path, entries)
    assert wrong_rows(path) == []
    row = data.draw(st.integers(1, len(entries) - 1), label="row")
    how = data.draw(st.sampled_from(["edit", "delete", "swap", "insert", *NAMED]), label="how")
    with loosened(path) as connection:
        if how == "edit":
            column = data.draw(st.sampled_from(COLUMNS[1:]), label="column")
            [old] = connection.execute(f"SELECT {column} FROM log WHERE id = ?", (row,)).fetchone()  # noqa: S608 - ours
            kinds_ = dict(connection.execute("SELECT name, type FROM pragma_table_info('log')").fetchall())
            new = data.draw((st.integers(0, 9) if kinds_[column] == "INTEGER" else st.text(max_size=4)), label="value")
            connection.execute(f"UPDATE log SET {column} = ? WHERE id = ?", (new, row))  # noqa: S608 - ours
            expected = [row] if new != old and not (old is None and new is None) else []
        elif how in NAMED:
            columns = [name for name in SEALED[how] if name not in ("id", "body")]
            column = data.draw(st.sampled_from(columns if how != "feed" else ["treaty", "source"]), label="column")
            value: object = {"feed": 9, "status": 9}.get(column, "y")
            connection.execute(f"UPDATE {how} SET {column} = ? WHERE id = 1", (value,))  # noqa: S608 - ours
            # evidence names its feed, too
            touched = ("feed", "evidence") if how == "feed" else (NAMED[how],)
            expected = [n for n, entry in enumerate(entries, 1) if any(entry[name] == 1 for name in touched)]
        elif how == "delete":
            connection.execute("DELETE FROM log WHERE id = ?", (row,))
            expected = [row + 1]
        elif how == "swap":
            for old_id, new_id in ((row, -1), (row + 1, row), (-1, row + 1)):
                connection.execute("UPDATE log SET id = ? WHERE id = ?", (new_id, old_id))
            expected = [row]
        else:
            connection.execute("UPDATE log SET id = -id WHERE id > ?", (row,))
            connection.execute("UPDATE log SET id = 1 - id WHERE id < 0")
            connection.execute(
                "INSERT INTO log (id, at, what, chain) SELECT ?, at, what, chain FROM log WHERE id = ?", (row + 1, row)
            )
            expected = [row + 1]
    assert wrong_rows(path)[: len(expected)] == expected
    assert bool(wrong_rows(path)) == bool(expected)


def test_columns_do_not_run_into_each_other() -> None:
    """A text that looks like the form itself is one text."""
    links = Links(sqlite3.connect(":memory:"))
    texts = [('a","b', None), ("a", "b"), ('a\\","b', None), (None, "a,b"), ("a", None), ("a,b", None), ("", "ab")]
    rows = [(1, "", "", None, None, None, *two, *[None] * (len(COLUMNS) - 8)) for two in texts]
    assert len({links.chain(BEGINNING, row) for row in rows}) == len(texts)


# ---- kills ------------------------------------------------------------------------------------------

_DIES = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from db.store import Store
with Store.open(Path(sys.argv[1])) as store:
    with store.transaction():
        store.log.write(datetime(2027, 1, 1, tzinfo=UTC), "check", feed=1, outcome="unchanged")
        print("written", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_between_the_row_and_its_commit(database: Path) -> None:
    """The row is gone, the chain is whole, and the next row follows the one before."""
    before = head_of(database)
    done = subprocess.run([sys.executable, "-c", _DIES, str(database)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("written\n", -signal.SIGKILL)
    assert kinds(database, before) == []
    with Store.open(database) as store, store.transaction():
        assert store.log.write(NOON, "check", feed=1, outcome=Outcome.UNCHANGED) == before.row + 1
    assert kinds(database, before) == []


# ---- what an earlier version left ------------------------------------------------------------------


def test_a_database_of_an_earlier_version_is_chained(tmp_path: Path) -> None:
    """No row is altered but for its chain; one more says from where it begins; what was noted before is covered."""
    path = tmp_path / "tracker.db"
    columns = ", ".join(COLUMNS[:-2])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        steps = {name: step for name, step in STEPS.items() if name < "02"}
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("db.schema.steps.STEPS", {name: steps[name] for name in list(steps)[:11]})
            migrate(connection)
            connection.executescript(Path(__file__).with_name("older.sql").read_text(encoding="utf-8"))
            patch.setattr("db.schema.steps.STEPS", steps)
            migrate(connection)
        connection.execute(
            "INSERT INTO depositary_reference VALUES (1, 'ets-185', 'ALB', 'signed_on', 'JJ1', '2026-07-01')"
        )
        before = connection.execute(f"SELECT {columns} FROM log ORDER BY id").fetchall()  # noqa: S608 - ours
    with Store.open(path) as store:
        after = store.database.conn.execute(f"SELECT {columns}, about FROM log ORDER BY id").fetchall()  # noqa: S608
        version = store.database.all("SELECT * FROM log ORDER BY id DESC LIMIT 1")[0]
    assert [row[:-1] for row in after[:-1]] == before
    assert version["what"] == "chained"
    assert json.loads(version["about"])["program"] == __version__
    found = look(path)
    assert (found.findings, found.began) == ((), len(before) + 1)
    done = CliRunner().invoke(cli, ["--db", str(path), "verify", "--json"])
    assert json.loads(done.stdout)["chained_from"] == len(before) + 1

    tamper(path, "UPDATE depositary_reference SET text = 'JJ2'")
    assert ("chain", "depositary_reference 1 is not what the log says") in kinds(path)
    tamper(path, "UPDATE log SET about = '{}' WHERE what = 'chained'")
    assert ("chain", "depositary_reference 1: no row of the log names it") in kinds(path)
