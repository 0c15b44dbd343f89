"""The steps of real history that the demo replays, from the bundled facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from jobs.demo.standin import ServiceRow, service_body
from jobs.ingest import bundled
from tracker.models import Chart, Group, Row, but

if TYPE_CHECKING:
    from collections.abc import Iterator


CONVENTION, PROTOCOL = "ets-185", "cets-224"


FIRST = {CONVENTION: date(2001, 10, 31), PROTOCOL: date(2022, 4, 30)}


LAST = {CONVENTION: date(2026, 4, 25), PROTOCOL: date(2026, 4, 29)}


NUMBER = {CONVENTION: "185", PROTOCOL: "224"}


_NOON = time(12, tzinfo=UTC)


#: The first four consents: no entry into force is shown for them before the fifth, Lithuania's, on this day.
_FOUNDERS = frozenset({"ALB", "HRV", "EST", "HUN"})


_FIFTH_CONSENT = date(2004, 3, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One read: its treaty and its day."""

    treaty: str
    day: date


def plan() -> Iterator[Step]:
    """Yield the last day of each month and each treaty's last day, both treaties in order of time."""
    days = [
        Step(treaty=treaty, day=day)
        for treaty in (CONVENTION, PROTOCOL)
        for day in (*_month_ends(FIRST[treaty], LAST[treaty]), LAST[treaty])
    ]
    yield from sorted(days, key=lambda step: (step.day, step.treaty != CONVENTION))


def _month_ends(first: date, before: date) -> Iterator[date]:
    day = first
    while day < before:
        yield day
        next_month = (day + timedelta(days=1)).replace(day=28) + timedelta(days=4)
        day = next_month.replace(day=1) - timedelta(days=1)


def moment_of(day: date) -> datetime:
    """The moment of the read on a day: noon, UTC."""
    return datetime.combine(day, _NOON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The bundled facts, from which the chart of any day is made."""

    charts: dict[str, Chart]

    @classmethod
    def bundled(cls) -> Facts:
        """The facts that ship with the package."""
        bodies = {treaty: bundled.bundled_list(treaty) for treaty in (CONVENTION, PROTOCOL)}
        return cls(charts={treaty: bundled.chart_of(body) for treaty, body in bodies.items() if body})

    def invited(self) -> int:
        """The number of States that the Convention's list names as invited on its last day."""
        return sum(1 for row in self.charts[CONVENTION].rows if row.invited)

    def body(self, step: Step) -> bytes:
        """The response body of the service on a day."""
        rows = [_shown(row, step) for row in self._rows(step.treaty)]
        members = [row for row, group, _ in rows if group is Group.MEMBER]
        others = [row for row, group, acted in rows if group is Group.NON_MEMBER and acted]
        return service_body(members, others)

    def _rows(self, treaty: str) -> list[Row]:
        """The rows of a treaty. Groups, codes and printed names come from the Convention's chart."""
        acts = {row.participant: row for row in self.charts[treaty].rows}
        return [
            but(acts[row.participant], name=row.name, code=row.code, group=row.group)
            if row.participant in acts
            else Row(participant=row.participant, name=row.name, code=row.code, group=row.group)
            for row in self.charts[CONVENTION].rows
        ]


def _shown(row: Row, step: Step) -> tuple[ServiceRow, Group | None, bool]:
    signed_on = row.signed_on if row.signed_on and row.signed_on <= step.day else None
    consent_on = row.consent_on if row.consent_on and row.consent_on <= step.day else None
    printed = consent_on is not None and (row.participant not in _FOUNDERS or step.day >= _FIFTH_CONSENT)
    shown = ServiceRow(
        code=row.code,
        name=row.name,
        number=NUMBER[step.treaty],
        signed_on=signed_on,
        consent_on=consent_on,
        in_force_on=row.in_force_on if printed else None,
    )
    return shown, row.group, bool(signed_on or consent_on)
