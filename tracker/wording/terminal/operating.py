"""Commands that set up, read, send and write: what they say of their work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WARNING = "warning: {warning}"
WORKING = "{what} …"

# ---- init, config, treaty, reference, statement slot ------------------------------------------------

CONFIGURATION_EXISTS = "configuration: {path} (exists, unchanged)"
CONFIGURATION_WRITTEN = "configuration: {path} (written; add your address to it: [tracker] contact)"
DATABASE_NEXT = "database: {database}; next: tracker{options} check"
UNIT = "unit: cp {path} /etc/systemd/system/ (it runs as the user `tracker`: see User= in it)"
_VALID = "{path} is valid: follows {treaties}"
_TREATY_WRITTEN = "written to {path}; next: tracker check --treaty {treaty}"
_TREATIES_WRITTEN = "{count} treaties written to {path}; next: tracker check"


def valid(path: object, follows: Iterable[tuple[str, Iterable[str]]]) -> str:
    """That a configuration is good, and which treaties it follows from which sources."""
    treaties = ", ".join(f"{treaty} from {' + '.join(sources)}" for treaty, sources in follows)
    return _VALID.format(path=path, treaties=treaties or "nothing")


def treaty_written(path: object, treaty: str) -> str:
    """That a treaty is followed, and what to do next."""
    return _TREATY_WRITTEN.format(path=path, treaty=treaty)


def treaties_written(path: object, count: int) -> str:
    """The same of many."""
    return _TREATIES_WRITTEN.format(path=path, count=count)


def reference_noted(treaty: str, participant: str, field: str, text: str) -> str:
    """That a reference was noted, or removed."""
    done = f"noted {text!r}" if text else "removed"
    return f"{treaty} {participant} {field}: {done}"


def slot_noted(statement: int, treaty: str, participant: str, slot: str) -> str:
    """That a place of the text was noted, or taken back."""
    done = f"noted as {slot}" if slot else "what was noted is taken back"
    return f"statement {statement} ({treaty}, {participant}): {done}"


# ---- check, doctor, parse ---------------------------------------------------------------------------

NOT_IN_GIT = "not published in git: {fault}"
READING = "reading {what} …"
TRYING = "trying {what} …"
REPLAYING = "reading"
FOR_A_REPORT = "the whole, for a bug report: tracker doctor --json"
YES, NO = "yes", "no"


def checked(treaty: str, source: str, outcome: str, error: str | None) -> str:
    """What a read of a chart came to."""
    return f"{treaty} from {source}: {outcome}" + (f": {error}" if error else "")


def waits(participant: str | None, field: str) -> str:
    """A value that waits to be confirmed as gone."""
    return f"no longer shown, waits to be confirmed: {participant or 'the treaty'} {field}"


def tried(rows: object, url: object) -> str:
    """What a source that was tried gave."""
    return f"{rows} rows, read from {url}"


def parsed(file: object, title: str, status: object) -> str:
    """What a saved page is."""
    return f"{file}: {title}, as of {status or 'an unknown day'}"


def not_parsed(file: object, kind: str, message: str) -> str:
    """Why it could not be read."""
    return f"{file}: {kind}: {message}"


def doubtful(file: object, kind: str, message: str) -> str:
    """Why a check would put it into quarantine."""
    return f"{file}: doubtful: {kind}: {message}"


# ---- backfill, backup, restore ----------------------------------------------------------------------

COPIES = "archived copies"
INTERRUPTED = "interrupted; the copies fetched so far are kept: run it again to continue"
LISTED = "{count} captures listed, none fetched"
SKIPPED = "skipped {timestamp} {address}: {reason}"
GAP = "no usable copy between {start} and {end}"
ENDED_EARLY = "{treaty}: ended early, run it again to continue: {error}"
BACKED_UP = "{file} ({size} bytes), checked"
_FILLED = (
    "{treaty}: {listed} copies listed, {used} used, {missing} not fetched; "
    "{changes} new changes found; nobody was notified"
)


def filled(treaty: str, *, listed: int, used: int, missing: int, changes: int) -> str:
    """What archived copies gave."""
    return _FILLED.format(treaty=treaty, listed=listed, used=used, missing=missing, changes=changes)


def restored(database: object, file: object, aside: object) -> str:
    """What was restored from where, and where the old database is."""
    return f"{database} restored from {file}" + (f"; old database: {aside}" if aside else "")


# ---- notify, site, serve ----------------------------------------------------------------------------

NO_CHANNEL = "no channel: add a block [[notify]] to {path}"
TOOK_IT = "took the message"
QUEUED_AGAIN = "{count} parked messages queued again; waiting messages are sent now, or by the daemon if it runs"
SHOWS = "{address} shows {database}; stop with Ctrl-C"
BUILT = "{page}: {files} files, {written} written, {removed} removed"

# ---- status -----------------------------------------------------------------------------------------

LAST_READ = "last read of {source} of {treaty}: {error}"
UNREAD_ROWS = "{source} of {treaty}: {rows} rows could not be read"
NOT_HEALTHY = "not healthy: {reason}"
JOB_FAILED = "job {job} failed on {started_at}: {error}"
_COUNTS = "quarantined {quarantined}, undelivered {undelivered}, parked {parked}"
_HEAD_ABOVE = "head of the history:"


def counts(found: Mapping[str, object]) -> Iterator[str]:
    """What waits, and the head of the history."""
    yield _COUNTS.format(**{key: found[key] for key in ("quarantined", "undelivered", "parked")})
    if waiting := found["waiting_for_digest"]:
        yield f"{waiting} {'waits' if waiting == 1 else 'wait'} for a digest"
    if found["history_head"]:
        yield _HEAD_ABOVE
        yield str(found["history_head"])
