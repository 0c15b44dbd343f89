"""Changes, charts, evidence and the quarantine; what was checked and made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.models import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

NO_CHANGE = "no change recorded for this filter"
NO_DIFFERENCE = "snapshots {before} and {after} do not differ"
CHART = "snapshot {number} of {treaty} from {source}, status as of {status}"
BYTES_WRITTEN = "{size} bytes, sha256 {sha256}, written to {file}"

# ---- why --------------------------------------------------------------------------------------------


def noticed(kind: str, nature: str, detected_at: datetime | None, source: str) -> str:
    """When and where a change was noticed."""
    return f"{kind} ({nature}), noticed {moment(detected_at) if detected_at else ''} from {source}"


def rule(words: str) -> str:
    """The rule that made it."""
    return f"rule: {words}"


def from_to(field: str, before: str | None, after: str | None) -> str:
    """What was and what is."""
    return f"{field}: {before or 'nothing'} → {after or 'nothing'}"


def chart_read(number: int, read_at: datetime, *, before: bool = False) -> str:
    """The chart that shows it, or the one before."""
    return f"{'previous snapshot' if before else 'snapshot'}: {number}, read {moment(read_at)}"


def page(number: int, sha256: str, fetched_at: datetime, url: str) -> str:
    """A page behind it."""
    return f"evidence {number}: sha256 {sha256}, fetched {moment(fetched_at)} from {url}"


def sent(channel: str, state: str, delivered_at: datetime | None) -> str:
    """To whom it was told."""
    return f"sent to {channel}: {state} {moment(delivered_at) if delivered_at else ''}"


# ---- quarantine -------------------------------------------------------------------------------------

EMPTY_QUARANTINE = "the quarantine is empty"
ITS_BYTES = "its bytes: tracker evidence {evidence} -o FILE"
ACCEPTED = "item {number} accepted: {changes} changes"
REJECTED = "item {number} rejected"


def item(number: int, treaty: str, source: str, read_at: datetime, decision: str) -> str:
    """A doubtful chart."""
    return f"item {number}: {treaty} from {source}, read {read_at:%Y-%m-%d %H:%M}Z, {decision}"


# ---- export, report ---------------------------------------------------------------------------------


def written(file: object, size: int | None = None) -> str:
    """A file that was written, with its size in bytes if it has one."""
    return f"written to {file}" if size is None else f"{size} bytes, written to {file}"


def committed(count: int, folder: object) -> str:
    """What a publication in git added."""
    return f"{count} commits, in {folder}" if count else f"nothing to commit in {folder}"


# ---- verify, rebuild --------------------------------------------------------------------------------

_NAMED = 10  # changes named on one line
HASHING = "hashing"
READING_AGAIN = "reading again"
REBUILDING = "rebuilding"
NO_DIFFERENCES = "no differences"
FINDINGS = "{count} findings"
STAMPS = "{count} stamps of the head checked"
HEAD = "head of the history: {head}"
OLD_DATABASE = "old database: {file}"
REFUSED = "refused, nothing was changed: {reason}; see `tracker verify`"
_UNNAMED = "evidence {number} is kept, and no row of the log names it: its read was not recorded"
_OTHER_WORDS = "{changes}: told by an older version, in words that this one would not use"
_CHAINED = "what the log held before row {row} was chained by a migration, as it was found then"


def compared(heads: int, entries: int, bodies: int) -> str:
    """What was compared with heads."""
    named = "1 head" if heads == 1 else f"{heads} heads"
    seen = f"{named}, {entries} entries of the log, {bodies} bodies"
    return f"{seen} (charts and changes were not read again): "


def verified(*, bodies: int, evidence: int, entries: int, snapshots: int, changes: int) -> str:
    """What was checked."""
    return (
        f"{bodies} bodies of {evidence} pieces of evidence, {entries} entries of the log, "
        f"{snapshots} snapshots, {changes} changes: "
    )


def notes(unnamed: Sequence[int], other_words: Sequence[int], chained_from: int | None) -> Iterator[str]:
    """What is no difference, and worth knowing."""
    for number in unnamed:
        yield _UNNAMED.format(number=number)
    if other_words:
        yield _OTHER_WORDS.format(changes=_numbers(other_words))
    if chained_from:
        yield _CHAINED.format(row=chained_from)


def _numbers(changes: Sequence[int]) -> str:
    """Some ids of changes, and how many more there are."""
    more = f" and {len(changes) - _NAMED} more" if len(changes) > _NAMED else ""
    return f"changes {', '.join(map(str, changes[:_NAMED]))}{more}"


def rebuilt(database: object, *, entries: int, snapshots: int, changes: int, restored: int) -> str:
    """What was derived again."""
    back = f", {restored} of them new" if restored else ""
    return f"{database} rebuilt: {entries} entries of the log, {snapshots} snapshots, {changes} changes{back}"
