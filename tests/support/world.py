"""A small world for tests of the whole pipeline: a stand-in on loopback, a clock of our own, a database in a folder.

world.show(row("Albania", signed="2001-11-23"), ...)   what the service shows of ETS 185
entry = world.check()                                  one pass, through HTTP, archive, guard, diff and store
world.wait(hours=13)                                   time passes
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from db.knowledge import Knowledge
from db.store import Store
from jobs.demo.standin import ServiceRow, StandIn, service_body
from jobs.ingest.bundled import load_baselines
from jobs.passes import Session, check, statements_at
from tracker.answers import standing
from tracker.answers.history.checks import PendingAnswer
from tracker.answers.statements import ask
from tracker.answers.to_json import to_json
from tracker.config import Config, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tracker.models import Change
    from tracker.models.records import SourceResult

START = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)

CONFIG = """
[tracker]
database = "tracker.db"
contact = "mailto:tests@localhost"
confirm_after = "{confirm_after}"

[http]
min_gap = "0s"
retries = 0
timeout = "5s"

[[treaty]]
id = "ets-185"
number = "185"
name = "Budapest Convention"
opened_on = 2001-11-23
blank_non_member = "{blank_non_member}"
sources = {sources}

[sources.coe-service]
api_url = "{api_url}"
page_url = "{page_url}"
api_key = "{key}"

[sources.coe-chart]
url = "{origin}/chart?treatynum={{number}}"

[sources.coe-members]
url = "{origin}/members"
{more}
"""

#: A second treaty, for `more`: it is in force once five have consented.
SECOND_PROTOCOL = """
[[treaty]]
id = "cets-224"
number = "224"
name = "Second Additional Protocol"
opened_on = 2022-05-12
sources = ["coe-service"]
"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a chart as a test says it."""

    name: str
    group: str = "member"
    code: str = "XXX"
    signed: str | None = None
    consent: str | None = None
    in_force: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def row(name: str, group: str = "member", **values: Any) -> Row:
    """A row; further keys of the service go through `extra`."""
    return Row(name=name, group=group, **values)


def but(given: Row, **values: Any) -> Row:
    """The same row with something else in it."""
    return replace(given, **values)


def body(*rows: Row, number: str = "185") -> bytes:
    """The service's answer that shows these rows."""
    groups = {name: [_service_row(r, number) for r in rows if r.group == name] for name in GROUPS}
    return service_body(*groups.values())


GROUPS = ("member", "non_member", "organisation")


def _service_row(given: Row, number: str) -> ServiceRow:
    return ServiceRow(
        code=given.code,
        name=given.name,
        number=number,
        signed_on=day_of(given.signed),
        consent_on=day_of(given.consent),
        in_force_on=day_of(given.in_force),
        extra=given.extra,
    )


def declaration(
    name: str,
    text: str,
    *,
    nature: str = "Reservation",
    article: str | None = None,
    effective: str | None = None,
    withdrawn: str | None = None,
) -> dict[str, Any]:
    """One statement in the service's shape."""
    return {
        "code_Pays": {"Value": name},
        "code_Organisation": {"Libelle": "Null"},
        "nature_Dec": nature,
        "numero_Article": article,
        "date_Effet": f"{effective}T00:00:00" if effective else None,
        "date_Effet_Retrait": f"{withdrawn}T00:00:00" if withdrawn else None,
        "texte_Decl": text if text.startswith("<") else f"<p>{text}</p>",
    }


def day_of(text: str | None) -> date | None:
    """The day that ISO text says, if it says one."""
    return date.fromisoformat(text) if text else None


class World:
    """A stand-in, a clock and a database."""

    def __init__(
        self,
        folder: Path,
        standin: StandIn,
        *,
        sources: tuple[str, ...] = ("coe-service",),
        blank_non_member: str = "invited",
        confirm_after: str = "12h",
        more: str = "",
    ) -> None:
        self.folder = folder
        self.standin = standin
        self.now = START
        standin.now = lambda: self.now
        self.path = folder / "config.toml"
        self.path.write_text(
            CONFIG.format(
                api_url=standin.api_url,
                page_url=standin.page_url,
                key=standin.key,
                origin=standin.origin,
                sources=list(sources),
                blank_non_member=blank_non_member,
                confirm_after=confirm_after,
                more=more,
            )
        )

    @property
    def config(self) -> Config:
        """The configuration as it stands in the file."""
        return load(self.path)

    def show(self, *rows: Row, number: str = "185") -> None:
        """What the service shows from now on."""
        self.standin.charts[number] = body(*rows, number=number)

    def declare(self, *entries: dict[str, Any], number: str = "185") -> None:
        """The statements that the service lists from now on."""
        self.standin.statements[number] = list(entries)

    def declare_in_french(self, *entries: dict[str, Any], number: str = "185") -> None:
        """The same list in French from now on."""
        self.standin.statements[f"{number}-fr"] = list(entries)

    def show_chart(self, page: bytes) -> None:
        """The page that coe-chart reads from now on."""
        self.standin.bodies["/chart"] = ("text/html; charset=utf-8", page)

    def show_members(self, page: bytes) -> None:
        """The page that coe-members reads from now on."""
        self.standin.bodies["/members"] = ("text/html; charset=utf-8", page)

    def wait(self, **time: float) -> None:
        """Time passes."""
        self.now += timedelta(**time)

    def check(self, **which: Any) -> SourceResult:
        """One pass; the first entry. Time moves on by a second, as it would."""
        return self.check_all(**which)[0]

    def check_all(self, **which: Any) -> list[SourceResult]:
        """One pass; an entry a source."""
        self.now += timedelta(seconds=1)
        return check(self.config, now=lambda: self.now, **which)

    def init(self) -> None:
        """`tracker init`: the bundled lists as baselines."""
        load_baselines(self.config, now=lambda: self.now)

    def parties(self, day: str | None = None, treaty: str = "ets-185") -> dict[str, dict[str, Any]]:
        """What `tracker parties` answers, by participant."""
        with self.store() as store:
            found, _ = standing.parties(Knowledge(store), now=self.now, treaties=[treaty], day=day_of(day))
        return {row.participant: to_json(row) for row in found}

    def read_statements(self) -> list[SourceResult]:
        """What the daemon's job does: the list of statements of each treaty, an entry each."""
        self.now += timedelta(seconds=1)
        with ExitStack() as stack:
            return statements_at(Session.open(self.config, lambda: self.now, stack), self.config.treaties)

    def statements(self, known_at: datetime | None = None, **asked: Any) -> list[dict[str, Any]]:
        """What `tracker statements` answers."""
        with self.store() as store:
            return to_json(ask(Knowledge(store, known_at), **asked))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database."""
        with Store.open(self.folder / "tracker.db") as store:
            yield store

    def changes(self) -> list[Change]:
        """All that was ever told."""
        with self.store() as store:
            return store.changes.find()


def shown(w: World, *rows: Row) -> SourceResult:
    """The service shows these rows; one pass."""
    w.show(*rows)
    return w.check()


def told(entry: SourceResult) -> list[tuple[str, str | None]]:
    """What an entry told, as (kind, participant)."""
    return [(change.kind.value, change.participant) for change in entry.changes]


Seen = tuple[str, str, str | None, str, str | None, str | None, str | None]


def seen(changes: Iterable[Change]) -> list[Seen]:
    """Changes as (kind, nature, participant, field, before, after, effective_on)."""
    return [
        (
            change.kind.value,
            change.nature.value,
            change.participant,
            change.field.value,
            change.before,
            change.after,
            change.effective_on.isoformat() if change.effective_on else None,
        )
        for change in changes
    ]


def waiting(entry: SourceResult) -> list[tuple[str | None, str]]:
    """What an entry lists as pending, as (participant, field)."""
    found = [PendingAnswer.of(pending) for pending in entry.pending]
    return [(one.participant, one.field.value) for one in found]


@contextmanager
def world(folder: Path, **settings: Any) -> Iterator[World]:
    """A world in a folder, for as long as the context lasts."""
    with StandIn() as standin:
        yield World(folder, standin, **settings)
