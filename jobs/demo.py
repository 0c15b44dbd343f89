"""`tracker demo`: 25 years of two treaties, replayed through the whole pipeline against a stand-in on loopback.

One simulated clock drives the reads, the roll-over and the stand-in's `Date`. The rows are the bundled facts; the
46 members of 2026 stand in the chart throughout, which is a simplification, and a non-member from its first act on.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jobs import baseline
from jobs.answers import figures
from jobs.check import Desk, check_at
from jobs.reporting import gather
from jobs.site import build_site, is_site
from jobs.standin import ServiceRow, StandIn, service_body
from jobs.statement_lists import load_bundled
from jobs.writing import write_whole
from tracker.config import load
from tracker.errors import DatabaseError, UsageError
from tracker.models import Chart, Group, Outcome, Row
from tracker.models.records import Filter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from db.store import Store
    from tracker.models import Change

_MARKER = ".made-by-tracker-demo"
_CONVENTION, _PROTOCOL = "ets-185", "cets-224"
_FIRST = {_CONVENTION: date(2001, 10, 31), _PROTOCOL: date(2022, 4, 30)}
_LAST = {_CONVENTION: date(2026, 4, 25), _PROTOCOL: date(2026, 2, 5)}
_NUMBER = {_CONVENTION: "185", _PROTOCOL: "224"}
_NOON = time(12, tzinfo=UTC)

#: Founding consents: no entry into force was printed for them before the fifth, Lithuania's, on this day.
_FOUNDERS = frozenset({"ALB", "HRV", "EST", "HUN"})
_FIFTH_CONSENT = date(2004, 3, 18)

_CONFIG = """\
# Written by `tracker demo`; the stand-in it read from is gone, the database answers all the same.
[tracker]
database = "tracker.db"
contact = "mailto:demo@localhost"

[http]
min_gap = "0s"

[[treaty]]
id = "ets-185"
number = "185"
name = "Budapest Convention"
opened_on = 2001-11-23
sources = ["coe-service"]

[[treaty]]
id = "cets-224"
number = "224"
name = "Second Additional Protocol"
opened_on = 2022-05-12
sources = ["coe-service"]

[sources.coe-service]
api_url = "{api_url}"
page_url = "{page_url}"
api_key = "{key}"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One read: what treaty, on what day."""

    treaty: str
    day: date


@dataclass(slots=True)
class _Clock:
    """The simulated time."""

    at: datetime = datetime(2001, 10, 31, 12, tzinfo=UTC)

    def now(self) -> datetime:
        """The simulated moment."""
        return self.at


def replay(
    folder: Path,
    *,
    say: Callable[[str], None],
    track: Callable[[list[Step]], Iterable[Step]] = iter,
) -> None:
    """Replay the history into a folder and say what came of it. Raises UsageError for a folder of somebody else."""
    _make_folder(folder)
    steps = list(plan())
    say(f"replaying {len(steps)} monthly reads of ETS 185 and CETS 224 from a stand-in on loopback")
    clock = _Clock()
    with ExitStack() as stack:
        standin = stack.enter_context(StandIn(clock.now))
        path = folder / "config.toml"
        write_whole(path, _CONFIG.format(api_url=standin.api_url, page_url=standin.page_url, key=standin.key).encode())
        config = load(path)
        desk = Desk.open(config, clock.now, stack)
        facts = Facts.bundled()
        for step in track(steps):
            clock.at = _moment(step.day)
            standin.charts[_NUMBER[step.treaty]] = facts.body(step)
            treaty = config.treaty(step.treaty)
            assert treaty is not None  # noqa: S101 - the configuration above follows both
            for entry in check_at(desk, [(treaty, treaty.sources)]):
                if entry.outcome in (Outcome.FAILED, Outcome.QUARANTINED):
                    raise DatabaseError(
                        f"the demo's read of {step.treaty} on {step.day} was {entry.outcome}: {entry.error}"
                    )
        for treaty in config.treaties:
            load_bundled(desk.run.moved_to(clock.now()), treaty)  # the stand-in has none, and these are no replay
        _write_report(desk.run.store, folder / "report.html", clock.now())
        build_site(desk.run.store, folder / _SITE, now=clock.now())
        _conclude(desk.run.store, folder, facts.invited(), say)


def plan() -> Iterator[Step]:
    """The last day of each month, both treaties in time order, and each treaty's last day."""
    days = [
        Step(treaty=treaty, day=day)
        for treaty in (_CONVENTION, _PROTOCOL)
        for day in (*_month_ends(_FIRST[treaty], _LAST[treaty]), _LAST[treaty])
    ]
    yield from sorted(days, key=lambda step: (step.day, step.treaty != _CONVENTION))


def _month_ends(first: date, before: date) -> Iterator[date]:
    day = first
    while day < before:
        yield day
        next_month = (day + timedelta(days=1)).replace(day=28) + timedelta(days=4)
        day = next_month.replace(day=1) - timedelta(days=1)


def _moment(day: date) -> datetime:
    return datetime.combine(day, _NOON)


# ---- the facts as the stand-in shows them on a day ------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The bundled facts, as charts of any day."""

    charts: dict[str, Chart]

    @classmethod
    def bundled(cls) -> Facts:
        """The facts that ship with the package."""
        bodies = {treaty: baseline.bundled(treaty) for treaty in (_CONVENTION, _PROTOCOL)}
        return cls(charts={treaty: baseline.chart_of(body) for treaty, body in bodies.items() if body})

    def invited(self) -> int:
        """How many the list of the Convention names as invited on its last day."""
        return sum(1 for row in self.charts[_CONVENTION].rows if row.invited)

    def body(self, step: Step) -> bytes:
        """The service's answer on a day."""
        rows = [_shown(row, step) for row in self._rows(step.treaty)]
        members = [row for row, group, _ in rows if group is Group.MEMBER]
        others = [row for row, group, acted in rows if group is Group.NON_MEMBER and acted]
        return service_body(members, others)

    def _rows(self, treaty: str) -> list[Row]:
        """The Protocol's chart takes groups, codes and printed names from the Convention's."""
        acts = {row.participant: row for row in self.charts[treaty].rows}
        return [
            replace(acts[row.participant], name=row.name, code=row.code, group=row.group)
            if row.participant in acts
            else Row(participant=row.participant, name=row.name, code=row.code, group=row.group)
            for row in self.charts[_CONVENTION].rows
        ]


def _shown(row: Row, step: Step) -> tuple[ServiceRow, Group | None, bool]:
    signed_on = row.signed_on if row.signed_on and row.signed_on <= step.day else None
    consent_on = row.consent_on if row.consent_on and row.consent_on <= step.day else None
    printed = consent_on is not None and (row.participant not in _FOUNDERS or step.day >= _FIFTH_CONSENT)
    shown = ServiceRow(
        code=row.code,
        name=row.name,
        number=_NUMBER[step.treaty],
        signed_on=signed_on,
        consent_on=consent_on,
        in_force_on=row.in_force_on if printed else None,
    )
    return shown, row.group, bool(signed_on or consent_on)


# ---- the folder, the report, the last words -------------------------------------------------------


#: All that a demo leaves behind; a folder that holds anything else is not the demo's to replace.
_SITE = "site"
_OWN = frozenset({_MARKER, "config.toml", "report.html", "tracker.db", "tracker.db-wal", "tracker.db-shm", _SITE})


def _make_folder(folder: Path) -> None:
    """An empty folder with the demo's marker; what an earlier demo left there is removed, file by file."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} was not made by the demo, it is no folder: name another one with -o")
    if folder.exists():
        _clear(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARKER).touch()


def _clear(folder: Path) -> None:
    held = {path.name: path for path in folder.iterdir()}
    marker = held.get(_MARKER)
    if held and (marker is None or marker.is_symlink() or not marker.is_file()):
        raise UsageError(f"{folder} was not made by the demo: name another folder with -o")
    site = held.pop(_SITE, None)
    foreign = sorted(name for name, path in held.items() if name not in _OWN or path.is_dir())
    if site and not is_site(site):
        foreign.append(_SITE)
    if foreign:
        raise UsageError(f"{folder} holds what the demo did not make ({foreign[0]}): name another folder with -o")
    if site:
        shutil.rmtree(site)
    for path in held.values():
        path.unlink()


def _write_report(store: Store, path: Path, now: datetime) -> None:
    from tracker.report.render import Format, render

    write_whole(path, render(gather(store, Filter(), now=now), Format.HTML).encode("utf-8"))


_SHOWN = 5


def _conclude(store: Store, folder: Path, invited: int, say: Callable[[str], None]) -> None:
    now = _moment(_LAST[_CONVENTION])
    changes = store.changes()
    say(f"{len(changes)} changes told; the last {_SHOWN}:")
    for change in changes[-_SHOWN:]:
        say(f"  {_day(change)}  {change.summary}")
    for treaty, counted in figures(store, now=now, day=_LAST[_CONVENTION], known_at=None)["treaties"].items():
        say(
            f"{treaty} on {_LAST[_CONVENTION]}: {counted['consents']} consents, {counted['in_force']} in force, "
            f"{counted['signatories']} signatories, {counted['signatures']} signatures"
        )
    say(f"invited: not replayed; {invited} on {_LAST[_CONVENTION]}")
    database = folder / "tracker.db"
    say(f"database: {database}   (try: tracker --db {database} parties ets-185 --as-of 2015-12-03)")
    say(f"report:   {folder / 'report.html'}")
    say(f"site:     {folder / _SITE / 'index.html'}   (or: tracker --db {database} serve)")


def _day(change: Change) -> str:
    return str(change.effective_on or change.detected_at.date())
