"""What a check loads and reads again: counted, not timed."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from world import but, row, world

from jobs.passes import Session, check_at
from tracker.answers import over_time
from tracker.sources import interpret
from tracker.sources.coe import service

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (
    row("Albania", signed="2001-11-23", consent="2002-06-20", in_force="2004-07-01"),
    row("Hungary", signed="2001-11-23"),
    row("Japan", "non_member", signed="2001-11-23"),
    row("Kazakhstan", "non_member"),
)

#: What reads a page, compares charts, answers, draws and redacts. Each is slow to import.
NOT_NEEDED = (
    *("apscheduler", "bs4", "jinja2", "lxml", "structlog"),
    *("tracker.answers.history", "tracker.models.over_time"),
    *("jobs.publish", "jobs.redaction", "jobs.service", "tracker.calendar", "tracker.diff", "tracker.export"),
    *(
        "tracker.guard.charts",
        "tracker.law.acts",
        "tracker.law.by_rule",
        "tracker.law.standing",
        "tracker.participants",
        "tracker.reconcile",
    ),
    *("tracker.report", "tracker.site", "tracker.sources.interpret", "tracker.statements"),
)

CHECK = """
import json, sys
from tracker.cli import run
code = run(sys.argv[1:])
print(json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""


def test_an_unchanged_check_loads_neither_rules_nor_parsers(tmp_path: Path) -> None:
    with world(tmp_path) as w:
        w.standin.now = lambda: datetime.now(UTC)  # another process has the clock of the system
        w.show(*ROWS)
        command = [sys.executable, "-c", CHECK, "--config", str(w.path), "check"]
        for _ in range(2):
            shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert any(line.endswith(": unchanged") for line in shown[:-1])
    found = json.loads(shown[-1])
    assert found["code"] == 0
    assert [name for name in found["modules"] if name.startswith(NOT_NEEDED)] == []


def test_help_loads_no_command() -> None:
    code = "import sys; from tracker.cli import run; run(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = shown.stderr.split("'")[1::2]
    assert "tracker.cli.kit.options" in loaded
    heavy = (
        "json",
        "msgspec",
        "pathlib",
        "requests",
        "sqlite3",
        "zoneinfo",
        "jobs",
        "db",
        "tracker.cli.ask",
        "tracker.models",
    )
    assert [name for name in loaded if name.startswith(heavy)] == []


def test_of_a_chart_that_changed_only_the_rows_that_changed_are_read(tmp_path: Path) -> None:
    """The others are known: the same bytes, the same row, the same spans of days."""
    kept = (service._row_as_sent, interpret._row, over_time._spans)
    with world(tmp_path) as w:
        w.show(*ROWS)
        w.check()
        w.wait(hours=13)
        w.show(*ROWS[:-1], but(ROWS[-1], signed="2026-06-01"))
        before = [one.cache_info().misses for one in kept]
        assert [change.participant for change in w.check().changes] == ["KAZ"]
        assert [one.cache_info().misses for one in kept] == [count + 1 for count in before]


def test_of_what_the_views_join_only_what_changed_is_written(tmp_path: Path) -> None:
    """One State begins to be bound: one span more, and no other is written again."""
    with world(tmp_path) as w, ExitStack() as stack:
        w.show(*ROWS)
        session = Session.open(w.config, lambda: w.now, stack)
        wanted = [(treaty, treaty.sources) for treaty in session.run.config.treaties]
        check_at(session, wanted)
        w.wait(hours=13)
        w.show(ROWS[0], but(ROWS[1], consent="2003-12-04", in_force="2004-07-01"), *ROWS[2:])
        written: list[str] = []
        connection = session.run.store.database.conn
        connection.set_trace_callback(lambda sql: written.append(sql) if "by_rule" in sql[:40] else None)
        check_at(session, wanted)
        connection.set_trace_callback(None)
        spans = [sql for sql in written if sql.startswith(("INSERT INTO by_rule_bound", "DELETE FROM by_rule_bound"))]
        assert [("HUN" in sql, "2004-07-01" in sql) for sql in spans] == [(True, True)]
