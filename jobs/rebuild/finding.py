"""A fault that `tracker verify` finds, and how the value of a column is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMED = 5  # differences named for one chart or statement; the others are counted
MOST = 200  # findings listed of one table; the others are counted
_LONGEST = 200  # characters of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault. `kind`: file (SQLite reports damage), schema (tables, views, triggers and indexes that are not ours),
    chain (the log, or what it names, is not what was written, or not what a head says), state (a row that another
    program wrote), body (bytes that do not match their digest), unreadable (an entry of the log), chart (of a
    snapshot), statement, change; derived (another row that the log gives otherwise), source (baseline and health),
    treaty (its rules), by_rule (what the views say follows from the treaty's own rule), search (the full-text index),
    record (entries that do not fit together)."""

    kind: str
    message: str
    treaty: str | None = None
    evidence: int | None = None
    snapshot: int | None = None
    change: int | None = None


def listed(found: Iterable[Finding], what: str) -> Iterator[Finding]:
    """The first findings of a table, and how many more there are."""
    more, kind = 0, ""
    for count, finding in enumerate(found):
        if count < MOST:
            yield finding
        else:
            more, kind = more + 1, finding.kind
    if more:
        yield Finding(kind=kind, message=f"{more} more like these in {what}")


def differs(what: str, stored: object, given: object, *, by: str = "the evidence says") -> str:
    """That a value is another one."""
    return f"{what} is stored as {plain(stored)}, and {by} {plain(given)}"


def plain(value: object) -> str:
    """A value of a column."""
    if value is None or value == "":
        return "nothing"
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"


def joined(texts: list[str]) -> str:
    """Some differences on one line, and how many more there are."""
    more = f"; and {len(texts) - NAMED} more" if len(texts) > NAMED else ""
    return "; ".join(texts[:NAMED]) + more
