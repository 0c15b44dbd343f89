"""Step 021: a chain over the log, tables that are only added to, seals and counts of the others. Frozen.

What the log held before rests on the word of this step: it chains the rows as it finds them, and its own row at their
end (`what` is `chained`) holds, in `about`, the version of the program, and by content what no row before names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.chain import BEGINNING, COLUMNS, NOTED, Links, canonical, noted

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = """
-- the quarantined chart that the entry opened, saw again or decided on
ALTER TABLE log ADD COLUMN item INTEGER REFERENCES quarantine_item;
-- JSON: table → rows of it that the entry added, column by column: a person's note, archived copies counted
ALTER TABLE log ADD COLUMN about TEXT;
-- SHA-256 over the row before, this row, and what it names: docs/security.md
ALTER TABLE log ADD COLUMN chain BLOB;
CREATE INDEX log_told ON log (id) WHERE outcome IS NULL OR outcome IN ('baseline', 'changed');

CREATE TABLE tally (              -- how many rows were ever added to a table from which none is deleted
    of TEXT PRIMARY KEY,          -- the table
    rows INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""

_SEALED = (
    "configuration",
    "treaty",
    "feed",
    "evidence_item",
    "quarantine_item",
    "depositary_reference",
    "statement_slot",
    "outbox",
    "notice",
    "memory",
    "job_run",
    "capture",
    "tally",
)

_KEPT = "'{table} is only added to'"
_GUARDS = """
CREATE TRIGGER {table}_is_not_deleted BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END;
CREATE TRIGGER {table}_is_not_replaced BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {known}) BEGIN SELECT RAISE({refused}); END;
CREATE TRIGGER {table}_is_not_edited BEFORE UPDATE OF {columns} ON {table}{unless} BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END;
"""  # noqa: E501 - a trigger stays on one line, because steps are split at ";\n"
_SEALED_ONCE = """
CREATE TRIGGER {table}_is_sealed_once BEFORE UPDATE OF seal ON {table} WHEN old.seal IS NOT NULL BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END;
"""  # noqa: E501

#: Table → what an added row must not have in common with one that is there.
_ADDED_TO = {
    "log": "id = new.id",
    "body": "sha256 = new.sha256",
    "configuration": "id = new.id OR sha256 = new.sha256",
    "evidence_item": "id = new.id OR feed = new.feed AND sha256 = new.sha256",
    "depositary_reference": "id = new.id",
    "statement_slot": "id = new.id",
    "quarantine_item": "id = new.id OR (feed, evidence, reason) = (new.feed, new.evidence, new.reason)"
    " AND decision IN ('open', 'rejected')",
}

# An open item is decided once. One that a person rejected may be seen again, which makes it newer, or be accepted.
_DECIDED = """
 WHEN (new.id, new.feed, new.evidence, new.kind, new.reason) IS NOT (old.id, old.feed, old.evidence, old.kind, old.reason)
 OR NOT (old.decision = 'open' AND new.decision <> 'open' AND new.decided_at IS NOT NULL AND new.read_at = old.read_at
 OR old.decision = 'rejected' AND new.decision = 'accepted' AND new.read_at = old.read_at
 OR old.decision = 'rejected' AND new.decision = 'rejected' AND new.decided_at IS old.decided_at)
""".replace("\n", "")  # noqa: E501


def chain_the_log(connection: sqlite3.Connection) -> None:
    """The whole step."""
    _run(connection, _COLUMNS)
    for table in _SEALED:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN seal TEXT")
    _chain(connection)
    for table, known in _ADDED_TO.items():
        columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
        _run(
            connection,
            (_GUARDS + (_SEALED_ONCE if "seal" in columns and table != "quarantine_item" else "")).format(
                table=table,
                known=known,
                columns=", ".join(name for name in columns if name != "seal"),
                # a body that comes again is not kept again
                refused="IGNORE" if table == "body" else f"ABORT, {_KEPT.format(table=table)}",
                unless=_DECIDED if table == "quarantine_item" else "",
            ),
        )


def _run(connection: sqlite3.Connection, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _chain(connection: sqlite3.Connection) -> None:
    about = {table: list(noted(connection, table)) for table in NOTED}
    about["capture"] = [copy for copy in about["capture"] if copy[-1] is not None]  # counted by a back-fill
    last = connection.execute("SELECT coalesce(max(id), 0) FROM log").fetchone()[0]
    if not last and not any(about.values()):
        return  # a new database: its first row begins the chain
    from importlib.metadata import version  # slow to import, and the step runs once

    at = connection.execute("SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')").fetchone()[0]
    connection.execute(
        "INSERT INTO log (id, at, what, about) VALUES (?, ?, 'chained', ?)",
        (last + 1, at, canonical({"program": version("convention-tracker"), **about})),
    )
    links, chain = Links(connection, keep=True), BEGINNING
    done, some = -1, f"SELECT {', '.join(COLUMNS)} FROM log WHERE id > ? ORDER BY id LIMIT 10000"  # noqa: S608 - ours
    while rows := connection.execute(some, (done,)).fetchall():
        chained = []
        for row in rows:
            chain = links.chain(chain, row)
            chained.append((bytes.fromhex(chain), row[0]))
        connection.executemany("UPDATE log SET chain = ? WHERE id = ?", chained)
        done = rows[-1][0]
