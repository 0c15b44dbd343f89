"""`tracker verify`: every byte is what was kept, and still says what the history says; else exit 1 and what differs."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from histories import HISTORIES, dump, lived
from tampering import tamper
from world import START, World

import tracker.cli
import tracker.participants.lookup
import tracker.sources.interpret
from db.store import Store
from jobs.rebuild.verify import Tracks, Verified, verify
from tracker.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A history with changes."""
    return lived(tmp_path, "acts").folder / "tracker.db"


def look(database: Path) -> Verified:
    return verify(database, Tracks(bodies=lambda found: found, entries=lambda found: found))


def found(database: Path) -> list[tuple[str, str]]:
    """Findings as (kind, message); the command says the same, and leaves the database as it is."""
    before = dump(database)
    seen = look(database)
    done = CliRunner().invoke(cli, ["--db", str(database), "verify"])
    assert done.exit_code == (1 if seen.findings else 0)
    for finding in seen.findings:
        assert f"{finding.kind}: {finding.message}" in done.stdout
    assert dump(database) == before
    return [(finding.kind, finding.message) for finding in seen.findings]


@pytest.mark.parametrize("name", HISTORIES)
def test_nothing_is_wrong_with_what_was_lived(tmp_path: Path, name: str) -> None:
    """Whatever happened: exit code 0, and how much was looked at."""
    path = lived(tmp_path, name).folder / "tracker.db"
    assert found(path) == []
    with Store.open(path) as store:
        counts = (
            len(store.archive.bodies()),
            len(store.log.entries()),
            len(store.charts.snapshots()),
            len(store.changes.find()),
        )
    seen = look(path)
    assert (seen.bodies, seen.entries, seen.snapshots, seen.changes) == counts
    assert min(counts) > 0 or name == "bundled"


@pytest.mark.parametrize("name", HISTORIES)
def test_a_clock_that_never_stands_still(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a real machine: the moments of a check, of its log and of its messages are not the same."""

    def passing(w: World) -> datetime:
        w.__dict__["now"] += timedelta(milliseconds=7)
        return w.__dict__["now"]  # type: ignore[no-any-return]

    monkeypatch.setattr(World, "now", property(passing, lambda w, at: w.__dict__.update(now=at)), raising=False)
    monkeypatch.setattr("histories.START", START + timedelta(milliseconds=7))
    assert found(lived(tmp_path, name).folder / "tracker.db") == []


def test_progress_of_the_long_work(database: Path) -> None:
    """Every body and every entry is counted off."""
    seen: dict[str, int] = {}

    def counted(name: str) -> Callable[[Collection[object]], Collection[object]]:
        def track(steps: Collection[object]) -> Collection[object]:
            seen[name] = len(steps)
            return steps

        return track

    result = verify(database, Tracks(bodies=counted("bodies"), entries=counted("entries")))  # type: ignore[arg-type]
    assert seen == {"bodies": result.bodies, "entries": result.entries}


@pytest.mark.parametrize("how", ["packed = x'00'", "packed = zeroblob(20)", "size = size + 1"])
def test_bytes_that_are_not_those_kept(database: Path, how: str) -> None:
    """The body is named with its evidence; what was read from it cannot be read again; the rest is looked at."""
    tamper(database, f"UPDATE body SET {how} WHERE sha256 = (SELECT sha256 FROM evidence_item WHERE id = 1)")  # noqa: S608
    body, entry = found(database)
    assert body[0] == "body"
    assert body[1].startswith("evidence 1 (coe-service of ets-185): ")
    assert entry[0] == "unreadable"
    assert "log entry 1 (check of coe-service of ets-185" in entry[1]


def test_a_chart_that_the_evidence_does_not_give(database: Path) -> None:
    """The snapshot, the field, both values; a difference that stays from chart to chart is named once."""
    tamper(database, "UPDATE row_version SET signed_on = '1999-01-01' WHERE participant = 'IRL'")
    ((kind, message),) = found(database)
    assert kind == "chart"
    assert message.startswith("snapshot 1 (ets-185 from coe-service, 2026-06-15 12:00Z): ")
    assert "IRL signed_on is stored as 1999-01-01, and the evidence says 2002-02-28" in message


def test_rows_and_charts_too_many_or_too_few(database: Path) -> None:
    """A row that nobody showed, one that is missing, a snapshot that is missing."""
    tamper(database, "UPDATE row_version SET participant = 'FRA', name = 'France' WHERE participant = 'ALB'")
    message = found(database)[0][1]
    assert "FRA is stored, but not in the evidence" in message
    assert "ALB is in the evidence, but not stored" in message


def test_a_snapshot_that_is_missing(database: Path) -> None:
    """And with it what points to it."""
    tamper(database, "DELETE FROM snapshot WHERE id = 3")
    kinds = {kind for kind, _ in found(database)}
    assert kinds == {"chart", "file"}


def test_changes_that_the_log_does_not_give(database: Path) -> None:
    """One that is another, so that it is missing too."""
    tamper(database, "UPDATE change SET after = '1999-01-01' WHERE id = 1")
    told, missing = found(database)
    assert told[1].startswith("change 1 (")
    assert told[1].endswith("the log does not give it")
    assert missing[1].startswith("the log gives a change that is not stored: ")


@pytest.mark.parametrize(
    ("name", "damage", "says"),
    [
        (
            "statements",
            "UPDATE statement SET text = 'Something else.' WHERE id = 1",
            "text is stored as Something else., and",
        ),
        ("statements", "DELETE FROM statement WHERE id = 2", "the log gives it, but it is not stored"),
        ("bundled", "UPDATE territory SET reach = 'included'", "territories is stored as"),
    ],
    ids=["text", "lost", "territory"],
)
def test_statements_that_the_evidence_does_not_give(tmp_path: Path, name: str, damage: str, says: str) -> None:
    """The version, and what it is instead."""
    path = lived(tmp_path, name).folder / "tracker.db"
    tamper(path, damage)
    kinds, messages = zip(*found(path), strict=True)
    assert "statement" in kinds
    assert any(says in message for message in messages)


def test_a_table_of_participants_that_has_grown(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is another participant's now is named as that, and not hidden."""
    real = tracker.participants.lookup.Participants.resolve

    def resolve(self: tracker.participants.lookup.Participants, spelling: str) -> str:
        found = real(self, spelling)
        return "FRA" if spelling == "Ireland" else found

    monkeypatch.setattr(tracker.participants.lookup.Participants, "resolve", resolve)
    monkeypatch.setattr("tracker.sources.interpret._row", tracker.sources.interpret._row.__wrapped__)  # not as kept
    messages = [message for _, message in found(database)]
    assert any("the table of participants now reads 'Ireland' as FRA, and then as IRL" in text for text in messages)


def test_words_of_this_version_and_of_another(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this version told is compared word by word. Of another version's the meaning is; the words are listed."""
    for column in ("summary", "rule", "name"):
        tamper(database, f"UPDATE change SET {column} = 'Tonga left.' WHERE id = 2")  # noqa: S608
    [(kind, message)] = found(database)
    assert kind == "change"
    assert message.startswith("change 2 (Tonga left.): name is stored as Tonga left., and the log gives ")
    assert "summary is stored as Tonga left., and the log gives " in message
    assert look(database).other_words == ()

    monkeypatch.setattr("jobs.rebuild.differences.__version__", "99.0")
    assert found(database) == [("state", "change 2 was not written by this program as it stands")]
    assert look(database).other_words == ()


def test_words_of_an_older_version(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal tells the words of another version from those of another hand."""
    with Store.open(database) as store:
        store.database.conn.execute("UPDATE change SET summary = 'As it was said then.' WHERE id = 2")
    monkeypatch.setattr("jobs.rebuild.differences.__version__", "99.0")
    assert found(database) == []
    assert look(database).other_words == (2,)
    done = CliRunner().invoke(cli, ["--db", str(database), "verify"])
    assert "changes 2: told by an older version, in words that this one would not use" in done.stdout

    tamper(database, "UPDATE change SET after = '1999-01-01' WHERE id = 2")
    assert {kind for kind, _ in found(database)} == {"change"}


def test_a_source_a_treaty_and_what_waits(database: Path) -> None:
    """Each column that differs is named, with both values."""
    tamper(
        database,
        "UPDATE feed SET failures = 2, state = 'degraded', last_error = 'no answer' WHERE id = 1",
        "UPDATE treaty SET needed = 7, members = 3",
        "UPDATE effect SET took_effect_on = '1999-01-01'",
        "INSERT INTO pending VALUES (1, 'ALB', 'row', '', '2026-01-01T00:00:00.000Z', 0)",
    )
    messages = [message for _, message in found(database)]
    for said in (
        "source 1 (coe-service of ets-185): state is stored as degraded, and the log gives ok; failures",
        "treaty ets-185: needed is stored as 7, and the configuration says ",
        "took_effect_on is stored as 1999-01-01, and the log gives ",
        "pending (ets-185, ALB, row): the log does not give it",
    ):
        assert any(said in message for message in messages), said


def test_many_differences_are_counted(database: Path) -> None:
    """A list that is cut says so."""
    values = ", ".join(f"('ets-185', 'X{number}', 'signed_on', '2020-01-01')" for number in range(250))
    tamper(database, f"INSERT INTO effect VALUES {values}")  # noqa: S608
    messages = [message for _, message in found(database)]
    assert len(messages) == 201
    assert messages[-1] == "50 more like these in effect"


def test_a_file_that_is_damaged(database: Path) -> None:
    """What SQLite finds, and nothing that would stumble over it."""
    tamper(
        database, "PRAGMA writable_schema = ON", "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'change_of_log'"
    )
    kinds = {finding.kind for finding in look(database).findings}
    assert kinds == {"file"}


def test_as_json(database: Path) -> None:
    """Counts, and each finding with what it is about."""
    tamper(database, "UPDATE body SET packed = x'00' WHERE sha256 = (SELECT sha256 FROM evidence_item WHERE id = 1)")
    done = CliRunner().invoke(cli, ["--db", str(database), "verify", "--json"])
    seen = json.loads(done.stdout)
    assert (done.exit_code, seen["ok"]) == (1, False)
    counts = {"bodies", "evidence", "entries", "snapshots", "changes", "stamps"}
    assert set(seen) == {"ok", "findings", "head", "chained_from", "unnamed_evidence", "other_words", *counts}
    assert set(seen["findings"][0]) == {"kind", "message", "treaty", "evidence", "snapshot", "change"}
    assert (seen["findings"][0]["kind"], seen["findings"][0]["evidence"]) == ("body", 1)


def test_no_database_yet(tmp_path: Path) -> None:
    """Exit code 2."""
    assert tracker.cli.run(["--db", str(tmp_path / "none.db"), "verify"]) == 2
