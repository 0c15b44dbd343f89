"""One tree of errors; each carries data, not only text.

TrackerError
├── SourceError(kind)        a read gave no chart: the check is `failed`, and nobody needs to decide
│   ├── FetchError           the network: timeout, connection, tls, http_status, blocked, redirected, too_large
│   └── ParseError           the page: media_type, undecodable, shape, unknown_spelling, wrong_treaty, stale, clock
├── UsageError               the command cannot be carried out as asked (exit 2)
│   ├── ConfigError          the configuration file is missing or wrong
│   └── NoDatabaseError      nothing has been read yet
├── OutputError              the output could not be written, for example to a full disk (exit 1)
├── DatabaseError            the file is not ours, newer than this program, or damaged (exit 2)
└── BusyError                another process holds the database (exit 1, or 3 for commands that need it alone)
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class ErrorKind(StrEnum):
    """Why a read `failed` (first group) or was `quarantined` for a person to decide (second group).

    See docs/rules-of-change.md#failed-reads.
    """

    TIMEOUT = "timeout"
    CONNECTION = "connection"
    TLS = "tls"
    HTTP_STATUS = "http_status"  # 4xx, 5xx
    BLOCKED = "blocked"  # a bot challenge, a page that needs JavaScript, 403 with HTML
    REDIRECTED = "redirected"  # to another host
    MEDIA_TYPE = "media_type"  # HTML where JSON is expected, or the reverse
    TOO_LARGE = "too_large"
    UNDECODABLE = "undecodable"
    SHAPE = "shape"  # truncated, required keys or columns missing, unknown mark, unknown date format
    UNKNOWN_SPELLING = "unknown_spelling"
    WRONG_TREATY = "wrong_treaty"
    STALE = "stale"  # "status as of" is older than the baseline's
    CLOCK = "clock"  # our clock and the server's, or our own last read, do not fit

    DUPLICATE = "duplicate"  # a participant twice
    ROWS = "rows"  # too few rows compared with the baseline
    RETRACTIONS = "retractions"  # too many vanished values
    CORRECTIONS = "corrections"  # too many moved dates
    IMPOSSIBLE_DATE = "impossible_date"
    TOTALS = "totals"  # printed totals differ from the rows
    STATEMENTS = "statements"  # an empty or much shorter list of statements


class TrackerError(Exception):
    """Any error that the tracker reports to the user in one line: what happened, where, and what to do."""


class SourceError(TrackerError):
    """A read that gave no chart."""

    def __init__(self, kind: ErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class FetchError(SourceError):
    """The request failed.

    `date` is the server's clock (RFC 9110 `Date`, UTC) if it answered. `retry_after` is the number of seconds that the
    server asks us to wait; 0 if it does not say.
    """

    retry_after: float = 0.0

    def __init__(
        self, kind: ErrorKind, message: str, *, status: int | None = None, date: datetime | None = None
    ) -> None:
        super().__init__(kind, message)
        self.status = status
        self.date = date


class ParseError(SourceError):
    """The page arrived, but no reliable chart could be read from it."""


class UsageError(TrackerError):
    """The command cannot be carried out as asked."""


class ConfigError(UsageError):
    """The configuration file is missing or wrong."""


class NoDatabaseError(UsageError):
    """There is no database yet."""


class OutputError(TrackerError):
    """The output could not be written, although its folder is writable."""


class DatabaseError(TrackerError):
    """The file is not a tracker database, is newer than this program, or is damaged."""


class BusyError(TrackerError):
    """Another process holds what this one needs. `alone`: the command needs exclusive use of the database (exit 3)."""

    def __init__(self, message: str, *, alone: bool = False) -> None:
        super().__init__(message)
        self.alone = alone


def excerpt(text: str, most: int) -> str:
    """The text if it has at most `most` characters; else its beginning, and how much is missing."""
    left = len(text) - most
    return text if left <= 0 else f"{text[:most]}… ({left} more characters)"


def quoted(text: str, most: int) -> str:
    """The same in quotes."""
    left = len(text) - most
    return repr(text) if left <= 0 else f"{text[:most]!r}… ({left} more characters)"


def nearest(word: str, known: Sequence[str]) -> str:
    """The end of a message about an unknown word: the nearest known word, or all known words."""
    if close := closest(word, known):
        return f"; did you mean {close!r}?"
    return f" (known: {', '.join(known)})" if known else ""


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that is nearest to an unknown one; None if none is near."""
    import difflib  # imported only when there is an error to report

    close = difflib.get_close_matches(word[:100], known, n=1, cutoff=0.5)  # cut: difflib is slow with long words
    return close[0] if close else None
