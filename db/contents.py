"""A digest of what answers are made from: equal digests, equal knowledge."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from db.schema.made import OF_REPLICATION

if TYPE_CHECKING:
    from db.store import Store

#: Tables that no answer is made from: what came (the evidence names it by its digest), deliveries, the schedule, what a
#: restart needs, how many rows each table has, and how far a replica is. Any other table counts, also one that a later
#: step adds.
_BESIDE = (
    *("body", "job_run", "memory", "notice", "outbox", "tally"),
    *("sqlite_schema", "sqlite_sequence", "sqlite_stat1"),
    *OF_REPLICATION,
)
_LOG = "log"  # only grows, and its entries never change: their number says what is in it
_ROWS = 1000  # read at once


def contents(store: Store) -> str:
    """A digest of all that an answer may be made from. Call it in the transaction in which the answers are read."""
    digest = hashlib.sha256()
    for table in _tables(store):
        columns = "count(*)" if table == _LOG else "*"
        cursor = store.database.conn.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - the schema's own names
        digest.update(table.encode())
        while rows := cursor.fetchmany(_ROWS):
            digest.update(repr(rows).encode())
    return digest.hexdigest()


def _tables(store: Store) -> list[str]:
    """The tables that count, by name. The index of the full-text search repeats another table."""
    found = store.database.all(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name"
    )
    return [row["name"] for row in found if row["name"] not in _BESIDE]
