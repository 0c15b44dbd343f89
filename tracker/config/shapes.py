"""The tables of the file as msgspec types: each key with its type, its bounds and its default."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads the annotations at run time
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta
from msgspec.inspect import type_info

from tracker.config.values import Duration, Size, Timeout, read_text
from tracker.errors import ConfigError
from tracker.language import Language
from tracker.models import ChangeKind, Nature, Threshold
from tracker.models.cadences import Cadence, parse_cadence

T = TypeVar("T")
Count = Annotated[int, Meta(ge=0)]
Positive = Annotated[int, Meta(ge=1)]
Days = Annotated[int, Meta(ge=0, le=3660)]
Digest = StrEnum("Digest", ["IMMEDIATE", "DAILY", "WEEKLY", "MONTHLY"])
Format = StrEnum("Format", ["TEXT", "MARKDOWN", "HTML"])


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file. An unknown key is an error."""


class _Tracker(Section, frozen=True):
    database: str = "tracker.db"
    contact: str = ""
    confirm_after: Duration = Duration(hours=12)
    max_retractions: Count = 3
    max_corrections: Count = 5
    down_after: Positive = 3
    remind_every: Duration = Duration(days=1)
    clock_tolerance: Duration = Duration(days=1)


class Http(Section, frozen=True):
    """`[http]`: time-outs, pauses, retries and the largest response."""

    timeout: Timeout = Timeout(seconds=30)
    min_gap: Duration = Duration(seconds=2)
    retries: Annotated[int, Meta(ge=0, le=20)] = 3
    max_bytes: Size = Size(20_000_000)


class _Needed(Section, frozen=True):
    needed: Positive
    members: Count | None = None
    organisations: bool = True

    def as_threshold(self) -> Threshold:
        """The threshold as a value of the law."""
        return Threshold(needed=self.needed, members=self.members, organisations=self.organisations)


class TreatyTable(Section, frozen=True):
    """One `[[treaty]]`."""

    id: str
    number: str
    name: str
    sources: tuple[str, ...]
    numbers: dict[str, str] = {}
    opened_on: date | None = None
    blank_non_member: Literal["invited", "none"] = "none"
    threshold: _Needed | None = None
    months_after_consent: Annotated[int, Meta(ge=0, le=120)] | None = None
    days_after_threshold: Days | None = None
    days_after_consent: Days | None = None
    parent: str | None = None


class Schedule(Section, frozen=True):
    """`[schedule]`: how often each job runs."""

    check: Cadence = parse_cadence("every 6h")
    statements: Cadence = parse_cadence("every 1d")
    treaties: Cadence = parse_cadence("every 1d")  # accepted, but no job uses it yet
    roll_over: Cadence = parse_cadence("every 1h")
    deliver: Cadence = parse_cadence("every 1m")
    reconcile: Cadence = parse_cadence("every 1d")
    backup: Cadence = parse_cadence("every 1d")
    site: Cadence = parse_cadence("every 1h")
    heartbeat: Cadence = parse_cadence("every 1m")

    def cadences(self) -> dict[str, Cadence]:
        """All cadences by key."""
        return msgspec.structs.asdict(self)


class Channel(Section, frozen=True):
    """One `[[notify]]`: an address, what is sent there, how and when. `url` is None if its secret is not set.

    `secret` signs the calls of a webhook; once the file is read it stands in `url`, behind a `#`.

    `format` is None if the file does not say it: text, and beside it HTML in a mail.
    """

    name: str
    url: str | None
    secret: str | None = None
    treaties: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    kinds: tuple[ChangeKind, ...] = ()
    natures: tuple[Nature, ...] = (Nature.EVENT, Nature.CORRECTION, Nature.RETRACTION)
    alerts: bool = True
    digest: Digest = Digest.IMMEDIATE
    format: Format | None = None
    language: Language = Language.ENGLISH

    def __repr__(self) -> str:
        return f"Channel({self.name!r})"  # without the address, which is a secret


class _Deliver(Section, frozen=True):
    give_up_after: Duration = Duration(days=3)
    digest_at: str = "07:00"
    time_zone: str = "UTC"


class _Publish(Section, frozen=True):
    folder: str | None = None
    url: str | None = None
    evidence: bool = False
    git: str | None = None
    licence: str | None = None


class _Health(Section, frozen=True):
    heartbeat: str | None = None
    ping_url: str | None = None


class _Stamps(Section, frozen=True):
    url: str | None = None
    certificates: str | None = None


class NewParticipant(Section, frozen=True, kw_only=True):
    """A participant that a spelling means, with its kind: an organisation is not counted like a State."""

    id: str
    kind: str = "state"


class File(Section, frozen=True):
    """The complete file. The keys of a source depend on its kind: see `tracker.config.sources`."""

    tracker: _Tracker = _Tracker()
    http: Http = Http()
    treaty: tuple[TreatyTable, ...] = ()
    sources: dict[str, dict[str, Any]] = {}
    schedule: Schedule = Schedule()
    notify: tuple[Channel, ...] = ()
    deliver: _Deliver = _Deliver()
    publish: _Publish = _Publish()
    health: _Health = _Health()
    stamps: _Stamps = _Stamps()
    participants: dict[str, str | NewParticipant] = {}


def as_spelling(meant: str | NewParticipant) -> str:
    """What a spelling means, as `Participants.with_spellings` reads it: an id, and ` organisation` after it for one."""
    if isinstance(meant, str):
        return meant
    return meant.id if meant.kind == "state" else f"{meant.id} {meant.kind}"


def read(found: object, kind: type[T], table: str = "") -> T:
    """Convert a table of the file, or the complete file, to its type. Raises ConfigError: what is wrong, and where."""
    try:
        return msgspec.convert(found, kind, dec_hook=read_text)
    except msgspec.ValidationError as error:
        from tracker.config.faults import Place, faults  # only needed when something is wrong

        wrong = faults(found, type_info(kind), Place(table))
        raise ConfigError(next(wrong, f"{table}: {error}")) from error
