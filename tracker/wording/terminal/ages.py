"""The lines below an answer that say how old its knowledge is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models.times import minute
from tracker.wording.alerts import unread_row
from tracker.wording.sources import demonstration, failed_over
from tracker.wording.terminal.statements import list_faults
from tracker.wording.words import clauses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from tracker.models import Failover, Provenance, UnreadStatement

_BUNDLED = "status as of {status}; from the list bundled with the tracker, no source has been read yet"
_READ = "status as of {status}, last good read {read}"
_READ_FROM = "status as of {status}, read from {source} on {read}"
_UNMODIFIED = "{text} (not modified since the whole page was read on {whole}, says the server)"

_LIST = "{treaty}: status as of {status}"
_NO_LIST = "{treaty}: no list was read yet"
_BUNDLED_LIST = "; bundled statements from secondary sources, not read from the depositary yet"
_NOT_KNOWN_AFTER = "; not known after {day}"


def age(
    status: date | None,
    *,
    read: str | None,
    source: str | None = None,
    whole: datetime | None = None,
    not_known_after: date | None,
    provenance: Provenance | None,
    failover: Failover | None,
    unconfirmed: Iterable[str] = (),
) -> str:
    """The age of what is known of a treaty. `read`: when it was last read, as printed; None: only the bundled list is
    known. `source`: from where, if that is said. `whole`: when the whole page was read, if the server only said since
    that it is not modified."""
    if read is None:
        text = _BUNDLED.format(status=status)
    else:
        text = (_READ_FROM if source else _READ).format(status=status, source=source, read=read)
    if whole:
        text = _UNMODIFIED.format(text=text, whole=minute(whole))
    text += demonstration(provenance)
    if not_known_after:
        text += _NOT_KNOWN_AFTER.format(day=not_known_after)
    return clauses((text, failed_over(failover), *unconfirmed))


def nothing_read(known_at: datetime | None) -> str:
    """That nothing is known, and what to do about it."""
    if known_at:
        return f"nothing had been read by {minute(known_at)}"
    return "nothing has been read yet: run `tracker check`"


def of_list(
    treaty: str,
    status: date | None,
    day: date | None,
    *,
    read: bool,
    bundled: bool,
    unread: Sequence[UnreadStatement],
    last_error: str | None,
) -> Iterator[str]:
    """The age of a treaty's list of statements for a question about a day, and what could not be read of it."""
    text = (_LIST if read else _NO_LIST).format(treaty=treaty, status=status)
    if bundled:
        text += _BUNDLED_LIST
    if day and status and day > status:
        text += _NOT_KNOWN_AFTER.format(day=status)
    yield text
    for line in list_faults(len(unread), last_error):
        yield f"{treaty}: {line}"
    for row in unread:
        yield f"{treaty}: {unread_row(row)}: {row.raw}"
