"""`tracker verify`: is the evidence undamaged, and does it still give the recorded history?

Read-only: the log is replayed in a copy of the database, and every derived table is compared with another copy. What no
replay can give is looked at for sense (`db/sense.py`).
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from db.copies import copy_database
from db.history import RECORD, History
from db.sense import contradictions
from db.store import Store
from jobs.rebuild.chain import Chained, look
from jobs.rebuild.differences import Replayed
from jobs.rebuild.finding import Finding, listed
from jobs.rebuild.replay import Replay, invitations
from jobs.stamps import stamped_at, stamps_of
from tracker.errors import DatabaseError, OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from jobs.rebuild.replay import Track
    from tracker.answers.to_json import Object
    from tracker.config import Stamps
    from tracker.models.head import Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How much was checked, and the faults that were found.

    `head` is that of the chain, `chained_from` the row of the migration that chained what was there before it. No row
    of the log names `unnamed_evidence`: a read ended before it was recorded. That is no fault. Neither is that an older
    version told the changes of `other_words` in words which this version would not use.
    """

    bodies: int
    evidence: int
    entries: int
    snapshots: int
    changes: int
    findings: tuple[Finding, ...]
    stamps: int = 0
    head: str | None = None
    chained_from: int | None = None
    unnamed_evidence: tuple[int, ...] = ()
    other_words: tuple[int, ...] = ()

    def as_json(self) -> Object:
        """The object of `--json`."""
        return {"ok": not self.findings, **asdict(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """Progress bars of the two long steps: over the archived bodies, over the entries of the log."""

    bodies: Callable[[Iterable[str]], Iterable[str]]
    entries: Track


def verify(database: Path, tracks: Tracks, stamps: Stamps | None = None) -> Verified:
    """Check everything, change nothing. `stamps`: who is believed about stamps of the head; None: none are looked at.

    Raises NoDatabaseError, DatabaseError for a file that cannot be opened.
    """
    with Store.open(database, read_only=True):
        pass  # raises the right error before the file is copied
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "record.db"  # a copy, so that the daemon can go on meanwhile
        copy_database(database, copy)
        with Store.open(copy, read_only=True) as store:
            faults = store.database.faults()
            heads: tuple[Head, ...] = ()
            findings = [Finding(kind="file", message=text) for text in faults]
            chained: list[Chained] = []
            other_words: list[int] = []
            if not faults:  # SQLite fails in the middle of a damaged file
                heads = tuple(head for _, head in stamps_of(database)) if stamps else ()
                findings += _readable(_chain(copy, chained, heads))
                findings += _stamps(database, stamps) if stamps else ()
                findings += _readable(_findings(store, Path(folder) / "replayed.db", tracks, other_words))
            return Verified(
                bodies=store.database.count("body"),
                evidence=store.database.count("evidence_item"),
                entries=store.database.count("log"),
                snapshots=store.database.count("snapshot"),
                changes=store.database.count("change"),
                findings=tuple(findings),
                stamps=len(heads),
                head=next((str(found.head) for found in chained if found.head), None),
                chained_from=next((found.began for found in chained), None),
                unnamed_evidence=next((found.unnamed for found in chained), ()),
                other_words=tuple(other_words),
            )


def _readable(found: Iterator[Finding]) -> Iterator[Finding]:
    """Findings, the last of which may be that a row cannot be read: another program wrote what no reader expects."""
    try:
        yield from found
    except Exception as error:  # noqa: BLE001 - whatever breaks it is the finding
        yield Finding(kind="record", message=f"a row cannot be read, and ends the comparison: {error}")


def _chain(copy: Path, chained: list[Chained], heads: Collection[Head]) -> Iterator[Finding]:
    """What the chain finds, also of heads that were stamped; the chain as it stands is added to `chained`."""
    chained.append(look(copy, heads))
    yield from chained[0].findings


def _stamps(database: Path, stamps: Stamps) -> Iterator[Finding]:
    """Stamps that are none, or that nobody vouches for."""
    for path, head in stamps_of(database):
        try:
            stamped_at(path.read_bytes(), head, stamps)
        except (OutputError, UsageError, OSError) as error:
            yield Finding(kind="stamp", message=f"{path.name}: {error}")


def _findings(store: Store, replayed: Path, tracks: Tracks, other_words: list[int]) -> Iterator[Finding]:
    """What bodies, rows and the replay say; changes that an older version told otherwise are added to `other_words`."""
    for text in store.database.orphans():
        yield Finding(kind="file", message=f"broken reference: {text}")
    yield from _bodies(store, tracks)
    for contradiction in contradictions(store.database):
        said = (Finding(kind=contradiction.kind, message=text) for text in contradiction.messages)
        yield from listed(said, contradiction.table)
    copy_database(store.database.path, replayed)
    with Store.open(replayed) as again, again.database.attached(store.database.path, RECORD):
        if fault := again.statements.index_fault():
            message = (
                f"the full-text index of statements is not that of the statements ({fault}): `tracker rebuild` mends it"
            )
            yield Finding(kind="search", message=message)
        history = History(again)
        stuck: dict[str, str] = {}
        with history.again():
            replay = Replay(again, invitations(store), instead=history.stand_in)
            replay.put_all()
            for found in chain(replay.entries(tracks.entries(again.log.entries())), replay.finish()):
                stuck[found.treaty] = found.entry.at
                yield Finding(
                    kind="unreadable", message=found.message, treaty=found.treaty, evidence=found.entry.evidence
                )
        compared = Replayed(stored=store, again=again, record=RECORD, stuck=stuck, other_words=other_words)
        yield from compared.findings()


def _bodies(store: Store, tracks: Tracks) -> Iterator[Finding]:
    """Archived bytes that do not match their digest."""
    for sha256 in tracks.bodies(store.archive.bodies()):
        try:
            store.archive.body(sha256)
        except DatabaseError as error:
            for key, treaty, source in store.archive.kept_as(sha256):
                message = f"evidence {key} ({source} of {treaty}): {error}"
                yield Finding(kind="body", message=message, treaty=treaty, evidence=key)
