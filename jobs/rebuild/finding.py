"""A fault that `tracker verify` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault. `kind`: file (SQLite reports damage), schema (tables, views, triggers and indexes that are not ours),
    chain (the log, or what it names, is not what was written, or not what a head says), state (a row that another
    program wrote), body (bytes that do not match their digest), unreadable (an entry of the log), chart (of a
    snapshot), statement, change, or by_rule (what the views say follows from the treaty's own rule)."""

    kind: str
    message: str
    treaty: str | None = None
    evidence: int | None = None
    snapshot: int | None = None
    change: int | None = None
