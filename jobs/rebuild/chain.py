"""Is the log all that was written, and is everything that it names? And is the history the one that a head speaks of?

One pass over the log, in bounded memory. docs/security.md says what the chain covers and what it proves.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from db.chain import changed_configurations, evidence_ids, looking, noted, walk
from db.noted import Noted
from db.schema.made import differences
from db.seals import CHANGE, SEALED, broken_seals, wrong_counts
from jobs.rebuild.finding import Finding
from tracker.models.head import Head

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from db.chain import Link

_NAMED = 20  # faults of one sort that are named; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Chained:
    """The chain as it stands. `began`: the row of the migration that chained what was there before (None: the first
    row). `unnamed`: evidence that no row of the log names, because a read ended before it was recorded: no fault."""

    entries: int
    head: Head | None
    began: int | None
    unnamed: tuple[int, ...]
    findings: tuple[Finding, ...]


def look(database: Path, heads: Collection[Head] = ()) -> Chained:
    """Check schema, chain, seals and counts of a database, and the heads of its past that are given."""
    with looking(database) as connection:
        schema = [Finding(kind="schema", message=text) for text in differences(connection)]
        walked = _Walk()
        for head in heads:
            walked.heads[head.row].add(head)
        for link in walk(connection):
            walked.step(link)
        findings = [*schema, *walked.end(), *_few(_named(connection, walked)), *_few(_state(connection))]
        return Chained(
            entries=walked.entries,
            head=walked.head,
            began=walked.began,
            unnamed=tuple(sorted(evidence_ids(connection) - walked.noted.evidence)),
            findings=tuple(findings),
        )


@dataclass(slots=True)
class _Walk:
    """What one pass over the log has seen so far."""

    heads: defaultdict[int, set[Head]] = field(default_factory=lambda: defaultdict(set))  # by row, still to be met
    noted: Noted = field(default_factory=Noted)
    faults: list[str] = field(default_factory=list)  # of rows: the first ones
    more: int = 0
    other_histories: list[str] = field(default_factory=list)
    entries: int = 0
    last: int = 0
    last_at: str = ""
    began: int | None = None
    chain: str = ""

    @property
    def head(self) -> Head | None:
        """The end of the chain."""
        return Head(self.last, self.chain) if self.last else None

    def step(self, link: Link) -> None:
        """Check the next row."""
        row, at = link.row.id, link.row.at
        if row <= self.last:
            self._add(f"row {row} of {at} is out of place")
        elif row != self.last + 1:
            gone = f"row {row - 1} is" if row == self.last + 2 else f"rows {self.last + 1} to {row - 1} are"
            self._add(f"{gone} missing before row {row} of {at}")
        elif link.stored != link.computed:
            self._add(f"row {row} of {at} ({link.row.what}), or what it names, is not what was written")
        for head in self.heads.pop(row, ()):
            if link.unbroken != head.chain:
                other = f"the history up to row {row} of {at} is not the one that the head {head} was made of"
                self.other_histories.append(other)
        try:
            self.noted.read(link.row)
        except (ValueError, TypeError, LookupError, AttributeError):
            self._add(f"what row {row} of {at} says of other tables cannot be read")
        if link.row.what == "chained" and self.began is None:
            self.began = row
        self.entries += 1
        self.last, self.last_at = row, at
        self.chain = link.stored or link.computed

    def end(self) -> Iterator[Finding]:
        """All faults of the chain, once the log is read to its end."""
        yield from (Finding(kind="chain", message=text) for text in (*self.faults, *self.other_histories))
        if self.more:
            yield Finding(kind="chain", message=f"and {self.more} more rows")
        ends = f"the log ends with row {self.last} of {self.last_at}" if self.last else "the log is empty"
        for heads in self.heads.values():
            for head in heads:
                yield Finding(kind="chain", message=f"row {head.row} of the head {head} is not in the log: {ends}")

    def _add(self, message: str) -> None:
        if len(self.faults) < _NAMED:
            self.faults.append(message)
        else:
            self.more += 1


def _named(connection: sqlite3.Connection, walked: _Walk) -> Iterator[Finding]:
    for text in walked.noted.differences(lambda table: noted(connection, table)):
        yield Finding(kind="chain", message=text)
    for key in changed_configurations(connection):
        yield Finding(kind="chain", message=f"configuration {key} is not the one that the log names")


def _state(connection: sqlite3.Connection) -> Iterator[Finding]:
    # changes are compared with the replay, which says what of them is another (`jobs/rebuild/differences.py`)
    for table, key in broken_seals(connection, (table for table in SEALED if table != CHANGE)):
        where = f"{table} {' '.join(map(str, key))}"
        yield Finding(kind="state", message=f"{where} was not written by this program as it stands")
    for table, written, found in wrong_counts(connection):
        were = "no count of them" if written is None else f"{written} were written"
        yield Finding(kind="chain" if table == "log" else "state", message=f"{table} has {found} rows, and {were}")


def _few(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The first findings, and how many more there are."""
    named = list(islice(findings, _NAMED))
    yield from named
    if more := sum(1 for _ in findings):
        yield Finding(kind=named[-1].kind, message=f"and {more} more of the sort")
