"""The questions of the command line, for Python.

    import tracker

    with tracker.open("tracker.db") as t:
        rows = t.parties("ets-185", as_of="2015-12-03")
        frame = pandas.DataFrame(tracker.to_dicts(rows))

Read-only. The command line and `tracker mcp` ask by these methods too. Each takes what the command of its name takes,
and returns the frozen values that it prints; `to_dicts` turns them into what `--json` prints (docs/json.md). Days are
dates or ISO texts (`2015-12-03`), moments are UTC (`2026-03-01T00:00:00Z`). `as_of` is the day that is asked about
(today if left out), `known_at` the moment by which something had to be known to count (now if left out). A treaty is
named by id, number or name, a participant by any known spelling or ISO code. Where several may be named, none is all.

Each method reads one state of the database; within `with t.reading():` all of them read the same one.

Every method raises UsageError for what cannot be answered as asked (an unknown treaty, State, word or id, a day that is
none), and DatabaseError for a file that cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tracker.api.law import LawQuestions
from tracker.api.record import RecordQuestions

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.answers.to_json import Object

__all__ = ["Tracker", "open_database", "to_dicts"]


class Tracker(LawQuestions, RecordQuestions):
    """An open database. Use it in a `with` block, or close it."""


def open_database(path: str | Path = "tracker.db") -> Tracker:
    """Open a tracker's database for questions. Raises NoDatabaseError, BusyError, DatabaseError."""
    from pathlib import Path

    from db.store import Store
    from jobs.clock import utc_now

    return Tracker(Store.open(Path(path), read_only=True), utc_now)


def to_dicts(found: object) -> list[Object]:
    """The values as `--json` prints them, one dictionary each; what pandas.DataFrame takes."""
    from tracker.answers.to_json import to_json

    values = list(found) if isinstance(found, list | tuple) else [found]
    return cast("list[Object]", to_json(values))
