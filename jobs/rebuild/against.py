"""`tracker verify --against`: is the history still the one that was told, by a head or by a file that holds heads?

The chain, what it covers, and the bodies are looked at; charts and changes are not derived again.
"""

from __future__ import annotations

import email
import re
import sqlite3
from dataclasses import asdict, dataclass
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

from db.chain import head_in
from db.store import Store
from jobs.rebuild.chain import look
from jobs.rebuild.finding import Finding
from tracker.errors import DatabaseError, UsageError
from tracker.models.head import Head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.answers.to_json import Object

_SQLITE = b"SQLite format 3\0"
_MAIL = (".eml", ".mbox")
_MIME = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The heads that were compared with the history, and every fault of the history."""

    heads: tuple[str, ...]
    entries: int
    bodies: int
    head: str | None
    findings: tuple[Finding, ...]

    def as_json(self) -> Object:
        """The object of `--json`."""
        return {"ok": not self.findings, **asdict(self)}


def compare_with(database: Path, given: Sequence[str], track: Callable[[Iterable[str]], Iterable[str]]) -> Compared:
    """Check that the history up to each head is still the same. Raises UsageError for a file without a head,
    NoDatabaseError, DatabaseError."""
    heads = sorted({head for text in given for head in heads_of(text)})
    with Store.open(database, read_only=True) as store:
        chained = look(database, heads)
        bodies = store.archive.bodies()
        count, damaged = len(bodies), tuple(_damaged(store, track(bodies)))
    return Compared(
        heads=tuple(map(str, heads)),
        entries=chained.entries,
        bodies=count,
        head=str(chained.head) if chained.head else None,
        findings=(*chained.findings, *damaged),
    )


def _damaged(store: Store, bodies: Iterable[str]) -> Iterator[Finding]:
    for sha256 in bodies:
        try:
            store.archive.body(sha256)
        except DatabaseError as error:
            yield Finding(kind="body", message=str(error))


def heads_of(given: str) -> list[Head]:
    """The head that is given, or those in a file: report, page, feed, message, database. Raises UsageError."""
    if head := Head.parse(given):
        return [head]
    path = Path(given)
    if not path.is_file():
        raise UsageError(f"{given} is neither a file nor a head of the history, like 71:9f86d0… with 64 digits")
    try:
        with path.open("rb") as file:
            is_database = file.read(len(_SQLITE)) == _SQLITE
        found = _of_database(path) if is_database else list(Head.all_in(_text(path)))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    if not found:
        raise UsageError(f"{path} holds no head of the history")
    return found


def _of_database(path: Path) -> list[Head]:
    """The end of the chain in a database, which is not migrated for it."""
    try:
        head = head_in(path)
    except sqlite3.Error as error:
        raise UsageError(f"{path} holds no chain: it is older than the chain, or damaged ({error})") from error
    return [head] if head else []


def _text(path: Path) -> str:
    body = path.read_bytes()
    if path.suffix.lower() not in _MAIL and not _MIME.search(body[:10_000]):
        return body.decode("utf-8", "replace")
    # a message may be packed as base64, or with line breaks in the middle of a head
    message = email.message_from_bytes(body, policy=default)
    parts = (part.get_payload(decode=True) for part in message.walk() if part.get_content_maintype() == "text")
    return "\n".join(part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes))
