"""One tree of errors; each carries data, not only text.

TrackerError
├── SourceError(kind)        a read gave no chart: the check is `failed`, nobody needs to decide
│   ├── FetchError           the wire: timeout, connection, tls, http_status, blocked, redirected, too_large
│   └── ParseError           the page: media_type, undecodable, shape, unknown_spelling, wrong_treaty, stale, clock
├── UsageError               what the person asked for cannot be done as asked (exit 2)
│   ├── ConfigError          the configuration file
│   └── NoDatabaseError      nothing has been read yet
├── OutputError              what was asked for could not be written: a full disk (exit 1)
├── DatabaseError            the file is not ours, newer than this program, or damaged (exit 2)
└── BusyError                somebody else holds the database (exit 1, or 3 for commands that need it alone)
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class ErrorKind(StrEnum):
    """Why a read was `failed` (nobody decides) or `quarantined` (a person decides).
    docs/rules-of-change.md#failed-reads, #quarantine."""

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    TLS = "tls"
    HTTP_STATUS = "http_status"  # 4xx, 5xx
    BLOCKED = "blocked"  # a challenge, a React shell, 403 with HTML
    REDIRECTED = "redirected"  # to another host
    MEDIA_TYPE = "media_type"  # HTML where JSON is due, and the reverse
    TOO_LARGE = "too_large"
    UNDECODABLE = "undecodable"
    SHAPE = "shape"  # truncated, required keys or columns missing, unknown mark, unknown date format
    UNKNOWN_SPELLING = "unknown_spelling"
    WRONG_TREATY = "wrong_treaty"
    STALE = "stale"  # a "status as of" older than the baseline's
    CLOCK = "clock"

    DUPLICATE = "duplicate"  # a participant twice
    ROWS = "rows"  # too few of the baseline's rows
    RETRACTIONS = "retractions"  # too many vanishings
    CORRECTIONS = "corrections"  # too many moved dates
    IMPOSSIBLE_DATE = "impossible_date"
    TOTALS = "totals"  # printed totals differ from the rows
    STATEMENTS = "statements"  # an empty list after a full one


class TrackerError(Exception):
    """Anything the tracker says in one line to the person who ran it: what, where, what to do."""


class SourceError(TrackerError):
    """A read that gave no chart."""

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class FetchError(SourceError):
    """The wire failed. `date` is the server's own clock where it answered at all (RFC 9110 `Date`, UTC);
    `retry_after` is how many seconds it asks us to wait, 0 if it does not say."""

    retry_after: float = 0.0

    def __init__(
        self, kind: ErrorKind, message: str, *, status: int | None = None, date: datetime | None = None
    ) -> None:
        super().__init__(kind, message)
        self.status = status
        self.date = date


class ParseError(SourceError):
    """The page came, but is not a chart that can be believed to say what it seems to say."""


class UsageError(TrackerError):
    """The command cannot be carried out as asked."""


class ConfigError(UsageError):
    """The configuration file is missing or wrong."""


class NoDatabaseError(UsageError):
    """No database yet."""


class OutputError(TrackerError):
    """What was asked for could not be written where it should go, though the place can be written to."""


class DatabaseError(TrackerError):
    """The file is not a tracker database, is newer than this program, or is damaged."""


class BusyError(TrackerError):
    """Another process holds what this one needs; `alone`: the command needs the database to itself (exit 3)."""

    def __init__(self, message: str, *, alone: bool = False) -> None:
        super().__init__(message)
        self.alone = alone


def nearest(word: str, known: Sequence[str]) -> str:
    """The end of a message about a word that is not known: the nearest one that is, or all there are."""
    import difflib  # only needed when something is wrong

    close = difflib.get_close_matches(word[:100], known, n=1, cutoff=0.5)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f" (known: {', '.join(known)})" if known else ""
