"""What the log says of the other tables that are history: items in quarantine, people's notes, archived copies."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from tracker.models import Decision, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from db.chain import LogRow

_Key = tuple[Any, ...]
_BELIEVED = (Outcome.BASELINE, Outcome.CHANGED, Outcome.UNCHANGED)

# places in a row of `quarantine_item`, and of `capture`
_FEED, _READ_AT, _DECISION, _DECIDED_AT = 1, 5, 6, 7
_EVIDENCE, _LOG = 6, 8


class Noted:
    """The rows that must be there, by table and key, once the log has been read to its end."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[_Key, list[Any]]] = defaultdict(dict)
        self._open: defaultdict[int | None, set[_Key]] = defaultdict(set)  # feed → items that wait for a decision
        self.evidence: set[int] = set()  # that a row of the log names
        self.program: str | None = None  # the version that chained what was there before it, if one did

    def read(self, row: LogRow) -> None:
        """Take in the next entry of the log."""
        if row.evidence is not None:
            self.evidence.add(row.evidence)
        if row.about:
            self._note(json.loads(row.about), row.id)
        if row.item is not None:
            self._decide((row.item,), row)
        if row.outcome in _BELIEVED and row.feed in self._open:
            for key in self._open.pop(row.feed):
                self._rows["quarantine_item"][key][_DECISION:] = [Decision.SUPERSEDED, row.at]

    def _note(self, about: dict[str, Any], entry: int) -> None:
        self.program = about.pop("program", self.program)
        for table, rows in about.items():
            for row in rows:
                if table == "capture" and len(row) == _LOG:
                    row.append(entry)
                self._rows[table][_key(table, row)] = row
                if table == "capture":
                    self.evidence.add(row[_EVIDENCE])
                if table == "quarantine_item" and row[_DECISION] == Decision.OPEN:
                    self._open[row[_FEED]].add(_key(table, row))

    def _decide(self, key: _Key, row: LogRow) -> None:
        at, what, feed = row.at, row.what, row.feed
        items = self._rows["quarantine_item"]
        if key not in items:
            seen = (feed, row.evidence, row.error_kind, row.error_message)
            items[key] = [*key, *seen, at, Decision.OPEN, None]
            self._open[feed].add(key)
        elif what in ("accept", "reject"):
            items[key][_DECISION:] = [Decision.ACCEPTED if what == "accept" else Decision.REJECTED, at]
            self._open[feed].discard(key)
        elif items[key][_DECISION] == Decision.REJECTED:
            items[key][_READ_AT] = at

    def differences(self, stored: Callable[[str], Iterable[list[Any]]]) -> Iterator[str]:
        """Where the tables differ from what the log says, in words."""
        for table in ("quarantine_item", "depositary_reference", "statement_slot", "capture"):
            left = dict(self._rows[table])
            for row in stored(table):
                key = _key(table, row)
                said = left.pop(key, None)
                if said == row or (table == "capture" and row[_LOG] is None and _is_new(row, said)):
                    continue
                where = f"{table} {' '.join(map(str, key))}"
                yield f"{where} is not what the log says" if said else f"{where}: no row of the log names it"
            yield from (f"{table} {' '.join(map(str, key))} is in the log, and is gone" for key in left)


def _key(table: str, row: list[Any]) -> _Key:
    return tuple(row[:3]) if table == "capture" else (row[0],)


def _is_new(copy: list[Any], counted: list[Any] | None) -> bool:
    """True for a copy that was fetched after the back-fill that counted the last one of its address and time."""
    return counted is None or counted[_EVIDENCE] != copy[_EVIDENCE]
